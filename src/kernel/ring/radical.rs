//! Roots, powers with fractional exponents, and absolute values.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::field::{Family, Field};
use super::polynomial::{MAX_EXPONENT, Monomial, Polynomial, rational_root};
use super::quotient::Quotient;
use crate::expr::{Expr, Store};

/// Numbers are divided by primes up to this; what is left counts as one.
const LARGEST_PRIME: u32 = 1_000;
/// Longer numbers are not factored.
const MAX_BITS: u64 = 4_096;

/// A quotient as a number and powers of factors.
pub(super) struct Factored {
    /// The number, positive.
    pub(super) number: BigRational,
    /// Atoms that divide numerator or denominator, with their exponents.
    pub(super) atoms: Vec<(Expr, i64)>,
    /// What is left of the numerator.
    pub(super) top: Polynomial,
    /// What is left of the denominator; its leading coefficient is positive.
    pub(super) bottom: Polynomial,
}

/// A quotient by its obvious factors; `None` for zero.
pub(super) fn factored(value: &Quotient) -> Option<Factored> {
    let (a, above, mut top) = value.top.primitive()?;
    let (b, below, mut bottom) = value.bottom.primitive()?;
    if bottom.leads_negative() {
        let minus = -BigRational::one();
        (top, bottom) = (top.scaled(&minus), bottom.scaled(&minus));
    }
    if let Some(whole) = top.divided_by(&bottom) {
        (top, bottom) = (whole, Polynomial::constant(BigRational::one()));
    }
    let mut atoms: Vec<(Expr, i64)> = above.iter().map(|(e, k)| (*e, i64::from(*k))).collect();
    for (atom, k) in below {
        match atoms.iter_mut().find(|(e, _)| *e == atom) {
            Some(known) => known.1 -= i64::from(k),
            None => atoms.push((atom, -i64::from(k))),
        }
    }
    atoms.retain(|(_, k)| *k != 0);
    Some(Factored {
        number: a / b,
        atoms,
        top,
        bottom,
    })
}

/// A product of powers as a quotient.
pub(super) fn product(powers: &[(Expr, i64)]) -> Option<Quotient> {
    let mut result = Quotient::one();
    for (atom, k) in powers {
        result = result.times(&Quotient::atom(*atom).power(*k)?)?;
    }
    Some(result)
}

impl Field<'_> {
    /// t^c for a rational c: a product of powers of generators t^(1/n). Of the family of odd
    /// roots, c has an odd denominator and t may be negative.
    pub(super) fn root(
        &mut self,
        value: &Quotient,
        c: &BigRational,
        family: Family,
    ) -> Option<Quotient> {
        if c.is_integer() {
            let k = c.to_integer().to_i64()?;
            return (k.unsigned_abs() <= u64::from(MAX_EXPONENT))
                .then(|| value.power(k))
                .flatten();
        }
        if value.top.is_zero() {
            return c
                .is_positive()
                .then(|| Quotient::number(BigRational::zero()));
        }
        let mut parts = factored(value)?;
        let mut result = self.number_power(&parts.number, c)?;
        let odd = family == Family::OddRoot;
        if odd && parts.top.leads_negative() {
            // (-t)^c with odd numerator and denominator
            let minus = -BigRational::one();
            parts.top = parts.top.scaled(&minus);
            if c.numer().is_odd() {
                result = result.scaled(&minus);
            }
        }
        let one = Polynomial::constant(BigRational::one());
        let alone = parts.top == one && parts.bottom == one && parts.atoms.len() == 1;
        let mut left: Vec<(Expr, i64)> = Vec::new();
        for (atom, k) in std::mem::take(&mut parts.atoms) {
            let power = c * BigRational::from_integer(k.into());
            if let Some(exponent) = self.exponents.get(&atom).cloned() {
                let factor = self.exponential(&exponent.scaled(&power))?;
                result = result.times(&factor)?;
            } else if let Some((inside, n)) = self.roots.get(&atom).cloned().filter(|_| alone) {
                let power = power / BigRational::from_integer(n.into());
                let factor = self.root(&inside, &power, Family::Root)?;
                result = result.times(&factor)?;
            } else if odd || self.is_positive(atom) || self.is_size(atom) {
                let factor = self.generator(&Quotient::atom(atom), &power, family)?;
                result = result.times(&factor)?;
            } else if k % 2 == 0 {
                // t^(2m c) = |t|^(2m c)
                let size = self.absolute(&Quotient::atom(atom))?;
                let factor = if power.is_integer() {
                    size.power(power.to_integer().to_i64()?)?
                } else {
                    self.generator(&size, &power, family)?
                };
                result = result.times(&factor)?;
            } else {
                // √(t³ u) = |t| √(t u)
                let outside = if k.abs() > 1 { k - k.signum() } else { 0 };
                if outside != 0 {
                    let size = self.absolute(&Quotient::atom(atom))?;
                    let power = c * BigRational::from_integer(outside.into());
                    let factor = if power.is_integer() {
                        size.power(power.to_integer().to_i64()?)?
                    } else {
                        self.generator(&size, &power, family)?
                    };
                    result = result.times(&factor)?;
                }
                left.push((atom, k - outside));
            }
        }
        for (polynomial, power) in [(&mut parts.top, c.clone()), (&mut parts.bottom, -c)] {
            if *polynomial != one && self.surely_positive(polynomial) {
                let taken = Quotient::whole(std::mem::replace(polynomial, one.clone()));
                result = result.times(&self.part_root(&taken, &power, family)?)?;
            }
        }
        let rest = product(&left)?.times(&Quotient {
            top: parts.top,
            bottom: parts.bottom,
        })?;
        if rest.top == one && rest.bottom == one {
            return Some(result);
        }
        if rest.top.as_constant().is_some_and(|v| v.is_negative()) && rest.bottom == one {
            return None;
        }
        result.times(&self.part_root(&rest, c, family)?)
    }

    /// t^c for a t that has no obvious factors.
    fn part_root(&mut self, value: &Quotient, c: &BigRational, family: Family) -> Option<Quotient> {
        let half = BigRational::new(1.into(), 2.into());
        let times = c / &half;
        if family == Family::Root
            && times.is_integer()
            && let Some(root) = self.square_root(value)
        {
            return root?.power(times.to_integer().to_i64()?);
        }
        if value.top == Polynomial::constant(BigRational::one()) {
            return self.generator(&value.inverse()?, &-c, family);
        }
        self.generator(value, c, family)
    }

    /// √t for the square t of a polynomial, and for t = a + b √c with rational a, b, c: where
    /// d² = a² - b² c is a square, √t = √((a+d)/2) ± √((a-d)/2), and otherwise for b < 0 it is
    /// √(a² - b² c)/√(a - b √c). `None` if t is no such term.
    fn square_root(&mut self, value: &Quotient) -> Option<Option<Quotient>> {
        if let (Some(top), Some(bottom)) = (value.top.square_root(), value.bottom.square_root()) {
            return Some(self.absolute(&Quotient { top, bottom }));
        }
        let a = value.top.0.get(&Vec::new())?;
        let (monomial, b) = value.top.0.iter().find(|(m, _)| !m.is_empty())?;
        let ([(atom, 1)], 2, true) = (monomial.as_slice(), value.top.0.len(), a.is_positive())
        else {
            return None;
        };
        let (inside, 2) = self.roots.get(atom)? else {
            return None;
        };
        let (c, scale) = (inside.top.as_constant()?, value.bottom.as_constant()?);
        let c = c / inside.bottom.as_constant()?;
        let norm = a * a - b * b * c;
        if !norm.is_positive() || !scale.is_one() {
            return None;
        }
        let half = BigRational::new(1.into(), 2.into());
        let minus = -BigRational::one();
        if let Some(d) = rational_root(&norm) {
            let mut part = |t: BigRational| self.root(&Quotient::number(t), &half, Family::Root);
            let (first, second) = (part((a + &d) * &half), part((a - &d) * &half));
            let sign = if b.is_negative() { minus } else { -minus };
            return Some(first.and_then(|first| first.plus(&second?.scaled(&sign))));
        }
        if !b.is_negative() {
            return None;
        }
        let (a, b) = (a.clone(), b.clone());
        let conjugate = Polynomial::constant(a).plus(&Polynomial::atom(*atom), &-b);
        let above = self.root(&Quotient::number(norm), &half, Family::Root);
        let below = self.root(&Quotient::whole(conjugate), &half, Family::Root);
        Some(above.and_then(|above| above.times(&below?.inverse()?)))
    }

    /// t^c as a power of a generator t^(1/n).
    fn generator(&mut self, value: &Quotient, c: &BigRational, family: Family) -> Option<Quotient> {
        let store = self.store;
        let key = self.key(value);
        let unit = self.unit(
            family,
            key,
            &BigRational::new(BigInt::one(), c.denom().clone()),
        );
        let n = unit.denom().to_u32().filter(|n| *n <= MAX_EXPONENT)?;
        let power = (c / &unit).to_integer().to_i64()?;
        if power.unsigned_abs() > u64::from(MAX_EXPONENT) {
            return None;
        }
        let atom = match (n, family) {
            (2, _) => store.call("sqrt", &[key]),
            (_, Family::OddRoot) => store.call("root", &[key, store.int(i64::from(n))]),
            _ => store.pow(key, store.rational(unit)),
        };
        let atom = self.arranger.arranged(store, atom);
        self.relate(atom, n, value.clone());
        if family == Family::Root {
            self.roots.insert(atom, (value.clone(), n));
        }
        Quotient::atom(atom).power(power)
    }

    /// A power of a positive number by its prime factors.
    fn number_power(&mut self, value: &BigRational, c: &BigRational) -> Option<Quotient> {
        let mut result = Quotient::one();
        for (prime, k) in primes(value) {
            let exponent = c * BigRational::from_integer(k.into());
            let whole = exponent.floor();
            let fraction = &exponent - &whole;
            let whole = whole.to_integer().to_i32().filter(|k| k.abs() <= 4_096)?;
            let base = BigRational::from_integer(prime);
            let mut factor = Quotient::number(num_traits::pow::Pow::pow(&base, whole));
            if !fraction.is_zero() {
                let root = self.generator(&Quotient::number(base), &fraction, Family::Root)?;
                factor = factor.times(&root)?;
            }
            result = result.times(&factor)?;
        }
        Some(result)
    }

    /// |t|: a product of positive numbers and absolute values of factors.
    pub(super) fn absolute(&mut self, value: &Quotient) -> Option<Quotient> {
        if value.top.is_zero() {
            return Some(value.clone());
        }
        let parts = factored(value)?;
        let mut result = Quotient::number(parts.number);
        for (atom, k) in parts.atoms {
            let certain =
                self.is_positive(atom) || self.roots.contains_key(&atom) || self.is_size(atom);
            let factor = if certain {
                Quotient::atom(atom)
            } else {
                self.size_of(&Polynomial::atom(atom))?
            };
            result = result.times(&factor.power(k)?)?;
        }
        let above = self.size_of(&parts.top)?;
        let below = self.size_of(&parts.bottom)?;
        result.times(&above)?.times(&below.inverse()?)
    }

    /// Whether an atom is an absolute value.
    pub(super) fn is_size(&self, atom: Expr) -> bool {
        matches!(self.store.head(atom), crate::expr::Head::Call(f) if f.name == "abs")
    }

    fn size_of(&mut self, polynomial: &Polynomial) -> Option<Quotient> {
        if let Some(value) = polynomial.as_constant() {
            return Some(Quotient::number(value.abs()));
        }
        if self.surely_positive(polynomial) {
            return Some(Quotient::whole(polynomial.clone()));
        }
        let minus = -BigRational::one();
        let canonical = if polynomial.leads_negative() {
            polynomial.scaled(&minus)
        } else {
            polynomial.clone()
        };
        let key = self.key(&Quotient::whole(canonical.clone()));
        let call = self.store.call("abs", &[key]);
        let atom = self.arranger.arranged(self.store, call);
        let square = Quotient::whole(canonical).power(2)?;
        self.relate(atom, 2, square);
        Some(Quotient::atom(atom))
    }
}

/// A power of a number other than 0 whose exponent is beyond those that polynomials are raised to,
/// if it has no more digits than are worked with: 10^400.
pub(super) fn large_power(store: &Store, base: Expr, exponent: Expr) -> Option<BigRational> {
    let limit = i64::from(MAX_EXPONENT);
    let exponent = store.small_integer(exponent).filter(|k| k.abs() > limit)?;
    let base = store.literal(base).filter(|value| !value.is_zero())?;
    let bits = base.numer().bits() + base.denom().bits();
    let short = bits.checked_mul(exponent.unsigned_abs())? <= MAX_BITS;
    let exponent = i32::try_from(exponent).ok().filter(|_| short)?;
    Some(num_traits::pow::Pow::pow(&base, exponent))
}

/// The prime factors of a positive number with their exponents; what is left when the small ones
/// are taken out counts as one.
pub(super) fn primes(value: &BigRational) -> Vec<(BigInt, i64)> {
    let mut found: Vec<(BigInt, i64)> = Vec::new();
    for (mut n, sign) in [(value.numer().clone(), 1), (value.denom().clone(), -1)] {
        let mut divisor = 2_u32;
        while divisor <= LARGEST_PRIME && n.bits() <= MAX_BITS && !n.is_one() {
            let mut k = 0;
            while (&n % divisor).is_zero() {
                n /= divisor;
                k += sign;
            }
            if k != 0 {
                found.push((BigInt::from(divisor), k));
            }
            if BigInt::from(divisor).pow(2) > n {
                break;
            }
            divisor += 1;
        }
        if !n.is_one() {
            let root = n.sqrt();
            let square = n.bits() <= MAX_BITS && &root * &root == n;
            let (base, k) = if square { (root, 2 * sign) } else { (n, sign) };
            match found.iter_mut().find(|(p, _)| *p == base) {
                Some(known) => known.1 += k,
                None => found.push((base, k)),
            }
        }
    }
    found
}

/// The monomial's atoms as powers.
pub(super) fn powers(monomial: &Monomial) -> Vec<(Expr, i64)> {
    monomial.iter().map(|(e, k)| (*e, i64::from(*k))).collect()
}
