//! Field arithmetic: terms that are the same rational function, relations scaled alike.

use num_traits::Zero;

use super::Outcome;
use crate::expr::{Expr, Head, Relation};
use crate::kernel::definedness::{self, Side};
use crate::kernel::sizes::least;
use crate::kernel::{Kernel, Step, StepError, Theorem, ring};

impl Kernel<'_> {
    /// `a` becomes `b`, the same rational function, defined at the same points.
    pub(super) fn algebra(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let store = self.store;
        let (before, after, context) = self.parts(theorem, step)?;
        if store.head(before).is_formula() || store.head(after).is_formula() {
            return Err(StepError::NotAnInference("algebra rewrites a term"));
        }
        let bound = |size: &Expr| context.indices.iter().any(|(index, _, _)| index == size);
        let sizes: Vec<(Expr, i64)> = self
            .sizes(theorem)
            .into_iter()
            .filter(|size| !bound(size))
            .map(|size| (size, least(store, theorem, size)))
            .collect();
        if !ring::equal_with_sizes(store, &self.arranger, before, after, &sizes) {
            return Err(StepError::RightSide);
        }
        for (from, to) in [(before, after), (after, before)] {
            let mut facts = context.facts.clone();
            facts.extend(definedness::conditions(store, from, Side::Follows));
            self.all_hold(&facts, self.enough(to))?;
        }
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }

    /// `L R M` becomes `L' R M'` with L' - M' = k (L - M): k ≠ 0 for = and ≠, k > 0 for the
    /// orders, and each relation, where it holds, makes the other's terms defined.
    pub(super) fn balance(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let store = self.store;
        let (before, after, context) = self.parts(theorem, step)?;
        let factor = *step.bindings.get("k").ok_or(StepError::Unbound)?;
        let ((Head::Relation(r), [a, b]), (Head::Relation(s), [c, d])) = (
            (store.head(before), store.args(before)),
            (store.head(after), store.args(after)),
        ) else {
            return Err(StepError::NotAnInference("balance changes a relation"));
        };
        if r != s || store.head(factor).is_formula() {
            return Err(StepError::RightSide);
        }
        let scaled = store.mul([factor, store.sub(*a, *b)].as_slice());
        if !ring::equal(store, &self.arranger, store.sub(*c, *d), scaled) {
            return Err(StepError::RightSide);
        }
        let zero = store.int(0);
        let sign = match r {
            Relation::Equal | Relation::NotEqual => Relation::NotEqual,
            _ => Relation::Greater,
        };
        let enough = |terms: &[Expr]| -> Vec<Expr> {
            terms.iter().flat_map(|term| self.enough(*term)).collect()
        };
        let mut facts = context.facts.clone();
        facts.push(before);
        let mut wanted = enough(&[*c, *d, factor]);
        if sign == Relation::Greater || *r == Relation::NotEqual {
            wanted.push(store.relate(sign, factor, zero));
        }
        self.all_hold(&facts, wanted)?;
        facts.pop();
        facts.push(after);
        let mut wanted = enough(&[*a, *b, factor]);
        wanted.push(store.relate(sign, factor, zero));
        self.all_hold(&facts, wanted)?;
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }

    /// Whether a constant term is certainly zero.
    pub fn is_zero(&self, term: Expr) -> bool {
        ring::constant(self.store, &self.arranger, term).is_some_and(|value| value.is_zero())
    }
}
