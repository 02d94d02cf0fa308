//! Rational functions of independent generators: what two terms have in common wherever both are
//! defined.
//!
//! A term built with `+ - * /` and integer powers is a quotient of two polynomials with rational
//! coefficients in its atoms. Two terms are equal wherever both are defined when the cross product
//! of their quotients agrees, coefficient by coefficient; whether they are *defined* at the same
//! points is for [`super::facts`] to settle.
//!
//! There are two readings of a term. The plain one, [`quotient`], takes everything but field
//! operations and exponentials as an atom, so that each atom is a part of the term and defined
//! where it is. The full one, behind [`equal`], also knows
//!
//! - e^(a+b) = e^a e^b, e^(c log t) = t^c and powers with a common base (`exponential`, `radical`),
//! - roots: (t^(1/n))^n = t, √(a² b) = |a| √b, √8 = 2 √2, |a b| = |a| |b|, |a|² = a² (`radical`),
//! - log(c e^u t) = log c + u + log t for numbers c > 0 (`logarithm`),
//! - angles: sin and cos of sums and multiples, sin² + cos² = 1, multiples of π/24
//!   (`circular`),
//! - finite sums: linear, constants taken out, last terms split off (`sums`).
//!
//! Each is an identity between the real (or complex) values of its atoms at every point at which
//! both terms are defined; an atom that is itself undefined there, such as √y of √(x² y) at x = 0,
//! y < 0, stands for any value that satisfies the same relations.

mod circular;
mod exponential;
mod field;
mod logarithm;
mod polynomial;
mod quotient;
mod radical;
mod sums;

use std::rc::Rc;

use num_rational::BigRational;
use num_traits::Zero;

use super::arrange::Arranger;
use crate::expr::{Expr, Head, Store};
use field::Field;
pub use polynomial::{Monomial, Polynomial};
pub use quotient::Quotient;

/// The quotient of polynomials that a term is; `None` when it is too large to work out or
/// divides by the zero polynomial. Its atoms are parts of the term.
pub fn quotient(store: &Store, arranger: &Arranger, term: Expr) -> Option<Quotient> {
    let term = arranger.arranged(store, term);
    if let Some(known) = arranger.quotient(term) {
        return known.map(|quotient| (*quotient).clone());
    }
    let mut field = Field::plain(store, arranger);
    let found = field.quotients(&[term]).and_then(|mut found| found.pop());
    arranger.remember(term, found.clone().map(Rc::new));
    found
}

/// Quotients of several terms in the same generators, in the full reading: products and powers of
/// them that vanish formally vanish wherever the terms are defined.
pub fn quotients(store: &Store, arranger: &Arranger, terms: &[Expr]) -> Option<Vec<Quotient>> {
    Field::full(store, arranger, &[]).quotients(terms)
}

/// The quotient of a term in the full reading, if all its atoms are names and exponentials of
/// polynomials in them, which are defined everywhere.
pub fn total_quotient(store: &Store, arranger: &Arranger, term: Expr) -> Option<Quotient> {
    let q = quotients(store, arranger, &[term])?.pop()?;
    let total = |atom: &Expr| {
        !store.any(*atom, |node| match &node.head {
            Head::Number(_) | Head::Name(_) | Head::Add | Head::Mul | Head::Neg => false,
            Head::Pow => store.small_integer(node.args[1]).is_none_or(|k| k <= 0),
            Head::Call(f) => f.name != "exp",
            _ => true,
        })
    };
    let mut atoms = q.top.0.keys().chain(q.bottom.0.keys()).flatten();
    atoms.all(|(atom, _)| total(atom)).then_some(q)
}

/// Whether two terms are equal wherever both are defined.
pub fn equal(store: &Store, arranger: &Arranger, a: Expr, b: Expr) -> bool {
    equal_with_sizes(store, arranger, a, b, &[])
}

/// As [`equal`], where some names are known to be positive integers, each at least so large.
pub fn equal_with_sizes(
    store: &Store,
    arranger: &Arranger,
    a: Expr,
    b: Expr,
    sizes: &[(Expr, i64)],
) -> bool {
    arranger.same(store, a, b)
        || agree(Field::plain(store, arranger), a, b) == Some(true)
        || agree(Field::full(store, arranger, sizes), a, b) == Some(true)
}

fn agree(mut field: Field<'_>, a: Expr, b: Expr) -> Option<bool> {
    let both = field.quotients(&[a, b])?;
    let [a, b] = both.as_slice() else { return None };
    let (left, right) = (a.top.times(&b.bottom)?, b.top.times(&a.bottom)?);
    field.agree(left, &right)
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
    (q.bottom.scaled(&ratio) == q.top).then_some(ratio)
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
