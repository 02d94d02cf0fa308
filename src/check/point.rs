//! Points: values for the variables of a claim, near and exact.

use std::collections::HashMap;

use num_rational::BigRational;
use num_traits::ToPrimitive;
use rustc_hash::FxHashMap;

use crate::derive::polynomial;
use crate::eval::{Assignment, f64_value, truth};
use crate::expr::{Binding, Expr, Head, Relation, Store};

/// A value for each variable.
#[derive(Clone, Debug, Default)]
pub struct Point {
    /// Exact values: terms without variables.
    pub exact: Vec<(Expr, Expr)>,
    /// The same in machine numbers.
    near: FxHashMap<Expr, f64>,
}

impl Point {
    /// Sets a rational value.
    pub fn set(&mut self, store: &Store, variable: Expr, value: &BigRational) {
        self.put(
            variable,
            polynomial::number(store, value),
            value.to_f64().unwrap_or(f64::NAN),
        );
    }

    /// Sets a variable to the value that a term has here; `None` where it has none.
    pub fn solve(&mut self, store: &Store, variable: Expr, term: Expr) -> Option<()> {
        let near = self.value(store, term);
        if !near.is_finite() || near.abs() > 1e12 {
            return None;
        }
        let exact = self.insert(store, term);
        self.put(variable, exact, near);
        Some(())
    }

    fn put(&mut self, variable: Expr, exact: Expr, near: f64) {
        self.exact.retain(|(v, _)| *v != variable);
        self.exact.push((variable, exact));
        self.near.insert(variable, near);
    }

    /// The expression with the values put in.
    pub fn insert(&self, store: &Store, expr: Expr) -> Expr {
        let binding: Binding = self.exact.iter().copied().collect();
        // Sizes and indices first: then entries have literal indices.
        let whole: Binding = self
            .exact
            .iter()
            .filter(|(v, e)| store.name_text(*v).is_some() && store.small_integer(*e).is_some())
            .copied()
            .collect();
        store.substitute(store.substitute(expr, &whole), &binding)
    }

    /// The value of a term in machine numbers.
    pub fn value(&self, store: &Store, term: Expr) -> f64 {
        let whole: Binding = self
            .exact
            .iter()
            .filter(|(v, e)| store.name_text(*v).is_some() && store.small_integer(*e).is_some())
            .copied()
            .collect();
        let values: HashMap<Expr, f64> = self.near.iter().map(|(k, v)| (*k, *v)).collect();
        f64_value(store, store.substitute(term, &whole), &values)
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
                let mut all = true;
                for arg in args {
                    all &= self.holds(store, *arg)?;
                }
                all
            }
            Head::Or => {
                let mut any = false;
                for arg in args {
                    any |= self.holds(store, *arg)?;
                }
                any
            }
            Head::Not => !self.holds(store, args[0])?,
            Head::Iff => self.holds(store, args[0])? == self.holds(store, args[1])?,
            Head::Implies => !self.holds(store, args[0])? || self.holds(store, args[1])?,
            Head::Each => {
                let lo = store.small_integer(self.insert(store, args[1]))?;
                let hi = store.small_integer(self.insert(store, args[2]))?;
                if hi - lo > 20 {
                    return None;
                }
                let mut all = true;
                for k in lo..=hi {
                    let binding: Binding = [(args[0], store.int(k))].into_iter().collect();
                    all &= self.holds(store, store.substitute(args[3], &binding))?;
                }
                all
            }
            _ => return None,
        })
    }

    /// Whether a formula is true here, certainly.
    pub fn certain(&self, store: &Store, formula: Expr) -> Option<bool> {
        truth(store, self.insert(store, formula), &Assignment::new())
    }
}
