//! Verdicts on claimed equivalences: proved by the kernel, refuted by a certain counterexample,
//! or honestly unknown.
//!
//! Nothing here is trusted. *Equivalent* and *conditional* come of theorems (`prove`), *refuted*
//! of a point at which the evaluator is certain that the claim fails (`sample`); numbers in
//! machine precision only choose what is tried.
//!
//! ```
//! use equiff::check::{self, Verdict};
//! use equiff::expr::Store;
//!
//! let store = Store::new();
//! let report = check::plain(&store, "p = sigmoid(z) <=> log(p/(1 - p)) = z").unwrap();
//! assert_eq!(report.verdict, Verdict::Equivalent);
//! ```

mod affirm;
pub mod batch;
mod border;
mod budget;
mod certain;
mod condition;
mod decide;
mod discourse;
mod given;
mod link;
pub mod made;
mod matrices;
mod nature;
mod normal;
mod obstacle;
mod point;
mod prove;
mod purse;
pub mod reading;
pub mod replay;
pub mod report;
pub mod rounding;
mod sample;
mod survey;
pub mod suspects;
pub mod usual;
mod variables;
mod witness;
mod wording;

pub use budget::Budget;

use crate::error::Diagnostic;
use crate::expr::{Expr, Head, Shapes, Store};
use crate::kernel::Step;
use crate::parse::{self, Nature};
use crate::proof::certificate::Proved;
use crate::render::page::{Level, Text};

/// What is said of a claim, worst last but for those that say nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub enum Verdict {
    /// There is nothing to verify.
    NoClaim,
    /// True at exactly the same assignments; of an implication or a lone statement: it holds.
    Equivalent,
    /// It fails somewhere, but is proved under the conditions reported.
    Conditional,
    /// Neither was established.
    Unknown,
    /// A counterexample is reported.
    Refuted,
    /// It could not be read.
    Unparsed,
}

impl Verdict {
    /// The contract's word.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::NoClaim => "no-claim",
            Verdict::Equivalent => "equivalent",
            Verdict::Conditional => "conditional",
            Verdict::Unknown => "unknown",
            Verdict::Refuted => "refuted",
            Verdict::Unparsed => "unparsed",
        }
    }
}

/// How claims are checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// How much is tried for a claim.
    pub budget: Budget,
    /// Whether it is kept how each formula was read.
    pub explain: bool,
}

/// A claim: its links, and what is given.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The links of its chain: relations, equivalences, implications.
    pub links: Vec<Expr>,
    /// Conditions that count as given.
    pub given: Vec<Expr>,
    /// Whether the links are part of a longer chain, whose first link is a definition and is not
    /// among them.
    pub chain: bool,
    /// Terms that stand for quantities without a meaning in the language: no counterexample may
    /// give them values at will.
    pub quantities: Vec<Expr>,
    /// Names that are matrices and vectors.
    pub shapes: Shapes,
    /// How much is tried.
    pub budget: Budget,
}

/// A step of a proof, for people and programs.
#[derive(Clone, Debug)]
pub struct Line {
    /// The kernel's step.
    pub step: Step,
    /// The formula before it.
    pub before: Expr,
    /// Terms that names stand for in its formulas, the outermost name first.
    pub stands_for: Vec<(Expr, Expr)>,
    /// Conditions that it opened.
    pub conditions: Vec<Expr>,
    /// Why.
    pub reason: Text,
    /// The least level of detail that shows it.
    pub level: Level,
}

impl Line {
    /// A formula of the step with the terms put in that names stand for.
    pub fn put_in(&self, store: &Store, formula: Expr) -> Expr {
        let names = self.stands_for.iter().rev();
        names.fold(formula, |formula, pair| {
            store.substitute(formula, &[*pair].into_iter().collect())
        })
    }
}

/// The answer to a claim.
#[derive(Clone, Debug)]
pub struct Report {
    /// What is said.
    pub verdict: Verdict,
    /// The conditions of a conditional claim.
    pub conditions: Vec<Expr>,
    /// A value for each variable, at which the claim is certainly false.
    pub counterexample: Option<Vec<(Expr, Expr)>>,
    /// The number of the first link, from 1, that is not equivalent.
    pub bad_link: Option<usize>,
    /// The number of the link, from 1, that the verdict, the conditions and the counterexample are
    /// about.
    pub worst_link: Option<usize>,
    /// The proofs of the links, one after another.
    pub steps: Vec<Line>,
    /// The same as certificates that the kernel can verify again.
    pub proofs: Vec<Proved>,
    /// What it assumes of matrices, beside what is given.
    pub assumed: Vec<Expr>,
    /// In words.
    pub message: String,
}

impl Default for Report {
    fn default() -> Report {
        Report::new(Verdict::NoClaim, "")
    }
}

impl Report {
    fn new(verdict: Verdict, message: impl Into<String>) -> Report {
        Report {
            verdict,
            conditions: Vec::new(),
            counterexample: None,
            bad_link: None,
            worst_link: None,
            steps: Vec::new(),
            proofs: Vec::new(),
            assumed: Vec::new(),
            message: message.into(),
        }
    }
}

/// Reads and checks a plain claim.
///
/// # Errors
/// What cannot be read, with its place.
pub fn plain(store: &Store, text: &str) -> Result<Report, Vec<Diagnostic>> {
    Ok(of_plain(store, &parse::claim(store, text)?, Budget::default()).report)
}

/// The verdict on a plain claim, and what counts as given.
pub(crate) fn of_plain(store: &Store, claim: &parse::Claim, budget: Budget) -> Plain {
    let silent = match claim.nature {
        Nature::Statement => None,
        Nature::Definition => Some("a definition"),
        Nature::Distribution => Some("a distribution"),
        Nature::Approximation => Some("an approximation, not an equation"),
    };
    if let Some(what) = silent {
        return Plain::silent(what, claim.given.clone());
    }
    let mut all = Claim {
        links: links(store, claim.formula),
        given: claim.given.clone(),
        chain: false,
        quantities: Vec::new(),
        shapes: Shapes::default(),
        budget,
    };
    let mut given = claim.given.clone();
    let defined = match all.links.as_slice() {
        [link] => nature::defined(store, *link),
        _ => None,
    };
    if let Some(left) = defined
        && store.head(left) == &Head::Apply("sigma".into())
        && let Some((_, value)) = store.sides(claim.formula)
        && usual::is_another_sigma(store, store.args(left), value)
    {
        return Plain::silent("a definition", given);
    }
    for formula in all.links.iter_mut().chain(&mut all.given) {
        *formula = usual::sigmoid(store, *formula);
    }
    for formula in all.links.iter_mut().chain(&mut all.given) {
        let (out, said) = usual::written_out(store, *formula, |name| {
            defined.is_some_and(|left| store.head(left) == &Head::Apply(name.into()))
        });
        *formula = out;
        given.extend(said);
    }
    let mut report = check(store, &all);
    let holds = matches!(report.verdict, Verdict::Equivalent | Verdict::Conditional);
    let mut point = None;
    if holds && !all.given.is_empty() {
        let under = [all.given.as_slice(), &report.conditions].concat();
        point = witness::find(store, &all.links, &under);
        if point.is_none() {
            report = Report::new(
                Verdict::Unknown,
                "no values were found at which what is given holds",
            );
        }
    }
    given.extend(&report.assumed);
    Plain {
        report,
        given,
        holds_at: point,
    }
}

/// What is said of a plain claim.
pub(crate) struct Plain {
    /// The verdict.
    pub report: Report,
    /// What counts as given.
    pub given: Vec<Expr>,
    /// Values at which that holds, where the verdict rests on it.
    pub holds_at: Option<Vec<(Expr, Expr)>>,
}

impl Plain {
    fn silent(why: &str, given: Vec<Expr>) -> Plain {
        Plain {
            report: Report::new(Verdict::NoClaim, why),
            given,
            holds_at: None,
        }
    }
}

/// The links of a chain: `a <=> b <=> c` says `a <=> b` and `b <=> c`; `a = b = c` likewise.
fn links(store: &Store, formula: Expr) -> Vec<Expr> {
    let parts = store.conjuncts(formula);
    let linked = parts.len() > 1
        && parts
            .windows(2)
            .all(|pair| match (store.args(pair[0]), store.args(pair[1])) {
                ([_, b], [c, _]) => b == c,
                _ => false,
            });
    if linked { parts } else { vec![formula] }
}

/// The verdict on a claim.
pub fn check(store: &Store, claim: &Claim) -> Report {
    let mut links = claim.links.clone();
    if let [one] = links.as_slice() {
        if !store.head(*one).is_formula() {
            return Report::new(Verdict::NoClaim, "an expression without a relation");
        }
        if *store.head(*one) == Head::And {
            // A conjunction of statements claims each.
            links = store.conjuncts(*one);
        }
    }
    if let ([link], false) = (links.as_slice(), claim.chain) {
        let silent = nature::silent(store, claim, *link);
        // What is true anyway is a claim all the same.
        return match silent {
            None => decide::link(store, *link, claim),
            Some(why) => {
                let report = why.unless.map(|_| decide::link(store, *link, claim));
                let claimed = report.filter(|report| Some(report.verdict) <= why.unless);
                claimed.unwrap_or_else(|| Report::new(Verdict::NoClaim, why.reason))
            }
        };
    }
    chain(store, claim, &links)
}

/// The verdict on several links: the worst one's, with the first link that is not equivalent.
fn chain(store: &Store, claim: &Claim, links: &[Expr]) -> Report {
    // The definition at the head of a chain is its first link.
    let one = 1 + usize::from(claim.chain);
    joined(links.len(), one, |number| {
        link_of_chain_in(store, claim, links, number)
    })
}

/// The verdict on one link of a chain; `None` for a definition or a model within it. The claim has
/// what is put in and given, `links` is the chain as it stands.
fn link_of_chain(store: &Store, claim: &Claim, links: &[Expr], number: usize) -> Option<Report> {
    let mut links = links.to_vec();
    links[number] = *claim.links.first()?;
    link_of_chain_in(store, claim, &links, number)
}

fn link_of_chain_in(store: &Store, claim: &Claim, links: &[Expr], number: usize) -> Option<Report> {
    let link = links[number];
    let accepted = match nature::silent(store, claim, link) {
        Some(why) => why.unless?,
        None if nature::introduces(store, links, number) => Verdict::Conditional,
        None => Verdict::Unparsed,
    };
    let report = decide::link(store, link, claim);
    (report.verdict <= accepted).then_some(report)
}

/// The worst of the verdicts on some links, of which the first has the number `one`, with all
/// proofs and the conditions of all.
fn joined(count: usize, one: usize, mut judge: impl FnMut(usize) -> Option<Report>) -> Report {
    let (mut steps, mut proofs, mut assumed) = (Vec::new(), Vec::new(), Vec::new());
    let mut worst: Option<(usize, Report)> = None;
    let mut held = false;
    let mut silent: Option<Report> = None;
    for number in 0..count {
        let Some(mut report) = judge(number) else {
            continue;
        };
        if report.verdict == Verdict::NoClaim {
            silent.get_or_insert(report);
            continue;
        }
        held |= report.verdict == Verdict::Equivalent;
        steps.append(&mut report.steps);
        proofs.append(&mut report.proofs);
        assumed.append(&mut report.assumed);
        let worse = match &worst {
            None => report.verdict > Verdict::Equivalent,
            Some((_, known)) => report.verdict > known.verdict,
        };
        if report.verdict == Verdict::Conditional
            && let Some((_, known)) = &mut worst
            && known.verdict == Verdict::Conditional
        {
            // All conditions of the chain together.
            for condition in &report.conditions {
                if !known.conditions.contains(condition) {
                    known.conditions.push(*condition);
                }
            }
        }
        if worse {
            report.worst_link = Some(number + one);
            let first = worst.as_ref().map(|(first, _)| *first);
            worst = Some((first.unwrap_or(number), report));
        }
    }
    let lone = count == 1 && one == 1;
    let mut report = match worst {
        Some((_, mut report)) if lone => {
            report.worst_link = None;
            report
        }
        Some((first, mut report)) => {
            report.bad_link = Some(first + one);
            report.message = format!("link {}: {}", first + one, report.message);
            report
        }
        None if held => Report::new(Verdict::Equivalent, "holds"),
        None => silent.unwrap_or_else(|| Report::new(Verdict::NoClaim, "definitions or models")),
    };
    report.steps = steps;
    report.proofs = proofs;
    report.assumed = assumed;
    report
}
