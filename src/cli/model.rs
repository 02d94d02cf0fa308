//! Networks that were read from files of other programs: what a page says of them.

use equiff::derive::Derivation;
use equiff::expr::Store;
use equiff::models::graph::{self, Agreement};
use equiff::models::{self, Fault, Form, Formula, Graph, Loaded};
use equiff::network::{Description, Network};
use equiff::render::page::{Block, Text};
use equiff::render::plain;
use serde_json::{Value, json};

/// A model of a file, beside its network.
pub struct Source {
    kind: &'static str,
    notes: Vec<String>,
    graph: Graph,
}

/// What a file held.
pub enum Held {
    /// A description, and the file of another program that it was read from.
    Network(Description, Option<Source>),
    /// A model formula, what it was read from, and what is to be known of it.
    Formula(Formula, &'static str, Vec<String>),
}

/// Reads what is a model of another program; nothing for other texts.
pub fn read(store: &Store, name: &str, bytes: &[u8]) -> Result<Option<Held>, Fault> {
    let Some(Loaded {
        kind,
        model,
        mut notes,
    }) = models::read(store, name, bytes)?
    else {
        return Ok(None);
    };
    Ok(Some(match model {
        Form::Formula(formula) => Held::Formula(formula, kind, notes),
        Form::Graph(graph) => {
            let network = graph.network(store)?;
            notes.extend(graph.notes(&network));
            let source = Source { kind, notes, graph };
            Held::Network(Description::Network(network), Some(source))
        }
    }))
}

impl Source {
    /// Comments for a description of the network.
    pub fn comments(&self) -> Vec<String> {
        let first = format!("Read from {}.", self.kind);
        std::iter::once(first)
            .chain(self.notes.iter().cloned())
            .collect()
    }

    /// How far the derived equation is from the model's own arithmetic.
    pub fn agreement(
        &self,
        store: &Store,
        network: &Network,
        derivation: &Derivation,
    ) -> Option<Agreement> {
        let Network::Layers { inputs, .. } = network else {
            return None;
        };
        let inputs = graph::variables(store, inputs)?;
        graph::agreement(store, &self.graph, &inputs, derivation.page.network)
    }

    /// What stands at the head of a page.
    pub fn blocks(&self, agreement: Option<&Agreement>) -> Vec<Block> {
        let paragraph = |words: &str| Block::Paragraph(Text::from(words));
        let mut blocks: Vec<Block> = self.comments().iter().map(|note| paragraph(note)).collect();
        if let Some(agreement) = agreement {
            let words = format!(
                "At {} random inputs the equation and the model’s own arithmetic in single precision differ by at most {:.1e}, relative where outputs exceed 1.",
                agreement.points, agreement.largest_error
            );
            blocks.push(paragraph(&words));
        }
        blocks
    }
}

/// The JSON of a derivation with what the file said and how far the equation is from it.
pub fn attach(store: &Store, text: &str, source: &Source, agreement: Option<&Agreement>) -> String {
    let Ok(Value::Object(mut object)) = serde_json::from_str(text) else {
        return text.to_owned();
    };
    object.insert(
        "source".to_owned(),
        json!({ "kind": source.kind, "notes": source.notes }),
    );
    if let Some(agreement) = agreement {
        let at = agreement
            .at
            .iter()
            .map(|(name, value)| (plain(store, *name), json!(value)));
        object.insert(
            "agreement".to_owned(),
            json!({
                "points": agreement.points,
                "largest_error": agreement.largest_error,
                "at": at.collect::<serde_json::Map<String, Value>>(),
            }),
        );
    }
    format!("{:#}\n", Value::Object(object))
}
