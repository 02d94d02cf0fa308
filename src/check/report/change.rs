//! Corrections: what a document would say instead of what is wrong, and where.

use std::ops::Range;

use super::Shown;
use super::excerpt::Place;
use crate::document::Kind;

/// So many bytes around a change must be those of the formula too.
const AROUND: usize = 40;

/// A change of a document with which a formula that is refuted is proved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// Where it is made.
    pub place: Place,
    /// What stands there.
    pub old: String,
    /// What is to stand there.
    pub new: String,
    /// What stands before it on its line.
    before: String,
    /// What stands behind it on its line.
    after: String,
}

impl Change {
    /// The change that mends a claim, if one is known and the claim is a finding.
    pub fn of(shown: &Shown<'_>) -> Option<Change> {
        let checked = shown.checked;
        let fix = checked.fix.as_ref()?;
        if !shown.is_finding() || shown.ignored().is_some() {
            return None;
        }
        let text = &checked.text;
        let start = (checked.line, checked.column);
        let place = |at: usize| checked.places.of(text, start, at);
        let before = text.get(..fix.at.start)?.rsplit('\n').next()?;
        let after = text.get(fix.at.end..)?.split('\n').next()?;
        Some(Change {
            place: Place {
                start: place(fix.at.start),
                end: place(fix.at.end),
            },
            old: text.get(fix.at.clone())?.to_owned(),
            new: fix.new.clone(),
            before: last(before, AROUND).to_owned(),
            after: first(after, AROUND).to_owned(),
        })
    }

    /// Why a kind of file cannot be changed by putting other text at a place, if that is so.
    pub fn hindered(&self, kind: Kind) -> Option<&'static str> {
        match kind {
            Kind::Notebook => Some("a notebook has its formulas within JSON"),
            Kind::Lines => Some("the formulas stand within JSON"),
            Kind::Html if self.new.contains(['<', '>', '&']) => {
                Some("the change has signs that are written otherwise in HTML")
            }
            _ => None,
        }
    }

    /// The bytes of a document that are replaced, if its text there is what was checked.
    fn bytes(&self, text: &str, lines: &[usize]) -> Option<Range<usize>> {
        let byte = |(line, column): (usize, usize)| {
            let start = *lines.get(line.checked_sub(1)?)?;
            let rest = text.get(start..)?.split('\n').next()?;
            let mut ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
            Some(start + ends.nth(column.checked_sub(1)?)?)
        };
        let range = byte(self.place.start)?..byte(self.place.end)?;
        let same = text.get(range.clone())? == self.old
            && text[..range.start].ends_with(&self.before)
            && text[range.end..].starts_with(&self.after);
        same.then_some(range)
    }
}

/// The end of a text, at most so many bytes.
fn last(text: &str, most: usize) -> &str {
    let mut from = text.len().saturating_sub(most);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// The beginning of a text, at most so many bytes.
fn first(text: &str, most: usize) -> &str {
    let mut to = text.len().min(most);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    &text[..to]
}

/// A document with changes, and how many were made: those whose place is not as it was checked, or
/// that meet another one, are left out.
#[must_use]
pub fn changed(text: &str, changes: &[Change]) -> (String, usize) {
    let ends = text.match_indices('\n').map(|(at, _)| at + 1);
    let lines: Vec<usize> = std::iter::once(0).chain(ends).collect();
    let found = changes
        .iter()
        .filter_map(|change| Some((change.bytes(text, &lines)?, change)));
    let mut found: Vec<(Range<usize>, &Change)> = found.collect();
    found.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let (mut at, mut made) = (0, 0);
    for (range, change) in found {
        // Two insertions at one place are two as well.
        if range.start < at || made > 0 && range.start == at && range.is_empty() {
            continue;
        }
        out += &text[at..range.start];
        out += &change.new;
        at = range.end;
        made += 1;
    }
    out += &text[at..];
    (out, made)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(place: [(usize, usize); 2], old: &str, new: &str) -> Change {
        Change {
            place: Place {
                start: place[0],
                end: place[1],
            },
            old: old.into(),
            new: new.into(),
            before: String::new(),
            after: String::new(),
        }
    }

    #[test]
    fn changes_are_made_where_the_text_is_as_it_was() {
        let text = "é = a + b\nc = d\n";
        let sign = change([(1, 7), (1, 8)], "+", "-");
        let name = change([(2, 5), (2, 6)], "d", "e");
        let moved = change([(2, 1), (2, 2)], "x", "y");
        let beyond = change([(9, 1), (9, 2)], "x", "y");
        let all = [name, moved, sign.clone(), beyond, sign];
        assert_eq!(changed(text, &all), ("é = a - b\nc = e\n".into(), 2));
        assert_eq!(changed("", &all), (String::new(), 0));
    }
}
