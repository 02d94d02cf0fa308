//! What operators and closing brackets build from the operands before them.

use std::ops::Range;
use std::sync::Arc;

use super::formula::Parser;
use super::lexer::{Kind, Token};
use crate::error::Diagnostic;
use crate::expr::{Args, Expr, Function, Head, Kind as FunctionKind, Relation, function};

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

/// The function before an opening bracket.
pub(super) enum Callee {
    Known(&'static Function),
    Sum,
    Product,
    If,
    Named(Arc<str>),
}

/// What an opening bracket begins.
pub(super) enum FrameKind {
    Round,
    Vector,
    Bars,
    Entry { expr: Expr, sort: Sort },
    Call { callee: Callee, power: Option<Expr> },
}

/// An open bracket: its operands are those from `base` on.
pub(super) struct Frame {
    pub kind: FrameKind,
    pub start: usize,
    pub bracket: Range<usize>,
    pub base: usize,
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

/// The registered inverse of a function, for `f^-1(x)`.
pub(super) fn inverse(callee: &Callee) -> Option<&'static Function> {
    const PAIRS: &[(&str, &str)] = &[
        ("exp", "log"),
        ("sin", "asin"),
        ("cos", "acos"),
        ("tan", "atan"),
        ("sinh", "asinh"),
        ("cosh", "acosh"),
        ("tanh", "atanh"),
        ("sigmoid", "logit"),
        ("Phi", "Phi_inv"),
    ];
    let Callee::Known(f) = callee else {
        return None;
    };
    PAIRS.iter().find_map(|(a, b)| match f.name {
        name if name == *a => function(b),
        name if name == *b => function(a),
        _ => None,
    })
}

impl Parser<'_> {
    /// Completes the operators that bind tighter than `level`.
    fn reduce(&mut self, level: u8) {
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

    /// A comma inside brackets: the argument before it is complete.
    pub fn argument(&mut self, token: Token) {
        let Some(Op::Open(frame)) = self.reduce_to_open() else {
            return;
        };
        if matches!(frame.kind, FrameKind::Round | FrameKind::Bars) {
            let bracket = frame.bracket.clone();
            let mut fault = Diagnostic::new("a comma in brackets that are no call", token.span())
                .label("expected an operator or a closing bracket");
            fault.related = Some((bracket, "the bracket opens here".to_owned()));
            self.syntax(fault);
            // Go on with what follows the comma.
            self.operands.pop();
        }
    }

    /// A closing bracket: builds what it completes.
    pub fn close(&mut self, token: Token) {
        let Some(Op::Open(_)) = self.reduce_to_open() else {
            let found = token.found(self.source);
            self.syntax(
                Diagnostic::new(format!("{found} closes no bracket"), token.span())
                    .label("no bracket is open here"),
            );
            self.at += 1;
            return;
        };
        let Some(Op::Open(frame)) = self.ops.pop() else {
            return;
        };
        let closing = match frame.kind {
            FrameKind::Round | FrameKind::Call { .. } => (Kind::CloseRound, "`)`"),
            FrameKind::Vector | FrameKind::Entry { .. } => (Kind::CloseSquare, "`]`"),
            FrameKind::Bars => (Kind::Bar, "`|`"),
        };
        if token.kind != closing.0 {
            let found = token.found(self.source);
            let mut fault = Diagnostic::new(
                format!("{found} closes a bracket of another kind"),
                token.span(),
            )
            .label(format!("expected {}", closing.1));
            fault.related = Some((frame.bracket.clone(), "the bracket opens here".to_owned()));
            self.syntax(fault);
        }
        self.open -= 1;
        self.at += 1;
        self.finish(frame, token.end);
    }

    /// Reports an open bracket at the end of the formula; goes on as if it were closed.
    pub fn unclosed(&mut self) {
        let Some(Op::Open(frame)) = self.ops.pop() else {
            return;
        };
        self.open -= 1;
        let mut fault = Diagnostic::new("a bracket is never closed", frame.bracket.clone())
            .label("opened here");
        fault.related = Some((
            self.end..self.end,
            "the formula ends without closing it".to_owned(),
        ));
        self.syntax(fault);
        self.operands.truncate(frame.base);
        let operand = self.faulty(frame.start);
        self.operands.push(operand);
    }

    fn finish(&mut self, frame: Frame, end: usize) {
        let args: Vec<Operand> = self.operands.drain(frame.base..).collect();
        let (start, store) = (frame.start, self.store);
        let faulty = args.iter().any(|operand| operand.sort == Sort::Faulty);
        let exprs: Args = args.iter().map(|operand| operand.expr).collect();
        let (expr, sort, tail) = match frame.kind {
            FrameKind::Round => match args.last() {
                Some(inner) => (inner.expr, inner.sort, Tail::Round),
                None => (store.int(0), Sort::Faulty, Tail::Round),
            },
            FrameKind::Vector => {
                self.require_terms(&args, "a vector");
                (store.make(Head::Vector, exprs), Sort::Term, Tail::Other)
            }
            FrameKind::Bars => {
                self.require_terms(&args, "an absolute value");
                (store.call("abs", &exprs[..1]), Sort::Term, Tail::Other)
            }
            FrameKind::Entry { expr, sort } => {
                self.require_terms(&args, "an index");
                (store.entry(expr, &exprs), sort, Tail::Other)
            }
            FrameKind::Call { callee, power } => {
                let (mut expr, mut sort) = self.call_value(callee, &args, start..end);
                if let Some(power) = power {
                    if sort == Sort::Formula {
                        let fault = Diagnostic::new("a power needs a number", start..end);
                        self.fault(fault.label("this is a formula, which is true or false"));
                        sort = Sort::Faulty;
                    }
                    expr = store.pow(expr, power);
                }
                (expr, sort, Tail::Round)
            }
        };
        let sort = if faulty { Sort::Faulty } else { sort };
        self.push(expr, start, end, sort, tail);
    }

    fn require_terms(&mut self, args: &[Operand], place: &str) {
        for operand in args {
            self.require(operand, Sort::Term, place);
        }
    }

    /// A call with its arguments, and whether it is a number or a truth value.
    fn call_value(&mut self, callee: Callee, args: &[Operand], span: Range<usize>) -> (Expr, Sort) {
        let store = self.store;
        let exprs: Args = args.iter().map(|operand| operand.expr).collect();
        let nothing = (store.int(0), Sort::Faulty);
        match callee {
            Callee::Known(f) => {
                self.require_terms(args, &format!("`{}`", f.name));
                let (least, most) = f.arity;
                if args.len() < least || args.len() > most {
                    self.fault(wrong_number(f.name, (least, most), args.len(), span));
                    return nothing;
                }
                let sort = match f.kind {
                    FunctionKind::Real => Sort::Term,
                    FunctionKind::Predicate => Sort::Formula,
                };
                (store.make(Head::Call(f), exprs), sort)
            }
            Callee::Named(name) => {
                self.require_terms(args, &format!("`{name}`"));
                if args.is_empty() {
                    self.fault(wrong_number(&name, (1, usize::MAX), 0, span));
                    return nothing;
                }
                (store.make(Head::Apply(name), exprs), Sort::Term)
            }
            Callee::Sum => self.bound(Head::Sum, "sum", args, span),
            Callee::Product => self.bound(Head::Product, "prod", args, span),
            Callee::If => {
                if args.len() < 2 {
                    let fault = wrong_number("if", (2, usize::MAX), args.len(), span);
                    self.fault(fault.help("write `if(condition, value, otherwise)`"));
                    return nothing;
                }
                for (index, operand) in args.iter().enumerate() {
                    if index % 2 == 0 && index + 1 < args.len() {
                        self.require(operand, Sort::Formula, "the condition of `if`");
                    } else {
                        self.require(operand, Sort::Term, "a value of `if`");
                    }
                }
                (store.make(Head::Piecewise, exprs), Sort::Term)
            }
        }
    }

    /// `sum(j, lo, hi, body)`
    fn bound(
        &mut self,
        head: Head,
        name: &str,
        args: &[Operand],
        span: Range<usize>,
    ) -> (Expr, Sort) {
        self.require_terms(args, &format!("`{name}`"));
        let [index, lo, hi, body] = args else {
            let fault = wrong_number(name, (4, 4), args.len(), span);
            self.fault(fault.help(format!(
                "write index, first, last, term: `{name}(j, 1, n, w[j]*x[j])`"
            )));
            return (self.store.int(0), Sort::Faulty);
        };
        if index.sort == Sort::Faulty || !self.require_index(index) {
            return (self.store.int(0), Sort::Faulty);
        }
        let expr = self
            .store
            .bind(head, index.expr, lo.expr, hi.expr, body.expr);
        (expr, Sort::Term)
    }

    /// Checks that an operand can be a bound index: a plain name.
    pub fn require_index(&mut self, index: &Operand) -> bool {
        let plain =
            matches!(self.store.name_text(index.expr), Some(name) if name != "e" && name != "pi");
        if !plain {
            self.fault(
                Diagnostic::new("an index must be a plain name", index.start..index.end)
                    .label("expected a name such as `j`"),
            );
        }
        plain
    }
}

fn wrong_number(
    name: &str,
    (least, most): (usize, usize),
    given: usize,
    span: Range<usize>,
) -> Diagnostic {
    let plural = |n: usize| if n == 1 { "argument" } else { "arguments" };
    let takes = match (least, most) {
        (a, b) if a == b => format!("{a} {}", plural(a)),
        (a, usize::MAX) => format!("at least {a} {}", plural(a)),
        (a, b) => format!("{a} to {b} arguments"),
    };
    let given = match given {
        0 => "none is given".to_owned(),
        1 => "1 is given".to_owned(),
        n => format!("{n} are given"),
    };
    Diagnostic::new(format!("`{name}` takes {takes}"), span).label(given)
}
