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

pub mod batch;
mod border;
mod certain;
mod condition;
mod decide;
mod given;
mod link;
mod normal;
mod point;
mod prove;
pub mod reading;
pub mod report;
mod sample;
mod survey;
mod wording;

use crate::error::Diagnostic;
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::Step;
use crate::parse::{self, Nature};
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
    /// How many steps may be tried for a claim; `None`: the usual number.
    pub budget: Option<u64>,
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
}

/// A step of a proof, for people and programs.
#[derive(Clone, Debug)]
pub struct Line {
    /// The kernel's step.
    pub step: Step,
    /// The formula before it.
    pub before: Expr,
    /// Conditions that it opened.
    pub conditions: Vec<Expr>,
    /// Why.
    pub reason: Text,
    /// The least level of detail that shows it.
    pub level: Level,
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
    /// In words.
    pub message: String,
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
            message: message.into(),
        }
    }
}

/// Reads and checks a plain claim.
///
/// # Errors
/// What cannot be read, with its place.
pub fn plain(store: &Store, text: &str) -> Result<Report, Vec<Diagnostic>> {
    let claim = parse::claim(store, text)?;
    let silent = match claim.nature {
        Nature::Statement => None,
        Nature::Definition => Some("a definition"),
        Nature::Distribution => Some("a distribution"),
        Nature::Approximation => Some("an approximation, not an equation"),
    };
    if let Some(what) = silent {
        return Ok(Report::new(Verdict::NoClaim, what));
    }
    Ok(check(
        store,
        &Claim {
            links: links(store, claim.formula),
            given: claim.given,
            chain: false,
            quantities: Vec::new(),
        },
    ))
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
    if links.len() == 1
        && !claim.chain
        && let Some(why) = no_claim(store, claim, links[0])
    {
        // What is true anyway is a claim all the same.
        let report = decide::link(store, links[0], claim);
        return match report.verdict {
            Verdict::Equivalent | Verdict::Conditional if why.1 => report,
            _ => Report::new(Verdict::NoClaim, why.0),
        };
    }
    let several = links.len() > 1 || claim.chain;
    if several
        && links
            .iter()
            .all(|link| no_claim(store, claim, *link).is_some())
    {
        return Report::new(Verdict::NoClaim, "definitions or models");
    }
    let mut steps = Vec::new();
    let mut worst: Option<(usize, Report)> = None;
    // The definition at the head of a chain is its first link.
    let one = 1 + usize::from(claim.chain);
    for (number, link) in links.iter().enumerate() {
        let mut report = decide::link(store, *link, claim);
        let loose = several
            && (no_claim(store, claim, *link).is_some() || has_own_name(store, &links, number));
        if loose && report.verdict > Verdict::Conditional {
            // A definition or a model within a chain.
            continue;
        }
        steps.append(&mut report.steps);
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
    let Some((first, mut report)) = worst else {
        let mut report = Report::new(Verdict::Equivalent, "holds");
        report.steps = steps;
        return report;
    };
    if several {
        report.bad_link = Some(first + one);
        report.message = format!("link {}: {}", first + one, report.message);
    }
    report.steps = steps;
    report
}

/// Whether an equation of a chain has on one side a name that occurs nowhere else: then it says
/// what that name is.
fn has_own_name(store: &Store, links: &[Expr], number: usize) -> bool {
    let Some((a, b)) = store.sides(links[number]) else {
        return false;
    };
    let (left, right) = (store.free_names(a), store.free_names(b));
    let elsewhere: Vec<Expr> = links
        .iter()
        .enumerate()
        .filter(|(k, _)| *k != number)
        .flat_map(|(_, link)| match store.sides(*link) {
            // A side that two links share stands at one place.
            Some((c, d)) if c == b => store.free_names(d),
            Some((c, d)) if d == a => store.free_names(c),
            _ => store.free_names(*link),
        })
        .collect();
    let own = |mine: &[Expr], other: &[Expr]| {
        mine.iter()
            .any(|name| !other.contains(name) && !elsewhere.contains(name))
    };
    own(&left, &right) || own(&right, &left)
}

/// Why a lone equation is no claim, if it is none; and whether it is one if it is true anyway.
fn no_claim(store: &Store, claim: &Claim, link: Expr) -> Option<(&'static str, bool)> {
    let link = decide::with_given(store, link, &claim.given);
    let (Head::Relation(relation), [a, b]) = (store.head(link), store.args(link)) else {
        return None;
    };
    let names = |e: Expr| -> Vec<Expr> {
        let free = store.free_names(e).into_iter();
        free.filter(|n| !matches!(store.name_text(*n), Some("e" | "pi")))
            .collect()
    };
    let (left, right) = (names(*a), names(*b));
    let defined = |e: Expr, others: &[Expr]| match store.head(e) {
        Head::Name(_) => !others.contains(&e) && names(e).len() == 1,
        Head::Apply(_) => {
            let plain = |x: &Expr| matches!(store.head(*x), Head::Name(_));
            store.args(e).iter().all(plain)
                && !store.any(link, |n| {
                    n.head == *store.head(e) && n.args != store.node(e).args
                })
                && !store.contains(if e == *a { *b } else { *a }, e)
        }
        Head::Entry => names(e).first().is_some_and(|base| !others.contains(base)),
        _ => false,
    };
    if *relation == Relation::Equal {
        if claim.given.is_empty() && (defined(*a, &right) || defined(*b, &left)) {
            return Some(("a definition", false));
        }
        // A response and many unknown coefficients: a model, even where the response is a
        // feature too.
        // A given equation that is left may relate what the sides speak of.
        let related = claim.given.iter().any(|g| {
            let names = names(decide::with_given(store, *g, &claim.given));
            let of = |side: &[Expr]| names.iter().any(|n| side.contains(n));
            store.sides(*g).is_some() && of(&left) && of(&right)
        });
        if related {
            return None;
        }
        let unknown = right.iter().filter(|n| !left.contains(n)).count();
        if matches!(store.head(*a), Head::Name(_)) && unknown > 3 {
            return Some(("a model: its coefficients are not known", true));
        }
        let lone = |mine: &[Expr], other: &[Expr]| mine.iter().any(|n| !other.contains(n));
        if lone(&left, &right) && lone(&right, &left) {
            return Some((
                "a model or a constraint: each side has a variable of its own",
                true,
            ));
        }
    }
    let simple =
        |e: Expr| matches!(store.head(e), Head::Name(_) | Head::Entry) || names(e).is_empty();
    if *relation != Relation::Equal
        && simple(*a)
        && simple(*b)
        && !(left.is_empty() && right.is_empty())
    {
        return Some(("a condition on a variable", false));
    }
    None
}
