//! Polynomials in one variable with rational coefficients.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::kernel::effort;

/// Coefficients from the constant one on; the last is not zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Univariate(pub(super) Vec<BigRational>);

impl Univariate {
    /// The polynomial with these coefficients, from the constant one on.
    pub fn new(mut coefficients: Vec<BigRational>) -> Univariate {
        while coefficients.last().is_some_and(Zero::is_zero) {
            coefficients.pop();
        }
        Univariate(coefficients)
    }

    pub(super) fn degree(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    pub(super) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// Its value at a point.
    pub fn at(&self, x: &BigRational) -> BigRational {
        let coefficients = self.0.iter().rev();
        coefficients.fold(BigRational::zero(), |value, c| value * x + c)
    }

    fn derivative(&self) -> Univariate {
        let terms = self.0.iter().enumerate().skip(1);
        Univariate::new(
            terms
                .map(|(k, c)| c * BigRational::from(BigInt::from(k)))
                .collect(),
        )
    }

    /// Quotient and remainder; the divisor is not zero.
    pub(super) fn divided(&self, divisor: &Univariate) -> (Univariate, Univariate) {
        let mut rest = self.0.clone();
        let shift = divisor.degree();
        let Some(lead) = divisor.0.last() else {
            return (Univariate(Vec::new()), self.clone());
        };
        let mut quotient = vec![BigRational::zero(); rest.len().saturating_sub(shift)];
        for k in (0..quotient.len()).rev() {
            let factor = &rest[k + shift] / lead;
            effort::on_numbers(divisor.0.len(), factor.numer().bits());
            for (j, c) in divisor.0.iter().enumerate() {
                let less = &factor * c;
                rest[k + j] -= less;
            }
            quotient[k] = factor;
        }
        (Univariate::new(quotient), Univariate::new(rest))
    }

    pub(super) fn scaled(self) -> Univariate {
        // Small coefficients: divide by the leading one.
        match self.0.last().cloned() {
            Some(lead) => Univariate(self.0.into_iter().map(|c| c / &lead).collect()),
            None => self,
        }
    }

    pub(super) fn common(&self, other: &Univariate) -> Univariate {
        let (mut a, mut b) = (self.clone(), other.clone());
        while !b.is_zero() {
            let rest = a.divided(&b).1.scaled();
            a = b;
            b = rest;
        }
        a.scaled()
    }

    pub(super) fn times(&self, other: &Univariate) -> Univariate {
        if self.is_zero() || other.is_zero() {
            return Univariate(Vec::new());
        }
        let mut product = vec![BigRational::zero(); self.0.len() + other.0.len() - 1];
        for (j, a) in self.0.iter().enumerate() {
            for (k, b) in other.0.iter().enumerate() {
                product[j + k] += a * b;
            }
        }
        Univariate::new(product)
    }

    /// The product of its distinct irreducible factors.
    pub(super) fn without_multiplicities(&self) -> Univariate {
        let repeated = self.common(&self.derivative());
        if repeated.degree() == 0 {
            self.clone().scaled()
        } else {
            self.divided(&repeated).0.scaled()
        }
    }

    /// Rational roots, each once.
    pub fn rational_roots(&self) -> Vec<BigRational> {
        use num_integer::Integer;
        let plain = self.without_multiplicities();
        let common = plain
            .0
            .iter()
            .fold(BigInt::one(), |all, c| all.lcm(c.denom()));
        let mut whole: Vec<BigInt> = plain
            .0
            .iter()
            .map(|c| (c * BigRational::from(common.clone())).to_integer())
            .collect();
        let mut roots = Vec::new();
        if whole.first().is_some_and(Zero::is_zero) {
            roots.push(BigRational::zero());
            whole.remove(0);
        }
        let (Some(first), Some(last)) = (whole.first(), whole.last()) else {
            return roots;
        };
        let (tops, bottoms) = (divisors(first), divisors(last));
        effort::on_numbers(tops.len() * bottoms.len() * 4, 0);
        for top in &tops {
            for bottom in &bottoms {
                for root in [
                    BigRational::new(top.clone(), bottom.clone()),
                    BigRational::new(-top.clone(), bottom.clone()),
                ] {
                    if self.at(&root).is_zero() && !roots.contains(&root) {
                        roots.push(root);
                    }
                }
            }
        }
        roots
    }
}

/// The divisors of a number that is not large; of a large one none but 1 and itself.
fn divisors(number: &BigInt) -> Vec<BigInt> {
    let number = number.abs();
    let limit = BigInt::from(1_000_000);
    if number > limit {
        return vec![BigInt::one(), number];
    }
    let mut found = Vec::new();
    let mut k = BigInt::one();
    while &k * &k <= number {
        if (&number % &k).is_zero() {
            found.push(k.clone());
            found.push(&number / &k);
        }
        k += 1;
    }
    found
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn polynomial(coefficients: &[i64]) -> Univariate {
        let numbers = coefficients
            .iter()
            .map(|c| BigRational::from(BigInt::from(*c)));
        Univariate::new(numbers.collect())
    }

    #[test]
    fn rational_roots_are_found() {
        let roots = polynomial(&[-2, 13, -24, 9]).rational_roots();
        let third = BigRational::new(1.into(), 3.into());
        assert_eq!(roots.len(), 2);
        assert!(roots.contains(&third));
    }
}
