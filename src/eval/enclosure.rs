//! Enclosures: two binary numbers that an exact value provably lies between.
//!
//! Each end says whether the value may be the end itself. That is how `sigmoid(800) < 1` is seen
//! at any precision: the upper end is 1, and 1 itself is left out.

use std::cmp::Ordering;

use astro_float::{BigFloat, Exponent, RoundingMode, Sign, Word};
use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use num_traits::{Signed, Zero};

/// Beyond 2^`LIMIT` an end becomes infinite, and below 2^-`LIMIT` it becomes 0. The square of what
/// is left is far from the ends of the exponent range, so that no operation overflows.
pub(super) const LIMIT: Exponent = 1 << 29;

/// One end of an enclosure.
#[derive(Clone, Debug)]
pub(super) struct End {
    pub(super) at: BigFloat,
    /// The value is not the end itself.
    pub(super) open: bool,
}

/// A closed, open or half-open interval, possibly unbounded, that holds an exact real value.
#[derive(Clone, Debug)]
pub struct Enclosure {
    pub(super) lower: End,
    pub(super) upper: End,
}

impl Enclosure {
    /// The enclosure of a rational number with ends of a given precision in bits; a single point
    /// if the number has that few bits.
    pub fn rational(value: &BigRational, precision: usize) -> Enclosure {
        let numerator = Enclosure::integer(value.numer(), precision + 64);
        let denominator = Enclosure::integer(value.denom(), precision + 64);
        // The denominator is positive and the numerator's ends have one sign.
        let (low, high) = if value.is_negative() {
            (&denominator.lower, &denominator.upper)
        } else {
            (&denominator.upper, &denominator.lower)
        };
        let lower = numerator
            .lower
            .at
            .div(&low.at, precision, RoundingMode::Down);
        let upper = numerator
            .upper
            .at
            .div(&high.at, precision, RoundingMode::Up);
        // Either the quotient is exact or it lies strictly between.
        let rounded = order(&lower, &upper).is_ne();
        Enclosure {
            lower: End::lower(lower, rounded),
            upper: End::upper(upper, rounded),
        }
    }

    /// The enclosure of all numbers between two rational ones.
    pub fn spanning(low: &BigRational, high: &BigRational, precision: usize) -> Enclosure {
        let (low, high) = (
            Enclosure::rational(low, precision),
            Enclosure::rational(high, precision),
        );
        Enclosure {
            lower: End::lower(low.lower.at, false),
            upper: End::upper(high.upper.at, false),
        }
    }

    /// The enclosure of an integer with ends of at least the given precision.
    pub(super) fn integer(value: &BigInt, precision: usize) -> Enclosure {
        let kept = precision.div_ceil(64) as u64 * 64;
        let magnitude = value.magnitude();
        let shift = magnitude.bits().saturating_sub(kept);
        let below = magnitude >> shift;
        let above = if (&below << shift) == *magnitude {
            below.clone()
        } else {
            &below + 1u32
        };
        let (below, above) = (binary(&below, shift), binary(&above, shift));
        if value.is_negative() {
            Enclosure::between(above.neg(), below.neg())
        } else {
            Enclosure::between(below, above)
        }
    }

    /// The closed interval from `lower` to `upper`.
    pub(super) fn between(lower: BigFloat, upper: BigFloat) -> Enclosure {
        Enclosure {
            lower: End::lower(lower, false),
            upper: End::upper(upper, false),
        }
    }

    /// A single point.
    pub(super) fn point(at: &BigFloat) -> Enclosure {
        Enclosure::between(at.clone(), at.clone())
    }

    /// The number 0, exactly.
    pub(super) fn zero() -> Enclosure {
        Enclosure::small(0)
    }

    /// The closed interval between two small integers.
    pub(super) fn range(lower: i64, upper: i64) -> Enclosure {
        Enclosure::between(BigFloat::from_i64(lower, 64), BigFloat::from_i64(upper, 64))
    }

    /// A small integer, exactly.
    pub(super) fn small(value: i64) -> Enclosure {
        Enclosure::point(&BigFloat::from_i64(value, 64))
    }

    /// The lower end; minus infinity if there is none.
    pub fn lower(&self) -> &BigFloat {
        &self.lower.at
    }

    /// The upper end; infinity if there is none.
    pub fn upper(&self) -> &BigFloat {
        &self.upper.at
    }

    /// The sign of the value, if that is certain: how it compares with 0.
    pub fn sign(&self) -> Option<Ordering> {
        if self.is_positive() {
            Some(Ordering::Greater)
        } else if self.is_negative() {
            Some(Ordering::Less)
        } else if self.lower.at.is_zero() && self.upper.at.is_zero() {
            Some(Ordering::Equal)
        } else {
            None
        }
    }

    /// How the value compares with another, if that is certain.
    pub fn compare(&self, other: &Enclosure) -> Option<Ordering> {
        if self.upper.before(&other.lower) {
            Some(Ordering::Less)
        } else if other.upper.before(&self.lower) {
            Some(Ordering::Greater)
        } else if self.is_point()
            && other.is_point()
            && order(&self.lower.at, &other.lower.at).is_eq()
        {
            Some(Ordering::Equal)
        } else {
            None
        }
    }

    /// Whether the value is certainly at most the other.
    pub fn at_most(&self, other: &Enclosure) -> bool {
        order(&self.upper.at, &other.lower.at) != Ordering::Greater
    }

    /// Whether a rational number lies in the enclosure.
    pub fn contains(&self, value: &BigRational) -> bool {
        let numerator = exact_integer(value.numer());
        let denominator = exact_integer(value.denom());
        let against = |end: &BigFloat| {
            if end.is_inf() {
                order(end, &numerator)
            } else {
                order(&end.mul_full_prec(&denominator), &numerator)
            }
        };
        let low = match against(&self.lower.at) {
            Ordering::Less => true,
            Ordering::Equal => !self.lower.open,
            Ordering::Greater => false,
        };
        let high = match against(&self.upper.at) {
            Ordering::Greater => true,
            Ordering::Equal => !self.upper.open,
            Ordering::Less => false,
        };
        low && high
    }

    /// The middle, as the nearest machine number or a neighbour of it.
    pub fn to_f64(&self) -> f64 {
        let (low, high) = (to_f64(&self.lower.at), to_f64(&self.upper.at));
        if low == high {
            return low;
        }
        let middle = self
            .lower
            .at
            .add(&self.upper.at, 192, RoundingMode::ToEven)
            .div(&BigFloat::from_i64(2, 64), 192, RoundingMode::ToEven);
        to_f64(&middle)
    }

    /// The distance between the ends, rounded up.
    pub fn width(&self) -> f64 {
        if self.is_point() {
            return 0.0;
        }
        let width = self.upper.at.sub(&self.lower.at, 64, RoundingMode::Up);
        let near = to_f64(&width);
        if near.is_nan() {
            f64::INFINITY
        } else {
            near.next_up()
        }
    }

    /// Whether the enclosure is a single number.
    pub fn is_point(&self) -> bool {
        !self.lower.at.is_inf() && order(&self.lower.at, &self.upper.at) == Ordering::Equal
    }

    pub(super) fn is_positive(&self) -> bool {
        self.lower.at.is_positive() && !self.lower.at.is_zero()
            || self.lower.at.is_zero() && self.lower.open
    }

    pub(super) fn is_negative(&self) -> bool {
        self.upper.at.is_negative() && !self.upper.at.is_zero()
            || self.upper.at.is_zero() && self.upper.open
    }

    /// Certainly not below 0.
    pub(super) fn is_nonnegative(&self) -> bool {
        self.lower.at.is_zero() || self.lower.at.is_positive()
    }

    /// Certainly not above 0.
    pub(super) fn is_nonpositive(&self) -> bool {
        self.upper.at.is_zero() || self.upper.at.is_negative()
    }

    /// The part of the enclosure above a bound that is known to hold.
    pub(super) fn at_least(mut self, bound: End) -> Enclosure {
        match order(&self.lower.at, &bound.at) {
            Ordering::Less => self.lower = bound,
            Ordering::Equal => self.lower.open |= bound.open,
            Ordering::Greater => {}
        }
        self
    }

    /// The part of the enclosure below a bound that is known to hold.
    pub(super) fn no_more_than(mut self, bound: End) -> Enclosure {
        match order(&self.upper.at, &bound.at) {
            Ordering::Greater => self.upper = bound,
            Ordering::Equal => self.upper.open |= bound.open,
            Ordering::Less => {}
        }
        self
    }
}

impl End {
    /// A lower end at or below a computed number, within the limits.
    pub(super) fn lower(at: BigFloat, open: bool) -> End {
        if at.is_nan() || at.is_inf_neg() {
            return End::infinite(Sign::Neg);
        }
        let negative = at.is_negative() && !at.is_zero();
        match magnitude(&at) {
            Magnitude::Usual => End { at, open },
            Magnitude::Huge if negative => End::infinite(Sign::Neg),
            Magnitude::Huge => End {
                at: power_of_two(LIMIT),
                open: false,
            },
            Magnitude::Tiny if negative => End {
                at: power_of_two(-LIMIT).neg(),
                open: false,
            },
            Magnitude::Tiny => End {
                at: BigFloat::new(64),
                open: true,
            },
        }
    }

    /// An upper end at or above a computed number, within the limits.
    pub(super) fn upper(at: BigFloat, open: bool) -> End {
        End::lower(at.neg(), open).negated()
    }

    /// No bound.
    pub(super) fn infinite(sign: Sign) -> End {
        let at = match sign {
            Sign::Pos => astro_float::INF_POS,
            Sign::Neg => astro_float::INF_NEG,
        };
        End { at, open: true }
    }

    /// The end at a small integer.
    pub(super) fn small(value: i64, open: bool) -> End {
        End {
            at: BigFloat::from_i64(value, 64),
            open,
        }
    }

    pub(super) fn negated(&self) -> End {
        End {
            at: self.at.neg(),
            open: self.open,
        }
    }

    /// As an upper end: whether all below it is certainly less than all above `lower`.
    pub(super) fn before(&self, lower: &End) -> bool {
        match order(&self.at, &lower.at) {
            Ordering::Less => true,
            Ordering::Equal => (self.open || lower.open) && !self.at.is_inf(),
            Ordering::Greater => false,
        }
    }
}

enum Magnitude {
    Usual,
    Huge,
    Tiny,
}

fn magnitude(x: &BigFloat) -> Magnitude {
    match x.exponent() {
        _ if x.is_zero() => Magnitude::Usual,
        Some(e) if e > LIMIT => Magnitude::Huge,
        Some(e) if e < -LIMIT => Magnitude::Tiny,
        Some(_) => Magnitude::Usual,
        None => Magnitude::Huge,
    }
}

/// How two numbers compare; no end is ever NaN.
pub(super) fn order(a: &BigFloat, b: &BigFloat) -> Ordering {
    if a.is_zero() && b.is_zero() {
        return Ordering::Equal;
    }
    a.cmp(b).map_or(Ordering::Equal, |sign| sign.cmp(&0))
}

/// 2^exponent
pub(super) fn power_of_two(exponent: Exponent) -> BigFloat {
    let mut one = BigFloat::from_word(1, 64);
    one.set_exponent(exponent.saturating_add(1));
    one
}

/// An integer without any rounding.
fn exact_integer(value: &BigInt) -> BigFloat {
    let at = binary(value.magnitude(), 0);
    if value.is_negative() { at.neg() } else { at }
}

/// magnitude · 2^shift, exactly.
fn binary(magnitude: &BigUint, shift: u64) -> BigFloat {
    if magnitude.is_zero() {
        return BigFloat::new(64);
    }
    let bits = magnitude.bits();
    let words = bits.div_ceil(64);
    let digits: Vec<Word> = (magnitude << (words * 64 - bits)).to_u64_digits();
    match Exponent::try_from(bits + shift) {
        Ok(exponent) => BigFloat::from_words(&digits, Sign::Pos, exponent),
        Err(_) => astro_float::INF_POS,
    }
}

/// The nearest machine number up to one unit in the last place; infinite or 0 out of range.
fn to_f64(x: &BigFloat) -> f64 {
    let sign = if x.is_negative() { -1.0 } else { 1.0 };
    if x.is_inf() {
        return sign * f64::INFINITY;
    }
    let Some((digits, _, _, exponent, _)) = x.as_raw_parts() else {
        return f64::NAN;
    };
    let Some(top) = digits.last().filter(|_| !x.is_zero()) else {
        return 0.0;
    };
    // 0.5 <= fraction <= 1; two factors keep subnormal results right to one rounding.
    let fraction = *top as f64 / 2f64.powi(64);
    let exponent = exponent.clamp(-1200, 1200);
    let half = exponent / 2;
    sign * fraction * 2f64.powi(half) * 2f64.powi(exponent - half)
}
