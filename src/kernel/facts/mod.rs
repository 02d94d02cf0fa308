//! The condition prover: what follows from assumptions about signs, intervals and linear
//! inequalities. It answers "yes, proved" or "not proved", never "no".
//!
//! It is trusted, and every replay runs it again. In order: literal arithmetic, ranges of known
//! functions, linear arithmetic over monomials (Fourier–Motzkin), and a case split on the signs
//! of the factors of an assumption.

mod factors;
mod linear;
mod ranges;
mod relation;
mod split;
mod system;

use num_rational::BigRational;
use num_traits::Zero;
use rustc_hash::FxHashMap;

use super::arrange::Arranger;
use super::definedness::{self, Side};
use super::range::Range;
use super::ring;
use crate::expr::{Expr, Head, Monotone, Relation, Store};
use ranges::special_value;

/// Assumptions made within assumptions, at most.
const MAX_DEPTH: u8 = 3;

/// What is assumed, prepared for questions.
pub struct Facts<'a> {
    store: &'a Store,
    arranger: &'a Arranger,
    assumptions: Vec<Expr>,
    bounds: FxHashMap<Expr, Range>,
    equations: Vec<(Expr, Expr)>,
    depth: u8,
    thorough: bool,
}

impl<'a> Facts<'a> {
    /// Prepares assumptions: each formula, and that its terms are defined.
    pub fn new(store: &'a Store, arranger: &'a Arranger, assumed: &[Expr]) -> Facts<'a> {
        Facts::at_depth(store, arranger, assumed, 0)
    }

    /// As [`Facts::new`], but questions that are not answered at once are taken to polynomial
    /// arithmetic, which costs more.
    pub fn thorough(store: &'a Store, arranger: &'a Arranger, assumed: &[Expr]) -> Facts<'a> {
        Facts {
            thorough: true,
            ..Facts::at_depth(store, arranger, assumed, 0)
        }
    }

    pub(super) fn at_depth(
        store: &'a Store,
        arranger: &'a Arranger,
        assumed: &[Expr],
        depth: u8,
    ) -> Facts<'a> {
        let mut facts = Facts {
            store,
            arranger,
            assumptions: Vec::new(),
            bounds: FxHashMap::default(),
            equations: Vec::new(),
            depth,
            thorough: false,
        };
        for formula in assumed {
            facts.assume(*formula);
            for condition in definedness::conditions(store, *formula, Side::Follows) {
                facts.assume(condition);
            }
        }
        facts
    }

    fn assume(&mut self, formula: Expr) {
        let store = self.store;
        match (store.head(formula), store.args(formula)) {
            (Head::And, parts) => {
                for part in parts {
                    self.assume(*part);
                }
            }
            (Head::Relation(relation), [a, b]) => {
                let formula = self.arranger.arranged(store, formula);
                if self.assumptions.contains(&formula) {
                    return;
                }
                self.assumptions.push(formula);
                if *relation == Relation::Equal && a != b {
                    self.equations.push((*a, *b));
                }
                self.bound(*relation, *a, *b);
                self.bound(relation.flipped(), *b, *a);
                let zero = store.int(0);
                let difference = store.sub(*a, *b);
                self.bound(*relation, difference, zero);
                self.uncover(*relation, *a, *b);
                self.uncover(relation.flipped(), *b, *a);
                // What is never zero and not negative is positive.
                let strict = match relation {
                    Relation::LessEqual => Relation::Less,
                    Relation::GreaterEqual => Relation::Greater,
                    _ => return,
                };
                if self.range(difference).is_nonzero() {
                    self.assume(store.relate(strict, *a, *b));
                }
            }
            (Head::True, _) => {}
            _ => self
                .assumptions
                .push(self.arranger.arranged(store, formula)),
        }
    }

    /// From `f(t) R f(s)` with a strictly increasing f: `t R s`, where s is -1, 0 or 1.
    fn uncover(&mut self, relation: Relation, a: Expr, b: Expr) {
        let store = self.store;
        let (Head::Call(f), [t]) = (store.head(a), store.args(a)) else {
            return;
        };
        if f.monotone != Monotone::Increasing {
            return;
        }
        let Some(value) = ring::constant(store, self.arranger, b) else {
            return;
        };
        for s in [-1, 0, 1] {
            let point = BigRational::from(num_bigint::BigInt::from(s));
            if special_value(f.name, &point).is_some_and(|image| image == value) {
                self.assume(store.relate(relation, *t, store.int(s)));
            }
        }
    }

    /// Records `a R b` as a bound on a, if b is a number.
    fn bound(&mut self, relation: Relation, a: Expr, b: Expr) {
        let Some(value) = ring::constant(self.store, self.arranger, b) else {
            return;
        };
        let range = match relation {
            Relation::Equal => Range::point(value),
            Relation::NotEqual if value.is_zero() => Range {
                nonzero: true,
                ..Range::default()
            },
            Relation::NotEqual => return,
            Relation::Less => Range::below(value, false),
            Relation::LessEqual => Range::below(value, true),
            Relation::Greater => Range::above(value, false),
            Relation::GreaterEqual => Range::above(value, true),
        };
        let key = self.arranger.arranged(self.store, a);
        let known = self.bounds.remove(&key).unwrap_or_default();
        self.bounds.insert(key, known.meet(&range));
    }

    /// Whether the formula certainly holds, its terms being defined.
    pub fn holds(&self, goal: Expr) -> bool {
        let store = self.store;
        let args = store.args(goal);
        match store.head(goal) {
            Head::True => true,
            Head::And => args.iter().all(|part| self.holds(*part)),
            Head::Or => args.iter().any(|part| self.holds(*part)) || self.some_nonzero(args),
            Head::Not => match (store.head(args[0]), store.args(args[0])) {
                (Head::Relation(r), [a, b]) => self.holds(store.relate(r.negated(), *a, *b)),
                (Head::Call(f), [n]) => {
                    let value = self.literal(*n).filter(|_| self.defined(*n));
                    value.is_some_and(|value| predicate(f.name, &value) == Some(false))
                }
                _ => false,
            },
            Head::Call(f) => {
                let value = self.literal(args[0]).filter(|_| self.defined(args[0]));
                value.is_some_and(|value| predicate(f.name, &value) == Some(true))
                    || self
                        .assumptions
                        .contains(&self.arranger.arranged(store, goal))
            }
            Head::Relation(relation) => {
                self.defined(args[0]) && self.defined(args[1]) && {
                    let arranged = self.arranger.arranged(store, goal);
                    self.assumptions.contains(&arranged)
                        || self.relation(*relation, args[0], args[1])
                }
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
            _ => self
                .assumptions
                .contains(&self.arranger.arranged(store, goal)),
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

    /// Whether the term is certainly defined.
    pub fn defined(&self, term: Expr) -> bool {
        let term = self.arranger.arranged(self.store, term);
        definedness::conditions(self.store, term, Side::Enough)
            .into_iter()
            .all(|condition| {
                self.assumptions
                    .contains(&self.arranger.arranged(self.store, condition))
                    || match (self.store.head(condition), self.store.args(condition)) {
                        // That an unknown function is defined is known or not.
                        (Head::Relation(_), [a, b]) if a == b => false,
                        (Head::Relation(r), [a, b]) => self.relation(*r, *a, *b),
                        (Head::False, _) => false,
                        _ => self.holds(condition),
                    }
            })
    }

    pub(super) fn literal(&self, term: Expr) -> Option<BigRational> {
        ring::constant(self.store, self.arranger, term)
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
