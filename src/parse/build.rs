//! What operators build from the operands before them.

use super::brackets::Frame;
use super::formula::Parser;
use crate::error::Diagnostic;
use crate::expr::{Args, Expr, Head, Relation};

/// Whether an operand is a number or a truth value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sort {
    Term,
    Formula,
    /// A fault has been reported; anything goes.
    Faulty,
}

/// How an operand ends, which decides whether a product sign after it may be left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tail {
    Number,
    Round,
    Other,
}

/// An expression on the stack and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operand {
    pub expr: Expr,
    pub start: usize,
    pub end: usize,
    pub sort: Sort,
    pub tail: Tail,
}

/// An operator that waits for its last operand. `first` is its first operand's place on the stack.
pub(super) enum Op {
    Sum { first: usize, negative: bool },
    Product { first: usize },
    Quotient,
    Negative { tight: bool, start: usize },
    Power,
    Root { degree: u8, start: usize },
    Relations { first: usize, signs: Vec<Relation> },
    Not { start: usize },
    And { first: usize },
    Or { first: usize },
    Chain { first: usize, both_ways: Vec<bool> },
    Open(Frame),
}

impl Op {
    /// How tightly the operator binds.
    fn level(&self) -> u8 {
        match self {
            Op::Open(_) => 0,
            Op::Chain { .. } => 1,
            Op::Or { .. } => 2,
            Op::And { .. } => 3,
            Op::Not { .. } => 4,
            Op::Relations { .. } => 5,
            Op::Sum { .. } => 6,
            Op::Negative { tight: false, .. } => 7,
            Op::Product { .. } | Op::Quotient => 8,
            Op::Negative { tight: true, .. } => 9,
            Op::Power => 10,
            Op::Root { .. } => 11,
        }
    }

    /// Whether a minus sign after this operator belongs to the next factor alone.
    pub fn is_multiplicative(&self) -> bool {
        self.level() >= 8
    }
}

impl Parser<'_> {
    /// Completes the operators that bind tighter than `level`.
    pub fn reduce(&mut self, level: u8) {
        while let Some(op) = self.ops.pop_if(|op| op.level() > level) {
            self.build(op);
        }
    }

    /// Completes all operators after the innermost open bracket, which is returned.
    pub fn reduce_to_open(&mut self) -> Option<&Op> {
        self.reduce(0);
        self.ops.last()
    }

    fn last_index(&self) -> usize {
        self.operands.len().saturating_sub(1)
    }

    /// The last operand becomes its negative where a minus sign stands before it.
    fn negate_last(&mut self) {
        if let Some(mut operand) = self.operands.pop() {
            self.require(&operand, Sort::Term, "`-`");
            operand.expr = self.store.neg(operand.expr);
            operand.tail = Tail::Other;
            self.operands.push(operand);
        }
    }

    pub fn sum(&mut self, negative_next: bool) {
        self.reduce(6);
        let first = self.last_index();
        if let Some(Op::Sum { negative, .. }) = self.ops.last_mut() {
            if std::mem::replace(negative, negative_next) {
                self.negate_last();
            }
        } else {
            let negative = negative_next;
            self.ops.push(Op::Sum { first, negative });
        }
    }

    pub fn product(&mut self) {
        self.reduce(8);
        match self.ops.last() {
            Some(Op::Product { .. }) => {}
            last => {
                if matches!(last, Some(Op::Quotient)) {
                    self.reduce(7);
                }
                let first = self.last_index();
                self.ops.push(Op::Product { first });
            }
        }
    }

    pub fn quotient(&mut self) {
        self.reduce(7);
        self.ops.push(Op::Quotient);
    }

    pub fn power(&mut self) {
        if matches!(self.ops.last(), Some(Op::Root { .. }))
            && self.operands.last().is_some_and(|o| o.tail != Tail::Round)
        {
            let span = self.peek(0).span();
            self.fault(
                Diagnostic::new("a power after a root sign", span)
                    .label("does the root cover it?")
                    .help("write `√(x^2)` or `(√x)^2`"),
            );
        }
        self.reduce(10);
        self.ops.push(Op::Power);
    }

    pub fn relation(&mut self, relation: Relation) {
        self.reduce(5);
        let first = self.last_index();
        if let Some(Op::Relations { signs, .. }) = self.ops.last_mut() {
            signs.push(relation);
        } else {
            let signs = vec![relation];
            self.ops.push(Op::Relations { first, signs });
        }
    }

    pub fn connective(&mut self, and: bool) {
        self.reduce(if and { 3 } else { 2 });
        let first = self.last_index();
        match (self.ops.last(), and) {
            (Some(Op::And { .. }), true) | (Some(Op::Or { .. }), false) => {}
            (_, true) => self.ops.push(Op::And { first }),
            (_, false) => self.ops.push(Op::Or { first }),
        }
    }

    pub fn chain(&mut self, iff: bool) {
        self.reduce(1);
        let first = self.last_index();
        if let Some(Op::Chain { both_ways, .. }) = self.ops.last_mut() {
            both_ways.push(iff);
        } else {
            let both_ways = vec![iff];
            self.ops.push(Op::Chain { first, both_ways });
        }
    }

    /// Checks that an operand is a number or a truth value, as its place demands.
    pub fn require(&mut self, operand: &Operand, sort: Sort, place: &str) {
        if operand.sort == sort || operand.sort == Sort::Faulty {
            return;
        }
        let (message, label) = match sort {
            Sort::Formula => (
                format!("{place} needs a formula, which is true or false"),
                "this is a number",
            ),
            _ => (
                format!("{place} needs a number"),
                "this is a formula, which is true or false",
            ),
        };
        self.fault(Diagnostic::new(message, operand.start..operand.end).label(label));
    }

    fn build(&mut self, op: Op) {
        let store = self.store;
        match op {
            Op::Sum { first, negative } => {
                if negative {
                    self.negate_last();
                }
                self.combine(first, Sort::Term, "a sum", |args| {
                    store.make(Head::Add, args)
                });
            }
            Op::Product { first } => self.combine(first, Sort::Term, "a product", |args| {
                store.make(Head::Mul, args)
            }),
            Op::Quotient => {
                let first = self.operands.len().saturating_sub(2);
                self.combine(first, Sort::Term, "a quotient", |args| {
                    store.make(Head::Div, args)
                });
            }
            Op::Power => {
                let first = self.operands.len().saturating_sub(2);
                self.combine(first, Sort::Term, "a power", |args| match args[..] {
                    [base, exponent] if store.name_text(base) == Some("e") => {
                        store.call("exp", &[exponent])
                    }
                    _ => store.make(Head::Pow, args),
                });
            }
            Op::Negative { start, .. } => {
                self.negate_last();
                self.extend_to(start);
            }
            Op::Root { degree, start } => {
                let first = self.last_index();
                let tail = self.operands.last().map(|operand| operand.tail);
                self.combine(first, Sort::Term, "a root", |args| match args[..] {
                    [x] if degree == 2 => store.call("sqrt", &[x]),
                    [x] => store.call("root", &[x, store.int(i64::from(degree))]),
                    _ => store.int(0),
                });
                self.extend_to(start);
                // `√2 π` is a product like `2 π`.
                if let (Some(operand), Some(tail)) = (self.operands.last_mut(), tail) {
                    operand.tail = tail;
                }
            }
            Op::Not { start } => {
                let first = self.last_index();
                self.combine(first, Sort::Formula, "`not`", |args| {
                    store.make(Head::Not, args)
                });
                self.extend_to(start);
            }
            Op::And { first } => {
                self.combine(first, Sort::Formula, "`and`", |args| store.and(args));
            }
            Op::Or { first } => {
                self.combine(first, Sort::Formula, "`or`", |args| {
                    store.make(Head::Or, args)
                });
            }
            Op::Relations { first, signs } => {
                self.combine(first, Sort::Term, "a relation", |args| {
                    let links = signs.iter().zip(args.windows(2));
                    store.and(links.map(|(sign, pair)| store.relate(*sign, pair[0], pair[1])))
                });
                self.set_sort(Sort::Formula);
            }
            Op::Chain { first, both_ways } => {
                let place = "`<=>` and `=>`";
                self.combine(first, Sort::Formula, place, |args| {
                    let links = both_ways.iter().zip(args.windows(2));
                    store.and(links.map(|(iff, pair)| {
                        let head = if *iff { Head::Iff } else { Head::Implies };
                        store.make(head, pair)
                    }))
                });
            }
            Op::Open(_) => {}
        }
    }

    /// Replaces the operands from `first` on by one expression of the same sort.
    fn combine(&mut self, first: usize, sort: Sort, place: &str, make: impl FnOnce(Args) -> Expr) {
        let mut args = Args::with_capacity(self.operands.len() - first);
        let mut faulty = false;
        for index in first..self.operands.len() {
            let operand = self.operands[index];
            self.require(&operand, sort, place);
            faulty |= operand.sort != sort;
            args.push(operand.expr);
        }
        let start = self.operands[first].start;
        let end = self.operands[self.operands.len() - 1].end;
        self.operands.truncate(first);
        let expr = make(args);
        let sort = if faulty { Sort::Faulty } else { sort };
        self.push(expr, start, end, sort, Tail::Other);
    }

    fn extend_to(&mut self, start: usize) {
        if let Some(operand) = self.operands.last_mut() {
            operand.start = start;
        }
    }

    fn set_sort(&mut self, sort: Sort) {
        if let Some(operand) = self.operands.last_mut()
            && operand.sort != Sort::Faulty
        {
            operand.sort = sort;
        }
    }
}
