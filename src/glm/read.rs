//! Model formulas as text: `am ~ wt + hp + wt:hp` to operators and operands.

use std::ops::Range;

use crate::error::Diagnostic;

/// How deep brackets may stand.
const DEEPEST: usize = 100;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// A name, also one between backquotes.
    Name,
    Number,
    Tilde,
    Plus,
    Minus,
    Colon,
    Star,
    Slash,
    Caret,
    /// `%in%`
    In,
    Open,
    Close,
    Comma,
    Other,
}

#[derive(Clone, Copy, Debug)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
}

/// An operator between terms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operator {
    /// All terms of both.
    Plus,
    /// The terms of the first but for those of the second.
    Minus,
    /// Each term of the first with each of the second.
    Colon,
    /// Both and their interactions.
    Star,
    /// The first, and the second within it.
    Slash,
}

/// A part of a formula.
#[derive(Clone, Debug)]
pub enum Tree {
    /// A variable or a call, as written.
    Variable(Range<usize>),
    /// `offset(…)`: its argument.
    Offset(Range<usize>),
    /// 0 or 1: without or with an intercept.
    Intercept(bool, Range<usize>),
    /// Two parts and what joins them.
    Joined(Operator, Box<Tree>, Box<Tree>, Range<usize>),
    /// A sign in front of everything.
    Without(Box<Tree>, Range<usize>),
    /// Products of a part with itself.
    Power(Box<Tree>, u32, Range<usize>),
}

/// A formula: the bytes of its left side, if it has one, and its right side.
#[derive(Debug)]
pub struct Formula {
    /// The response.
    pub response: Option<Range<usize>>,
    /// The terms.
    pub terms: Tree,
}

/// Reads a model formula.
///
/// # Errors
/// What is wrong, and where.
pub fn read(source: &str) -> Result<Formula, Diagnostic> {
    let tokens = tokens(source);
    let Some(at) = tokens.iter().position(|t| t.kind == Kind::Tilde) else {
        return Err(
            Diagnostic::new("a model formula has a `~`", 0..source.len())
                .label("expected a response, `~` and terms")
                .help("write for example `am ~ wt + hp`"),
        );
    };
    if let Some(again) = tokens[at + 1..].iter().find(|t| t.kind == Kind::Tilde) {
        return Err(Diagnostic::new(
            "a model formula has one `~`",
            again.start..again.end,
        ));
    }
    let response = match (tokens[..at].first(), tokens[..at].last()) {
        (Some(first), Some(last)) => Some(first.start..last.end),
        _ => None,
    };
    let mut reader = Reader {
        source,
        tokens: &tokens,
        at: at + 1,
        depth: 0,
    };
    let terms = reader.sum()?;
    match reader.peek() {
        None => Ok(Formula { response, terms }),
        Some(token) => Err(reader.unexpected(token)),
    }
}

fn tokens(source: &str) -> Vec<Token> {
    let mut all = Vec::new();
    let mut chars = source.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut take = |test: &dyn Fn(char) -> bool| {
            while let Some((at, c)) = chars.peek().copied() {
                if !test(c) {
                    break;
                }
                end = at + c.len_utf8();
                chars.next();
            }
        };
        let kind = match c {
            '~' => Kind::Tilde,
            '+' => Kind::Plus,
            '-' | '−' => Kind::Minus,
            ':' => Kind::Colon,
            '*' => Kind::Star,
            '/' => Kind::Slash,
            '^' => Kind::Caret,
            '(' => Kind::Open,
            ')' => Kind::Close,
            ',' => Kind::Comma,
            '`' => {
                take(&|c| c != '`');
                let closed = chars.next();
                end = closed.map_or(end, |(at, c)| at + c.len_utf8());
                match closed {
                    Some(_) => Kind::Name,
                    None => Kind::Other,
                }
            }
            '%' if source[start..].starts_with("%in%") => {
                chars.by_ref().take(3).for_each(drop);
                end = start + "%in%".len();
                Kind::In
            }
            c if c.is_ascii_digit() => {
                take(&|c| c.is_ascii_alphanumeric() || c == '.');
                Kind::Number
            }
            c if c.is_alphabetic() || c == '.' => {
                take(&|c| c.is_alphanumeric() || c == '.' || c == '_');
                Kind::Name
            }
            _ => Kind::Other,
        };
        all.push(Token { kind, start, end });
    }
    all
}

struct Reader<'a> {
    source: &'a str,
    tokens: &'a [Token],
    at: usize,
    depth: usize,
}

type Read<T> = Result<T, Diagnostic>;

impl Reader<'_> {
    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    fn next_is(&mut self, kind: Kind) -> bool {
        let found = self.peek().is_some_and(|token| token.kind == kind);
        self.at += usize::from(found);
        found
    }

    fn unexpected(&self, token: Token) -> Diagnostic {
        let text = &self.source[token.start..token.end];
        let fault = Diagnostic::new(format!("unexpected `{text}`"), token.start..token.end);
        match token.kind {
            Kind::Name | Kind::Number | Kind::Open => fault
                .label("expected an operator")
                .help("terms are joined by `+`, `:`, `*`, `/`, `%in%`, `^` and `-`"),
            Kind::Other if text == "|" => fault
                .label("random effects make no generalized linear model")
                .help("equiff reads formulas of fixed effects, as `glm` in R"),
            _ => fault.label("expected a term"),
        }
    }

    fn ended(&self) -> Diagnostic {
        let end = self.source.len();
        Diagnostic::new("the formula ends too early", end..end).label("expected a term")
    }

    fn span(&self, start: usize) -> Range<usize> {
        let end = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        self.tokens[start].start..end.map_or(self.source.len(), |token| token.end)
    }

    /// `a + b - c`
    fn sum(&mut self) -> Read<Tree> {
        let start = self.at;
        self.depth += 1;
        if self.depth > DEEPEST {
            let at = self.peek().map_or(self.source.len(), |token| token.start);
            return Err(Diagnostic::new("brackets stand too deep", at..at));
        }
        let mut left = match self.peek() {
            Some(token) if token.kind == Kind::Minus => {
                self.at += 1;
                let inner = self.product()?;
                Tree::Without(Box::new(inner), self.span(start))
            }
            Some(token) if token.kind == Kind::Plus => {
                self.at += 1;
                self.product()?
            }
            _ => self.product()?,
        };
        loop {
            let operator = match self.peek().map(|token| token.kind) {
                Some(Kind::Plus) => Operator::Plus,
                Some(Kind::Minus) => Operator::Minus,
                _ => break,
            };
            self.at += 1;
            let right = self.product()?;
            left = Tree::Joined(operator, left.into(), right.into(), self.span(start));
        }
        self.depth -= 1;
        Ok(left)
    }

    /// `a * b`, `a / b`
    fn product(&mut self) -> Read<Tree> {
        let start = self.at;
        let mut left = self.within()?;
        loop {
            let operator = match self.peek().map(|token| token.kind) {
                Some(Kind::Star) => Operator::Star,
                Some(Kind::Slash) => Operator::Slash,
                _ => return Ok(left),
            };
            self.at += 1;
            let right = self.within()?;
            left = Tree::Joined(operator, left.into(), right.into(), self.span(start));
        }
    }

    /// `a %in% b` is `a:b`, and holds together less tightly.
    fn within(&mut self) -> Read<Tree> {
        self.crossed(Kind::In, Self::interaction)
    }

    /// `a : b`
    fn interaction(&mut self) -> Read<Tree> {
        self.crossed(Kind::Colon, Self::power)
    }

    /// Parts between signs that each mean their interaction.
    fn crossed(&mut self, sign: Kind, part: fn(&mut Self) -> Read<Tree>) -> Read<Tree> {
        let start = self.at;
        let mut left = part(self)?;
        while self.next_is(sign) {
            let right = part(self)?;
            let span = self.span(start);
            left = Tree::Joined(Operator::Colon, left.into(), right.into(), span);
        }
        Ok(left)
    }

    /// `(a + b)^2`
    fn power(&mut self) -> Read<Tree> {
        let start = self.at;
        let base = self.operand()?;
        if !self.next_is(Kind::Caret) {
            return Ok(base);
        }
        let token = self.peek().ok_or_else(|| self.ended())?;
        let text = &self.source[token.start..token.end];
        match (token.kind, text.parse()) {
            (Kind::Number, Ok(times @ 1..=8)) => {
                self.at += 1;
                Ok(Tree::Power(base.into(), times, self.span(start)))
            }
            _ => Err(
                Diagnostic::new("a power of terms is a small number", token.start..token.end)
                    .label("expected 1 to 8")
                    .help("a power of a variable is written `I(x^2)`"),
            ),
        }
    }

    fn operand(&mut self) -> Read<Tree> {
        let token = self.peek().ok_or_else(|| self.ended())?;
        let text = &self.source[token.start..token.end];
        let span = token.start..token.end;
        match token.kind {
            Kind::Number => {
                self.at += 1;
                match text {
                    "0" => Ok(Tree::Intercept(false, span)),
                    "1" => Ok(Tree::Intercept(true, span)),
                    _ => Err(Diagnostic::new("a number is no term", span)
                        .label("only 0 and 1 stand for an intercept")
                        .help("a known term is written `offset(...)`")),
                }
            }
            Kind::Name if text == "." => Err(Diagnostic::new(
                "`.` stands for the other columns of a data frame, and there is none",
                span,
            )
            .label("name the columns")),
            Kind::Name => {
                self.at += 1;
                match self.peek() {
                    Some(open) if open.kind == Kind::Open && !text.starts_with('`') => {
                        self.call(token)
                    }
                    _ => Ok(Tree::Variable(span)),
                }
            }
            Kind::Open => {
                self.at += 1;
                let inner = self.sum()?;
                match self.peek() {
                    Some(close) if close.kind == Kind::Close => {
                        self.at += 1;
                        Ok(inner)
                    }
                    Some(other) => Err(self.unexpected(other)),
                    None => {
                        Err(Diagnostic::new("a bracket is never closed", span).label("opened here"))
                    }
                }
            }
            _ => Err(self.unexpected(token)),
        }
    }

    /// A call, up to its closing bracket.
    fn call(&mut self, name: Token) -> Read<Tree> {
        let open = self.at;
        let mut depth = 0_usize;
        while let Some(token) = self.peek() {
            self.at += 1;
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                let span = name.start..token.end;
                let inner = self.tokens[open].end..token.start;
                return Ok(match &self.source[name.start..name.end] {
                    "offset" => Tree::Offset(inner),
                    _ => Tree::Variable(span),
                });
            }
        }
        let bracket = self.tokens[open];
        Err(
            Diagnostic::new("a bracket is never closed", bracket.start..bracket.end)
                .label("opened here"),
        )
    }
}
