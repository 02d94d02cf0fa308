//! Sizes, lists of names, and lists of values.

use std::ops::Range;

use num_bigint::BigInt;
use num_traits::{ToPrimitive, Zero};

use super::super::formula::number;
use super::super::lexer::{Kind, Token};
use super::super::{claim, names};
use super::Reader;
use crate::error::Diagnostic;
use crate::expr::{Expr, Head};
use crate::network::Size;

/// A name or a number in a list.
#[derive(Clone, Debug)]
pub(super) struct Value {
    pub expr: Expr,
    pub span: Range<usize>,
}

/// A name in a list, as it is written in plain formulas.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub text: String,
    pub span: Range<usize>,
}

/// A part of a list, and its place; an empty part is where the next separator stands.
pub(super) struct Part<'t> {
    pub tokens: &'t [Token],
    pub span: Range<usize>,
}

/// The parts of a list between separators outside brackets; `end` is the place after the list.
pub(super) fn split(tokens: &[Token], separator: Kind, end: usize) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for index in 0..=tokens.len() {
        let next = tokens.get(index);
        match next.map(|token| token.kind) {
            Some(Kind::OpenRound | Kind::OpenSquare) => depth += 1,
            Some(Kind::CloseRound | Kind::CloseSquare) => depth = depth.saturating_sub(1),
            Some(kind) if depth > 0 || kind != separator => {}
            _ => {
                let part = &tokens[start..index];
                let span = match (part.first(), part.last()) {
                    (Some(first), Some(last)) => first.start..last.end,
                    _ => next.map_or(end..end, |token| token.span()),
                };
                parts.push(Part { tokens: part, span });
                start = index + 1;
            }
        }
    }
    parts
}

impl Reader<'_> {
    /// Reads a size: a positive integer or a plain name.
    pub fn size(&mut self, tokens: &[Token], span: Range<usize>) -> Option<Size> {
        let fault = |message: &str, label: &str| {
            Diagnostic::new(message, span.clone()).label(label.to_owned())
        };
        let fault = match tokens {
            [token] if token.kind == Kind::Number => {
                match number(self.store, self.source, *token) {
                    Err(fault) => fault,
                    Ok(expr) => match self.store.literal(expr) {
                        Some(value) if value.is_zero() => {
                            fault("a size must be at least 1", "this is 0")
                        }
                        Some(value) if !value.is_integer() => {
                            fault("a size must be an integer", "this is a fraction")
                        }
                        Some(value) => match value.numer().to_u64() {
                            Some(size) => return Some(Size::Number(size)),
                            None => fault("this size is too large", "more than 2^64 - 1"),
                        },
                        None => fault("a size must be an integer", "expected a number"),
                    },
                }
            }
            [sign, token] if sign.kind == Kind::Minus && token.kind == Kind::Number => {
                fault("a size must be at least 1", "this is negative")
            }
            [token] if token.kind == Kind::Name => {
                let name = self.name(*token)?;
                if names::entry_parts(&name.text).is_none() {
                    return Some(Size::Symbol(name.text));
                }
                fault("a size is a plain name", "this is an entry of a vector")
                    .help(format!("write `{}`", name.text.replace('_', "")))
            }
            [a, slash, b]
                if (a.kind, slash.kind, b.kind) == (Kind::Number, Kind::Slash, Kind::Number) =>
            {
                fault("a size must be an integer", "this is a fraction")
            }
            [] => fault("there is no size", "expected a number or a name"),
            _ => fault("a size is one number or one name", "expected `32` or `n`"),
        };
        self.fault(fault);
        None
    }

    /// Reads the name of a variable.
    pub fn name(&mut self, token: Token) -> Option<Name> {
        let text = token.text(self.source).into_owned();
        let span = token.span();
        let base = names::entry_parts(&text).map_or(text.as_str(), |(base, _)| base);
        let word = matches!(
            token.kind,
            Kind::And | Kind::Or | Kind::Not | Kind::True | Kind::False | Kind::Where | Kind::For
        );
        if names::is_infinite(base) {
            self.fault(not_real(&text, span));
            return None;
        }
        if (token.kind == Kind::Name || word)
            && let Some(meaning) = names::reserved(if base == "e" { &text } else { base })
        {
            self.fault(
                Diagnostic::new(format!("`{text}` cannot be a name here"), span)
                    .label(format!("`{base}` is {meaning}"))
                    .help("choose another name"),
            );
            return None;
        }
        if token.kind == Kind::Name {
            return Some(Name { text, span });
        }
        let found = token.found(self.source);
        let fault = Diagnostic::new(format!("expected a name, found {found}"), span)
            .label("not a name")
            .help("names are letters, digits and `_`, and start with a letter");
        self.fault(fault);
        None
    }

    /// Reads a list of names separated by commas; faulty ones are left out.
    pub fn names(&mut self, tokens: &[Token], end: usize) -> Option<Vec<Name>> {
        let before = self.faults.len();
        let mut list = Vec::new();
        for Part { tokens, span } in split(tokens, Kind::Comma, end) {
            match tokens {
                [first, ..] if first.kind == Kind::Dots => self.fault(dots(*first)),
                [token] => list.extend(self.name(*token)),
                [] => {
                    self.fault(Diagnostic::new("a name is missing", span).label("expected a name"));
                }
                [first, second, ..] if first.kind == Kind::Name => {
                    let fault = match second.kind {
                        Kind::OpenSquare => Diagnostic::new("an entry in a list of names", span)
                            .label("expected a name")
                            .help("write entries as `x_1, x_2`, a whole vector alone as `x[n]`"),
                        _ => {
                            let found = second.found(self.source);
                            Diagnostic::new(format!("unexpected {found}"), second.span())
                                .label("expected `,`")
                                .help("names are letters, digits and `_`, separated by commas")
                        }
                    };
                    self.fault(fault);
                }
                [first, ..] => {
                    self.name(*first);
                }
            }
            if self.faults.len() >= super::MOST_FAULTS {
                return None;
            }
        }
        (self.faults.len() == before).then_some(list)
    }

    /// Reads rows of values: names and numbers separated by commas, rows by semicolons.
    pub fn rows(&mut self, tokens: &[Token], end: usize) -> Option<Vec<Vec<Value>>> {
        let before = self.faults.len();
        let mut rows = Vec::new();
        for row in split(tokens, Kind::Semicolon, end) {
            let mut values = Vec::new();
            for part in split(row.tokens, Kind::Comma, row.span.end) {
                values.extend(self.value(part.tokens, part.span));
                if self.faults.len() >= super::MOST_FAULTS {
                    return None;
                }
            }
            rows.push(values);
        }
        (self.faults.len() == before).then_some(rows)
    }

    /// Reads a value: a name, an entry, a number or a fraction, with or without a sign.
    pub fn value(&mut self, tokens: &[Token], span: Range<usize>) -> Option<Value> {
        let (negative, unsigned) = match tokens {
            [sign, rest @ ..] if sign.kind == Kind::Minus => (true, rest),
            [sign, rest @ ..] if sign.kind == Kind::Plus => (false, rest),
            _ => (false, tokens),
        };
        let expr = match unsigned {
            [] => {
                let fault = Diagnostic::new("a value is missing", span);
                self.fault(fault.label("expected a name or a number"));
                return None;
            }
            [name]
                if name.kind == Kind::Name
                    && (tokens.len() == 1 || !names::is_infinite(&name.text(self.source))) =>
            {
                let text = self.name(*name)?.text;
                names::variable(self.store, &text)
            }
            [digits] if digits.kind == Kind::Number => self.number(*digits)?,
            [a, slash, b]
                if (a.kind, slash.kind, b.kind) == (Kind::Number, Kind::Slash, Kind::Number) =>
            {
                let (a, b) = (self.number(*a)?, self.number(*b)?);
                if self.store.literal(b).is_some_and(|b| b.is_zero()) {
                    let fault = Diagnostic::new("division by zero", span);
                    self.fault(fault.label("this has no value"));
                    return None;
                }
                self.store.div(a, b)
            }
            [name, open, ..] if (name.kind, open.kind) == (Kind::Name, Kind::OpenSquare) => {
                self.entry(unsigned, span.clone())?
            }
            [dots, ..] if dots.kind == Kind::Dots => {
                self.fault(self::dots(*dots));
                return None;
            }
            [word, ..] if word.kind != Kind::Name && word.kind != Kind::Number => {
                self.name(*word);
                return None;
            }
            [name] if names::is_infinite(&name.text(self.source)) => {
                self.fault(not_real(&self.source[span.clone()], span));
                return None;
            }
            _ => {
                self.fault(no_value(span));
                return None;
            }
        };
        let expr = if negative { self.store.neg(expr) } else { expr };
        Some(Value { expr, span })
    }

    fn number(&mut self, token: Token) -> Option<Expr> {
        number(self.store, self.source, token)
            .map_err(|fault| self.fault(fault))
            .ok()
    }

    /// `w[3]` or `W[k, j]` as a value.
    fn entry(&mut self, tokens: &[Token], span: Range<usize>) -> Option<Expr> {
        match claim::parse_tokens(self.store, self.source, tokens, span.end) {
            Ok(parsed) if *self.store.head(parsed.claim.formula) == Head::Entry => {
                Some(parsed.claim.formula)
            }
            Ok(_) => {
                self.fault(no_value(span));
                None
            }
            Err(faults) => {
                self.faults(faults);
                None
            }
        }
    }
}

fn not_real(text: &str, span: Range<usize>) -> Diagnostic {
    Diagnostic::new(format!("`{text}` is not a real number"), span)
        .label("variables and numbers are real")
}

fn no_value(span: Range<usize>) -> Diagnostic {
    Diagnostic::new("this is neither a name nor a number", span)
        .label("expected a name or a number")
        .help("write for example `w_1`, `-1.25` or `1/2`, separated by commas")
}

fn dots(token: Token) -> Diagnostic {
    Diagnostic::new("dots do not say what they stand for", token.span())
        .label("expected a name or a number")
        .help("write all inputs as one vector: `inputs x[n]`, or `inputs x[32]`")
}

/// A number of things as a size.
pub(super) fn count(n: usize) -> Size {
    Size::Number(n as u64)
}

/// A size in words: "3 inputs", "n inputs".
pub(super) fn counted(size: &Size, noun: &str) -> String {
    match size {
        Size::Number(1) => format!("1 {noun}"),
        Size::Number(n) => format!("{} {noun}s", BigInt::from(*n)),
        Size::Symbol(n) => format!("{n} {noun}s"),
    }
}
