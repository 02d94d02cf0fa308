//! What the document has said of a name: functions without their arguments, and their
//! derivatives.
//!
//! A function that stands without its argument beside its derivative is one of the same variable:
//! in `\sigma' = \sigma(1 - \sigma)` every σ is σ(z).

use super::names::variable;
use super::reader::Reader;
use crate::expr::{Binding, Expr, Head};

impl Reader<'_> {
    /// y' where the document says what y is, and that of one variable.
    pub(super) fn derived(&mut self, name: &str, order: usize) -> Option<Expr> {
        let store = self.store;
        let order = store.int(i64::try_from(order).ok()?);
        if let Some(of) = self.argument_of(name) {
            let value = self.function_at(name, of);
            self.of_variable(name, of);
            return Some(self.derivative_at(of, order, |v| {
                store.substitute(value, &[(of, v)].into_iter().collect())
            }));
        }
        let value = self.scope.value(variable(store, name))?;
        let value = self.scope.applied(store, value, None).0;
        let free = store.free_names(value).into_iter();
        let free: Vec<Expr> = free.filter(|name| !store.is_constant(*name)).collect();
        let [of] = free.as_slice() else { return None };
        Some(self.derivative(value, *of, order))
    }

    /// The only argument of a function that the document defines, or of the sigmoid.
    fn argument_of(&self, name: &str) -> Option<Expr> {
        if self.scope.is_scalar(name) {
            return None;
        }
        match self.scope.rule(name) {
            Some(([one], _)) => Some(*one).filter(|one| self.store.name_text(*one).is_some()),
            Some(_) => None,
            None => (name == "sigma" && self.names.is_called(name)).then(|| self.store.name("z")),
        }
    }

    /// Whether a name without brackets after it is a function all the same.
    pub(super) fn is_function_alone(&self, name: &str) -> bool {
        let unused = self.names.facts(name).is_none_or(|facts| facts.factor == 0);
        let letter = matches!(name, "sigma" | "Phi" | "g" | "f" | "h" | "F");
        !self.survey.matrices.contains(name)
            && !self.scope.is_scalar(name)
            && (self.scope.is_function(name)
                || unused && (self.names.is_function(name) || letter && self.names.is_called(name)))
    }

    /// Whether the document defines a function as the sigmoid.
    pub(super) fn is_sigmoid(&self, name: &str) -> bool {
        let store = self.store;
        let Some(([z], value)) = self.scope.rule(name) else {
            return false;
        };
        let (one, up) = (store.int(1), store.call("exp", &[*z]));
        let down = store.call("exp", &[store.neg(*z)]);
        let forms = [
            store.call("sigmoid", &[*z]),
            store.div(one, store.add([one, down].as_slice())),
            store.div(up, store.add([one, up].as_slice())),
            store.div(up, store.add([up, one].as_slice())),
        ];
        forms.contains(&value)
    }

    fn function_at(&self, name: &str, argument: Expr) -> Expr {
        let store = self.store;
        match name {
            "sigma" if !self.scope.is_function(name) => store.call("sigmoid", &[argument]),
            _ => store.apply(name, &[argument]),
        }
    }

    /// Notes that a function without its argument is one of this variable.
    pub(super) fn of_variable(&mut self, name: &str, variable: Expr) {
        if !self.of_variable.iter().any(|(known, _)| **known == *name) {
            self.of_variable.push((name.into(), variable));
        }
    }

    /// What stands for functions without their arguments.
    pub(super) fn bare_functions(&self) -> Binding {
        let all = self.of_variable.iter();
        all.map(|(name, of)| (self.store.name(name), self.function_at(name, *of)))
            .collect()
    }

    /// What the document says of the body of a derivative, where that leads to the variable:
    /// `\partial L/\partial w` after `L(w) = ...`, `d y_1/d x_1` after `y_1 = ...`.
    pub(super) fn known_body(&mut self, body: Expr, variable: Expr) -> Option<Expr> {
        let store = self.store;
        if let (Head::Entry, Some(value)) = (store.head(body), self.scope.value(body)) {
            return Some(value);
        }
        let (name, indices): (&str, &[Expr]) = match (store.head(body), store.args(body)) {
            (Head::Name(name), _) => (name, &[]),
            (Head::Entry, [base, indices @ ..]) => (store.name_text(*base)?, indices),
            _ => return None,
        };
        if self.scope.is_scalar(name) {
            return None;
        }
        let (parameters, value) = self.scope.rule(name)?;
        let mut binding: Binding = parameters
            .iter()
            .copied()
            .zip(indices.iter().copied())
            .collect();
        let rest = parameters.get(indices.len()..)?;
        if let ([one], Head::Name(_)) = (rest, store.head(variable))
            && indices.is_empty()
            && !store.contains(value, variable)
        {
            binding.insert(*one, variable);
        }
        let (one, text) = (rest.len() == 1 && indices.is_empty(), name.to_owned());
        let value = store.substitute(value, &binding);
        if one && store.name_text(variable).is_some() {
            self.of_variable(&text, variable);
        }
        Some(value)
    }

    /// Whether a term depends on a name, by what the document has defined.
    pub(super) fn leads_to(&self, value: Expr, name: Expr) -> bool {
        let store = self.store;
        store.contains(value, name) || store.contains(self.scope.expanded(store, value, name), name)
    }

    /// Whether entries of one name are counted by levels or steps, and these differ: what
    /// `z^{l+1}` is to `z^l` is not said by their places.
    pub(super) fn crosses_levels(&self, body: Expr, variable: Expr) -> bool {
        let store = self.store;
        let (Head::Entry, [base, first, ..]) = (store.head(variable), store.args(variable)) else {
            return false;
        };
        store.any(body, |node| {
            node.head == Head::Entry
                && node.args[0] == *base
                && node.args.len() == store.args(variable).len()
                && node.args[1] != *first
                && [node.args[1], *first]
                    .iter()
                    .any(|index| matches!(store.head(*index), Head::Add))
        })
    }
}
