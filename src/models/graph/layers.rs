//! From groups of units to the layers of a network.

use super::super::Fault;
use super::entrywise::Entrywise;
use super::flow::{Flow, Group, Sum, number, plain_fault};
use super::fold::{Folder, identity};
use super::names;
use super::numbers::value;
use super::{Graph, Op};
use crate::expr::{Expr, Store};
use crate::links::Shape;
use crate::network::{Bias, Function, Layer, Network, Size, Weights};

/// The most numbers that one network is written with.
const MOST_WEIGHTS: usize = 200_000;
/// The most terms of a network that is written out.
const MOST_TERMS: u128 = 60_000;

/// Whether an activation changes nothing.
pub fn is_identity(function: &Function) -> bool {
    matches!(function, Function::Link(link, _) if link.name == "identity")
}

/// Whether an activation works entry by entry.
pub fn is_scalar(function: &Function) -> bool {
    !matches!(function, Function::Link(link, _) if link.shape == Shape::Categories)
}

/// Whether two activations are the same.
pub fn same(a: &Function, b: &Function) -> bool {
    match (a, b) {
        (Function::Link(a, x), Function::Link(b, y)) => a.name == b.name && x == y,
        (Function::Activation(a, x), Function::Activation(b, y)) => a.names == b.names && x == y,
        (
            Function::Formula { variable, body, .. },
            Function::Formula {
                variable: other,
                body: own,
                ..
            },
        ) => variable == other && body == own,
        _ => false,
    }
}

/// One layer before it has names.
struct Draft {
    function: Function,
    units: Size,
    /// None for symbols.
    numbers: Option<Affine>,
    bias: bool,
}

/// Weights by rows, and a bias.
struct Affine {
    rows: Vec<Vec<f64>>,
    shift: Vec<f64>,
}

/// The network whose output is a flow.
pub fn network(folder: &mut Folder, output: Flow) -> Result<Network, Fault> {
    let last = folder.graph.outputs[0];
    let output = with_loss(folder, last, output);
    let mut drafts = drafts(folder, last, output)?;
    drafts.reverse();
    limit(&mut drafts, &folder.groups);
    assemble(folder, drafts)
}

/// What the loss applies to a linear output is part of the model.
fn with_loss(folder: &mut Folder, last: usize, output: Flow) -> Flow {
    let applied = folder
        .graph
        .loss
        .as_ref()
        .and_then(|loss| loss.applies.clone());
    match applied {
        Some(function) if folder.is_linear(&output) => folder.group(last, function, output),
        _ => output,
    }
}

/// What a loss that applies an activation says of the network.
pub fn loss_note(graph: &Graph, name: &str, applied: &Function) -> String {
    let last = graph
        .outputs
        .first()
        .and_then(|output| graph.nodes.get(*output));
    let linear = last.is_none_or(|node| !matches!(&node.op, Op::Apply(own) if !is_identity(own)));
    let called = match is_scalar(applied) {
        true => "sigmoid",
        false => "softmax",
    };
    match linear {
        true => format!(
            "The network itself gives linear predictors; its loss {name} applies the {called} to them, so that the equations are those of the probabilities."
        ),
        false => format!(
            "The loss {name} applies the {called} to the outputs, which have an activation already: probably a mistake. The equations are those of the outputs as they are."
        ),
    }
}

impl Folder<'_> {
    /// Whether a flow is not what an activation gives.
    fn is_linear(&self, flow: &Flow) -> bool {
        match flow {
            Flow::Part { group, .. } => match &self.groups[*group].made {
                None => true,
                Some((function, _)) => is_identity(function),
            },
            _ => true,
        }
    }
}

/// The layers from the last to the first.
fn drafts(folder: &mut Folder, last: usize, output: Flow) -> Result<Vec<Draft>, Fault> {
    let mut drafts = Vec::new();
    let (mut function, mut flow, mut node) = last_layer(folder, last, output)?;
    loop {
        let (draft, below) = draft(folder, node, function, &flow)?;
        drafts.push(draft);
        match below {
            Below::Inputs => return Ok(drafts),
            Below::Group(group) => {
                let below = folder.groups[group].clone();
                let Some((next, from)) = below.made else {
                    return Ok(drafts);
                };
                (function, flow, node) = (next, from, below.node);
            }
            Below::Made(next, from, at) => (function, flow, node) = (next, from, at),
        }
    }
}

/// The last layer's function and what it is applied to.
fn last_layer(
    folder: &mut Folder,
    last: usize,
    output: Flow,
) -> Result<(Function, Flow, usize), Fault> {
    let mixed = "scales or orders outputs anew after their activation, each in its own way, which is not read";
    if let Flow::Part { group, .. } = &output {
        let made = &folder.groups[*group];
        let softmax = made.made.as_ref().is_some_and(|(own, _)| !is_scalar(own));
        if softmax && output.width() != made.units {
            return Err(folder.fault(last, "gives some of the categories of a softmax alone"));
        }
    }
    match folder.entrywise(&output) {
        Entrywise::No => Ok((identity(folder.store), output, last)),
        Entrywise::Mixed => Err(folder.fault(last, mixed)),
        Entrywise::One(function, from, node) => {
            let nested =
                is_scalar(&function) && matches!(folder.entrywise(&from), Entrywise::Mixed);
            match nested {
                true => Err(folder.fault(node, mixed)),
                false => Ok((function, from, node)),
            }
        }
    }
}

/// What a layer takes its values from.
enum Below {
    Inputs,
    Group(usize),
    /// Several groups with one activation, made one.
    Made(Function, Flow, usize),
}

fn draft(
    folder: &Folder,
    node: usize,
    function: Function,
    flow: &Flow,
) -> Result<(Draft, Below), Fault> {
    let below = |group: usize| match group {
        0 => Below::Inputs,
        group => Below::Group(group),
    };
    if let Flow::Symbols { group, units, bias } = flow {
        let draft = Draft {
            function,
            units: units.clone(),
            numbers: None,
            bias: *bias,
        };
        return Ok((draft, below(*group)));
    }
    let large = "has no numbers for weights where it needs some, or too many";
    let mut sum = flow
        .sum(&folder.groups)
        .ok_or_else(|| folder.fault(node, large))?;
    sum.terms
        .retain(|(_, matrix)| matrix.values.iter().any(|value| *value != 0.0));
    let (matrix, below) = match sum.terms.len() {
        0 => {
            let columns = number(&folder.groups[0].units).unwrap_or(1);
            let zeros = vec![0.0; sum.shift.len() * columns];
            (
                super::Matrix::new(sum.shift.len(), columns, zeros),
                Below::Inputs,
            )
        }
        1 => {
            let (group, matrix) = sum.terms.remove(0);
            (Some(matrix), below(group))
        }
        _ => {
            let merged = merged(&sum, &folder.groups).or_else(|| carried(&sum, &folder.groups));
            let (matrix, function, from) = merged.ok_or_else(|| {
                folder.fault(
                    node,
                    "adds or joins values of different activations, or from different depths of the network past a nonlinear layer",
                )
            })?;
            (Some(matrix), Below::Made(function, from, node))
        }
    };
    let matrix = matrix.ok_or_else(|| folder.fault(node, large))?;
    let bias = sum.shift.iter().any(|value| *value != 0.0);
    let draft = Draft {
        function,
        units: Size::Number(matrix.rows as u64),
        numbers: Some(Affine {
            rows: (0..matrix.rows)
                .map(|row| matrix.row(row).to_vec())
                .collect(),
            shift: sum.shift,
        }),
        bias,
    };
    Ok((draft, below))
}

/// Several groups of one activation as one group.
fn merged(sum: &Sum, groups: &[Group]) -> Option<(super::Matrix, Function, Flow)> {
    let made = |group: usize| groups.get(group)?.made.as_ref();
    let (function, _) = made(sum.terms.first()?.0)?;
    let rows = sum.shift.len();
    let mut parts = Vec::new();
    for (group, _) in &sum.terms {
        let (other, from) = made(*group)?;
        if !is_scalar(other) || !same(other, function) {
            return None;
        }
        parts.push(from.sum(groups)?);
    }
    let all = || sum.terms.iter().map(|(group, _)| *group);
    // None may be made of another.
    let nested = |part: &Sum| part.terms.iter().any(|(g, _)| all().any(|own| own == *g));
    if parts.iter().any(nested) {
        return None;
    }
    let stacked = Sum::stacked(&parts, groups)?;
    let columns = sum.terms.iter().map(|(_, matrix)| matrix.columns).sum();
    let mut values = Vec::new();
    for row in 0..rows {
        sum.terms
            .iter()
            .for_each(|(_, matrix)| values.extend_from_slice(matrix.row(row)));
    }
    let matrix = super::Matrix::new(rows, columns, values)?;
    Some((matrix, function.clone(), Flow::Sum(stacked)))
}

/// Values that skip a layer of relu units go through it as relu(u) − relu(−u).
fn carried(sum: &Sum, groups: &[Group]) -> Option<(super::Matrix, Function, Flow)> {
    let (group, weights) = sum.terms.last()?;
    let (function, pre) = groups.get(*group)?.made.as_ref()?;
    let is_relu = matches!(function, Function::Activation(own, parameters)
        if own.names.first() == Some(&"relu") && parameters.is_empty());
    let skipping = Sum {
        terms: sum.terms[..sum.terms.len() - 1].to_vec(),
        shift: vec![0.0; sum.shift.len()],
    };
    let pre = pre.sum(groups)?;
    // What skips is made of what the layer itself is made of, or of what comes before.
    let below = pre.terms.iter().map(|(own, _)| *own).max()?;
    if !is_relu || skipping.terms.iter().any(|(own, _)| *own > below) {
        return None;
    }
    let mut negative = skipping.clone();
    for (_, matrix) in &mut negative.terms {
        matrix.values.iter_mut().for_each(|value| *value = -*value);
    }
    let rows = sum.shift.len();
    let columns = weights.columns + 2 * rows;
    let mut values = vec![0.0; rows.checked_mul(columns)?];
    for (row, line) in values.chunks_mut(columns).enumerate() {
        line[..weights.columns].copy_from_slice(weights.row(row));
        line[weights.columns + row] = 1.0;
        line[weights.columns + rows + row] = -1.0;
    }
    let stacked = Sum::stacked(&[pre, skipping, negative], groups)?;
    let matrix = super::Matrix::new(rows, columns, values)?;
    Some((matrix, function.clone(), Flow::Sum(stacked)))
}

/// Networks whose formula would be too long keep symbols for the weights of hidden layers.
fn limit(drafts: &mut [Draft], groups: &[Group]) {
    let weights = |draft: &Draft| {
        let rows = draft.numbers.as_ref().map(|affine| affine.rows.as_slice());
        rows.unwrap_or_default().iter().map(Vec::len).sum::<usize>()
    };
    let inner: usize = drafts.iter().map(weights).sum();
    let written = written_terms(drafts, groups);
    if inner > MOST_WEIGHTS || (written > MOST_TERMS) {
        drafts.iter_mut().for_each(|draft| draft.numbers = None);
    }
}

/// How many terms a network has, written out.
fn written_terms(drafts: &[Draft], groups: &[Group]) -> u128 {
    let count = |size: &Size| number(size).unwrap_or(1) as u128;
    let mut one = 1_u128;
    let mut width = groups.first().map_or(1, |group| count(&group.units));
    for draft in drafts {
        one = width.saturating_mul(one.saturating_add(1));
        width = count(&draft.units);
    }
    // Each step of a derivation has the equations of all outputs.
    one.saturating_mul(width).saturating_mul(width)
}

fn assemble(folder: &Folder, drafts: Vec<Draft>) -> Result<Network, Fault> {
    let store = folder.store;
    let units = drafts
        .last()
        .map_or(Size::Number(1), |draft| draft.units.clone());
    let names = names::Names::of(store, folder.graph, &folder.groups[0].units, &units);
    let several = drafts.len() > 1;
    let mut layers = Vec::new();
    for (index, draft) in drafts.into_iter().enumerate() {
        let suffix = match several {
            true => (index + 1).to_string(),
            false => String::new(),
        };
        layers.push(layer(store, &names, draft, &suffix)?);
    }
    Ok(Network::Layers {
        inputs: names.inputs,
        layers,
        outputs: names.outputs,
    })
}

fn layer(store: &Store, names: &names::Names, draft: Draft, suffix: &str) -> Result<Layer, Fault> {
    let exact = |values: &[f64]| -> Result<Vec<Expr>, Fault> {
        let all: Option<Vec<Expr>> = values.iter().map(|v| value(store, *v)).collect();
        all.ok_or_else(|| {
            plain_fault("a weight of the model is not a finite number (NaN or infinite)")
        })
    };
    let (weights, bias) = match &draft.numbers {
        None => {
            let bias = match draft.bias {
                true => Bias::Symbol(names.free(&format!("b{suffix}"))),
                false => Bias::None,
            };
            (Weights::Symbol(names.free(&format!("w{suffix}"))), bias)
        }
        Some(affine) => {
            let rows: Result<Vec<Vec<Expr>>, Fault> =
                affine.rows.iter().map(|row| exact(row)).collect();
            let bias = match draft.bias {
                true => Bias::Values(exact(&affine.shift)?),
                false => Bias::None,
            };
            (Weights::Values(rows?), bias)
        }
    };
    Ok(Layer {
        units: draft.units,
        function: names::unclashed(draft.function, names),
        weights,
        bias,
    })
}
