//! Exact arithmetic: rational numbers, as long as every step gives one of moderate size.

use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::Failure;
use super::algebra::{Algebra, Constant};
use crate::expr::{Function, Relation};

/// Numbers of more bits, numerator and denominator together, are left to enclosures, so that
/// `3^(10^9)` or a long harmonic sum does not fill the memory.
const MAX_BITS: u64 = 32_768;

/// The algebra of rational numbers; `Failure::Undecided` means "not known to be rational".
pub(super) struct Exact;

type Outcome = Result<BigRational, Failure>;

impl Algebra for Exact {
    type Value = BigRational;

    fn rational(&mut self, value: &BigRational) -> Outcome {
        Ok(value.clone())
    }

    fn constant(&mut self, _: Constant) -> Outcome {
        Err(Failure::Undecided)
    }

    fn add(&mut self, a: &BigRational, b: &BigRational) -> Outcome {
        moderate(a + b)
    }

    fn neg(&mut self, a: &BigRational) -> Outcome {
        Ok(-a)
    }

    fn mul(&mut self, a: &BigRational, b: &BigRational) -> Outcome {
        moderate(a * b)
    }

    fn div(&mut self, a: &BigRational, b: &BigRational) -> Outcome {
        if b.is_zero() {
            return Err(Failure::Undefined);
        }
        moderate(a / b)
    }

    fn pow(&mut self, a: &BigRational, b: &BigRational) -> Outcome {
        power(a, b)
    }

    fn call(&mut self, function: &'static Function, args: &[BigRational]) -> Outcome {
        call(function.name, args)
    }

    fn relate(&mut self, relation: Relation, a: &BigRational, b: &BigRational) -> Option<bool> {
        Some(relate(relation, a, b))
    }

    fn predicate(&mut self, function: &'static Function, a: &BigRational) -> Option<bool> {
        predicate(function.name, a)
    }

    fn integer(&self, a: &BigRational) -> Option<BigInt> {
        a.is_integer().then(|| a.to_integer())
    }
}

/// Whether `a R b`.
pub(super) fn relate(relation: Relation, a: &BigRational, b: &BigRational) -> bool {
    match relation {
        Relation::Equal => a == b,
        Relation::NotEqual => a != b,
        Relation::Less => a < b,
        Relation::LessEqual => a <= b,
        Relation::Greater => a > b,
        Relation::GreaterEqual => a >= b,
    }
}

/// The predicates of the registry.
pub(super) fn predicate(name: &str, a: &BigRational) -> Option<bool> {
    let integer = a.is_integer();
    match name {
        "integer" => Some(integer),
        "even" => Some(integer && a.numer().is_even()),
        "odd" => Some(integer && a.numer().is_odd()),
        _ => None,
    }
}

/// a^b: 0^0 and 0^(-n) are undefined, other than integer powers need a > 0, or a = 0 and b > 0.
pub(super) fn power(a: &BigRational, b: &BigRational) -> Outcome {
    if a.is_zero() {
        return if b.is_positive() {
            Ok(BigRational::zero())
        } else {
            Err(Failure::Undefined)
        };
    }
    if !b.is_integer() && a.is_negative() {
        return Err(Failure::Undefined);
    }
    if a.is_one() || b.is_zero() {
        return Ok(BigRational::one());
    }
    let base = if b.is_integer() {
        a.clone()
    } else {
        let degree = b.denom().to_u32().ok_or(Failure::Undecided)?;
        perfect_root(a, degree).ok_or(Failure::Undecided)?
    };
    let exponent = b.numer();
    if (-&base).is_one() {
        return Ok(if exponent.is_even() { -base } else { base });
    }
    let times = exponent.magnitude().to_u64().ok_or(Failure::Undecided)?;
    if bits(&base).saturating_mul(times) > MAX_BITS {
        return Err(Failure::Undecided);
    }
    let times = times as usize;
    let power = BigRational::new_raw(
        num_traits::pow(base.numer().clone(), times),
        num_traits::pow(base.denom().clone(), times),
    );
    Ok(if exponent.is_negative() {
        power.recip()
    } else {
        power
    })
}

/// A registered function where its value is rational, or where it is undefined.
pub(super) fn call(name: &str, args: &[BigRational]) -> Outcome {
    let integer = |n: i64| BigRational::from(BigInt::from(n));
    let (x, zero, one) = match args {
        [x, ..] => (x, x.is_zero(), x.is_one()),
        [] => return Err(Failure::Unsupported),
    };
    let outside = match name {
        "log" | "log10" | "log2" => !x.is_positive(),
        "sqrt" => x.is_negative(),
        "asin" | "acos" => x.abs() > integer(1),
        "atanh" => x.abs() >= integer(1),
        "acosh" => *x < integer(1),
        "logit" | "Phi_inv" => !x.is_positive() || *x >= integer(1),
        _ => false,
    };
    if outside {
        return Err(Failure::Undefined);
    }
    let half = BigRational::new(1.into(), 2.into());
    match name {
        "abs" => Ok(x.abs()),
        "sign" => Ok(x.signum()),
        "min" => args.iter().min().cloned().ok_or(Failure::Unsupported),
        "max" => args.iter().max().cloned().ok_or(Failure::Unsupported),
        "sqrt" => perfect_root(x, 2).ok_or(Failure::Undecided),
        "root" => root(args),
        "exp" | "cos" | "cosh" if zero => Ok(integer(1)),
        "sin" | "tan" | "asin" | "atan" | "sinh" | "tanh" | "asinh" | "atanh" | "erf" if zero => {
            Ok(integer(0))
        }
        "log" | "acos" | "acosh" if one => Ok(integer(0)),
        "sigmoid" | "Phi" if zero => Ok(half),
        "logit" | "Phi_inv" if *x == half => Ok(integer(0)),
        "log10" => logarithm(x, 10),
        "log2" => logarithm(x, 2),
        _ => Err(Failure::Undecided),
    }
}

/// root(x, n): the real n-th root.
fn root(args: &[BigRational]) -> Outcome {
    let [x, n] = args else {
        return Err(Failure::Unsupported);
    };
    if !n.is_integer() || !n.is_positive() {
        return Err(Failure::Unsupported);
    }
    if x.is_negative() && n.numer().is_even() {
        return Err(Failure::Undefined);
    }
    if x.is_zero() || x.abs().is_one() {
        return Ok(x.clone());
    }
    let degree = n.to_u32().ok_or(Failure::Undecided)?;
    let root = perfect_root(&x.abs(), degree).ok_or(Failure::Undecided)?;
    Ok(if x.is_negative() { -root } else { root })
}

/// The n-th root of a number that is not negative, if it is rational.
fn perfect_root(x: &BigRational, degree: u32) -> Option<BigRational> {
    let part = |n: &BigInt| -> Option<BigInt> {
        let n: &BigUint = n.magnitude();
        let root = n.nth_root(degree);
        (num_traits::pow(root.clone(), degree as usize) == *n).then(|| BigInt::from(root))
    };
    // A degree beyond the number of bits leaves only 0 and 1, and powers of those are cheap.
    Some(BigRational::new_raw(part(x.numer())?, part(x.denom())?))
}

/// The logarithm of a power of the base.
fn logarithm(x: &BigRational, base: u32) -> Outcome {
    let (size, sign) = match (x.denom().is_one(), x.numer().is_one()) {
        (true, _) => (x.numer(), 1),
        (_, true) => (x.denom(), -1),
        _ => return Err(Failure::Undecided),
    };
    let mut left = size.clone();
    let mut exponent = 0i64;
    while !left.is_one() {
        let (quotient, remainder) = left.div_rem(&BigInt::from(base));
        if !remainder.is_zero() {
            return Err(Failure::Undecided);
        }
        left = quotient;
        exponent += sign;
    }
    Ok(BigRational::from(BigInt::from(exponent)))
}

/// A number of at most [`MAX_BITS`] bits.
fn moderate(x: BigRational) -> Outcome {
    if bits(&x) > MAX_BITS {
        Err(Failure::Undecided)
    } else {
        Ok(x)
    }
}

fn bits(x: &BigRational) -> u64 {
    x.numer().bits() + x.denom().bits()
}
