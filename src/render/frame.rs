//! Formulas below one another, aligned at their relations, with links and reasons: the rows that
//! formats with two-dimensional formulas print.

use super::Options;
use super::flow::{self, Measure};
use super::layout::{Formula, Id, Layout, Style};
use super::page::Link;
use super::pieces::{Extent, Piece, Pieces, Side, pieces};
use super::reasons::{Reasons, introduction};
use super::sheet::Sheet;
use super::steps::Shown;
use super::words::{self, Word, reason, words_in_parts};
use crate::expr::Expr;

/// Formulas in rows.
#[derive(Debug)]
pub struct Frame {
    /// The rows.
    pub rows: Vec<Row>,
    /// The one formula of a frame that has a single row.
    pub single: Option<Formula>,
    /// Whether some row has a link.
    pub linked: bool,
    /// The widest left side.
    pub widest: Option<Id>,
}

/// A row: link, left side, relation and right side, reason.
#[derive(Debug, Default)]
pub struct Row {
    /// Whether it is the first of those of its formula.
    pub starts: bool,
    /// Whether it holds no formula, but the reason for the one below.
    pub between: bool,
    /// How the formula that begins here follows from the one above.
    pub link: Option<Link>,
    /// Whether the row begins at the left edge of the left sides, not at the relation signs.
    pub flush: bool,
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
    /// Room to leave at the end of the right side, if the row is flush, or of the reason: the
    /// widest row counts when the whole is centred, also if a writer sets it without width. In
    /// tenths of a digit.
    pub padding: u32,
}

/// The width of a text column at the usual size, in tenths of a digit.
///
/// It is 345 pt, and somewhat less here, since widths are estimates.
pub const TEXT_WIDTH: u32 = 680;
/// The room that formulas have.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// The width of a line, in tenths of a digit.
    pub width: u32,
    /// Whether what is wide may reach over the columns that follow.
    pub laps: bool,
    /// Whether the part that a step changed is marked.
    pub changes: bool,
    /// Whether reasons stand above their formulas.
    pub between: bool,
    /// Whether reasons stand right after their formulas, not in a column.
    pub ragged: bool,
}

/// The room of a text column.
pub const TEXT: Room = Room {
    width: TEXT_WIDTH,
    laps: true,
    changes: false,
    between: false,
    ragged: false,
};

impl Room {
    /// The same as the options want it.
    pub fn wanted(self, options: &Options) -> Room {
        Room {
            width: options.line.unwrap_or(self.width),
            between: options.reasons == Reasons::Between,
            ..self
        }
    }
}

/// The sign of equivalence with the space around it.
const LINK_WIDTH: u32 = 70;
const GAP: u32 = 20;
const QUAD: u32 = 20;

/// A formula on its way into rows.
struct Entry {
    link: Option<Link>,
    formula: Formula,
    words: Vec<Word>,
    left: Option<Id>,
    pieces: Pieces,
    lines: Vec<flow::Line>,
}

impl Frame {
    /// Formulas without links and reasons, in lines that fit.
    pub fn of_formulas(sheet: &mut Sheet<'_>, formulas: &[Expr], room: Room) -> Frame {
        let mut lay = |formula: &Expr| Entry::new(None, sheet.lay(*formula, Style::Display));
        let entries = formulas.iter().map(&mut lay).collect();
        Frame::new(sheet.layout(), entries, room)
    }

    /// A derivation in lines that fit.
    pub fn of_steps(sheet: &mut Sheet<'_>, first: Expr, steps: &[Shown<'_>], room: Room) -> Frame {
        let mut entries = vec![Entry::new(None, sheet.lay(first, Style::Display))];
        let mut above = first;
        for step in steps {
            let formula = match room.changes {
                true => sheet.lay_changed(above, step.formula, room.width / 2),
                false => sheet.lay(step.formula, Style::Display),
            };
            above = step.formula;
            let why = reason(sheet.language(), step.reason, &step.conditions);
            let why = if room.between {
                introduction(sheet.language(), why)
            } else {
                why
            };
            entries.push(Entry {
                words: words_in_parts(sheet, &why),
                ..Entry::new(Some(step.link), formula)
            });
        }
        Frame::new(sheet.layout(), entries, room)
    }

    /// The rows, formula by formula.
    pub fn groups(&self) -> impl Iterator<Item = &[Row]> {
        self.rows.chunk_by(|_, row| !row.starts)
    }

    fn new(layout: &Layout, mut entries: Vec<Entry>, room: Room) -> Frame {
        let Room {
            width,
            laps,
            between,
            ragged,
            ..
        } = room;
        let linked = entries.iter().any(|entry| entry.link.is_some());
        let room = width.saturating_sub(if linked { LINK_WIDTH } else { 0 });
        for entry in &mut entries {
            let left = layout.parts(&entry.formula).left;
            // A left side that takes most of the line is not aligned.
            entry.left = left.filter(|left| layout.width(*left) <= room * 2 / 5);
        }
        let lefts = entries.iter().filter_map(|entry| entry.left);
        let widest = lefts.max_by_key(|left| layout.width(*left));
        let left_width = widest.map_or(0, |left| layout.width(left));
        let beside_left = room.saturating_sub(left_width);
        for entry in &mut entries {
            if entry.left.is_some() {
                entry.break_lines(layout, beside_left);
            }
            // What does not fit beside the left sides may use their room.
            if entry.left.is_none() || entry.width() > beside_left {
                entry.left = None;
                entry.break_lines(layout, room);
            }
        }
        let room = beside_left;
        let sizes: Vec<(u32, u32)> = entries
            .iter()
            .map(|entry| {
                // A row that is flush begins further left.
                let flush = if entry.left.is_none() { left_width } else { 0 };
                let formula = entry.width().saturating_sub(flush);
                let beside = if between { &[] } else { entry.words.as_slice() };
                (formula, words::width(layout, beside))
            })
            .collect();
        let mut beside = reason_column(&sizes, room, GAP);
        let column = room.saturating_sub(beside + GAP);
        let is_wide = |(formula, reason): &(u32, u32)| *formula > column || *reason > beside;
        if ragged || !laps && sizes.iter().any(is_wide) {
            beside = 0;
        }
        let column = room.saturating_sub(beside + GAP);
        // What reaches into the column of reasons: wide formulas, and reasons below formulas.
        let excess = sizes.iter().map(|(formula, reason)| {
            let wide = *formula > column;
            let below = (wide || *reason > beside) && *reason > 0;
            let formula = if wide { *formula } else { 0 };
            let reason = if below { *reason + 2 * QUAD } else { 0 };
            formula.max(reason)
        });
        let excess = excess.max().unwrap_or(0);
        let kept = sizes.iter().filter(|(formula, _)| *formula <= column);
        let kept = kept.map(|(formula, _)| *formula).max().unwrap_or(0);
        let mut frame = Frame {
            rows: Vec::new(),
            single: match entries.as_slice() {
                [one] if one.lines.len() == 1 && one.words.is_empty() => Some(one.formula),
                _ => None,
            },
            linked,
            widest,
        };
        let mut excess = (beside > 0).then_some(excess.min(room));
        for (entry, (formula, reason)) in entries.into_iter().zip(sizes) {
            let wide = beside > 0 && formula > column;
            let below = match ragged {
                true => formula + GAP + reason > room,
                false => wide || reason > beside,
            };
            let flush = entry.left.is_none() && widest.is_some();
            let mut words = Some(entry.words);
            if between {
                frame.introduce(words::wrap(layout, words.take().unwrap_or_default(), room));
            }
            let introduced = frame.rows.last().is_some_and(|row| row.between);
            for (i, line) in entry.lines.iter().enumerate() {
                let first = i == 0;
                let right = entry.pieces.pieces[line.start..line.end].iter();
                frame.rows.push(Row {
                    starts: first && !introduced,
                    between: false,
                    link: entry.link.filter(|_| first),
                    flush,
                    left: entry.left.filter(|_| first),
                    right: right
                        .copied()
                        .filter(|piece| *piece != Piece::None)
                        .collect(),
                    indent: line.indent / QUAD,
                    reason: match first && !below {
                        true => words.take().unwrap_or_default(),
                        false => Vec::new(),
                    },
                    overhangs: wide,
                    padding: match () {
                        () if flush && !wide => line.width.saturating_sub(left_width),
                        () if first && !below && reason > 0 => {
                            let excess = excess.take().unwrap_or(0);
                            excess.saturating_sub(kept + GAP + reason)
                        }
                        () => 0,
                    },
                });
            }
            let words = words.unwrap_or_default();
            for reason in words::wrap(layout, words, room.saturating_sub(2 * GAP)) {
                frame.rows.push(Row {
                    indent: 2,
                    reason,
                    overhangs: beside > 0,
                    ..Row::default()
                });
            }
        }
        frame
    }

    /// Adds the lines of a reason above its formula.
    fn introduce(&mut self, lines: Vec<Vec<Word>>) {
        for (i, reason) in lines.into_iter().enumerate() {
            self.rows.push(Row {
                starts: i == 0,
                between: true,
                reason,
                ..Row::default()
            });
        }
    }
}

impl Entry {
    fn new(link: Option<Link>, formula: Formula) -> Entry {
        Entry {
            link,
            formula,
            words: Vec::new(),
            left: None,
            pieces: Pieces::default(),
            lines: Vec::new(),
        }
    }

    /// The width of its widest line.
    fn width(&self) -> u32 {
        let lines = self.lines.iter().map(|line| line.width);
        lines.max().unwrap_or(0)
    }

    /// Breaks what is not left of the relation.
    fn break_lines(&mut self, layout: &Layout, room: u32) {
        let parts = layout.parts(&self.formula);
        let root = [self.formula.root];
        let ids = match self.left {
            Some(_) => parts.rest,
            None => &root,
        };
        let mut extent = |piece: Piece, _: Side| Extent {
            gap: 0,
            width: piece.width(layout),
        };
        self.pieces = pieces(layout, ids, room / 4, &mut extent);
        let measure = Measure {
            room,
            shift: QUAD,
            align: false,
            hang: 2 * QUAD,
        };
        self.lines = flow::lines(&self.pieces.tokens, measure);
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
