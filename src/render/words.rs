//! Words and formulas within a line of text.

use super::layout::{Formula, Layout, Style, text_width, word_width};
use super::page::{Piece, Text};
use super::sheet::Sheet;
use super::text;
use crate::expr::Expr;

/// A word of a reason, with the space before it.
#[derive(Clone, Debug)]
pub enum Word {
    /// Words.
    Words(String),
    /// A formula.
    Math(Formula),
    /// Text as the user typed it.
    Code(String),
}

/// The reason of a step with the conditions that enter at it.
pub fn reason(text: Option<&Text>, conditions: &[Expr]) -> Text {
    let mut reason = text.cloned().unwrap_or_default();
    for (i, condition) in conditions.iter().enumerate() {
        let word = match (i, reason.0.is_empty()) {
            (0, true) => "for ",
            (0, false) => ", for ",
            _ => " and ",
        };
        reason = reason.words(word).math(*condition);
    }
    reason
}

/// The words of a text, with its formulas in a style; spaces lead the words that they separate.
pub fn words(sheet: &mut Sheet<'_>, text: &Text, style: Style) -> Vec<Word> {
    let mut words = Vec::new();
    for piece in &text.0 {
        match piece {
            Piece::Words(piece) => {
                let clean = text::clean(piece);
                let mut rest = clean.as_str();
                while !rest.is_empty() {
                    let start = rest.len() - rest.trim_start_matches(' ').len();
                    let end = rest[start..].find(' ').map_or(rest.len(), |at| start + at);
                    words.push(Word::Words(rest[..end].to_owned()));
                    rest = &rest[end..];
                }
            }
            Piece::Math(formula) => words.push(Word::Math(sheet.lay(*formula, style))),
            Piece::Code(code) => words.push(Word::Code(text::clean(code))),
        }
    }
    words
}

/// The estimated width of words side by side.
pub fn width(layout: &Layout, words: &[Word]) -> u32 {
    let widths = words.iter().map(|word| word.width(layout));
    widths.fold(0, u32::saturating_add)
}

impl Word {
    fn width(&self, layout: &Layout) -> u32 {
        match self {
            Word::Words(text) => text_width(text),
            Word::Code(text) => word_width(text),
            Word::Math(formula) => layout.width(formula.root),
        }
    }

    fn may_start_line(&self) -> bool {
        matches!(self, Word::Words(text) if text.starts_with(' '))
    }
}

/// Words in lines of at most a width.
pub fn wrap(layout: &Layout, words: Vec<Word>, limit: u32) -> Vec<Vec<Word>> {
    let mut lines: Vec<Vec<Word>> = Vec::new();
    let mut used = 0u32;
    for mut word in words {
        let width = word.width(layout);
        match lines.last_mut() {
            Some(line) if used.saturating_add(width) <= limit || !word.may_start_line() => {
                line.push(word);
                used = used.saturating_add(width);
            }
            _ => {
                if let Word::Words(text) = &mut word {
                    *text = text.trim_start().to_owned();
                }
                lines.push(vec![word]);
                used = width;
            }
        }
    }
    lines
}
