//! Python's tokens, with those that indentation makes.

use std::ops::Range;

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::{digit1, one_of};
use nom::combinator::{opt, recognize};
use nom::error::Error;
use nom::sequence::{pair, preceded};
use nom::{IResult, Parser};

use crate::error::Diagnostic;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A name or a keyword.
    Name,
    /// A number.
    Number,
    /// A text without its quotes.
    Text,
    /// An operator or a bracket.
    Sign,
    /// The end of a line that ends a statement.
    Line,
    /// A block begins.
    Indent,
    /// A block ends.
    Dedent,
    /// Anything else.
    Other,
}

/// A token, and the bytes that it is of.
#[derive(Clone, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its bytes; of a text those between the quotes.
    pub span: Range<usize>,
}

/// The text of a token.
pub fn text_of<'a>(source: &'a str, token: &Token) -> &'a str {
    source.get(token.span.clone()).unwrap_or_default()
}

type Found<'a> = IResult<&'a str, &'a str, Error<&'a str>>;

/// Signs of several characters, longer ones first.
const SIGNS: &[&str] = &[
    "**=", "//=", ">>=", "<<=", "...", "->", ":=", "**", "//", "==", "!=", "<=", ">=", "<<", ">>",
    "+=", "-=", "*=", "/=", "@=", "%=", "|=", "&=", "^=",
];

fn name(text: &str) -> Found<'_> {
    let first = take_while1(|c: char| c.is_alphabetic() || c == '_');
    let rest = take_while(|c: char| c.is_alphanumeric() || c == '_');
    recognize(pair(first, rest)).parse(text)
}

fn number(text: &str) -> Found<'_> {
    let digits = || take_while1(|c: char| c.is_ascii_digit() || c == '_');
    let power = || opt(recognize((one_of("eE"), opt(one_of("+-")), digit1)));
    let whole = recognize((
        digits(),
        opt(recognize(pair(tag("."), opt(digits())))),
        power(),
    ));
    let part = recognize((tag("."), digits(), power()));
    let hexadecimal = recognize(preceded(
        alt((tag("0x"), tag("0X"))),
        take_while1(|c: char| c.is_ascii_hexdigit() || c == '_'),
    ));
    alt((hexadecimal, whole, part)).parse(text)
}

fn sign(text: &str) -> Found<'_> {
    if let Some(sign) = SIGNS.iter().find(|sign| text.starts_with(**sign)) {
        return Ok((&text[sign.len()..], &text[..sign.len()]));
    }
    recognize(one_of("+-*/%@=<>&|^~!.,:;()[]{}")).parse(text)
}

/// What opens a text: the length of its prefix and its quotes, and whether backslashes are plain.
fn opening(text: &str) -> Option<(usize, &str)> {
    let prefix = text
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let known = prefix <= 2 && text[..prefix].chars().all(|c| "rRbBuUfF".contains(c));
    let rest = text.get(prefix..).filter(|_| known)?;
    let quotes = ["\"\"\"", "'''", "\"", "'"]
        .into_iter()
        .find(|q| rest.starts_with(q))?;
    Some((prefix, quotes))
}

/// The bytes of a text that starts here: all of it, and what is between its quotes.
fn quoted(text: &str) -> Option<Result<(usize, Range<usize>), ()>> {
    let (prefix, quotes) = opening(text)?;
    let start = prefix + quotes.len();
    let mut at = start;
    loop {
        let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) else {
            return Some(Err(()));
        };
        if rest.starts_with(quotes) {
            return Some(Ok((at + quotes.len(), start..at)));
        }
        let mut chars = rest.chars();
        let c = chars.next();
        if c == Some('\n') && quotes.len() == 1 {
            return Some(Err(()));
        }
        at += c.map_or(1, char::len_utf8);
        if c == Some('\\') {
            at += chars.next().map_or(0, char::len_utf8);
        }
    }
}

/// The state of the reader.
struct Lines<'a> {
    source: &'a str,
    at: usize,
    tokens: Vec<Token>,
    /// The brackets that are open.
    open: Vec<usize>,
    /// How far the blocks are indented.
    indents: Vec<usize>,
}

/// The tokens of a program.
///
/// # Errors
/// A bracket or a text that is never closed.
pub fn tokens(source: &str) -> Result<Vec<Token>, Diagnostic> {
    let mut lines = Lines {
        source,
        at: 0,
        tokens: Vec::new(),
        open: Vec::new(),
        indents: vec![0],
    };
    lines.indentation();
    while lines.at < source.len() {
        lines.one()?;
    }
    if let Some(at) = lines.open.first() {
        return Err(Diagnostic::new("a bracket is never closed", *at..*at + 1)
            .label("opened here")
            .help("close it, or give a part of the program that is whole"));
    }
    lines.push(Kind::Line, source.len());
    for _ in 1..lines.indents.len() {
        lines.push(Kind::Dedent, source.len());
    }
    Ok(lines.tokens)
}

impl<'a> Lines<'a> {
    fn push(&mut self, kind: Kind, end: usize) {
        let span = self.at..end;
        self.tokens.push(Token { kind, span });
        self.at = end;
    }

    /// The blanks at the start of a line: they begin and end blocks.
    fn indentation(&mut self) {
        let rest = &self.source[self.at..];
        let mut width = 0;
        let mut length = 0;
        for c in rest.chars() {
            match c {
                ' ' => width += 1,
                '\t' => width = width / 8 * 8 + 8,
                '\u{feff}' | '\r' => {}
                _ => break,
            }
            length += c.len_utf8();
        }
        self.at += length;
        let next = self.source[self.at..].chars().next();
        if matches!(next, None | Some('\n' | '#')) {
            return;
        }
        let now = self.indents.last().copied().unwrap_or(0);
        if width > now && self.tokens.is_empty() {
            // A fragment that is indented as a whole.
            self.indents = vec![width];
        } else if width > now {
            self.indents.push(width);
            self.push(Kind::Indent, self.at);
        }
        while self.indents.len() > 1 && self.indents.last().is_some_and(|last| width < *last) {
            self.indents.pop();
            self.push(Kind::Dedent, self.at);
        }
    }

    fn one(&mut self) -> Result<(), Diagnostic> {
        let rest: &'a str = &self.source[self.at..];
        let Some(c) = rest.chars().next() else {
            return Ok(());
        };
        match c {
            '\n' => {
                if self.open.is_empty() {
                    if self
                        .tokens
                        .last()
                        .is_some_and(|last| last.kind != Kind::Line)
                    {
                        self.push(Kind::Line, self.at + 1);
                    } else {
                        self.at += 1;
                    }
                    self.indentation();
                } else {
                    self.at += 1;
                }
            }
            '#' => self.at += rest.find('\n').unwrap_or(rest.len()),
            '\\' if rest[1..].trim_start_matches('\r').starts_with('\n') => {
                self.at += rest.find('\n').unwrap_or(0) + 1;
            }
            c if c.is_whitespace() => self.at += c.len_utf8(),
            _ => return self.solid(rest, c),
        }
        Ok(())
    }

    /// A token that is seen.
    fn solid(&mut self, rest: &'a str, first: char) -> Result<(), Diagnostic> {
        let at = self.at;
        // Commands of notebooks fill their line.
        let starts = self
            .tokens
            .last()
            .is_none_or(|last| matches!(last.kind, Kind::Line | Kind::Indent | Kind::Dedent));
        if starts && self.open.is_empty() && matches!(first, '!' | '%') {
            self.push(Kind::Other, at + rest.find('\n').unwrap_or(rest.len()));
            return Ok(());
        }
        match quoted(rest) {
            Some(Ok((length, inner))) => {
                let span = at + inner.start..at + inner.end;
                self.tokens.push(Token {
                    kind: Kind::Text,
                    span,
                });
                self.at += length;
                return Ok(());
            }
            Some(Err(())) => {
                return Err(
                    Diagnostic::new("a text is never closed", at..at + first.len_utf8())
                        .label("opened here")
                        .help("close it, or give a part of the program that is whole"),
                );
            }
            None => {}
        }
        let readers: [(Kind, fn(&str) -> Found<'_>); 3] = [
            (Kind::Name, name),
            (Kind::Number, number),
            (Kind::Sign, sign),
        ];
        let found = readers
            .into_iter()
            .find_map(|(kind, read)| read(rest).ok().map(|(_, text)| (kind, text.len())));
        let (kind, length) = found.unwrap_or((Kind::Other, first.len_utf8()));
        if kind == Kind::Sign {
            match first {
                '(' | '[' | '{' => self.open.push(at),
                ')' | ']' | '}' => {
                    self.open.pop();
                }
                _ => {}
            }
        }
        self.push(kind, at + length);
        Ok(())
    }
}
