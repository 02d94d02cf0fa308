//! What inputs, outputs and symbols of a network are called.

use rustc_hash::FxHashSet;

use super::Graph;
use super::flow::number;
use super::numbers::value;
use crate::derive::activation::activated;
use crate::expr::Store;
use crate::network::{Function, Inputs, Outputs, Size};
use crate::parse;

/// The names of a network.
pub struct Names {
    pub inputs: Inputs,
    pub outputs: Outputs,
    taken: FxHashSet<String>,
}

impl Names {
    /// The names that a graph's file gives where they can be names, else x and y.
    pub fn of(store: &Store, graph: &Graph, inputs: &Size, units: &Size) -> Names {
        let mut taken = FxHashSet::default();
        let features = usable(store, &graph.feature_names, &taken);
        let features = features.filter(|names| Some(names.len()) == number(inputs));
        let inputs = match (features, inputs) {
            (Some(names), _) => {
                names.iter().for_each(|name| take(&mut taken, name));
                Inputs::Named(names)
            }
            (None, Size::Number(1)) => Inputs::Named(vec!["x".to_owned()]),
            (None, size) => Inputs::Indexed {
                name: "x".to_owned(),
                size: size.clone(),
            },
        };
        match &inputs {
            Inputs::Indexed { size, .. } => {
                take(&mut taken, "x");
                size.symbol()
                    .into_iter()
                    .for_each(|name| take(&mut taken, name));
            }
            Inputs::Named(names) => names.iter().for_each(|name| take(&mut taken, name)),
        }
        units
            .symbol()
            .into_iter()
            .for_each(|name| take(&mut taken, name));
        let names = usable(store, &graph.output_names, &taken);
        let outputs = match (names, number(units)) {
            (Some(names), Some(count)) if names.len() == count && count > 1 => {
                Outputs::Named(names)
            }
            (Some(mut names), _) if names.len() == 1 => Outputs::Symbol(names.remove(0)),
            _ => {
                let free = ["y", "p", "mu", "out", "response"];
                let free = free.iter().find(|name| !taken.contains(**name));
                Outputs::Symbol(free.copied().unwrap_or("y_out").to_owned())
            }
        };
        match &outputs {
            Outputs::Symbol(name) => take(&mut taken, name),
            Outputs::Named(names) => names.iter().for_each(|name| take(&mut taken, name)),
        }
        Names {
            inputs,
            outputs,
            taken,
        }
    }

    /// A name that nothing else has.
    pub fn free(&self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        while self.taken.contains(&name) {
            name.push('w');
        }
        name
    }
}

/// A name, and the vector that it may be an entry of.
fn take(taken: &mut FxHashSet<String>, name: &str) {
    taken.insert(name.to_owned());
    if let Some((base, _)) = name.rsplit_once('_') {
        taken.insert(base.to_owned());
    }
}

/// Names of a file as names of formulas; nothing if they cannot be told apart then.
fn usable(store: &Store, names: &[String], taken: &FxHashSet<String>) -> Option<Vec<String>> {
    let names: Option<Vec<String>> = names.iter().map(|name| spelt(name)).collect();
    let names = names.filter(|names| !names.is_empty())?;
    let mut seen = FxHashSet::default();
    let mut plain = FxHashSet::default();
    let mut bases = FxHashSet::default();
    for name in &names {
        let variable = parse::variable(store, name);
        if taken.contains(name) || !seen.insert(variable) {
            return None;
        }
        match store.args(variable).first() {
            Some(base) => bases.insert(*base),
            None => plain.insert(variable),
        };
    }
    bases.is_disjoint(&plain).then_some(names)
}

/// A name in letters, digits and `_`.
fn spelt(name: &str) -> Option<String> {
    let mut text = String::new();
    for c in name.trim().chars().take(60) {
        match c {
            c if c.is_ascii_alphanumeric() => text.push(c),
            _ if text.is_empty() || text.ends_with('_') => {}
            _ => text.push('_'),
        }
    }
    let text = text.trim_end_matches('_').to_owned();
    parse::is_name(&text).then_some(text)
}

/// factor * f(z) + shift as an activation of its own.
pub fn scaled(store: &Store, function: &Function, factor: f64, shift: f64) -> Option<Function> {
    let variable = store.name("z");
    let body = activated(store, function, variable, variable)?.body;
    let mut body = match factor {
        1.0 => body,
        factor => store.mul(&[value(store, factor)?, body][..]),
    };
    if shift != 0.0 {
        body = store.add(&[value(store, shift)?, body][..]);
    }
    Some(Function::Formula {
        name: "f".to_owned(),
        variable,
        body,
    })
}

/// One activation after another, entry by entry, as an activation of its own.
pub fn composed(store: &Store, outer: &Function, inner: &Function) -> Option<Function> {
    let variable = store.name("z");
    let inner = activated(store, inner, variable, variable)?.body;
    let body = activated(store, outer, inner, variable)?.body;
    Some(Function::Formula {
        name: "f".to_owned(),
        variable,
        body,
    })
}

/// An activation that is given by a formula, under a name that nothing else has.
pub fn unclashed(function: Function, names: &Names) -> Function {
    match function {
        Function::Formula {
            name,
            variable,
            body,
        } => Function::Formula {
            name: names.free(&name),
            variable,
            body,
        },
        other => other,
    }
}
