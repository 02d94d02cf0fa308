//! Points: values for the variables of a claim, near and exact.

use std::sync::Arc;

use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive};
use rustc_hash::FxHashMap;

use super::variables::constant;
use crate::derive::chain::tidy;
use crate::derive::polynomial;
use crate::eval::{Assignment, Failure, Value, exact, near};
use crate::expr::{Binding, Expr, Head, Relation, Store};

/// Larger values are not tried: rounding leaves nothing of what stands beside them.
const LARGEST: f64 = 1e12;
/// Longer sums are not written out.
const TERMS: i64 = 16;
/// Sums of larger terms neither.
const LONGEST: u64 = 2_000;

/// A value for each variable.
#[derive(Clone, Debug, Default)]
pub struct Point {
    /// Exact values: terms without variables.
    pub exact: Vec<(Expr, Expr)>,
    /// The same in machine numbers.
    near: FxHashMap<Expr, f64>,
    /// Names that are sizes or indices.
    sizes: Arc<[Expr]>,
    /// Their values, which must be literal before entries can be looked up.
    whole: Binding,
}

impl Point {
    /// A point without values, where some names are sizes or indices.
    pub fn of(sizes: Arc<[Expr]>) -> Point {
        Point {
            sizes,
            ..Point::default()
        }
    }

    /// Sets a rational value.
    pub fn set(&mut self, store: &Store, variable: Expr, value: &BigRational) {
        let term = polynomial::number(store, value);
        self.put(variable, term, value.to_f64().unwrap_or(f64::NAN));
    }

    /// Sets a variable to the value that a term has here; `None` where it has none, or where the
    /// variable is a constant, or a size that cannot have it.
    pub fn solve(&mut self, store: &Store, variable: Expr, term: Expr) -> Option<()> {
        if constant(store, variable) {
            return None;
        }
        let value = self.value(store, term);
        if !value.is_finite() || value.abs() > LARGEST {
            return None;
        }
        let term = self.insert(store, term);
        match exact(store, term, &Assignment::new()) {
            Some(exact) if self.allows(variable, &exact) => self.set(store, variable, &exact),
            found if found.is_some() || self.sizes.contains(&variable) => return None,
            _ => {
                let term = tidy(store, calculated(store, term));
                self.put(variable, term, value);
            }
        }
        Some(())
    }

    /// A point close by, the n-th of some: every variable that is no size or index is moved a little.
    pub fn beside(&self, store: &Store, n: u32) -> Point {
        let mut near = Point::of(self.sizes.clone());
        for (k, (variable, term)) in self.exact.iter().enumerate() {
            if self.whole.contains_key(variable) {
                near.put(*variable, *term, self.value(store, *variable));
                continue;
            }
            // Up or down by a thousandth or so, each variable by another amount.
            let up = (n >> (k % 3)) & 1 == 0;
            let amount = 971 + 37 * (k as i64 % 23) + 11 * i64::from(n);
            let shift = BigRational::new(if up { 1 } else { -1 }.into(), amount.into());
            let shifted = store.add([*term, polynomial::number(store, &shift)].as_slice());
            let value = self.value(store, *variable) + shift.to_f64().unwrap_or(0.0);
            near.put(*variable, shifted, value);
        }
        near
    }

    /// The largest difference of a variable's values here and at another point.
    pub fn distance(&self, store: &Store, other: &Point) -> f64 {
        let apart = self.exact.iter().map(|(variable, _)| {
            (self.value(store, *variable) - other.value(store, *variable)).abs()
        });
        apart.fold(0.0, |most, apart| {
            if apart > most || apart.is_nan() {
                apart
            } else {
                most
            }
        })
    }

    /// Whether all sizes and indices are 1, so that sums have one term.
    pub fn is_degenerate(&self, store: &Store) -> bool {
        let mut sizes = self.whole.values();
        !self.whole.is_empty() && sizes.all(|term| store.small_integer(*term) == Some(1))
    }

    /// Whether a name is a size or an index here.
    pub fn is_size(&self, name: Expr) -> bool {
        self.sizes.contains(&name)
    }

    /// Sizes and indices are positive integers.
    fn allows(&self, variable: Expr, value: &BigRational) -> bool {
        !self.sizes.contains(&variable) || value.is_integer() && value.is_positive()
    }

    fn put(&mut self, variable: Expr, exact: Expr, value: f64) {
        self.exact.retain(|(v, _)| *v != variable);
        self.exact.push((variable, exact));
        self.near.insert(variable, value);
        if self.sizes.contains(&variable) {
            self.whole.insert(variable, exact);
        } else {
            self.whole.remove(&variable);
        }
    }

    /// The expression with sizes and indices put in.
    fn sized(&self, store: &Store, expr: Expr) -> Expr {
        let needed = store.has_binder(expr) || store.has_kind(expr, &Head::Entry);
        if needed && !self.whole.is_empty() {
            store.substitute(expr, &self.whole)
        } else {
            expr
        }
    }

    /// The expression with the values put in.
    pub fn insert(&self, store: &Store, expr: Expr) -> Expr {
        let binding: Binding = self.exact.iter().copied().collect();
        store.substitute(written_out(store, self.sized(store, expr)), &binding)
    }

    /// What a rigorous evaluation needs: the expression with sizes put in, and the values.
    pub fn assigned(&self, store: &Store, expr: Expr) -> (Expr, Assignment) {
        let values = self.exact.iter().map(|(variable, term)| {
            let value = match store.literal(*term) {
                Some(value) => Value::Rational(value),
                None => Value::Term(*term),
            };
            (*variable, value)
        });
        (self.sized(store, expr), values.collect())
    }

    /// The value of a term in machine numbers; NaN where it is undefined, infinite where it is too
    /// large or not known.
    pub fn value(&self, store: &Store, term: Expr) -> f64 {
        match near(store, self.sized(store, term), &self.near) {
            Ok(value) => value,
            Err(Failure::Undecided) => f64::INFINITY,
            Err(_) => f64::NAN,
        }
    }

    /// Whether a formula is true here, as far as machine numbers tell.
    pub fn holds(&self, store: &Store, formula: Expr) -> Option<bool> {
        let args = store.args(formula);
        Some(match store.head(formula) {
            Head::True => true,
            Head::False => false,
            Head::Relation(relation) => {
                let (a, b) = (self.value(store, args[0]), self.value(store, args[1]));
                if a.is_nan() || b.is_nan() {
                    return Some(false);
                }
                if !a.is_finite() || !b.is_finite() {
                    return None;
                }
                let gap = (a - b).abs();
                let scale = a.abs().max(b.abs());
                let (same, apart) = (gap <= 1e-9 * scale, gap > 1e-6 * scale);
                // Differences of the size of rounding errors tell nothing.
                if !same && (!apart || gap <= 1e-11) {
                    return None;
                }
                match relation {
                    Relation::Equal => same,
                    Relation::NotEqual => !same,
                    Relation::Less => !same && a < b,
                    Relation::LessEqual => same || a < b,
                    Relation::Greater => !same && a > b,
                    Relation::GreaterEqual => same || a > b,
                }
            }
            Head::And => {
                let mut all = Some(true);
                for arg in args {
                    match self.holds(store, *arg) {
                        Some(false) => return Some(false),
                        Some(true) => {}
                        None => all = None,
                    }
                }
                all?
            }
            Head::Or => {
                let mut any = Some(false);
                for arg in args {
                    match self.holds(store, *arg) {
                        Some(true) => return Some(true),
                        Some(false) => {}
                        None => any = None,
                    }
                }
                any?
            }
            Head::Not => !self.holds(store, args[0])?,
            Head::Iff => self.holds(store, args[0])? == self.holds(store, args[1])?,
            Head::Implies => !self.holds(store, args[0])? || self.holds(store, args[1])?,
            Head::Each => {
                let all = self.instances(store, args)?;
                return self.holds(store, store.and(all));
            }
            Head::Call(f) if args.len() == 1 => {
                let value = self.value(store, args[0]);
                if !value.is_finite() {
                    return Some(false);
                }
                let whole = value.fract() == 0.0;
                match f.name {
                    "integer" => whole,
                    "even" => whole && value % 2.0 == 0.0,
                    "odd" => whole && value % 2.0 != 0.0,
                    _ => return None,
                }
            }
            _ => return None,
        })
    }

    /// The instances of a statement for each index of a range, if they are few.
    pub fn instances(&self, store: &Store, args: &[Expr]) -> Option<Vec<Expr>> {
        let [index, lo, hi, body] = args else {
            return None;
        };
        let lo = store.small_integer(tidy(store, self.insert(store, *lo)))?;
        let hi = store.small_integer(tidy(store, self.insert(store, *hi)))?;
        if hi.checked_sub(lo)? > 20 {
            return None;
        }
        let instance = |k: i64| {
            let binding: Binding = [(*index, store.int(k))].into_iter().collect();
            store.substitute(*body, &binding)
        };
        Some((lo..=hi).map(instance).collect())
    }
}

/// Sums and products of few terms, written out: so their entries have values.
pub(super) fn written_out(store: &Store, expr: Expr) -> Expr {
    if !store.has_binder(expr) {
        return expr;
    }
    store.rebuild(expr, |head, args| {
        let (Head::Sum | Head::Product, [index, lo, hi, body]) = (head, args) else {
            return None;
        };
        let (lo, hi) = (store.small_integer(*lo)?, store.small_integer(*hi)?);
        let few = (0..TERMS).contains(&hi.checked_sub(lo)?);
        if !few || store.written_size(*body) > LONGEST {
            return None;
        }
        let terms = (lo..=hi).map(|k| {
            let binding: Binding = [(*index, store.int(k))].into_iter().collect();
            store.substitute(*body, &binding)
        });
        let terms: Vec<Expr> = terms.collect();
        Some(match head {
            Head::Sum => store.add(terms.as_slice()),
            _ => store.mul(terms.as_slice()),
        })
    })
}

/// A term without variables, its rational parts worked out.
fn calculated(store: &Store, term: Expr) -> Expr {
    let none = Assignment::new();
    store.rebuild(term, |head, args| {
        let part = match head {
            Head::Number(_) | Head::Name(_) => return None,
            _ if args.iter().any(|arg| store.has_name(*arg)) => return None,
            _ => store.with_args(head, args),
        };
        let value = exact(store, part, &none)?;
        Some(polynomial::number(store, &value))
    })
}
