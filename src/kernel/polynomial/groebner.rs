//! Equations between polynomials: a basis of what follows from them by addition and
//! multiplication (Buchberger's algorithm, within bounds), and remainders modulo it.

use std::cmp::Ordering;

use num_rational::BigRational;
use num_traits::One;

use crate::expr::Expr;
use crate::kernel::arrange::Arranger;
use crate::kernel::ring::{Monomial, Polynomial};

/// More pairs are not looked at.
const MAX_PAIRS: usize = 60;
/// More polynomials are not kept.
const MAX_SIZE: usize = 24;
/// Larger polynomials are not kept.
const MAX_TERMS: usize = 80;
/// Higher degrees are not kept.
const MAX_DEGREE: u32 = 16;
/// Subtractions in one reduction, at most.
const MAX_STEPS: usize = 400;

/// The degree of a monomial.
pub fn degree(monomial: &Monomial) -> u32 {
    monomial.iter().map(|(_, k)| k).sum()
}

/// The order by degree, then lexicographic, the first atom being the largest.
fn order(a: &Monomial, b: &Monomial) -> Ordering {
    degree(a).cmp(&degree(b)).then_with(|| {
        for (x, y) in a.iter().zip(b) {
            match x.0.cmp(&y.0) {
                Ordering::Less => return Ordering::Greater,
                Ordering::Greater => return Ordering::Less,
                Ordering::Equal => match x.1.cmp(&y.1) {
                    Ordering::Equal => {}
                    other => return other,
                },
            }
        }
        a.len().cmp(&b.len())
    })
}

/// The largest monomial of a polynomial that is not zero.
pub fn lead(polynomial: &Polynomial) -> Option<(&Monomial, &BigRational)> {
    polynomial.0.iter().max_by(|a, b| order(a.0, b.0))
}

/// The monomial that times `b` is `a`.
fn quotient(a: &Monomial, b: &Monomial) -> Option<Monomial> {
    let power = |atom: Expr| {
        let found = a.iter().find(|(other, _)| *other == atom);
        found.map_or(0, |(_, k)| *k)
    };
    if b.iter().any(|(atom, k)| power(*atom) < *k) {
        return None;
    }
    let less = |atom: Expr| {
        let found = b.iter().find(|(other, _)| *other == atom);
        found.map_or(0, |(_, k)| *k)
    };
    Some(
        a.iter()
            .map(|(atom, k)| (*atom, k - less(*atom)))
            .filter(|(_, k)| *k > 0)
            .collect(),
    )
}

fn common_multiple(a: &Monomial, b: &Monomial) -> Monomial {
    let mut all: std::collections::BTreeMap<Expr, u32> = a.iter().copied().collect();
    for (atom, k) in b {
        let known = all.entry(*atom).or_insert(0);
        *known = (*known).max(*k);
    }
    all.into_iter().collect()
}

fn shifted(polynomial: &Polynomial, by: &Monomial) -> Option<Polynomial> {
    let factor = Polynomial([(by.clone(), BigRational::one())].into_iter().collect());
    polynomial.times(&factor)
}

/// The quotient of two polynomials, if the second divides the first.
pub fn divided(polynomial: &Polynomial, divisor: &Polynomial) -> Option<Polynomial> {
    let (lead_d, coefficient_d) = lead(divisor)?;
    let mut rest = polynomial.clone();
    let mut result = Polynomial::default();
    for _ in 0..MAX_STEPS {
        let Some((monomial, coefficient)) = lead(&rest) else {
            return Some(result);
        };
        let by = quotient(monomial, lead_d)?;
        let factor = coefficient / coefficient_d;
        let less = shifted(divisor, &by)?;
        rest = rest.plus(&less, &-factor.clone());
        result.0.insert(by, factor);
    }
    None
}

/// Equations, each a polynomial that is zero, made so that remainders say much.
#[derive(Clone, Debug, Default)]
pub struct Basis(Vec<Polynomial>);

impl Basis {
    /// A basis of what follows from polynomials being zero, as far as the bounds and the work that
    /// is left allow.
    pub fn new(arranger: &Arranger, equations: Vec<Polynomial>) -> Basis {
        let mut basis = Basis::default();
        let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
        let mut queue = equations;
        queue.sort_by_key(|p| (super::degree(p), p.0.len()));
        for equation in queue {
            basis.insert(equation, &mut pairs);
        }
        for _ in 0..MAX_PAIRS {
            if basis.is_contradictory() || pairs.is_empty() || !arranger.spend(1) {
                break;
            }
            let at = (0..pairs.len()).min_by_key(|k| pairs[*k]).unwrap_or(0);
            let (_, j, k) = pairs.swap_remove(at);
            if let Some(new) = basis.combination(j, k) {
                basis.insert(new, &mut pairs);
            }
        }
        basis.reduced()
    }

    /// The polynomials.
    pub fn polynomials(&self) -> &[Polynomial] {
        &self.0
    }

    /// Whether it says that a number other than 0 is 0.
    pub fn is_contradictory(&self) -> bool {
        self.0.iter().any(|p| p.as_constant().is_some())
    }

    /// A polynomial that has the same value wherever the equations hold.
    pub fn remainder(&self, polynomial: &Polynomial) -> Polynomial {
        let mut rest = polynomial.clone();
        let mut result = Polynomial::default();
        for _ in 0..MAX_STEPS {
            let Some((monomial, coefficient)) = lead(&rest) else {
                return result;
            };
            let (monomial, coefficient) = (monomial.clone(), coefficient.clone());
            let step = self.0.iter().find_map(|p| {
                let (lead_p, coefficient_p) = lead(p)?;
                let by = quotient(&monomial, lead_p)?;
                Some((shifted(p, &by)?, &coefficient / coefficient_p))
            });
            match step {
                Some((less, factor)) => rest = rest.plus(&less, &-factor),
                None => {
                    rest.0.remove(&monomial);
                    result.0.insert(monomial, coefficient);
                }
            }
        }
        result.plus(&rest, &BigRational::one())
    }

    /// Takes in what is new in an equation.
    fn insert(&mut self, equation: Polynomial, pairs: &mut Vec<(u32, usize, usize)>) {
        let new = self.remainder(&equation);
        if new.is_zero()
            || self.0.len() >= MAX_SIZE
            || new.0.len() > MAX_TERMS
            || super::degree(&new) > MAX_DEGREE
        {
            return;
        }
        let (monomial, coefficient) = match lead(&new) {
            Some((monomial, coefficient)) => (monomial.clone(), coefficient.recip()),
            None => return,
        };
        let new = Polynomial::default().plus(&new, &coefficient);
        for (k, other) in self.0.iter().enumerate() {
            if let Some((lead, _)) = lead(other) {
                let multiple = common_multiple(lead, &monomial);
                // Leading monomials without a common atom give nothing new.
                if degree(&multiple) < degree(lead) + degree(&monomial) {
                    pairs.push((degree(&multiple), k, self.0.len()));
                }
            }
        }
        self.0.push(new);
    }

    /// The combination in which the leading terms cancel.
    fn combination(&self, j: usize, k: usize) -> Option<Polynomial> {
        let (a, b) = (&self.0[j], &self.0[k]);
        let ((lead_a, c), (lead_b, d)) = (lead(a)?, lead(b)?);
        let multiple = common_multiple(lead_a, lead_b);
        let first = shifted(a, &quotient(&multiple, lead_a)?)?;
        let second = shifted(b, &quotient(&multiple, lead_b)?)?;
        Some(
            Polynomial::default()
                .plus(&first, &c.recip())
                .plus(&second, &-d.recip()),
        )
    }

    /// Each polynomial reduced by the others.
    fn reduced(self) -> Basis {
        let mut all = self.0;
        let mut k = 0;
        while k < all.len() {
            let one = all.remove(k);
            let rest = Basis(all);
            let new = rest.remainder(&one);
            all = rest.0;
            if !new.is_zero() {
                all.insert(k, new);
                k += 1;
            }
        }
        Basis(all)
    }
}
