//! The shape of a LaTeX formula: lists of nodes, with what is in braces, brackets and
//! environments as lists of their own.
//!
//! A list is made when it is closed, so inner lists have smaller numbers than those around them:
//! whoever reads the lists in their order has read the inner ones before the outer ones.

use std::ops::Range;
use std::sync::Arc;

use crate::expr::Relation;

/// The number of a list in its tree.
pub(super) type Id = usize;

/// How a letter is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Font {
    Plain,
    Bold,
    Blackboard,
    Script,
    /// Letters side by side are a word.
    Upright,
    /// `\bf`: known words are words.
    Words,
}

/// Operators between operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Op {
    Plus,
    Minus,
    /// `\times`
    Times,
    /// `\cdot`
    Dot,
    /// `*`
    Star,
    Slash,
    /// `\pm`
    PlusMinus,
    /// `\mp`
    MinusPlus,
    /// `\circ`
    Ring,
    /// `\odot`, `\cup` and others that are none of numbers, by the name of what they make.
    Other(&'static str),
}

/// What stands between the sides of a statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sign {
    Relation(Relation),
    /// `\equiv`
    Equivalent,
    Iff,
    Implies,
    ImpliedBy,
    Define,
    Distributed,
    Approximate,
    Proportional,
    In,
    /// An arrow, and what it says.
    To(&'static str),
    Correspond,
    /// `\overset{?}{=}`
    Ask,
    /// `\overset{!}{=}`
    Require,
    /// `\gets`: a new value of what stands on the left.
    Assign,
    /// A relation without a meaning among numbers, and its name.
    Other(&'static str),
}

/// What separates terms and statements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Separator {
    Comma,
    Semicolon,
    Period,
    Colon,
    Mid,
    And,
    Or,
}

/// A kind of bracket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Delimiter {
    Round,
    Square,
    Brace,
    Angle,
    Bar,
    DoubleBar,
    Floor,
    Ceiling,
    /// `\left.`
    Null,
}

/// Operators that stand before their operand and have limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Big {
    Sum,
    Product,
    Integral,
    Limit,
    Other,
}

/// Rows and columns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Grid {
    Cases,
    Matrix,
    /// `{n \atop k}`
    Stack,
}

/// What stands between what is above and what is below.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Over {
    /// `\over`
    Fraction,
    /// `\choose`
    Binomial,
    /// `\atop`
    Stack,
}

/// A part of a formula.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Node {
    Number(Arc<str>),
    Name {
        text: Arc<str>,
        font: Font,
    },
    Big(Big),
    Op(Op),
    Sign(Sign),
    Separator(Separator),
    Script {
        up: bool,
        list: Id,
    },
    Prime(usize),
    Bang,
    Percent,
    /// `{..}`
    Group(Id),
    Fence {
        open: Delimiter,
        close: Delimiter,
        list: Id,
    },
    Fraction(Id, Id),
    Binomial(Id, Id),
    Root {
        degree: Option<Id>,
        body: Id,
    },
    Accent(&'static str, Id),
    Grid {
        kind: Grid,
        rows: Vec<Vec<Id>>,
    },
    /// The rows of an `aligned` or the like.
    Rows(Vec<Id>),
    Text(Arc<str>),
    /// A wide space.
    Quad,
    /// `&`
    Align,
    Bar {
        double: bool,
    },
    Infinity,
    Dots,
    Partial,
    Nabla,
    ForAll,
    /// `\exists`, `\nexists`
    Exists,
    /// `\top`
    Transpose,
    /// `\over`, `\choose` and `\atop`
    Over(Over),
    /// What cannot be read, and why.
    Unreadable(&'static str),
    /// A command that nobody has defined.
    Unknown(Arc<str>),
}

/// A node and its place.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Item {
    pub node: Node,
    pub start: usize,
    pub end: usize,
    pub gap: Gap,
}

/// The space before a node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Gap {
    None,
    /// White space of the source.
    Blank,
    /// A space that is set: `\,` or `\ `.
    Set,
}

/// The lists of a formula.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub lists: Vec<Vec<Item>>,
    /// The rows of the whole.
    pub rows: Vec<Id>,
    /// Commands that nobody has defined, which are taken as names.
    pub unknown: Vec<Arc<str>>,
    /// Lists of letters that with their accents are other letters.
    pub accented: Vec<Id>,
    /// Where a bracket has no partner and one was supplied or left out.
    pub repairs: Vec<Range<usize>>,
}

impl Tree {
    /// Adds a list.
    pub fn add(&mut self, list: Vec<Item>) -> Id {
        self.lists.push(list);
        self.lists.len() - 1
    }

    /// The only node of a list.
    pub fn single(&self, id: Id) -> Option<&Node> {
        match self.lists[id].as_slice() {
            [item] => Some(&item.node),
            _ => None,
        }
    }

    /// The text of a list that is a single name.
    pub fn name(&self, id: Id) -> Option<&Arc<str>> {
        match self.single(id) {
            Some(Node::Name { text, .. }) => Some(text),
            _ => None,
        }
    }
}
