//! How the layers of a model are connected.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::super::Fault;
use super::super::graph::{Graph, Op};
use super::config::{self, Reference, Shape, entries};
use super::text;
use super::weights::{Place, Weights};
use crate::expr::Store;
use crate::network::Size;

/// Models in models deeper than this are refused.
const DEEPEST: usize = 12;
/// The most layers, those of models in models counted for each use.
const MOST_LAYERS: usize = 20_000;

/// A graph that is being made of a configuration.
pub struct Wiring<'a> {
    pub store: &'a Store,
    pub weights: &'a Weights,
    /// Whether Keras 2 wrote the file.
    pub old: bool,
    pub graph: Graph,
    pub notes: Vec<String>,
    /// The shape of what each node gives, where it is known.
    pub shapes: Vec<Shape>,
}

impl<'a> Wiring<'a> {
    pub fn new(store: &'a Store, weights: &'a Weights, version: Option<&str>) -> Wiring<'a> {
        Wiring {
            store,
            weights,
            old: version.is_some_and(|version| version.starts_with(['1', '2'])),
            graph: Graph::default(),
            notes: Vec::new(),
            shapes: Vec::new(),
        }
    }

    /// Reads the whole model.
    pub fn whole(&mut self, config: &Value) -> Result<(), Fault> {
        let outputs = self.model(config, &Place::default(), None, 0)?;
        self.graph.outputs = outputs;
        self.name_inputs();
        Ok(())
    }

    /// Adds a node.
    pub fn push(&mut self, name: &str, op: Op, from: Vec<usize>, shape: Shape) -> usize {
        self.shapes.push(shape);
        self.graph.push(name, op, from)
    }

    /// Notes something once.
    pub fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// A model, or one inside another, which is given its inputs.
    pub fn model(
        &mut self,
        model: &Value,
        place: &Place,
        given: Option<Vec<usize>>,
        depth: usize,
    ) -> Result<Vec<usize>, Fault> {
        if depth > DEEPEST || self.graph.nodes.len() > MOST_LAYERS {
            return Err(Fault::bytes(
                "the Keras model has too many layers, or models in models too deep",
            ));
        }
        let class = text(model, "class_name").unwrap_or_default();
        let missing = || {
            Fault::bytes(
                "the Keras model's configuration has no list of layers; save the model again",
            )
        };
        let config = model.get("config").unwrap_or(&Value::Null);
        let layers = match config {
            // As Keras 2.0 and earlier wrote Sequential models.
            Value::Array(layers) => layers,
            config => match config.get("layers").and_then(Value::as_array) {
                Some(layers) => layers,
                None if matches!(class.as_str(), "Sequential" | "Functional" | "Model") => {
                    return Err(missing());
                }
                None => {
                    return Err(Fault::bytes(format!(
                        "the Keras model is of a class of its own, `{}`, and its file does not say how its layers are connected; export it with `model.export(\"model.onnx\", format=\"onnx\")`",
                        class.escape_debug()
                    )));
                }
            },
        };
        let places = places(place, layers);
        match class.as_str() {
            "Sequential" => self.sequential(config, layers, &places, given, depth),
            _ => self.functional(config, layers, &places, given, depth),
        }
    }

    fn sequential(
        &mut self,
        config: &Value,
        layers: &[Value],
        places: &[Place],
        given: Option<Vec<usize>>,
        depth: usize,
    ) -> Result<Vec<usize>, Fault> {
        let mut current = given;
        for (layer, place) in layers.iter().zip(places) {
            let from = match current.take() {
                Some(from) => from,
                None => {
                    let own = layer.get("config").and_then(config::input_shape);
                    let built = |value: &Value| {
                        config::shape(value.get("build_config")?.get("input_shape")?)
                    };
                    let shape = own
                        .or_else(|| config::shape(config.get("build_input_shape")?))
                        .or_else(|| built(layer))
                        .or_else(|| self.width_of_weights(place));
                    let name = place.names.last().cloned().unwrap_or_default();
                    vec![self.input(&name, shape.unwrap_or_else(|| vec![None]))?]
                }
            };
            current = Some(self.layer(layer, place, from, depth)?);
        }
        current.ok_or_else(|| Fault::bytes("the Keras model has no layers"))
    }

    /// The width of the input as the weights of a dense layer have it.
    fn width_of_weights(&self, place: &Place) -> Option<Shape> {
        let kernel = self.weights.get(place, "kernel", 0)?;
        Some(vec![Some(*kernel.shape.first()? as u64)])
    }

    /// Adds an input.
    fn input(&mut self, name: &str, shape: Shape) -> Result<usize, Fault> {
        let width = match (entries(&shape), shape.as_slice()) {
            (Some(width), _) => Size::Number(width),
            (None, [None]) => Size::Symbol("n".to_owned()),
            (None, _) => {
                return Err(Fault::bytes(format!(
                    "the shape of input `{}` is not known; save the model with its input shape",
                    name.escape_debug()
                )));
            }
        };
        let node = self.push(name, Op::Input { width }, Vec::new(), shape);
        self.graph.inputs.push(node);
        Ok(node)
    }

    fn functional(
        &mut self,
        config: &Value,
        layers: &[Value],
        places: &[Place],
        given: Option<Vec<usize>>,
        depth: usize,
    ) -> Result<Vec<usize>, Fault> {
        let unclear = || {
            Fault::bytes(
                "the Keras model's configuration does not say how its layers are connected; save the model again",
            )
        };
        let inputs = config
            .get("input_layers")
            .map(config::references)
            .unwrap_or_default();
        let outputs = config
            .get("output_layers")
            .map(config::references)
            .unwrap_or_default();
        let mut made: FxHashMap<Reference, usize> = FxHashMap::default();
        for (index, (name, node)) in inputs.iter().enumerate() {
            let layer = layers
                .iter()
                .find(|layer| layer_name(layer).as_deref() == Some(name));
            let value = match &given {
                Some(given) => *given.get(index).ok_or_else(unclear)?,
                None => {
                    let shape = layer.and_then(|layer| config::input_shape(layer.get("config")?));
                    self.input(name, shape.unwrap_or_else(|| vec![None]))?
                }
            };
            made.insert((name.clone(), *node), value);
        }
        let uses = self.uses(layers, &made);
        // Each use of a layer waits for those that it takes values from.
        let mut waiting: FxHashMap<&Reference, Vec<usize>> = FxHashMap::default();
        let mut missing: Vec<usize> = Vec::with_capacity(uses.len());
        let mut ready = VecDeque::new();
        for (index, one) in uses.iter().enumerate() {
            let open: Vec<&Reference> = one
                .from
                .iter()
                .filter(|from| !made.contains_key(*from))
                .collect();
            missing.push(open.len());
            if open.is_empty() {
                ready.push_back(index);
            }
            open.into_iter()
                .for_each(|from| waiting.entry(from).or_default().push(index));
        }
        while let Some(index) = ready.pop_front() {
            let one = &uses[index];
            let from: Option<Vec<usize>> = one
                .from
                .iter()
                .map(|from| made.get(from).copied())
                .collect();
            let from = from.ok_or_else(unclear)?;
            let numbers = layers[one.layer]
                .get("inbound_nodes")
                .and_then(|all| all.get(one.number));
            let class = text(&layers[one.layer], "class_name").unwrap_or_default();
            if super::layers::merge(&class).is_some() && numbers.is_some_and(config::takes_numbers)
            {
                return Err(Fault::Bytes(format!(
                    "the Keras model computes with constants outside its layers (`{}`), which is not read; use a Rescaling layer",
                    one.own.0.escape_debug()
                )));
            }
            let result = self.layer(&layers[one.layer], &places[one.layer], from, depth)?;
            let [result] = *result.as_slice() else {
                return Err(Fault::bytes(
                    "a model inside the Keras model has several outputs, which is not read",
                ));
            };
            made.insert(one.own.clone(), result);
            for waiter in waiting.remove(&one.own).unwrap_or_default() {
                missing[waiter] -= 1;
                if missing[waiter] == 0 {
                    ready.push_back(waiter);
                }
            }
        }
        let all: Option<Vec<usize>> = outputs
            .iter()
            .map(|output| made.get(output).copied())
            .collect();
        let all = all.filter(|all| !all.is_empty()).ok_or_else(unclear)?;
        if depth == 0 {
            self.name_outputs(layers, &outputs);
        }
        Ok(all)
    }

    fn uses(&self, layers: &[Value], made: &FxHashMap<Reference, usize>) -> Vec<Use> {
        let mut all = Vec::new();
        for (layer, value) in layers.iter().enumerate() {
            let Some(name) = layer_name(value) else {
                continue;
            };
            for (number, from) in config::uses(value).into_iter().enumerate() {
                let own = (name.clone(), number as u64);
                if !made.contains_key(&own) && !from.is_empty() {
                    all.push(Use {
                        layer,
                        number,
                        own,
                        from,
                    });
                }
            }
        }
        all
    }

    /// Outputs have the names that people gave their layers.
    fn name_outputs(&mut self, layers: &[Value], outputs: &[Reference]) {
        let class = |name: &str| {
            let layer = layers
                .iter()
                .find(|layer| layer_name(layer).as_deref() == Some(name))?;
            text(layer, "class_name")
        };
        let given = outputs.iter().map(|(name, _)| {
            let made = class(name).is_some_and(|class| name.starts_with(&config::snake(&class)));
            (!made && !name.starts_with("output")).then(|| name.clone())
        });
        if let Some(names) = given.collect::<Option<Vec<String>>>() {
            self.graph.output_names = names;
        }
    }

    /// Several inputs of one value each are features with names.
    fn name_inputs(&mut self) {
        let inputs: Vec<(String, Option<u64>)> = self
            .graph
            .inputs
            .iter()
            .map(|input| {
                (
                    self.graph.nodes[*input].name.clone(),
                    entries(&self.shapes[*input]),
                )
            })
            .collect();
        if inputs.len() < 2 {
            return;
        }
        if inputs.iter().all(|(_, width)| *width == Some(1)) {
            self.graph.feature_names = inputs.into_iter().map(|(name, _)| name).collect();
            return;
        }
        let mut first = 1_u64;
        let parts = inputs.iter().map(|(name, width)| {
            let width = width.unwrap_or(1);
            let last = first.saturating_add(width.max(1)) - 1;
            let part = match width {
                1 => format!("x_{first} is `{name}`"),
                _ => format!("x_{first} to x_{last} are `{name}`"),
            };
            first = last.saturating_add(1);
            part
        });
        let parts: Vec<String> = parts.collect();
        self.note(format!(
            "The inputs are put side by side: {}.",
            parts.join(", ")
        ));
    }
}

/// A use of a layer.
struct Use {
    layer: usize,
    /// Which of the layer's uses it is.
    number: usize,
    own: Reference,
    from: Vec<Reference>,
}

/// The name of a layer.
fn layer_name(layer: &Value) -> Option<String> {
    text(layer, "name").or_else(|| text(layer.get("config")?, "name"))
}

/// The places of the layers of a model: classes are counted, names are as given.
fn places(model: &Place, layers: &[Value]) -> Vec<Place> {
    let mut counts: FxHashMap<String, u32> = FxHashMap::default();
    let place = |layer: &Value| {
        let class = text(layer, "class_name").unwrap_or_default();
        let class = config::snake(class.rsplit('>').next().unwrap_or_default());
        let count = counts.entry(class.clone()).or_insert(0);
        let path = match *count {
            0 => class,
            count => format!("{class}_{count}"),
        };
        *count += 1;
        let mut names = model.names.clone();
        names.push(layer_name(layer).unwrap_or_default());
        Place {
            path: match model.path.as_str() {
                "" => format!("layers/{path}"),
                outer => format!("{outer}/layers/{path}"),
            },
            names,
        }
    };
    layers.iter().map(place).collect()
}
