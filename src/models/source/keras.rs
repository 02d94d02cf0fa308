//! Layers of Keras, as they are at inference.

use std::ops::Range;
use std::rc::Rc;

use super::run::Machine;
use super::run::values::{Made, Value};
use crate::models::graph::{BiasOf, Op};
use crate::network::Size;

/// Layers that do nothing at inference.
const NOTHING: &[&str] = &[
    "Dropout",
    "SpatialDropout1D",
    "GaussianNoise",
    "GaussianDropout",
    "AlphaDropout",
    "ActivityRegularization",
    "Identity",
    "InputLayer",
];

/// A layer applied to vectors.
pub fn layer(
    machine: &mut Machine<'_>,
    made: &Rc<Made>,
    given: &[usize],
    span: &Range<usize>,
) -> Value {
    let node = given[0];
    let name = made.name();
    match name {
        "Dense" => {
            if let [_, _, ..] = machine.info[node].shape.as_slice() {
                let why = "a dense layer on several axes acts on each row by itself; flatten its input first";
                return Value::unknown(made.span.clone(), why);
            }
            let units = machine.size(made.argument(0, &["units"]), "K", &made.span);
            let bias = made.argument(2, &["use_bias"]);
            let value = machine.dense(node, units, bias, made);
            let option = made.argument(1, &["activation"]).cloned();
            machine.activated(option.as_ref(), value, &made.span)
        }
        "Activation" => {
            let option = made.argument(0, &["activation"]).cloned();
            match option {
                Some(option) => machine.activated(Some(&option), Value::Tensor(node), &made.span),
                None => machine.no_layer(made),
            }
        }
        "Flatten" => machine.flat(node, span),
        "Reshape" => {
            let target = made
                .argument(0, &["target_shape"])
                .cloned()
                .unwrap_or(Value::None);
            let shape = machine.shape(&target, false, span);
            let value = machine.flat(node, span);
            if let (Value::Tensor(node), true) = (&value, shape.len() > 1) {
                machine.info[*node].shape = shape;
            }
            value
        }
        name if NOTHING.contains(&name) => Value::Tensor(node),
        "BatchNormalization" | "Normalization" => {
            let shape = machine.info[node].shape.clone();
            let node = machine.node(Op::Identity, vec![node], shape, made.span.clone());
            machine.info[node].normalizes = true;
            Value::Tensor(node)
        }
        "Rescaling" => {
            let scale = made.argument(0, &["scale"]).and_then(Value::number);
            let offset = made
                .argument(1, &["offset"])
                .map_or(Some(0.0), Value::number);
            match (scale, offset) {
                (Some(scale), Some(offset)) => machine.scaled(node, scale, offset, span),
                _ => machine.no_layer(made),
            }
        }
        "Add" => machine.joined(Op::Add, given, span),
        "Subtract" if given.len() == 2 => machine.joined(Op::Subtract, given, span),
        "Average" => machine.joined(Op::Average, given, span),
        "Concatenate" => machine.joined(Op::Concat, given, span),
        "Sequential" => machine.through(&made.parts(), node, span),
        "Model" | "Functional" => again(machine, made, given, span),
        "Lambda" => {
            let function = made.argument(0, &["function"]).cloned();
            match function {
                Some(function) => machine.call(function, vec![(None, Value::Tensor(node))], span),
                None => machine.no_layer(made),
            }
        }
        _ => {
            let found = machine.named_activation(&made.path, &made.arguments, node, &made.span);
            found.unwrap_or_else(|| machine.no_layer(made))
        }
    }
}

/// The shape that a layer says its input has, without the axis of the samples.
pub fn input_shape(machine: &mut Machine<'_>, made: &Made) -> Option<Vec<Size>> {
    if let Some(dim) = made.named(&["input_dim"]) {
        let dim = dim.clone();
        return Some(vec![machine.size(Some(&dim), "n", &made.span)]);
    }
    if let Some(shape) = made.named(&["batch_input_shape", "batch_shape"]) {
        let shape = shape.clone();
        return Some(machine.shape(&shape, true, &made.span));
    }
    let own = matches!(made.name(), "Input" | "InputLayer");
    let shape = match own {
        true => made.argument(0, &["shape", "input_shape"]),
        false => made.named(&["input_shape"]),
    };
    let shape = shape?.clone();
    Some(machine.shape(&shape, false, &made.span))
}

/// `keras.Input(…)`: a node.
pub fn input(machine: &mut Machine<'_>, made: &Made) -> Value {
    let shape = input_shape(machine, made).unwrap_or_default();
    let node = machine.input(shape, &made.span);
    if let Some(name) = made.named(&["name"]).and_then(Value::text) {
        machine.graph.nodes[node].name = name.to_owned();
    }
    Value::Tensor(node)
}

/// A sequential model from its input on: the input and the output.
pub fn sequential(machine: &mut Machine<'_>, made: &Made) -> (usize, Value) {
    let mut parts = made.parts();
    let mut shape = None;
    if let Some(Value::Tensor(node)) = parts.first() {
        let node = *node;
        parts.remove(0);
        if let Op::Input { .. } = machine.graph.nodes[node].op {
            return (node, machine.through(&parts, node, &made.span));
        }
    }
    for part in &parts {
        if let (Value::Made(layer), None) = (part, &shape) {
            shape = input_shape(machine, layer);
        }
    }
    let built = machine
        .events
        .iter()
        .find(|event| event.of == made.id && &*event.method == "build");
    let built = built
        .and_then(|event| event.arguments.first())
        .map(|(_, shape)| shape.clone());
    if let (None, Some(built)) = (&shape, built) {
        shape = Some(machine.shape(&built, true, &made.span));
    }
    let node = machine.input(shape.unwrap_or_default(), &made.span);
    (node, machine.through(&parts, node, &made.span))
}

/// A model's inputs and outputs.
pub fn ends(made: &Made) -> Option<(Vec<usize>, Vec<Value>)> {
    let all = |value: &Value| match value {
        Value::List(items) => items.borrow().clone(),
        Value::Dict(pairs) => pairs
            .borrow()
            .iter()
            .map(|(_, value)| value.clone())
            .collect(),
        one => vec![one.clone()],
    };
    let inputs = all(made.argument(0, &["inputs", "input"])?);
    let outputs = all(made.argument(1, &["outputs", "output"])?);
    let nodes = inputs.iter().map(|value| match value {
        Value::Tensor(node) => Some(*node),
        _ => None,
    });
    Some((nodes.collect::<Option<Vec<usize>>>()?, outputs))
}

/// A functional model applied as a layer: its nodes once more.
fn again(machine: &mut Machine<'_>, made: &Made, given: &[usize], span: &Range<usize>) -> Value {
    let Some((inputs, outputs)) = ends(made) else {
        return machine.no_layer(made);
    };
    let [Value::Tensor(output)] = outputs.as_slice() else {
        return machine.no_layer(made);
    };
    if inputs.len() != given.len() {
        return machine.no_layer(made);
    }
    let mut copies: Vec<Option<usize>> = vec![None; *output + 1];
    for (input, given) in inputs.iter().zip(given) {
        if let Some(copy) = copies.get_mut(*input) {
            *copy = Some(*given);
        }
    }
    for node in 0..=*output {
        if copies[node].is_some() {
            continue;
        }
        let own = machine.graph.nodes[node].clone();
        let from: Option<Vec<usize>> = own.from.iter().map(|from| copies[*from]).collect();
        let Some(from) = from.filter(|from| !from.is_empty()) else {
            continue;
        };
        let info = machine.info[node].clone();
        let copy = machine.node(
            own.op,
            from,
            info.shape.clone(),
            own.place.unwrap_or(span.clone()),
        );
        machine.info[copy] = info;
        copies[node] = Some(copy);
    }
    match copies[*output] {
        Some(copy) => Value::Tensor(copy),
        None => machine.no_layer(made),
    }
}

/// A layer without a bias gets one from a normalization beside it.
pub fn with_bias(op: &mut Op) {
    if let Op::Dense {
        weights: None,
        bias,
        ..
    } = op
    {
        *bias = BiasOf::Symbols;
    }
}
