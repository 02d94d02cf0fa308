//! Whether the document asserts a statement: only of what is asserted beyond doubt anything is said
//! to be false.

use super::shape::{self, Shape};
use crate::document::acts::Act;
use crate::document::{Found, Role};
use crate::expr::{Expr, Store};

/// Whether the document asserts a statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stance {
    /// A word of conclusion, its place in a chain, or its form says so.
    Surely,
    /// It may be a claim, or a condition, or a model.
    Perhaps,
    /// It is assumed, set, exemplified or asked; the word for it.
    No(&'static str),
}

/// What the words around a formula make of its first statement.
pub(super) fn of_words(found: &Found) -> Stance {
    let act = &found.act;
    if act.denied {
        // What is denied is judged as it stands.
        return Stance::Surely;
    }
    if found.role != Role::Statement && act.act == Act::None {
        return Stance::No("a condition of what stands beside it");
    }
    match act.act {
        Act::Assert if act.sure => Stance::Surely,
        Act::Assert | Act::None | Act::Define | Act::Model => Stance::Perhaps,
        Act::Assume => Stance::No("it is assumed"),
        Act::Condition => Stance::No("a condition of what stands beside it"),
        Act::Exemplify => Stance::No("a value of an example"),
        Act::Constrain => Stance::No("a constraint, a case or an event"),
        Act::Update => Stance::No("an update"),
        Act::Question => Stance::No("a question"),
        Act::Report => Stance::No("a result that is reported"),
        Act::Convention => Stance::No("a convention"),
    }
}

/// The stance to a link, given that to its statement; `later` if it is no first link of its chain.
pub(super) fn of_link(store: &Store, link: Expr, words: Stance, later: bool) -> Stance {
    let shape = shape::of(store, link);
    match (words, shape) {
        // "... = 0" behind a derivative sets it to zero.
        (Stance::Surely, _) | (Stance::No(_), _) => words,
        (Stance::Perhaps, Shape::Identity | Shape::Closed) => Stance::Surely,
        (Stance::Perhaps, Shape::Level | Shape::Value | Shape::Restriction) => Stance::Perhaps,
        (Stance::Perhaps, Shape::Other) if later => Stance::Surely,
        (Stance::Perhaps, Shape::Other) => Stance::Perhaps,
    }
}

/// Whether a link that is proved says anything worth a verdict: that a name has a value is said by
/// who sets it.
pub(super) fn claims(store: &Store, link: Expr, stance: Stance, assumed: bool) -> bool {
    let shape = shape::of(store, link);
    match (stance, shape) {
        (Stance::Surely, _) => true,
        // What is true anyway is true whatever is done with it.
        (Stance::No(_), _) => shape == Shape::Closed || shape == Shape::Identity && !assumed,
        (Stance::Perhaps, Shape::Value | Shape::Restriction) => false,
        (Stance::Perhaps, Shape::Level) => !assumed,
        (Stance::Perhaps, _) => true,
    }
}
