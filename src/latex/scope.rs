//! What a document has said so far: its macros, functions, numbers, vectors, definitions.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::macros::Macros;
use super::{Definition, Statement};
use crate::expr::{Binding, Expr, Head, Store};

/// The context in which a formula is read. It grows with [`Scope::learn`]; the definitions are
/// expressions of one [`Store`].
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The macros of the document.
    pub macros: Macros,
    pub(super) functions: FxHashMap<Arc<str>, (Vec<Expr>, Expr)>,
    pub(super) definitions: FxHashMap<Expr, Expr>,
    pub(super) scalars: FxHashSet<String>,
    pub(super) vectors: FxHashSet<String>,
    pub(super) matrices: FxHashSet<String>,
    pub(super) indices: FxHashSet<String>,
    /// The sizes of vectors, by the name of the vector.
    pub(super) sizes: FxHashMap<Expr, Expr>,
}

impl Scope {
    /// A scope without anything.
    pub fn new() -> Scope {
        Scope::default()
    }

    /// Whether the document gives a name a meaning of its own.
    pub fn binds(&self, name: &str) -> bool {
        self.functions.contains_key(name) || self.scalars.contains(name)
    }

    /// Whether a name is a function that the document defines.
    pub fn is_function(&self, name: &str) -> bool {
        self.functions.contains_key(name)
    }

    /// Whether a name is a number that the document defines or declares.
    pub fn is_scalar(&self, name: &str) -> bool {
        self.scalars.contains(name)
    }

    /// The value that the document gives a variable.
    pub fn value(&self, name: Expr) -> Option<Expr> {
        self.definitions.get(&name).copied()
    }

    /// Declares a name as a vector with this many entries.
    pub fn declare_vector(&mut self, store: &Store, name: &str, size: Option<Expr>) {
        self.vectors.insert(name.to_owned());
        if let Some(size) = size {
            self.sizes.insert(store.name(name), size);
        }
    }

    /// Declares a name as a number.
    pub fn declare_scalar(&mut self, name: &str) {
        self.scalars.insert(name.to_owned());
    }

    /// Takes up a definition; an earlier one of the same name ends.
    pub fn define(&mut self, store: &Store, definition: &Definition) {
        let name = definition.name.clone();
        if definition.parameters.is_empty() {
            let variable = crate::parse::variable(store, &name);
            if let Head::Name(_) = store.head(variable) {
                self.scalars.insert(name.to_string());
                self.functions.remove(&name);
            }
            self.definitions.insert(variable, definition.value);
        } else {
            self.scalars.remove(&*name);
            let parameters = definition.parameters.clone();
            self.functions.insert(name, (parameters, definition.value));
        }
    }

    /// Takes up what a statement says for those that follow: its definition, its declarations.
    pub fn learn(&mut self, store: &Store, statement: &Statement) {
        if let Some(definition) = &statement.definition {
            self.define(store, definition);
        }
        for (name, size) in &statement.vectors {
            self.declare_vector(store, name, *size);
        }
        for (base, size) in statement.sizes.iter() {
            self.sizes.entry(*base).or_insert(*size);
        }
    }

    /// A term with the definitions of the document put in as far as they lead to a name.
    pub(super) fn expanded(&self, store: &Store, term: Expr, wanted: Expr) -> Expr {
        let mut term = term;
        for _ in 0..32 {
            let mut binding = Binding::default();
            for name in store.free_names(term) {
                if let Some(value) = self.definitions.get(&name)
                    && !store.contains(*value, name)
                    && self.leads_to(store, *value, wanted)
                {
                    binding.insert(name, *value);
                }
            }
            if binding.is_empty() || store.subterms(term).len() > 10_000 {
                return term;
            }
            term = store.substitute(term, &binding);
        }
        term
    }

    /// A term with the functions that the document defines replaced by their definitions.
    pub(super) fn applied(&self, store: &Store, term: Expr) -> Expr {
        let mut term = term;
        for _ in 0..8 {
            let next = store.rebuild(term, |head, args| {
                let Head::Apply(name) = head else { return None };
                let (parameters, value) = self.functions.get(name)?;
                if parameters.len() != args.len() {
                    return None;
                }
                let binding = parameters.iter().copied().zip(args.iter().copied());
                Some(store.substitute(*value, &binding.collect()))
            });
            if next == term || store.subterms(next).len() > 10_000 {
                break;
            }
            term = next;
        }
        term
    }

    fn leads_to(&self, store: &Store, value: Expr, wanted: Expr) -> bool {
        let mut seen = FxHashSet::default();
        let mut stack = vec![value];
        while let Some(expr) = stack.pop() {
            if store.contains(expr, wanted) {
                return true;
            }
            if !seen.insert(expr) || seen.len() > 200 {
                continue;
            }
            for name in store.free_names(expr) {
                stack.extend(self.definitions.get(&name));
            }
        }
        false
    }
}
