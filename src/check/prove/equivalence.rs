//! Equivalences: both sides solved for one variable, or each side deduced from the other.

use super::deduce::mutual;
use super::{Found, drop_conditions, join, met, start};
use crate::check::normal::normalise;
use crate::derive::chain::{Chain, Progress, Stuck};
use crate::expr::{Expr, Head, Store};
use crate::kernel::Kernel;
use crate::render::page::{Level, Text};

/// Variables that are solved for, at most.
const TRIED: usize = 12;

/// Proves that two formulas are true at the same points: by solving both for a variable, or each
/// from the other.
///
/// # Errors
/// [`Stuck`] where no proof was found.
pub(super) fn equivalence(
    kernel: &Kernel<'_>,
    left: Expr,
    right: Expr,
    given: &[Expr],
    lenient: bool,
) -> Progress<Found> {
    let best = solved(kernel, left, right, given, lenient);
    match best {
        Ok(found) if found.conditions.is_empty() => Ok(found),
        other => mutual(kernel, left, right, given).or(other),
    }
}

/// Both sides solved for a variable, one for which the fewest conditions stay open.
pub(super) fn solved(
    kernel: &Kernel<'_>,
    left: Expr,
    right: Expr,
    given: &[Expr],
    lenient: bool,
) -> Progress<Found> {
    let store = kernel.store();
    let names = |f: Expr| variables(store, f);
    let mut best: Option<Found> = None;
    let others = names(right);
    for variable in names(left).into_iter().take(TRIED) {
        let constant = store.is_constant(variable);
        if constant || !others.contains(&variable) {
            continue;
        }
        if let Ok(proof) = solved_alike(kernel, left, right, given, variable, lenient) {
            let better = best
                .as_ref()
                .is_none_or(|known| proof.conditions.len() < known.conditions.len());
            if better {
                let done = proof.conditions.is_empty();
                best = Some(proof);
                if done {
                    break;
                }
            }
        }
    }
    best.ok_or(Stuck)
}

/// Names and entries at literal indices that a formula can be solved for.
pub(super) fn variables(store: &Store, formula: Expr) -> Vec<Expr> {
    let parts = store.subterms(formula);
    let bases: Vec<Expr> = parts
        .iter()
        .filter(|e| *store.head(**e) == Head::Entry)
        .map(|e| store.args(*e)[0])
        .collect();
    let free = store.free_names(formula);
    parts
        .into_iter()
        .filter(|e| match store.head(*e) {
            Head::Name(_) => free.contains(e) && !bases.contains(e),
            Head::Entry => store.args(*e)[1..]
                .iter()
                .all(|i| store.small_integer(*i).is_some()),
            _ => false,
        })
        .collect()
}

fn solved_alike(
    kernel: &Kernel<'_>,
    left: Expr,
    right: Expr,
    given: &[Expr],
    variable: Expr,
    lenient: bool,
) -> Progress<Found> {
    let store = kernel.store();
    let solve = |formula: Expr| -> Progress<Chain<'_, '_>> {
        let mut chain = start(kernel, formula, given);
        chain.isolate(&[], variable)?;
        chain.settle(&[], variable)?;
        if !lenient && chain.theorem.conditions().len() > given.len() {
            drop_conditions(&mut chain);
        }
        Ok(chain)
    };
    let (mut first, mut second) = (solve(left)?, solve(right)?);
    let value = |chain: &Chain<'_, '_>| -> Progress<(Vec<u32>, Expr)> {
        let (mut path, _, value) = chain.equation(&[], variable)?;
        path.push(1);
        Ok((path, value))
    };
    let ((p, _), (q, goal)) = (value(&first)?, value(&second)?);
    let near = first.attempt(|chain| join(chain, &p, goal));
    if near.is_err() {
        normalise(&mut first, &p, lenient)?;
        normalise(&mut second, &q, lenient)?;
        let goal = second.at(&q)?;
        join(&mut first, &p, goal)?;
    }
    drop_conditions(&mut first);
    drop_conditions(&mut second);
    // Parts beside the equation that the other chain has not: dropped if they follow, else open.
    let (a, b) = (
        store.conjuncts(first.current()),
        store.conjuncts(second.current()),
    );
    let shared = |part: &Expr, others: &[Expr]| {
        others
            .iter()
            .any(|other| kernel.arranger().same(store, *part, *other))
    };
    for (chain, others) in [(&mut first, &b), (&mut second, &a)] {
        for part in store.conjuncts(chain.current()) {
            if !shared(&part, others) {
                let rest = store.conjuncts(chain.current());
                let rest = store.and(rest.into_iter().filter(|other| *other != part));
                let reason = Text::from("follows from the rest");
                let dropped =
                    chain.attempt(|c| c.built_in("implied", &[], rest, &[], reason, Level::Full));
                if dropped.is_err() {
                    let reason = Text::from("under this condition");
                    chain.built_in("assume", &[], rest, &[], reason, Level::Standard)?;
                }
            }
        }
    }
    met(&first, &second, given)
}
