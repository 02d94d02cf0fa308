//! The proof of a claim as a page, for every format that writes pages.

use super::Shown;
use crate::check::Line as Step;
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::arrange::Arranger;
use crate::render::page::{Block, Line, Link, Page, Text, Verdict};
use crate::render::plain;

/// The proof of a claim, if there is one: chains of steps, laid out as derivations are.
pub fn page(shown: &Shown<'_>) -> Option<Page> {
    let checked = shown.checked;
    let store = shown.store;
    let steps = &checked.report.steps;
    let first = steps.first()?.before;
    let mut blocks = Vec::new();
    let chains = chains(steps);
    let mut rest = chains.as_slice();
    while let [chain, others @ ..] = rest {
        rest = others;
        match others {
            [second, after @ ..] if are_sides(shown, chain, second, chains.len()) => {
                blocks.push(Block::Paragraph("From the left side:".into()));
                blocks.extend(block(store, &checked.reading, chain));
                blocks.push(Block::Paragraph("From the right side:".into()));
                blocks.extend(block(store, &checked.reading, second));
                rest = after;
            }
            _ => blocks.extend(block(store, &checked.reading, chain)),
        }
    }
    Some(Page {
        title: String::new(),
        verdict: match checked.report.verdict {
            crate::check::Verdict::Equivalent => Verdict::Equivalent,
            crate::check::Verdict::Conditional => Verdict::Conditional,
            _ => Verdict::Unknown,
        },
        message: Text::default(),
        network: first,
        result: Vec::new(),
        conditions: checked.report.conditions.clone(),
        steps: Vec::new(),
        link: None,
        glm: None,
        blocks,
    })
}

/// The steps in chains: one begins where a step does not start from what the last one led to.
fn chains(steps: &[Step]) -> Vec<&[Step]> {
    let mut chains = Vec::new();
    let mut start = 0;
    for at in 1..=steps.len() {
        if steps
            .get(at)
            .is_none_or(|step| step.before != steps[at - 1].step.after)
        {
            chains.push(&steps[start..at]);
            start = at;
        }
    }
    chains
}

/// Whether two chains start from the two sides of a statement and meet.
fn are_sides(shown: &Shown<'_>, first: &[Step], second: &[Step], count: usize) -> bool {
    let (store, reading) = (shown.store, shown.checked.reading.as_str());
    let (Some(a), Some(b)) = (first.last(), second.last()) else {
        return false;
    };
    if !Arranger::default().same(store, a.step.after, b.step.after) {
        return false;
    }
    // A side that needs no step has no chain: then two chains belong to different statements.
    let side = |chain: &[Step]| {
        let start = chain[0].before;
        plain(store, value(store, reading, start).unwrap_or(start))
    };
    let (left, right) = (side(first), side(second));
    let stated = ["=", "<=>"].map(|sign| format!("{left} {sign} {right}"));
    let single =
        ![" and ", "=>"].iter().any(|sign| reading.contains(sign)) || reading.contains("<=>");
    stated.iter().any(|link| reading.contains(link)) || count == 2 && single
}

fn block(store: &Store, reading: &str, chain: &[Step]) -> Option<Block> {
    let first = chain.first()?.before;
    let formulas = [first]
        .into_iter()
        .chain(chain.iter().map(|step| step.step.after));
    // Of an identity the terms are shown, not the name that stands for their value.
    let terms: Option<Vec<Expr>> = formulas.map(|f| value(store, reading, f)).collect();
    let shown = |formula: Expr| match &terms {
        Some(_) => value(store, reading, formula).unwrap_or(formula),
        None => formula,
    };
    let lines = chain.iter().map(|step| Line {
        rule: step.step.rule.clone(),
        relation: if terms.is_some() {
            Link::Equal
        } else {
            Link::Iff
        },
        before: step.before,
        after: step.step.after,
        shown: shown(step.step.after),
        conditions: step.conditions.clone(),
        reason: step.reason.clone(),
        level: step.level,
    });
    let lines = lines.collect();
    Some(Block::Derivation {
        first: shown(first),
        lines,
    })
}

/// The term t of `value = t`, where `value` is a name that the claim does not know.
fn value(store: &Store, reading: &str, formula: Expr) -> Option<Expr> {
    let (Head::Relation(Relation::Equal), [name, term]) =
        (store.head(formula), store.args(formula))
    else {
        return None;
    };
    let text = store.name_text(*name)?;
    let fresh = text.strip_prefix("value")?;
    let number = fresh.bytes().all(|b| b.is_ascii_digit());
    (number && !reading.contains(text)).then_some(*term)
}
