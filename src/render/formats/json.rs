//! JSON for programs: the object that the contract describes, with plain formulas.

use std::cell::RefCell;

use rustc_hash::FxHashSet;
use serde_json::{Value, json};

use crate::expr::{Expr, Store};
use crate::render::notation::{Expander, expanded_terms};
use crate::render::page::{Line, Link, Page, Piece, Text};
use crate::render::plain::{indexed, plain_with};
use crate::render::{Format, Options, plain, tex, text};

/// JSON.
pub static FORMAT: Format = Format {
    name: "json",
    extension: "json",
    about: "JSON with plain formulas, for programs",
    draws: false,
    write,
    formula,
    parts: None,
    pack: None,
};

/// Sums of numeric bounds are written out on pages where none has more terms.
const MOST_TERMS: u64 = 64;

/// A plain formula.
pub fn formula(store: &Store, expr: Expr, _: &Options) -> String {
    plain(store, expr)
}

/// Writes the formulas of one page.
struct Writer<'a> {
    store: &'a Store,
    expander: Option<RefCell<Expander>>,
    /// Names all of whose entries have brackets.
    bracketed: FxHashSet<Expr>,
}

impl Writer<'_> {
    fn plain(&self, expr: Expr) -> String {
        let expr = match &self.expander {
            Some(expander) => expander.borrow_mut().expand(self.store, expr),
            None => expr,
        };
        plain_with(self.store, expr, &self.bracketed)
    }

    fn all(&self, formulas: &[Expr]) -> Vec<String> {
        formulas.iter().map(|expr| self.plain(*expr)).collect()
    }

    fn text(&self, text: &Text) -> String {
        let pieces = text.0.iter().map(|piece| match piece {
            Piece::Words(words) => text::clean(words),
            Piece::Code(code) => text::clean(code),
            Piece::Math(expr) => self.plain(*expr),
        });
        pieces.collect()
    }

    fn step(&self, line: &Line) -> Value {
        let relation = match line.relation {
            Link::Iff => "<=>",
            Link::Implies => "=>",
            Link::Equal => "=",
        };
        json!({
            "rule": line.rule,
            "relation": relation,
            "before": self.plain(line.before),
            "after": self.plain(line.after),
            "conditions": self.all(&line.conditions),
            "reason": self.text(&line.reason),
        })
    }
}

fn write(store: &Store, page: &Page, options: &Options) -> String {
    let steps = page.steps.iter().flat_map(|line| [line.before, line.after]);
    let formulas = [page.network]
        .into_iter()
        .chain(page.result.iter().copied());
    let links = page.link.iter();
    let links = links.flat_map(|link| [link.formula, link.inverse, link.domain]);
    let all: Vec<Expr> = formulas.chain(steps).collect();
    let terms = expanded_terms(store, all.iter().copied());
    let writer = Writer {
        store,
        bracketed: indexed(store, all.into_iter().chain(links)),
        // Where there is nothing to write out, no formula need be looked at.
        expander: (1..=MOST_TERMS).contains(&terms).then(RefCell::default),
    };
    let link = page.link.as_ref().map(|link| {
        json!({
            "name": link.name,
            "formula": writer.plain(link.formula),
            "inverse": writer.plain(link.inverse),
            "domain": writer.plain(link.domain),
        })
    });
    let glm = page.glm.as_ref().map(|glm| {
        json!({
            "name": glm.name,
            "families": glm.families,
            "canonical_for": glm.canonical_for,
        })
    });
    let object = json!({
        "verdict": page.verdict.word(),
        "direction": page.direction.word(),
        "network": {
            "plain": writer.plain(page.network),
            "inputs": writer.all(&page.inputs),
            "outputs": writer.all(&page.outputs),
        },
        "result": {
            "plain": writer.all(&page.result),
            "latex": result_latex(store, &page.result, options),
        },
        "conditions": writer.all(&page.conditions),
        "link": link,
        "glm": glm,
        "steps": page.steps.iter().map(|line| writer.step(line)).collect::<Vec<_>>(),
        "message": writer.text(&page.message),
    });
    format!("{object:#}\n")
}

/// The result as one LaTeX formula.
fn result_latex(store: &Store, result: &[Expr], options: &Options) -> String {
    match result {
        [] => String::new(),
        [one] => tex::formula(store, *one, options),
        several => {
            let lines: Vec<String> = several
                .iter()
                .map(|expr| tex::formula(store, *expr, options))
                .collect();
            format!(
                "\\begin{{gathered}} {} \\end{{gathered}}",
                lines.join(" \\\\ ")
            )
        }
    }
}
