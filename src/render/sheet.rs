//! What the formulas of a page share: prepared expressions, one arena of layouts, and the way
//! in which indices are written.

use rustc_hash::FxHashMap;

use super::Options;
use super::layout::{Builder, Formula, Layout, Style};
use super::notation::{Presenter, expanded_terms};
use super::page::{Block, Page, Piece, Text};
use super::script::Indices;
use crate::expr::{Expr, Head, Store};
use crate::languages::Language;
use crate::render::Notation;

/// Formulas of more terms than this are not written out, even where that is asked for.
const MOST_TERMS: u64 = 4_000_000;

/// The least part of a formula outside of which it is the same as another; none if that is all or
/// nothing of it.
fn changed(store: &Store, before: Expr, after: Expr) -> Option<Expr> {
    let (mut old, mut new) = (before, after);
    while old != new {
        let (olds, news) = (store.args(old), store.args(new));
        if store.head(old) != store.head(new) || olds.len() != news.len() {
            break;
        }
        let mut differing = olds.iter().zip(news).filter(|(old, new)| old != new);
        match (differing.next(), differing.next()) {
            (Some((next, part)), None) => (old, new) = (*next, *part),
            _ => break,
        }
    }
    (new != after && old != new).then_some(new)
}

/// Lays out the formulas of one page.
pub struct Sheet<'a> {
    store: &'a Store,
    notation: Notation,
    language: &'static Language,
    comma: bool,
    presenter: Presenter,
    builder: Builder<'a>,
}

impl<'a> Sheet<'a> {
    /// For some formulas and nothing else.
    pub fn new(store: &'a Store, formulas: &[Expr], options: &Options) -> Sheet<'a> {
        let all = || formulas.iter().copied();
        let notation = match options.notation {
            Notation::Expanded if expanded_terms(store, all()) > MOST_TERMS => Notation::Auto,
            notation => notation,
        };
        let mut sheet = Sheet {
            store,
            notation,
            language: options.language,
            comma: options.comma,
            presenter: Presenter::new(notation),
            builder: Builder::new(store, notation, options),
        };
        let mut indices = Indices::default();
        for formula in formulas {
            let formula = sheet.presenter.present(store, *formula);
            indices.add(store, formula, sheet.notation == Notation::Expanded);
        }
        sheet.builder.bracket(indices.bracketed());
        sheet
    }

    /// For a page as people are shown it.
    pub fn of_page(store: &'a Store, page: &Page, options: &Options) -> Sheet<'a> {
        let mut formulas = Vec::new();
        let text = |text: &Text, formulas: &mut Vec<Expr>| {
            formulas.extend(text.0.iter().filter_map(|piece| match piece {
                Piece::Math(formula) => Some(*formula),
                _ => None,
            }));
        };
        text(&page.message, &mut formulas);
        for block in &page.blocks {
            match block {
                Block::Heading(_) => {}
                Block::Paragraph(paragraph) => text(paragraph, &mut formulas),
                Block::Formulas(all) => formulas.extend(all),
                Block::Derivation { first, lines } => {
                    formulas.push(*first);
                    for line in lines.iter().filter(|line| line.level <= options.steps) {
                        formulas.push(line.shown);
                        formulas.extend(&line.conditions);
                        text(&line.reason, &mut formulas);
                    }
                    formulas.extend(lines.last().map(|line| line.shown));
                }
                Block::Dictionary(pairs) => {
                    for (left, right) in pairs {
                        text(left, &mut formulas);
                        text(right, &mut formulas);
                    }
                }
            }
        }
        Sheet::new(store, &formulas, options)
    }

    /// Marks names and entries as linked to something else on the page, by numbers.
    pub fn link(&mut self, links: FxHashMap<Expr, u32>) {
        self.builder.link(links);
    }

    /// The store of the formulas.
    pub fn store(&self) -> &'a Store {
        self.store
    }

    /// The language of the page.
    pub fn language(&self) -> &'static Language {
        self.language
    }

    /// Whether the comma between the formulas before and after a piece of a text could be read as
    /// that of a decimal.
    pub fn separates(&self, pieces: &[Piece], at: usize) -> bool {
        let number = |piece: Option<&Piece>| match piece {
            Some(Piece::Math(formula)) => {
                let bare = match (self.store.head(*formula), self.store.args(*formula)) {
                    (Head::Neg, [inner]) => *inner,
                    _ => *formula,
                };
                match self.store.head(bare) {
                    Head::Number(number) => number.written().is_some_and(|text| text.contains('.')),
                    _ => false,
                }
            }
            _ => false,
        };
        self.comma
            && (number(at.checked_sub(1).and_then(|at| pieces.get(at)))
                || number(pieces.get(at + 1)))
    }

    /// Lays a formula out.
    pub fn lay(&mut self, formula: Expr, style: Style) -> Formula {
        let formula = self.presenter.present(self.store, formula);
        self.builder.build(formula, style)
    }

    /// Lays out a formula that follows from another, and marks the part that is new: the least
    /// one outside of which both are the same. Nothing is marked where all is new, or the new part
    /// is wider than a width.
    pub fn lay_changed(&mut self, before: Expr, after: Expr, widest: u32) -> Formula {
        let [before, after] =
            [before, after].map(|formula| self.presenter.present(self.store, formula));
        let formula = self.builder.build(after, Style::Display);
        let Some(changed) = changed(self.store, before, after) else {
            return formula;
        };
        let part = self.builder.build(changed, Style::Display);
        if self.layout().width(part.root) > widest {
            return formula;
        }
        self.builder.build_changed(after, changed, Style::Display)
    }

    /// The items of all formulas laid out so far.
    pub fn layout(&self) -> &Layout {
        self.builder.layout()
    }
}
