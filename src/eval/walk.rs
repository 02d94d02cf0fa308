//! Walking an expression with values for its variables, over any algebra of numbers.
//!
//! One explicit stack of tasks does it, so that deep expressions and nested sums need no deep
//! machine stack. Only the branch of a piecewise term that is taken is evaluated; the body of a
//! sum is evaluated once for every index.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use rustc_hash::FxHashMap;

use super::Failure;
use super::algebra::{Algebra, Constant, Outcome, combine};
use crate::expr::{Expr, Head, Relation, Store};

/// The most terms, in all sums and products together, that one evaluation goes through.
pub(super) const MAX_TERMS: u64 = 10_000;

/// Evaluates an expression; `lookup` gives the values of variables and of entries with numeric
/// indices.
pub(super) fn walk<A: Algebra>(
    store: &Store,
    algebra: &mut A,
    lookup: &dyn Fn(Expr) -> Option<Result<A::Value, Failure>>,
    root: Expr,
) -> Outcome<A::Value> {
    let mut walker = Walker {
        store,
        algebra,
        lookup,
        tasks: vec![Task::Visit(root)],
        values: Vec::new(),
        scopes: vec![Scope::default()],
        terms_left: MAX_TERMS,
    };
    walker.run();
    walker.pop()
}

struct Walker<'a, A: Algebra> {
    store: &'a Store,
    algebra: &'a mut A,
    lookup: &'a dyn Fn(Expr) -> Option<Result<A::Value, Failure>>,
    tasks: Vec<Task<A::Value>>,
    values: Vec<Outcome<A::Value>>,
    scopes: Vec<Scope<A::Value>>,
    terms_left: u64,
}

enum Task<V> {
    /// Evaluate.
    Visit(Expr),
    /// Combine the values of all children.
    Build(Expr),
    /// The values of an entry's indices are there.
    Entry(Expr),
    /// The condition at this child has been evaluated.
    Branch(Expr, usize),
    /// The value on the stack is that of this expression.
    Adopt(Expr),
    /// The bounds are there.
    Range(Expr),
    /// The body has been evaluated for the index of the innermost scope.
    Next(Box<Loop<V>>),
}

struct Loop<V> {
    expr: Expr,
    index: i64,
    last: i64,
    total: Outcome<V>,
}

/// The values known for one value of the innermost index.
struct Scope<V> {
    index: Option<(Expr, i64)>,
    known: FxHashMap<Expr, Outcome<V>>,
}

impl<V> Default for Scope<V> {
    fn default() -> Self {
        Scope {
            index: None,
            known: FxHashMap::default(),
        }
    }
}

impl<A: Algebra> Walker<'_, A> {
    fn run(&mut self) {
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Visit(expr) => self.visit(expr),
                Task::Build(expr) => {
                    let node = self.store.node(expr);
                    let start = self.values.len() - node.args.len();
                    let args = self.values.split_off(start);
                    let value = match (&node.head, node.args.as_slice()) {
                        // The same expression on both sides: equal as soon as it is defined.
                        (Head::Relation(relation), [a, b]) if a == b => match &args[0] {
                            Outcome::Term(Ok(_)) => Outcome::Truth(Some(is_reflexive(*relation))),
                            _ => combine(self.algebra, &node.head, args),
                        },
                        _ => combine(self.algebra, &node.head, args),
                    };
                    self.finish(expr, value);
                }
                Task::Entry(expr) => self.entry(expr),
                Task::Branch(expr, at) => self.branch(expr, at),
                Task::Adopt(expr) => {
                    let value = self.pop();
                    self.finish(expr, value);
                }
                Task::Range(expr) => self.range(expr),
                Task::Next(state) => self.next(*state),
            }
        }
    }

    fn pop(&mut self) -> Outcome<A::Value> {
        self.values
            .pop()
            .unwrap_or(Outcome::Term(Err(Failure::Unsupported)))
    }

    fn finish(&mut self, expr: Expr, value: Outcome<A::Value>) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.known.insert(expr, value.clone());
        }
        self.values.push(value);
    }

    fn fail(&mut self, expr: Expr, failure: Failure) {
        let value = if self.store.head(expr).is_formula() {
            Outcome::Truth(None)
        } else {
            Outcome::Term(Err(failure))
        };
        self.finish(expr, value);
    }

    fn visit(&mut self, expr: Expr) {
        if let Some(value) = self.scopes.last().and_then(|scope| scope.known.get(&expr)) {
            self.values.push(value.clone());
            return;
        }
        let node = self.store.node(expr);
        match &node.head {
            Head::Number(number) => {
                let value = self.algebra.rational(number.value());
                self.values.push(Outcome::Term(value));
            }
            Head::Name(name) => {
                let value = self.variable(expr, name);
                self.values.push(Outcome::Term(value));
            }
            Head::Piecewise => self.branch_from(expr, 0),
            Head::Sum | Head::Product | Head::Each => {
                self.tasks.push(Task::Range(expr));
                self.tasks.push(Task::Visit(node.args[2]));
                self.tasks.push(Task::Visit(node.args[1]));
            }
            Head::Entry => {
                let indices = &node.args[1..];
                self.tasks.push(Task::Entry(expr));
                self.tasks
                    .extend(indices.iter().rev().map(|e| Task::Visit(*e)));
            }
            Head::Apply(_) | Head::Vector => self.fail(expr, Failure::Unsupported),
            _ => {
                self.tasks.push(Task::Build(expr));
                self.tasks
                    .extend(node.args.iter().rev().map(|e| Task::Visit(*e)));
            }
        }
    }

    fn variable(&mut self, expr: Expr, name: &str) -> Result<A::Value, Failure> {
        let bound = |scope: &Scope<A::Value>| scope.index.filter(|(index, _)| *index == expr);
        if let Some((_, value)) = self.scopes.iter().rev().find_map(bound) {
            return self
                .algebra
                .rational(&BigRational::from(BigInt::from(value)));
        }
        match ((self.lookup)(expr), name) {
            (Some(value), _) => value,
            (None, "e") => self.algebra.constant(Constant::E),
            (None, "pi") => self.algebra.constant(Constant::Pi),
            (None, _) => Err(Failure::Unsupported),
        }
    }

    fn entry(&mut self, expr: Expr) {
        let node = self.store.node(expr);
        let start = self.values.len() + 1 - node.args.len();
        let indices: Option<Vec<i64>> = self
            .values
            .split_off(start)
            .into_iter()
            .map(|value| self.algebra.integer(&value.term().ok()?)?.to_i64())
            .collect();
        let Some(indices) = indices else {
            // A symbolic index: perhaps the entry as it stands has a value.
            let value = match (self.lookup)(expr) {
                Some(value) if self.scopes.len() == 1 => value,
                _ => Err(Failure::Unsupported),
            };
            return self.finish(expr, Outcome::Term(value));
        };
        let base = node.args[0];
        if let (Head::Vector, [index]) = (self.store.head(base), indices.as_slice()) {
            let entry = usize::try_from(*index - 1)
                .ok()
                .and_then(|k| self.store.args(base).get(k));
            return match entry {
                Some(entry) => {
                    self.tasks.push(Task::Adopt(expr));
                    self.tasks.push(Task::Visit(*entry));
                }
                None => self.fail(expr, Failure::Unsupported),
            };
        }
        let indices: Vec<Expr> = indices.iter().map(|k| self.store.int(*k)).collect();
        let value = (self.lookup)(self.store.entry(base, &indices));
        self.finish(
            expr,
            Outcome::Term(value.unwrap_or(Err(Failure::Unsupported))),
        );
    }

    fn branch_from(&mut self, expr: Expr, at: usize) {
        let args = self.store.args(expr);
        match args.len() - at.min(args.len()) {
            0 => self.fail(expr, Failure::Undefined),
            1 => {
                self.tasks.push(Task::Adopt(expr));
                self.tasks.push(Task::Visit(args[at]));
            }
            _ => {
                self.tasks.push(Task::Branch(expr, at));
                self.tasks.push(Task::Visit(args[at]));
            }
        }
    }

    fn branch(&mut self, expr: Expr, at: usize) {
        match self.pop().truth() {
            Some(true) => {
                self.tasks.push(Task::Adopt(expr));
                self.tasks.push(Task::Visit(self.store.args(expr)[at + 1]));
            }
            Some(false) => self.branch_from(expr, at + 2),
            None => self.fail(expr, Failure::Undecided),
        }
    }

    fn range(&mut self, expr: Expr) {
        let last = self.pop().term();
        let first = self.pop().term();
        let bounds = match (&first, &last) {
            (Ok(first), Ok(last)) => self
                .algebra
                .integer(first)
                .zip(self.algebra.integer(last))
                .and_then(|(first, last)| first.to_i64().zip(last.to_i64())),
            _ => None,
        };
        let Some((first, last)) = bounds else {
            let failure = match (first, last) {
                (Err(Failure::Undefined), _) | (_, Err(Failure::Undefined)) => Failure::Undefined,
                (Err(failure), _) | (_, Err(failure)) => failure,
                _ => Failure::Unsupported,
            };
            return self.fail(expr, failure);
        };
        let head = self.store.head(expr);
        let neutral = |n: i64| BigRational::from(BigInt::from(n));
        let total = match head {
            Head::Sum => Outcome::Term(self.algebra.rational(&neutral(0))),
            Head::Product => Outcome::Term(self.algebra.rational(&neutral(1))),
            _ => Outcome::Truth(Some(true)),
        };
        if first > last {
            return self.finish(expr, total);
        }
        let terms = last.abs_diff(first);
        if terms >= self.terms_left {
            return self.fail(expr, Failure::Undecided);
        }
        self.start(Loop {
            expr,
            index: first,
            last,
            total,
        });
    }

    fn start(&mut self, state: Loop<A::Value>) {
        // Nested ranges share one allowance.
        if self.terms_left == 0 {
            return self.fail(state.expr, Failure::Undecided);
        }
        self.terms_left -= 1;
        let args = self.store.args(state.expr);
        self.scopes.push(Scope {
            index: Some((args[0], state.index)),
            known: FxHashMap::default(),
        });
        let body = args[3];
        self.tasks.push(Task::Next(Box::new(state)));
        self.tasks.push(Task::Visit(body));
    }

    fn next(&mut self, mut state: Loop<A::Value>) {
        self.scopes.pop();
        let value = self.pop();
        let head = match self.store.head(state.expr) {
            Head::Sum => Head::Add,
            Head::Product => Head::Mul,
            _ => Head::And,
        };
        state.total = combine(self.algebra, &head, vec![state.total, value]);
        if state.index == state.last {
            self.finish(state.expr, state.total);
        } else {
            state.index += 1;
            self.start(state);
        }
    }
}

/// Whether a number stands in this relation to itself.
fn is_reflexive(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Equal | Relation::LessEqual | Relation::GreaterEqual
    )
}
