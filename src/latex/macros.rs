//! The macros of a document: `\newcommand`, `\def`, `\DeclareMathOperator` and their expansion.
//!
//! Expansion is counted: a macro that calls itself, or doubles too often, is a fault with a
//! place, not a loop.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::lexer::{self, Kind, Token};
use crate::error::Diagnostic;

/// The most tokens and expansions that the macros of one formula may make.
const BUDGET: usize = 50_000;

/// Macros that many documents load with a package.
const COMMON: &[(&str, u8, &str)] = &[
    ("abs", 1, r"\lvert #1\rvert"),
    ("norm", 1, r"\lVert #1\rVert"),
    ("pr", 1, r"\left(#1\right)"),
    ("inner", 2, r"\langle #1,#2\rangle"),
    ("odv", 2, r"\frac{d #1}{d #2}"),
    ("dv", 2, r"\frac{d #1}{d #2}"),
    ("pdv", 2, r"\frac{\partial #1}{\partial #2}"),
    ("given", 0, r"\mid "),
    ("vect", 1, r"\boldsymbol{#1}"),
];

#[derive(Clone, Debug)]
struct Macro {
    parameters: u8,
    /// The first argument where `[..]` does not give it.
    default: Option<Arc<[Token]>>,
    body: Arc<[Token]>,
}

/// What a document has defined.
#[derive(Clone, Debug, Default)]
pub struct Macros {
    known: FxHashMap<Arc<str>, Macro>,
}

impl Macros {
    /// Takes up the definitions in a text; whatever else stands there is passed over.
    pub fn read(&mut self, text: &str) {
        let tokens = lexer::tokens(text, 0..text.len());
        self.collect(tokens);
    }

    /// Whether the document has defined a command.
    pub fn defines(&self, name: &str) -> bool {
        self.known.contains_key(name)
    }

    /// Takes up the macros of another document.
    pub fn extend(&mut self, other: Macros) {
        self.known.extend(other.known);
    }

    /// Takes up the definitions among tokens and returns the other tokens.
    fn collect(&mut self, tokens: Vec<Token>) -> Vec<Token> {
        let defines = |kind: &Kind| matches!(kind, Kind::Command(name) if definer(name).is_some());
        if !tokens.iter().any(|token| defines(&token.kind)) {
            return tokens;
        }
        let mut rest = Vec::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let definition = match &token.kind {
                Kind::Command(name) => definer(name).and_then(|kind| definition(&tokens, at, kind)),
                _ => None,
            };
            match definition {
                Some((name, meaning, next)) => {
                    self.known.insert(name, meaning);
                    at = next;
                }
                None => {
                    rest.push(token.clone());
                    at += 1;
                }
            }
        }
        rest
    }

    /// The tokens with every macro replaced; definitions among them hold from their place on.
    ///
    /// # Errors
    /// A macro without its arguments, or one that does not come to an end.
    pub(super) fn expand(&self, tokens: Vec<Token>) -> Result<Vec<Token>, Diagnostic> {
        let mut own;
        let (known, tokens) = {
            own = Macros::default();
            let tokens = own.collect(tokens);
            if own.known.is_empty() {
                (&self.known, tokens)
            } else {
                let local = std::mem::take(&mut own.known);
                own.known = self.known.clone();
                own.known.extend(local);
                (&own.known, tokens)
            }
        };
        let mut input = tokens;
        input.reverse();
        let mut output = Vec::with_capacity(input.len());
        let mut spent = 0_usize;
        while let Some(token) = input.pop() {
            let Kind::Command(name) = &token.kind else {
                output.push(token);
                continue;
            };
            let common;
            let found = match known.get(name) {
                Some(found) => found,
                // `\norm[0, 1]` is none of length.
                None if input
                    .last()
                    .is_some_and(|next| next.kind == Kind::Symbol('[')) =>
                {
                    output.push(token);
                    continue;
                }
                None => match common_macro(name) {
                    Some(found) => {
                        common = found;
                        &common
                    }
                    None => {
                        output.push(token);
                        continue;
                    }
                },
            };
            let arguments = arguments(found, &mut input, &token)?;
            let place = |inner: &Token| Token {
                kind: inner.kind.clone(),
                start: token.start,
                end: token.end,
                gap: inner.gap,
            };
            let mut made: Vec<Token> = Vec::new();
            spent += 1;
            for inner in found.body.iter() {
                match &inner.kind {
                    Kind::Parameter(n) => {
                        let argument = arguments.get(usize::from(*n).wrapping_sub(1));
                        made.extend(argument.into_iter().flatten().cloned());
                    }
                    Kind::Text(text) if text.contains('#') => {
                        let text = filled(text, &arguments);
                        made.push(Token {
                            kind: Kind::Text(text.into()),
                            ..place(inner)
                        });
                    }
                    _ => made.push(place(inner)),
                }
                if spent + made.len() > BUDGET {
                    break;
                }
            }
            spent += made.len();
            if spent > BUDGET {
                return Err(Diagnostic::new(
                    format!("the macro `\\{name}` does not come to an end"),
                    token.start..token.end,
                )
                .label(format!("more than {BUDGET} tokens were made"))
                .help("does the macro call itself?"));
            }
            // A letter after a command's name is no part of it.
            if let Some(first) = made.first_mut() {
                first.gap |= token.gap;
            }
            input.extend(made.into_iter().rev());
        }
        Ok(output)
    }
}

fn common_macro(name: &str) -> Option<Macro> {
    let (_, parameters, body) = COMMON.iter().find(|(known, ..)| *known == name)?;
    Some(Macro {
        parameters: *parameters,
        default: None,
        body: lexer::tokens(body, 0..body.len()).into(),
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Definer {
    NewCommand,
    Def,
    Operator,
    Delimiters,
}

fn definer(name: &str) -> Option<Definer> {
    Some(match name {
        "newcommand" | "renewcommand" | "providecommand" | "DeclareRobustCommand" => {
            Definer::NewCommand
        }
        "def" | "gdef" | "edef" => Definer::Def,
        "DeclareMathOperator" => Definer::Operator,
        "DeclarePairedDelimiter" => Definer::Delimiters,
        _ => return None,
    })
}

/// Reads a definition that starts at a token; the token after it.
fn definition(tokens: &[Token], at: usize, kind: Definer) -> Option<(Arc<str>, Macro, usize)> {
    let mut at = at + 1;
    if tokens.get(at)?.kind == Kind::Symbol('*') {
        at += 1;
    }
    let (named, next) = argument(tokens, at)?;
    let [
        Token {
            kind: Kind::Command(name),
            ..
        },
    ] = named
    else {
        return None;
    };
    at = next;
    let mut parameters = 0;
    let mut default = None;
    match kind {
        Definer::Def => {
            while let Kind::Parameter(n) = tokens.get(at)?.kind {
                parameters = n;
                at += 1;
            }
            if tokens.get(at)?.kind != Kind::Open {
                return None;
            }
        }
        Definer::NewCommand => {
            if let Some((count, next)) = bracketed(tokens, at) {
                let [
                    Token {
                        kind: Kind::Number(count),
                        ..
                    },
                ] = count
                else {
                    return None;
                };
                parameters = count.parse().ok().filter(|n| *n <= 9)?;
                at = next;
                if let Some((first, next)) = bracketed(tokens, at) {
                    default = Some(first.into());
                    at = next;
                }
            }
        }
        Definer::Operator | Definer::Delimiters => {}
    }
    let (body, mut next) = argument(tokens, at)?;
    let span = body.first().or(tokens.get(at))?;
    let token = |kind| Token {
        kind,
        start: span.start,
        end: span.end,
        gap: false,
    };
    let body: Arc<[Token]> = match kind {
        Definer::Operator => {
            let mut upright = vec![
                token(Kind::Command("operatorname".into())),
                token(Kind::Open),
            ];
            upright.extend_from_slice(body);
            upright.push(token(Kind::Close));
            upright.into()
        }
        Definer::Delimiters => {
            let (close, after) = argument(tokens, next)?;
            next = after;
            parameters = 1;
            let mut both = body.to_vec();
            both.push(token(Kind::Parameter(1)));
            both.extend_from_slice(close);
            both.into()
        }
        _ => body.into(),
    };
    let meaning = Macro {
        parameters,
        default,
        body,
    };
    Some((name.clone(), meaning, next))
}

/// A group without its braces, or a single token; the index after it.
fn argument(tokens: &[Token], at: usize) -> Option<(&[Token], usize)> {
    if tokens.get(at)?.kind != Kind::Open {
        return Some((&tokens[at..=at], at + 1));
    }
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => {
                depth -= 1;
                if depth == 0 {
                    return Some((&tokens[at + 1..index], index + 1));
                }
            }
            _ => {}
        }
    }
    None
}

fn bracketed(tokens: &[Token], at: usize) -> Option<(&[Token], usize)> {
    if tokens.get(at)?.kind != Kind::Symbol('[') {
        return None;
    }
    let length = tokens[at..]
        .iter()
        .position(|token| token.kind == Kind::Symbol(']'))?;
    Some((&tokens[at + 1..at + length], at + length + 1))
}

/// Takes the arguments of a macro from the input, whose next token is its last.
fn arguments(
    found: &Macro,
    input: &mut Vec<Token>,
    call: &Token,
) -> Result<Vec<Vec<Token>>, Diagnostic> {
    let mut all = Vec::new();
    if let Some(default) = &found.default {
        let given = matches!(input.last(), Some(token) if token.kind == Kind::Symbol('['));
        let close = input
            .iter()
            .rev()
            .position(|token| token.kind == Kind::Symbol(']'));
        match close {
            Some(length) if given => {
                let mut taken = input.split_off(input.len() - length - 1);
                taken.reverse();
                all.push(taken[1..length].to_vec());
            }
            _ => all.push(default.to_vec()),
        }
    }
    while all.len() < usize::from(found.parameters) {
        all.push(next_argument(input).ok_or_else(|| {
            Diagnostic::new("a macro lacks an argument", call.start..call.end)
                .label(format!("takes {}", found.parameters))
        })?);
    }
    Ok(all)
}

fn next_argument(input: &mut Vec<Token>) -> Option<Vec<Token>> {
    let first = input.pop()?;
    match first.kind {
        Kind::Close => return None,
        Kind::Open => {}
        _ => return Some(vec![first]),
    }
    let mut taken = Vec::new();
    let mut depth = 1_usize;
    while let Some(token) = input.pop() {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => {
                depth -= 1;
                if depth == 0 {
                    return Some(taken);
                }
            }
            _ => {}
        }
        taken.push(token);
    }
    None
}

/// A text with its parameters filled in.
fn filled(text: &str, arguments: &[Vec<Token>]) -> String {
    let mut filled = text.to_owned();
    for (index, argument) in arguments.iter().enumerate() {
        let plain: String = argument
            .iter()
            .map(|token| match &token.kind {
                Kind::Letter(c) | Kind::Symbol(c) => c.to_string(),
                Kind::Number(text) | Kind::Text(text) | Kind::Command(text) => text.to_string(),
                _ => String::new(),
            })
            .collect();
        filled = filled.replace(&format!("#{}", index + 1), &plain);
    }
    filled
}
