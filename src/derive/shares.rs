//! A softmax of two categories that an equation writes out, `exp(a)/(exp(a) + exp(b))`: it is the
//! sigmoid of the difference of the two predictors.

use crate::expr::{Expr, Head, Store};
use crate::kernel::{Kernel, ring};

/// The difference of the predictors, where a term is the share of one of two powers of e.
pub fn difference(store: &Store, value: Expr) -> Option<Expr> {
    let (Head::Div, [top, bottom]) = (store.head(value), store.args(value)) else {
        return None;
    };
    let (Head::Add, [first, second]) = (store.head(*bottom), store.args(*bottom)) else {
        return None;
    };
    let (own, other) = match (*first == *top, *second == *top) {
        (true, false) => (*first, *second),
        (false, true) => (*second, *first),
        _ => return None,
    };
    let (own, other) = (exponent(store, own)?, exponent(store, other)?);
    let difference = store.sub(own, other);
    let written = sigmoid(store, difference);
    let kernel = Kernel::new(store);
    ring::equal(store, kernel.arranger(), value, written).then_some(difference)
}

/// The sigmoid of a predictor, written out.
fn sigmoid(store: &Store, predictor: Expr) -> Expr {
    let one = store.int(1);
    let power = store.call("exp", &[store.neg(predictor)]);
    store.div(one, store.add([one, power].as_slice()))
}

/// What a power of e is raised to; 1 is the power of 0.
fn exponent(store: &Store, term: Expr) -> Option<Expr> {
    match (store.head(term), store.args(term)) {
        (Head::Call(f), [inner]) if f.name == "exp" => Some(*inner),
        (Head::Number(_), []) if term == store.int(1) => Some(store.int(0)),
        _ => None,
    }
}
