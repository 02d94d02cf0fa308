//! Findings by weight: what is wrong first, then suspects, conditions, what is open or unread.

use super::{Shown, Summary};
use crate::check::Verdict;
use crate::document::Kind;

/// Formulas have at most so many characters in a list.
const LONGEST: usize = 160;

/// So many findings are seen together without a list.
const FEW: usize = 6;

/// The findings of a run by weight, if there are so many that they are hard to see together.
pub fn listed(summary: &Summary) -> Option<Vec<&Finding>> {
    let mut all: Vec<&Finding> = summary.findings.iter().collect();
    all.sort_by_key(|finding| finding.weight);
    (all.len() > FEW).then_some(all)
}

/// A finding as a line of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// Its place in the order, the worst first.
    pub weight: u8,
    /// The file.
    pub file: String,
    /// Its line and column.
    pub place: (usize, usize),
    /// What it is, in a word.
    pub word: &'static str,
    /// The formula in one line.
    pub formula: String,
}

impl Finding {
    /// What is to be listed of a claim of a document. Files of lines are streams without an end, of
    /// which nothing is kept.
    pub fn of(shown: &Shown<'_>) -> Option<Finding> {
        let streamed = matches!(shown.kind, Kind::Claims | Kind::Lines);
        if streamed || !shown.is_finding() || shown.ignored().is_some() {
            return None;
        }
        let checked = shown.checked;
        let (weight, word) = match checked.report.verdict {
            Verdict::Refuted => (0, "wrong"),
            _ if checked.suspect.is_some() => (1, "suspect"),
            Verdict::Conditional => (2, "conditional"),
            Verdict::Unknown => (3, "unknown"),
            _ => (4, "unread"),
        };
        let words: Vec<&str> = checked.text.split_whitespace().collect();
        Some(Finding {
            weight,
            file: shown.file.to_owned(),
            place: (checked.line, checked.column),
            word,
            formula: words.join(" ").chars().take(LONGEST).collect(),
        })
    }
}
