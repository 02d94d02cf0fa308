//! What a statement says of a sum that may have any value is proved of a name instead: of η for
//! b + w x, where b occurs nowhere else. The general statement says the same, and is shorter.

use crate::expr::{Expr, Head, Store};
use crate::kernel::Kernel;
use crate::kernel::facts::Facts;

/// Names for what stands for a term; the first is what a linear predictor is called.
const NAMES: [&str; 6] = ["eta", "zeta", "xi", "u", "v", "s"];

/// A general statement.
pub struct General {
    /// The name that stands for the term.
    pub name: Expr,
    /// The term.
    pub term: Expr,
    /// The statement.
    pub formula: Expr,
}

/// The statement with a name for its largest sum that may have any value, if there is one.
pub fn general(kernel: &Kernel<'_>, formula: Expr, given: &[Expr]) -> Option<General> {
    let (store, arranger) = (kernel.store(), kernel.arranger());
    let free = store.free_names(formula);
    let mut bound: Vec<Expr> = Vec::new();
    let parts = store.subterms(formula);
    for part in &parts {
        if store.head(*part).binds() {
            bound.push(store.args(*part)[0]);
        }
    }
    let taken = |name: &Expr| {
        free.contains(name)
            || given
                .iter()
                .chain([&formula])
                .any(|f| store.contains(*f, *name))
    };
    let name = NAMES
        .iter()
        .map(|name| store.name(name))
        .find(|name| !taken(name))?;
    let facts = Facts::new(store, arranger, given);
    let sums = parts
        .iter()
        .rev()
        .filter(|part| *store.head(**part) == Head::Add);
    for term in sums {
        let inside = store.free_names(*term);
        if inside.iter().any(|name| bound.contains(name)) || !facts.defined(*term) {
            continue;
        }
        let lone = |part: &Expr| is_lone(store, *part, *term, given);
        let Some(lone) = store.args(*term).iter().find(|part| lone(part)) else {
            continue;
        };
        let wanted = arranger.arranged(store, *term);
        let replaced = store.rebuild(formula, |head, args| {
            if *head != Head::Add {
                return None;
            }
            let sum = store.with_args(head, args);
            (arranger.arranged(store, sum) == wanted).then_some(name)
        });
        if replaced != formula && !store.contains(replaced, *lone) {
            return Some(General {
                name,
                term: *term,
                formula: replaced,
            });
        }
    }
    None
}

/// Whether a part of a sum is a variable that the sum can be solved for: it occurs nowhere else in
/// it, and nothing is given of it.
fn is_lone(store: &Store, part: Expr, sum: Expr, given: &[Expr]) -> bool {
    let is_variable = store.is_variable(part);
    let others = store.args(sum).iter().filter(|other| **other != part);
    let once = others.clone().count() + 1 == store.args(sum).len();
    is_variable
        && once
        && !others
            .chain(given)
            .any(|other| store.contains(*other, part))
}
