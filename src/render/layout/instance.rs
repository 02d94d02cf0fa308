//! Long sums written out term by term, without an expression for every term.
//!
//! A term is laid out from the summand with its index standing for a number: a scope. So a sum
//! of a million terms takes the room of its items and nothing else.

use super::Class;
use super::build::{Builder, Context, Level, Task};
use crate::expr::{Expr, Head};
use crate::render::notation::written_out;

/// The value that an index has while a term is laid out.
#[derive(Clone, Copy)]
pub(super) struct Scope {
    index: Expr,
    /// None: an inner sum binds the index again.
    value: Option<i64>,
    outer: u32,
}

/// The terms of a sum that are still to be laid out.
pub(super) struct Instances {
    body: Expr,
    next: i64,
    last: i64,
    context: Context,
    /// Whether the next term is the first of all, with no sign before it but a minus.
    leads: bool,
}

impl Builder<'_> {
    /// Whether a sum is written out here.
    pub(super) fn is_written_out(&self, expr: Expr) -> bool {
        self.expanded && written_out(self.store, expr).is_some()
    }

    /// Queues the terms of a sum that is written out, each with the sign before it; says how
    /// many items these are.
    pub(super) fn instances(&mut self, sum: Expr, leads: bool, context: Context) -> Option<usize> {
        let range = written_out(self.store, sum).filter(|_| self.expanded)?;
        let args = self.store.args(sum);
        let body = args[3];
        let negated = matches!(self.store.head(body), Head::Neg);
        let signs = usize::from(!leads || negated);
        let count = usize::try_from(range.end() - range.start()).ok()?;
        let scope = self.open_scope(args[0], Some(*range.start()), context.scope);
        self.queue.push(Task::Instances(Box::new(Instances {
            body,
            next: *range.start(),
            last: *range.end(),
            context: Context { scope, ..context },
            leads,
        })));
        Some(1 + signs + 2 * count)
    }

    /// Queues the next term and what comes after it.
    pub(super) fn instance(&mut self, mut instances: Box<Instances>) {
        let Instances {
            body,
            next,
            context,
            leads,
            ..
        } = *instances;
        self.scopes[context.scope as usize - 1].value = Some(next);
        let node = self.store.node(body);
        let negated = matches!(node.head, Head::Neg);
        match (leads, negated) {
            (true, false) => {}
            (true, true) => self.symbol(Class::Prefix, "−"),
            (false, true) => self.symbol(Class::Binary, "−"),
            (false, false) => self.symbol(Class::Binary, "+"),
        }
        let term = if negated { node.args[0] } else { body };
        self.lay(term, context.least(Level::Mul));
        if next < instances.last {
            instances.next = next + 1;
            instances.leads = false;
            self.queue.push(Task::Instances(instances));
        }
    }

    /// A scope in which an index has a value, or none.
    pub(super) fn open_scope(&mut self, index: Expr, value: Option<i64>, outer: u32) -> u32 {
        self.scopes.push(Scope {
            index,
            value,
            outer,
        });
        u32::try_from(self.scopes.len()).expect("fewer than 2^32 scopes")
    }

    /// The context within a sum or product that keeps its sign.
    pub(super) fn bind(&mut self, index: Expr, context: Context) -> Context {
        match self.value_of(index, context) {
            None => context,
            Some(_) => Context {
                scope: self.open_scope(index, None, context.scope),
                ..context
            },
        }
    }

    /// The number that a name stands for.
    pub(super) fn value_of(&self, name: Expr, context: Context) -> Option<i64> {
        let mut at = context.scope;
        while at > 0 {
            let scope = self.scopes[at as usize - 1];
            if scope.index == name {
                return scope.value;
            }
            at = scope.outer;
        }
        None
    }
}
