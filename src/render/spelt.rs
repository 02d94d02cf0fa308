//! Formulas as text in lines of characters.

use unicode_width::UnicodeWidthStr;

use super::flow::{self, Measure, Token};
use super::layout::{Formula, Item, Layout};
use super::pieces::{Extent, Piece, Side, pieces};

/// A formula as spelt pieces.
pub struct Spelt {
    tokens: Vec<Token>,
    text: String,
    /// Where the text of each piece ends.
    ends: Vec<usize>,
}

impl Spelt {
    /// Spells a formula, `put` writing each piece. Items of at most a width (in tenths of a
    /// digit) stay whole.
    pub fn new(
        layout: &Layout,
        formula: Formula,
        whole: u32,
        put: fn(&Layout, Piece, &mut String),
    ) -> Spelt {
        let mut text = String::new();
        let mut ends = Vec::new();
        let root = [formula.root];
        let ids = match layout.item(formula.root) {
            Item::Row(span) => layout.children(span),
            _ => &root,
        };
        let mut extent = |piece: Piece, side: Side| {
            let start = text.len();
            put(layout, piece, &mut text);
            let empty = |spelt: &str| spelt.bytes().all(|b| b == b' ');
            let mut gap = 0;
            if side == Side::Leading && !empty(&text[start..]) {
                gap = text.len() - start - text[start..].trim_start_matches(' ').len();
                text.drain(start..start + gap);
            } else if side == Side::Trailing {
                let trimmed = start + text[start..].trim_end_matches(' ').len();
                gap = text.len() - trimmed;
                text.truncate(trimmed);
            }
            ends.push(text.len());
            let size = |size: usize| u32::try_from(size).unwrap_or(u32::MAX);
            Extent {
                gap: size(gap),
                width: size(text[start..].width()),
            }
        };
        let tokens = pieces(layout, ids, whole, &mut extent).tokens;
        Spelt { tokens, text, ends }
    }

    /// The texts between places to break.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        let mut next = 0;
        let mut start = 0;
        let mut parts = Vec::new();
        for token in &self.tokens {
            match token {
                Token::Text(_) => next += 1,
                Token::Break(1..) | Token::Turn(1..) => {
                    let end = if next > 0 { self.ends[next - 1] } else { 0 };
                    parts.push(&self.text[start..end]);
                    start = end;
                }
                _ => {}
            }
        }
        parts.push(&self.text[start..]);
        parts.into_iter()
    }

    /// The text in lines.
    pub fn lines(&self, measure: Measure) -> String {
        let mut out = String::with_capacity(self.text.len() * 5 / 4);
        let (mut piece, mut start) = (0, 0);
        for (i, line) in flow::lines(&self.tokens, measure).iter().enumerate() {
            if i > 0 {
                out.push('\n');
            }
            blank(&mut out, line.indent as usize);
            let mut begun = i == 0;
            for (at, token) in (line.start..).zip(&self.tokens[line.start..line.end]) {
                match token {
                    Token::Text(_) => {
                        let end = self.ends[piece];
                        let text = &self.text[start..end];
                        // A sign for a product that a line break divides.
                        out.push_str(if text == " " && !begun { "·" } else { text });
                        (piece, start, begun) = (piece + 1, end, true);
                    }
                    Token::Break(gap) | Token::Turn(gap) if at > line.start || i == 0 => {
                        blank(&mut out, *gap as usize);
                    }
                    _ => {}
                }
            }
        }
        out
    }
}

fn blank(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}
