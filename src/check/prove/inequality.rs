//! Inequalities that are true wherever their sides are defined.

use super::Found;
use super::deduce::direct;
use crate::derive::chain::{Progress, Stuck};
use crate::expr::Expr;
use crate::kernel::Kernel;

/// Proves that an inequality is true wherever its sides are defined.
///
/// # Errors
/// [`Stuck`] where no proof was found.
pub(super) fn always(kernel: &Kernel<'_>, relation: Expr, given: &[Expr]) -> Progress<Found> {
    let store = kernel.store();
    let [a, b] = store.args(relation) else {
        return Err(Stuck);
    };
    let defined = store.and([store.eq(*a, *a), store.eq(*b, *b)]);
    direct(kernel, defined, relation, given)
}
