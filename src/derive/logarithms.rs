//! Logarithms joined: log a + log b is log(a b), and log a − log b is log(a/b).

use super::chain::{Chain, Progress, Stuck};
use crate::expr::{Expr, Head, Store};
use crate::render::page::Level;

impl Chain<'_, '_> {
    /// Joins two terms of the sum at a position that are logarithms of terms with a name, so that the
    /// name may occur once.
    ///
    /// # Errors
    /// [`Stuck`] where there are no two, or the kernel does not accept the step.
    pub(super) fn join_logarithms(&mut self, path: &[u32], name: Expr) -> Progress {
        let store = self.store();
        let sum = self.at(path)?;
        if *store.head(sum) != Head::Add {
            return Err(Stuck);
        }
        let (logs, mut rest): (Vec<Expr>, Vec<Expr>) = store
            .args(sum)
            .iter()
            .partition(|term| argument(store, **term).is_some() && store.contains(**term, name));
        let positive = logs.iter().find(|term| *store.head(**term) != Head::Neg);
        let first = *positive.ok_or(Stuck)?;
        let second = *logs.iter().find(|term| **term != first).ok_or(Stuck)?;
        rest.extend(
            logs.iter()
                .filter(|term| **term != first && **term != second),
        );
        let (a, b) = (
            argument(store, first).ok_or(Stuck)?,
            argument(store, second).ok_or(Stuck)?,
        );
        let (rule, inner) = match store.head(second) {
            Head::Neg => ("log-quotient", store.div(a, b)),
            _ => ("log-product", store.mul([a, b].as_slice())),
        };
        let two = store.add([first, second].as_slice());
        let mut at = path.to_vec();
        if rest.is_empty() {
            self.arrange(path, two)?;
        } else {
            at.push(0);
            rest.insert(0, two);
            self.arrange(path, store.add(rest.as_slice()))?;
        }
        let joined = store.call("log", &[inner]);
        self.take_as(rule, &at, &[("a", a), ("b", b)], joined, Level::Standard)
    }
}

/// What a term is the logarithm of, or minus the logarithm.
fn argument(store: &Store, term: Expr) -> Option<Expr> {
    match (store.head(term), store.args(term)) {
        (Head::Neg, [inner]) => {
            argument(store, *inner).filter(|_| *store.head(*inner) != Head::Neg)
        }
        (Head::Call(f), [inner]) if f.name == "log" => Some(*inner),
        _ => None,
    }
}
