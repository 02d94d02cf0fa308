//! One link of a claim: what sampling suggests, a proof or a certain counterexample decides.
//!
//! A glance finds most falsehoods, a proof most truths; only what is left is looked at closely,
//! at points on the solutions of its equations too. A claim that certainly fails somewhere is
//! refuted if it says something true at no point without a pattern; else it is conditional if it is
//! proved under a condition that leaves out its failures, and unknown if no such proof is found.

use super::condition::{self, Found};
use super::given;
use super::link::Link;
use super::matrices;
use super::point::Point;
use super::prove::{self, Proof};
use super::purse::{AT_POINTS, For, Purse};
use super::survey::Survey;
use super::variables::of_two_kinds;
use super::wording;
use super::{Claim, Report, Verdict, obstacle};
use crate::derive::chain::tidy;
use crate::expr::{Expr, Head, Store};
use crate::render::plain;

/// Formulas with more parts, when they are written out, are not looked at.
const LONGEST: u64 = 100_000;

/// Claims of so many variables are refuted where no condition but the claim itself was found.
const SURVEYED: usize = 12;

/// A formula with the names replaced that what is given sets equal to terms.
pub fn with_given(store: &Store, formula: Expr, given: &[Expr]) -> Expr {
    given::inserted(store, formula, given).formula
}

/// The verdict on one link.
pub fn link(store: &Store, formula: Expr, claim: &Claim) -> Report {
    match matrices::verdict(store, formula, claim) {
        Some(report) => report,
        None => of_numbers(store, formula, claim),
    }
}

/// The verdict on one link that speaks of numbers.
pub fn of_numbers(store: &Store, formula: Expr, claim: &Claim) -> Report {
    let long = |formula: &Expr| store.written_size(*formula) > LONGEST;
    if long(&formula) || claim.given.iter().any(long) {
        return Report::new(
            Verdict::Unknown,
            "with what is defined put in, the formula is too long to be looked at",
        );
    }
    let _purse = Purse::open(For::Points, claim.budget.steps() / AT_POINTS);
    let link = Link::new(store, formula, &claim.given, claim.budget);
    let prove = |link: &Link, lenient: bool| {
        prove::within(
            store,
            link.budget.steps(),
            link.formula,
            &link.given,
            lenient,
        )
        .ok()
    };
    let strict = |link: &Link| prove(link, false).filter(|proof| proof.conditions.is_empty());
    let glance = Survey::glance(store, &link);
    let fails = glance.counterexample(store, &link).is_some();
    if !fails && let Some(proof) = strict(&link) {
        return held(proof);
    }
    let mut survey = Survey::full(store, &link);
    let found = survey
        .counterexample(store, &link)
        .or_else(|| survey.deceiving(store, &link));
    let Some(point) = found else {
        return Report::new(
            Verdict::Unknown,
            obstacle::undecided(store, link.formula, claim),
        );
    };
    survey.failing.insert(0, point.clone());
    survey.sift(store, &link);
    if survey.generic.is_empty() {
        survey.look_beyond(store, &link);
        survey.sift(store, &link);
    }
    if survey.generic.is_empty() {
        survey.widen(store, &link);
        survey.sift(store, &link);
    }
    let settled = !survey.generic.is_empty() || survey.settle(store, &link);
    let subterms = store.subterms(link.formula).into_iter();
    let variables = subterms
        .filter(|part| matches!(store.head(*part), Head::Name(_) | Head::Entry))
        .count();
    // Of many variables few points lie where a side is true.
    let settled = settled && (variables <= SURVEYED || store.sides(link.formula).is_some());
    let report = if survey.generic.is_empty() && settled {
        refuted(store, &link, &point)
    } else if survey.generic.is_empty() {
        undecided(store, &link, &point, &survey)
    } else {
        let first = prove(&link, true)
            .filter(|proof| !proof.conditions.is_empty())
            .map(|proof| (proof.conditions.clone(), proof));
        match condition::search(store, &link, &survey, first, strict) {
            Found::Under(conditions, proof) => {
                conditional(store, &link, &point, conditions, *proof)
            }
            // With many variables the conditions that were looked at are few of those there are.
            Found::OnlyItself if variables <= SURVEYED => refuted(store, &link, &point),
            Found::OnlyItself => undecided(store, &link, &point, &survey),
            Found::Nothing => undecided(store, &link, &point, &survey),
        }
    };
    not_of_two_kinds(
        store,
        &link,
        not_of_quantities(store, link.formula, claim, report),
    )
}

/// Where a name is a number and a vector in one formula and what is given for it, it was not read right: no values of it
/// prove anything.
fn not_of_two_kinds(store: &Store, link: &Link, report: Report) -> Report {
    if !matches!(report.verdict, Verdict::Refuted | Verdict::Conditional) {
        return report;
    }
    match of_two_kinds(store, &link.formulas()) {
        None => report,
        Some(name) => Report::new(
            Verdict::Unknown,
            format!("{} is a number and a vector in it", plain(store, name)),
        ),
    }
}

/// Where the claim speaks of quantities that have no value here, a counterexample proves nothing.
fn not_of_quantities(store: &Store, formula: Expr, claim: &Claim, report: Report) -> Report {
    if claim.quantities.is_empty() || report.verdict != Verdict::Refuted {
        return report;
    }
    Report::new(Verdict::Unknown, obstacle::undecided(store, formula, claim))
}

fn held(proof: Proof) -> Report {
    let mut report = Report::new(Verdict::Equivalent, "holds");
    report.steps = proof.steps;
    report.proofs.extend(proof.proved);
    report
}

fn conditional(
    store: &Store,
    link: &Link,
    point: &Point,
    conditions: Vec<Expr>,
    proof: Proof,
) -> Report {
    let values = values(store, link, point);
    let message = format!(
        "holds under the condition {}; it fails at {}: {}",
        wording::conjunction(store, &conditions),
        wording::place(store, &values),
        wording::failure(store, link, point)
    );
    let mut report = Report::new(Verdict::Conditional, message);
    report.counterexample = Some(values);
    report.conditions = conditions;
    report.steps = proof.steps;
    report.proofs.extend(proof.proved);
    report
}

fn refuted(store: &Store, link: &Link, point: &Point) -> Report {
    let values = values(store, link, point);
    let failure = wording::failure(store, link, point);
    let mut report = Report::new(
        Verdict::Refuted,
        if values.is_empty() {
            format!("false: {failure}")
        } else {
            format!("false at {}: {failure}", wording::place(store, &values))
        },
    );
    report.counterexample = Some(values);
    report
}

fn undecided(store: &Store, link: &Link, point: &Point, survey: &Survey) -> Report {
    let failing = values(store, link, point);
    let mut message = format!(
        "it fails at {}: {}",
        wording::place(store, &failing),
        wording::failure(store, link, point)
    );
    if let Some(good) = survey.holding.first().or(survey.generic.first()) {
        let good = wording::place(store, &values(store, link, good));
        message += &format!("; it seems to hold at {good}, but under no condition is it proved");
    }
    let mut report = Report::new(Verdict::Unknown, message);
    report.counterexample = Some(failing);
    report
}

/// The values of a point, with those of names that what is given sets.
fn values(store: &Store, link: &Link, point: &Point) -> Vec<(Expr, Expr)> {
    let mut all: Vec<(Expr, Expr)> = point
        .exact
        .iter()
        .map(|(name, value)| (*name, tidy(store, *value)))
        .collect();
    for (name, term) in &link.set {
        all.push((*name, tidy(store, point.insert(store, *term))));
    }
    all
}
