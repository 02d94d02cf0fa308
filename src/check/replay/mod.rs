//! What a record of `check --to json` says, confirmed from its text alone.
//!
//! A verdict that something holds must come with certificates of its links, which the kernel
//! verifies again; what they assume must be given or among the conditions. A counterexample must
//! certainly be one. Nothing is taken from the record but its text; what else it says is listed.

mod claim;
mod definitions;
mod fields;
mod points;
mod reading;

use serde_json::Value;

use super::{Report, Verdict, witness};
use crate::expr::{Expr, Store};
use crate::kernel::arrange::Arranger;
use crate::parse;
use crate::proof::{Fault, Rejected};
use crate::render::plain;
use claim::Claim;
use fields::Record;

/// What has been confirmed of a record.
#[derive(Clone, Debug, Default)]
pub struct Confirmed {
    /// The statements that were proved again.
    pub proved: Vec<String>,
    /// How many steps the kernel accepted.
    pub steps: usize,
    /// Links without a proof, which claim nothing: definitions and models.
    pub unclaimed: Vec<String>,
    /// Whether the counterexample was confirmed.
    pub counterexample: bool,
    /// Whether numbers are right as they are printed.
    pub rounded: bool,
    /// Whether the text of the claim reads so.
    pub reading: bool,
    /// Fields that nothing confirms.
    pub rest: Vec<String>,
}

/// Whether a value is a record of a check.
pub fn is_record(value: &Value) -> bool {
    let check = ["claim", "reading", "counterexample", "source"];
    let derivation = ["network", "result", "link", "formulas"];
    check.iter().any(|key| value.get(key).is_some())
        && !derivation.iter().any(|key| value.get(key).is_some())
}

/// Confirms a record. A verdict that claims nothing has nothing to confirm.
///
/// # Errors
/// If something of it is missing or not as it should be, or if it is not confirmed.
pub fn verify(store: &Store, value: &Value) -> Result<Confirmed, Fault> {
    let record = Record::read(value)?;
    let mut confirmed = Confirmed::default();
    record.is_consistent()?;
    let holds = matches!(record.verdict, Verdict::Equivalent | Verdict::Conditional);
    if !holds && record.verdict != Verdict::Refuted {
        confirmed.rest = record.rest(value, &confirmed);
        return Ok(confirmed);
    }
    let claim = Claim::read(store, &record)?;
    confirmed.reading = claim.is_of_its_text(store, &record)?;
    if let Some(point) = &record.holds_at {
        claim.can_hold(store, point).or_else(|fault| {
            match claim.parts_can_hold(store, &record, point) {
                Ok(true) => Ok(()),
                _ => Err(fault),
            }
        })?;
    } else if holds && claim.needs_values(store) {
        return Err(rejected(
            "what is given",
            "no values are shown at which it holds",
        ));
    } else if holds {
        claim.matrices_can_be(store)?;
    }
    if holds {
        claim.holds(store, &record, &mut confirmed)?;
    }
    if record.verdict == Verdict::Conditional {
        claim.conditions_leave_room(store)?;
    }
    if let Some(point) = &record.counterexample {
        claim.fails(store, point)?;
        confirmed.counterexample = true;
    }
    confirmed.rest = record.rest(value, &confirmed);
    Ok(confirmed)
}

/// The links of what is said to hold that have no proof, since they claim nothing; `None` if one of
/// them claims something.
pub(super) fn unclaimed(
    store: &Store,
    reading: Expr,
    given: &[(Expr, usize)],
    report: &Report,
    text: &str,
) -> Option<Vec<Expr>> {
    if !matches!(report.verdict, Verdict::Equivalent | Verdict::Conditional) {
        return Some(Vec::new());
    }
    let given: Vec<Expr> = given.iter().map(|(formula, _)| *formula).collect();
    let claim = Claim::of(store, reading, given, report.conditions.clone());
    claim.unclaimed(store, &report.proofs, text)
}

/// The values at which what is given holds, as a record shows them: those, if a reader of its text
/// confirms them, or others; `None` if there are none that can be confirmed.
pub(super) fn shown_values(
    store: &Store,
    reading: Expr,
    given: &[(Expr, usize)],
    conditions: &[Expr],
    values: &[(Expr, Expr)],
) -> Option<Vec<(Expr, Expr)>> {
    let given: Vec<Expr> = given.iter().map(|(formula, _)| *formula).collect();
    let claim = Claim::of(store, reading, given, conditions.to_vec());
    if claim.holds_at(store, values) {
        return Some(values.to_vec());
    }
    let (links, given) = claim.resting(store);
    let found = witness::find(store, &links, &given)?;
    claim.holds_at(store, &found).then_some(found)
}

/// Whether formulas are read again as they are written.
pub(super) fn can_be_read(store: &Store, formulas: impl IntoIterator<Item = Expr>) -> bool {
    let arranger = Arranger::default();
    formulas.into_iter().all(|formula| {
        let text = plain(store, formula);
        let read = parse::formula(store, &text);
        read.is_ok_and(|read| read == formula || arranger.same(store, read, formula))
    })
}

fn rejected(what: impl Into<String>, why: impl Into<String>) -> Fault {
    Fault::Rejected(Rejected {
        what: what.into(),
        why: why.into(),
        error: None,
    })
}
