//! Models of statsmodels: by a formula, or by the columns that they are given.

use std::ops::Range;
use std::rc::Rc;

use super::families::{self, Family};
use super::run::Machine;
use super::run::values::{Made, Value};
use crate::error::Diagnostic;
use crate::models::graph::{BiasOf, Op};
use crate::models::{Form, Formula, Loaded};
use crate::network::Size;
use crate::parse;

const KIND: &str = "source code for statsmodels";

/// Models by their names in lower case: family and link.
const MODELS: &[(&str, &str, Option<&str>)] = &[
    ("glm", "", None),
    ("gee", "", None),
    ("ols", "gaussian", None),
    ("wls", "gaussian", None),
    ("gls", "gaussian", None),
    ("logit", "binomial", None),
    ("probit", "binomial", Some("probit")),
    ("poisson", "poisson", None),
    ("negativebinomial", "negative binomial", None),
    ("mnlogit", "multinomial", None),
];

/// What a model is called, its family and link.
fn entry(
    made: &Made,
) -> Option<(
    bool,
    &'static (&'static str, &'static str, Option<&'static str>),
)> {
    let mut name = made.name();
    let mut formula = made.path.contains("formula") && name.starts_with(|c: char| c.is_lowercase());
    if name == "from_formula" {
        name = made.path.rsplit('.').nth(1).unwrap_or_default();
        formula = true;
    }
    if made.path.contains("families") || made.path.contains("links") {
        return None;
    }
    let wanted = name.to_lowercase();
    let found = MODELS.iter().find(|(own, ..)| *own == wanted)?;
    Some((formula, found))
}

/// Whether it is a model.
pub fn is_model(made: &Made) -> bool {
    entry(made).is_some()
}

fn wrong(message: &str, span: &Range<usize>, label: &str) -> Diagnostic {
    Diagnostic::new(message, span.clone()).label(label)
}

/// The model.
///
/// # Errors
/// A formula or a family that is not known.
pub fn loaded(mut machine: Machine<'_>, made: &Rc<Made>) -> Result<Loaded, Diagnostic> {
    let Some((by_formula, (name, own, link))) = entry(made) else {
        return Err(wrong("no model", &made.span, "here"));
    };
    let added = added(made)?;
    let mut family = Family {
        name: (*own).to_owned(),
        link: link.map(str::to_owned),
    };
    if own.is_empty() {
        family = match made.named(&["family"]).or(made.argument(2, &[]).filter(|_| !by_formula)) {
            None => Family {
                name: "gaussian".to_owned(),
                link: None,
            },
            Some(value) => families::of_value(value).map_err(|why| {
                wrong(why, &made.span, "the family of this model").help(
                    "families are Gaussian, Binomial, Poisson, Gamma, InverseGaussian and NegativeBinomial",
                )
            })?,
        };
    }
    if *name == "gee" {
        machine.note("The equation is that of the mean; the working correlation is no part of it.");
    }
    if by_formula {
        return formula(machine, made, family, &added);
    }
    columns(machine, made, &family, &added)
}

/// What is added to the predictor as it is.
fn added(made: &Made) -> Result<String, Diagnostic> {
    let mut text = String::new();
    for name in ["offset", "exposure"] {
        let Some(value) = made
            .named(&[name])
            .filter(|value| !matches!(value, Value::None))
        else {
            continue;
        };
        let column = value.columns().and_then(|all| all.into_iter().next());
        match column.filter(|column| parse::is_name(column)) {
            Some(column) if name == "offset" => text += &format!(" + offset({column})"),
            Some(column) => text += &format!(" + offset(log({column}))"),
            None => {
                let message = format!("it is not known which column the {name} of this model is");
                return Err(wrong(&message, &made.span, "it is a part of the predictor")
                    .help("write it into the formula: `y ~ x + offset(log(n))`, or give a column: `df[\"n\"]`"));
            }
        }
    }
    Ok(text)
}

fn formula(
    mut machine: Machine<'_>,
    made: &Made,
    family: Family,
    added: &str,
) -> Result<Loaded, Diagnostic> {
    let text = made.argument(0, &["formula"]).and_then(Value::text);
    let Some(text) = text else {
        return Err(wrong(
            "it is not known what this formula is",
            &made.span,
            "expected a text",
        )
        .help("give the formula where the model is made: `smf.glm(\"y ~ x\", data)`"));
    };
    let formula = of_patsy(text) + added;
    if family.name == "multinomial" {
        return multinomial(machine, &formula, made);
    }
    machine.note(
        "Columns are taken to be numbers: the code does not say which are factors. Levels are given by \
         `--levels NAME=A,B`.",
    );
    Ok(Loaded {
        kind: KIND,
        model: Form::Formula(Formula {
            formula,
            family: Some(family.name),
            link: family.link,
            ..Formula::default()
        }),
        notes: machine.notes,
    })
}

/// A formula of patsy as R writes it.
pub fn of_patsy(text: &str) -> String {
    let mut formula = text
        .replace("**", "^")
        .replace("np.", "")
        .replace("numpy.", "");
    for (from, to) in [
        ("C(", "factor("),
        ("Q(\"", "`"),
        ("Q('", "`"),
        ("\")", "`"),
        ("')", "`"),
    ] {
        if from != "C(" || has_call(&formula) {
            formula = formula.replace(from, to);
        }
    }
    formula.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// Whether `C(…)` stands in a formula, and not the end of another name.
fn has_call(formula: &str) -> bool {
    formula.match_indices("C(").all(|(at, _)| {
        let before = formula[..at].chars().next_back();
        before.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == '.'))
    })
}

/// Multinomial regression on columns that are plain names, with K categories.
pub fn multinomial(
    mut machine: Machine<'_>,
    formula: &str,
    made: &Made,
) -> Result<Loaded, Diagnostic> {
    let right = formula.split_once('~').map_or("", |(_, right)| right);
    let terms: Vec<&str> = right.split('+').map(str::trim).collect();
    let bias = !terms.contains(&"0");
    let terms: Vec<&str> = terms
        .into_iter()
        .filter(|term| !matches!(*term, "0" | "1" | ""))
        .collect();
    if terms.is_empty() || !terms.iter().all(|term| parse::is_name(term)) {
        return Err(wrong(
            "the columns of this multinomial regression are not known",
            &made.span,
            "expected a sum of names",
        )
        .help("give the levels of the response: `equiff derive --glm 'y ~ x*z' --family multinomial --levels y=a,b,c`"));
    }
    let names: Vec<String> = terms.iter().map(|term| (*term).to_owned()).collect();
    let width = Size::Number(names.len() as u64);
    machine.graph.feature_names = names;
    machine.note(
        "K is the number of categories. The program sets the weights of one category to 0; adding the same to \
         those of all changes no probability.",
    );
    graph(
        machine,
        width,
        bias,
        Size::Symbol("K".to_owned()),
        "softmax",
        &made.span,
        KIND,
    )
}

/// One layer.
fn graph(
    mut machine: Machine<'_>,
    width: Size,
    bias: bool,
    units: Size,
    activation: &str,
    span: &Range<usize>,
    kind: &'static str,
) -> Result<Loaded, Diagnostic> {
    let input = machine.node(
        Op::Input {
            width: width.clone(),
        },
        Vec::new(),
        vec![width],
        span.clone(),
    );
    let op = Op::Dense {
        units: units.clone(),
        weights: None,
        bias: if bias { BiasOf::Symbols } else { BiasOf::None },
    };
    let dense = machine.node(op, vec![input], vec![units.clone()], span.clone());
    let function = parse::activation(machine.store, activation)
        .map_err(|_| wrong("this link is none that equiff knows", span, "here"))?;
    let output = machine.node(Op::Apply(function), vec![dense], vec![units], span.clone());
    machine.graph.inputs = vec![input];
    machine.graph.outputs = vec![output];
    Ok(Loaded {
        kind,
        model: Form::Graph(machine.graph),
        notes: machine.notes,
    })
}

/// The columns of `exog`, and whether a constant is among them.
fn exogenous(value: Option<&Value>) -> (Option<Vec<String>>, bool) {
    match value {
        Some(Value::Made(made)) if made.name() == "add_constant" => {
            let (columns, _) = exogenous(made.argument(0, &["data"]));
            (columns, true)
        }
        Some(value) => {
            let columns = value.columns();
            let constant =
                |name: &String| matches!(name.as_str(), "const" | "intercept" | "Intercept");
            match columns {
                Some(all) => {
                    let has = all.iter().any(constant);
                    (
                        Some(all.into_iter().filter(|name| !constant(name)).collect()),
                        has,
                    )
                }
                None => (None, false),
            }
        }
        None => (None, false),
    }
}

fn columns(
    mut machine: Machine<'_>,
    made: &Made,
    family: &Family,
    added: &str,
) -> Result<Loaded, Diagnostic> {
    let (columns, constant) = exogenous(made.argument(1, &["exog"]));
    if !constant {
        machine.note("statsmodels adds no intercept by itself: the model has one where `sm.add_constant` is used.");
    }
    let usable =
        columns.filter(|all| !all.is_empty() && all.iter().all(|name| parse::is_name(name)));
    if family.name == "multinomial" {
        let formula = match &usable {
            Some(names) => format!(
                "y ~ {}{}",
                if constant { "" } else { "0 + " },
                names.join(" + ")
            ),
            None => {
                machine.note(
                    "The code does not say how many columns the model is fitted to: n of them.",
                );
                let (n, k) = (Size::Symbol("n".to_owned()), Size::Symbol("K".to_owned()));
                return graph(machine, n, constant, k, "softmax", &made.span, KIND);
            }
        };
        return multinomial(machine, &formula, made);
    }
    let Some(names) = usable else {
        if !added.is_empty() {
            return Err(wrong(
                "an offset is added to columns that are not known",
                &made.span,
                "here",
            )
            .help("name the columns: `df[[\"a\", \"b\"]]`, or use a formula"));
        }
        machine.note("The code does not say how many columns the model is fitted to: n of them.");
        let text = family
            .link
            .clone()
            .unwrap_or_else(|| canonical(&family.name).to_owned());
        let one = Size::Number(1);
        return graph(
            machine,
            Size::Symbol("n".to_owned()),
            constant,
            one,
            &text,
            &made.span,
            KIND,
        );
    };
    let response = made.argument(0, &["endog"]).and_then(Value::columns);
    let response = response.and_then(|names| names.into_iter().next());
    let response = response.filter(|name| parse::is_name(name) && !names.contains(name));
    let left = response.unwrap_or_else(|| "y".to_owned());
    let none = if constant { "" } else { "0 + " };
    Ok(Loaded {
        kind: KIND,
        model: Form::Formula(Formula {
            formula: format!("{left} ~ {none}{}{added}", names.join(" + ")),
            family: Some(family.name.clone()),
            link: family.link.clone(),
            ..Formula::default()
        }),
        notes: machine.notes,
    })
}

/// The canonical link of a family, or the logarithm where that has a parameter.
fn canonical(family: &str) -> &'static str {
    match family {
        "binomial" => "logit",
        "gamma" => "inverse",
        "inverse gaussian" => "inverse_squared",
        "poisson" | "negative binomial" => "log",
        _ => "identity",
    }
}
