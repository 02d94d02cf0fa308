//! Pages of MediaWiki: `<math>..</math>`.

use std::ops::Range;

use super::made::Made;
use super::page::{Beside, Flavour, Marks, Page, Span, merged};
use super::place::floor;
use super::{Document, clean, scan};

/// Elements whose text is none of the page.
const HIDDEN: &[&str] = &["nowiki", "pre", "code", "source", "syntaxhighlight", "ref"];

/// Finds the formulas of a page.
pub(super) fn read(text: &str, beside: Beside) -> Document {
    let mut made = Made::default();
    let mut at = 0;
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        match inside {
            true => made.copy(text, range),
            false => marked(text, range, &mut made),
        }
        let opened = line.rfind("<math");
        let closed = line.rfind("</math>");
        if opened.is_some() || closed.is_some() {
            inside = opened > closed;
        }
    }
    elements(&mut made);
    scan::read(Page {
        beside,
        ..Page::made(text, &mut made, Flavour::Markdown, Marks::NONE)
    })
}

/// A line with its mark as Markdown has it.
fn marked(text: &str, range: Range<usize>, made: &mut Made) {
    let line = &text[range.clone()];
    let count = |mark: u8| line.bytes().take_while(|b| *b == mark).count();
    let level = count(b'=');
    if (1..=6).contains(&level) && line.trim_end().ends_with('=') && line.trim().len() > 2 * level {
        made.put(
            &format!("{} ", "#".repeat(level)),
            range.start..range.start + level,
        );
        return made.copy(text, range.start + level..range.end);
    }
    let marks = line
        .bytes()
        .take_while(|b| matches!(b, b'*' | b'#' | b':' | b';'))
        .count();
    let meant = match line[..marks].bytes().last() {
        Some(b'*') => "- ",
        Some(b'#') => "1. ",
        _ => "",
    };
    let indent = "  ".repeat(marks.saturating_sub(1));
    if !meant.is_empty() {
        made.put(
            &format!("{indent}{meant}"),
            range.start..range.start + marks,
        );
    }
    made.copy(text, range.start + marks..range.end);
}

/// The formulas and the code of a page.
fn elements(made: &mut Made) {
    let text = std::mem::take(&mut made.text);
    let mut masked = Vec::new();
    let mut unclosed: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('<') {
        let start = at + found;
        let rest = &text[start + 1..];
        let length = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        let name = rest[..length].to_ascii_lowercase();
        at = start + 1;
        if rest.starts_with("!--") {
            at = text[at..].find("-->").map_or(text.len(), |n| at + n + 3);
            continue;
        }
        if name != "math" && !HIDDEN.contains(&&*name) || unclosed.contains(&name) {
            continue;
        }
        let Some(inner) = rest.find('>').map(|n| start + n + 2) else {
            break;
        };
        at = inner;
        if text[..inner].ends_with("/>") {
            continue;
        }
        let close = format!("</{name}>");
        let Some(end) = text[inner..].find(&close).map(|n| inner + n) else {
            unclosed.push(name);
            continue;
        };
        at = end + close.len();
        if name != "math" {
            masked.push(start..at);
            continue;
        }
        let before = &text[floor(&text, start.saturating_sub(100))..start];
        let behind = &text[at..floor(&text, at + 100)];
        let before = before.rsplit('\n').next().unwrap_or("");
        let alone = before.trim().is_empty()
            && behind
                .split('\n')
                .next()
                .is_none_or(|rest| rest.trim().len() < 2);
        let display = alone || text[start..inner].contains("block");
        let mut span = Span::new(start..at, inner..end, display);
        span.clean = clean::markdown(&text, &span);
        made.given.push(span);
    }
    made.masked = merged(masked);
    made.text = text;
}
