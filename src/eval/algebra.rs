//! What an evaluator must know of its numbers, and how the nodes of an expression use it.

use num_bigint::BigInt;
use num_rational::BigRational;

use super::Failure;
use crate::expr::{Function, Head, Relation};

/// A number with a name of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Constant {
    /// Euler's number.
    E,
    /// π
    Pi,
}

/// Numbers of one kind, and what can be told of them.
pub(super) trait Algebra {
    type Value: Clone;

    fn rational(&mut self, value: &BigRational) -> Result<Self::Value, Failure>;
    fn constant(&mut self, constant: Constant) -> Result<Self::Value, Failure>;
    fn add(&mut self, a: &Self::Value, b: &Self::Value) -> Result<Self::Value, Failure>;
    fn neg(&mut self, a: &Self::Value) -> Result<Self::Value, Failure>;
    fn mul(&mut self, a: &Self::Value, b: &Self::Value) -> Result<Self::Value, Failure>;
    fn div(&mut self, a: &Self::Value, b: &Self::Value) -> Result<Self::Value, Failure>;
    fn pow(&mut self, a: &Self::Value, b: &Self::Value) -> Result<Self::Value, Failure>;
    fn call(
        &mut self,
        function: &'static Function,
        args: &[Self::Value],
    ) -> Result<Self::Value, Failure>;
    fn relate(&mut self, relation: Relation, a: &Self::Value, b: &Self::Value) -> Option<bool>;
    fn predicate(&mut self, function: &'static Function, a: &Self::Value) -> Option<bool>;
    /// The integer that the value is, if it is known to be one.
    fn integer(&self, a: &Self::Value) -> Option<BigInt>;
}

/// What an expression comes to: a number, or a truth value if that is known.
#[derive(Clone)]
pub(super) enum Outcome<V> {
    Term(Result<V, Failure>),
    Truth(Option<bool>),
}

impl<V> Outcome<V> {
    pub(super) fn term(self) -> Result<V, Failure> {
        match self {
            Outcome::Term(value) => value,
            Outcome::Truth(_) => Err(Failure::Unsupported),
        }
    }

    pub(super) fn truth(self) -> Option<bool> {
        match self {
            Outcome::Term(_) => None,
            Outcome::Truth(truth) => truth,
        }
    }
}

/// The value of a node from those of its children.
pub(super) fn combine<A: Algebra>(
    algebra: &mut A,
    head: &Head,
    args: Vec<Outcome<A::Value>>,
) -> Outcome<A::Value> {
    match head {
        Head::True => Outcome::Truth(Some(true)),
        Head::False => Outcome::Truth(Some(false)),
        Head::And | Head::Or | Head::Not | Head::Iff | Head::Implies => {
            let truths: Vec<Option<bool>> = args.into_iter().map(Outcome::truth).collect();
            Outcome::Truth(connect(head, &truths))
        }
        Head::Relation(relation) => Outcome::Truth(match values(args) {
            Ok(values) => match values.as_slice() {
                [a, b] => algebra.relate(*relation, a, b),
                _ => None,
            },
            Err(Failure::Undefined) => Some(false),
            Err(_) => None,
        }),
        Head::Call(function) if head.is_formula() => Outcome::Truth(match values(args) {
            Ok(values) => match values.as_slice() {
                [a] => algebra.predicate(function, a),
                _ => None,
            },
            Err(Failure::Undefined) => Some(false),
            Err(_) => None,
        }),
        _ => Outcome::Term(values(args).and_then(|values| compute(algebra, head, &values))),
    }
}

fn compute<A: Algebra>(
    algebra: &mut A,
    head: &Head,
    args: &[A::Value],
) -> Result<A::Value, Failure> {
    match (head, args) {
        (Head::Add, [first, rest @ ..]) => rest
            .iter()
            .try_fold(first.clone(), |sum, term| algebra.add(&sum, term)),
        (Head::Mul, [first, rest @ ..]) => {
            rest.iter().try_fold(first.clone(), |product, factor| {
                algebra.mul(&product, factor)
            })
        }
        (Head::Neg, [a]) => algebra.neg(a),
        (Head::Div, [a, b]) => algebra.div(a, b),
        (Head::Pow, [a, b]) => algebra.pow(a, b),
        (Head::Call(function), args)
            if (function.arity.0..=function.arity.1).contains(&args.len()) =>
        {
            algebra.call(function, args)
        }
        _ => Err(Failure::Unsupported),
    }
}

/// All values; one that is undefined makes the whole undefined, whatever the others are.
fn values<V>(args: Vec<Outcome<V>>) -> Result<Vec<V>, Failure> {
    let mut values = Vec::with_capacity(args.len());
    let mut failure = None;
    for arg in args {
        match (arg.term(), failure) {
            (Ok(value), _) => values.push(value),
            (Err(Failure::Undefined), _) | (_, Some(Failure::Undefined)) => {
                failure = Some(Failure::Undefined);
            }
            (Err(Failure::Unsupported), _) | (_, Some(Failure::Unsupported)) => {
                failure = Some(Failure::Unsupported);
            }
            (Err(Failure::Undecided), _) => failure = Some(Failure::Undecided),
        }
    }
    match failure {
        None => Ok(values),
        Some(failure) => Err(failure),
    }
}

/// Connectives where some truth values may be unknown.
fn connect(head: &Head, args: &[Option<bool>]) -> Option<bool> {
    match (head, args) {
        (Head::And, _) if args.contains(&Some(false)) => Some(false),
        (Head::And, _) => args.iter().all(|a| a.is_some()).then_some(true),
        (Head::Or, _) if args.contains(&Some(true)) => Some(true),
        (Head::Or, _) => args.iter().all(|a| a.is_some()).then_some(false),
        (Head::Not, [a]) => a.map(|a| !a),
        (Head::Iff, [Some(a), Some(b)]) => Some(a == b),
        (Head::Implies, [Some(false), _] | [_, Some(true)]) => Some(true),
        (Head::Implies, [Some(true), Some(false)]) => Some(false),
        _ => None,
    }
}
