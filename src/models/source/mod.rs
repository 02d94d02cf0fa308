//! Source code that makes a model: Python for Keras, PyTorch, scikit-learn and statsmodels, and R.

mod activations;
mod families;
mod finish;
mod keras;
mod loss;
mod python;
mod r;
mod run;
mod select;
mod sklearn;
mod statsmodels;
mod torch;

use super::{Fault, Loaded};
use crate::error::Diagnostic;
use crate::expr::Store;

/// The languages that are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Language {
    Python,
    R,
}

/// Calls that tell Python where a text has no other sign of a language.
const PYTHON_CALLS: &[&str] = &[
    "Sequential(",
    "nn.Linear(",
    "layers.Dense(",
    "keras.",
    "smf.",
    "sm.GLM(",
    "sm.Logit(",
    "sm.OLS(",
    "LogisticRegression(",
    "LinearRegression(",
    "PoissonRegressor(",
    "GammaRegressor(",
    "TweedieRegressor(",
    "make_pipeline(",
    "MLPClassifier(",
    "SGDClassifier(",
    "nn.Module",
    "statsmodels.",
    "sklearn.",
];

/// Calls that tell R.
const R_CALLS: &[&str] = &[
    "glm", "lm", "multinom", "polr", "glm.nb", "vglm", "clm", "betareg",
];

/// The language of a text: by the name of the file, else by its content.
fn language(name: &str, text: &str) -> Option<Language> {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("py" | "pyw" | "pyi") => return Some(Language::Python),
        Some("r" | "rscript" | "rprofile") => return Some(Language::R),
        // These say what they are.
        Some("net" | "tex" | "md" | "claim" | "json" | "csv" | "xml" | "pmml") => return None,
        _ => {}
    }
    if text.contains('\\') && (text.contains("\\begin") || text.contains("\\documentclass")) {
        return None;
    }
    let lines = || {
        text.lines()
            .map(str::trim_start)
            .filter(|line| !line.starts_with('#'))
    };
    let imports = |line: &str| {
        line.starts_with("import ") || line.starts_with("from ") && line.contains(" import ")
    };
    if lines().any(imports) {
        return Some(Language::Python);
    }
    let r = |line: &str| {
        let calls = || R_CALLS.iter().any(|call| has_call(line, call));
        line.contains("<-") || line.starts_with("library(") || line.contains('~') && calls()
    };
    if lines().any(|line| PYTHON_CALLS.iter().any(|call| line.contains(call))) {
        return Some(Language::Python);
    }
    lines().any(r).then_some(Language::R)
}

/// Whether a call of this name stands in a line.
fn has_call(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + name.len()..].trim_start();
        after.starts_with('(')
            && before.is_none_or(|c| !(c.is_alphanumeric() || c == '.' || c == '_'))
    })
}

/// Reads a text that is source code or a table; nothing for other texts.
///
/// # Errors
/// What stands between input and output and is not understood, or that there is no model.
pub fn read(store: &Store, name: &str, text: &str) -> Result<Option<Loaded>, Fault> {
    match language(name, text) {
        None => Ok(None),
        Some(Language::Python) => python_model(store, text).map(Some),
        Some(Language::R) => r::read(store, text).map(Some),
    }
}

fn python_model(store: &Store, text: &str) -> Result<Loaded, Fault> {
    let program = python::read(text).map_err(one)?;
    let mut machine = run::Machine::new(store, text);
    machine.run(&program.statements);
    let chosen = select::model(&mut machine).map_err(one)?;
    finish::loaded(machine, &program.tokens, &chosen).map_err(one)
}

/// One fault.
fn one(diagnostic: Diagnostic) -> Fault {
    Fault::Diagnostics(vec![diagnostic])
}
