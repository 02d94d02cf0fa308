//! Polynomials back to terms, written as an author would.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::expr::{Expr, Head, Number, Store};
use crate::kernel::arrange::Arranger;
use crate::kernel::ring::{self, Monomial, Polynomial};

/// The term of a polynomial: the constant first if there is one, positive terms before negative
/// ones.
pub fn term(store: &Store, polynomial: &Polynomial) -> Expr {
    let mut terms: Vec<(&Monomial, &BigRational)> = polynomial.0.iter().collect();
    terms.sort_by_key(|(monomial, coefficient)| {
        let symbolic = monomial
            .iter()
            .any(|(atom, _)| !matches!(store.head(*atom), Head::Name(_)));
        (
            coefficient.is_negative(),
            !monomial.is_empty() && !symbolic,
            monomial.len(),
        )
    });
    let parts: Vec<Expr> = terms.iter().map(|(m, c)| product(store, m, c)).collect();
    store.add(parts.as_slice())
}

/// A coefficient times a monomial.
fn product(store: &Store, monomial: &Monomial, coefficient: &BigRational) -> Expr {
    let mut factors: Vec<Expr> = monomial
        .iter()
        .map(|(atom, exponent)| match exponent {
            1 => *atom,
            k => store.pow(*atom, store.int(i64::from(*k))),
        })
        .collect();
    let size = coefficient.abs();
    let magnitude = if factors.is_empty() {
        number(store, &size)
    } else {
        if !size.is_one() {
            factors.insert(0, number(store, &size));
        }
        store.mul(factors.as_slice())
    };
    if coefficient.is_negative() {
        store.neg(magnitude)
    } else {
        magnitude
    }
}

/// A term as a fraction of polynomials with whole coefficients that have no common factor.
pub fn lowest(store: &Store, arranger: &Arranger, e: Expr) -> Option<Expr> {
    let q = ring::quotient(store, arranger, e)?;
    let coefficients = || q.top.0.values().chain(q.bottom.0.values());
    let below = coefficients().fold(BigInt::one(), |m, c| m.lcm(c.denom()));
    let whole = |c: &BigRational| (c * BigRational::from(below.clone())).to_integer();
    let common = coefficients().fold(BigInt::zero(), |g, c| g.gcd(&whole(c)));
    if common.is_zero() {
        return None;
    }
    let negative = q.bottom.0.values().filter(|c| c.is_negative()).count() * 2 > q.bottom.0.len();
    let factor = BigRational::new(if negative { -below } else { below }, common);
    let part = |p: &Polynomial| term(store, &Polynomial::default().plus(p, &factor));
    Some(match q.bottom.as_constant() {
        Some(c) if (&c * &factor).is_one() => part(&q.top),
        _ => store.div(part(&q.top), part(&q.bottom)),
    })
}

/// A rational as an integer or a fraction of integers.
pub fn number(store: &Store, value: &BigRational) -> Expr {
    let whole = |n: &num_bigint::BigInt| store.rational(BigRational::from(n.clone()));
    if value.is_integer() {
        return whole(value.numer());
    }
    let fraction = store.div(whole(&value.numer().abs()), whole(value.denom()));
    if value.is_negative() {
        store.neg(fraction)
    } else {
        fraction
    }
}

/// The term with its fractions of whole numbers as decimals, where they have few digits.
pub fn with_decimals(store: &Store, term: Expr) -> Expr {
    store.rebuild(term, |head, args| match (head, args) {
        (Head::Div, [top, bottom]) => {
            let (top, bottom) = (store.small_integer(*top)?, store.small_integer(*bottom)?);
            let value = BigRational::new(top.into(), (bottom != 0).then_some(bottom)?.into());
            let text = decimal(&value)?;
            Some(store.number(Number::parse(&text).ok()?))
        }
        _ => None,
    })
}

/// The decimal spelling of a positive number that has one of at most twenty places.
fn decimal(value: &BigRational) -> Option<String> {
    let mut scaled = value.clone();
    let mut places = 0;
    while !scaled.is_integer() {
        scaled *= BigRational::from(BigInt::from(10));
        places += 1;
        if places > 20 {
            return None;
        }
    }
    let digits = scaled.to_integer().to_string();
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    match (value.is_positive(), places) {
        (false, _) => None,
        (true, 0) => Some(whole.to_owned()),
        (true, _) => Some(format!("{whole}.{fraction}")),
    }
}

/// The coefficients of a polynomial in powers of an atom, from the constant one up.
pub fn coefficients(polynomial: &Polynomial, atom: Expr) -> Vec<Polynomial> {
    let mut found: Vec<Polynomial> = Vec::new();
    for (monomial, coefficient) in &polynomial.0 {
        let degree = monomial
            .iter()
            .find(|(a, _)| *a == atom)
            .map_or(0, |(_, k)| *k as usize);
        while found.len() <= degree {
            found.push(Polynomial::default());
        }
        let rest: Monomial = monomial
            .iter()
            .copied()
            .filter(|(a, _)| *a != atom)
            .collect();
        found[degree].0.insert(rest, coefficient.clone());
    }
    found
}
