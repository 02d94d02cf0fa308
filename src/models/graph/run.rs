//! A graph computed as the libraries compute it, in single precision, and how far a derived equation
//! is from that.

use rustc_hash::FxHashMap;

use super::flow::number;
use super::layers::{is_identity, is_scalar};
use super::{BiasOf, Graph, Op};
use crate::derive::activation::activated;
use crate::eval::f64_value;
use crate::expr::{Expr, Store};
use crate::network::Function;

/// How many inputs a model is tried at.
const POINTS: usize = 64;
/// Equations in more inputs are not tried.
const MOST_INPUTS: usize = 100_000;
/// The most multiplications that trying may take.
const MOST_WORK: usize = 1 << 26;

/// How far an equation is from a model.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// At how many inputs both were computed.
    pub points: usize,
    /// The largest difference; relative to the output where that is larger than 1.
    pub largest_error: f64,
    /// Where it is.
    pub at: Vec<(Expr, f64)>,
}

/// What a graph gives for an input; nothing where it has no numbers, or is given too few.
#[allow(clippy::cast_possible_truncation)]
pub fn run(store: &Store, graph: &Graph, inputs: &[f64]) -> Option<Vec<f64>> {
    let mut values: Vec<Vec<f32>> = Vec::with_capacity(graph.nodes.len());
    let mut rest = inputs.iter().map(|value| *value as f32);
    let mut given: FxHashMap<usize, Vec<f32>> = FxHashMap::default();
    for input in &graph.inputs {
        let Op::Input { width } = &graph.nodes.get(*input)?.op else {
            return None;
        };
        given.insert(*input, rest.by_ref().take(number(width)?).collect());
    }
    for (index, node) in graph.nodes.iter().enumerate() {
        let from: Option<Vec<&Vec<f32>>> = node.from.iter().map(|from| values.get(*from)).collect();
        let value = match &node.op {
            Op::Input { .. } => given.remove(&index)?,
            op => apply(store, op, &from?)?,
        };
        values.push(value);
    }
    let mut all: Vec<f32> = Vec::new();
    for output in &graph.outputs {
        all.extend(values.get(*output)?);
    }
    let loss = graph.loss.as_ref().and_then(|loss| loss.applies.as_ref());
    if let (Some(function), [output]) = (loss, graph.outputs.as_slice())
        && !matches!(&graph.nodes[*output].op, Op::Apply(own) if !is_identity(own))
    {
        all = activate(store, function, &all)?;
    }
    Some(all.into_iter().map(f64::from).collect())
}

#[allow(clippy::cast_possible_truncation)]
fn apply(store: &Store, op: &Op, from: &[&Vec<f32>]) -> Option<Vec<f32>> {
    let first = *from.first()?;
    let pairwise = |by: fn(f32, f32) -> f32| {
        let width = from.iter().map(|values| values.len()).max()?;
        let at = |values: &Vec<f32>, index: usize| match values.as_slice() {
            [value] => Some(*value),
            values => values.get(index).copied(),
        };
        (0..width)
            .map(|index| {
                let mut all = from.iter().map(|values| at(values, index));
                let start = all.next()??;
                all.try_fold(start, |sum, value| Some(by(sum, value?)))
            })
            .collect::<Option<Vec<f32>>>()
    };
    match op {
        Op::Input { .. } => None,
        Op::Identity => Some(first.clone()),
        Op::Concat => Some(
            from.iter()
                .flat_map(|values| values.iter().copied())
                .collect(),
        ),
        Op::Add => pairwise(|a, b| a + b),
        Op::Subtract => pairwise(|a, b| a - b),
        Op::Multiply => pairwise(|a, b| a * b),
        Op::Average => {
            let sum = pairwise(|a, b| a + b)?;
            let count = from.len() as f32;
            Some(sum.into_iter().map(|value| value / count).collect())
        }
        Op::Scale { factors, shift } => {
            let at = |all: &[f64], index: usize| match all {
                [value] => Some(*value as f32),
                all => all.get(index).map(|value| *value as f32),
            };
            let scaled = first.iter().enumerate();
            scaled
                .map(|(index, value)| Some(at(factors, index)? * value + at(shift, index)?))
                .collect()
        }
        Op::Apply(function) => activate(store, function, first),
        Op::Dense { weights, bias, .. } => {
            let weights = weights.as_ref()?;
            if weights.columns != first.len() || *bias == BiasOf::Symbols {
                return None;
            }
            let added = super::flow::bias_values(bias, weights.rows)?;
            let row = |row: usize| {
                let products = weights.row(row).iter().zip(first);
                let sum: f32 = products.map(|(weight, value)| *weight as f32 * value).sum();
                sum + added.get(row).map_or(0.0, |value| *value as f32)
            };
            Some((0..weights.rows).map(row).collect())
        }
    }
}

#[allow(clippy::cast_possible_truncation)]
fn activate(store: &Store, function: &Function, values: &[f32]) -> Option<Vec<f32>> {
    if !is_scalar(function) {
        let largest = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let powers: Vec<f32> = values.iter().map(|value| (value - largest).exp()).collect();
        let sum: f32 = powers.iter().sum();
        return Some(powers.into_iter().map(|power| power / sum).collect());
    }
    let variable = store.slot(9);
    let body = activated(store, function, variable, variable)?.body;
    let mut known = FxHashMap::default();
    let value = |value: &f32| {
        known.insert(variable, f64::from(*value));
        f64_value(store, body, &known) as f32
    };
    Some(values.iter().map(value).collect())
}

/// How far the equation of a network is from a graph; nothing where there are no numbers.
///
/// `equation` is that of the network, or several joined by `and`; `inputs` are its variables in the
/// order of the graph's.
pub fn agreement(
    store: &Store,
    graph: &Graph,
    inputs: &[Expr],
    equation: Expr,
) -> Option<Agreement> {
    let outputs: Vec<Expr> = store
        .conjuncts(equation)
        .into_iter()
        .map(|one| store.sides(one).map(|(_, value)| value))
        .collect::<Option<Vec<Expr>>>()?;
    let points = (MOST_WORK / work(graph).max(1)).clamp(1, POINTS);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let domain = domain(graph, inputs.len());
    let mut found = Agreement {
        points: 0,
        largest_error: 0.0,
        at: Vec::new(),
    };
    for _ in 0..points {
        let point: Vec<f64> = domain
            .iter()
            .map(|(center, width)| {
                #[allow(clippy::cast_possible_truncation)]
                let single = (center + width * random.normal()) as f32;
                f64::from(single)
            })
            .collect();
        let known: FxHashMap<Expr, f64> =
            inputs.iter().copied().zip(point.iter().copied()).collect();
        let theirs = run(store, graph, &point)?;
        if theirs.len() != outputs.len() {
            return None;
        }
        let mut error = 0.0_f64;
        let mut finite = true;
        for (own, theirs) in outputs.iter().zip(theirs) {
            let own = f64_value(store, *own, &known);
            finite &= own.is_finite() && theirs.is_finite();
            error = error.max((own - theirs).abs() / theirs.abs().max(1.0));
        }
        if !finite {
            continue;
        }
        found.points += 1;
        if error > found.largest_error || found.at.is_empty() {
            found.largest_error = error;
            found.at = inputs.iter().copied().zip(point).collect();
        }
    }
    (found.points > 0).then_some(found)
}

/// How many multiplications a run takes.
fn work(graph: &Graph) -> usize {
    let one = |op: &Op| match op {
        Op::Dense { weights, .. } => weights.as_ref().map_or(0, |weights| weights.values.len()),
        _ => 100,
    };
    graph.nodes.iter().map(|node| one(&node.op)).sum()
}

/// Center and width of each input: what a first layer that standardizes makes standard, else 0 and 1.
fn domain(graph: &Graph, width: usize) -> Vec<(f64, f64)> {
    let mut domain = vec![(0.0, 1.0); width];
    let [input] = graph.inputs.as_slice() else {
        return domain;
    };
    let first = graph.nodes.iter().find(|node| node.from == [*input]);
    if let Some(Op::Scale { factors, shift }) = first.map(|node| &node.op) {
        for (index, place) in domain.iter_mut().enumerate() {
            let at = |all: &[f64]| all.get(index).or(all.first()).copied().unwrap_or(0.0);
            let factor = at(factors);
            if factor != 0.0 {
                *place = (-at(shift) / factor, 1.0 / factor.abs());
            }
        }
    }
    domain
}

/// xorshift*, enough for points without a pattern.
struct Random(u64);

impl Random {
    /// A number in (0, 1).
    fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let bits = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11;
        (bits as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// A standard normal number (Box and Muller).
    fn normal(&mut self) -> f64 {
        let (a, b) = (self.uniform(), self.uniform());
        (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
    }
}

/// The variables of a network's inputs, in order.
pub fn variables(store: &Store, inputs: &crate::network::Inputs) -> Option<Vec<Expr>> {
    use crate::network::Inputs;
    Some(match inputs {
        Inputs::Named(names) => names
            .iter()
            .map(|name| crate::parse::variable(store, name))
            .collect(),
        Inputs::Indexed { name, size } => {
            let base = store.name(name);
            // More are no formula that anybody computes.
            let size = number(size).filter(|size| *size <= MOST_INPUTS)?;
            let count = i64::try_from(size).ok()?;
            (1..=count)
                .map(|index| store.entry(base, &[store.int(index)]))
                .collect()
        }
    })
}
