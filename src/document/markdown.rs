//! Markdown files: the parser says what is code, what is left is scanned for mathematics.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::{Document, scan};

/// Finds the formulas of a Markdown text.
pub(super) fn read(text: &str) -> Document {
    scan::read(text, scan::Flavour::Markdown, &code(text))
}

/// The ranges of a Markdown text that are code or HTML comments, in order.
fn code(text: &str) -> Vec<Range<usize>> {
    // Not the parser's own mathematics: that takes `$5 and `$ for a formula and the code after it
    // for text, and does not know `\(..\)`.
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut ranges: Vec<Range<usize>> = Vec::new();
    // A formula of several lines that a line of it makes a list or a heading is one all the same;
    // so code that is only indented is no code where a formula is open.
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let hidden = match event {
            Event::Code(_) | Event::InlineHtml(_) => true,
            Event::Html(_) => true,
            Event::Start(Tag::CodeBlock(kind)) => {
                matches!(kind, pulldown_cmark::CodeBlockKind::Fenced(_))
                    || !inside_formula(text, range.start)
            }
            Event::Start(Tag::MetadataBlock(_)) => true,
            _ => false,
        };
        if !hidden || range.is_empty() {
            continue;
        }
        // HTML that is no comment may have formulas in it.
        let markup = text[range.clone()].starts_with('<');
        if markup && !text[range.clone()].trim_start().starts_with("<!--") {
            continue;
        }
        match ranges.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => ranges.push(range),
        }
    }
    ranges
}

/// Whether an indented block continues a formula that a `$$` shortly before it opens.
fn inside_formula(text: &str, at: usize) -> bool {
    let from = super::place::floor(text, at.saturating_sub(2000));
    let before = &text[from..at];
    let paragraph = before.rfind("\n\n\n").map_or(before, |n| &before[n..]);
    paragraph.matches("$$").count() % 2 == 1
}
