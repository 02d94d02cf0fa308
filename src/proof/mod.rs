//! Proofs as text: written as JSON, read back by themselves, and replayed by the kernel.
//!
//! A second reader needs the text alone. [`to_json`] writes a derivation's proof with the
//! definitions that it uses, [`from_json`] reads it into a [`Document`], and [`replay`] runs it
//! through a new kernel: what comes out is a theorem, whoever wrote the text. [`verify`] also
//! compares the theorem with what the output of `equiff derive --to json` claims.
//!
//! ```
//! use equiff::expr::Store;
//! use equiff::{derive, parse, proof, render};
//!
//! let store = Store::new();
//! let network = parse::network(&store, "inputs x\nactivation tanh").unwrap();
//! let found = derive::derive(&store, &network);
//! let text = proof::to_json(&store, &found.proof.unwrap(), &found.definitions).unwrap();
//!
//! let other = Store::new();
//! let document = proof::from_json(&other, &text).unwrap();
//! let theorem = proof::replay(&other, &document).unwrap();
//! assert_eq!(render::plain(&other, theorem.right()), "atanh(y) = b + w*x");
//! ```

pub mod certificate;
mod claim;
mod formulas;
mod moves;
mod reader;
mod signs;

use std::fmt;

use serde_json::{Map, Value, json};

pub use claim::{Accepted, Fault, verify};

use crate::derive::outcome::{Definition, Derivation};
use crate::derive::proof::Proof;
use crate::expr::Store;
use crate::kernel::{Kernel, StepError, Theorem};
use crate::render::plain;
use formulas::Table;
use moves::Lemmas;
use reader::Formulas;

/// A proof, and the definitions that it uses.
#[derive(Clone, Debug)]
pub struct Document {
    /// Functions that the formulas know by name only.
    pub definitions: Vec<Definition>,
    /// The proof.
    pub proof: Proof,
}

/// Why a text is no proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The part that is at fault, such as `moves[3].path`.
    pub place: String,
    /// What is wrong with it.
    pub why: String,
}

impl Unreadable {
    /// A place and what is wrong there.
    pub fn new(place: impl Into<String>, why: impl Into<String>) -> Unreadable {
        Unreadable {
            place: place.into(),
            why: why.into(),
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.as_str() {
            "" => f.write_str(&self.why),
            place => write!(f, "{place}: {}", self.why),
        }
    }
}

/// Why a proof proves nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// What is rejected, such as `step 3 (exp-invert)`.
    pub what: String,
    /// Why.
    pub why: String,
    /// The kernel's reason, where the kernel rejected a step.
    pub error: Option<StepError>,
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.why)
    }
}

/// Writes a proof with its definitions. Formulas are plain text, each written once in a table.
///
/// # Errors
/// What of it cannot be written: a name or a number that no plain formula can say.
pub fn to_json(store: &Store, proof: &Proof, definitions: &[Definition]) -> Result<Value, String> {
    let mut table = Table::new(store);
    let mut written = Vec::with_capacity(definitions.len());
    for definition in definitions {
        written.push(json!({
            "name": definition.name,
            "why": definition.why,
            "left": table.number(definition.left)?,
            "body": table.number(definition.body)?,
        }));
    }
    let body = moves::write(store, &mut table, proof, &mut Lemmas::default())?;
    let mut object = Map::new();
    object.insert("definitions".into(), Value::Array(written));
    if let Value::Object(body) = body {
        object.extend(body);
    }
    object.insert("formulas".into(), Value::Array(table.into_entries()));
    Ok(Value::Object(object))
}

/// Reads what [`to_json`] writes.
///
/// # Errors
/// The first part that is not as it should be.
pub fn from_json(store: &Store, value: &Value) -> Result<Document, Unreadable> {
    let formulas = value
        .get("formulas")
        .ok_or_else(|| Unreadable::new("", "there is no proof: no table of \"formulas\""))?;
    let mut formulas = Formulas::read(store, formulas)?;
    let list = match value.get("definitions") {
        None => &[][..],
        Some(list) => list
            .as_array()
            .ok_or_else(|| Unreadable::new("definitions", "expected a list"))?,
    };
    let mut definitions = Vec::with_capacity(list.len());
    for (number, item) in list.iter().enumerate() {
        let place = format!("definitions[{number}]");
        let text = |key: &str| match item.get(key).and_then(Value::as_str) {
            Some(text) => Ok(text.to_owned()),
            None => Err(Unreadable::new(
                &place,
                format!("expected a text \"{key}\""),
            )),
        };
        definitions.push(Definition {
            name: text("name")?,
            why: text("why")?,
            left: formulas.get(item.get("left"), &place)?,
            body: formulas.get(item.get("body"), &place)?,
        });
    }
    let proof = moves::read(&mut formulas, value, "", &mut Lemmas::default())?;
    Ok(Document { definitions, proof })
}

/// Runs a proof through a new kernel.
///
/// # Errors
/// The definition or the step that is rejected, and why.
pub fn replay(store: &Store, document: &Document) -> Result<Theorem, Rejected> {
    let kernel = Kernel::new(store);
    for definition in &document.definitions {
        let Definition {
            name,
            why,
            left,
            body,
        } = definition;
        if !kernel.define(name, why, *left, *body) {
            return Err(Rejected {
                what: format!("definition `{}`", name.escape_debug()),
                why: "it is no definition of a new function by known ones".to_owned(),
                error: None,
            });
        }
    }
    document.proof.run(&kernel).map_err(|rejection| Rejected {
        what: claim::name_of(&document.proof, &rejection.place),
        why: describe(store, &rejection.error),
        error: Some(rejection.error),
    })
}

/// The object of `derive --to json` with the proof of the derivation under the key `proof`; null
/// if there is none.
pub fn attach(store: &Store, output: &str, derivation: &Derivation) -> String {
    let Ok(Value::Object(mut object)) = serde_json::from_str(output) else {
        return output.to_owned();
    };
    let proof = derivation
        .proof
        .as_ref()
        .and_then(|proof| to_json(store, proof, &derivation.definitions).ok());
    object.insert("proof".into(), proof.unwrap_or(Value::Null));
    let shown = derivation.shown.as_ref();
    let shown = shown.map(|shown| claim::evidence_to_json(store, shown));
    object.insert("evidence".into(), shown.unwrap_or(Value::Null));
    if let (Some(Value::Object(link)), Some(model)) = (object.get_mut("link"), &derivation.model)
        && model.link.is_some()
    {
        let size = model.categories.map(|size| ("K", size));
        let values = model.parameters.iter().copied().chain(size);
        let values: Map<String, Value> = values
            .map(|(name, value)| (name.to_owned(), plain(store, value).into()))
            .collect();
        link.insert("parameters".into(), Value::Object(values));
    }
    format!("{:#}\n", Value::Object(object))
}

/// A name of a field, short enough to be told.
pub fn shortened(name: &str) -> String {
    let mut text: String = name.chars().take(40).collect();
    if text.len() < name.len() {
        text.push('…');
    }
    text.escape_debug().to_string()
}

/// A kernel's reason in words.
pub fn describe(store: &Store, error: &StepError) -> String {
    match error {
        StepError::UnknownRule => "there is no such rule".to_owned(),
        StepError::NoSuchPosition => "the formula has no such position".to_owned(),
        StepError::Unbound => {
            "a variable of the rule has no value, or one of the wrong kind".to_owned()
        }
        StepError::LeftSide => "the rule does not apply to what stands at the position".to_owned(),
        StepError::RightSide => "the formula afterwards is not what the rule gives".to_owned(),
        StepError::Condition(condition) if store.head(*condition).is_formula() => {
            format!("`{}` is not proved", plain(store, *condition))
        }
        StepError::Condition(term) => {
            format!("it is not proved that `{}` is defined", plain(store, *term))
        }
        StepError::NotAnInference(why) => (*why).to_owned(),
    }
}
