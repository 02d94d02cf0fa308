//! Polynomials in one variable with rational coefficients: their real roots told apart by Sturm
//! sequences, and so whether conditions on their signs can hold together.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::Sign;

/// Higher degrees are not worked on.
const MAX_DEGREE: usize = 24;
/// Halvings of one interval, at most.
const HALVINGS: usize = 400;

/// Coefficients from the constant one on; the last is not zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Univariate(Vec<BigRational>);

impl Univariate {
    /// The polynomial with these coefficients, from the constant one on.
    pub fn new(mut coefficients: Vec<BigRational>) -> Univariate {
        while coefficients.last().is_some_and(Zero::is_zero) {
            coefficients.pop();
        }
        Univariate(coefficients)
    }

    fn degree(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    fn is_zero(&self) -> bool {
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
    fn divided(&self, divisor: &Univariate) -> (Univariate, Univariate) {
        let mut rest = self.0.clone();
        let shift = divisor.degree();
        let Some(lead) = divisor.0.last() else {
            return (Univariate(Vec::new()), self.clone());
        };
        let mut quotient = vec![BigRational::zero(); rest.len().saturating_sub(shift)];
        for k in (0..quotient.len()).rev() {
            let factor = &rest[k + shift] / lead;
            for (j, c) in divisor.0.iter().enumerate() {
                let less = &factor * c;
                rest[k + j] -= less;
            }
            quotient[k] = factor;
        }
        (Univariate::new(quotient), Univariate::new(rest))
    }

    fn scaled(self) -> Univariate {
        // Small coefficients: divide by the leading one.
        match self.0.last().cloned() {
            Some(lead) => Univariate(self.0.into_iter().map(|c| c / &lead).collect()),
            None => self,
        }
    }

    fn common(&self, other: &Univariate) -> Univariate {
        let (mut a, mut b) = (self.clone(), other.clone());
        while !b.is_zero() {
            let rest = a.divided(&b).1.scaled();
            a = b;
            b = rest;
        }
        a.scaled()
    }

    fn times(&self, other: &Univariate) -> Univariate {
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
    fn without_multiplicities(&self) -> Univariate {
        let repeated = self.common(&self.derivative());
        if repeated.degree() == 0 {
            self.clone().scaled()
        } else {
            self.divided(&repeated).0.scaled()
        }
    }

    fn sturm(&self) -> Vec<Univariate> {
        let mut sequence = vec![self.clone(), self.derivative()];
        while let [.., a, b] = sequence.as_slice()
            && !b.is_zero()
        {
            let rest = a.divided(b).1;
            let negative = rest.0.into_iter().map(|c| -c).collect();
            sequence.push(positively_scaled(negative));
        }
        sequence.pop();
        sequence
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

fn positively_scaled(coefficients: Vec<BigRational>) -> Univariate {
    let polynomial = Univariate::new(coefficients);
    match polynomial.0.last().map(Signed::abs) {
        Some(lead) => Univariate(polynomial.0.into_iter().map(|c| c / &lead).collect()),
        None => polynomial,
    }
}

/// Sign changes of a Sturm sequence at a point.
fn changes(sequence: &[Univariate], x: &BigRational) -> usize {
    let signs: Vec<bool> = sequence
        .iter()
        .map(|p| p.at(x))
        .filter(|value| !value.is_zero())
        .map(|value| value.is_positive())
        .collect();
    signs.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// Roots in the half-open interval (low, high].
fn roots_within(sequence: &[Univariate], low: &BigRational, high: &BigRational) -> usize {
    changes(sequence, low).saturating_sub(changes(sequence, high))
}

/// Whether no real number meets all conditions on signs.
pub fn contradict(conditions: &[(Univariate, Sign)]) -> bool {
    let mut product = Univariate(vec![BigRational::one()]);
    for (polynomial, sign) in conditions {
        if polynomial.degree() == 0 {
            let value = polynomial.at(&BigRational::zero());
            if !sign.admits(&value) {
                return true;
            }
            continue;
        }
        if polynomial.degree() > MAX_DEGREE {
            return false;
        }
        let plain = polynomial.without_multiplicities();
        // Only what is new.
        let shared = product.common(&plain);
        let new = if shared.degree() > 0 {
            plain.divided(&shared).0
        } else {
            plain
        };
        product = product.times(&new);
        if product.degree() > MAX_DEGREE {
            return false;
        }
    }
    let product = product.scaled();
    if product.degree() == 0 {
        let zero = BigRational::zero();
        return !conditions.iter().all(|(p, s)| s.admits(&p.at(&zero)));
    }
    let Some(intervals) = isolated(&product) else {
        return false;
    };
    // Between the roots.
    let one = BigRational::one();
    let mut samples = Vec::new();
    let first = &intervals[0].0 - &one;
    samples.push(first);
    for pair in intervals.windows(2) {
        samples.push((&pair[0].1 + &pair[1].0) / BigRational::from(BigInt::from(2)));
    }
    samples.push(&intervals[intervals.len() - 1].1 + &one);
    if samples.iter().any(|x| product.at(x).is_zero()) {
        return false;
    }
    let met = |x: &BigRational| conditions.iter().all(|(p, s)| s.admits(&p.at(x)));
    if samples.iter().any(met) {
        return false;
    }
    // At the roots.
    for (low, high) in &intervals {
        let mut all = true;
        for (polynomial, sign) in conditions {
            match sign_at_root(&product, polynomial, low, high) {
                Some(value) => all &= sign.admits(&BigRational::from(BigInt::from(value))),
                None => return false,
            }
        }
        if all {
            return false;
        }
    }
    true
}

/// Intervals [low, high], in order, that hold one root each of a polynomial without
/// multiplicities: an end is a root only where low = high. There is at least one interval; if
/// there is no root, it is a point.
fn isolated(polynomial: &Univariate) -> Option<Vec<(BigRational, BigRational)>> {
    let sequence = polynomial.sturm();
    // Cauchy's bound.
    let one = BigRational::one();
    let lead = polynomial.0.last()?.abs();
    let largest = polynomial.0.iter().map(Signed::abs).max()?;
    let bound = &one + largest / lead;
    let two = BigRational::from(BigInt::from(2));
    let mut found = Vec::new();
    let mut stack = vec![(-bound.clone(), bound.clone(), 0usize)];
    while let Some((low, high, depth)) = stack.pop() {
        match roots_within(&sequence, &low, &high) {
            0 => {}
            1 => found.push((low, high)),
            _ if depth > HALVINGS => return None,
            _ => {
                let middle = (&low + &high) / &two;
                stack.push((middle.clone(), high, depth + 1));
                stack.push((low, middle, depth + 1));
            }
        }
    }
    if found.is_empty() {
        return Some(vec![(BigRational::zero(), BigRational::zero())]);
    }
    // Apart from each other: a root is never at the lower end, perhaps at the upper one.
    for (low, high) in &mut found {
        if polynomial.at(high).is_zero() {
            *low = high.clone();
            continue;
        }
        let mut halvings = 0;
        loop {
            let middle = (&*low + &*high) / &two;
            let value = polynomial.at(&middle);
            if value.is_zero() {
                *low = middle.clone();
                *high = middle;
                break;
            }
            if roots_within(&sequence, low, &middle) == 1 {
                *high = middle;
            } else {
                *low = middle;
            }
            halvings += 1;
            // Both ends moved: no end is shared with a neighbour.
            if halvings > 8 && !polynomial.at(low).is_zero() {
                break;
            }
            if halvings > HALVINGS {
                return None;
            }
        }
    }
    let apart = found.windows(2).all(|pair| pair[0].1 <= pair[1].0);
    apart.then_some(found)
}

/// The sign of `other` at the only root of `polynomial` in [low, high].
fn sign_at_root(
    polynomial: &Univariate,
    other: &Univariate,
    low: &BigRational,
    high: &BigRational,
) -> Option<i32> {
    let sign = |value: BigRational| match value {
        value if value.is_positive() => 1,
        value if value.is_negative() => -1,
        _ => 0,
    };
    if low == high {
        return Some(sign(other.at(low)));
    }
    let shared = polynomial.common(other);
    let inside = |p: &Univariate, low: &BigRational, high: &BigRational| {
        p.degree() > 0 && roots_within(&p.sturm(), low, high) > 0
    };
    if inside(&shared, low, high) {
        return Some(0);
    }
    // The other has no root there: make the interval so small that it has none at all.
    let sequence = polynomial.sturm();
    let two = BigRational::from(BigInt::from(2));
    let (mut low, mut high) = (low.clone(), high.clone());
    for _ in 0..HALVINGS {
        let plain = other.without_multiplicities();
        if other.degree() == 0 || !inside(&plain, &low, &high) && !other.at(&low).is_zero() {
            return Some(sign(other.at(&high)));
        }
        let middle = (&low + &high) / &two;
        if roots_within(&sequence, &low, &middle) == 1 {
            high = middle;
        } else {
            low = middle;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polynomial(coefficients: &[i64]) -> Univariate {
        let numbers = coefficients
            .iter()
            .map(|c| BigRational::from(BigInt::from(*c)));
        Univariate::new(numbers.collect())
    }

    #[test]
    fn signs_are_decided() {
        let square = polynomial(&[-2, 0, 1]);
        let x = polynomial(&[0, 1]);
        // x² = 2 and x > 0 holds somewhere, with x > 3/2 nowhere.
        assert!(!contradict(&[
            (square.clone(), Sign::Zero),
            (x, Sign::Positive)
        ]));
        let large = polynomial(&[-3, 2]);
        assert!(contradict(&[
            (square.clone(), Sign::Zero),
            (large, Sign::Positive)
        ]));
        // x² - 2 < 0 and x³ > 3 nowhere, x³ > 2 somewhere.
        let below = polynomial(&[2, 0, -1]);
        let cube = |c: i64| polynomial(&[-c, 0, 0, 1]);
        assert!(contradict(&[
            (below.clone(), Sign::Positive),
            (cube(3), Sign::Positive)
        ]));
        assert!(!contradict(&[
            (below, Sign::Positive),
            (cube(2), Sign::Positive)
        ]));
        // x⁴ + 1 = 0 nowhere; (x - 1)² ≤ 0 at 1 only.
        assert!(contradict(&[(polynomial(&[1, 0, 0, 0, 1]), Sign::Zero)]));
        let touching = polynomial(&[-1, 2, -1]);
        assert!(!contradict(&[(touching.clone(), Sign::NonNegative)]));
        assert!(contradict(&[
            (touching, Sign::NonNegative),
            (polynomial(&[-1, 1]), Sign::NonZero)
        ]));
    }

    #[test]
    fn rational_roots_are_found() {
        let roots = polynomial(&[-2, 13, -24, 9]).rational_roots();
        let third = BigRational::new(1.into(), 3.into());
        assert_eq!(roots.len(), 2);
        assert!(roots.contains(&third));
    }
}
