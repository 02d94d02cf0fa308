//! What is shown of a network of layers.

use super::scheme::{Column, Scheme, Stage, activation, indices};
use crate::derive::assemble::{self, Predictors, Signal};
use crate::expr::{Expr, Head, Store};
use crate::network::{Bias, Inputs, Layer, Outputs, Size, Weights};
use crate::render::page::Text;

/// The scheme of a network of layers.
pub(super) fn scheme(
    store: &Store,
    inputs: &Inputs,
    layers: &[Layer],
    outputs: &Outputs,
) -> Scheme {
    let size = match inputs {
        Inputs::Named(names) => Size::Number(names.len() as u64),
        Inputs::Indexed { size, .. } => size.clone(),
    };
    let (mut before, gap) = indices(store, &size);
    let inputs = Column {
        shown: values(store, &assemble::inputs(store, inputs), &before),
        gap,
        size,
    };
    let mut stages: Vec<Stage> = Vec::new();
    let entry = |input: &Expr| *store.head(*input) == Head::Entry;
    let mut scalar = inputs.size == Size::Number(1) && !inputs.shown.iter().any(entry);
    for layer in layers {
        let (shown, gap) = indices(store, &layer.units);
        let (activation, softmax, curve) = activation(store, &layer.function);
        let single = layer.units == Size::Number(1);
        let unit = |k: &Expr| (!single).then_some(*k);
        let weights = |k: &Expr| {
            let input = |j: &Expr| (!scalar || !single).then_some(*j);
            let of = |j: &Expr| assemble::weight(store, layer, unit(k), input(j));
            before.iter().filter_map(of).collect()
        };
        let last = stages.last().map(|stage| &stage.units.size);
        stages.push(Stage {
            weights: shown.iter().map(weights).collect(),
            biases: shown
                .iter()
                .map(|k| assemble::bias(store, layer, unit(k)))
                .collect(),
            names: names(store, layer, last.unwrap_or(&inputs.size)),
            activation,
            softmax,
            curve,
            units: Column {
                shown: shown.clone(),
                gap,
                size: layer.units.clone(),
            },
        });
        (before, scalar) = (shown, single);
    }
    let outputs = stages.last().map_or_else(Vec::new, |last| {
        let like = match last.units.size {
            Size::Number(1) => Predictors::One(store.slot(1)),
            _ => Predictors::Indexed(store.slot(1), store.slot(2)),
        };
        let outputs = Signal::from(assemble::outputs(store, outputs, &like));
        values(store, &outputs, &before)
    });
    Scheme {
        inputs,
        layers: stages,
        outputs,
    }
}

/// Those of some values that are shown.
fn values(store: &Store, all: &Signal, shown: &[Expr]) -> Vec<Expr> {
    let found = shown.iter().filter_map(|index| all.at(store, *index));
    found.collect()
}

/// The names of the weights and biases of a layer, with the size of the matrix.
fn names(store: &Store, layer: &Layer, before: &Size) -> Text {
    let size = |size: &Size| match size {
        Size::Number(n) => Text::from(n.to_string().as_str()),
        Size::Symbol(name) => Text::default().math(store.name(name)),
    };
    let mut text = Text::default();
    if let Weights::Symbol(name) = &layer.weights {
        text = text.math(store.name(name)).words(" (");
        text.0.extend(size(&layer.units).0);
        text = text.words(" × ");
        text.0.extend(size(before).0);
        text = text.words(")");
    }
    if let Bias::Symbol(name) = &layer.bias {
        if !text.0.is_empty() {
            text = text.words(", ");
        }
        text = text.math(store.name(name));
    }
    text
}
