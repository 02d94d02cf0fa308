//! Logarithms and roots of products taken apart, factor by factor.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Zero};

use crate::derive::chain::{Chain, Progress, Stuck};
use crate::derive::polynomial;
use crate::expr::{Expr, Head, Store};
use crate::kernel::ring::{self, Monomial, Polynomial};
use crate::render::page::Level;

/// Products of more factors are left alone.
const MAX_FACTORS: usize = 12;

/// Logarithms of products, quotients and powers as sums; what is left is the logarithm of a
/// polynomial without a common factor.
pub(super) fn logarithm(chain: &mut Chain<'_, '_>, at: &[u32], argument: Expr) -> Progress {
    let store = chain.store();
    let args = store.args(argument);
    match store.head(argument) {
        Head::Number(_) if argument == store.int(1) => return chain.apply("log-one", at, &[]),
        Head::Number(_) | Head::Name(_) | Head::Entry => return Err(Stuck),
        Head::Call(f) if f.name == "exp" => return chain.apply("log-exp", at, &[("a", args[0])]),
        Head::Call(f) if f.name == "sqrt" => return chain.apply("log-sqrt", at, &[("a", args[0])]),
        Head::Call(_) => return Err(Stuck),
        Head::Div => {
            let values = [("a", args[0]), ("b", args[1])];
            if chain
                .attempt(|c| c.apply("log-quotient", at, &values))
                .is_ok()
            {
                return Ok(());
            }
        }
        Head::Mul if by_factor(chain, at, args, "log-product").is_ok() => return Ok(()),
        Head::Pow => {
            let values = [("a", args[0]), ("n", args[1])];
            let open = chain.theorem.conditions().len();
            let mark = chain.mark();
            if chain.apply("log-power", at, &values).is_ok()
                && chain.theorem.conditions().len() == open
            {
                return Ok(());
            }
            chain.back_to(&mark);
            if store.small_integer(args[1]) == Some(2) {
                return chain.apply("log-square", at, &[("a", args[0])]);
            }
            return chain.apply("log-power", at, &values);
        }
        _ => {}
    }
    written_by_factors(chain, at, argument)
}

/// The square root of a product or quotient of factors whose signs are known.
pub(super) fn square_root(chain: &mut Chain<'_, '_>, at: &[u32], argument: Expr) -> Progress {
    let store = chain.store();
    let args = store.args(argument);
    match store.head(argument) {
        Head::Number(_) | Head::Name(_) | Head::Entry | Head::Call(_) => return Err(Stuck),
        Head::Div => {
            let values = [("a", args[0]), ("b", args[1])];
            if chain
                .attempt(|c| c.apply("sqrt-quotient", at, &values))
                .is_ok()
            {
                return Ok(());
            }
        }
        Head::Mul => {
            for rule in ["sqrt-product-nonnegative", "sqrt-product"] {
                if by_factor(chain, at, args, rule).is_ok() {
                    return Ok(());
                }
            }
        }
        Head::Pow if store.small_integer(args[1]) == Some(2) => {
            return chain.apply("sqrt-of-square", at, &[("a", args[0])]);
        }
        _ => {}
    }
    written_by_factors(chain, at, argument)
}

/// A rule for f(a b) with one of the factors as a: without an open condition if possible.
fn by_factor(chain: &mut Chain<'_, '_>, at: &[u32], factors: &[Expr], rule: &str) -> Progress {
    let store = chain.store();
    if factors.len() > MAX_FACTORS {
        return Err(Stuck);
    }
    let open = chain.theorem.conditions().len();
    let try_one = |chain: &mut Chain<'_, '_>, k: usize, strict: bool| {
        let mut others = factors.to_vec();
        let factor = others.remove(k);
        let values = [("a", factor), ("b", store.mul(others.as_slice()))];
        chain.attempt(|c| {
            c.apply(rule, at, &values)?;
            match strict && c.theorem.conditions().len() > open {
                true => Err(Stuck),
                false => Ok(()),
            }
        })
    };
    for k in 0..factors.len() {
        if try_one(chain, k, true).is_ok() {
            return Ok(());
        }
    }
    try_one(chain, 0, false)
}

/// The argument at a function's position as a product of its obvious factors.
fn written_by_factors(chain: &mut Chain<'_, '_>, at: &[u32], argument: Expr) -> Progress {
    let store = chain.store();
    let q = ring::quotient(store, chain.kernel.arranger(), argument).ok_or(Stuck)?;
    let (above, below) = (factors(store, &q.top), factors(store, &q.bottom));
    let (Some(above), Some(below)) = (above, below) else {
        return Err(Stuck);
    };
    let ratio = &above.0 / &below.0;
    let mut top = above.1;
    let mut bottom = below.1;
    if !ratio.numer().is_one() {
        top.insert(
            0,
            polynomial::number(store, &BigRational::from(ratio.numer().clone())),
        );
    }
    if !ratio.denom().is_one() {
        bottom.insert(
            0,
            polynomial::number(store, &BigRational::from(ratio.denom().clone())),
        );
    }
    let one = |all: Vec<Expr>| match all.len() {
        0 => store.int(1),
        _ => store.mul(all.as_slice()),
    };
    let new = if bottom.is_empty() {
        one(top)
    } else {
        store.div(one(top), one(bottom))
    };
    if new == argument {
        return Err(Stuck);
    }
    let mut inner = at.to_vec();
    inner.push(0);
    chain.algebra(&inner, new, "write by factors", Level::Full)
}

/// A polynomial as a positive number, powers of atoms, and what has no common factor.
fn factors(store: &Store, polynomial: &Polynomial) -> Option<(BigRational, Vec<Expr>)> {
    let mut common: Option<Monomial> = None;
    let mut content = BigInt::zero();
    let mut below = BigInt::one();
    for (monomial, coefficient) in &polynomial.0 {
        below = below.lcm(coefficient.denom());
        common = Some(match common {
            None => monomial.clone(),
            Some(known) => known
                .into_iter()
                .filter_map(|(atom, k)| {
                    let other = monomial.iter().find(|(a, _)| *a == atom)?.1;
                    Some((atom, k.min(other)))
                })
                .collect(),
        });
    }
    for coefficient in polynomial.0.values() {
        content = content.gcd(&(coefficient * BigRational::from(below.clone())).to_integer());
    }
    let common = common?;
    if content.is_zero() {
        return None;
    }
    let number = BigRational::new(content, below);
    let mut all: Vec<Expr> = common
        .iter()
        .map(|(atom, k)| match k {
            1 => *atom,
            k => store.pow(*atom, store.int(i64::from(*k))),
        })
        .collect();
    let rest: std::collections::BTreeMap<Monomial, BigRational> = polynomial
        .0
        .iter()
        .map(|(monomial, coefficient)| {
            let left = monomial
                .iter()
                .filter_map(|(atom, k)| {
                    let taken = common
                        .iter()
                        .find(|(a, _)| a == atom)
                        .map_or(0, |(_, k)| *k);
                    (*k > taken).then(|| (*atom, *k - taken))
                })
                .collect();
            (left, coefficient / &number)
        })
        .collect();
    let rest = Polynomial(rest);
    if rest.as_constant().is_none_or(|c| !c.is_one()) {
        all.push(polynomial::term(store, &rest));
    }
    Some((number, all))
}
