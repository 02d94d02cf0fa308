//! Whether conditions on the signs of polynomials in one variable can hold together: their real
//! roots are told apart by Sturm sequences.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::Sign;
use super::univariate::Univariate;
use super::whole::Whole;

/// Higher degrees are not worked on.
const MAX_DEGREE: usize = 24;
/// Halvings of one interval, at most.
const HALVINGS: usize = 400;

/// An end of an interval, and whether it belongs to it.
type End = (BigRational, bool);

/// Sign changes of a Sturm sequence at a point.
fn changes(sequence: &[Whole], x: &BigRational) -> usize {
    let signs: Vec<i32> = sequence
        .iter()
        .map(|p| p.sign_at(x))
        .filter(|sign| *sign != 0)
        .collect();
    signs.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// Roots in the half-open interval (low, high].
fn roots_within(sequence: &[Whole], low: &BigRational, high: &BigRational) -> usize {
    changes(sequence, low).saturating_sub(changes(sequence, high))
}

/// Whether no real number meets all conditions on signs.
pub fn contradict(conditions: &[(Univariate, Sign)]) -> bool {
    if conditions.iter().all(|(p, _)| p.degree() <= 1) {
        return contradict_linear(conditions);
    }
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
    let wholes: Vec<(Whole, Sign)> = conditions
        .iter()
        .map(|(p, sign)| (Whole::of(p), *sign))
        .collect();
    let whole = Whole::of(&product);
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
    if samples.iter().any(|x| whole.sign_at(x) == 0) {
        return false;
    }
    let met = |x: &BigRational| wholes.iter().all(|(p, s)| s.allows(p.sign_at(x)));
    if samples.iter().any(met) {
        return false;
    }
    // At the roots.
    for (low, high) in &intervals {
        let mut all = true;
        for (polynomial, sign) in conditions {
            match sign_at_root(&product, polynomial, low, high) {
                Some(value) => all &= sign.allows(value),
                None => return false,
            }
        }
        if all {
            return false;
        }
    }
    true
}

/// The same of linear polynomials: an interval, without some points of it.
fn contradict_linear(conditions: &[(Univariate, Sign)]) -> bool {
    // An end, and whether it belongs to the interval.
    let (mut low, mut high): (Option<End>, Option<End>) = (None, None);
    let mut holes = Vec::new();
    for (polynomial, sign) in conditions {
        let [constant, slope] = polynomial.0.as_slice() else {
            let value = polynomial.at(&BigRational::zero());
            if !sign.admits(&value) {
                return true;
            }
            continue;
        };
        let root = -constant / slope;
        let (below, above) = match sign {
            Sign::NonZero => {
                holes.push(root);
                continue;
            }
            Sign::Zero => (true, true),
            Sign::Positive | Sign::NonNegative => (slope.is_positive(), slope.is_negative()),
        };
        let end = (root, *sign != Sign::Positive);
        // Of equal ends the open one is the narrower.
        if below
            && low
                .as_ref()
                .is_none_or(|(at, closed)| end.0 > *at || end.0 == *at && *closed)
        {
            low = Some(end.clone());
        }
        if above
            && high
                .as_ref()
                .is_none_or(|(at, closed)| end.0 < *at || end.0 == *at && *closed)
        {
            high = Some(end);
        }
    }
    match (low, high) {
        (Some((low, has_low)), Some((high, has_high))) => {
            low > high || low == high && !(has_low && has_high && !holes.contains(&low))
        }
        _ => false,
    }
}

/// Intervals [low, high], in order, that hold one root each of a polynomial without
/// multiplicities: an end is a root only where low = high. There is at least one interval; if
/// there is no root, it is a point.
fn isolated(polynomial: &Univariate) -> Option<Vec<(BigRational, BigRational)>> {
    let whole = Whole::of(polynomial);
    let sequence = whole.sturm();
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
        let above = whole.sign_at(high);
        if above == 0 {
            *low = high.clone();
            continue;
        }
        let mut halvings = 0;
        loop {
            let middle = (&*low + &*high) / &two;
            // The only root is where the sign changes.
            match whole.sign_at(&middle) {
                0 => {
                    *low = middle.clone();
                    *high = middle;
                    break;
                }
                sign if sign == above => *high = middle,
                _ => *low = middle,
            }
            halvings += 1;
            // Both ends moved: no end is shared with a neighbour.
            if halvings > 8 && whole.sign_at(low) != 0 {
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
    let sign = Whole::of(other);
    if low == high {
        return Some(sign.sign_at(low));
    }
    let inside = |sequence: &[Whole], low: &BigRational, high: &BigRational| {
        sequence.len() > 1 && roots_within(sequence, low, high) > 0
    };
    let shared = Whole::of(&polynomial.common(other)).sturm();
    if inside(&shared, low, high) {
        return Some(0);
    }
    // The other has no root there: make the interval so small that it has none at all.
    let whole = Whole::of(polynomial);
    let others = Whole::of(&other.without_multiplicities()).sturm();
    let two = BigRational::from(BigInt::from(2));
    let (mut low, mut high) = (low.clone(), high.clone());
    let above = whole.sign_at(&high);
    for _ in 0..HALVINGS {
        if other.degree() == 0 || !inside(&others, &low, &high) && sign.sign_at(&low) != 0 {
            return Some(sign.sign_at(&high));
        }
        let middle = (&low + &high) / &two;
        // The only root is where the sign changes.
        match whole.sign_at(&middle) {
            at if at == 0 || at == above => high = middle,
            _ => low = middle,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::univariate::tests::polynomial;
    use super::*;

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
    fn linear_conditions_agree_with_the_general_way() {
        let mut rng = fastrand::Rng::with_seed(1);
        let signs = [Sign::Zero, Sign::NonZero, Sign::Positive, Sign::NonNegative];
        let mut met = [0; 2];
        for _ in 0..2_000 {
            let mut one = || {
                let sign = signs[rng.usize(..signs.len())];
                (polynomial(&[rng.i64(-2..=2), rng.i64(-2..=2)]), sign)
            };
            let mut conditions: Vec<_> = (0..4).map(|_| one()).collect();
            let answer = contradict(&conditions);
            met[usize::from(answer)] += 1;
            // Always true, and not linear.
            conditions.push((polynomial(&[1, 0, 1]), Sign::Positive));
            assert_eq!(contradict(&conditions), answer, "{conditions:?}");
        }
        assert!(met[0] > 200 && met[1] > 200, "{met:?}");
    }
}
