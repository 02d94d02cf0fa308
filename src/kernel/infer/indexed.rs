//! Sums and statements over a range of known size, written out.

use super::Outcome;
use crate::expr::{Expr, Head};
use crate::kernel::{Kernel, Step, StepError, Theorem};

impl Kernel<'_> {
    /// The formula with every conjunct "for each k" and every sum of a few terms over a literal
    /// range written out, where the range is small; sums over inputs stay.
    pub fn unrolled(&self, formula: Expr) -> Expr {
        let store = self.store;
        let small = |lo: Expr, hi: Expr| {
            let range = (store.small_integer(lo)?, store.small_integer(hi)?);
            (range.0 <= range.1 && range.1 - range.0 < 1_000).then_some(range)
        };
        let instances = |args: &[Expr], lo: i64, hi: i64| -> Vec<Expr> {
            (lo..=hi)
                .map(|k| {
                    let binding = [(args[0], store.int(k))].into_iter().collect();
                    store.substitute(args[3], &binding)
                })
                .collect()
        };
        let each = |part: Expr| -> Vec<Expr> {
            let args = store.args(part);
            match store.head(part) {
                Head::Each => match small(args[1], args[2]) {
                    Some((lo, hi)) => instances(args, lo, hi),
                    None => vec![part],
                },
                _ => vec![part],
            }
        };
        let parts: Vec<Expr> = store
            .conjuncts(formula)
            .into_iter()
            .flat_map(each)
            .collect();
        // Sums of the responses and of exponentials, not those that make up a predictor.
        let parts = parts.into_iter().map(|part| {
            store.rebuild(part, |head, args| {
                let (Head::Sum, Some((lo, hi))) =
                    (head, args.get(2).and_then(|hi| small(args[1], *hi)))
                else {
                    return None;
                };
                let over_terms = !matches!(store.head(args[3]), Head::Mul | Head::Neg);
                over_terms.then(|| store.add(instances(args, lo, hi).as_slice()))
            })
        });
        store.and(parts)
    }

    pub(super) fn unroll(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let (before, after, _) = self.parts(theorem, step)?;
        let same = |a, b| self.arranger.same(self.store, a, b);
        if !same(self.unrolled(before), after) && !same(self.unrolled(after), before) {
            return Err(StepError::RightSide);
        }
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }
}
