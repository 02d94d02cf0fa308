//! How two factors that stand side by side are kept apart.

use super::build::{Builder, Context};
use super::level::exponential;
use super::name::Name;
use super::{Class, Style, Times};
use crate::expr::{Expr, Head};

/// What a factor begins or ends with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Digit,
    Letter,
    Word,
    /// A letter with a subscript of several letters.
    Wide,
    /// A superscript.
    Raised,
    Bracket,
    /// A function's name, or its closing bracket.
    Call,
    /// A fraction of two numbers.
    NumericFraction,
    Tall,
}

impl Builder<'_> {
    /// The mark between two neighbours in a product.
    pub(super) fn times(&self, context: Context, left: Expr, right: Expr) -> Times {
        use Edge::{Bracket, Digit, Letter, NumericFraction, Raised, Tall, Wide, Word};
        let edges = (self.end(context, left), self.start(context, right));
        if context.style == Style::Linear {
            // What the plain reader takes for a product: a number before a name, or a sign.
            return match edges {
                (Digit, Digit | Bracket) => Times::Dot,
                (Digit, _) => Times::Thin,
                _ => Times::Dot,
            };
        }
        match edges {
            (_, Digit) | (Digit | NumericFraction, NumericFraction) | (Word, Word) => Times::Dot,
            (_, Bracket) | (Bracket, _) => Times::Bracket,
            (Digit | Letter | NumericFraction, Letter | Wide | Raised) => Times::Touch,
            (Digit | Letter, Tall) => Times::Touch,
            _ => Times::Thin,
        }
    }

    fn start(&self, context: Context, mut expr: Expr) -> Edge {
        loop {
            let node = self.store.node(expr);
            match &node.head {
                Head::Pow | Head::Entry => expr = node.args[0],
                Head::Name(_) if self.value_of(expr, context).is_some() => return Edge::Digit,
                Head::Name(name) => return base_edge(name),
                Head::Apply(name) => {
                    return match base_edge(name) {
                        Edge::Word => Edge::Call,
                        edge => edge,
                    };
                }
                Head::Call(f) => {
                    return match f.name {
                        "exp" if exponential(self.store, expr, context) => Edge::Letter,
                        "abs" => Edge::Bracket,
                        "sqrt" | "root" if context.style != Style::Linear => Edge::Tall,
                        "Phi" | "Phi_inv" => Edge::Letter,
                        _ => Edge::Call,
                    };
                }
                _ => return self.other(context, expr),
            }
        }
    }

    fn end(&self, context: Context, expr: Expr) -> Edge {
        let node = self.store.node(expr);
        match &node.head {
            Head::Pow => Edge::Raised,
            Head::Name(_) if self.value_of(expr, context).is_some() => Edge::Digit,
            Head::Name(name) => name_end(name),
            Head::Entry => match self.store.name_text(node.args[0]).map(name_end) {
                Some(Edge::Letter) => Edge::Letter,
                _ => Edge::Wide,
            },
            Head::Call(f) => match f.name {
                "exp" if exponential(self.store, expr, context) => Edge::Raised,
                "sqrt" | "root" if context.style != Style::Linear => Edge::Tall,
                _ => Edge::Call,
            },
            Head::Apply(_) => Edge::Call,
            Head::Sum | Head::Product => Edge::Bracket,
            _ => self.other(context, expr),
        }
    }

    fn other(&self, context: Context, expr: Expr) -> Edge {
        let node = self.store.node(expr);
        match &node.head {
            Head::Number(n) if n.written().is_some() || n.value().is_integer() => Edge::Digit,
            Head::Number(_) if context.stacked() => Edge::NumericFraction,
            Head::Div if context.stacked() && self.fits_fraction(expr) => {
                let numeric = |arg: &Expr| matches!(self.store.head(*arg), Head::Number(_));
                if node.args.iter().all(numeric) {
                    Edge::NumericFraction
                } else {
                    Edge::Tall
                }
            }
            Head::Sum if self.is_written_out(expr) => Edge::Bracket,
            Head::Sum | Head::Product => Edge::Call,
            _ => Edge::Bracket,
        }
    }
}

fn base_edge(name: &str) -> Edge {
    match Name::new(name).base {
        (Class::Italic, _) => Edge::Letter,
        _ => Edge::Word,
    }
}

fn name_end(name: &str) -> Edge {
    let name = Name::new(name);
    if name.subscripts.iter().any(|(_, text)| text.len() > 2) {
        Edge::Wide
    } else if name.base.0 == Class::Italic {
        Edge::Letter
    } else {
        Edge::Word
    }
}
