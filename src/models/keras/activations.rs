//! Keras's activations as ours.

use serde_json::Value;

use crate::expr::Store;
use crate::network::Function;
use crate::parse;

/// An activation that a configuration names, and what is to be known of it.
pub struct Named {
    /// What it applies.
    pub function: Function,
    /// What it takes for granted, a sentence.
    pub note: Option<&'static str>,
}

/// The activation of a layer's configuration: a name, or an object.
///
/// # Errors
/// The name that is not known here.
pub fn of(store: &Store, value: &Value, old: bool) -> Result<Named, String> {
    match value {
        Value::Null => named(store, "linear", old),
        Value::String(name) => named(store, name, old),
        Value::Object(object) => {
            let config = object.get("config").unwrap_or(&Value::Null);
            match (config, object.get("class_name").and_then(Value::as_str)) {
                (Value::String(name), _) => named(store, name, old),
                (config, Some(class)) => {
                    layer(store, class, config).unwrap_or_else(|| named(store, class, old))
                }
                _ => Err(String::from("?")),
            }
        }
        _ => Err(value.to_string()),
    }
}

/// An activation by its name.
fn named(store: &Store, name: &str, old: bool) -> Result<Named, String> {
    // Functions that users register have a package before the name.
    let name = name.rsplit(['>', '.']).next().unwrap_or(name);
    let (text, note) = match name {
        "linear" => ("identity", None),
        "exponential" | "exp" => ("exp", None),
        "log_softmax" => ("softmax", Some(super::super::LOGARITHMS)),
        "swish" => ("silu", None),
        "hard_swish" => ("hard_silu", None),
        "hard_sigmoid" if old => {
            let slope = "max(0, min(1, z/5 + 1/2))";
            return formula(store, slope).ok_or_else(|| name.to_owned());
        }
        "relu" | "relu6" | "leaky_relu" | "softmax" | "celu" | "elu" | "log_sigmoid"
        | "sigmoid" | "softplus" | "softsign" | "soft_shrink" | "sparse_plus"
        | "sparse_sigmoid" | "squareplus" | "silu" | "selu" | "tanh" | "tanh_shrink"
        | "threshold" | "gelu" | "hard_tanh" | "hard_shrink" | "hard_sigmoid" | "hard_silu"
        | "mish" => (name, None),
        _ => return Err(name.to_owned()),
    };
    let text = match text {
        "threshold" => "threshold(0, 0)",
        text => text,
    };
    let function = parse::activation(store, text).map_err(|_| name.to_owned())?;
    Ok(Named { function, note })
}

/// An activation by a formula in z.
pub fn formula(store: &Store, text: &str) -> Option<Named> {
    let function = Function::Formula {
        name: "f".to_owned(),
        variable: store.name("z"),
        body: parse::formula(store, text).ok()?,
    };
    Some(Named {
        function,
        note: None,
    })
}

/// A layer that is an activation; nothing for other layers.
pub fn layer(store: &Store, class: &str, config: &Value) -> Option<Result<Named, String>> {
    let class = class.rsplit('>').next().unwrap_or(class);
    let number = |names: &[&str], default: f64| {
        let value = names.iter().find_map(|name| config.get(*name)?.as_f64());
        value.unwrap_or(default).to_string()
    };
    let text = match class {
        "ReLU" => {
            let slope = number(&["negative_slope"], 0.0);
            let threshold = number(&["threshold"], 0.0);
            match config.get("max_value").and_then(Value::as_f64) {
                None if slope == "0" && threshold == "0" => "relu".to_owned(),
                None => format!("relu(negative_slope={slope}, threshold={threshold})"),
                Some(most) => {
                    format!("relu(negative_slope={slope}, threshold={threshold}, max_value={most})")
                }
            }
        }
        "LeakyReLU" => format!("leaky_relu({})", number(&["negative_slope", "alpha"], 0.3)),
        "ELU" => format!("elu({})", number(&["alpha"], 1.0)),
        "ThresholdedReLU" => format!("threshold({}, 0)", number(&["theta"], 1.0)),
        "Softmax" => "softmax".to_owned(),
        _ => return None,
    };
    let function = parse::activation(store, &text).map_err(|_| text);
    Some(function.map(|function| Named {
        function,
        note: None,
    }))
}
