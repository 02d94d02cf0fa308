//! The normal distribution function Φ, its inverse and the error function, enclosed.
//!
//! With S(w) = Σ wⁿ/(1·3·5⋯(2n+1)) and the density φ,
//!
//! - Φ(x) = 1/2 + φ(x) x S(x²) and erf x = 2/√π e^{-x²} x S(2x²): all terms are positive, and once
//!   the quotient of terms is below 1/2, what is left out is less than the last term;
//! - 1 - Φ(x) = φ(x)/x · (1 - 1/x² + 1·3/x⁴ - ⋯) for x > 0: the partial sums enclose the value.
//!
//! See Abramowitz and Stegun, 7.1.6, 26.2.11 and 26.2.12.

use std::cmp::Ordering;

use astro_float::{BigFloat, RoundingMode, Sign};

use super::arithmetic::{add, div, mul, neg, sub};
use super::elementary::{exp, log, sqrt};
use super::enclosure::{Enclosure, End, order, power_of_two};
use super::library::{increasing, infinite, pi, to_integer, unit, within};
use super::{Failure, float};

/// The distribution function of the standard normal distribution.
pub(super) fn phi(x: &Enclosure, precision: usize) -> Result<Enclosure, Failure> {
    let mut failure = None;
    let value = increasing(x, |at| {
        let value = if at.is_zero() || at.is_positive() {
            upper_tail(at, precision).map(|tail| sub(&Enclosure::small(1), &tail, precision))
        } else {
            upper_tail(&at.neg(), precision)
        };
        value.unwrap_or_else(|error| {
            failure = Some(error);
            Enclosure::small(0)
        })
    });
    match failure {
        Some(error) => Err(error),
        None => Ok(unit(value)),
    }
}

/// The error function.
pub(super) fn erf(x: &Enclosure, precision: usize) -> Result<Enclosure, Failure> {
    let mut failure = None;
    let value = increasing(x, |at| {
        let size = at.abs();
        let value = erf_of_positive(&size, precision).unwrap_or_else(|error| {
            failure = Some(error);
            Enclosure::small(0)
        });
        if at.is_negative() { neg(&value) } else { value }
    });
    match failure {
        Some(error) => Err(error),
        None => Ok(value
            .at_least(End::small(-1, true))
            .no_more_than(End::small(1, true))),
    }
}

/// The inverse of Φ on (0, 1).
pub(super) fn phi_inverse(x: &Enclosure, precision: usize) -> Result<Enclosure, Failure> {
    within(x, Some(End::small(0, true)), Some(End::small(1, true)))?;
    let mut failure = None;
    let half = power_of_two(-1);
    let one = BigFloat::from_i64(1, 64);
    let value = increasing(x, |at| {
        let value = match order(at, &half) {
            _ if at.is_zero() => return infinite(Sign::Neg),
            _ if order(at, &one).is_eq() => return infinite(Sign::Pos),
            Ordering::Equal => Ok(Enclosure::zero()),
            Ordering::Less => lower_quantile(at, precision),
            // 1 - p is exact: p has finitely many digits.
            Ordering::Greater => {
                lower_quantile(&one.sub_full_prec(at), precision).map(|value| neg(&value))
            }
        };
        value.unwrap_or_else(|error| {
            failure = Some(error);
            Enclosure::zero()
        })
    });
    match failure {
        Some(error) => Err(error),
        None => Ok(value),
    }
}

/// 1 - Φ(x) for x ≥ 0.
fn upper_tail(x: &BigFloat, precision: usize) -> Result<Enclosure, Failure> {
    if x.is_inf() {
        return Ok(Enclosure::zero());
    }
    let point = Enclosure::point(x);
    if x.exponent().is_some_and(|e| e > 40 && !x.is_zero()) {
        // 0 < 1 - Φ(x) < e^(-x) by far.
        let bound = exp(&neg(&point), precision)?;
        return Ok(Enclosure {
            lower: End::small(0, true),
            upper: bound.upper,
        });
    }
    if is_large(x, precision) {
        // An absolute error of x² is a relative one of the density.
        let working = precision + 64 + 2 * x.exponent().unwrap_or(0).max(0) as usize;
        let square = mul(&point, &point, working);
        let series = asymptotic_series(&square, working)?;
        let density = density(&square, working)?;
        let value = div(&mul(&density, &series, working), &point, precision)?;
        return Ok(value.at_least(End::small(0, true)));
    }
    // 1/2 minus the series loses as many digits as the tail has zeros.
    let working = precision + 64 + extra_bits(x);
    let square = mul(&point, &point, working);
    let series = odd_series(&square, working);
    let density = density(&square, working)?;
    let central = mul(&mul(&density, &point, working), &series, working);
    let half = Enclosure::point(&power_of_two(-1));
    Ok(sub(&half, &central, precision).at_least(End::small(0, true)))
}

/// erf x for x ≥ 0.
fn erf_of_positive(x: &BigFloat, precision: usize) -> Result<Enclosure, Failure> {
    if x.is_zero() {
        return Ok(Enclosure::zero());
    }
    let one = Enclosure::small(1);
    if x.is_inf() {
        return Ok(one);
    }
    let point = Enclosure::point(x);
    if is_large(x, precision) {
        // 1 - erf x < e^(-x²) for x > 0.
        let square = mul(&point, &point, precision + 64);
        let tail = exp(&neg(&square), precision)?;
        let value = sub(&one, &tail, precision);
        return Ok(Enclosure {
            lower: value.lower,
            upper: one.upper,
        });
    }
    let working = precision + 64 + extra_bits(x);
    let square = mul(&point, &point, working);
    let doubled = mul(&square, &Enclosure::small(2), working);
    let series = odd_series(&doubled, working);
    let scale = div(&Enclosure::small(2), &sqrt(&pi(working), working)?, working)?;
    let bell = exp(&neg(&square), working)?;
    let product = mul(&mul(&scale, &bell, working), &point, working);
    Ok(mul(&product, &series, precision))
}

/// The x < 0 with Φ(x) = p, for 0 < p < 1/2.
///
/// Newton's method on log Φ, which is concave, approaches the root from below after one step; the
/// two ends found are then proved to lie on either side of it. How they were found does not matter
/// for what is proved.
fn lower_quantile(p: &BigFloat, precision: usize) -> Result<Enclosure, Failure> {
    let working = precision + 64;
    let target = Enclosure::point(p);
    let log_p = log(&target, working)?;
    let mut x = match float::phi_inverse(target.to_f64()) {
        near if near.is_finite() && near < 0.0 => BigFloat::from_f64(near, 64),
        // Φ(x) < e^(-x²/2): the root is above -√(-2 log p).
        _ => {
            let bound = mul(&log_p, &Enclosure::small(-2), 128);
            sqrt(&bound, 128)?.upper.at.neg()
        }
    };
    // Every step doubles the number of right bits, and needs no more precision than that.
    let mut step_precision = working.min(128);
    for _ in 0..100 {
        let tail = upper_tail(&x.neg(), step_precision)?;
        let square = mul(&Enclosure::point(&x), &Enclosure::point(&x), step_precision);
        let slope = div(&density(&square, step_precision)?, &tail, step_precision)?;
        let gap = sub(&log_p, &log(&tail, step_precision)?, step_precision);
        let step = middle(&div(&gap, &slope, step_precision)?, step_precision);
        x = x.add(&step, working, RoundingMode::ToEven);
        if x.is_positive() || x.is_zero() {
            x = power_of_two(-(working as i32)).neg();
        }
        let (Some(size), Some(change)) = (x.exponent(), step.exponent()) else {
            return Err(Failure::Undecided);
        };
        let right = if step.is_zero() {
            step_precision
        } else {
            (size.max(0) - change).max(0) as usize
        };
        if step_precision == working && 2 * right >= precision + 24 {
            break;
        }
        step_precision = step_precision.max(4 * right + 64).min(working);
    }
    let size = x.exponent().ok_or(Failure::Undecided)?;
    // Prove that Φ(low) <= p <= Φ(high), widening if the ends were too ambitious.
    let bits = precision as i32;
    for margin in [size - bits, size - bits + 32, size - bits / 2, 8 - bits] {
        let margin = power_of_two(margin);
        let low = x.sub(&margin, working, RoundingMode::Down);
        let high = x.add(&margin, working, RoundingMode::Up);
        if below(&low, &target, working)? && above(&high, &target, working)? {
            let mut value = Enclosure::between(low, high);
            value = add(&value, &Enclosure::zero(), precision);
            return Ok(value.no_more_than(End::small(0, true)));
        }
    }
    Err(Failure::Undecided)
}

/// Whether Φ(x) ≤ p, proved.
fn below(x: &BigFloat, p: &Enclosure, precision: usize) -> Result<bool, Failure> {
    Ok(phi(&Enclosure::point(x), precision)?.at_most(p))
}

/// Whether Φ(x) ≥ p, proved.
fn above(x: &BigFloat, p: &Enclosure, precision: usize) -> Result<bool, Failure> {
    Ok(p.at_most(&phi(&Enclosure::point(x), precision)?))
}

/// φ at a point whose square is given: e^{-w/2}/√(2π).
fn density(square: &Enclosure, precision: usize) -> Result<Enclosure, Failure> {
    let half = Enclosure::point(&power_of_two(-1));
    let bell = exp(&neg(&mul(square, &half, precision + 64)), precision)?;
    let circle = mul(&pi(precision), &Enclosure::small(2), precision);
    div(&bell, &sqrt(&circle, precision)?, precision)
}

/// Σ wⁿ/(1·3·5⋯(2n+1)) for w ≥ 0.
fn odd_series(w: &Enclosure, precision: usize) -> Enclosure {
    let mut term = Enclosure::small(1);
    let mut sum = Enclosure::small(1);
    let cut = -(precision as i64);
    for n in 1.. {
        let factor = div(w, &Enclosure::small(2 * n + 1), precision);
        let Ok(factor) = factor else { break };
        term = mul(&term, &factor, precision);
        sum = add(&sum, &term, precision);
        // The next quotients are smaller still: below 1/2, the rest is less than this term.
        let halving = order(&factor.upper.at, &power_of_two(-1)).is_le();
        let small = term.upper.at.exponent().is_none_or(|e| i64::from(e) < cut);
        if halving && (small || term.upper.at.is_zero()) {
            let rest = Enclosure {
                lower: End::small(0, false),
                upper: term.upper,
            };
            return add(&sum, &rest, precision);
        }
    }
    Enclosure {
        lower: sum.lower,
        upper: End::infinite(Sign::Pos),
    }
}

/// 1 - 1/w + 1·3/w² - ⋯ for large w: two partial sums in a row enclose it.
fn asymptotic_series(w: &Enclosure, precision: usize) -> Result<Enclosure, Failure> {
    let mut term = Enclosure::small(1);
    let mut sum = Enclosure::small(1);
    let cut = -(precision as i64);
    for n in 1.. {
        let factor = div(&Enclosure::small(1 - 2 * n), w, precision)?;
        let next = mul(&term, &factor, precision);
        let sum_with = add(&sum, &next, precision);
        let grows = order(&factor.lower.at, &BigFloat::from_i64(-1, 64)).is_le();
        let small = next.lower.at.exponent().is_none_or(|e| i64::from(e) < cut)
            && next.upper.at.exponent().is_none_or(|e| i64::from(e) < cut);
        if grows || small {
            // The value lies between the sums before and after this term.
            let (a, b) = (&sum, &sum_with);
            let lower = if order(&a.lower.at, &b.lower.at).is_lt() {
                a
            } else {
                b
            };
            let upper = if order(&a.upper.at, &b.upper.at).is_gt() {
                a
            } else {
                b
            };
            return Ok(Enclosure {
                lower: End {
                    open: false,
                    ..lower.lower.clone()
                },
                upper: End {
                    open: false,
                    ..upper.upper.clone()
                },
            });
        }
        term = next;
        sum = sum_with;
    }
    Err(Failure::Undecided)
}

/// Whether the asymptotic series reaches the precision: its least term is about e^{-x²/2}.
fn is_large(x: &BigFloat, precision: usize) -> bool {
    let square = x.mul(x, 64, RoundingMode::Down);
    let needed = BigFloat::from_u64(2 * precision as u64 + 256, 64);
    order(&square, &needed).is_gt()
}

/// Bits by which e^{-x²} falls below 1, for x that is not large.
fn extra_bits(x: &BigFloat) -> usize {
    // x² log₂ e < 2x².
    let square = x.mul(x, 64, RoundingMode::Up);
    let doubled = square.mul(&power_of_two(1), 64, RoundingMode::Up);
    to_integer(&doubled)
        .and_then(|n| usize::try_from(n).ok())
        .unwrap_or(0)
        + 8
}

fn middle(x: &Enclosure, precision: usize) -> BigFloat {
    x.lower
        .at
        .add(&x.upper.at, precision, RoundingMode::ToEven)
        .mul(&power_of_two(-1), precision, RoundingMode::ToEven)
}
