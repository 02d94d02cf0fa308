//! TeX files.

use std::ops::Range;

use super::page::{Beside, Flavour, Marks, Page};
use super::{Document, scan};

/// Finds the formulas of a TeX file; what stands after `\end{document}` is none of it.
pub(super) fn read(text: &str, beside: Beside) -> Document {
    let end = text.find("\\end{document}").unwrap_or(text.len());
    scan::read(Page {
        beside,
        masked: chunks(&text[..end]),
        ..Page::new(&text[..end], Flavour::Tex, Marks::TEX)
    })
}

/// The chunks of code of Sweave and knitr: from `<<..>>=` to `@`.
fn chunks(text: &str) -> Vec<Range<usize>> {
    let mut chunks = Vec::new();
    let (mut open, mut at) = (None, 0);
    if !text.contains(">>=") {
        return chunks;
    }
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        match open {
            None if words.starts_with("<<") && words.ends_with(">>=") => open = Some(at),
            Some(start) if words == "@" || words.starts_with("@ ") => {
                chunks.push(start..at + line.len());
                open = None;
            }
            _ => {}
        }
        at += line.len();
    }
    chunks
}
