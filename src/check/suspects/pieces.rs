//! The sides of a formula as text: rows of a display, links of a chain, statements beside each other.

use std::ops::Range;

/// A side of a chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// Its bytes.
    pub span: Range<usize>,
    /// The bytes of the first side of its chain.
    pub left: Range<usize>,
    /// Whether the sign before it says that both are equal, or that one bounds the other.
    pub equal: bool,
}

/// What stands at a place between two sides.
enum Cut {
    /// `=` and the like.
    Equal(usize),
    /// A sign that leaves a factor or an error open.
    Loose(usize),
    /// Another statement begins.
    New(usize),
    /// A row ends.
    Row(usize),
    /// Nothing to be read.
    Blank(usize),
}

const EQUAL: &[&str] = &[
    ":=",
    "=",
    "\\equiv",
    "\\triangleq",
    "\\eqdef",
    "\\coloneqq",
    "\\doteq",
    "\\leq",
    "\\le",
    "\\geq",
    "\\ge",
    "\\gets",
    "\\leftarrow",
];
const LOOSE: &[&str] = &[
    "\\propto",
    "\\approx",
    "\\sim",
    "\\simeq",
    "\\neq",
    "\\ne",
    "\\to",
    "\\rightarrow",
    "\\in",
];
const NEW: &[&str] = &[
    "\\Rightarrow",
    "\\implies",
    "\\Leftrightarrow",
    "\\iff",
    "\\quad",
    "\\qquad",
    "\\therefore",
    "\\because",
    "\\text{for",
    "\\text{where",
    "\\text{if",
    "\\text{when",
    "\\text{with",
    "\\text{ for",
    "\\text{ where",
    "\\text{ if",
    "\\text{ when",
    "\\text{ with",
    "\\intertext",
];
const BLANK: &[&str] = &["&", "\\nonumber", "\\notag", "\\displaystyle", "\\limits"];

/// Environments that are displays and no terms.
const DISPLAYS: &[&str] = &[
    "equation",
    "align",
    "aligned",
    "eqnarray",
    "gather",
    "gathered",
    "multline",
    "split",
    "flalign",
    "alignat",
    "displaymath",
    "math",
    "dmath",
];

/// The sides of a formula, in order.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut all = Vec::new();
    let mut at = 0;
    let (mut depth, mut inner) = (0_usize, 0_usize);
    let mut open = 0;
    let mut left: Option<Range<usize>> = None;
    let mut equal = true;
    let mut row = false;
    while at < text.len() {
        let rest = &text[at..];
        if let Some(length) = display(rest) {
            if text[open..at].trim().is_empty() {
                open = at + length;
            } else {
                end(text, &mut all, open..at, &mut left, equal);
                (open, left, equal) = (at + length, None, true);
            }
            at += length;
            continue;
        }
        inner += usize::from(rest.starts_with("\\begin{"));
        inner = inner.saturating_sub(usize::from(rest.starts_with("\\end{")));
        match cut(rest, depth + inner) {
            Some(Cut::Blank(length)) => at += length,
            Some(Cut::Equal(length) | Cut::Loose(length)) => {
                // A row that begins with a sign goes on with the chain.
                let empty = blank(&text[open..at]);
                if !(row && empty) {
                    end(text, &mut all, open..at, &mut left, equal);
                }
                equal = matches!(cut(rest, 0), Some(Cut::Equal(_)));
                row = false;
                at += length;
                open = at;
            }
            Some(Cut::New(length)) => {
                end(text, &mut all, open..at, &mut left, equal);
                at += length;
                (open, left, equal, row, depth) = (at, None, true, false, 0);
            }
            Some(Cut::Row(length)) => {
                if !blank(&text[open..at]) {
                    end(text, &mut all, open..at, &mut left, equal);
                }
                at += length;
                (open, row, depth) = (at, true, 0);
            }
            None => {
                let c = rest.chars().next().unwrap_or(' ');
                if row && !c.is_whitespace() {
                    (row, left, equal) = (false, None, true);
                }
                match c {
                    '\\' => {
                        // An escaped bracket counts as one.
                        let next = rest[1..].chars().next().unwrap_or(' ');
                        depth = deeper(depth, next);
                        at += 1 + next.len_utf8();
                        continue;
                    }
                    _ => depth = deeper(depth, c),
                }
                at += c.len_utf8();
            }
        }
    }
    end(text, &mut all, open..text.len(), &mut left, equal);
    all
}

fn deeper(depth: usize, c: char) -> usize {
    match c {
        '{' | '(' | '[' => depth + 1,
        '}' | ')' | ']' => depth.saturating_sub(1),
        _ => depth,
    }
}

fn blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '&')
}

/// The length of the mark where a display begins or ends, or of a label.
fn display(rest: &str) -> Option<usize> {
    let name = rest
        .strip_prefix("\\begin{")
        .or_else(|| rest.strip_prefix("\\end{"));
    let label = ["\\label{", "\\tag{", "\\tag*{"];
    if label.iter().any(|label| rest.starts_with(label)) {
        return rest.find('}').map(|at| at + 1);
    }
    let name = name?;
    let close = name.find('}')?;
    let word = name[..close].trim_end_matches('*');
    DISPLAYS
        .contains(&word)
        .then(|| rest.len() - name.len() + close + 1)
}

fn cut(rest: &str, depth: usize) -> Option<Cut> {
    let found = |words: &[&str]| {
        let mut words = words.iter();
        words.find(|word| starts(rest, word)).map(|word| word.len())
    };
    if let Some(length) = found(BLANK).filter(|_| depth == 0) {
        return Some(Cut::Blank(length));
    }
    if depth > 0 {
        return None;
    }
    if let Some(bare) = rest.strip_prefix("\\\\") {
        let bare = bare.trim_start();
        let length = match bare.strip_prefix('[') {
            Some(skip) => rest.len() - skip.len() + skip.find(']').map_or(0, |at| at + 1),
            None => 2,
        };
        return Some(Cut::Row(length));
    }
    if rest.starts_with(',') || rest.starts_with(';') {
        return Some(Cut::New(1));
    }
    found(EQUAL)
        .map(Cut::Equal)
        .or_else(|| found(LOOSE).map(Cut::Loose))
        .or_else(|| found(NEW).map(Cut::New))
}

/// Whether a text begins with a word: a command ends where its letters do.
fn starts(rest: &str, word: &str) -> bool {
    let Some(behind) = rest.strip_prefix(word) else {
        return false;
    };
    let letters = word[1..].chars().all(|c| c.is_ascii_alphabetic()) && word.starts_with('\\');
    !letters || !behind.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn end(
    text: &str,
    all: &mut Vec<Piece>,
    span: Range<usize>,
    left: &mut Option<Range<usize>>,
    equal: bool,
) {
    let part = &text[span.clone()];
    let dropped = |c: char| c.is_whitespace() || matches!(c, '&' | ',' | '.' | ';' | '~');
    let start = span.start + part.len() - part.trim_start_matches(dropped).len();
    let stop = span.start + part.trim_end_matches(dropped).len();
    if start >= stop {
        return;
    }
    let span = start..stop;
    let first = left.get_or_insert_with(|| span.clone()).clone();
    all.push(Piece {
        span,
        left: first,
        equal,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sides(text: &str) -> Vec<(&str, &str)> {
        let all = pieces(text).into_iter();
        all.map(|piece| (&text[piece.left], &text[piece.span]))
            .collect()
    }

    #[test]
    fn a_chain_has_sides_and_rows_go_on_with_it() {
        let chain = sides(r"\begin{align} p(x=1) &= a + b \\ &= c, \quad d = e \end{align}");
        let expected = [
            ("p(x=1)", "p(x=1)"),
            ("p(x=1)", "a + b"),
            ("p(x=1)", "c"),
            ("d", "d"),
            ("d", "e"),
        ];
        assert_eq!(chain, expected);
    }

    #[test]
    fn a_row_with_a_left_side_is_another_statement() {
        let rows = sides(r"a = b \\ c = \begin{cases} 1 & x = 1 \\ 0 \end{cases}");
        let last = r"\begin{cases} 1 & x = 1 \\ 0 \end{cases}";
        assert_eq!(rows, [("a", "a"), ("a", "b"), ("c", "c"), ("c", last)]);
    }
}
