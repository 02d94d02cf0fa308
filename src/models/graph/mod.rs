//! The common form of networks that come as files: a graph of layers.

mod combine;
mod entrywise;
mod flow;
mod fold;
mod layers;
mod names;
mod numbers;
mod run;

use std::ops::Range;

use crate::error::Diagnostic;
use crate::expr::Store;
use crate::network::{Function, Network, Size, Weights};

use super::Fault;

pub use layers::{is_identity, is_scalar};
pub use numbers::value;
pub use run::{Agreement, agreement, run, variables};

/// A graph of layers, from inputs to outputs.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// The nodes, each after those that it takes values from.
    pub nodes: Vec<Node>,
    /// Which nodes are the inputs, in order.
    pub inputs: Vec<usize>,
    /// Which nodes give the outputs, in order; several are put side by side.
    pub outputs: Vec<usize>,
    /// What the outputs are called: one name for all units, or one a unit; may be empty.
    pub output_names: Vec<String>,
    /// What the features are called, in the order of the inputs; may be empty.
    pub feature_names: Vec<String>,
    /// The loss that the model is trained with, where that is said.
    pub loss: Option<Loss>,
}

/// A node of a graph.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its name in the file, for messages.
    pub name: String,
    /// What it does.
    pub op: Op,
    /// The nodes that it takes values from.
    pub from: Vec<usize>,
    /// Where it stands in a text.
    pub place: Option<Range<usize>>,
}

/// What a node does with the vectors that it takes.
#[derive(Clone, Debug)]
pub enum Op {
    /// An input of some width.
    Input {
        /// How many values.
        width: Size,
    },
    /// W x + b.
    Dense {
        /// How many units.
        units: Size,
        /// The weights, a row a unit; none for symbols.
        weights: Option<Matrix>,
        /// The bias.
        bias: BiasOf,
    },
    /// Entry by entry, factor * x + shift; lists of one value stand for that value everywhere.
    Scale {
        /// The factors.
        factors: Vec<f64>,
        /// What is added.
        shift: Vec<f64>,
    },
    /// An activation, entry by entry, or softmax over the units.
    Apply(Function),
    /// The sum of the vectors, entry by entry.
    Add,
    /// The first minus the second.
    Subtract,
    /// The product of the vectors, entry by entry.
    Multiply,
    /// The vectors one after the other.
    Concat,
    /// The mean of the vectors, entry by entry.
    Average,
    /// The same vector.
    Identity,
}

/// The bias of a layer.
#[derive(Clone, Debug, PartialEq)]
pub enum BiasOf {
    /// No bias.
    None,
    /// Symbols.
    Symbols,
    /// One value a unit.
    Values(Vec<f64>),
}

/// A matrix by rows; values that the file has in single precision are exactly those.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// How many rows.
    pub rows: usize,
    /// How many columns.
    pub columns: usize,
    /// The entries, row by row.
    pub values: Vec<f64>,
}

/// What a loss says of the outputs.
#[derive(Clone, Debug)]
pub struct Loss {
    /// The loss as it is written: `CrossEntropyLoss`.
    pub name: String,
    /// What it applies to the outputs before it compares them: softmax, or the sigmoid.
    pub applies: Option<Function>,
}

impl Matrix {
    /// A matrix of its entries, row by row; nothing where their number is not that of the shape.
    pub fn new(rows: usize, columns: usize, values: Vec<f64>) -> Option<Matrix> {
        (rows.checked_mul(columns)? == values.len()).then_some(Matrix {
            rows,
            columns,
            values,
        })
    }

    /// A row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }

    /// With rows and columns exchanged.
    pub fn transposed(&self) -> Matrix {
        let mut values = Vec::with_capacity(self.values.len());
        for column in 0..self.columns {
            values.extend((0..self.rows).map(|row| self.values[row * self.columns + column]));
        }
        Matrix {
            rows: self.columns,
            columns: self.rows,
            values,
        }
    }
}

impl Graph {
    /// Adds a node, and says which it is.
    pub fn push(&mut self, name: impl Into<String>, op: Op, from: Vec<usize>) -> usize {
        self.nodes.push(Node {
            name: name.into(),
            op,
            from,
            place: None,
        });
        self.nodes.len() - 1
    }

    /// The network that the graph is.
    ///
    /// # Errors
    /// A layer that cannot be part of such a network, and why.
    pub fn network(&self, store: &Store) -> Result<Network, Fault> {
        fold::network(self, store)
    }

    /// What is to be known of the network that the graph was made: what the loss applies, and where
    /// symbols stand for numbers.
    pub fn notes(&self, network: &Network) -> Vec<String> {
        let Network::Layers { layers, .. } = network else {
            return Vec::new();
        };
        let mut notes = Vec::new();
        if let Some(loss) = &self.loss
            && let Some(applied) = &loss.applies
        {
            notes.push(layers::loss_note(self, &loss.name, applied));
        }
        let numbers = self.nodes.iter().any(|node| {
            matches!(
                &node.op,
                Op::Dense {
                    weights: Some(_),
                    ..
                }
            )
        });
        let symbols = layers
            .iter()
            .any(|layer| matches!(layer.weights, Weights::Symbol(_)));
        let units = |size: &Size| match size {
            Size::Number(units) => *units,
            Size::Symbol(_) => 0,
        };
        let own = self.nodes.iter().map(|node| match &node.op {
            Op::Dense { units: size, .. } => units(size),
            _ => 0,
        });
        let own = own.fold(0, u64::saturating_add);
        let made = layers.iter().map(|layer| units(&layer.units));
        if layers.len() > 1 && made.fold(0, u64::saturating_add) > own {
            notes.push("Values that skip a layer of relu units are carried through it as relu(u) − relu(−u), which is u.".to_owned());
        }
        if numbers && symbols {
            notes.push("Written out with its numbers the network would be too long; symbols stand for its weights, and what is said of it is said for weights in general.".to_owned());
        }
        notes
    }

    /// A fault of a node, at its place if it has one.
    pub(super) fn fault(&self, node: usize, message: String, help: &str) -> Fault {
        let Some(Some(place)) = self.nodes.get(node).map(|node| node.place.clone()) else {
            return Fault::Bytes(format!("{message}; {help}"));
        };
        Fault::Diagnostics(vec![
            Diagnostic::new(message, place).label("here").help(help),
        ])
    }
}
