//! Implications: as equivalences where they are, else the conclusion with the premise given.

use super::{Proof, equivalence, statement};
use crate::check::given::inserted;
use crate::derive::chain::{Progress, Stuck};
use crate::expr::{Expr, Store};
use crate::kernel::Kernel;
use crate::kernel::facts::Facts;

/// Proves that one formula is true wherever another is.
///
/// # Errors
/// [`Stuck`] where no proof was found.
pub fn implication(
    store: &Store,
    premise: Expr,
    conclusion: Expr,
    given: &[Expr],
    lenient: bool,
) -> Progress<Proof> {
    if let Ok(proof) = equivalence(store, premise, conclusion, given, false)
        && proof.conditions.is_empty()
    {
        return Ok(proof);
    }
    let mut given = given.to_vec();
    given.push(premise);
    let mut all = Proof::default();
    for part in store.conjuncts(conclusion) {
        let inner = inserted(store, part, &given);
        let kernel = Kernel::new(store);
        let facts = Facts::new(store, kernel.arranger(), &inner.given);
        // The conclusion must be defined, not only right where it is.
        if !store
            .args(inner.formula)
            .iter()
            .all(|side| facts.defined(*side))
        {
            return Err(Stuck);
        }
        let proof = statement(store, inner.formula, &inner.given, lenient)?;
        all.steps.extend(proof.steps);
        all.conditions.extend(proof.conditions);
    }
    Ok(all)
}
