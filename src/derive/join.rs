//! Sums over the inputs joined: Σ v_j x_j + Σ w_j x_j is Σ (v_j + w_j) x_j.

use rustc_hash::FxHashSet;

use super::chain::{Chain, Progress};
use super::collapse::{has_input, is_input};
use crate::expr::{Expr, Head, Store};
use crate::render::page::Level;

/// A sum over inputs among the terms of a predictor.
#[derive(Clone, Copy)]
struct Part {
    term: Expr,
    sum: Expr,
    negative: bool,
}

impl Chain<'_, '_> {
    /// Joins the sums of a predictor that run over inputs in one range, the terms without inputs
    /// in front.
    ///
    /// # Errors
    /// [`super::chain::Stuck`] where the kernel accepts no such step; the steps so far remain.
    pub(super) fn join_sums(&mut self, path: &[u32], inputs: &FxHashSet<Expr>) -> Progress {
        let store = self.store();
        loop {
            let term = self.at(path)?;
            if *store.head(term) != Head::Add {
                return Ok(());
            }
            let terms = store.args(term);
            let Some((first, second)) = pair(store, terms, inputs) else {
                return Ok(());
            };
            let known = |e: &Expr| *e != first.term && *e != second.term;
            let rest = terms.iter().copied().filter(known);
            let (mut constant, others): (Vec<Expr>, Vec<Expr>) =
                rest.partition(|e| !has_input(store, inputs, *e));
            constant.extend(others);
            let mut at = path.to_vec();
            let two = store.add([first.term, second.term].as_slice());
            if constant.is_empty() {
                self.arrange(path, two)?;
            } else {
                at.push(constant.len() as u32);
                constant.push(two);
                self.arrange(path, store.add(constant.as_slice()))?;
            }
            self.join(&at, first, second, inputs)?;
        }
    }

    /// Makes one sum of two that stand side by side, the inputs factored out.
    fn join(
        &mut self,
        at: &[u32],
        first: Part,
        second: Part,
        inputs: &FxHashSet<Expr>,
    ) -> Progress {
        let store = self.store();
        let (a, b) = (store.args(first.sum), store.args(second.sum));
        let index = a[0];
        let renamed = store.substitute(b[3], &[(b[0], index)].into_iter().collect());
        let template =
            |body: Expr| store.substitute(body, &[(index, store.slot(1))].into_iter().collect());
        let values = [
            ("a", template(a[3])),
            ("b", template(renamed)),
            ("m", a[1]),
            ("n", a[2]),
        ];
        let (rule, body) = match second.negative {
            true => ("sum-subtract", store.sub(a[3], renamed)),
            false => ("sum-add", store.add([a[3], renamed].as_slice())),
        };
        let sum = store.bind(Head::Sum, index, a[1], a[2], body);
        self.take_as(rule, at, &values, sum, Level::Standard)?;
        let (Some((v, x)), Some((w, y))) =
            (factor(store, a[3], inputs), factor(store, renamed, inputs))
        else {
            return Ok(());
        };
        if x != y {
            return Ok(());
        }
        let terms = |e: Expr| match store.head(e) {
            Head::Add => store.args(e).to_vec(),
            _ => vec![e],
        };
        let mut slope = terms(v);
        slope.extend(terms(w).into_iter().map(|term| {
            match (second.negative, store.head(term), store.args(term)) {
                (false, _, _) => term,
                (true, Head::Neg, [inner]) => *inner,
                (true, _, _) => store.neg(term),
            }
        }));
        let product = store.mul([store.add(slope.as_slice()), x].as_slice());
        let mut body = at.to_vec();
        body.push(3);
        self.algebra(&body, product, "collect the inputs", Level::Standard)
    }
}

/// Two terms that are sums over inputs in the same range, the first of them not subtracted.
fn pair(store: &Store, terms: &[Expr], inputs: &FxHashSet<Expr>) -> Option<(Part, Part)> {
    let parts: Vec<Part> = terms
        .iter()
        .filter_map(|term| {
            let (sum, negative) = match (store.head(*term), store.args(*term)) {
                (Head::Neg, [inner]) => (*inner, true),
                _ => (*term, false),
            };
            let is_sum = *store.head(sum) == Head::Sum && has_input(store, inputs, sum);
            is_sum.then_some(Part {
                term: *term,
                sum,
                negative,
            })
        })
        .collect();
    let range = |part: &Part| &store.args(part.sum)[1..3];
    parts
        .iter()
        .filter(|part| !part.negative)
        .find_map(|first| {
            let mut others = parts.iter().filter(|part| part.term != first.term);
            let second = others.find(|part| range(part) == range(first))?;
            Some((*first, *second))
        })
}

/// A product as coefficient and input.
fn factor(store: &Store, product: Expr, inputs: &FxHashSet<Expr>) -> Option<(Expr, Expr)> {
    if *store.head(product) != Head::Mul {
        return None;
    }
    let (own, others): (Vec<Expr>, Vec<Expr>) = store
        .args(product)
        .iter()
        .partition(|f| is_input(store, inputs, **f));
    match own.as_slice() {
        [input] => Some((store.mul(others.as_slice()), *input)),
        _ => None,
    }
}
