//! Piecewise terms: lifted, split into cases, and cases merged.

use super::Outcome;
use crate::expr::{Args, Expr, Head};
use crate::kernel::definedness::{self, Side};
use crate::kernel::{Kernel, Step, StepError, Theorem, ring};

impl Kernel<'_> {
    /// A term t(if(c, a, b)) as if(c, t(a), t(b)), for one piecewise part of it that is always
    /// evaluated.
    pub fn lifted(&self, term: Expr) -> Option<Expr> {
        let store = self.store;
        if store.head(term).is_formula() {
            return None;
        }
        // Look for the part where it must be evaluated: in no branch, vector and binder.
        let mut stack = vec![term];
        let mut part = None;
        while let Some(expr) = stack.pop() {
            match store.head(expr) {
                Head::Piecewise if expr != term => {
                    part = Some(expr);
                    break;
                }
                Head::Piecewise | Head::Vector => {}
                head if head.binds() => {}
                _ => stack.extend_from_slice(store.args(expr)),
            }
        }
        let part = part?;
        let pieces = store.args(part);
        // It may also stand where an index hides one of its names: there it is another term.
        let term = store.avoiding(term, || store.free_names(part).into_iter().collect());
        let place = |value: Expr| {
            store.fold(term, |expr, node, args: &[Expr]| {
                if expr == part {
                    value
                } else if node.args.as_slice() == args {
                    expr
                } else {
                    store.with_args(&node.head, args)
                }
            })
        };
        let mut args = Args::new();
        for pair in pieces.chunks(2) {
            match pair {
                [guard, value] => {
                    args.push(*guard);
                    args.push(place(*value));
                }
                [value] => args.push(place(*value)),
                _ => return None,
            }
        }
        Some(store.make(Head::Piecewise, args))
    }

    pub(super) fn lift(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let (before, after, _) = self.parts(theorem, step)?;
        // A name bound inside the term must not be freed: the part stands under no binder.
        let is = |term: Expr, other: Expr| {
            self.lifted(term)
                .is_some_and(|lifted| self.arranger.same(self.store, lifted, other))
        };
        if !is(before, after) && !is(after, before) {
            return Err(StepError::RightSide);
        }
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }

    /// The disjunction of what an equation with a piecewise side says in each case.
    pub fn split(&self, equation: Expr) -> Option<Expr> {
        let store = self.store;
        let (left, right) = store.sides(equation)?;
        let (value, pieces, flipped) = if *store.head(right) == Head::Piecewise {
            (left, right, false)
        } else if *store.head(left) == Head::Piecewise {
            (right, left, true)
        } else {
            return None;
        };
        let args = store.args(pieces);
        let mut earlier: Vec<Expr> = Vec::new();
        let mut cases = Args::new();
        for pair in args.chunks(2) {
            let (guard, result) = match pair {
                [guard, result] => (Some(*guard), *result),
                [result] => (None, *result),
                _ => return None,
            };
            let equation = if flipped {
                store.eq(result, value)
            } else {
                store.eq(value, result)
            };
            let mut parts = earlier.clone();
            parts.extend(guard);
            parts.push(equation);
            cases.push(store.and(parts));
            // A later case is reached only where this guard is false, both sides being defined.
            match (guard, guard.and_then(|guard| self.negation(guard))) {
                (_, Some(negation)) => earlier.push(negation),
                (Some(guard), None) => {
                    earlier.push(store.make(Head::Not, [guard].as_slice()));
                }
                (None, None) => {}
            }
        }
        Some(if cases.len() == 1 {
            cases[0]
        } else {
            store.make(Head::Or, cases)
        })
    }

    pub(super) fn cases(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let (before, after, context) = self.parts(theorem, step)?;
        match self.split(before) {
            Some(cases) if self.arranger.same(self.store, cases, after) => {}
            _ => return Err(StepError::RightSide),
        }
        // Where a guard is undefined it is false, and its negation too.
        let mut facts = context.facts;
        let sides = self.store.args(before);
        for side in sides
            .iter()
            .filter(|e| *self.store.head(**e) == Head::Piecewise)
        {
            let args = self.store.args(*side);
            let guards = args.iter().step_by(2).take(args.len() / 2);
            for guard in guards {
                self.all_hold(&facts, self.enough(*guard))?;
                facts.extend(self.negation(*guard));
            }
        }
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }

    /// `(C1 and x = t1) or (C2 and x = t2) or ...` becomes `D and x = t`, where under each Ci
    /// the term ti is t and D holds, and D makes one of the Ci hold.
    pub(super) fn merge(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let store = self.store;
        let (before, after, context) = self.parts(theorem, step)?;
        let wrong = StepError::NotAnInference("merge joins cases of one equation");
        if *store.head(before) != Head::Or {
            return Err(wrong);
        }
        let target = store.conjuncts(after);
        let Some((equation, domain)) = target.split_last() else {
            return Err(wrong);
        };
        let Some((name, value)) = store.sides(*equation) else {
            return Err(wrong);
        };
        let mut guards: Vec<Vec<Expr>> = Vec::new();
        for case in store.args(before) {
            let parts = store.conjuncts(*case);
            let Some((equation, guard)) = parts.split_last() else {
                return Err(wrong);
            };
            let Some((x, t)) = store.sides(*equation) else {
                return Err(wrong);
            };
            if x != name {
                return Err(wrong);
            }
            // In this case the terms agree and both are defined.
            let mut facts = context.facts.clone();
            facts.extend(guard.iter().copied());
            facts.extend(definedness::conditions(store, t, Side::Follows));
            self.all_hold(&facts, domain.to_vec())?;
            let chosen = self
                .chosen(value, &facts)
                .ok_or(StepError::Condition(value))?;
            if !ring::equal(store, &self.arranger, chosen, t) {
                return Err(StepError::RightSide);
            }
            self.all_hold(&facts, self.enough(chosen))?;
            // Conversely, where the value and the domain hold: what stands in this case does too.
            let mut facts = context.facts.clone();
            facts.extend(guard.iter().chain(domain).copied());
            facts.extend(definedness::conditions(store, value, Side::Follows));
            if let Some(chosen) = self.chosen(value, &facts) {
                facts.extend(definedness::conditions(store, chosen, Side::Follows));
            }
            self.all_hold(&facts, self.enough(t))?;
            guards.push(guard.to_vec());
        }
        // The domain lets no point escape the cases: all but the last being false, it is true.
        let Some((last, others)) = guards.split_last() else {
            return Err(wrong);
        };
        let mut choices: Vec<Vec<Expr>> = vec![Vec::new()];
        for guard in others {
            let mut longer = Vec::new();
            for choice in &choices {
                for part in guard {
                    let Some(negation) = self.negation(*part) else {
                        return Err(wrong.clone());
                    };
                    let mut choice = choice.clone();
                    choice.push(negation);
                    longer.push(choice);
                }
            }
            choices = longer;
            if choices.len() > 64 {
                return Err(wrong);
            }
        }
        // The terms of the guards must be defined for their negations to be what is left.
        let mut facts = context.facts.clone();
        facts.extend(domain.iter().copied());
        facts.extend(definedness::conditions(store, value, Side::Follows));
        let terms = guards
            .iter()
            .flatten()
            .flat_map(|guard| store.args(*guard).to_vec());
        let defined = terms.flat_map(|term| self.enough(term)).collect::<Vec<_>>();
        self.all_hold(&facts, defined)?;
        for choice in choices {
            let mut facts = facts.clone();
            facts.extend(choice);
            if !self.contradictory(&facts) {
                self.all_hold(&facts, last.clone())?;
            }
        }
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }
}
