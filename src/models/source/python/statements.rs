//! Statements and blocks.

use std::ops::Range;
use std::rc::Rc;

use super::expressions::Reader;
use super::tokens::{Kind, Token, text_of};
use super::tree::{Expr, Function, Statement, Term};

/// How deep blocks may stand; deeper ones are not understood.
const DEEPEST: usize = 30;

/// Operators that assign.
const UPDATES: &[&str] = &["+=", "-=", "*=", "/=", "@=", "//=", "**=", "%="];

struct Blocks<'a> {
    source: &'a str,
    tokens: &'a [Token],
    at: usize,
    depth: usize,
}

/// The statements of a program.
pub fn read(source: &str, tokens: &[Token]) -> Vec<Statement> {
    let mut blocks = Blocks {
        source,
        tokens,
        at: 0,
        depth: 0,
    };
    let mut all = Vec::new();
    while blocks.at < tokens.len() {
        blocks.statement(&mut all);
    }
    all
}

impl<'a> Blocks<'a> {
    fn kind(&self) -> Option<Kind> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    /// The next statement; decorators and blank lines are passed over.
    fn statement(&mut self, all: &mut Vec<Statement>) {
        match self.kind() {
            Some(Kind::Line | Kind::Dedent) => {
                self.at += 1;
                return;
            }
            Some(Kind::Indent) => {
                // A block that nothing announces.
                let body = self.block();
                all.push(Statement::Block(body));
                return;
            }
            _ => {}
        }
        let mut decorated = false;
        let mut line = self.line();
        while line.first().is_some_and(|t| self.text(t) == "@") {
            decorated = true;
            while self.kind() == Some(Kind::Line) {
                self.at += 1;
            }
            if self.at >= self.tokens.len() {
                return;
            }
            line = self.line();
        }
        let first = match line.first() {
            Some(token) if self.text(token) == "async" => {
                line = &line[1..];
                line.first()
            }
            first => first,
        };
        let Some(word) = first.map(|token| self.text(token)) else {
            self.at += 1;
            return;
        };
        let span = spanned(line);
        match word {
            "def" => all.push(self.function(line, decorated, span)),
            "class" => all.push(self.class(line, span)),
            "if" => {
                let found = self.branches(line, &span);
                all.push(Statement::If(found, span));
            }
            "for" => all.push(self.each(line, span)),
            "while" => all.push(Statement::While(self.body(line), span)),
            "with" | "try" | "finally" => {
                let body = self.body(line);
                all.push(Statement::Block(body));
            }
            "else" => {
                // Of `for`, `while` and `try`: it runs where nothing went wrong.
                let body = self.body(line);
                all.push(Statement::Block(body));
            }
            "except" | "elif" | "match" if heads(self.source, line) => {
                self.body(line);
                all.push(Statement::Other);
            }
            _ => {
                for part in split(self.source, line, ";") {
                    simple(self.source, part, all);
                }
            }
        }
    }

    fn text(&self, token: &Token) -> &'a str {
        match token.kind {
            Kind::Text => "",
            _ => text_of(self.source, token),
        }
    }

    /// The tokens up to the end of the line.
    fn line(&mut self) -> &'a [Token] {
        let start = self.at;
        while !matches!(
            self.kind(),
            None | Some(Kind::Line | Kind::Indent | Kind::Dedent)
        ) {
            self.at += 1;
        }
        &self.tokens[start..self.at]
    }

    /// The block that follows, or the statements after the colon.
    fn body(&mut self, line: &'a [Token]) -> Vec<Statement> {
        let colon = colon(self.source, line);
        let rest = colon.and_then(|at| line.get(at + 1..)).unwrap_or_default();
        if !rest.is_empty() {
            let mut all = Vec::new();
            for part in split(self.source, rest, ";") {
                simple(self.source, part, &mut all);
            }
            return all;
        }
        while self.kind() == Some(Kind::Line) {
            self.at += 1;
        }
        match self.kind() {
            Some(Kind::Indent) => self.block(),
            _ => Vec::new(),
        }
    }

    /// A block, from its indentation to its end.
    fn block(&mut self) -> Vec<Statement> {
        self.at += 1;
        let mut all = Vec::new();
        if self.depth >= DEEPEST {
            let mut open = 1_usize;
            while open > 0 && self.at < self.tokens.len() {
                match self.kind() {
                    Some(Kind::Indent) => open += 1,
                    Some(Kind::Dedent) => open -= 1,
                    _ => {}
                }
                self.at += 1;
            }
            return vec![Statement::Other];
        }
        self.depth += 1;
        while !matches!(self.kind(), None | Some(Kind::Dedent)) {
            self.statement(&mut all);
        }
        self.at += 1;
        self.depth -= 1;
        all
    }

    fn function(&mut self, line: &'a [Token], decorated: bool, span: Range<usize>) -> Statement {
        let mut reader = Reader::new(self.source, &line[1..]);
        let name = reader.name();
        let parameters = match reader.next_is("(") {
            true => reader.parameters(")"),
            false => None,
        };
        let body = self.body(line);
        match (name, parameters) {
            (Some(name), Some(parameters)) => Statement::Function(Rc::new(Function {
                name,
                parameters,
                body,
                span,
                decorated,
            })),
            _ => Statement::Other,
        }
    }

    fn class(&mut self, line: &'a [Token], span: Range<usize>) -> Statement {
        let mut reader = Reader::new(self.source, &line[1..]);
        let name = reader.name();
        let mut bases = Vec::new();
        if reader.next_is("(") {
            while !reader.ended() && !reader.next_is(")") {
                bases.push(reader.expression());
                if !reader.next_is(",") && reader.peek() != ")" {
                    break;
                }
            }
        }
        let body = self.body(line);
        match name {
            Some(name) => Statement::Class(name, bases, Rc::new(body), span),
            None => Statement::Other,
        }
    }

    fn branches(
        &mut self,
        line: &'a [Token],
        span: &Range<usize>,
    ) -> Vec<(Option<Expr>, Vec<Statement>)> {
        let mut all = Vec::new();
        let mut line = line;
        loop {
            let condition = match self.text(&line[0]) {
                "else" => None,
                _ => Some(
                    Reader::new(self.source, before_colon(self.source, &line[1..])).expression(),
                ),
            };
            let last = condition.is_none();
            let body = self.body(line);
            all.push((condition, body));
            let mut at = self.at;
            while self
                .tokens
                .get(at)
                .is_some_and(|token| token.kind == Kind::Line)
            {
                at += 1;
            }
            let next = self.tokens.get(at).map(|token| self.text(token));
            if last || !matches!(next, Some("elif" | "else")) || all.len() > span.end {
                return all;
            }
            self.at = at;
            line = self.line();
        }
    }

    fn each(&mut self, line: &'a [Token], span: Range<usize>) -> Statement {
        let mut reader = Reader::new(self.source, before_colon(self.source, &line[1..]));
        let target = reader.target();
        let over = match reader.next_is("in") {
            true => Some(reader.expressions()),
            false => None,
        };
        let body = self.body(line);
        match (target, over) {
            (Some(target), Some(over)) => Statement::For(target, over, body, span),
            _ => Statement::While(body, span),
        }
    }
}

/// Whether a line ends in a colon, as those that begin a block do.
fn heads(source: &str, line: &[Token]) -> bool {
    line.last()
        .is_some_and(|token| token.kind == Kind::Sign && text_of(source, token) == ":")
}

fn spanned(line: &[Token]) -> Range<usize> {
    match (line.first(), line.last()) {
        (Some(first), Some(last)) => first.span.start..last.span.end,
        _ => 0..0,
    }
}

/// Where the colon stands that ends the head of a block.
fn colon(source: &str, line: &[Token]) -> Option<usize> {
    let mut open = 0_usize;
    let mut lambdas = 0_usize;
    for (at, token) in line.iter().enumerate() {
        if token.kind == Kind::Text {
            continue;
        }
        match text_of(source, token) {
            "(" | "[" | "{" => open += 1,
            ")" | "]" | "}" => open = open.saturating_sub(1),
            "lambda" if open == 0 => lambdas += 1,
            ":" if open == 0 && lambdas > 0 => lambdas -= 1,
            ":" if open == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

fn before_colon<'a>(source: &str, line: &'a [Token]) -> &'a [Token] {
    &line[..colon(source, line).unwrap_or(line.len())]
}

/// The parts of a line between signs that stand in no bracket.
fn split<'a>(source: &str, line: &'a [Token], sign: &str) -> Vec<&'a [Token]> {
    let mut open = 0_usize;
    let mut all = Vec::new();
    let mut start = 0;
    for (at, token) in line.iter().enumerate() {
        if token.kind != Kind::Sign {
            continue;
        }
        match text_of(source, token) {
            "(" | "[" | "{" => open += 1,
            ")" | "]" | "}" => open = open.saturating_sub(1),
            text if open == 0 && text == sign => {
                all.push(&line[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    all.push(&line[start..]);
    all
}

/// A statement of one line.
fn simple(source: &str, line: &[Token], all: &mut Vec<Statement>) {
    let Some(first) = line.first() else {
        return;
    };
    let span = spanned(line);
    if first.kind == Kind::Other {
        all.push(Statement::Other);
        return;
    }
    let word = match first.kind {
        Kind::Name => text_of(source, first),
        _ => "",
    };
    match word {
        "import" => return import(source, &line[1..], all),
        "from" => return import_from(source, &line[1..], all),
        "return" => {
            let value = (line.len() > 1).then(|| whole(source, &line[1..]));
            all.push(Statement::Return(value));
            return;
        }
        "pass" | "break" | "continue" | "global" | "nonlocal" | "del" | "assert" | "raise"
        | "yield" => {
            all.push(Statement::Other);
            return;
        }
        _ => {}
    }
    let mut parts = split(source, line, "=");
    if parts.len() > 1 {
        let value = whole(source, parts.pop().unwrap_or_default());
        let targets = parts.into_iter().map(|part| {
            // An annotation says nothing of the value.
            whole(source, before_colon(source, part))
        });
        all.push(Statement::Assign(targets.collect(), value));
        return;
    }
    for update in UPDATES {
        if let [target, value] = split(source, line, update).as_slice() {
            let target = whole(source, target);
            let value = whole(source, value);
            let sign = update.trim_end_matches('=').to_owned();
            let term = Term::Binary(sign, target.clone().into(), value.into());
            all.push(Statement::Assign(vec![target], Expr { term, span }));
            return;
        }
    }
    if colon(source, line).is_some() {
        all.push(Statement::Other);
        return;
    }
    all.push(Statement::Expression(whole(source, line)));
}

/// All of it as one expression.
fn whole(source: &str, line: &[Token]) -> Expr {
    let mut reader = Reader::new(source, line);
    let found = reader.expressions();
    match reader.ended() {
        true => found,
        false => Expr {
            term: Term::Other,
            span: spanned(line),
        },
    }
}

/// A dotted path.
fn path(reader: &mut Reader<'_>) -> Option<String> {
    let mut path = String::new();
    while reader.next_is(".") || reader.next_is("...") {}
    loop {
        path += &reader.name()?;
        if !reader.next_is(".") {
            return Some(path);
        }
        path.push('.');
    }
}

fn import(source: &str, line: &[Token], all: &mut Vec<Statement>) {
    let mut reader = Reader::new(source, line);
    while let Some(path) = path(&mut reader) {
        let named = match reader.next_is("as") {
            true => reader.name(),
            false => None,
        };
        // Without `as` the name is that of the outermost package.
        let (path, name) = match named {
            Some(name) => (path, name),
            None => {
                let outermost = path.split('.').next().unwrap_or_default().to_owned();
                (outermost.clone(), outermost)
            }
        };
        all.push(Statement::Import(path, name));
        if !reader.next_is(",") {
            return;
        }
    }
}

fn import_from(source: &str, line: &[Token], all: &mut Vec<Statement>) {
    let mut reader = Reader::new(source, line);
    let module = match reader.peek() {
        "import" => String::new(),
        _ => path(&mut reader).unwrap_or_default(),
    };
    reader.next_is("import");
    if reader.next_is("*") {
        all.push(Statement::ImportAll(module));
        return;
    }
    reader.next_is("(");
    while let Some(name) = reader.name() {
        let own = match reader.next_is("as") {
            true => reader.name(),
            false => None,
        };
        let path = match module.as_str() {
            "" => name.clone(),
            module => format!("{module}.{name}"),
        };
        all.push(Statement::Import(path, own.unwrap_or(name)));
        if !reader.next_is(",") {
            return;
        }
    }
}
