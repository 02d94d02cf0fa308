//! Proofs of claims, each step of them accepted by the kernel: identities, equivalences,
//! implications, inequalities. Most are two derivations that meet in the same formula.

mod cases;
mod deduce;
mod entries;
mod equivalence;
mod general;
mod identity;
mod implication;
mod inequality;
mod reason;
mod shorten;
mod termwise;

use equivalence::equivalence;
use identity::identity;
use implication::implication;
use inequality::always;
use termwise::termwise;

use super::Line;
use super::purse::{self, For};
use crate::derive::chain::{Chain, Progress, Stuck, Taken};
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::certificate::Certificate;
use crate::kernel::{Kernel, Step};
use crate::proof::certificate::Proved;
use crate::render::page::Level;

/// A proof that the kernel has verified: what it needs beyond what is given, and its steps.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// Conditions beyond those given.
    pub conditions: Vec<Expr>,
    /// Its steps.
    pub steps: Vec<Line>,
    /// The certificate, with what it proves.
    pub proved: Option<Proved>,
}

/// What a search found: a certificate, and the conditions that it leaves open.
#[derive(Clone, Debug)]
struct Found {
    conditions: Vec<Expr>,
    certificate: Certificate,
    /// What is said of its steps.
    notes: Vec<Taken>,
}

/// Proves a statement: that an equation is an identity, an inequality true wherever it is defined,
/// an equivalence or implication right. The search takes so much `work`, in parts of formulas looked
/// at; steps may open conditions if `lenient`.
///
/// # Errors
/// [`Stuck`] where no proof was found.
pub fn within(
    store: &Store,
    work: u64,
    formula: Expr,
    given: &[Expr],
    lenient: bool,
) -> Progress<Proof> {
    // All searches for one formula of a document are paid from one purse.
    let work = purse::allowed(For::Searches, work);
    if work == 0 {
        return Err(Stuck);
    }
    let (proof, spent) = counted(store, work, formula, given, lenient);
    purse::pay(For::Searches, spent);
    proof
}

/// As [`within`], and how much work was done.
pub fn counted(
    store: &Store,
    work: u64,
    formula: Expr,
    given: &[Expr],
    lenient: bool,
) -> (Progress<Proof>, u64) {
    let given: Vec<Expr> = given.iter().flat_map(|g| store.conjuncts(*g)).collect();
    let kernels = [Kernel::limited(store, work), Kernel::limited(store, work)];
    let found = match generalized(&kernels[0], formula, &given) {
        Some(Ok(found)) => Ok(found),
        // The general statement says the same; but of what it opens only the first can speak.
        Some(Err(Stuck)) if !lenient => Err(Stuck),
        _ => plainly(&kernels[1], formula, &given, lenient),
    };
    let spent: u64 = kernels
        .iter()
        .filter_map(|kernel| Some(work - kernel.arranger().left()?.min(work)))
        .sum();
    let proof = found.and_then(|found| verified(store, formula, given, found));
    (proof, spent)
}

/// A proof that the kernel accepts.
fn verified(store: &Store, formula: Expr, given: Vec<Expr>, found: Found) -> Progress<Proof> {
    // What is only proposed may be refused: then nothing is proved.
    let kernel = Kernel::new(store);
    let shorter = shorten::shortened(&kernel, formula, &given, &found).and_then(|shorter| {
        let accepted = kernel.verify(formula, &given, &shorter.certificate).ok()?;
        let known = |condition| found.conditions.contains(condition);
        accepted
            .conditions
            .iter()
            .all(known)
            .then_some((shorter, accepted))
    });
    let (found, accepted) = match shorter {
        Some(better) => better,
        None => {
            let accepted = kernel.verify(formula, &given, &found.certificate);
            (found, accepted.map_err(|_| Stuck)?)
        }
    };
    let stands_for = found.certificate.put_in();
    let mut lines: Vec<Line> = Vec::with_capacity(accepted.steps.len());
    for applied in accepted.steps {
        let note = found
            .notes
            .iter()
            .find(|taken| taken.step == applied.step && taken.before == applied.before);
        let (reason, level) = match note {
            Some(taken) => (taken.reason.clone(), taken.level),
            None => reason::of(store, &applied.step),
        };
        // Steps that do the same one after another are shown as one.
        if let Some(last) = lines.last_mut()
            && last.step.rule == applied.step.rule
            && last.step.after == applied.before
            && last.reason == reason
            && last.conditions.is_empty()
        {
            last.level = Level::Full;
        }
        lines.push(Line {
            step: applied.step,
            before: applied.before,
            stands_for: stands_for.clone(),
            conditions: applied.opened,
            reason,
            level,
        });
    }
    Ok(Proof {
        conditions: accepted.conditions,
        steps: lines,
        proved: Some(Proved {
            statement: formula,
            given,
            certificate: found.certificate,
        }),
    })
}

/// The same of a more general statement, if there is one that says as much.
fn generalized(kernel: &Kernel<'_>, formula: Expr, given: &[Expr]) -> Option<Progress<Found>> {
    let (mut formula, mut terms) = (formula, Vec::new());
    while let Some(general) = general::general(kernel, formula, given) {
        formula = general.formula;
        terms.push(general);
    }
    if terms.is_empty() {
        return None;
    }
    let wrapped = plainly(kernel, formula, given, false).map(|mut found| {
        for general in terms.into_iter().rev() {
            found.certificate = Certificate::Instance {
                name: general.name,
                term: general.term,
                general: general.formula,
                proof: Box::new(found.certificate),
            };
        }
        found
    });
    Some(wrapped.and_then(|found| match found.conditions.is_empty() {
        true => Ok(found),
        false => Err(Stuck),
    }))
}

fn plainly(kernel: &Kernel<'_>, formula: Expr, given: &[Expr], lenient: bool) -> Progress<Found> {
    let args = kernel.store().args(formula);
    match kernel.store().head(formula) {
        Head::Relation(Relation::Equal) => {
            let by_terms = || termwise(kernel, args[0], args[1], given);
            // Cases for each index are none of the whole.
            let first = termwise::has_cases(kernel.store(), given)
                .then(by_terms)
                .and_then(Result::ok);
            match first {
                Some(found) => Ok(found),
                None => identity(kernel, args[0], args[1], given, lenient).or_else(|_| by_terms()),
            }
        }
        Head::Relation(_) => always(kernel, formula, given),
        Head::Iff => equivalence(kernel, args[0], args[1], given, lenient),
        Head::Implies => implication(kernel, args[0], args[1], given),
        _ => Err(Stuck),
    }
}

/// The steps of a chain, and what is said of them.
fn steps(chain: &Chain<'_, '_>, notes: &mut Vec<Taken>) -> Vec<Step> {
    notes.extend(chain.steps.iter().cloned());
    chain.steps.iter().map(|taken| taken.step.clone()).collect()
}

fn start<'k, 'a>(kernel: &'k Kernel<'a>, first: Expr, given: &[Expr]) -> Chain<'k, 'a> {
    let mut chain = Chain::new(kernel, first);
    chain.theorem = kernel.reflexive_under(first, given);
    chain
}

/// What two chains prove whose last formulas are the same.
fn met(first: &Chain<'_, '_>, second: &Chain<'_, '_>, given: &[Expr]) -> Progress<Found> {
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
    let mut notes = Vec::new();
    Ok(Found {
        conditions,
        certificate: Certificate::Meeting {
            left: steps(first, &mut notes),
            right: steps(second, &mut notes),
        },
        notes,
    })
}

/// The term at a position becomes the goal, by field algebra.
fn join(chain: &mut Chain<'_, '_>, path: &[u32], goal: Expr) -> Progress {
    let store = chain.store();
    let term = chain.at(path)?;
    if term == goal || chain.kernel.arranger().same(store, term, goal) {
        return Ok(());
    }
    let reason = laws(store, &[term, goal]);
    chain.algebra(path, goal, &reason, Level::Standard)
}

/// What makes two terms equal, by the functions in them.
fn laws(store: &Store, terms: &[Expr]) -> String {
    let uses = |names: &[&str]| {
        terms.iter().any(|term| {
            store.any(
                *term,
                |node| matches!(&node.head, Head::Call(f) if names.contains(&f.name)),
            )
        })
    };
    let kinds: [(&[&str], &str); 5] = [
        (&["exp", "sigmoid", "tanh", "sinh", "cosh"], "exponentials"),
        (&["log", "logit"], "logarithms"),
        (&["sqrt", "root"], "roots"),
        (&["sin", "cos", "tan", "asin", "acos", "atan"], "angles"),
        (&["abs"], "absolute values"),
    ];
    let mut words: Vec<&str> = kinds
        .iter()
        .filter(|(names, _)| uses(names))
        .map(|(_, word)| *word)
        .collect();
    if terms.iter().any(|term| store.has_kind(*term, &Head::Sum)) {
        words.push("sums");
    }
    match words.split_last() {
        None => "the same rational function".to_owned(),
        Some((one, [])) => format!("by the laws of {one}"),
        Some((last, first)) => format!("by the laws of {} and {last}", first.join(", ")),
    }
}

/// Conditions that both sides imply are dropped.
fn drop_conditions(chain: &mut Chain<'_, '_>) {
    super::normal::discharge(chain, 0);
}
