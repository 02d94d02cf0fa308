//! Jupyter notebooks: the Markdown cells, with the lines that they have in the file.

use super::page::Beside;
use super::{BadLine, Document, markdown};

/// Finds the formulas of a notebook.
///
/// # Errors
/// If the file is no JSON, or no notebook.
pub(super) fn read(text: &str, beside: Beside) -> Result<Document, BadLine> {
    let bad = |line: usize, message: String| BadLine {
        line,
        message,
        id: None,
    };
    let value: serde_json::Value = serde_json::from_str(text)
        .map_err(|error| bad(error.line(), format!("the notebook is no JSON: {error}")))?;
    let Some(cells) = value.get("cells").and_then(serde_json::Value::as_array) else {
        return Err(bad(
            1,
            "the file has no `cells`: it is no notebook".to_owned(),
        ));
    };
    let mut place = Place {
        text,
        at: 0,
        line: 1,
        lost: 0,
    };
    // The cells are one text: a section goes on in the next cell.
    let mut source = String::new();
    // The line of the file and the byte at which each line of that text stands.
    let mut places: Vec<(usize, usize)> = Vec::new();
    for cell in cells {
        if cell.get("cell_type").and_then(serde_json::Value::as_str) != Some("markdown") {
            continue;
        }
        let parts: Vec<&str> = match cell.get("source") {
            Some(serde_json::Value::String(text)) => text.split_inclusive('\n').collect(),
            Some(serde_json::Value::Array(parts)) => {
                parts.iter().filter_map(serde_json::Value::as_str).collect()
            }
            _ => continue,
        };
        for part in parts {
            let found = place.find(part);
            places.extend(part.split_inclusive('\n').map(|_| found));
            source += part;
        }
        if !source.is_empty() && !source.ends_with('\n') {
            source.push('\n');
        }
        // Two empty lines between cells.
        let last = places.last().copied().unwrap_or((1, 0));
        source += "\n\n";
        places.extend([last, last]);
    }
    let mut document = markdown::read(&source, beside);
    for formula in &mut document.formulas {
        for (_, (line, _)) in &mut formula.places.0 {
            *line = places.get(*line - 1).map_or(*line, |(line, _)| *line);
        }
        if let Some((line, offset)) = places.get(formula.line - 1) {
            formula.line = *line;
            formula.offset = *offset;
        }
    }
    for (line, _) in &mut document.unused_ignores {
        *line = places.get(*line - 1).map_or(*line, |(line, _)| *line);
    }
    Ok(document)
}

struct Place<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    /// How many texts were not found; where JSON is written in an unusual way, none is.
    lost: usize,
}

impl Place<'_> {
    /// The line and the byte of a text as JSON writes it, at or after the last one found.
    fn find(&mut self, part: &str) -> (usize, usize) {
        let written = serde_json::to_string(part).unwrap_or_default();
        let written = written.trim_matches('"');
        if written.is_empty() || self.lost > 50 {
            return (self.line, self.at);
        }
        let escaped: String = written
            .chars()
            .map(|c| match c {
                c if c.is_ascii() => c.to_string(),
                c => {
                    let mut units = [0; 2];
                    let units = c.encode_utf16(&mut units);
                    units.iter().map(|unit| format!("\\u{unit:04x}")).collect()
                }
            })
            .collect();
        let rest = &self.text[self.at..];
        let mut found = rest.find(written);
        if found.is_none() && escaped != written {
            found = rest.find(&escaped);
        }
        self.lost += usize::from(found.is_none());
        if let Some(length) = found {
            self.line += rest[..length].bytes().filter(|b| *b == b'\n').count();
            self.at += length;
        }
        (self.line, self.at)
    }
}
