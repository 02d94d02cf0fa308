//! Documentation in source code: docstrings of Python and Julia, comments of Rust and R.
//!
//! Each piece is a section of its own: what one supposes does not bind the next.

use std::ops::Range;

use super::made::Made;
use super::page::{Beside, Flavour, Marks, Page};
use super::{Document, markdown, rd, rst, scan};

/// Python: docstrings, and the text of scripts that are pages (`# %%`, a line of `#`).
pub(super) fn python(text: &str, beside: Beside) -> Document {
    let mut made = Made::default();
    for piece in strings(text, true) {
        if rst::is_rst(&text[piece.inner.clone()]) || text[piece.inner.clone()].contains('$') {
            title(&mut made, "=", piece.inner.start);
            docstring(text, &piece, &mut made);
        }
    }
    let (masked, given) = rst::parts(&made.text);
    made.masked = masked;
    made.given = given;
    scan::read(Page {
        beside,
        ..Page::made(text, &mut made, Flavour::Text, Marks::CODE)
    })
}

/// Julia: docstrings in Markdown.
pub(super) fn julia(text: &str, beside: Beside) -> Document {
    let mut made = Made::default();
    for piece in strings(text, false) {
        title(&mut made, "#", piece.inner.start);
        docstring(text, &piece, &mut made);
    }
    in_markdown(text, made, true, beside)
}

/// Rust: comments with three strokes, in Markdown.
pub(super) fn rust(text: &str, beside: Beside) -> Document {
    let mut made = Made::default();
    let mark = |line: &str| {
        let marks = ["///", "//!"];
        let mark = marks.iter().find(|mark| line.starts_with(**mark))?;
        (!line.starts_with("////")).then_some(mark.len())
    };
    comments(text, "#", mark, &mut made);
    in_markdown(text, made, false, beside)
}

/// R: the comments of roxygen.
pub(super) fn r(text: &str, beside: Beside) -> Document {
    let mut made = Made::default();
    comments(
        text,
        "#",
        |line| line.starts_with("#'").then_some(2),
        &mut made,
    );
    made.given = rd::formulas(&made.text).1;
    scan::read(Page {
        beside,
        ..Page::made(text, &mut made, Flavour::Markdown, Marks::NONE)
    })
}

fn in_markdown(text: &str, mut made: Made, backquotes: bool, beside: Beside) -> Document {
    let parts = markdown::parts(&made.text, backquotes);
    made.masked = parts.masked;
    made.given = parts.given;
    scan::read(Page {
        beside,
        rows: parts.rows,
        ..Page::made(text, &mut made, Flavour::Markdown, Marks::CODE)
    })
}

/// Begins a section.
fn title(made: &mut Made, mark: &str, at: usize) {
    made.part("\n\n", at);
    let title = match mark {
        "#" => "# *\n\n".to_owned(),
        _ => "Documentation\n=============\n\n".to_owned(),
    };
    made.put(&title, at..at);
}

/// Comments whose lines begin with a mark: its length, if a line has one.
fn comments(text: &str, level: &str, mark: impl Fn(&str) -> Option<usize>, made: &mut Made) {
    let (mut at, mut open) = (0, false);
    for line in text.split_inclusive('\n') {
        let blanks = line.len() - line.trim_start().len();
        match mark(&line[blanks..]) {
            Some(length) => {
                if !std::mem::replace(&mut open, true) {
                    title(made, level, at);
                }
                let start = blanks + length;
                let space = usize::from(line[start..].starts_with(' '));
                made.copy(text, at + start + space..at + line.len());
            }
            None => open = false,
        }
        at += line.len();
    }
}

/// A string of several lines, or a comment.
struct Piece {
    inner: Range<usize>,
    /// Whether backslashes stand for themselves.
    raw: bool,
    /// What stands before the text of each of its lines.
    mark: &'static str,
}

/// The strings between three quotes that are statements, and, of Python, blocks of comments that
/// are pages.
fn strings(text: &str, python: bool) -> Vec<Piece> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut at = 0;
    // Where the line starts.
    let mut line = 0;
    let mut page = false;
    while at < bytes.len() {
        let rest = &text[at..];
        if at > 0 && bytes[at - 1] == b'\n' {
            line = at;
        }
        // Anything but a comment ends a page of comments.
        page &= bytes[at] == b'#';
        let end_of_line = || rest.find('\n').map_or(text.len(), |n| at + n + 1);
        match bytes[at] {
            b'#' => {
                let end = end_of_line();
                let line = text[at..end].trim_end();
                let margin = at == 0 || bytes[at - 1] == b'\n';
                let starts =
                    line.len() >= 20 && line.bytes().all(|b| b == b'#') || line.starts_with("# %%");
                if !margin {
                    page = false;
                } else if starts {
                    page = true;
                } else if page && python {
                    pieces.push(Piece {
                        inner: at..end,
                        raw: true,
                        mark: "#",
                    });
                }
                at = end;
            }
            quote @ (b'"' | b'\'') if python || quote == b'"' => {
                let three = if quote == b'"' { "\"\"\"" } else { "'''" };
                if !rest.starts_with(three) {
                    at = short(bytes, at, quote);
                    continue;
                }
                let before = text[line..at].trim();
                let raw = before.len() < 16 && before.contains(['r', 'R']);
                let prefix = match python {
                    true => before.len() <= 2 && before.bytes().all(|b| b"rRuUbB".contains(&b)),
                    false => matches!(before, "" | "@doc" | "raw" | "@doc raw" | "doc"),
                };
                let Some(end) = closing(text, at + 3, three) else {
                    break;
                };
                if prefix {
                    pieces.push(Piece {
                        inner: at + 3..end,
                        raw,
                        mark: "",
                    });
                }
                if let Some(last) = text[at..end].rfind('\n') {
                    line = at + last + 1;
                }
                at = end + 3;
            }
            _ => at += 1,
        }
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    joined(pieces)
}

/// The place behind a string within a line.
fn short(bytes: &[u8], at: usize, quote: u8) -> usize {
    let mut end = at + 1;
    while end < bytes.len() && bytes[end] != b'\n' {
        match bytes[end] {
            b'\\' => end += 1,
            b if b == quote => return end + 1,
            _ => {}
        }
        end += 1;
    }
    end.min(bytes.len())
}

/// The place of closing quotes that are not escaped.
fn closing(text: &str, from: usize, quotes: &str) -> Option<usize> {
    let mut from = from;
    loop {
        let at = from + text[from..].find(quotes)?;
        if !text[..at].ends_with('\\') {
            return Some(at);
        }
        from = at + 1;
    }
}

/// Lines of comments that follow one another are one piece.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match all.last_mut() {
            Some(last)
                if !last.mark.is_empty()
                    && !piece.mark.is_empty()
                    && last.inner.end == piece.inner.start =>
            {
                last.inner.end = piece.inner.end;
            }
            _ => all.push(piece),
        }
    }
    all
}

/// Puts the text of a docstring, without its indentation.
fn docstring(text: &str, piece: &Piece, made: &mut Made) {
    let inner = &text[piece.inner.clone()];
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let unmarked = |line: &str| {
        if line.starts_with(piece.mark) {
            piece.mark.len()
        } else {
            0
        }
    };
    let later = inner.lines().skip(usize::from(piece.mark.is_empty()));
    let margin = later
        .filter(|line| !line[unmarked(line)..].trim().is_empty())
        .map(|line| indent(&line[unmarked(line)..]))
        .min()
        .unwrap_or(0);
    let mut at = piece.inner.start;
    for (number, line) in inner.split_inclusive('\n').enumerate() {
        let mark = unmarked(line);
        let blanks = match number {
            0 if piece.mark.is_empty() => indent(line),
            _ => indent(&line[mark..]).min(margin),
        };
        unescaped(text, at + mark + blanks..at + line.len(), piece.raw, made);
        at += line.len();
    }
    made.part("\n", piece.inner.end);
}

/// Puts a part of a string: of two backslashes before a command one is left.
fn unescaped(text: &str, part: Range<usize>, raw: bool, made: &mut Made) {
    let (mut at, mut copied) = (part.start, part.start);
    while !raw && let Some(found) = text[at..part.end].find("\\\\") {
        let start = at + found;
        at = start + 2;
        let rest = &text[at..part.end];
        let more = rest.starts_with("\\\\");
        let blank = rest.is_empty() || rest.starts_with(char::is_whitespace);
        if more || !blank {
            made.copy(text, copied..start);
            made.put("\\", start..at);
            copied = at;
        }
        if more {
            // The second pair.
            made.put("\\", at..at + 2);
            at += 2;
            copied = at;
        }
    }
    made.copy(text, copied..part.end);
}
