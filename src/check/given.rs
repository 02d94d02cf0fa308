//! What is given, put into a formula: equations that set a name replace it.

use crate::expr::{Binding, Expr, Head, Store};
use crate::kernel::Kernel;
use crate::kernel::facts::Facts;

/// A formula with what is given put in.
pub struct Inserted {
    /// The formula.
    pub formula: Expr,
    /// What else is given.
    pub given: Vec<Expr>,
    /// Names that what is given sets equal to a term.
    pub set: Vec<(Expr, Expr)>,
}

/// The formula with names replaced that what is given sets equal to terms.
pub fn inserted(store: &Store, formula: Expr, given: &[Expr]) -> Inserted {
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
    Inserted {
        formula,
        given,
        set,
    }
}
