//! Slips that are seen before a formula is compared: brackets without a partner, and a sum whose
//! terms have another index.

use crate::expr::{Binding, Expr, Head, Store};

/// The texts in which a bracket is left out, or added at the end, so that all have partners.
pub fn brackets(text: &str) -> Vec<String> {
    let mut open: Vec<usize> = Vec::new();
    let mut loose = None;
    for (at, c) in text.char_indices() {
        match c {
            '(' => open.push(at),
            ')' if open.pop().is_none() => loose = Some(at),
            _ => {}
        }
    }
    let bare = |at: usize| !text[..at].ends_with("left") && !text[..at].ends_with("right");
    match (loose, open.as_slice()) {
        (Some(at), []) if bare(at) => {
            let without = format!("{}{}", &text[..at], &text[at + 1..]);
            // Perhaps it closes what a sum does not open.
            vec![without]
        }
        (None, [at]) if bare(*at) => {
            vec![
                format!("{text})"),
                format!("{}{}", &text[..*at], &text[at + 1..]),
            ]
        }
        _ => Vec::new(),
    }
}

/// The term with the index of its sum in its terms, which have another one.
pub fn index(store: &Store, term: Expr) -> Option<Expr> {
    let parts = store.subterms(term).into_iter();
    let sums: Vec<Expr> = parts
        .filter(|part| *store.head(*part) == Head::Sum)
        .collect();
    let [sum] = sums.as_slice() else { return None };
    let [bound, lo, hi, body] = *store.args(*sum) else {
        return None;
    };
    if store.contains(body, bound) {
        return None;
    }
    let mut found: Vec<Expr> = Vec::new();
    for part in store.subterms(body) {
        if *store.head(part) == Head::Entry {
            let indices = store.args(part)[1..].iter().copied();
            found.extend(indices.filter(|index| matches!(store.head(*index), Head::Name(_))));
        }
    }
    found.sort_unstable();
    found.dedup();
    let [other] = found.as_slice() else {
        return None;
    };
    let binding: Binding = [(*other, bound)].into_iter().collect();
    // The name is bound from now on, which a substitution would avoid.
    let body = store.rebuild(body, |head, args| match head {
        Head::Entry => {
            let new: Vec<Expr> = args
                .iter()
                .map(|arg| binding.get(arg).copied().unwrap_or(*arg))
                .collect();
            Some(store.entry(new[0], &new[1..]))
        }
        _ => None,
    });
    let new = store.bind(Head::Sum, bound, lo, hi, body);
    Some(super::form::replaced(store, term, *sum, new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_get_partners() {
        assert_eq!(brackets("a (b"), ["a (b)", "a b"]);
        assert_eq!(brackets("a b)"), ["a b"]);
        assert!(brackets("a (b)").is_empty());
        assert!(brackets("a)) (b").is_empty());
    }
}
