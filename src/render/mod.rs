//! Writing pages and formulas: one layout, one file a format.

pub mod block;
pub mod color;
pub mod drawing;
pub mod flow;
pub mod frame;
pub mod layout;
pub mod localise;
pub mod markup;
mod memo;
pub mod notation;
pub mod omml;
pub mod page;
pub mod pieces;
mod plain;
pub mod reasons;
pub mod script;
pub mod sheet;
pub mod spelt;
pub mod spoken;
pub mod steps;
pub mod tex;
pub mod text;
pub mod typ;
pub mod typeset;
pub mod words;

pub use plain::{plain, plain_within};

use crate::expr::{Expr, Store};
use crate::languages::Language;
use color::Colors;
use page::{Level, Page};
use reasons::Reasons;
use tex::display::Displays;

include!(concat!(env!("OUT_DIR"), "/render_formats.rs"));

/// How indexed sums and long sums are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Notation {
    /// Whatever reads best for the size.
    #[default]
    Auto,
    /// Every term.
    Expanded,
    /// First terms, dots, last term.
    Dots,
    /// A sum sign.
    Sum,
    /// Vectors and matrices.
    Vector,
}

/// What the writer of a format needs to know beside the page.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Level of detail.
    pub steps: Level,
    /// Notation of sums.
    pub notation: Notation,
    /// Width in columns, for formats that wrap; `None`: no wrapping.
    pub width: Option<usize>,
    /// Width of a line in formats that are typeset, in tenths of a digit; `None`: as usual.
    pub line: Option<u32>,
    /// Where reasons stand.
    pub reasons: Reasons,
    /// How LaTeX sets formulas on lines of their own.
    pub displays: Displays,
    /// Whether the terminal may be painted.
    pub color: bool,
    /// The colours of names.
    pub colors: Colors,
    /// Whether to write a document that compiles as it stands, where a format has fragments too.
    pub standalone: bool,
    /// The theme of slides.
    pub theme: Option<String>,
    /// The language of the words that formats add; a page is put into it by [`localise::page`].
    pub language: &'static Language,
    /// Whether decimals have a comma.
    pub comma: bool,
}

impl Options {
    /// The same without the colours that names have of themselves, for formats in which colours
    /// cost something.
    pub fn uncolored(options: &Options) -> Options {
        let mut options = options.clone();
        options.colors.by_name = false;
        options
    }

    /// The same for a part of a document: no document by itself, its names without colours.
    pub fn fragment(options: &Options) -> Options {
        Options {
            standalone: false,
            ..Options::colorless(options)
        }
    }

    /// The same without any colour of names, for formats that cannot show them.
    pub fn colorless(options: &Options) -> Options {
        Options {
            colors: Colors::default(),
            ..options.clone()
        }
    }
}

/// Writing a document of several pages, one after another.
pub struct Parts {
    /// Writes a page without what makes it a document.
    pub write: fn(&Store, &Page, &Options) -> String,
    /// What stands before and after the parts of a document with a title.
    pub around: fn(&str, &Options) -> [String; 2],
}

/// An output format.
pub struct Format {
    /// Its word for `--to`.
    pub name: &'static str,
    /// The usual ending of its files, without the dot.
    pub extension: &'static str,
    /// One line for the help.
    pub about: &'static str,
    /// Whether its pages hold the drawing of the network.
    pub draws: bool,
    /// Writes a page.
    pub write: fn(&Store, &Page, &Options) -> String,
    /// Writes a single formula, without delimiters where the format has them.
    pub formula: fn(&Store, Expr, &Options) -> String,
    /// How a document is written part by part, where that can be.
    pub parts: Option<Parts>,
    /// Makes the file of what was written, where that is not its text.
    pub pack: Option<fn(&str) -> Result<Vec<u8>, String>>,
}

impl Format {
    /// The bytes of the file for what was written.
    ///
    /// # Errors
    /// Why it cannot be packed, and a way out.
    pub fn file(&self, written: String) -> Result<Vec<u8>, String> {
        match self.pack {
            Some(pack) => pack(&written),
            None => Ok(written.into_bytes()),
        }
    }
}

/// A single formula in a format.
pub fn formula(format: &Format, store: &Store, expr: Expr, options: &Options) -> String {
    (format.formula)(store, expr, options)
}

/// The format of a name.
pub fn format(name: &str) -> Option<&'static Format> {
    ALL.iter().copied().find(|format| format.name == name)
}
