//! Breaking long formulas before binary operators.

use super::layout::{Bracket, Class, Id, Item, Layout};

/// A piece of a broken formula.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece {
    /// An item.
    Item(Id),
    /// A bracket whose partner may stand on another line, and whether it must be tall.
    Open(Bracket, bool),
    /// Its partner.
    Close(Bracket, bool),
}

/// A line of a broken formula.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Line {
    /// What stands on it.
    pub pieces: Vec<Piece>,
    /// How many open brackets it begins within.
    pub depth: u32,
    /// Its estimated width.
    pub width: u32,
}

/// Indentation for each open bracket, in the unit of widths.
const INDENT: u32 = 20;

/// Items side by side as lines: the first of a width, the others of another. One line if they
/// fit; what cannot be broken may be too wide.
pub fn lines(layout: &Layout, ids: &[Id], first: u32, other: u32) -> Vec<Line> {
    let total = ids
        .iter()
        .fold(0u32, |sum, id| sum.saturating_add(layout.width(*id)));
    if total <= first {
        return vec![Line {
            pieces: ids.iter().map(|id| Piece::Item(*id)).collect(),
            depth: 0,
            width: total,
        }];
    }
    let mut lines = vec![Line::default()];
    let mut depth = 0;
    // The pieces since the last place where a line may end.
    let mut segment = Line::default();
    let mut stack: Vec<Piece> = ids.iter().rev().map(|id| Piece::Item(*id)).collect();
    while let Some(piece) = stack.pop() {
        let width = match piece {
            Piece::Open(..) => {
                depth += 1;
                8
            }
            Piece::Close(..) => {
                depth = u32::saturating_sub(depth, 1);
                8
            }
            Piece::Item(id) => match layout.item(id) {
                Item::Row(span) => {
                    let children = layout.children(span).iter().rev();
                    stack.extend(children.map(|id| Piece::Item(*id)));
                    continue;
                }
                Item::Group(_, body) => {
                    stack.push(Piece::Item(body));
                    continue;
                }
                Item::Fence {
                    bracket,
                    tall,
                    body,
                } if layout.width(id) > other / 2 => {
                    stack.push(Piece::Close(bracket, tall));
                    stack.push(Piece::Item(body));
                    stack.push(Piece::Open(bracket, tall));
                    continue;
                }
                item => {
                    if may_break(layout, item) {
                        append(&mut lines, &mut segment, first, other);
                        segment.depth = depth;
                    }
                    layout.width(id)
                }
            },
        };
        segment.pieces.push(piece);
        segment.width = segment.width.saturating_add(width);
    }
    append(&mut lines, &mut segment, first, other);
    lines
}

/// Puts a segment on the last line, or on a new one if it is too wide for that.
fn append(lines: &mut Vec<Line>, segment: &mut Line, first: u32, other: u32) {
    let segment = std::mem::take(segment);
    let limit = if lines.len() == 1 { first } else { other };
    let Some(line) = lines.last_mut() else {
        return;
    };
    let fits = line.width.saturating_add(segment.width) <= limit;
    if line.pieces.is_empty() || fits {
        line.pieces.extend(segment.pieces);
        line.width = line.width.saturating_add(segment.width);
    } else {
        lines.push(Line {
            width: segment.width.saturating_add(segment.depth * INDENT),
            ..segment
        });
    }
}

fn may_break(layout: &Layout, item: Item) -> bool {
    match item {
        Item::Symbol(Class::Binary, _) | Item::Quad => true,
        Item::Symbol(Class::Words, text) => matches!(layout.text(text), " and " | " or "),
        _ => false,
    }
}
