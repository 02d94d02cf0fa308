//! One relation between two terms, by every method in turn.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::One;

use super::Facts;
use super::linear::{Constraint, negative_of};
use super::ranges::special_value;
use crate::expr::{Expr, Head, Monotone, Relation};
use crate::kernel::range::Range;
use crate::kernel::ring::{self, Polynomial};

impl Facts<'_> {
    /// `a R b` for defined terms.
    pub(super) fn relation(&self, relation: Relation, a: Expr, b: Expr) -> bool {
        self.at_once(relation, a, b) || self.thorough && self.by_system(relation, a, b)
    }

    fn at_once(&self, relation: Relation, a: Expr, b: Expr) -> bool {
        let store = self.store;
        if !self.arranger.spend(1 + self.assumptions.len()) {
            return false;
        }
        match relation {
            Relation::Less => return self.at_once(Relation::Greater, b, a),
            Relation::LessEqual => return self.at_once(Relation::GreaterEqual, b, a),
            _ => {}
        }
        if matches!(relation, Relation::Equal | Relation::GreaterEqual)
            && ring::equal(store, self.arranger, a, b)
        {
            return true;
        }
        if relation == Relation::Equal
            && self.depth == 0
            && self.at_once(Relation::GreaterEqual, a, b)
            && self.at_once(Relation::GreaterEqual, b, a)
        {
            return true;
        }
        // f(t) R f(s) with a strictly increasing f, at a point where f(s) is rational.
        if let (Head::Call(f), [t]) = (store.head(a), store.args(a))
            && f.monotone == Monotone::Increasing
            && let Some(value) = self.literal(b)
        {
            for s in [-1, 0, 1] {
                let point = BigRational::from(BigInt::from(s));
                if special_value(f.name, &point).is_some_and(|image| image == value)
                    && self.at_once(relation, *t, store.int(s))
                {
                    return true;
                }
            }
        }
        let difference = store.sub(a, b);
        let structural = self.range(difference);
        let decided = |range: &Range| match relation {
            Relation::Greater => range.is_positive(),
            Relation::GreaterEqual => range.is_nonnegative(),
            Relation::NotEqual => range.is_nonzero(),
            _ => false,
        };
        if decided(&structural) {
            return true;
        }
        let Some(q) = ring::quotient(store, self.arranger, difference) else {
            return self.by_cases(relation, a, b);
        };
        let bottom = self.polynomial_range(&q.bottom);
        let top = if bottom.is_positive() {
            Some(q.top.clone())
        } else if bottom.is_negative() {
            let minus = -BigRational::one();
            Some(Polynomial::default().plus(&q.top, &minus))
        } else if relation == Relation::NotEqual {
            Some(q.top.clone())
        } else {
            None
        };
        if let Some(top) = top {
            let top = self.without_positive_factors(top);
            if decided(&self.polynomial_range(&top)) {
                return true;
            }
            let minus = -BigRational::one();
            let negative = Polynomial::default().plus(&top, &minus);
            // The negation of top > 0 is -top >= 0.
            let proved = match relation {
                Relation::Greater => self.impossible(&[Constraint {
                    polynomial: negative,
                    strict: false,
                }]),
                Relation::GreaterEqual => self.impossible(&[Constraint {
                    polynomial: negative,
                    strict: true,
                }]),
                Relation::NotEqual => {
                    self.impossible(&[
                        Constraint {
                            polynomial: negative,
                            strict: false,
                        },
                        Constraint {
                            polynomial: top.clone(),
                            strict: false,
                        },
                    ]) || self.impossible(&[Constraint {
                        polynomial: negative_of(&top),
                        strict: false,
                    }]) || self.impossible(&[Constraint {
                        polynomial: top.clone(),
                        strict: false,
                    }]) || self.assumed_nonzero(difference)
                        || self.root_contradicts(&top)
                }
                _ => false,
            };
            if proved {
                return true;
            }
        }
        // Roots and logarithms may leave nothing but exponentials.
        if store.has_kind(difference, &Head::Call(&crate::expr::FUNCTIONS[0]))
            && let Some(q) = ring::total_quotient(store, self.arranger, difference)
        {
            let value = self
                .polynomial_range(&q.top)
                .times(&self.polynomial_range(&q.bottom).inverse());
            if decided(&value) {
                return true;
            }
        }
        if relation == Relation::NotEqual && self.factors_nonzero(a, b) {
            return true;
        }
        self.by_cases(relation, a, b)
    }

    pub(super) fn holds_relation(&self, goal: Expr) -> bool {
        match (self.store.head(goal), self.store.args(goal)) {
            (Head::Relation(relation), [a, b]) => self.relation(*relation, *a, *b),
            _ => false,
        }
    }
}
