//! The points of a record: values at which what is given holds, and at which the claim fails.

use super::claim::Claim;
use super::fields::{Record, Values};
use super::reading::is_about_matrices;
use super::rejected;
use crate::check::budget::Budget;
use crate::check::link::Link;
use crate::check::variables::Variables;
use crate::check::{certain, usual, witness};
use crate::expr::{Expr, Head, Store};
use crate::kernel::arrange::Arranger;
use crate::parse;
use crate::proof::certificate::{self, Proved};
use crate::proof::{Fault, Unreadable};
use crate::render::plain;

impl Claim {
    /// Whether what is given needs values at which it holds: what is said of matrices has no numbers.
    pub fn needs_values(&self, store: &Store) -> bool {
        let given = self.given.iter().flat_map(|g| store.conjuncts(*g));
        // What a function is by its usual name holds anyway.
        let usual = |fact: Expr| {
            let left = store.sides(fact).map(|(left, _)| left);
            left.is_some_and(|left| usual::written_out(store, left, |_| false).1.contains(&fact))
        };
        let mut given = given.filter(|fact| !is_about_matrices(store, *fact) && !usual(*fact));
        given.next().is_some()
    }

    /// Confirms that what is given can hold: at some values it does, and the claim is defined there.
    pub fn can_hold(&self, store: &Store, point: &Values<'_>) -> Result<(), Fault> {
        let values = read_values(store, point, "holds_at")?;
        match self.holds_at(store, &values) {
            true => Ok(()),
            false => Err(rejected(
                "what is given",
                "it does not certainly hold at the values of `holds_at`",
            )),
        }
    }

    /// Whether what is given is used by proofs that each rest on something that can hold, and the
    /// values are of one of them: cases that exclude each other.
    pub fn parts_can_hold(
        &self,
        store: &Store,
        record: &Record<'_>,
        point: &Values<'_>,
    ) -> Result<bool, Fault> {
        let Some(proof) = record.proof.filter(|proof| !proof.is_null()) else {
            return Ok(false);
        };
        let proofs = certificate::from_json(store, proof)?;
        let values = read_values(store, point, "holds_at")?;
        let arranger = Arranger::default();
        let used = |fact: &Expr| {
            let mut assumed = proofs.iter().flat_map(|proof| &proof.given);
            assumed.any(|other| arranger.same(store, *fact, *other))
        };
        let mut facts = self.given.iter().flat_map(|given| store.conjuncts(*given));
        let each = |proof: &Proved| {
            proof.given.is_empty()
                || witness::find(store, &[proof.statement], &proof.given).is_some()
        };
        let shown = |proof: &Proved| {
            let statement = [proof.statement];
            witness::confirms(store, &statement, &proof.given, &values)
        };
        Ok(proofs.len() > 1
            && facts.all(|fact| used(&fact))
            && proofs.iter().all(each)
            && proofs.iter().any(shown))
    }

    /// Whether all that is given certainly holds at some values, and the claim is defined there.
    pub fn holds_at(&self, store: &Store, values: &[(Expr, Expr)]) -> bool {
        let (mut links, given) = self.resting(store);
        if witness::confirms(store, &links, &given, values) {
            return true;
        }
        // Of matrices there are no values to show.
        let (of_matrices, rest): (Vec<Expr>, Vec<Expr>) = given
            .iter()
            .partition(|fact| is_about_matrices(store, **fact));
        links.retain(|link| !is_about_matrices(store, *link));
        !rest.is_empty()
            && !of_matrices.is_empty()
            && witness::find(store, &[], &of_matrices).is_some()
            && witness::confirms(store, &links, &rest, values)
    }

    /// The links with functions put in, and all that they rest on.
    pub fn resting(&self, store: &Store) -> (Vec<Expr>, Vec<Expr>) {
        let (mut links, mut given) = (Vec::new(), self.conditions.clone());
        for link in &self.links {
            let (link, more) = self.unfolded(store, *link);
            links.push(link);
            for fact in more {
                if !given.contains(&fact) {
                    given.push(fact);
                }
            }
        }
        entries_put_in(store, &mut links, &mut given);
        (links, given)
    }

    /// Confirms that what is given of matrices alone does not contradict itself.
    pub fn matrices_can_be(&self, store: &Store) -> Result<(), Fault> {
        match self.given.is_empty() || witness::find(store, &[], &self.given).is_some() {
            true => Ok(()),
            false => Err(rejected(
                "what is given",
                "no values were found at which it holds",
            )),
        }
    }

    /// Confirms that the claim certainly fails at the record's point.
    pub fn fails(&self, store: &Store, point: &Values<'_>) -> Result<(), Fault> {
        let values = read_values(store, point, "counterexample")?;
        let fault = |why: String| Unreadable::new("counterexample", why);
        let mut unfolded = self.links.clone();
        let mut given = self.given.clone();
        for link in &self.links {
            let (link, more) = self.unfolded(store, *link);
            unfolded.push(link);
            given.extend(more);
        }
        let all = [unfolded.as_slice(), &given].concat();
        let mut at = Variables::of(store, &all, &given).point();
        for (name, value) in &values {
            let known = all.iter().any(|formula| {
                let base = match store.head(*name) {
                    Head::Entry => store.args(*name)[0],
                    _ => *name,
                };
                store.contains(*formula, *name) || store.contains(*formula, base)
            });
            if !known {
                let what = format!("the value of `{}`", plain(store, *name));
                return Err(rejected(what, "the claim has no such variable"));
            }
            at.solve(store, *name, *value).ok_or_else(|| {
                let name = plain(store, *name);
                fault(format!("`{name}` has no value there"))
            })?;
        }
        let fails = |link: &Expr, given: &[Expr]| {
            let put = Link::new(store, *link, given, Budget::default());
            certain::fails(store, &put, &at)
        };
        let fails = self.links.iter().any(|link| {
            let (unfolded, more) = self.unfolded(store, *link);
            fails(link, &self.given) || fails(&unfolded, &more)
        });
        match fails {
            true => Ok(()),
            false => Err(rejected(
                "the counterexample",
                "the claim does not certainly fail there",
            )),
        }
    }
}

/// The values of a point: names, and numbers without variables.
fn read_values(
    store: &Store,
    point: &Values<'_>,
    place: &str,
) -> Result<Vec<(Expr, Expr)>, Unreadable> {
    let mut values: Vec<(Expr, Expr)> = Vec::new();
    for (name, value) in point {
        let read = |text: &str| {
            parse::formula(store, text).map_err(|_| {
                let text = crate::proof::shortened(text);
                Unreadable::new(place, format!("`{text}` cannot be read"))
            })
        };
        let (name, value) = (read(name)?, read(value)?);
        let names = store.free_names(value);
        let closed = names.iter().all(|name| parse::is_constant(store, *name));
        let twice = values.iter().any(|(known, _)| *known == name);
        if !closed || twice || parse::is_constant(store, name) || store.head(value).is_formula() {
            let name = plain(store, name);
            return Err(Unreadable::new(
                place,
                format!("the value of `{name}` is none"),
            ));
        }
        values.push((name, value));
    }
    Ok(values)
}

/// Puts in what is given of entries with several indices, `d[l, j, k] = t`, of which nothing else is
/// said.
pub(super) fn entries_put_in(store: &Store, links: &mut [Expr], given: &mut Vec<Expr>) {
    for fact in given.clone() {
        let Some((left, value)) = store.sides(fact) else {
            continue;
        };
        let (Head::Entry, [base, indices @ ..]) = (store.head(left), store.args(left)) else {
            continue;
        };
        if indices.len() < 2 || store.contains(value, *base) {
            continue;
        }
        let put = |formula: Expr| entry_put_in(store, formula, left, value);
        let others = given.iter().filter(|other| **other != fact);
        let whole = store.and(others.chain(links.iter()).map(|formula| put(*formula)));
        if store.contains(whole, *base) {
            continue;
        }
        links.iter_mut().for_each(|link| *link = put(*link));
        given.retain(|other| *other != fact);
        given.iter_mut().for_each(|other| *other = put(*other));
        given.push(store.eq(value, value));
    }
}

/// A formula with the entries replaced that a definition defines: those at any indices where its own
/// are names, each once.
fn entry_put_in(store: &Store, formula: Expr, left: Expr, value: Expr) -> Expr {
    let [base, places @ ..] = store.args(left) else {
        return formula;
    };
    let names = places.iter().enumerate().all(|(k, place)| {
        matches!(store.head(*place), Head::Name(_)) && !places[..k].contains(place)
    });
    if !names {
        return store.substitute(formula, &[(left, value)].into_iter().collect());
    }
    let taken = store.free_names(value).into_iter().collect();
    let formula = store.avoiding(formula, || taken);
    store.rebuild(formula, |head, args| match (head, args) {
        (Head::Entry, [found, indices @ ..]) if found == base && indices.len() == places.len() => {
            let binding = places.iter().copied().zip(indices.iter().copied());
            Some(store.substitute(value, &binding.collect()))
        }
        _ => None,
    })
}
