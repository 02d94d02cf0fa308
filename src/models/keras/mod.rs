//! Keras: `.keras` archives, `.h5` files, and architectures as JSON.

mod activations;
mod archive;
mod config;
mod layers;
mod normal;
#[cfg_attr(not(feature = "models"), allow(dead_code))]
mod weights;
mod wiring;

use serde_json::Value;

use super::{Fault, Form, Loaded};
use crate::expr::Store;

use self::weights::Weights;

/// What a file of Keras consists of.
struct Parts {
    kind: &'static str,
    /// The architecture.
    config: Value,
    /// How the model was compiled.
    compiled: Value,
    /// The version of Keras that wrote it, if it says so.
    version: Option<String>,
    weights: Weights,
}

/// Reads an archive that begins with `PK`; nothing where it is none of Keras.
pub fn archive(store: &Store, bytes: &[u8]) -> Result<Option<Loaded>, Fault> {
    archive::open(bytes)?
        .map(|parts| load(store, &parts))
        .transpose()
}

/// Reads an HDF5 file.
pub fn hdf5(store: &Store, bytes: &[u8]) -> Result<Option<Loaded>, Fault> {
    archive::hdf5(bytes)
        .and_then(|parts| load(store, &parts))
        .map(Some)
}

/// Reads an architecture; nothing for other JSON.
pub fn json(store: &Store, value: &Value) -> Result<Option<Loaded>, Fault> {
    if value.get("class_name").is_none() || value.get("config").is_none() {
        return Ok(None);
    }
    let parts = Parts {
        kind: "a Keras architecture",
        config: value.clone(),
        compiled: value.get("compile_config").cloned().unwrap_or_default(),
        version: text(value, "keras_version"),
        weights: Weights::none(),
    };
    load(store, &parts).map(Some)
}

fn load(store: &Store, parts: &Parts) -> Result<Loaded, Fault> {
    let mut wiring = wiring::Wiring::new(store, &parts.weights, parts.version.as_deref());
    wiring.whole(&parts.config)?;
    let mut graph = wiring.graph;
    graph.loss = config::loss(store, &parts.compiled);
    Ok(Loaded {
        kind: parts.kind,
        model: Form::Graph(graph),
        notes: wiring.notes,
    })
}

/// A text of an object.
fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::to_owned)
}
