//! Network, result and conditions of an output, against the theorem of its proof.

use super::fields::Output;
use super::refused;
use crate::derive::hidden_features::{defined, one, put_in};
use crate::derive::outcome::Definition;
use crate::expr::{Binding, Expr, Head, Store};
use crate::kernel::Theorem;
use crate::kernel::arrange::Arranger;
use crate::proof::Rejected;
use crate::render::notation::Expander;
use crate::render::page::Verdict;
use crate::render::plain;

impl Output {
    /// Compares; gives the definitions of hidden features, which the theorem leaves open.
    ///
    /// # Errors
    /// The first claim that the theorem does not prove.
    pub fn compare(
        &self,
        store: &Store,
        theorem: &Theorem,
        definitions: &[Definition],
    ) -> Result<Vec<Expr>, Rejected> {
        let (start, end) = match self.from_model {
            false => (theorem.left(), theorem.right()),
            true => (theorem.right(), theorem.left()),
        };
        let arranger = Arranger::default();
        let form = |e: Expr| arranger.arranged(store, Expander::default().expand(store, e));
        let other = |what: &str, proved: Expr| {
            let proved = plain(store, proved);
            refused(what, format!("it is not what the proof proves, `{proved}`"))
        };
        let proved: Vec<Expr> = store.conjuncts(end).into_iter().map(form).collect();
        let claimed: Vec<Expr> = self.result.iter().map(|e| form(*e)).collect();
        if let Some(missing) = proved.iter().find(|e| !claimed.contains(e)) {
            return Err(other("the claimed result", *missing));
        }
        // What is left over can only define hidden features.
        let mut features = Vec::new();
        for (k, (expr, form)) in self.result.iter().zip(&claimed).enumerate() {
            if claimed[..k].contains(form) {
                return Err(other("the claimed result", end));
            }
            if !proved.contains(form) {
                features.push(*expr);
            }
        }
        if !self.is_network(store, start, definitions, &features, &form) {
            return Err(other("the claimed network", start));
        }
        let mut claimed: Vec<Expr> = self.conditions.iter().map(|e| form(*e)).collect();
        let mut proved: Vec<Expr> = theorem.conditions().iter().map(|e| form(*e)).collect();
        claimed.sort_unstable();
        proved.sort_unstable();
        match claimed == proved {
            true => Ok(features),
            false => {
                let all = store.and(theorem.conditions().iter().copied());
                Err(other("the claimed conditions", all))
            }
        }
    }

    /// Whether the network is that of the theorem, with the hidden features put in, each of which it
    /// has.
    fn is_network(
        &self,
        store: &Store,
        proved: Expr,
        definitions: &[Definition],
        features: &[Expr],
        form: &dyn Fn(Expr) -> Expr,
    ) -> bool {
        let network = unfold(store, self.network, definitions);
        let outputs = store.conjuncts(network).into_iter();
        let outputs: Vec<Expr> = outputs.filter_map(|part| defined(store, part)).collect();
        let mut whole = form(unfold(store, proved, definitions));
        for feature in features.iter().rev() {
            let fresh = defined(store, *feature).is_some_and(|name| {
                !outputs.contains(&name)
                    && store.free_names(whole).contains(&name)
                    && !store.free_names(network).contains(&name)
            });
            match put_in(store, whole, *feature) {
                Some(put) if fresh => whole = form(put),
                _ => return false,
            }
        }
        if form(network) == whole {
            return true;
        }
        // Where the network is no GLM, the proof may be about one of several outputs.
        let mut parts = store.conjuncts(network).into_iter();
        self.verdict == Verdict::NotAGlm && parts.any(|part| form(one(store, part)) == whole)
    }
}

/// The formula with every defined function written out; definitions use earlier ones only.
pub(super) fn unfold(store: &Store, root: Expr, definitions: &[Definition]) -> Expr {
    definitions.iter().rev().fold(root, |root, definition| {
        let Head::Apply(name) = store.head(definition.left) else {
            return root;
        };
        let variables = store.args(definition.left).to_vec();
        store.rebuild(root, |head, args| match head {
            Head::Apply(other) if other == name && args.len() == variables.len() => {
                let binding: Binding = variables
                    .iter()
                    .copied()
                    .zip(args.iter().copied())
                    .collect();
                Some(store.substitute(definition.body, &binding))
            }
            _ => None,
        })
    })
}
