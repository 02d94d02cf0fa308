//! Derivatives worked out: sums, products, quotients, powers, chains of known functions, and cases.
//!
//! The derivative of a term at a point is defined where the term is differentiable. The conditions
//! found here suffice for that, and hold on an open set: u > 0 for log u and √u, u ≠ 0 for |u|,
//! u ≠ v for a case that u < v decides.

use super::Outcome;
use super::slopes;
use crate::expr::{Args, Binding, Expr, Head, Relation};
use crate::kernel::facts::Facts;
use crate::kernel::{Kernel, Step, StepError, Theorem};

/// Derivatives of higher order than this are not worked out.
const MAX_ORDER: i64 = 8;
/// Larger terms are not differentiated.
const MAX_SIZE: usize = 2_000;

impl Kernel<'_> {
    /// `d/dx t` becomes the term that the rules of differentiation give; what it takes for t to
    /// be differentiable is proved or becomes a condition.
    pub(super) fn differentiate(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let store = self.store;
        let (before, after, context) = self.parts(theorem, step)?;
        let (term, conditions) = self
            .derivative(before)
            .ok_or(StepError::NotAnInference("differentiate works out d/dx"))?;
        if !self.arranger.same(store, term, after) {
            return Err(StepError::RightSide);
        }
        let facts = Facts::new(store, &self.arranger, &context.facts);
        let open = conditions
            .into_iter()
            .filter(|condition| !facts.holds(*condition))
            .collect();
        self.conclude(theorem, &context, open, step.after)
    }

    /// The derivative that a node is, worked out, and conditions that suffice for it to exist.
    pub fn derivative(&self, node: Expr) -> Option<(Expr, Vec<Expr>)> {
        let store = self.store;
        let (Head::Derivative, [name, point, order, body]) = (store.head(node), store.args(node))
        else {
            return None;
        };
        let order = store.small_integer(*order)?;
        if !(1..=MAX_ORDER).contains(&order) || !matches!(store.head(*name), Head::Name(_)) {
            return None;
        }
        let mut term = *body;
        let mut conditions = Vec::new();
        for _ in 0..order {
            if store.subterms(term).len() > MAX_SIZE {
                return None;
            }
            let slope = self.slope(term, *name)?;
            term = slope.0;
            conditions.extend(slope.1);
        }
        let binding: Binding = [(*name, *point)].into_iter().collect();
        let put = |e: Expr| store.substitute(e, &binding);
        let mut closed: Vec<Expr> = Vec::new();
        for condition in conditions {
            let condition = put(condition);
            if !closed.contains(&condition) {
                closed.push(condition);
            }
        }
        Some((put(term), closed))
    }
}

impl Kernel<'_> {
    /// The derivative of a term by a name, and conditions that suffice for it to exist.
    fn slope(&self, root: Expr, x: Expr) -> Option<(Expr, Vec<Expr>)> {
        let store = self.store;
        let (zero, one) = (store.int(0), store.int(1));
        let mut open: Vec<Expr> = Vec::new();
        let slope = store.fold(root, |expr, node, slopes: &[Option<Expr>]| {
            // Known everywhere, and its conditions too: a part without x still has to be defined.
            let args = &node.args;
            let product = |a: Expr, b: Expr| slopes::product(store, a, b);
            let d = |k: usize| slopes.get(k).copied().flatten();
            match &node.head {
                Head::Name(_) => Some(if expr == x { one } else { zero }),
                Head::Number(_) => Some(zero),
                // An entry does not change with a scalar of another name.
                Head::Entry => (!store.contains(expr, x)).then_some(zero),
                // Nor an unknown function, where it is defined.
                Head::Apply(_) if !store.contains(expr, x) => {
                    open.push(store.eq(expr, expr));
                    Some(zero)
                }
                Head::Add => {
                    let terms: Option<Vec<Expr>> = (0..args.len()).map(d).collect();
                    let terms: Vec<Expr> = terms?.into_iter().filter(|t| *t != zero).collect();
                    Some(store.add(terms.as_slice()))
                }
                Head::Neg => Some(match d(0)? {
                    t if t == zero => zero,
                    t => store.neg(t),
                }),
                Head::Mul => {
                    let mut terms = Vec::new();
                    for k in 0..args.len() {
                        let mut term = d(k)?;
                        for (j, factor) in args.iter().enumerate() {
                            if j != k {
                                term = product(term, *factor);
                            }
                        }
                        if term != zero {
                            terms.push(term);
                        }
                    }
                    Some(store.add(terms.as_slice()))
                }
                Head::Div => slopes::quotient(store, args, (d(0)?, d(1)?), &mut open),
                Head::Pow => slopes::power(store, expr, args, (d(0)?, d(1)?), &mut open),
                Head::Sum => self.slope_of_sum(args, d(3)?, x, &mut open),
                Head::Piecewise => self.slope_of_cases(args, slopes, x, &mut open),
                Head::Call(f) if matches!(f.name, "max" | "min") && args.len() == 2 => {
                    // The case in force stays in force nearby, unless there is a tie.
                    open.push(store.relate(Relation::NotEqual, args[0], args[1]));
                    let larger = store.relate(Relation::GreaterEqual, args[0], args[1]);
                    let (first, second) = if f.name == "max" { (0, 1) } else { (1, 0) };
                    let pieces = [larger, d(first)?, d(second)?];
                    Some(store.make(Head::Piecewise, pieces.as_slice()))
                }
                Head::Call(f) if args.len() == 1 || f.name == "root" => {
                    let found = slopes::call(store, f.name, expr, args, d(0)?, &mut open)?;
                    Some(if d(0)? == zero { zero } else { found })
                }
                _ => None,
            }
        })?;
        // A condition on a bound index has been stated for its whole range.
        let known = store.free_names(root);
        open.retain(|condition| {
            let names = store.free_names(*condition);
            names.iter().all(|name| *name == x || known.contains(name))
        });
        Some((slope, open))
    }

    /// A finite sum is differentiated term by term.
    fn slope_of_sum(&self, args: &Args, body: Expr, x: Expr, open: &mut Vec<Expr>) -> Option<Expr> {
        let store = self.store;
        let [index, lo, hi] = [args[0], args[1], args[2]];
        if index == x || store.contains(lo, x) || store.contains(hi, x) {
            return None;
        }
        for condition in open.clone() {
            if store.free_names(condition).contains(&index) {
                open.push(store.bind(Head::Each, index, lo, hi, condition));
            }
        }
        let zero = store.int(0);
        Some(if body == zero {
            zero
        } else {
            store.bind(Head::Sum, index, lo, hi, body)
        })
    }

    /// The case in force stays in force nearby, where no guard that depends on x is at its edge.
    fn slope_of_cases(
        &self,
        args: &Args,
        slopes: &[Option<Expr>],
        x: Expr,
        open: &mut Vec<Expr>,
    ) -> Option<Expr> {
        let store = self.store;
        let mut pieces = Args::new();
        for (k, pair) in args.chunks(2).enumerate() {
            let value = match pair {
                [guard, _] => {
                    pieces.push(*guard);
                    self.edges(*guard, x, open)?;
                    2 * k + 1
                }
                _ => 2 * k,
            };
            pieces.push(slopes.get(value).copied().flatten()?);
        }
        Some(store.make(Head::Piecewise, pieces))
    }

    /// Adds conditions under which a guard is true nearby exactly where it is true at x: the sides
    /// of its relations are continuous and differ.
    fn edges(&self, guard: Expr, x: Expr, open: &mut Vec<Expr>) -> Option<()> {
        let store = self.store;
        let mut stack = vec![guard];
        while let Some(part) = stack.pop() {
            if !store.contains(part, x) {
                continue;
            }
            match (store.head(part), store.args(part)) {
                (Head::Relation(_), [a, b]) if !store.has_kind(part, &Head::Piecewise) => {
                    for side in [*a, *b] {
                        let (_, more) = self.slope(side, x)?;
                        open.extend(more);
                    }
                    open.push(store.relate(Relation::NotEqual, *a, *b));
                }
                (Head::And | Head::Or | Head::Not, parts) => stack.extend(parts),
                _ => return None,
            }
        }
        Some(())
    }
}
