//! What every derivation says of its network, whatever came of it: inputs, outputs, and the points
//! that show that it is no generalized linear model.

use rustc_hash::FxHashSet;

use super::collapse::is_input;
use super::evidence::{self, Question, Shown};
use super::hidden_features::{defined, one};
use super::outcome::Derivation;
use super::scale::Scale;
use crate::expr::{Expr, Head, Store};
use crate::network::{Inputs, Network, Outputs, likely_inputs};
use crate::parse::variable;
use crate::render::page::{Page, Verdict};

/// The derivation of a network with what is said of every one.
pub fn finished(store: &Store, mut derivation: Derivation, network: &Network) -> Derivation {
    let page = &mut derivation.page;
    match network {
        Network::Layers {
            inputs, outputs, ..
        } => {
            page.inputs = match inputs {
                Inputs::Named(names) => names.iter().map(|name| variable(store, name)).collect(),
                Inputs::Indexed { name, .. } => vec![store.name(name)],
            };
            page.outputs = match outputs {
                Outputs::Named(names) => names.iter().map(|name| variable(store, name)).collect(),
                Outputs::Symbol(name) => {
                    let entry = variable(store, name);
                    match store.contains(page.network, entry) {
                        true => vec![entry],
                        false => vec![store.name(name)],
                    }
                }
            };
            let network = page.network;
            page.inputs.retain(|input| occurs(store, network, *input));
        }
        Network::Equation { output, value } => {
            page.outputs = vec![*output];
            page.inputs = occurring(store, page.network, &likely_inputs(store, *value));
        }
    }
    shown(store, derivation)
}

/// The same of a model's equation.
pub fn of_model(
    store: &Store,
    mut derivation: Derivation,
    mean: Expr,
    inputs: &FxHashSet<Expr>,
) -> Derivation {
    derivation.page.outputs = vec![mean];
    derivation.page.inputs = occurring(store, derivation.page.network, inputs);
    derivation
}

/// Points for the verdict that the network is no generalized linear model.
fn shown(store: &Store, mut derivation: Derivation) -> Derivation {
    if derivation.page.verdict == Verdict::NotAGlm {
        derivation.shown = points(store, &derivation.page);
    }
    derivation
}

fn points(store: &Store, page: &Page) -> Option<Shown> {
    let link = page.link.as_ref();
    let scale = link.map(|link| Scale::new(store, link.formula, link.inverse, &page.outputs));
    let is_feature = |equation: &Expr| {
        let name = defined(store, *equation);
        name.is_some_and(|name| !bases(store, &page.outputs).contains(&name))
    };
    let result = page.result.iter().copied();
    let features: Vec<Expr> = result.filter(is_feature).collect();
    let question = Question::new(
        store,
        page.network,
        &page.result,
        &features,
        &page.conditions,
        scale.as_ref(),
        &page.inputs,
    );
    evidence::find(store, &question)
}

/// Names without their indices.
fn bases(store: &Store, names: &[Expr]) -> Vec<Expr> {
    let base = |name: &Expr| match store.head(*name) {
        Head::Entry => store.args(*name)[0],
        _ => *name,
    };
    names.iter().map(base).collect()
}

/// Whether a name, or an entry of it, occurs.
pub fn occurs(store: &Store, formula: Expr, name: Expr) -> bool {
    match store.head(name) {
        Head::Entry => store.contains(one(store, formula), name),
        _ => store.free_names(formula).contains(&name),
    }
}

/// The inputs as they occur: names, entries at numbers, and the names of vectors.
fn occurring(store: &Store, formula: Expr, inputs: &FxHashSet<Expr>) -> Vec<Expr> {
    let mut found = Vec::new();
    let mut inside = FxHashSet::default();
    let mut add = |part: Expr| {
        if !found.contains(&part) {
            found.push(part);
        }
    };
    for part in store.subterms(formula) {
        if *store.head(part) != Head::Entry || !is_input(store, inputs, part) {
            continue;
        }
        let (base, indices) = (store.args(part)[0], &store.args(part)[1..]);
        inside.insert(base);
        match indices
            .iter()
            .all(|index| store.small_integer(*index).is_some())
        {
            true => add(part),
            false => add(base),
        }
    }
    for part in store.subterms(formula) {
        if inputs.contains(&part)
            && matches!(store.head(part), Head::Name(_))
            && !inside.contains(&part)
        {
            add(part);
        }
    }
    found
}
