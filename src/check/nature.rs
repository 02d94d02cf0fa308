//! What a relation is that has nothing to verify: a definition, a model, a condition on a variable.

use super::{Claim, Verdict, decide};
use crate::expr::{Expr, Head, Relation, Store, is_of_matrices};

/// A response with more unknown coefficients than this is a model.
const COEFFICIENTS: usize = 3;

/// Why a relation says nothing that can be verified.
pub struct Silent {
    /// In words.
    pub reason: &'static str,
    /// The worst verdict with which it is a claim all the same, since it is true.
    pub unless: Option<Verdict>,
}

/// Why a relation that stands alone is no claim, if it is none.
pub fn silent(store: &Store, claim: &Claim, link: Expr) -> Option<Silent> {
    let mut link = decide::with_given(store, link, &claim.given);
    while let (Head::Each, [.., body]) = (store.head(link), store.args(link)) {
        link = *body;
    }
    if let (Head::Iff | Head::Implies, [a, b]) = (store.head(link), store.args(link)) {
        let (left, right) = (names(store, *a), names(store, *b));
        let apart = !left.is_empty() && !right.is_empty();
        let shared = left.iter().any(|n| among(store, &right, *n));
        return (apart && !shared).then_some(Silent {
            reason: "a rule: its sides have no variable in common",
            unless: Some(Verdict::Equivalent),
        });
    }
    if let Head::Or = store.head(link) {
        let parts = store.args(link).iter();
        // Alternatives within alternatives are no definition.
        let lone = |part: &Expr| match store.head(*part) {
            Head::Or => None,
            _ => silent(store, claim, *part),
        };
        let all: Option<Vec<Silent>> = parts.map(lone).collect();
        return all?.into_iter().next();
    }
    let (Head::Relation(relation), [a, b]) = (store.head(link), store.args(link)) else {
        return None;
    };
    let told = |reason, unless_true: bool| {
        Some(Silent {
            reason,
            unless: unless_true.then_some(Verdict::Conditional),
        })
    };
    let (left, right) = (names(store, *a), names(store, *b));
    if *relation != Relation::Equal {
        let simple = |e: Expr| {
            matches!(store.head(e), Head::Name(_) | Head::Entry) || names(store, e).is_empty()
        };
        return match simple(*a) && simple(*b) && !(left.is_empty() && right.is_empty()) {
            true => told("a condition on a variable", false),
            false => None,
        };
    }
    let given: Vec<Expr> = claim
        .given
        .iter()
        .map(|g| decide::with_given(store, *g, &claim.given))
        .collect();
    // What else is said of a name that would be defined.
    let bound = |e: Expr| {
        given.iter().any(|g| match store.sides(*g) {
            Some((c, d)) => c != d && store.contains(*g, head_name(store, e)),
            None => false,
        })
    };
    for (side, other) in [(*a, *b), (*b, *a)] {
        if !defines(store, side, other) || bound(side) {
            continue;
        }
        match Opaque::of(store, claim, side) {
            None => return told("a definition", false),
            Some(Opaque::Unknown) => {
                return told(
                    "it says what something is that nobody has defined here",
                    false,
                );
            }
            // A limit is what it is.
            Some(Opaque::Fixed) => return None,
        }
    }
    if recurs(store, *a, *b) {
        return told("a recurrence", true);
    }
    if related(store, &given, &left, &right) {
        return None;
    }
    // A response and many unknown coefficients, even where the response is a feature too.
    let unknown = right.iter().filter(|n| !among(store, &left, **n)).count();
    if matches!(store.head(*a), Head::Name(_)) && unknown > COEFFICIENTS {
        return told("a model: its coefficients are not known", true);
    }
    let lone = |mine: &[Expr], other: &[Expr]| mine.iter().any(|n| !among(store, other, *n));
    if lone(&left, &right) && lone(&right, &left) {
        return told(
            "a model or a constraint: each side has a variable of its own",
            true,
        );
    }
    None
}

/// Whether given equations, one or several in a row, relate what the sides speak of.
fn related(store: &Store, given: &[Expr], left: &[Expr], right: &[Expr]) -> bool {
    let equations = given.iter().filter(|g| store.sides(**g).is_some());
    let mut open: Vec<Vec<Expr>> = equations.map(|g| names(store, *g)).collect();
    let mut reached = left.to_vec();
    loop {
        let touches = |about: &Vec<Expr>| about.iter().any(|n| among(store, &reached, *n));
        let Some(k) = open.iter().position(touches) else {
            return false;
        };
        let about = open.swap_remove(k);
        if about.iter().any(|n| among(store, right, *n)) {
            return true;
        }
        reached.extend(about);
    }
}

/// Whether a side of a relation speaks of something that neither the other side nor anything that is
/// given does: then what it is may be said in words.
pub fn speaks_alone(store: &Store, link: Expr, given: &[Expr]) -> bool {
    // Of a table's entries one may do so.
    let mut parts = store.conjuncts(link).into_iter();
    parts.any(|part| one_speaks_alone(store, part, given))
}

fn one_speaks_alone(store: &Store, link: Expr, given: &[Expr]) -> bool {
    let mut link = decide::with_given(store, link, given);
    while let (Head::Each, [.., body]) = (store.head(link), store.args(link)) {
        link = *body;
    }
    let [a, b] = store.args(link) else {
        return false;
    };
    // "so x = -a/b": what x is may be said in words, if nothing before speaks of it.
    let concludes = *store.head(link) == Head::Implies && store.sides(*b).is_some();
    match store.head(link) {
        Head::Relation(Relation::NotEqual) => return false,
        Head::Relation(_) => {}
        _ if concludes => {}
        _ => return false,
    }
    let given: Vec<Expr> = given
        .iter()
        .map(|g| decide::with_given(store, *g, given))
        .filter(|g| store.sides(*g).is_none_or(|(c, d)| c != d))
        .collect();
    let known: Vec<Expr> = given.iter().flat_map(|g| names(store, *g)).collect();
    let (left, right) = (names(store, *a), names(store, *b));
    // N is no entry of itself: beside N_1 it is a name of its own.
    let indexed = |name: Expr| {
        store.any(link, |node| {
            node.head == Head::Entry
                && node.args[0] == name
                && node.args[1..].iter().any(|i| store.literal(*i).is_none())
        })
    };
    let within = |all: &[Expr], name: Expr| match store.head(name) {
        Head::Name(_) if !indexed(name) => all.contains(&name),
        _ => among(store, all, name),
    };
    let lone = |mine: &[Expr], other: &[Expr]| {
        mine.iter()
            .any(|name| !within(other, *name) && !within(&known, *name))
    };
    lone(&right, &left) || !concludes && lone(&left, &right)
}

/// The unknown function of names that an equation defines.
pub fn defined(store: &Store, link: Expr) -> Option<Expr> {
    let (a, b) = store.sides(link)?;
    let called = |side: Expr| matches!(store.head(side), Head::Apply(_));
    if called(a) && defines(store, a, b) {
        Some(a)
    } else {
        (called(b) && defines(store, b, a)).then_some(b)
    }
}

/// Whether a side of a relation is an integral, a limit, a greatest value: its parts are known, and it
/// is not worked out here.
pub fn is_not_worked_out(store: &Store, claim: &Claim, link: Expr) -> bool {
    let fixed = |side: &Expr| matches!(Opaque::of(store, claim, *side), Some(Opaque::Fixed));
    matches!(store.head(link), Head::Relation(_)) && store.args(link).iter().any(fixed)
}

/// A term that the language cannot say.
enum Opaque {
    /// It depends on what is not known here: dL/dw.
    Unknown,
    /// Its parts are known, but its value is not worked out: limits, integrals, greatest values.
    Fixed,
}

impl Opaque {
    fn of(store: &Store, claim: &Claim, side: Expr) -> Option<Opaque> {
        if !claim.quantities.contains(&side) {
            return None;
        }
        let (kind, hash) = store.called(side)?.rsplit_once('_')?;
        if hash.len() != 16 || !hash.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        Some(match kind {
            "limit" | "integral" | "value" | "max" | "min" => Opaque::Fixed,
            _ => Opaque::Unknown,
        })
    }
}

/// Whether an equation of a chain has a side, or a side without anything in common with the other,
/// that occurs nowhere else: then it says what that side stands for.
pub fn introduces(store: &Store, links: &[Expr], number: usize) -> bool {
    let Some((a, b)) = store.sides(links[number]) else {
        return false;
    };
    let elsewhere: Vec<Expr> = links
        .iter()
        .enumerate()
        .filter(|(k, _)| *k != number)
        .flat_map(|(_, link)| match store.sides(*link) {
            // A side that two links share stands at one place.
            Some((c, d)) if c == b || c == a => names(store, d),
            Some((c, d)) if d == a || d == b => names(store, c),
            _ => names(store, *link),
        })
        .collect();
    let (left, right) = (names(store, a), names(store, b));
    let own = |mine: &[Expr], other: &[Expr]| {
        !mine.is_empty()
            && mine.iter().all(|name| !among(store, other, *name))
            && mine.iter().any(|name| !among(store, &elsewhere, *name))
    };
    let called = |side: Expr, other: Expr| {
        matches!(store.head(side), Head::Apply(_)) && !same_function(store, side, other)
    };
    own(&left, &right) || own(&right, &left) || called(a, b) || called(b, a)
}

/// The variables of a term: its free names but for the constants; entries with numbers for indices
/// are variables of their own, of others the vector is one.
fn names(store: &Store, e: Expr) -> Vec<Expr> {
    let mut all = Vec::new();
    let rest = store.rebuild(e, |head, args| {
        // The identity matrix speaks of nothing.
        if matches!(head, Head::Apply(name) if &**name == "eye") {
            return Some(store.int(0));
        }
        if !matches!(head, Head::Entry) || args[1..].iter().any(|i| store.literal(*i).is_none()) {
            return None;
        }
        all.push(store.make(head.clone(), args));
        Some(store.int(0))
    });
    // π_i is no constant.
    let constant = |name: Expr| {
        store.is_constant(name)
            && !store.any(rest, |node| {
                node.head == Head::Entry && node.args[0] == name
            })
    };
    all.extend(store.free_names(rest).into_iter().filter(|n| !constant(*n)));
    // What an unknown function is, is open too.
    for part in store.subterms(rest) {
        if let Head::Apply(name) = store.head(part)
            && !is_of_matrices(store, part)
        {
            all.push(store.name(&format!("{name}()")));
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether a variable, or the vector that it belongs to, is among some.
fn among(store: &Store, all: &[Expr], name: Expr) -> bool {
    all.contains(&name)
        || all.contains(&head_name(store, name))
        || matches!(store.head(name), Head::Name(_))
            && all.iter().any(|other| head_name(store, *other) == name)
}

/// The name that a side which may be defined is known by.
fn head_name(store: &Store, side: Expr) -> Expr {
    match (store.head(side), store.args(side)) {
        (Head::Entry, [base, ..]) => *base,
        _ => side,
    }
}

/// Whether a side is a name, an entry, or an unknown function of names, that the other side does
/// not speak of.
fn defines(store: &Store, side: Expr, other: Expr) -> bool {
    match store.head(side) {
        Head::Name(_) => names(store, side).len() == 1 && !among(store, &names(store, other), side),
        Head::Apply(name) if &**name == "eye" => false,
        Head::Apply(_) => {
            let plain = |x: &Expr| matches!(store.head(*x), Head::Name(_) | Head::Entry);
            store.args(side).iter().all(plain) && !same_function(store, side, other)
        }
        Head::Entry => !among(store, &names(store, other), side),
        _ => false,
    }
}

fn same_function(store: &Store, side: Expr, other: Expr) -> bool {
    let head = store.head(side);
    store.any(other, |node| node.head == *head)
}

/// Whether an entry is said to be a term of other entries of the same name: `h[t]` of `h[t - 1]`.
fn recurs(store: &Store, side: Expr, other: Expr) -> bool {
    let (Head::Entry, [base, indices @ ..]) = (store.head(side), store.args(side)) else {
        return false;
    };
    let plain = |x: &Expr| matches!(store.head(*x), Head::Name(_) | Head::Add);
    indices.iter().any(plain)
        && store.any(other, |node| {
            node.head == Head::Entry && node.args[0] == *base && node.args[1..] != *indices
        })
}
