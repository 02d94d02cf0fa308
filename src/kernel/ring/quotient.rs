//! Quotients of two polynomials.

use num_rational::BigRational;
use num_traits::One;

use super::polynomial::Polynomial;
use crate::expr::Expr;

/// A quotient of two polynomials.
#[derive(Clone, Debug)]
pub struct Quotient {
    /// The numerator.
    pub top: Polynomial,
    /// The denominator, not the zero polynomial.
    pub bottom: Polynomial,
}

impl Quotient {
    /// A polynomial over 1.
    pub(super) fn whole(top: Polynomial) -> Quotient {
        Quotient {
            top,
            bottom: Polynomial::constant(BigRational::one()),
        }
    }

    pub(super) fn number(value: BigRational) -> Quotient {
        Quotient::whole(Polynomial::constant(value))
    }

    pub(super) fn one() -> Quotient {
        Quotient::number(BigRational::one())
    }

    pub(super) fn atom(atom: Expr) -> Quotient {
        Quotient::whole(Polynomial::atom(atom))
    }

    pub(super) fn plus(&self, other: &Quotient) -> Option<Quotient> {
        let one = BigRational::one();
        if self.bottom == other.bottom {
            let top = self.top.clone().plus(&other.top, &one);
            return Some(Quotient {
                top,
                bottom: self.bottom.clone(),
            });
        }
        let left = self.top.times(&other.bottom)?;
        let right = other.top.times(&self.bottom)?;
        Some(Quotient {
            top: left.plus(&right, &one),
            bottom: self.bottom.times(&other.bottom)?,
        })
    }

    pub(super) fn times(&self, other: &Quotient) -> Option<Quotient> {
        Some(Quotient {
            top: self.top.times(&other.top)?,
            bottom: self.bottom.times(&other.bottom)?,
        })
    }

    pub(super) fn scaled(&self, factor: &BigRational) -> Quotient {
        Quotient {
            top: self.top.scaled(factor),
            bottom: self.bottom.clone(),
        }
    }

    /// The reciprocal; `None` of zero.
    pub(super) fn inverse(&self) -> Option<Quotient> {
        (!self.top.is_zero()).then(|| Quotient {
            top: self.bottom.clone(),
            bottom: self.top.clone(),
        })
    }

    /// The power with an integer exponent, unless it is too large or divides by zero.
    pub(super) fn power(&self, exponent: i64) -> Option<Quotient> {
        let base = if exponent < 0 {
            self.inverse()?
        } else {
            self.clone()
        };
        let k = u32::try_from(exponent.unsigned_abs()).ok()?;
        Some(Quotient {
            top: base.top.power(k)?,
            bottom: base.bottom.power(k)?,
        })
    }
}
