//! Polynomials in one variable with whole coefficients: signs at points and Sturm sequences, for
//! which no fraction need be reduced.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::univariate::Univariate;
use crate::kernel::effort;

/// Coefficients from the constant one on, without a common factor; the last is not zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Whole(Vec<BigInt>);

impl Whole {
    /// A positive multiple of a polynomial.
    pub fn of(polynomial: &Univariate) -> Whole {
        let coefficients = polynomial.0.iter();
        let below = coefficients.fold(BigInt::one(), |all, c| all.lcm(c.denom()));
        let coefficients = polynomial.0.iter();
        Whole::primitive(
            coefficients
                .map(|c| c.numer() * (&below / c.denom()))
                .collect(),
        )
    }

    /// The coefficients without zeros at the end and without a common factor.
    fn primitive(mut coefficients: Vec<BigInt>) -> Whole {
        while coefficients.last().is_some_and(Zero::is_zero) {
            coefficients.pop();
        }
        let content = coefficients
            .iter()
            .fold(BigInt::zero(), |all, c| all.gcd(c));
        if !content.is_zero() && !content.is_one() {
            coefficients.iter_mut().for_each(|c| *c /= &content);
        }
        Whole(coefficients)
    }

    /// The sign of its value at a point: 1, 0 or -1.
    pub fn sign_at(&self, x: &BigRational) -> i32 {
        // The value times a power of the denominator, which is positive.
        let (top, bottom) = (x.numer(), x.denom());
        let mut value = BigInt::zero();
        let mut power = BigInt::one();
        for coefficient in self.0.iter().rev() {
            value = value * top + coefficient * &power;
            power *= bottom;
        }
        effort::on_numbers(self.0.len(), value.bits());
        sign(&value)
    }

    fn derivative(&self) -> Whole {
        let terms = self.0.iter().enumerate().skip(1);
        Whole::primitive(terms.map(|(k, c)| c * BigInt::from(k)).collect())
    }

    /// A negative multiple of the remainder of a division.
    fn negative_remainder(&self, divisor: &Whole) -> Whole {
        let mut rest = self.0.clone();
        let Some(lead) = divisor.0.last() else {
            return Whole(Vec::new());
        };
        let positive = lead.abs();
        while rest.len() >= divisor.0.len() {
            let Some(top) = rest.last().cloned() else {
                break;
            };
            let factor = if lead.is_negative() { -top } else { top };
            let shift = rest.len() - divisor.0.len();
            rest.iter_mut().for_each(|c| *c *= &positive);
            for (k, c) in divisor.0.iter().enumerate() {
                rest[shift + k] -= &factor * c;
            }
            effort::on_numbers(rest.len(), factor.bits());
            while rest.last().is_some_and(Zero::is_zero) {
                rest.pop();
            }
        }
        Whole::primitive(rest.into_iter().map(|c| -c).collect())
    }

    /// The Sturm sequence.
    pub fn sturm(&self) -> Vec<Whole> {
        let mut sequence = vec![self.clone(), self.derivative()];
        while let [.., a, b] = sequence.as_slice()
            && !b.0.is_empty()
        {
            let next = a.negative_remainder(b);
            sequence.push(next);
        }
        sequence.pop();
        sequence
    }
}

fn sign(value: &BigInt) -> i32 {
    match value {
        value if value.is_positive() => 1,
        value if value.is_negative() => -1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::univariate::tests::polynomial;
    use super::*;

    #[test]
    fn signs_are_those_of_the_values() {
        let mut rng = fastrand::Rng::with_seed(7);
        for _ in 0..2_000 {
            let coefficients: Vec<i64> = (0..rng.usize(1..6)).map(|_| rng.i64(-3..=3)).collect();
            let p = polynomial(&coefficients);
            let x = BigRational::new(rng.i64(-6..=6).into(), rng.i64(1..=4).into());
            let value = p.at(&x);
            let expected = i32::from(value.is_positive()) - i32::from(value.is_negative());
            assert_eq!(Whole::of(&p).sign_at(&x), expected, "{p:?} at {x}");
        }
    }

    #[test]
    fn sturm_sequences_count_roots() {
        // (x - 1) (x - 2) (x + 3), and x² + 1.
        let cubic = Whole::of(&polynomial(&[6, -7, 0, 1]));
        let square = Whole::of(&polynomial(&[1, 0, 1]));
        let changes = |p: &Whole, x: i64| {
            let x = BigRational::from(BigInt::from(x));
            let signs: Vec<i32> = p.sturm().iter().map(|q| q.sign_at(&x)).collect();
            let signs: Vec<i32> = signs.into_iter().filter(|sign| *sign != 0).collect();
            signs.windows(2).filter(|pair| pair[0] != pair[1]).count()
        };
        assert_eq!(changes(&cubic, -10) - changes(&cubic, 10), 3);
        assert_eq!(changes(&cubic, -10) - changes(&cubic, 0), 1);
        assert_eq!(changes(&cubic, 1) - changes(&cubic, 2), 1);
        assert_eq!(changes(&square, -10) - changes(&square, 10), 0);
    }
}
