//! Sums, products, quotients, powers, cases: what each kind of node becomes.

use super::build::{Builder, Context, Level, Task};
use super::name::Name;
use super::{Bracket, Class, Item, Style, Times};
use crate::expr::{Expr, Head};

impl Builder<'_> {
    /// Queues the tasks that lay a node out, brackets around it apart.
    pub(super) fn node(&mut self, expr: Expr, context: Context) {
        let store = self.store;
        let node = store.node(expr);
        let args = node.args.as_slice();
        match &node.head {
            Head::Name(name) => self.name(expr, name, context),
            Head::Number(_) => self.number(expr, context),
            Head::True => self.symbol(Class::Words, "true"),
            Head::False => self.symbol(Class::Words, "false"),
            Head::Add => self.sum_of(args, context),
            Head::Neg => {
                self.symbol(Class::Prefix, "−");
                self.lay(args[0], context.least(Level::Mul));
                self.queue.push(Task::Row(2));
            }
            Head::Mul => self.product(args, context),
            Head::Div => self.fraction(expr, context),
            Head::Pow => {
                self.lay(args[0], context.least(Level::Atom));
                self.exponent(args[1], context);
            }
            Head::Call(f) => self.call(f, expr, args, context),
            Head::Apply(name) => {
                match Name::new(name).base.0 {
                    Class::Italic => self.named(name, context, Class::Italic),
                    _ => self.symbol(Class::Function, name),
                }
                self.arguments(args, context);
            }
            Head::Entry => self.entry(args, context),
            Head::Vector => self.vector(args, context),
            Head::Derivative => self.derivative(args, context),
            Head::Sum | Head::Product => self.indexed(expr, node, context),
            Head::Piecewise => self.cases(args, context),
            Head::Relation(_) | Head::And | Head::Each => {
                let count = self.flat(expr, context);
                self.queue.push(Task::Row(count));
            }
            Head::Or => self.words_between(args, " or ", context.least(Level::And)),
            Head::Not => {
                self.symbol(Class::Words, "not ");
                self.lay(args[0], context.least(Level::Atom));
                self.queue.push(Task::Row(2));
            }
            Head::Iff | Head::Implies => {
                let sign = match node.head {
                    Head::Iff => "⟺",
                    _ => "⟹",
                };
                self.lay(args[0], context.least(Level::Or));
                self.symbol(Class::Relation, sign);
                self.lay(args[1], context.least(Level::Or));
                self.queue.push(Task::Row(3));
            }
        }
    }

    /// Queues the terms of a sum; those that are written out join it.
    pub(super) fn sum_of(&mut self, terms: &[Expr], context: Context) {
        let mut count = 0;
        for (i, term) in terms.iter().enumerate() {
            if let Some(items) = self.instances(*term, i == 0, context) {
                count += items;
                continue;
            }
            let node = self.store.node(*term);
            let negated = matches!(node.head, Head::Neg);
            let term = if negated { node.args[0] } else { *term };
            match (i, negated) {
                (0, false) => {}
                (0, true) => self.symbol(Class::Prefix, "−"),
                (_, true) => self.symbol(Class::Binary, "−"),
                (_, false) => self.symbol(Class::Binary, "+"),
            }
            count += 1 + usize::from(negated || i > 0);
            self.lay(term, context.least(Level::Mul));
        }
        self.queue.push(Task::Row(count));
    }

    fn product(&mut self, factors: &[Expr], context: Context) {
        for (i, factor) in factors.iter().enumerate() {
            if i > 0 {
                let mark = self.times(context, factors[i - 1], *factor);
                self.mark(Item::Times(mark));
            }
            // A sum sign reaches as far as the product goes, so it may come last without brackets.
            let open = i + 1 == factors.len()
                && matches!(self.store.head(*factor), Head::Sum | Head::Product);
            let least = if open { Level::Mul } else { Level::Factor };
            self.lay(*factor, context.least(least));
        }
        self.queue.push(Task::Row(2 * factors.len() - 1));
    }

    /// d/dx, or ∂/∂x where other variables occur, before the body; at another point than x itself
    /// in the form of a function.
    fn derivative(&mut self, args: &[Expr], context: Context) {
        let [name, point, order, body] = *args else {
            return;
        };
        if name != point {
            self.symbol(Class::Function, "diff");
            return self.arguments(&self.store.derivative_arguments(args), context);
        }
        let partial = self.store.free_names(body).iter().any(|n| *n != name);
        let sign = if partial { "∂" } else { "d" };
        let first = order == self.store.int(1);
        let one = |builder: &mut Self, base: &dyn Fn(&mut Self)| {
            base(builder);
            if !first {
                builder.exponent(order, context);
            }
        };
        one(self, &|builder| builder.symbol(Class::Italic, sign));
        let stacked = context.style != Style::Linear;
        if !stacked {
            self.symbol(Class::Slash, "/");
        }
        self.symbol(Class::Italic, sign);
        one(self, &|builder| {
            builder.lay(name, context.least(Level::Atom))
        });
        self.queue.push(Task::Row(2));
        match stacked {
            true => self.queue.push(Task::Fraction),
            false => self.queue.push(Task::Row(3)),
        }
        self.mark(Item::Times(Times::Thin));
        self.lay(body, context.least(Level::Factor));
        self.queue.push(Task::Row(3));
    }

    fn fraction(&mut self, expr: Expr, context: Context) {
        let (above, below) = (self.store.args(expr)[0], self.store.args(expr)[1]);
        if context.stacked() && self.fits_fraction(expr) {
            let inner = Context {
                fractions: context.fractions.saturating_add(1),
                least: Level::Add,
                ..context
            };
            self.lay(above, inner);
            self.lay(below, inner);
            return self.queue.push(Task::Fraction);
        }
        let reaching = |expr: Expr| matches!(self.store.head(expr), Head::Sum | Head::Product);
        let least = match self.store.head(above) {
            Head::Mul if !self.store.args(above).last().copied().is_some_and(reaching) => {
                Level::Mul
            }
            _ => Level::Factor,
        };
        self.lay(above, context.least(least));
        self.symbol(Class::Slash, "/");
        self.lay(below, context.least(Level::Factor));
        self.queue.push(Task::Row(3));
    }

    /// Queues an exponent and raises it, or sets it after `^` in a line of characters, which has
    /// raised characters for numbers only.
    pub(super) fn exponent(&mut self, exponent: Expr, context: Context) {
        let node = self.store.node(exponent);
        let digits = |expr: Expr| match self.store.head(expr) {
            Head::Number(n) => {
                let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
                n.value().is_integer() && n.written().is_none_or(plain)
            }
            _ => self.value_of(expr, context).is_some(),
        };
        let raised = match node.head {
            Head::Neg => digits(node.args[0]),
            _ => digits(exponent),
        };
        if context.style != Style::Linear || raised {
            self.lay(exponent, context.script());
            return self.queue.push(Task::Above);
        }
        self.symbol(Class::Ordinary, "^");
        self.tight(exponent, context);
        self.queue.push(Task::Row(3));
    }

    /// Queues a name or number, anything else in brackets.
    pub(super) fn tight(&mut self, expr: Expr, context: Context) {
        self.lay(expr, context.least(Level::Each));
        let atom = matches!(self.store.head(expr), Head::Name(_) | Head::Number(_));
        if !atom || self.level(expr, context) < Level::Atom {
            self.queue.push(Task::Fence(Bracket::Round));
        }
    }
}
