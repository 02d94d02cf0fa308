//! The claims of a document one after another: each is given away as soon as it is judged, and
//! what goes wrong with one is no harm to the others.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::super::purse::{AT_POINTS, For, Purse};
use super::super::{Report, Verdict};
use super::shapes::Declared;
use super::{Checked, Reader};
use crate::document::{Document, Found, Notation, Role};
use crate::expr::Store;
use crate::latex;

/// What is said where the checker itself fails.
pub const FAULT: &str = "equiff failed on this: that is a fault of equiff, please report it";

/// The part of the work for one search that all searches for a formula of a document may take. Of
/// proofs that are found 99 in 100 take less than a third, and there are many formulas.
const SHARE: u64 = 2;

impl Reader {
    /// Judges what has been found in a document, in order; `give` gets each claim, and says
    /// whether it wants more.
    pub fn each(
        &mut self,
        found: &Document,
        give: impl FnMut(Checked, &Store) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.known.scope.macros = found.macros.clone();
        let said = found.formulas.iter();
        let said = said.filter(|found| found.notation == Notation::Latex);
        let said = said.map(|found| (&*found.text, &*found.before, &*found.after));
        self.known.scope.names = Arc::new(latex::Table::of(said, &found.macros));
        self.known.blocks = found.blocks.clone();
        self.declared = Declared::of(&found.formulas, &self.known.scope);
        self.known.parallel = self.parallel(found);
        self.each_by(found, Reader::formula, give)
    }

    fn each_by(
        &mut self,
        found: &Document,
        judge: impl Fn(&mut Reader, &Found, &[&Found]) -> Checked,
        mut give: impl FnMut(Checked, &Store) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        for (k, formula) in found.formulas.iter().enumerate() {
            // Conditions behind a formula are given for it: "... for $0 < p < 1$".
            let behind: Vec<&Found> = found.formulas[k + 1..]
                .iter()
                .take_while(|next| next.role == Role::Condition)
                .collect();
            let steps = self.options.budget.steps();
            let _searches = Purse::open(For::Searches, steps / SHARE);
            let _points = Purse::open(For::Points, steps / AT_POINTS);
            let judged = catch_unwind(AssertUnwindSafe(|| judge(self, formula, &behind)));
            let checked = judged.unwrap_or_else(|_| self.failed(formula));
            give(checked, &self.store)?;
        }
        ControlFlow::Continue(())
    }

    /// What is said of a formula at which the checker itself failed.
    fn failed(&self, found: &Found) -> Checked {
        self.checked(found, None, &[], Report::new(Verdict::Unknown, FAULT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Options;
    use crate::document::{self, Kind};

    #[test]
    fn a_fault_at_one_formula_loses_no_other() {
        let text = "First $x + x = 2 x$, then $y + y = 2 y$, then $z + z = 2 z$.";
        let found = document::read(Kind::Markdown, text).expect("a document");
        let mut reader = Reader::within(Options::default());
        let mut all = Vec::new();
        let judge = |reader: &mut Reader, found: &Found, behind: &[&Found]| {
            assert!(!found.text.contains('y'), "what the checker may fail at");
            reader.formula(found, behind)
        };
        let flow = reader.each_by(&found, judge, |checked, _| {
            all.push((checked.column, checked.report.verdict));
            ControlFlow::Continue(())
        });
        assert!(flow.is_continue());
        let expected = [
            (8, Verdict::Equivalent),
            (28, Verdict::Unknown),
            (48, Verdict::Equivalent),
        ];
        assert_eq!(all, expected);
    }
}
