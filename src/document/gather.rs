//! What the scanner has found, with places and the words around it.

use super::blocks;
use super::page::{Flavour, Span};
use super::place::{Cursor, Places, floor};
use super::scan::Scanner;
use super::titles::Titles;
use super::{Document, Found, Notation, Role, acts, words};
use crate::latex::Macros;

/// How many characters of the words around a formula are kept.
const CONTEXT: usize = 200;

/// How many bytes of the text before a formula are kept, formulas and paragraphs alike.
const LEAD: usize = 500;

impl Scanner<'_> {
    /// The formulas with their places and words.
    pub(super) fn document(mut self) -> Document {
        let mut macros = Macros::default();
        macros.read(&self.page.beside.definitions);
        macros.read(&self.definitions);
        let spans = std::mem::take(&mut self.found);
        self.ignores.sort_by_key(|(at, ..)| *at);
        let (file, origin) = (self.page.file, &self.page.origin);
        let mut cursor = Cursor::new(file);
        let ignores: Vec<(usize, bool, &str)> = self
            .ignores
            .iter()
            .map(|(at, alone, reason)| (cursor.place(origin.of(*at)).0, *alone, reason.as_str()))
            .collect();
        let (mut starts, mut ends) = (Cursor::new(file), Cursor::new(file));
        let mut inside = Cursor::new(file);
        let mut formulas: Vec<Found> = Vec::with_capacity(spans.len());
        let mut next_ignore = 0;
        let mut used = vec![false; ignores.len()];
        let mut sentence = 0;
        let mut titles = Titles::default();
        let sentences = acts::Sentences::new(self.text, &spans, self.flavour);
        for (index, span) in spans.iter().enumerate() {
            let inner = span.read(self.text);
            let start = self.start(span);
            let (first, _) = starts.place(origin.of(span.outer.start));
            let (line, column) = starts.place(start);
            let (last, _) = ends.place(origin.end(span.outer.end));
            let mut found = Found::new(
                inner.trim().to_owned(),
                Notation::Latex,
                line,
                column,
                start,
            );
            found.places = self.places(span, &mut inside);
            found.display = span.display;
            let previous = index.checked_sub(1).map_or(0, |i| spans[i].outer.end);
            let following = spans
                .get(index + 1)
                .map_or(self.text.len(), |s| s.outer.start);
            found.before = self.words(previous, span.outer.start, true);
            found.after = self.words(span.outer.end, following, false);
            found.title =
                titles.after(&self.text[previous.min(span.outer.start)..span.outer.start]);
            let lead = span.outer.start.saturating_sub(LEAD);
            let lead = &self.text[floor(self.text, lead)..span.outer.start];
            found.lead = self.without_comments(lead);
            let cut = self.cut(previous, span.outer.start);
            let shown = span.display || index > 0 && spans[index - 1].display;
            let ended = index > 0 && {
                let last = spans[index - 1].read(self.text).trim_end();
                last.ends_with('.') && !last.ends_with("..")
            };
            let between = &self.text[previous..span.outer.start];
            found.continues = index > 0 && words::continues(between, shown);
            let begins = index == 0 || ended || words::ends_sentence(between) || cut && !shown;
            sentence += usize::from(begins);
            found.sentence = sentence;
            (found.role, found.lasting) = words::role(&found.before, begins || cut);
            // "Let $a = 1$ and $b = 2$"
            if let Some(Found {
                role: role @ (Role::Given | Role::Condition),
                lasting,
                ..
            }) = formulas.last()
                && !begins
                && !span.display
                && words::goes_on(between)
            {
                (found.role, found.lasting) = (*role, *lasting);
            }
            found.tone = words::tone(&found.before);
            let context = sentences.context(index);
            found.act = acts::read(&context);
            found.facts = acts::facts(&context, &found.act);
            found.domain = found
                .facts
                .iter()
                .find_map(|fact| words::Domain::of(*fact))
                .or_else(|| words::domain(&found.before, &found.after));
            while ignores
                .get(next_ignore)
                .is_some_and(|(at, ..)| at + 1 < first)
            {
                next_ignore += 1;
            }
            let here = ignores[next_ignore..]
                .iter()
                .take_while(|(at, ..)| *at <= last)
                .position(|(at, alone, _)| *at >= first || *alone);
            if let Some(index) = here {
                let index = next_ignore + index;
                used[index] = true;
                found.ignore = Some(ignores[index].2.to_owned());
            }
            formulas.push(found);
        }
        let outer: Vec<_> = spans.iter().map(|span| span.outer.clone()).collect();
        let starts: Vec<usize> = outer.iter().map(|span| span.start).collect();
        let (blocks, places) = blocks::read(self.text, self.flavour, &outer, &starts);
        for (formula, block) in formulas.iter_mut().zip(places) {
            formula.block = block;
        }
        let unused = ignores.iter().zip(used).filter(|(_, used)| !used);
        Document {
            macros,
            formulas,
            blocks,
            unused_ignores: unused
                .map(|((line, _, reason), _)| (*line, (*reason).to_owned()))
                .collect(),
        }
    }

    /// The byte of the file at which a formula starts.
    fn start(&self, span: &Span) -> usize {
        let inner = span.read(self.text);
        let blanks = inner.len() - inner.trim_start().len();
        let at = match &span.clean {
            Some(made) => made.origin.of(blanks),
            None => span.inner.start + blanks,
        };
        self.page.origin.of(at)
    }

    /// Where the characters of a formula stand that is not one piece of the file.
    fn places(&self, span: &Span, cursor: &mut Cursor<'_>) -> Places {
        let inner = span.read(self.text);
        let blanks = inner.len() - inner.trim_start().len();
        let end = inner.trim_end().len().max(blanks);
        let mut turns: Vec<(usize, usize)> = match &span.clean {
            Some(made) => {
                let turns = made.origin.turns(blanks..end);
                turns
                    .map(|(at, from)| (at, self.page.origin.of(from)))
                    .collect()
            }
            None => {
                let from = span.inner.start;
                let turns = self.page.origin.turns(from + blanks..from + end);
                turns.map(|(at, file)| (at - from, file)).collect()
            }
        };
        let last = match &span.clean {
            Some(made) => made.origin.end(end),
            None => span.inner.start + end,
        };
        let last = self.page.origin.end(last);
        // It stands there as it is read.
        if turns.is_empty() && last == self.start(span) + (end - blanks) {
            return Places::default();
        }
        turns.push((end, last));
        let places = turns.into_iter();
        Places(
            places
                .map(|(at, byte)| (at - blanks, cursor.place(byte)))
                .collect(),
        )
    }

    /// The words of a range, near its end or near its start, within the paragraph.
    pub(super) fn words(&self, from: usize, to: usize, near_end: bool) -> String {
        if near_end {
            let from = floor(self.text, from.max(to.saturating_sub(CONTEXT)));
            let text = &self.text[from..to];
            let text = text.rfind("\n\n").map_or(text, |at| &text[at + 2..]);
            self.without_comments(text)
        } else {
            let to = floor(self.text, to.min(from + CONTEXT));
            let text = &self.text[from..to];
            let text = text.find("\n\n").map_or(text, |at| &text[..at]);
            self.without_comments(text)
        }
    }

    /// A text without its comments: what they say is no part of the document.
    fn without_comments(&self, text: &str) -> String {
        let (open, close) = match self.flavour {
            Flavour::Tex => ("%", "\n"),
            _ => ("<!--", "-->"),
        };
        let mut rest = text;
        let mut kept = String::new();
        while let Some(at) = rest.find(open) {
            let escaped = open == "%" && rest[..at].ends_with('\\');
            let end = match escaped {
                true => at + open.len(),
                false => rest[at..].find(close).map_or(rest.len(), |n| at + n),
            };
            kept.push_str(&rest[..if escaped { end } else { at }]);
            rest = &rest[end..];
            if !escaped && open != "%" {
                rest = rest.strip_prefix(close).unwrap_or(rest);
            }
        }
        kept + rest
    }

    /// Whether a paragraph ends between two places.
    pub(super) fn cut(&self, from: usize, to: usize) -> bool {
        to - from > CONTEXT || self.text[from..to].contains("\n\n")
    }
}
