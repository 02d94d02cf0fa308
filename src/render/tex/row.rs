//! A row of a frame in cells, for environments that set them in columns.

use super::{Dialect, prose};
use crate::render::frame::{Frame, Row};
use crate::render::layout::Layout;
use crate::render::page::Link;
use crate::render::words::Word;

/// What stands in a row.
#[derive(Debug, Default)]
pub struct Cells {
    /// The sign of how the formula follows.
    link: &'static str,
    /// What is left of the relation; for a row that begins at the left edge all of it, without
    /// width.
    left: String,
    /// The relation and what follows.
    right: String,
    /// Why.
    reason: String,
    /// Space at the end.
    padding: String,
}

impl Cells {
    /// For columns that are set to the right and to the left in turns.
    pub fn aligned(self, frame: &Frame) -> String {
        let mut out = String::from("  ");
        if frame.linked {
            out.push_str(self.link);
            out.push_str(if self.link.is_empty() {
                "&& "
            } else {
                "\\quad && "
            });
        }
        let Cells { left, right, .. } = &self;
        match self.reason.is_empty() {
            true => out + &format!("{left}&{right}{}", self.padding),
            false => {
                let (reason, padding) = (&self.reason, &self.padding);
                out + &format!("{left}&{right} &&\\quad {reason}{padding}")
            }
        }
    }

    /// For two columns.
    pub fn split(self) -> String {
        let quad = if self.link.is_empty() { "" } else { "\\quad " };
        let gap = if self.reason.is_empty() {
            ""
        } else {
            "\\qquad "
        };
        let Cells { left, right, .. } = &self;
        let end = format!("{gap}{}{}", self.reason, self.padding);
        format!("  {}{quad}{left}&{right}{end}", self.link)
    }

    /// For one column.
    pub fn gathered(self) -> String {
        let left = self.left.trim_end().to_owned();
        Cells { left, ..self }.split().replacen('&', "", 1)
    }
}

impl Dialect {
    /// A row of a frame in columns.
    pub fn line(&self, layout: &Layout, frame: &Frame, row: &Row, out: &mut String) {
        out.push_str(&self.cells(layout, frame, row).aligned(frame));
    }

    /// The cells of a row.
    pub fn cells(&self, layout: &Layout, frame: &Frame, row: &Row) -> Cells {
        let mut cells = Cells {
            link: match row.link {
                Some(Link::Iff) => "\\iff",
                Some(Link::Implies) => "\\implies",
                Some(Link::Equal) | None => "",
            },
            ..Cells::default()
        };
        if let Some(left) = row.left {
            self.put(layout, left, &mut cells.left);
            cells.left.push(' ');
        }
        let mut right = "\\quad".repeat(row.indent as usize);
        if row.indent > 0 {
            // An operator that begins a line keeps the space after it.
            right.push_str(if row.right.is_empty() { "" } else { "{}" });
        }
        if row.link == Some(Link::Equal) && row.left.is_none() {
            right.push_str("= ");
        }
        for (i, piece) in row.right.iter().enumerate() {
            self.put_piece(layout, *piece, i == 0, &mut right);
        }
        let reason = self.reason(layout, &row.reason);
        if row.right.is_empty() {
            cells.right = match row.overhangs && self.laps {
                true => format!("\\rlap{{${right}{reason}$}}"),
                false => right + &reason,
            };
            return cells;
        }
        cells.reason = reason;
        if row.padding > 0 && self.laps {
            cells.padding = format!("\\hspace{{{}em}}", row.padding.div_ceil(20));
        }
        let flush = row.flush && self.laps;
        if flush || row.overhangs && self.laps {
            right = format!("\\rlap{{$\\displaystyle {{}}{right}$}}");
        }
        if !flush {
            cells.right = right;
            return cells;
        }
        cells.left = right;
        if let Some(widest) = frame.widest {
            cells.left.push_str("\\hphantom{\\displaystyle ");
            self.put(layout, widest, &mut cells.left);
            cells.left.push('}');
        }
        // It belongs to the formula, which has a column of its own.
        cells.right = std::mem::take(&mut cells.padding);
        cells
    }

    /// The text that introduces a formula, if some of these rows begin with one, and how many
    /// rows it takes.
    pub fn introduction(&self, layout: &Layout, rows: &[Row]) -> Option<(String, usize)> {
        let first = rows.first().filter(|row| row.between)?;
        let further = rows[1..]
            .iter()
            .take_while(|row| row.between && !row.starts);
        let lines = std::iter::once(first).chain(further);
        let lines: Vec<String> = lines.map(|row| prose(layout, &row.reason)).collect();
        Some((lines.join(" "), lines.len()))
    }

    /// Words as text within a formula.
    fn reason(&self, layout: &Layout, words: &[Word]) -> String {
        if words.is_empty() {
            return String::new();
        }
        let mut out = String::from("\\text{");
        for word in words {
            match word {
                Word::Math(formula) if !self.nested => {
                    let math = self.math(layout, *formula);
                    out.push_str(&format!("}}\\textstyle {math}\\text{{"));
                    continue;
                }
                Word::Part(pieces) if !self.nested => {
                    out.push_str("}{}");
                    for (i, piece) in pieces.iter().enumerate() {
                        self.put_piece(layout, *piece, i == 0, &mut out);
                    }
                    out.push_str("\\text{");
                    continue;
                }
                _ => {}
            }
            let word = prose(layout, std::slice::from_ref(word));
            // Text within a display would set limits below and above.
            match word.strip_prefix('$') {
                Some(math) if math.contains("\\sum") || math.contains("\\prod") => {
                    out.push_str("$\\textstyle ");
                    out.push_str(math);
                }
                _ => out.push_str(&word),
            }
        }
        out.push('}');
        out.replace("\\text{}", "")
    }
}
