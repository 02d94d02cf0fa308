//! What stands in the way of a verdict, in plain words, and what would settle it.

use super::{Claim, made};
use crate::expr::{Expr, Head, Relation, Store};
use crate::render::plain;

/// So many things are named at most.
const NAMED: usize = 3;

/// What is said where neither a proof nor a counterexample was found.
pub fn undecided(store: &Store, link: Expr, claim: &Claim) -> String {
    let why = unknown_terms(store, link, &claim.quantities)
        .or_else(|| one_sided(store, link, &claim.given).map(|names| undefined(&names)))
        .or_else(|| open_sign(store, link, &claim.given))
        .or_else(|| open_sum(store, link))
        .unwrap_or_else(|| "a greater --budget may find one".to_owned());
    format!("neither a proof nor a counterexample was found: {why}")
}

/// What is said where what is defined does not suffice.
pub fn not_following(store: &Store, link: Expr, claim: &Claim) -> String {
    let why = unknown_terms(store, link, &claim.quantities)
        .or_else(|| one_sided(store, link, &claim.given).map(|names| undefined(&names)));
    match why {
        Some(why) => format!("it does not follow from what is defined: {why}"),
        None => "it does not follow from what is defined".to_owned(),
    }
}

/// What is said of integrals and the like.
pub fn not_worked_out(store: &Store, link: Expr, quantities: &[Expr]) -> String {
    let what = "integrals, limits and greatest values are not worked out";
    match unknown_terms(store, link, quantities) {
        Some(why) => format!("{what}: {why}"),
        None => what.to_owned(),
    }
}

fn undefined(names: &str) -> String {
    format!("only one side speaks of {names}, and no definition of it is in force here")
}

/// The names that only one side speaks of and of which nothing is given.
pub fn one_sided(store: &Store, link: Expr, given: &[Expr]) -> Option<String> {
    let mut link = link;
    while let (Head::Each, [.., body]) = (store.head(link), store.args(link)) {
        link = *body;
    }
    let [a, b] = store.args(link) else {
        return None;
    };
    let (left, right) = (store.free_names(*a), store.free_names(*b));
    let only = |mine: &[Expr], other: &[Expr]| -> Vec<Expr> {
        let apart = |name: &&Expr| {
            !other.contains(name)
                && !given.iter().any(|given| store.contains(*given, **name))
                && !matches!(store.name_text(**name), None | Some("e" | "pi"))
        };
        mine.iter().filter(apart).copied().collect()
    };
    let mut names = only(&left, &right);
    names.extend(only(&right, &left));
    listed(
        names
            .into_iter()
            .map(|name| made::said(&plain(store, name))),
    )
}

/// The terms of which nothing is known: integrals and the like, probabilities, functions.
fn unknown_terms(store: &Store, link: Expr, quantities: &[Expr]) -> Option<String> {
    let parts = store.subterms(link);
    let hidden = parts.iter().filter(|part| {
        let name = match store.head(**part) {
            Head::Apply(name) => Some(&**name),
            Head::Name(_) => store.name_text(**part),
            _ => None,
        };
        quantities.contains(part) || name.is_some_and(made::has)
    });
    let said = hidden.map(|part| made::said(&plain(store, *part)));
    if let Some(names) = listed(said) {
        return Some(format!(
            "it speaks of {names}, of which nothing is known here; a line that says what that is \
             would settle it"
        ));
    }
    let functions = parts.iter().filter_map(|part| match store.head(*part) {
        Head::Apply(name) if !OPERATIONS.contains(&&**name) => Some(name.to_string()),
        _ => None,
    });
    let names = listed(functions)?;
    Some(match names.contains(',') {
        true => format!("nothing here says what the functions {names} are"),
        false => format!("nothing here says what the function {names} is"),
    })
}

/// Operations that are no functions of the document.
const OPERATIONS: &[&str] = &[
    "transpose",
    "inverse",
    "matmul",
    "factorial",
    "binomial",
    "norm",
    "dot",
    "floor",
    "ceil",
    "mean",
    "list",
    "det",
    "tr",
    "vec",
    "eye",
    "hat",
    "bar",
    "tilde",
    "softmax",
    "Gamma",
];

/// A name whose sign decides whether a logarithm or a root has a value.
fn open_sign(store: &Store, link: Expr, given: &[Expr]) -> Option<String> {
    let asks = store.subterms(link).into_iter().filter_map(|part| {
        match (store.head(part), store.args(part)) {
            (Head::Call(f), [argument, ..]) if matches!(f.name, "log" | "sqrt") => Some(*argument),
            _ => None,
        }
    });
    let named = asks
        .flat_map(|argument| store.subterms(argument))
        .find(|part| {
            let plain = matches!(store.head(*part), Head::Name(_) | Head::Entry)
                && !matches!(store.name_text(*part), Some("e" | "pi"));
            plain && !given.iter().any(|given| is_signed(store, *given, *part))
        })?;
    let name = plain(store, named);
    Some(format!(
        "the sign of {name} is not known; for positive {name} it may be decided"
    ))
}

fn is_signed(store: &Store, given: Expr, name: Expr) -> bool {
    let ordered = matches!(
        store.head(given),
        Head::Relation(relation) if *relation != Relation::Equal
    );
    ordered && store.contains(given, name)
}

/// A sum with as many terms as a name says.
fn open_sum(store: &Store, link: Expr) -> Option<String> {
    let bound = store.subterms(link).into_iter().find_map(|part| {
        let (Head::Sum | Head::Product, [_, _, hi, _]) = (store.head(part), store.args(part))
        else {
            return None;
        };
        store.has_name(*hi).then_some(*hi)
    })?;
    let bound = plain(store, bound);
    Some(format!(
        "it has a sum or a product up to {bound}; for a number in the place of {bound} it may be decided"
    ))
}

/// Some names in a row; nothing where there is none.
fn listed(names: impl Iterator<Item = String>) -> Option<String> {
    let mut all: Vec<String> = Vec::new();
    for name in names {
        if all.len() > NAMED {
            break;
        }
        if name.len() < 80 && !all.contains(&name) {
            all.push(name);
        }
    }
    let more = all.len() > NAMED;
    all.truncate(NAMED);
    let text = all.join(", ");
    (!text.is_empty()).then(|| {
        if more {
            format!("{text} and more")
        } else {
            text
        }
    })
}
