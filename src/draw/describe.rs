//! A drawing in words, for who cannot see it.

use super::scheme::{Scheme, Stage};
use crate::expr::{Expr, Store};
use crate::network::Size;
use crate::render::plain;

/// A few words that say what is drawn.
pub(super) fn title(scheme: &Scheme) -> String {
    let inputs = count(&scheme.inputs.size, "input");
    let layers = match scheme.layers.len() {
        0 | 1 => String::new(),
        n => format!(", {n} layers"),
    };
    let output = scheme.layers.last().map_or(String::new(), |last| {
        let units = count(&last.units.size, "output unit");
        format!(", {units} ({})", last.activation)
    });
    format!("Neural network with {inputs}{layers}{output}")
}

/// All that is drawn.
pub(super) fn description(store: &Store, scheme: &Scheme) -> String {
    let inputs = texts(store, &scheme.inputs.shown, scheme.inputs.gap);
    let mut out = format!("{}: {inputs}.", count(&scheme.inputs.size, "input"));
    for (i, stage) in scheme.layers.iter().enumerate() {
        let layer = match scheme.layers.len() {
            1 => String::new(),
            _ => format!("Layer {}: ", i + 1),
        };
        let units = count(&stage.units.size, "unit");
        out.push_str(&format!(" {layer}{units}, activation {}", stage.activation));
        if let [weights] = stage.weights.as_slice() {
            let before = match i.checked_sub(1) {
                Some(before) => scheme.layers[before].units.gap,
                None => scheme.inputs.gap,
            };
            let weights = texts(store, weights, before);
            out.push_str(&format!(", weights {weights}"));
            if let [Some(bias)] = stage.biases.as_slice() {
                out.push_str(&format!(", bias {}", plain(store, *bias)));
            }
        } else {
            out.push_str(&all_to_all(stage));
        }
        out.push('.');
    }
    if let Some(last) = scheme.layers.last() {
        let outputs = texts(store, &scheme.outputs, last.units.gap);
        out.push_str(&format!(" Output: {outputs}."));
    }
    out
}

fn all_to_all(stage: &Stage) -> String {
    let biased = stage.biases.iter().any(Option::is_some);
    let bias = if biased { " and a bias each" } else { "" };
    format!(", with a weight for each value before it{bias}")
}

/// How many, in words.
pub(super) fn count(size: &Size, what: &str) -> String {
    match size {
        Size::Number(1) => format!("1 {what}"),
        Size::Number(n) => format!("{n} {what}s"),
        Size::Symbol(name) => format!("{name} {what}s"),
    }
}

fn texts(store: &Store, shown: &[Expr], gap: Option<usize>) -> String {
    let mut texts: Vec<String> = shown.iter().map(|one| plain(store, *one)).collect();
    if let Some(gap) = gap {
        texts.insert(gap.min(texts.len()), "…".into());
    }
    texts.join(", ")
}
