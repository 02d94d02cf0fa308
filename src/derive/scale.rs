//! What an equation says on the scale of a link: g(response) = predictor, or response =
//! g⁻¹(predictor); and whether a predictor is affine in the inputs.
//!
//! It is read from the formulas alone, so that whoever has only the text of a result can tell.

use rustc_hash::FxHashSet;

use super::activation::{activated, declared};
use super::collapse::is_input;
use crate::expr::{Binding, Expr, Head, Store};
use crate::kernel::arrange::Arranger;
use crate::kernel::ring;
use crate::links::{Link, Shape};
use crate::network::Function;
use crate::render::page::LinkCard;

/// Parts of a mean that may be its predictor, at most.
const PARTS: usize = 200;
/// Longer terms are compared as they are arranged only.
const LONG: u64 = 2_000;

/// A declared link as it stands on a page, for values of its parameters; for categories, of their
/// number.
pub fn card(
    store: &Store,
    link: &'static Link,
    values: &[Expr],
    categories: Option<Expr>,
) -> Option<LinkCard> {
    let (mu, eta) = (store.name("mu"), store.name("eta"));
    let name = link.name.to_owned();
    if link.shape == Shape::Scalar {
        let function = Function::Link(link, values.to_vec());
        let known = activated(store, &function, eta, mu)?;
        return Some(LinkCard {
            name,
            formula: known.usual?,
            inverse: known.body,
            domain: known.domain?,
        });
    }
    let binding: Binding = [(store.name("K"), categories?)].into_iter().collect();
    // What holds for every category is said of the category k.
    let put = |text: &&str| {
        let all = store.substitute(declared(store, text)?, &binding);
        Some(match (store.head(all), store.args(all)) {
            (Head::Each, [_, _, _, body]) => *body,
            _ => all,
        })
    };
    let domain: Option<Vec<Expr>> = link.domain.iter().map(put).collect();
    Some(LinkCard {
        name,
        formula: put(&link.forward)?,
        inverse: put(&link.inverse)?,
        domain: store.and(domain?),
    })
}

/// Reads equations on the scale of a link.
pub struct Scale<'a> {
    store: &'a Store,
    arranger: Arranger,
    formula: Expr,
    inverse: Expr,
    /// The names of the outputs, in order.
    outputs: Vec<Expr>,
}

/// A response and its predictor.
pub struct Scaled {
    /// A name, or an entry.
    pub response: Expr,
    /// What g of the response equals.
    pub predictor: Expr,
}

impl<'a> Scale<'a> {
    /// For a link, g(μ) in `mu` and g⁻¹(η) in `eta`, and the names of the outputs.
    pub fn new(store: &'a Store, formula: Expr, inverse: Expr, outputs: &[Expr]) -> Scale<'a> {
        Scale {
            store,
            arranger: Arranger::default(),
            formula: plainly(store, formula),
            inverse: plainly(store, inverse),
            outputs: outputs.to_vec(),
        }
    }

    /// Whether two terms are the same but for their arrangement.
    pub fn same(&self, a: Expr, b: Expr) -> bool {
        let store = self.store;
        let short = || store.written_size(a) < LONG && store.written_size(b) < LONG;
        a == b
            || self.arranger.same(store, a, b)
            || short() && ring::equal(store, &self.arranger, a, b)
    }

    /// What an equation, or one for each index, says on the link's scale.
    pub fn of(&self, equation: Expr) -> Option<Scaled> {
        let store = self.store;
        let (index, equation) = match (store.head(equation), store.args(equation)) {
            (Head::Each, [index, _, _, body]) => (Some(*index), *body),
            _ => (None, equation),
        };
        let (a, b) = store.sides(equation)?;
        [(a, b), (b, a)].into_iter().find_map(|(side, other)| {
            self.on_link_side(side, other, index)
                .or_else(|| self.on_mean_side(side, other))
        })
    }

    /// g(response) = predictor.
    fn on_link_side(&self, side: Expr, predictor: Expr, index: Option<Expr>) -> Option<Scaled> {
        let store = self.store;
        let side = plainly(store, side);
        let mut responses: Vec<Expr> = store
            .subterms(side)
            .into_iter()
            .filter(|part| self.is_response(*part))
            .collect();
        responses.dedup();
        let found = responses.into_iter().find(|response| {
            let forms = self.of_response(*response, index);
            forms.into_iter().any(|form| self.same(form, side))
        });
        let free = !store
            .subterms(predictor)
            .into_iter()
            .any(|part| self.is_response(part));
        found.filter(|_| free).map(|response| Scaled {
            response,
            predictor,
        })
    }

    /// The link's formula for a response; of categories there is one for each place.
    fn of_response(&self, response: Expr, index: Option<Expr>) -> Vec<Expr> {
        let store = self.store;
        let (mu, k) = (store.name("mu"), store.name("k"));
        if !store.contains(self.formula, k) {
            let binding: Binding = [(mu, response)].into_iter().collect();
            return vec![store.substitute(self.formula, &binding)];
        }
        let of_place = |place: Expr| {
            let chosen: Binding = [(k, place)].into_iter().collect();
            let formula = store.substitute(self.formula, &chosen);
            match (
                store.head(response),
                store.args(response),
                self.outputs.as_slice(),
            ) {
                (Head::Entry, [base, ..], [_]) => {
                    store.substitute(formula, &[(mu, *base)].into_iter().collect())
                }
                (_, _, outputs) => {
                    let number = |n: usize| store.int(n as i64 + 1);
                    let entries = outputs.iter().enumerate();
                    let binding: Binding = entries
                        .map(|(n, output)| (store.entry(mu, &[number(n)]), *output))
                        .collect();
                    store.substitute(formula, &binding)
                }
            }
        };
        let places = match (store.head(response), store.args(response), index) {
            (_, _, Some(index)) => vec![index],
            (Head::Entry, [_, place], _) if self.outputs.len() == 1 => vec![*place],
            _ => {
                let found = self.outputs.iter().position(|output| *output == response);
                found.map(|n| store.int(n as i64 + 1)).into_iter().collect()
            }
        };
        places.into_iter().map(of_place).collect()
    }

    /// response = g⁻¹(predictor).
    fn on_mean_side(&self, response: Expr, mean: Expr) -> Option<Scaled> {
        let store = self.store;
        if !self.is_response(response) || store.contains(self.formula, store.name("k")) {
            return None;
        }
        let mean = plainly(store, mean);
        let mut parts = store.subterms(mean);
        parts.retain(|part| !store.head(*part).is_formula());
        parts.sort_by_key(|part| std::cmp::Reverse(store.written_size(*part)));
        let predictor = parts.into_iter().take(PARTS).find(|part| {
            let binding: Binding = [(store.name("eta"), *part)].into_iter().collect();
            let whole = store.substitute(self.inverse, &binding);
            whole == mean || self.arranger.same(store, whole, mean)
        })?;
        Some(Scaled {
            response,
            predictor,
        })
    }

    /// Whether a term is g⁻¹ of the predictor of a model.
    pub fn is_mean(&self, model: &Scaled, mean: Expr) -> bool {
        let store = self.store;
        let binding: Binding = [(store.name("eta"), model.predictor)].into_iter().collect();
        self.same(
            store.substitute(self.inverse, &binding),
            plainly(store, mean),
        )
    }

    fn is_response(&self, part: Expr) -> bool {
        let store = self.store;
        self.outputs.contains(&part)
            || *store.head(part) == Head::Entry && self.outputs.contains(&store.args(part)[0])
    }
}

/// Functions that have a formula of their own in links, written out: `logit(p)` is log(p/(1−p)).
fn plainly(store: &Store, term: Expr) -> Expr {
    let one = store.int(1);
    store.rebuild(term, |head, args| match (head, args) {
        (Head::Call(f), [a]) if f.name == "logit" => {
            let odds = store.div(*a, store.sub(one, *a));
            Some(store.call("log", &[odds]))
        }
        (Head::Call(f), [a]) if f.name == "sigmoid" => {
            let power = store.call("exp", &[store.neg(*a)]);
            Some(store.div(one, store.add([one, power].as_slice())))
        }
        _ => None,
    })
}

/// What is known of a part of a predictor.
#[derive(Clone, Copy)]
struct Part {
    /// An input occurs in it.
    has: bool,
    /// It is affine in the inputs, or in functions of them where those may be columns.
    affine: bool,
    /// Nothing but inputs and numbers occurs in it.
    pure: bool,
}

/// Whether a predictor is affine in the inputs, with coefficients that are free of them; where
/// `columns` are allowed, functions of inputs alone count as inputs.
pub fn is_affine(store: &Store, predictor: Expr, inputs: &FxHashSet<Expr>, columns: bool) -> bool {
    let whole = store.fold(predictor, |expr, node, args: &[Part]| {
        let known = is_input(store, inputs, expr);
        let has = known || args.iter().any(|arg| arg.has);
        let pure = match node.head {
            Head::Name(_) => known || store.is_constant(expr),
            Head::Entry => known,
            _ => args.iter().all(|arg| arg.pure),
        };
        let all = || args.iter().all(|arg| arg.affine);
        // Of several factors that have inputs, all must be columns.
        let one = || {
            let with: Vec<&Part> = args.iter().filter(|arg| arg.has).collect();
            with.len() <= 1 || columns && with.iter().all(|arg| arg.pure)
        };
        let affine = !has
            || columns && pure
            || match node.head {
                Head::Name(_) => true,
                // An entry of an input at a place that inputs say is none.
                Head::Entry => !args[1..].iter().any(|arg| arg.has),
                Head::Add | Head::Neg => all(),
                Head::Mul => all() && one(),
                Head::Div => {
                    args[0].affine && (!args[1].has || columns && args[1].pure && args[0].pure)
                }
                Head::Sum => args[3].affine && !args[1].has && !args[2].has,
                _ => false,
            };
        Part { has, affine, pure }
    });
    whole.affine
}
