//! The rules of differentiation: products, quotients, powers and known functions.

use num_traits::Zero;

use crate::expr::{Args, Expr, Relation, Store};

/// A product without factors 0 and 1.
pub(super) fn product(store: &Store, a: Expr, b: Expr) -> Expr {
    let (zero, one) = (store.int(0), store.int(1));
    if a == zero || b == zero {
        zero
    } else if a == one {
        b
    } else if b == one {
        a
    } else {
        store.mul([a, b].as_slice())
    }
}

fn square(store: &Store, e: Expr) -> Expr {
    store.pow(e, store.int(2))
}

/// (a/b)' = (a' b - a b')/b², where b ≠ 0.
pub(super) fn quotient(
    store: &Store,
    args: &Args,
    (da, db): (Expr, Expr),
    open: &mut Vec<Expr>,
) -> Option<Expr> {
    let (a, b, zero) = (args[0], args[1], store.int(0));
    match store.literal(b) {
        Some(value) if value.is_zero() => return None,
        Some(_) => {}
        None => open.push(store.relate(Relation::NotEqual, b, zero)),
    }
    if db == zero {
        return Some(if da == zero { zero } else { store.div(da, b) });
    }
    let top = store.sub(product(store, da, b), product(store, a, db));
    Some(store.div(top, square(store, b)))
}

/// (a^n)' = n a^(n-1) a' + a^n log(a) n': for positive integers n, for negative ones where a ≠ 0,
/// else where a > 0.
pub(super) fn power(
    store: &Store,
    expr: Expr,
    args: &Args,
    (da, dn): (Expr, Expr),
    open: &mut Vec<Expr>,
) -> Option<Expr> {
    let (a, n) = (args[0], args[1]);
    let (zero, one) = (store.int(0), store.int(1));
    let product = |a, b| product(store, a, b);
    match store.small_integer(n) {
        Some(k) if k > 0 => {
            let power = match k {
                1 => one,
                2 => a,
                _ => store.pow(a, store.int(k - 1)),
            };
            Some(product(product(store.int(k), power), da))
        }
        Some(k) if dn == zero && k < 0 => {
            open.push(store.relate(Relation::NotEqual, a, zero));
            let power = store.pow(a, store.int(k.checked_sub(1)?));
            Some(product(product(n, power), da))
        }
        _ => {
            open.push(store.relate(Relation::Greater, a, zero));
            let first = product(product(n, store.pow(a, store.sub(n, one))), da);
            let log = store.call("log", &[a]);
            let second = product(product(expr, log), dn);
            Some(match (first == zero, second == zero) {
                (_, true) => first,
                (true, _) => second,
                _ => store.add([first, second].as_slice()),
            })
        }
    }
}

/// f(u)' = f'(u) u'; the conditions are those under which f is differentiable at u.
pub(super) fn call(
    store: &Store,
    name: &str,
    expr: Expr,
    args: &Args,
    du: Expr,
    open: &mut Vec<Expr>,
) -> Option<Expr> {
    let u = args[0];
    let (zero, one, two) = (store.int(0), store.int(1), store.int(2));
    let product = |a, b| product(store, a, b);
    let square = |e| square(store, e);
    let over = |bottom: Expr| store.div(du, bottom);
    let sqrt = |e: Expr| store.call("sqrt", &[e]);
    let log = |n: i64| store.call("log", &[store.int(n)]);
    let pi = || store.name("pi");
    let mut need = |relation, term, value| open.push(store.relate(relation, term, value));
    Some(match name {
        "exp" => product(expr, du),
        "log" => {
            need(Relation::Greater, u, zero);
            over(u)
        }
        "log10" | "log2" => {
            need(Relation::Greater, u, zero);
            let base = log(if name == "log2" { 2 } else { 10 });
            over(store.mul([u, base].as_slice()))
        }
        "sqrt" => {
            need(Relation::Greater, u, zero);
            over(store.mul([two, expr].as_slice()))
        }
        "root" => {
            let n = store.small_integer(args[1]).filter(|n| *n > 0)?;
            let relation = if n % 2 == 1 {
                Relation::NotEqual
            } else {
                Relation::Greater
            };
            need(relation, u, zero);
            let bottom = store.mul([args[1], u].as_slice());
            store.div(product(expr, du), bottom)
        }
        "abs" => {
            need(Relation::NotEqual, u, zero);
            product(store.div(u, expr), du)
        }
        "sign" => {
            need(Relation::NotEqual, u, zero);
            zero
        }
        "sigmoid" => product(product(expr, store.sub(one, expr)), du),
        "tanh" => product(store.sub(one, square(expr)), du),
        "sin" => product(store.call("cos", &[u]), du),
        "cos" => store.neg(product(store.call("sin", &[u]), du)),
        "tan" => {
            let cos = store.call("cos", &[u]);
            need(Relation::NotEqual, cos, zero);
            over(square(cos))
        }
        "asin" | "acos" => {
            need(Relation::Greater, u, store.int(-1));
            need(Relation::Less, u, one);
            let slope = over(sqrt(store.sub(one, square(u))));
            if name == "asin" {
                slope
            } else {
                store.neg(slope)
            }
        }
        "atan" => over(store.add([one, square(u)].as_slice())),
        "sinh" => product(store.call("cosh", &[u]), du),
        "cosh" => product(store.call("sinh", &[u]), du),
        "asinh" => over(sqrt(store.add([square(u), one].as_slice()))),
        "acosh" => {
            need(Relation::Greater, u, one);
            over(sqrt(store.sub(square(u), one)))
        }
        "atanh" => {
            need(Relation::Greater, u, store.int(-1));
            need(Relation::Less, u, one);
            over(store.sub(one, square(u)))
        }
        "logit" => {
            need(Relation::Greater, u, zero);
            need(Relation::Less, u, one);
            over(store.mul([u, store.sub(one, u)].as_slice()))
        }
        "erf" => {
            let height = store.div(two, sqrt(pi()));
            let bell = store.call("exp", &[store.neg(square(u))]);
            product(store.mul([height, bell].as_slice()), du)
        }
        "Phi" => {
            let exponent = store.neg(store.div(square(u), two));
            let two_pi = store.mul([two, pi()].as_slice());
            let density = store.div(store.call("exp", &[exponent]), sqrt(two_pi));
            product(density, du)
        }
        "Phi_inv" => {
            need(Relation::Greater, u, zero);
            need(Relation::Less, u, one);
            let two_pi = store.mul([two, pi()].as_slice());
            let bell = store.call("exp", &[store.div(square(expr), two)]);
            product(store.mul([sqrt(two_pi), bell].as_slice()), du)
        }
        _ => return None,
    })
}
