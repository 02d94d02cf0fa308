//! One link of a claim, with what is given put in.

use crate::expr::{Binding, Expr, Head, Store};
use crate::kernel::Kernel;
use crate::kernel::facts::Facts;

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
}

impl Link {
    /// The link with names replaced that what is given sets equal to terms.
    pub fn new(store: &Store, formula: Expr, given: &[Expr]) -> Link {
        let mut formula = formula;
        let mut given: Vec<Expr> = given.iter().flat_map(|g| store.conjuncts(*g)).collect();
        let mut set: Vec<(Expr, Expr)> = Vec::new();
        for _ in 0..16 {
            let found = given.iter().enumerate().find_map(|(k, g)| {
                let (a, b) = store.sides(*g)?;
                for (name, term) in [(a, b), (b, a)] {
                    let variable =
                        matches!(store.head(name), Head::Name(n) if !matches!(&**n, "e" | "pi"));
                    if variable && !store.contains(term, name) {
                        return Some((k, name, term));
                    }
                }
                None
            });
            let Some((k, name, term)) = found else { break };
            let binding: Binding = [(name, term)].into_iter().collect();
            let put = |e: Expr| store.substitute(e, &binding);
            given.remove(k);
            given = given.into_iter().map(put).collect();
            // The name has a value only where the term has.
            given.push(store.eq(term, term));
            set = set.into_iter().map(|(n, t)| (n, put(t))).collect();
            set.push((name, term));
            formula = put(formula);
        }
        let kernel = Kernel::new(store);
        let facts = Facts::new(store, kernel.arranger(), &[]);
        given.retain(|g| match store.sides(*g) {
            Some((a, b)) if a == b => !facts.defined(a),
            _ => true,
        });
        Link {
            formula,
            near: worked_out(&kernel, formula),
            given,
            set,
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
