//! Rational functions: the field operations decided, everything else an opaque atom.
//!
//! A term built with `+ - * /` and integer powers is a quotient of two polynomials with rational
//! coefficients in its atoms. Two terms are equal wherever both are defined when
//! the cross product of their quotients agrees, coefficient by coefficient; whether they are
//! *defined* at the same points is for [`super::facts`] to settle. Exponentials obey
//! e^(a+b) = e^a e^b and e^(ka) = (e^a)^k for integers k, being defined and positive everywhere.

use std::collections::BTreeMap;
use std::rc::Rc;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::arrange::Arranger;
use crate::expr::{Expr, Head, Store};

/// More terms than this are not worked out: the answer is "not decided".
const MAX_TERMS: usize = 2_000;
/// Larger exponents are left alone.
const MAX_EXPONENT: u32 = 200;

/// Atoms with their exponents, sorted by atom.
pub type Monomial = Vec<(Expr, u32)>;

/// A polynomial: coefficients by monomial, none of them zero.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Polynomial(pub BTreeMap<Monomial, BigRational>);

impl Polynomial {
    /// The constant polynomial.
    pub fn constant(value: BigRational) -> Polynomial {
        let mut terms = BTreeMap::new();
        if !value.is_zero() {
            terms.insert(Vec::new(), value);
        }
        Polynomial(terms)
    }

    /// The polynomial that is one atom.
    pub fn atom(atom: Expr) -> Polynomial {
        Polynomial(
            [(vec![(atom, 1)], BigRational::one())]
                .into_iter()
                .collect(),
        )
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

    /// The product, unless it is too large.
    pub fn times(&self, other: &Polynomial) -> Option<Polynomial> {
        let work = self.0.len().saturating_mul(other.0.len());
        if work > MAX_TERMS * 4 {
            return None;
        }
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

    fn power(&self, exponent: u32) -> Option<Polynomial> {
        let mut result = Polynomial::constant(BigRational::one());
        for _ in 0..exponent {
            result = result.times(self)?;
        }
        Some(result)
    }
}

fn merge(a: &Monomial, b: &Monomial) -> Option<Monomial> {
    let mut all: BTreeMap<Expr, u32> = a.iter().copied().collect();
    for (atom, exponent) in b {
        let entry = all.entry(*atom).or_insert(0);
        *entry = entry.checked_add(*exponent)?;
        if *entry > MAX_EXPONENT {
            return None;
        }
    }
    Some(all.into_iter().collect())
}

/// A quotient of two polynomials.
#[derive(Clone, Debug)]
pub struct Quotient {
    /// The numerator.
    pub top: Polynomial,
    /// The denominator, not the zero polynomial.
    pub bottom: Polynomial,
}

impl Quotient {
    fn whole(top: Polynomial) -> Quotient {
        Quotient {
            top,
            bottom: Polynomial::constant(BigRational::one()),
        }
    }

    fn plus(&self, other: &Quotient) -> Option<Quotient> {
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

    fn times(&self, other: &Quotient) -> Option<Quotient> {
        Some(Quotient {
            top: self.top.times(&other.top)?,
            bottom: self.bottom.times(&other.bottom)?,
        })
    }

    fn inverse(self) -> Option<Quotient> {
        (!self.top.is_zero()).then_some(Quotient {
            top: self.bottom,
            bottom: self.top,
        })
    }
}

/// The quotient of polynomials that a term is; `None` when it is too large to work out or
/// divides by the zero polynomial.
pub fn quotient(store: &Store, arranger: &Arranger, term: Expr) -> Option<Quotient> {
    let term = arranger.arranged(store, term);
    if let Some(known) = arranger.quotient(term) {
        return known.map(|quotient| (*quotient).clone());
    }
    let found = computed(store, arranger, term);
    arranger.remember(term, found.clone().map(Rc::new));
    found
}

fn computed(store: &Store, arranger: &Arranger, term: Expr) -> Option<Quotient> {
    store.fold(term, |expr, node, args: &[Option<Quotient>]| {
        let opaque = || Some(Quotient::whole(Polynomial::atom(expr)));
        match &node.head {
            // A long sum is not worked out: it is one atom.
            Head::Add | Head::Mul if args.len() > MAX_TERMS / 4 => opaque(),
            Head::Number(n) => Some(Quotient::whole(Polynomial::constant(n.value().clone()))),
            Head::Add => {
                let (first, rest) = args.split_first()?;
                rest.iter()
                    .try_fold(first.clone()?, |sum, arg| sum.plus(arg.as_ref()?))
            }
            Head::Mul => {
                let (first, rest) = args.split_first()?;
                rest.iter()
                    .try_fold(first.clone()?, |product, arg| product.times(arg.as_ref()?))
            }
            Head::Neg => {
                let minus = Quotient::whole(Polynomial::constant(-BigRational::one()));
                args[0].as_ref()?.times(&minus)
            }
            Head::Div => args[0].as_ref()?.times(&args[1].clone()?.inverse()?),
            Head::Pow => match store.small_integer(node.args[1]) {
                Some(k) if k.unsigned_abs() <= u64::from(MAX_EXPONENT) && k != 0 => {
                    let base = args[0].clone()?;
                    let base = if k < 0 { base.inverse()? } else { base };
                    let k = k.unsigned_abs() as u32;
                    Some(Quotient {
                        top: base.top.power(k)?,
                        bottom: base.bottom.power(k)?,
                    })
                }
                _ => opaque(),
            },
            Head::Call(f) if f.name == "exp" => {
                exponential(store, arranger, args[0].as_ref()).or_else(opaque)
            }
            _ => opaque(),
        }
    })
}

/// e^(Σ c_m m) as the product of the atoms (e^(m/q))^p over its terms, c_m = p/q.
fn exponential(
    store: &Store,
    arranger: &Arranger,
    argument: Option<&Quotient>,
) -> Option<Quotient> {
    let argument = argument?;
    let scale = argument.bottom.as_constant()?;
    let mut result = Quotient::whole(Polynomial::constant(BigRational::one()));
    for (monomial, coefficient) in &argument.top.0 {
        let c = coefficient / &scale;
        let mut factors: Vec<Expr> = Vec::new();
        for (atom, exponent) in monomial {
            factors.push(match exponent {
                1 => *atom,
                _ => store.pow(*atom, store.int(i64::from(*exponent))),
            });
        }
        let unit = BigRational::new(BigInt::one(), c.denom().clone());
        let inner = if unit.is_one() {
            store.mul(factors.as_slice())
        } else if factors.is_empty() {
            store.rational(unit)
        } else {
            factors.insert(0, store.rational(unit));
            store.mul(factors.as_slice())
        };
        let atom = arranger.arranged(store, store.call("exp", &[inner]));
        let power = c.numer().abs().to_u32().filter(|k| *k <= MAX_EXPONENT)?;
        let factor = Polynomial::atom(atom).power(power)?;
        let factor = Quotient::whole(factor);
        let factor = if c.is_negative() {
            factor.inverse()?
        } else {
            factor
        };
        result = result.times(&factor)?;
    }
    Some(result)
}

/// Whether two terms are the same rational function of their atoms, that is, equal wherever
/// both are defined.
pub fn equal(store: &Store, arranger: &Arranger, a: Expr, b: Expr) -> bool {
    if arranger.same(store, a, b) {
        return true;
    }
    let (Some(a), Some(b)) = (quotient(store, arranger, a), quotient(store, arranger, b)) else {
        return false;
    };
    match (a.top.times(&b.bottom), b.top.times(&a.bottom)) {
        (Some(left), Some(right)) => left == right,
        _ => false,
    }
}

/// The value that a term has wherever it is defined, if that is a constant.
pub fn constant_where_defined(
    store: &Store,
    arranger: &Arranger,
    term: Expr,
) -> Option<BigRational> {
    let q = quotient(store, arranger, term)?;
    if q.top.is_zero() {
        return Some(BigRational::zero());
    }
    let (monomial, coefficient) = q.bottom.0.first_key_value()?;
    let ratio = q.top.0.get(monomial)? / coefficient;
    (Polynomial::default().plus(&q.bottom, &ratio) == q.top).then_some(ratio)
}

/// The term that a polynomial stands for.
pub fn term(store: &Store, polynomial: &Polynomial) -> Expr {
    let terms: Vec<Expr> = polynomial
        .0
        .iter()
        .map(|(monomial, coefficient)| {
            let mut factors = vec![store.rational(coefficient.clone())];
            factors.extend(monomial.iter().map(|(atom, k)| match k {
                1 => *atom,
                k => store.pow(*atom, store.int(i64::from(*k))),
            }));
            store.mul(factors.as_slice())
        })
        .collect();
    store.add(terms.as_slice())
}

/// The value of a constant term made of numbers by field operations.
pub fn constant(store: &Store, arranger: &Arranger, term: Expr) -> Option<BigRational> {
    let q = quotient(store, arranger, term)?;
    let (top, bottom) = (q.top.as_constant()?, q.bottom.as_constant()?);
    (!bottom.is_zero()).then(|| top / bottom)
}
