//! What a program's loss says of the outputs: some take logits and apply softmax or the sigmoid.

use super::python::{Kind, Token, text_of};

/// What a loss applies to the outputs, by the name of an activation, and the loss as it is written.
pub struct Found {
    pub applies: &'static str,
    pub name: String,
}

/// Calls that take logits.
const ALWAYS: &[(&str, &str)] = &[
    ("CrossEntropyLoss", "softmax"),
    ("BCEWithLogitsLoss", "sigmoid"),
    ("binary_cross_entropy_with_logits", "sigmoid"),
    ("MultiLabelSoftMarginLoss", "sigmoid"),
    ("softmax_cross_entropy_with_logits", "softmax"),
    ("softmax_cross_entropy_with_logits_v2", "softmax"),
    ("sparse_softmax_cross_entropy_with_logits", "softmax"),
    ("sigmoid_cross_entropy_with_logits", "sigmoid"),
];

/// The losses that take logits, each kind once.
pub fn read(source: &str, tokens: &[Token], torch: bool) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    let mut add = |applies: &'static str, name: String| {
        if all.iter().all(|known| known.applies != applies) {
            all.push(Found { applies, name });
        }
    };
    // The calls that are open, by the name before the bracket.
    let mut open: Vec<&str> = Vec::new();
    let text = |at: usize| match tokens.get(at) {
        Some(token) if token.kind != Kind::Text => text_of(source, token),
        _ => "",
    };
    let mut importing = false;
    for at in 0..tokens.len() {
        let word = text(at);
        match word {
            "(" | "[" | "{" => open.push(if at > 0 { text(at - 1) } else { "" }),
            ")" | "]" | "}" => {
                open.pop();
            }
            "import" => importing = true,
            _ => {}
        }
        importing &= tokens[at].kind != Kind::Line;
        if importing || tokens[at].kind != Kind::Name {
            continue;
        }
        if let Some((name, applies)) = ALWAYS.iter().find(|(name, _)| *name == word) {
            add(applies, (*name).to_owned());
        } else if word == "cross_entropy" && torch {
            add("softmax", word.to_owned());
        } else if matches!(word, "PoissonNLLLoss" | "poisson_nll_loss") && torch {
            let rate = (at..tokens.len().min(at + 30))
                .any(|k| text(k) == "log_input" && text(k + 2) == "False");
            if !rate {
                add("exp", word.to_owned());
            }
        } else if word == "from_logits" && text(at + 1) == "=" && text(at + 2) == "True" {
            let Some(call) = open.last() else { continue };
            let letters: String = call.chars().filter(|c| *c != '_').collect();
            let letters = letters.to_lowercase();
            let applies = match letters.as_str() {
                l if l.contains("binarycrossentropy") || l.contains("binaryfocal") => "sigmoid",
                l if l.contains("categoricalcrossentropy") => "softmax",
                _ => continue,
            };
            add(applies, format!("{call}(from_logits=True)"));
        }
    }
    all
}
