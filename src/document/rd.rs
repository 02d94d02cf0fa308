//! Help pages of R: `\eqn{..}` and `\deqn{..}`, and those of the package mathjaxr.

use std::ops::Range;

use super::page::{Beside, Flavour, Marks, Page, Span, merged};
use super::{Document, scan};

/// Macros of formulas, and whether they are displays.
const FORMULAS: &[(&str, bool)] = &[
    ("eqn", false),
    ("deqn", true),
    ("mjeqn", false),
    ("mjdeqn", true),
    ("mjseqn", false),
    ("mjsdeqn", true),
];

/// Macros whose argument is code.
const CODE: &[&str] = &["code", "verb", "preformatted", "examples", "usage", "Sexpr"];

/// Finds the formulas of a help page.
pub(super) fn read(text: &str, beside: Beside) -> Document {
    let (masked, given) = formulas(text);
    scan::read(Page {
        masked: merged(masked),
        given,
        beside,
        ..Page::new(text, Flavour::Tex, Marks::NONE)
    })
}

/// The code and the formulas of a text of a help page.
pub(super) fn formulas(text: &str) -> (Vec<Range<usize>>, Vec<Span>) {
    let (mut masked, mut given) = (Vec::new(), Vec::new());
    let pairs = pairs(text);
    let group = |at: usize| {
        let index = pairs.binary_search_by_key(&at, |(start, _)| *start).ok()?;
        Some(at + 1..pairs[index].1)
    };
    let mut at = 0;
    while let Some(found) = text[at..].find(['\\', '%']) {
        let start = at + found;
        let rest = &text[start + 1..];
        if text.as_bytes()[start] == b'%' {
            at = rest.find('\n').map_or(text.len(), |n| start + 1 + n);
            continue;
        }
        let length = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        let name = &rest[..length];
        at = start + 1 + length.max(rest.chars().next().map_or(0, char::len_utf8));
        let display = FORMULAS.iter().find(|(formula, _)| *formula == name);
        let is_code = CODE.contains(&name);
        if display.is_none() && !is_code {
            continue;
        }
        let Some(inner) = group(at) else {
            continue;
        };
        at = inner.end + 1;
        match display {
            Some((_, display)) => {
                // The second argument is the formula in plain letters.
                let gap = text[at..].len() - text[at..].trim_start_matches([' ', '\n']).len();
                if let Some(second) = group(at + gap) {
                    at = second.end + 1;
                }
                given.push(Span::new(start..at, inner, *display));
            }
            None => masked.push(start..at),
        }
    }
    (masked, given)
}

/// Each opening brace with its closing one, in order.
fn pairs(text: &str) -> Vec<(usize, usize)> {
    let (mut open, mut pairs, mut escaped) = (Vec::new(), Vec::new(), false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if std::mem::take(&mut escaped) => {}
            b'\\' => escaped = true,
            b'{' => open.push(at),
            b'}' => pairs.extend(open.pop().map(|start| (start, at))),
            _ => {}
        }
    }
    pairs.sort_unstable();
    pairs
}
