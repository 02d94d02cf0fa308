//! Real numbers of 384 bits with a bound on their error: arithmetic of the tests' own, so that a
//! fault of the checker's evaluator does not hide one of its verdicts.
//!
//! The bounds are good, not rigorous: they leave out constant factors, and there are a hundred bits
//! to spare wherever something is told from them.

use astro_float::{BigFloat, Consts, Radix, RoundingMode};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Bits of the numbers.
const BITS: usize = 384;
/// Nothing is told of numbers less certain than this many bits after the point.
pub const SURE: i64 = -90;
/// The error of what is exact.
const NONE: i64 = i64::MIN / 8;
const TIES: RoundingMode = RoundingMode::ToEven;

/// A number.
#[derive(Clone, Debug)]
pub struct Ball {
    at: BigFloat,
    /// The error is less than 2 to this power.
    error: i64,
    exact: Option<BigRational>,
}

/// What an operation gives.
#[derive(Clone, Debug)]
pub enum Value {
    /// A number.
    Number(Ball),
    /// It has no value.
    Undefined,
    /// It could not be told.
    Unclear,
}

fn exponent(at: &BigFloat) -> i64 {
    match at.exponent() {
        Some(e) if !at.is_zero() => i64::from(e),
        _ => NONE,
    }
}

impl Ball {
    fn near(at: BigFloat, error: i64) -> Value {
        if at.is_nan() || at.is_inf() || exponent(&at) > 4000 {
            return Value::Unclear;
        }
        let error = error.max(exponent(&at).saturating_sub(BITS as i64 - 2));
        Value::Number(Ball {
            at,
            error,
            exact: None,
        })
    }

    /// An exact number.
    pub fn rational(value: BigRational, consts: &mut Consts) -> Ball {
        let mut big = |n: &BigInt| match n.to_i64() {
            Some(n) => BigFloat::from_i64(n, BITS),
            None => BigFloat::parse(&n.to_string(), Radix::Dec, BITS, TIES, consts),
        };
        let at = big(value.numer()).div(&big(value.denom()), BITS, TIES);
        let error = exponent(&at).saturating_sub(BITS as i64 - 2);
        Ball {
            at,
            error: if value.is_zero() { NONE } else { error },
            exact: (value.numer().bits() + value.denom().bits() < 3000).then_some(value),
        }
    }

    fn small(n: i64) -> Ball {
        Ball {
            at: BigFloat::from_i64(n, BITS),
            error: NONE,
            exact: Some(BigRational::from_integer(n.into())),
        }
    }

    /// A machine number, as it is.
    pub fn to_f64(&self) -> f64 {
        self.at.to_string().parse().unwrap_or(f64::NAN)
    }

    /// The sign, if it is certain.
    pub fn sign(&self) -> Option<i8> {
        if let Some(exact) = &self.exact {
            return Some(match exact {
                e if e.is_zero() => 0,
                e if e.is_positive() => 1,
                _ => -1,
            });
        }
        (exponent(&self.at) > self.error + 3).then(|| if self.at.is_negative() { -1 } else { 1 })
    }

    /// Whether it is certainly 0, certainly not, or cannot be told from 0 though its error is tiny.
    pub fn zero(&self) -> Zeroness {
        match self.sign() {
            Some(0) => Zeroness::Zero,
            Some(_) => Zeroness::Not,
            None if self.error < SURE => Zeroness::Near,
            None => Zeroness::Unclear,
        }
    }

    /// The integer that it exactly is.
    pub fn integer(&self) -> Option<i64> {
        let exact = self.exact.as_ref()?;
        exact.is_integer().then(|| exact.to_integer().to_i64())?
    }

    /// The number at its middle, as if it were certain.
    pub fn rounded(&self) -> Ball {
        let error = exponent(&self.at).saturating_sub(BITS as i64 - 2);
        Ball {
            error,
            ..self.clone()
        }
    }

    /// The number with a larger error.
    pub fn doubtful(self, error: i64) -> Ball {
        Ball {
            error,
            exact: None,
            ..self
        }
    }

    pub fn neg(&self) -> Ball {
        Ball {
            at: self.at.neg(),
            error: self.error,
            exact: self.exact.as_ref().map(|e| -e),
        }
    }
}

/// See [`Ball::zero`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Zeroness {
    Zero,
    Not,
    Near,
    Unclear,
}

/// Operations, with the constants that the library keeps.
pub struct Arithmetic {
    pub consts: Consts,
}

impl Arithmetic {
    pub fn new() -> Arithmetic {
        Arithmetic {
            consts: Consts::new().expect("memory"),
        }
    }

    pub fn int(&self, n: i64) -> Ball {
        Ball::small(n)
    }

    pub fn rational(&mut self, value: &BigRational) -> Ball {
        Ball::rational(value.clone(), &mut self.consts)
    }

    pub fn pi(&mut self) -> Value {
        Ball::near(self.consts.pi(BITS, TIES), NONE)
    }

    pub fn add(&mut self, a: &Ball, b: &Ball) -> Value {
        if let (Some(x), Some(y)) = (&a.exact, &b.exact) {
            return Value::Number(self.rational(&(x + y)));
        }
        // What is lost beside the other number is not known to be there.
        let apart = exponent(&a.at).abs_diff(exponent(&b.at));
        if a.sign().is_some_and(|s| s != 0) && b.sign().is_some_and(|s| s != 0) && apart > 250 {
            return Value::Unclear;
        }
        let largest = exponent(&a.at).max(exponent(&b.at)) - BITS as i64 + 2;
        let error = a.error.max(b.error).max(largest) + 1;
        Ball::near(a.at.add(&b.at, BITS, TIES), error)
    }

    pub fn mul(&mut self, a: &Ball, b: &Ball) -> Value {
        if let (Some(x), Some(y)) = (&a.exact, &b.exact) {
            return Value::Number(self.rational(&(x * y)));
        }
        let (size, other) = (exponent(&a.at), exponent(&b.at));
        let error = (size.max(a.error) + b.error).max(other.max(b.error) + a.error) + 1;
        Ball::near(a.at.mul(&b.at, BITS, TIES), error)
    }

    pub fn div(&mut self, a: &Ball, b: &Ball) -> Value {
        match b.zero() {
            Zeroness::Zero => return Value::Undefined,
            Zeroness::Not => {}
            _ => return Value::Unclear,
        }
        if let (Some(x), Some(y)) = (&a.exact, &b.exact) {
            return Value::Number(self.rational(&(x / y)));
        }
        let size = exponent(&b.at);
        let error = (a.error - size).max(exponent(&a.at).max(a.error) + b.error - 2 * size) + 3;
        Ball::near(a.at.div(&b.at, BITS, TIES), error)
    }

    /// a^b as the contract has it.
    pub fn pow(&mut self, a: &Ball, b: &Ball) -> Value {
        if let Some(n) = b.integer() {
            return self.power(a, n);
        }
        if b.exact.is_none() && b.sign().is_none() {
            return Value::Unclear;
        }
        match (a.sign(), b.sign()) {
            (Some(-1), _) if b.exact.is_some() => Value::Undefined,
            // An exponent that is no known fraction may be an integer.
            (Some(-1), _) => Value::Unclear,
            (Some(0), Some(1)) => Value::Number(self.int(0)),
            (Some(0), _) => Value::Undefined,
            (Some(_), _) => {
                let Value::Number(log) = self.call("log", std::slice::from_ref(a)) else {
                    return Value::Unclear;
                };
                match self.mul(&log, b) {
                    Value::Number(product) => self.call("exp", &[product]),
                    other => other,
                }
            }
            (None, _) => Value::Unclear,
        }
    }

    fn power(&mut self, a: &Ball, n: i64) -> Value {
        if n <= 0 {
            return match a.zero() {
                Zeroness::Zero => Value::Undefined,
                Zeroness::Not if n == 0 => Value::Number(self.int(1)),
                Zeroness::Not => match self.power(a, -n) {
                    Value::Number(below) => {
                        let one = self.int(1);
                        self.div(&one, &below)
                    }
                    other => other,
                },
                _ => Value::Unclear,
            };
        }
        if n > 100_000 {
            return Value::Unclear;
        }
        let (mut result, mut square, mut rest) = (self.int(1), a.clone(), n);
        loop {
            if rest % 2 == 1 {
                match self.mul(&result, &square) {
                    Value::Number(next) => result = next,
                    other => return other,
                }
            }
            rest /= 2;
            if rest == 0 {
                return Value::Number(result);
            }
            match self.mul(&square, &square) {
                Value::Number(next) => square = next,
                other => return other,
            }
        }
    }

    /// A function of the registry.
    pub fn call(&mut self, name: &str, args: &[Ball]) -> Value {
        let [x] = args else {
            return self.several(name, args);
        };
        let cc = &mut self.consts;
        let (at, size, error) = (&x.at, exponent(&x.at), x.error);
        // Errors that are not small make a mess of what follows.
        if error > SURE {
            return Value::Unclear;
        }
        match name {
            "exp" if size > 13 => Value::Unclear,
            "exp" if x.sign() == Some(0) => Value::Number(self.int(1)),
            "exp" => {
                let value = at.exp(BITS, TIES, cc);
                let error = exponent(&value) + error + 1;
                Ball::near(value, error)
            }
            "log" | "log10" | "log2" => match x.sign() {
                Some(1) if x.exact.as_ref().is_some_and(One::is_one) => Value::Number(self.int(0)),
                Some(1) => {
                    let value = match name {
                        "log" => at.ln(BITS, TIES, cc),
                        "log10" => at.log10(BITS, TIES, cc),
                        _ => at.log2(BITS, TIES, cc),
                    };
                    Ball::near(value, error - size + 3)
                }
                Some(_) => Value::Undefined,
                None => Value::Unclear,
            },
            "sqrt" => match x.sign() {
                Some(0) => Value::Number(self.int(0)),
                Some(1) => {
                    let value = at.sqrt(BITS, TIES);
                    let error = error - exponent(&value) + 2;
                    Ball::near(value, error)
                }
                Some(_) => Value::Undefined,
                // The root of a tiny number is tiny.
                None => Ball::near(BigFloat::new(BITS), error / 2 + 1),
            },
            "abs" => match x.sign() {
                Some(-1) => Value::Number(x.neg()),
                Some(_) => Value::Number(x.clone()),
                None => Ball::near(at.abs(), error),
            },
            "sign" => match x.sign() {
                Some(s) => Value::Number(self.int(i64::from(s))),
                None => Value::Unclear,
            },
            "sin" if size < 20 => Ball::near(at.sin(BITS, TIES, cc), error),
            "cos" if size < 20 => Ball::near(at.cos(BITS, TIES, cc), error),
            "atan" => Ball::near(at.atan(BITS, TIES, cc), error),
            // Far out they come as near to each other, and to 1, as one likes.
            "sinh" | "cosh" | "tanh" if size > 6 => Value::Unclear,
            "sinh" | "cosh" => {
                let value = if name == "sinh" {
                    at.sinh(BITS, TIES, cc)
                } else {
                    at.cosh(BITS, TIES, cc)
                };
                let error = exponent(&value).max(1) + error + 1;
                Ball::near(value, error)
            }
            "tanh" => Ball::near(at.tanh(BITS, TIES, cc), error),
            "asinh" => Ball::near(at.asinh(BITS, TIES, cc), error),
            "erf" => self.erf(x),
            _ => self.composed(name, x),
        }
    }
}
