//! Formulas as pieces between which lines may break: before operators and relation signs, after
//! commas, and within brackets that hold much.

use super::flow::Token;
use crate::languages;

use super::layout::{Bracket, Class, Id, Item, Layout, Span};

/// A piece of a formula.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece {
    /// An item.
    Item(Id),
    /// A bracket whose partner may stand on another line, and whether it must be tall.
    Open(Bracket, bool),
    /// Its partner.
    Close(Bracket, bool),
    /// The subscript and superscript of an item whose base stands before.
    Scripts(Id),
    /// Nothing: the beginning or end of a group, or a place to break.
    None,
}

impl Piece {
    /// The estimated width.
    pub fn width(self, layout: &Layout) -> u32 {
        match self {
            Piece::Item(id) => layout.width(id),
            Piece::Open(_, tall) | Piece::Close(_, tall) => match tall {
                true => 16,
                false => 8,
            },
            Piece::Scripts(id) => match layout.item(id) {
                Item::Script { base, .. } => layout.width(id) - layout.width(base),
                _ => 0,
            },
            Piece::None => 0,
        }
    }
}

/// Where a piece stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// A place to break stands before it.
    Leading,
    /// A place to break follows.
    Trailing,
    /// Neither.
    Within,
}

/// The width of a piece and of the space between it and the place to break beside it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extent {
    /// The space, which a line that breaks there does not have.
    pub gap: u32,
    /// The piece itself.
    pub width: u32,
}

/// Tokens with the pieces that they stand for, in step.
#[derive(Debug, Default)]
pub struct Pieces {
    /// For [`super::flow::lines`].
    pub tokens: Vec<Token>,
    /// What each of them is.
    pub pieces: Vec<Piece>,
}

enum Step {
    Item(Id),
    Leading(Id, bool),
    Trailing(Id),
    Put(Piece),
    Open,
    Close,
}

/// Takes items side by side apart. Items of at most a width stay whole; `extent` measures a
/// piece.
pub fn pieces(
    layout: &Layout,
    ids: &[Id],
    whole: u32,
    extent: &mut dyn FnMut(Piece, Side) -> Extent,
) -> Pieces {
    let mut out = Pieces::default();
    let mut put = |token: Token, piece: Piece| {
        out.tokens.push(token);
        out.pieces.push(piece);
    };
    let mut steps = Vec::new();
    let mut stack = Vec::new();
    row(layout, ids, &mut steps);
    stack.extend(steps.drain(..).rev());
    while let Some(step) = stack.pop() {
        match step {
            Step::Item(id) if layout.width(id) > whole && is_breakable(layout, id) => {
                item(layout, id, &mut steps);
                stack.extend(steps.drain(..).rev());
            }
            Step::Item(id) => {
                let piece = Piece::Item(id);
                put(Token::Text(extent(piece, Side::Within).width), piece);
            }
            Step::Put(piece) => put(Token::Text(extent(piece, Side::Within).width), piece),
            Step::Leading(id, relation) => {
                let piece = Piece::Item(id);
                let Extent { gap, width } = extent(piece, Side::Leading);
                let token = match relation {
                    true => Token::Turn(gap),
                    false => Token::Break(gap),
                };
                put(token, Piece::None);
                put(Token::Text(width), piece);
            }
            Step::Trailing(id) => {
                let piece = Piece::Item(id);
                let Extent { gap, width } = extent(piece, Side::Trailing);
                put(Token::Text(width), piece);
                put(Token::Break(gap), Piece::None);
            }
            Step::Open => put(Token::Open, Piece::None),
            Step::Close => put(Token::Close, Piece::None),
        }
    }
    out
}

fn is_breakable(layout: &Layout, id: Id) -> bool {
    match layout.item(id) {
        Item::Row(_) | Item::Fence { .. } => true,
        Item::Script { base, .. } => matches!(layout.item(base), Item::Fence { .. }),
        _ => false,
    }
}

fn item(layout: &Layout, id: Id, steps: &mut Vec<Step>) {
    match layout.item(id) {
        Item::Row(span) => {
            steps.push(Step::Open);
            row(layout, layout.children(span), steps);
            steps.push(Step::Close);
        }
        Item::Fence {
            bracket,
            tall,
            body,
        } => {
            steps.push(Step::Put(Piece::Open(bracket, tall)));
            steps.push(Step::Open);
            match row_of(layout, body) {
                Some(span) => row(layout, layout.children(span), steps),
                None => steps.push(Step::Item(body)),
            }
            steps.push(Step::Close);
            steps.push(Step::Put(Piece::Close(bracket, tall)));
        }
        Item::Script { base, .. } => {
            steps.push(Step::Item(base));
            steps.push(Step::Put(Piece::Scripts(id)));
        }
        _ => {}
    }
}

fn row_of(layout: &Layout, id: Id) -> Option<Span> {
    match layout.item(id) {
        Item::Row(span) => Some(span),
        _ => None,
    }
}

/// How an item of a row divides it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Divider {
    /// `and`, `for`: between statements.
    Statement,
    Relation,
    /// Before an operator.
    Operator,
    /// After a comma.
    Comma,
}

fn divider(layout: &Layout, id: Id) -> Option<Divider> {
    match layout.item(id) {
        Item::Symbol(class, text) => match class {
            Class::Binary | Class::Slash => Some(Divider::Operator),
            Class::Relation => Some(Divider::Relation),
            Class::Punctuation => Some(Divider::Comma),
            // Words between statements have spaces around them.
            Class::Words => {
                let text = layout.text(text);
                let joins = text.len() > 1 && text.starts_with(' ') && text.ends_with(' ');
                joins.then_some(Divider::Statement)
            }
            _ => None,
        },
        Item::Times(_) => Some(Divider::Operator),
        Item::Quad => Some(Divider::Statement),
        _ => None,
    }
}

/// Takes a row apart. Statements hold relations, a relation's right side is a group.
fn row(layout: &Layout, ids: &[Id], steps: &mut Vec<Step>) {
    let has = |sought| ids.iter().any(|id| divider(layout, *id) == Some(sought));
    let (statements, relations) = (has(Divider::Statement), has(Divider::Relation));
    // The range of an index, `for k = 1, …, n`, stays together.
    let mut range = false;
    let mut side = false;
    if statements {
        steps.push(Step::Open);
    }
    for id in ids {
        let divider = divider(layout, *id);
        if divider == Some(Divider::Statement) {
            if std::mem::take(&mut side) {
                steps.push(Step::Close);
            }
            steps.push(Step::Close);
            steps.push(Step::Leading(*id, false));
            steps.push(Step::Open);
            range = match layout.item(*id) {
                Item::Quad => true,
                Item::Symbol(_, text) => languages::ALL
                    .iter()
                    .any(|language| layout.text(text) == language.say(" for ")),
                _ => false,
            };
            continue;
        }
        match divider.filter(|_| !range) {
            Some(Divider::Relation) => {
                if std::mem::take(&mut side) {
                    steps.push(Step::Close);
                }
                steps.push(Step::Leading(*id, true));
                steps.push(Step::Open);
                side = true;
            }
            Some(Divider::Operator) if !relations => steps.push(Step::Leading(*id, false)),
            Some(Divider::Comma) if !relations && !statements => steps.push(Step::Trailing(*id)),
            _ => steps.push(Step::Item(*id)),
        }
    }
    if side {
        steps.push(Step::Close);
    }
    if statements {
        steps.push(Step::Close);
    }
}
