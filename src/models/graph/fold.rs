//! From a graph to groups of units with activations, everything affine between them folded into
//! one map; stacks of linear layers stay layers where the graph is a plain chain.

use super::super::Fault;
use super::entrywise::Entrywise;
use super::flow::{self, Flow, Group, MOST_ENTRIES, Sum, bias_values, number, words};
use super::{BiasOf, Graph, Matrix, Op, layers, names};
use crate::expr::Store;
use crate::network::{Function, Network, Size};
use crate::parse;

/// Linear layers are kept apart while the network, written out, has no more terms.
const MOST_LINEAR_TERMS: u128 = 2_000;

/// How many entries of matrices may be made, beside four times the weights that a graph has.
const SPARE: usize = 1 << 22;
/// Products of matrices that take more multiplications are left as layers.
const MOST_WORK: u128 = 1 << 28;

/// A graph that is being folded.
pub struct Folder<'a> {
    pub store: &'a Store,
    pub graph: &'a Graph,
    pub groups: Vec<Group>,
    /// Whether linear layers that follow each other stay two layers.
    keep: bool,
    /// How many entries of matrices may still be made.
    rest: usize,
}

/// The network that a graph is.
pub fn network(graph: &Graph, store: &Store) -> Result<Network, Fault> {
    check(graph)?;
    let widths = graph
        .inputs
        .iter()
        .map(|input| match &graph.nodes[*input].op {
            Op::Input { width } => width.clone(),
            _ => Size::Number(0),
        });
    let widths: Vec<Size> = widths.collect();
    let total = match widths.as_slice() {
        [] => return Err(flow::plain_fault("the model has no input")),
        [one] => one.clone(),
        many => {
            let all: Option<Vec<usize>> = many.iter().map(number).collect();
            let sum = all.and_then(|all| all.into_iter().try_fold(0_usize, usize::checked_add));
            let message = "the model has several inputs whose widths are not known; give their shapes as numbers";
            Size::Number(sum.ok_or_else(|| flow::plain_fault(message))? as u64)
        }
    };
    if total == Size::Number(0) {
        return Err(flow::plain_fault(
            "the width of the model's input is not known, or 0; save the model with its input shape",
        ));
    }
    let mut folder = Folder {
        store,
        graph,
        groups: vec![Group {
            units: total,
            made: None,
            node: graph.inputs[0],
        }],
        keep: is_chain(graph) && linear_terms(graph) <= MOST_LINEAR_TERMS,
        rest: SPARE + 4 * weights(graph),
    };
    let output = folder.fold(&widths)?;
    layers::network(&mut folder, output)
}

/// Every reference is to an earlier node.
fn check(graph: &Graph) -> Result<(), Fault> {
    let ends = graph.inputs.iter().chain(&graph.outputs);
    if ends.into_iter().any(|node| *node >= graph.nodes.len()) || graph.outputs.is_empty() {
        return Err(flow::plain_fault(
            "the model has no output that can be told",
        ));
    }
    for (index, node) in graph.nodes.iter().enumerate() {
        if node.from.iter().any(|from| *from >= index) {
            let message = format!("layer `{}` takes values of a later one", node.name);
            return Err(graph.fault(index, message, "a network goes from inputs to outputs"));
        }
    }
    Ok(())
}

fn is_chain(graph: &Graph) -> bool {
    let mut used = vec![0_u32; graph.nodes.len()];
    graph
        .nodes
        .iter()
        .flat_map(|node| &node.from)
        .for_each(|from| used[*from] += 1);
    graph.inputs.len() == 1
        && graph.outputs.len() == 1
        && graph.nodes.iter().all(|node| node.from.len() <= 1)
        && used.iter().all(|count| *count <= 1)
}

/// How many weights a graph has.
fn weights(graph: &Graph) -> usize {
    let one = |op: &Op| match op {
        Op::Dense {
            weights: Some(weights),
            ..
        } => weights.values.len(),
        _ => 0,
    };
    graph.nodes.iter().map(|node| one(&node.op)).sum()
}

/// How many terms the linear layers have that follow each other, written out.
fn linear_terms(graph: &Graph) -> u128 {
    let mut most = 0;
    let mut terms = 1_u128;
    for node in &graph.nodes {
        match &node.op {
            Op::Dense { weights, .. } => {
                if let Some(weights) = weights {
                    terms = terms.saturating_mul(weights.values.len() as u128);
                }
                most = most.max(terms);
            }
            Op::Apply(_) => terms = 1,
            _ => {}
        }
    }
    most
}

impl Folder<'_> {
    fn fold(&mut self, widths: &[Size]) -> Result<Flow, Fault> {
        let graph = self.graph;
        let mut flows: Vec<Option<Flow>> = Vec::with_capacity(graph.nodes.len());
        let needed = needed(graph);
        for (index, node) in graph.nodes.iter().enumerate() {
            if !needed[index] {
                flows.push(None);
                continue;
            }
            let from: Option<Vec<Flow>> =
                node.from.iter().map(|from| flows[*from].clone()).collect();
            let Some(from) = from else {
                return Err(self.fault(index, "takes a value that is not there"));
            };
            let flow = match &node.op {
                Op::Input { .. } => self.input(index, widths)?,
                op => self.node(index, op, from)?,
            };
            flows.push(Some(flow));
        }
        let outputs: Option<Vec<Flow>> = graph
            .outputs
            .iter()
            .map(|output| flows[*output].clone())
            .collect();
        let outputs = outputs.ok_or_else(|| flow::plain_fault("the model has no output"))?;
        self.concat(graph.outputs[0], outputs)
    }

    fn input(&self, index: usize, widths: &[Size]) -> Result<Flow, Fault> {
        let place = self.graph.inputs.iter().position(|input| *input == index);
        let place =
            place.ok_or_else(|| self.fault(index, "is an input that is none of the model's"))?;
        let before = widths[..place].iter().filter_map(number).sum();
        Ok(Flow::Part {
            group: 0,
            start: before,
            len: widths[place].clone(),
            scale: None,
        })
    }

    fn node(&mut self, index: usize, op: &Op, mut from: Vec<Flow>) -> Result<Flow, Fault> {
        let one = |from: &mut Vec<Flow>| match from.len() {
            1 => from.pop(),
            _ => None,
        };
        let missing = "does not have the one input that it needs";
        match op {
            Op::Input { .. } => Err(self.fault(index, missing)),
            Op::Identity => one(&mut from).ok_or_else(|| self.fault(index, missing)),
            Op::Dense {
                units,
                weights,
                bias,
            } => {
                let from = one(&mut from).ok_or_else(|| self.fault(index, missing))?;
                match weights {
                    Some(weights) => self.dense(index, from, weights, bias),
                    None => self.symbols(index, from, units, bias),
                }
            }
            Op::Scale { factors, shift } => {
                let from = one(&mut from).ok_or_else(|| self.fault(index, missing))?;
                from.scaled(factors, shift).ok_or_else(|| {
                    self.fault(index, "scales values, but not as many as it is given")
                })
            }
            Op::Apply(function) => {
                let from = one(&mut from).ok_or_else(|| self.fault(index, missing))?;
                Ok(self.apply(index, function, from))
            }
            Op::Concat => self.concat(index, from),
            Op::Add => self.combined(index, from, 1.0, 1.0),
            Op::Subtract => self.combined(index, from, -1.0, 1.0),
            Op::Average => {
                let count = from.len().max(1) as f64;
                self.combined(index, from, 1.0, 1.0 / count)
            }
            Op::Multiply => self.multiply(index, from),
        }
    }

    fn dense(
        &mut self,
        index: usize,
        from: Flow,
        weights: &Matrix,
        bias: &BiasOf,
    ) -> Result<Flow, Fault> {
        if from.width() != Size::Number(weights.columns as u64) {
            let message = format!(
                "has weights for {} values and is given {}",
                weights.columns,
                words(&from.width())
            );
            return Err(self.fault(index, &message));
        }
        let bias = bias_values(bias, weights.rows);
        let bias = bias.ok_or_else(|| self.fault(index, "has a bias of another size"))?;
        let products = weights.rows as u128 * from.cost(&self.groups) as u128;
        let from = match from {
            Flow::Sum(_) if self.keep || products > MOST_WORK => {
                self.group(index, identity(self.store), from)
            }
            Flow::Symbols { .. } => self.group(index, identity(self.store), from),
            from => from,
        };
        let width = |group: usize| number(&self.groups[group].units).unwrap_or(usize::MAX);
        let columns: usize = match &from {
            Flow::Part { group, .. } | Flow::Symbols { group, .. } => width(*group),
            Flow::Sum(sum) => sum.terms.iter().map(|(group, _)| width(*group)).sum(),
        };
        self.afford(index, weights.rows.saturating_mul(columns))?;
        let sum = match &from {
            Flow::Part {
                group,
                start,
                scale,
                ..
            } => self.embedded(*group, *start, scale.as_ref(), weights, &bias),
            from => from
                .sum(&self.groups)
                .and_then(|sum| sum.dense(weights, &bias)),
        };
        let sum = sum.ok_or_else(|| self.fault(index, "has too many weights"))?;
        Ok(Flow::Sum(sum))
    }

    /// Counts entries that are about to be made.
    pub fn afford(&mut self, index: usize, entries: usize) -> Result<(), Fault> {
        match self.rest.checked_sub(entries) {
            Some(rest) => {
                self.rest = rest;
                Ok(())
            }
            None => Err(self.fault(index, "makes the network too large to be written as layers")),
        }
    }

    /// Weights for a part of a group as weights for the whole.
    fn embedded(
        &self,
        group: usize,
        start: usize,
        scale: Option<&(Vec<f64>, Vec<f64>)>,
        weights: &Matrix,
        bias: &[f64],
    ) -> Option<Sum> {
        let columns = number(&self.groups[group].units)?;
        let entries = weights.rows.checked_mul(columns);
        let mut values = vec![0.0; entries.filter(|all| *all <= MOST_ENTRIES)?];
        let mut shift = vec![0.0; weights.rows];
        for row in 0..weights.rows {
            shift[row] = bias.get(row).copied().unwrap_or_default();
            for (column, weight) in weights.row(row).iter().enumerate() {
                let (factor, added) = match scale {
                    Some((factors, added)) => (factors[column], added[column]),
                    None => (1.0, 0.0),
                };
                values[row * columns + start + column] = weight * factor;
                shift[row] += weight * added;
            }
        }
        Some(Sum {
            terms: vec![(group, Matrix::new(weights.rows, columns, values)?)],
            shift,
        })
    }

    fn symbols(
        &mut self,
        index: usize,
        from: Flow,
        units: &Size,
        bias: &BiasOf,
    ) -> Result<Flow, Fault> {
        let from = match from {
            Flow::Sum(_) | Flow::Symbols { .. } => self.group(index, identity(self.store), from),
            from => from,
        };
        // A scaled part is absorbed by weights that may be any.
        let Flow::Part {
            group,
            start,
            len,
            scale,
        } = from
        else {
            return Err(self.fault(index, "has no numbers for weights"));
        };
        if start != 0 || len != self.groups[group].units {
            let message = "takes a part of its input alone, and has no numbers for weights";
            return Err(self.fault(index, message));
        }
        let shifted = scale.is_some_and(|(_, shift)| shift.iter().any(|value| *value != 0.0));
        Ok(Flow::Symbols {
            group,
            units: units.clone(),
            bias: *bias != BiasOf::None || shifted,
        })
    }

    fn apply(&mut self, index: usize, function: &Function, from: Flow) -> Flow {
        if layers::is_identity(function) {
            return from;
        }
        self.composed(index, function, &from)
            .unwrap_or_else(|| self.group(index, function.clone(), from))
    }

    /// An activation of what another gave, scaled by one number at most, is one activation.
    fn composed(&mut self, index: usize, function: &Function, from: &Flow) -> Option<Flow> {
        let Entrywise::One(inner, below, _) = self.entrywise(from) else {
            return None;
        };
        if !layers::is_scalar(&inner) || !layers::is_scalar(function) {
            return None;
        }
        let function = names::composed(self.store, function, &inner)?;
        Some(self.group(index, function, below))
    }

    /// A new group, made of a flow.
    pub fn group(&mut self, node: usize, function: Function, from: Flow) -> Flow {
        let units = from.width();
        self.groups.push(Group {
            units: units.clone(),
            made: Some((function, from)),
            node,
        });
        Flow::whole(self.groups.len() - 1, &units)
    }

    /// A fault that names the layer.
    pub fn fault(&self, index: usize, what: &str) -> Fault {
        let name = self.graph.nodes.get(index).map_or("", |node| &node.name);
        let message = format!("layer `{}` {what}", name.escape_debug());
        self.graph.fault(
            index,
            message,
            "what can be read are dense layers, activations, and what is linear between them",
        )
    }
}

/// The function that changes nothing.
pub fn identity(store: &Store) -> Function {
    parse::activation(store, "identity").unwrap_or_else(|_| Function::Formula {
        name: "f".to_owned(),
        variable: store.name("z"),
        body: store.name("z"),
    })
}

/// Which nodes an output depends on.
fn needed(graph: &Graph) -> Vec<bool> {
    let mut needed = vec![false; graph.nodes.len()];
    graph
        .outputs
        .iter()
        .for_each(|output| needed[*output] = true);
    for index in (0..graph.nodes.len()).rev() {
        if needed[index] {
            graph.nodes[index]
                .from
                .iter()
                .for_each(|from| needed[*from] = true);
        }
    }
    needed
}
