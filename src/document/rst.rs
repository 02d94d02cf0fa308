//! reStructuredText: directives and roles of mathematics, literal text, comments.

use std::ops::Range;

use super::page::{Beside, Flavour, Marks, Page, Span, merged};
use super::{Document, scan};

/// Directives whose text is none of the document.
const LITERAL: &[&str] = &[
    "code",
    "code-block",
    "sourcecode",
    "parsed-literal",
    "raw",
    "literalinclude",
    "ipython",
    "doctest",
    "testcode",
    "testoutput",
    "testsetup",
    "prompt",
    "plot",
    "graphviz",
    "tikz",
    "mermaid",
    "jupyter-execute",
    "jupyter-input",
    "highlight",
    "runpython",
    "exec_code",
];

/// The longest text of a role.
const LONGEST_ROLE: usize = 5000;

/// Whether a text has mathematics as reStructuredText writes it.
pub(super) fn is_rst(text: &str) -> bool {
    text.contains(".. math::") || text.contains(":math:`")
}

/// Finds the formulas of a text.
pub(super) fn read(text: &str, beside: Beside) -> Document {
    let (masked, given) = parts(text);
    scan::read(Page {
        masked,
        given,
        beside,
        ..Page::new(text, Flavour::Text, Marks::TEX)
    })
}

/// What of a text is no text, and the formulas that it marks.
pub(super) fn parts(text: &str) -> (Vec<Range<usize>>, Vec<Span>) {
    let mut blocks = Blocks {
        text,
        lines: lines(text),
        masked: Vec::new(),
        given: Vec::new(),
        default_math: false,
    };
    blocks.run();
    let mut masked = merged(blocks.masked);
    let taken = merged(
        masked
            .iter()
            .cloned()
            .chain(blocks.given.iter().map(|span| span.outer.clone()))
            .collect(),
    );
    let mut given = blocks.given;
    let mut gaps = Vec::with_capacity(taken.len() + 1);
    let mut at = 0;
    for range in taken {
        gaps.push(at..range.start);
        at = range.end;
    }
    gaps.push(at..text.len());
    for gap in gaps {
        roles(text, gap, blocks.default_math, &mut masked, &mut given);
    }
    given.sort_by_key(|span| span.outer.start);
    (merged(masked), given)
}

/// A line without its end, and its indentation.
struct Line {
    range: Range<usize>,
    indent: usize,
}

fn lines(text: &str) -> Vec<Line> {
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let start = at;
        at += line.len();
        let words = line.trim_end();
        Line {
            range: start..start + words.len(),
            indent: words.len() - words.trim_start().len(),
        }
    });
    lines.collect()
}

struct Blocks<'a> {
    text: &'a str,
    lines: Vec<Line>,
    masked: Vec<Range<usize>>,
    given: Vec<Span>,
    /// Whether text between backquotes is a formula.
    default_math: bool,
}

impl<'a> Blocks<'a> {
    /// The words of a line.
    fn words(&self, line: usize) -> &'a str {
        let line = &self.lines[line];
        &self.text[line.range.start + line.indent.min(line.range.len())..line.range.end]
    }

    fn run(&mut self) {
        let mut at = 0;
        while at < self.lines.len() {
            let words = self.words(at);
            if let Some(markup) = words.strip_prefix("..")
                && (markup.is_empty() || markup.starts_with(' '))
            {
                at = self.explicit(at, markup.trim_start());
            } else if words.starts_with(">>> ") {
                let end = self.until(at, |this, line| this.words(line).is_empty());
                self.mask(at, end);
                at = end;
            } else if words.ends_with("::") {
                let end = self.body(at);
                self.mask(at + 1, end);
                at = end.max(at + 1);
            } else {
                at += 1;
            }
        }
    }

    /// The first line behind one for which something is so.
    fn until(&self, from: usize, so: impl Fn(&Self, usize) -> bool) -> usize {
        let mut rest = from + 1..self.lines.len();
        rest.find(|line| so(self, *line))
            .unwrap_or(self.lines.len())
    }

    /// The line behind the indented body of a line.
    fn body(&self, at: usize) -> usize {
        let indent = self.lines[at].indent;
        self.until(at, |this, line| {
            !this.words(line).is_empty() && this.lines[line].indent <= indent
        })
    }

    fn mask(&mut self, from: usize, to: usize) {
        if from < to && from < self.lines.len() {
            let range = self.lines[from].range.start..self.lines[to - 1].range.end;
            self.masked.push(range);
        }
    }

    /// A line that begins with two points; the next line to be looked at.
    fn explicit(&mut self, at: usize, markup: &str) -> usize {
        let name = match markup.find("::") {
            Some(end) => markup[..end].rsplit(' ').next().unwrap_or(""),
            None => "",
        };
        let named = !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_:+.".contains(&b));
        if !named {
            let target = markup.starts_with(['_', '[', '|']);
            if !target {
                let end = self.body(at);
                self.mask(at, end);
                return end;
            }
            return at + 1;
        }
        let argument = markup[markup.find("::").unwrap_or(0) + 2..].trim();
        match name {
            "math" => self.math(at, argument),
            "default-role" => {
                self.default_math = argument == "math";
                at + 1
            }
            _ if LITERAL.contains(&name) => {
                let end = self.body(at);
                self.mask(at, end);
                end
            }
            _ => at + 1,
        }
    }

    /// A directive of mathematics: its argument and each paragraph of its body are formulas.
    fn math(&mut self, at: usize, argument: &str) -> usize {
        let end = self.body(at);
        let mut pieces: Vec<Range<usize>> = Vec::new();
        let mut open: Option<Range<usize>> = None;
        if !argument.is_empty() {
            let to = self.lines[at].range.end;
            open = Some(to - argument.len()..to);
        }
        let mut options = true;
        let mut balance = Balance::default();
        balance.add(argument);
        for line in at + 1..end {
            let words = self.words(line);
            let range = &self.lines[line].range;
            if words.is_empty() {
                options = false;
                // A blank line inside of a group or of an environment parts nothing.
                if balance.is_even() {
                    pieces.extend(open.take());
                }
            } else if options && is_option(words) {
                pieces.extend(open.take());
            } else {
                balance.add(words);
                let start = range.start + self.lines[line].indent;
                open.get_or_insert(start..start).end = range.end;
            }
        }
        pieces.extend(open.take());
        let first = self.lines[at].range.start + self.lines[at].indent;
        if pieces.is_empty() {
            self.mask(at, at + 1);
        }
        for (index, piece) in pieces.into_iter().enumerate() {
            let start = if index == 0 { first } else { piece.start };
            self.given.push(Span::new(start..piece.end, piece, true));
        }
        end
    }
}

/// `:label: x`
fn is_option(words: &str) -> bool {
    let name = words
        .strip_prefix(':')
        .and_then(|rest| rest.split_once(':'));
    name.is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
    })
}

/// How many groups and environments are open.
#[derive(Default)]
struct Balance {
    groups: isize,
    environments: isize,
}

impl Balance {
    fn add(&mut self, text: &str) {
        let count = |mark: &str| text.matches(mark).count() as isize;
        self.groups += count("{") - count("\\{") - count("}") + count("\\}");
        self.environments += count("\\begin{") - count("\\end{");
    }

    fn is_even(&self) -> bool {
        self.groups <= 0 && self.environments <= 0
    }
}

/// The roles in a part of a text, and what stands between double backquotes.
fn roles(
    text: &str,
    part: Range<usize>,
    default_math: bool,
    masked: &mut Vec<Range<usize>>,
    given: &mut Vec<Span>,
) {
    const ROLE: &str = ":math:";
    let mut at = part.start;
    while let Some(open) = text[at..part.end].find('`').map(|n| at + n) {
        let rest = &text[open..part.end];
        if rest.starts_with("``") {
            let close = inside(rest, 2, "``");
            at = open + close.map_or(2, |n| n + 2);
            if close.is_some() {
                masked.push(open..at);
            }
            continue;
        }
        let Some(close) = inside(rest, 1, "`").map(|n| open + n) else {
            at = open + 1;
            continue;
        };
        at = close + 1;
        let inner = open + 1..close;
        let before = &text[part.start..open];
        let behind = &text[at..part.end];
        if before.ends_with(ROLE) {
            given.push(Span::new(open - ROLE.len()..at, inner, false));
        } else if behind.starts_with(ROLE) {
            at += ROLE.len();
            given.push(Span::new(open..at, inner, false));
        } else if default_math && !before.ends_with(':') && !behind.starts_with([':', '_']) {
            given.push(Span::new(open..at, inner, false));
        }
    }
}

/// The place of a mark behind some bytes of a text, in its paragraph.
fn inside(text: &str, from: usize, mark: &str) -> Option<usize> {
    let limit = super::place::floor(text, LONGEST_ROLE);
    let text = &text[..limit];
    let close = from + text.get(from..)?.find(mark)?;
    (!text[..close].contains("\n\n")).then_some(close)
}
