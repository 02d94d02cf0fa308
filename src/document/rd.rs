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
        let Some(group) = group(text, at) else {
            continue;
        };
        at = group.end + 1;
        match display {
            Some((_, display)) => {
                // The second argument is the formula in plain letters.
                let gap = text[at..].len() - text[at..].trim_start_matches([' ', '\n']).len();
                if text[at + gap..].starts_with('{')
                    && let Some(second) = self::group(text, at + gap)
                {
                    at = second.end + 1;
                }
                given.push(Span::new(start..at, group, *display));
            }
            None => masked.push(start..at),
        }
    }
    (masked, given)
}

/// The inside of the group at a place.
fn group(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    if bytes.get(at) != Some(&b'{') {
        return None;
    }
    let (mut depth, mut end) = (0_usize, at);
    while end < bytes.len() {
        match bytes[end] {
            b'\\' => end += 1,
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1..end);
                }
            }
            _ => {}
        }
        end += 1;
    }
    None
}
