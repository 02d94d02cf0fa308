//! What names of an ONNX graph stand for.

use rustc_hash::FxHashMap;

use super::super::Fault;
use super::super::graph::{Graph, Op};
use super::proto::{Node, Port, Tensor};
use crate::derive::activation::activated;
use crate::eval::f64_value;
use crate::expr::{Binding, Expr, Store};
use crate::network::{Function, Size};
use crate::parse;

/// A value.
#[derive(Clone, Debug)]
pub enum Value {
    /// An array of known numbers.
    Known(Tensor),
    /// Values of a node for each row of the batch.
    Units(Units),
    /// A label, which no equation is about.
    Label,
    /// What could not be read, and why.
    Unread(String),
}

/// A function of the values of a node, entry by entry.
#[derive(Clone, Debug)]
pub struct Units {
    /// The node of the graph.
    pub node: usize,
    /// The shape, without the batch; its product is the node's width.
    pub dims: Vec<u64>,
    /// Whether the first axis is that of the batch.
    pub batch: bool,
    /// What is applied.
    pub body: Body,
    /// The values are sums over the units of another value: of this node, with this function.
    pub sum_of: Option<(usize, Body)>,
}

/// A function of one number.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// a z + c
    Affine(f64, f64),
    /// A formula in the reader's variable, of a z + c.
    Of(f64, f64, Expr),
}

/// The state of reading.
pub struct Reader<'a> {
    pub store: &'a Store,
    pub graph: Graph,
    pub notes: Vec<String>,
    pub opset: i64,
    /// Whether a classifier gave labels and probabilities.
    pub labelled: bool,
    /// The variable of formulas.
    pub variable: Expr,
    values: FxHashMap<String, Value>,
    widths: Vec<u64>,
    done: FxHashMap<(usize, u64, u64, Expr), usize>,
    functions: FxHashMap<Expr, Function>,
}

/// A sentence, or why not.
pub type Read = Result<(), String>;

impl<'a> Reader<'a> {
    pub fn new(store: &'a Store, opset: i64) -> Reader<'a> {
        Reader {
            store,
            graph: Graph::default(),
            notes: Vec::new(),
            opset,
            labelled: false,
            variable: store.name("z"),
            values: FxHashMap::default(),
            widths: Vec::new(),
            done: FxHashMap::default(),
            functions: FxHashMap::default(),
        }
    }

    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    pub fn set(&mut self, name: &str, value: Value) {
        if !name.is_empty() {
            self.values.insert(name.to_owned(), value);
        }
    }

    /// Notes something once.
    pub fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// An input of the model.
    pub fn input(&mut self, port: &Port) -> Result<(), Fault> {
        let unknown = || {
            Fault::Bytes(format!(
                "the shape of input `{}` of the ONNX model is not known, so that its features cannot be counted; export it with a fixed number of features",
                port.name.escape_debug()
            ))
        };
        let shape = port.shape.as_ref().ok_or_else(unknown)?;
        let (batch, inner) = match shape.as_slice() {
            [] => (false, Vec::new()),
            [one] => (false, vec![*one]),
            [_, rest @ ..] => (true, rest.to_vec()),
        };
        let dims: Option<Vec<u64>> = inner.into_iter().collect();
        let dims = dims.ok_or_else(unknown)?;
        let width = dims
            .iter()
            .try_fold(1_u64, |all, one| all.checked_mul(*one));
        let width = width.filter(|width| *width < 1 << 32).ok_or_else(unknown)?;
        let node = self.push(
            &port.name,
            Op::Input {
                width: Size::Number(width),
            },
            Vec::new(),
            width,
        );
        self.graph.inputs.push(node);
        self.set(&port.name, Value::Units(Units::of(node, dims, batch)));
        Ok(())
    }

    /// Several inputs of one value each are features with names.
    pub fn name_inputs(&mut self) {
        let inputs = &self.graph.inputs;
        if inputs.len() > 1 && inputs.iter().all(|input| self.widths[*input] == 1) {
            let names = inputs
                .iter()
                .map(|input| self.graph.nodes[*input].name.clone());
            self.graph.feature_names = names.collect();
        }
    }

    /// Adds a node.
    pub fn push(&mut self, name: &str, op: Op, from: Vec<usize>, width: u64) -> usize {
        self.widths.push(width);
        self.graph.push(name, op, from)
    }

    /// The width of a node.
    pub fn width(&self, node: usize) -> u64 {
        self.widths[node]
    }

    /// The node that gives the values, its function applied.
    pub fn settled(&mut self, units: &Units) -> Result<usize, String> {
        match units.body {
            Body::Affine(factor, shift) => Ok(self.scaled(units.node, factor, shift)),
            Body::Of(factor, shift, outer) => {
                let key = (units.node, factor.to_bits(), shift.to_bits(), outer);
                if let Some(done) = self.done.get(&key) {
                    return Ok(*done);
                }
                let (function, by) = self.function(outer);
                let factor = snapped(factor * by);
                let from = self.scaled(units.node, factor, shift * by);
                let name = self.graph.nodes[units.node].name.clone();
                let node = self.push(&name, Op::Apply(function), vec![from], self.width(from));
                self.done.insert(key, node);
                Ok(node)
            }
        }
    }

    /// factor * values + shift
    fn scaled(&mut self, node: usize, factor: f64, shift: f64) -> usize {
        if (factor, shift) == (1.0, 0.0) {
            return node;
        }
        let name = self.graph.nodes[node].name.clone();
        let op = Op::Scale {
            factors: vec![factor],
            shift: vec![shift],
        };
        self.push(&name, op, vec![node], self.width(node))
    }

    /// A formula as an activation of its variable times a number: a declared one where it is one.
    fn function(&mut self, body: Expr) -> (Function, f64) {
        if let Some(function) = self.functions.get(&body) {
            return (function.clone(), 1.0);
        }
        let names = [
            "sigmoid",
            "probit",
            "gelu",
            "gelu_tanh",
            "silu",
            "softplus",
            "tanh",
            "mish",
        ];
        let root = std::f64::consts::SQRT_2;
        for name in names {
            let Ok(function) = parse::activation(self.store, name) else {
                continue;
            };
            let declared = activated(self.store, &function, self.variable, self.variable);
            let Some(declared) = declared else {
                continue;
            };
            let by = [1.0, -1.0, root, -root].into_iter();
            let by = by
                .into_iter()
                .find(|by| self.same(body, declared.body, *by));
            if let Some(by) = by {
                self.note(format!(
                    "A formula written out in the graph is read as the activation {}, with which it agrees to single precision.",
                    declared.label
                ));
                return (function, by);
            }
        }
        let function = Function::Formula {
            name: "f".to_owned(),
            variable: self.variable,
            body,
        };
        (function, 1.0)
    }

    /// Whether a formula is another of its variable times a number, in single precision.
    fn same(&self, a: Expr, b: Expr, by: f64) -> bool {
        let mut known = FxHashMap::default();
        (-32..=32).all(|step| {
            let at = f64::from(step) * 0.23 + 0.017;
            let mut value = |formula: Expr, at: f64| {
                known.insert(self.variable, at);
                f64_value(self.store, formula, &known)
            };
            let (a, b) = (value(a, at), value(b, at * by));
            (a - b).abs() <= 2e-7 * b.abs().max(1.0)
        })
    }

    /// Whether two functions add up to 1 everywhere.
    pub fn add_up(&self, a: &Body, b: &Body) -> bool {
        let (_, _, left, right) = self.common(a, b);
        let sum = self.store.add(&[left, right][..]);
        self.same(sum, self.store.int(1), 1.0)
    }

    /// Values with a function of them applied: a declared activation by its name is applied at once.
    pub fn apply(&mut self, units: &Units, text: &str) -> Result<Units, String> {
        let function = parse::activation(self.store, text);
        let function =
            function.map_err(|_| format!("has parameters that are not read ({text})"))?;
        let scalar = super::super::graph::is_scalar(&function);
        if scalar {
            let body = activated(self.store, &function, self.variable, self.variable);
            let body = body.ok_or_else(|| "has no formula".to_owned())?.body;
            self.functions.insert(body, function);
            return Ok(self.applied(units, body));
        }
        let node = self.settled(units)?;
        let width = self.width(node);
        let name = self.graph.nodes[node].name.clone();
        let node = self.push(&name, Op::Apply(function), vec![node], width);
        Ok(Units {
            node,
            ..units.plain()
        })
    }

    /// Values with a formula in the reader's variable applied.
    pub fn applied(&self, units: &Units, outer: Expr) -> Units {
        let body = match units.body {
            Body::Affine(factor, shift) => Body::Of(factor, shift, outer),
            Body::Of(factor, shift, inner) => {
                let binding: Binding = [(self.variable, inner)].into_iter().collect();
                Body::Of(factor, shift, self.store.substitute(outer, &binding))
            }
        };
        Units {
            body,
            ..units.plain()
        }
    }

    /// Two functions as formulas of one a z + c.
    pub fn common(&self, a: &Body, b: &Body) -> (f64, f64, Expr, Expr) {
        let parts = |body: &Body| match *body {
            Body::Affine(factor, shift) => (factor, shift, self.variable),
            Body::Of(factor, shift, outer) => (factor, shift, outer),
        };
        let (left, right) = (parts(a), parts(b));
        match (left.0, left.1) == (right.0, right.1) {
            true => (left.0, left.1, left.2, right.2),
            false => (1.0, 0.0, self.body(a), self.body(b)),
        }
    }

    /// A function as a formula.
    pub fn body(&self, body: &Body) -> Expr {
        let number = |value: f64| super::super::graph::value(self.store, value);
        match body {
            Body::Of(factor, shift, outer) => {
                let inner = self.body(&Body::Affine(*factor, *shift));
                let binding: Binding = [(self.variable, inner)].into_iter().collect();
                self.store.substitute(*outer, &binding)
            }
            Body::Affine(factor, shift) => {
                let product = match factor {
                    1.0 => self.variable,
                    -1.0 => self.store.neg(self.variable),
                    factor => match number(*factor) {
                        Some(factor) => self.store.mul(&[factor, self.variable][..]),
                        None => self.variable,
                    },
                };
                match number(*shift) {
                    Some(shift) if self.store.small_integer(shift) != Some(0) => {
                        self.store.add(&[product, shift][..])
                    }
                    _ => product,
                }
            }
        }
    }
}

/// 1 and −1 as they are meant by numbers of single precision.
fn snapped(factor: f64) -> f64 {
    match (factor.abs() - 1.0).abs() < 2e-7 {
        true => factor.signum(),
        false => factor,
    }
}

impl Units {
    pub fn of(node: usize, dims: Vec<u64>, batch: bool) -> Units {
        Units {
            node,
            dims,
            batch,
            body: Body::Affine(1.0, 0.0),
            sum_of: None,
        }
    }

    /// The same shape, nothing applied.
    pub fn plain(&self) -> Units {
        Units::of(self.node, self.dims.clone(), self.batch)
    }

    /// An axis as one of the units; nothing for the batch's.
    pub fn axis(&self, axis: i64) -> Option<usize> {
        let batch = i64::from(self.batch);
        let rank = self.dims.len() as i64 + batch;
        let axis = if axis < 0 { axis + rank } else { axis } - batch;
        usize::try_from(axis)
            .ok()
            .filter(|axis| *axis < self.dims.len())
    }

    /// Whether an axis is the only one along which the units differ.
    pub fn is_all(&self, axis: i64) -> bool {
        self.axis(axis).is_some_and(|axis| {
            self.dims
                .iter()
                .enumerate()
                .all(|(other, size)| other == axis || *size == 1)
        })
    }
}

impl Node {
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.attribute(name)?.integer
    }

    pub fn float(&self, name: &str, default: f64) -> f64 {
        self.attribute(name)
            .and_then(|attribute| attribute.float)
            .unwrap_or(default)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.attribute(name)?.text.as_deref()
    }

    pub fn attribute(&self, name: &str) -> Option<&super::proto::Attribute> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name == name)
    }

    pub fn integers(&self, name: &str) -> Option<Vec<i64>> {
        Some(self.attribute(name)?.integers.clone())
    }

    pub fn input<'a>(&self, reader: &'a Reader, index: usize) -> Option<&'a Value> {
        reader.get(self.inputs.get(index).filter(|name| !name.is_empty())?)
    }

    /// The units that an input is.
    pub fn units(&self, reader: &Reader, index: usize) -> Result<Units, String> {
        match self.input(reader, index) {
            Some(Value::Units(units)) => Ok(units.clone()),
            Some(Value::Label) => Err("computes with labels".to_owned()),
            _ => Err("has no input that depends on the model's".to_owned()),
        }
    }

    /// The numbers that an input is, or an attribute of older versions.
    pub fn known(&self, reader: &Reader, index: usize) -> Option<Tensor> {
        match self.input(reader, index)? {
            Value::Known(tensor) => Some(tensor.clone()),
            _ => None,
        }
    }

    /// Sets the first output.
    pub fn give(&self, reader: &mut Reader, value: Value) -> Read {
        if let Some(output) = self.outputs.first() {
            reader.set(output, value);
        }
        Ok(())
    }
}
