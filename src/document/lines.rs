//! Files with one claim a line.

use super::{BadLine, Found, Notation};

/// A line of a `.claim` file.
pub(super) fn claim(line: &str, number: usize) -> Option<Found> {
    let line = line.trim_end_matches(['\n', '\r']);
    let code = match line.find('#') {
        Some(at) => &line[..at],
        None => line,
    };
    let text = code.trim();
    if text.is_empty() {
        return None;
    }
    let start = code.len() - code.trim_start().len();
    let column = code[..start].chars().count() + 1;
    let mut found = Found::new(text.to_owned(), Notation::Plain, number, column, start);
    found.ignore = line
        .get(code.len()..)
        .and_then(super::ignores::ignore_reason);
    Some(found)
}

/// A line of a `.jsonl` file: an object with `latex` or `ascii`.
pub(super) fn object(line: &str, number: usize) -> Option<Result<Found, BadLine>> {
    let text = line.trim();
    if text.is_empty() {
        return None;
    }
    let bad = |message: String, id: Option<serde_json::Value>| {
        Some(Err(BadLine {
            line: number,
            message,
            id,
        }))
    };
    let value: serde_json::Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let column = error.column();
            return bad(
                format!("this line is no JSON: column {column}: {error}"),
                None,
            );
        }
    };
    let Some(object) = value.as_object() else {
        return bad("this line is no JSON object".to_owned(), None);
    };
    let id = object.get("id").cloned();
    let (key, notation) = if object.contains_key("latex") {
        ("latex", Notation::Latex)
    } else if object.contains_key("ascii") {
        ("ascii", Notation::Plain)
    } else {
        return bad("the object has neither `latex` nor `ascii`".to_owned(), id);
    };
    let Some(text) = object.get(key).and_then(serde_json::Value::as_str) else {
        return bad(format!("`{key}` is no text"), id);
    };
    let mut found = Found::new(text.to_owned(), notation, number, 1, 0);
    found.id = id;
    Some(Ok(found))
}
