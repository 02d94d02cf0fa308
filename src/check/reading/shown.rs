//! What is shown of a claim, as text of bounded length.
//!
//! Terms are shared: one of a hundred nodes may be written with a billion. So formulas are written
//! up to a length that grows with the text of the claim, and steps only for an output that shows
//! them. A verdict that a replay confirms rests on formulas that stand there in full; where they
//! would be too long for that, nothing is claimed.

use super::super::{Line, Report, Verdict};
use super::Checked;
use crate::expr::{Expr, Store};
use crate::render::plain_within;

/// Formulas have at most so many characters where the claim itself is short.
const MOST: usize = 4_000;

/// All steps of a claim together have at most so many characters.
const MOST_OF_STEPS: usize = 200_000;

/// A proof whose formulas have more parts than this is not laid out.
const MOST_LAID_OUT: u64 = 100_000;

/// Writes the formulas that are shown of one claim.
#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    store: &'a Store,
    most: usize,
}

impl<'a> Writer<'a> {
    /// For a claim with this text: what an author has written is never too long.
    pub fn new(store: &'a Store, text: &str) -> Writer<'a> {
        let most = MOST.saturating_add(text.len().saturating_mul(8));
        Writer { store, most }
    }

    /// A formula, which may end with "…".
    pub fn formula(&self, formula: Expr) -> String {
        plain_within(self.store, formula, self.most).unwrap_or_else(|beginning| beginning)
    }

    /// Whether a formula is shown in full.
    fn complete(&self, formula: Expr) -> bool {
        plain_within(self.store, formula, self.most).is_ok()
    }

    /// Whether a formula is short enough to be laid out.
    pub fn laid_out(&self, formula: Expr) -> bool {
        self.complete(formula)
    }

    /// What can be said of a claim: a verdict whose formulas cannot be shown in full is none.
    pub fn settled(
        &self,
        reading: Option<Expr>,
        given: &[(Expr, usize)],
        report: Report,
    ) -> Report {
        use Verdict::{Conditional, Equivalent, Refuted};
        if !matches!(report.verdict, Equivalent | Conditional | Refuted) {
            return report;
        }
        let point = report.counterexample.iter().flatten();
        let mut formulas = reading
            .into_iter()
            .chain(given.iter().map(|(formula, _)| *formula))
            .chain(report.conditions.iter().copied())
            .chain(point.flat_map(|(name, value)| [*name, *value]));
        match formulas.all(|formula| self.complete(formula)) {
            true => report,
            false => Report::new(
                Verdict::Unknown,
                "with what is given put in, the formula is too long to be written down",
            ),
        }
    }
}

/// A step as text: rule, before, after, conditions.
pub type Step = (String, String, String, Vec<String>);

impl Checked {
    /// The steps of the proofs as plain formulas; those after very many end with "…".
    pub fn steps(&self, store: &Store) -> Vec<Step> {
        let mut left = MOST_OF_STEPS;
        let lines = self.report.steps.iter();
        lines.map(|line| step(store, line, &mut left)).collect()
    }

    /// Whether the steps are short enough to be laid out as a page.
    pub fn steps_fit(&self, store: &Store) -> bool {
        let mut size = 0_u64;
        self.report.steps.iter().all(|line| {
            for formula in [line.before, line.step.after] {
                size = size.saturating_add(store.written_size(line.put_in(store, formula)));
            }
            size <= MOST_LAID_OUT
        })
    }
}

fn step(store: &Store, line: &Line, left: &mut usize) -> Step {
    let mut written = |formula: Expr| {
        if *left == 0 {
            return "…".to_owned();
        }
        let formula = store.with_written_indices(line.put_in(store, formula));
        let text = plain_within(store, formula, MOST.min(*left)).unwrap_or_else(|part| part);
        *left = left.saturating_sub(text.len());
        text
    };
    let (before, after) = (written(line.before), written(line.step.after));
    let conditions = line.conditions.iter().map(|c| written(*c)).collect();
    (line.step.rule.clone(), before, after, conditions)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// x doubled sixty times: sixty nodes, written 2^60.
    fn doubled(store: &Store) -> Expr {
        let mut term = store.name("x");
        for _ in 0..60 {
            term = store.add([term, term].as_slice());
        }
        term
    }

    #[test]
    fn what_cannot_be_written_down_is_not_claimed() {
        let store = Store::new();
        let (term, x) = (doubled(&store), store.name("x"));
        let writer = Writer::new(&store, "short");
        let shown = writer.formula(term);
        assert!(shown.ends_with('…') && shown.len() < 5_000, "{shown}");
        let verdict = |formula: Expr, verdict: Verdict| {
            let report = Report::new(verdict, "holds");
            writer.settled(Some(formula), &[], report).verdict
        };
        let (long, short) = (store.eq(term, term), store.eq(x, x));
        assert_eq!(verdict(short, Verdict::Equivalent), Verdict::Equivalent);
        for claimed in [Verdict::Equivalent, Verdict::Conditional, Verdict::Refuted] {
            assert_eq!(verdict(long, claimed), Verdict::Unknown);
        }
        assert_eq!(verdict(long, Verdict::NoClaim), Verdict::NoClaim);
    }
}
