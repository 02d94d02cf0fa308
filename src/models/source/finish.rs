//! From the model that was chosen to a graph.

use super::loss;
use super::python::Token;
use super::run::values::{Made, Object, Value};
use super::run::{Machine, between, forward};
use super::select::{Sort, sort};
use super::{keras, sklearn, statsmodels};
use crate::error::Diagnostic;
use crate::models::graph::{Loss, Op};
use crate::models::{Form, Loaded};
use crate::network::Size;
use crate::parse;
use std::ops::Range;
use std::rc::Rc;

/// The most values that an output is looked for in.
const MOST_OUTPUTS: usize = 1_000;

/// The model as a graph or a formula, with notes.
///
/// # Errors
/// What stands between input and output and is not understood.
pub fn loaded(
    mut machine: Machine<'_>,
    tokens: &[Token],
    model: &Value,
) -> Result<Loaded, Diagnostic> {
    match (sort(model), model) {
        (Some(Sort::Sklearn), Value::Made(made)) => return sklearn::loaded(machine, made),
        (Some(Sort::Statsmodels), Value::Made(made)) => return statsmodels::loaded(machine, made),
        _ => {}
    }
    let (inputs, output) = match (sort(model), model) {
        (Some(Sort::Keras), Value::Made(made)) => keras_ends(&mut machine, made)?,
        (_, Value::Made(made)) => {
            let input = machine.input(Vec::new(), &made.span);
            let value = Value::Tensor(input);
            let output = machine.call(Value::Made(made.clone()), vec![(None, value)], &made.span);
            (vec![input], output)
        }
        (_, Value::Object(object)) => object_ends(&mut machine, object),
        _ => (Vec::new(), Value::None),
    };
    let place = match model {
        Value::Made(made) => made.span.clone(),
        Value::Object(object) => object.class.span.clone(),
        _ => 0..0,
    };
    let outputs = outputs(&output, &place)?;
    machine.graph.inputs = inputs;
    machine.graph.outputs = outputs;
    if machine
        .graph
        .outputs
        .iter()
        .all(|node| matches!(machine.graph.nodes[*node].op, Op::Input { .. }))
    {
        return Err(Diagnostic::new("this model has no layers", place).label("nothing is computed"));
    }
    once_each(&machine)?;
    normalizations(&mut machine)?;
    logarithms(&mut machine)?;
    features(&mut machine);
    let kind = match machine.torch {
        true => "source code for PyTorch",
        false => "source code for Keras",
    };
    losses(&mut machine, tokens);
    Ok(Loaded {
        kind,
        model: Form::Graph(machine.graph),
        notes: machine.notes,
    })
}

/// The inputs and the output of a Keras model.
fn keras_ends(
    machine: &mut Machine<'_>,
    made: &Rc<Made>,
) -> Result<(Vec<usize>, Value), Diagnostic> {
    if made.name() == "Sequential" {
        let (input, output) = keras::sequential(machine, made);
        return Ok((vec![input], output));
    }
    match keras::ends(made) {
        Some((inputs, outputs)) if outputs.len() == 1 => Ok((inputs, outputs[0].clone())),
        Some((inputs, outputs)) => Ok((inputs, Value::list(outputs))),
        None => {
            let message = "it is not known what the inputs and outputs of this model are";
            Err(Diagnostic::new(message, made.span.clone())
                .label("expected `Model(inputs, outputs)` of layers that the code applies")
                .help("equiff follows `Input(shape=…)` through the layers up to the model"))
        }
    }
}

/// The inputs and the output of an object: its method is followed.
fn object_ends(machine: &mut Machine<'_>, object: &Rc<Object>) -> (Vec<usize>, Value) {
    let Some(function) = forward(&object.class) else {
        return (Vec::new(), Value::None);
    };
    let mut inputs = Vec::new();
    let mut arguments = Vec::new();
    for parameter in function.parameters.iter().skip(1) {
        if parameter.default.is_none() && parameter.stars == 0 {
            let input = machine.input(Vec::new(), &function.span);
            machine.graph.nodes[input].name = parameter.name.clone();
            inputs.push(input);
            arguments.push((None, Value::Tensor(input)));
        }
    }
    let output = machine.call_function(&function, Some(object.clone()), arguments, &function.span);
    (inputs, output)
}

/// The nodes that a value is: one, or those of a list or a dictionary.
fn outputs(value: &Value, place: &Range<usize>) -> Result<Vec<usize>, Diagnostic> {
    let mut all = Vec::new();
    let mut open = vec![value.clone()];
    // A list may hold itself.
    let mut left = MOST_OUTPUTS;
    while let Some(value) = open.pop() {
        left = left.saturating_sub(1);
        match value {
            _ if left == 0 => return Err(not_followed(place)),
            Value::Tensor(node) => all.push(node),
            Value::List(items) if !items.borrow().is_empty() => {
                open.extend(items.borrow().iter().rev().cloned());
            }
            Value::Dict(pairs) if !pairs.borrow().is_empty() => {
                open.extend(pairs.borrow().iter().rev().map(|(_, item)| item.clone()));
            }
            Value::Unknown(unknown) => return Err(between(&unknown)),
            _ => return Err(not_followed(place)),
        }
    }
    Ok(all)
}

fn not_followed(place: &Range<usize>) -> Diagnostic {
    Diagnostic::new("it is not known what this model gives", place.clone())
        .label("its output cannot be followed")
        .help("equiff follows the values from the model's inputs to what it returns")
}

/// The nodes that the outputs depend on.
fn reached(machine: &Machine<'_>) -> Vec<bool> {
    let nodes = &machine.graph.nodes;
    let mut reached = vec![false; nodes.len()];
    machine
        .graph
        .outputs
        .iter()
        .for_each(|output| reached[*output] = true);
    for node in (0..nodes.len()).rev() {
        if reached[node] {
            nodes[node]
                .from
                .iter()
                .for_each(|from| reached[*from] = true);
        }
    }
    reached
}

/// A layer that is applied twice has the same weights twice, which symbols of each would not say.
fn once_each(machine: &Machine<'_>) -> Result<(), Diagnostic> {
    let mut seen = rustc_hash::FxHashSet::default();
    for (node, reached) in reached(machine).into_iter().enumerate() {
        let own = &machine.graph.nodes[node];
        let learns = matches!(own.op, Op::Dense { .. });
        if let (true, true, Some(origin)) = (reached, learns, machine.info[node].origin)
            && !seen.insert(origin)
        {
            let place = own.place.clone().unwrap_or(0..0);
            return Err(Diagnostic::new(
                "this layer is applied twice, with the same weights",
                place,
            )
            .label("its weights are shared")
            .help("equiff reads layers that each have weights of their own"));
        }
    }
    Ok(())
}

/// A normalization is an affine map of each value: a dense layer beside it takes its factors into
/// its weights and its shift into its bias.
fn normalizations(machine: &mut Machine<'_>) -> Result<(), Diagnostic> {
    let reached = reached(machine);
    for node in 0..machine.graph.nodes.len() {
        if !reached[node] || !machine.info[node].normalizes {
            continue;
        }
        let before = machine.behind(machine.graph.nodes[node].from[0]);
        let alone =
            users(machine, &reached, before).len() == 1 || passes(machine, &reached, before, node);
        let dense = |machine: &Machine<'_>, node: usize| {
            matches!(
                machine.graph.nodes[node].op,
                Op::Dense { weights: None, .. }
            )
        };
        let after = users(machine, &reached, node);
        let name = machine.graph.nodes[node].name.clone();
        if dense(machine, before) && alone {
            keras::with_bias(&mut machine.graph.nodes[before].op);
        } else if !after.is_empty() && after.iter().all(|node| dense(machine, *node)) {
            for node in after {
                keras::with_bias(&mut machine.graph.nodes[node].op);
            }
        } else {
            let place = machine.graph.nodes[node].place.clone().unwrap_or(0..0);
            return Err(Diagnostic::new("this normalization stands beside no dense layer", place)
                .label("its factors have no weights to go into")
                .help("a saved model has their numbers: `model.save(\"model.keras\")`, then `equiff derive model.keras`"));
        }
        machine.note(format!(
            "`{name}` multiplies and shifts each value by numbers that are fixed at inference: they are part of \
             the weights and the bias of the dense layer beside it."
        ));
    }
    Ok(())
}

/// The nodes that use a node, seen through those that only repeat it.
fn users(machine: &Machine<'_>, reached: &[bool], node: usize) -> Vec<usize> {
    let mut all = Vec::new();
    let mut open = vec![node];
    while let Some(at) = open.pop() {
        for (user, own) in machine.graph.nodes.iter().enumerate().skip(at + 1) {
            if reached[user] && own.from.contains(&at) {
                match own.op {
                    Op::Identity => open.push(user),
                    _ => all.push(user),
                }
            }
        }
    }
    all
}

/// Whether all that uses a node takes it through another.
fn passes(machine: &Machine<'_>, reached: &[bool], node: usize, through: usize) -> bool {
    users(machine, reached, node).len() == users(machine, reached, through).len()
}

/// Logarithms of probabilities are read as the probabilities, where they are what comes out.
fn logarithms(machine: &mut Machine<'_>) -> Result<(), Diagnostic> {
    let reached = reached(machine);
    let outputs: Vec<usize> = machine
        .graph
        .outputs
        .iter()
        .map(|node| machine.behind(*node))
        .collect();
    for (node, reached) in reached.into_iter().enumerate() {
        if !reached || !machine.info[node].logarithms {
            continue;
        }
        if !outputs.contains(&node) {
            let place = machine.graph.nodes[node].place.clone().unwrap_or(0..0);
            return Err(Diagnostic::new(
                "the logarithm of softmax is used within the network",
                place,
            )
            .label("expected as the output alone"));
        }
        machine.note(
            "The network gives the logarithms of the probabilities; the equations are of the probabilities \
             themselves.",
        );
    }
    Ok(())
}

/// Inputs of one value each that have names are features.
fn features(machine: &mut Machine<'_>) {
    let graph = &mut machine.graph;
    let names: Option<Vec<String>> = graph
        .inputs
        .iter()
        .map(|input| match &graph.nodes[*input] {
            node if matches!(&node.op, Op::Input { width } if *width == Size::Number(1))
                && parse::is_name(&node.name) =>
            {
                Some(node.name.clone())
            }
            _ => None,
        })
        .collect();
    if let Some(names) = names.filter(|names| names.len() > 1) {
        graph.feature_names = names;
    }
}

/// What the loss says of a linear output.
fn losses(machine: &mut Machine<'_>, tokens: &[Token]) {
    let found = loss::read(machine.source, tokens, machine.torch);
    let one = match found.as_slice() {
        [] => return,
        [one] => one,
        [first, second, ..] => {
            machine.note(format!(
                "The program has several losses, {} and {}: the equations are of the network's own output.",
                first.name, second.name
            ));
            return;
        }
    };
    let output = machine
        .graph
        .outputs
        .first()
        .map(|node| machine.behind(*node));
    let Some(output) = output else { return };
    let (linear, single) = match &machine.graph.nodes[output].op {
        Op::Apply(_) => (false, false),
        Op::Dense { units, .. } => (true, *units == Size::Number(1)),
        _ => (true, false),
    };
    if !linear {
        if machine.info[output].logarithms {
            return;
        }
        machine.note(format!(
            "{} takes logits and applies {} itself, but the network already ends in an activation: the equations \
             are of the network's own output.",
            one.name, one.applies
        ));
        return;
    }
    if single && one.applies == "softmax" {
        machine.note(format!(
            "{} applies softmax, which is always 1 for a single output: the equations are of the network's own \
             output.",
            one.name
        ));
        return;
    }
    machine.graph.loss = Some(Loss {
        name: one.name.clone(),
        applies: parse::activation(machine.store, one.applies).ok(),
    });
}
