//! `w = w - \alpha dw`: a new value of a name, of itself and something else.

use super::draft::Chain;
use crate::expr::{Expr, Head, Relation, Store};

/// Whether an equation gives a name a new value: one term of the sum on the right is the name, or
/// the name times something, and the others do not speak of it. Where the sign says that it
/// defines, it is enough that the name occurs.
pub(super) fn updates(store: &Store, chain: &Chain, defines: bool) -> bool {
    let ([(left, _), (right, _), ..], [(Relation::Equal, _), ..]) =
        (chain.terms.as_slice(), chain.signs.as_slice())
    else {
        return false;
    };
    if !matches!(store.head(*left), Head::Name(_) | Head::Entry) {
        return false;
    }
    if defines && store.contains(*right, *left) {
        return true;
    }
    chain.signs.len() == 1 && is_step(store, *left, *right)
}

fn is_step(store: &Store, name: Expr, sum: Expr) -> bool {
    if !matches!(store.head(sum), Head::Add) {
        return false;
    }
    let terms = store.args(sum);
    // The w of `dw` is another name.
    let differential = |term: Expr| store.contains(term, store.name("d"));
    let speaks =
        |term: &&Expr| store.contains(**term, name) && (**term == name || !differential(**term));
    let mut own = terms.iter().filter(speaks);
    let (Some(own), None) = (own.next(), own.next()) else {
        return false;
    };
    let factor = match store.head(*own) {
        Head::Mul => store.args(*own).contains(&name),
        _ => *own == name,
    };
    let nothing = |term: &Expr| store.small_integer(*term) == Some(0);
    factor && !terms.iter().all(|term| term == own || nothing(term))
}
