//! Products that differ from zero because their factors do, and roots that contradict facts.

use num_rational::BigRational;
use num_traits::Zero;

use super::Facts;
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::ring::{self, Polynomial};

impl Facts<'_> {
    /// The polynomial divided by atoms that all its terms share and that are positive: its sign
    /// stays.
    pub(super) fn without_positive_factors(&self, polynomial: Polynomial) -> Polynomial {
        let Some(first) = polynomial.0.keys().next() else {
            return polynomial;
        };
        let shared: Vec<Expr> = first
            .iter()
            .map(|(atom, _)| *atom)
            .filter(|atom| {
                polynomial
                    .0
                    .keys()
                    .all(|m| m.iter().any(|(a, _)| a == atom))
            })
            .filter(|atom| self.range(*atom).is_positive())
            .collect();
        if shared.is_empty() {
            return polynomial;
        }
        let lowered = polynomial.0.into_iter().map(|(monomial, coefficient)| {
            let monomial = monomial
                .into_iter()
                .map(|(atom, k)| (atom, k - u32::from(shared.contains(&atom))))
                .filter(|(_, k)| *k > 0)
                .collect();
            (monomial, coefficient)
        });
        Polynomial(lowered.collect())
    }

    /// Of several terms that are claimed to differ from 0, one certainly does: some small
    /// combination of them does.
    pub(super) fn some_nonzero(&self, parts: &[Expr]) -> bool {
        let store = self.store;
        let mut terms = Vec::new();
        for part in parts {
            match (store.head(*part), store.args(*part)) {
                (Head::Relation(Relation::NotEqual), [a, b])
                    if self.literal(*b).is_some_and(|v| v.is_zero())
                        && self.defined(*a)
                        && self.defined(*b) =>
                {
                    terms.push(*a);
                }
                _ => return false,
            }
        }
        let [a, b] = terms.as_slice() else {
            return false;
        };
        let zero = store.int(0);
        [store.sub(*a, *b), store.add([*a, *b].as_slice())]
            .into_iter()
            .any(|combination| self.relation(Relation::NotEqual, combination, zero))
            || self.differs_at_root(*a, *b)
            || self.differs_at_root(*b, *a)
    }

    /// Whether `b` differs from zero at the only value of a variable at which `a` vanishes.
    fn differs_at_root(&self, a: Expr, b: Expr) -> bool {
        let store = self.store;
        let Some(q) = ring::quotient(store, self.arranger, a) else {
            return false;
        };
        if q.bottom.as_constant().is_none() {
            return false;
        }
        let b = self.arranger.arranged(store, b);
        roots(store, &q.top).into_iter().any(|(atom, root)| {
            let binding = [(atom, root)].into_iter().collect();
            let value = store.substitute(b, &binding);
            self.range(value).is_nonzero()
                || ring::quotient(store, self.arranger, value)
                    .is_some_and(|q| self.polynomial_range(&q.top).is_nonzero())
        })
    }

    /// Whether `a - b` is a product of factors that all differ from 0, or a side of an
    /// assumed equation whose other side does.
    pub(super) fn factors_nonzero(&self, a: Expr, b: Expr) -> bool {
        let store = self.store;
        if !self.literal(b).is_some_and(|v| v.is_zero()) {
            return false;
        }
        let arranged = self.arranger.arranged(store, a);
        for (left, right) in &self.equations {
            for (this, other) in [(left, right), (right, left)] {
                if self.arranger.arranged(store, *this) == arranged
                    && self.range(*other).is_nonzero()
                {
                    return true;
                }
            }
        }
        let factors = factors(store, arranged);
        factors.len() > 1
            && factors
                .iter()
                .all(|f| self.relation(Relation::NotEqual, *f, store.int(0)))
    }

    /// Whether a term differs from zero because it divides one that is assumed to, or is a
    /// product of such and of what is never zero.
    pub(super) fn assumed_nonzero(&self, term: Expr) -> bool {
        let store = self.store;
        let call = &Head::Call(&crate::expr::FUNCTIONS[0]);
        let mut terms = vec![term];
        for assumption in &self.assumptions {
            if let (Head::Relation(Relation::NotEqual | Relation::Less), [a, b]) =
                (store.head(*assumption), store.args(*assumption))
            {
                let difference = store.sub(*a, *b);
                terms.push(difference);
                // sin² has factors that sin has not.
                if store.has_kind(difference, call) {
                    terms.push(store.pow(difference, store.int(2)));
                }
            }
        }
        if terms.len() == 1 {
            return false;
        }
        let Some(quotients) = ring::quotients(store, self.arranger, &terms) else {
            return false;
        };
        let (goal, known) = quotients.split_at(1);
        let mut left = goal[0].top.clone();
        if left.is_zero() {
            return false;
        }
        for other in known.iter().map(|q| &q.top) {
            if other.divided_by(&left).is_some_and(|q| !q.is_zero()) {
                return true;
            }
            while other.as_constant().is_none()
                && let Some(rest) = left.divided_by(other)
            {
                left = rest;
            }
        }
        left != goal[0].top && self.polynomial_range(&left).is_nonzero()
    }

    /// Whether the polynomial cannot be zero, because its root in some variable contradicts an
    /// assumed equation.
    pub(super) fn root_contradicts(&self, polynomial: &Polynomial) -> bool {
        let store = self.store;
        for (atom, root) in roots(store, polynomial) {
            let binding = [(atom, root)].into_iter().collect();
            for (left, right) in &self.equations {
                let difference = self.arranger.arranged(store, store.sub(*left, *right));
                let difference = store.substitute(difference, &binding);
                if let Some(q) = ring::quotient(store, self.arranger, difference)
                    && self.polynomial_range(&q.top).is_nonzero()
                {
                    return true;
                }
            }
        }
        false
    }
}

/// For each atom in which the polynomial is `c * atom + d` with numbers c and d: its root.
fn roots(store: &Store, polynomial: &Polynomial) -> Vec<(Expr, Expr)> {
    let constant = polynomial
        .0
        .get(&Vec::new())
        .cloned()
        .unwrap_or_else(BigRational::zero);
    if polynomial.0.len() != 1 + usize::from(!constant.is_zero()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (monomial, coefficient) in &polynomial.0 {
        if let [(atom, _)] = monomial.as_slice()
            && (constant.is_zero() || monomial[0].1 == 1)
        {
            found.push((*atom, store.rational(-constant.clone() / coefficient)));
        }
    }
    found
}

/// The factors of a product or quotient, numerators and denominators alike: its sign is the
/// product of their signs.
pub(super) fn factors(store: &Store, term: Expr) -> Vec<Expr> {
    let mut found = Vec::new();
    let mut stack = vec![term];
    while let Some(expr) = stack.pop() {
        match store.head(expr) {
            Head::Mul | Head::Div => stack.extend(store.args(expr).iter().rev()),
            Head::Neg => {
                found.push(store.int(-1));
                stack.push(store.args(expr)[0]);
            }
            _ => found.push(expr),
        }
    }
    found
}
