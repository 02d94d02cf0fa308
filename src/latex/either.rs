//! `\pm`: a relation that stands for two, and says that one of them holds.

use crate::expr::{Expr, Head, Store};

const MARKS: [&str; 2] = ["plus_minus", "minus_plus"];

/// A term with a sign before it that is one in the first formula and the other in the second.
pub(super) fn mark(store: &Store, term: Expr, plus_first: bool) -> Expr {
    store.apply(MARKS[usize::from(!plus_first)], &[term])
}

/// Whether a term has such a sign.
pub(super) fn marked(store: &Store, term: Expr) -> bool {
    let is_mark = |name: &str| MARKS.contains(&name);
    store.any(
        term,
        |node| matches!(&node.head, Head::Apply(name) if is_mark(name)),
    )
}

/// A formula with all upper signs or all lower ones.
pub(super) fn both(store: &Store, formula: Expr) -> Expr {
    if !marked(store, formula) {
        return formula;
    }
    let signed = |upper: bool| {
        store.rebuild(formula, |head, args| match head {
            Head::Apply(name) if **name == *MARKS[0] || **name == *MARKS[1] => {
                let plus = (**name == *MARKS[0]) == upper;
                Some(if plus { args[0] } else { store.neg(args[0]) })
            }
            _ => None,
        })
    };
    store.make(Head::Or, [signed(true), signed(false)].as_slice())
}
