//! Linear arithmetic over monomials: Fourier–Motzkin elimination.

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::Facts;
use crate::expr::{Head, Relation};
use crate::kernel::arrange::Arranger;
use crate::kernel::ring::{self, Polynomial};

/// More inequalities than this are not combined.
const MAX_CONSTRAINTS: usize = 160;

/// A polynomial that is ≥ 0, or > 0 if strict.
#[derive(Clone)]
pub(super) struct Constraint {
    pub(super) polynomial: Polynomial,
    pub(super) strict: bool,
}

impl Facts<'_> {
    /// Whether the assumptions and these constraints contradict each other.
    pub(super) fn impossible(&self, extra: &[Constraint]) -> bool {
        let store = self.store;
        let mut constraints: Vec<Constraint> = extra.to_vec();
        for assumption in &self.assumptions {
            let (Head::Relation(relation), [a, b]) =
                (store.head(*assumption), store.args(*assumption))
            else {
                continue;
            };
            // Arranged relations are =, !=, < or <=.
            let Some(q) = ring::quotient(store, self.arranger, store.sub(*b, *a)) else {
                continue;
            };
            let bottom = self.polynomial_range(&q.bottom);
            let polynomial = if bottom.is_positive() {
                q.top
            } else if bottom.is_negative() || *relation == Relation::Equal {
                negative_of(&q.top)
            } else {
                continue;
            };
            let polynomial = self.without_positive_factors(polynomial);
            match relation {
                Relation::Less => constraints.push(Constraint {
                    polynomial,
                    strict: true,
                }),
                Relation::LessEqual => {
                    let strict = self.range(store.sub(*b, *a)).is_nonzero();
                    constraints.push(Constraint { polynomial, strict });
                }
                Relation::Equal => {
                    constraints.push(Constraint {
                        polynomial: negative_of(&polynomial),
                        strict: false,
                    });
                    constraints.push(Constraint {
                        polynomial,
                        strict: false,
                    });
                }
                _ => {}
            }
        }
        let mut monomials: Vec<ring::Monomial> = Vec::new();
        for constraint in &constraints {
            for monomial in constraint.polynomial.0.keys() {
                if !monomial.is_empty() && !monomials.contains(monomial) {
                    monomials.push(monomial.clone());
                }
            }
        }
        for monomial in &monomials {
            let single = Polynomial(
                [(monomial.clone(), BigRational::one())]
                    .into_iter()
                    .collect(),
            );
            let range = self.polynomial_range(&single);
            if let Some(end) = &range.lower {
                let below = Polynomial::constant(end.value.clone());
                constraints.push(Constraint {
                    polynomial: single.clone().plus(&below, &-BigRational::one()),
                    strict: !end.closed || (end.value.is_zero() && range.nonzero),
                });
            }
            if let Some(end) = &range.upper {
                constraints.push(Constraint {
                    polynomial: Polynomial::constant(end.value.clone())
                        .plus(&single, &-BigRational::one()),
                    strict: !end.closed || (end.value.is_zero() && range.nonzero),
                });
            }
        }
        eliminate(self.arranger, constraints, monomials)
    }
}

pub(super) fn negative_of(polynomial: &Polynomial) -> Polynomial {
    Polynomial::default().plus(polynomial, &-BigRational::one())
}

/// Fourier–Motzkin: eliminates the monomials one by one, looking for 0 > 0.
fn eliminate(
    arranger: &Arranger,
    mut constraints: Vec<Constraint>,
    monomials: Vec<ring::Monomial>,
) -> bool {
    let contradiction = |c: &Constraint| {
        c.polynomial
            .as_constant()
            .is_some_and(|v| v.is_negative() || (c.strict && v.is_zero()))
    };
    for monomial in monomials {
        if constraints.iter().any(contradiction) {
            return true;
        }
        let coefficient = |c: &Constraint| {
            c.polynomial
                .0
                .get(&monomial)
                .cloned()
                .unwrap_or_else(BigRational::zero)
        };
        let (with, mut rest): (Vec<_>, Vec<_>) = constraints
            .into_iter()
            .partition(|c| !coefficient(c).is_zero());
        let (lower, upper): (Vec<_>, Vec<_>) =
            with.into_iter().partition(|c| coefficient(c).is_positive());
        if !arranger.spend(rest.len() + lower.len() * upper.len()) {
            return false;
        }
        if rest.len() + lower.len() * upper.len() > MAX_CONSTRAINTS {
            return false;
        }
        for low in &lower {
            for high in &upper {
                let (a, b) = (coefficient(low), -coefficient(high));
                let sum = Polynomial::default()
                    .plus(&low.polynomial, &b)
                    .plus(&high.polynomial, &a);
                rest.push(Constraint {
                    polynomial: sum,
                    strict: low.strict || high.strict,
                });
            }
        }
        constraints = rest;
    }
    constraints.iter().any(contradiction)
}
