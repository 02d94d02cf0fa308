//! LaTeX text to tokens, each with its bytes in the source.
//!
//! Comments and commands that only set type (`\label{..}`, `\vspace{..}`) vanish here; the
//! contents of `\text{..}` stay one token. Unicode mathematics becomes the commands that it
//! stands for: `⇔` is `\iff`, `x²` is `x^{2}`.

use std::ops::Range;
use std::sync::Arc;

use super::{numerals, typesetting, unicode};
use crate::parse::{lowered, raised};

/// What a token is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A letter that is no command.
    Letter(char),
    /// Digits, perhaps with a decimal point.
    Number(Arc<str>),
    /// `\name`, without the backslash.
    Command(Arc<str>),
    /// The contents of `\text{..}`.
    Text(Arc<str>),
    /// `\begin{name}`
    Begin(Arc<str>),
    /// `\end{name}`
    End(Arc<str>),
    /// Any other character.
    Symbol(char),
    Open,
    Close,
    /// `#1` in the body of a macro.
    Parameter(u8),
}

/// A token and its bytes in the source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    /// Whether white space stands before it.
    pub gap: bool,
}

/// The tokens of a part of a source.
pub(super) fn tokens(source: &str, range: Range<usize>) -> Vec<Token> {
    let mut lexer = Lexer {
        source: &source[..range.end],
        at: range.start,
        gap: false,
        tokens: Vec::with_capacity(range.len() / 2),
        listed: 0,
        depth: 0,
        shown: Vec::new(),
        instead: false,
    };
    while lexer.at < lexer.source.len() {
        lexer.token();
    }
    lexer.tokens
}

struct Lexer<'a> {
    source: &'a str,
    at: usize,
    gap: bool,
    tokens: Vec<Token>,
    /// How many brackets are open, in which a comma separates.
    listed: usize,
    /// How many braces are open.
    depth: usize,
    /// The depths of the braces around what slides show later, which are none of the formula.
    shown: Vec<usize>,
    /// The last of those commands shows something instead of something else.
    instead: bool,
}

impl Lexer<'_> {
    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let gap = std::mem::take(&mut self.gap);
        self.tokens.push(Token {
            kind,
            start,
            end,
            gap,
        });
    }

    fn token(&mut self) {
        let start = self.at;
        let rest = &self.source[start..];
        let Some(c) = rest.chars().next() else { return };
        self.at += c.len_utf8();
        match c {
            _ if c.is_whitespace() => self.gap = true,
            '%' => {
                self.at = rest.find('\n').map_or(self.source.len(), |n| start + n);
                self.gap = true;
            }
            '\\' => self.command(start),
            '{' => {
                // `x_{1,2}` has two indices.
                let script = matches!(
                    self.tokens.last().map(|token| &token.kind),
                    Some(Kind::Symbol('_' | '^'))
                );
                self.listed += usize::from(script || self.listed > 0);
                self.depth += 1;
                self.push(Kind::Open, start, self.at);
            }
            '}' => {
                self.listed = self.listed.saturating_sub(1);
                self.depth = self.depth.saturating_sub(1);
                if self.shown.pop_if(|depth| *depth == self.depth).is_some() {
                    self.gap = true;
                } else {
                    self.push(Kind::Close, start, self.at);
                }
            }
            '(' | '[' => {
                self.listed += 1;
                self.push(Kind::Symbol(c), start, self.at);
            }
            ')' | ']' => {
                self.listed = self.listed.saturating_sub(1);
                self.push(Kind::Symbol(c), start, self.at);
            }
            // A tilde is a space, but ` ~= ` is meant as a sign.
            '~' if rest.starts_with("~=") && !rest.starts_with("~=~") => {
                self.at += 1;
                self.push(Kind::Command("approx".into()), start, self.at);
            }
            '0'..='9' => self.number(start),
            '.' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => self.number(start),
            '#' if rest[1..].starts_with(|c: char| ('1'..='9').contains(&c)) => {
                let digit = rest.as_bytes()[1] - b'0';
                self.at += 1;
                self.push(Kind::Parameter(digit), start, start + 2);
            }
            '$' => {}
            _ if c.is_ascii_alphabetic() => self.push(Kind::Letter(c), start, self.at),
            _ if c.is_ascii() => self.push(Kind::Symbol(c), start, self.at),
            _ => self.unicode(start, c),
        }
    }

    /// Whether the number that starts here is an argument of `^`, `_` or a fraction, which takes
    /// one digit is for the reader to see; here it is read whole.
    fn number(&mut self, start: usize) {
        let bytes = self.source.as_bytes();
        let digits = |mut at: usize| {
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            at
        };
        let mut text = String::new();
        let mut at = digits(start);
        text.push_str(&self.source[start..at]);
        if let Some((digits, end)) = numerals::grouped(self.source, start, at, self.listed) {
            text = digits;
            at = end;
        }
        if bytes.get(at) == Some(&b'.') && !text.contains('.') {
            let end = digits(at + 1);
            let next = self.source[end..].chars().next();
            let goes_on = next
                .is_some_and(|c| c.is_alphanumeric() || "+-*/^(\\=<>!)}_".contains(c) && c != '\\');
            if end > at + 1 {
                text.push_str(&self.source[at..end]);
                at = end;
            } else if goes_on && !text.is_empty() {
                // `1.+x`: a point without decimals.
                at = end;
            }
        }
        if let Some((shifted, end)) = numerals::scientific(self.source, &text, at) {
            text = shifted;
            at = end;
        }
        self.at = at.max(start + 1);
        self.push(Kind::Number(text.into()), start, self.at);
    }

    fn unicode(&mut self, start: usize, c: char) {
        let end = self.at;
        if let Some(command) = unicode::unicode(c) {
            self.push(Kind::Command(command.into()), start, end);
        } else if let Some(name) = crate::parse::greek(c) {
            self.push(Kind::Command(name.into()), start, end);
        } else if c == 'ᵀ' {
            self.small(start, '^', |c| (c == 'ᵀ').then_some('T'));
        } else if let Some((over, under)) = unicode::fraction(c) {
            self.push(Kind::Command("frac".into()), start, end);
            for digit in [over, under] {
                self.push(Kind::Number(digit.to_string().into()), start, end);
            }
        } else if raised(c).is_some() {
            self.small(start, '^', raised);
        } else if lowered(c).is_some() {
            self.small(start, '_', lowered);
        } else if let Some(accent) = unicode::combining(c) {
            // The accent belongs to the letter before it.
            if let Some(last) = self.tokens.pop() {
                self.gap = last.gap;
                self.push(Kind::Command(accent.into()), last.start, last.end);
                self.push(Kind::Open, last.start, last.start);
                self.tokens.push(Token { gap: false, ..last });
                self.push(Kind::Close, end, end);
            }
        } else if let Some((letter, accent)) = unicode::precomposed(c) {
            self.push(Kind::Command(accent.into()), start, end);
            self.push(Kind::Letter(letter), start, end);
        } else if matches!(c, '\u{feff}' | '\u{200b}' | '\u{2061}' | '\u{2062}') {
            self.gap = true;
        } else if c.is_alphabetic() {
            self.push(Kind::Letter(c), start, end);
        } else {
            self.push(Kind::Symbol(c), start, end);
        }
    }

    /// A run of raised or lowered characters: a script in braces.
    fn small(&mut self, start: usize, sign: char, plain: impl Fn(char) -> Option<char>) {
        let run: Vec<(usize, char, char)> = self.source[start..]
            .char_indices()
            .map_while(|(at, c)| Some((start + at, c, plain(c)?)))
            .collect();
        self.push(Kind::Symbol(sign), start, start);
        self.push(Kind::Open, start, start);
        let mut index = 0;
        while let Some((at, c, plain)) = run.get(index).copied() {
            let mut end = at + c.len_utf8();
            index += 1;
            if plain.is_ascii_digit() {
                let mut digits = String::from(plain);
                while let Some((at, c, next)) = run.get(index).copied()
                    && next.is_ascii_digit()
                {
                    digits.push(next);
                    end = at + c.len_utf8();
                    index += 1;
                }
                self.push(Kind::Number(digits.into()), at, end);
            } else if let Some(name) = crate::parse::greek(plain) {
                self.push(Kind::Command(name.into()), at, end);
            } else if plain.is_alphabetic() {
                self.push(Kind::Letter(plain), at, end);
            } else {
                self.push(Kind::Symbol(plain), at, end);
            }
            self.at = end;
        }
        self.push(Kind::Close, self.at, self.at);
    }

    fn command(&mut self, start: usize) {
        let rest = &self.source[start + 1..];
        let letters = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        let name = match letters {
            0 => {
                let Some(c) = rest.chars().next() else { return };
                &rest[..c.len_utf8()]
            }
            n => &rest[..n],
        };
        let mut end = start + 1 + name.len();
        if letters > 0 && self.source[end..].starts_with('*') && typesetting::starred(name) {
            end += 1;
        }
        self.at = end;
        match name {
            "{" => self.listed += 1,
            "}" => self.listed = self.listed.saturating_sub(1),
            _ => {}
        }
        match name {
            // What stands on one slide or on another is no product of both.
            "only" if self.source[..start].trim_end().ends_with('}') && self.instead => {
                self.push(Kind::Symbol('\u{fffd}'), start, end);
            }
            _ if typesetting::is_overlay(name) => {
                self.overlay();
                self.instead = name == "only" && !self.source[self.at..].starts_with("\\color");
            }
            // `(\#eq:name)`
            "#" if self.opens_label() => {
                self.tokens.pop();
                self.listed = self.listed.saturating_sub(1);
                let length = self.source[self.at..].find(')').map_or(0, |at| at + 1);
                self.at += length;
                self.gap = true;
            }
            // `\textbf{w}` is a letter, not a word.
            "textbf" | "textit" if self.single_letter() => {
                let bold = if name == "textbf" { "mathbf" } else { "mathit" };
                self.push(Kind::Command(bold.into()), start, end);
            }
            _ if name.starts_with(char::is_whitespace) => {
                self.push(Kind::Command(" ".into()), start, end);
            }
            "begin" | "end" => {
                let text = self.raw_argument().unwrap_or_default();
                let name: Arc<str> = text.trim().trim_end_matches('*').into();
                let kind = if rest.starts_with('b') {
                    Kind::Begin(name)
                } else {
                    Kind::End(name)
                };
                self.push(kind, start, self.at);
            }
            "left" | "right" | "middle" => {
                // The delimiter `.` must not be read as a decimal point.
                self.push(Kind::Command(name.into()), start, end);
                let skip = self.blank();
                self.at += skip;
                if self.source[self.at..].starts_with('.') {
                    self.push(Kind::Symbol('.'), self.at, self.at + 1);
                    self.at += 1;
                }
            }
            "\\" | "newline" | "cr" => {
                // `\\[4pt]`, but not `\\ [a + b]`.
                if self.source[self.at..].starts_with('*') {
                    self.at += 1;
                }
                if let Some(length) = optional(&self.source[self.at..])
                    && self.source[self.at..self.at + length]
                        .trim_end_matches(']')
                        .ends_with(|c: char| c.is_ascii_alphabetic())
                {
                    self.at += length;
                }
                self.push(Kind::Command("\\".into()), start, self.at);
            }
            _ if typesetting::is_text(name) => match self.raw_argument() {
                // `\text{ }` is a space.
                Some(text) if text.trim_matches(blank).is_empty() => {
                    self.push(Kind::Command(" ".into()), start, self.at);
                }
                Some(text) => {
                    let text: Arc<str> = text.into();
                    self.push(Kind::Text(text), start, self.at);
                }
                None => self.gap = true,
            },
            _ => {
                let (options, skipped) = typesetting::ignored_arguments(name);
                if options && let Some(length) = optional(&self.source[self.at..]) {
                    self.at += length;
                }
                for _ in 0..skipped {
                    self.raw_argument();
                }
                if skipped > 0 || typesetting::is_ignored(name) {
                    self.gap = true;
                } else {
                    self.push(Kind::Command(name.into()), start, end);
                }
            }
        }
    }

    /// What slides show: `\uncover<2->{..}`; its braces are left out, as nothing is set apart by them.
    fn overlay(&mut self) {
        self.gap = true;
        let rest = &self.source[self.at..];
        if rest.starts_with('<') {
            self.at += rest.find('>').map_or(0, |end| end + 1);
        }
        if self.source[self.at..].starts_with('{') {
            self.at += 1;
            self.shown.push(self.depth);
            self.depth += 1;
        }
    }

    /// Whether a label of bookdown follows an open bracket: `(\#eq:name)`.
    fn opens_label(&self) -> bool {
        let open = self.tokens.last().map(|token| &token.kind) == Some(&Kind::Symbol('('));
        let rest = &self.source[self.at..];
        let name = rest.split(')').next().unwrap_or_default();
        let label = |c: char| c.is_ascii_alphanumeric() || "-_:.".contains(c);
        open && name.len() < rest.len() && name.contains(':') && name.chars().all(label)
    }

    /// Whether braces with one letter come next.
    fn single_letter(&self) -> bool {
        let mut next = self.source[self.at..].chars();
        next.next() == Some('{')
            && next.next().is_some_and(|c| c.is_ascii_alphabetic())
            && next.next() == Some('}')
    }

    fn blank(&self) -> usize {
        let rest = &self.source[self.at..];
        rest.len() - rest.trim_start().len()
    }

    /// The braces that come next, without them, or else one character; nothing if they are not
    /// closed.
    fn raw_argument(&mut self) -> Option<String> {
        let skip = self.blank();
        let start = self.at + skip;
        let rest = &self.source[start..];
        if !rest.starts_with('{') {
            return None;
        }
        let mut depth = 0_usize;
        let mut escaped = false;
        for (at, byte) in rest.bytes().enumerate() {
            match byte {
                _ if std::mem::take(&mut escaped) => {}
                b'\\' => escaped = true,
                b'{' => depth += 1,
                b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        self.at = start + at + 1;
                        return Some(rest[1..at].to_owned());
                    }
                }
                _ => {}
            }
        }
        None
    }
}

/// Whether a character of a text sets nothing.
fn blank(c: char) -> bool {
    c.is_whitespace() || c == '~'
}

/// The length of `[..]` without line breaks at the start of a text.
fn optional(rest: &str) -> Option<usize> {
    if !rest.starts_with('[') {
        return None;
    }
    let length = rest.find(']')? + 1;
    (!rest[..length].contains('\n')).then_some(length)
}
