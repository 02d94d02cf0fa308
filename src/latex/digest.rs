//! A number that stands for terms: equal terms have equal ones, in whatever order and beside
//! whatever else they are read. It is computed part by part, and parts are shared, so it costs what
//! the term takes to store, not to write.

use crate::expr::{Expr, Head, Node, Store};

/// The number of a list of terms.
pub(super) fn of(store: &Store, terms: &[Expr]) -> u64 {
    terms.iter().fold(START, |hash, term| {
        let term = store.fold(*term, |expr, node, parts| digest(store, expr, node, parts));
        mixed(hash, term)
    })
}

pub(super) const START: u64 = 0xcbf2_9ce4_8422_2325;

fn digest(store: &Store, expr: Expr, node: &Node, parts: &[u64]) -> u64 {
    // However a number is spelled, and with its sign, it is one.
    if let Some(value) = store.literal(expr) {
        return text(START, &format!("number {value}"));
    }
    let own = match &node.head {
        Head::Name(name) => text(text(START, "name "), name),
        Head::Apply(name) => text(text(START, "function "), name),
        Head::Call(f) => text(text(START, "known "), f.name),
        Head::Relation(relation) => text(START, relation.plain()),
        head => text(START, &format!("{head:?}")),
    };
    parts.iter().fold(own, |hash, part| mixed(hash, *part))
}

/// FNV-1a over the bytes of a text.
pub(super) fn text(hash: u64, text: &str) -> u64 {
    let bytes = text.bytes().chain([0]);
    bytes.fold(hash, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// A number made of two, in which every bit tells.
fn mixed(hash: u64, next: u64) -> u64 {
    let hash = (hash.rotate_left(23) ^ next).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ (hash >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_of_the_term_alone() {
        let (s, t) = (Store::new(), Store::new());
        // The other store has made other terms before.
        t.call("exp", &[t.name("z")]);
        let make = |s: &Store, a: &str| {
            let sum = s.add([s.name(a), s.int(1)].as_slice());
            s.mul([sum, s.call("exp", &[sum])].as_slice())
        };
        assert_eq!(of(&s, &[make(&s, "x")]), of(&t, &[make(&t, "x")]));
        assert_ne!(of(&s, &[make(&s, "x")]), of(&s, &[make(&s, "y")]));
        let [a, b] = ["a", "b"].map(|name| s.name(name));
        assert_ne!(of(&s, &[s.sub(a, b)]), of(&s, &[s.sub(b, a)]));
        assert_ne!(of(&s, &[a, b]), of(&s, &[b, a]));
        let mut term = a;
        for _ in 0..1_000 {
            term = s.add([term, term].as_slice());
        }
        assert_ne!(of(&s, &[term]), of(&s, &[a]));
    }
}
