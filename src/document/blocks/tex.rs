//! The blocks of TeX: sections, lists, tables, environments.

use std::ops::Range;

use super::{BlockKind, Builder, Opener, Places};

/// Environments of TeX that are lists or tables.
const LISTS: &[&str] = &[
    "itemize",
    "enumerate",
    "description",
    "compactitem",
    "compactenum",
    "parts",
    "questions",
    "subparts",
];
const TABLES: &[&str] = &[
    "tabular",
    "tabularx",
    "longtable",
    "tabulary",
    "supertabular",
];

/// Environments that are no blocks of their own.
const TRANSPARENT: &[&str] = &[
    "document",
    "center",
    "figure",
    "table",
    "small",
    "footnotesize",
    "flushleft",
    "flushright",
    "minipage",
    "columns",
    "column",
    "array",
    "aligned",
    "cases",
    "split",
    "matrix",
    "pmatrix",
    "bmatrix",
    "subequations",
];

/// The sections of TeX, and their depths.
const SECTIONS: &[(&str, u8)] = &[
    ("part", 1),
    ("chapter", 2),
    ("section", 3),
    ("subsection", 4),
    ("subsubsection", 5),
];

impl Builder<'_> {
    /// A line of TeX.
    pub(super) fn tex(
        &mut self,
        range: &Range<usize>,
        places: &mut Places<'_>,
        found: &mut Vec<usize>,
    ) {
        let line = &self.text[range.clone()];
        if line.trim().is_empty() {
            if !self.in_formula(range.start) {
                self.blank(range.end);
            }
            return self.reach(range.end, places, found);
        }
        let mut from = range.start;
        while let Some(length) = self.text[from..range.end].find(['\\', '%']) {
            let at = from + length;
            let rest = &self.text[at + 1..range.end];
            if self.text.as_bytes()[at] == b'%' {
                break;
            }
            let name: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
            from = at
                + 1
                + name
                    .len()
                    .max(rest.chars().next().map_or(0, char::len_utf8));
            if self.in_formula(at) {
                continue;
            }
            self.reach(at, places, found);
            self.command(&name, &rest[name.len()..]);
        }
        self.displayed = self.is_display(line);
        self.reach(range.end, places, found);
    }

    fn command(&mut self, name: &str, rest: &str) {
        let argument = || {
            let rest = rest.trim_start_matches('*').strip_prefix('{')?;
            Some(rest[..rest.find('}')?].trim_end_matches('*').to_owned())
        };
        if let Some((_, depth)) = SECTIONS.iter().find(|(section, _)| *section == name) {
            return self.section(*depth);
        }
        match name {
            "begin" => {
                let Some(argument) = argument() else { return };
                if LISTS.contains(&&*argument) {
                    self.push(BlockKind::List, Opener::Environment(argument));
                } else if TABLES.contains(&&*argument) {
                    self.push(BlockKind::List, Opener::Environment(argument));
                    self.push(BlockKind::Item, Opener::Row);
                } else if !TRANSPARENT.contains(&&*argument) {
                    self.push(BlockKind::Environment, Opener::Environment(argument));
                }
            }
            "end" => {
                if let Some(argument) = argument() {
                    self.close(|opener| *opener == Opener::Environment(argument.clone()));
                }
            }
            "item" | "question" | "part" => {
                let list = |opener: &Opener| matches!(opener, Opener::Environment(name) if LISTS.contains(&&**name));
                let Some(at) = self.open.iter().rposition(|(_, opener)| list(opener)) else {
                    return;
                };
                self.open.truncate(at + 1);
                self.push(BlockKind::Item, Opener::Item);
            }
            // The end of a row.
            "" if rest.starts_with('\\')
                && self.open.last().is_some_and(|(_, o)| *o == Opener::Row) =>
            {
                self.open.pop();
                self.push(BlockKind::Item, Opener::Row);
            }
            _ => {}
        }
    }
}
