//! Cases, absolute values and extrema that the facts decide.

use super::Outcome;
use crate::expr::{Expr, Head, Relation};
use crate::kernel::facts::Facts;
use crate::kernel::{Kernel, Step, StepError, Theorem};

impl Kernel<'_> {
    /// A term with its piecewise parts and absolute values resolved as the facts decide them.
    pub fn chosen(&self, term: Expr, facts: &[Expr]) -> Option<Expr> {
        let store = self.store;
        // What is known of a free name says nothing of an index of that name.
        let term = store.avoiding(term, || {
            facts
                .iter()
                .flat_map(|fact| store.free_names(*fact))
                .collect()
        });
        let facts = Facts::new(store, &self.arranger, facts);
        let zero = store.int(0);
        let mut decided = true;
        let result = store.rebuild(term, |head, args| match head {
            Head::Piecewise => {
                for pair in args.chunks(2) {
                    match pair {
                        [guard, value] => {
                            if facts.holds(*guard) {
                                return Some(*value);
                            }
                            if !facts.fails(*guard) {
                                decided = false;
                                return None;
                            }
                        }
                        [value] => return Some(*value),
                        _ => {}
                    }
                }
                decided = false;
                None
            }
            Head::Call(f) if matches!(f.name, "max" | "min") && args.len() == 2 => {
                let holds = |r, a, b| facts.holds(store.relate(r, a, b));
                let first_larger = holds(Relation::GreaterEqual, args[0], args[1]);
                let second_larger = !first_larger && holds(Relation::LessEqual, args[0], args[1]);
                match (f.name == "max", first_larger, second_larger) {
                    (true, true, _) | (false, false, true) => Some(args[0]),
                    (true, false, true) | (false, true, _) => Some(args[1]),
                    _ => {
                        decided = false;
                        None
                    }
                }
            }
            Head::Call(f) if f.name == "sign" => {
                let cases = [
                    (Relation::Greater, 1),
                    (Relation::Less, -1),
                    (Relation::Equal, 0),
                ];
                let holds = |(relation, _): &(Relation, i64)| {
                    facts.holds(store.relate(*relation, args[0], zero))
                };
                let case = cases.into_iter().find(holds);
                decided &= case.is_some();
                case.map(|(_, value)| store.int(value))
            }
            Head::Call(f) if f.name == "abs" => {
                if facts.holds(store.relate(Relation::GreaterEqual, args[0], zero)) {
                    Some(args[0])
                } else if facts.holds(store.relate(Relation::LessEqual, args[0], zero)) {
                    Some(store.neg(args[0]))
                } else {
                    decided = false;
                    None
                }
            }
            Head::Call(f) if f.name == "sign" => {
                let holds = |r| facts.holds(store.relate(r, args[0], zero));
                let value = if holds(Relation::Greater) {
                    Some(1)
                } else if holds(Relation::Less) {
                    Some(-1)
                } else {
                    holds(Relation::Equal).then_some(0)
                };
                decided &= value.is_some();
                value.map(|value| store.int(value))
            }
            _ => None,
        });
        decided.then_some(result)
    }

    /// A term becomes what its decided cases leave of it.
    pub(super) fn choose(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let (before, after, context) = self.parts(theorem, step)?;
        match self.chosen(before, &context.facts) {
            Some(chosen) if self.arranger.same(self.store, chosen, after) => {}
            _ => return Err(StepError::RightSide),
        }
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }
}
