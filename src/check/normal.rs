//! Terms brought to a form in which equal ones are the same rational function of their atoms:
//! hyperbolic functions and sigmoids by exponentials, logarithms of products as sums, cases that
//! are decided chosen. Every move is a step of the kernel.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Zero};

use crate::derive::chain::{Chain, Progress, Stuck};
use crate::derive::polynomial;
use crate::expr::{Expr, Head, Store};
use crate::kernel::ring::{self, Monomial, Polynomial};
use crate::render::page::{Level, Text};

/// More moves than this are not made for one term.
const MOVES: usize = 120;
/// Larger terms are left alone.
const SIZE: usize = 600;

/// Brings the term at a position to its normal form. Steps that would open a condition are taken
/// only if `lenient`.
///
/// # Errors
/// [`Stuck`] if the term is too large; the steps so far remain, and are right.
pub fn normalise(chain: &mut Chain<'_, '_>, path: &[u32], lenient: bool) -> Progress {
    let mut tried: Vec<Expr> = Vec::new();
    'next: for _ in 0..MOVES {
        let term = chain.at(path)?;
        let places = calls(chain.store(), term);
        if places.len() > SIZE {
            return Err(Stuck);
        }
        for (at, call) in places {
            if tried.contains(&call) {
                continue;
            }
            let mut whole = path.to_vec();
            whole.extend(at);
            let mark = chain.mark();
            let open = chain.theorem.conditions().len();
            let moved = rewrite(chain, &whole, call);
            if moved.is_ok() && (lenient || chain.theorem.conditions().len() == open) {
                continue 'next;
            }
            chain.back_to(&mark);
            tried.push(call);
        }
        return Ok(());
    }
    Err(Stuck)
}

/// The calls and derivatives of a term, inner ones first, with their positions.
fn calls(store: &Store, term: Expr) -> Vec<(Vec<u32>, Expr)> {
    let mut found = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    let mut stack = vec![(Vec::new(), term)];
    while let Some((path, expr)) = stack.pop() {
        if !seen.insert(expr) || found.len() > SIZE {
            continue;
        }
        let head = store.head(expr);
        if matches!(head, Head::Call(_) | Head::Derivative | Head::Pow) {
            found.push((path.clone(), expr));
        }
        if *head == Head::Derivative || path.len() > 60 {
            continue;
        }
        let skip = usize::from(head.binds()) * 3;
        for (k, arg) in store.args(expr).iter().enumerate().skip(skip) {
            if store.head(*arg).is_formula() {
                continue;
            }
            let mut below: Vec<u32> = path.clone();
            below.push(k as u32);
            stack.push((below, *arg));
        }
    }
    found.reverse();
    found
}

fn rewrite(chain: &mut Chain<'_, '_>, at: &[u32], call: Expr) -> Progress {
    let store = chain.store();
    let args = store.args(call);
    let name = match store.head(call) {
        Head::Call(f) => f.name,
        Head::Derivative => {
            let (new, _) = chain.kernel.derivative(call).ok_or(Stuck)?;
            let reason = Text::from("work out the derivative");
            return chain.built_in("differentiate", at, new, &[], reason, Level::Standard);
        }
        Head::Pow => return power(chain, at, args[0], args[1]),
        _ => return Err(Stuck),
    };
    let rule = match name {
        "sigmoid" => "sigmoid-definition",
        "tanh" => "tanh-exponential",
        "sinh" => "sinh-exponential",
        "cosh" => "cosh-exponential",
        "logit" => "logit-definition",
        "atanh" => "atanh-logarithm",
        "asinh" => "asinh-logarithm",
        "log" => return logarithm(chain, at, args[0]),
        "exp" => return exponential(chain, at, args[0]),
        "abs" | "max" | "min" => {
            let facts = chain.theorem.conditions().to_vec();
            let chosen = chain.kernel.chosen(call, &facts).ok_or(Stuck)?;
            let reason = Text::from("the case that the conditions decide");
            return chain.built_in("choose", at, chosen, &[], reason, Level::Standard);
        }
        "sqrt" => {
            if let (Head::Pow, [a, n]) = (store.head(args[0]), store.args(args[0]))
                && store.small_integer(*n) == Some(2)
            {
                return chain.apply("sqrt-of-square", at, &[("a", *a)]);
            }
            return Err(Stuck);
        }
        "Phi" => {
            let q = ring::quotient(store, chain.kernel.arranger(), args[0]).ok_or(Stuck)?;
            let first = q.top.0.values().next_back().ok_or(Stuck)?;
            if first < &BigRational::zero() {
                let inner = polynomial::lowest(store, chain.kernel.arranger(), store.neg(args[0]))
                    .ok_or(Stuck)?;
                let mut below = at.to_vec();
                below.push(0);
                chain.algebra(&below, store.neg(inner), "change the sign", Level::Full)?;
                return chain.apply("Phi-reflection", at, &[("a", inner)]);
            }
            return Err(Stuck);
        }
        _ => return Err(Stuck),
    };
    chain.apply(rule, at, &[("a", args[0])])
}

/// The base e written as a name, and the power 1/2.
fn power(chain: &mut Chain<'_, '_>, at: &[u32], base: Expr, exponent: Expr) -> Progress {
    let store = chain.store();
    let half = BigRational::new(1.into(), 2.into());
    if ring::constant(store, chain.kernel.arranger(), exponent) == Some(half) {
        return chain.apply("sqrt-power", at, &[("a", base)]);
    }
    let _ = base;
    Err(Stuck)
}

/// e^(log t + u) is t e^u.
fn exponential(chain: &mut Chain<'_, '_>, at: &[u32], argument: Expr) -> Progress {
    let store = chain.store();
    if let (Head::Call(f), [t]) = (store.head(argument), store.args(argument))
        && f.name == "log"
    {
        return chain.apply("exp-log", at, &[("a", *t)]);
    }
    let q = ring::quotient(store, chain.kernel.arranger(), argument).ok_or(Stuck)?;
    let scale = q.bottom.as_constant().ok_or(Stuck)?;
    for (monomial, coefficient) in &q.top.0 {
        let [(atom, 1)] = monomial.as_slice() else {
            continue;
        };
        let c = coefficient / &scale;
        let (Head::Call(f), [t]) = (store.head(*atom), store.args(*atom)) else {
            continue;
        };
        if f.name != "log" || !c.is_integer() {
            continue;
        }
        let mut rest = q.top.clone();
        rest.0.remove(monomial);
        let rest = Polynomial::default().plus(&rest, &scale.recip());
        let inverse = c.numer() < &BigInt::zero();
        let k = i64::try_from(c.numer().clone()).map_err(|_| Stuck)?.abs();
        let power = match k {
            1 => *atom,
            _ => store.mul([store.int(k), *atom].as_slice()),
        };
        let alone = store.call("exp", &[*atom]);
        let alone = match k {
            1 => alone,
            _ => store.pow(alone, store.int(k)),
        };
        let _ = power;
        let mut factors = Vec::new();
        if !rest.is_zero() {
            factors.push(store.call("exp", &[polynomial::term(store, &rest)]));
        }
        let new = if inverse {
            let top = store.mul(factors.as_slice());
            store.div(
                if factors.is_empty() {
                    store.int(1)
                } else {
                    top
                },
                alone,
            )
        } else {
            factors.insert(0, alone);
            store.mul(factors.as_slice())
        };
        chain.algebra(
            at,
            new,
            "take the logarithm out of the exponent",
            Level::Full,
        )?;
        // Where e^(log t) stands now.
        let mut place = at.to_vec();
        if inverse {
            place.push(1);
        } else if factors.len() > 1 {
            place.push(0);
        }
        if k > 1 {
            place.push(0);
        }
        return chain.apply("exp-log", &place, &[("a", *t)]);
    }
    Err(Stuck)
}

/// Logarithms of products, quotients and powers as sums; what is left is the logarithm of a
/// polynomial without a common factor.
fn logarithm(chain: &mut Chain<'_, '_>, at: &[u32], argument: Expr) -> Progress {
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
        Head::Mul => {
            let values = [("a", args[0]), ("b", store.mul(&args[1..]))];
            if chain
                .attempt(|c| c.apply("log-product", at, &values))
                .is_ok()
            {
                return Ok(());
            }
        }
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
