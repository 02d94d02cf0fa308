//! Tokens to expressions: an operator-precedence parser with explicit stacks, so that nesting is
//! as deep as memory allows.
//!
//! From loose to tight: `<=>` and `=>`, `or`, `and`, `not`, relations, `+ -`, a minus sign in
//! front of a term, `* /` and implicit products, a minus sign after `* / ^`, `^`, `√`. What
//! operators and brackets build stands in [`super::build`].

use super::build::{Callee, Frame, FrameKind, Op, Operand, Sort, Tail, inverse};
use super::lexer::{Kind, Token};
use super::names;
use crate::error::Diagnostic;
use crate::expr::{Expr, Head, Number, Relation, Store, function};

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
    fn bracket(&mut self, kind: FrameKind, token: Token) {
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
    fn number(&mut self, token: Token) -> Expr {
        match number(self.store, self.source, token) {
            Ok(expr) => expr,
            Err(fault) => {
                self.fault(fault);
                self.store.int(0)
            }
        }
    }

    /// Reads a name; true if it is an operand, false if it opens a bracket.
    fn name(&mut self, token: Token) -> bool {
        let text = token.text(self.source);
        if let Some(power) = self.function_power(&text) {
            let (skip, power) = power;
            return self.call(token, &text, skip, power);
        }
        let next = self.peek(1);
        if next.kind == Kind::OpenRound {
            return self.call(token, &text, 1, Power::None);
        }
        let sort = match name_fault(&text, token) {
            Some(fault) => {
                self.fault(fault);
                Sort::Faulty
            }
            None => Sort::Term,
        };
        let expr = names::variable(self.store, &text);
        self.at += 1;
        if next.kind != Kind::OpenSquare {
            self.push(expr, token.start, token.end, sort, Tail::Other);
            return true;
        }
        if !matches!(self.store.head(expr), Head::Name(_)) {
            self.fault(
                Diagnostic::new(format!("`{text}` has an index already"), next.span())
                    .label("a second index")
                    .help("write two indices as `W[k, j]`"),
            );
        }
        self.ops.push(Op::Open(Frame {
            kind: FrameKind::Entry { expr, sort },
            start: token.start,
            bracket: next.span(),
            base: self.operands.len(),
        }));
        self.open += 1;
        self.at += 1;
        false
    }

    /// `sin^2(x)` and `Phi^-1(p)`: the power between a function and its arguments, and the number
    /// of tokens up to the opening bracket.
    fn function_power(&self, name: &str) -> Option<(usize, Power)> {
        if self.peek(1).kind != Kind::Caret {
            return None;
        }
        let bracket = usize::from(self.peek(2).kind == Kind::OpenRound);
        let minus = usize::from(self.peek(2 + bracket).kind == Kind::Minus);
        let number = self.peek(2 + bracket + minus);
        let after = 3 + bracket + minus;
        if number.kind != Kind::Number
            || bracket == 1 && self.peek(after).kind != Kind::CloseRound
            || self.peek(after + bracket).kind != Kind::OpenRound
        {
            return None;
        }
        let inverse = minus == 1 && number.text(self.source) == "1";
        if function(name).is_none() && !inverse {
            return None;
        }
        let power = match (inverse, minus) {
            (true, _) => Power::Inverse,
            (_, 1) => Power::Raised(number, true),
            _ => Power::Raised(number, false),
        };
        Some((after + bracket, power))
    }

    /// Opens the brackets of a call, `skip` tokens after its name.
    fn call(&mut self, token: Token, text: &str, skip: usize, power: Power) -> bool {
        let text = match text {
            "log_2" => "log2",
            "log_10" => "log10",
            text => text,
        };
        let mut callee = match (function(text), text) {
            (Some(f), _) => Callee::Known(f),
            (None, "sum") => Callee::Sum,
            (None, "prod") => Callee::Product,
            (None, "if") => Callee::If,
            _ => Callee::Named(text.into()),
        };
        if let Callee::Named(name) = &callee
            && let Some(fault) = callee_fault(name, token)
        {
            self.fault(fault);
        }
        let mut raised = None;
        match power {
            Power::None => {}
            Power::Raised(number, negative) => {
                let value = self.number(number);
                raised = Some(if negative {
                    self.store.neg(value)
                } else {
                    value
                });
            }
            Power::Inverse => match inverse(&callee) {
                Some(f) => callee = Callee::Known(f),
                None => self.fault(
                    Diagnostic::new(
                        format!("`{text}^-1(...)` may be an inverse function or a power"),
                        token.start..self.peek(skip).end,
                    )
                    .label("which one is not known")
                    .help(format!("write the power as `{text}^-1 * (...)`")),
                ),
            },
        }
        self.at += skip;
        let bracket = self.peek(0);
        self.bracket(
            FrameKind::Call {
                callee,
                power: raised,
            },
            bracket,
        );
        if let Some(Op::Open(frame)) = self.ops.last_mut() {
            frame.start = token.start;
        }
        false
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
                Kind::Bar if self.in_bars() => {
                    self.close(token);
                    continue;
                }
                Kind::End | Kind::Comma => return false,
                Kind::Where | Kind::For | Kind::Dots if self.open == 0 => return false,
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
        let product = match token.kind {
            Kind::Name | Kind::Root(_) | Kind::Bar => tail == Tail::Number,
            Kind::OpenRound => tail != Tail::Other,
            _ => false,
        };
        if !product {
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

    fn in_bars(&self) -> bool {
        let frame = self.ops.iter().rev().find_map(|op| match op {
            Op::Open(frame) => Some(frame),
            _ => None,
        });
        frame.is_some_and(|frame| matches!(frame.kind, FrameKind::Bars))
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

/// What stands between a function's name and its arguments.
enum Power {
    None,
    /// `^2` or, if the flag is set, `^-2`.
    Raised(Token, bool),
    /// `^-1`
    Inverse,
}

/// The exact value of a number token.
pub(super) fn number(store: &Store, source: &str, token: Token) -> Result<Expr, Diagnostic> {
    match Number::parse(&token.text(source)) {
        Ok(number) => Ok(store.number(number)),
        Err(error) => Err(Diagnostic::new(error.to_string(), token.span())
            .label("this number is too long to be read exactly")),
    }
}

/// Why a name cannot stand for a variable in a formula.
fn name_fault(name: &str, token: Token) -> Option<Diagnostic> {
    let base = names::entry_parts(name).map_or(name, |(base, _)| base);
    if names::is_infinite(base) {
        let fault = Diagnostic::new(format!("`{name}` is not a real number"), token.span());
        return Some(fault.label("variables and numbers are real"));
    }
    let argument = match function(base) {
        Some(f) if f.arity.0 > 1 => "x, ...",
        Some(_) => "x",
        None if matches!(base, "sum" | "prod") => "j, 1, n, w[j]",
        None if base == "if" => "z >= 0, z, a*z",
        None => return None,
    };
    let fault = Diagnostic::new(format!("`{base}` is a function"), token.span());
    Some(
        fault
            .label("expected its arguments in brackets")
            .help(format!("write `{base}({argument})`")),
    )
}

/// Why a name that is no function of the registry cannot be called.
fn callee_fault(name: &str, token: Token) -> Option<Diagnostic> {
    if let Some((base, index)) = names::entry_parts(name)
        && function(base).is_some()
    {
        let fault = Diagnostic::new(format!("unknown function `{name}`"), token.span())
            .label(format!("`{base}` has no subscript"));
        return Some(match base {
            "log" | "ln" => fault.help(format!("write `log(x)/log({index})` for this base")),
            _ => fault.help(format!("write `{base}(x)`")),
        });
    }
    let fault = Diagnostic::new(format!("`{name}` is no function"), token.span());
    match name {
        "e" => Some(
            fault
                .label("this is Euler's number")
                .help("write `exp(...)`, or `e*(...)` for a product"),
        ),
        _ if names::is_infinite(name) => Some(fault.label("this is not a real number")),
        _ => None,
    }
}
