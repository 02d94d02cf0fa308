//! Piecewise values: behind a brace, conditions beside or below, or on a line where that is too
//! wide or the formula stands in a text.

use super::build::{Builder, Context, Level, Task};
use super::{Bracket, Class, Id, Item, Layout, Style};
use crate::expr::Expr;

/// The widest cases with conditions beside the values, and with conditions below.
const WIDEST: u32 = 560;

impl Builder<'_> {
    /// Queues a piecewise value.
    pub(super) fn cases(&mut self, args: &[Expr], context: Context) {
        if context.style == Style::Linear {
            self.symbol(Class::Function, "if");
            return self.arguments(args, context);
        }
        let inner = Context {
            fractions: context.fractions.saturating_add(1),
            ..context.least(Level::Iff)
        };
        for pair in args.chunks(2) {
            match pair {
                [condition, value] => {
                    self.lay(*value, inner);
                    self.symbol(Class::Words, "if ");
                    self.lay(*condition, inner);
                    self.queue.push(Task::Row(2));
                }
                rest => {
                    rest.iter().for_each(|value| self.lay(*value, inner));
                    self.symbol(Class::Words, "otherwise");
                }
            }
        }
        let count = args.len().div_ceil(2) * 2;
        self.queue.push(match context.style {
            Style::Display => Task::Cases(count),
            _ => Task::FlatCases(count),
        });
    }
}

impl Layout {
    /// Values and conditions in turns behind a brace; if that is too wide, on a line.
    pub(super) fn cases(&mut self, parts: &[Id]) -> Id {
        let span = self.span(parts);
        for stacked in [false, true] {
            let cases = Item::Cases {
                parts: span,
                stacked,
            };
            if self.size(&cases).width <= WIDEST {
                return self.push(cases);
            }
        }
        self.flat_cases(parts)
    }

    /// The same on a line: (a if b, c otherwise).
    pub(super) fn flat_cases(&mut self, parts: &[Id]) -> Id {
        let comma = self.symbol(Class::Punctuation, ",");
        let space = self.symbol(Class::Words, " ");
        let mut row = Vec::with_capacity(parts.len());
        for pair in parts.chunks(2) {
            if !row.is_empty() {
                row.push(comma);
            }
            let [value, condition] = pair else { continue };
            let span = self.span(&[*value, space, *condition]);
            row.push(self.push(Item::Row(span)));
        }
        let span = self.span(&row);
        let body = self.push(Item::Row(span));
        let tall = self.is_tall(body);
        self.push(Item::Fence {
            bracket: Bracket::Round,
            tall,
            body,
        })
    }
}
