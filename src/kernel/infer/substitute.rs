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

    /// Whether a term is an entry of a name at indices that none of the formulas binds: it means the
    /// same number wherever it stands in them.
    pub fn is_fixed_entry(&self, term: Expr, formulas: impl Iterator<Item = Expr>) -> bool {
        let store = self.store;
        let (Head::Entry, [base, indices @ ..]) = (store.head(term), store.args(term)) else {
            return false;
        };
        let fixed =
            |index: &Expr| store.is_variable(*index) || store.small_integer(*index).is_some();
        let binds = |part: Expr| {
            store.head(part).binds() && store.args(term).contains(&store.args(part)[0])
        };
        let mut formulas = formulas;
        store.is_variable(*base)
            && indices.iter().all(fixed)
            && !formulas.any(|formula| store.subterms(formula).into_iter().any(binds))
    }

    /// A term becomes one that a known equation at its place sets it equal to; so both are defined.
    pub(super) fn equal(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let store = self.store;
        let (before, after, context) = self.parts(theorem, step)?;
        if store.head(before).is_formula() || store.head(after).is_formula() {
            return Err(StepError::NotAnInference("equals are terms"));
        }
        // A name that bounds a range is known to be a positive integer only while it does, and an
        // index is one too.
        let mut expr = theorem.right;
        for child in &step.path {
            let (head, args) = (store.head(expr), store.args(expr));
            if head.binds() && *child != 3 || *head == Head::Entry {
                return Err(StepError::NotAnInference("a number that counts stays"));
            }
            expr = *args.get(*child as usize).ok_or(StepError::NoSuchPosition)?;
        }
        let same = |a, b| self.arranger.same(store, a, b);
        let known = context.facts.iter().any(|fact| {
            let sides = store.sides(*fact);
            sides.is_some_and(|(a, b)| {
                same(a, before) && same(b, after) || same(a, after) && same(b, before)
            })
        });
        if !known {
            return Err(StepError::Condition(store.eq(before, after)));
        }
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
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
