//! Identities by cases: on the sign under an absolute value, on the larger of two terms, on the
//! guards of a piecewise term.

use super::Found;
use super::identity::direct;
use crate::derive::chain::{Chain, Progress, Stuck};
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::Kernel;
use crate::kernel::certificate::Certificate;
use crate::kernel::facts::Facts;
use crate::render::page::{Level, Text};

/// Cases within cases, at most.
const DEPTH: usize = 4;
/// Conditions that may tell cases apart, at most.
const GUARDS: usize = 8;

/// Proves an identity, by cases where it is not proved as it stands.
pub(super) fn identity(
    kernel: &Kernel<'_>,
    a: Expr,
    b: Expr,
    given: &[Expr],
    lenient: bool,
) -> Progress<Found> {
    within(kernel, a, b, given, lenient, DEPTH)
}

fn within(
    kernel: &Kernel<'_>,
    a: Expr,
    b: Expr,
    given: &[Expr],
    lenient: bool,
    depth: usize,
) -> Progress<Found> {
    let store = kernel.store();
    if let Ok(proof) = direct(kernel, a, b, given, lenient) {
        return Ok(proof);
    }
    if depth == 0 {
        return Err(Stuck);
    }
    let facts = Facts::new(store, kernel.arranger(), given);
    let open = |guard: &Expr| {
        let (Head::Relation(relation), [u, v]) = (store.head(*guard), store.args(*guard)) else {
            return false;
        };
        !facts.holds(*guard) && !facts.holds(store.relate(relation.negated(), *u, *v))
    };
    let mut found = guards(store, a);
    found.extend(guards(store, b));
    // Simple ones first: the signs of factors decide that of a product.
    found.sort_by_key(|guard| store.subterms(*guard).len());
    found.truncate(GUARDS);
    let guard = found.into_iter().find(open).ok_or(Stuck)?;
    let (Head::Relation(relation), [u, v]) = (store.head(guard), store.args(guard)) else {
        return Err(Stuck);
    };
    let mut conditions: Vec<Expr> = Vec::new();
    let mut notes = Vec::new();
    if !facts.defined(*u) || !facts.defined(*v) {
        return Err(Stuck);
    }
    let mut case = |relation: Expr| -> Progress<Box<Certificate>> {
        let more = [given, &[relation]].concat();
        let never = store.relate(Relation::Less, store.int(1), store.int(0));
        if Facts::new(store, kernel.arranger(), &more).holds(never) {
            return Ok(Box::new(Certificate::Vacuous));
        }
        let found = within(kernel, a, b, &more, lenient, depth - 1)?;
        let new = found.conditions.into_iter();
        conditions.extend(new.filter(|condition| *condition != relation));
        notes.extend(found.notes);
        Ok(Box::new(found.certificate))
    };
    let certificate = Certificate::Cases {
        relation: guard,
        yes: case(guard)?,
        no: case(store.relate(relation.negated(), *u, *v))?,
    };
    Ok(Found {
        conditions,
        certificate,
        notes,
    })
}

/// Conditions that tell the cases of a term or formula apart: of |u|, u ≥ 0.
pub(super) fn guards(store: &Store, expr: Expr) -> Vec<Expr> {
    let mut found = Vec::new();
    for part in store.subterms(expr) {
        let args = store.args(part);
        let zero = store.int(0);
        match store.head(part) {
            Head::Call(f) if f.name == "abs" => {
                found.push(store.relate(Relation::GreaterEqual, args[0], zero));
            }
            Head::Call(f) if matches!(f.name, "max" | "min") && args.len() == 2 => {
                found.push(store.relate(Relation::GreaterEqual, args[0], args[1]));
            }
            Head::Call(f) if f.name == "sign" => {
                found.push(store.relate(Relation::Greater, args[0], zero));
                found.push(store.relate(Relation::Less, args[0], zero));
            }
            Head::Piecewise => {
                let guards = args.iter().step_by(2).take(args.len() / 2);
                let parts = guards.flat_map(|guard| store.subterms(*guard));
                found.extend(parts.filter(|g| matches!(store.head(*g), Head::Relation(_))));
            }
            _ => {}
        }
    }
    found
}

/// Piecewise parts that the conditions decide.
pub(super) fn choose(chain: &mut Chain<'_, '_>, path: &[u32]) {
    let facts = chain.theorem.conditions().to_vec();
    let store = chain.store();
    if let Ok(term) = chain.at(path)
        && store.any(term, |node| node.head == Head::Piecewise)
        && let Some(chosen) = chain.kernel.chosen(term, &facts)
    {
        let reason = Text::from("the case that the conditions decide");
        let _ = chain.attempt(|c| c.built_in("choose", path, chosen, &[], reason, Level::Standard));
    }
}
