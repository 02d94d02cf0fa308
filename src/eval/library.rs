//! Values of the library's functions at points, made into enclosures, and images of intervals under
//! monotone functions.
//!
//! The library is asked for 64 bits more than are kept. Every value is then widened by 2^24 times
//! the error that the library promises at most, and rounded outward.

use std::cell::RefCell;
use std::cmp::Ordering;

use astro_float::{BigFloat, Consts, Exponent, RoundingMode, Sign};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::Failure;
use super::arithmetic::sub;
use super::enclosure::{Enclosure, End, LIMIT, order, power_of_two};

thread_local! {
    // Computed once a thread: π, e and the logarithms of 2 and 10 to growing precision.
    static CONSTANTS: RefCell<Option<Consts>> = RefCell::new(Consts::new().ok());
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

/// A library function at a point, enclosed.
pub(super) fn library(
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

/// The enclosure of a value that is known to some 40 bits beyond the precision.
pub(super) fn widened(value: &BigFloat, precision: usize) -> Enclosure {
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

/// A value known to lie strictly between 0 and 1.
pub(super) fn unit(value: Enclosure) -> Enclosure {
    value
        .at_least(End::small(0, true))
        .no_more_than(End::small(1, true))
}

/// Beyond all limits.
pub(super) fn huge() -> Enclosure {
    Enclosure {
        lower: End {
            at: power_of_two(LIMIT),
            open: false,
        },
        upper: End::infinite(Sign::Pos),
    }
}

/// Above 0, below all limits.
pub(super) fn tiny() -> Enclosure {
    Enclosure {
        lower: End::small(0, true),
        upper: End {
            at: power_of_two(-LIMIT),
            open: false,
        },
    }
}

/// Next to 1 from below.
pub(super) fn nearly_one() -> Enclosure {
    sub(&Enclosure::small(1), &tiny(), 64)
}

pub(super) fn is_far(at: &BigFloat) -> bool {
    at.exponent().is_some_and(|e| e > 29)
}

pub(super) fn end_at(at: &BigFloat) -> End {
    End {
        at: at.clone(),
        open: at.is_inf(),
    }
}

pub(super) fn infinite(sign: Sign) -> Enclosure {
    Enclosure {
        lower: End::infinite(sign),
        upper: End::infinite(sign),
    }
}

pub(super) fn unbounded() -> Enclosure {
    Enclosure {
        lower: End::infinite(Sign::Neg),
        upper: End::infinite(Sign::Pos),
    }
}

/// floor(x) of a number of moderate size.
pub(super) fn to_integer(x: &BigFloat) -> Option<BigInt> {
    if x.is_zero() {
        return Some(BigInt::ZERO);
    }
    let (digits, _, sign, exponent, _) = x.as_raw_parts()?;
    if exponent > 1 << 14 {
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
