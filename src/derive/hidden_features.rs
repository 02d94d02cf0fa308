//! Definitions of hidden features, `h = t` or `h[i] = t for i in 1..m`, put into formulas.

use rustc_hash::FxHashMap;

use crate::expr::{Binding, Expr, Head, Store};

/// What a formula says for any one index.
pub fn one(store: &Store, formula: Expr) -> Expr {
    match (store.head(formula), store.args(formula)) {
        (Head::Each, [_, _, _, body]) => *body,
        _ => formula,
    }
}

/// The name that a definition defines, without indices.
pub fn defined(store: &Store, feature: Expr) -> Option<Expr> {
    let (left, _) = store.sides(one(store, feature))?;
    match (store.head(left), store.args(left)) {
        (Head::Name(_), _) => Some(left),
        (Head::Entry, [base, ..]) => Some(*base),
        _ => None,
    }
}

/// The formula with a feature `h = t` or `h[i] = t for i in 1..m` written out; `None` if the
/// formula defines none.
pub fn put_in(store: &Store, formula: Expr, feature: Expr) -> Option<Expr> {
    let (index, equation) = match (store.head(feature), store.args(feature)) {
        (Head::Each, [index, _, _, equation]) => (Some(*index), *equation),
        _ => (None, feature),
    };
    let (left, value) = store.sides(equation)?;
    let base = match (store.head(left), store.args(left)) {
        (Head::Name(_), _) => left,
        (Head::Entry, [base, at]) if index.is_none_or(|index| *at == index) => *base,
        _ => return None,
    };
    if store.free_names(value).contains(&base) {
        return None;
    }
    let Some(index) = index else {
        let binding: Binding = [(left, value)].into_iter().collect();
        return Some(store.substitute(formula, &binding));
    };
    // The index of each occurrence takes the place of the feature's own.
    let slot = store.slot(1);
    let template = store.substitute(value, &[(index, slot)].into_iter().collect());
    let taken = store.free_names(template).into_iter().collect();
    let formula = store.avoiding(formula, || taken);
    let mut known: FxHashMap<Expr, Expr> = FxHashMap::default();
    Some(store.rebuild(formula, |head, args| match (head, args) {
        (Head::Entry, [found, at]) if *found == base => {
            Some(*known.entry(*at).or_insert_with(|| {
                store.substitute(template, &[(slot, *at)].into_iter().collect())
            }))
        }
        _ => None,
    }))
}
