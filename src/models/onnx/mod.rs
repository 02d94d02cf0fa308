//! ONNX: operators on arrays, read as layers and what is linear between them.

mod elementwise;
mod linear;
mod ml;
mod proto;
mod shapes;
mod value;

use super::{Fault, Form, Loaded};
use crate::expr::Store;

use self::proto::{Model, Node};
use self::value::{Reader, Value};

/// The most operators that are looked at.
const MOST_NODES: usize = 100_000;

/// Reads a file. `named` says that its ending is that of ONNX; else what is no model is left to
/// others.
pub fn read(store: &Store, bytes: &[u8], named: bool) -> Result<Option<Loaded>, Fault> {
    let model = match proto::model(bytes) {
        Some(Ok(model)) if named || !model.nodes.is_empty() => model,
        Some(Err(why)) => return Err(Fault::Bytes(why)),
        _ if named => {
            return Err(Fault::bytes(
                "the file is a damaged ONNX model, or none; export the model again",
            ));
        }
        _ => return Ok(None),
    };
    if model.nodes.is_empty() || model.nodes.len() > MOST_NODES {
        return Err(Fault::bytes("the ONNX model has no operators, or too many"));
    }
    load(store, &model).map(Some)
}

fn load(store: &Store, model: &Model) -> Result<Loaded, Fault> {
    let mut reader = Reader::new(store, model.opset);
    for tensor in &model.tensors {
        reader.set(&tensor.name, Value::Known(tensor.clone()));
    }
    for port in &model.inputs {
        if reader.get(&port.name).is_none() {
            reader.input(port)?;
        }
    }
    reader.name_inputs();
    for node in &model.nodes {
        operator(&mut reader, node)?;
    }
    outputs(&mut reader, model)?;
    Ok(Loaded {
        kind: "an ONNX model",
        model: Form::Graph(reader.graph),
        notes: reader.notes,
    })
}

/// Reads one operator.
fn operator(reader: &mut Reader, node: &Node) -> Result<(), Fault> {
    // Nothing is known of what depends on something that could not be read; that matters only
    // where an output does.
    let broken = node
        .inputs
        .iter()
        .find_map(|input| match reader.get(input) {
            Some(Value::Unread(why)) => Some(why.clone()),
            _ => None,
        });
    if let Some(why) = broken {
        let all = node.outputs.iter();
        all.for_each(|output| reader.set(output, Value::Unread(why.clone())));
        return Ok(());
    }
    let read = shapes::read(reader, node)
        .or_else(|| elementwise::read(reader, node))
        .or_else(|| linear::read(reader, node))
        .or_else(|| ml::read(reader, node))
        .unwrap_or_else(|| Err("is an operator that is not read".to_owned()));
    if let Err(why) = read {
        let name = match node.name.as_str() {
            "" => String::new(),
            name => format!(" `{}`", name.escape_debug()),
        };
        let why = format!(
            "the operator {}{name} {why}; what is read are linear maps, activations and shapes",
            node.op.escape_debug()
        );
        let all = node.outputs.iter();
        all.for_each(|output| reader.set(output, Value::Unread(why.clone())));
    }
    Ok(())
}

/// The outputs are the arrays of numbers among them.
fn outputs(reader: &mut Reader, model: &Model) -> Result<(), Fault> {
    let mut unread = None;
    for port in &model.outputs {
        match reader.get(&port.name).cloned() {
            Some(Value::Units(units)) => {
                let node = reader.settled(&units).map_err(Fault::Bytes)?;
                if !reader.graph.outputs.contains(&node) {
                    reader.graph.outputs.push(node);
                }
            }
            Some(Value::Unread(_) | Value::Known(_)) if port.discrete => {}
            Some(Value::Unread(why)) => unread = Some(why),
            Some(Value::Known(_)) => {
                unread = Some("an output of the ONNX model is constant".to_owned())
            }
            Some(Value::Label) => {}
            None => unread = Some("an output of the ONNX model is never computed".to_owned()),
        }
    }
    match (unread, reader.graph.outputs.is_empty()) {
        (Some(why), _) => Err(Fault::Bytes(why)),
        (None, true) => Err(Fault::bytes(
            "the ONNX model gives labels alone, no probabilities; export it with its probabilities",
        )),
        (None, false) => {
            // Features that come one by one, and their probabilities twice, are one output.
            reader.graph.outputs.truncate(match reader.labelled {
                true => 1,
                false => usize::MAX,
            });
            Ok(())
        }
    }
}
