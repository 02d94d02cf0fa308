//! Case splits: an assumption `product R 0` by the signs of its factors.

use num_rational::BigRational;
use num_traits::{One, Zero};

use super::Facts;
use super::factors::factors;
use crate::expr::{Expr, Head, Relation};
use crate::kernel::ring::{self, Polynomial};

/// Assumptions with more factors than this are not split into cases.
const MAX_FACTORS: usize = 3;

impl Facts<'_> {
    /// Splits an assumption `product R 0` into the possible signs of its factors; the goal must
    /// hold in each case.
    pub(super) fn by_cases(&self, relation: Relation, a: Expr, b: Expr) -> bool {
        if self.depth >= 1 {
            return false;
        }
        let store = self.store;
        let goal = store.relate(relation, a, b);
        let zero = store.int(0);
        for assumption in &self.assumptions {
            let (Head::Relation(r), [left, right]) =
                (store.head(*assumption), store.args(*assumption))
            else {
                continue;
            };
            if !matches!(r, Relation::Less | Relation::LessEqual) {
                continue;
            }
            // 0 R product, or product R 0.
            let (product, positive) = match (self.literal(*left), self.literal(*right)) {
                (Some(v), None) if v.is_zero() => (*right, true),
                (None, Some(v)) if v.is_zero() => (*left, false),
                _ => {
                    // right - left may be a single monomial.
                    let difference = store.sub(*right, *left);
                    let Some(q) = ring::quotient(store, self.arranger, difference) else {
                        continue;
                    };
                    if q.top.0.len() != 1 || q.bottom.as_constant().is_none() {
                        continue;
                    }
                    let scale = q
                        .bottom
                        .as_constant()
                        .unwrap_or_else(BigRational::one)
                        .recip();
                    let scaled = Polynomial::default().plus(&q.top, &scale);
                    (ring::term(store, &scaled), true)
                }
            };
            let strict = *r == Relation::Less;
            let Some((factors, odd)) = self.open_factors(product) else {
                continue;
            };
            // The product of the open factors is positive if an even number is negative.
            let wanted_negatives_odd = positive == odd;
            let all_cases = (0..1u32 << factors.len())
                .filter(|signs| (signs.count_ones() % 2 == 1) == wanted_negatives_odd)
                .all(|signs| {
                    let mut assumed = self.assumptions.clone();
                    for (k, factor) in factors.iter().enumerate() {
                        let relation = match (signs >> k & 1 == 1, strict) {
                            (true, true) => Relation::Less,
                            (true, false) => Relation::LessEqual,
                            (false, true) => Relation::Greater,
                            (false, false) => Relation::GreaterEqual,
                        };
                        assumed.push(store.relate(relation, *factor, zero));
                    }
                    let case = Facts::at_depth(store, self.arranger, &assumed, self.depth + 1);
                    case.impossible(&[]) || case.holds_relation(goal)
                });
            if all_cases {
                return true;
            }
        }
        false
    }

    /// The factors of a product or quotient whose sign is not known, and whether those of known
    /// sign make it negative. As written, or else as one fraction.
    fn open_factors(&self, product: Expr) -> Option<(Vec<Expr>, bool)> {
        let store = self.store;
        let one_fraction = || {
            let q = ring::quotient(store, self.arranger, product)?;
            q.bottom
                .as_constant()
                .is_none()
                .then(|| vec![ring::term(store, &q.top), ring::term(store, &q.bottom)])
        };
        let mut candidates = vec![factors(store, product)];
        candidates.extend(one_fraction());
        for candidate in candidates {
            if candidate.len() < 2 {
                continue;
            }
            let mut odd = false;
            let mut open = Vec::new();
            for factor in candidate {
                let (factor, negated) = match (store.head(factor), store.args(factor)) {
                    (Head::Neg, [inner]) => (*inner, true),
                    _ => (factor, false),
                };
                odd ^= negated;
                let mut range = self.range(factor);
                if let Some(q) = ring::quotient(store, self.arranger, factor)
                    && q.bottom.as_constant().is_some_and(|c| c.is_one())
                {
                    range = range.meet(&self.polynomial_range(&q.top));
                }
                if range.is_positive() {
                    continue;
                }
                if range.is_negative() {
                    odd = !odd;
                    continue;
                }
                open.push(factor);
            }
            if open.len() <= MAX_FACTORS {
                return Some((open, odd));
            }
        }
        None
    }
}
