//! What is shown of a network that is an equation: its linear predictor term by term.

use indexmap::IndexMap;
use rustc_hash::FxHashSet;

use super::scheme::{Column, Scheme, Stage, activation, indices};
use crate::derive::collapse::is_input;
use crate::derive::equation::{Parts, parts};
use crate::expr::{Expr, Head, Store};
use crate::network::Size;
use crate::render::page::Text;

/// The scheme of `output = value`; `None` if the value is no function of one linear predictor, or
/// that holds a sum which is not one of inputs with weights.
pub(super) fn scheme(store: &Store, output: Expr, value: Expr) -> Option<Scheme> {
    let Parts {
        function,
        predictor,
        inputs,
        ..
    } = parts(store, value)?;
    let mut terms = Terms {
        store,
        inputs: &inputs,
        weights: IndexMap::new(),
        bias: Vec::new(),
        gap: None,
        sizes: Vec::new(),
    };
    let all = match store.head(predictor) {
        Head::Add => store.args(predictor),
        _ => std::slice::from_ref(&predictor),
    };
    for term in all.iter().copied() {
        terms.add(term)?;
    }
    let bias = (!terms.bias.is_empty()).then(|| store.add(terms.bias.as_slice()));
    let (activation, softmax, curve) = activation(store, &function);
    let all: Vec<(Expr, Expr)> = terms.weights.into_iter().collect();
    let count = all.len() as u64;
    // A sum says how many there are; terms by themselves are counted.
    let (size, gap) = match (terms.sizes.as_slice(), terms.gap) {
        ([], _) => (Size::Number(count), None),
        ([size], gap) => (size.clone(), gap),
        _ => return None,
    };
    let (all, gap) = match gap {
        None => shortened(store, all, &size),
        gap => (all, gap),
    };
    Some(Scheme {
        inputs: Column {
            shown: all.iter().map(|(input, _)| *input).collect(),
            gap,
            size,
        },
        layers: vec![Stage {
            units: Column {
                shown: vec![store.int(1)],
                gap: None,
                size: Size::Number(1),
            },
            activation,
            softmax,
            curve,
            weights: vec![all.iter().map(|(_, weight)| *weight).collect()],
            biases: vec![bias],
            names: Text::default(),
        }],
        outputs: vec![output],
    })
}

/// Those of a long list that are shown.
fn shortened<T: Copy>(store: &Store, all: Vec<T>, size: &Size) -> (Vec<T>, Option<usize>) {
    let (shown, gap) = indices(store, size);
    let place = |k: &Expr| usize::try_from(store.small_integer(*k)? - 1).ok();
    let shown = shown.iter().filter_map(place);
    (shown.filter_map(|at| all.get(at).copied()).collect(), gap)
}

/// The terms of a linear predictor.
struct Terms<'a> {
    store: &'a Store,
    inputs: &'a FxHashSet<Expr>,
    weights: IndexMap<Expr, Expr>,
    bias: Vec<Expr>,
    gap: Option<usize>,
    sizes: Vec<Size>,
}

impl Terms<'_> {
    /// Adds a term; `None` if it cannot be drawn.
    fn add(&mut self, term: Expr) -> Option<()> {
        let store = self.store;
        if !self.has_input(term) {
            self.bias.push(term);
            return Some(());
        }
        if *store.head(term) == Head::Sum {
            let [index, from, to, body] = store.args(term) else {
                return None;
            };
            if *from != store.int(1) || !self.weights.is_empty() {
                return None;
            }
            let size = match (store.small_integer(*to), store.name_text(*to)) {
                (Some(n), _) => Size::Number(u64::try_from(n).ok()?),
                (None, Some(name)) => Size::Symbol(name.to_owned()),
                _ => return None,
            };
            let (shown, gap) = indices(store, &size);
            for k in shown {
                let put = store.substitute(*body, &[(*index, k)].into_iter().collect());
                self.weighted(put)?;
            }
            self.gap = gap;
            self.sizes.push(size);
            return Some(());
        }
        if !self.sizes.is_empty() {
            return None;
        }
        self.weighted(term)
    }

    fn has_input(&self, term: Expr) -> bool {
        let mut parts = self.store.subterms(term).into_iter();
        parts.any(|part| is_input(self.store, self.inputs, part))
    }

    /// Adds an input with its weight.
    fn weighted(&mut self, term: Expr) -> Option<()> {
        let store = self.store;
        let (weight, input) = self.split(term)?;
        let weight = match self.weights.get(&input) {
            Some(other) => store.add([*other, weight].as_slice()),
            None => weight,
        };
        self.weights.insert(input, weight);
        Some(())
    }

    /// A term as a weight and an input.
    fn split(&self, mut term: Expr) -> Option<(Expr, Expr)> {
        let store = self.store;
        let (mut factors, mut divisors, mut negative) = (Vec::new(), Vec::new(), false);
        for _ in 0..DEEPEST {
            if is_input(store, self.inputs, term) {
                let mut weight = store.mul(factors.as_slice());
                for divisor in divisors.into_iter().rev() {
                    weight = store.div(weight, divisor);
                }
                let signed = if negative { store.neg(weight) } else { weight };
                return Some((signed, term));
            }
            term = match (store.head(term), store.args(term)) {
                (Head::Neg, [inner]) => {
                    negative = !negative;
                    *inner
                }
                (Head::Div, [above, below]) => {
                    divisors.push(*below);
                    *above
                }
                (Head::Mul, all) => {
                    let (with, without): (Vec<Expr>, Vec<Expr>) =
                        all.iter().partition(|factor| self.has_input(**factor));
                    let [one] = with.as_slice() else { return None };
                    factors.extend(without);
                    *one
                }
                _ => return None,
            };
        }
        None
    }
}

/// How deep within a term its input is looked for.
const DEEPEST: usize = 64;
