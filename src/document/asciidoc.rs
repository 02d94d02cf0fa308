//! AsciiDoc: `latexmath:[..]`, `stem:[..]`, and blocks of them.
//!
//! What is written in AsciiMath is not read: `xy` is a product there, and a name elsewhere.

use std::ops::Range;

use super::made::Made;
use super::page::{Beside, Flavour, Marks, Page, Span};
use super::{Document, scan};

/// Macros of formulas within a line, and whether they are surely LaTeX.
const MACROS: &[(&str, bool)] = &[("latexmath", true), ("stem", false)];

/// Finds the formulas of an AsciiDoc file.
pub(super) fn read(text: &str, beside: Beside) -> Document {
    let mut reader = Reader {
        file: text,
        latex: text.contains(":stem: latexmath"),
        made: Made::default(),
        block: None,
        next: None,
    };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        reader.line(at..at + line.len());
        at += line.len();
    }
    let mut made = reader.made;
    scan::read(Page {
        beside,
        ..Page::made(text, &mut made, Flavour::Markdown, Marks::NONE)
    })
}

/// What a block between two equal lines is.
struct Block {
    fence: String,
    /// Where its text starts in the made text.
    start: usize,
    /// Whether it is a formula, and whether surely one of LaTeX.
    formula: Option<bool>,
}

struct Reader<'a> {
    file: &'a str,
    /// Whether `stem` means LaTeX.
    latex: bool,
    made: Made,
    block: Option<Block>,
    /// Whether the next block is a formula, and whether surely one of LaTeX.
    next: Option<bool>,
}

impl Reader<'_> {
    fn line(&mut self, range: Range<usize>) {
        let line = &self.file[range.clone()];
        let words = line.trim_end();
        if let Some(block) = &self.block {
            if words == block.fence {
                self.close();
                self.made.put("\n", range);
            } else {
                self.made.copy(self.file, range);
            }
            return;
        }
        let fence = words.len() >= 4
            && ["----", "....", "++++", "////", "```"]
                .iter()
                .any(|mark| words.starts_with(mark))
            && words.bytes().all(|b| b == words.as_bytes()[0]);
        if fence || words.starts_with("```") {
            let fence = if fence { words } else { "```" };
            self.block = Some(Block {
                fence: fence.to_owned(),
                start: self.made.text.len(),
                formula: self.next.take().filter(|_| fence.starts_with('+')),
            });
            return;
        }
        let attribute = words.strip_prefix('[');
        let named = |name: &str| {
            attribute.is_some_and(|rest| {
                rest.strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with([']', ',', '#', '.', '%']))
            })
        };
        if named("stem") || named("latexmath") {
            self.next = Some(named("latexmath"));
            return self.made.put("\n", range);
        }
        // The title of a block stands between.
        if !words.is_empty() && attribute.is_none() && !words.starts_with('.') {
            self.next = None;
        }
        if words.starts_with("//") {
            if words.contains("equiff:") {
                self.made.put(&format!("<!-- {words} -->\n"), range);
            }
            return;
        }
        self.text(range);
    }

    /// The end of a block.
    fn close(&mut self) {
        let Some(block) = self.block.take() else {
            return;
        };
        let span = block.start..self.made.text.len();
        match block.formula {
            Some(sure) if self.is_latex(&self.made.text[span.clone()], sure) => {
                self.made.given.push(Span::new(span.clone(), span, true));
            }
            _ if !span.is_empty() => self.made.masked.push(span),
            _ => {}
        }
    }

    fn is_latex(&self, formula: &str, sure: bool) -> bool {
        sure || self.latex || formula.contains('\\')
    }

    /// A line of text: its mark as Markdown has it, its formulas.
    fn text(&mut self, range: Range<usize>) {
        let line = &self.file[range.clone()];
        let count = |mark: u8| line.bytes().take_while(|b| *b == mark).count();
        let mark = [b'=', b'*', b'.'].into_iter().find_map(|mark| {
            let count = count(mark);
            let marked = (1..=6).contains(&count) && line[count..].starts_with(' ');
            marked.then_some((mark, count))
        });
        let mut at = range.start;
        if let Some((mark, count)) = mark {
            let meant = match mark {
                b'=' => "#".repeat(count),
                b'*' => format!("{}-", "  ".repeat(count - 1)),
                _ => format!("{}1.", "  ".repeat(count - 1)),
            };
            self.made.put(&meant, at..at + count);
            at += count;
        }
        while let Some((start, inner, sure)) = self.next_macro(at, range.end) {
            self.made.copy(self.file, at..start);
            let from = self.made.text.len();
            at = inner.end + 1;
            // A bracket of the formula has a backslash before it.
            let mut copied = inner.start;
            for (place, _) in self.file[inner.clone()].match_indices("\\]") {
                self.made.copy(self.file, copied..inner.start + place);
                copied = inner.start + place + 1;
            }
            self.made.copy(self.file, copied..inner.end);
            let span = from..self.made.text.len();
            if self.is_latex(&self.made.text[span.clone()], sure) {
                self.made.given.push(Span::new(span.clone(), span, false));
            }
        }
        self.made.copy(self.file, at..range.end);
    }

    /// The next macro of a formula in a line.
    fn next_macro(&self, from: usize, to: usize) -> Option<(usize, Range<usize>, bool)> {
        let line = &self.file[from..to];
        let (at, mark, sure) = line.match_indices(":[").find_map(|(mark, _)| {
            let macros = MACROS.iter();
            let mut named = macros.filter(|(name, _)| line[..mark].ends_with(name));
            let (name, sure) = named.next()?;
            Some((mark - name.len(), mark, *sure))
        })?;
        let start = from + mark + 2;
        let mut escaped = false;
        for (place, c) in self.file[start..to].char_indices() {
            match c {
                _ if std::mem::take(&mut escaped) => {}
                '\\' => escaped = true,
                ']' => return Some((from + at, start..start + place, sure)),
                _ => {}
            }
        }
        None
    }
}
