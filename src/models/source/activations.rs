//! Activations as libraries name them, with their options.

use super::run::values::{Library, Value, argument};

/// Whether a name is that of the logarithm of softmax.
pub fn is_log_softmax(name: &str) -> bool {
    plain(name) == "logsoftmax"
}

/// A name without what differs between classes and functions.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| *c != '_');
    letters.flat_map(char::to_lowercase).collect()
}

/// The name in equiff's tables, with its parameters; nothing for other functions, and where an
/// option is not known.
pub fn text(name: &str, arguments: &[(Option<String>, Value)], library: Library) -> Option<String> {
    // A function has the vector as its first argument.
    let options: Vec<(Option<String>, Value)> = arguments
        .iter()
        .filter(|(_, value)| !matches!(value, Value::Tensor(_)))
        .cloned()
        .collect();
    let option = |place: usize, names: &[&str], default: f64| match argument(&options, place, names)
    {
        None | Some(Value::None) => Some(default),
        Some(value) => value.number(),
    };
    let keras = library == Library::Keras;
    let same = |text: &str| Some(text.to_owned());
    match plain(name).as_str() {
        "linear" | "identity" => same("identity"),
        "relu" if keras => {
            let slope = option(usize::MAX, &["negative_slope", "alpha"], 0.0)?;
            let most = option(0, &["max_value"], f64::INFINITY)?;
            let threshold = option(usize::MAX, &["threshold"], 0.0)?;
            match (slope == 0.0, most, threshold == 0.0) {
                (true, f64::INFINITY, true) => same("relu"),
                (true, 6.0, true) => same("relu6"),
                (false, f64::INFINITY, true) => Some(format!("leaky_relu({slope})")),
                _ => None,
            }
        }
        "relu" => same("relu"),
        "relu6" => same("relu6"),
        "leakyrelu" => {
            // The class of Keras and its function differ in their defaults.
            let default = match (keras, name.starts_with('L')) {
                (true, true) => 0.3,
                (true, false) => 0.2,
                _ => 0.01,
            };
            let slope = option(0, &["negative_slope", "alpha"], default)?;
            Some(format!("leaky_relu({slope})"))
        }
        "prelu" => same("prelu"),
        "elu" => Some(format!("elu({})", option(0, &["alpha"], 1.0)?)),
        "celu" => Some(format!("celu({})", option(0, &["alpha"], 1.0)?)),
        "selu" => same("selu"),
        "gelu" => {
            let approximate = argument(&options, 0, &["approximate"]);
            match approximate {
                None | Some(Value::Bool(false) | Value::None) => same("gelu"),
                Some(Value::Bool(true)) => same("gelu_tanh"),
                Some(Value::Text(text)) if &**text == "tanh" => same("gelu_tanh"),
                Some(Value::Text(text)) if &**text == "none" => same("gelu"),
                _ => None,
            }
        }
        "silu" | "swish" => same("silu"),
        "mish" => same("mish"),
        "softplus" => (option(0, &["beta"], 1.0)? == 1.0).then(|| "softplus".to_owned()),
        "softsign" => same("softsign"),
        "sigmoid" | "expit" | "logistic" => same("sigmoid"),
        "logsigmoid" => same("log_sigmoid"),
        "hardsigmoid" => same("hard_sigmoid"),
        "hardswish" | "hardsilu" => same("hard_silu"),
        "tanh" => same("tanh"),
        "hardtanh" => {
            let low = option(0, &["min_val"], -1.0)?;
            let high = option(1, &["max_val"], 1.0)?;
            Some(format!("hard_tanh({low}, {high})"))
        }
        "tanhshrink" => same("tanh_shrink"),
        "softshrink" => Some(format!(
            "soft_shrink({})",
            option(0, &["lambd", "threshold"], 0.5)?
        )),
        "hardshrink" => Some(format!(
            "hard_shrink({})",
            option(0, &["lambd", "threshold"], 0.5)?
        )),
        "squareplus" => same("squareplus"),
        "softmax" | "logsoftmax" => same("softmax"),
        "exp" | "exponential" => same("exp"),
        "sin" => same("sin"),
        "cos" => same("cos"),
        "ndtr" => same("probit"),
        _ => None,
    }
}
