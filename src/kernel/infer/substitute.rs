//! Conjunctions: equals for equals, and parts that follow from the others.

use super::Outcome;
use crate::expr::{Expr, Head};
use crate::kernel::{Kernel, Step, StepError, Theorem};

impl Kernel<'_> {
    /// Whether a term is a variable: a name, or an entry of one at literal indices.
    pub fn is_variable(&self, term: Expr) -> bool {
        let store = self.store;
        match store.head(term) {
            Head::Name(_) => true,
            Head::Entry => {
                let args = store.args(term);
                matches!(store.head(args[0]), Head::Name(_))
                    && args[1..].iter().all(|i| store.small_integer(*i).is_some())
            }
            _ => false,
        }
    }

    /// `x = t and P(x)` becomes `x = t and P(t)`, or the reverse.
    pub(super) fn substitute(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let store = self.store;
        let (before, after, _) = self.parts(theorem, step)?;
        let name = *step.bindings.get("x").ok_or(StepError::Unbound)?;
        let value = *step.bindings.get("t").ok_or(StepError::Unbound)?;
        let equation = self.arranger.arranged(store, store.eq(name, value));
        let (old, new) = (store.conjuncts(before), store.conjuncts(after));
        // A scalar and a vector of one name are two variables.
        let is_base = |e: Expr| *store.head(e) == Head::Entry && store.args(e)[0] == name;
        let vector = || {
            old.iter()
                .chain(&new)
                .any(|part| store.subterms(*part).into_iter().any(is_base))
        };
        if !self.is_variable(name) || old.len() != new.len() || vector() {
            return Err(StepError::NotAnInference("substitute replaces a name"));
        }
        let holds = |parts: &[Expr]| {
            parts
                .iter()
                .any(|part| self.arranger.arranged(store, *part) == equation)
        };
        if !holds(&old) || !holds(&new) {
            return Err(StepError::LeftSide);
        }
        let binding = [(name, value)].into_iter().collect();
        for (a, b) in old.iter().zip(&new) {
            let put = |part: Expr| store.substitute(part, &binding);
            if a != b && !self.arranger.same(store, put(*a), put(*b)) {
                return Err(StepError::RightSide);
            }
        }
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }

    /// A conjunction loses or gains parts that follow from the parts that stay.
    pub(super) fn implied(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let store = self.store;
        let (before, after, context) = self.parts(theorem, step)?;
        let (old, new) = (store.conjuncts(before), store.conjuncts(after));
        let (more, fewer) = if old.len() > new.len() {
            (old, new)
        } else {
            (new, old)
        };
        if !fewer.iter().all(|part| more.contains(part)) {
            return Err(StepError::RightSide);
        }
        let mut facts = context.facts.clone();
        facts.extend(fewer.iter().copied());
        let extra = more
            .into_iter()
            .filter(|part| !fewer.contains(part))
            .collect();
        self.all_follow(&facts, extra)?;
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }
}
