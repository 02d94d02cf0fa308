//! Suspects: definitions that differ by a small edit from the usual formula of what they are called.
//!
//! A library has the usual formulas of the field, a theme a file. A side of a formula is compared
//! with those that the words around it, or its left side, name. If it is one of them, or a reliable
//! variant, or anything else that the library knows, nothing is said; if it is what a slip of the
//! pen makes of one, it is a suspect. Nothing is proved by that: the verdict stays what it is.

pub mod brackets;
mod columns;
mod compare;
pub mod cues;
mod edits;
pub mod entry;
mod form;
pub mod indices;
/// The usual formulas, a theme a file.
pub mod library {
    include!(concat!(env!("OUT_DIR"), "/check_suspects_library.rs"));
}
mod letters;
mod naming;
mod order;
mod pieces;
mod placed;
mod read;
mod repair;
mod rows;
mod theorems;
mod unclosed;
mod value;
mod words;

use std::cell::OnceCell;
use std::ops::Range;

use super::{Report, Verdict};
use crate::expr::{Expr, Store};
use crate::latex::{Macros, Scope};
use crate::render::plain;
use compare::{Asked, Known};
use cues::Context;
use edits::Kind;
use entry::{Entry, Scale};
use form::Form;
use pieces::Piece;

/// A formula that differs from the usual one of what it is called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suspect {
    /// The usual formula, in the letters of the document; empty where none can be told, as where a
    /// bracket has no partner.
    pub usual: String,
    /// What it is called.
    pub name: String,
    /// The difference in words.
    pub difference: String,
    /// The bytes of the side that differs.
    pub span: Range<usize>,
}

/// Whether a suspect is looked for: what is claimed, and holds or is refuted, is none.
pub fn is_open(report: &Report) -> bool {
    matches!(
        report.verdict,
        Verdict::NoClaim | Verdict::Unknown | Verdict::Unparsed
    )
}

/// Formulas with more sides are tables of data.
const MOST_SIDES: usize = 40;

/// An entry with what is computed of it when it is first needed.
struct Shelf {
    entry: &'static Entry,
    usual: OnceCell<Option<Known>>,
    also: OnceCell<Vec<Known>>,
}

/// The library of a thread: its formulas live in one store.
struct Library {
    store: Store,
    shelves: Vec<Shelf>,
}

thread_local! {
    static LIBRARY: Library = Library::new();
}

impl Library {
    fn new() -> Library {
        let entries = library::ALL.iter().copied().flatten();
        Library {
            store: Store::new(),
            shelves: entries
                .map(|entry| Shelf {
                    entry,
                    usual: OnceCell::new(),
                    also: OnceCell::new(),
                })
                .collect(),
        }
    }
}

impl Shelf {
    /// A formula of the entry as it is read.
    fn text(&self, text: &str) -> String {
        match self.entry.matrices {
            true => columns::as_numbers(text),
            false => text.to_owned(),
        }
    }

    fn usual(&self, store: &Store) -> Option<&Known> {
        let known = || Known::of(store, &self.text(self.entry.usual));
        self.usual.get_or_init(known).as_ref()
    }

    fn also(&self, store: &Store) -> &[Known] {
        self.also.get_or_init(|| {
            let texts = self.entry.also.iter();
            texts
                .filter_map(|text| Known::of(store, &self.text(text)))
                .collect()
        })
    }

    /// Whether one of some forms is the usual formula or a variant.
    fn has(&self, store: &Store, own: &Store, forms: &[Form], scale: Scale) -> bool {
        let known = self.usual(store).into_iter().chain(self.also(store));
        known.into_iter().any(|known| {
            forms
                .iter()
                .any(|form| compare::is(own, form, known, scale, self.entry.letters))
        })
    }
}

/// The suspect in a formula, if there is one.
pub fn find(text: &str, macros: &Macros, context: &Context) -> Option<Suspect> {
    let pieces = pieces::pieces(text);
    if pieces.len() > MOST_SIDES {
        return None;
    }
    if let Some(found) = theorems::find(text, &pieces, context) {
        return Some(found);
    }
    LIBRARY.with(|library| {
        let mut looker = Looker {
            library,
            store: Store::new(),
            scope: Scope::new(),
            text,
            context,
        };
        looker.scope.macros = macros.clone();
        let rows = looker.rows(&pieces);
        rows.or_else(|| pieces.iter().find_map(|piece| looker.look(piece)))
    })
}

/// Formulas that nothing calls by a name are looked at if they are as long as this.
const LONG: usize = 30;

/// A side of a formula.
struct Side<'a> {
    piece: &'a Piece,
    /// Its text.
    own: &'a str,
    /// The left side without blanks; empty if it is one itself.
    left: &'a str,
}

/// An entry that a side may be meant as.
struct Candidate<'l> {
    shelf: &'l Shelf,
    /// Whether words or the left side call it so; else it only looks like that.
    named: bool,
}

struct Looker<'a> {
    library: &'a Library,
    store: Store,
    scope: Scope,
    text: &'a str,
    context: &'a Context,
}

impl Looker<'_> {
    /// A sum of transition probabilities over the wrong index.
    fn rows(&self, pieces: &[Piece]) -> Option<Suspect> {
        let [sum, one] = pieces else { return None };
        let text = |piece: &Piece| &self.text[piece.span.clone()];
        if text(one) != "1" || !one.equal || !self.context.says_any(rows::CALLED) {
            return None;
        }
        if self.context.says_any(rows::UNLESS) {
            return None;
        }
        let term = read::term(&self.store, text(sum), &self.scope)?;
        let [usual, here] = rows::find(&self.store, term)?;
        Some(Suspect {
            name: "row sum of a transition matrix".to_owned(),
            difference: format!(
                "an index or a bound differs: the rows of a transition matrix sum to 1, {usual}, \
                 this one is {here}"
            ),
            usual,
            span: sum.span.clone(),
        })
    }

    fn look(&self, piece: &Piece) -> Option<Suspect> {
        let own = &self.text[piece.span.clone()];
        let left = squashed(&self.text[piece.left.clone()]);
        let left = if piece.left == piece.span { "" } else { &*left };
        let side = Side { piece, own, left };
        let shelves = self.library.shelves.iter().filter(|_| piece.equal);
        let (matrices, numbers): (Vec<Candidate>, Vec<Candidate>) = shelves
            .filter_map(|shelf| self.candidate(shelf, &side))
            .partition(|candidate| candidate.shelf.entry.matrices);
        if let Some(found) = self.link_of_predictor(&side).filter(|_| piece.equal) {
            return Some(found);
        }
        let slash = unclosed::may_be(own);
        if !numbers.is_empty() || slash {
            let term = read::term(&self.store, own, &self.scope);
            if let Some(term) = term
                && slash
                && let Some([usual, here]) = unclosed::find(&self.store, term)
            {
                return Some(Suspect {
                    name: "fraction with a bracket".to_owned(),
                    difference: format!(
                        "a bracket is missing: {usual} is meant, and {here} stands here"
                    ),
                    usual,
                    span: piece.span.clone(),
                });
            }
            let found = match term {
                Some(term) => self.compare(&numbers, term, &side),
                None => self.unbalanced(&numbers, &side),
            };
            if found.is_some() {
                return found;
            }
        }
        if matrices.is_empty() || !columns::may_be(own) {
            return None;
        }
        let term = read::term(&self.store, &columns::as_numbers(own), &self.scope)?;
        self.compare(&matrices, term, &side)
    }

    /// Whether a side may be meant as the formula of an entry: as it is called, or as it looks.
    fn candidate<'l>(&self, shelf: &'l Shelf, side: &Side<'_>) -> Option<Candidate<'l>> {
        let entry = shelf.entry;
        let has = |part: &&str| side.own.contains(*part);
        let within = entry.within.is_empty() || entry.within.iter().any(has);
        let without = !entry.without.iter().any(has);
        if is_derivative(side.left) != entry.derivative || !within || !without {
            return None;
        }
        let named = self.context.calls(entry, side.left);
        let long = side.own.len() >= LONG && !side.left.is_empty();
        let shape = entry.unmistakable && long && !cues::is_other(entry, side.left);
        (named || shape).then_some(Candidate { shelf, named })
    }

    /// Compares a term with the formulas that are meant.
    fn compare(&self, candidates: &[Candidate], term: Expr, side: &Side<'_>) -> Option<Suspect> {
        let forms = compare::forms(&self.store, term);
        // The negative of a left side is that of the right one.
        let scale = match side.left.starts_with('-') {
            true => Scale::Any,
            false => Scale::Exact,
        };
        let is = |shelf: &Shelf| {
            let scale = shelf.entry.scale.max(scale);
            shelf.has(&self.library.store, &self.store, &forms, scale)
        };
        let usual: Vec<&Shelf> = candidates
            .iter()
            .map(|candidate| candidate.shelf)
            .filter(|shelf| is(shelf))
            .collect();
        if !usual.is_empty() {
            return self.misplaced(&usual, &forms, side);
        }
        if let Some(found) = self.index(candidates, term, side) {
            return Some(found);
        }
        let mut found = candidates.iter();
        let found = found.find_map(|candidate| {
            let found = self.edited(candidate, &forms, side, scale)?;
            Some((found, candidate.shelf.entry))
        })?;
        // What is usual for another thing that is spoken of is meant for that.
        let (found, entry) = found;
        let by_left = cues::fits_left(entry, side.left);
        let mut others = self.library.shelves.iter();
        let other = others.any(|shelf| {
            let elsewhere =
                by_left && !shelf.entry.left.is_empty() && !cues::fits_left(shelf.entry, side.left);
            !elsewhere && self.context.mentions(shelf.entry, side.left) && is(shelf)
        });
        (!other).then_some(found)
    }

    /// A well-known formula of which a bracket has no partner.
    fn unbalanced(&self, candidates: &[Candidate], side: &Side<'_>) -> Option<Suspect> {
        let (usual, name) = repair::brackets(side.own).into_iter().find_map(|text| {
            let term = read::term(&self.store, &text, &self.scope)?;
            Some((plain(&self.store, term), self.named(candidates, term)?))
        })?;
        Some(Suspect {
            usual,
            name: name.to_owned(),
            difference: format!("a bracket is missing: one has no partner in this {name}"),
            span: side.piece.span.clone(),
        })
    }

    /// A well-known formula in which a sum has one index, and its terms another one.
    fn index(&self, candidates: &[Candidate], term: Expr, side: &Side<'_>) -> Option<Suspect> {
        let repaired = repair::index(&self.store, term)?;
        let name = self.named(candidates, repaired)?;
        let [usual, here] = [repaired, term].map(|term| plain(&self.store, term));
        Some(Suspect {
            difference: words::difference(Kind::Index, name, &usual, &here),
            usual,
            name: name.to_owned(),
            span: side.piece.span.clone(),
        })
    }

    /// What a term is of what it is called.
    fn named(&self, candidates: &[Candidate], term: Expr) -> Option<&'static str> {
        let forms = compare::forms(&self.store, term);
        let mut called = candidates.iter().filter(|candidate| candidate.named);
        let found = called.find(|candidate| {
            let (shelf, scale) = (candidate.shelf, candidate.shelf.entry.scale);
            shelf.has(&self.library.store, &self.store, &forms, scale)
        });
        found.map(|candidate| candidate.shelf.entry.name)
    }

    fn edited(
        &self,
        candidate: &Candidate,
        forms: &[Form],
        side: &Side<'_>,
        scale: Scale,
    ) -> Option<Suspect> {
        let entry = candidate.shelf.entry;
        let known = candidate.shelf.usual(&self.library.store)?;
        let asked = Asked {
            scale: match candidate.named {
                true => entry.scale.max(scale),
                false => scale,
            },
            letters: !candidate.named,
            usual: entry.letters,
        };
        forms.iter().find_map(|form| {
            let library = &self.library.store;
            let (edit, names) = compare::edit_of(&self.store, library, form, known, asked)?;
            if side.left.is_empty() && edit.kind.takes_away()
                || entry.matrices && edit.kind == Kind::Letter
            {
                // A part of something is no definition of it.
                return None;
            }
            let texts = words::of(library, &known.form, edit, form, &names);
            let [usual, before, after] = match entry.matrices {
                true => texts.map(|text| columns::with_transposes(&text)),
                false => texts,
            };
            Some(Suspect {
                difference: words::difference(edit.kind, entry.name, &before, &after),
                usual,
                name: entry.name.to_owned(),
                span: side.piece.span.clone(),
            })
        })
    }
}

/// A text without blanks and sizes of brackets.
fn squashed(text: &str) -> String {
    let mut out: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '&')
        .collect();
    for mark in [
        "\\left",
        "\\right",
        "\\bigl",
        "\\bigr",
        "\\big",
        "\\Big",
        "\\,",
        "\\;",
        "\\!",
        "\\mathrm",
        "\\mathbf",
        "\\boldsymbol",
        "\\operatorname",
        "\\mathop",
        "\\textrm",
        "\\text",
    ] {
        out = out.replace(mark, "");
    }
    out.replace("{=}", "=")
}

/// Whether a left side is a derivative.
fn is_derivative(left: &str) -> bool {
    ["\\partial", "\\nabla", "'", "^\\prime", "{d}", "\\frac{d"]
        .iter()
        .any(|mark| left.contains(mark))
        || left.starts_with("\\dot")
}
