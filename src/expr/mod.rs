//! Expressions: hash-consed terms and formulas, with no policy of their own.
//!
//! A [`Store`] owns every node; an [`Expr`] is a small copyable index into it, and two
//! expressions of one store are the same exactly when their indices are. Nodes keep what the
//! author wrote: the order of terms, `0.8` as `0.8`, a fraction as a fraction. Normal forms are
//! computed beside them ([`crate::kernel::ring`]), never instead of them.
//!
//! Everything that walks an expression does so with an explicit stack, so that ten thousand
//! nested calls are no deeper for the machine than one.

mod function;
mod number;
mod walk;

pub use function::{Bound, FUNCTIONS, Function, Interval, Kind, Monotone, function};
pub use number::{MAX_DIGITS, Number, NumberError, rational_text};
pub use walk::{Binding, free_index_name};

use std::sync::Arc;

use elsa::index_set::FrozenIndexSet;
use num_bigint::BigInt;
use num_rational::BigRational;
use rustc_hash::FxBuildHasher;
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
    /// A variable. `omega_blue` is the letter omega with the subscript "blue".
    Name(Arc<str>),
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

/// The arena that owns expressions and makes equal ones identical.
///
/// Adding needs only a shared reference; nodes stay where they are, so that a borrowed
/// [`Node`] outlives later additions.
#[derive(Default)]
pub struct Store {
    nodes: FrozenIndexSet<Box<Node>, FxBuildHasher>,
}

impl Store {
    /// An empty store.
    pub fn new() -> Store {
        Store::default()
    }

    /// The expression with this head and these children.
    pub fn make(&self, head: Head, args: impl Into<Args>) -> Expr {
        let args = args.into();
        let (index, _) = self.nodes.insert_full(Box::new(Node { head, args }));
        Expr(u32::try_from(index).expect("fewer than 2^32 expressions"))
    }

    /// The node of an expression of this store.
    pub fn node(&self, expr: Expr) -> &Node {
        &self.nodes[expr.0 as usize]
    }

    /// The head of an expression.
    pub fn head(&self, expr: Expr) -> &Head {
        &self.node(expr).head
    }

    /// The children of an expression.
    pub fn args(&self, expr: Expr) -> &[Expr] {
        &self.node(expr).args
    }

    /// The variable with this plain name.
    pub fn name(&self, name: &str) -> Expr {
        self.make(Head::Name(Arc::from(name)), Args::new())
    }

    /// An integer.
    pub fn int(&self, value: i64) -> Expr {
        self.number(Number::from(BigRational::from(BigInt::from(value))))
    }

    /// A rational number without a spelling of its own.
    pub fn rational(&self, value: BigRational) -> Expr {
        self.number(Number::from(value))
    }

    /// A number; a negative one becomes the negative of its absolute value.
    pub fn number(&self, number: Number) -> Expr {
        if number.is_negative() {
            let positive = self.make(Head::Number(number.negated()), Args::new());
            return self.neg(positive);
        }
        self.make(Head::Number(number), Args::new())
    }

    /// A sum of terms; nested sums are kept, one term stands for itself, none is 0.
    pub fn add(&self, terms: impl Into<Args>) -> Expr {
        let terms = terms.into();
        match terms.len() {
            0 => self.int(0),
            1 => terms[0],
            _ => self.make(Head::Add, terms),
        }
    }

    /// `a - b`, as the sum of a and -b.
    pub fn sub(&self, a: Expr, b: Expr) -> Expr {
        let b = self.neg(b);
        self.add([a, b].as_slice())
    }

    /// A product of factors; one factor stands for itself, none is 1.
    pub fn mul(&self, factors: impl Into<Args>) -> Expr {
        let factors = factors.into();
        match factors.len() {
            0 => self.int(1),
            1 => factors[0],
            _ => self.make(Head::Mul, factors),
        }
    }

    /// `-a`
    pub fn neg(&self, a: Expr) -> Expr {
        self.make(Head::Neg, [a].as_slice())
    }

    /// `a / b`
    pub fn div(&self, a: Expr, b: Expr) -> Expr {
        self.make(Head::Div, [a, b].as_slice())
    }

    /// `a ^ b`
    pub fn pow(&self, a: Expr, b: Expr) -> Expr {
        self.make(Head::Pow, [a, b].as_slice())
    }

    /// A call of a registered function, e.g. `exp`.
    ///
    /// # Panics
    /// If the registry has no such function: a fault of the program, not of its input.
    pub fn call(&self, name: &str, args: &[Expr]) -> Expr {
        let function = function(name).expect("a registered function");
        self.make(Head::Call(function), args)
    }

    /// A function that is known by name only, applied to arguments.
    pub fn apply(&self, name: &str, args: &[Expr]) -> Expr {
        self.make(Head::Apply(Arc::from(name)), args)
    }

    /// `base[indices]`; the entry of a vector literal at a numeric index is that entry.
    pub fn entry(&self, base: Expr, indices: &[Expr]) -> Expr {
        if let (Head::Vector, [index]) = (self.head(base), indices)
            && let Some(k) = self.small_integer(*index)
            && let Some(entry) = usize::try_from(k - 1)
                .ok()
                .and_then(|k| self.args(base).get(k))
        {
            return *entry;
        }
        let mut args = Args::from_slice(&[base]);
        args.extend_from_slice(indices);
        self.make(Head::Entry, args)
    }

    /// A node that binds `index` from `lo` to `hi`: a sum, a product or "for each".
    pub fn bind(&self, head: Head, index: Expr, lo: Expr, hi: Expr, body: Expr) -> Expr {
        debug_assert!(head.binds());
        self.make(head, [index, lo, hi, body].as_slice())
    }

    /// The derivative of an order of `body` by a name, at a point.
    pub fn derivative(&self, name: Expr, point: Expr, order: Expr, body: Expr) -> Expr {
        self.bind(Head::Derivative, name, point, order, body)
    }

    /// The children of a derivative as `diff` writes them: body and variable, then order and point
    /// where they are not 1 and the variable.
    pub fn derivative_arguments(&self, children: &[Expr]) -> Args {
        let mut args = Args::new();
        if let [name, point, order, body] = children {
            args.extend([*body, *name]);
            if name != point || *order != self.int(1) {
                args.push(*order);
            }
            if name != point {
                args.push(*point);
            }
        }
        args
    }

    /// `a R b`
    pub fn relate(&self, relation: Relation, a: Expr, b: Expr) -> Expr {
        self.make(Head::Relation(relation), [a, b].as_slice())
    }

    /// `a = b`
    pub fn eq(&self, a: Expr, b: Expr) -> Expr {
        self.relate(Relation::Equal, a, b)
    }

    /// The conjunction of formulas; nested ones are joined, `true` is left out.
    pub fn and(&self, parts: impl IntoIterator<Item = Expr>) -> Expr {
        let mut flat = Args::new();
        for part in parts {
            match self.head(part) {
                Head::True => {}
                Head::And => flat.extend_from_slice(self.args(part)),
                _ => flat.push(part),
            }
        }
        match flat.len() {
            0 => self.make(Head::True, Args::new()),
            1 => flat[0],
            _ => self.make(Head::And, flat),
        }
    }

    /// The conjuncts of a formula: its parts if it is a conjunction, else itself.
    pub fn conjuncts(&self, formula: Expr) -> Vec<Expr> {
        match self.head(formula) {
            Head::And => self.args(formula).to_vec(),
            Head::True => Vec::new(),
            _ => vec![formula],
        }
    }

    /// The sides of an equation, if the expression is one.
    pub fn sides(&self, formula: Expr) -> Option<(Expr, Expr)> {
        match (self.head(formula), self.args(formula)) {
            (Head::Relation(Relation::Equal), [a, b]) => Some((*a, *b)),
            _ => None,
        }
    }

    /// The text of a variable, if the expression is one.
    pub fn name_text(&self, expr: Expr) -> Option<&str> {
        match self.head(expr) {
            Head::Name(name) => Some(name),
            _ => None,
        }
    }

    /// The value of a literal number or of its negative; no arithmetic is done.
    pub fn literal(&self, expr: Expr) -> Option<BigRational> {
        match (self.head(expr), self.args(expr)) {
            (Head::Number(n), _) => Some(n.value().clone()),
            (Head::Neg, [a]) => match self.head(*a) {
                Head::Number(n) => Some(-n.value().clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// The value of a literal integer that fits a machine word.
    pub fn small_integer(&self, expr: Expr) -> Option<i64> {
        let value = self.literal(expr)?;
        if !value.is_integer() {
            return None;
        }
        i64::try_from(value.numer()).ok()
    }
}
