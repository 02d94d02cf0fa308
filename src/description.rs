//! A network as the text that describes it, which reads back as the same network.

use std::fmt::Write as _;

use crate::catalog;
use crate::expr::{Expr, Store};
use crate::links::Link;
use crate::network::{Bias, Function, Inputs, Layer, Network, Outputs, Size, Weights};
use crate::render::plain;

/// Where the values of statements begin.
const COLUMN: usize = 12;

/// The description of a network, one statement a line.
pub fn describe(store: &Store, network: &Network) -> String {
    let mut text = String::new();
    match network {
        Network::Equation { output, value } => {
            let equation = store.eq(*output, *value);
            text += &plain(store, equation);
            text.push('\n');
        }
        Network::Layers {
            inputs,
            layers,
            outputs,
        } => {
            statement(&mut text, "inputs", &self::inputs(inputs));
            for formula in formulas(store, layers) {
                statement(&mut text, "activation", &formula);
            }
            match layers.as_slice() {
                [layer] if layer.units == Size::Number(1) => single(store, &mut text, layer),
                layers => layers
                    .iter()
                    .for_each(|layer| several(store, &mut text, layer)),
            }
            let outputs = match outputs {
                Outputs::Symbol(name) => name.clone(),
                Outputs::Named(names) => names.join(", "),
            };
            statement(&mut text, "output", &outputs);
        }
    }
    text
}

fn statement(text: &mut String, keyword: &str, value: &str) {
    let _ = writeln!(text, "{keyword:COLUMN$}{value}");
}

fn single(store: &Store, text: &mut String, layer: &Layer) {
    statement(text, "weights", &weights(store, &layer.weights));
    statement(text, "bias", &bias(store, &layer.bias));
    if !matches!(layer.function, Function::Formula { .. }) {
        statement(text, "activation", &function(store, &layer.function));
    }
}

fn several(store: &Store, text: &mut String, layer: &Layer) {
    let value = format!(
        "{} {} weights {} bias {}",
        size(&layer.units),
        function(store, &layer.function),
        weights(store, &layer.weights),
        bias(store, &layer.bias),
    );
    statement(text, "layer", &value);
}

/// The definitions of activations by formulas, each once.
fn formulas(store: &Store, layers: &[Layer]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for layer in layers {
        if let Function::Formula {
            name,
            variable,
            body,
        } = &layer.function
        {
            let variable = plain(store, *variable);
            let one = format!("{name}({variable}) = {}", plain(store, *body));
            if !all.contains(&one) {
                all.push(one);
            }
        }
    }
    all
}

fn inputs(inputs: &Inputs) -> String {
    match inputs {
        Inputs::Named(names) => names.join(", "),
        Inputs::Indexed { name, size: count } => format!("{name}[{}]", size(count)),
    }
}

fn size(size: &Size) -> String {
    match size {
        Size::Number(n) => n.to_string(),
        Size::Symbol(name) => name.clone(),
    }
}

fn values(store: &Store, values: &[Expr]) -> String {
    let all: Vec<String> = values.iter().map(|value| plain(store, *value)).collect();
    all.join(", ")
}

fn weights(store: &Store, weights: &Weights) -> String {
    match weights {
        Weights::Symbol(name) => name.clone(),
        Weights::Values(rows) => {
            let rows: Vec<String> = rows.iter().map(|row| values(store, row)).collect();
            rows.join("; ")
        }
    }
}

fn bias(store: &Store, bias: &Bias) -> String {
    match bias {
        Bias::None => "none".to_owned(),
        Bias::Symbol(name) => name.clone(),
        Bias::Values(all) => values(store, all),
    }
}

/// An activation by its name, with its parameters.
fn function(store: &Store, function: &Function) -> String {
    match function {
        Function::Link(link, all) => with_parameters(activation_name(link), &values(store, all)),
        Function::Activation(activation, all) => {
            let all: Vec<String> = all
                .iter()
                .map(|(name, value)| format!("{name}={}", plain(store, *value)))
                .collect();
            with_parameters(
                activation.names.first().copied().unwrap_or_default(),
                &all.join(", "),
            )
        }
        Function::Formula { name, .. } => name.clone(),
    }
}

fn with_parameters(name: &str, parameters: &str) -> String {
    match parameters {
        "" => name.to_owned(),
        _ => format!("{name}({parameters})"),
    }
}

/// What a description calls the inverse of a link: as formulas call it, where that is a name of
/// the link, else by the link.
pub fn activation_name(link: &Link) -> &'static str {
    let spelt = |name: &&&str| **name == link.activation && catalog::find(name).is_some();
    let own = link.names.iter().find(spelt);
    own.or_else(|| link.names.first())
        .copied()
        .unwrap_or_default()
}
