//! Braces that say nothing of a formula: labels over and under its parts, as in
//! `\underbrace{\sigma^{-1}(p)}_{\text{log-odds}}`, and braces that cross brackets, which alone are
//! seen: `{(a + b} + c)`.

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

/// What stands open in braces: brackets opened in them, and closed without having been.
#[derive(Clone, Copy, Default)]
struct Level {
    start: usize,
    open: usize,
    surplus: usize,
    /// The same for `\left` and `\right`.
    left: usize,
    right: usize,
}

impl Level {
    /// Takes up what braces hold that are left out.
    fn absorb(&mut self, inner: Level) {
        let met = self.open.min(inner.surplus);
        self.surplus += inner.surplus - met;
        self.open = self.open - met + inner.open;
        let met = self.left.min(inner.right);
        self.right += inner.right - met;
        self.left = self.left - met + inner.left;
    }

    fn crosses(&self) -> bool {
        self.open + self.surplus + self.left + self.right > 0
    }
}

/// The tokens without braces that cross brackets, where the brackets match without them.
pub(super) fn uncrossed(tokens: Vec<Token>) -> Vec<Token> {
    let mut levels = vec![Level::default()];
    let mut dropped = vec![false; tokens.len()];
    let mut any = false;
    for (at, token) in tokens.iter().enumerate() {
        let Some(level) = levels.last_mut() else {
            return tokens;
        };
        match &token.kind {
            Kind::Symbol('(') if !is_sized(&tokens, at) => level.open += 1,
            Kind::Symbol(')') if !is_sized(&tokens, at) => match level.open {
                0 => level.surplus += 1,
                _ => level.open -= 1,
            },
            Kind::Command(name) if &**name == "left" => level.left += 1,
            Kind::Command(name) if &**name == "right" => match level.left {
                0 => level.right += 1,
                _ => level.left -= 1,
            },
            Kind::Open => levels.push(Level {
                start: at,
                ..Level::default()
            }),
            Kind::Close => {
                let Some(inner) = levels.pop() else {
                    return tokens;
                };
                let Some(outer) = levels.last_mut() else {
                    return tokens;
                };
                if inner.crosses() {
                    if !groups_only(&tokens, inner.start) {
                        return tokens;
                    }
                    outer.absorb(inner);
                    (dropped[inner.start], dropped[at], any) = (true, true, true);
                }
            }
            _ => {}
        }
    }
    let matched = levels.len() == 1 && !levels[0].crosses();
    if !any || !matched {
        return tokens;
    }
    let mut dropped = dropped.into_iter();
    let mut tokens = tokens;
    tokens.retain(|_| dropped.next() != Some(true));
    tokens
}

/// Whether a bracket has `\left` or `\right` before it.
fn is_sized(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| &tokens[before].kind);
    matches!(before, Some(Kind::Command(name)) if matches!(&**name, "left" | "right" | "middle"))
}

/// Whether braces are no argument of a command nor a script.
fn groups_only(tokens: &[Token], start: usize) -> bool {
    match start.checked_sub(1).map(|before| &tokens[before].kind) {
        None => true,
        Some(Kind::Command(name)) => {
            super::labels::is_function(name)
                || matches!(
                    super::symbols::command(name),
                    super::symbols::Meaning::Node(_)
                        | super::symbols::Meaning::Space
                        | super::symbols::Meaning::Delimiter(..)
                )
        }
        Some(Kind::Symbol('_' | '^') | Kind::Begin(_) | Kind::End(_) | Kind::Parameter(_)) => false,
        // The second argument of a fraction; but what follows a script is none.
        Some(Kind::Close) => follows_script(tokens, start - 1),
        Some(_) => true,
    }
}

/// Whether the braces that close at a place are a script.
fn follows_script(tokens: &[Token], close: usize) -> bool {
    let mut depth = 0_usize;
    for at in (0..=close).rev().take(200) {
        match tokens[at].kind {
            Kind::Close => depth += 1,
            Kind::Open => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let before = at.checked_sub(1).map(|before| &tokens[before].kind);
            return matches!(before, Some(Kind::Symbol('_' | '^')));
        }
    }
    false
}
