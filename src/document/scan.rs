//! A scanner for mathematics between dollar signs, `\(..\)`, `\[..\]` and in environments.
//!
//! It goes through the text once; the next place of each closing mark is remembered, so that a
//! million dollar signs without partners take no longer than other text.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Document;
use super::clean;
use super::page::{Beside, Flavour, Marks, Page, Span};

/// The longest text between two dollar signs.
pub(super) const LONGEST_INLINE: usize = 20_000;

/// Finds the formulas of a text outside the ranges that are masked.
pub(super) fn read(page: Page<'_>) -> Document {
    let mut scanner = Scanner::new(page);
    scanner.run();
    scanner.document()
}

/// The definitions of macros in a text of TeX, for another that uses them.
pub(super) fn definitions(text: &str) -> Beside {
    let page = Page::new(text, Flavour::Tex, Marks::TEX);
    let mut scanner = Scanner::new(page);
    scanner.run();
    Beside {
        definitions: scanner.definitions,
        wrappers: scanner.beside.wrappers,
    }
}

pub(super) struct Scanner<'a> {
    pub text: &'a str,
    pub flavour: Flavour,
    pub page: Page<'a>,
    pub next_mask: usize,
    pub found: Vec<Span>,
    /// Where comments say that a formula is to be ignored, whether they stand alone in their line,
    /// and why.
    pub ignores: Vec<(usize, bool, String)>,
    pub definitions: String,
    /// What files beside define, and the macros of the text that begin and end environments.
    pub beside: Beside,
    /// Before this byte no definition is complete.
    pub no_definition: usize,
    /// The next place of a closing mark at or after the place it was looked for.
    pub next: FxHashMap<String, Option<usize>>,
}

impl<'a> Scanner<'a> {
    fn new(page: Page<'a>) -> Scanner<'a> {
        Scanner {
            text: page.text,
            flavour: page.flavour,
            beside: page.beside.clone(),
            page,
            next_mask: 0,
            found: Vec::new(),
            ignores: Vec::new(),
            definitions: String::new(),
            no_definition: 0,
            next: FxHashMap::default(),
        }
    }
}

impl Scanner<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut given = std::mem::take(&mut self.page.given).into_iter().peekable();
        let mut at = 0;
        while at < bytes.len() {
            // A formula that the format marks comes before what else may be there.
            while let Some(span) = given.next_if(|span| span.outer.start <= at) {
                if span.outer.start == at && !span.read(self.text).trim().is_empty() {
                    at = span.outer.end.max(at);
                    self.comments_of(&span);
                    self.found.push(span);
                }
            }
            if at >= bytes.len() {
                break;
            }
            if let Some(mask) = self.page.masked.get(self.next_mask) {
                if at >= mask.end {
                    self.next_mask += 1;
                    continue;
                }
                if at >= mask.start {
                    let mask = mask.clone();
                    self.comment(mask.clone());
                    at = match given.peek() {
                        Some(span) if span.outer.start > at => mask.end.min(span.outer.start),
                        _ => mask.end,
                    };
                    continue;
                }
            }
            let next = self.sign(at);
            // A given formula is never jumped over.
            at = match given.peek() {
                Some(span) if span.outer.start > at && span.outer.start < next => {
                    let start = span.outer.start;
                    while self.found.last().is_some_and(|last| last.outer.end > start) {
                        self.found.pop();
                    }
                    start
                }
                _ => next,
            };
        }
    }

    /// What begins at a byte; the place behind it.
    fn sign(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        match bytes[at] {
            b'\\' => self.command(at),
            b'$' => self.dollar(at),
            b'%' if self.flavour == Flavour::Tex => {
                let end = memchr(bytes, b'\n', at).unwrap_or(bytes.len());
                self.comment(at..end);
                end
            }
            b'#' | b'%'
                if self.flavour == Flavour::Text
                    && self.text[at + 1..].trim_start().starts_with("equiff:") =>
            {
                let end = memchr(bytes, b'\n', at).unwrap_or(bytes.len());
                self.comment(at..end);
                end
            }
            // `[; a = b ;]`, as it is written where comments are set by a script of their own.
            b'[' if self.page.marks.doubled && self.text[at..].starts_with("[; ") => {
                self.between(at, 2, ";]", false)
            }
            b'<' if self.text[at..].starts_with("<!--") && self.flavour != Flavour::Tex => {
                let end = self.find("-->", at).map_or(at + 4, |end| end + 3);
                self.comment(at..end);
                end
            }
            _ => at + 1,
        }
    }

    /// The place of a mark at or after a byte.
    pub(super) fn find(&mut self, mark: &str, from: usize) -> Option<usize> {
        if let Some(known) = self.next.get(mark) {
            match known {
                None => return None,
                Some(place) if *place >= from => return Some(*place),
                Some(_) => {}
            }
        }
        let place = self.text[from..].find(mark).map(|length| from + length);
        self.next.insert(mark.to_owned(), place);
        place
    }

    pub(super) fn push(
        &mut self,
        outer: Range<usize>,
        inner: Range<usize>,
        display: bool,
    ) -> usize {
        let end = outer.end;
        // Code is no part of a formula, but for values that are computed into it.
        let masks = self.page.masked[self.next_mask.min(self.page.masked.len())..].iter();
        let code = masks
            .take_while(|mask| mask.start < end)
            .filter(|mask| mask.end > outer.start)
            .take(20)
            .find(|mask| !clean::is_computed(self.text, mask) || !inner.contains(&mask.start));
        let row = self.page.rows.partition_point(|row| row.end <= outer.start);
        let row = self.page.rows.get(row);
        let torn = row.is_some_and(|row| row.start <= outer.start && row.end < end);
        if code.is_some() || torn {
            return outer.start + 1;
        }
        let text = self.text[inner.clone()].trim();
        if !text.is_empty() && !matches!(text, "\\begingroup" | "\\endgroup") {
            let mut span = Span::new(outer, inner, display);
            self.comments_of(&span);
            if self.flavour == Flavour::Markdown {
                span.clean = clean::markdown(self.text, &span);
            }
            self.found.push(span);
        }
        end
    }

    /// Comments inside a formula count too.
    fn comments_of(&mut self, span: &Span) {
        let text = &self.text[span.inner.clone()];
        if self.flavour == Flavour::Tex || text.contains("equiff:") {
            self.comments_inside(span.inner.clone());
        }
    }

    fn command(&mut self, at: usize) -> usize {
        let rest = &self.text[at + 1..];
        let Some(c) = rest.chars().next() else {
            return at + 1;
        };
        match c {
            '\\' if self.page.marks.doubled && rest[1..].starts_with(['(', '[']) => {
                let (close, display) = match &rest[1..2] {
                    "(" => ("\\\\)", false),
                    _ => ("\\\\]", true),
                };
                self.between(at, 3, close, display)
            }
            '(' | '[' if self.page.marks.others => {
                let (close, display) = if c == '(' {
                    ("\\)", false)
                } else {
                    ("\\]", true)
                };
                self.between(at, 2, close, display)
            }
            '$' | '%' | '\\' | '{' | '}' => at + 2,
            _ if c.is_ascii_alphabetic() => {
                let length = rest
                    .find(|c: char| !c.is_ascii_alphabetic())
                    .unwrap_or(rest.len());
                let name = &rest[..length];
                let end = at + 1 + length;
                match name {
                    "begin" => self.environment(at, end),
                    "verb" | "lstinline" if self.flavour == Flavour::Tex => self.verb(end),
                    "iffalse" if self.flavour == Flavour::Tex => {
                        self.find("\\fi", end).map_or(end, |close| close + 3)
                    }
                    _ => self
                        .definition(name, at, end)
                        .or_else(|| self.wrapped(name, at, end))
                        .unwrap_or(end),
                }
            }
            _ => at + 1 + c.len_utf8(),
        }
    }

    /// A formula between an opening mark and a closing one.
    fn between(&mut self, at: usize, length: usize, close: &str, display: bool) -> usize {
        let start = at + length;
        match self.closing(close, start) {
            Some(end) if end - at < LONGEST_INLINE && !self.text[start..end].contains("\n\n") => {
                self.push(at..end + close.len(), start..end, display)
            }
            _ => start,
        }
    }

    /// A closing mark that no backslash before it makes another one.
    fn closing(&mut self, mark: &str, from: usize) -> Option<usize> {
        let mut from = from;
        for _ in 0..100 {
            let at = self.find(mark, from)?;
            // `\\]` ends a line of a matrix.
            let slashes = self.text.as_bytes()[..at]
                .iter()
                .rev()
                .take_while(|b| **b == b'\\')
                .count();
            if slashes % 2 == 0 {
                return Some(at);
            }
            from = at + mark.len();
        }
        None
    }

    fn verb(&mut self, after: usize) -> usize {
        let rest = &self.text[after..];
        let star = usize::from(rest.starts_with('*'));
        let Some(mark) = rest[star..].chars().next() else {
            return after;
        };
        let start = after + star + mark.len_utf8();
        let line = self.find("\n", start).unwrap_or(self.text.len());
        match self.text[start..line].find(mark) {
            Some(length) => start + length + mark.len_utf8(),
            None => after,
        }
    }
}

fn memchr(bytes: &[u8], wanted: u8, from: usize) -> Option<usize> {
    bytes[from..]
        .iter()
        .position(|b| *b == wanted)
        .map(|n| from + n)
}
