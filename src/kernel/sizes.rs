//! Sizes: names that bound a range from above, and so are positive integers.
//!
//! A theorem is about positive integers where its left side or its conditions have such a name. No
//! step may bring in another: what it proves would hold for fewer values than the theorem says.

use num_rational::BigRational;
use num_traits::One;

use super::{Kernel, Step, StepError, Theorem};
use crate::expr::{Expr, Head, NameKind, Relation, Store};

impl Kernel<'_> {
    /// The names that are positive integers because they bound a range in what a theorem says
    /// something of.
    pub(super) fn sizes(&self, theorem: &Theorem) -> Vec<Expr> {
        let formulas = std::iter::once(&theorem.left).chain(&theorem.conditions);
        let mut found = Vec::new();
        for formula in formulas {
            self.sizes_in(*formula, &mut found);
        }
        found
    }

    /// Adds the names that bound a range from above in a formula and are no indices in it.
    pub(super) fn sizes_in(&self, formula: Expr, found: &mut Vec<Expr>) {
        let store = self.store;
        if !store.has_binder(formula) {
            return;
        }
        // Arranged, its indices have names of their own.
        let arranged = self.arranger.arranged(store, formula);
        let ranges = || {
            let parts = store.subterms(arranged).into_iter();
            parts.filter(|part| store.head(*part).is_range())
        };
        let own = |part: Expr| store.name_kind(store.args(part)[0]) == Some(NameKind::Bound);
        if !ranges().all(own) {
            return;
        }
        for part in ranges() {
            for name in store.free_names(store.args(part)[2]) {
                if store.is_variable(name) && !found.contains(&name) {
                    found.push(name);
                }
            }
        }
    }

    /// Accepts what a step makes of a theorem if its right side has no sizes but the theorem's.
    ///
    /// # Errors
    /// A name would become a size.
    pub(super) fn keeps_sizes(&self, theorem: Theorem, step: &Step) -> Result<Theorem, StepError> {
        let mut brought = Vec::new();
        self.sizes_in(step.after, &mut brought);
        if brought.is_empty() {
            return Ok(theorem);
        }
        let known = self.sizes(&theorem);
        match brought.iter().all(|name| known.contains(name)) {
            true => Ok(theorem),
            false => Err(StepError::NotAnInference("a name would become a size")),
        }
    }
}

/// What a size is at least, by a theorem's conditions: n >= 2.
pub(super) fn least(store: &Store, theorem: &Theorem, size: Expr) -> i64 {
    let bound = |condition: &Expr| {
        let (Head::Relation(relation), [a, b]) = (store.head(*condition), store.args(*condition))
        else {
            return None;
        };
        let (relation, other) = match (*a == size, *b == size) {
            (true, false) => (*relation, *b),
            (false, true) => (relation.flipped(), *a),
            _ => return None,
        };
        let least = store.literal(other)?;
        let least = match relation {
            Relation::GreaterEqual | Relation::Equal => least.ceil(),
            Relation::Greater => least.floor() + BigRational::one(),
            _ => return None,
        };
        i64::try_from(least.to_integer()).ok()
    };
    let bounds = theorem.conditions.iter().filter_map(bound);
    bounds.fold(1, i64::max)
}
