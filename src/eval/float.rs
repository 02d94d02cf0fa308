//! Machine numbers: fast values without any promise, for trying things out.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;

use super::Failure;
use super::algebra::{Algebra, Constant};
use crate::expr::{Function, Relation};

/// The algebra of machine numbers. Where too large ones leave nothing that is known, such as of
/// ∞ - ∞, it says so: that is not undefined.
pub(super) struct Float;

type Outcome = Result<f64, Failure>;

impl Algebra for Float {
    type Value = f64;

    fn rational(&mut self, value: &BigRational) -> Outcome {
        Ok(value.to_f64().unwrap_or(f64::NAN))
    }

    fn constant(&mut self, constant: Constant) -> Outcome {
        Ok(match constant {
            Constant::E => std::f64::consts::E,
            Constant::Pi => std::f64::consts::PI,
        })
    }

    fn add(&mut self, a: &f64, b: &f64) -> Outcome {
        known(a + b, a, b)
    }

    fn neg(&mut self, a: &f64) -> Outcome {
        Ok(-a)
    }

    fn mul(&mut self, a: &f64, b: &f64) -> Outcome {
        known(a * b, a, b)
    }

    fn div(&mut self, a: &f64, b: &f64) -> Outcome {
        if *b == 0.0 {
            return Err(Failure::Undefined);
        }
        known(a / b, a, b)
    }

    fn pow(&mut self, a: &f64, b: &f64) -> Outcome {
        let integer = b.fract() == 0.0;
        if !(*a > 0.0 || (*a < 0.0 && integer) || (*a == 0.0 && *b > 0.0)) {
            return Err(Failure::Undefined);
        }
        known(a.powf(*b), a, b)
    }

    fn call(&mut self, function: &'static Function, args: &[f64]) -> Outcome {
        let value = call(function.name, args)?;
        match value.is_nan() && !args.iter().any(|x| x.is_nan()) {
            true => Err(Failure::Undecided),
            false => Ok(value),
        }
    }

    fn relate(&mut self, relation: Relation, a: &f64, b: &f64) -> Option<bool> {
        if a.is_nan() || b.is_nan() {
            return Some(false);
        }
        Some(match relation {
            Relation::Equal => a == b,
            Relation::NotEqual => a != b,
            Relation::Less => a < b,
            Relation::LessEqual => a <= b,
            Relation::Greater => a > b,
            Relation::GreaterEqual => a >= b,
        })
    }

    fn predicate(&mut self, function: &'static Function, a: &f64) -> Option<bool> {
        let integer = a.fract() == 0.0;
        match function.name {
            "integer" => Some(integer),
            "even" => Some(integer && a % 2.0 == 0.0),
            "odd" => Some(integer && a % 2.0 != 0.0),
            _ => None,
        }
    }

    fn integer(&self, a: &f64) -> Option<BigInt> {
        (a.fract() == 0.0 && a.abs() < 9e15).then(|| BigInt::from(*a as i64))
    }
}

/// A value of two numbers, unless they are too large to tell it.
fn known(value: f64, a: &f64, b: &f64) -> Outcome {
    match value.is_nan() && !a.is_nan() && !b.is_nan() {
        true => Err(Failure::Undecided),
        false => Ok(value),
    }
}

fn defined(condition: bool, value: f64) -> Outcome {
    if condition {
        Ok(value)
    } else {
        Err(Failure::Undefined)
    }
}

/// The value of a function.
pub(super) fn call(name: &str, args: &[f64]) -> Outcome {
    let [x, rest @ ..] = args else {
        return Err(Failure::Unsupported);
    };
    let x = *x;
    match name {
        "exp" => Ok(x.exp()),
        "log" => defined(x > 0.0, x.ln()),
        "log10" => defined(x > 0.0, x.log10()),
        "log2" => defined(x > 0.0, x.log2()),
        "sqrt" => defined(x >= 0.0, x.sqrt()),
        "root" => root(x, rest.first().copied().unwrap_or(f64::NAN)),
        "abs" => Ok(x.abs()),
        "sign" => Ok(if x == 0.0 { 0.0 } else { x.signum() }),
        "min" => Ok(rest.iter().fold(x, |a, b| a.min(*b))),
        "max" => Ok(rest.iter().fold(x, |a, b| a.max(*b))),
        "sin" => Ok(x.sin()),
        "cos" => Ok(x.cos()),
        "tan" => Ok(x.tan()),
        "asin" => defined(x.abs() <= 1.0, x.asin()),
        "acos" => defined(x.abs() <= 1.0, x.acos()),
        "atan" => Ok(x.atan()),
        "sinh" => Ok(x.sinh()),
        "cosh" => Ok(x.cosh()),
        "tanh" => Ok(x.tanh()),
        "asinh" => Ok(x.asinh()),
        "acosh" => defined(x >= 1.0, x.acosh()),
        "atanh" => defined(x.abs() < 1.0, x.atanh()),
        "erf" => Ok(erf(x)),
        "sigmoid" => Ok(if x < 0.0 {
            x.exp() / (1.0 + x.exp())
        } else {
            1.0 / (1.0 + (-x).exp())
        }),
        "logit" => defined(0.0 < x && x < 1.0, x.ln() - (-x).ln_1p()),
        "Phi" => Ok(phi(x)),
        "Phi_inv" => defined(0.0 < x && x < 1.0, phi_inverse(x)),
        _ => Err(Failure::Unsupported),
    }
}

fn root(x: f64, n: f64) -> Outcome {
    let odd = n % 2.0 == 1.0;
    if n < 1.0 || n.fract() != 0.0 {
        return Err(Failure::Unsupported);
    }
    let size = if n == 3.0 {
        x.abs().cbrt()
    } else {
        x.abs().powf(1.0 / n)
    };
    defined(x >= 0.0 || odd, if x < 0.0 { -size } else { size })
}

/// Φ
fn phi(x: f64) -> f64 {
    if x < 0.0 {
        upper_tail(-x)
    } else {
        1.0 - upper_tail(x)
    }
}

/// The error function.
fn erf(x: f64) -> f64 {
    let size = x.abs();
    let value = if size < 2.0 {
        let scale = 2.0 / std::f64::consts::PI.sqrt();
        scale * (-size * size).exp() * size * odd_series(2.0 * size * size)
    } else {
        1.0 - 2.0 * upper_tail(size * std::f64::consts::SQRT_2)
    };
    if x < 0.0 { -value } else { value }
}

/// 1 - Φ(x) for x ≥ 0: by a series near 0, by a continued fraction (Abramowitz and Stegun 26.2.14)
/// beyond.
fn upper_tail(x: f64) -> f64 {
    let density = (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    if x < 2.0 {
        return 0.5 - density * x * odd_series(x * x);
    }
    let fraction = (1..120).rev().fold(x, |tail, n| x + f64::from(n) / tail);
    density / fraction
}

/// Σ wⁿ/(1·3·5⋯(2n+1))
fn odd_series(w: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    for n in 1..200 {
        term *= w / f64::from(2 * n + 1);
        sum += term;
        if term < 1e-18 * sum {
            break;
        }
    }
    sum
}

/// The x with Φ(x) = p, by Newton's method on log Φ.
pub(super) fn phi_inverse(p: f64) -> f64 {
    if p > 0.5 {
        return -phi_inverse(1.0 - p);
    }
    let mut x = -(-2.0 * p.ln()).sqrt();
    for _ in 0..50 {
        let tail = upper_tail(-x);
        let density = (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
        let step = (p / tail).ln() * tail / density;
        x += step;
        if x.is_nan() || step.abs() <= 1e-16 * x.abs() {
            break;
        }
        x = x.min(0.0);
    }
    x
}
