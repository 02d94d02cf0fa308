//! Words and formulas within a line of text.

use super::flow::Token;
use super::layout::{Formula, Item, Layout, Style, text_width, word_width};
use super::page::{self, Text};
use super::pieces::{Extent, Piece, Side, pieces};
use super::sheet::Sheet;
use super::text;
use crate::expr::Expr;
use crate::languages::Language;

/// A word of a reason, with the space before it.
#[derive(Clone, Debug)]
pub enum Word {
    /// Words.
    Words(String),
    /// A formula.
    Math(Formula),
    /// A part of a formula that is wide: a line may begin with it.
    Part(Vec<Piece>),
    /// Text as the user typed it.
    Code(String),
}

/// The reason of a step with the conditions that enter at it.
pub fn reason(language: &Language, text: Option<&Text>, conditions: &[Expr]) -> Text {
    let mut reason = text.cloned().unwrap_or_default();
    for (i, condition) in conditions.iter().enumerate() {
        let word = match (i, reason.0.is_empty()) {
            (0, true) => "for ",
            (0, false) => ", for ",
            _ => " and ",
        };
        reason = reason.words(language.say(word)).math(*condition);
    }
    reason
}

/// The words of a text, with its formulas in a style; spaces lead the words that they separate.
pub fn words(sheet: &mut Sheet<'_>, text: &Text, style: Style) -> Vec<Word> {
    let mut words = Vec::new();
    for (at, piece) in text.0.iter().enumerate() {
        match piece {
            page::Piece::Words(piece) => {
                let clean = match piece.as_str() {
                    ", " if sheet.separates(&text.0, at) => "; ".to_owned(),
                    piece => text::clean(piece),
                };
                let mut rest = clean.as_str();
                while !rest.is_empty() {
                    let start = rest.len() - rest.trim_start_matches(' ').len();
                    let end = rest[start..].find(' ').map_or(rest.len(), |at| start + at);
                    words.push(Word::Words(rest[..end].to_owned()));
                    rest = &rest[end..];
                }
            }
            page::Piece::Math(formula) => words.push(Word::Math(sheet.lay(*formula, style))),
            page::Piece::Code(code) => words.push(Word::Code(text::clean(code))),
        }
    }
    words
}

/// The same with wide formulas in parts, for formats that break no formula in a line of text.
pub fn words_in_parts(sheet: &mut Sheet<'_>, text: &Text) -> Vec<Word> {
    let words = words(sheet, text, Style::Inline);
    let layout = sheet.layout();
    let mut all = Vec::with_capacity(words.len());
    for word in words {
        match word {
            Word::Math(formula) if layout.width(formula.root) > WIDE => {
                all.extend(parts(layout, formula));
            }
            word => all.push(word),
        }
    }
    all
}

/// The width up to which a formula within a text is kept whole.
const WIDE: u32 = 200;

fn parts(layout: &Layout, formula: Formula) -> Vec<Word> {
    let root = [formula.root];
    let ids = match layout.item(formula.root) {
        Item::Row(span) => layout.children(span),
        _ => &root,
    };
    let mut extent = |piece: Piece, _: Side| Extent {
        gap: 0,
        width: piece.width(layout),
    };
    let broken = pieces(layout, ids, WIDE, &mut extent);
    let mut parts: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut used = 0;
    // A product needs a sign where it is divided: only where it must be.
    let is_times = |piece: Option<&Piece>| match piece {
        Some(Piece::Item(id)) => matches!(layout.item(*id), Item::Times(_)),
        _ => false,
    };
    for (at, (token, piece)) in broken.tokens.iter().zip(&broken.pieces).enumerate() {
        match (token, parts.last_mut()) {
            (Token::Text(width), Some(part)) => {
                part.push(*piece);
                used += width;
            }
            (Token::Break(_) | Token::Turn(_), _) => {
                let room = match is_times(broken.pieces.get(at + 1)) {
                    true => WIDE,
                    false => WIDE / 3,
                };
                if used > room {
                    parts.push(Vec::new());
                    used = 0;
                }
            }
            _ => {}
        }
    }
    parts.into_iter().map(Word::Part).collect()
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
            Word::Part(pieces) => pieces.iter().map(|piece| piece.width(layout)).sum(),
        }
    }

    fn may_start_line(&self) -> bool {
        match self {
            Word::Words(text) => text.starts_with(' '),
            Word::Part(_) => true,
            _ => false,
        }
    }
}

/// Words in lines of at most a width.
pub fn wrap(layout: &Layout, words: Vec<Word>, limit: u32) -> Vec<Vec<Word>> {
    let mut lines: Vec<Vec<Word>> = Vec::new();
    let mut used = 0u32;
    let mut words = words.into_iter().peekable();
    while let Some(first) = words.next() {
        // What stays on one line with a word.
        let mut run = vec![first];
        while let Some(next) = words.next_if(|next| !next.may_start_line()) {
            run.push(next);
        }
        let run_width = width(layout, &run);
        match lines.last_mut() {
            Some(line) if used.saturating_add(run_width) <= limit => {
                line.extend(run);
                used = used.saturating_add(run_width);
            }
            _ => {
                if let Some(Word::Words(text)) = run.first_mut() {
                    *text = text.trim_start().to_owned();
                }
                used = width(layout, &run);
                lines.push(run);
            }
        }
    }
    lines
}
