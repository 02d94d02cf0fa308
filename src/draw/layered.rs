//! What is shown of a network of layers.

use super::scheme::{Column, Scheme, Stage, activation, indices};
use crate::expr::{Expr, Store};
use crate::network::{Bias, Inputs, Layer, Outputs, Size, Weights};
use crate::parse::variable;
use crate::render::page::Text;

/// The scheme of a network of layers.
pub(super) fn scheme(
    store: &Store,
    inputs: &Inputs,
    layers: &[Layer],
    outputs: &Outputs,
) -> Scheme {
    let inputs = input_column(store, inputs);
    let mut stages = Vec::new();
    let mut before = Before {
        indices: indices(store, &inputs.size).0,
        scalar: inputs.size == Size::Number(1) && !is_entry(store, &inputs),
    };
    for layer in layers {
        let (shown, gap) = indices(store, &layer.units);
        let (activation, softmax, curve) = activation(store, &layer.function);
        let single = layer.units == Size::Number(1);
        stages.push(Stage {
            weights: shown
                .iter()
                .map(|k| before.weights(store, layer, (!single).then_some(*k)))
                .collect(),
            biases: shown
                .iter()
                .map(|k| bias(store, layer, (!single).then_some(*k)))
                .collect(),
            names: names(store, layer, &before.size(&inputs, &stages)),
            activation,
            softmax,
            curve,
            units: Column {
                shown: shown.clone(),
                gap,
                size: layer.units.clone(),
            },
        });
        before = Before {
            indices: shown,
            scalar: single,
        };
    }
    let last = stages.last().map(|stage| &stage.units);
    let outputs = match (outputs, last) {
        (Outputs::Named(names), Some(units)) if names.len() > 1 => {
            let of = |k: &Expr| names.get(place(store, *k)?);
            let found = units.shown.iter().filter_map(of);
            found.map(|name| variable(store, name)).collect()
        }
        (Outputs::Symbol(name), Some(units)) if units.size != Size::Number(1) => {
            let of = |k: &Expr| store.entry(store.name(name), &[*k]);
            units.shown.iter().map(of).collect()
        }
        (Outputs::Symbol(name), _) => vec![variable(store, name)],
        (Outputs::Named(names), _) => {
            let first = names.first().map_or("y", String::as_str);
            vec![variable(store, first)]
        }
    };
    Scheme {
        inputs,
        layers: stages,
        outputs,
    }
}

/// The place in a list of an index, which counts from 1.
fn place(store: &Store, index: Expr) -> Option<usize> {
    usize::try_from(store.small_integer(index)? - 1).ok()
}

fn input_column(store: &Store, inputs: &Inputs) -> Column<Expr> {
    match inputs {
        Inputs::Named(names) => {
            let size = Size::Number(names.len() as u64);
            let (shown, gap) = indices(store, &size);
            let of = |k: &Expr| names.get(place(store, *k)?);
            let shown = shown.iter().filter_map(of);
            Column {
                shown: shown.map(|name| variable(store, name)).collect(),
                gap,
                size,
            }
        }
        Inputs::Indexed { name, size } => {
            let (shown, gap) = indices(store, size);
            let base = store.name(name);
            Column {
                shown: shown.iter().map(|k| store.entry(base, &[*k])).collect(),
                gap,
                size: size.clone(),
            }
        }
    }
}

/// Whether the only input is the entry of a vector.
fn is_entry(store: &Store, inputs: &Column<Expr>) -> bool {
    let entry = |input: &Expr| *store.head(*input) == crate::expr::Head::Entry;
    inputs.shown.first().is_some_and(entry)
}

/// The values before a layer.
struct Before {
    /// The indices of those that are shown.
    indices: Vec<Expr>,
    /// Whether there is one, which is no entry of a vector.
    scalar: bool,
}

impl Before {
    /// The weights of a unit, or of the only unit, for the values that are shown.
    fn weights(&self, store: &Store, layer: &Layer, unit: Option<Expr>) -> Vec<Expr> {
        let of = |j: &Expr| match (&layer.weights, unit) {
            (Weights::Symbol(name), Some(k)) => Some(store.entry(store.name(name), &[k, *j])),
            (Weights::Symbol(name), None) if self.scalar => Some(variable(store, name)),
            (Weights::Symbol(name), None) => Some(store.entry(store.name(name), &[*j])),
            (Weights::Values(rows), unit) => {
                let row = unit.map_or(Some(0), |k| place(store, k))?;
                rows.get(row)?.get(place(store, *j)?).copied()
            }
        };
        self.indices.iter().filter_map(of).collect()
    }

    fn size(&self, inputs: &Column<Expr>, stages: &[Stage]) -> Size {
        let last = stages.last().map(|stage| &stage.units.size);
        last.unwrap_or(&inputs.size).clone()
    }
}

fn bias(store: &Store, layer: &Layer, unit: Option<Expr>) -> Option<Expr> {
    match (&layer.bias, unit) {
        (Bias::None, _) => None,
        (Bias::Symbol(name), Some(k)) => Some(store.entry(store.name(name), &[k])),
        (Bias::Symbol(name), None) => Some(variable(store, name)),
        (Bias::Values(values), Some(k)) => {
            let at = place(store, k)?;
            values.get(at).or(values.first()).copied()
        }
        (Bias::Values(values), None) => values.first().copied(),
    }
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
