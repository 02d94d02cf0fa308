//! The conditions of the theorem itself: taken on, dropped, replaced.

use super::Outcome;
use crate::expr::{Expr, Head};
use crate::kernel::{Kernel, Step, StepError, Theorem};

impl Kernel<'_> {
    /// A part of the right side's conjunction becomes a condition.
    pub(super) fn assume(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let store = self.store;
        let (old, new) = (store.conjuncts(theorem.right), store.conjuncts(step.after));
        if !step.path.is_empty() || !new.iter().all(|part| old.contains(part)) {
            return Err(StepError::RightSide);
        }
        let mut conditions = theorem.conditions.clone();
        for part in old {
            if !new.contains(&part) && !conditions.contains(&part) {
                conditions.push(part);
            }
        }
        Ok(Theorem {
            conditions,
            left: theorem.left,
            right: step.after,
        })
    }

    /// A condition that follows from each side being true is dropped: where it fails both sides
    /// are false.
    pub(super) fn discharge(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let condition = *step.bindings.get("c").ok_or(StepError::Unbound)?;
        if step.after != theorem.right || !theorem.conditions.contains(&condition) {
            return Err(StepError::RightSide);
        }
        let others: Vec<Expr> = theorem
            .conditions
            .iter()
            .copied()
            .filter(|c| *c != condition)
            .collect();
        for side in [theorem.left, theorem.right] {
            let mut facts = others.clone();
            facts.push(side);
            self.all_follow(&facts, vec![condition])?;
        }
        Ok(Theorem {
            conditions: others,
            ..theorem.clone()
        })
    }

    /// A condition is replaced by another that implies it.
    pub(super) fn condition(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let old = *step.bindings.get("c").ok_or(StepError::Unbound)?;
        let new = *step.bindings.get("d").ok_or(StepError::Unbound)?;
        let formula = self.store.head(new).is_formula();
        if !formula || step.after != theorem.right || !theorem.conditions.contains(&old) {
            return Err(StepError::RightSide);
        }
        let mut conditions: Vec<Expr> = theorem
            .conditions
            .iter()
            .copied()
            .filter(|c| *c != old)
            .collect();
        let mut facts = conditions.clone();
        facts.push(new);
        self.all_follow(&facts, vec![old])?;
        if !conditions.contains(&new) && *self.store.head(new) != Head::True {
            conditions.push(new);
        }
        Ok(Theorem {
            conditions,
            ..theorem.clone()
        })
    }
}
