//! The part of a claim that a verdict is about: where it stands, and as it is shown.

use std::ops::Range;

use super::Shown;
use crate::document::Kind;
use crate::error::visible;

/// Where something starts and ends: line and column (in characters), from 1; the end is behind the
/// last character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// The first character.
    pub start: (usize, usize),
    /// The place behind the last one.
    pub end: (usize, usize),
}

impl Place {
    /// The place of the part of a claim that its verdict is about.
    pub fn of(shown: &Shown<'_>) -> Place {
        let checked = shown.checked;
        let part = part(shown);
        let start = (checked.line, checked.column);
        let place = |at: usize| checked.places.of(&checked.text, start, at);
        match shown.kind {
            // The text stands there in the letters of JSON.
            Kind::Lines | Kind::Notebook => Place {
                start: (checked.line, checked.column),
                end: (checked.line, checked.column),
            },
            _ => Place {
                start: place(part.start),
                end: place(part.end),
            },
        }
    }
}

/// The bytes of the claim's text that its verdict is about: what cannot be read, or the link that
/// fails, or all of it.
pub fn part(shown: &Shown<'_>) -> Range<usize> {
    let checked = shown.checked;
    let text = &checked.text;
    let all = whole(text, &checked.links);
    let fits = |part: &Range<usize>| {
        part.start < part.end
            && part.end <= text.len()
            && text.is_char_boundary(part.start)
            && text.is_char_boundary(part.end)
    };
    if let Some(suspect) = checked.suspect.as_ref().filter(|s| fits(&s.span)) {
        return suspect.span.clone();
    }
    if let Some(fault) = checked.faults.first() {
        let mut span = fault.span.clone();
        if span.is_empty() {
            // What is missing is shown by the character before or after.
            let before = text.get(..span.start).and_then(|t| t.chars().next_back());
            match text.get(span.start..).and_then(|t| t.chars().next()) {
                Some(next) => span.end += next.len_utf8(),
                None => span.start -= before.map_or(0, char::len_utf8),
            }
        }
        return if fits(&span) { span } else { all };
    }
    let number = match checked.report.worst_link.or(checked.report.bad_link) {
        Some(number) if checked.report.bad_link.is_some() => number - 1,
        _ => return all,
    };
    let links = match checked.links.is_empty() {
        true => plain_links(text),
        false => checked.links.clone(),
    };
    links
        .get(number)
        .filter(|part| fits(part))
        .map_or(all, |part| {
            let words = &text[part.clone()];
            let blanks = words.len() - words.trim_start().len();
            part.start + blanks..part.start + words.trim_end().len()
        })
}

/// The bytes that a claim takes: its links, or its text without the environment around it.
fn whole(text: &str, links: &[Range<usize>]) -> Range<usize> {
    let starts = links.iter().map(|link| link.start).min();
    let ends = links.iter().map(|link| link.end).max();
    let known = starts.zip(ends).map(|(start, end)| start..end);
    let inside = |range: &Range<usize>| {
        text.get(range.clone())
            .is_some_and(|t| !t.trim().is_empty())
    };
    let mut range = known.filter(inside).unwrap_or(0..text.len());
    if let Some(rest) = text[range.clone()].trim_start().strip_prefix("\\begin{")
        && let (Some(open), Some(close)) = (rest.find('}'), text.rfind("\\end{"))
    {
        let start = range.end - rest.len() + open + 1;
        if start < close && close < range.end {
            range = start..close;
        }
    }
    let words = &text[range.clone()];
    let blanks = words.len() - words.trim_start().len();
    range.start + blanks.min(words.trim_end().len())..range.start + words.trim_end().len()
}

/// The links of a plain chain: at the weakest of its signs outside brackets.
fn plain_links(text: &str) -> Vec<Range<usize>> {
    const SIGNS: [&[&str]; 2] = [
        &["<=>", "=>", "⇔", "⟺", "⇒", "⟹"],
        &["<=", ">=", "!=", "=", "<", ">", "≤", "≥", "≠"],
    ];
    for signs in SIGNS {
        let mut cuts: Vec<Range<usize>> = Vec::new();
        let (mut depth, mut at) = (0_usize, 0);
        while let Some(c) = text[at..].chars().next() {
            let sign = signs.iter().find(|sign| text[at..].starts_with(**sign));
            match (c, sign) {
                (_, Some(sign)) if depth == 0 => {
                    cuts.push(at..at + sign.len());
                    at += sign.len();
                    continue;
                }
                ('(' | '[' | '{', _) => depth += 1,
                (')' | ']' | '}', _) => depth = depth.saturating_sub(1),
                _ => {}
            }
            at += c.len_utf8();
        }
        if cuts.is_empty() {
            continue;
        }
        let start = |k: usize| if k == 0 { 0 } else { cuts[k - 1].end };
        let end = |k: usize| cuts.get(k + 1).map_or(text.len(), |cut| cut.start);
        return (0..cuts.len()).map(|k| start(k)..end(k)).collect();
    }
    Vec::new()
}

/// Lines of a file as they are shown, with the part in question.
pub struct Excerpt {
    /// The lines, without characters that could steer a terminal.
    pub text: String,
    /// The number of the first line.
    pub line: usize,
    /// The bytes of the shown text to be underlined.
    pub part: Range<usize>,
}

/// The most lines that are shown.
const LINES: usize = 16;
/// The most characters of a line that are shown.
const WIDTH: usize = 160;
/// How many characters of a long line are shown before the part in question.
const BEFORE: usize = 40;

impl Excerpt {
    /// The lines of the document that the claim takes; where it does not stand there in the same
    /// letters, the claim.
    pub fn of(shown: &Shown<'_>) -> Excerpt {
        let checked = shown.checked;
        let part = part(shown);
        let there = shown.source.get(checked.offset..);
        let (source, from, line) = match there {
            Some(rest) if rest.starts_with(&checked.text) => {
                let line = shown.source[..checked.offset].rfind('\n');
                let start = line.map_or(0, |at| at + 1);
                let end = checked.offset + checked.text.len();
                let end = shown.source[end..]
                    .find('\n')
                    .map_or(shown.source.len(), |n| end + n);
                (
                    shown.source[start..end].to_owned(),
                    checked.offset - start,
                    checked.line,
                )
            }
            // Several lines of JSON text are one line of the file.
            _ => (checked.text.replace(['\n', '\r'], " "), 0, checked.line),
        };
        Excerpt::new(&source, part.start + from..part.end + from, line)
    }

    fn new(source: &str, part: Range<usize>, line: usize) -> Excerpt {
        let lines: Vec<Range<usize>> = source
            .split_inclusive('\n')
            .scan(0, |at, line| {
                let start = *at;
                *at += line.len();
                Some(start..start + line.trim_end_matches(['\n', '\r']).len())
            })
            .collect();
        let of = |at: usize| lines.iter().rposition(|line| line.start <= at).unwrap_or(0);
        let (first, last) = (of(part.start), of(part.end.saturating_sub(1)));
        // The lines around the part, if there are too many.
        let (mut from, mut to) = (0, lines.len());
        if to > LINES {
            from = first.saturating_sub(2);
            to = lines.len().min(last + 3).min(from + LINES);
        }
        let mut excerpt = Excerpt {
            text: String::new(),
            line: line + from,
            part: 0..0,
        };
        let (mut start, mut end) = (None, 0);
        for range in &lines[from..to] {
            let text = &source[range.clone()];
            let inside = |at: usize| range.start <= at && at <= range.end;
            let kept = match inside(part.start) {
                true => kept(text, part.start - range.start),
                false => kept(text, 0),
            };
            if kept.start > 0 {
                excerpt.text.push('…');
            }
            let base = excerpt.text.len();
            let put = |at: usize| {
                let at = (at - range.start).clamp(kept.start, kept.end);
                base + visible(&text[kept.start..at]).len()
            };
            if start.is_none() && inside(part.start) {
                start = Some(put(part.start));
            }
            if range.start <= part.end {
                end = put(part.end.min(range.end));
            }
            excerpt.text.push_str(&visible(&text[kept.clone()]));
            if kept.end < text.len() {
                excerpt.text.push('…');
            }
            excerpt.text.push('\n');
        }
        let start = start.unwrap_or(0);
        excerpt.part = start..end.max(start);
        excerpt
    }
}

/// The bytes of a line that are shown: all, or from a little before a place.
fn kept(text: &str, place: usize) -> Range<usize> {
    if text.chars().nth(WIDTH).is_none() {
        return 0..text.len();
    }
    let before = text[..place].char_indices().rev().nth(BEFORE);
    let start = match before {
        Some((at, _)) if place > WIDTH / 2 => at,
        _ => 0,
    };
    let end = text[start..].char_indices().nth(WIDTH);
    start..end.map_or(text.len(), |(at, _)| start + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_plain_chains_are_told_apart() {
        let parts = |text: &'static str| -> Vec<&str> {
            plain_links(text)
                .into_iter()
                .map(|part| text[part].trim())
                .collect()
        };
        assert_eq!(
            parts("a = b <=> c = d <=> e"),
            ["a = b <=> c = d", "c = d <=> e"]
        );
        assert_eq!(parts("a = f(x = 1) = c"), ["a = f(x = 1)", "f(x = 1) = c"]);
        assert_eq!(parts("a >= b"), ["a >= b"]);
        assert!(parts("a + b").is_empty());
    }

    #[test]
    fn the_part_is_underlined_in_long_texts_too() {
        let shown = |source: &str, part: Range<usize>| {
            let excerpt = Excerpt::new(source, part, 1);
            (excerpt.text[excerpt.part.clone()].to_owned(), excerpt.line)
        };
        assert_eq!(shown("ab cd ef", 3..5), ("cd".to_owned(), 1));
        let long = format!("{} here {}", "x".repeat(5000), "y".repeat(5000));
        assert_eq!(shown(&long, 5001..5005), ("here".to_owned(), 1));
        let many = "line\n".repeat(100) + "here\n" + &"line\n".repeat(100);
        assert_eq!(shown(&many, 500..504), ("here".to_owned(), 99));
        assert_eq!(shown("a\u{1b}b", 2..3), ("b".to_owned(), 1));
        let two = shown("one\r\ntwo\r\n", 2..7).0;
        assert_eq!(two, "e\ntw");
    }
}
