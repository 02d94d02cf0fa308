//! Formulas below one another, aligned at their relations, with links and reasons: the rows that
//! formats with two-dimensional formulas print.

use super::flow::{self, Piece};
use super::layout::{Id, Layout, Style, layout};
use super::page::{self, Link, Text};
use super::steps::Shown;
use super::{Options, text};
use crate::expr::{Expr, Store};

/// Formulas in rows.
#[derive(Debug, Default)]
pub struct Frame {
    /// The layouts that the rows refer to.
    pub layouts: Vec<Layout>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row: link, left side, relation and right side, reason.
#[derive(Debug, Default)]
pub struct Row {
    /// Which layout its items belong to.
    pub layout: usize,
    /// How the formula that begins here follows from the one above.
    pub link: Option<Link>,
    /// What stands left of the relation.
    pub left: Option<Id>,
    /// The relation and what follows, or a further part of it.
    pub right: Vec<Piece>,
    /// Indentation of the right side, in quads.
    pub indent: u32,
    /// Why, beside the formula; if the row has no formula, below it.
    pub reason: Vec<Word>,
    /// Whether the right side reaches into the column of reasons.
    pub overhangs: bool,
    /// By how much the widest row that overhangs exceeds this one, in tenths of a digit; set at
    /// one row with a widest reason.
    pub padding: u32,
}

/// A word of a reason, with the space before it.
#[derive(Debug)]
pub enum Word {
    /// Words.
    Words(String),
    /// A formula.
    Math(Box<Layout>),
    /// Text as the user typed it.
    Code(String),
}

/// The width of a text column at the usual size, in tenths of a digit.
pub const TEXT_WIDTH: u32 = 690;
const LINK_WIDTH: u32 = 48;
const GAP: u32 = 20;

impl Frame {
    /// Formulas without links and reasons.
    pub fn of_formulas(store: &Store, formulas: &[Expr], options: &Options) -> Frame {
        let entries = formulas.iter().map(|formula| (None, *formula, Vec::new()));
        Frame::new(store, entries.collect(), options)
    }

    /// A derivation.
    pub fn of_steps(store: &Store, first: Expr, steps: &[Shown<'_>], options: &Options) -> Frame {
        let mut entries = vec![(None, first, Vec::new())];
        for step in steps {
            let reason = reason(step.reason, &step.conditions);
            let words = words(store, &reason, options);
            entries.push((Some(step.link), step.formula, words));
        }
        Frame::new(store, entries, options)
    }

    fn new(
        store: &Store,
        entries: Vec<(Option<Link>, Expr, Vec<Word>)>,
        options: &Options,
    ) -> Frame {
        let linked = entries.iter().any(|(link, ..)| link.is_some());
        let room = TEXT_WIDTH - if linked { LINK_WIDTH } else { 0 };
        let layouts: Vec<Layout> = entries
            .iter()
            .map(|(_, formula, _)| layout(store, *formula, options.notation, Style::Display))
            .collect();
        // A left side that takes most of the line is not aligned.
        let lefts: Vec<Option<Id>> = layouts
            .iter()
            .map(|layout| {
                let left = layout.parts().left;
                left.filter(|left| layout.width(*left) <= room * 2 / 5)
            })
            .collect();
        let left_width = layouts
            .iter()
            .zip(&lefts)
            .filter_map(|(layout, left)| left.map(|left| layout.width(left)))
            .max()
            .unwrap_or(0);
        let room = room.saturating_sub(left_width);
        let broken: Vec<Vec<flow::Line>> = layouts
            .iter()
            .zip(&lefts)
            .map(|(layout, left)| {
                let parts = layout.parts();
                let root = layout.root();
                let ids = match left {
                    Some(_) => parts.rest,
                    None => root.as_slice(),
                };
                flow::lines(layout, ids, room, room.saturating_sub(2 * GAP))
            })
            .collect();
        let widest = |lines: &[flow::Line]| lines.iter().map(|line| line.width).max().unwrap_or(0);
        let sizes: Vec<(u32, u32)> = entries
            .iter()
            .zip(&broken)
            .map(|((_, _, words), lines)| (widest(lines), width(words)))
            .collect();
        let beside = reason_column(&sizes, room, GAP);
        let column = room.saturating_sub(beside + GAP);
        let excess = sizes.iter().filter(|(formula, _)| *formula > column);
        let excess = excess.map(|(formula, _)| *formula).max().unwrap_or(0);
        let kept = sizes.iter().filter(|(formula, _)| *formula <= column);
        let kept = kept.map(|(formula, _)| *formula).max().unwrap_or(0);
        let mut padding = excess.saturating_sub(kept + GAP + beside);
        let mut frame = Frame {
            layouts,
            rows: Vec::new(),
        };
        for (at, (link, _, words)) in entries.into_iter().enumerate() {
            let (formula, reason) = sizes[at];
            let wide = beside > 0 && formula > column;
            let below = wide || reason > beside;
            let mut words = Some(words);
            for (i, line) in broken[at].iter().enumerate() {
                let first = i == 0;
                frame.rows.push(Row {
                    layout: at,
                    link: link.filter(|_| first),
                    left: lefts[at].filter(|_| first),
                    right: line.pieces.clone(),
                    indent: if first { 0 } else { 2 + line.depth },
                    reason: match first && !below {
                        true => words.take().unwrap_or_default(),
                        false => Vec::new(),
                    },
                    overhangs: wide,
                    padding: match first && !wide && reason == beside {
                        true => std::mem::take(&mut padding),
                        false => 0,
                    },
                });
            }
            for reason in wrap(words.unwrap_or_default(), room.saturating_sub(2 * GAP)) {
                frame.rows.push(Row {
                    layout: at,
                    indent: 2,
                    reason,
                    overhangs: true,
                    ..Row::default()
                });
            }
        }
        frame
    }

    /// Whether some row has a link.
    pub fn has_links(&self) -> bool {
        self.rows.iter().any(|row| row.link.is_some())
    }
}

/// The width of the column of reasons that lets most of them stand beside their formulas; the
/// sizes are those of formulas and reasons. 0: none does.
pub fn reason_column(sizes: &[(u32, u32)], room: u32, gap: u32) -> u32 {
    let beside = |column: u32| {
        let fits = |(formula, reason): &&(u32, u32)| {
            *reason > 0 && *reason <= column && formula.saturating_add(gap + column) <= room
        };
        sizes.iter().filter(fits).count()
    };
    let mut candidates: Vec<u32> = sizes.iter().map(|(_, reason)| *reason).collect();
    candidates.sort_unstable();
    candidates.dedup();
    // The search is quadratic; a derivation of more steps has no need of the best column.
    candidates.truncate(100);
    let best = candidates
        .into_iter()
        .map(|column| (beside(column), std::cmp::Reverse(column)))
        .max();
    match best {
        Some((count, std::cmp::Reverse(column))) if count > 0 => column,
        _ => 0,
    }
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

/// The words of a text; spaces lead the words that they separate.
pub fn words(store: &Store, reason: &Text, options: &Options) -> Vec<Word> {
    let mut words = Vec::new();
    for piece in &reason.0 {
        match piece {
            page::Piece::Words(piece) => {
                let clean = text::clean(piece);
                let mut rest = clean.as_str();
                while !rest.is_empty() {
                    let start = rest.len() - rest.trim_start_matches(' ').len();
                    let end = rest[start..].find(' ').map_or(rest.len(), |at| start + at);
                    words.push(Word::Words(rest[..end].to_owned()));
                    rest = &rest[end..];
                }
            }
            page::Piece::Math(formula) => {
                let layout = layout(store, *formula, options.notation, Style::Inline);
                words.push(Word::Math(Box::new(layout)));
            }
            page::Piece::Code(code) => words.push(Word::Code(text::clean(code))),
        }
    }
    words
}

fn width(words: &[Word]) -> u32 {
    words
        .iter()
        .fold(0, |sum: u32, word| sum.saturating_add(word.width()))
}

impl Word {
    fn width(&self) -> u32 {
        let letters = |text: &str, each: u32| {
            u32::try_from(text.chars().count())
                .unwrap_or(u32::MAX)
                .saturating_mul(each)
        };
        match self {
            Word::Words(text) => letters(text, 9),
            Word::Code(text) => letters(text, 11),
            Word::Math(layout) => layout.root().map_or(0, |root| layout.width(root)),
        }
    }

    fn may_start_line(&self) -> bool {
        matches!(self, Word::Words(text) if text.starts_with(' '))
    }
}

/// Words in lines of at most a width.
fn wrap(words: Vec<Word>, limit: u32) -> Vec<Vec<Word>> {
    let mut lines: Vec<Vec<Word>> = Vec::new();
    let mut used = 0u32;
    for mut word in words {
        let width = word.width();
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
