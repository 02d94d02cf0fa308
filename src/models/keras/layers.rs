//! What each kind of layer does.

use serde_json::Value;

use super::super::Fault;
use super::super::graph::{BiasOf, Matrix, Op};
use super::activations;
use super::config::{Shape, entries};
use super::text;
use super::weights::Place;
use super::wiring::Wiring;
use crate::network::Size;

/// Layers that do nothing when a model is used.
const IDLE: [&str; 10] = [
    "Dropout",
    "AlphaDropout",
    "GaussianDropout",
    "GaussianNoise",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "SpatialDropout3D",
    "ActivityRegularization",
    "Identity",
    "InputLayer",
];

/// A layer at hand.
pub struct Layer<'a> {
    pub class: &'a str,
    pub name: String,
    pub config: &'a Value,
    pub place: &'a Place,
}

impl Wiring<'_> {
    /// Adds a layer, and says which node gives its value.
    pub fn layer(
        &mut self,
        layer: &Value,
        place: &Place,
        from: Vec<usize>,
        depth: usize,
    ) -> Result<Vec<usize>, Fault> {
        let class = text(layer, "class_name").unwrap_or_default();
        let class = class.rsplit('>').next().unwrap_or_default();
        let null = Value::Null;
        let config = layer.get("config").unwrap_or(&null);
        if matches!(class, "Sequential" | "Functional" | "Model") {
            return self.model(layer, place, Some(from), depth + 1);
        }
        let layer = Layer {
            class,
            name: place.names.last().cloned().unwrap_or_default(),
            config,
            place,
        };
        if let Some(op) = merge(class) {
            if from.len() < 2 {
                return Err(layer.fault("combines fewer than two values"));
            }
            return self.merged(&layer, op, from).map(|node| vec![node]);
        }
        let [input] = *from.as_slice() else {
            return Err(layer.fault("has not the one input that it needs"));
        };
        if let Some(named) = activations::layer(self.store, class, config) {
            let named = named.map_err(|name| layer.unknown_activation(&name))?;
            return self.activated(&layer, named, input).map(|node| vec![node]);
        }
        let node = match class {
            "Dense" => self.dense(&layer, input)?,
            "Activation" => {
                let activation = config.get("activation").unwrap_or(&null);
                self.activation(&layer, activation, input)?
            }
            "BatchNormalization" => self.batch_normalization(&layer, input)?,
            "Normalization" => self.normalization(&layer, input)?,
            "Rescaling" => self.rescaling(&layer, input)?,
            "PReLU" => self.prelu(&layer, input)?,
            "Flatten" => {
                let width = entries(&self.shapes[input]);
                self.same(&layer, input, vec![width])
            }
            "Reshape" => self.reshape(&layer, input)?,
            class if IDLE.contains(&class) => {
                let shape = self.shapes[input].clone();
                if !matches!(class, "InputLayer" | "Identity") {
                    self.note(
                        "Dropout and noise do nothing when the model is used; they are left out.",
                    );
                }
                self.same(&layer, input, shape)
            }
            _ => return Err(layer.fault("is of a class that is not read")),
        };
        Ok(vec![node])
    }

    pub fn same(&mut self, layer: &Layer, input: usize, shape: Shape) -> usize {
        self.push(&layer.name, Op::Identity, vec![input], shape)
    }

    fn merged(&mut self, layer: &Layer, op: Op, from: Vec<usize>) -> Result<usize, Fault> {
        let shapes: Vec<Shape> = from.iter().map(|node| self.shapes[*node].clone()).collect();
        let first = shapes.first().cloned().unwrap_or_default();
        let shape = match op {
            Op::Concat => {
                let axis = layer
                    .config
                    .get("axis")
                    .and_then(Value::as_i64)
                    .unwrap_or(-1);
                let flat = shapes.iter().all(|shape| shape.len() == 1);
                if !flat || !matches!(axis, -1 | 1) {
                    return Err(
                        layer.fault("joins arrays along an axis that is not the last of two")
                    );
                }
                let mut widths = shapes.iter().map(|shape| shape[0]);
                let width = widths.try_fold(0_u64, |all, one| all.checked_add(one?));
                vec![width]
            }
            _ if shapes.iter().all(|shape| *shape == first) => first,
            _ => return Err(layer.fault("combines arrays of different shapes")),
        };
        Ok(self.push(&layer.name, op, from, shape))
    }

    fn dense(&mut self, layer: &Layer, input: usize) -> Result<usize, Fault> {
        let config = layer.config;
        self.flat(layer, input)?;
        if config.get("lora_rank").is_some_and(|rank| !rank.is_null())
            || config
                .get("quantization_config")
                .is_some_and(|config| !config.is_null())
        {
            return Err(layer.fault("is quantized or has a low-rank addition, which is not read"));
        }
        self.coarse(config);
        let units = config.get("units").or_else(|| config.get("output_dim"));
        let units = units.and_then(Value::as_u64).filter(|units| *units > 0);
        let units = units.ok_or_else(|| layer.fault("has no number of units"))?;
        let has_bias = config
            .get("use_bias")
            .and_then(Value::as_bool)
            .unwrap_or(true);
        let (weights, bias) = match self.weights.any() {
            false => (
                None,
                if has_bias {
                    BiasOf::Symbols
                } else {
                    BiasOf::None
                },
            ),
            true => {
                let kernel = self.weights.get(layer.place, "kernel", 0);
                let kernel = kernel.ok_or_else(|| layer.fault("has no weights in the file"))?;
                let [rows, columns] = *kernel.shape.as_slice() else {
                    return Err(layer.fault("has weights that are no matrix"));
                };
                let matrix = Matrix::new(rows, columns, kernel.values.clone())
                    .filter(|matrix| matrix.columns as u64 == units)
                    .ok_or_else(|| layer.fault("has weights of another shape than it says"))?;
                let bias = match has_bias {
                    false => BiasOf::None,
                    true => {
                        let bias = self.weights.get(layer.place, "bias", 1);
                        let bias = bias.filter(|bias| bias.values.len() as u64 == units);
                        let bias = bias.ok_or_else(|| layer.fault("has no bias in the file"))?;
                        BiasOf::Values(bias.values.clone())
                    }
                };
                (Some(matrix.transposed()), bias)
            }
        };
        let op = Op::Dense {
            units: Size::Number(units),
            weights,
            bias,
        };
        let node = self.push(&layer.name, op, vec![input], vec![Some(units)]);
        match config.get("activation") {
            None | Some(Value::Null) => Ok(node),
            Some(activation) => self.activation(layer, activation, node),
        }
    }

    /// Notes where the model computes with fewer digits than the comparison.
    fn coarse(&mut self, config: &Value) {
        let kind = config.get("dtype").and_then(|kind| {
            kind.as_str()
                .or_else(|| kind.get("config")?.get("name")?.as_str())
        });
        if let Some(kind @ ("float16" | "bfloat16" | "mixed_float16" | "mixed_bfloat16")) = kind {
            self.note(format!(
                "The model computes in {kind}, more coarsely than it is computed here; its weights are taken as they are."
            ));
        }
    }

    /// A layer that acts along the last axis is given vectors.
    pub fn flat(&self, layer: &Layer, input: usize) -> Result<(), Fault> {
        let shape = &self.shapes[input];
        match shape.split_last() {
            Some((_, before)) if before.iter().all(|one| *one == Some(1)) => Ok(()),
            _ => Err(layer.fault("acts on arrays, not on vectors; flatten its input")),
        }
    }

    fn activation(
        &mut self,
        layer: &Layer,
        activation: &Value,
        input: usize,
    ) -> Result<usize, Fault> {
        let named = activations::of(self.store, activation, self.old)
            .map_err(|name| layer.unknown_activation(&name))?;
        self.activated(layer, named, input)
    }

    fn activated(
        &mut self,
        layer: &Layer,
        named: activations::Named,
        input: usize,
    ) -> Result<usize, Fault> {
        if !super::super::graph::is_scalar(&named.function) {
            self.flat(layer, input)?;
            let axis = layer
                .config
                .get("axis")
                .and_then(Value::as_i64)
                .unwrap_or(-1);
            let rank = self.shapes[input].len() as i64;
            if axis != -1 && axis != rank {
                return Err(layer.fault("normalizes along another axis than the last"));
            }
        }
        if let Some(note) = named.note {
            self.note(note);
        }
        let shape = self.shapes[input].clone();
        Ok(self.push(&layer.name, Op::Apply(named.function), vec![input], shape))
    }

    fn prelu(&mut self, layer: &Layer, input: usize) -> Result<usize, Fault> {
        let alpha = match self.weights.any() {
            false => Some("alpha".to_owned()),
            true => self
                .weights
                .get(layer.place, "alpha", 0)
                .and_then(|tensor| {
                    let first = tensor.values.first()?;
                    let one = tensor.values.iter().all(|value| value == first);
                    one.then(|| first.to_string())
                }),
        };
        let alpha = alpha.ok_or_else(|| {
            layer.fault("has slopes that differ from unit to unit, which is not read")
        })?;
        let text = format!("prelu({alpha})");
        let function = crate::parse::activation(self.store, &text)
            .map_err(|_| layer.fault("has a slope for which it is no link"))?;
        let named = activations::Named {
            function,
            note: None,
        };
        self.activated(layer, named, input)
    }

    fn reshape(&mut self, layer: &Layer, input: usize) -> Result<usize, Fault> {
        let target = layer.config.get("target_shape").and_then(Value::as_array);
        let target = target.ok_or_else(|| layer.fault("has no target shape"))?;
        let total = entries(&self.shapes[input]);
        let known: Option<u64> = target
            .iter()
            .filter_map(Value::as_u64)
            .try_fold(1_u64, u64::checked_mul);
        let shape: Shape = target
            .iter()
            .map(|one| match one.as_u64() {
                Some(size) => Some(size),
                None => total?.checked_div(known?),
            })
            .collect();
        match (entries(&shape), total) {
            (Some(own), Some(total)) if own == total => Ok(self.same(layer, input, shape)),
            _ => Err(layer.fault("gives another number of values than it is given")),
        }
    }
}

/// A layer that combines others entry by entry, or puts them side by side.
pub fn merge(class: &str) -> Option<Op> {
    Some(match class {
        "Add" => Op::Add,
        "Subtract" => Op::Subtract,
        "Multiply" => Op::Multiply,
        "Average" => Op::Average,
        "Concatenate" => Op::Concat,
        _ => return None,
    })
}

/// Numbers in lists, however they are nested.
impl Layer<'_> {
    pub fn fault(&self, what: &str) -> Fault {
        Fault::Bytes(format!(
            "layer `{}` ({}) {what}",
            self.name.escape_debug(),
            self.class.escape_debug()
        ))
    }

    fn unknown_activation(&self, name: &str) -> Fault {
        self.fault(&format!(
            "has the activation `{}`, which is not read",
            name.escape_debug()
        ))
    }
}
