//! What each name of a description is used for.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::error::Diagnostic;
use crate::expr::{Expr, Head, Store, rational_text};

/// What a name stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Input,
    Weight,
    Bias,
    Output,
    /// A number of units or inputs.
    Size,
    /// A parameter of an activation.
    Parameter,
    /// A function that the description defines.
    Function,
}

impl Role {
    fn noun(self) -> &'static str {
        match self {
            Role::Input => "an input",
            Role::Weight => "a weight",
            Role::Bias => "a bias",
            Role::Output => "the output",
            Role::Size => "a size",
            Role::Parameter => "a parameter of an activation",
            Role::Function => "an activation",
        }
    }

    /// Whether several things with this role may share a name, as shared weights do.
    fn is_shared(self) -> bool {
        matches!(
            self,
            Role::Weight | Role::Bias | Role::Size | Role::Parameter
        )
    }
}

#[derive(Clone)]
struct Use {
    role: Role,
    vector: bool,
    span: Range<usize>,
}

/// The names in use. A scalar `b` may stand beside entries `b_1`, `b_2`; a vector `b` may not,
/// as these would be its entries.
#[derive(Default)]
pub(super) struct Scope {
    uses: FxHashMap<Expr, Use>,
    /// The first entry in use of each base.
    entries: FxHashMap<Expr, (Expr, Use)>,
}

impl Scope {
    /// Uses a name, a scalar or an entry of its own or else a whole vector, for a thing.
    pub fn declare(
        &mut self,
        store: &Store,
        expr: Expr,
        vector: bool,
        role: Role,
        span: Range<usize>,
    ) -> Result<(), Box<Diagnostic>> {
        let new = Use { role, vector, span };
        if let Some(old) = self.uses.get(&expr) {
            return if old.role == role && role.is_shared() && old.vector == vector {
                Ok(())
            } else {
                Err(Box::new(clash(&text(store, expr), old, &new)))
            };
        }
        let base = match store.head(expr) {
            Head::Entry => store.args(expr).first().copied(),
            _ => None,
        };
        if let Some(base) = base {
            if let Some(whole) = self.uses.get(&base)
                && whole.vector
            {
                return Err(Box::new(part_clash(
                    store,
                    (expr, &new),
                    (base, whole),
                    &new,
                )));
            }
            self.entries
                .entry(base)
                .or_insert_with(|| (expr, new.clone()));
        } else if vector && let Some((entry, part)) = self.entries.get(&expr) {
            return Err(Box::new(part_clash(
                store,
                (*entry, part),
                (expr, &new),
                &new,
            )));
        }
        self.uses.insert(expr, new);
        Ok(())
    }
}

fn clash(name: &str, old: &Use, new: &Use) -> Diagnostic {
    let message = if old.role == new.role && old.role.is_shared() {
        format!("`{name}` is used as a number and as a vector")
    } else if old.role == new.role {
        format!("`{name}` is {} twice", old.role.noun())
    } else {
        format!("`{name}` is {} already", old.role.noun())
    };
    let fault = Diagnostic::new(message, new.span.clone());
    let fault = fault.help("give each thing a name of its own");
    if old.role == new.role {
        return fault
            .label("used again here")
            .related(old.span.clone(), "used first here");
    }
    fault
        .label(format!("used here for {}", new.role.noun()))
        .related(
            old.span.clone(),
            format!("used here for {}", old.role.noun()),
        )
}

/// A vector and one of its entries are used for two things; `new` is the later one of them.
fn part_clash(store: &Store, part: (Expr, &Use), whole: (Expr, &Use), new: &Use) -> Diagnostic {
    let (entry, vector) = (text(store, part.0), text(store, whole.0));
    let old = if std::ptr::eq(part.1, new) {
        whole.1
    } else {
        part.1
    };
    Diagnostic::new(
        format!("`{entry}` is an entry of the vector `{vector}`"),
        new.span.clone(),
    )
    .label(format!("used here for {}", new.role.noun()))
    .help("give each thing a name of its own")
    .related(
        old.span.clone(),
        format!("used here for {}", old.role.noun()),
    )
}

/// A name or an entry with a number as it is written in messages.
fn text(store: &Store, expr: Expr) -> String {
    if let Some(name) = store.name_text(expr) {
        return name.to_owned();
    }
    match store.args(expr) {
        [base, index] => match (store.name_text(*base), store.literal(*index)) {
            (Some(base), Some(index)) => format!("{base}_{}", rational_text(&index)),
            (Some(base), None) => format!("{base}[...]"),
            _ => "entry".to_owned(),
        },
        [base, ..] => format!("{}[...]", store.name_text(*base).unwrap_or_default()),
        [] => "entry".to_owned(),
    }
}
