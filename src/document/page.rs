//! A text as the scanner gets it: what its format says of it.

use std::ops::Range;

use super::environments::Wrappers;
use super::made::{Made, Origin};

/// By what the text is parted into blocks, and how its comments look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Flavour {
    Tex,
    Markdown,
    /// reStructuredText, and plain text.
    Text,
}

/// A formula in its text.
#[derive(Debug)]
pub(super) struct Span {
    /// With its marks.
    pub outer: Range<usize>,
    /// Without them.
    pub inner: Range<usize>,
    /// Whether it stands apart.
    pub display: bool,
    /// What is read instead of the inner text, with its places in the text around.
    pub clean: Option<Box<Made>>,
}

impl Span {
    pub fn new(outer: Range<usize>, inner: Range<usize>, display: bool) -> Span {
        Span {
            outer,
            inner,
            display,
            clean: None,
        }
    }

    /// The formula, out of the text in which it stands.
    pub fn read<'a>(&'a self, text: &'a str) -> &'a str {
        match &self.clean {
            Some(made) => &made.text,
            None => &text[self.inner.clone()],
        }
    }
}

/// Which marks make mathematics.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Marks {
    /// `$..$`
    pub dollars: bool,
    /// Whether a dollar sign is as a rule something else, as in documentation of code.
    pub rare: bool,
    /// `$$..$$`, `\(..\)`, `\[..\]` and environments.
    pub others: bool,
    /// `\\(..\\)` and `\\[..\\]`, as Markdown wants them.
    pub doubled: bool,
}

impl Marks {
    /// Those of TeX and of plain text.
    pub const TEX: Marks = Marks {
        dollars: true,
        rare: false,
        others: true,
        doubled: false,
    };
    /// Those of documentation in code.
    pub const CODE: Marks = Marks {
        rare: true,
        ..Marks::TEX
    };
    /// Those of Markdown.
    pub const MARKDOWN: Marks = Marks {
        dollars: true,
        rare: false,
        others: true,
        doubled: true,
    };
    /// Only what the format marks by itself.
    pub const NONE: Marks = Marks {
        dollars: false,
        rare: false,
        others: false,
        doubled: false,
    };
}

/// What other files define for a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Beside {
    /// The definitions of macros, as they are written.
    pub definitions: String,
    /// The macros that begin and end environments.
    pub wrappers: Wrappers,
}

impl Beside {
    /// Takes up what one more file defines.
    pub fn extend(&mut self, other: Beside) {
        self.definitions += &other.definitions;
        self.wrappers.extend(other.wrappers);
    }
}

/// A text and what its format says of it.
pub(super) struct Page<'a> {
    /// The text.
    pub text: &'a str,
    /// By what it is parted into blocks.
    pub flavour: Flavour,
    /// What makes mathematics in it.
    pub marks: Marks,
    /// What is no text, in order.
    pub masked: Vec<Range<usize>>,
    /// The formulas that the format marks by itself, in order.
    pub given: Vec<Span>,
    /// The rows of tables, in order: no formula goes beyond one.
    pub rows: Vec<Range<usize>>,
    /// The file, and where the text stands in it.
    pub file: &'a str,
    pub origin: Origin,
    /// What files beside it define.
    pub beside: Beside,
}

impl<'a> Page<'a> {
    /// A text that is its file.
    pub fn new(text: &'a str, flavour: Flavour, marks: Marks) -> Page<'a> {
        Page {
            text,
            flavour,
            marks,
            masked: Vec::new(),
            given: Vec::new(),
            rows: Vec::new(),
            file: text,
            origin: Origin::default(),
            beside: Beside::default(),
        }
    }

    /// A text that is made from a file.
    pub fn made(file: &'a str, made: &'a mut Made, flavour: Flavour, marks: Marks) -> Page<'a> {
        Page {
            flavour,
            marks,
            masked: std::mem::take(&mut made.masked),
            given: std::mem::take(&mut made.given),
            rows: Vec::new(),
            file,
            origin: std::mem::take(&mut made.origin),
            text: &made.text,
            beside: Beside::default(),
        }
    }
}

/// Ranges in order, without overlaps.
pub(super) fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ if range.is_empty() => {}
            _ => merged.push(range),
        }
    }
    merged
}
