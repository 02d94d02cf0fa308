//! Models as files: each answer is that of the program that made the file.

mod code;
mod expected;
mod fuzz;
mod graphs;
mod keras;
mod onnx;
mod pmml;

use std::path::PathBuf;

use equiff::derive::{self, Derivation};
use equiff::eval::f64_value;
use equiff::expr::{Expr, Store};
use equiff::models::{self, Fault, Form, Graph, Loaded, graph};
use equiff::network::Network;

/// A folder of fixtures.
fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/models")
}

/// A file read, and what it is.
struct Model {
    store: Store,
    graph: Graph,
    network: Network,
    notes: Vec<String>,
}

/// Reads a model, or says why not.
fn read(name: &str, bytes: &[u8]) -> Result<Model, String> {
    let store = Store::new();
    let said = |fault: Fault| match fault {
        Fault::Bytes(message) => message,
        Fault::Diagnostics(all) => all.into_iter().map(|one| one.message).collect(),
    };
    let loaded = models::read(&store, name, bytes).map_err(said)?;
    let Loaded { model, notes, .. } = loaded.ok_or("no model")?;
    let Form::Graph(graph) = model else {
        return Err("a formula".to_owned());
    };
    let network = graph.network(&store).map_err(said)?;
    Ok(Model {
        store,
        graph,
        network,
        notes,
    })
}

impl Model {
    fn derivation(&self) -> Derivation {
        derive::derive(&self.store, &self.network)
    }

    fn inputs(&self) -> Vec<Expr> {
        let Network::Layers { inputs, .. } = &self.network else {
            panic!("an equation");
        };
        graph::variables(&self.store, inputs).expect("sizes are known")
    }

    /// What the network's equation gives for an input.
    fn value(&self, derivation: &Derivation, point: &[f64]) -> Vec<f64> {
        let known: std::collections::HashMap<Expr, f64> = self
            .inputs()
            .into_iter()
            .zip(point.iter().copied())
            .collect();
        let all = self.store.conjuncts(derivation.page.network);
        let value = |one: Expr| {
            let (_, value) = self.store.sides(one).expect("an equation");
            f64_value(&self.store, value, &known)
        };
        all.into_iter().map(value).collect()
    }
}
