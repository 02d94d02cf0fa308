//! Making expressions of every kind, and reading off what a small one is.

use std::sync::Arc;

use num_rational::BigRational;

use super::{Args, Expr, Head, Number, Relation, Store, function};

impl Store {
    /// An integer.
    pub fn int(&self, value: i64) -> Expr {
        self.number(Number::integer(value))
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
        match (self.head(expr), self.args(expr)) {
            (Head::Number(n), _) => n.small_integer(),
            (Head::Neg, [a]) => match self.head(*a) {
                Head::Number(n) => n.small_integer().and_then(i64::checked_neg),
                _ => None,
            },
            _ => None,
        }
    }
}
