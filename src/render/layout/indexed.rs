//! Sums and products with an index, their vector forms, and entries of vectors.

use num_traits::ToPrimitive;

use super::build::{Builder, Context, Level, Task};
use super::name::{Name, conditional};
use super::vector::{Part, contraction};
use super::{BigOperator, Bracket, Class, Item, Style, Times};
use crate::expr::{Expr, Head, Node};

impl Builder<'_> {
    pub(super) fn indexed(&mut self, expr: Expr, node: &Node, context: Context) {
        if self.vectors
            && let Some(parts) = contraction(self.store, expr)
        {
            return self.contracted(&parts, context);
        }
        if self.is_written_out(expr) {
            return self.sum_of(&[expr], context);
        }
        let args = &node.args;
        let bound = self.bind(args[0], context);
        let operator = match node.head {
            Head::Sum => BigOperator::Sum,
            _ => BigOperator::Product,
        };
        self.lay(args[0], bound.script());
        self.symbol(Class::Relation, "=");
        self.lay(args[1], context.script());
        self.queue.push(Task::Row(3));
        self.lay(args[2], context.script());
        let display = context.style == Style::Display && !context.script;
        self.queue.push(Task::Operator(operator, display));
        self.lay(args[3], bound.least(Level::Mul));
        self.queue.push(Task::Row(2));
    }

    fn contracted(&mut self, parts: &[Part], context: Context) {
        let mut count = 0;
        let mut opened = Vec::new();
        for (i, part) in parts.iter().enumerate() {
            let after_vector = i > 0
                && matches!(
                    parts[i - 1],
                    Part::Bold(_)
                        | Part::Row(..)
                        | Part::Transposed
                        | Part::Scalar(_)
                        | Part::Close
                );
            if after_vector && matches!(part, Part::Bold(_) | Part::Row(..) | Part::Open) {
                let mark = match (context.style, &parts[i - 1]) {
                    (Style::Linear, _) | (_, Part::Scalar(_)) => Times::Thin,
                    _ => Times::Touch,
                };
                self.mark(Item::Times(mark));
                count += 1;
            }
            match part {
                Part::Scalar(expr) => {
                    self.lay(*expr, context.least(Level::Factor));
                    count += 1;
                }
                Part::Bold(name) => {
                    let name = self.store.name_text(*name).unwrap_or_default();
                    self.named(name, context, Class::Bold);
                    count += 1;
                }
                Part::Row(matrix, row) => {
                    let name = self.store.name_text(*matrix).unwrap_or_default();
                    let lower = name.to_lowercase();
                    let name = if name.chars().count() == 1 {
                        &lower
                    } else {
                        name
                    };
                    self.named(name, context, Class::Bold);
                    self.lay(*row, context.script());
                    self.queue.push(Task::Below);
                    count += 1;
                }
                Part::Transposed => {
                    self.symbol(Class::Ordinary, "⊤");
                    self.queue.push(Task::Above);
                }
                Part::Open => {
                    opened.push(count);
                    count = 0;
                }
                Part::Close => {
                    self.queue.push(Task::Row(count));
                    self.queue.push(Task::Fence(Bracket::Round));
                    count = opened.pop().unwrap_or(0) + 1;
                }
                Part::Plus | Part::Minus => {
                    let first = i == 0 || matches!(parts[i - 1], Part::Open);
                    let class = if first { Class::Prefix } else { Class::Binary };
                    let sign = if matches!(part, Part::Plus) {
                        "+"
                    } else {
                        "−"
                    };
                    self.symbol(class, sign);
                    count += 1;
                }
            }
        }
        self.queue.push(Task::Row(count));
    }

    /// Queues an entry: its indices as a subscript, or in brackets.
    pub(super) fn entry(&mut self, args: &[Expr], context: Context) {
        let (base, indices) = (args[0], &args[1..]);
        let name = self.store.name_text(base);
        if context.style == Style::Linear {
            self.lay(base, context.least(Level::Atom));
            if name.is_none() || self.bracketed.contains(&base) {
                self.listed(indices, ",", context);
                self.queue.push(Task::Fence(Bracket::Square));
                return self.queue.push(Task::Row(2));
            }
            for index in indices {
                self.lay(*index, context.script());
            }
            self.queue.push(Task::Row(indices.len()));
            return self.queue.push(Task::Below);
        }
        let mut count = 0;
        match name
            .filter(|name| conditional(name).is_none())
            .map(Name::new)
        {
            Some(name) => {
                self.base(&name, Class::Italic);
                count = self.subscripts(&name);
            }
            None => self.lay(base, context.least(Level::Atom)),
        }
        let commas = !indices.iter().all(|index| self.is_short(*index, context));
        for (i, index) in indices.iter().enumerate() {
            if count > 0 && (commas || i == 0) {
                self.symbol(Class::Punctuation, ",");
                count += 1;
            }
            self.lay(*index, context.script());
            count += 1;
        }
        self.queue.push(Task::Row(count));
        self.queue.push(Task::Below);
    }

    /// Whether an index is one letter or digit.
    fn is_short(&self, index: Expr, context: Context) -> bool {
        if let Some(value) = self.value_of(index, context) {
            return value < 10;
        }
        match self.store.head(index) {
            Head::Name(name) => {
                let name = Name::new(name);
                name.base.0 == Class::Italic && name.subscripts.is_empty()
            }
            Head::Number(n) => {
                let digit = n.value().numer().to_i64().is_some_and(|value| value < 10);
                n.value().is_integer() && digit
            }
            _ => false,
        }
    }
}
