//! The dictionary that closes a derivation: what each part of the network is called in statistics.

use rustc_hash::FxHashSet;

use super::collapse::has_input;
use super::columns::split;
use super::finding::Finding;
use crate::expr::{Expr, Head, Store};
use crate::render::page::{Direction, Text};

/// More than this number of names are shown by the first two and the last.
const SHOWN: usize = 6;

/// A linear predictor taken apart.
#[derive(Debug, Default)]
pub struct Predictor {
    /// The terms without inputs.
    pub intercept: Vec<Expr>,
    /// The factors of the inputs, in order.
    pub coefficients: Vec<Expr>,
    /// The inputs, one for each coefficient, or products and functions of them.
    pub inputs: Vec<Expr>,
    /// Of each the index of the sum that it stands in, and its first and last value.
    pub sums: Vec<Option<[Expr; 3]>>,
    /// A term that is no product of a coefficient and an input was found.
    pub other: bool,
    /// This is one of several, which compare categories with the last.
    pub differences: bool,
}

impl Predictor {
    /// Takes a predictor apart: terms without inputs, and the factors of inputs.
    pub fn of(store: &Store, predictor: Expr, inputs: &FxHashSet<Expr>) -> Predictor {
        let terms = match store.head(predictor) {
            Head::Add => store.args(predictor),
            _ => &[predictor][..],
        };
        let mut found = Predictor::default();
        for term in terms {
            if !has_input(store, inputs, *term) {
                found.intercept.push(*term);
                continue;
            }
            let (body, sum) = match (store.head(*term), store.args(*term)) {
                (Head::Sum, [index, from, to, body]) => (*body, Some([*index, *from, *to])),
                _ => (*term, None),
            };
            let index = sum.map(|[index, ..]| index);
            match split(store, body, inputs, index.as_slice()) {
                Some((coefficient, input)) => {
                    found.coefficients.push(coefficient);
                    found.inputs.push(input);
                    found.sums.push(sum);
                }
                None => found.other = true,
            }
        }
        found
    }
}

/// The rows of the dictionary.
pub fn rows(finding: &Finding<'_>, predictor: &Predictor) -> Vec<(Text, Text)> {
    let mut rows: Vec<(Text, Text)> = Vec::new();
    let (neuron, inputs) = match (finding.features, finding.direction) {
        (Some(features), _) => ("hidden neuron", vec![features.name]),
        (None, Direction::FromNetwork) => ("input neuron", finding.names.inputs.clone()),
        (None, Direction::FromModel) => ("input neuron", predictor.inputs.clone()),
    };
    rows.push(match inputs.len() {
        0 => ("no input neuron".into(), "no feature".into()),
        1 => (
            named(neuron, &inputs),
            "feature (column of the design matrix)".into(),
        ),
        _ => (
            named(neuron, &inputs),
            "features (columns of the design matrix)".into(),
        ),
    });
    let several = finding.features.is_none() && finding.names.layers > 1;
    let plain = !predictor.other && !predictor.coefficients.is_empty();
    if predictor.differences {
        let weights = "weights of a category minus those of the last";
        rows.push((weights.into(), "coefficients".into()));
        let biases = "its bias minus that of the last";
        rows.push((biases.into(), "intercept".into()));
    } else if several {
        let weights = "products of weights, added over all paths from an input to the output";
        rows.push((weights.into(), "coefficient of that input".into()));
        let biases = "biases, carried forward through the weights after them";
        rows.push((biases.into(), "intercept".into()));
    } else {
        let coefficients = &predictor.coefficients;
        rows.push(match (plain, coefficients.len()) {
            (_, 0) if inputs.is_empty() => ("no weight".into(), "no coefficient".into()),
            (true, 1) => (named("weight", coefficients), "coefficient".into()),
            (true, count) if count == inputs.len() => (
                named("weight", coefficients),
                list(Text::from("coefficients of"), &inputs),
            ),
            (true, _) => (named("weight", coefficients), "coefficients".into()),
            (false, _) => ("weights".into(), "coefficients".into()),
        });
        rows.push(match predictor.intercept.as_slice() {
            [] => ("no bias".into(), "no intercept".into()),
            [one] => (list(Text::from("bias"), &[*one]), "intercept".into()),
            all => (list(Text::from("constant terms"), all), "intercept".into()),
        });
    }
    if let Some(card) = finding.card() {
        let store = finding.store;
        let left = Text::from("activation ").words(finding.function.label.clone());
        let right = Text::from("inverse of the link ")
            .words(card.name)
            .words(": ");
        let eta = store.name("eta");
        let eta = match finding.categories {
            Some(_) => store.entry(eta, &[store.name("k")]),
            None => eta,
        };
        rows.push((left, right.math(store.eq(eta, card.formula))));
    }
    let output = match (finding.form, predictor.differences) {
        (Some((_, response, _)), false) if finding.store.contains(finding.network, response) => {
            Text::from("output ").math(response)
        }
        _ => "output".into(),
    };
    rows.push((output, "mean of the response".into()));
    rows.push(("the network".into(), finding.article().as_str().into()));
    let glm = finding.glm();
    let canonical = match (glm.canonical_for.as_slice(), glm.families.as_slice()) {
        ([], []) => return rows,
        ([], families) => format!(
            "used with the {}, not canonical",
            families_in_words(families)
        ),
        (families, _) => format!("canonical for the {}", families_in_words(families)),
    };
    rows.push(("link".into(), canonical.as_str().into()));
    rows
}

fn families_in_words(families: &[String]) -> String {
    let written: Vec<String> = families
        .iter()
        .map(|family| {
            // Families named after people.
            let family = family.replace("gaussian", "Gaussian");
            family.replace("poisson", "Poisson")
        })
        .collect();
    match written.as_slice() {
        [] => String::new(),
        [one] => format!("{one} family"),
        [others @ .., last] => format!("{} and {last} families", others.join(", ")),
    }
}

/// What things are called, in the plural where there are several, and the things.
fn named(word: &str, all: &[Expr]) -> Text {
    let ending = if all.len() == 1 { "" } else { "s" };
    list(Text::from(format!("{word}{ending}").as_str()), all)
}

fn list(mut text: Text, all: &[Expr]) -> Text {
    let long = all.len() > SHOWN;
    let shown = if long { &all[..2] } else { all };
    for (k, e) in shown.iter().enumerate() {
        text = text.words(if k == 0 { " " } else { ", " }).math(*e);
    }
    if long {
        text = text.words(", …, ").math(all[all.len() - 1]);
    }
    text
}
