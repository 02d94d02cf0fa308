//! Formulas between dollar signs, and what stands between two prices.

use super::page::Flavour;
use super::place::floor;
use super::scan::{LONGEST_INLINE, Scanner};

impl Scanner<'_> {
    pub(super) fn dollar(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        if bytes.get(at + 1) == Some(&b'$') {
            if !self.page.marks.others {
                return at + 2;
            }
            let Some(end) = self.find("$$", at + 2) else {
                return at + 2;
            };
            let paragraph = self.text[at + 2..end].contains("\n\n");
            if paragraph && self.flavour == Flavour::Markdown && end - at > LONGEST_INLINE {
                return at + 2;
            }
            let display = self.flavour != Flavour::Markdown || !self.in_line(at, end + 2);
            return self.push(at..end + 2, at + 2..end, display);
        }
        if !self.page.marks.dollars {
            return at + 1;
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
        if self.page.marks.rare && !inner.contains(['\\', '^', '=', '<', '>']) && inner.len() > 1 {
            return at + 1;
        }
        self.push(at..end + 1, at + 1..end, false)
    }
}

/// How far words beside a formula are looked for.
const BESIDE: usize = 200;

impl Scanner<'_> {
    /// Whether words stand on both sides of a formula in its line: kramdown sets `$$..$$` as a part
    /// of the line there.
    fn in_line(&self, start: usize, end: usize) -> bool {
        let before = &self.text[floor(self.text, start.saturating_sub(BESIDE))..start];
        let behind = &self.text[end..floor(self.text, end + BESIDE)];
        let before = before.rsplit('\n').next().unwrap_or("");
        let behind = behind.split('\n').next().unwrap_or("");
        let words = |text: &str| text.chars().any(char::is_alphabetic);
        !self.text[start..end].contains('\n') && words(before) && words(behind)
    }
}

/// Whether a text between dollar signs is mathematics and not two prices.
fn is_math(inner: &str, next: Option<u8>) -> bool {
    let blank = |c: char| c.is_whitespace();
    let loose = inner.starts_with(blank) || inner.ends_with(blank);
    if next.is_some_and(|b| b.is_ascii_alphabetic() || b == b'{') && is_variable(inner) {
        return false;
    }
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

/// Whether a text is the name of a variable of a shell and what joins it to the next:
/// `$HOME/bin:$PATH`.
fn is_variable(inner: &str) -> bool {
    let name = inner
        .bytes()
        .take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_')
        .count();
    let joined = inner.ends_with(['/', ':', '-', '.', ',', '_']);
    name >= 2 && (joined || name == inner.len()) && !inner.contains(['\\', '^', '=', ' '])
}
