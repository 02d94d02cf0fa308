//! The condition prover: what follows from assumptions about signs, intervals and linear
//! inequalities. It answers "yes, proved" or "not proved", never "no".
//!
//! It is trusted, and every replay runs it again. In order: literal arithmetic, ranges of known
//! functions, linear arithmetic over monomials (Fourier–Motzkin), and a case split on the signs
//! of the factors of an assumption.

mod atoms;
mod factors;
mod linear;
mod logic;
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
        // What is denied is looked at when the rest is known.
        let (denials, rest): (Vec<Expr>, Vec<Expr>) = assumed
            .iter()
            .partition(|formula| *store.head(**formula) == Head::Not);
        for formula in rest.iter().chain(&denials) {
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
            (Head::Not, [inner]) => self.assume_not(*inner),
            (Head::False, _) => {
                self.assume(store.relate(Relation::Less, store.int(1), store.int(0)))
            }
            _ => self
                .assumptions
                .push(self.arranger.arranged(store, formula)),
        }
    }

    /// From `f(t) R f(s)` with a strictly increasing f: `t R s`, where f(s) is written as such or
    /// is its value at -1, 0 or 1.
    fn uncover(&mut self, relation: Relation, a: Expr, b: Expr) {
        let store = self.store;
        let (Head::Call(f), [t]) = (store.head(a), store.args(a)) else {
            return;
        };
        if f.monotone != Monotone::Increasing {
            return;
        }
        if let (Head::Call(g), [u]) = (store.head(b), store.args(b))
            && f == g
        {
            self.assume(store.relate(relation, *t, *u));
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
