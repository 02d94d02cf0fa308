//! Modules of PyTorch, as they are in evaluation mode.

use std::ops::Range;
use std::rc::Rc;

use super::run::Machine;
use super::run::values::{Made, Value};
use crate::models::graph::Op;

/// Modules that do nothing in evaluation mode.
const NOTHING: &[&str] = &[
    "Dropout",
    "Dropout1d",
    "AlphaDropout",
    "FeatureAlphaDropout",
    "Identity",
];

/// A module applied to vectors.
pub fn layer(
    machine: &mut Machine<'_>,
    made: &Rc<Made>,
    given: &[usize],
    span: &Range<usize>,
) -> Value {
    let node = given[0];
    match made.name() {
        "Linear" | "LazyLinear" => {
            let lazy = made.name() == "LazyLinear";
            let first = usize::from(!lazy);
            let units = machine.size(made.argument(first, &["out_features"]), "K", &made.span);
            if !lazy {
                let width = made.argument(0, &["in_features"]).cloned();
                let width = machine.size(width.as_ref(), "n", &made.span);
                if !machine.widen(node, &width) {
                    let why = format!(
                        "`{}` takes values of another number than it is given",
                        machine.excerpt(&made.span)
                    );
                    return Value::unknown(made.span.clone(), why);
                }
            }
            let bias = made.argument(first + 1, &["bias"]).cloned();
            machine.dense(node, units, bias.as_ref(), made)
        }
        "Sequential" => machine.through(&made.parts(), node, span),
        "Flatten" | "Unflatten" => machine.flat(node, span),
        name if NOTHING.contains(&name) => Value::Tensor(node),
        "BatchNorm1d" | "LazyBatchNorm1d" => {
            let shape = machine.info[node].shape.clone();
            let node = machine.node(Op::Identity, vec![node], shape, made.span.clone());
            machine.info[node].normalizes = true;
            Value::Tensor(node)
        }
        _ => {
            let found = machine.named_activation(&made.path, &made.arguments, node, &made.span);
            found.unwrap_or_else(|| machine.no_layer(made))
        }
    }
}
