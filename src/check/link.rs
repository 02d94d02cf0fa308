//! One link of a claim, with what is given put in.

use super::budget::Budget;
use super::given;
use crate::expr::{Expr, Head, Store};
use crate::kernel::Kernel;

/// A link with what is given put in.
#[derive(Clone)]
pub struct Link {
    /// The relation, equivalence or implication.
    pub formula: Expr,
    /// The formula for machine numbers: derivatives worked out where they certainly exist.
    pub near: Expr,
    /// What holds at every point that is looked at.
    pub given: Vec<Expr>,
    /// Names that what is given sets equal to a term.
    pub set: Vec<(Expr, Expr)>,
    /// How much is tried.
    pub budget: Budget,
}

impl Link {
    /// The link with names replaced that what is given sets equal to terms.
    pub fn new(store: &Store, formula: Expr, given: &[Expr], budget: Budget) -> Link {
        let (formula, mut given) = given::for_any_index(store, formula, given);
        given.extend(given::index_ranges(store, formula));
        let put = given::inserted(store, formula, &given);
        Link {
            formula: put.formula,
            near: worked_out(&Kernel::new(store), put.formula),
            given: put.given,
            set: put.set,
            budget,
        }
    }

    /// The same link under further conditions.
    pub fn under(&self, conditions: &[Expr]) -> Link {
        let mut link = self.clone();
        link.given.extend_from_slice(conditions);
        link
    }

    /// The link's formula and all that is given.
    pub fn formulas(&self) -> Vec<Expr> {
        let mut all = self.given.clone();
        all.push(self.formula);
        all
    }
}

/// The formula with each derivative replaced by its value, undefined where a condition of it
/// fails.
fn worked_out(kernel: &Kernel<'_>, formula: Expr) -> Expr {
    let store = kernel.store();
    if !store.has_kind(formula, &Head::Derivative) {
        return formula;
    }
    store.rebuild(formula, |head, args| {
        if *head != Head::Derivative {
            return None;
        }
        let (term, conditions) = kernel.derivative(store.with_args(head, args))?;
        Some(if conditions.is_empty() {
            term
        } else {
            store.make(Head::Piecewise, [store.and(conditions), term].as_slice())
        })
    })
}
