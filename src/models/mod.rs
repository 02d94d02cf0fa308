//! Models as people have them: files of Keras, ONNX and PMML, source code, fits.
//!
//! A reader turns bytes into a [`Graph`] of layers or a model [`Formula`]. What a file holds is
//! told by its content first, then by the ending of its name. No reader trusts a file: sizes are
//! checked before memory is taken, references before they are followed.

pub mod graph;
mod source;

use crate::error::Diagnostic;
use crate::expr::Store;

pub use graph::Graph;

/// What a file or a text holds, read.
pub struct Loaded {
    /// What it is, in words for a sentence: "a Keras model", "source code for PyTorch".
    pub kind: &'static str,
    /// The model.
    pub model: Form,
    /// What a reader should know, each a sentence: what was assumed, what was left out and why
    /// that does not matter.
    pub notes: Vec<String>,
}

/// The two forms of models.
pub enum Form {
    /// A graph of layers, with or without weights.
    Graph(Graph),
    /// A model formula with family and link, as R and statsmodels write them.
    Formula(Formula),
}

/// A model formula, as [`crate::glm::Asked`] takes it.
#[derive(Clone, Debug, Default)]
pub struct Formula {
    /// The formula: `am ~ wt + hp`.
    pub formula: String,
    /// The family, if it is said.
    pub family: Option<String>,
    /// The link, if it is said.
    pub link: Option<String>,
    /// Levels of factors: `tension=L,M,H`.
    pub levels: Vec<String>,
    /// Coefficients: `wt=-8.08,hp=0.03`.
    pub coefficients: Option<String>,
}

/// Why something could not be read.
#[derive(Debug)]
pub enum Fault {
    /// Of a text, with places.
    Diagnostics(Vec<Diagnostic>),
    /// Of a binary file: one clear sentence.
    Bytes(String),
}

impl Fault {
    /// One sentence.
    pub fn bytes(message: impl Into<String>) -> Fault {
        Fault::Bytes(message.into())
    }
}

/// Reads what is a model of one of our kinds; nothing for what is none (a description).
///
/// # Errors
/// What is damaged, or outside what can be translated.
pub fn read(store: &Store, name: &str, bytes: &[u8]) -> Result<Option<Loaded>, Fault> {
    match std::str::from_utf8(bytes) {
        Ok(text) => source::read(store, name, text),
        Err(_) => Ok(None),
    }
}
