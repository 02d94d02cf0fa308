//! Whether a claim is proved, without a look at where it may fail.

use super::link::Link;
use super::matrices;
use super::prove;
use super::survey::Survey;
use super::{Claim, Report, Verdict};
use crate::expr::{Expr, Store};

/// The report of a claim all of whose links are proved; `None` where one fails at a glance or is not
/// proved.
pub fn proved(store: &Store, claim: &Claim) -> Option<Report> {
    let mut report = Report::new(Verdict::Equivalent, "holds");
    let parts = claim.links.iter().flat_map(|link| store.conjuncts(*link));
    for link in parts {
        let mut one = of_link(store, link, claim)?;
        report.steps.append(&mut one.steps);
        report.proofs.append(&mut one.proofs);
        report.assumed.append(&mut one.assumed);
    }
    (!claim.links.is_empty()).then_some(report)
}

/// Whether a claim fails at one of a few points.
pub fn fails_at_a_glance(store: &Store, claim: &Claim) -> bool {
    claim.links.iter().any(|link| {
        let link = Link::new(store, *link, &claim.given, claim.budget);
        let glance = Survey::glance(store, &link);
        glance.counterexample(store, &link).is_some()
    })
}

fn of_link(store: &Store, formula: Expr, claim: &Claim) -> Option<Report> {
    if let Some(report) = matrices::verdict(store, formula, claim) {
        return Some(report).filter(|report| report.verdict == Verdict::Equivalent);
    }
    let link = Link::new(store, formula, &claim.given, claim.budget);
    let glance = Survey::glance(store, &link);
    if glance.counterexample(store, &link).is_some() {
        return None;
    }
    let proof = prove::within(store, link.budget.steps(), link.formula, &link.given, false);
    let proof = proof.ok().filter(|proof| proof.conditions.is_empty())?;
    let mut report = Report::new(Verdict::Equivalent, "holds");
    report.steps = proof.steps;
    report.proofs.extend(proof.proved);
    Some(report)
}
