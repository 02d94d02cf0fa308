//! The account for programs: a field of the JSON that a derivation is written as.

use serde_json::{Value, json};

use super::Statistics;
use crate::expr::Store;
use crate::render::page::{Block, Piece, Text};
use crate::render::plain;

/// Adds the field `statistics` to the JSON of a derivation: the family's name, the sections with
/// their formulas as plain text, and the statements that were proved.
pub fn attach(store: &Store, output: &str, statistics: &Statistics) -> String {
    let Ok(Value::Object(mut object)) = serde_json::from_str(output) else {
        return output.to_owned();
    };
    object.insert("statistics".into(), value(store, statistics));
    format!("{:#}\n", Value::Object(object))
}

fn value(store: &Store, statistics: &Statistics) -> Value {
    let mut sections: Vec<(String, Vec<Value>)> = Vec::new();
    for block in &statistics.blocks {
        let part = match block {
            Block::Heading(heading) => {
                sections.push((heading.clone(), Vec::new()));
                continue;
            }
            Block::Paragraph(words) => json!({ "text": text(store, words) }),
            Block::Formulas(formulas) => {
                let formulas: Vec<String> = formulas.iter().map(|f| plain(store, *f)).collect();
                json!({ "formulas": formulas })
            }
            Block::Derivation { first, lines } => {
                let lines = lines.iter().map(|line| line.after);
                let terms: Vec<String> = [*first]
                    .into_iter()
                    .chain(lines)
                    .map(|t| plain(store, t))
                    .collect();
                json!({ "equal": terms })
            }
            Block::Dictionary(pairs) => {
                let rows: Vec<[String; 2]> = pairs
                    .iter()
                    .map(|(left, right)| [text(store, left), text(store, right)])
                    .collect();
                json!({ "table": rows })
            }
        };
        if let Some((_, parts)) = sections.last_mut() {
            parts.push(part);
        }
    }
    let sections: Vec<Value> = sections
        .into_iter()
        .map(|(heading, parts)| json!({ "heading": heading, "parts": parts }))
        .collect();
    let proved: Vec<Value> = statistics
        .claims
        .iter()
        .map(|claim| {
            let given: Vec<String> = claim.given.iter().map(|g| plain(store, *g)).collect();
            json!({ "formula": plain(store, claim.formula), "given": given })
        })
        .collect();
    json!({
        "family": statistics.family.map(|family| family.name),
        "sections": sections,
        "proved": proved,
    })
}

fn text(store: &Store, text: &Text) -> String {
    let pieces = text.0.iter().map(|piece| match piece {
        Piece::Words(words) => words.clone(),
        Piece::Code(code) => code.clone(),
        Piece::Math(formula) => plain(store, *formula),
    });
    pieces.collect()
}
