//! Terms brought to a form in which equal ones agree in the generators of [`ring`]: derivatives
//! worked out, hyperbolic functions and sigmoids by exponentials, logarithms and roots of products
//! taken apart, cases that are decided chosen. Every move is a step of the kernel.
//!
//! [`ring`]: crate::kernel::ring

mod factors;
mod indexed;

use crate::derive::chain::{Chain, Progress, Stuck};
use crate::expr::{Expr, Head, Store};
use crate::kernel::{Step, ring};
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
    // Before its inside is taken apart, a function of its inverse's value is undone.
    let (mut kept, mut tried) = (Vec::new(), Vec::new());
    for _ in 0..MOVES {
        if !one_move(chain, path, lenient, &mut kept, undone)?
            && !one_move(chain, path, lenient, &mut tried, rewrite)?
        {
            return Ok(());
        }
    }
    Err(Stuck)
}

/// Moves the first call that can be; whether there is one. Calls that cannot are not `tried` again.
fn one_move(
    chain: &mut Chain<'_, '_>,
    path: &[u32],
    lenient: bool,
    tried: &mut Vec<Expr>,
    rewrite: fn(&mut Chain<'_, '_>, &[u32], Expr) -> Progress,
) -> Progress<bool> {
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
        if chain.theorem.conditions().len() > open {
            discharge(chain, open);
        }
        if moved.is_ok() && (lenient || chain.theorem.conditions().len() == open) {
            return Ok(true);
        }
        chain.back_to(&mark);
        tried.push(call);
    }
    Ok(false)
}

/// Conditions from a number on are dropped where both sides imply them.
pub(super) fn discharge(chain: &mut Chain<'_, '_>, from: usize) {
    let open: Vec<Expr> = chain.theorem.conditions()[from..].to_vec();
    for condition in open {
        let step = Step {
            rule: "discharge".into(),
            path: Vec::new(),
            bindings: [("c".to_owned(), condition)].into_iter().collect(),
            after: chain.current(),
        };
        let reason = Text::default().math(condition).words(" follows");
        let _ = chain.take(step, reason, Level::Full);
    }
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
        if matches!(
            head,
            Head::Call(_)
                | Head::Derivative
                | Head::Pow
                | Head::Sum
                | Head::Product
                | Head::Piecewise
        ) {
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
        Head::Piecewise => return chosen(chain, at, call),
        Head::Sum => return indexed::sum(chain, at, call),
        Head::Product => return indexed::product(chain, at, call),
        _ => return Err(Stuck),
    };
    let a = ("a", args.first().copied().ok_or(Stuck)?);
    let rule = match name {
        "sigmoid" => "sigmoid-definition",
        "tanh" => "tanh-exponential",
        "sinh" => "sinh-exponential",
        "cosh" => "cosh-exponential",
        "logit" => "logit-definition",
        "atanh" => "atanh-logarithm",
        "asinh" => "asinh-logarithm",
        "acosh" => "acosh-logarithm",
        "log10" => "log10-definition",
        "log2" => "log2-definition",
        "erf" => "erf-Phi",
        "log" if *store.head(args[0]) == Head::Product => {
            return indexed::logarithm(chain, at, args[0]);
        }
        "log" => return factors::logarithm(chain, at, args[0]),
        "sqrt" => return factors::square_root(chain, at, args[0]),
        "abs" | "max" | "min" | "sign" => return chosen(chain, at, call),
        "atan" => return arctangent(chain, at, args[0]),
        _ => return Err(Stuck),
    };
    chain.apply(rule, at, &[a])
}

/// The case that the conditions decide.
fn chosen(chain: &mut Chain<'_, '_>, at: &[u32], part: Expr) -> Progress {
    let facts = chain.theorem.conditions().to_vec();
    let chosen = chain.kernel.chosen(part, &facts).ok_or(Stuck)?;
    let reason = Text::from("the case that the conditions decide");
    chain.built_in("choose", at, chosen, &[], reason, Level::Standard)
}

/// A function of its inverse function's value.
fn undone(chain: &mut Chain<'_, '_>, at: &[u32], call: Expr) -> Progress {
    let store = chain.store();
    let (Head::Call(outer), [argument]) = (store.head(call), store.args(call)) else {
        return Err(Stuck);
    };
    let (Head::Call(inner), [inside]) = (store.head(*argument), store.args(*argument)) else {
        return Err(Stuck);
    };
    let rule = match (outer.name, inner.name) {
        ("tan", "atan") => "tan-atan",
        ("atan", "tan") => "atan-tan",
        ("sin", "asin") => "sin-asin",
        ("asin", "sin") => "asin-sin",
        ("cos", "acos") => "cos-acos",
        ("acos", "cos") => "acos-cos",
        ("sinh", "asinh") => "sinh-asinh",
        ("asinh", "sinh") => "asinh-sinh",
        ("cosh", "acosh") => "cosh-acosh",
        ("acosh", "cosh") => "acosh-cosh",
        ("tanh", "atanh") => "tanh-atanh",
        ("atanh", "tanh") => "atanh-tanh",
        _ => return Err(Stuck),
    };
    chain.apply(rule, at, &[("a", *inside)])
}

/// The arctangent of a reciprocal.
fn arctangent(chain: &mut Chain<'_, '_>, at: &[u32], argument: Expr) -> Progress {
    let store = chain.store();
    match (store.head(argument), store.args(argument)) {
        (Head::Div, [one, below]) if *one == store.int(1) => {
            let rules = ["atan-reciprocal", "atan-reciprocal-negative"];
            let values = [("a", *below)];
            rules
                .into_iter()
                .find_map(|rule| chain.attempt(|c| c.apply(rule, at, &values)).ok())
                .ok_or(Stuck)
        }
        _ => Err(Stuck),
    }
}

/// A square root written as a power, and powers of positive bases as exponentials.
fn power(chain: &mut Chain<'_, '_>, at: &[u32], base: Expr, exponent: Expr) -> Progress {
    let store = chain.store();
    match ring::constant(store, chain.kernel.arranger(), exponent) {
        Some(value) if value.is_integer() => Err(Stuck),
        Some(value) if *value.numer() == 1.into() && *value.denom() == 2.into() => {
            chain.apply("sqrt-power", at, &[("a", base)])
        }
        _ if store.literal(base).is_some() => Err(Stuck),
        _ => chain.apply("power-exponential", at, &[("a", base), ("b", exponent)]),
    }
}
