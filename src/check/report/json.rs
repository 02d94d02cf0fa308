//! JSON: one document, a list with an object a claim.

use serde_json::{Map, Value, json};

use super::{Format, Shown, excerpt};
use crate::check::reading::Checked;
use crate::check::{Verdict, made};
use crate::proof::certificate;

/// One JSON document.
pub static FORMAT: Format = Format {
    name: "json",
    about: "one JSON document, a list with an object a claim",
    proves: false,
    open: |_| "[\n".to_owned(),
    separator: ",\n",
    claim: |shown, options| Some(object(shown, options.steps).to_string()),
    notice: |_, _| None,
    close: |_, _| "\n]\n".to_owned(),
};

/// A claim as the contract's JSON object; with the reason under `ignored` where a comment says that
/// the finding is to be ignored, and the proof under `proof` where that is wanted.
pub fn object(shown: &Shown<'_>, proof: bool) -> Value {
    let checked = shown.checked;
    let mut object = Map::new();
    if let Some(id) = &checked.id {
        object.insert("id".into(), id.clone());
    }
    let values = |point: &Option<Vec<(String, String)>>| {
        point.as_ref().map(|point| {
            let pairs = point.iter();
            pairs
                .map(|(name, value)| (name.clone(), Value::String(value.clone())))
                .collect::<Map<String, Value>>()
        })
    };
    let (end_line, end_column) = place_of(checked, checked.text.len());
    let verdict = checked.report.verdict;
    let fails = matches!(verdict, Verdict::Conditional | Verdict::Refuted);
    let holds = matches!(verdict, Verdict::Conditional | Verdict::Equivalent);
    let part = excerpt::part(shown);
    let failing = (checked.report.verdict > Verdict::Equivalent || checked.suspect.is_some())
        && part.len() < checked.text.trim().len();
    let part = failing.then(|| {
        let (line, column) = place_of(checked, part.start);
        let (end_line, end_column) = place_of(checked, part.end);
        json!({"line": line, "column": column, "end_line": end_line, "end_column": end_column})
    });
    let steps: Vec<Value> = checked
        .steps(shown.store)
        .into_iter()
        .map(|(rule, before, after, conditions)| {
            json!({"rule": rule, "before": before, "after": after, "conditions": conditions})
        })
        .collect();
    let given: Vec<Value> = checked
        .given
        .iter()
        .map(|(formula, line)| json!({"formula": formula, "line": line}))
        .collect();
    let rest = json!({
        "source": {
            "file": shown.file,
            "line": checked.line,
            "column": checked.column,
            "end_line": end_line,
            "end_column": end_column,
        },
        "part": part,
        "claim": checked.text,
        "reading": checked.reading,
        "verdict": checked.report.verdict.word(),
        "conditions": checked.conditions,
        "counterexample": values(&checked.counterexample).filter(|_| fails),
        "given": given,
        "fix": checked.fix.as_ref().map(|fix| &fix.text),
        "holds_at": values(&checked.holds_at),
        "rounded": checked.rounded,
        "denied": checked.denied,
        "suspect": checked.suspect.as_ref().map(|suspect| {
            json!({"usual": suspect.usual, "name": suspect.name, "difference": suspect.difference})
        }),
        "steps": steps,
        "message": checked.report.message,
    });
    if let Value::Object(rest) = rest {
        object.extend(rest);
    }
    if !checked.unclaimed.is_empty() {
        object.insert("unclaimed".into(), json!(checked.unclaimed));
    }
    if let Some(reason) = shown.ignored() {
        object.insert("ignored".into(), reason.into());
    }
    if proof {
        let proofs = &checked.report.proofs;
        let written = match proofs.is_empty() || !holds {
            true => None,
            false => certificate::to_json(shown.store, proofs).ok(),
        };
        object.insert("proof".into(), written.unwrap_or(Value::Null));
    }
    if let Some(explained) = &checked.explained {
        let value = json!({"latex": explained.latex, "notes": explained.notes});
        object.insert("explained".into(), value);
    }
    readable(Value::Object(object))
}

/// The object with identifiers that can be read for the names that were made for terms, the same
/// throughout.
fn readable(object: Value) -> Value {
    let text = object.to_string();
    match made::has(&text) {
        true => serde_json::from_str(&made::readable(&text)).unwrap_or(object),
        false => object,
    }
}

/// The line and the column of a byte of a claim's text.
fn place_of(checked: &Checked, byte: usize) -> (usize, usize) {
    let start = (checked.line, checked.column);
    checked.places.of(&checked.text, start, byte)
}
