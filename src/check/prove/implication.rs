//! Implications: the conclusion deduced from the premise, or both solved for one variable.

use super::deduce::direct;
use super::{Found, equivalence};
use crate::derive::chain::{Progress, Stuck};
use crate::expr::Expr;
use crate::kernel::Kernel;

/// Proves that one formula is true wherever another is.
///
/// # Errors
/// [`Stuck`] where no proof was found.
pub(super) fn implication(
    kernel: &Kernel<'_>,
    premise: Expr,
    conclusion: Expr,
    given: &[Expr],
) -> Progress<Found> {
    if let Ok(found) = direct(kernel, premise, conclusion, given) {
        return Ok(found);
    }
    let found = equivalence::solved(kernel, premise, conclusion, given, false)?;
    if found.conditions.is_empty() {
        Ok(found)
    } else {
        Err(Stuck)
    }
}
