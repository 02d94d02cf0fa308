//! Text to tokens, each with its bytes in the source.
//!
//! Raised characters are read as an exponent in brackets (`x²` as `x^(2)`) and lowered letters as
//! an index (`wⱼ` as `w[j]`); lowered digits belong to the name (`x₁` is `x_1`).

use std::borrow::Cow;
use std::ops::Range;

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::{char, digit1, one_of};
use nom::combinator::{not, opt, recognize, value};
use nom::error::Error;
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

use super::names;
use crate::error::{Diagnostic, visible};
use crate::expr::Relation;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Number,
    Name,
    Plus,
    Minus,
    Star,
    Slash,
    Caret,
    /// `√`, `∛`, `∜`: the degree.
    Root(u8),
    OpenRound,
    CloseRound,
    OpenSquare,
    CloseSquare,
    Bar,
    Comma,
    Semicolon,
    /// `..`
    Dots,
    Relation(Relation),
    /// `:=`
    Define,
    /// `~`
    Distributed,
    /// `≈`
    Approximate,
    And,
    Or,
    Not,
    True,
    False,
    Iff,
    Implies,
    Where,
    For,
    End,
}

/// A token and its bytes in the source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

impl Token {
    pub fn span(self) -> Range<usize> {
        self.start..self.end
    }

    /// The plain text of a name or a number.
    pub fn text(self, source: &str) -> Cow<'_, str> {
        names::plain(&source[self.start..self.end])
    }

    /// How a message names the token.
    pub fn found(self, source: &str) -> String {
        if self.kind == Kind::End {
            return "the end".to_owned();
        }
        let text: String = source[self.start..self.end].chars().take(40).collect();
        format!("`{text}`")
    }
}

type Scan<'a, T> = IResult<&'a str, T, Error<&'a str>>;

/// `12`, `0.8`, `.5`, `3.`, `1.5e-3`; the point of `1..n` is no decimal point.
fn number(text: &str) -> Scan<'_, &str> {
    // nom's own `digit0` takes nothing from digits that end the text.
    let digits0 = take_while(|c: char| c.is_ascii_digit());
    let point = || terminated(char('.'), not(char('.')));
    let exponent = (one_of("eE"), opt(one_of("+-")), digit1);
    recognize((
        alt((
            recognize((digit1, opt((point(), digits0)))),
            recognize((char('.'), digit1)),
        )),
        opt(exponent),
    ))
    .parse(text)
}

/// Letters, digits, `_` and accents, then lowered digits.
fn name(text: &str) -> Scan<'_, &str> {
    let low_digit = |c| names::lowered(c).is_some_and(|c| c.is_ascii_digit());
    recognize((take_while1(names::continues), take_while(low_digit))).parse(text)
}

fn ascii_operator(text: &str) -> Scan<'_, Kind> {
    use crate::expr::Relation::*;
    use Kind::*;
    alt((
        alt((
            value(Iff, tag("<=>")),
            value(Implies, alt((tag("=>"), tag("==>")))),
            value(Relation(LessEqual), tag("<=")),
            value(Relation(GreaterEqual), tag(">=")),
            value(Relation(NotEqual), tag("!=")),
            value(Relation(Equal), alt((tag("=="), tag("=")))),
            value(Relation(Less), char('<')),
            value(Relation(Greater), char('>')),
            value(Define, tag(":=")),
            value(Caret, alt((tag("**"), tag("^")))),
            value(Dots, preceded(tag(".."), opt(char('.')))),
        )),
        alt((
            value(Plus, char('+')),
            value(Minus, char('-')),
            value(Star, char('*')),
            value(Slash, char('/')),
            value(OpenRound, char('(')),
            value(CloseRound, char(')')),
            value(OpenSquare, char('[')),
            value(CloseSquare, char(']')),
            value(Bar, char('|')),
            value(Comma, char(',')),
            value(Semicolon, char(';')),
            value(Distributed, char('~')),
        )),
    ))
    .parse(text)
}

fn unicode_operator(c: char) -> Option<Kind> {
    use crate::expr::Relation::*;
    Some(match c {
        '−' | '–' | '—' => Kind::Minus,
        '·' | '×' | '⋅' | '∗' | '\u{2062}' => Kind::Star,
        '÷' | '∕' | '⁄' => Kind::Slash,
        '√' => Kind::Root(2),
        '∛' => Kind::Root(3),
        '∜' => Kind::Root(4),
        '≤' | '⩽' => Kind::Relation(LessEqual),
        '≥' | '⩾' => Kind::Relation(GreaterEqual),
        '≠' => Kind::Relation(NotEqual),
        '≔' => Kind::Define,
        '∼' => Kind::Distributed,
        '≈' | '≃' | '≅' => Kind::Approximate,
        '⇔' | '⟺' => Kind::Iff,
        '⇒' | '⟹' => Kind::Implies,
        '∧' => Kind::And,
        '∨' => Kind::Or,
        '¬' => Kind::Not,
        '…' | '⋯' => Kind::Dots,
        _ => return None,
    })
}

fn keyword(text: &str) -> Kind {
    match text {
        "and" => Kind::And,
        "or" => Kind::Or,
        "not" => Kind::Not,
        "true" => Kind::True,
        "false" => Kind::False,
        "where" => Kind::Where,
        "for" => Kind::For,
        _ => Kind::Name,
    }
}

/// A character that takes no place and means nothing: white space, a byte order mark at the start
/// of the file, invisible function application.
fn is_blank(c: char, at: usize) -> bool {
    c.is_whitespace() || (c == '\u{feff}' && at == 0) || c == '\u{2061}'
}

/// The tokens of a part of a source, without an end token, and what could not be read.
pub(super) fn tokens(source: &str, range: Range<usize>) -> (Vec<Token>, Vec<Diagnostic>) {
    let mut lexer = Lexer {
        source,
        tokens: Vec::with_capacity(range.len() / 3),
        faults: Vec::new(),
    };
    let mut at = range.start;
    while let Some(c) = source[at..range.end].chars().next() {
        at += if is_blank(c, at) {
            c.len_utf8()
        } else {
            lexer.token(at, &source[at..range.end], c)
        };
    }
    (lexer.tokens, lexer.faults)
}

struct Lexer<'a> {
    source: &'a str,
    tokens: Vec<Token>,
    faults: Vec<Diagnostic>,
}

impl Lexer<'_> {
    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        self.tokens.push(Token { kind, start, end });
    }

    /// Reads one token; returns its length in bytes.
    fn token(&mut self, at: usize, rest: &str, first: char) -> usize {
        if first.is_ascii_digit() || first == '.' {
            if let Ok((after, text)) = number(rest) {
                return self.number(at, text, after);
            }
        } else if names::starts(first)
            && let Ok((_, text)) = name(rest)
        {
            return self.name(at, text);
        }
        if first.is_ascii() {
            if let Ok((after, kind)) = ascii_operator(rest) {
                let length = rest.len() - after.len();
                self.push(kind, at, at + length);
                return length;
            }
        } else if names::raised(first).is_some() {
            return self.raised(at, rest);
        } else if names::lowered(first).is_some() {
            return self.lowered(at, rest);
        } else if names::fraction(first).is_some() {
            self.push(Kind::Number, at, at + first.len_utf8());
            return first.len_utf8();
        } else if let Some(kind) = unicode_operator(first) {
            self.push(kind, at, at + first.len_utf8());
            return first.len_utf8();
        }
        // The braces of `\input{file}` are no fault of their own.
        let is_argument = matches!(first, '{' | '}')
            && self
                .faults
                .iter()
                .any(|f| self.source[f.span.clone()] == *"\\");
        if !is_argument {
            self.faults.push(unexpected(first, at));
        }
        first.len_utf8()
    }

    fn number(&mut self, at: usize, text: &str, after: &str) -> usize {
        let mut length = text.len();
        // `1.2.3`, but not `1.5..n`.
        if after.starts_with('.') && !after.starts_with("..") {
            length += after
                .bytes()
                .take_while(|b| b.is_ascii_digit() || *b == b'.')
                .count();
            let text = &self.source[at..at + length];
            self.faults.push(
                Diagnostic::new(format!("`{text}` is not a number"), at..at + length)
                    .label("more than one decimal point"),
            );
        }
        self.push(Kind::Number, at, at + length);
        length
    }

    fn name(&mut self, at: usize, text: &str) -> usize {
        if names::is_run_together(text) {
            self.faults.push(
                Diagnostic::new(
                    format!("`{text}` may be one name or a product"),
                    at..at + text.len(),
                )
                .label("a Greek letter touches another letter")
                .help("write `*` for a product, or `_` before a subscript"),
            );
        }
        self.push(keyword(text), at, at + text.len());
        text.len()
    }

    /// A run of raised characters: an exponent.
    fn raised(&mut self, at: usize, rest: &str) -> usize {
        let end = at + run(rest, names::raised);
        let first = rest.chars().next().map_or(1, char::len_utf8);
        self.push(Kind::Caret, at, at + first);
        self.push(Kind::OpenRound, at, end);
        self.small(at, end, names::raised, false);
        self.push(Kind::CloseRound, at, end);
        end - at
    }

    /// A run of lowered characters: an index.
    fn lowered(&mut self, at: usize, rest: &str) -> usize {
        let end = at + run(rest, names::lowered);
        self.push(Kind::OpenSquare, at, end);
        self.small(at, end, names::lowered, true);
        self.push(Kind::CloseSquare, at, end);
        end - at
    }

    /// The tokens of a run of raised or lowered characters; letters are one name each, and
    /// neighbouring ones are separated by a comma where they are indices.
    fn small(&mut self, start: usize, end: usize, plain: fn(char) -> Option<char>, commas: bool) {
        let mut at = start;
        let mut after_letter = false;
        while at < end {
            let rest = &self.source[at..end];
            let Some((c, plain_c)) = rest.chars().next().and_then(|c| Some((c, plain(c)?))) else {
                return;
            };
            let mut length = c.len_utf8();
            let kind = match plain_c {
                '0'..='9' => {
                    length = run(rest, |c| plain(c).filter(char::is_ascii_digit));
                    Kind::Number
                }
                '+' => Kind::Plus,
                '-' => Kind::Minus,
                '(' => Kind::OpenRound,
                ')' => Kind::CloseRound,
                _ => Kind::Name,
            };
            if commas && after_letter && kind == Kind::Name {
                self.push(Kind::Comma, at, at);
            }
            after_letter = kind == Kind::Name;
            self.push(kind, at, at + length);
            at += length;
        }
    }
}

/// The length in bytes of the leading characters that a table knows.
fn run(text: &str, known: impl Fn(char) -> Option<char>) -> usize {
    text.chars()
        .take_while(|c| known(*c).is_some())
        .map(char::len_utf8)
        .sum()
}

fn unexpected(c: char, at: usize) -> Diagnostic {
    let span = at..at + c.len_utf8();
    let named = |message: &str| Diagnostic::new(message, span.clone());
    match c {
        '\0' => named("the text contains a NUL byte")
            .label("here")
            .help("is this a text file, saved as UTF-8?"),
        '∞' => named("infinity is not a real number")
            .label("here")
            .help("variables and numbers are real; leave an unbounded side of a range out"),
        '\\' => named("unexpected `\\`")
            .label("no plain formula has this character")
            .help("this looks like LaTeX; names here are letters, digits and `_`"),
        '{' | '}' => named(&format!("unexpected `{c}`"))
            .label("no plain formula has this character")
            .help("group with `(` and `)`"),
        '\'' | '′' => {
            named(&format!("unexpected `{c}`")).label("derivatives are not part of plain formulas")
        }
        '_' => named("a name cannot start with `_`")
            .label("here")
            .help("names start with a letter; digits are not grouped with `_`"),
        '!' => named("unexpected `!`")
            .label("no plain formula has this character")
            .help("\"not equal\" is `!=`, negation is `not`"),
        '&' => named("unexpected `&`")
            .label("no plain formula has this character")
            .help("conjunction is `and`"),
        _ if visible(&c.to_string()) == "\u{fffd}" => {
            named(&format!("unexpected character U+{:04X}", u32::from(c)))
                .label("a character that does not show")
        }
        _ if c.is_control() => named(&format!("unexpected character U+{:04X}", u32::from(c)))
            .label("a control character"),
        _ => named(&format!("unexpected `{c}`")).label("no plain formula has this character"),
    }
}
