//! Values of expressions at given points: exact, rigorously enclosed, or as machine numbers.
//!
//! [`evaluate`] and [`truth`] never guess. They compute with intervals whose ends are rounded
//! outward and with exact rational numbers where those suffice; what they cannot tell they call
//! undecided. [`f64_value`] promises nothing and is fast.
//!
//! ```
//! use equiff::eval::{Assignment, compare, truth};
//! use equiff::expr::Store;
//!
//! let s = Store::new();
//! let tail = s.call("sigmoid", &[s.int(800)]);
//! let order = compare(&s, tail, s.int(1), &Assignment::new());
//! assert_eq!(order, Some(std::cmp::Ordering::Less));
//! assert_eq!(truth(&s, s.eq(tail, s.int(1)), &Assignment::new()), Some(false));
//! ```

mod algebra;
mod arithmetic;
mod elementary;
mod enclosure;
mod exact;
mod float;
mod interval;
mod library;
mod normal;
#[cfg(test)]
mod tests;
mod trigonometric;
mod walk;

pub use enclosure::Enclosure;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::BuildHasher;

use num_rational::BigRational;
use rustc_hash::FxHashMap;

use crate::expr::{Expr, Store};
use algebra::Outcome;
use interval::{Intervals, Real};
use walk::walk;

/// The value of a function of the registry in machine numbers, where it has one: no promise of its
/// digits.
pub(crate) fn machine_call(name: &str, args: &[f64]) -> Option<f64> {
    float::call(name, args).ok()
}

/// The precisions, in bits, that [`compare`] and [`truth`] try.
pub const PRECISIONS: [usize; 5] = [64, 128, 256, 512, 1024];

/// Why an expression has no value that could be told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    /// It is certainly undefined at the point: log(-1), 1/0, 0^0.
    Undefined,
    /// At this precision, or within the limits, it cannot be told whether it is defined.
    Undecided,
    /// It has a variable without a value, or an unknown function.
    Unsupported,
}

/// The value of a variable.
#[derive(Clone, Debug)]
pub enum Value {
    /// An exact rational number.
    Rational(BigRational),
    /// A term without variables, such as `sigmoid(2)`.
    Term(Expr),
    /// Some number of an interval: what is told holds for all of them.
    Enclosure(Enclosure),
}

/// Values for names and for entries with numeric indices such as `w[2]`.
#[derive(Clone, Default, Debug)]
pub struct Assignment {
    values: FxHashMap<Expr, Value>,
}

impl Assignment {
    /// No values.
    pub fn new() -> Assignment {
        Assignment::default()
    }

    /// Sets the value of a variable.
    pub fn set(&mut self, variable: Expr, value: Value) {
        self.values.insert(variable, value);
    }

    /// The assignment with one more rational value.
    #[must_use]
    pub fn with(mut self, variable: Expr, value: BigRational) -> Assignment {
        self.set(variable, Value::Rational(value));
        self
    }

    /// The value of a variable.
    pub fn get(&self, variable: Expr) -> Option<&Value> {
        self.values.get(&variable)
    }
}

impl FromIterator<(Expr, Value)> for Assignment {
    fn from_iter<I: IntoIterator<Item = (Expr, Value)>>(values: I) -> Assignment {
        Assignment {
            values: values.into_iter().collect(),
        }
    }
}

/// Encloses the value of a term, computing with a precision in bits.
///
/// # Errors
/// See [`Failure`]; a formula is unsupported.
pub fn evaluate(
    store: &Store,
    term: Expr,
    values: &Assignment,
    precision: usize,
) -> Result<Enclosure, Failure> {
    let precision = precision.clamp(64, 1 << 16).next_multiple_of(64);
    let value = intervals(store, term, values, precision).term()?;
    Ok(Intervals { precision }.enclose(&value))
}

/// The exact value of a term, if only rational numbers occur on the way to it.
pub fn exact(store: &Store, term: Expr, values: &Assignment) -> Option<BigRational> {
    let run = |term: Expr, known: &FxHashMap<Expr, Result<BigRational, Failure>>| {
        let lookup = |e: Expr| known.get(&e).cloned();
        walk(store, &mut exact::Exact, &lookup, term).term()
    };
    let none = FxHashMap::default();
    let known = values
        .values
        .iter()
        .map(|(variable, value)| {
            let value = match value {
                Value::Rational(value) => Ok(value.clone()),
                Value::Term(term) => run(*term, &none),
                Value::Enclosure(_) => Err(Failure::Undecided),
            };
            (*variable, value)
        })
        .collect();
    run(term, &known).ok()
}

/// How two terms compare, if that is certain at one of the [`PRECISIONS`]. Equal means that both
/// are known exactly, or are the same expression and defined.
pub fn compare(store: &Store, a: Expr, b: Expr, values: &Assignment) -> Option<Ordering> {
    let same = a == b;
    for precision in PRECISIONS {
        let a = intervals(store, a, values, precision).term();
        let b = intervals(store, b, values, precision).term();
        match (a, b) {
            (Ok(Real::Exact(a)), Ok(Real::Exact(b))) => return Some(a.cmp(&b)),
            (Ok(_), Ok(_)) if same => return Some(Ordering::Equal),
            (Ok(a), Ok(b)) => {
                let algebra = Intervals { precision };
                let order = algebra.enclose(&a).compare(&algebra.enclose(&b));
                if order.is_some() {
                    return order;
                }
            }
            (Err(Failure::Undecided), Ok(_))
            | (Ok(_), Err(Failure::Undecided))
            | (Err(Failure::Undecided), Err(Failure::Undecided)) => {}
            _ => return None,
        }
    }
    None
}

/// Whether a formula is true at a point, if that is certain at one of the [`PRECISIONS`]. A
/// relation with an undefined side is false.
///
/// Equations between irrational numbers can be refuted but, if the two sides are not the same
/// expression, never confirmed.
pub fn truth(store: &Store, formula: Expr, values: &Assignment) -> Option<bool> {
    truth_between(store, formula, values, 0, usize::MAX)
}

/// The same at those of the [`PRECISIONS`] that are above `from` and at most `to` bits.
pub fn truth_between(
    store: &Store,
    formula: Expr,
    values: &Assignment,
    from: usize,
    to: usize,
) -> Option<bool> {
    PRECISIONS
        .into_iter()
        .filter(|precision| (from + 1..=to).contains(precision))
        .find_map(|precision| intervals(store, formula, values, precision).truth())
}

/// The value of a term in machine numbers; NaN where it is undefined or unsupported.
pub fn f64_value<S: BuildHasher>(store: &Store, term: Expr, values: &HashMap<Expr, f64, S>) -> f64 {
    near(store, term, values).unwrap_or(f64::NAN)
}

/// The value of a term in machine numbers, which may be infinite or NaN.
///
/// # Errors
/// [`Failure`]; undecided where numbers are too large to tell a value.
pub fn near<S: BuildHasher>(
    store: &Store,
    term: Expr,
    values: &HashMap<Expr, f64, S>,
) -> Result<f64, Failure> {
    let lookup = |e: Expr| values.get(&e).map(|value| Ok(*value));
    walk(store, &mut float::Float, &lookup, term).term()
}

fn intervals(store: &Store, expr: Expr, values: &Assignment, precision: usize) -> Outcome<Real> {
    let mut algebra = Intervals { precision };
    let known: FxHashMap<Expr, Result<Real, Failure>> = values
        .values
        .iter()
        .map(|(variable, value)| {
            let value = match value {
                Value::Rational(value) => Ok(Real::Exact(value.clone())),
                Value::Term(term) => walk(store, &mut algebra, &|_| None, *term).term(),
                Value::Enclosure(enclosure) => Ok(Real::Near(enclosure.clone())),
            };
            (*variable, value)
        })
        .collect();
    walk(store, &mut algebra, &|e| known.get(&e).cloned(), expr)
}
