//! Proofs of claims: two derivations that meet in the same formula, each accepted by the kernel.

use super::Line;
use super::normal::normalise;
use crate::derive::chain::{Chain, Progress, Stuck};
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::facts::Facts;
use crate::kernel::{Kernel, ring};
use crate::render::page::{Level, Text};

/// Cases within cases, at most.
const DEPTH: usize = 3;

/// A proof: what it needs beyond what is given, and its steps.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// Conditions beyond those given.
    pub conditions: Vec<Expr>,
    /// Its steps.
    pub steps: Vec<Line>,
}

/// A name that occurs in none of the formulas.
fn fresh(store: &Store, formulas: &[Expr]) -> Expr {
    let names: Vec<Expr> = formulas.iter().flat_map(|f| store.free_names(*f)).collect();
    (0..)
        .map(|n| store.name(&format!("value{n}")))
        .find(|name| !names.contains(name))
        .unwrap_or_else(|| store.name("value"))
}

fn lines(chain: &Chain<'_, '_>) -> Vec<Line> {
    let steps = chain.steps.iter();
    steps
        .map(|taken| Line {
            step: taken.step.clone(),
            before: taken.before,
            conditions: taken.opened.clone(),
        })
        .collect()
}

fn start<'k, 'a>(kernel: &'k Kernel<'a>, first: Expr, given: &[Expr]) -> Chain<'k, 'a> {
    let mut chain = Chain::new(kernel, first);
    chain.theorem = kernel.reflexive_under(first, given);
    chain
}

/// The proof that two chains make whose last formulas are the same.
fn met(first: &Chain<'_, '_>, second: &Chain<'_, '_>, given: &[Expr]) -> Progress<Proof> {
    let (store, kernel) = (first.store(), first.kernel);
    if !kernel
        .arranger()
        .same(store, first.theorem.right(), second.theorem.right())
    {
        return Err(Stuck);
    }
    let mut conditions: Vec<Expr> = Vec::new();
    for condition in [first, second].iter().flat_map(|c| c.theorem.conditions()) {
        if !given.contains(condition) && !conditions.contains(condition) {
            conditions.push(*condition);
        }
    }
    let mut steps = lines(first);
    steps.extend(lines(second));
    Ok(Proof { conditions, steps })
}

/// Proves that two terms are defined at the same points and equal there: `y = a ⇔ y = b` for a
/// new y. Cases are taken apart where they are not decided.
///
/// # Errors
/// [`Stuck`] where no proof was found.
pub fn identity(store: &Store, a: Expr, b: Expr, given: &[Expr], lenient: bool) -> Progress<Proof> {
    let kernel = Kernel::new(store);
    identity_by_cases(&kernel, a, b, given, lenient, DEPTH)
}

fn identity_by_cases(
    kernel: &Kernel<'_>,
    a: Expr,
    b: Expr,
    given: &[Expr],
    lenient: bool,
    depth: usize,
) -> Progress<Proof> {
    let store = kernel.store();
    if let Ok(proof) = direct(kernel, a, b, given, lenient) {
        return Ok(proof);
    }
    if depth == 0 {
        return Err(Stuck);
    }
    let guard = guard_of(store, a)
        .or_else(|| guard_of(store, b))
        .ok_or(Stuck)?;
    let (Head::Relation(relation), [u, v]) = (store.head(guard), store.args(guard)) else {
        return Err(Stuck);
    };
    let mut steps = Vec::new();
    let mut conditions: Vec<Expr> = Vec::new();
    let facts = Facts::new(store, kernel.arranger(), given);
    if !facts.defined(*u) || !facts.defined(*v) {
        return Err(Stuck);
    }
    for case in [guard, store.relate(relation.negated(), *u, *v)] {
        if facts.holds(case) {
            // The other case does not occur.
            return Err(Stuck);
        }
        let mut more = given.to_vec();
        more.push(case);
        let never = store.relate(Relation::Less, store.int(1), store.int(0));
        if Facts::new(store, kernel.arranger(), &more).holds(never) {
            continue;
        }
        let proof = identity_by_cases(kernel, a, b, &more, lenient, depth - 1)?;
        steps.extend(proof.steps);
        conditions.extend(proof.conditions);
    }
    Ok(Proof { conditions, steps })
}

/// The condition of a case in a term that is not decided: of |u|, u ≥ 0.
fn guard_of(store: &Store, term: Expr) -> Option<Expr> {
    store.subterms(term).into_iter().find_map(|part| {
        let args = store.args(part);
        match store.head(part) {
            Head::Call(f) if f.name == "abs" => {
                Some(store.relate(Relation::GreaterEqual, args[0], store.int(0)))
            }
            Head::Call(f) if matches!(f.name, "max" | "min") && args.len() == 2 => {
                Some(store.relate(Relation::GreaterEqual, args[0], args[1]))
            }
            Head::Piecewise => args
                .first()
                .copied()
                .filter(|g| matches!(store.head(*g), Head::Relation(_))),
            _ => None,
        }
    })
}

fn direct(kernel: &Kernel<'_>, a: Expr, b: Expr, given: &[Expr], lenient: bool) -> Progress<Proof> {
    let store = kernel.store();
    let mut formulas = given.to_vec();
    formulas.extend([a, b]);
    let y = fresh(store, &formulas);
    let mut first = start(kernel, store.eq(y, a), given);
    let mut second = start(kernel, store.eq(y, b), given);
    // As they stand, else in normal form.
    let near = first.attempt(|chain| join(chain, &[1], b));
    if near.is_err() {
        choose(&mut first, &[1]);
        choose(&mut second, &[1]);
        normalise(&mut first, &[1], lenient)?;
        normalise(&mut second, &[1], lenient)?;
        let goal = second.at(&[1])?;
        join(&mut first, &[1], goal)?;
    }
    met(&first, &second, given)
}

/// Piecewise parts that the conditions decide.
fn choose(chain: &mut Chain<'_, '_>, path: &[u32]) {
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

/// The term at a position becomes the goal, by field algebra.
fn join(chain: &mut Chain<'_, '_>, path: &[u32], goal: Expr) -> Progress {
    let store = chain.store();
    let term = chain.at(path)?;
    if term == goal || chain.kernel.arranger().same(store, term, goal) {
        return Ok(());
    }
    if !ring::equal(store, chain.kernel.arranger(), term, goal) {
        return Err(Stuck);
    }
    chain.algebra(path, goal, "the same rational function", Level::Standard)
}

/// Proves that two formulas are true at the same points, by solving both for a variable.
///
/// # Errors
/// [`Stuck`] where no proof was found.
pub fn equivalence(
    store: &Store,
    left: Expr,
    right: Expr,
    given: &[Expr],
    lenient: bool,
) -> Progress<Proof> {
    let kernel = Kernel::new(store);
    let names = |f: Expr| variables(store, f);
    let mut best: Option<Proof> = None;
    let others = names(right);
    for variable in names(left) {
        let constant = matches!(store.name_text(variable), Some("e" | "pi"));
        if constant || !others.contains(&variable) {
            continue;
        }
        if let Ok(proof) = solved_alike(&kernel, left, right, given, variable, lenient) {
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
fn variables(store: &Store, formula: Expr) -> Vec<Expr> {
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
) -> Progress<Proof> {
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

/// Conditions that both sides imply are dropped.
fn drop_conditions(chain: &mut Chain<'_, '_>) {
    for condition in chain.theorem.conditions().to_vec() {
        let step = crate::kernel::Step {
            rule: "discharge".into(),
            path: Vec::new(),
            bindings: [("c".to_owned(), condition)].into_iter().collect(),
            after: chain.current(),
        };
        let reason = Text::default().math(condition).words(" follows");
        let _ = chain.take(step, reason, Level::Full);
    }
}

/// Proves that an inequality is true wherever its sides are defined.
///
/// # Errors
/// [`Stuck`] where no proof was found.
pub fn always(store: &Store, relation: Expr, given: &[Expr]) -> Progress<Proof> {
    let kernel = Kernel::new(store);
    let args = store.args(relation);
    let [a, b] = args else { return Err(Stuck) };
    let defined = [store.eq(*a, *a), store.eq(*b, *b)];
    let mut chain = start(&kernel, store.and(defined), given);
    let after = store.and(defined.into_iter().chain([relation]));
    let reason = Text::from("it follows from what is given");
    chain.built_in("implied", &[], after, &[], reason, Level::Standard)?;
    Ok(Proof {
        conditions: Vec::new(),
        steps: lines(&chain),
    })
}
