//! Arithmetic of enclosures with outward rounding: the ends of a result are rounded away from
//! each other, so that the exact result lies between them.

use std::cmp::Ordering;

use astro_float::{BigFloat, RoundingMode, Sign};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

use super::Failure;
use super::elementary;
use super::enclosure::{Enclosure, End, order};

use RoundingMode::{Down, Up};

/// a + b
pub(super) fn add(a: &Enclosure, b: &Enclosure, precision: usize) -> Enclosure {
    let end = |a: &End, b: &End, rounding: RoundingMode| {
        let infinite = if a.at.is_inf() { a } else { b };
        if infinite.at.is_inf() {
            return (infinite.at.clone(), true);
        }
        let down = a.at.add(&b.at, precision, Down);
        let up = a.at.add(&b.at, precision, Up);
        // What was rounded is not attained: 1 + e^{-800} > 1 is seen at any precision.
        let rounded = order(&down, &up).is_ne();
        let at = if rounding == Down { down } else { up };
        (at, rounded || a.open || b.open)
    };
    let (lower, lower_open) = end(&a.lower, &b.lower, Down);
    let (upper, upper_open) = end(&a.upper, &b.upper, Up);
    Enclosure {
        lower: End::lower(lower, lower_open),
        upper: End::upper(upper, upper_open),
    }
}

/// -a
pub(super) fn neg(a: &Enclosure) -> Enclosure {
    Enclosure {
        lower: a.upper.negated(),
        upper: a.lower.negated(),
    }
}

/// a - b
pub(super) fn sub(a: &Enclosure, b: &Enclosure, precision: usize) -> Enclosure {
    add(a, &neg(b), precision)
}

/// a · b
pub(super) fn mul(a: &Enclosure, b: &Enclosure, precision: usize) -> Enclosure {
    if a.is_nonpositive() && !a.is_nonnegative() {
        return neg(&mul(&neg(a), b, precision));
    }
    if b.is_nonpositive() && !b.is_nonnegative() {
        return neg(&mul(a, &neg(b), precision));
    }
    let product = |a: &End, b: &End, rounding| {
        if let Some(open) = zero_product(a, b) {
            (BigFloat::new(64), open)
        } else if a.at.is_inf() || b.at.is_inf() {
            (End::infinite(joint_sign(a, b)).at, true)
        } else {
            (a.at.mul(&b.at, precision, rounding), a.open || b.open)
        }
    };
    if a.is_nonnegative() && b.is_nonnegative() {
        let (lower, lower_open) = product(&a.lower, &b.lower, Down);
        let (upper, upper_open) = product(&a.upper, &b.upper, Up);
        return Enclosure {
            lower: End::lower(lower, lower_open),
            upper: End::upper(upper, upper_open),
        };
    }
    corners(a, b, product)
}

/// a / b
///
/// # Errors
/// Undefined where b is certainly 0, undecided where it may be.
pub(super) fn div(a: &Enclosure, b: &Enclosure, precision: usize) -> Result<Enclosure, Failure> {
    match b.sign() {
        Some(Ordering::Equal) => return Err(Failure::Undefined),
        None => return Err(Failure::Undecided),
        Some(Ordering::Less) => return div(&neg(a), &neg(b), precision),
        Some(Ordering::Greater) => {}
    }
    // The largest quotient has the divisor nearest to 0 if it is positive, else the farthest.
    let upper = |a: &End| {
        let positive = a.at.is_positive() && !a.at.is_zero();
        let b = if positive { &b.lower } else { &b.upper };
        let (at, open) = if a.at.is_zero() {
            (BigFloat::new(64), a.open)
        } else if a.at.is_inf() || b.at.is_zero() {
            let sign = if positive { Sign::Pos } else { Sign::Neg };
            // -∞/b with b up to ∞: only the sign is known.
            match (sign, b.at.is_inf()) {
                (Sign::Neg, true) => (BigFloat::new(64), true),
                _ => (End::infinite(sign).at, true),
            }
        } else if b.at.is_inf() {
            (BigFloat::new(64), true)
        } else {
            (a.at.div(&b.at, precision, Up), a.open || b.open)
        };
        End::upper(at, open)
    };
    Ok(Enclosure {
        lower: upper(&a.lower.negated()).negated(),
        upper: upper(&a.upper),
    })
}

/// a^n for an integer n.
///
/// # Errors
/// Undefined for 0^n with n ≤ 0, undecided where a may be 0 then.
pub(super) fn integer_power(
    a: &Enclosure,
    n: &BigInt,
    precision: usize,
) -> Result<Enclosure, Failure> {
    if !n.is_positive() {
        match a.sign() {
            Some(Ordering::Equal) => return Err(Failure::Undefined),
            None => return Err(Failure::Undecided),
            Some(_) => {}
        }
        if n.is_zero() {
            return Ok(Enclosure::small(1));
        }
        let working = precision + 64;
        let power = integer_power(a, &-n, working)?;
        return div(&Enclosure::small(1), &power, precision);
    }
    if n.is_even() {
        let size = magnitude(a);
        let result = positive_power(&size, n, precision)?;
        return Ok(result);
    }
    // Odd powers are increasing: each end by itself.
    let end = |end: &End| -> Result<Enclosure, Failure> {
        if end.at.is_inf() {
            return Ok(Enclosure {
                lower: end.clone(),
                upper: end.clone(),
            });
        }
        let point = Enclosure::point(&end.at);
        let power = positive_power(&magnitude(&point), n, precision)?;
        Ok(if end.at.is_negative() {
            neg(&power)
        } else {
            power
        })
    };
    let (low, high) = (end(&a.lower)?, end(&a.upper)?);
    Ok(Enclosure {
        lower: End {
            open: a.lower.open || low.lower.open,
            at: low.lower.at,
        },
        upper: End {
            open: a.upper.open || high.upper.open,
            at: high.upper.at,
        },
    })
}

/// a^b for a real exponent b; where a is negative it must not be an integer.
///
/// # Errors
/// Undefined where a < 0, and for a = 0 where b ≤ 0; undecided where that is open.
pub(super) fn real_power(
    a: &Enclosure,
    b: &Enclosure,
    precision: usize,
) -> Result<Enclosure, Failure> {
    if a.is_negative() {
        return Err(Failure::Undefined);
    }
    if a.sign() == Some(Ordering::Equal) {
        return match b.sign() {
            Some(Ordering::Greater) => Ok(Enclosure::zero()),
            Some(_) => Err(Failure::Undefined),
            None => Err(Failure::Undecided),
        };
    }
    if !a.is_nonnegative() {
        return Err(Failure::Undecided);
    }
    if !a.is_positive() {
        // From 0, which belongs: only positive exponents are known to be allowed.
        if !b.is_positive() {
            return Err(Failure::Undecided);
        }
        let above = Enclosure {
            lower: End {
                at: a.lower.at.clone(),
                open: true,
            },
            upper: a.upper.clone(),
        };
        let mut power = real_power(&above, b, precision)?;
        power.lower = End::small(0, false);
        return Ok(power);
    }
    // The exponent of the result costs as many bits of relative accuracy as it has.
    let working = precision + 128;
    let log = elementary::log(a, working)?;
    let exponent = mul(&log, b, working);
    elementary::exp(&exponent, precision)
}

/// |a|
pub(super) fn magnitude(a: &Enclosure) -> Enclosure {
    if a.is_nonnegative() {
        return a.clone();
    }
    if a.is_nonpositive() {
        return neg(a);
    }
    let left = a.lower.negated();
    let upper = match order(&left.at, &a.upper.at) {
        Ordering::Less => a.upper.clone(),
        Ordering::Greater => left,
        Ordering::Equal => End {
            open: left.open && a.upper.open,
            at: left.at,
        },
    };
    Enclosure {
        lower: End::small(0, false),
        upper,
    }
}

/// The least of two values.
pub(super) fn min(a: &Enclosure, b: &Enclosure) -> Enclosure {
    // An attained least end belongs only if it belongs to every enclosure that reaches it.
    Enclosure {
        lower: lesser(&a.lower, &b.lower, |x, y| x && y),
        upper: lesser(&a.upper, &b.upper, |x, y| x || y),
    }
}

/// The greatest of two values.
pub(super) fn max(a: &Enclosure, b: &Enclosure) -> Enclosure {
    neg(&min(&neg(a), &neg(b)))
}

fn lesser(a: &End, b: &End, open: impl Fn(bool, bool) -> bool) -> End {
    match order(&a.at, &b.at) {
        Ordering::Less => a.clone(),
        Ordering::Greater => b.clone(),
        Ordering::Equal => End {
            at: a.at.clone(),
            open: open(a.open, b.open),
        },
    }
}

/// The hull of an operation that is monotone in each argument, from the four pairs of ends.
fn corners(
    a: &Enclosure,
    b: &Enclosure,
    operation: impl Fn(&End, &End, RoundingMode) -> (BigFloat, bool),
) -> Enclosure {
    let pairs = [
        (&a.lower, &b.lower),
        (&a.lower, &b.upper),
        (&a.upper, &b.lower),
        (&a.upper, &b.upper),
    ];
    let both = |open: bool, other: bool| open && other;
    let mut lower: Option<End> = None;
    let mut upper: Option<End> = None;
    for (a, b) in pairs {
        let (at, open) = operation(a, b, Down);
        let end = End::lower(at, open);
        lower = Some(match lower {
            None => end,
            Some(least) => lesser(&least, &end, both),
        });
        let (at, open) = operation(a, b, Up);
        let end = End::upper(at, open).negated();
        upper = Some(match upper {
            None => end,
            Some(least) => lesser(&least, &end, both),
        });
    }
    Enclosure {
        lower: lower.unwrap_or_else(|| End::infinite(Sign::Neg)),
        upper: upper.map_or_else(|| End::infinite(Sign::Pos), |end| end.negated()),
    }
}

/// If one of two ends is 0: whether their product, 0, is left out.
fn zero_product(a: &End, b: &End) -> Option<bool> {
    match (a.at.is_zero(), b.at.is_zero()) {
        (true, true) => Some(a.open && b.open),
        (true, false) => Some(a.open),
        (false, true) => Some(b.open),
        (false, false) => None,
    }
}

fn joint_sign(a: &End, b: &End) -> Sign {
    if a.at.is_negative() == b.at.is_negative() {
        Sign::Pos
    } else {
        Sign::Neg
    }
}

/// a^n for a ≥ 0 and n ≥ 1, by repeated squaring; enormous exponents go by logarithms.
fn positive_power(a: &Enclosure, n: &BigInt, precision: usize) -> Result<Enclosure, Failure> {
    let Some(n) = n.to_u64().filter(|n| *n < 1 << 32) else {
        let exponent = Enclosure::integer(n, precision + 64);
        return real_power(a, &exponent, precision);
    };
    // Every squaring doubles the relative error.
    let working = precision + 64;
    let mut result: Option<Enclosure> = None;
    let mut square = a.clone();
    let mut left = n;
    loop {
        if left & 1 == 1 {
            result = Some(match result {
                None => square.clone(),
                Some(product) => mul(&product, &square, working),
            });
        }
        left >>= 1;
        if left == 0 {
            break;
        }
        square = mul(&square, &square, working);
    }
    let result = result.unwrap_or(square);
    Ok(add(&result, &Enclosure::zero(), precision))
}
