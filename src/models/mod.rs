//! Models as people have them: files of Keras, ONNX and PMML, source code, fits.
//!
//! A reader turns bytes into a [`Graph`] of layers or a model [`Formula`]. What a file holds is
//! told by its content first, then by the ending of its name. No reader trusts a file: sizes are
//! checked before memory is taken, references before they are followed.

pub mod graph;
mod halves;
mod keras;
mod onnx;
mod pmml;
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

/// Of log-softmax.
const LOGARITHMS: &str = "The model gives logarithms of probabilities; the equations are those of the probabilities themselves.";

/// Of pickles.
const PICKLE: &str = "this is a pickle, which is a program and is not run; export the model to ONNX: `torch.onnx.export(model, inputs, \"model.onnx\")`, or `skl2onnx.to_onnx(model, X[:1])` for scikit-learn";

/// Of documents.
const DOCUMENT: &str = "this is {}: `equiff check FILE` checks its formulas; `derive` and `draw` take a model, a network or an equation";

/// Of tables.
const TABLE: &str = "this is a table; fitted coefficients go with a formula: `equiff derive --glm 'y ~ x' --coefficients FILE.csv`";

/// Reads what is a model of one of our kinds; nothing for what is none (a description).
///
/// # Errors
/// What is damaged, or outside what can be translated.
pub fn read(store: &Store, name: &str, bytes: &[u8]) -> Result<Option<Loaded>, Fault> {
    let ending = name
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_lowercase();
    if bytes.is_empty() && is_ours(&ending) {
        return Err(Fault::bytes(format!(
            "the file is empty; it should be a model (.{ending})"
        )));
    }
    if bytes.starts_with(b"PK") {
        return keras::archive(store, bytes);
    }
    if bytes.starts_with(b"\x89HDF\r\n\x1a\n") {
        return keras::hdf5(store, bytes);
    }
    if bytes.starts_with(b"\x80")
        && bytes
            .get(1)
            .is_some_and(|version| (2..=5).contains(version))
    {
        return Err(Fault::bytes(PICKLE));
    }
    if ending == "onnx" {
        return onnx::read(store, bytes, true);
    }
    if is_safetensors(bytes) {
        return Err(Fault::bytes(
            "the file has weights alone (safetensors) and does not say how layers are connected; export the model to ONNX: `torch.onnx.export(model, inputs, \"model.onnx\")`",
        ));
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return match onnx::read(store, bytes, false)? {
            None if matches!(&*ending, "pt" | "pth" | "pkl" | "pickle" | "joblib" | "rds") => {
                Err(Fault::bytes(PICKLE))
            }
            None if is_binary(bytes) => Err(Fault::bytes(
                "this is a binary file of a kind that is not read: models are those of Keras (.keras, .h5, .json), ONNX and PMML, and source code",
            )),
            found => Ok(found),
        };
    };
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if ending == "ipynb" || ending == "csv" {
        return Err(Fault::bytes(match &*ending {
            "csv" => TABLE.to_owned(),
            _ => DOCUMENT.replace("{}", "a notebook"),
        }));
    }
    if start.starts_with('{') {
        return match serde_json::from_str(text) {
            Ok(value) => match keras::json(store, &value)? {
                None if ending == "json" => Err(Fault::bytes(
                    "this JSON is no architecture of Keras, which has a \"class_name\" and a \"config\"",
                )),
                found => Ok(found),
            },
            Err(fault) if ending == "json" || start.contains("\"class_name\"") => {
                Err(Fault::bytes(format!("the JSON is damaged: {fault}")))
            }
            Err(_) => Ok(None),
        };
    }
    if pmml::is(text) {
        return pmml::read(store, text);
    }
    if ending != "json" && is_ours(&ending) {
        return Err(Fault::Bytes(format!(
            "the file is damaged, or no model of the kind that its ending says (.{ending})"
        )));
    }
    if let Some(what) = document(&ending, start) {
        return Err(Fault::Bytes(DOCUMENT.replace("{}", what)));
    }
    source::read(store, name, text)
}

/// What a text is that is a whole document.
fn document(ending: &str, text: &str) -> Option<&'static str> {
    let latex = [
        "\\documentclass",
        "\\begin{document}",
        "\\documentstyle",
        "\\chapter{",
        "\\section{",
    ];
    match ending {
        "md" | "markdown" => Some("a Markdown document"),
        "rst" => Some("a reStructuredText document"),
        "html" | "htm" => Some("a page of HTML"),
        _ if latex.iter().any(|word| text.contains(word)) => Some("a LaTeX document"),
        _ => None,
    }
}

/// Whether bytes are no text in any usual encoding.
fn is_binary(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(1_024)];
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    !utf16 && start.contains(&0)
}

/// Whether a file has the header of safetensors: a length, and an object of that length.
fn is_safetensors(bytes: &[u8]) -> bool {
    let length = bytes
        .first_chunk::<8>()
        .map(|eight| u64::from_le_bytes(*eight));
    length.is_some_and(|length| {
        (2..100_000_000).contains(&length)
            && length + 8 <= bytes.len() as u64
            && bytes.get(8) == Some(&b'{')
    })
}

/// Whether an ending is that of a binary or data file that is read here.
fn is_ours(ending: &str) -> bool {
    matches!(
        ending,
        "keras" | "h5" | "hdf5" | "onnx" | "pmml" | "safetensors" | "json"
    )
}
