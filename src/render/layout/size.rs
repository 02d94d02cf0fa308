//! Estimated sizes of items, from which lines are broken and brackets grow.

use super::metrics::{letter_width, text_width};
use super::{Class, Id, Item, Layout, Times};

/// Estimated size of an item.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Size {
    /// In tenths of a digit.
    pub width: u32,
    /// 0: a line of text, 1: with scripts or limits beside, [`TALL`] and more: taller.
    pub height: u8,
}

/// Heights from which on brackets must grow.
pub(super) const TALL: u8 = 2;

impl Size {
    fn flat(width: u32) -> Size {
        Size { width, height: 0 }
    }

    pub(super) fn of_symbol(class: Class, text: &str) -> Size {
        Size::flat(match class {
            Class::Binary => match text {
                "·" => 15,
                _ => 25,
            },
            Class::Relation => match text {
                "⟺" | "⟹" => 45,
                _ => 27,
            },
            Class::Prefix => 16,
            Class::Punctuation => 9,
            Class::Ordinary => 29,
            Class::Italic => text.chars().map(letter_width).sum(),
            Class::Bold => text.chars().map(letter_width).sum::<u32>() + 4,
            Class::Function => text_width(text) + 3,
            Class::Number | Class::Slash | Class::Upright | Class::Words => text_width(text),
        })
    }

    fn grown(self, width: u32, height: u8) -> Size {
        Size {
            width: self.width.saturating_add(width),
            height: self.height.max(height),
        }
    }
}

/// The width of something as a script.
fn small(width: u32) -> u32 {
    (width / 10)
        .saturating_mul(7)
        .saturating_add(width % 10 + 2)
}

impl Layout {
    /// Width and height of an item whose parts are in place.
    pub(super) fn size(&self, item: &Item) -> Size {
        let of = |id: &Id| self.size_of(*id);
        let widest = |ids: &[Id]| ids.iter().map(|id| of(id).width).max().unwrap_or(0);
        match item {
            Item::Row(span) => self
                .children(*span)
                .iter()
                .map(of)
                .fold(Size::default(), |row, part| {
                    row.grown(part.width, part.height)
                }),
            // Symbols get their sizes where they are made.
            Item::Symbol(..) => Size::default(),
            Item::Times(Times::Touch | Times::Bracket) => Size::default(),
            Item::Application => Size::flat(0),
            Item::Times(Times::Thin) => Size::flat(4),
            Item::Times(Times::Dot) => Size::flat(15),
            Item::Quad => Size::flat(20),
            Item::Fraction(above, below) => Size {
                width: of(above).width.max(of(below).width).saturating_add(5),
                height: TALL,
            },
            Item::Script { base, below, above } => {
                let widest = [below, above]
                    .into_iter()
                    .flatten()
                    .map(|id| small(of(id).width))
                    .max();
                of(base).grown(widest.unwrap_or(0), 1)
            }
            Item::Fence { tall, body, .. } => of(body).grown(if *tall { 32 } else { 16 }, 0),
            Item::Root { body, .. } => of(body).grown(20, 1),
            Item::Accent(_, base) | Item::Marked(_, base) => of(base),
            Item::Operator {
                display,
                lower,
                upper,
                ..
            } => {
                let limits = small(of(lower).width).max(small(of(upper).width));
                match display {
                    true => Size {
                        width: limits.max(29) + 4,
                        height: TALL,
                    },
                    false => Size {
                        width: limits.saturating_add(26),
                        height: 1,
                    },
                }
            }
            Item::Cases { parts, stacked } => {
                let parts = self.children(*parts);
                let column = |at: usize| {
                    let column = parts.iter().skip(at).step_by(2);
                    column.map(|id| of(id).width).max().unwrap_or(0)
                };
                let width = match stacked {
                    true => column(0).max(column(1).saturating_add(40)),
                    false => column(0).saturating_add(column(1)).saturating_add(24),
                };
                Size {
                    width: width.saturating_add(20),
                    height: TALL + 1,
                }
            }
            Item::Column(span) => Size {
                width: widest(self.children(*span)).saturating_add(30),
                height: TALL + 1,
            },
        }
    }
}
