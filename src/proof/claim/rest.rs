//! What an output says beside what is confirmed.

use serde_json::Value;

use super::fields::{Output, keys};
use super::model::is_declared;

/// Keys of an output that are confirmed as a whole.
const CONFIRMED: [&str; 6] = [
    "verdict",
    "direction",
    "conditions",
    "proof",
    "evidence",
    "network",
];

/// The parts of an output that nothing confirms, in the order in which they stand there.
pub(super) fn of(value: &Value, output: &Output) -> Vec<String> {
    let mut all = Vec::new();
    let mut inner = |key: &str, known: &[&str]| {
        let names = keys(&value[key]).into_iter();
        all.extend(
            names
                .filter(|name| !known.contains(&name.as_str()))
                .map(|name| format!("{key}.{name}")),
        );
    };
    inner("network", &["plain", "inputs", "outputs"]);
    inner("result", &["plain"]);
    inner(
        "evidence",
        &["kind", "equation", "values", "along", "points"],
    );
    inner(
        "proof",
        &["definitions", "first", "conditions", "moves", "formulas"],
    );
    match output.link.as_ref().map(is_declared) {
        Some(true) => inner(
            "link",
            &["name", "formula", "inverse", "domain", "parameters"],
        ),
        Some(false) => inner("link", &["formula", "inverse"]),
        None => {}
    }
    for key in keys(value) {
        let known = CONFIRMED.contains(&key.as_str()) || matches!(key.as_str(), "result" | "link");
        if !known && !value[key].is_null() {
            all.push(key.clone());
        }
    }
    // What the user can say of names is no text of ours.
    all.iter_mut()
        .for_each(|name| *name = crate::proof::shortened(name));
    all
}
