//! What closing brackets build: calls, entries, vectors, absolute values.

use std::ops::Range;
use std::sync::Arc;

use super::build::{Op, Operand, Sort, Tail};
use super::formula::Parser;
use super::lexer::{Kind, Token};
use super::names;
use crate::error::Diagnostic;
use crate::expr::{Args, Expr, Function, Head, Kind as FunctionKind};

/// The function before an opening bracket.
pub(super) enum Callee {
    Known(&'static Function),
    Sum,
    Product,
    Derivative,
    If,
    Named(Arc<str>),
}

/// What an opening bracket begins.
pub(super) enum FrameKind {
    Round,
    /// `(F for k in lo..hi)`: the index, once its name is read.
    Each(Expr),
    Vector,
    Bars,
    Entry {
        expr: Expr,
        sort: Sort,
    },
    Call {
        callee: Callee,
        power: Option<Expr>,
    },
}

/// An open bracket: its operands are those from `base` on.
pub(super) struct Frame {
    pub kind: FrameKind,
    pub start: usize,
    pub bracket: Range<usize>,
    pub base: usize,
}

impl Parser<'_> {
    /// A comma inside brackets: the argument before it is complete.
    pub fn argument(&mut self, token: Token) {
        let Some(Op::Open(frame)) = self.reduce_to_open() else {
            return;
        };
        if matches!(
            frame.kind,
            FrameKind::Round | FrameKind::Each(_) | FrameKind::Bars
        ) {
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
            FrameKind::Round | FrameKind::Each(_) | FrameKind::Call { .. } => {
                (Kind::CloseRound, "`)`")
            }
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
            FrameKind::Each(index) => self.each(index, &args, start..end),
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

    /// `for k in` inside round brackets: what stands before it is complete.
    pub fn range_in_brackets(&mut self) {
        let name = self.peek(1);
        let index = Operand {
            expr: names::variable(self.store, &name.text(self.source)),
            start: name.start,
            end: name.end,
            sort: Sort::Term,
            tail: Tail::Other,
        };
        self.require_index(&index);
        self.reduce_to_open();
        if let Some(Op::Open(frame)) = self.ops.last_mut() {
            frame.kind = FrameKind::Each(index.expr);
        }
        self.at += 2;
    }

    /// Whether the innermost bracket is one of a kind.
    pub fn is_within(&self, kind: impl Fn(&FrameKind) -> bool) -> bool {
        let frame = self.ops.iter().rev().find_map(|op| match op {
            Op::Open(frame) => Some(frame),
            _ => None,
        });
        frame.is_some_and(|frame| kind(&frame.kind))
    }

    /// `(F for k in lo..hi)`
    fn each(&mut self, index: Expr, args: &[Operand], span: Range<usize>) -> (Expr, Sort, Tail) {
        let [body, lo, hi] = args else {
            self.syntax(
                Diagnostic::new("the range has no end", span)
                    .label("expected `..`")
                    .help("a range is written `for k in 1..K`"),
            );
            return (self.store.int(0), Sort::Faulty, Tail::Round);
        };
        self.require(body, Sort::Formula, "`for` with an index");
        self.require_terms(&args[1..], "a range");
        let each = self
            .store
            .bind(Head::Each, index, lo.expr, hi.expr, body.expr);
        (each, Sort::Formula, Tail::Round)
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
            Callee::Derivative => self.derivative(args, span),
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

    /// `diff(body, z)`, `diff(body, z, order)`, `diff(body, z, order, point)`
    fn derivative(&mut self, args: &[Operand], span: Range<usize>) -> (Expr, Sort) {
        self.require_terms(args, "`diff`");
        let nothing = (self.store.int(0), Sort::Faulty);
        let ([body, name] | [body, name, _] | [body, name, _, _]) = args else {
            let fault = wrong_number("diff", (2, 4), args.len(), span);
            self.fault(fault.help("write `diff(sigmoid(z), z)`"));
            return nothing;
        };
        if name.sort == Sort::Faulty || !self.require_index(name) {
            return nothing;
        }
        let order = args.get(2).map_or(self.store.int(1), |order| order.expr);
        let point = args.get(3).map_or(name.expr, |point| point.expr);
        let expr = self.store.derivative(name.expr, point, order, body.expr);
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
