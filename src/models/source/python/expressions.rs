//! Expressions.

use std::ops::Range;
use std::rc::Rc;

use super::tokens::{Kind, Token, text_of};
use super::tree::{Argument, Expr, Function, Parameter, Statement, Term};

/// How deep expressions may be; what is deeper is read as one that is not understood.
const DEEPEST: usize = 40;

/// Operators between two, loosest first.
const LEVELS: &[&[&str]] = &[
    &["or"],
    &["and"],
    &["==", "!=", "<", "<=", ">", ">=", "in", "is"],
    &["|"],
    &["^"],
    &["&"],
    &["<<", ">>"],
    &["+", "-"],
    &["*", "/", "//", "%", "@"],
];

/// A reader of the tokens of one statement.
pub struct Reader<'a> {
    pub(super) source: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    pub fn new(source: &'a str, tokens: &'a [Token]) -> Reader<'a> {
        Reader {
            source,
            tokens,
            at: 0,
            depth: 0,
        }
    }

    pub fn ended(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// What stands next: nothing for a text, which is no keyword.
    pub fn peek(&self) -> &'a str {
        match self.tokens.get(self.at) {
            Some(token) if token.kind != Kind::Text => text_of(self.source, token),
            _ => "",
        }
    }

    pub fn next_is(&mut self, text: &str) -> bool {
        let found = self.peek() == text && !text.is_empty();
        self.at += usize::from(found);
        found
    }

    pub(super) fn start(&self) -> usize {
        let token = self.tokens.get(self.at).or(self.tokens.last());
        token.map_or(0, |token| token.span.start)
    }

    pub fn span(&self, start: usize) -> Range<usize> {
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        start..last.map_or(start, |token| token.span.end).max(start)
    }

    pub(super) fn make(&self, term: Term, start: usize) -> Expr {
        Expr {
            term,
            span: self.span(start),
        }
    }

    /// A name.
    pub fn name(&mut self) -> Option<String> {
        let token = self.tokens.get(self.at)?;
        (token.kind == Kind::Name).then(|| {
            self.at += 1;
            text_of(self.source, token).to_owned()
        })
    }

    /// Several expressions with commas between them: a tuple, else the one.
    pub fn expressions(&mut self) -> Expr {
        let start = self.start();
        let first = self.expression();
        if self.peek() != "," {
            return first;
        }
        let mut all = vec![first];
        while self.next_is(",") && !self.ended() && !matches!(self.peek(), "=" | ")" | "]" | ":") {
            all.push(self.expression());
        }
        self.make(Term::List(all), start)
    }

    /// One expression; what is too deep or not understood is skipped.
    pub fn expression(&mut self) -> Expr {
        let start = self.start();
        self.depth += 1;
        let found = match self.depth > DEEPEST {
            true => None,
            false => self.choice(),
        };
        self.depth -= 1;
        found.unwrap_or_else(|| {
            self.skip();
            self.make(Term::Other, start)
        })
    }

    /// Goes to the end of what is not understood: a comma or a bracket that closes more than was
    /// opened.
    pub(super) fn skip(&mut self) {
        let mut open = 0_usize;
        while let Some(token) = self.tokens.get(self.at) {
            let text = match token.kind {
                Kind::Sign => text_of(self.source, token),
                _ => "",
            };
            match text {
                "(" | "[" | "{" => open += 1,
                ")" | "]" | "}" if open == 0 => return,
                ")" | "]" | "}" => open -= 1,
                "," if open == 0 => return,
                _ => {}
            }
            self.at += 1;
        }
    }

    fn choice(&mut self) -> Option<Expr> {
        let start = self.start();
        if self.next_is("lambda") {
            return self.lambda(start);
        }
        if self.next_is("*") || self.next_is("**") {
            return None;
        }
        let first = self.binary(0)?;
        if self.next_is(":=") {
            return Some(self.expression());
        }
        if !self.next_is("if") {
            return Some(first);
        }
        let condition = self.binary(0)?;
        if !self.next_is("else") {
            return None;
        }
        let other = self.expression();
        let term = Term::Choice(condition.into(), first.into(), other.into());
        Some(self.make(term, start))
    }

    fn lambda(&mut self, start: usize) -> Option<Expr> {
        let parameters = self.parameters(":")?;
        let body = self.expression();
        let span = self.span(start);
        let function = Function {
            name: "lambda".to_owned(),
            parameters,
            body: vec![Statement::Return(Some(body))],
            span,
            decorated: false,
        };
        Some(self.make(Term::Lambda(Rc::new(function)), start))
    }

    /// Parameters up to a sign, which is taken.
    pub fn parameters(&mut self, end: &str) -> Option<Vec<Parameter>> {
        let mut all = Vec::new();
        while !self.next_is(end) {
            let stars = match self.peek() {
                "*" => 1,
                "**" => 2,
                _ => 0,
            };
            self.at += usize::from(stars > 0);
            if stars == 1 && self.next_is(",") || self.next_is("/") {
                self.next_is(",");
                continue;
            }
            let name = self.name()?;
            if end == ")" && self.next_is(":") {
                self.expression();
            }
            let default = match self.next_is("=") {
                true => Some(self.expression()),
                false => None,
            };
            all.push(Parameter {
                name,
                default,
                stars,
            });
            if !self.next_is(",") && self.peek() != end {
                return None;
            }
        }
        Some(all)
    }

    fn binary(&mut self, level: usize) -> Option<Expr> {
        let Some(signs) = LEVELS.get(level) else {
            return self.unary();
        };
        let start = self.start();
        if level == 2 && self.next_is("not") {
            let inner = self.nested(|reader| reader.binary(2))?;
            return Some(self.make(Term::Unary("not".to_owned(), inner.into()), start));
        }
        let mut left = self.binary(level + 1)?;
        let mut length = 0;
        loop {
            let mut sign = self.peek().to_owned();
            let negated = level == 2 && sign == "not";
            if !negated && !signs.contains(&sign.as_str()) {
                return Some(left);
            }
            self.at += 1;
            if negated {
                self.next_is("in");
                sign = "not in".to_owned();
            } else if sign == "is" && self.next_is("not") {
                sign = "is not".to_owned();
            }
            length += 1;
            if length > DEEPEST {
                return None;
            }
            let right = self.binary(level + 1)?;
            let term = Term::Binary(sign, left.into(), right.into());
            left = self.make(term, start);
        }
    }

    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Option<Expr>) -> Option<Expr> {
        self.depth += 1;
        let found = match self.depth > DEEPEST {
            true => None,
            false => read(self),
        };
        self.depth -= 1;
        found
    }

    fn unary(&mut self) -> Option<Expr> {
        let start = self.start();
        let sign = self.peek();
        if matches!(sign, "-" | "+" | "~" | "await") {
            self.at += 1;
            let inner = self.nested(Self::unary)?;
            return Some(self.make(Term::Unary(sign.to_owned(), inner.into()), start));
        }
        let base = self.postfix()?;
        if !self.next_is("**") {
            return Some(base);
        }
        let power = self.nested(Self::unary)?;
        let term = Term::Binary("**".to_owned(), base.into(), power.into());
        Some(self.make(term, start))
    }

    /// Calls, members and indices.
    fn postfix(&mut self) -> Option<Expr> {
        let start = self.start();
        let mut base = self.atom()?;
        let mut length = 0;
        loop {
            let term = if self.next_is(".") {
                Term::Member(base.into(), self.name()?)
            } else if self.next_is("(") {
                Term::Call(base.into(), self.arguments()?)
            } else if self.next_is("[") {
                Term::Index(base.into(), self.items("]")?)
            } else {
                return Some(base);
            };
            length += 1;
            if length > DEEPEST {
                return None;
            }
            base = self.make(term, start);
        }
    }

    fn arguments(&mut self) -> Option<Vec<Argument>> {
        let mut all = Vec::new();
        while !self.next_is(")") {
            let stars = match self.peek() {
                "*" => 1,
                "**" => 2,
                _ => 0,
            };
            self.at += usize::from(stars > 0);
            let named = self
                .tokens
                .get(self.at)
                .is_some_and(|t| t.kind == Kind::Name)
                && self.tokens.get(self.at + 1).is_some_and(|token| {
                    token.kind == Kind::Sign && text_of(self.source, token) == "="
                });
            let name = match named {
                true => self.name(),
                false => None,
            };
            self.at += usize::from(named);
            let value = self.expression();
            if self.peek() == "for" {
                // A generator as the only argument.
                let each = self.each(value)?;
                all.push(Argument {
                    name,
                    stars,
                    value: each,
                });
                self.next_is(")");
                return Some(all);
            }
            all.push(Argument { name, stars, value });
            if !self.next_is(",") && self.peek() != ")" {
                return None;
            }
        }
        Some(all)
    }

    /// Items up to a bracket, which is taken; slices are not understood.
    pub(super) fn items(&mut self, end: &str) -> Option<Vec<Expr>> {
        let mut all = Vec::new();
        while !self.next_is(end) {
            let start = self.start();
            if self.next_is("*") {
                let inner = self.expression();
                all.push(self.make(Term::Unary("*".to_owned(), inner.into()), start));
            } else if self.peek() == ":" {
                self.skip();
                all.push(self.make(Term::Other, start));
            } else {
                let item = self.expression();
                if self.peek() == ":" {
                    self.skip();
                    all.push(self.make(Term::Other, start));
                } else {
                    all.push(item);
                }
            }
            if self.peek() == "for" {
                let item = all.pop()?;
                let each = self.each(item)?;
                all.push(each);
            }
            if !self.next_is(",") && self.peek() != end {
                return None;
            }
        }
        Some(all)
    }

    /// The rest of `e for x in xs`.
    pub(super) fn each(&mut self, element: Expr) -> Option<Expr> {
        let start = element.span.start;
        self.next_is("for");
        let variable = self.target()?;
        if !self.next_is("in") {
            return None;
        }
        let over = self.binary(0)?;
        if matches!(self.peek(), "if" | "for") {
            self.skip();
            return Some(self.make(Term::Other, start));
        }
        let term = Term::Each(element.into(), variable.into(), over.into());
        Some(self.make(term, start))
    }

    /// The variables of a loop.
    pub fn target(&mut self) -> Option<Expr> {
        let start = self.start();
        let bracket = self.next_is("(");
        let mut all = Vec::new();
        loop {
            let at = self.start();
            if self.peek() == "(" {
                all.push(self.nested(Self::target)?);
            } else {
                let name = self.name()?;
                all.push(self.make(Term::Name(name), at));
            }
            if !self.next_is(",") {
                break;
            }
        }
        if bracket && !self.next_is(")") {
            return None;
        }
        match all.len() {
            1 => all.pop(),
            _ => Some(self.make(Term::List(all), start)),
        }
    }
}
