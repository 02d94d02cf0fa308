//! A run of nodes to a term: an operator-precedence parser with explicit stacks.
//!
//! From loose to tight: `+ -`; sums, derivatives and limits, which reach to the next `+`; written
//! products and quotients; functions without brackets; products without a sign. So `\log 2x/y`
//! is (log 2x)/y and `a/bc` is a/(bc).

use super::functions::Callee;
use super::limits::Ranges;
use super::reader::Reader;
use super::tree::{Item, Node, Op as Sign};
use crate::error::Diagnostic;
use crate::expr::{Args, Expr, Head};

/// A term on the stack.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operand {
    pub expr: Expr,
    pub start: usize,
    pub end: usize,
    /// It ends with a bracket of its own: a call.
    pub closed: bool,
}

/// What waits for its operand.
pub(super) enum Prefix {
    Function {
        callee: Callee,
        power: Option<Expr>,
    },
    Big {
        head: Head,
        ranges: Ranges,
    },
    /// The variable and the order.
    Derivative(Vec<(Expr, Expr)>),
    /// An operator without a meaning in the language: its kind and what it depends on.
    Opaque {
        kind: &'static str,
        label: Expr,
        bound: Vec<Expr>,
    },
}

pub(super) enum Op {
    Sum {
        first: usize,
        negative: bool,
    },
    Negative {
        level: u8,
        start: usize,
    },
    /// With, for every sign, whether it is a dot.
    Product {
        first: usize,
        dots: Vec<bool>,
    },
    Quotient,
    /// An operator that is none of numbers.
    Binary {
        name: &'static str,
        level: u8,
    },
    Implicit {
        first: usize,
    },
    /// `\pm` before an operand.
    Either {
        level: u8,
        start: usize,
        plus_first: bool,
    },
    Prefix {
        prefix: Prefix,
        start: usize,
    },
}

impl Op {
    fn level(&self) -> u8 {
        match self {
            Op::Sum { .. } => 1,
            Op::Negative { level, .. } | Op::Either { level, .. } | Op::Binary { level, .. } => {
                *level
            }
            Op::Prefix {
                prefix: Prefix::Function { .. },
                ..
            } => 4,
            Op::Prefix { .. } => 2,
            Op::Product { .. } | Op::Quotient => 3,
            Op::Implicit { .. } => 5,
        }
    }
}

pub(super) struct Terms<'r, 'a> {
    pub reader: &'r mut Reader<'a>,
    pub items: &'a [Item],
    pub at: usize,
    pub ops: Vec<Op>,
    pub operands: Vec<Operand>,
}

type Fault = Diagnostic;

impl<'r, 'a> Terms<'r, 'a> {
    pub fn new(reader: &'r mut Reader<'a>, items: &'a [Item]) -> Terms<'r, 'a> {
        Terms {
            reader,
            items,
            at: 0,
            ops: Vec::new(),
            operands: Vec::new(),
        }
    }

    /// The next node that is more than a space.
    pub fn peek(&mut self) -> Option<&'a Item> {
        while let Some(item) = self.items.get(self.at) {
            if !matches!(item.node, Node::Align | Node::Quad) {
                return Some(item);
            }
            self.at += 1;
        }
        None
    }

    pub fn fault(&self, message: &str) -> Fault {
        let item = self.items.get(self.at).or(self.items.last());
        let (start, end) = item.map_or((0, 0), |item| (item.start, item.end));
        Diagnostic::new(message, start..end)
    }

    /// Reads the whole run.
    pub fn run(mut self) -> Result<Expr, Fault> {
        loop {
            self.operand()?;
            if !self.operator()? {
                break;
            }
        }
        self.reduce(0)?;
        match self.operands.as_slice() {
            [one] => Ok(one.expr),
            _ => Err(self.fault("this is no term")),
        }
    }

    /// Reads prefixes and one operand.
    fn operand(&mut self) -> Result<(), Fault> {
        loop {
            let Some(item) = self.peek() else {
                let end = self.items.last().map_or(0, |item| item.end);
                let place = Diagnostic::new("the term ends too early", end..end);
                return Err(place.label("expected a number, a name or a bracket"));
            };
            match &item.node {
                Node::Op(Sign::Plus) => self.at += 1,
                Node::Op(sign @ (Sign::Minus | Sign::PlusMinus | Sign::MinusPlus)) => {
                    let level = match self.ops.last() {
                        None | Some(Op::Sum { .. }) => 2,
                        Some(Op::Prefix {
                            prefix: Prefix::Function { .. },
                            ..
                        }) => 4,
                        Some(Op::Prefix { .. } | Op::Negative { level: 2, .. }) => 2,
                        Some(_) => 6,
                    };
                    let start = item.start;
                    self.ops.push(match sign {
                        Sign::Minus => Op::Negative { level, start },
                        _ => Op::Either {
                            level,
                            start,
                            plus_first: *sign == Sign::PlusMinus,
                        },
                    });
                    self.at += 1;
                }
                _ => {
                    if self.node(item)? {
                        return Ok(());
                    }
                }
            }
        }
    }

    pub fn push(&mut self, expr: Expr, start: usize, end: usize) {
        self.operands.push(Operand {
            expr,
            start,
            end,
            closed: false,
        });
    }

    /// The last operand ends with a bracket of its own.
    pub fn close_last(&mut self) {
        if let Some(operand) = self.operands.last_mut() {
            operand.closed = true;
        }
    }

    pub fn prefix(&mut self, prefix: Prefix, start: usize) {
        self.ops.push(Op::Prefix { prefix, start });
    }

    /// Reads a binary operator; false at the end of the run.
    fn operator(&mut self) -> Result<bool, Fault> {
        let Some(item) = self.peek() else {
            return Ok(false);
        };
        match &item.node {
            Node::Op(Sign::Plus | Sign::Minus) => {
                let negative = item.node == Node::Op(Sign::Minus);
                self.at += 1;
                if self.peek().is_none() {
                    return Err(self.fault("the term ends with a sign"));
                }
                if !self.sum_reaches_on()? {
                    self.reduce_to_sum()?;
                }
                self.sum(negative)?;
            }
            // The sign is read as one of the operand.
            Node::Op(Sign::PlusMinus | Sign::MinusPlus) => {
                if !self.sum_reaches_on()? {
                    self.reduce_to_sum()?;
                }
                self.sum(false)?;
            }
            Node::Op(sign) => match sign {
                Sign::Times | Sign::Dot | Sign::Star => {
                    self.at += 1;
                    if !self.function_takes_product(item)? {
                        self.product(*sign == Sign::Dot)?;
                    }
                }
                Sign::Slash => {
                    self.at += 1;
                    // Of a quotient in a function without brackets the function is built later.
                    let level = if self.slash_in_function() { 4 } else { 2 };
                    self.reduce(level)?;
                    self.ops.push(Op::Quotient);
                }
                Sign::Ring => self.binary("circ")?,
                Sign::Other(name) => self.binary(name)?,
                _ => return Err(self.fault("this operator has no meaning here")),
            },
            _ => self.adjacent(item)?,
        }
        Ok(true)
    }

    /// An operator that is none of numbers: sets are joined as sums are, the others bind as products.
    fn binary(&mut self, name: &'static str) -> Result<(), Fault> {
        self.at += 1;
        if self.peek().is_none() {
            return Err(self.fault("the term ends with a sign"));
        }
        let level = match name {
            "union" | "disjoint_union" | "without" | "direct_sum" | "direct_difference" => 1,
            _ => 3,
        };
        self.reduce(level - 1)?;
        self.ops.push(Op::Binary { name, level });
        Ok(())
    }

    fn sum(&mut self, negative_next: bool) -> Result<(), Fault> {
        if let Some(Op::Sum { negative, .. }) = self.ops.last_mut() {
            if std::mem::replace(negative, negative_next) {
                self.negate_last();
            }
        } else {
            let first = self.operands.len() - 1;
            let negative = negative_next;
            self.ops.push(Op::Sum { first, negative });
        }
        Ok(())
    }

    /// Completes everything but the outermost sum.
    fn reduce_to_sum(&mut self) -> Result<(), Fault> {
        while self.ops.len() > 1 || !matches!(self.ops.last(), None | Some(Op::Sum { .. })) {
            if let Some(op) = self.ops.pop() {
                self.build(op)?;
            }
        }
        Ok(())
    }

    /// Completes the operators that bind tighter than a level.
    pub fn reduce(&mut self, level: u8) -> Result<(), Fault> {
        while let Some(op) = self.ops.pop_if(|op| op.level() > level) {
            self.build(op)?;
        }
        Ok(())
    }

    fn negate_last(&mut self) {
        let store = self.reader.store;
        if let Some(operand) = self.operands.last_mut() {
            operand.expr = store.neg(operand.expr);
        }
    }

    pub(super) fn build(&mut self, op: Op) -> Result<(), Fault> {
        let store = self.reader.store;
        match op {
            Op::Sum { first, negative } => {
                if negative {
                    self.negate_last();
                }
                let (args, start, end) = self.taken(first);
                let expr = match super::dots::sum(self.reader, &args, Head::Add) {
                    Some(result) => {
                        result.map_err(|message| Diagnostic::new(message, start..end))?
                    }
                    None => store.make(Head::Add, args),
                };
                self.push(expr, start, end);
            }
            Op::Negative { start, .. } => {
                self.negate_last();
                if let Some(operand) = self.operands.last_mut() {
                    operand.start = start;
                }
            }
            Op::Either {
                start, plus_first, ..
            } => {
                if let Some(operand) = self.operands.last_mut() {
                    operand.expr = super::either::mark(store, operand.expr, plus_first);
                    operand.start = start;
                }
            }
            Op::Product { first, dots } => {
                let (args, start, end) = self.taken(first);
                let expr = match super::dots::sum(self.reader, &args, Head::Mul) {
                    Some(result) => {
                        result.map_err(|message| Diagnostic::new(message, start..end))?
                    }
                    None => self.reader.factors(&args, &dots),
                };
                self.push(expr, start, end);
            }
            Op::Implicit { first } => {
                let (args, start, end) = self.taken(first);
                let expr = match super::dots::sum(self.reader, &args, Head::Mul) {
                    Some(result) => {
                        result.map_err(|message| Diagnostic::new(message, start..end))?
                    }
                    None => self.reader.factors(&args, &[]),
                };
                self.push(expr, start, end);
            }
            Op::Quotient => {
                let first = self.operands.len() - 2;
                let (args, start, end) = self.taken(first);
                let expr = store.div(args[0], args[1]);
                self.push(expr, start, end);
            }
            Op::Binary { name, .. } => {
                let first = self.operands.len() - 2;
                let (args, start, end) = self.taken(first);
                let expr = store.apply(name, &args);
                let why = "it has an operator that is none of numbers";
                self.reader.hide(expr, why.into());
                self.push(expr, start, end);
            }
            Op::Prefix { prefix, start } => {
                let Some(operand) = self.operands.pop() else {
                    return Err(self.fault("an operator lacks its operand"));
                };
                let span = start..operand.end;
                let expr = self.reader.applied(prefix, operand.expr, span)?;
                self.push(expr, start, operand.end);
            }
        }
        Ok(())
    }

    fn taken(&mut self, first: usize) -> (Args, usize, usize) {
        let start = self.operands[first].start;
        let end = self.operands[self.operands.len() - 1].end;
        let args = self.operands.drain(first..).map(|o| o.expr).collect();
        (args, start, end)
    }
}
