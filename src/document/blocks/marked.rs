//! The blocks of Markdown, reStructuredText and plain text: titles, lists, tables, divisions.

use std::ops::Range;

use super::{BlockKind, Builder, Opener, Places};
use crate::document::page::Flavour;

impl Builder<'_> {
    /// A line of Markdown or of plain text.
    pub(super) fn marked(
        &mut self,
        range: &Range<usize>,
        places: &mut Places<'_>,
        found: &mut Vec<usize>,
    ) {
        let line = &self.text[range.clone()];
        let text = line.trim_end();
        let indent = text.len() - text.trim_start().len();
        let text = text.trim_start();
        if !self.in_formula(range.start) {
            if text.is_empty() {
                self.blank(range.end);
            } else {
                self.mark(text, indent, range.start, range.end);
                self.displayed = self.is_display(text);
            }
        }
        self.reach(range.end, places, found);
    }

    fn mark(&mut self, text: &str, indent: usize, start: usize, end: usize) {
        let hashes = text.bytes().take_while(|b| *b == b'#').count();
        if (1..=6).contains(&hashes) && text[hashes..].starts_with([' ', '\t']) {
            return self.section(hashes as u8);
        }
        if let Some(depth) = self.title(text, start, end) {
            return self.section(depth);
        }
        if self.flavour == Flavour::Markdown
            && let Some(name) = text.strip_prefix(":::")
        {
            // `::: {.theorem}` opens a part, a line of colons ends it.
            match name.trim_matches([':', ' ']).is_empty() {
                true => drop(self.close(|opener| *opener == Opener::Colons)),
                false => self.push(BlockKind::Environment, Opener::Colons),
            }
            return;
        }
        let row = text.starts_with('|') && text[1..].contains('|');
        if row {
            match self.open.iter().rposition(|(_, o)| *o == Opener::Bars) {
                Some(at) => self.open.truncate(at + 1),
                None => self.push(BlockKind::List, Opener::Bars),
            }
            return self.push(BlockKind::Item, Opener::Row);
        }
        self.close(|opener| *opener == Opener::Bars);
        match item(text) {
            Some(_) => self.item(indent),
            // Text at the margin behind an empty line ends a list.
            None if indent == 0 && self.paragraph.is_none() => {
                self.close(|opener| matches!(opener, Opener::Marks(0)));
                while self.close(|opener| matches!(opener, Opener::Marks(_))) {}
            }
            None => {}
        }
    }

    /// An item of a list of Markdown.
    fn item(&mut self, indent: usize) {
        while let Some(at) = self
            .open
            .iter()
            .rposition(|(_, opener)| matches!(opener, Opener::Marks(_)))
        {
            let Opener::Marks(width) = self.open[at].1 else {
                break;
            };
            if width > indent {
                self.open.truncate(at);
                continue;
            }
            if width == indent {
                self.open.truncate(at + 1);
                return self.push(BlockKind::Item, Opener::Item);
            }
            break;
        }
        self.push(BlockKind::List, Opener::Marks(indent));
        self.push(BlockKind::Item, Opener::Item);
    }

    /// The depth of the section that a line is the title of, if a line of signs stands under it.
    fn title(&mut self, text: &str, start: usize, end: usize) -> Option<u8> {
        let plain = self.flavour == Flavour::Text;
        if text.starts_with(['|', '-', '*', '>', '$'])
            || !text.chars().next().is_some_and(char::is_alphanumeric)
        {
            return None;
        }
        let below = self.text[end..].lines().next().unwrap_or("").trim_end();
        let mark = below.chars().next()?;
        let ruled = |line: &str| line.len() >= 3 && line.chars().all(|c| c == mark);
        if !ruled(below) || below.len() + 3 < text.chars().count() {
            return None;
        }
        if !plain {
            let marks = ['=', '-', '~', '^', '"'];
            let depth = marks.iter().position(|known| *known == mark)?;
            return Some(depth as u8 + 1);
        }
        if !mark.is_ascii_punctuation() {
            return None;
        }
        let above = self.text[..start]
            .trim_end_matches('\n')
            .rsplit('\n')
            .next();
        let style = (mark, above.is_some_and(|line| line.trim_end() == below));
        let depth = match self.rules.iter().position(|known| *known == style) {
            Some(depth) => depth,
            None => {
                self.rules.push(style);
                self.rules.len() - 1
            }
        };
        Some(depth.min(100) as u8 + 1)
    }
}

/// The length of the mark of an item: `- `, `* `, `1. `, `(a) `.
pub(super) fn item(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let spaced = |at: usize| {
        bytes
            .get(at)
            .is_some_and(u8::is_ascii_whitespace)
            .then_some(at)
    };
    match bytes.first()? {
        b'-' | b'*' | b'+' => spaced(1),
        // reStructuredText counts by itself.
        b'#' if bytes.get(1) == Some(&b'.') => spaced(2),
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
            let marked = digits <= 3 && matches!(bytes.get(digits), Some(b'.' | b')'));
            marked.then(|| spaced(digits + 1)).flatten()
        }
        b'(' => {
            let inner = bytes[1..]
                .iter()
                .take_while(|b| b.is_ascii_alphanumeric())
                .count();
            let marked = (1..=3).contains(&inner) && bytes.get(inner + 1) == Some(&b')');
            marked.then(|| spaced(inner + 2)).flatten()
        }
        _ => None,
    }
}
