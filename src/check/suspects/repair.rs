//! Slips that are seen before a formula is compared: brackets without a partner, and a sum whose
//! terms have another index.

use crate::expr::{Expr, Head, Store};

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
    let mut found: Vec<String> = Vec::new();
    for part in store.subterms(body) {
        match (store.head(part), store.args(part)) {
            (Head::Entry, [_, indices @ ..]) => {
                let names = indices.iter().filter_map(|index| store.name_text(*index));
                found.extend(names.map(str::to_owned));
            }
            (Head::Name(name), _) => found.extend(indexed(name).map(|(_, index)| index.to_owned())),
            _ => {}
        }
    }
    found.sort_unstable();
    found.dedup();
    let [other] = found.as_slice() else {
        return None;
    };
    // Where its own index is read as a part of a name, nothing is wrong.
    if store.name_text(bound) == Some(other.as_str()) {
        return None;
    }
    let name = store.name(other);
    let body = store.rebuild(body, |head, args| match head {
        Head::Entry => {
            let indices = args[1..].iter();
            let new: Vec<Expr> = indices
                .map(|index| if *index == name { bound } else { *index })
                .collect();
            Some(store.entry(args[0], &new))
        }
        Head::Name(text) => {
            let (base, _) = indexed(text).filter(|(_, index)| index == other)?;
            Some(store.entry(store.name(base), &[bound]))
        }
        _ => None,
    });
    let new = store.bind(Head::Sum, bound, lo, hi, body);
    Some(super::form::replaced(store, term, *sum, new))
}

/// The name and the index of `y_m`, where m is read as a part of the name.
fn indexed(name: &str) -> Option<(&str, &str)> {
    let (base, index) = name.rsplit_once('_')?;
    let letter = index.len() == 1 && index.starts_with(|c: char| c.is_ascii_lowercase());
    letter.then_some((base, index))
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
