//! Text to expressions and networks.
//!
//! [`formula`] and [`claim`] read plain formulas, [`network`] reads network descriptions. Nothing
//! here recurses: twenty thousand nested brackets are read like one. Terms where formulas are
//! needed, and the reverse, are refused; what functions mean is left to others.

mod brackets;
mod build;
mod calls;
mod claim;
mod formula;
mod lexer;
mod names;
mod network;

pub use claim::Claim;
pub use formula::Nature;
pub use names::variable;
pub(crate) use names::{fraction, greek, lowered, raised};

use std::ops::Range;

use crate::error::Diagnostic;
use crate::expr::{Expr, Store};
use crate::network::{Description, Function, Network};

/// Reads a plain formula or term; `F for k in 1..K` is a [`crate::expr::Head::Each`].
///
/// # Errors
/// One diagnostic for each independent fault; conditions (`where z > 0`) and the signs `:=`, `~`
/// and `≈` are faults here, see [`claim`].
pub fn formula(store: &Store, text: &str) -> Result<Expr, Vec<Diagnostic>> {
    formula_in(store, text, 0..text.len())
}

/// Reads a part of a larger text as a formula; the places in diagnostics are the larger text's.
pub(crate) fn formula_in(
    store: &Store,
    source: &str,
    range: Range<usize>,
) -> Result<Expr, Vec<Diagnostic>> {
    statement(claim::parse(store, source, range.clone())?, range)
}

/// The formula of a claim that has neither conditions nor a sign of another kind.
fn statement(parsed: claim::Parsed, range: Range<usize>) -> Result<Expr, Vec<Diagnostic>> {
    if let Some(condition) = parsed.condition {
        return Err(vec![
            Diagnostic::new("conditions belong to a claim", condition)
                .label("a formula alone has none"),
        ]);
    }
    match parsed.claim.nature {
        Nature::Statement => Ok(parsed.claim.formula),
        _ => Err(vec![
            Diagnostic::new("`:=`, `~` and `≈` make no formula", range).label("expected a formula"),
        ]),
    }
}

/// Reads a plain claim: a formula, and its conditions after `where` or `for`.
///
/// # Errors
/// One diagnostic for each independent fault.
pub fn claim(store: &Store, text: &str) -> Result<Claim, Vec<Diagnostic>> {
    claim::parse(store, text, 0..text.len()).map(|parsed| parsed.claim)
}

/// Reads a network description.
///
/// Weights and biases that are left out are called `w` and `b`, with several layers `w1`, `b1`,
/// `w2`, `b2` and so on (not `w_1`, which is an entry of w); the output is called `y`. Without
/// `layer`, the network has as many units as output names or rows of weights (separated by `;`),
/// else one. An activation that the description defines hides a declared one of the same
/// name.
///
/// # Errors
/// One diagnostic for each independent fault, in the order of the text.
pub fn network(store: &Store, text: &str) -> Result<Network, Vec<Diagnostic>> {
    network::read(store, text)
}

/// Reads a network description, or the equation of a generalized linear model:
/// `log(p/(1-p)) = b + w_1*x_1`, where the sign between two names may be left out.
///
/// One side is a function of the mean alone; links may be called by their names, `probit(p)`. Inputs
/// are the variables whose names start with x, or else the last of each product.
///
/// # Errors
/// One diagnostic for each independent fault, in the order of the text.
pub fn description(store: &Store, text: &str) -> Result<Description, Vec<Diagnostic>> {
    network::read_description(store, text)
}

/// What an equation describes: a network, where one side is a name, else a model, one side of which
/// is a function of the mean.
///
/// # Errors
/// Why no mean was found.
pub fn described(store: &Store, left: Expr, right: Expr) -> Result<Description, &'static str> {
    network::model::description(store, left, right)
}

pub use network::categories::network as of_categories;

/// Reads an activation or a link by name, with its parameters: `power(0.5)`.
///
/// # Errors
/// One diagnostic for each independent fault.
pub fn activation(store: &Store, text: &str) -> Result<Function, Vec<Diagnostic>> {
    network::read_activation(store, text)
}

/// Whether a text can be the name of a variable.
pub fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next().is_some_and(|c| c.is_ascii_alphabetic());
    let base = names::entry_parts(text).map_or(text, |(base, _)| base);
    first
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
        && names::reserved(base).is_none()
        && names::reserved(text).is_none()
}

/// Whether a name is a number of its own: e or π.
pub fn is_constant(store: &Store, name: Expr) -> bool {
    store.is_constant(name)
}

/// Reads the bytes of a file as UTF-8.
///
/// # Errors
/// The line and the column of the first byte that is none. The place is also that of the
/// replacement character in [`String::from_utf8_lossy`] of the bytes, which can be drawn.
pub fn decode(bytes: &[u8]) -> Result<&str, Diagnostic> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    let at = error.valid_up_to();
    let before = std::str::from_utf8(&bytes[..at]).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    let byte = bytes.get(at).copied().unwrap_or_default();
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let message =
        format!("the text is not UTF-8: byte 0x{byte:02X} in line {line}, column {column}");
    Err(Diagnostic::new(message, at..at + '\u{fffd}'.len_utf8())
        .label("no character of UTF-8")
        .help(if utf16 {
            "the file seems to be UTF-16; save it as UTF-8"
        } else {
            "save the file as UTF-8"
        }))
}

#[cfg(test)]
mod tests;
