//! What a run is about: a network, or a model that is to be written as one.

use std::process::ExitCode;

use clap::ArgMatches;
use equiff::derive::Derivation;
use equiff::derive::model::{self, Converted};
use equiff::description::describe;
use equiff::expr::Store;
use equiff::network::{Description, Network};
use equiff::render::page::{Piece, Text};
use equiff::render::plain;
use equiff::{error, parse};

use super::files::{colored, read};

/// A network, and the derivation that led to it if it came of a model.
pub struct Subject {
    /// The network; a model may have none that was found.
    pub network: Option<Network>,
    /// The derivation from a model.
    pub derivation: Option<Derivation>,
    /// What the inputs of the network are that the model does not name.
    columns: Vec<(String, String)>,
}

impl Subject {
    /// What the arguments name.
    ///
    /// # Errors
    /// The status to leave with; the fault has been printed.
    pub fn read(store: &Store, arguments: &ArgMatches) -> Result<Subject, ExitCode> {
        match description(store, arguments)? {
            Description::Network(network) => Ok(Subject {
                network: Some(network),
                derivation: None,
                columns: Vec::new(),
            }),
            Description::Model(model) => {
                let converted = model::convert(store, &model).map_err(|why| {
                    eprintln!("error: {}", spelt(store, &why));
                    ExitCode::from(2)
                })?;
                Ok(Subject::of(store, converted))
            }
        }
    }

    fn of(store: &Store, converted: Converted) -> Subject {
        let columns = converted.columns.into_iter();
        Subject {
            network: converted.network,
            derivation: Some(converted.derivation),
            columns: columns
                .map(|(name, value)| (name, plain(store, value)))
                .collect(),
        }
    }

    /// The description of the network, with what its inputs are.
    pub fn description(&self, store: &Store) -> Result<String, String> {
        let network = self.network.as_ref();
        let network = network.ok_or("no network was found that the model is")?;
        let mut text = String::new();
        for (name, value) in &self.columns {
            text += &format!("# {name} = {value}\n");
        }
        Ok(text + &describe(store, network))
    }
}

/// The description that the arguments name.
fn description(store: &Store, arguments: &ArgMatches) -> Result<Description, ExitCode> {
    let refused = ExitCode::from(2);
    let (name, bytes) = read(arguments).map_err(|message| {
        eprintln!("error: {message}");
        refused
    })?;
    let color = colored(&std::io::stderr());
    let text = parse::decode(&bytes).map_err(|fault| {
        let lossy = String::from_utf8_lossy(&bytes);
        eprint!("{}", error::render(&[fault], &name, &lossy, color));
        refused
    })?;
    parse::description(store, text).map_err(|faults| {
        eprint!("{}", error::render(&faults, &name, text, color));
        refused
    })
}

/// A text for a terminal.
fn spelt(store: &Store, text: &Text) -> String {
    let pieces = text.0.iter().map(|piece| match piece {
        Piece::Words(words) | Piece::Code(words) => words.clone(),
        Piece::Math(formula) => plain(store, *formula),
    });
    pieces.collect()
}
