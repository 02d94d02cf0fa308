//! How tightly expressions hold together in a layout, and what fits a fraction or exponent.

use super::Style;
use super::build::{Builder, Context, Level};
use super::metrics::text_width;
use super::name::Name;
use crate::expr::{Expr, Head, Store, rational_text};

impl Builder<'_> {
    pub(super) fn level(&self, expr: Expr, context: Context) -> Level {
        let node = self.store.node(expr);
        match &node.head {
            Head::Each => Level::Each,
            Head::Iff => Level::Iff,
            Head::Implies => Level::Implies,
            Head::Or => Level::Or,
            Head::And => Level::And,
            Head::Not => Level::Not,
            Head::Relation(_) => Level::Relation,
            Head::Add => Level::Add,
            Head::Sum if self.is_written_out(expr) => Level::Add,
            Head::Neg => Level::Neg,
            Head::Mul | Head::Sum | Head::Product | Head::Derivative => Level::Mul,
            Head::Div if context.stacked() && self.fits_fraction(expr) => Level::Factor,
            Head::Div => Level::Mul,
            Head::Pow => Level::Factor,
            Head::Number(n) => match n.written() {
                None if n.value().is_integer() => Level::Atom,
                None if context.stacked() => Level::Factor,
                None => Level::Mul,
                Some(text) if text.contains(['e', 'E']) && context.style != Style::Linear => {
                    Level::Mul
                }
                Some(_) => Level::Atom,
            },
            Head::Piecewise if context.style == Style::Display => Level::Add,
            Head::Call(f) => match f.name {
                "exp" if exponential(self.store, expr, context) => Level::Factor,
                "sqrt" | "root" => Level::Factor,
                "integer" | "even" | "odd" if context.style != Style::Linear => Level::Relation,
                _ => Level::Atom,
            },
            _ => Level::Atom,
        }
    }

    /// Whether a quotient is short enough for a fraction, which no line break can divide.
    pub(super) fn fits_fraction(&self, quotient: Expr) -> bool {
        let args = self.store.args(quotient);
        args.iter().all(|side| self.is_narrow(*side))
    }

    /// Whether an expression is at most [`WIDEST`] by a rough estimate.
    fn is_narrow(&self, expr: Expr) -> bool {
        let mut left = WIDEST;
        let mut stack = vec![expr];
        while let Some(expr) = stack.pop() {
            let node = self.store.node(expr);
            let marks = match &node.head {
                Head::Name(name) => Name::new(name).width(),
                Head::Number(n) => match n.written() {
                    Some(text) => text_width(text),
                    None => text_width(&rational_text(n.value())),
                },
                Head::Sum if self.is_written_out(expr) => return false,
                Head::Add | Head::Vector => 25 * length(&node.args),
                Head::Mul => 2 * length(&node.args),
                Head::Entry | Head::Sum | Head::Product => 2,
                Head::Neg | Head::Div | Head::Pow => 10,
                Head::Call(f) => text_width(f.symbol) + 16,
                Head::Apply(name) => Name::new(name).width() + 16,
                _ => 20,
            };
            left = match left.checked_sub(marks) {
                Some(left) => left,
                None => return false,
            };
            stack.extend_from_slice(&node.args);
        }
        true
    }
}

/// The widest numerator or denominator, in tenths of a digit: most of a line.
const WIDEST: u32 = 560;

fn length(args: &[Expr]) -> u32 {
    u32::try_from(args.len()).unwrap_or(u32::MAX / 32)
}

/// Whether a call of exp is set as a power of e: its argument must be short and flat.
pub(super) fn exponential(store: &Store, call: Expr, context: Context) -> bool {
    if context.script {
        return false;
    }
    let mut leaves = 0;
    let mut stack: Vec<Expr> = store.args(call).to_vec();
    while let Some(expr) = stack.pop() {
        let node = store.node(expr);
        match &node.head {
            Head::Name(_) | Head::Number(_) => leaves += 1,
            Head::Entry => {
                leaves += 1;
                let simple =
                    |index: &Expr| matches!(store.head(*index), Head::Name(_) | Head::Number(_));
                if !node.args[1..].iter().all(simple) {
                    return false;
                }
            }
            Head::Add | Head::Neg | Head::Mul | Head::Div | Head::Pow => {
                if node.args.len() > 6 {
                    return false;
                }
                stack.extend_from_slice(&node.args);
            }
            _ => return false,
        }
        if leaves > 6 || stack.len() > 12 {
            return false;
        }
    }
    true
}
