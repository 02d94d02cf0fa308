//! PMML: regression models and generalized linear models as XML.

mod columns;
mod fields;
mod general;
mod regression;

use roxmltree::{Document, Node, ParsingOptions};
use rustc_hash::FxHashMap;

use super::graph::{BiasOf, Graph, Matrix, Op};
use super::{Fault, Form, Loaded};
use crate::expr::Store;
use crate::network::Size;
use crate::parse;

use self::columns::Columns;
use self::fields::Fields;

/// The most nodes of a document.
const MOST_NODES: u32 = 2_000_000;

/// Whether a text is PMML.
pub fn is(text: &str) -> bool {
    let head: String = text.chars().take(2000).collect();
    head.trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('<')
        && head.contains("<PMML")
}

/// Reads a text that is PMML.
pub fn read(store: &Store, text: &str) -> Result<Option<Loaded>, Fault> {
    let options = ParsingOptions {
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options)
        .map_err(|fault| Fault::Bytes(format!("the PMML is no XML that can be read: {fault}")))?;
    let root = document.root_element();
    let fields = Fields::of(root);
    let model = root
        .children()
        .find(|node| node.is_element() && is_model(node.tag_name().name()));
    let model = model.ok_or_else(|| Fault::bytes("the PMML has no model"))?;
    let read = match model.tag_name().name() {
        "RegressionModel" => regression::read(model, &fields)?,
        "GeneralRegressionModel" => general::read(model, &fields)?,
        other => {
            return Err(Fault::Bytes(format!(
                "the PMML has a {}; what is read are RegressionModel and GeneralRegressionModel",
                other.escape_debug()
            )));
        }
    };
    read.loaded(store).map(Some)
}

fn is_model(name: &str) -> bool {
    name.ends_with("Model") || matches!(name, "Scorecard" | "NeuralNetwork" | "TransformationModel")
}

/// A model as it was read.
pub struct Read {
    columns: Columns,
    /// A row an output: its coefficients by column, and its intercept.
    rows: Vec<(FxHashMap<usize, f64>, f64)>,
    /// What is applied: an activation's name.
    activation: String,
    /// The name of the output.
    output: String,
    notes: Vec<String>,
}

impl Read {
    fn loaded(self, store: &Store) -> Result<Loaded, Fault> {
        let width = self.columns.names.len();
        if width == 0 || self.rows.is_empty() {
            return Err(Fault::bytes("the PMML model has no predictors"));
        }
        let mut values = vec![0.0; self.rows.len().saturating_mul(width)];
        for (row, (coefficients, _)) in self.rows.iter().enumerate() {
            for (column, value) in coefficients {
                values[row * width + column] = *value;
            }
        }
        let units = self.rows.len();
        let mut graph = Graph::default();
        let input = graph.push(
            "input",
            Op::Input {
                width: Size::Number(width as u64),
            },
            Vec::new(),
        );
        let dense = Op::Dense {
            units: Size::Number(units as u64),
            weights: Matrix::new(units, width, values),
            bias: BiasOf::Values(self.rows.iter().map(|(_, intercept)| *intercept).collect()),
        };
        let dense = graph.push("model", dense, vec![input]);
        let function = parse::activation(store, &self.activation).map_err(|_| {
            Fault::Bytes(format!(
                "the PMML model has the link `{}`, which is not read",
                self.activation.escape_debug()
            ))
        })?;
        let output = graph.push("model", Op::Apply(function), vec![dense]);
        graph.inputs.push(input);
        graph.outputs.push(output);
        graph.output_names = vec![self.output];
        let mut notes = self.columns.notes();
        graph.feature_names = self.columns.names;
        notes.extend(self.notes);
        Ok(Loaded {
            kind: "a PMML model",
            model: Form::Graph(graph),
            notes,
        })
    }
}

/// The children of a node with a name.
pub fn elements<'a, 'input>(
    node: Node<'a, 'input>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children()
        .filter(move |child| child.is_element() && child.tag_name().name() == name)
}

/// A number of an attribute.
pub fn number(node: Node, name: &str) -> Result<Option<f64>, Fault> {
    node.attribute(name)
        .map(|text| {
            let value = text
                .trim()
                .parse::<f64>()
                .ok()
                .filter(|value| value.is_finite());
            value.ok_or_else(|| {
                Fault::Bytes(format!(
                    "the PMML has `{}` where a number should be",
                    text.escape_debug()
                ))
            })
        })
        .transpose()
}

/// The field that a model predicts.
pub fn target(model: Node) -> Option<String> {
    let own = ["targetVariableName", "targetFieldName"];
    let own = own.iter().find_map(|name| model.attribute(*name));
    let schema = elements(model, "MiningSchema").next();
    let fields = schema
        .into_iter()
        .flat_map(|schema| elements(schema, "MiningField"));
    let mut fields =
        fields.filter(|field| matches!(field.attribute("usageType"), Some("target" | "predicted")));
    let found = own.or_else(|| fields.next()?.attribute("name"));
    found.map(str::to_owned)
}
