//! Formulas as neutral boxes: what stands where, before any format is chosen.
//!
//! A [`Layout`] is an arena of [`Item`]s. Brackets, implicit products, fractions or slashes and
//! the notation of sums are decided here, once; a format only spells the items.

mod arena;
mod atom;
mod build;
mod call;
mod cases;
mod indexed;
mod instance;
mod level;
mod metrics;
mod name;
mod product;
mod size;
mod statement;
mod term;
mod vector;

pub use arena::{Layout, Parts, Pen};
pub(super) use build::Builder;
pub use metrics::{text_width, word_width};
pub use name::GREEK;

use std::num::NonZeroU32;

use super::color::Color;

/// Where a formula stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Style {
    /// On a line of its own: stacked fractions.
    Display,
    /// Within a line of text: slashes.
    Inline,
    /// In a line of characters: slashes, names as they are typed, `if(...)`.
    Linear,
}

/// A formula that has been laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Formula {
    /// The item that is the whole formula.
    pub root: Id,
    /// Whether it is a row that begins with a left side and a relation sign.
    pub aligned: bool,
}

/// An item of a layout.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Id(NonZeroU32);

/// Why an item is marked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// It is a name or an entry that has a colour.
    Colored(&'static Color),
    /// It is a name or an entry that is linked to something else on the page, by its number; and it
    /// may have a colour.
    Linked(u32, Option<&'static Color>),
    /// It is the part of a formula that a step changed.
    Changed,
}

/// Several items in order, as a stretch of a layout's list of children.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    start: u32,
    len: u32,
}

/// The text of a symbol, in a layout's list of texts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TextId(u32);

/// How a symbol is set.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Class {
    /// The name of a variable that is one letter.
    Italic,
    /// The name of a variable that is a word, and words in subscripts.
    Upright,
    /// The name of a vector or matrix.
    Bold,
    /// The name of a function that is a word.
    Function,
    /// Digits.
    Number,
    /// `+`, `−`, `·` between two operands.
    Binary,
    /// A minus sign in front of its operand.
    Prefix,
    /// `/` without space around it.
    Slash,
    /// `=`, `≤`, `⟺` and the like.
    Relation,
    /// A comma.
    Punctuation,
    /// Any other mark: `⋯`, `⊤`.
    Ordinary,
    /// Words of prose, with the spaces that belong to them.
    Words,
}

/// How a product is marked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Times {
    /// Not at all: `2p`.
    Touch,
    /// Not at all, a bracket being next to it: `p(1−p)`.
    Bracket,
    /// By a thin space: `0.8 age`.
    Thin,
    /// By a dot: `2·3`.
    Dot,
}

/// A kind of brackets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bracket {
    /// `( )`
    Round,
    /// `[ ]`
    Square,
    /// `| |`
    Bar,
}

/// A mark above a letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Accent {
    /// p̂
    Hat,
    /// p̄
    Bar,
    /// p̃
    Tilde,
}

/// An operator with limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BigOperator {
    /// Σ
    Sum,
    /// Π
    Product,
}

/// A box.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Item {
    /// Items side by side.
    Row(Span),
    /// A letter, word, number, operator or other sign.
    Symbol(Class, TextId),
    /// The mark between two factors.
    Times(Times),
    /// Between a function and its bracketed arguments.
    Application,
    /// A wide space.
    Quad,
    /// A fraction: numerator, denominator.
    Fraction(Id, Id),
    /// An item with what stands below and above at its right.
    Script {
        /// What they belong to.
        base: Id,
        /// The subscript.
        below: Option<Id>,
        /// The superscript.
        above: Option<Id>,
    },
    /// An item in brackets.
    Fence {
        /// Which ones.
        bracket: Bracket,
        /// Whether they must grow with what they hold.
        tall: bool,
        /// What they hold.
        body: Id,
    },
    /// A root.
    Root {
        /// Its degree; none: 2.
        degree: Option<Id>,
        /// What is under it.
        body: Id,
    },
    /// A letter with a mark above.
    Accent(Accent, Id),
    /// An item that is marked, with its exponent if it has one.
    Marked(Mark, Id),
    /// A sign with limits; its operand follows.
    Operator {
        /// The sign.
        operator: BigOperator,
        /// Whether the limits stand below and above the sign.
        display: bool,
        /// The lower limit.
        lower: Id,
        /// The upper limit.
        upper: Id,
    },
    /// Values and conditions in turns: value, the words of its condition, value, ...
    Cases {
        /// The values and conditions.
        parts: Span,
        /// Whether each condition stands below its value, indented, and not beside it.
        stacked: bool,
    },
    /// A column vector.
    Column(Span),
}
