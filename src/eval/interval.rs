//! The algebra of enclosures, which keeps exact rational numbers exact as long as it can.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::One;

use super::algebra::{Algebra, Constant};
use super::enclosure::Enclosure;
use super::{Failure, arithmetic, elementary, exact, library, normal, trigonometric};
use crate::expr::{Function, Relation};

/// A real number: known exactly, or enclosed.
#[derive(Clone, Debug)]
pub(super) enum Real {
    Exact(BigRational),
    Near(Enclosure),
}

/// Enclosures with ends of a given precision in bits.
pub(super) struct Intervals {
    pub(super) precision: usize,
}

type Outcome = Result<Real, Failure>;

impl Intervals {
    pub(super) fn enclose(&self, x: &Real) -> Enclosure {
        match x {
            Real::Exact(value) => Enclosure::rational(value, self.precision),
            Real::Near(enclosure) => enclosure.clone(),
        }
    }

    /// The exact result if there is one, else an enclosure.
    fn exactly(
        &self,
        args: &[&Real],
        exact: impl FnOnce(&[BigRational]) -> Result<BigRational, Failure>,
        near: impl FnOnce(&[Enclosure]) -> Result<Enclosure, Failure>,
    ) -> Outcome {
        let rationals: Option<Vec<BigRational>> = args
            .iter()
            .map(|arg| match arg {
                Real::Exact(value) => Some(value.clone()),
                Real::Near(_) => None,
            })
            .collect();
        if let Some(rationals) = rationals {
            match exact(&rationals) {
                Ok(value) => return Ok(Real::Exact(value)),
                Err(Failure::Undecided) => {}
                Err(failure) => return Err(failure),
            }
        }
        let enclosures: Vec<Enclosure> = args.iter().map(|arg| self.enclose(arg)).collect();
        near(&enclosures).map(Real::Near)
    }
}

impl Algebra for Intervals {
    type Value = Real;

    fn rational(&mut self, value: &BigRational) -> Outcome {
        Ok(Real::Exact(value.clone()))
    }

    fn constant(&mut self, constant: Constant) -> Outcome {
        Ok(Real::Near(match constant {
            Constant::E => library::euler(self.precision),
            Constant::Pi => library::pi(self.precision),
        }))
    }

    fn add(&mut self, a: &Real, b: &Real) -> Outcome {
        let p = self.precision;
        self.exactly(
            &[a, b],
            |x| exact::Exact.add(&x[0], &x[1]),
            |x| Ok(arithmetic::add(&x[0], &x[1], p)),
        )
    }

    fn neg(&mut self, a: &Real) -> Outcome {
        Ok(match a {
            Real::Exact(value) => Real::Exact(-value),
            Real::Near(enclosure) => Real::Near(arithmetic::neg(enclosure)),
        })
    }

    fn mul(&mut self, a: &Real, b: &Real) -> Outcome {
        let p = self.precision;
        self.exactly(
            &[a, b],
            |x| exact::Exact.mul(&x[0], &x[1]),
            |x| Ok(arithmetic::mul(&x[0], &x[1], p)),
        )
    }

    fn div(&mut self, a: &Real, b: &Real) -> Outcome {
        let p = self.precision;
        self.exactly(
            &[a, b],
            |x| exact::Exact.div(&x[0], &x[1]),
            |x| arithmetic::div(&x[0], &x[1], p),
        )
    }

    fn pow(&mut self, a: &Real, b: &Real) -> Outcome {
        let p = self.precision;
        let integer = self.integer(b);
        let fraction = matches!(b, Real::Exact(_)) && integer.is_none();
        self.exactly(
            &[a, b],
            |x| exact::power(&x[0], &x[1]),
            |x| match integer {
                Some(n) => arithmetic::integer_power(&x[0], &n, p),
                // An enclosed exponent may be an integer: nothing is known for a < 0 then.
                None if !fraction && !x[0].is_nonnegative() => Err(Failure::Undecided),
                None => arithmetic::real_power(&x[0], &x[1], p),
            },
        )
    }

    fn call(&mut self, function: &'static Function, args: &[Real]) -> Outcome {
        let p = self.precision;
        let args: Vec<&Real> = args.iter().collect();
        let degree = args.get(1).and_then(|n| self.integer(n));
        self.exactly(
            &args,
            |x| exact::call(function.name, x),
            |x| call(function.name, x, degree.as_ref(), p),
        )
    }

    fn relate(&mut self, relation: Relation, a: &Real, b: &Real) -> Option<bool> {
        if let (Real::Exact(a), Real::Exact(b)) = (a, b) {
            return Some(exact::relate(relation, a, b));
        }
        let (a, b) = (self.enclose(a), self.enclose(b));
        let order = a.compare(&b);
        match relation {
            Relation::Equal => order.map(|o| o.is_eq()),
            Relation::NotEqual => order.map(|o| o.is_ne()),
            Relation::Less if b.at_most(&a) => Some(false),
            Relation::Less => order.map(|o| o.is_lt()),
            Relation::LessEqual if a.at_most(&b) => Some(true),
            Relation::LessEqual => order.map(|o| o.is_le()),
            Relation::Greater if a.at_most(&b) => Some(false),
            Relation::Greater => order.map(|o| o.is_gt()),
            Relation::GreaterEqual if b.at_most(&a) => Some(true),
            Relation::GreaterEqual => order.map(|o| o.is_ge()),
        }
    }

    fn predicate(&mut self, function: &'static Function, a: &Real) -> Option<bool> {
        match a {
            Real::Exact(value) => exact::predicate(function.name, value),
            Real::Near(x) => {
                // No integer lies strictly between one and the next.
                let below = library::to_integer(x.lower())?;
                let next = Real::Near(Enclosure::integer(&(&below + BigInt::one()), 64));
                let above = self.relate(Relation::Less, a, &next) == Some(true);
                let start = Real::Exact(BigRational::from(below));
                let apart = self.relate(Relation::Greater, a, &start) == Some(true);
                (above && apart).then_some(false)
            }
        }
    }

    fn integer(&self, a: &Real) -> Option<BigInt> {
        match a {
            Real::Exact(value) => value.is_integer().then(|| value.to_integer()),
            Real::Near(_) => None,
        }
    }
}

/// A registered function of enclosures; `degree` is the second argument if it is an integer.
fn call(
    name: &str,
    args: &[Enclosure],
    degree: Option<&BigInt>,
    p: usize,
) -> Result<Enclosure, Failure> {
    let [x, rest @ ..] = args else {
        return Err(Failure::Unsupported);
    };
    match name {
        "exp" => elementary::exp(x, p),
        "log" => elementary::log(x, p),
        "log10" => elementary::log10(x, p),
        "log2" => elementary::log2(x, p),
        "sqrt" => elementary::sqrt(x, p),
        "root" => elementary::root(x, degree.ok_or(Failure::Unsupported)?, p),
        "abs" => Ok(arithmetic::magnitude(x)),
        "sign" => Ok(sign(x)),
        "min" => Ok(rest.iter().fold(x.clone(), |a, b| arithmetic::min(&a, b))),
        "max" => Ok(rest.iter().fold(x.clone(), |a, b| arithmetic::max(&a, b))),
        "sin" => Ok(trigonometric::sin(x, p)),
        "cos" => Ok(trigonometric::cos(x, p)),
        "tan" => trigonometric::tan(x, p),
        "asin" => trigonometric::asin(x, p),
        "acos" => trigonometric::acos(x, p),
        "atan" => Ok(trigonometric::atan(x, p)),
        "sinh" => Ok(elementary::sinh(x, p)),
        "cosh" => Ok(elementary::cosh(x, p)),
        "tanh" => Ok(elementary::tanh(x, p)),
        "asinh" => Ok(elementary::asinh(x, p)),
        "acosh" => elementary::acosh(x, p),
        "atanh" => elementary::atanh(x, p),
        "erf" => normal::erf(x, p),
        "sigmoid" => elementary::sigmoid(x, p),
        "logit" => elementary::logit(x, p),
        "Phi" => normal::phi(x, p),
        "Phi_inv" => normal::phi_inverse(x, p),
        _ => Err(Failure::Unsupported),
    }
}

fn sign(x: &Enclosure) -> Enclosure {
    match x.sign() {
        Some(order) => Enclosure::small(order as i64),
        None if x.is_nonnegative() => Enclosure::range(0, 1),
        None if x.is_nonpositive() => Enclosure::range(-1, 0),
        None => Enclosure::range(-1, 1),
    }
}
