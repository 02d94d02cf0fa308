//! Tokens to expressions: an operator-precedence parser with explicit stacks, so that nesting is
//! as deep as memory allows.
//!
//! From loose to tight: `<=>` and `=>`, `or`, `and`, `not`, relations, `+ -`, a minus sign in
//! front of a term, `* /` and implicit products, a minus sign after `* / ^`, `^`, `√`. Names
//! stand in [`super::calls`], what operators and brackets build in [`super::build`] and
//! [`super::brackets`].

use super::brackets::{Frame, FrameKind};
use super::build::{Op, Operand, Sort, Tail};
use super::claim::is_range;
use super::lexer::{Kind, Token};
use super::names::fraction;
use crate::error::Diagnostic;
use crate::expr::{Expr, Head, Number, Relation, Store};

/// Faults beyond this number are not listed.
const MOST_FAULTS: usize = 20;

/// What kind of statement a text is, as far as its signs tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Nature {
    /// A statement that is true or false, or a term.
    Statement,
    /// `a := b`, read as a = b.
    Definition,
    /// `y ~ D(p)`, read as y = D(p).
    Distribution,
    /// `a ≈ b`, read as a = b.
    Approximation,
}

/// The state of the parser between two tokens.
pub(super) struct Parser<'a> {
    pub store: &'a Store,
    pub source: &'a str,
    pub tokens: &'a [Token],
    /// The place after the last token.
    pub end: usize,
    pub at: usize,
    pub ops: Vec<Op>,
    pub operands: Vec<Operand>,
    /// How many brackets are open.
    pub open: usize,
    pub nature: Nature,
    pub faults: Vec<Diagnostic>,
    /// Faults of syntax before this token follow from an earlier one.
    pub quiet_until: usize,
}

impl<'a> Parser<'a> {
    pub fn new(store: &'a Store, source: &'a str, tokens: &'a [Token], end: usize) -> Parser<'a> {
        Parser {
            store,
            source,
            tokens,
            end,
            at: 0,
            ops: Vec::new(),
            operands: Vec::new(),
            open: 0,
            nature: Nature::Statement,
            faults: Vec::new(),
            quiet_until: 0,
        }
    }

    /// The token at an offset from the current one.
    pub fn peek(&self, offset: usize) -> Token {
        let end = Token {
            kind: Kind::End,
            start: self.end,
            end: self.end,
        };
        self.tokens.get(self.at + offset).copied().unwrap_or(end)
    }

    /// Records a fault of meaning.
    pub fn fault(&mut self, fault: Diagnostic) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(fault);
        }
    }

    /// Records a fault of syntax, unless one stands just before it.
    pub fn syntax(&mut self, fault: Diagnostic) {
        if self.at >= self.quiet_until {
            self.fault(fault);
        }
        self.quiet_until = self.at + 3;
    }

    /// Reads an expression up to a token that cannot go on with it outside brackets: the end, a
    /// comma, `where`, `for`, `..`, and `and` if `stop_at_and` is set.
    pub fn expression(&mut self, stop_at_and: bool) -> Operand {
        debug_assert!(self.ops.is_empty() && self.operands.is_empty());
        loop {
            self.operand();
            if !self.operator(stop_at_and) {
                break;
            }
        }
        while let Some(Op::Open(_)) = self.reduce_to_open() {
            self.unclosed();
        }
        self.operands.pop().unwrap_or_else(|| self.faulty(self.end))
    }

    /// Reads prefixes and opening brackets up to and including one operand.
    fn operand(&mut self) {
        loop {
            let token = self.peek(0);
            let (start, end) = (token.start, token.end);
            match token.kind {
                Kind::Number => {
                    let expr = self.number(token);
                    self.push(expr, start, end, Sort::Term, Tail::Number);
                    self.at += 1;
                    return;
                }
                Kind::Name => {
                    if self.name(token) {
                        return;
                    }
                }
                Kind::True | Kind::False => {
                    let truth = token.kind == Kind::True;
                    let head = if truth { Head::True } else { Head::False };
                    let expr = self.store.make(head, crate::expr::Args::new());
                    self.push(expr, start, end, Sort::Formula, Tail::Other);
                    self.at += 1;
                    return;
                }
                Kind::Plus => self.at += 1,
                Kind::Minus => {
                    let tight = self.ops.last().is_some_and(Op::is_multiplicative);
                    self.prefix(Op::Negative { tight, start });
                }
                Kind::Not => self.prefix(Op::Not { start }),
                Kind::Root(degree) => self.prefix(Op::Root { degree, start }),
                Kind::OpenRound => self.bracket(FrameKind::Round, token),
                Kind::OpenSquare => self.bracket(FrameKind::Vector, token),
                Kind::Bar => self.bracket(FrameKind::Bars, token),
                _ => {
                    if !self.is_empty_call(token) {
                        self.missing(token);
                    }
                    return;
                }
            }
        }
    }

    fn prefix(&mut self, op: Op) {
        self.ops.push(op);
        self.at += 1;
    }

    /// Opens a bracket with the current token.
    pub fn bracket(&mut self, kind: FrameKind, token: Token) {
        self.ops.push(Op::Open(Frame {
            kind,
            start: token.start,
            bracket: token.span(),
            base: self.operands.len(),
        }));
        self.open += 1;
        self.at += 1;
    }

    /// `f()`: a call without arguments, whose number is checked when it is closed.
    fn is_empty_call(&self, token: Token) -> bool {
        token.kind == Kind::CloseRound
            && matches!(self.ops.last(), Some(Op::Open(frame))
                if matches!(frame.kind, FrameKind::Call { .. }) && frame.base == self.operands.len())
    }

    /// Reports that a term should stand before a token; goes on as if one did.
    fn missing(&mut self, token: Token) {
        let found = token.found(self.source);
        let fault = match token.kind {
            Kind::End => Diagnostic::new("the formula ends too early", self.end..self.end)
                .label("expected a number, a name or an opening bracket"),
            Kind::Dots => Diagnostic::new("dots do not say what they stand for", token.span())
                .label("expected a number, a name or an opening bracket")
                .help("write a sum as `sum(j, 1, n, w[j]*x[j])`"),
            _ => Diagnostic::new(format!("unexpected {found}"), token.span())
                .label("expected a number, a name or an opening bracket"),
        };
        self.syntax(fault);
        let operand = self.faulty(token.start);
        self.operands.push(operand);
        if matches!(token.kind, Kind::Dots | Kind::Semicolon) {
            self.at += 1;
        }
    }

    /// An operand that stands for a faulty part.
    pub fn faulty(&self, at: usize) -> Operand {
        Operand {
            expr: self.store.int(0),
            start: at,
            end: at,
            sort: Sort::Faulty,
            tail: Tail::Other,
        }
    }

    pub fn push(&mut self, expr: Expr, start: usize, end: usize, sort: Sort, tail: Tail) {
        self.operands.push(Operand {
            expr,
            start,
            end,
            sort,
            tail,
        });
    }

    /// The value of a number token.
    pub fn number(&mut self, token: Token) -> Expr {
        match number(self.store, self.source, token) {
            Ok(expr) => expr,
            Err(fault) => {
                self.fault(fault);
                self.store.int(0)
            }
        }
    }

    /// Reads what follows an operand, up to and including a binary operator; false if the
    /// expression is over.
    fn operator(&mut self, stop_at_and: bool) -> bool {
        loop {
            let token = self.peek(0);
            match token.kind {
                Kind::And if stop_at_and && self.open == 0 => return false,
                Kind::Plus | Kind::Minus => self.sum(token.kind == Kind::Minus),
                Kind::Star => self.product(),
                Kind::Slash => self.quotient(),
                Kind::Caret => self.power(),
                Kind::Relation(relation) => self.relation(relation),
                Kind::Define => self.other_relation(token, Nature::Definition),
                Kind::Distributed => self.other_relation(token, Nature::Distribution),
                Kind::Approximate => self.other_relation(token, Nature::Approximation),
                Kind::And => self.connective(true),
                Kind::Or => self.connective(false),
                Kind::Iff => self.chain(true),
                Kind::Implies => self.chain(false),
                Kind::Comma if self.open > 0 => self.argument(token),
                Kind::CloseRound | Kind::CloseSquare => {
                    self.close(token);
                    continue;
                }
                Kind::Bar if self.is_within(|kind| matches!(kind, FrameKind::Bars)) => {
                    self.close(token);
                    continue;
                }
                Kind::End | Kind::Comma => return false,
                Kind::Where | Kind::For | Kind::Dots if self.open == 0 => return false,
                Kind::For
                    if is_range(self, 1)
                        && self.is_within(|kind| matches!(kind, FrameKind::Round)) =>
                {
                    self.range_in_brackets();
                }
                Kind::Dots if self.is_within(|kind| matches!(kind, FrameKind::Each(_))) => {
                    self.reduce_to_open();
                }
                Kind::Where | Kind::For | Kind::Dots | Kind::Semicolon | Kind::Not => {
                    let found = token.found(self.source);
                    self.syntax(
                        Diagnostic::new(format!("unexpected {found}"), token.span())
                            .label("expected an operator or a closing bracket"),
                    );
                    self.at += 1;
                    continue;
                }
                _ => {
                    self.adjacent(token);
                    return true;
                }
            }
            self.at += 1;
            return true;
        }
    }

    /// Two operands without an operator between them: a product where that is unambiguous.
    fn adjacent(&mut self, token: Token) {
        let last = self.operands.last();
        let tail = last.map_or(Tail::Other, |operand| operand.tail);
        // `(a + b)[k]`, `f(x)[k]`: an entry of what stands in brackets.
        if token.kind == Kind::OpenSquare
            && tail == Tail::Round
            && last.is_some_and(|operand| operand.end == token.start)
            && let Some(base) = self.operands.pop()
        {
            let (expr, sort) = (base.expr, base.sort);
            self.require(&base, Sort::Term, "a vector");
            self.bracket(FrameKind::Entry { expr, sort }, token);
            if let Some(Op::Open(frame)) = self.ops.last_mut() {
                frame.start = base.start;
            }
            return;
        }
        let product = match token.kind {
            Kind::Name | Kind::Root(_) | Kind::Bar => tail == Tail::Number,
            Kind::OpenRound => tail != Tail::Other,
            _ => false,
        };
        if !product {
            self.reduce(8);
            let last = self.operands.last();
            let found = token.found(self.source);
            let span = last.map_or(token.start, |operand| operand.start)..token.end;
            let fault =
                Diagnostic::new(format!("there is no operator before {found}"), token.span())
                    .label("expected an operator");
            let short = span.len() <= 40;
            let help = match last {
                Some(operand) if short && !matches!(token.kind, Kind::True | Kind::False) => {
                    let before = &self.source[operand.start..operand.end];
                    format!(
                        "write a product as `{before}*{}`",
                        &self.source[token.span()]
                    )
                }
                _ => "write a product with `*`".to_owned(),
            };
            self.syntax(fault.help(help));
        }
        self.product();
    }

    fn other_relation(&mut self, token: Token, nature: Nature) {
        if self.open > 0 || self.nature != Nature::Statement {
            let found = token.found(self.source);
            self.fault(
                Diagnostic::new(format!("unexpected {found}"), token.span())
                    .label("this sign stands once in a text, outside brackets"),
            );
        }
        self.nature = nature;
        self.relation(Relation::Equal);
    }
}

/// The exact value of a number token.
pub(super) fn number(store: &Store, source: &str, token: Token) -> Result<Expr, Diagnostic> {
    // `½`
    if let Some((over, under)) = source[token.span()].chars().next().and_then(fraction) {
        let digit = |c: char| store.int(i64::from(c.to_digit(10).unwrap_or_default()));
        return Ok(store.div(digit(over), digit(under)));
    }
    match Number::parse(&token.text(source)) {
        Ok(number) => Ok(store.number(number)),
        Err(error) => Err(Diagnostic::new(error.to_string(), token.span())
            .label("this number is too long to be read exactly")),
    }
}
