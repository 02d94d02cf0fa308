//! Sums in which one term is singled out, products over a range.

use crate::derive::chain::{Chain, Progress, Stuck};
use crate::expr::{Expr, Head, Relation, Store};
use crate::render::page::{Level, Text};

/// A term that depends on an index, as a rule wants it.
fn template(store: &Store, body: Expr, index: Expr) -> Expr {
    store.substitute(body, &[(index, store.slot(1))].into_iter().collect())
}

/// `sum(j, m, n, if(j = k, a, b))` as the sum of b, with the term at k replaced.
pub(super) fn sum(chain: &mut Chain<'_, '_>, at: &[u32], sum: Expr) -> Progress {
    let store = chain.store();
    let [index, lo, hi, body] = *store.args(sum) else {
        return Err(Stuck);
    };
    if !store.has_kind(body, &Head::Piecewise) {
        return Err(Stuck);
    }
    let mut inner = at.to_vec();
    inner.push(3);
    if *store.head(body) != Head::Piecewise {
        let lifted = chain.kernel.lifted(body).ok_or(Stuck)?;
        let reason = Text::from("by cases");
        return chain.built_in("lift", &inner, lifted, &[], reason, Level::Full);
    }
    let [guard, first, second] = *store.args(body) else {
        return Err(Stuck);
    };
    // What the guard decides within the cases.
    for (k, case) in [(1, first), (2, second)] {
        if store.has_kind(case, &Head::Piecewise) {
            let fact = match k {
                1 => guard,
                _ => negation(store, guard).ok_or(Stuck)?,
            };
            let mut facts = chain.theorem.conditions().to_vec();
            facts.push(fact);
            let chosen = chain.kernel.chosen(case, &facts).ok_or(Stuck)?;
            let mut place = inner.clone();
            place.push(k);
            let reason = Text::from("the case that the conditions decide");
            return chain.built_in("choose", &place, chosen, &[], reason, Level::Full);
        }
    }
    let (a, b) = store.sides(guard).ok_or(Stuck)?;
    let picked = match (a == index, b == index) {
        (true, false) => b,
        (false, true) => a,
        _ => return Err(Stuck),
    };
    let values = [
        ("a", template(store, first, index)),
        ("b", template(store, second, index)),
        ("k", picked),
        ("m", lo),
        ("n", hi),
    ];
    chain.apply("sum-pick", at, &values)
}

fn negation(store: &Store, guard: Expr) -> Option<Expr> {
    match (store.head(guard), store.args(guard)) {
        (Head::Relation(Relation::Equal), [a, b]) => Some(store.relate(Relation::NotEqual, *a, *b)),
        _ => None,
    }
}

/// A product of exponentials, and a product of products.
pub(super) fn product(chain: &mut Chain<'_, '_>, at: &[u32], product: Expr) -> Progress {
    let store = chain.store();
    let [index, lo, hi, body] = *store.args(product) else {
        return Err(Stuck);
    };
    let args = store.args(body);
    let (m, n) = (("m", lo), ("n", hi));
    match store.head(body) {
        Head::Call(f) if f.name == "exp" => {
            let a = template(store, args[0], index);
            chain.apply("product-of-exponentials", at, &[("a", a), m, n])
        }
        Head::Mul => {
            let a = template(store, args[0], index);
            let b = template(store, store.mul(&args[1..]), index);
            chain.apply("product-of-products", at, &[("a", a), ("b", b), m, n])
        }
        _ => Err(Stuck),
    }
}

/// The logarithm of a product over a range.
pub(super) fn logarithm(chain: &mut Chain<'_, '_>, at: &[u32], product: Expr) -> Progress {
    let store = chain.store();
    let [index, lo, hi, body] = *store.args(product) else {
        return Err(Stuck);
    };
    let a = template(store, body, index);
    chain.apply("log-of-product", at, &[("a", a), ("m", lo), ("n", hi)])
}
