//! Elementary functions of enclosures.
//!
//! The library's functions are asked for 64 bits more than are kept and are trusted with 40 bits
//! less than it promises: every value is widened by 2^-40 of a unit in its last kept place before
//! it is rounded outward.

use std::cell::RefCell;
use std::cmp::Ordering;

use astro_float::{BigFloat, Consts, Exponent, RoundingMode, Sign};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive};

use super::Failure;
use super::arithmetic::{add, div, integer_power, magnitude, mul, neg, sub};
use super::enclosure::{Enclosure, End, LIMIT, order, power_of_two};

/// Arguments of sine and cosine beyond 2^this are not reduced: the value is somewhere in [-1, 1].
const TRIGONOMETRIC_LIMIT: Exponent = 4096;

thread_local! {
    // Computed once a thread: π, e and the logarithms of 2 and 10 to growing precision.
    static CONSTANTS: RefCell<Option<Consts>> = RefCell::new(Consts::new().ok());
}

/// Runs a library function that needs the cache of constants; NaN if there is no memory for it.
pub(super) fn with_constants(f: impl FnOnce(&mut Consts) -> BigFloat) -> BigFloat {
    CONSTANTS.with(|cache| match cache.borrow_mut().as_mut() {
        Some(constants) => f(constants),
        None => astro_float::NAN,
    })
}

/// π
pub(super) fn pi(precision: usize) -> Enclosure {
    widened(
        &with_constants(|c| c.pi(precision + 64, RoundingMode::ToEven)),
        precision,
    )
}

/// Euler's number.
pub(super) fn euler(precision: usize) -> Enclosure {
    widened(
        &with_constants(|c| c.e(precision + 64, RoundingMode::ToEven)),
        precision,
    )
}

/// exp(x)
pub(super) fn exp(x: &Enclosure, precision: usize) -> Result<Enclosure, Failure> {
    let value = increasing(x, |at| {
        // e^x lies beyond 2^LIMIT, or below 2^-LIMIT, from here on.
        if is_far(at) {
            return if at.is_negative() { tiny() } else { huge() };
        }
        library(at, precision, BigFloat::exp)
    });
    Ok(value.at_least(End::small(0, true)))
}

/// The natural logarithm.
pub(super) fn log(x: &Enclosure, precision: usize) -> Result<Enclosure, Failure> {
    positive(x)?;
    Ok(increasing(x, |at| library(at, precision, BigFloat::ln)))
}

/// The logarithm to base 10.
pub(super) fn log10(x: &Enclosure, precision: usize) -> Result<Enclosure, Failure> {
    positive(x)?;
    Ok(increasing(x, |at| library(at, precision, BigFloat::log10)))
}

/// The logarithm to base 2.
pub(super) fn log2(x: &Enclosure, precision: usize) -> Result<Enclosure, Failure> {
    positive(x)?;
    Ok(increasing(x, |at| library(at, precision, BigFloat::log2)))
}

/// The square root.
pub(super) fn sqrt(x: &Enclosure, precision: usize) -> Result<Enclosure, Failure> {
    nonnegative(x)?;
    let value = increasing(x, |at| {
        widened(&at.sqrt(precision + 64, RoundingMode::ToEven), precision)
    });
    Ok(value.at_least(End::small(0, false)))
}

/// The real n-th root for a positive integer n; for odd n of any real x.
pub(super) fn root(x: &Enclosure, n: &BigInt, precision: usize) -> Result<Enclosure, Failure> {
    if !n.is_positive() {
        return Err(Failure::Unsupported);
    }
    if n.is_even() {
        nonnegative(x)?;
    }
    let degree = Enclosure::integer(n, precision + 64);
    let of_positive = |at: &BigFloat| -> Enclosure {
        let working = precision + 128;
        log(&Enclosure::point(at), working)
            .and_then(|log| div(&log, &degree, working))
            .and_then(|log| exp(&log, precision))
            .unwrap_or_else(|_| unbounded())
    };
    Ok(increasing(x, |at| {
        if at.is_zero() {
            Enclosure::zero()
        } else if at.is_negative() {
            neg(&of_positive(&at.neg()))
        } else {
            of_positive(at)
        }
    }))
}

/// sinh(x)
pub(super) fn sinh(x: &Enclosure, precision: usize) -> Enclosure {
    increasing(x, |at| {
        if is_far(at) {
            return if at.is_negative() {
                neg(&huge())
            } else {
                huge()
            };
        }
        library(at, precision, BigFloat::sinh)
    })
}

/// cosh(x)
pub(super) fn cosh(x: &Enclosure, precision: usize) -> Enclosure {
    let value = increasing(&magnitude(x), |at| {
        if is_far(at) {
            return huge();
        }
        library(at, precision, BigFloat::cosh)
    });
    value.at_least(End::small(1, false))
}

/// tanh(x)
pub(super) fn tanh(x: &Enclosure, precision: usize) -> Enclosure {
    let value = increasing(x, |at| {
        if is_far(at) {
            return if at.is_negative() {
                neg(&nearly_one())
            } else {
                nearly_one()
            };
        }
        library(at, precision, BigFloat::tanh)
    });
    value
        .at_least(End::small(-1, true))
        .no_more_than(End::small(1, true))
}

/// asinh(x)
pub(super) fn asinh(x: &Enclosure, precision: usize) -> Enclosure {
    increasing(x, |at| {
        if at.exponent().is_some_and(|e| e.abs() > 1 << 20) {
            return far_asinh(at, precision);
        }
        library(at, precision, BigFloat::asinh)
    })
}

/// acosh(x)
pub(super) fn acosh(x: &Enclosure, precision: usize) -> Result<Enclosure, Failure> {
    within(x, Some(End::small(1, false)), None)?;
    let value = increasing(x, |at| {
        if at.exponent().is_some_and(|e| e > 1 << 20) {
            return far_asinh(at, precision);
        }
        library(at, precision, BigFloat::acosh)
    });
    Ok(value.at_least(End::small(0, false)))
}

/// atanh(x)
pub(super) fn atanh(x: &Enclosure, precision: usize) -> Result<Enclosure, Failure> {
    within(x, Some(End::small(-1, true)), Some(End::small(1, true)))?;
    Ok(increasing(x, |at| {
        if order(&at.abs(), &BigFloat::from_i64(1, 64)).is_eq() {
            return infinite(if at.is_negative() {
                Sign::Neg
            } else {
                Sign::Pos
            });
        }
        library(at, precision, BigFloat::atanh)
    }))
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

/// 1/(1 + exp(-x))
pub(super) fn sigmoid(x: &Enclosure, precision: usize) -> Result<Enclosure, Failure> {
    let one = Enclosure::small(1);
    let working = precision + 64;
    let value = increasing(x, |at| {
        // With e^x for x < 0, the small value keeps its relative accuracy.
        let point = Enclosure {
            lower: end_at(at),
            upper: end_at(at),
        };
        let quotient = if at.is_negative() {
            exp(&point, working).and_then(|e| div(&e, &add(&one, &e, working), precision))
        } else {
            exp(&neg(&point), working).and_then(|e| div(&one, &add(&one, &e, working), precision))
        };
        quotient.unwrap_or_else(|_| unbounded())
    });
    Ok(unit(value))
}

/// log(x/(1 - x))
pub(super) fn logit(x: &Enclosure, precision: usize) -> Result<Enclosure, Failure> {
    within(x, Some(End::small(0, true)), Some(End::small(1, true)))?;
    let one = Enclosure::small(1);
    Ok(increasing(x, |at| {
        if at.is_zero() {
            return infinite(Sign::Neg);
        }
        if order(at, &one.lower.at).is_eq() {
            return infinite(Sign::Pos);
        }
        // 1 - x is exact at a precision that covers both.
        let working = precision + 64 + at.mantissa_max_bit_len().unwrap_or(0);
        let point = Enclosure::point(at);
        div(&point, &sub(&one, &point, working), working)
            .and_then(|odds| log(&odds, precision))
            .unwrap_or_else(|_| unbounded())
    }))
}

/// A value known to lie strictly between 0 and 1.
pub(super) fn unit(value: Enclosure) -> Enclosure {
    value
        .at_least(End::small(0, true))
        .no_more_than(End::small(1, true))
}

/// Refuses what is not certainly inside a domain.
///
/// # Errors
/// Undefined if the value is certainly outside, undecided if it may be.
pub(super) fn within(x: &Enclosure, low: Option<End>, high: Option<End>) -> Result<(), Failure> {
    // For an end that is left out, the end itself is outside.
    let outside = |x_high: &End, low: &End| match order(&x_high.at, &low.at) {
        Ordering::Less => true,
        Ordering::Equal => x_high.open || low.open,
        Ordering::Greater => false,
    };
    let inside = |x_low: &End, low: &End| match order(&x_low.at, &low.at) {
        Ordering::Greater => true,
        Ordering::Equal => x_low.open || !low.open,
        Ordering::Less => false,
    };
    let mut certain = true;
    if let Some(low) = &low {
        if outside(&x.upper, low) {
            return Err(Failure::Undefined);
        }
        certain &= inside(&x.lower, low);
    }
    if let Some(high) = &high {
        let high = high.negated();
        if outside(&x.lower.negated(), &high) {
            return Err(Failure::Undefined);
        }
        certain &= inside(&x.upper.negated(), &high);
    }
    if certain {
        Ok(())
    } else {
        Err(Failure::Undecided)
    }
}

/// The image under a strictly increasing function that is enclosed at single points; at an
/// infinite end, `f` gives the limit.
pub(super) fn increasing(x: &Enclosure, mut f: impl FnMut(&BigFloat) -> Enclosure) -> Enclosure {
    let Enclosure { lower: low, upper } = f(&x.lower.at);
    let high = if x.is_point() {
        upper
    } else {
        f(&x.upper.at).upper
    };
    Enclosure {
        lower: End {
            open: low.open || x.lower.open,
            at: low.at,
        },
        upper: End {
            open: high.open || x.upper.open,
            at: high.at,
        },
    }
}

/// A library function at a point, enclosed.
fn library(
    at: &BigFloat,
    precision: usize,
    f: impl FnOnce(&BigFloat, usize, RoundingMode, &mut Consts) -> BigFloat,
) -> Enclosure {
    let value = with_constants(|c| f(at, precision + 64, RoundingMode::ToEven, c));
    let one = BigFloat::from_i64(1, 64);
    if value.is_zero() && !at.is_zero() && !at.is_inf() && order(&at.abs(), &one).is_ne() {
        // No function here is 0 at another rational point: it is only too small to represent.
        let tiny = power_of_two(-LIMIT);
        return Enclosure::between(tiny.neg(), tiny);
    }
    widened(&value, precision)
}

/// The enclosure of a value that is known to 64 - 24 bits beyond the precision.
fn widened(value: &BigFloat, precision: usize) -> Enclosure {
    let Some(exponent) = value.exponent() else {
        return match value.sign() {
            Some(sign) => infinite(sign),
            None => unbounded(),
        };
    };
    if value.is_zero() {
        return Enclosure::zero();
    }
    let margin = power_of_two(exponent.saturating_sub(precision as Exponent + 40));
    Enclosure::between(
        value.sub(&margin, precision, RoundingMode::Down),
        value.add(&margin, precision, RoundingMode::Up),
    )
}

/// asinh for |x| beyond 2^(2^20) or below its reciprocal, and acosh far out, by the first terms of
/// their series: there both differ from log(2x) by less than 1/x², and asinh x from x by less
/// than |x|³.
fn far_asinh(at: &BigFloat, precision: usize) -> Enclosure {
    let size = Enclosure::point(&at.abs());
    let value = if at.exponent().is_some_and(|e| e < 0) {
        let cube =
            integer_power(&size, &BigInt::from(3), precision).unwrap_or_else(|_| unbounded());
        let low = sub(&size, &cube, precision);
        Enclosure {
            lower: low.lower,
            upper: size.upper,
        }
    } else if at.is_inf() {
        infinite(Sign::Pos)
    } else {
        let margin = power_of_two(-(1 << 20));
        let margin = Enclosure::between(margin.neg(), margin);
        log(&mul(&size, &Enclosure::small(2), precision + 64), precision)
            .map_or_else(|_| unbounded(), |log| add(&log, &margin, precision))
    };
    if at.is_negative() { neg(&value) } else { value }
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

/// floor(x) of a number of moderate size.
pub(super) fn to_integer(x: &BigFloat) -> Option<BigInt> {
    if x.is_zero() {
        return Some(BigInt::ZERO);
    }
    let (digits, _, sign, exponent, _) = x.as_raw_parts()?;
    if exponent > 2 * TRIGONOMETRIC_LIMIT {
        return None;
    }
    let bytes: Vec<u8> = digits.iter().flat_map(|word| word.to_le_bytes()).collect();
    let mantissa = BigInt::from_bytes_le(num_bigint::Sign::Plus, &bytes);
    let mantissa = if sign.is_negative() {
        -mantissa
    } else {
        mantissa
    };
    let shift = i64::from(exponent) - 64 * digits.len() as i64;
    Some(if shift >= 0 {
        mantissa << shift
    } else {
        // Shifting a negative number to the right rounds down.
        mantissa >> (-shift).to_u64()?
    })
}

fn positive(x: &Enclosure) -> Result<(), Failure> {
    within(x, Some(End::small(0, true)), None)
}

fn nonnegative(x: &Enclosure) -> Result<(), Failure> {
    within(x, Some(End::small(0, false)), None)
}

/// Beyond all limits.
fn huge() -> Enclosure {
    Enclosure {
        lower: End {
            at: power_of_two(LIMIT),
            open: false,
        },
        upper: End::infinite(Sign::Pos),
    }
}

/// Above 0, below all limits.
fn tiny() -> Enclosure {
    Enclosure {
        lower: End::small(0, true),
        upper: End {
            at: power_of_two(-LIMIT),
            open: false,
        },
    }
}

/// Next to 1 from below.
fn nearly_one() -> Enclosure {
    sub(&Enclosure::small(1), &tiny(), 64)
}

fn is_far(at: &BigFloat) -> bool {
    at.exponent().is_some_and(|e| e > 29)
}

fn end_at(at: &BigFloat) -> End {
    End {
        at: at.clone(),
        open: at.is_inf(),
    }
}

fn infinite(sign: Sign) -> Enclosure {
    Enclosure {
        lower: End::infinite(sign),
        upper: End::infinite(sign),
    }
}

fn unbounded() -> Enclosure {
    Enclosure {
        lower: End::infinite(Sign::Neg),
        upper: End::infinite(Sign::Pos),
    }
}
