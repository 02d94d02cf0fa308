//! Names: what gave one decides what it can be confused with.
//!
//! Names of different kinds are different nodes of a store, whatever they are spelled like, so that
//! nobody who makes a variable can meet an index of a normal form, or a place of a rule.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::{Args, Expr, Head, Store};

/// What a name is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NameKind {
    /// A variable, or an index as somebody wrote it.
    Free,
    /// Euler's number `e` or π, `pi`.
    Constant,
    /// An index as a normal form calls it.
    Bound,
    /// The place of an index in a template, or another thing that a rule says nothing of.
    Slot,
    /// A value of a slot, of which nothing is known.
    Apart,
    /// The end of a range that nobody has written.
    Open,
}

/// A name: its kind and how it is spelled.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Name {
    kind: NameKind,
    text: Arc<str>,
}

impl Name {
    /// What it is.
    pub fn kind(&self) -> NameKind {
        self.kind
    }

    /// Whether it is `e` or `pi`.
    pub fn is_constant(&self) -> bool {
        self.kind == NameKind::Constant
    }

    /// How it is spelled.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Store {
    /// The variable with this plain name; `e` and `pi` are the constants.
    pub fn name(&self, name: &str) -> Expr {
        let kind = match name {
            "e" | "pi" => NameKind::Constant,
            _ => NameKind::Free,
        };
        self.name_of_kind(kind, name)
    }

    /// The n-th index as normal forms call it.
    pub fn bound(&self, n: usize) -> Expr {
        self.name_of_kind(NameKind::Bound, &format!("#{n}"))
    }

    /// The place of the n-th index in a template.
    pub fn slot(&self, n: usize) -> Expr {
        self.name_of_kind(NameKind::Slot, &format!("@{n}"))
    }

    /// A value of the n-th slot, of which nothing is known.
    pub fn apart(&self, n: usize) -> Expr {
        self.name_of_kind(NameKind::Apart, &format!("@@{n}"))
    }

    /// The n-th end of a range that nobody has written.
    pub fn open_end(&self, n: usize) -> Expr {
        self.name_of_kind(NameKind::Open, &format!("#size{n}"))
    }

    fn name_of_kind(&self, kind: NameKind, text: &str) -> Expr {
        self.known_name(kind, text).unwrap_or_else(|| {
            let text = Arc::from(text);
            self.make(Head::Name(Name { kind, text }), Args::new())
        })
    }

    /// What kind of name an expression is, if it is one.
    pub fn name_kind(&self, expr: Expr) -> Option<NameKind> {
        match self.head(expr) {
            Head::Name(name) => Some(name.kind),
            _ => None,
        }
    }

    /// What a name or a function known by name only is called.
    pub fn called(&self, expr: Expr) -> Option<&str> {
        match self.head(expr) {
            Head::Name(name) => Some(name),
            Head::Apply(name) => Some(name),
            _ => None,
        }
    }

    /// Whether an expression is `e` or `pi`.
    pub fn is_constant(&self, expr: Expr) -> bool {
        self.name_kind(expr) == Some(NameKind::Constant)
    }

    /// Whether an expression is a name that somebody wrote, and no constant.
    pub fn is_variable(&self, expr: Expr) -> bool {
        self.name_kind(expr) == Some(NameKind::Free)
    }

    /// The number of a slot.
    pub fn slot_number(&self, expr: Expr) -> Option<usize> {
        match self.head(expr) {
            Head::Name(name) if name.kind == NameKind::Slot => name.strip_prefix('@')?.parse().ok(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_makes_no_name_another() {
        let s = Store::new();
        let hidden = [s.bound(1), s.slot(1), s.apart(1), s.open_end(1)];
        for name in hidden {
            let text = s.name_text(name).unwrap_or_default().to_owned();
            let written = s.name(&text);
            assert_ne!(written, name);
            assert!(s.is_variable(written) && !s.is_variable(name));
        }
        assert!(s.is_constant(s.name("pi")) && !s.is_constant(s.name("p")));
        assert_eq!(s.slot_number(s.slot(3)), Some(3));
        assert_eq!(s.slot_number(s.name("@3")), None);
        assert_eq!(s.bound(2), s.bound(2));
    }
}
