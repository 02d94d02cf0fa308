//! What is said to hold can be confirmed by whoever reads the record.

use super::super::replay::{can_be_read, shown_values};
use super::super::{Report, Verdict};
use super::Reader;
use super::whole::Whole;
use crate::expr::Expr;

impl Reader {
    /// Values at which what is given holds, as a reader of the record alone confirms them; where there
    /// are none, or what it rests on cannot be read again, nothing is said to hold.
    pub(super) fn confirmed(&self, whole: &mut Whole) -> Option<Vec<(Expr, Expr)>> {
        let store = &self.store;
        let values = whole.holds_at.take()?;
        if !matches!(
            whole.report.verdict,
            Verdict::Equivalent | Verdict::Conditional
        ) {
            return Some(values);
        }
        let reading = whole.reading(store)?;
        let given = whole.given.iter().map(|(formula, _)| *formula);
        let conditions = whole.report.conditions.clone();
        if !can_be_read(store, given) {
            let why = "a name in what is given cannot be written as a plain formula";
            whole.report = Report::new(Verdict::Unknown, why);
            return None;
        }
        if whole.apart {
            return Some(values);
        }
        let shown = shown_values(store, reading, &whole.given, &conditions, &values);
        if shown.is_none() {
            let why = "no values were confirmed at which all that is given holds";
            whole.report = Report::new(Verdict::Unknown, why);
        }
        shown
    }
}
