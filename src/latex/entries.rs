//! The entries of terms that are made of vectors by sums and multiples.

use crate::expr::{Args, Expr, Head, Shapes, Store};

/// Functions of vectors that are numbers, until their sizes are known.
const NUMBERS: &[&str] = &[
    "dot",
    "norm",
    "length",
    "norm_squared",
    "length_squared",
    "norm_1",
];

/// Terms with more parts are not looked into.
const LARGEST: usize = 10_000;

/// Which names are vectors.
pub(super) struct Columns<'a> {
    pub store: &'a Store,
    pub is_vector: &'a dyn Fn(Expr) -> bool,
}

impl Columns<'_> {
    /// The entry of a vector at an index; `None` if it is no vector.
    pub fn entry(&self, vector: Expr, indices: &[Expr]) -> Option<Expr> {
        enum Task {
            Visit(Expr),
            Build(Expr),
            /// Puts the last value in the place of a factor.
            Scale(Expr, usize),
        }
        let store = self.store;
        let mut tasks = vec![Task::Visit(vector)];
        let mut values: Vec<Expr> = Vec::new();
        let mut steps = 0;
        while let Some(task) = tasks.pop() {
            steps += 1;
            if steps > LARGEST {
                return None;
            }
            match task {
                Task::Visit(expr) => match (store.head(expr), store.args(expr)) {
                    (Head::Name(_) | Head::Vector, _) => values.push(store.entry(expr, indices)),
                    (Head::Entry, [base, first @ ..]) => {
                        let mut all = first.to_vec();
                        all.extend_from_slice(indices);
                        values.push(store.entry(*base, &all));
                    }
                    (Head::Add | Head::Neg, args) => {
                        tasks.push(Task::Build(expr));
                        tasks.extend(args.iter().rev().map(|arg| Task::Visit(*arg)));
                    }
                    (Head::Mul | Head::Div, factors) => {
                        let at = self.only_vector(expr)?;
                        tasks.push(Task::Scale(expr, at));
                        tasks.push(Task::Visit(factors[at]));
                        steps += factors.len();
                    }
                    _ => return None,
                },
                Task::Scale(expr, at) => {
                    let mut factors = Args::from_slice(store.args(expr));
                    factors[at] = values.pop()?;
                    values.push(store.with_args(store.head(expr), &factors));
                }
                Task::Build(expr) => {
                    let from = values.len().checked_sub(store.args(expr).len())?;
                    let new: Args = values.drain(from..).collect();
                    values.push(store.with_args(store.head(expr), &new));
                }
            }
        }
        values.pop()
    }

    /// The place of the vector in a product of it with numbers, or in a quotient by one.
    fn only_vector(&self, product: Expr) -> Option<usize> {
        let store = self.store;
        let factors = store.args(product);
        // A number times whatever has entries.
        if let (Head::Mul, [number, _]) = (store.head(product), factors)
            && store.literal(*number).is_some()
        {
            return Some(1);
        }
        let mut vectors = (0..factors.len()).filter(|at| self.is_shaped(factors[*at]));
        let at = vectors.next()?;
        let divides = *store.head(product) == Head::Div && at == 1;
        let others = (0..factors.len()).filter(|other| *other != at);
        let numbers = others.into_iter().all(|at| self.is_number(factors[at]));
        (!divides && numbers && vectors.next().is_none()).then_some(at)
    }

    /// Whether a term is a vector by its form: sums and multiples of vectors.
    pub fn is_shaped(&self, term: Expr) -> bool {
        let store = self.store;
        let mut stack = vec![term];
        let mut steps = 0;
        while let Some(part) = stack.pop() {
            steps += 1;
            if steps > 50 {
                return false;
            }
            match store.head(part) {
                Head::Name(_) if (self.is_vector)(part) => return true,
                Head::Vector => return true,
                Head::Add | Head::Neg | Head::Mul => {
                    stack.extend(store.args(part).iter().take(6));
                }
                Head::Div => stack.push(store.args(part)[0]),
                _ => {}
            }
        }
        false
    }

    /// The vectors that a term is a sum of multiples of.
    pub fn summands(&self, term: Expr) -> Vec<Expr> {
        let store = self.store;
        let (mut found, mut stack) = (Vec::new(), vec![term]);
        let mut steps = 0;
        while let Some(part) = stack.pop() {
            steps += 1;
            if steps > 50 {
                break;
            }
            match store.head(part) {
                Head::Name(_) if (self.is_vector)(part) => found.push(part),
                Head::Add | Head::Neg | Head::Mul => stack.extend(store.args(part)),
                Head::Div => stack.push(store.args(part)[0]),
                _ => {}
            }
        }
        found
    }

    /// Whether a factor is a number: it speaks of vectors only by their entries, products and
    /// lengths, and it is no capital, which may be a matrix.
    fn is_number(&self, factor: Expr) -> bool {
        let store = self.store;
        if Shapes::may_be_matrix(store, factor) {
            return false;
        }
        let mut stack = vec![factor];
        let mut steps = 0;
        while let Some(part) = stack.pop() {
            steps += 1;
            if steps > 200 {
                return false;
            }
            match (store.head(part), store.args(part)) {
                (Head::Name(_), _) if (self.is_vector)(part) => return false,
                (Head::Vector, _) => return false,
                (Head::Apply(name), _) if NUMBERS.contains(&&**name) => {}
                (Head::Apply(name), _) if crate::expr::OF_MATRICES.contains(&&**name) => {
                    return false;
                }
                (Head::Entry, [_, indices @ ..]) => stack.extend(indices),
                (_, args) => stack.extend(args),
            }
        }
        true
    }
}
