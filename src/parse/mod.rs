//! Text to expressions and networks.

use crate::error::Diagnostic;
use crate::expr::{Expr, Store};
use crate::network::Network;

/// Reads a plain formula.
///
/// # Errors
/// One diagnostic for each independent fault.
pub fn formula(_store: &Store, _text: &str) -> Result<Expr, Vec<Diagnostic>> {
    Err(vec![Diagnostic::new("not there yet", 0..0)])
}

/// Reads a network description.
///
/// # Errors
/// One diagnostic for each independent fault.
pub fn network(_store: &Store, _text: &str) -> Result<Network, Vec<Diagnostic>> {
    Err(vec![Diagnostic::new("not there yet", 0..0)])
}
