//! Networks with a nonlinear hidden layer: the proof that they are no GLM in their inputs.

use num_rational::BigRational;
use num_traits::Zero;

use super::activation::activated;
use super::assemble::{Letters, Predictors};
use super::network::Last;
use super::outcome::Derivation;
use super::refute::Evidence;
use crate::eval::{Assignment, compare, exact};
use crate::expr::{Binding, Store};
use crate::network::{Function, Inputs, Layer, Weights};
use crate::render::page::{Block, Text};

/// Puts the whole network's equation on the page, and a point at which the inverted output is
/// not affine in the inputs: shown for weights 1 on one path and 0 elsewhere, biases 0.
pub fn refine(
    store: &Store,
    derivation: &mut Derivation,
    whole: &Last,
    function: &Function,
    layers: &[Layer],
    _inputs: &Inputs,
    letters: &mut Letters<'_>,
) {
    let eta = letters.pick(&["eta", "z", "t"]);
    if let (Predictors::One(p), Predictors::One(z)) = (&whole.responses, &whole.predictors)
        && let Some(last) = activated(store, function, eta, *p)
    {
        let body = last
            .named
            .filter(|n| !matches!(store.head(*n), crate::expr::Head::Apply(_)));
        let binding: Binding = [(eta, *z)].into_iter().collect();
        let value = store.substitute(body.unwrap_or(last.body), &binding);
        derivation.page.network = store.eq(*p, value);
    }
    let symbolic = layers
        .iter()
        .all(|l| matches!(l.weights, Weights::Symbol(_)));
    if !symbolic {
        return;
    }
    // The predictor along one path: the hidden activations composed.
    let t = letters.pick(&["t", "x", "u"]);
    let mut path = t;
    for layer in &layers[..layers.len() - 1] {
        let Some(hidden) = activated(store, &layer.function, eta, eta) else {
            return;
        };
        path = store.substitute(hidden.body, &[(eta, path)].into_iter().collect::<Binding>());
    }
    let at = |n: i64| store.substitute(path, &[(t, store.int(n))].into_iter().collect::<Binding>());
    for (a, b, c) in [(-1, 0, 1), (0, 1, 2), (-2, -1, 0), (-2, 0, 2)] {
        let double = store.mul([store.int(2), at(b)].as_slice());
        let sum = store.add([at(a), at(c)].as_slice());
        let none = Assignment::new();
        let apart = match exact(store, store.sub(sum, double), &none) {
            Some(value) => value != BigRational::zero(),
            None => matches!(
                compare(store, sum, double, &none),
                Some(std::cmp::Ordering::Less | std::cmp::Ordering::Greater)
            ),
        };
        if apart {
            let formula = store.relate(crate::expr::Relation::NotEqual, sum, double);
            let text = Text::from(
                "For general weights the predictor is not affine in the inputs. With weights 1 \
                 along one path, all others 0 and all biases 0, it takes along the first input ",
            )
            .math(t)
            .words(" the value ")
            .math(path)
            .words("; an affine function would have equal second differences, but at ")
            .math(store.int(a))
            .words(", ")
            .math(store.int(b))
            .words(" and ")
            .math(store.int(c))
            .words(":");
            let at = derivation.page.blocks.len().saturating_sub(1);
            derivation
                .page
                .blocks
                .insert(at, Block::Paragraph(text.clone()));
            derivation
                .page
                .blocks
                .insert(at + 1, Block::Formulas(vec![formula]));
            derivation.evidence = Some(Evidence {
                text,
                formulas: vec![formula],
            });
            return;
        }
    }
}
