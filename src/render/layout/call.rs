//! Calls of functions, their arguments, and vectors.

use super::build::{Builder, Context, Level, Task};
use super::level::exponential;
use super::{Bracket, Class, Item, Style};
use crate::expr::{Expr, Function};

impl Builder<'_> {
    pub(super) fn call(&mut self, f: &Function, expr: Expr, args: &[Expr], context: Context) {
        let linear = context.style == Style::Linear;
        match (f.name, args) {
            ("exp", [arg]) if exponential(self.store, expr, context) => {
                self.symbol(Class::Italic, "e");
                return self.exponent(*arg, context);
            }
            ("sqrt", [arg]) if linear => {
                self.symbol(Class::Ordinary, "√");
                self.tight(*arg, context);
                return self.queue.push(Task::Row(2));
            }
            ("root", [arg, degree])
                if linear && matches!(self.store.small_integer(*degree), Some(3 | 4)) =>
            {
                let cubic = self.store.small_integer(*degree) == Some(3);
                self.symbol(Class::Ordinary, if cubic { "∛" } else { "∜" });
                self.tight(*arg, context);
                return self.queue.push(Task::Row(2));
            }
            ("sqrt", [arg]) => {
                self.lay(*arg, context.least(Level::Add));
                return self.queue.push(Task::Root { degree: false });
            }
            ("root", [arg, degree]) if !linear => {
                self.lay(*arg, context.least(Level::Add));
                self.lay(*degree, context.script());
                return self.queue.push(Task::Root { degree: true });
            }
            ("abs", [arg]) if !(linear && context.bars) => {
                let inner = Context {
                    bars: true,
                    ..context.least(Level::Add)
                };
                self.lay(*arg, inner);
                return self.queue.push(Task::Fence(Bracket::Bar));
            }
            ("integer", [arg]) if !linear => {
                self.lay(*arg, context.least(Level::Add));
                self.symbol(Class::Relation, "∈");
                self.symbol(Class::Ordinary, "ℤ");
                return self.queue.push(Task::Row(3));
            }
            ("even" | "odd", [arg]) if !linear => {
                self.lay(*arg, context.least(Level::Add));
                self.symbol(Class::Words, &format!(" is {}", f.name));
                return self.queue.push(Task::Row(2));
            }
            ("Phi", _) => self.symbol(Class::Upright, "Φ"),
            ("Phi_inv", _) => {
                self.symbol(Class::Upright, "Φ");
                self.symbol(Class::Prefix, "−");
                self.symbol(Class::Number, "1");
                self.queue.push(Task::Row(2));
                self.queue.push(Task::Above);
            }
            ("log10" | "log2", _) if !linear => {
                self.symbol(Class::Function, "log");
                self.symbol(Class::Number, &f.name[3..]);
                self.queue.push(Task::Below);
            }
            ("asin" | "acos" | "atan", _) => {
                self.symbol(Class::Function, &format!("arc{}", &f.name[1..]));
            }
            ("asinh" | "acosh" | "atanh", _) => {
                self.symbol(Class::Function, &format!("ar{}", &f.name[1..]));
            }
            _ => self.symbol(Class::Function, f.symbol),
        }
        self.arguments(args, context);
    }

    /// Queues arguments in brackets and joins them to the function before.
    pub(super) fn arguments(&mut self, args: &[Expr], context: Context) {
        self.mark(Item::Application);
        self.listed(args, self.separator(), context);
        self.queue.push(Task::Fence(Bracket::Round));
        self.queue.push(Task::Row(3));
    }

    pub(super) fn listed(&mut self, args: &[Expr], mark: &str, context: Context) {
        for (i, arg) in args.iter().enumerate() {
            if i > 0 {
                self.symbol(Class::Punctuation, mark);
            }
            self.lay(*arg, context.least(Level::Iff));
        }
        self.queue
            .push(Task::Row((2 * args.len()).saturating_sub(1)));
    }

    pub(super) fn vector(&mut self, args: &[Expr], context: Context) {
        if context.stacked() && !args.is_empty() && args.len() <= 8 {
            for arg in args {
                self.lay(*arg, context.least(Level::Iff));
            }
            return self.queue.push(Task::Column(args.len()));
        }
        let bracket = match context.style {
            Style::Linear => Bracket::Square,
            _ => Bracket::Round,
        };
        self.listed(args, self.separator(), context);
        self.queue.push(Task::Fence(bracket));
    }
}
