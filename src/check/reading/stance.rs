//! Whether the document asserts a statement: only of what is asserted beyond doubt anything is said
//! to be false.

use super::shape::{self, Shape};
use crate::document::acts::Act;
use crate::document::{Found, Role};
use crate::expr::{Expr, Head, Store};

/// Whether the document asserts a statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stance {
    /// A word of conclusion, its place in a chain, or its form says so.
    Surely,
    /// It may be a claim, or a condition, or a model.
    Perhaps,
    /// It is reported: a value is what was found, an identity is claimed.
    Told,
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
        // "L = ... with q = ..., and" a display: that is a clause of its own.
        Act::Condition if found.display && found.role == Role::Statement => Stance::Perhaps,
        // Weak evidence is none.
        Act::Constrain | Act::Exemplify | Act::Report if !act.sure => Stance::Perhaps,
        Act::Assume => Stance::No(ASSUMED),
        Act::Condition => Stance::No("a condition of what stands beside it"),
        Act::Exemplify => Stance::No("a value of an example"),
        Act::Constrain => Stance::No("a constraint, a case or an event"),
        Act::Update => Stance::No("an update"),
        Act::Question => Stance::No(ASKED),
        Act::Report => Stance::Told,
        Act::Convention => Stance::No("a convention"),
    }
}

/// The stance to a link, given that to its statement; `later` if it is no first link of its chain.
pub(super) fn of_link(store: &Store, link: Expr, words: Stance, later: bool) -> Stance {
    let shape = shape::of(store, link);
    if shape == Shape::Identity && store.sides(link).is_none() && is_equivalence(store, link) {
        // An equivalence is no value and no case, whatever the words do with it.
        return match words {
            Stance::No(_) if supposed(words) => words,
            _ => Stance::Surely,
        };
    }
    match (words, shape) {
        (Stance::Surely, _) | (Stance::No(_), _) => words,
        (Stance::Told, Shape::Identity | Shape::Closed) => Stance::Surely,
        (Stance::Told, Shape::Other) if later && equates(store, link) => Stance::Surely,
        (Stance::Told, _) => Stance::No("a result that is reported"),
        (Stance::Perhaps, Shape::Identity | Shape::Closed) => Stance::Surely,
        // "... = 0" behind a derivative sets it to zero.
        (Stance::Perhaps, Shape::Level | Shape::Value | Shape::Restriction) => Stance::Perhaps,
        (Stance::Perhaps, Shape::Other) if later && equates(store, link) => Stance::Surely,
        (Stance::Perhaps, Shape::Other) => Stance::Perhaps,
    }
}

/// Whether an equation says more of what rows above it in its formula define: `log f(y) = ...` below
/// `f(y) = ...`.
pub(super) fn goes_on(store: &Store, link: Expr, rows: &[Expr]) -> bool {
    let Some((a, b)) = store.sides(link) else {
        return false;
    };
    let simple = |side: Expr| {
        matches!(
            store.head(side),
            Head::Name(_) | Head::Entry | Head::Number(_)
        )
    };
    let of = |left: &Expr| {
        *left != a
            && match store.head(*left) {
                Head::Apply(name) => {
                    store.any(
                        a,
                        |node| matches!(&node.head, Head::Apply(other) if other == name),
                    ) && !matches!(store.head(a), Head::Apply(other) if other == name)
                }
                _ => store.contains(a, *left),
            }
    };
    shape::of(store, link) == Shape::Other && !simple(b) && rows.iter().any(of)
}

/// What is said of a formula that no word asserts and that is not proved.
pub(super) const SILENT: &str = "nothing in the text asserts it, and it is not proved";

const ASSUMED: &str = "it is assumed";
const ASKED: &str = "a question";

/// Whether the words suppose a statement or ask for it.
fn supposed(words: Stance) -> bool {
    matches!(words, Stance::No(ASSUMED | ASKED))
}

fn is_equivalence(store: &Store, link: Expr) -> bool {
    matches!(store.head(link), Head::Iff | Head::Implies)
}

/// `1 <= k <= n - 1` says which k are meant.
fn equates(store: &Store, link: Expr) -> bool {
    store.sides(link).is_some()
}

/// Whether a link that is proved says anything worth a verdict: that a name has a value is said by
/// who sets it.
pub(super) fn claims(store: &Store, link: Expr, stance: Stance, assumed: bool) -> bool {
    let shape = shape::of(store, link);
    match (stance, shape) {
        (Stance::Surely, _) => true,
        // What is true anyway is true whatever is done with it.
        (Stance::No(_), _) => shape == Shape::Closed || shape == Shape::Identity && !assumed,
        (_, Shape::Value | Shape::Restriction) => false,
        (_, Shape::Level) => !assumed,
        _ => true,
    }
}

/// What the words around a formula make of it, in words.
pub(super) fn in_words(found: &Found) -> String {
    let act = &found.act;
    let does = match act.act {
        Act::Define => "the text defines with it",
        Act::Assume => "the text assumes it",
        Act::Exemplify => "the text gives it as an example",
        Act::Constrain => "the text asks for it, or says which case is meant",
        Act::Model => "the text states a model",
        Act::Update => "the text sets it as an update",
        Act::Question => "the text asks it",
        Act::Report => "the text reports it",
        Act::Convention => "the text agrees on it",
        Act::Assert => "the text asserts it",
        Act::Condition => "it is a condition of another formula",
        Act::None => "no word tells what the text does with it",
    };
    let denied = if act.denied { ", and denies it" } else { "" };
    let doubt = match act.act != Act::None && !act.sure {
        true => " (weakly)",
        false => "",
    };
    match act.cue.as_str() {
        "" => format!("{does}{doubt}{denied}"),
        cue => format!("{does}{doubt}{denied}: \"{cue}\""),
    }
}
