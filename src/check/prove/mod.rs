//! Proofs of claims, each step of them accepted by the kernel: identities, equivalences,
//! implications, inequalities. Most are two derivations that meet in the same formula.

mod cases;
mod equivalence;
mod identity;
mod implication;
mod inequality;

pub use equivalence::equivalence;
pub use identity::identity;
pub use implication::implication;
pub use inequality::always;

use super::Line;
use crate::derive::chain::{Chain, Progress, Stuck};
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::{Kernel, ring};
use crate::render::page::{Level, Text};

/// A proof: what it needs beyond what is given, and its steps.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// Conditions beyond those given.
    pub conditions: Vec<Expr>,
    /// Its steps.
    pub steps: Vec<Line>,
}

/// Proves a statement: that an equation is an identity, an inequality true wherever it is defined,
/// an equivalence or implication right.
///
/// # Errors
/// [`Stuck`] where no proof was found.
pub fn statement(store: &Store, formula: Expr, given: &[Expr], lenient: bool) -> Progress<Proof> {
    let args = store.args(formula);
    match store.head(formula) {
        Head::Relation(Relation::Equal) => identity(store, args[0], args[1], given, lenient),
        Head::Relation(_) => always(store, formula, given),
        Head::Iff => equivalence(store, args[0], args[1], given, lenient),
        Head::Implies => implication(store, args[0], args[1], given, lenient),
        _ => Err(Stuck),
    }
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
            reason: taken.reason.clone(),
            level: taken.level,
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
