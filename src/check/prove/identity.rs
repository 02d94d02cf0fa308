//! Identities: `y = a ⇔ y = b` for a new y.

use super::cases::choose;
use super::{Proof, fresh, join, met, start};
use crate::check::normal::normalise;
use crate::derive::chain::Progress;
use crate::expr::{Expr, Store};
use crate::kernel::Kernel;

/// Proves that two terms are defined at the same points and equal there: `y = a ⇔ y = b` for a
/// new y. Cases are taken apart where they are not decided.
///
/// # Errors
/// [`Stuck`] where no proof was found.
pub fn identity(store: &Store, a: Expr, b: Expr, given: &[Expr], lenient: bool) -> Progress<Proof> {
    let kernel = Kernel::new(store);
    super::cases::identity(&kernel, a, b, given, lenient)
}

/// Proves an identity without a case split.
pub(super) fn direct(
    kernel: &Kernel<'_>,
    a: Expr,
    b: Expr,
    given: &[Expr],
    lenient: bool,
) -> Progress<Proof> {
    let store = kernel.store();
    let mut formulas = given.to_vec();
    formulas.extend([a, b]);
    let y = fresh(store, &formulas);
    let mut first = start(kernel, store.eq(y, a), given);
    let mut second = start(kernel, store.eq(y, b), given);
    // As they stand, else in normal form.
    let near = first.attempt(|chain| join(chain, &[1], b));
    if near.is_err() {
        choose(&mut first, &[1]);
        choose(&mut second, &[1]);
        normalise(&mut first, &[1], lenient)?;
        normalise(&mut second, &[1], lenient)?;
        let goal = second.at(&[1])?;
        join(&mut first, &[1], goal)?;
    }
    met(&first, &second, given)
}
