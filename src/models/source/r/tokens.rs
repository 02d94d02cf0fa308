//! R's tokens, and the calls that they make.

use std::ops::Range;

use nom::bytes::complete::{take_till, take_while, take_while1};
use nom::combinator::recognize;
use nom::error::Error;
use nom::sequence::pair;
use nom::{IResult, Parser};

use crate::error::Diagnostic;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Name,
    Number,
    /// A text without its quotes.
    Text,
    Sign,
    /// The end of a line outside brackets, or a semicolon.
    Line,
}

/// A token and its bytes; of a text those between the quotes.
#[derive(Clone, Debug)]
pub struct Token {
    pub kind: Kind,
    pub span: Range<usize>,
}

/// Signs of several characters, longer ones first.
const SIGNS: &[&str] = &[
    "<<-", ":::", "->>", "%>%", "%in%", "<-", "->", "<=", ">=", "==", "!=", "::", "|>", "&&", "||",
];

fn name(text: &str) -> IResult<&str, &str, Error<&str>> {
    let first = take_while1(|c: char| c.is_alphabetic() || c == '.' || c == '_');
    let rest = take_while(|c: char| c.is_alphanumeric() || c == '.' || c == '_');
    recognize(pair(first, rest)).parse(text)
}

fn number(text: &str) -> IResult<&str, &str, Error<&str>> {
    take_while1(|c: char| c.is_ascii_alphanumeric() || c == '.').parse(text)
}

fn comment(text: &str) -> IResult<&str, &str, Error<&str>> {
    take_till(|c| c == '\n').parse(text)
}

/// The tokens of a program.
///
/// # Errors
/// A bracket or a text that is never closed.
pub fn tokens(source: &str) -> Result<Vec<Token>, Diagnostic> {
    let mut all: Vec<Token> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(c) = source[at..].chars().next() {
        let rest = &source[at..];
        let length = |found: IResult<&str, &str, Error<&str>>| {
            found.map_or(c.len_utf8(), |(_, text)| text.len().max(1))
        };
        let round = open
            .last()
            .is_some_and(|open| source[*open..].starts_with(['(', '[']));
        let digit =
            c.is_ascii_digit() || c == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit());
        let (kind, end) = match c {
            '\n' | ';' if !round => (Some(Kind::Line), at + 1),
            '#' => (None, at + length(comment(rest))),
            c if c.is_whitespace() => (None, at + c.len_utf8()),
            '"' | '\'' | '`' => {
                let Some(end) = closing(rest, c) else {
                    return Err(Diagnostic::new("a text is never closed", at..at + 1)
                        .label("opened here")
                        .help("close it, or give a part of the program that is whole"));
                };
                let kind = if c == '`' { Kind::Name } else { Kind::Text };
                let span = match c {
                    '`' => at..at + end + 1,
                    _ => at + 1..at + end,
                };
                all.push(Token { kind, span });
                (None, at + end + 1)
            }
            _ if digit => (Some(Kind::Number), at + length(number(rest))),
            c if c.is_alphabetic() || c == '.' => (Some(Kind::Name), at + length(name(rest))),
            _ => {
                match c {
                    '(' | '[' | '{' => open.push(at),
                    ')' | ']' | '}' => {
                        open.pop();
                    }
                    _ => {}
                }
                let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
                (
                    Some(Kind::Sign),
                    at + sign.map_or(c.len_utf8(), |sign| sign.len()),
                )
            }
        };
        if let Some(kind) = kind {
            all.push(Token {
                kind,
                span: at..end,
            });
        }
        at = end;
    }
    match open.first() {
        Some(at) => Err(Diagnostic::new("a bracket is never closed", *at..*at + 1)
            .label("opened here")
            .help("close it, or give a part of the program that is whole")),
        None => Ok(all),
    }
}

/// Where a text is closed.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if quote != '`' => {
                chars.next();
            }
            c if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}

/// A call: its name, its arguments and its bytes.
#[derive(Clone, Debug)]
pub struct Call {
    pub name: String,
    /// Names and tokens.
    pub arguments: Vec<(Option<String>, Range<usize>)>,
    pub span: Range<usize>,
    /// The tokens, from the name to the bracket that closes it.
    pub tokens: Range<usize>,
}

/// A program as tokens.
pub struct Program<'a> {
    pub source: &'a str,
    pub tokens: Vec<Token>,
    /// The bracket that closes the one that a token is.
    closes: Vec<usize>,
}

impl<'a> Program<'a> {
    /// Reads a program.
    ///
    /// # Errors
    /// A bracket or a text that is never closed.
    pub fn read(source: &'a str) -> Result<Program<'a>, Diagnostic> {
        let tokens = tokens(source)?;
        let mut closes = vec![0; tokens.len()];
        let mut open = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            if token.kind != Kind::Sign {
                continue;
            }
            match &source[token.span.clone()] {
                "(" | "[" | "{" => open.push(at),
                ")" | "]" | "}" => {
                    if let Some(from) = open.pop() {
                        closes[from] = at;
                    }
                }
                _ => {}
            }
        }
        Ok(Program {
            source,
            tokens,
            closes,
        })
    }

    /// The text of a token; nothing for one in quotes, which is no sign.
    pub fn text(&self, at: usize) -> &'a str {
        match self.tokens.get(at) {
            Some(token) if token.kind != Kind::Text => &self.source[token.span.clone()],
            _ => "",
        }
    }

    /// The bytes of some tokens, quotes included.
    pub fn span(&self, tokens: &Range<usize>) -> Range<usize> {
        let quoted = |token: &Token| usize::from(token.kind == Kind::Text);
        match self.tokens.get(tokens.clone()) {
            Some([first, .., last]) => {
                first.span.start - quoted(first)..last.span.end + quoted(last)
            }
            Some([one]) => one.span.start - quoted(one)..one.span.end + quoted(one),
            _ => 0..0,
        }
    }

    /// The call that begins at a token, if one does.
    pub fn call(&self, at: usize) -> Option<Call> {
        if self.tokens.get(at)?.kind != Kind::Name || self.text(at + 1) != "(" {
            return None;
        }
        let end = self.closes[at + 1];
        let mut arguments = Vec::new();
        let mut start = at + 2;
        let mut k = start;
        while k <= end {
            match self.text(k) {
                "(" | "[" | "{" => k = self.closes[k].max(k),
                "," | ")" if k > start || k < end => {
                    arguments.push(self.argument(start..k));
                    start = k + 1;
                }
                _ => {}
            }
            k += 1;
        }
        Some(Call {
            name: self.text(at).trim_matches('`').to_owned(),
            arguments,
            span: self.span(&(at..end + 1)),
            tokens: at..end + 1,
        })
    }

    fn argument(&self, tokens: Range<usize>) -> (Option<String>, Range<usize>) {
        let named = tokens.len() > 1 && self.text(tokens.start + 1) == "=";
        match (named, self.tokens.get(tokens.start)) {
            (true, Some(first)) => {
                let name = self.source[first.span.clone()].trim_matches('`').to_owned();
                (Some(name), tokens.start + 2..tokens.end)
            }
            _ => (None, tokens),
        }
    }

    /// The tokens up to the end of the statement.
    pub fn statement(&self, start: usize) -> Range<usize> {
        let mut end = start;
        while end < self.tokens.len() && self.tokens[end].kind != Kind::Line {
            match self.text(end) {
                "(" | "[" | "{" => end = self.closes[end].max(end),
                ")" | "]" | "}" => break,
                _ => {}
            }
            end += 1;
        }
        start..end.min(self.tokens.len())
    }
}
