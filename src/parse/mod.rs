//! Text to expressions and networks.
//!
//! [`formula`] and [`claim`] read plain formulas, [`network`] reads network descriptions. Nothing
//! here recurses: twenty thousand nested brackets are read like one. Terms where formulas are
//! needed, and the reverse, are refused; what functions mean is left to others.

mod build;
mod claim;
mod formula;
mod lexer;
mod names;

pub use claim::Claim;
pub use formula::Nature;
pub use names::variable;

use std::ops::Range;

use crate::error::Diagnostic;
use crate::expr::{Expr, Store};
use crate::network::Network;

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
    let parsed = claim::parse(store, source, range.clone())?;
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
/// # Errors
/// One diagnostic for each independent fault.
pub fn network(_store: &Store, _text: &str) -> Result<Network, Vec<Diagnostic>> {
    Err(vec![Diagnostic::new("not there yet", 0..0)])
}

#[cfg(test)]
mod tests;
