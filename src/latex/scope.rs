//! What a document has said so far: its macros, functions, numbers, vectors, definitions.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::lead::Lead;
use super::macros::Macros;
use super::matrices::Kind;
use super::table::Table;
use super::{Definition, Statement};
use crate::expr::{Binding, Expr, Head, Relation, Store};

/// What stands for a function of names, or for the entries of a vector.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    /// The left side as it is written: `f(x)`, `p[i]`.
    pub(super) left: Expr,
    pub(super) parameters: Vec<Expr>,
    pub(super) value: Expr,
    /// What must hold of the indices: `p[j]` for j >= 2.
    range: Vec<Expr>,
}

impl Rule {
    /// Whether these indices are certainly among those that it is about.
    pub(super) fn reaches(&self, store: &Store, indices: &[Expr]) -> bool {
        let pairs = self.parameters.iter().copied().zip(indices.iter().copied());
        let binding: Binding = pairs.collect();
        self.range.iter().all(|condition| {
            let condition = store.substitute(*condition, &binding);
            certain(store, condition)
        })
    }
}

/// Whether a relation between whole numbers holds.
fn certain(store: &Store, condition: Expr) -> bool {
    let (Head::Relation(relation), [a, b]) = (store.head(condition), store.args(condition)) else {
        return false;
    };
    let (Some(a), Some(b)) = (store.literal(*a), store.literal(*b)) else {
        return false;
    };
    match relation {
        Relation::Equal => a == b,
        Relation::NotEqual => a != b,
        Relation::Less => a < b,
        Relation::LessEqual => a <= b,
        Relation::Greater => a > b,
        Relation::GreaterEqual => a >= b,
    }
}

/// The context in which a formula is read. It grows with [`Scope::learn`]; the definitions are
/// expressions of one [`Store`].
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The macros of the document.
    pub macros: Macros,
    /// The names of the document; of a formula that stands alone it is made from that.
    pub names: Arc<Table>,
    /// The last side of the formula before, where the next one may go on from it.
    pub lead: Option<Lead>,
    pub(super) functions: FxHashMap<Arc<str>, Rule>,
    pub(super) definitions: FxHashMap<Expr, Expr>,
    /// Entries that are defined for every index: `p[i]`, by the name of the vector.
    pub(super) entries: FxHashMap<Expr, Rule>,
    pub(super) scalars: FxHashSet<String>,
    pub(super) vectors: FxHashSet<String>,
    pub(super) matrices: FxHashSet<String>,
    /// What is said of matrices, with the lines where that stands: `transpose(S) = S`.
    pub(super) matrix_facts: Vec<(Expr, usize)>,
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

    /// The parameters and the value of a function that the document defines.
    pub(super) fn rule(&self, name: &str) -> Option<(&[Expr], Expr)> {
        let rule = self.functions.get(name)?;
        Some((&rule.parameters, rule.value))
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

    /// Declares a name as a matrix.
    pub fn declare_matrix(&mut self, name: &str) {
        self.matrices.insert(name.to_owned());
        self.vectors.remove(name);
    }

    /// Takes up what a line of the document says of matrices: `transpose(S) = S`.
    pub fn say_of_matrices(&mut self, fact: Expr, line: usize) {
        if !self.matrix_facts.iter().any(|(known, _)| *known == fact) {
            self.matrix_facts.push((fact, line));
        }
    }

    /// The line that says something of matrices.
    pub fn line_of(&self, fact: Expr) -> Option<usize> {
        let said = self.matrix_facts.iter().find(|(known, _)| *known == fact);
        said.map(|(_, line)| *line)
    }

    /// Whether a name is declared as a matrix.
    pub fn is_matrix(&self, name: &str) -> bool {
        self.matrices.contains(name)
    }

    /// The value of the variable with this name.
    pub(super) fn value_of(&self, name: &str) -> Option<()> {
        self.scalars.contains(name).then_some(())
    }

    /// Declares a name as a number.
    pub fn declare_scalar(&mut self, name: &str) {
        self.scalars.insert(name.to_owned());
    }

    /// Takes up a definition; an earlier one of the same name ends. Returns its left side, which
    /// for a letter with a usual meaning is not the one that was read.
    pub fn define(&mut self, store: &Store, definition: &Definition) -> Expr {
        self.define_within(store, definition, &[])
    }

    /// The same for indices of which some conditions hold.
    pub fn define_within(
        &mut self,
        store: &Store,
        definition: &Definition,
        range: &[Expr],
    ) -> Expr {
        let name = definition.name.clone();
        let left = match definition.parameters.as_slice() {
            [] => definition.left,
            parameters => store.apply(&name, parameters),
        };
        let rule = |parameters: &[Expr]| Rule {
            left,
            parameters: parameters.to_vec(),
            value: definition.value,
            range: range.to_vec(),
        };
        if !definition.parameters.is_empty() {
            self.scalars.remove(&*name);
            self.functions.insert(name, rule(&definition.parameters));
            return left;
        }
        if let (Head::Entry, [base, indices @ ..]) =
            (store.head(definition.left), store.args(definition.left))
            && indices.iter().any(|i| store.small_integer(*i).is_none())
        {
            // p_i = σ(z_i) says what every entry is, p_{t+1} = ... does not.
            let mut distinct = indices.to_vec();
            distinct.sort_unstable();
            distinct.dedup();
            let names = indices.iter().all(|i| store.name_text(*i).is_some());
            if names && distinct.len() == indices.len() && definition.everywhere {
                self.entries.insert(*base, rule(indices));
            } else {
                self.entries.remove(base);
            }
            return left;
        }
        let variable = crate::parse::variable(store, &name);
        if let Head::Name(_) = store.head(variable) {
            self.functions.remove(&name);
            match super::multiply::kind_of(store, definition.value) {
                Kind::Matrix if name.starts_with(char::is_uppercase) => self.declare_matrix(&name),
                Kind::Matrix => {
                    self.vectors.insert(name.to_string());
                }
                _ => {
                    self.scalars.insert(name.to_string());
                }
            }
        }
        self.definitions.insert(variable, definition.value);
        left
    }

    /// Forgets what names, functions and entries were defined to be; what kind of thing a name is
    /// stays known.
    pub fn forget_definitions(&mut self) {
        self.functions.clear();
        self.definitions.clear();
        self.entries.clear();
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

    /// The right side of the definition with this left side.
    pub fn right_side(&self, store: &Store, left: Expr) -> Option<Expr> {
        let rule = match (store.head(left), store.args(left)) {
            (Head::Apply(name), _) => self.functions.get(name),
            (Head::Entry, [base, ..]) => self.entries.get(base),
            _ => None,
        };
        match rule {
            Some(rule) if rule.left == left => Some(rule.value),
            _ => self.value(left),
        }
    }

    /// Whether the document gives a left side, or one of the same function, a meaning.
    pub fn knows(&self, store: &Store, left: Expr) -> bool {
        match (store.head(left), store.args(left)) {
            (Head::Apply(name), _) => self.functions.contains_key(name),
            (Head::Entry, [base, ..]) => {
                self.entries.contains_key(base) || self.definitions.contains_key(&left)
            }
            _ => self.definitions.contains_key(&left),
        }
    }
}
