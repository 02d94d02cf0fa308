//! What configurations of Keras say: shapes, losses, references between layers.

use serde_json::Value;

use super::super::graph::Loss;
use crate::expr::Store;
use crate::parse;

/// The shape of one value, without the batch; an entry may be unknown.
pub type Shape = Vec<Option<u64>>;

/// A shape as it is written, with the batch first.
pub fn shape(value: &Value) -> Option<Shape> {
    let all = value.as_array()?;
    let (_, rest) = all.split_first()?;
    rest.iter()
        .map(|one| match one {
            Value::Null => Some(None),
            one => one.as_u64().map(Some),
        })
        .collect()
}

/// The shape that a layer says its input has.
pub fn input_shape(config: &Value) -> Option<Shape> {
    let keys = ["batch_shape", "batch_input_shape"];
    keys.iter().find_map(|key| shape(config.get(*key)?))
}

/// How many values a shape has.
pub fn entries(shape: &[Option<u64>]) -> Option<u64> {
    shape
        .iter()
        .try_fold(1_u64, |all, one| all.checked_mul((*one)?))
}

/// What the loss says of a linear output.
pub fn loss(store: &Store, compiled: &Value) -> Option<Loss> {
    let loss = compiled
        .get("loss")
        .or_else(|| compiled.get("config")?.get("loss"))?;
    let (class, config) = match loss {
        Value::Object(object) => (
            object.get("class_name")?.as_str()?.to_owned(),
            object.get("config").cloned().unwrap_or_default(),
        ),
        Value::String(name) => (name.clone(), Value::Null),
        _ => return None,
    };
    let logits = config.get("from_logits").and_then(Value::as_bool) == Some(true);
    let activation = match class.to_lowercase().replace('_', "").as_str() {
        "categoricalcrossentropy" | "sparsecategoricalcrossentropy" if logits => Some("softmax"),
        "binarycrossentropy" | "binaryfocalcrossentropy" if logits => Some("sigmoid"),
        _ => None,
    };
    let name = match logits {
        true => format!("{class}(from_logits=True)"),
        false => class,
    };
    Some(Loss {
        name,
        applies: activation.and_then(|text| parse::activation(store, text).ok()),
    })
}

/// A reference to the output of a layer: its name, and which of its uses.
pub type Reference = (String, u64);

/// The references in a part of a configuration, in order.
pub fn references(value: &Value) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        if let Some(history) = value
            .get("config")
            .and_then(|config| config.get("keras_history"))
        {
            found.extend(reference(history));
            continue;
        }
        match value {
            Value::Array(_) if reference(value).is_some() => found.extend(reference(value)),
            Value::Array(all) => open.extend(all.iter().rev()),
            Value::Object(object) => open.extend(object.values().rev()),
            _ => {}
        }
    }
    found
}

/// `["dense", 0, 0]`
fn reference(value: &Value) -> Option<Reference> {
    match value.as_array()?.as_slice() {
        [
            Value::String(name),
            Value::Number(node),
            Value::Number(_),
            ..,
        ] => Some((name.clone(), node.as_u64()?)),
        _ => None,
    }
}

/// Whether a use of an operation takes a number beside values of layers: `x * 2`.
pub fn takes_numbers(node: &Value) -> bool {
    let mut open = vec![node];
    while let Some(value) = open.pop() {
        match value {
            Value::Number(_) => return true,
            Value::Array(_) if reference(value).is_some() => {}
            Value::Array(all) => open.extend(all),
            Value::Object(object) if !object.contains_key("class_name") => {
                open.extend(object.values());
            }
            _ => {}
        }
    }
    false
}

/// The uses of a layer: for each, what it takes.
pub fn uses(layer: &Value) -> Vec<Vec<Reference>> {
    let nodes = layer.get("inbound_nodes").and_then(Value::as_array);
    nodes.map_or_else(Vec::new, |nodes| nodes.iter().map(references).collect())
}

/// The name of a class as Keras spells it in paths: `ReLU` is `re_lu`.
pub fn snake(class: &str) -> String {
    let letters: Vec<char> = class
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    let mut text = String::new();
    for (index, c) in letters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(index + 1);
        let starts = c.is_uppercase()
            && before.is_some_and(|before| {
                let word = before.is_lowercase() || after.is_some_and(|after| after.is_lowercase());
                *before != '_' && word
            });
        if starts {
            text.push('_');
        }
        text.extend(c.to_lowercase());
    }
    text
}
