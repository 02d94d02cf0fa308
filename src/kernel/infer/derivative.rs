//! Derivatives worked out: sums, products, quotients, powers and chains of known functions.
//!
//! The derivative of a term at a point is defined where the term is differentiable. The conditions
//! found here suffice for that, and hold on an open set: u > 0 for log u and √u, u ≠ 0 for |u|.

use num_rational::BigRational;
use num_traits::Zero;

use super::Outcome;
use crate::expr::{Binding, Expr, Head, Relation, Store};
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
            let mut open = Vec::new();
            term = slope(store, term, *name, &mut open)?;
            conditions.extend(open);
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

/// What a node contributes: its derivative; `None` where no rule is known.
fn slope(store: &Store, root: Expr, x: Expr, open: &mut Vec<Expr>) -> Option<Expr> {
    let zero = store.int(0);
    let one = store.int(1);
    store.fold(root, |expr, node, slopes: &[Option<Expr>]| {
        // Known everywhere, and its conditions too: a part without x still has to be defined.
        let args = &node.args;
        let product = |a: Expr, b: Expr| {
            if a == zero || b == zero {
                zero
            } else if a == one {
                b
            } else if b == one {
                a
            } else {
                store.mul([a, b].as_slice())
            }
        };
        let mut need = |relation, term, value| {
            let nonzero = |value: BigRational| !value.is_zero();
            if !store.literal(term).is_some_and(nonzero) {
                open.push(store.relate(relation, term, value));
            }
        };
        let square = |e: Expr| store.pow(e, store.int(2));
        let d = |k: usize| slopes.get(k).copied().flatten();
        match &node.head {
            Head::Name(_) => Some(if expr == x { one } else { zero }),
            Head::Number(_) => Some(zero),
            // An entry does not change with a scalar of another name.
            Head::Entry => (!store.contains(expr, x)).then_some(zero),
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
            Head::Div => {
                let (a, b) = (args[0], args[1]);
                need(Relation::NotEqual, b, zero);
                if store.literal(b).is_some_and(|value| value.is_zero()) {
                    return None;
                }
                let (da, db) = (d(0)?, d(1)?);
                if db == zero {
                    return Some(if da == zero { zero } else { store.div(da, b) });
                }
                let top = store.sub(product(da, b), product(a, db));
                Some(store.div(top, square(b)))
            }
            Head::Pow => {
                let (a, n) = (args[0], args[1]);
                let (da, dn) = (d(0)?, d(1)?);
                match store.small_integer(n) {
                    Some(k) if k > 0 => {
                        let power = match k {
                            1 => one,
                            2 => a,
                            _ => store.pow(a, store.int(k - 1)),
                        };
                        Some(product(product(store.int(k), power), da))
                    }
                    Some(k) if dn == zero && k < 0 => {
                        need(Relation::NotEqual, a, zero);
                        let power = store.pow(a, store.int(k.checked_sub(1)?));
                        Some(product(product(n, power), da))
                    }
                    _ => {
                        open.push(store.relate(Relation::Greater, a, zero));
                        let first = product(product(n, store.pow(a, store.sub(n, one))), da);
                        let log = store.call("log", &[a]);
                        let second = product(product(expr, log), dn);
                        Some(match (first == zero, second == zero) {
                            (_, true) => first,
                            (true, _) => second,
                            _ => store.add([first, second].as_slice()),
                        })
                    }
                }
            }
            Head::Call(f) if args.len() == 1 => {
                let (u, du) = (args[0], d(0)?);
                let over = |bottom: Expr| store.div(du, bottom);
                let minus_square = || store.sub(one, square(expr));
                let found = match f.name {
                    "exp" => product(expr, du),
                    "log" => {
                        open.push(store.relate(Relation::Greater, u, zero));
                        over(u)
                    }
                    "sqrt" => {
                        open.push(store.relate(Relation::Greater, u, zero));
                        over(store.mul([store.int(2), expr].as_slice()))
                    }
                    "abs" => {
                        open.push(store.relate(Relation::NotEqual, u, zero));
                        product(store.div(u, expr), du)
                    }
                    "sigmoid" => product(product(expr, store.sub(one, expr)), du),
                    "tanh" => product(minus_square(), du),
                    "sin" => product(store.call("cos", &[u]), du),
                    "cos" => store.neg(product(store.call("sin", &[u]), du)),
                    "sinh" => product(store.call("cosh", &[u]), du),
                    "cosh" => product(store.call("sinh", &[u]), du),
                    "asinh" => over(store.call("sqrt", &[store.add([square(u), one].as_slice())])),
                    "atan" => over(store.add([one, square(u)].as_slice())),
                    "logit" => {
                        open.push(store.relate(Relation::Greater, u, zero));
                        open.push(store.relate(Relation::Less, u, one));
                        over(store.mul([u, store.sub(one, u)].as_slice()))
                    }
                    "Phi" => {
                        let exponent = store.neg(store.div(square(u), store.int(2)));
                        let two_pi = store.mul([store.int(2), store.name("pi")].as_slice());
                        let density = store.div(
                            store.call("exp", &[exponent]),
                            store.call("sqrt", &[two_pi]),
                        );
                        product(density, du)
                    }
                    _ => return None,
                };
                Some(if du == zero { zero } else { found })
            }
            _ => None,
        }
    })
}
