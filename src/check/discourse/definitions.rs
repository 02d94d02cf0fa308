//! Definitions put into a claim: functions and entries, and the names that are set equal to terms.

use std::sync::Arc;

use super::Discourse;
use crate::check::decide::with_given;
use crate::check::{Claim, usual};
use crate::expr::{Binding, Expr, Head, Store};
use crate::latex::Definition;

/// How far definitions are followed from name to name.
const NAMES: usize = 64;

/// A claim with what the document says of it.
#[derive(Clone)]
pub(in crate::check) struct Told {
    /// The claim, with functions and entries replaced by what they are defined to be.
    pub claim: Claim,
    /// What of the document's was used, with its lines; 0 for what is known without it.
    pub used: Vec<(Expr, usize)>,
    /// The left sides of the definitions of the document that were used.
    pub lefts: Vec<Expr>,
    /// That the values of functions that were put in are defined; taken into what is given.
    domain: Vec<Expr>,
}

impl Discourse {
    /// The claim with what the document defines of it put in, but for a definition of `except`: the
    /// functions and entries, and with `names` the names too.
    pub fn tell(&self, store: &Store, claim: &Claim, except: Option<Expr>, names: bool) -> Told {
        let mut told = Told {
            claim: claim.clone(),
            used: Vec::new(),
            lefts: Vec::new(),
            domain: Vec::new(),
        };
        let mut links = std::mem::take(&mut told.claim.links);
        let mut given = std::mem::take(&mut told.claim.given);
        for formula in links.iter_mut().chain(&mut given) {
            *formula = self.apply(store, *formula, except, &mut told);
        }
        (told.claim.links, told.claim.given) = (links, given);
        if names {
            self.tell_names(store, except, &mut told);
        }
        let claim = &mut told.claim;
        claim.given.append(&mut told.domain);
        // "Let x = 0" says so of each entry, where the claim speaks of them.
        let beside: Vec<Expr> = claim.links.iter().chain(&claim.given).copied().collect();
        let used = told.used.iter_mut().map(|(formula, _)| formula);
        for formula in claim.links.iter_mut().chain(&mut claim.given).chain(used) {
            *formula = claim.shapes.by_entries(store, *formula, &beside, false);
        }
        let links: Vec<Expr> = claim
            .links
            .iter()
            .map(|link| with_given(store, *link, &claim.given))
            .collect();
        claim
            .quantities
            .retain(|quantity| links.iter().any(|link| store.contains(*link, *quantity)));
        told
    }

    /// Adds what the names of a claim are defined to be, and the names of that.
    fn tell_names(&self, store: &Store, except: Option<Expr>, told: &mut Told) {
        let mut names = Vec::new();
        for formula in told.claim.links.iter().chain(&told.claim.given) {
            meet(store, *formula, &mut names);
        }
        let mut next = 0;
        while next < names.len() && next < NAMES {
            let name = names[next];
            next += 1;
            if except == Some(name) {
                continue;
            }
            let Some(mut value) = self.scope.value(name) else {
                continue;
            };
            value = self.apply(store, value, except, told);
            if store.contains(value, name) {
                continue;
            }
            let equation = store.eq(name, value);
            let claim = &mut told.claim;
            if let Head::Entry = store.head(name) {
                let binding: Binding = [(name, value)].into_iter().collect();
                for formula in claim.links.iter_mut().chain(&mut claim.given) {
                    *formula = store.substitute(*formula, &binding);
                }
                told.used.push((equation, self.line_of(name)));
                told.lefts.push(name);
            } else if !claim.given.contains(&equation) {
                claim.given.push(equation);
                told.used.push((equation, self.line_of(name)));
                told.lefts.push(name);
            }
            meet(store, value, &mut names);
        }
    }

    /// A formula with functions and entries replaced by what they are defined to be.
    fn apply(&self, store: &Store, formula: Expr, except: Option<Expr>, told: &mut Told) -> Expr {
        let but = except.and_then(|left| match store.head(left) {
            Head::Apply(name) => Some(&**name),
            _ => None,
        });
        let (applied, lefts) = self.scope.applied(store, formula, but);
        if applied != formula {
            // What is said of f(x) is said where f(x) has a value.
            for call in calls(store, formula) {
                let (value, _) = self.scope.applied(store, call, but);
                let defined = store.eq(value, value);
                if value != call && !told.domain.contains(&defined) {
                    told.domain.push(defined);
                }
            }
        }
        let (out, said) = usual::written_out(store, applied, |name| {
            self.scope.is_function(name) || but == Some(name)
        });
        for equation in said.into_iter().map(|equation| (equation, 0)) {
            if !told.used.contains(&equation) {
                told.used.push(equation);
            }
        }
        for left in lefts {
            let Some(value) = self.scope.right_side(store, left) else {
                continue;
            };
            let said = (store.eq(left, value), self.line_of(left));
            if !told.used.contains(&said) {
                told.used.push(said);
                told.lefts.push(left);
            }
        }
        out
    }
}

/// The calls of unknown functions in a formula whose arguments are not bound in it; of those in a
/// derivative their value at the point.
fn calls(store: &Store, formula: Expr) -> Vec<Expr> {
    let mut found: Vec<Expr> = Vec::new();
    let mut bound: Vec<Expr> = Vec::new();
    for part in store.subterms(formula) {
        if store.head(part).binds() {
            bound.push(store.args(part)[0]);
        }
    }
    for part in store.subterms(formula) {
        match (store.head(part), store.args(part)) {
            (Head::Apply(_), _) => {
                let free = store.free_names(part);
                if !free.iter().any(|name| bound.contains(name)) {
                    found.push(part);
                }
            }
            (Head::Derivative, [variable, point, _, body]) => {
                let binding: Binding = [(*variable, *point)].into_iter().collect();
                let at = store.substitute(*body, &binding);
                let free = |e: Expr| {
                    let free = store.free_names(e);
                    let others = bound.iter().filter(|name| *name != point);
                    !others.into_iter().any(|name| free.contains(name))
                };
                let inner = store.subterms(at).into_iter();
                found
                    .extend(inner.filter(|e| matches!(store.head(*e), Head::Apply(_)) && free(*e)));
            }
            _ => {}
        }
    }
    found.sort_unstable();
    found.dedup();
    found.truncate(8);
    found
}

/// Adds the variables of a formula to those that have been met.
fn meet(store: &Store, formula: Expr, names: &mut Vec<Expr>) {
    for name in variables(store, formula) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
}

/// The definition that an equation is when it is given: `p = σ(z)`, `h(x) = x^2`, `p_i = ...`.
pub(in crate::check) fn definition_of(store: &Store, equation: Expr) -> Option<Definition> {
    let (left, value) = store.sides(equation)?;
    let name_of = |e: Expr| store.name_text(e).map(Arc::from);
    let (name, parameters) = match (store.head(left), store.args(left)) {
        (Head::Name(name), _) if !name.is_constant() => (name.text().clone(), Vec::new()),
        (Head::Apply(_), _) if crate::expr::is_of_matrices(store, left) => return None,
        (Head::Apply(name), args) if args.iter().all(|a| store.name_text(*a).is_some()) => {
            (name.clone(), args.to_vec())
        }
        (Head::Entry, [base, index]) => match store.small_integer(*index) {
            Some(k) => (
                format!("{}_{k}", store.name_text(*base)?).into(),
                Vec::new(),
            ),
            None => (name_of(*base)?, Vec::new()),
        },
        _ => return None,
    };
    let again = store.any(value, |node| {
        matches!(&node.head, Head::Apply(_)) && node.head == *store.head(left)
    });
    let base = match (store.head(left), store.args(left)) {
        (Head::Entry, [base, ..]) => *base,
        _ => left,
    };
    (!again && !store.contains(value, base)).then_some(Definition {
        name,
        left,
        parameters,
        value,
        everywhere: true,
        span: 0..0,
    })
}

/// The free names of a formula, and its entries with numbers for indices.
fn variables(store: &Store, formula: Expr) -> Vec<Expr> {
    let mut all = store.free_names(formula);
    all.extend(store.subterms(formula).into_iter().filter(|part| {
        matches!(store.head(*part), Head::Entry)
            && store.args(*part)[1..]
                .iter()
                .all(|index| store.literal(*index).is_some())
    }));
    all
}
