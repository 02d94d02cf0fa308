//! Polynomials with rational coefficients in atoms: sums, products, exact division.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::expr::Expr;
use crate::kernel::effort;

/// More terms than this are not worked out: the answer is "not decided".
pub(super) const MAX_TERMS: usize = 2_000;
/// Larger exponents are left alone.
pub(super) const MAX_EXPONENT: u32 = 200;

/// Atoms with their exponents, sorted by atom.
pub type Monomial = Vec<(Expr, u32)>;

/// A polynomial: coefficients by monomial, none of them zero.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Polynomial(pub BTreeMap<Monomial, BigRational>);

impl Polynomial {
    /// The constant polynomial.
    pub fn constant(value: BigRational) -> Polynomial {
        Polynomial::single(Vec::new(), value)
    }

    /// The polynomial of one term.
    pub fn single(monomial: Monomial, coefficient: BigRational) -> Polynomial {
        let mut terms = BTreeMap::new();
        if !coefficient.is_zero() {
            terms.insert(monomial, coefficient);
        }
        Polynomial(terms)
    }

    /// The polynomial that is one atom.
    pub fn atom(atom: Expr) -> Polynomial {
        Polynomial::single(vec![(atom, 1)], BigRational::one())
    }

    /// Its value, if it is a constant.
    pub fn as_constant(&self) -> Option<BigRational> {
        match self.0.len() {
            0 => Some(BigRational::zero()),
            1 => self.0.get(&Vec::new()).cloned(),
            _ => None,
        }
    }

    /// Whether it is the zero polynomial.
    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// The sum of this and `factor` times the other.
    pub fn plus(mut self, other: &Polynomial, factor: &BigRational) -> Polynomial {
        effort::on_numbers(other.0.len(), bits(factor));
        for (monomial, coefficient) in &other.0 {
            let entry = self
                .0
                .entry(monomial.clone())
                .or_insert_with(BigRational::zero);
            *entry += coefficient * factor;
            if entry.is_zero() {
                self.0.remove(monomial);
            }
        }
        self
    }

    /// The polynomial times a number.
    pub fn scaled(&self, factor: &BigRational) -> Polynomial {
        Polynomial::default().plus(self, factor)
    }

    /// The product, unless it is too large.
    pub fn times(&self, other: &Polynomial) -> Option<Polynomial> {
        if self.0.len().saturating_mul(other.0.len()) > MAX_TERMS * 4 {
            return None;
        }
        effort::on_numbers(self.0.len() * other.0.len(), self.bits() + other.bits());
        let mut product = Polynomial::default();
        for (a, x) in &self.0 {
            for (b, y) in &other.0 {
                let monomial = merge(a, b)?;
                let entry = product.0.entry(monomial).or_insert_with(BigRational::zero);
                *entry += x * y;
            }
        }
        product.0.retain(|_, coefficient| !coefficient.is_zero());
        (product.0.len() <= MAX_TERMS).then_some(product)
    }

    /// The bits of the longest coefficient.
    fn bits(&self) -> u64 {
        self.0.values().map(bits).max().unwrap_or(0)
    }

    /// The power, unless it is too large.
    pub fn power(&self, exponent: u32) -> Option<Polynomial> {
        let mut result = Polynomial::constant(BigRational::one());
        for _ in 0..exponent {
            result = result.times(self)?;
        }
        Some(result)
    }

    /// The polynomial q with `q * divisor` equal to this one, if there is one.
    pub fn divided_by(&self, divisor: &Polynomial) -> Option<Polynomial> {
        let (lead, scale) = divisor.leading()?;
        let mut rest = self.clone();
        let mut result = Polynomial::default();
        for _ in 0..MAX_TERMS {
            let Some((monomial, coefficient)) = rest.leading() else {
                return Some(result);
            };
            let factor = coefficient / scale;
            let term = Polynomial::single(without(monomial, lead)?, factor.clone());
            rest = rest.plus(&term.times(divisor)?, &-BigRational::one());
            result = result.plus(&term, &BigRational::one());
        }
        None
    }

    /// The polynomial whose square this is, with a positive leading coefficient, if there is one.
    pub fn square_root(&self) -> Option<Polynomial> {
        let (monomial, coefficient) = self.leading()?;
        let lead = Polynomial::single(
            monomial
                .iter()
                .map(|(atom, k)| (k % 2 == 0).then_some((*atom, k / 2)))
                .collect::<Option<Monomial>>()?,
            rational_root(coefficient)?,
        );
        let minus = -BigRational::one();
        let twice = lead.scaled(&BigRational::from(BigInt::from(2)));
        let (divisor, scale) = twice.leading()?;
        let mut root = lead.clone();
        for _ in 0..MAX_TERMS {
            let rest = self.clone().plus(&root.times(&root)?, &minus);
            let Some((monomial, coefficient)) = rest.leading() else {
                return Some(root);
            };
            let next = without(monomial, divisor)?;
            let (last, _) = root.0.iter().min_by(|(a, _), (b, _)| lexical(a, b))?;
            if lexical(&next, last) != Ordering::Less {
                return None;
            }
            root = root.plus(
                &Polynomial::single(next, coefficient / scale),
                &BigRational::one(),
            );
        }
        None
    }

    /// The largest monomial in the lexical order of exponents, and its coefficient.
    fn leading(&self) -> Option<(&Monomial, &BigRational)> {
        self.0.iter().max_by(|(a, _), (b, _)| lexical(a, b))
    }

    /// The polynomial as a positive number, the largest monomial that divides it, and what is
    /// left, which has whole coefficients without a common factor; `None` for zero.
    pub fn primitive(&self) -> Option<(BigRational, Monomial, Polynomial)> {
        let below = self.0.values().fold(BigInt::one(), |m, c| m.lcm(c.denom()));
        let scale = BigRational::from(below.clone());
        let content = self
            .0
            .values()
            .fold(BigInt::zero(), |g, c| g.gcd(&(c * &scale).to_integer()));
        let mut monomials = self.0.keys();
        let mut common = monomials.next()?.clone();
        for monomial in monomials {
            common.retain_mut(|(atom, k)| {
                let other = monomial.iter().find(|(a, _)| a == atom);
                *k = (*k).min(other.map_or(0, |(_, n)| *n));
                *k > 0
            });
        }
        let number = BigRational::new(content, below);
        let rest = self.0.iter().map(|(monomial, coefficient)| {
            let monomial = without(monomial, &common).unwrap_or_default();
            (monomial, coefficient / &number)
        });
        let rest = Polynomial(rest.collect());
        Some((number, common, rest))
    }

    /// Whether the coefficient of its leading term is negative.
    pub fn leads_negative(&self) -> bool {
        self.leading().is_some_and(|(_, c)| c.is_negative())
    }

    /// The exponent of an atom in any of its terms, at most.
    pub fn degree(&self, atom: Expr) -> u32 {
        let exponents = self.0.keys().flatten().filter(|(a, _)| *a == atom);
        exponents.map(|(_, k)| *k).max().unwrap_or(0)
    }
}

fn bits(value: &BigRational) -> u64 {
    value.numer().bits() + value.denom().bits()
}

/// The square root of a rational square.
pub(super) fn rational_root(value: &BigRational) -> Option<BigRational> {
    let root = |n: &BigInt| {
        let root = (!n.is_negative()).then(|| n.sqrt())?;
        (&root * &root == *n).then_some(root)
    };
    Some(BigRational::new(root(value.numer())?, root(value.denom())?))
}

/// The product of two monomials.
pub(super) fn merge(a: &Monomial, b: &Monomial) -> Option<Monomial> {
    let mut all: Monomial = Vec::with_capacity(a.len() + b.len());
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    loop {
        match (left.peek(), right.peek()) {
            (Some((x, m)), Some((y, n))) if x == y => {
                let sum = m.checked_add(*n).filter(|k| *k <= MAX_EXPONENT)?;
                all.push((*x, sum));
                left.next();
                right.next();
            }
            (Some((x, _)), Some((y, _))) if x < y => all.extend(left.next().copied()),
            (Some(_), None) => all.extend(left.next().copied()),
            (_, Some(_)) => all.extend(right.next().copied()),
            (None, None) => return Some(all),
        }
    }
}

/// The quotient of two monomials.
fn without(a: &Monomial, b: &Monomial) -> Option<Monomial> {
    let mut rest = a.clone();
    for (atom, k) in b {
        let own = rest.iter_mut().find(|(other, _)| other == atom)?;
        own.1 = own.1.checked_sub(*k)?;
    }
    rest.retain(|(_, k)| *k > 0);
    Some(rest)
}

/// Lexical order of exponents, the atom that was made first being the most significant.
fn lexical(a: &Monomial, b: &Monomial) -> Ordering {
    let (mut left, mut right) = (a.iter(), b.iter());
    loop {
        match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (Some(_), None) => return Ordering::Greater,
            (None, Some(_)) => return Ordering::Less,
            (Some((x, m)), Some((y, n))) => match (y.cmp(x), m.cmp(n)) {
                (Ordering::Equal, Ordering::Equal) => {}
                (Ordering::Equal, order) | (order, _) => return order,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::Store;

    #[test]
    fn exact_division_undoes_products_and_nothing_else() {
        let s = Store::new();
        let (x, y) = (Polynomial::atom(s.name("x")), Polynomial::atom(s.name("y")));
        let one = BigRational::one();
        let sum = x.clone().plus(&y, &one);
        let difference = x.clone().plus(&y, &-one.clone());
        let product = sum.times(&difference).unwrap();
        assert_eq!(product.divided_by(&sum), Some(difference.clone()));
        assert_eq!(product.divided_by(&difference), Some(sum.clone()));
        assert_eq!(sum.divided_by(&product), None);
        let more = product.plus(&Polynomial::constant(one.clone()), &one);
        assert_eq!(more.divided_by(&sum), None);
        assert_eq!(x.divided_by(&Polynomial::default()), None);
    }

    #[test]
    fn the_primitive_part_times_what_was_taken_out_is_the_whole() {
        let s = Store::new();
        let (x, y) = (Polynomial::atom(s.name("x")), Polynomial::atom(s.name("y")));
        let half = BigRational::new(1.into(), 2.into());
        // -x^2 y/2 + 3 x y^2/2 = 1/2 x y (3 y - x)
        let first = x
            .times(&x)
            .unwrap()
            .times(&y)
            .unwrap()
            .scaled(&-half.clone());
        let second = x.times(&y).unwrap().times(&y).unwrap();
        let whole = first.plus(&second, &(&half * BigRational::from(BigInt::from(3))));
        let (number, monomial, rest) = whole.primitive().unwrap();
        assert_eq!(number, half);
        assert_eq!(monomial.len(), 2);
        assert_eq!(
            whole.times(&whole).unwrap().square_root(),
            Some(whole.scaled(&-BigRational::one()))
        );
        assert_eq!(whole.square_root(), None);
        let back = Polynomial::single(monomial, number).times(&rest).unwrap();
        assert_eq!(back, whole);
        assert!(Polynomial::default().primitive().is_none());
    }
}
