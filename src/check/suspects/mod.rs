//! Suspects: definitions that differ by a small edit from the usual formula of what they are called.
//!
//! A library has the usual formulas of the field, a theme a file. A side of a formula is compared
//! with those that the words around it, or its left side, name. If it is one of them, or a reliable
//! variant, or anything else that the library knows, nothing is said; if it is what a slip of the
//! pen makes of one, it is a suspect. Nothing is proved by that: the verdict stays what it is.

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
mod pieces;
mod read;
mod unclosed;
mod value;
mod words;

use std::cell::OnceCell;
use std::ops::Range;

use super::{Report, Verdict};
use crate::expr::Store;
use crate::latex::{Macros, Scope};
use compare::Known;
use cues::Context;
use edits::Kind;
use entry::{Entry, Scale};
use form::Form;
use pieces::Piece;

/// A formula that differs from the usual one of what it is called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suspect {
    /// The usual formula, in the letters of the document.
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
    fn usual(&self, store: &Store) -> Option<&Known> {
        let known = || Known::of(store, self.entry.usual, true);
        self.usual.get_or_init(known).as_ref()
    }

    fn also(&self, store: &Store) -> &[Known] {
        self.also.get_or_init(|| {
            let texts = self.entry.also.iter();
            texts
                .filter_map(|text| Known::of(store, text, false))
                .collect()
        })
    }

    /// Whether one of some forms is the usual formula or a variant.
    fn has(&self, store: &Store, own: &Store, forms: &[Form], scale: Scale) -> bool {
        let known = self.usual(store).into_iter().chain(self.also(store));
        known.into_iter().any(|known| {
            forms
                .iter()
                .any(|form| compare::is(own, form, known, scale))
        })
    }
}

/// The suspect in a formula, if there is one.
pub fn find(text: &str, macros: &Macros, context: &Context) -> Option<Suspect> {
    let pieces = pieces::pieces(text);
    if pieces.len() > MOST_SIDES {
        return None;
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
        pieces.iter().find_map(|piece| looker.look(piece))
    })
}

struct Looker<'a> {
    library: &'a Library,
    store: Store,
    scope: Scope,
    text: &'a str,
    context: &'a Context,
}

impl Looker<'_> {
    fn look(&self, piece: &Piece) -> Option<Suspect> {
        let own = &self.text[piece.span.clone()];
        let left = squashed(&self.text[piece.left.clone()]);
        let left = if piece.left == piece.span { "" } else { &*left };
        let shelves: Vec<&Shelf> = match piece.equal {
            true => {
                let shelves = self.library.shelves.iter();
                shelves
                    .filter(|shelf| self.fits(shelf.entry, left))
                    .collect()
            }
            false => Vec::new(),
        };
        let slash = unclosed::may_be(own);
        if shelves.is_empty() && !slash {
            return None;
        }
        let term = read::term(&self.store, own, &self.scope)?;
        if slash && let Some([usual, here]) = unclosed::find(&self.store, term) {
            return Some(Suspect {
                name: "fraction with a bracket".to_owned(),
                difference: format!(
                    "a bracket is missing: {usual} is meant, and {here} stands here"
                ),
                usual,
                span: piece.span.clone(),
            });
        }
        let forms = compare::forms(&self.store, term);
        // The negative of a left side is that of the right one.
        let scale = match left.starts_with('-') {
            true => Scale::Any,
            false => Scale::Exact,
        };
        let is = |shelf: &Shelf| {
            let scale = shelf.entry.scale.max(scale);
            shelf.has(&self.library.store, &self.store, &forms, scale)
        };
        if shelves.iter().any(|shelf| is(shelf)) {
            return None;
        }
        let mut found = shelves.iter();
        let found = found.find_map(|shelf| self.edited(shelf, &forms, piece, scale))?;
        // What is usual for another thing is meant for that.
        let others = &self.library.shelves;
        (!others.iter().any(is)).then_some(found)
    }

    fn fits(&self, entry: &Entry, left: &str) -> bool {
        is_derivative(left) == entry.derivative && self.context.calls(entry, left)
    }

    fn edited(
        &self,
        shelf: &Shelf,
        forms: &[Form],
        piece: &Piece,
        scale: Scale,
    ) -> Option<Suspect> {
        let bare = piece.left == piece.span;
        let known = shelf.usual(&self.library.store)?;
        let name = shelf.entry.name;
        forms.iter().find_map(|form| {
            let scale = shelf.entry.scale.max(scale);
            let (edit, names) = compare::edit_of(&self.store, form, known, scale)?;
            if bare
                && matches!(
                    edit.kind,
                    Kind::Term | Kind::Factor | Kind::Function | Kind::Letter
                )
            {
                // A part of something is no definition of it.
                return None;
            }
            let [usual, before, after] =
                words::of(&self.library.store, &known.form, edit, form, &names);
            Some(Suspect {
                difference: words::difference(edit.kind, name, &before, &after),
                usual,
                name: name.to_owned(),
                span: piece.span.clone(),
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
