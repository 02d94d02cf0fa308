//! Sums that are equal term by term: the terms are proved equal for any index in the range, by what
//! is given of each, with cases where that helps.

use super::identity::{finished, identity};
use super::{Found, start};
use crate::derive::chain::{Progress, Stuck};
use crate::expr::{Expr, Head, Store, free_index_name};
use crate::kernel::Kernel;
use crate::kernel::certificate::Certificate;
use crate::render::page::{Level, Text};

/// Sums of each side that are tried, at most.
const TRIED: usize = 2;
/// Parts of a side that are looked at, and how deep they lie, at most.
const LOOKED_AT: usize = 500;
const DEPTH: usize = 40;

/// Whether cases are given for each index in a range: labels that are 0 or 1.
pub(super) fn has_cases(store: &Store, given: &[Expr]) -> bool {
    given
        .iter()
        .any(|fact| match (store.head(*fact), store.args(*fact)) {
            (Head::Each, [.., body]) => *store.head(*body) == Head::Or,
            _ => false,
        })
}

/// Proves an identity of terms with sums over the same range, where something is given of each index
/// in it.
///
/// # Errors
/// [`Stuck`] where no proof was found.
pub(super) fn termwise(kernel: &Kernel<'_>, a: Expr, b: Expr, given: &[Expr]) -> Progress<Found> {
    let store = kernel.store();
    let each = |fact: &&Expr| *store.head(**fact) == Head::Each;
    let ranges: Vec<(Expr, Expr)> = given
        .iter()
        .filter(each)
        .map(|fact| (store.args(*fact)[1], store.args(*fact)[2]))
        .collect();
    if ranges.is_empty() {
        return Err(Stuck);
    }
    for (path, one) in sums(store, a) {
        for (theirs, other) in sums(store, b) {
            let (args, others) = (store.args(one), store.args(other));
            if args[1..3] != others[1..3] || !ranges.contains(&(args[1], args[2])) {
                continue;
            }
            let opposite = is_negative(store, a, &path) != is_negative(store, b, &theirs);
            for negative in [opposite, !opposite] {
                let found = by_terms(kernel, [a, b], given, (&path, one, other), negative);
                if found.is_ok() {
                    return found;
                }
            }
        }
    }
    Err(Stuck)
}

/// The same by way of `f = g`, or `f = -g`, for the terms f and g of two sums.
fn by_terms(
    kernel: &Kernel<'_>,
    [a, b]: [Expr; 2],
    given: &[Expr],
    (path, one, other): (&[u32], Expr, Expr),
    negative: bool,
) -> Progress<Found> {
    let store = kernel.store();
    let all = [given, &[a, b]].concat();
    let index = free_index_name(store, |name| all.iter().any(|e| store.contains(*e, name)));
    let [own, lo, hi, body] = *store.args(one) else {
        return Err(Stuck);
    };
    let [theirs, _, _, value] = *store.args(other) else {
        return Err(Stuck);
    };
    let value = if negative { store.neg(value) } else { value };
    let at = |term: Expr, name: Expr, new: Expr| {
        store.substitute(term, &[(name, new)].into_iter().collect())
    };
    let (f, g) = (at(body, own, index), at(value, theirs, index));
    let known = kernel.within_range(given, index, lo, hi);
    let entry = identity(kernel, f, g, &known, false)?;
    if !entry.conditions.is_empty() {
        return Err(Stuck);
    }
    let each = store.bind(Head::Each, index, lo, hi, store.eq(f, g));
    let more = [given, &[each]].concat();
    let y = kernel.new_name(&[&[a, b], more.as_slice()].concat());
    let mut first = start(kernel, store.eq(y, a), &more);
    let second = start(kernel, store.eq(y, b), &more);
    let place = [&[1], path, &[3]].concat();
    let reason = Text::from("term by term");
    first.built_in(
        "equal",
        &place,
        at(g, index, own),
        &[],
        reason,
        Level::Standard,
    )?;
    let rest = finished(first, second, &more, false)?;
    let mut notes = entry.notes;
    notes.extend(rest.notes);
    match rest.conditions.is_empty() {
        true => Ok(Found {
            conditions: Vec::new(),
            certificate: Certificate::Each {
                each,
                entry: Box::new(entry.certificate),
                rest: Box::new(rest.certificate),
            },
            notes,
        }),
        false => Err(Stuck),
    }
}

/// Whether what stands at a position is multiplied by a minus sign.
fn is_negative(store: &Store, term: Expr, path: &[u32]) -> bool {
    let signed = |part: Expr| match store.head(part) {
        Head::Neg => true,
        Head::Div => *store.head(store.args(part)[0]) == Head::Neg,
        _ => false,
    };
    let (mut part, mut negative) = (term, false);
    for child in path {
        let args = store.args(part);
        match store.head(part) {
            Head::Neg => negative = !negative,
            Head::Mul => {
                let others = (0..args.len()).filter(|k| *k != *child as usize);
                negative ^= others.filter(|k| signed(args[*k])).count() % 2 == 1;
            }
            _ => {}
        }
        part = args[*child as usize];
    }
    negative
}

/// The outermost sums of a term, with their positions.
fn sums(store: &Store, term: Expr) -> Vec<(Vec<u32>, Expr)> {
    let (mut found, mut looked_at) = (Vec::new(), 0);
    let mut stack = vec![(Vec::new(), term)];
    while let Some((path, part)) = stack.pop() {
        looked_at += 1;
        if found.len() == TRIED || looked_at > LOOKED_AT {
            break;
        }
        let head = store.head(part);
        if *head == Head::Sum {
            found.push((path, part));
            continue;
        }
        if head.binds() || path.len() > DEPTH {
            continue;
        }
        for (k, arg) in store.args(part).iter().enumerate().rev() {
            stack.push(([path.as_slice(), &[k as u32]].concat(), *arg));
        }
    }
    found
}
