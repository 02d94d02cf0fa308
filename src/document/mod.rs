//! Formulas in documents: where they stand, what words stand around them.
//!
//! [`read`] finds the mathematics of a TeX, Markdown, notebook or text file; [`line()`] reads one
//! line of a `.claim` or `.jsonl` file, so that such files can be streamed. Code, verbatim text
//! and comments are no mathematics. Everything is linear in the size of the text.

pub mod acts;
mod asciidoc;
mod beside;
mod blocks;
mod clean;
mod docstrings;
mod dollars;
mod environments;
mod gather;
mod guess;
mod html;
mod ignores;
mod lines;
mod made;
mod markdown;
mod notebook;
mod org;
mod page;
mod place;
mod rd;
mod rst;
mod scan;
mod tex;
mod titles;
mod wiki;
mod words;

pub use blocks::{Block, BlockKind, Blocks};
pub use guess::guess;
pub use ignores::ignore_reason;
pub use place::Places;
pub use words::{Domain, Role, Tone};

use std::path::Path;

use crate::latex::Macros;
use page::{Beside, Flavour, Marks, Page};

/// What kind of file a text is from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `.tex`
    Tex,
    /// `.md`, `.Rmd`, `.qmd`
    Markdown,
    /// `.ipynb`: the Markdown cells.
    Notebook,
    /// `.rst`
    Rst,
    /// `.html`
    Html,
    /// `.adoc`
    Asciidoc,
    /// `.org`
    Org,
    /// `.wiki`: MediaWiki.
    Wiki,
    /// `.Rd`: help pages of R.
    Rd,
    /// `.py`: docstrings.
    Python,
    /// `.jl`: docstrings.
    Julia,
    /// `.rs`: comments of documentation.
    Rust,
    /// `.R`: comments of roxygen.
    R,
    /// `.txt` and whatever else has formulas between dollar signs.
    Text,
    /// `.claim`: one plain claim a line.
    Claims,
    /// `.jsonl`: one object a line.
    Lines,
}

impl Kind {
    /// The kind of a file, by the end of its name; `None` for one that is not known.
    pub fn of(path: &Path) -> Option<Kind> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match extension.as_str() {
            "tex" | "ltx" | "latex" | "sty" | "cls" | "rnw" | "snw" => Kind::Tex,
            "md" | "markdown" | "mkd" | "mdown" | "mdwn" | "rmd" | "rmarkdown" | "qmd" | "mdx" => {
                Kind::Markdown
            }
            "ipynb" => Kind::Notebook,
            "rst" | "rest" => Kind::Rst,
            "html" | "htm" | "xhtml" => Kind::Html,
            "adoc" | "asciidoc" | "asc" => Kind::Asciidoc,
            "org" => Kind::Org,
            "wiki" | "mediawiki" => Kind::Wiki,
            "rd" => Kind::Rd,
            "py" | "pyi" => Kind::Python,
            "jl" => Kind::Julia,
            "rs" => Kind::Rust,
            "r" => Kind::R,
            "txt" | "text" => Kind::Text,
            "claim" | "claims" => Kind::Claims,
            "jsonl" | "ndjson" => Kind::Lines,
            _ => return None,
        })
    }
}

/// In which notation a formula is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Notation {
    /// For [`crate::latex::read`].
    Latex,
    /// For [`crate::parse::claim`].
    Plain,
}

/// A formula of a document.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// The formula, without dollar signs; an environment is kept.
    pub text: String,
    /// The notation.
    pub notation: Notation,
    /// The line of its first character, from 1.
    pub line: usize,
    /// The column of its first character, counted in characters from 1.
    pub column: usize,
    /// The byte of the file at which it starts; in a notebook that of its cell's line.
    pub offset: usize,
    /// Where its characters stand, if it is not one piece of the file.
    pub places: Places,
    /// Whether it stands apart from the text.
    pub display: bool,
    /// The words before it, back to the formula before or the start of the paragraph.
    pub before: String,
    /// The words after it.
    pub after: String,
    /// Whether nothing, or only words such as "which is", stands between it and the formula before.
    pub continues: bool,
    /// The title of its section.
    pub title: std::sync::Arc<str>,
    /// The text before it, with its formulas.
    pub lead: String,
    /// What the words before it make it.
    pub role: Role,
    /// Whether a condition holds beyond its sentence.
    pub lasting: bool,
    /// How the words before it bring it in.
    pub tone: Tone,
    /// The number of the sentence in which it stands.
    pub sentence: usize,
    /// What the words of its sentence do with it.
    pub act: acts::Reading,
    /// The number of the innermost block in which it stands.
    pub block: usize,
    /// What words say of the name that it is: "a symmetric matrix", "positive".
    pub facts: Vec<acts::Fact>,
    /// What the words after it say of it: "be a positive integer".
    pub domain: Option<Domain>,
    /// Why it is not to be checked, where a comment `equiff: ignore` says so.
    pub ignore: Option<String>,
    /// The `id` of a line of a `.jsonl` file.
    pub id: Option<serde_json::Value>,
}

impl Found {
    fn new(text: String, notation: Notation, line: usize, column: usize, offset: usize) -> Found {
        Found {
            text,
            notation,
            line,
            column,
            offset,
            places: Places::default(),
            display: true,
            before: String::new(),
            after: String::new(),
            continues: false,
            title: std::sync::Arc::default(),
            lead: String::new(),
            role: Role::Statement,
            lasting: true,
            tone: Tone::Plain,
            sentence: 0,
            act: acts::Reading::default(),
            block: 0,
            facts: Vec::new(),
            domain: None,
            ignore: None,
            id: None,
        }
    }
}

/// What has been found in a document.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The macros that it defines, anywhere.
    pub macros: Macros,
    /// Its formulas, in order.
    pub formulas: Vec<Found>,
    /// Its sections, items, rows and paragraphs.
    pub blocks: Blocks,
    /// The lines of comments `equiff: ignore` that no formula is at, and the reasons that they
    /// give.
    pub unused_ignores: Vec<(usize, String)>,
}

/// A line that could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
    /// Its `id`, if it has one.
    pub id: Option<serde_json::Value>,
}

/// Finds the formulas of a document.
///
/// # Errors
/// If a notebook is no JSON, or a line of a `.jsonl` file is none; the first fault is reported.
pub fn read(kind: Kind, text: &str) -> Result<Document, BadLine> {
    with(kind, text, Beside::default())
}

/// Finds the formulas of a document that is a file, and the macros of the files beside it that it
/// reads.
///
/// # Errors
/// As those of [`read`].
pub fn read_file(kind: Kind, text: &str, path: &Path) -> Result<Document, BadLine> {
    with(kind, text, beside::of(path, text))
}

fn with(kind: Kind, text: &str, beside: Beside) -> Result<Document, BadLine> {
    match kind {
        Kind::Tex => Ok(tex::read(text, beside)),
        Kind::Markdown => Ok(markdown::read(text, beside)),
        Kind::Text if rst::is_rst(text) => Ok(rst::read(text, beside)),
        Kind::Text => Ok(scan::read(Page {
            beside,
            ..Page::new(text, Flavour::Text, Marks::TEX)
        })),
        Kind::Rst => Ok(rst::read(text, beside)),
        Kind::Html => Ok(html::read(text, beside)),
        Kind::Asciidoc => Ok(asciidoc::read(text, beside)),
        Kind::Org => Ok(org::read(text, beside)),
        Kind::Wiki => Ok(wiki::read(text, beside)),
        Kind::Rd => Ok(rd::read(text, beside)),
        Kind::Python => Ok(docstrings::python(text, beside)),
        Kind::Julia => Ok(docstrings::julia(text, beside)),
        Kind::Rust => Ok(docstrings::rust(text, beside)),
        Kind::R => Ok(docstrings::r(text, beside)),
        Kind::Notebook => notebook::read(text, beside),
        Kind::Claims | Kind::Lines => {
            let mut formulas = Vec::new();
            let mut offset = 0;
            for (number, line) in text.split_inclusive('\n').enumerate() {
                let found = self::line(kind, line, number + 1).transpose()?;
                formulas.extend(found.map(|mut found| {
                    found.offset += offset;
                    found
                }));
                offset += line.len();
            }
            Ok(Document {
                formulas,
                ..Document::default()
            })
        }
    }
}

/// Reads a line of a `.claim` or `.jsonl` file; `None` for a blank line or a comment.
pub fn line(kind: Kind, text: &str, number: usize) -> Option<Result<Found, BadLine>> {
    match kind {
        Kind::Claims => lines::claim(text, number).map(Ok),
        _ => lines::object(text, number),
    }
}
