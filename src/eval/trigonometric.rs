//! Trigonometric functions of enclosures and their inverses.

use astro_float::{BigFloat, Consts, Exponent, RoundingMode};
use num_bigint::BigInt;
use num_integer::Integer;

use super::Failure;
use super::arithmetic::{div, mul, neg};
use super::enclosure::{Enclosure, End, order, power_of_two};
use super::library::{increasing, library, pi, to_integer, within};

/// Arguments of sine and cosine beyond 2^this are not reduced: the value is somewhere in [-1, 1].
const TRIGONOMETRIC_LIMIT: Exponent = 4096;

/// sin(x)
pub(super) fn sin(x: &Enclosure, precision: usize) -> Enclosure {
    periodic(x, precision, 1, BigFloat::sin)
}

/// cos(x)
pub(super) fn cos(x: &Enclosure, precision: usize) -> Enclosure {
    periodic(x, precision, 0, BigFloat::cos)
}

/// tan(x)
///
/// # Errors
/// Undecided where x may be a pole.
pub(super) fn tan(x: &Enclosure, precision: usize) -> Result<Enclosure, Failure> {
    let (low, high) = quadrants(x, precision).ok_or(Failure::Undecided)?;
    // Poles are at odd multiples of π/2: none among low + 1, ..., high.
    let next_odd = &low + if low.is_even() { 1 } else { 2 };
    if next_odd <= high {
        return Err(Failure::Undecided);
    }
    Ok(increasing(x, |at| library(at, precision, BigFloat::tan)))
}

/// asin(x)
pub(super) fn asin(x: &Enclosure, precision: usize) -> Result<Enclosure, Failure> {
    within(x, Some(End::small(-1, false)), Some(End::small(1, false)))?;
    Ok(increasing(x, |at| library(at, precision, BigFloat::asin)))
}

/// acos(x)
pub(super) fn acos(x: &Enclosure, precision: usize) -> Result<Enclosure, Failure> {
    within(x, Some(End::small(-1, false)), Some(End::small(1, false)))?;
    let value = increasing(&neg(x), |at| library(&at.neg(), precision, BigFloat::acos));
    Ok(value.at_least(End::small(0, false)))
}

/// atan(x)
pub(super) fn atan(x: &Enclosure, precision: usize) -> Enclosure {
    let half = mul(
        &pi(precision),
        &Enclosure::point(&power_of_two(-1)),
        precision,
    );
    let value = increasing(x, |at| {
        if at.is_inf() {
            return if at.is_negative() {
                neg(&half)
            } else {
                half.clone()
            };
        }
        library(at, precision, BigFloat::atan)
    });
    let bound = End {
        at: half.upper.at.clone(),
        open: true,
    };
    value.at_least(bound.negated()).no_more_than(bound)
}

/// Sine (with its maximum at the first multiple of π/2, `peak` = 1) or cosine (`peak` = 0).
fn periodic(
    x: &Enclosure,
    precision: usize,
    peak: i32,
    f: impl Fn(&BigFloat, usize, RoundingMode, &mut Consts) -> BigFloat,
) -> Enclosure {
    let one = BigFloat::from_i64(1, 64);
    let whole = Enclosure::between(one.neg(), one);
    let Some((low, high)) = quadrants(x, precision) else {
        return whole;
    };
    let has = |residue: i32| {
        let first: BigInt = &low + 1;
        let next = &first + (BigInt::from(residue) - &first).mod_floor(&BigInt::from(4));
        next <= high
    };
    let left = library(&x.lower.at, precision, &f);
    let right = library(&x.upper.at, precision, &f);
    let hull = Enclosure {
        lower: [&left, &right]
            .into_iter()
            .map(|e| End {
                at: e.lower.at.clone(),
                open: false,
            })
            .min_by(|a, b| order(&a.at, &b.at))
            .unwrap_or(End::small(-1, false)),
        upper: [&left, &right]
            .into_iter()
            .map(|e| End {
                at: e.upper.at.clone(),
                open: false,
            })
            .max_by(|a, b| order(&a.at, &b.at))
            .unwrap_or(End::small(1, false)),
    };
    let lower = if has(peak + 2) {
        whole.lower.clone()
    } else {
        hull.lower
    };
    let upper = if has(peak) {
        whole.upper.clone()
    } else {
        hull.upper
    };
    Enclosure { lower, upper }
        .at_least(whole.lower)
        .no_more_than(whole.upper)
}

/// floor(2x/π) at both ends, if they can be told.
fn quadrants(x: &Enclosure, precision: usize) -> Option<(BigInt, BigInt)> {
    let floor = |at: &BigFloat| -> Option<BigInt> {
        let exponent = at.exponent()?;
        if at.is_zero() {
            return Some(BigInt::ZERO);
        }
        if exponent > TRIGONOMETRIC_LIMIT {
            return None;
        }
        let working = precision + 64 + exponent.max(0) as usize;
        let doubled = mul(&Enclosure::point(at), &Enclosure::small(2), working);
        let quotient = div(&doubled, &pi(working), working).ok()?;
        let (low, high) = (
            to_integer(&quotient.lower.at)?,
            to_integer(&quotient.upper.at)?,
        );
        (low == high).then_some(low)
    };
    Some((floor(&x.lower.at)?, floor(&x.upper.at)?))
}
