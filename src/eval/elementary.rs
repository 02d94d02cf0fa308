//! Exponential and hyperbolic functions of enclosures, and their inverses.

use astro_float::{BigFloat, RoundingMode, Sign};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::Signed;

use super::Failure;
use super::arithmetic::{add, div, integer_power, magnitude, mul, neg, sub};
use super::enclosure::{Enclosure, End, order, power_of_two};
use super::library::{
    end_at, huge, increasing, infinite, is_far, library, nearly_one, tiny, unbounded, unit,
    widened, within,
};

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

fn positive(x: &Enclosure) -> Result<(), Failure> {
    within(x, Some(End::small(0, true)), None)
}

fn nonnegative(x: &Enclosure) -> Result<(), Failure> {
    within(x, Some(End::small(0, false)), None)
}
