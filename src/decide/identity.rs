//! Equations from equations: the difference of the sides divided by the differences of known ones,
//! with the cofactors.

use num_rational::BigRational;
use num_traits::{One, Zero};

use super::known::{Known, written};
use crate::expr::{Expr, Store};
use crate::kernel::arrange::Arranger;
use crate::kernel::certificate::{Hypothesis, Source};
use crate::kernel::polynomial::Sign;
use crate::kernel::ring::{self, Monomial, Polynomial};

/// Larger goals are left alone.
const SIZE: usize = 60;
/// Steps of the division, at most.
const STEPS: usize = 60;

/// Known equations with cofactors whose sum is the difference of the goal's sides, if division finds
/// them.
pub fn identity(
    store: &Store,
    arranger: &Arranger,
    known: &[Expr],
    goal: Expr,
) -> Option<Vec<(Hypothesis, Expr)>> {
    let (a, b) = store.sides(goal)?;
    if store.subterms(goal).len() > SIZE {
        return None;
    }
    let mut found = Known::new(store, arranger);
    for formula in known {
        found.add(*formula, Source::Assumed);
    }
    for formula in [&[goal], known].concat() {
        found.laws(formula);
    }
    let goal = ring::quotient(store, arranger, store.sub(a, b))?;
    let scale = goal.bottom.as_constant().filter(|v| !v.is_zero())?;
    let equations: Vec<(usize, Polynomial)> = found
        .quotients
        .iter()
        .enumerate()
        .filter(|(_, (_, sign))| *sign == Sign::Zero)
        .filter_map(|(k, (quotient, _))| {
            let scale = quotient.bottom.as_constant().filter(|v| !v.is_zero())?;
            let polynomial = Polynomial::default().plus(&quotient.top, &scale.recip());
            (!polynomial.is_zero()).then_some((k, polynomial))
        })
        .collect();
    let divisors: Vec<&Polynomial> = equations.iter().map(|(_, p)| p).collect();
    let cofactors = divided(
        Polynomial::default().plus(&goal.top, &scale.recip()),
        &divisors,
    )?;
    let used = equations.iter().zip(cofactors);
    let used = used.filter(|(_, cofactor)| !cofactor.is_zero());
    Some(
        used.map(|((k, _), cofactor)| (found.hypotheses[*k].clone(), written(store, &cofactor)))
            .collect(),
    )
}

/// The cofactors of a polynomial that is a combination of divisors, if division by their leading
/// terms leaves nothing.
fn divided(mut rest: Polynomial, divisors: &[&Polynomial]) -> Option<Vec<Polynomial>> {
    let mut cofactors = vec![Polynomial::default(); divisors.len()];
    for _ in 0..STEPS {
        let Some((monomial, coefficient)) = leading(&rest) else {
            return Some(cofactors);
        };
        let (k, over, below) = divisors.iter().enumerate().find_map(|(k, divisor)| {
            let (lead, below) = leading(divisor)?;
            Some((k, quotient(&monomial, &lead)?, below))
        })?;
        let factor = Polynomial::single(over, coefficient / below);
        cofactors[k] = std::mem::take(&mut cofactors[k]).plus(&factor, &BigRational::one());
        rest = rest.plus(&divisors[k].times(&factor)?, &-BigRational::one());
    }
    None
}

/// The leading term: the highest degree first, among equals the one with more of the last atom.
fn leading(polynomial: &Polynomial) -> Option<(Monomial, BigRational)> {
    let degree = |monomial: &Monomial| monomial.iter().map(|(_, k)| *k).sum::<u32>();
    let terms = polynomial.0.iter();
    let (monomial, coefficient) = terms.max_by(|(a, _), (b, _)| {
        let last_first = || a.iter().rev().cmp(b.iter().rev());
        degree(a).cmp(&degree(b)).then_with(last_first)
    })?;
    Some((monomial.clone(), coefficient.clone()))
}

/// A monomial divided by another.
fn quotient(monomial: &Monomial, by: &Monomial) -> Option<Monomial> {
    let mut result = monomial.clone();
    for (atom, power) in by {
        let own = result.iter_mut().find(|(other, _)| other == atom)?;
        own.1 = own.1.checked_sub(*power)?;
    }
    result.retain(|(_, power)| *power > 0);
    Some(result)
}
