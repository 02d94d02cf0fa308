//! Which of the things that a program makes is the model.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::run::Machine;
use super::run::values::{Library, Made, Value, library};
use super::{sklearn, statsmodels};
use crate::error::Diagnostic;

/// How deep things are looked into.
const DEEPEST: usize = 12;

/// What kind of model a value is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    Keras,
    Torch,
    /// An object of a class of the program.
    Object,
    Sklearn,
    Statsmodels,
}

/// What a value is a model of.
pub fn sort(value: &Value) -> Option<Sort> {
    match value {
        Value::Made(made) => match library(&made.path) {
            Library::Keras => {
                let model = matches!(made.name(), "Sequential" | "Model" | "Functional");
                model.then_some(Sort::Keras)
            }
            Library::Torch => {
                let model = matches!(made.name(), "Sequential" | "Linear" | "LazyLinear");
                (model && made.path.contains("nn")).then_some(Sort::Torch)
            }
            Library::Sklearn => sklearn::is_model(made).then_some(Sort::Sklearn),
            Library::Statsmodels => statsmodels::is_model(made).then_some(Sort::Statsmodels),
            _ => None,
        },
        Value::Object(object) => super::run::forward(&object.class).map(|_| Sort::Object),
        _ => None,
    }
}

/// The model of a program.
///
/// # Errors
/// There is none, or there are several.
pub fn model(machine: &mut Machine<'_>) -> Result<Value, Diagnostic> {
    let mut found = candidates(machine);
    if found.is_empty() {
        // A function that makes one may be called elsewhere.
        for function in machine.functions.clone() {
            let span = function.span.clone();
            machine.call_function(&function, None, Vec::new(), &span);
        }
        found = candidates(machine);
    }
    if found.is_empty() {
        for class in machine.classes.clone() {
            if super::run::forward(&class).is_some() {
                machine.instance(&class, Vec::new());
            }
        }
        found = candidates(machine);
    }
    let first = match found.as_slice() {
        [] => return Err(none(machine)),
        [first, ..] => first.clone(),
    };
    let text = shown(machine, &first);
    let other = found[1..]
        .iter()
        .find(|other| shown(machine, other) != text);
    match other {
        None => Ok(first),
        Some(other) => Err(several(machine, &first, other)),
    }
}

/// How a model is written, to tell whether two are the same.
fn shown(machine: &Machine<'_>, value: &Value) -> String {
    match value {
        Value::Made(made) => {
            let added = made.added.borrow();
            let parts = added.iter().map(|part| shown_part(machine, part));
            format!(
                "{} {}",
                machine.excerpt(&made.span),
                parts.collect::<Vec<String>>().join(" ")
            )
        }
        Value::Object(object) => {
            let fields = object.fields.borrow();
            let mut all: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{name} {}", shown_part(machine, value)))
                .collect();
            all.sort();
            format!("{} {}", object.class.name, all.join(" "))
        }
        _ => String::new(),
    }
}

fn shown_part(machine: &Machine<'_>, value: &Value) -> String {
    match value {
        Value::Made(made) => machine.excerpt(&made.span),
        Value::Int(n) => n.to_string(),
        _ => String::new(),
    }
}

/// The models that are no part of others, and are not thrown away.
fn candidates(machine: &Machine<'_>) -> Vec<Value> {
    let all: Vec<&Value> = machine
        .made
        .iter()
        .filter(|value| sort(value).is_some())
        .collect();
    let mut parts = FxHashSet::default();
    for value in &all {
        within(value, &mut parts, 0);
    }
    // What a search holds is the model itself; a vote or a stack of several is none of them.
    for value in &machine.made {
        if let Value::Made(made) = value
            && sklearn::is_other(made)
        {
            within(value, &mut parts, 0);
        }
    }
    let free = all.iter().filter(|value| {
        value
            .id()
            .is_some_and(|id| !parts.contains(&id) && machine.in_use(id))
    });
    let free: Vec<Value> = free.map(|value| (*value).clone()).collect();
    // A single layer is a model only where there is no other.
    let whole: Vec<Value> = free
        .iter()
        .filter(|value| !matches!(value, Value::Made(made) if made.name().ends_with("Linear")))
        .cloned()
        .collect();
    if whole.is_empty() { free } else { whole }
}

/// The parts of a model, by number.
fn within(value: &Value, parts: &mut FxHashSet<usize>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    let mut part = |value: &Value| {
        let fresh = value.id().is_none_or(|id| parts.insert(id));
        if fresh {
            within(value, parts, depth + 1);
        }
    };
    match value {
        Value::Made(made) => {
            made.arguments.iter().for_each(|(_, value)| part(value));
            made.added.borrow().iter().for_each(part);
        }
        Value::Object(object) => object.fields.borrow().values().for_each(part),
        Value::List(items) => items.borrow().iter().for_each(part),
        Value::Dict(pairs) => pairs.borrow().iter().for_each(|(_, value)| part(value)),
        _ => {}
    }
}

/// Where a model is made.
fn place(value: &Value) -> std::ops::Range<usize> {
    match value {
        Value::Made(made) => made.span.clone(),
        Value::Object(object) => object.class.span.clone(),
        _ => 0..0,
    }
}

fn several(machine: &Machine<'_>, first: &Value, other: &Value) -> Diagnostic {
    let name = |value: &Value| {
        let called = value
            .id()
            .and_then(|id| machine.called(id))
            .map(str::to_owned);
        called.unwrap_or_else(|| machine.excerpt(&place(value)))
    };
    let message = format!(
        "this program makes several models, among them `{}` and `{}`",
        name(first),
        name(other)
    );
    Diagnostic::new(message, place(other))
        .label("a second model")
        .related(place(first), "the first")
        .help("derive one at a time: keep the lines of one model in a file of its own, or give them with `-e`")
}

fn none(machine: &Machine<'_>) -> Diagnostic {
    let refused: Option<Rc<Made>> = machine.made.iter().find_map(|value| match value {
        Value::Made(made) if sklearn::is_other(made) => Some(made.clone()),
        _ => None,
    });
    if let Some(made) = refused {
        let message = format!(
            "`{}` is no generalized linear model",
            machine.excerpt(&made.span)
        );
        return Diagnostic::new(message, made.span.clone())
            .label(sklearn::why_other(&made))
            .help("models that are read are linear, logistic, Poisson, gamma and Tweedie regression, and `MLPClassifier`");
    }
    let end = machine.source.lines().next().map_or(0, str::len);
    Diagnostic::new("no model was found in this source code", 0..end)
        .label("read to its end")
        .help(
            "models that are read are those of Keras (Sequential, Model), PyTorch (nn.Sequential, classes with \
             `forward`), scikit-learn, statsmodels and R (lm, glm, multinom)",
        )
}
