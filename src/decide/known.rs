//! What is known of the terms of a goal: what is assumed, and what the laws say of the functions in
//! it, each as the sign of a quotient of polynomials.

use num_rational::BigRational;

use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::arrange::Arranger;
use crate::kernel::certificate::{Hypothesis, Source, instance};
use crate::kernel::polynomial::Sign;
use crate::kernel::ring::{self, Monomial, Polynomial, Quotient};
use crate::laws;

/// More relations are not combined.
const MAX: usize = 30;

/// Relations, and the signs of which values they tell.
pub(super) struct Known<'a> {
    pub(super) store: &'a Store,
    arranger: &'a Arranger,
    /// The relations.
    pub(super) hypotheses: Vec<Hypothesis>,
    /// The value that each says the sign of.
    pub(super) quotients: Vec<(Quotient, Sign)>,
}

impl<'a> Known<'a> {
    /// Nothing yet.
    pub(super) fn new(store: &'a Store, arranger: &'a Arranger) -> Known<'a> {
        Known {
            store,
            arranger,
            hypotheses: Vec::new(),
            quotients: Vec::new(),
        }
    }

    /// Adds a relation between terms.
    pub(super) fn add(&mut self, formula: Expr, source: Source) -> Option<()> {
        let store = self.store;
        let (Head::Relation(relation), [u, v]) = (store.head(formula), store.args(formula)) else {
            return None;
        };
        if u == v || self.hypotheses.len() == MAX || store.has_kind(formula, &Head::Derivative) {
            return None;
        }
        let (value, sign) = match relation {
            Relation::Less => (store.sub(*v, *u), Sign::Positive),
            Relation::LessEqual => (store.sub(*v, *u), Sign::NonNegative),
            Relation::Greater => (store.sub(*u, *v), Sign::Positive),
            Relation::GreaterEqual => (store.sub(*u, *v), Sign::NonNegative),
            Relation::Equal => (store.sub(*u, *v), Sign::Zero),
            Relation::NotEqual => (store.sub(*u, *v), Sign::NonZero),
        };
        let quotient = ring::quotient(store, self.arranger, value)?;
        self.quotients.push((quotient, sign));
        self.hypotheses.push(Hypothesis { formula, source });
        Some(())
    }

    /// Adds what the laws say of the calls in a formula.
    pub(super) fn laws(&mut self, formula: Expr) {
        let store = self.store;
        for call in store.subterms(formula) {
            let Head::Call(function) = store.head(call) else {
                continue;
            };
            for law in laws::ALL.iter().flat_map(|file| file.iter()) {
                let Some(names) = pattern(law.statement, function.name) else {
                    continue;
                };
                let values = store.args(call);
                if names.len() != values.len() {
                    continue;
                }
                let values: Vec<(String, Expr)> =
                    names.into_iter().zip(values.iter().copied()).collect();
                if let Some(statement) = instance(store, law.name, &values)
                    && !self.hypotheses.iter().any(|one| one.formula == statement)
                {
                    self.add(statement, Source::Law(law.name.to_owned(), values));
                }
            }
        }
    }
}

/// What the arguments of a function are called in a statement, if it is the function's.
fn pattern(statement: &str, function: &str) -> Option<Vec<String>> {
    let at = statement.find(&format!("{function}("))?;
    let own =
        at == 0 || !statement[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let inside = &statement[at + function.len() + 1..];
    let inside = inside.split_once(')')?.0;
    own.then(|| {
        inside
            .split(',')
            .map(|name| name.trim().to_owned())
            .collect()
    })
}

/// A polynomial as a term, numbers last.
pub(super) fn written(store: &Store, polynomial: &Polynomial) -> Expr {
    let (numbers, rest): (Vec<_>, Vec<_>) = polynomial
        .0
        .iter()
        .partition(|(monomial, _)| monomial.is_empty());
    let part = |(monomial, coefficient): (&Monomial, &BigRational)| {
        ring::term(
            store,
            &Polynomial::single(monomial.clone(), coefficient.clone()),
        )
    };
    let terms: Vec<Expr> = rest.into_iter().chain(numbers).map(part).collect();
    store.add(terms.as_slice())
}
