//! What flows: layers and functions that are applied to vectors.

use std::ops::Range;
use std::rc::Rc;

use super::Machine;
use super::values::{Library, Made, Value, argument, last, library};
use crate::models::graph::{BiasOf, Op};
use crate::models::source::{activations, keras, torch};
use crate::network::Size;
use crate::parse;

/// The arguments of a call.
type Arguments = [(Option<String>, Value)];

impl Machine<'_> {
    /// A layer applied to vectors.
    pub fn layer(&mut self, made: &Rc<Made>, given: &[usize], span: &Range<usize>) -> Value {
        let value = match library(&made.path) {
            Library::Keras => keras::layer(self, made, given, span),
            Library::Torch => torch::layer(self, made, given, span),
            _ => return self.not_known(span),
        };
        if let Value::Tensor(node) = value
            && self.info[node].origin.is_none()
        {
            self.info[node].origin = Some(made.id);
        }
        value
    }

    /// A layer that is none of those that are read.
    pub fn no_layer(&self, made: &Made) -> Value {
        let why = format!(
            "`{}` is no layer that equiff reads",
            self.excerpt(&made.span)
        );
        Value::unknown(made.span.clone(), why)
    }

    /// Layers one after the other.
    pub fn through(&mut self, layers: &[Value], node: usize, span: &Range<usize>) -> Value {
        let mut value = Value::Tensor(node);
        for layer in layers {
            value = match (layer, value) {
                (_, Value::Unknown(unknown)) => return Value::Unknown(unknown),
                (Value::None, value) => value,
                (layer, value) => self.call(layer.clone(), vec![(None, value)], span),
            };
        }
        value
    }

    /// A dense layer; its weights are symbols.
    pub fn dense(&mut self, node: usize, units: Size, bias: Option<&Value>, made: &Made) -> Value {
        let bias = match bias {
            None | Some(Value::Bool(true)) => BiasOf::Symbols,
            Some(Value::Bool(false) | Value::None) => BiasOf::None,
            Some(_) => {
                let why = format!(
                    "it is not known whether `{}` has a bias",
                    self.excerpt(&made.span)
                );
                return Value::unknown(made.span.clone(), why);
            }
        };
        let op = Op::Dense {
            units: units.clone(),
            weights: None,
            bias,
        };
        let node = self.node(op, vec![node], vec![units], made.span.clone());
        self.info[node].origin = Some(made.id);
        Value::Tensor(node)
    }

    /// An activation by the name that it has in equiff's tables.
    pub fn activation(&mut self, text: &str, node: usize, span: &Range<usize>) -> Value {
        match parse::activation(self.store, text) {
            Ok(function) => {
                let shape = self.info[node].shape.clone();
                Value::Tensor(self.node(Op::Apply(function), vec![node], shape, span.clone()))
            }
            Err(_) => self.not_known(span),
        }
    }

    /// An activation that a library names, with its options.
    pub fn named_activation(
        &mut self,
        path: &str,
        arguments: &Arguments,
        node: usize,
        span: &Range<usize>,
    ) -> Option<Value> {
        let name = last(path);
        let text = activations::text(name, arguments, library(path))?;
        let along = argument(arguments, usize::MAX, &["dim", "axis"]).and_then(Value::number);
        if text == "softmax" && along == Some(0.0) {
            self.note(
                "The softmax is taken over axis 0: that is read as the units of one sample; of a \
                 batch it would be the samples.",
            );
        }
        let value = self.activation(&text, node, span);
        if let (Value::Tensor(node), true) = (&value, activations::is_log_softmax(name)) {
            self.info[*node].logarithms = true;
        }
        Some(value)
    }

    /// The option of a layer that names its activation.
    pub fn activated(
        &mut self,
        option: Option<&Value>,
        value: Value,
        span: &Range<usize>,
    ) -> Value {
        let Value::Tensor(node) = value else {
            return value;
        };
        match option {
            None | Some(Value::None) => value,
            Some(Value::Text(name)) => {
                let found =
                    self.named_activation(&format!("keras.activations.{name}"), &[], node, span);
                found.unwrap_or_else(|| {
                    let why = format!("no activation is called `{}`", name.escape_debug());
                    Value::unknown(span.clone(), why)
                })
            }
            Some(Value::Symbol(name)) => Value::unknown(
                span.clone(),
                format!("it is not known what the activation `{name}` is"),
            ),
            Some(function) => self.call(function.clone(), vec![(None, value)], span),
        }
    }

    /// A function of a library applied to vectors.
    pub fn functional(
        &mut self,
        path: &str,
        given: &[usize],
        arguments: &Arguments,
        span: &Range<usize>,
    ) -> Value {
        let Some(first) = given.first().copied() else {
            return self.not_known(span);
        };
        let name = last(path).trim_end_matches('_');
        match name {
            "dropout" | "alpha_dropout" | "flatten" | "reshape" | "squeeze" | "unsqueeze"
            | "identity" | "cast" | "convert_to_tensor" | "stop_gradient" | "view" | "linear"
                if given.len() == 1 && (name != "linear" || arguments.len() == 1) =>
            {
                return self.flat(first, span);
            }
            _ => {}
        }
        if let Some((_, unknown)) = arguments
            .iter()
            .find(|(_, value)| matches!(value, Value::Unknown(_)))
        {
            return unknown.clone();
        }
        if given.len() == 1
            && let Some(value) = self.named_activation(path, arguments, first, span)
        {
            return value;
        }
        let vectors = argument(arguments, 0, &["inputs", "tensors", "values", "xs"])
            .and_then(Value::items)
            .map_or(2, |all| all.len());
        let op = match name {
            "add" | "add_n" => Op::Add,
            "subtract" | "sub" => Op::Subtract,
            "multiply" | "mul" => Op::Multiply,
            "average" => Op::Average,
            "cat" | "concat" | "concatenate" | "hstack" => Op::Concat,
            "matmul" | "mm" | "linear" | "dot" => return self.product_call(arguments, span),
            _ => {
                let why = format!("`{}` is no function that equiff reads", self.excerpt(span));
                return Value::unknown(span.clone(), why);
            }
        };
        if given.len() != vectors {
            return self.not_known(span);
        }
        self.joined(op, given, span)
    }

    /// `matmul(x, w)`, `linear(x, w, b)`.
    fn product_call(&mut self, arguments: &Arguments, span: &Range<usize>) -> Value {
        let [(_, left), (_, right), rest @ ..] = arguments else {
            return self.not_known(span);
        };
        let value = self.arithmetic("@", left, right, span);
        match (rest.first(), value) {
            (Some((_, bias)), value) => self.arithmetic("+", &value, bias, span),
            (None, value) => value,
        }
    }

    /// Vectors joined.
    pub fn joined(&mut self, op: Op, given: &[usize], span: &Range<usize>) -> Value {
        let shape = match op {
            Op::Concat => {
                let widths: Option<Vec<Size>> =
                    given.iter().map(|node| self.width(*node)).collect();
                let sum = widths.and_then(|all| {
                    all.iter().try_fold(0_u64, |sum, size| match size {
                        Size::Number(n) => sum.checked_add(*n),
                        Size::Symbol(_) => None,
                    })
                });
                sum.map(Size::Number).into_iter().collect()
            }
            _ => self.info[given[0]].shape.clone(),
        };
        Value::Tensor(self.node(op, given.to_vec(), shape, span.clone()))
    }

    /// A factor and a shift for all entries.
    pub fn scaled(&mut self, node: usize, factor: f64, shift: f64, span: &Range<usize>) -> Value {
        let op = Op::Scale {
            factors: vec![factor],
            shift: vec![shift],
        };
        let shape = self.info[node].shape.clone();
        Value::Tensor(self.node(op, vec![node], shape, span.clone()))
    }

    /// Arithmetic with a vector.
    pub fn arithmetic(
        &mut self,
        sign: &str,
        left: &Value,
        right: &Value,
        span: &Range<usize>,
    ) -> Value {
        match (sign, left, right) {
            (_, Value::Unknown(unknown), _) | (_, _, Value::Unknown(unknown)) => {
                Value::Unknown(unknown.clone())
            }
            ("+", Value::Tensor(a), Value::Tensor(b)) => self.joined(Op::Add, &[*a, *b], span),
            ("-", Value::Tensor(a), Value::Tensor(b)) => self.joined(Op::Subtract, &[*a, *b], span),
            ("*", Value::Tensor(a), Value::Tensor(b)) => self.joined(Op::Multiply, &[*a, *b], span),
            ("@", Value::Tensor(node), Value::Made(made)) => self.weighted(*node, made, span),
            ("@", Value::Made(made), Value::Tensor(node)) => self.weighted(*node, made, span),
            ("+", Value::Tensor(node), Value::Made(made))
            | ("+", Value::Made(made), Value::Tensor(node)) => self.biased(*node, made, span),
            _ => {
                let (node, number, first) = match (left, right) {
                    (Value::Tensor(node), number) => (*node, number.number(), true),
                    (number, Value::Tensor(node)) => (*node, number.number(), false),
                    _ => return self.not_known(span),
                };
                match (sign, number, first) {
                    ("+", Some(c), _) => self.scaled(node, 1.0, c, span),
                    ("-", Some(c), true) => self.scaled(node, 1.0, -c, span),
                    ("-", Some(c), false) => self.scaled(node, -1.0, c, span),
                    ("*", Some(c), _) => self.scaled(node, c, 0.0, span),
                    ("/", Some(c), true) if c != 0.0 => self.scaled(node, 1.0 / c, 0.0, span),
                    _ => self.not_known(span),
                }
            }
        }
    }

    /// A product with weights that the program makes itself.
    fn weighted(&mut self, node: usize, made: &Made, span: &Range<usize>) -> Value {
        let Some(shape) = weights_shape(made) else {
            return self.not_known(span);
        };
        let units = match shape.as_slice() {
            [_] => Size::Number(1),
            [_, units] => self.size(Some(units), "K", span),
            _ => return self.not_known(span),
        };
        let width = self.size(shape.first(), "n", span);
        self.widen(node, &width);
        let op = Op::Dense {
            units: units.clone(),
            weights: None,
            bias: BiasOf::None,
        };
        let node = self.node(op, vec![node], vec![units], span.clone());
        self.info[node].origin = Some(made.id);
        Value::Tensor(node)
    }

    /// A bias that the program makes itself.
    fn biased(&mut self, node: usize, made: &Made, span: &Range<usize>) -> Value {
        let Op::Dense {
            units,
            weights,
            bias,
        } = self.graph.nodes[node].op.clone()
        else {
            return self.not_known(span);
        };
        if bias != BiasOf::None || weights.is_some() || weights_shape(made).is_none() {
            return self.not_known(span);
        }
        let op = Op::Dense {
            units: units.clone(),
            weights,
            bias: BiasOf::Symbols,
        };
        let from = self.graph.nodes[node].from.clone();
        let origin = self.info[node].origin;
        let node = self.node(op, from, vec![units], span.clone());
        self.info[node].origin = origin;
        Value::Tensor(node)
    }
}

/// The shape of weights: `nn.Parameter(torch.zeros(4, 1))`, `tf.Variable(tf.zeros([4, 1]))`.
fn weights_shape(made: &Made) -> Option<Vec<Value>> {
    match made.name() {
        "Parameter" | "Variable" => match made.argument(0, &["data", "initial_value"]) {
            Some(Value::Made(inner)) => weights_shape(inner),
            _ => None,
        },
        "add_weight" => made.argument(0, &["shape"]).and_then(Value::items),
        "zeros" | "randn" | "rand" | "ones" | "empty" | "normal" | "uniform" => {
            let plain: Vec<Value> = made
                .arguments
                .iter()
                .filter(|(name, _)| matches!(name.as_deref(), None | Some("shape" | "size")))
                .map(|(_, value)| value.clone())
                .collect();
            match plain.as_slice() {
                [Value::List(items)] => Some(items.borrow().clone()),
                [] => None,
                _ => Some(plain),
            }
        }
        _ => None,
    }
}
