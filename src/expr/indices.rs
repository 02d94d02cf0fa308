//! Indices that no author wrote get names that one might.

use super::{Binding, Expr, Head, NameKind, Store};

/// What indices are called.
const NAMES: [&str; 8] = ["j", "k", "i", "l", "m", "r", "s", "t"];

impl Store {
    /// The expression with those bound indices renamed whose names cannot be written (`#1`, as
    /// normal forms call them).
    pub fn with_written_indices(&self, root: Expr) -> Expr {
        let hidden = |name: Expr| self.name_kind(name) == Some(NameKind::Bound);
        if !self.has_binder(root) {
            return root;
        }
        let parts = self.subterms(root);
        if !parts.iter().any(|part| hidden(*part)) {
            return root;
        }
        let taken = |name: Expr, body: Expr| parts.contains(&name) || self.contains(body, name);
        self.rebuild(root, |head, args| {
            let [index, lo, hi, body] = args else {
                return None;
            };
            if !matches!(head, Head::Sum | Head::Product | Head::Each) || !hidden(*index) {
                return None;
            }
            let mut names = NAMES.iter().map(|name| self.name(name));
            let name = names.find(|name| !taken(*name, *body))?;
            let binding: Binding = [(*index, name)].into_iter().collect();
            let body = self.substitute(*body, &binding);
            Some(self.bind(head.clone(), name, *lo, *hi, body))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_indices_get_names_that_are_free() {
        let store = Store::new();
        let [n, j] = ["n", "j"].map(|name| store.name(name));
        let [one, two] = [store.bound(1), store.bound(2)];
        let entry = |base: &str, index: Expr| store.entry(store.name(base), &[index]);
        let inner = |index: Expr, outer: Expr| {
            let product = store.mul([entry("v", index), entry("x", outer), j].as_slice());
            store.bind(Head::Sum, index, store.int(1), n, product)
        };
        let outer = |index: Expr, below: Expr| {
            let body = inner(below, index);
            store.bind(Head::Sum, index, store.int(1), n, body)
        };
        let [k, i] = ["k", "i"].map(|name| store.name(name));
        // The variable j is there already.
        assert_eq!(store.with_written_indices(outer(two, one)), outer(i, k));
        let written = outer(i, k);
        assert_eq!(store.with_written_indices(written), written);
    }
}
