//! Levels of detail: which steps of a derivation are shown, and with which relation.

use std::ops::Range;

use super::page::{Direction, Level, Line, Link, Page, Text, Verdict};
use crate::expr::{Args, Expr, Head, Store};

/// A step as it is shown.
#[derive(Clone, Debug)]
pub struct Shown<'a> {
    /// How the formula follows from the one shown before.
    pub link: Link,
    /// The formula.
    pub formula: Expr,
    /// Why; none where several steps are left out.
    pub reason: Option<&'a Text>,
    /// The conditions that entered here or at a step left out before.
    pub conditions: Vec<Expr>,
    /// The lines that it stands for: itself and those left out before.
    pub lines: Range<usize>,
}

/// The steps that a level of detail shows. The last formula always is; a link over steps that
/// are left out is the weakest of theirs. Formulas that follow by equal terms are equivalent. What
/// stands there already is not shown again, unless a condition enters.
pub fn shown<'a>(store: &Store, first: Expr, lines: &'a [Line], level: Level) -> Vec<Shown<'a>> {
    let mut all: Vec<Shown<'a>> = Vec::new();
    let mut link = Link::Equal;
    let mut conditions: Vec<Expr> = Vec::new();
    let mut start = 0;
    for (i, line) in lines.iter().enumerate() {
        link = weaker(link, line.relation);
        for condition in &line.conditions {
            if !conditions.contains(condition) {
                conditions.push(*condition);
            }
        }
        let last = i + 1 == lines.len();
        let above = all.last().map_or(first, |step| step.formula);
        if line.shown == above && conditions.is_empty() {
            continue;
        }
        if last || (level != Level::Result && line.level <= level) {
            let is_formula = store.head(line.shown).is_formula();
            all.push(Shown {
                link: match link {
                    Link::Equal if is_formula => Link::Iff,
                    link => link,
                },
                formula: line.shown,
                reason: (level != Level::Result).then_some(&line.reason),
                conditions: std::mem::take(&mut conditions),
                lines: start..i + 1,
            });
            start = i + 1;
            link = Link::Equal;
        }
    }
    all
}

/// Steps without reasons and conditions, for formats that set these beside them.
pub fn bare<'a>(steps: &[Shown<'a>]) -> Vec<Shown<'a>> {
    let bare = |step: &Shown<'a>| Shown {
        reason: None,
        conditions: Vec::new(),
        ..step.clone()
    };
    steps.iter().map(bare).collect()
}

/// What a page shows in one step: the equation that it starts from, and the step to the one that it
/// ends with, under the conditions that stay. None if they are not equivalent.
pub fn claim(store: &Store, page: &Page) -> Option<(Expr, Shown<'static>)> {
    let proved = matches!(page.verdict, Verdict::Equivalent | Verdict::Conditional);
    let result = match page.result.as_slice() {
        [] => return None,
        [one] => *one,
        several => store.make(Head::And, Args::from_slice(several)),
    };
    let (first, formula) = match page.direction {
        Direction::FromNetwork => (page.network, result),
        Direction::FromModel => (result, page.network),
    };
    proved.then(|| {
        let step = Shown {
            link: Link::Iff,
            formula,
            reason: None,
            conditions: page.conditions.clone(),
            lines: 0..0,
        };
        (first, step)
    })
}

fn weaker(a: Link, b: Link) -> Link {
    match (a, b) {
        (Link::Implies, _) | (_, Link::Implies) => Link::Implies,
        (Link::Iff, _) | (_, Link::Iff) => Link::Iff,
        (Link::Equal, Link::Equal) => Link::Equal,
    }
}
