//! Formulas put together from relations: what certainly holds, and what certainly does not.

use num_rational::BigRational;
use num_traits::Zero;

use super::Facts;
use crate::expr::{Expr, Head, Relation};
use crate::kernel::definedness;

/// Assumptions made within assumptions, at most.
const MAX_DEPTH: u8 = 3;

impl Facts<'_> {
    /// Whether the formula certainly holds, its terms being defined.
    pub fn holds(&self, goal: Expr) -> bool {
        let store = self.store;
        let args = store.args(goal);
        let assumed = || {
            let arranged = self.arranger.arranged(store, goal);
            self.assumptions.contains(&arranged)
        };
        match store.head(goal) {
            Head::True => true,
            Head::And => args.iter().all(|part| self.holds(*part)),
            Head::Or => {
                assumed() || args.iter().any(|part| self.holds(*part)) || self.some_nonzero(args)
            }
            Head::Not => assumed() || self.fails(args[0]),
            Head::Implies => assumed() || self.fails(args[0]) || self.holds(args[1]),
            Head::Iff => {
                assumed()
                    || self.holds(args[0]) && self.holds(args[1])
                    || self.fails(args[0]) && self.fails(args[1])
            }
            Head::Call(f) => {
                let value = self.literal(args[0]).filter(|_| self.defined(args[0]));
                value.is_some_and(|value| predicate(f.name, &value) == Some(true)) || assumed()
            }
            Head::Relation(relation) => {
                self.defined(args[0])
                    && self.defined(args[1])
                    && (assumed() || self.relation(*relation, args[0], args[1]))
            }
            Head::Each => {
                // For any index within the range; the index is renamed apart from everything.
                let arranged = self.arranger.arranged(store, goal);
                self.assumptions.contains(&arranged) || {
                    let args = store.args(arranged);
                    definedness::is_apart(store, args[0])
                        && (self.holds(args[3]) || self.holds_within(args))
                }
            }
            _ => assumed(),
        }
    }

    /// Whether a formula holds for an index within a range, given what holds for every index in
    /// ranges that hold it.
    fn holds_within(&self, args: &[Expr]) -> bool {
        let store = self.store;
        let [index, lo, hi, body] = *args else {
            return false;
        };
        let each = |fact: &&Expr| *store.head(**fact) == Head::Each;
        let named = |fact: &Expr| store.free_names(*fact).contains(&index);
        if self.depth >= MAX_DEPTH || self.assumptions.iter().any(named) {
            return false;
        }
        let mut assumed = self.assumptions.clone();
        assumed.push(store.relate(Relation::LessEqual, lo, index));
        assumed.push(store.relate(Relation::LessEqual, index, hi));
        assumed.push(store.call("integer", &[index]));
        let near = Facts::at_depth(store, self.arranger, &assumed, self.depth + 1);
        for fact in self.assumptions.iter().filter(each) {
            let [own, from, to, claim] = *store.args(*fact) else {
                continue;
            };
            let inside = (from, to) == (lo, hi)
                || near.holds(store.relate(Relation::LessEqual, from, index))
                    && near.holds(store.relate(Relation::LessEqual, index, to));
            if inside {
                assumed.push(store.substitute(claim, &[(own, index)].into_iter().collect()));
            }
        }
        Facts::at_depth(store, self.arranger, &assumed, self.depth + 1).holds(body)
    }

    /// Whether the formula is certainly false. A relation is false where a side is undefined; that
    /// is not looked for.
    pub fn fails(&self, formula: Expr) -> bool {
        let store = self.store;
        let args = store.args(formula);
        match store.head(formula) {
            Head::False => true,
            Head::And => args.iter().any(|part| self.fails(*part)),
            Head::Or => args.iter().all(|part| self.fails(*part)),
            Head::Not => self.holds(args[0]),
            Head::Implies => self.holds(args[0]) && self.fails(args[1]),
            Head::Iff => {
                self.holds(args[0]) && self.fails(args[1])
                    || self.fails(args[0]) && self.holds(args[1])
            }
            Head::Relation(r) => self.holds(store.relate(r.negated(), args[0], args[1])),
            Head::Call(f) => {
                let value = self.literal(args[0]).filter(|_| self.defined(args[0]));
                value.is_some_and(|value| predicate(f.name, &value) == Some(false))
            }
            _ => false,
        }
    }

    /// Whether the assumptions certainly contradict each other.
    pub fn contradictory(&self) -> bool {
        let store = self.store;
        let never = store.relate(Relation::Less, store.int(1), store.int(0));
        self.holds(never)
            || self.assumptions.iter().any(|formula| {
                !matches!(store.head(*formula), Head::Relation(_) | Head::Call(_))
                    && self.fails(*formula)
            })
    }

    /// What is denied: of a disjunction each part, of a relation with defined sides its negation.
    pub(super) fn assume_not(&mut self, formula: Expr) {
        let store = self.store;
        let args = store.args(formula);
        match store.head(formula) {
            Head::Or => {
                for part in args {
                    self.assume_not(*part);
                }
            }
            Head::Not => self.assume(args[0]),
            Head::Relation(r) if self.defined(args[0]) && self.defined(args[1]) => {
                self.assume(store.relate(r.negated(), args[0], args[1]));
            }
            _ => {
                let denial = store.make(Head::Not, [formula].as_slice());
                let denial = self.arranger.arranged(store, denial);
                self.assumptions.push(denial);
            }
        }
    }
}

fn predicate(name: &str, value: &BigRational) -> Option<bool> {
    let two = num_bigint::BigInt::from(2);
    match name {
        "integer" => Some(value.is_integer()),
        "even" => Some(value.is_integer() && (value.numer() % &two).is_zero()),
        "odd" => Some(value.is_integer() && !(value.numer() % &two).is_zero()),
        _ => None,
    }
}
