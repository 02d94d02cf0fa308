//! The sentence of a formula: back to its beginning and on to its end, across other formulas.
//!
//! A display is a part of the sentence around it, also where blank lines set it off.

use std::borrow::Cow;

use super::{Context, cues, shape, words};
use crate::document::page::{Flavour, Span};
use crate::document::place::floor;

/// How much of a sentence is looked at on either side, in bytes.
const LIMIT: usize = 600;
/// How many other formulas of it.
const FORMULAS: usize = 10;
/// How far back the label of a paragraph is looked for.
const PARAGRAPH: usize = 2000;

/// The text of a document with its formulas.
pub(in crate::document) struct Sentences<'a> {
    text: &'a str,
    spans: &'a [Span],
    flavour: Flavour,
    language: &'static str,
    /// Where blocks begin and end, with the name of the innermost one from there.
    blocks: Vec<(usize, &'a str)>,
}

impl<'a> Sentences<'a> {
    pub(in crate::document) fn new(
        text: &'a str,
        spans: &'a [Span],
        flavour: Flavour,
    ) -> Sentences<'a> {
        Sentences {
            text,
            spans,
            flavour,
            language: cues::language(text),
            blocks: match flavour {
                Flavour::Tex => blocks(text),
                _ => Vec::new(),
            },
        }
    }

    /// A formula in its sentence.
    pub(in crate::document) fn context(&self, index: usize) -> Context {
        let span = &self.spans[index];
        let before = self.before(index);
        let (after, following) = self.after(index);
        Context {
            language: self.language,
            formula: span.read(self.text).to_owned(),
            first_in_sentence: !before.contains(words::STATEMENT),
            before,
            after,
            following,
            label: self.label(index),
            heading: self.heading(span.outer.start),
            display: span.display,
        }
    }

    fn formula(&self, index: usize) -> &'a str {
        self.spans[index].read(self.text).trim()
    }

    /// What stands in a sentence for a formula.
    fn placeholder(&self, index: usize) -> char {
        match shape::relates(self.formula(index)) {
            true => words::STATEMENT,
            false => words::NAME,
        }
    }

    /// Whether the sentence ends with the formula itself.
    fn stops(&self, index: usize) -> bool {
        let text = self.formula(index);
        let text = match text.rfind("\\end{") {
            Some(at) if text.starts_with("\\begin{") => text[..at].trim_end(),
            _ => text,
        };
        self.spans[index].display
            && (text.ends_with('.') && !text.ends_with("..") || text.ends_with('\u{3002}'))
    }

    fn before(&self, index: usize) -> String {
        let mut pieces: Vec<String> = Vec::new();
        let mut length = 0;
        let mut at = index;
        loop {
            let to = self.spans[at].outer.start;
            let previous = at.checked_sub(1);
            let start = previous.map_or(0, |i| self.spans[i].outer.end);
            let from = floor(self.text, start.max(to.saturating_sub(LIMIT)));
            let between = self.clean(from..to);
            let whole = from == start;
            let display = whole && previous.is_some_and(|i| self.spans[i].display);
            let ends = ends(&between, display, self.spans[at].display, self.row(from));
            let cut = ends.last().copied();
            pieces.push(between[cut.unwrap_or(0)..].to_owned());
            length += between.len();
            let Some(previous) = previous else { break };
            if cut.is_some() || !whole || length > LIMIT || index - at >= FORMULAS {
                break;
            }
            if self.stops(previous) {
                break;
            }
            pieces.push(self.placeholder(previous).to_string());
            at = previous;
        }
        pieces.reverse();
        pieces.concat()
    }

    /// The rest of the sentence, and the next one up to its first formula.
    fn after(&self, index: usize) -> (String, String) {
        let mut text = String::new();
        let mut at = index;
        loop {
            let from = self.spans[at].outer.end;
            let next = at + 1;
            let stop = self
                .spans
                .get(next)
                .map_or(self.text.len(), |span| span.outer.start);
            let to = floor(self.text, stop.min(from + LIMIT));
            let between = self.clean(from..to);
            let follows = to == stop && self.spans.get(next).is_some_and(|span| span.display);
            let found = ends(&between, self.spans[at].display, follows, self.row(from));
            if self.stops(at) {
                let end = found.iter().find(|end| **end > 0).copied();
                let following = &between[..end.unwrap_or(between.len())];
                return (text, following.to_owned());
            }
            if let Some(end) = found.first().copied() {
                text.push_str(&between[..end]);
                let second = found.get(1).copied().unwrap_or(between.len());
                return (text, between[end..second].to_owned());
            }
            text.push_str(&between);
            if to < stop
                || next >= self.spans.len()
                || text.len() > LIMIT
                || next - index > FORMULAS
            {
                return (text, String::new());
            }
            text.push(self.placeholder(next));
            at = next;
        }
    }

    /// A text without its comments.
    fn clean(&self, range: std::ops::Range<usize>) -> Cow<'a, str> {
        let text = &self.text[range];
        if self.flavour != Flavour::Tex {
            return without_remarks(text);
        }
        if !text.contains('%') {
            return Cow::Borrowed(text);
        }
        let mut kept = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            let comment = line
                .char_indices()
                .find(|(at, c)| *c == '%' && !line[..*at].ends_with('\\'));
            match comment {
                // A line of nothing else is no line.
                Some((at, _)) if line[..at].trim().is_empty() => {}
                Some((at, _)) => {
                    kept.push_str(&line[..at]);
                    kept.push('\n');
                }
                None => kept.push_str(line),
            }
        }
        Cow::Owned(kept)
    }

    /// The text of a line before a place.
    fn line(&self, at: usize) -> &'a str {
        let from = floor(self.text, at.saturating_sub(LIMIT));
        let text = &self.text[from..at];
        text.rfind('\n').map_or(text, |n| &text[n + 1..])
    }

    /// Whether a place is in a row of a table.
    fn row(&self, at: usize) -> bool {
        self.line(at).trim_start().starts_with('|')
    }

    fn heading(&self, at: usize) -> bool {
        let line = self.line(at).trim_start();
        line.starts_with('#')
            || ["section{", "chapter{", "caption{", "title{", "section*{"]
                .iter()
                .any(|name| line.contains(name))
    }

    /// The label of the block that a formula is in.
    fn label(&self, index: usize) -> String {
        let at = self.spans[index].outer.start;
        let block = self.blocks.partition_point(|(start, _)| *start <= at);
        let block = block.checked_sub(1).map_or("", |i| self.blocks[i].1);
        let run_in = self.run_in(at, self.spans[index].display);
        if run_in.is_empty() {
            block.to_owned()
        } else {
            run_in
        }
    }

    /// The bold words at the start of a paragraph.
    fn run_in(&self, at: usize, display: bool) -> String {
        let from = floor(self.text, at.saturating_sub(PARAGRAPH));
        let mut text = &self.text[from..at];
        if display {
            text = text.trim_end();
        }
        let start = [text.rfind("\n\n"), text.rfind("\n- "), text.rfind("\n* ")]
            .into_iter()
            .flatten()
            .max();
        let paragraph = start.map_or(text, |n| &text[n + 1..]).trim_start();
        let paragraph = paragraph.trim_start_matches(['-', '>', '\t', ' ']);
        for (open, close) in [
            ("**", "**"),
            ("__", "__"),
            ("*", "*"),
            ("\\textbf{", "}"),
            ("\\emph{", "}"),
            ("\\paragraph{", "}"),
            ("\\subparagraph{", "}"),
        ] {
            let label = paragraph
                .strip_prefix(open)
                .and_then(|rest| rest.get(..rest.find(close)?));
            if let Some(label) = label {
                return match label.len() {
                    1..=60 => label.to_owned(),
                    _ => String::new(),
                };
            }
        }
        String::new()
    }
}

/// The blocks of a TeX text: where they begin and end, and the innermost one from there on.
fn blocks(text: &str) -> Vec<(usize, &str)> {
    let mut blocks = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        let start = at + found;
        at = start + 1;
        let rest = &text[at..];
        let begins = rest.starts_with("begin{");
        if !begins && !rest.starts_with("end{") {
            continue;
        }
        let Some(open_brace) = rest.find('{') else {
            continue;
        };
        let name = &rest[open_brace + 1..];
        let Some(name) = name.find('}').filter(|n| *n < 40).map(|n| &name[..n]) else {
            continue;
        };
        if begins {
            open.push(name);
        } else if let Some(depth) = open.iter().rposition(|block| *block == name) {
            open.truncate(depth);
        }
        blocks.push((start, open.last().copied().unwrap_or("")));
    }
    blocks
}

/// Words after which a full stop ends no sentence.
const SHORT: &[&str] = &[
    "e.g",
    "i.e",
    "cf",
    "fig",
    "eq",
    "eqs",
    "resp",
    "vs",
    "no",
    "w.r.t",
    "wrt",
    "i.i.d",
    "z.b",
    "d.h",
    "bzw",
    "abb",
    "gl",
    "p. ej",
    "ej",
    "etc",
    "al",
    "approx",
    "sec",
    "ch",
    "thm",
    "prop",
    "ex",
    "ec",
    "ca",
    "s.t",
    "a.k.a",
    "c.-\u{e0}-d",
    "u.a",
    "vgl",
    "def",
    "st",
    "dr",
    "mr",
];

/// The places in a text between two formulas at which a new sentence begins. A blank line beside a
/// display ends none, unless a new one visibly begins.
fn ends(text: &str, after_display: bool, before_display: bool, in_row: bool) -> Vec<usize> {
    let mut ends = Vec::new();
    let lead = text.len() - text.trim_start().len();
    let tail = text.trim_end().len();
    if text[..lead].contains("\n\n")
        && !(after_display && goes_on(&text[lead..]))
        && !(lead == text.len() && before_display)
    {
        ends.push(lead);
    }
    let mut row = in_row;
    for (at, c) in text.char_indices() {
        let next = at + c.len_utf8();
        match c {
            '.' | '?' | '!' if stops(text, at, c) => ends.push(after_closers(text, next)),
            '\u{3002}' | '\u{FF01}' | '\u{FF1F}' => ends.push(next),
            '|' if row => ends.push(next),
            '\\' if text[at..].starts_with("\\footnote{") => ends.push(at + 10),
            '\n' => {
                let rest = &text[next..];
                let line = rest.trim_start_matches([' ', '\t', '>']);
                row = line.starts_with('|');
                let blank = line.starts_with('\n') && at >= lead && next < tail;
                if blank || starts_block(line) {
                    ends.push(next);
                }
            }
            _ => {}
        }
    }
    if !before_display && tail < text.len() && tail > lead && text[tail..].contains("\n\n") {
        ends.push(text.len());
    }
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// Whether a text after a display goes on with the sentence.
fn goes_on(text: &str) -> bool {
    text.starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | ';' | '(' | '.'))
        || text.starts_with("\u{5176}\u{4e2d}")
}

/// The place behind brackets and marks of emphasis that close with a sentence.
fn after_closers(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let closers = rest.trim_start_matches(['*', '_', ')', '"', '}', '\u{201D}', '\'']);
    at + rest.len() - closers.len()
}

/// Whether a mark ends its sentence.
fn stops(text: &str, at: usize, mark: char) -> bool {
    let behind = after_closers(text, at + 1);
    let rest = &text[behind..];
    let open = rest.starts_with(|c: char| !c.is_whitespace());
    if open {
        return false;
    }
    if mark != '.' {
        return true;
    }
    let before = text[..at].trim_end_matches(['*', '_', ')']);
    let word: String = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | ',' | '~' | '{'))
        .next()
        .unwrap_or("")
        .to_lowercase();
    if SHORT.contains(&word.as_str()) {
        return false;
    }
    // "Sect. 2 says": a small letter goes on, but for one after a formula.
    let small = rest.trim_start().starts_with(char::is_lowercase);
    !small || word.is_empty()
}

/// Whether a line begins a block of its own.
fn starts_block(line: &str) -> bool {
    const STARTS: &[&str] = &[
        "#",
        "- ",
        "* ",
        "+ ",
        "|",
        "```",
        "~~~",
        ":::",
        "\\item",
        "\\section",
        "\\subsection",
        "\\subsubsection",
        "\\paragraph",
        "\\begin{",
        "\\end{",
        "\\chapter",
        "\\frametitle",
        "\\framebreak",
        "\\bigskip",
        "\\medskip",
        "\\noindent",
        "\\par",
        ".. ",
    ];
    if STARTS.iter().any(|start| line.starts_with(start)) {
        return true;
    }
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    digits.len() < line.len() && (digits.starts_with(". ") || digits.starts_with(") "))
}

/// A text of Markdown, or plain text, without its comments.
fn without_remarks(text: &str) -> Cow<'_, str> {
    if !text.contains("<!--") && !text.contains("equiff:") {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<!--") {
        kept.push_str(&rest[..at]);
        let end = rest[at..].find("-->").map_or(rest.len(), |n| at + n + 3);
        rest = &rest[end..];
    }
    kept.push_str(rest);
    let remark = |line: &&str| {
        let line = line.trim_start();
        line.starts_with(['#', '%']) && line.contains("equiff:")
    };
    let lines = kept.split_inclusive('\n').filter(|line| !remark(line));
    Cow::Owned(lines.collect())
}
