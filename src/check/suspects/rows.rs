//! The rows of a transition matrix sum to 1: Σ_j p_ij, where p_ij leads from i to j.

use crate::expr::{Expr, Head, Store};
use crate::render::plain;

/// Words that say that it is one.
pub const CALLED: &[&str] = &[
    "transition",
    "markov",
    "stochastic matrix",
    "转移",
    "马尔可夫",
    "übergangsmatrix",
    "übergangswahrscheinlichkeiten",
    "matriz de transición",
];

/// Words with which the columns sum to 1.
pub const UNLESS: &[&str] = &[
    "column",
    "left stochastic",
    "left-stochastic",
    "doubly",
    "spalten",
];

/// The usual sum and the one that stands there, if that is over the first index.
pub fn find(store: &Store, term: Expr) -> Option<[String; 2]> {
    let (Head::Sum, [index, lo, hi, body]) = (store.head(term), store.args(term)) else {
        return None;
    };
    let (Head::Entry, [matrix, first, second]) = (store.head(*body), store.args(*body)) else {
        return None;
    };
    let other = matches!(store.head(*second), Head::Name(_)) && second != index;
    if first != index || !other || !matches!(store.name_text(*matrix), Some("p" | "P")) {
        return None;
    }
    let usual = store.bind(Head::Sum, *second, *lo, *hi, *body);
    Some([plain(store, usual), plain(store, term)])
}
