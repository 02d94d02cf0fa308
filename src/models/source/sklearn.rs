//! Estimators of scikit-learn: their weights are symbols, their columns those that they are fitted to.

use std::rc::Rc;

use super::run::Machine;
use super::run::values::{Library, Made, Value, library};
use crate::error::Diagnostic;
use crate::models::graph::{BiasOf, Op};
use crate::models::{Form, Loaded};
use crate::network::Size;
use crate::parse;

/// Estimators whose mean is linear.
const LINEAR: &[&str] = &[
    "LinearRegression",
    "Ridge",
    "RidgeCV",
    "Lasso",
    "LassoCV",
    "LassoLars",
    "LassoLarsCV",
    "Lars",
    "ElasticNet",
    "ElasticNetCV",
    "SGDRegressor",
    "BayesianRidge",
    "ARDRegression",
    "HuberRegressor",
    "TheilSenRegressor",
];

/// Other estimators that are read.
const OTHERS: &[&str] = &[
    "LogisticRegression",
    "LogisticRegressionCV",
    "PoissonRegressor",
    "GammaRegressor",
    "TweedieRegressor",
    "SGDClassifier",
    "MLPClassifier",
    "MLPRegressor",
];

/// Steps of a pipeline that are linear in each column, or in all.
const AFFINE: &[&str] = &[
    "StandardScaler",
    "MinMaxScaler",
    "MaxAbsScaler",
    "RobustScaler",
    "PCA",
    "TruncatedSVD",
];

/// Data sets that come with the library and have more than two classes.
const SEVERAL_CLASSES: &[&str] = &[
    "load_iris",
    "load_wine",
    "load_digits",
    "fetch_20newsgroups",
];

/// Whether it is a model that is read.
pub fn is_model(made: &Made) -> bool {
    let name = made.name();
    if matches!(name, "Pipeline" | "make_pipeline") {
        return estimator(made).is_some();
    }
    LINEAR.contains(&name) || OTHERS.contains(&name)
}

/// Whether it is a model of another kind.
pub fn is_other(made: &Made) -> bool {
    let name = made.name();
    library(&made.path) == Library::Sklearn
        && !is_model(made)
        && (name.ends_with("Classifier")
            || name.ends_with("Regressor")
            || matches!(
                name,
                "SVC"
                    | "SVR"
                    | "LinearSVC"
                    | "LinearSVR"
                    | "NuSVC"
                    | "GaussianNB"
                    | "MultinomialNB"
                    | "BernoulliNB"
                    | "Perceptron"
                    | "KMeans"
                    | "LinearDiscriminantAnalysis"
                    | "PCA"
            ))
}

/// Why a model of another kind is none of ours.
pub fn why_other(made: &Made) -> &'static str {
    match made.name() {
        "LinearSVC" | "Perceptron" | "RidgeClassifier" | "PassiveAggressiveClassifier" => {
            "it decides by the sign of a linear predictor, and has no mean that a link is of"
        }
        _ => "it has no linear predictor",
    }
}

/// The steps of a pipeline.
fn steps(made: &Made) -> Vec<Value> {
    let mut all = Vec::new();
    let mut given: Vec<Value> = Vec::new();
    for (name, value) in &made.arguments {
        match (name.as_deref(), value) {
            (None | Some("steps"), Value::List(items)) => {
                given.extend(items.borrow().iter().cloned())
            }
            (None, value) => given.push(value.clone()),
            _ => {}
        }
    }
    for step in given {
        match &step {
            // A name and a step.
            Value::List(pair) => all.extend(pair.borrow().last().cloned()),
            Value::Text(_) => {}
            _ => all.push(step),
        }
    }
    all
}

/// The last step of a pipeline, if it is a model.
fn estimator(made: &Made) -> Option<Rc<Made>> {
    match steps(made).last() {
        Some(Value::Made(last)) if is_model(last) => Some(last.clone()),
        _ => None,
    }
}

/// The model as a graph.
///
/// # Errors
/// An option that makes it no GLM, or is not known.
pub fn loaded(mut machine: Machine<'_>, made: &Rc<Made>) -> Result<Loaded, Diagnostic> {
    let mut columns = fitted(&machine, made.id);
    let model = match estimator(made) {
        Some(last) if matches!(made.name(), "Pipeline" | "make_pipeline") => {
            for step in steps(made) {
                let Value::Made(step) = step else {
                    if let Value::Text(_) | Value::None = step {
                        continue;
                    }
                    return Err(Diagnostic::new(
                        "a step of this pipeline is not understood",
                        made.span.clone(),
                    )
                    .label("what it does to the columns is not known"));
                };
                if step.id == last.id {
                    continue;
                }
                let text = machine.excerpt(&step.span);
                if AFFINE.contains(&step.name()) {
                    machine.note(format!(
                        "`{text}` is affine in the columns with numbers that are fixed by the fit: they are part \
                         of the weights and the bias."
                    ));
                } else {
                    columns = None;
                    machine.note(format!("The inputs are the columns that `{text}` makes, not those that it is given."));
                }
            }
            last
        }
        _ => made.clone(),
    };
    let span = model.span.clone();
    let width = match &columns {
        Some(names) => Size::Number(names.len() as u64),
        None => Size::Symbol("n".to_owned()),
    };
    if columns.is_none() {
        machine.note("The code does not say how many columns the model is fitted to: n of them.");
    }
    let input = machine.node(
        Op::Input {
            width: width.clone(),
        },
        Vec::new(),
        vec![width],
        span,
    );
    let output = output(&mut machine, &model, input)?;
    machine.graph.inputs = vec![input];
    machine.graph.outputs = vec![output];
    machine.graph.feature_names = columns.unwrap_or_default();
    Ok(Loaded {
        kind: "source code for scikit-learn",
        model: Form::Graph(machine.graph),
        notes: machine.notes,
    })
}

/// The columns that a model is fitted to.
fn fitted(machine: &Machine<'_>, id: usize) -> Option<Vec<String>> {
    let fits = machine
        .events
        .iter()
        .filter(|event| event.of == id && &*event.method == "fit");
    let first = fits
        .filter_map(|event| super::run::values::argument(&event.arguments, 0, &["X"]))
        .next();
    first
        .and_then(Value::columns)
        .filter(|columns| !columns.is_empty())
}

/// Dense layers and activations: units, and the activation after them.
fn layers(
    machine: &mut Machine<'_>,
    model: &Made,
    input: usize,
    all: &[(Size, String)],
) -> Result<usize, Diagnostic> {
    let bias = match model.named(&["fit_intercept"]) {
        Some(Value::Bool(false)) => BiasOf::None,
        None | Some(Value::Bool(true)) => BiasOf::Symbols,
        Some(_) => return Err(option(model, "fit_intercept")),
    };
    let mut node = input;
    for (units, text) in all {
        let op = Op::Dense {
            units: units.clone(),
            weights: None,
            bias: bias.clone(),
        };
        node = machine.node(op, vec![node], vec![units.clone()], model.span.clone());
        let function = parse::activation(machine.store, text).map_err(|_| option(model, text))?;
        node = machine.node(
            Op::Apply(function),
            vec![node],
            vec![units.clone()],
            model.span.clone(),
        );
    }
    Ok(node)
}

fn option(model: &Made, name: &str) -> Diagnostic {
    Diagnostic::new(
        format!("the option `{name}` of this model is not known"),
        model.span.clone(),
    )
    .label("it decides what the model is")
    .help("give its value where the model is made")
}

/// What the model computes.
fn output(machine: &mut Machine<'_>, model: &Made, input: usize) -> Result<usize, Diagnostic> {
    let one = Size::Number(1);
    let name = model.name();
    let several = SEVERAL_CLASSES
        .iter()
        .any(|set| machine.source.contains(set));
    let classes = Size::Symbol("K".to_owned());
    let last = |several: bool| match several {
        true => (classes.clone(), "softmax".to_owned()),
        false => (one.clone(), "sigmoid".to_owned()),
    };
    if LINEAR.contains(&name) {
        return layers(machine, model, input, &[(one, "identity".to_owned())]);
    }
    let all = match name {
        "LogisticRegression" | "LogisticRegressionCV" => {
            let chosen = model.named(&["multi_class"]).and_then(Value::text);
            let multinomial = chosen == Some("multinomial") || several && chosen != Some("ovr");
            if chosen == Some("ovr") && several {
                return Err(Diagnostic::new(
                    "one logistic regression a class, scaled to the sum 1, is no generalized linear model",
                    model.span.clone(),
                )
                .label("multi_class=\"ovr\"")
                .help("each class by itself is one: derive `LogisticRegression()`"));
            }
            machine.note(match multinomial {
                true => "K is the number of classes. scikit-learn gives every class its own weights: adding the same to all changes no probability.",
                false => "With two classes; with more, scikit-learn fits multinomial regression (softmax).",
            });
            vec![last(multinomial)]
        }
        "PoissonRegressor" | "GammaRegressor" => vec![(one, "exp".to_owned())],
        "TweedieRegressor" => {
            let power = model
                .argument(0, &["power"])
                .map_or(Some(0.0), Value::number);
            let power = power.ok_or_else(|| option(model, "power"))?;
            let link = model.named(&["link"]).map_or(Some("auto"), Value::text);
            let log = match link {
                Some("auto") => power > 0.0,
                Some("log") => true,
                Some("identity") => false,
                _ => return Err(option(model, "link")),
            };
            vec![(one, if log { "exp" } else { "identity" }.to_owned())]
        }
        "SGDClassifier" => match model
            .argument(0, &["loss"])
            .map_or(Some("hinge"), Value::text)
        {
            Some("log_loss" | "log") => {
                machine.note("With two classes; with more, scikit-learn fits one logistic regression a class.");
                vec![last(false)]
            }
            Some(loss) => {
                let message = format!("with the loss `{loss}` this is no generalized linear model");
                return Err(Diagnostic::new(message, model.span.clone())
                    .label("it decides by the sign of a linear predictor, and has no mean that a link is of")
                    .help("`SGDClassifier(loss=\"log_loss\")` is logistic regression"));
            }
            None => return Err(option(model, "loss")),
        },
        _ => return perceptron(machine, model, input, last(several)),
    };
    layers(machine, model, input, &all)
}

/// `MLPClassifier` and `MLPRegressor`.
fn perceptron(
    machine: &mut Machine<'_>,
    model: &Made,
    input: usize,
    last: (Size, String),
) -> Result<usize, Diagnostic> {
    let classifies = model.name() == "MLPClassifier";
    let sizes = match model.argument(0, &["hidden_layer_sizes"]) {
        None => vec![Value::Int(100)],
        Some(Value::List(items)) => items.borrow().clone(),
        Some(one) => vec![one.clone()],
    };
    let chosen = model
        .argument(1, &["activation"])
        .map_or(Some("relu"), Value::text);
    let activation = match chosen {
        Some("identity" | "relu" | "tanh") => chosen.unwrap_or_default().to_owned(),
        Some("logistic") => "sigmoid".to_owned(),
        _ => return Err(option(model, "activation")),
    };
    let mut all = Vec::new();
    for size in &sizes {
        let units = machine.size(Some(size), "h", &model.span);
        all.push((units, activation.clone()));
    }
    all.push(match classifies {
        true => last,
        false => (Size::Number(1), "identity".to_owned()),
    });
    if classifies {
        machine.note("With two classes; with more, the output is softmax.");
    }
    layers(machine, model, input, &all)
}
