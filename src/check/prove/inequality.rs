//! Inequalities that are true wherever their sides are defined.

use super::{Proof, lines, start};
use crate::derive::chain::{Progress, Stuck};
use crate::expr::{Expr, Store};
use crate::kernel::Kernel;
use crate::render::page::{Level, Text};

/// Proves that an inequality is true wherever its sides are defined.
///
/// # Errors
/// [`Stuck`] where no proof was found.
pub fn always(store: &Store, relation: Expr, given: &[Expr]) -> Progress<Proof> {
    let kernel = Kernel::new(store);
    let args = store.args(relation);
    let [a, b] = args else { return Err(Stuck) };
    let defined = [store.eq(*a, *a), store.eq(*b, *b)];
    let mut chain = start(&kernel, store.and(defined), given);
    let after = store.and(defined.into_iter().chain([relation]));
    let reason = Text::from("it follows from what is given");
    chain.built_in("implied", &[], after, &[], reason, Level::Standard)?;
    Ok(Proof {
        conditions: Vec::new(),
        steps: lines(&chain),
    })
}
