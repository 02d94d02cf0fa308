//! Names and numbers.

use super::build::{Builder, Context, Task};
use super::name::Name;
use super::{Class, Item, Style, Times};
use crate::expr::{Expr, Head, rational_text};
use crate::render::notation::DOTS;

impl Builder<'_> {
    pub(super) fn name(&mut self, expr: Expr, name: &str, context: Context) {
        if let Some(value) = self.value_of(expr, context) {
            return self.symbol(Class::Number, &value.to_string());
        }
        if name == DOTS {
            return self.symbol(Class::Ordinary, name);
        }
        if let Some(text) = super::name::conditional(name) {
            return self.symbol(Class::Upright, &text);
        }
        self.named(name, context, Class::Italic);
    }

    /// Queues a name with its accent and subscripts; `Class::Bold` sets its base in bold.
    pub(super) fn named(&mut self, name: &str, context: Context, class: Class) {
        if context.style == Style::Linear {
            let parsed = Name::new(name);
            let rest = name.find('_').filter(|at| *at > 0).unwrap_or(name.len());
            let class = if class == Class::Bold {
                class
            } else {
                parsed.base.0
            };
            let text = match super::name::greek(&name[..rest]) {
                Some(letter) => [letter, &name[rest..]].concat(),
                None => name.to_owned(),
            };
            return self.symbol(class, &text);
        }
        let parsed = Name::new(name);
        self.base(&parsed, class);
        if !parsed.subscripts.is_empty() {
            let count = self.subscripts(&parsed);
            self.queue.push(Task::Row(count));
            self.queue.push(Task::Below);
        }
    }

    pub(super) fn base(&mut self, name: &Name<'_>, class: Class) {
        let class = if class == Class::Bold {
            class
        } else {
            name.base.0
        };
        self.symbol(class, name.base.1);
        if let Some(accent) = name.accent {
            self.queue.push(Task::Accent(accent));
        }
    }

    /// Queues the subscripts of a name, with commas; says how many items these are.
    pub(super) fn subscripts(&mut self, name: &Name<'_>) -> usize {
        for (i, (class, text)) in name.subscripts.iter().enumerate() {
            if i > 0 {
                self.symbol(Class::Punctuation, ",");
            }
            self.symbol(*class, text);
        }
        (2 * name.subscripts.len()).saturating_sub(1)
    }

    pub(super) fn number(&mut self, expr: Expr, context: Context) {
        let Head::Number(n) = self.store.head(expr) else {
            return;
        };
        match n.written() {
            Some(text) if context.style != Style::Linear && text.contains(['e', 'E']) => {
                let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
                self.symbol(Class::Number, mantissa);
                self.mark(Item::Times(Times::Dot));
                self.symbol(Class::Number, "10");
                let digits = exponent.trim_start_matches(['+', '-']);
                if exponent.starts_with('-') {
                    self.symbol(Class::Prefix, "−");
                    self.symbol(Class::Number, digits);
                    self.queue.push(Task::Row(2));
                } else {
                    self.symbol(Class::Number, digits);
                }
                self.queue.push(Task::Above);
                self.queue.push(Task::Row(3));
            }
            Some(text) => self.symbol(Class::Number, text),
            None if n.value().is_integer() => {
                self.symbol(Class::Number, &rational_text(n.value()));
            }
            None => {
                self.symbol(Class::Number, &n.value().numer().to_string());
                if !context.stacked() {
                    self.symbol(Class::Slash, "/");
                }
                self.symbol(Class::Number, &n.value().denom().to_string());
                self.queue.push(if context.stacked() {
                    Task::Fraction
                } else {
                    Task::Row(3)
                });
            }
        }
    }
}
