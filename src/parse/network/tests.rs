//! Readings of network descriptions.

use crate::expr::{Expr, Head, Store};
use crate::network::{Bias, Function, Inputs, Layer, Network, Outputs, Size, Weights};
use crate::parse::{formula, network};

fn read(store: &Store, text: &str) -> Network {
    network(store, text).unwrap_or_else(|faults| panic!("{text}: {faults:?}"))
}

fn parts(network: Network) -> (Inputs, Vec<Layer>, Outputs) {
    match network {
        Network::Layers {
            inputs,
            layers,
            outputs,
        } => (inputs, layers, outputs),
        other => panic!("{other:?}"),
    }
}

/// The one layer of a description.
fn layer(store: &Store, text: &str) -> Layer {
    let (_, mut layers, _) = parts(read(store, text));
    assert_eq!(layers.len(), 1);
    layers.remove(0)
}

fn messages(text: &str) -> Vec<String> {
    let faults = network(&Store::new(), text).err().unwrap_or_default();
    faults.into_iter().map(|fault| fault.message).collect()
}

fn symbol(text: &str) -> Outputs {
    Outputs::Symbol(text.to_owned())
}

fn link_name(function: &Function) -> &'static str {
    match function {
        Function::Link(link, _) => link.names[0],
        Function::Activation(activation, _) => activation.names[0],
        Function::Formula { .. } => "formula",
    }
}

#[test]
fn the_contract_s_examples_are_read() {
    let s = Store::new();
    let (inputs, layers, outputs) = parts(read(
        &s,
        "# A comment.\ninputs      x_blue, x_red\nweights     omega_blue, ω_red\nbias b\n\
         activation  sigmoid\noutput      p\n",
    ));
    let names = ["x_blue", "x_red"].map(str::to_owned).to_vec();
    assert_eq!(inputs, Inputs::Named(names));
    let weights = vec![s.name("omega_blue"), s.name("omega_red")];
    assert_eq!(layers[0].weights, Weights::Values(vec![weights]));
    assert_eq!(layers[0].bias, Bias::Symbol("b".to_owned()));
    assert_eq!(layers[0].units, Size::Number(1));
    assert_eq!(link_name(&layers[0].function), "logit");
    assert_eq!(outputs, symbol("p"));

    let text = "inputs x[3]\nlayer 4 linear weights V bias c\nlayer 1 sigmoid weights w bias b";
    let (inputs, layers, outputs) = parts(read(&s, text));
    let size = Size::Number(3);
    assert_eq!(
        inputs,
        Inputs::Indexed {
            name: "x".to_owned(),
            size
        }
    );
    assert_eq!(layers.len(), 2);
    assert_eq!(layers[0].weights, Weights::Symbol("V".to_owned()));
    assert_eq!(layers[1].bias, Bias::Symbol("b".to_owned()));
    assert_eq!(outputs, symbol("y"));

    let fitted = "inputs age, dose\nweights 0.8, -1.25\nbias 1/2\nactivation sigmoid\noutput p";
    let fitted = layer(&s, fitted);
    let value = |text: &str| formula(&s, text).unwrap();
    let weights = vec![value("0.8"), value("-1.25")];
    assert_eq!(fitted.weights, Weights::Values(vec![weights]));
    assert_eq!(fitted.bias, Bias::Values(vec![value("1/2")]));
}

#[test]
fn equations_are_read() {
    let s = Store::new();
    let network = read(&s, "# one line\n\np = sigmoid(b + w_1*x_1 + w_2*x_2)\n");
    let Network::Equation { output, value } = network else {
        panic!("an equation is expected");
    };
    assert_eq!(output, s.name("p"));
    assert_eq!(
        value,
        formula(&s, "sigmoid(b + w_1*x_1 + w_2*x_2)").unwrap()
    );
    assert!(matches!(
        read(&s, "mu[1] = leaky_relu(b + 2x, 0.1)"),
        Network::Equation { .. }
    ));
}

#[test]
fn defaults_are_numbered_by_layer() {
    let s = Store::new();
    let one = layer(&s, "inputs x[n]\nactivation probit");
    assert_eq!(one.weights, Weights::Symbol("w".to_owned()));
    assert_eq!(one.bias, Bias::Symbol("b".to_owned()));
    let (_, layers, _) = parts(read(
        &s,
        "inputs x[n]\nlayer h tanh\nlayer 1 sigmoid bias none",
    ));
    assert_eq!(layers[0].units, Size::Symbol("h".to_owned()));
    assert_eq!(layers[0].weights, Weights::Symbol("w1".to_owned()));
    assert_eq!(layers[1].weights, Weights::Symbol("w2".to_owned()));
    assert_eq!(layers[1].bias, Bias::None);
}

#[test]
fn the_short_style_counts_units_by_outputs_or_rows() {
    let s = Store::new();
    let units = |text: &str| layer(&s, text).units;
    assert_eq!(
        units("inputs x[4]\nactivation softmax\noutput p, q, r"),
        Size::Number(3)
    );
    assert_eq!(
        units("inputs x, z\nactivation linear\nweights 1, 2; 3, 4"),
        Size::Number(2)
    );
    let k = Size::Symbol("K".to_owned());
    assert_eq!(units("inputs x[4]\nactivation softmax\noutput p[K]"), k);
    assert_eq!(messages("inputs x[4]\nactivation softmax").len(), 1);
}

#[test]
fn parameters_have_names_defaults_and_ranges() {
    let s = Store::new();
    let parameters = |text: &str| -> Vec<Expr> {
        match layer(&s, &format!("inputs x\nactivation {text}")).function {
            Function::Link(_, values) => values,
            Function::Activation(_, values) => values.into_iter().map(|(_, v)| v).collect(),
            Function::Formula { .. } => Vec::new(),
        }
    };
    let value = |text: &str| formula(&s, text).unwrap();
    assert_eq!(parameters("leaky_relu"), [value("0.2")]);
    assert_eq!(parameters("Leaky-ReLU(0.1)"), [value("0.1")]);
    assert_eq!(parameters("leaky_relu(alpha = 1/10)"), [value("1/10")]);
    assert_eq!(parameters("complementary log-log"), []);
    assert_eq!(parameters("power(lambda)"), [s.name("lambda")]);
    assert_eq!(parameters("relu"), []);
    assert_eq!(parameters("relu(max_value=6)").len(), 3);
    assert_eq!(parameters("relu(0.1)"), [value("0.1")]);
}

#[test]
fn definitions_may_be_piecewise_and_named_by_layers() {
    let s = Store::new();
    let text = "inputs x[n]\nactivation f(z) = if(z >= 0, z, a*z)\nlayer 2 f\nlayer 1 f";
    let (_, layers, _) = parts(read(&s, text));
    let Function::Formula {
        name,
        variable,
        body,
    } = &layers[1].function
    else {
        panic!("a formula is expected");
    };
    assert_eq!((name.as_str(), *variable), ("f", s.name("z")));
    assert_eq!(*s.head(*body), Head::Piecewise);
    // A definition hides a declared activation of the same name.
    let own = layer(&s, "inputs x\nactivation relu(t) = 2t");
    assert_eq!(link_name(&own.function), "formula");
}

#[test]
fn names_have_one_use() {
    let s = Store::new();
    // Shared weights, and a scalar beside entries of the same letter, are no clash.
    read(&s, "inputs x, z\nweights w, w\nactivation linear");
    read(
        &s,
        "inputs x, z\nweights b_1, b_2\nbias b\nactivation linear",
    );
    for (text, message) in [
        ("inputs x, x\nactivation exp", "`x` is an input twice"),
        (
            "inputs x\nweights x\nactivation exp",
            "`x` is an input already",
        ),
        ("inputs w\nactivation exp", "the default name `w` is taken"),
        (
            "inputs x[2]\nbias x_1\nactivation exp",
            "`x_1` is an entry of the vector `x`",
        ),
        (
            "inputs x[n]\nbias n\nactivation exp",
            "`n` is a size already",
        ),
        (
            "inputs x\nactivation exp\noutput x",
            "`x` is an input already",
        ),
        ("inputs exp\nactivation exp", "`exp` cannot be a name here"),
        (
            "inputs x\nactivation f(z) = b*z",
            "the default name `b` is taken",
        ),
    ] {
        assert_eq!(messages(text), [message], "{text}");
    }
}

#[test]
fn line_ends_marks_and_tabs_do_not_matter() {
    let s = Store::new();
    for text in [
        "inputs x\r\nactivation sigmoid\r\n",
        "\u{feff}inputs x\nactivation sigmoid",
        "\tinputs\tx\n\n\tactivation\tsigmoid\t# done",
        "inputs x\ractivation sigmoid\r",
    ] {
        read(&s, text);
    }
}

#[test]
fn long_lists_and_deep_nesting_are_read() {
    let s = Store::new();
    let n = 20_000;
    let list = |letter: &str| {
        let names: Vec<String> = (1..=n).map(|i| format!("{letter}_{i}")).collect();
        names.join(", ")
    };
    let text = format!(
        "inputs {}\nweights {}\nactivation sigmoid",
        list("x"),
        list("w")
    );
    read(&s, &text);
    let deep = format!("{}z{}", "tanh(".repeat(n), ")".repeat(n));
    read(&s, &format!("inputs x\nactivation f(z) = {deep}"));
    read(&s, &format!("p = {}", deep.replace("tanh", "relu")));
    assert_eq!(
        messages(&format!("inputs x\nactivation f(z) = {}", "(".repeat(n))).len(),
        1
    );
    assert!(!messages(&format!("inputs {}", "x, ".repeat(n))).is_empty());
    read(&s, "inputs x[1000000000000]\nlayer 1000000000 softmax");
}
