//! The statements of one formula as one claim: the worst verdict, the links numbered through.

use std::ops::Range;

use super::super::{Report, Verdict, witness};
use super::judge::Judged;
use crate::error::Diagnostic;
use crate::expr::{Expr, Store};
use crate::latex::Statement;

/// What is said of a formula as a whole.
pub(super) struct Whole {
    pub report: Report,
    pub given: Vec<(Expr, usize)>,
    /// The bytes of the text that each link takes.
    pub links: Vec<Range<usize>>,
    pub faults: Vec<Diagnostic>,
    /// Values at which what is given holds.
    pub holds_at: Option<Vec<(Expr, Expr)>>,
    /// Links and what they rest on, of each statement that rests on something.
    rests: Vec<(Vec<Expr>, Vec<Expr>)>,
    /// Whether what its parts rest on excludes each other, as cases do.
    pub apart: bool,
    /// Whether a number holds as it is rounded.
    pub rounded: bool,
    /// Whether something behind the first link of a chain is left open.
    open: bool,
    /// What would be said of it if its names could not be explained in words.
    pub doubted: Option<Report>,
    /// What stands beside definitions that speaks of the same and does not agree with them.
    pub nearly: Vec<(Expr, usize)>,
    formulas: Vec<Expr>,
    parts: usize,
}

impl Default for Whole {
    fn default() -> Whole {
        Whole {
            report: Report::new(Verdict::NoClaim, ""),
            given: Vec::new(),
            links: Vec::new(),
            faults: Vec::new(),
            holds_at: None,
            rests: Vec::new(),
            apart: false,
            rounded: false,
            open: false,
            doubted: None,
            nearly: Vec::new(),
            formulas: Vec::new(),
            parts: 0,
        }
    }
}

impl Whole {
    /// Whether nothing has been said so far.
    pub fn is_empty(&self) -> bool {
        self.parts == 0
    }

    /// Whether a part of it was not looked at.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Adds a part that cannot be read.
    pub fn fail(&mut self, fault: Diagnostic, report: Report) {
        self.faults.push(fault);
        self.join(report);
    }

    /// Adds a statement and what is said of it.
    pub fn add(&mut self, statement: &Statement, judged: Judged) {
        let before = self.links.len();
        let report = numbered(judged.report, before);
        if self.doubted.is_none() {
            self.doubted = judged.doubted.map(|report| numbered(report, before));
        }
        self.links
            .extend(statement.links.iter().map(|link| link.span.clone()));
        self.formulas.push(statement.formula);
        self.rounded |= judged.rounded;
        self.open |= judged.open;
        self.nearly.extend(judged.nearly);
        self.rests.extend(judged.rests);
        if judged.holds_at.is_some() {
            self.holds_at = judged.holds_at;
        }
        for given in judged.given {
            if !self.given.contains(&given) {
                self.given.push(given);
            }
        }
        self.join(report);
    }

    /// The whole, with a message that says which part it is about.
    pub fn finish(mut self, store: &Store) -> Whole {
        let holds = matches!(
            self.report.verdict,
            Verdict::Equivalent | Verdict::Conditional
        );
        if self.rests.len() > 1 && holds {
            let links: Vec<Expr> = self
                .rests
                .iter()
                .flat_map(|(links, _)| links.clone())
                .collect();
            let given = self.rests.iter().flat_map(|(_, given)| given.clone());
            let given: Vec<Expr> = given
                .chain(self.report.conditions.iter().copied())
                .collect();
            self.holds_at = witness::find(store, &links, &given);
            if self.holds_at.is_none() {
                // Cases exclude each other: then each part has values of its own.
                let each = self.rests.iter();
                let each: Option<Vec<_>> = each
                    .map(|(links, given)| witness::find(store, links, given))
                    .collect();
                self.holds_at = each.and_then(|all| all.into_iter().next());
                self.apart = self.holds_at.is_some();
            }
            if self.holds_at.is_none() {
                let why = "no values were found at which all that is given for its parts holds";
                self.report = Report::new(Verdict::Unknown, why);
            }
        }
        if self.open && self.parts > 1 && self.report.verdict == Verdict::Equivalent {
            // What was not looked at is not said to hold.
            self.report = Report::new(Verdict::NoClaim, "a part of it is left open");
        }
        if self.parts > 1
            && self.report.verdict > Verdict::Equivalent
            && self.report.bad_link.is_none()
        {
            self.report.worst_link = (!self.links.is_empty()).then_some(1);
            self.report.bad_link = self.report.worst_link;
        }
        self
    }

    /// How the formula was read: the conjunction of its statements.
    pub fn reading(&self, store: &Store) -> Option<Expr> {
        match self.formulas.as_slice() {
            [] => None,
            [one] => Some(*one),
            all => {
                let formulas = all.iter().copied();
                let stated: Vec<Expr> = formulas.filter(|f| store.head(*f).is_formula()).collect();
                Some(match stated.is_empty() {
                    true => store.apply("list", all),
                    false => store.and(stated),
                })
            }
        }
    }

    fn join(&mut self, mut report: Report) {
        let mut steps = std::mem::take(&mut self.report.steps);
        steps.append(&mut report.steps);
        let mut proofs = std::mem::take(&mut self.report.proofs);
        proofs.append(&mut report.proofs);
        self.parts += 1;
        let (known, new) = (self.report.verdict, report.verdict);
        let worse = self.parts == 1 || rank(new) > rank(known);
        if known == Verdict::Conditional && new == known {
            for condition in &report.conditions {
                if !self.report.conditions.contains(condition) {
                    self.report.conditions.push(*condition);
                }
            }
        }
        if worse {
            // The first link that is not equivalent is the one to name.
            if known > Verdict::Equivalent {
                report.bad_link = self.report.bad_link;
            }
            self.report = report;
        }
        self.report.steps = steps;
        self.report.proofs = proofs;
    }
}

/// The report on a statement before which other links of the formula stand.
fn numbered(mut report: Report, before: usize) -> Report {
    if before == 0 {
        return report;
    }
    // A lone link has a number among those of the other statements.
    let lone = report.bad_link.is_none() && report.verdict > Verdict::Equivalent;
    let words = match report.bad_link {
        Some(link) => {
            let prefix = format!("link {link}: ");
            report
                .message
                .trim_start_matches(prefix.as_str())
                .to_owned()
        }
        None => report.message.clone(),
    };
    report.bad_link = report.bad_link.or(lone.then_some(1)).map(|k| k + before);
    report.worst_link = report.worst_link.or(lone.then_some(1)).map(|k| k + before);
    if let Some(link) = report.bad_link {
        report.message = format!("link {link}: {words}");
    }
    report
}

/// The worst last. A part that is certainly false says more than one that cannot be read.
fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::NoClaim => 0,
        Verdict::Equivalent => 1,
        Verdict::Conditional => 2,
        Verdict::Unknown => 3,
        Verdict::Unparsed => 4,
        Verdict::Refuted => 5,
    }
}
