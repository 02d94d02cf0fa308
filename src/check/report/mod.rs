//! Verdicts written: one file an output.
//!
//! An output has a part before the claims, a part for each claim and each notice, and a part after
//! them, so that a report of any length can be written as its claims come.

pub mod baseline;
pub mod change;
mod excerpt;
pub mod fingerprint;
mod github;
mod json;
mod jsonl;
pub mod pages;
pub mod proof;
mod readable;
mod sarif;
mod signs;
pub mod summary;
mod text;
pub mod weight;

use super::Verdict;
use super::batch::{Notice, NoticeKind};
use super::reading::Checked;
use super::suspects::Suspect;
use crate::document::Kind;
use crate::expr::Store;
use crate::languages::Language;
pub use summary::Summary;

/// A claim with its verdict and what a report needs to know of it.
pub struct Shown<'a> {
    /// The name of the file.
    pub file: &'a str,
    /// What kind of file it is.
    pub kind: Kind,
    /// The document; of a file of lines the claim itself.
    pub source: &'a str,
    /// The claim and its verdict.
    pub checked: &'a Checked,
    /// Where its formulas live.
    pub store: &'a Store,
    /// The same for the same finding, wherever in the file it moves.
    pub fingerprint: String,
}

impl Shown<'_> {
    /// Whether it is something to look at: refuted, conditional, unknown or unparsed, or a suspect,
    /// and not denied by the text itself.
    pub fn is_finding(&self) -> bool {
        let checked = self.checked;
        (is_finding(checked.report.verdict) || checked.suspect.is_some()) && !checked.denied
    }

    /// What differs from a usual formula, unless that is to be ignored.
    pub fn suspect(&self) -> Option<&Suspect> {
        let suspect = self.checked.suspect.as_ref();
        suspect.filter(|_| self.ignored().is_none())
    }

    /// Why the finding is to be ignored, if a comment says so.
    pub fn ignored(&self) -> Option<&str> {
        let reason = self.checked.ignored.as_deref();
        reason.filter(|_| self.is_finding())
    }
}

impl Shown<'_> {
    /// That the finding is ignored, and why.
    pub fn ignored_notice(&self) -> Option<Notice> {
        let reason = self.ignored()?;
        let report = &self.checked.report;
        let why = if reason.is_empty() {
            "no reason given"
        } else {
            reason
        };
        Some(Notice {
            file: self.file.to_owned(),
            line: Some(self.checked.line),
            kind: NoticeKind::Ignored,
            message: format!(
                "ignored ({why}): {}: {}",
                report.verdict.word(),
                report.message
            ),
            help: None,
        })
    }
}

/// Whether a verdict is something to look at.
pub fn is_finding(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::Equivalent | Verdict::NoClaim)
}

/// How reports are written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether colours may be used.
    pub color: bool,
    /// The width in columns.
    pub width: usize,
    /// Whether proofs are shown.
    pub steps: bool,
    /// Whether formulas that claim nothing are listed too.
    pub verbose: bool,
    /// The format of pages that a report is written in, where it is a document.
    pub page: Option<&'static str>,
    /// Whether that document compiles as it stands, where the format has fragments too.
    pub standalone: bool,
    /// The language of that document.
    pub language: &'static Language,
    /// Whether its decimals have a comma.
    pub comma: bool,
}

/// An output.
pub struct Format {
    /// Its word for `--to`.
    pub name: &'static str,
    /// One line for the help.
    pub about: &'static str,
    /// Whether the only claim of a text is shown with its proof.
    pub proves: bool,
    /// What stands before everything.
    pub open: fn(&Options) -> String,
    /// What stands between two parts.
    pub separator: &'static str,
    /// A claim; `None`: it is only counted.
    pub claim: fn(&Shown<'_>, &Options) -> Option<String>,
    /// Something to tell that is no verdict; `None`: it goes to standard error.
    pub notice: fn(&Notice, &Options) -> Option<String>,
    /// What stands at the end.
    pub close: fn(&Summary, &Options) -> String,
}

/// All outputs.
pub static ALL: [&Format; 5] = [
    &text::FORMAT,
    &json::FORMAT,
    &jsonl::FORMAT,
    &sarif::FORMAT,
    &github::FORMAT,
];

/// The output of a name.
pub fn format(name: &str) -> Option<&'static Format> {
    let page = || pages::formats().any(|format| format.name == name);
    let found = ALL.iter().copied().find(|format| format.name == name);
    found.or_else(|| page().then_some(&pages::FORMAT))
}

pub use json::object;
