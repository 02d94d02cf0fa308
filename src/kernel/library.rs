//! The rules in force: declared ones, definitions of functions, and theorems used as lemmas.

use std::rc::Rc;
use std::sync::Arc;

use super::Kernel;
use super::rule::Rule;
use super::theorem::Theorem;
use crate::expr::{Expr, Head};
use crate::rules;

/// The definition of a function.
pub(super) struct Defined {
    function: Arc<str>,
    left: Expr,
    body: Expr,
}

impl Kernel<'_> {
    /// Adds the definition of a function, `left = body` for all values of the names in `left`; the
    /// other names of the body are parameters, which no lemma generalizes. True if the rule is
    /// in force.
    ///
    /// `left` is a function known by name only, applied to distinct names; it has no other
    /// definition, and no definition uses it before it is made: so functions that satisfy all
    /// definitions exist.
    pub fn define(&self, name: &str, why: &str, left: Expr, body: Expr) -> bool {
        let store = self.store;
        let Head::Apply(function) = store.head(left) else {
            return false;
        };
        let variables = store.args(left);
        let free = |e: &Expr| store.is_variable(*e);
        let distinct = variables
            .iter()
            .enumerate()
            .all(|(k, v)| free(v) && !variables[..k].contains(v));
        if !distinct || store.head(body).is_formula() {
            return false;
        }
        let uses = |e: Expr| store.any(e, |node| node.head == *store.head(left));
        let mut defined = self.defined.borrow_mut();
        if let Some(known) = defined.iter().find(|d| d.function == *function) {
            let same = known.left == left && known.body == body;
            return same && self.local.borrow().contains_key(name);
        }
        if uses(body) || defined.iter().any(|d| uses(d.body)) {
            return false;
        }
        let parameters: Vec<Expr> = store
            .free_names(body)
            .into_iter()
            .filter(|name| !variables.contains(name))
            .collect();
        let rule = Rule::definition(store, name, why, left, body, &parameters);
        self.parameters.borrow_mut().extend(parameters);
        defined.push(Defined {
            function: function.clone(),
            left,
            body,
        });
        let mut local = self.local.borrow_mut();
        let new = !local.contains_key(name);
        local
            .entry(name.to_owned())
            .or_insert_with(|| Rc::new(rule));
        new
    }

    /// Makes a theorem available as a rule; every free name is a variable but the fixed ones and
    /// the parameters of definitions.
    pub fn lemma(&self, name: &str, why: &str, theorem: &Theorem, fixed: &[Expr]) {
        let mut fixed = fixed.to_vec();
        fixed.extend(self.parameters.borrow().iter().copied());
        let sizes = self.sizes(theorem);
        let rule = Rule::lemma(self.store, (name, why), theorem, &sizes, &fixed);
        self.local
            .borrow_mut()
            .entry(name.to_owned())
            .or_insert_with(|| Rc::new(rule));
    }

    /// A rule by its name.
    pub fn rule(&self, name: &str) -> Option<Rc<Rule>> {
        if let Some(rule) = self.local.borrow().get(name) {
            return Some(rule.clone());
        }
        let index = self.index.get_or_init(|| {
            rules::ALL
                .iter()
                .flat_map(|list| list.iter())
                .map(|e| (e.name, e))
                .collect()
        });
        let entry = *index.get(name)?;
        if let Some(rule) = self.declared.borrow().get(entry.name) {
            return Some(rule.clone());
        }
        let rule = Rc::new(Rule::parse(self.store, entry).ok()?);
        self.declared.borrow_mut().insert(entry.name, rule.clone());
        Some(rule)
    }
}
