//! JSON, one object a line, for streams.

use super::{Format, json};

/// One object a line.
pub static FORMAT: Format = Format {
    name: "jsonl",
    about: "one JSON object a line",
    proves: false,
    open: |_| String::new(),
    separator: "",
    claim: |shown, options| Some(format!("{}\n", json::object(shown, options.steps))),
    notice: |_, _| None,
    close: |_, _| String::new(),
};
