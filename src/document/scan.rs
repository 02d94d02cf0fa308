//! A scanner for mathematics between dollar signs, `\(..\)`, `\[..\]` and in environments.
//!
//! It goes through the text once; the next place of each closing mark is remembered, so that a
//! million dollar signs without partners take no longer than other text.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Document;
use super::place::floor;

/// What counts as mathematics and what does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Flavour {
    Tex,
    Markdown,
    Text,
}

/// Environments that are formulas.
const MATHS: &[&str] = &[
    "equation",
    "align",
    "gather",
    "multline",
    "eqnarray",
    "displaymath",
    "math",
    "flalign",
    "alignat",
    "dmath",
    "subequations",
];

/// Environments that are no text.
const VERBATIM: &[&str] = &[
    "verbatim",
    "Verbatim",
    "lstlisting",
    "minted",
    "comment",
    "filecontents",
    "alltt",
    "tikzpicture",
];

/// Commands that define.
const DEFINERS: &[&str] = &[
    "newcommand",
    "renewcommand",
    "providecommand",
    "def",
    "gdef",
    "DeclareMathOperator",
    "DeclarePairedDelimiter",
    "DeclareRobustCommand",
];

/// The longest text between two dollar signs.
const LONGEST_INLINE: usize = 20_000;

pub(super) struct Span {
    pub outer: Range<usize>,
    pub inner: Range<usize>,
    pub display: bool,
}

/// Finds the formulas of a text outside the ranges that are masked, which come in order.
pub(super) fn read(text: &str, flavour: Flavour, masked: &[Range<usize>]) -> Document {
    let mut scanner = Scanner {
        text,
        flavour,
        masked,
        next_mask: 0,
        found: Vec::new(),
        ignores: Vec::new(),
        definitions: String::new(),
        no_definition: 0,
        next: FxHashMap::default(),
    };
    scanner.run();
    scanner.document()
}

pub(super) struct Scanner<'a> {
    pub text: &'a str,
    pub flavour: Flavour,
    pub masked: &'a [Range<usize>],
    pub next_mask: usize,
    pub found: Vec<Span>,
    /// Where comments say that a formula is to be ignored, whether they stand alone in their line,
    /// and why.
    pub ignores: Vec<(usize, bool, String)>,
    pub definitions: String,
    /// Before this byte no definition is complete.
    pub no_definition: usize,
    /// The next place of a closing mark at or after the place it was looked for.
    pub next: FxHashMap<String, Option<usize>>,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if let Some(mask) = self.masked.get(self.next_mask) {
                if at >= mask.end {
                    self.next_mask += 1;
                    continue;
                }
                if at >= mask.start {
                    self.comment(mask.clone());
                    at = mask.end;
                    continue;
                }
            }
            at = match bytes[at] {
                b'\\' => self.command(at),
                b'$' => self.dollar(at),
                b'%' if self.flavour == Flavour::Tex => {
                    let end = memchr(bytes, b'\n', at).unwrap_or(bytes.len());
                    self.comment(at..end);
                    end
                }
                b'#' | b'%'
                    if self.flavour == Flavour::Text
                        && self.text[at + 1..].trim_start().starts_with("equiff:") =>
                {
                    let end = memchr(bytes, b'\n', at).unwrap_or(bytes.len());
                    self.comment(at..end);
                    end
                }
                b'<' if self.text[at..].starts_with("<!--") && self.flavour != Flavour::Tex => {
                    let end = self.find("-->", at).map_or(at + 4, |end| end + 3);
                    self.comment(at..end);
                    end
                }
                _ => at + 1,
            };
        }
    }

    /// The place of a mark at or after a byte.
    fn find(&mut self, mark: &str, from: usize) -> Option<usize> {
        if let Some(known) = self.next.get(mark) {
            match known {
                None => return None,
                Some(place) if *place >= from => return Some(*place),
                Some(_) => {}
            }
        }
        let place = self.text[from..].find(mark).map(|length| from + length);
        self.next.insert(mark.to_owned(), place);
        place
    }

    fn push(&mut self, outer: Range<usize>, inner: Range<usize>, display: bool) -> usize {
        let end = outer.end;
        // Code is no part of a formula.
        let code = self.masked.get(self.next_mask);
        if code.is_some_and(|mask| mask.start < end && mask.end > outer.start) {
            return outer.start + 1;
        }
        let text = self.text[inner.clone()].trim();
        if !text.is_empty() && !matches!(text, "\\begingroup" | "\\endgroup") {
            // Comments inside a formula count too.
            if self.flavour == Flavour::Tex || text.contains("equiff:") {
                self.comments_inside(inner.clone());
            }
            self.found.push(Span {
                outer,
                inner,
                display,
            });
        }
        end
    }

    fn command(&mut self, at: usize) -> usize {
        let rest = &self.text[at + 1..];
        let Some(c) = rest.chars().next() else {
            return at + 1;
        };
        match c {
            '(' | '[' => {
                let (close, display) = if c == '(' {
                    ("\\)", false)
                } else {
                    ("\\]", true)
                };
                match self.closing(close, at + 2) {
                    Some(end)
                        if end - at < LONGEST_INLINE
                            && !self.text[at + 2..end].contains("\n\n") =>
                    {
                        self.push(at..end + 2, at + 2..end, display)
                    }
                    _ => at + 2,
                }
            }
            '$' | '%' | '\\' | '{' | '}' => at + 2,
            _ if c.is_ascii_alphabetic() => {
                let length = rest
                    .find(|c: char| !c.is_ascii_alphabetic())
                    .unwrap_or(rest.len());
                let name = &rest[..length];
                let end = at + 1 + length;
                match name {
                    "begin" => self.environment(at, end),
                    "verb" | "lstinline" if self.flavour == Flavour::Tex => self.verb(end),
                    _ if DEFINERS.contains(&name) => self.definition(at, end),
                    _ => end,
                }
            }
            _ => at + 1 + c.len_utf8(),
        }
    }

    /// A closing mark that no backslash before it makes another one.
    fn closing(&mut self, mark: &str, from: usize) -> Option<usize> {
        let mut from = from;
        for _ in 0..100 {
            let at = self.find(mark, from)?;
            // `\\]` ends a line of a matrix.
            let slashes = self.text.as_bytes()[..at]
                .iter()
                .rev()
                .take_while(|b| **b == b'\\')
                .count();
            if slashes % 2 == 0 {
                return Some(at);
            }
            from = at + mark.len();
        }
        None
    }

    fn environment(&mut self, at: usize, after: usize) -> usize {
        let rest = &self.text[after..];
        let Some(name) = rest
            .strip_prefix('{')
            .and_then(|rest| rest.get(..rest.find('}')?.min(40)))
        else {
            return after;
        };
        let (name, start) = (name.to_owned(), after + name.len() + 2);
        let plain = name.trim_end_matches('*');
        let verbatim = VERBATIM.contains(&plain) && self.flavour == Flavour::Tex;
        let math = MATHS.contains(&plain) && plain != "subequations";
        if !verbatim && !math {
            return start.min(self.text.len());
        }
        let close = format!("\\end{{{name}}}");
        let Some(end) = self.find(&close, start) else {
            return start.min(self.text.len());
        };
        let outer = at..end + close.len();
        if verbatim {
            return outer.end;
        }
        self.push(outer.clone(), outer, plain != "math")
    }

    fn verb(&mut self, after: usize) -> usize {
        let rest = &self.text[after..];
        let star = usize::from(rest.starts_with('*'));
        let Some(mark) = rest[star..].chars().next() else {
            return after;
        };
        let start = after + star + mark.len_utf8();
        let line = self.find("\n", start).unwrap_or(self.text.len());
        match self.text[start..line].find(mark) {
            Some(length) => start + length + mark.len_utf8(),
            None => after,
        }
    }

    /// A definition of a macro: its body is no formula of the text.
    fn definition(&mut self, at: usize, after: usize) -> usize {
        let bytes = self.text.as_bytes();
        if at < self.no_definition {
            return after;
        }
        let limit = bytes.len().min(after + 4000);
        let mut end = after;
        let mut depth = 0_usize;
        let mut groups = 0;
        let wanted = if self.text[at..after].ends_with("def") {
            1
        } else {
            2
        };
        let mut escaped = false;
        while end < limit {
            match bytes[end] {
                _ if std::mem::take(&mut escaped) => {}
                b'\\' => escaped = true,
                b'{' => depth += 1,
                b'}' if depth > 0 => {
                    depth -= 1;
                    groups += usize::from(depth == 0);
                    // `\newcommand\foo{..}` has one group.
                    let bare = self.text[after..end].trim_start().starts_with('\\');
                    let most = if bare && wanted == 2 { 1 } else { wanted };
                    let paired = self.text[at..after].ends_with("Delimiter");
                    if groups >= most + usize::from(paired) {
                        end += 1;
                        self.definitions
                            .push_str(&self.text[at..floor(self.text, end)]);
                        self.definitions.push('\n');
                        return end;
                    }
                }
                b'\n' if depth == 0 && groups == 0 && bytes.get(end + 1) == Some(&b'\n') => break,
                _ => {}
            }
            end += 1;
        }
        self.no_definition = end;
        after
    }

    fn dollar(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        if bytes.get(at + 1) == Some(&b'$') {
            let Some(end) = self.find("$$", at + 2) else {
                return at + 2;
            };
            let paragraph = self.text[at + 2..end].contains("\n\n");
            if paragraph && self.flavour == Flavour::Markdown && end - at > LONGEST_INLINE {
                return at + 2;
            }
            return self.push(at..end + 2, at + 2..end, true);
        }
        let limit = floor(self.text, (at + LONGEST_INLINE).min(bytes.len()));
        let mut end = at + 1;
        let mut depth = 0_usize;
        let mut first = None;
        while end < limit {
            match bytes[end] {
                b'\\' => end += 1,
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                b'$' => {
                    first.get_or_insert(end);
                    // Inside `\text{..}` a dollar sign does not end the formula; but an open
                    // brace may be a slip.
                    if depth == 0 || end - at > 400 {
                        break;
                    }
                }
                b'\n'
                    if bytes[end + 1..]
                        .iter()
                        .take_while(|b| b.is_ascii_whitespace())
                        .take(200)
                        .any(|b| *b == b'\n') =>
                {
                    end = limit;
                }
                _ => {}
            }
            end += 1;
        }
        let end = if end < limit && bytes[end] == b'$' && depth == 0 {
            end
        } else {
            match first {
                Some(end) => end,
                None => return at + 1,
            }
        };
        let inner = &self.text[at + 1..end];
        if self.flavour != Flavour::Tex && !is_math(inner, bytes.get(end + 1).copied()) {
            return at + 1;
        }
        self.push(at..end + 1, at + 1..end, false)
    }
}

fn memchr(bytes: &[u8], wanted: u8, from: usize) -> Option<usize> {
    bytes[from..]
        .iter()
        .position(|b| *b == wanted)
        .map(|n| from + n)
}

/// Whether a text between dollar signs is mathematics and not two prices.
fn is_math(inner: &str, next: Option<u8>) -> bool {
    let blank = |c: char| c.is_whitespace();
    let loose = inner.starts_with(blank) || inner.ends_with(blank);
    let signs = inner.contains(['\\', '^', '_', '=', '<', '>', '{']);
    if next.is_some_and(|b| b.is_ascii_digit()) && !signs {
        return false;
    }
    if !loose {
        // `$5 and $`: words with spaces and no sign.
        let words = inner
            .split_whitespace()
            .filter(|word| word.len() > 2)
            .count();
        return signs || words < 3;
    }
    signs && inner.len() < 2000
}
