//! A fraction in one line that lacks its bracket: nobody writes p/1 - p for p - p.

use crate::expr::{Expr, Head, Store};
use crate::render::plain;

/// Whether a text has such a fraction perhaps.
pub fn may_be(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find('/') {
        rest = &rest[at + 1..];
        if let Some(behind) = rest.trim_start().strip_prefix('1') {
            let behind = behind.trim_start();
            if behind.starts_with(['-', '+']) {
                return true;
            }
        }
    }
    false
}

/// What is meant and what stands there: p/(1 - p) and p/1 - p.
pub fn find(store: &Store, term: Expr) -> Option<[String; 2]> {
    let one = store.int(1);
    for part in store.subterms(term) {
        if *store.head(part) != Head::Add {
            continue;
        }
        let args = store.args(part);
        let [first, second, ..] = args else { continue };
        let (Head::Div, [a, b]) = (store.head(*first), store.args(*first)) else {
            continue;
        };
        // What stands above stands below again.
        let bare = match store.head(*second) {
            Head::Neg => store.args(*second)[0],
            _ => *second,
        };
        let alike = *a == bare || *a == one && is_exponential(store, bare);
        if *b == one && alike {
            let below = store.add([one, *second].as_slice());
            let meant = store.div(*a, below);
            let here = store.add([*first, *second].as_slice());
            return Some([plain(store, meant), plain(store, here)]);
        }
    }
    None
}

fn is_exponential(store: &Store, term: Expr) -> bool {
    matches!(store.head(term), Head::Call(function) if function.name == "exp")
}
