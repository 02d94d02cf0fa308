//! Identities: `y = a ⇔ y = b` for a new y.

use super::cases::choose;
use super::deduce::constant;
use super::entries;
use super::{Found, drop_conditions, join, met, start};
use crate::check::normal::normalise;
use crate::derive::chain::{Chain, Progress, Stuck};
use crate::expr::{Expr, Head};
use crate::kernel::Kernel;

/// Proves that two terms are defined at the same points and equal there: `y = a ⇔ y = b` for a
/// new y. Cases are taken apart where they are not decided.
///
/// # Errors
/// [`Stuck`] where no proof was found.
pub(super) fn identity(
    kernel: &Kernel<'_>,
    a: Expr,
    b: Expr,
    given: &[Expr],
    lenient: bool,
) -> Progress<Found> {
    if let Ok(found) = super::cases::identity(kernel, a, b, given, lenient) {
        return Ok(found);
    }
    let store = kernel.store();
    // Of numbers polynomial arithmetic knows roots; of others, all that it finds is in their
    // normal form.
    let unknown = |side: &Expr| {
        store.any(*side, |node| match &node.head {
            Head::Call(f) => !matches!(f.name, "sqrt" | "root" | "abs"),
            head => matches!(head, Head::Name(_)),
        })
    };
    let number = |side: &Expr| {
        store
            .free_names(*side)
            .iter()
            .all(|name| constant(store, *name))
    };
    if [a, b].iter().all(number) && [a, b].iter().any(unknown) {
        return Err(Stuck);
    }
    let y = kernel.new_name(&[&[a, b], given].concat());
    super::deduce::mutual(kernel, store.eq(y, a), store.eq(y, b), given)
}

/// Proves an identity without a case split.
pub(super) fn direct(
    kernel: &Kernel<'_>,
    a: Expr,
    b: Expr,
    given: &[Expr],
    lenient: bool,
) -> Progress<Found> {
    let store = kernel.store();
    let y = kernel.new_name(&[&[a, b], given].concat());
    let mut first = start(kernel, store.eq(y, a), given);
    let mut second = start(kernel, store.eq(y, b), given);
    for chain in [&mut first, &mut second] {
        entries::put_in(chain, &[1], given);
    }
    finished(first, second, given, lenient)
}

/// What two chains prove, from `y = a` and from `y = b` on, once their right sides are made the same.
pub(super) fn finished<'k, 'a>(
    mut first: Chain<'k, 'a>,
    mut second: Chain<'k, 'a>,
    given: &[Expr],
    lenient: bool,
) -> Progress<Found> {
    // As they stand, else in normal form; one becomes the other.
    if meet(&mut first, &mut second).is_err() {
        for chain in [&mut first, &mut second] {
            choose(chain, &[1]);
            entries::squares(chain, &[1]);
            normalise(chain, &[1], lenient)?;
        }
        meet(&mut first, &mut second)?;
    }
    drop_conditions(&mut first);
    drop_conditions(&mut second);
    met(&first, &second, given)
}

/// Makes the right sides of two chains' equations the same.
fn meet(first: &mut Chain<'_, '_>, second: &mut Chain<'_, '_>) -> Progress {
    let (term, goal) = (first.at(&[1])?, second.at(&[1])?);
    first
        .attempt(|chain| join(chain, &[1], goal))
        .or_else(|_| second.attempt(|chain| join(chain, &[1], term)))
}
