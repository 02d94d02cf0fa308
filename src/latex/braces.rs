//! Braces over and under parts of a formula, with labels that say nothing of it:
//! `\underbrace{\sigma^{-1}(p)}_{\text{log-odds}}`.

use super::lexer::{Kind, Token};

/// The command of a brace, and the sign before its label.
fn label_sign(kind: &Kind) -> Option<char> {
    let Kind::Command(name) = kind else {
        return None;
    };
    match &**name {
        "underbrace" | "underbracket" | "underparen" => Some('_'),
        "overbrace" | "overbracket" | "overparen" => Some('^'),
        _ => None,
    }
}

/// The tokens without the labels of braces.
pub(super) fn unlabelled(tokens: Vec<Token>) -> Vec<Token> {
    if !tokens.iter().any(|token| label_sign(&token.kind).is_some()) {
        return tokens;
    }
    let ends = ends(&tokens);
    let mut dropped = vec![false; tokens.len()];
    for (at, token) in tokens.iter().enumerate() {
        let Some(sign) = label_sign(&token.kind) else {
            continue;
        };
        let Some(after) = argument(&tokens, &ends, at + 1) else {
            continue;
        };
        if tokens.get(after).map(|token| &token.kind) != Some(&Kind::Symbol(sign)) {
            continue;
        }
        if let Some(end) = argument(&tokens, &ends, after + 1) {
            dropped[after..end].fill(true);
        }
    }
    let mut dropped = dropped.into_iter();
    let mut tokens = tokens;
    tokens.retain(|_| dropped.next() != Some(true));
    tokens
}

/// For every opening brace the place of the one that closes it.
fn ends(tokens: &[Token]) -> Vec<Option<usize>> {
    let mut ends = vec![None; tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => open.push(at),
            Kind::Close => {
                if let Some(start) = open.pop() {
                    ends[start] = Some(at);
                }
            }
            _ => {}
        }
    }
    ends
}

/// The place after the argument that starts at one: a group, a token, or a command with its group.
fn argument(tokens: &[Token], ends: &[Option<usize>], at: usize) -> Option<usize> {
    match tokens.get(at)?.kind {
        Kind::Open => Some(ends[at]? + 1),
        Kind::Close => None,
        Kind::Command(_) => match tokens.get(at + 1).map(|token| &token.kind) {
            Some(Kind::Open) => Some(ends[at + 1]? + 1),
            _ => Some(at + 1),
        },
        _ => Some(at + 1),
    }
}
