//! What is known of each entry of a vector: put in under sums over the same range, and said of a
//! sum of squares, which is 0 where each entry is.

use super::start;
use crate::derive::chain::{Chain, Progress, Stuck};
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::Kernel;
use crate::render::page::{Level, Text};

/// Entries that are replaced in one formula, at most.
const REPLACED: usize = 32;
/// Parts of a formula that are looked at, and how deep they lie, at most.
const LOOKED_AT: usize = 2_000;
const DEPTH: usize = 60;

/// `x[j] = t for j in lo..hi`, the equation either way round.
struct Fact {
    own: Expr,
    range: (Expr, Expr),
    base: Expr,
    value: Expr,
}

fn facts(store: &Store, known: &[Expr]) -> Vec<Fact> {
    let mut found: Vec<Fact> = Vec::new();
    for fact in known {
        let (Head::Each, [own, lo, hi, body]) = (store.head(*fact), store.args(*fact)) else {
            continue;
        };
        let Some((a, b)) = store.sides(*body) else {
            continue;
        };
        for (entry, value) in [(a, b), (b, a)] {
            if let (Head::Entry, [base, index]) = (store.head(entry), store.args(entry))
                && index == own
                && store.name_text(*base).is_some()
                && !store.contains(value, *base)
                // One way round is enough: two would undo each other.
                && !found.iter().any(|other| other.base == *base || store.contains(other.value, *base))
            {
                found.push(Fact {
                    own: *own,
                    range: (*lo, *hi),
                    base: *base,
                    value,
                });
                break;
            }
        }
    }
    found
}

/// Replaces entries by what they are known to be, where an index runs over the range of which that
/// is known; whether any is replaced.
pub(super) fn put_in(chain: &mut Chain<'_, '_>, path: &[u32], known: &[Expr]) -> bool {
    let store = chain.store();
    let facts = facts(store, known);
    let mut done = 0;
    while !facts.is_empty() && done < REPLACED {
        let Ok(term) = chain.at(path) else { break };
        let Some((below, value)) = place(chain.kernel, term, &facts) else {
            break;
        };
        let place = [path, &below].concat();
        let reason = Text::from("by what is known of each entry");
        let step =
            chain.attempt(|c| c.built_in("equal", &place, value, &[], reason, Level::Standard));
        if step.is_err() {
            break;
        }
        done += 1;
    }
    done > 0
}

/// The first entry under a binder of which a fact speaks, and its value.
fn place(kernel: &Kernel<'_>, term: Expr, facts: &[Fact]) -> Option<(Vec<u32>, Expr)> {
    let store = kernel.store();
    let mut stack: Vec<(Vec<u32>, Expr, Vec<Expr>)> = vec![(Vec::new(), term, Vec::new())];
    let mut looked_at = 0;
    while let Some((path, expr, binders)) = stack.pop() {
        looked_at += 1;
        if looked_at > LOOKED_AT {
            return None;
        }
        let (head, args) = (store.head(expr), store.args(expr));
        if path.len() > DEPTH || *head == Head::Derivative {
            continue;
        }
        if let (Head::Entry, [base, index]) = (head, args)
            && let Some(binder) = binders.iter().rev().find(|b| store.args(**b)[0] == *index)
        {
            let range = (store.args(*binder)[1], store.args(*binder)[2]);
            let fact = facts.iter().find(|f| f.base == *base && f.range == range);
            if let Some(fact) = fact {
                let binding = [(fact.own, *index)].into_iter().collect();
                return Some((path, store.substitute(fact.value, &binding)));
            }
        }
        let mut inner = binders.clone();
        if head.binds() {
            inner.push(expr);
        }
        for (k, arg) in args.iter().enumerate().rev() {
            let mut below = path.clone();
            below.push(k as u32);
            let within = head.binds() && k == 3;
            stack.push((
                below,
                *arg,
                if within {
                    inner.clone()
                } else {
                    binders.clone()
                },
            ));
        }
    }
    None
}

/// Products of a term with itself become squares under sums.
pub(super) fn squares(chain: &mut Chain<'_, '_>, path: &[u32]) {
    let store = chain.store();
    for _ in 0..REPLACED {
        let Ok(term) = chain.at(path) else { return };
        let mut stack = vec![(path.to_vec(), term)];
        let mut found = None;
        while let Some((place, expr)) = stack.pop() {
            if let (Head::Sum, [.., body]) = (store.head(expr), store.args(expr))
                && let (Head::Mul, [a, b]) = (store.head(*body), store.args(*body))
                && a == b
            {
                found = Some(([place.as_slice(), &[3]].concat(), *a));
                break;
            }
            if place.len() > DEPTH
                || stack.len() > LOOKED_AT
                || *store.head(expr) == Head::Derivative
            {
                continue;
            }
            for (k, arg) in store.args(expr).iter().enumerate() {
                stack.push(([place.as_slice(), &[k as u32]].concat(), *arg));
            }
        }
        let Some((place, factor)) = found else { return };
        let square = store.pow(factor, store.int(2));
        let step = chain.attempt(|c| c.algebra(&place, square, "a square", Level::Full));
        if step.is_err() {
            return;
        }
    }
}

/// Whether a formula has sums of products of a term with itself.
pub(super) fn has_squares(store: &Store, formula: Expr) -> bool {
    store.any(formula, |node| {
        node.head == Head::Sum
            && matches!((store.head(node.args[3]), store.args(node.args[3])),
                (Head::Mul, [a, b]) if a == b)
    })
}

/// A formula that says, or denies, that the sides of an equation agree at each index: what it says of
/// the sum of the squares of their differences, or of their absolute values.
pub(super) fn as_sum<'k, 'a>(
    kernel: &'k Kernel<'a>,
    formula: Expr,
    known: &[Expr],
    absolute: bool,
) -> Progress<Chain<'k, 'a>> {
    let store = kernel.store();
    let (path, each): (&[u32], Expr) = match (store.head(formula), store.args(formula)) {
        (Head::Not, [inner]) => (&[0], *inner),
        _ => (&[], formula),
    };
    let (Head::Each, [own, lo, hi, body]) = (store.head(each), store.args(each)) else {
        return Err(Stuck);
    };
    let (a, b) = store.sides(*body).ok_or(Stuck)?;
    let zero = store.int(0);
    let mut chain = start(kernel, formula, known);
    let difference = match (a == zero, b == zero) {
        (_, true) => a,
        (true, _) => b,
        _ => store.sub(a, b),
    };
    let inner = [path, &[3]].concat();
    let equation = store.relate(Relation::Equal, difference, zero);
    if a == zero {
        chain.arrange(&inner, equation)?;
    } else if b != zero {
        let reason = Text::from("subtract the right side");
        let one = store.int(1);
        chain.built_in(
            "balance",
            &inner,
            equation,
            &[("k", one)],
            reason,
            Level::Full,
        )?;
    }
    let slot = [(*own, store.slot(1))].into_iter().collect();
    let template = store.substitute(difference, &slot);
    let rule = match absolute {
        true => "absolutes-vanish",
        false => "squares-vanish",
    };
    chain.apply(rule, path, &[("a", template), ("m", *lo), ("n", *hi)])?;
    Ok(chain)
}

/// Whether a formula has sums of absolute values.
pub(super) fn has_absolutes(store: &Store, formula: Expr) -> bool {
    store.any(formula, |node| {
        node.head == Head::Sum
            && matches!(store.head(node.args[3]), Head::Call(f) if f.name == "abs")
    })
}
