//! Edits of letters: another name, another index, two parts in each other's place.

use super::edits::{Edit, FOREIGN, Kind, Maker};
use super::form::{Role, family};
use crate::expr::{Expr, Head};

impl Maker<'_> {
    /// Another letter or index, an exponent or a root too many.
    pub(super) fn letter(&mut self, path: &[u32], part: Expr, bound: &[Expr]) {
        let store = self.store;
        let (name, indices) = match store.head(part) {
            Head::Entry => (store.args(part)[0], &store.args(part)[1..]),
            _ => (part, &[][..]),
        };
        let Some(Role::Family(own)) = self.form.roles.get(&name) else {
            return;
        };
        let squared = store.pow(part, store.int(2));
        self.put(5, Kind::Exponent, path, squared);
        self.put(6, Kind::Exponent, path, store.call("sqrt", &[part]));
        let arity = indices.len();
        for (number, other) in self.form.families.iter().enumerate() {
            if number != *own && other.arity == arity {
                let name = family(store, number);
                let new = if arity == 0 {
                    name
                } else {
                    store.entry(name, indices)
                };
                self.put(7, Kind::Letter, path, new);
            }
        }
        if arity == 0 {
            self.put(7, Kind::Letter, path, family(store, FOREIGN));
        }
        // An index for another one that is bound or free here.
        let free = self.form.roles.iter();
        let free = free.filter(|(_, role)| matches!(role, Role::Index(_)));
        let others: Vec<Expr> = bound.iter().copied().chain(free.map(|(e, _)| *e)).collect();
        for (k, index) in indices.iter().enumerate() {
            for other in &others {
                if other != index {
                    let mut new = indices.to_vec();
                    new[k] = *other;
                    self.put(6, Kind::Index, path, store.entry(name, &new));
                }
            }
        }
    }

    /// Two values of one function that stand in each other's place.
    pub(super) fn exchanged(&mut self, places: &[(Vec<u32>, Vec<Expr>)]) {
        let store = self.store;
        let root = self.form.root;
        let calls: Vec<(&Vec<u32>, Expr)> = places
            .iter()
            .filter_map(|(path, _)| Some((path, store.at(root, path)?)))
            .filter(|(_, part)| matches!(store.head(*part), Head::Call(_)))
            .collect();
        for (k, (one, a)) in calls.iter().enumerate().take(24) {
            for (other, b) in calls[k + 1..].iter().take(24) {
                let alike = store.head(*a) == store.head(*b);
                if !alike || a == b || other.starts_with(one) || one.starts_with(other) {
                    continue;
                }
                let Some(half) = store.replace_at(root, one, *b) else {
                    continue;
                };
                if let Some(both) = store.replace_at(half, other, *a) {
                    let common = one.iter().zip(other.iter()).take_while(|(a, b)| a == b);
                    let path = one[..common.count()].to_vec();
                    let kind = Kind::Exchange;
                    self.found.push((
                        3,
                        Edit {
                            kind,
                            path,
                            root: both,
                        },
                    ));
                }
            }
        }
    }
}
