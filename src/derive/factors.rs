//! Activations with symbolic factors, `c + (1 - c)*sigmoid(z)`: they have an inverse where the
//! factor is not zero, and are constant where it is.

use super::activation::Activated;
use super::inversion;
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::Kernel;

/// The activation under the condition that its symbolic factors are not zero, where it has an
/// inverse only then.
pub fn nonzero(
    store: &Store,
    kernel: &Kernel<'_>,
    function: &Activated,
    predictor: Expr,
    response: Expr,
) -> Option<Activated> {
    if function.link.is_some() {
        return None;
    }
    let factors = symbolic(store, function.body, predictor);
    if factors.is_empty() {
        return None;
    }
    let inverts = |given: &[Expr]| {
        inversion::invert(kernel, response, predictor, function.body, given, None).is_ok()
    };
    if inverts(&function.given) {
        return None;
    }
    let zero = store.int(0);
    let conditions = factors
        .into_iter()
        .map(|factor| store.relate(Relation::NotEqual, factor, zero));
    let mut assumed = function.clone();
    assumed.given.extend(conditions);
    inverts(&assumed.given).then_some(assumed)
}

/// The factors of products with the predictor that are no numbers, each once.
fn symbolic(store: &Store, body: Expr, predictor: Expr) -> Vec<Expr> {
    let mut all = Vec::new();
    for product in store.subterms(body) {
        if *store.head(product) != Head::Mul || !store.contains(product, predictor) {
            continue;
        }
        for factor in store.args(product) {
            let symbolic = store
                .free_names(*factor)
                .iter()
                .any(|name| !store.is_constant(*name));
            if symbolic && !store.contains(*factor, predictor) && !all.contains(factor) {
                all.push(*factor);
            }
        }
    }
    all
}
