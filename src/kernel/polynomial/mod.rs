//! Conditions on the signs of polynomials, and ways to see that they cannot hold together.
//!
//! Each way is sound for all real values of the atoms, and none is complete but for one variable.

mod contradiction;
mod factors;
mod groebner;
mod signs;
mod squares;
mod univariate;
mod whole;

pub(super) use contradiction::contradict;
pub(crate) use squares::{Origin, certificate as combination};

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::ring::Polynomial;
use crate::expr::Expr;

/// What is said of the sign of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    /// It is 0.
    Zero,
    /// It is not 0.
    NonZero,
    /// It is greater than 0.
    Positive,
    /// It is at least 0.
    NonNegative,
}

impl Sign {
    /// Whether a number has the sign.
    pub fn admits(self, value: &BigRational) -> bool {
        match self {
            Sign::Zero => value.is_zero(),
            Sign::NonZero => !value.is_zero(),
            Sign::Positive => value.is_positive(),
            Sign::NonNegative => !value.is_negative(),
        }
    }

    /// Whether a number of this sign (1, 0 or -1) has the sign.
    pub fn allows(self, sign: i32) -> bool {
        match self {
            Sign::Zero => sign == 0,
            Sign::NonZero => sign != 0,
            Sign::Positive => sign > 0,
            Sign::NonNegative => sign >= 0,
        }
    }
}

/// A polynomial whose value has a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) polynomial: Polynomial,
    pub(crate) sign: Sign,
}

impl Condition {
    pub(super) fn new(polynomial: Polynomial, sign: Sign) -> Condition {
        Condition { polynomial, sign }
    }
}

/// Two polynomials that have the same sign at all values of their atoms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) argument: Polynomial,
    pub(super) value: Polynomial,
}

/// The polynomial with the sign changed.
pub(super) fn negative(polynomial: &Polynomial) -> Polynomial {
    Polynomial::default().plus(polynomial, &-BigRational::one())
}

/// The atoms of a polynomial.
pub(super) fn atoms(polynomial: &Polynomial) -> Vec<Expr> {
    let mut found: Vec<Expr> = Vec::new();
    for (atom, _) in polynomial.0.keys().flatten() {
        if !found.contains(atom) {
            found.push(*atom);
        }
    }
    found
}

/// The total degree.
pub(super) fn degree(polynomial: &Polynomial) -> u32 {
    let degrees = polynomial.0.keys().map(groebner::degree);
    degrees.max().unwrap_or(0)
}

/// The coefficients in one atom, from the constant one on.
fn coefficients(polynomial: &Polynomial, atom: Expr) -> Vec<Polynomial> {
    let mut found: Vec<Polynomial> = Vec::new();
    for (monomial, coefficient) in &polynomial.0 {
        let power = monomial.iter().find(|(a, _)| *a == atom);
        let power = power.map_or(0, |(_, k)| *k as usize);
        let rest = monomial
            .iter()
            .filter(|(a, _)| *a != atom)
            .copied()
            .collect();
        if found.len() <= power {
            found.resize(power + 1, Polynomial::default());
        }
        found[power].0.insert(rest, coefficient.clone());
    }
    found
}

/// The polynomial in its only atom, if it has one.
fn in_one(polynomial: &Polynomial, atom: Expr) -> Option<univariate::Univariate> {
    let numbers: Option<Vec<BigRational>> = coefficients(polynomial, atom)
        .iter()
        .map(Polynomial::as_constant)
        .collect();
    numbers.map(univariate::Univariate::new)
}
