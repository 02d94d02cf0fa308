//! Expressions: hash-consed terms and formulas, with no policy of their own.
//!
//! A [`Store`] owns every node; an [`Expr`] is a small copyable index into it, and two
//! expressions of one store are the same exactly when their indices are. Nodes keep what the
//! author wrote: the order of terms, `0.8` as `0.8`, a fraction as a fraction. Normal forms are
//! computed beside them ([`crate::kernel::ring`]), never instead of them.
//!
//! Everything that walks an expression does so with an explicit stack, so that ten thousand
//! nested calls are no deeper for the machine than one.

mod entries;
mod function;
mod indices;
mod make;
mod name;
mod number;
mod shapes;
mod store;
mod table;
mod walk;

pub use function::{Bound, FUNCTIONS, Function, Interval, Kind, Monotone, function};
pub use name::{Name, NameKind};
pub use number::{MAX_DIGITS, Number, NumberError, rational_text};
pub use shapes::{OF_MATRICES, Shapes, is_of_matrices};
pub use store::Store;
pub use table::{ExprMap, ExprSet};
pub use walk::{Binding, free_index_name};

use std::sync::Arc;

use smallvec::SmallVec;

/// An expression of a [`Store`]: equal indices mean equal expressions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Expr(u32);

/// The children of a node, in the order in which they are written.
pub type Args = SmallVec<[Expr; 4]>;

/// A relation between two real terms.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Relation {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
}

impl Relation {
    /// The relation as plain text writes it.
    pub fn plain(self) -> &'static str {
        match self {
            Relation::Equal => "=",
            Relation::NotEqual => "!=",
            Relation::Less => "<",
            Relation::LessEqual => "<=",
            Relation::Greater => ">",
            Relation::GreaterEqual => ">=",
        }
    }

    /// The relation that holds exactly where this one fails (both sides being defined).
    pub fn negated(self) -> Relation {
        match self {
            Relation::Equal => Relation::NotEqual,
            Relation::NotEqual => Relation::Equal,
            Relation::Less => Relation::GreaterEqual,
            Relation::LessEqual => Relation::Greater,
            Relation::Greater => Relation::LessEqual,
            Relation::GreaterEqual => Relation::Less,
        }
    }

    /// The relation with its sides exchanged: `a < b` is `b > a`.
    pub fn flipped(self) -> Relation {
        match self {
            Relation::Less => Relation::Greater,
            Relation::LessEqual => Relation::GreaterEqual,
            Relation::Greater => Relation::Less,
            Relation::GreaterEqual => Relation::LessEqual,
            same => same,
        }
    }
}

/// What a node is; its children stand in [`Node::args`].
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Head {
    /// An exact rational number, with its decimal spelling if it had one.
    Number(Number),
    /// A variable, an index or a constant. `omega_blue` is the letter omega with the subscript
    /// "blue".
    Name(Name),
    /// A sum of two or more terms, in written order; `a - b` is `a + (-b)`.
    Add,
    /// A product of two or more factors, in written order.
    Mul,
    /// `-a`
    Neg,
    /// `a / b`, defined where b ≠ 0.
    Div,
    /// `a ^ b`. Integer b: 0^0 and 0^(-n) are undefined. Other b: defined for a > 0, and for
    /// a = 0 when b > 0.
    Pow,
    /// A known function or predicate of the registry.
    Call(&'static Function),
    /// A function known by name only: an activation, or one that the user defines.
    Apply(Arc<str>),
    /// `w[j]`, `W[k, j]`: the base, then its indices. `w_1` is `w[1]`.
    Entry,
    /// `[a, b, c]`: a vector with these entries.
    Vector,
    /// `sum(j, lo, hi, body)`: index, bounds, summand; the index runs over integers.
    Sum,
    /// `prod(j, lo, hi, body)`
    Product,
    /// `if(c, a, b)`: condition and value in turns; a last value without a condition is
    /// "otherwise". Only the branch that is taken need be defined.
    Piecewise,
    /// A relation between two terms: false where a side is undefined.
    Relation(Relation),
    /// `a and b and ...`
    And,
    /// `a or b or ...`
    Or,
    /// `not a`: true where a is false.
    Not,
    /// `true`
    True,
    /// `false`
    False,
    /// `a <=> b`
    Iff,
    /// `a => b`
    Implies,
    /// `formula for k in lo..hi`: index, bounds, formula; it holds for every index in the range.
    Each,
    /// `diff(body, v)`: variable, point, order, body. The derivative of the given order of the body
    /// as a function of the variable, which it binds, at the point; defined where the body is
    /// defined and so often differentiable.
    Derivative,
}

impl Head {
    /// Whether the first child is a name bound by the node in the last, and not in the two between:
    /// an index and its range, or the variable of a derivative, its point and its order.
    pub fn binds(&self) -> bool {
        matches!(
            self,
            Head::Sum | Head::Product | Head::Each | Head::Derivative
        )
    }

    /// Whether the node is one over a range: the first child is an index that runs over the
    /// integers from the second to the third.
    pub fn is_range(&self) -> bool {
        matches!(self, Head::Sum | Head::Product | Head::Each)
    }

    /// The bits of the heads that bind.
    const BINDERS: u32 = 0b1111;
    /// The bit of names.
    const NAMES: u32 = 1 << 5;

    /// A bit for the kind of head, whatever it carries.
    fn bit(&self) -> u32 {
        1 << match self {
            Head::Sum => 0,
            Head::Product => 1,
            Head::Each => 2,
            Head::Derivative => 3,
            Head::Number(_) => 4,
            Head::Name(_) => 5,
            Head::Add => 6,
            Head::Mul => 7,
            Head::Neg => 8,
            Head::Div => 9,
            Head::Pow => 10,
            Head::Call(_) => 11,
            Head::Apply(_) => 12,
            Head::Entry => 13,
            Head::Vector => 14,
            Head::Piecewise => 15,
            Head::Relation(_) => 16,
            Head::And => 17,
            Head::Or => 18,
            Head::Not => 19,
            Head::True => 20,
            Head::False => 21,
            Head::Iff => 22,
            Head::Implies => 23,
        }
    }

    /// Whether a node with this head is a formula (true or false) and not a term (a number).
    pub fn is_formula(&self) -> bool {
        match self {
            Head::Relation(_)
            | Head::And
            | Head::Or
            | Head::Not
            | Head::True
            | Head::False
            | Head::Iff
            | Head::Implies
            | Head::Each => true,
            Head::Call(f) => f.kind == Kind::Predicate,
            _ => false,
        }
    }
}

/// A node of a store: a head and its children.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node {
    /// What the node is.
    pub head: Head,
    /// Its children, in written order.
    pub args: Args,
}
