//! The part of protobuf and of ONNX's messages that models need, read from the bytes as they are.

use super::super::halves::{brain, half};

/// The value of a field.
#[derive(Clone, Copy, Debug)]
pub enum Field<'a> {
    /// A variable-length integer.
    Integer(u64),
    /// Four bytes.
    Four(u32),
    /// Eight bytes.
    Eight(u64),
    /// A text, a message, or packed numbers.
    Bytes(&'a [u8]),
}

/// The fields of a message; nothing where the bytes are no message.
pub fn fields(mut bytes: &[u8]) -> Option<Vec<(u32, Field<'_>)>> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let key = integer(&mut bytes)?;
        let number = u32::try_from(key >> 3).ok().filter(|number| *number > 0)?;
        let field = match key & 7 {
            0 => Field::Integer(integer(&mut bytes)?),
            1 => Field::Eight(u64::from_le_bytes(take(&mut bytes, 8)?.try_into().ok()?)),
            2 => {
                let length = usize::try_from(integer(&mut bytes)?).ok()?;
                Field::Bytes(take(&mut bytes, length)?)
            }
            5 => Field::Four(u32::from_le_bytes(take(&mut bytes, 4)?.try_into().ok()?)),
            _ => return None,
        };
        found.push((number, field));
    }
    Some(found)
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

fn integer(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// A node of the graph.
#[derive(Debug, Default)]
pub struct Node {
    pub inputs: Vec<String>,
    pub outputs: Vec<String>,
    pub name: String,
    pub op: String,
    pub attributes: Vec<Attribute>,
}

/// An attribute of a node.
#[derive(Debug, Default)]
pub struct Attribute {
    pub name: String,
    pub float: Option<f64>,
    pub integer: Option<i64>,
    pub text: Option<String>,
    pub tensor: Option<Tensor>,
    pub floats: Vec<f64>,
    pub integers: Vec<i64>,
    pub texts: Vec<String>,
}

/// An array.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tensor {
    pub name: String,
    pub dims: Vec<usize>,
    pub values: Vec<f64>,
}

/// An input or an output: its name, and its shape if it is a tensor of one.
#[derive(Debug, Default)]
pub struct Port {
    pub name: String,
    pub shape: Option<Vec<Option<u64>>>,
    /// Whether it holds whole numbers, truth values or texts, as labels are.
    pub discrete: bool,
}

/// A model.
#[derive(Debug, Default)]
pub struct Model {
    pub opset: i64,
    pub nodes: Vec<Node>,
    pub tensors: Vec<Tensor>,
    pub inputs: Vec<Port>,
    pub outputs: Vec<Port>,
}

/// Reads a model; nothing where the bytes are none.
///
/// # Errors
/// Of a model that is one: what is not read.
pub fn model(bytes: &[u8]) -> Option<Result<Model, String>> {
    let mut model = Model {
        opset: 1,
        ..Model::default()
    };
    let mut graph = None;
    for (number, field) in fields(bytes)? {
        match (number, field) {
            (7, Field::Bytes(bytes)) => graph = Some(bytes),
            (8, Field::Bytes(bytes)) => {
                let mut main = true;
                let mut version = 1;
                for (number, field) in fields(bytes)? {
                    match (number, field) {
                        (1, Field::Bytes(domain)) => {
                            main = domain.is_empty() || domain == b"ai.onnx"
                        }
                        (2, Field::Integer(value)) => version = signed(value),
                        _ => {}
                    }
                }
                if main {
                    model.opset = version;
                }
            }
            _ => {}
        }
    }
    for (number, field) in fields(graph?)? {
        let Field::Bytes(bytes) = field else {
            continue;
        };
        match number {
            1 => model.nodes.push(node(bytes)?),
            5 => match tensor(bytes)? {
                Ok(tensor) => model.tensors.push(tensor),
                Err(why) => return Some(Err(why)),
            },
            11 => model.inputs.push(port(bytes)?),
            12 => model.outputs.push(port(bytes)?),
            15 => {
                return Some(Err(
                    "the ONNX model has sparse weights, which are not read".to_owned()
                ));
            }
            _ => {}
        }
    }
    Some(Ok(model))
}

#[allow(clippy::cast_possible_wrap)]
fn signed(value: u64) -> i64 {
    value as i64
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn node(bytes: &[u8]) -> Option<Node> {
    let mut node = Node::default();
    for (number, field) in fields(bytes)? {
        let Field::Bytes(bytes) = field else {
            continue;
        };
        match number {
            1 => node.inputs.push(text(bytes)),
            2 => node.outputs.push(text(bytes)),
            3 => node.name = text(bytes),
            4 => node.op = text(bytes),
            5 => node.attributes.push(attribute(bytes)?),
            _ => {}
        }
    }
    if node.name.is_empty() {
        node.name = node.outputs.first().cloned().unwrap_or_default();
    }
    Some(node)
}

fn attribute(bytes: &[u8]) -> Option<Attribute> {
    let mut attribute = Attribute::default();
    for (number, field) in fields(bytes)? {
        match (number, field) {
            (1, Field::Bytes(bytes)) => attribute.name = text(bytes),
            (2, Field::Four(bits)) => attribute.float = Some(f32::from_bits(bits).into()),
            (3, Field::Integer(value)) => attribute.integer = Some(signed(value)),
            (4, Field::Bytes(bytes)) => attribute.text = Some(text(bytes)),
            (5, Field::Bytes(bytes)) => attribute.tensor = Some(tensor(bytes)?.ok()?),
            (7, field) => floats(field, &mut attribute.floats)?,
            (8, field) => integers(field, &mut attribute.integers)?,
            (9, Field::Bytes(bytes)) => attribute.texts.push(text(bytes)),
            _ => {}
        }
    }
    Some(attribute)
}

/// Numbers of single precision, packed or one by one.
fn floats(field: Field, into: &mut Vec<f64>) -> Option<()> {
    match field {
        Field::Four(bits) => into.push(f32::from_bits(bits).into()),
        Field::Bytes(bytes) => into.extend(numbers(bytes, 4, |b| single(b).into())?),
        _ => return None,
    }
    Some(())
}

fn integers(field: Field, into: &mut Vec<i64>) -> Option<()> {
    match field {
        Field::Integer(value) => into.push(signed(value)),
        Field::Bytes(mut bytes) => {
            while !bytes.is_empty() {
                into.push(signed(integer(&mut bytes)?));
            }
        }
        _ => return None,
    }
    Some(())
}

fn single(bytes: &[u8]) -> f32 {
    let mut four = [0; 4];
    four.copy_from_slice(bytes);
    f32::from_le_bytes(four)
}

/// Numbers of some bytes each; nothing where something is left over.
fn numbers(bytes: &[u8], size: usize, read: impl Fn(&[u8]) -> f64) -> Option<Vec<f64>> {
    (bytes.len() % size == 0).then(|| bytes.chunks_exact(size).map(read).collect())
}

fn little(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |value, byte| value << 8 | u64::from(*byte))
}

fn raw(kind: u64, bytes: &[u8]) -> Option<Vec<f64>> {
    let sized = |size: u32, value: u64| {
        let shift = 64 - 8 * size;
        (signed(value << shift) >> shift) as f64
    };
    match kind {
        1 => numbers(bytes, 4, |b| single(b).into()),
        2 | 9 => numbers(bytes, 1, |b| b[0].into()),
        3 => numbers(bytes, 1, |b| sized(1, little(b))),
        4 => numbers(bytes, 2, |b| little(b) as f64),
        5 => numbers(bytes, 2, |b| sized(2, little(b))),
        6 => numbers(bytes, 4, |b| sized(4, little(b))),
        7 => numbers(bytes, 8, |b| sized(8, little(b))),
        10 => numbers(bytes, 2, |b| half(little(b))),
        11 => numbers(bytes, 8, |b| f64::from_bits(little(b))),
        12 => numbers(bytes, 4, |b| little(b) as f64),
        13 => numbers(bytes, 8, |b| little(b) as f64),
        16 => numbers(bytes, 2, |b| brain(little(b))),
        _ => None,
    }
}

/// A tensor; nothing where the bytes are none.
fn tensor(bytes: &[u8]) -> Option<Result<Tensor, String>> {
    let mut tensor = Tensor::default();
    let mut dims = Vec::new();
    let mut kind = 0;
    let mut data = None;
    let mut listed = Vec::new();
    let mut wholes = Vec::new();
    let mut external = false;
    for (number, field) in fields(bytes)? {
        match (number, field) {
            (1, field) => integers(field, &mut dims)?,
            (2, Field::Integer(value)) => kind = value,
            (4, field) => floats(field, &mut listed)?,
            (5 | 7 | 11, field) => integers(field, &mut wholes)?,
            (8, Field::Bytes(bytes)) => tensor.name = text(bytes),
            (9, Field::Bytes(bytes)) => data = Some(bytes),
            (10, Field::Bytes(bytes)) => {
                listed.extend(numbers(bytes, 8, |b| f64::from_bits(little(b)))?)
            }
            (10, Field::Eight(bits)) => listed.push(f64::from_bits(bits)),
            (13, _) => external = true,
            (14, Field::Integer(1)) => external = true,
            _ => {}
        }
    }
    if external {
        return Some(Err(
            "the weights of the ONNX model are in another file; save it as one file: `onnx.save(onnx.load(\"model.onnx\"), \"single.onnx\", save_as_external_data=False)`".to_owned(),
        ));
    }
    tensor.dims = dims
        .into_iter()
        .map(usize::try_from)
        .collect::<Result<_, _>>()
        .ok()?;
    let entries = tensor
        .dims
        .iter()
        .try_fold(1_usize, |all, one| all.checked_mul(*one))?;
    tensor.values = match data {
        Some(bytes) if !bytes.is_empty() || entries == 0 => match raw(kind, bytes) {
            Some(values) => values,
            // Texts have no numbers; whoever needs them finds none.
            None => {
                tensor.dims = vec![0];
                return Some(Ok(tensor));
            }
        },
        _ if !listed.is_empty() => listed,
        _ => {
            let unsigned = |value: i64| value as u64;
            let value = |value: i64| match kind {
                10 => half(unsigned(value)),
                16 => brain(unsigned(value)),
                13 => unsigned(value) as f64,
                _ => value as f64,
            };
            wholes.into_iter().map(value).collect()
        }
    };
    if kind == 8 {
        tensor.dims = vec![0];
        tensor.values.clear();
        return Some(Ok(tensor));
    }
    (tensor.values.len() == entries).then_some(Ok(tensor))
}

fn port(bytes: &[u8]) -> Option<Port> {
    let mut port = Port::default();
    for (number, field) in fields(bytes)? {
        match (number, field) {
            (1, Field::Bytes(bytes)) => port.name = text(bytes),
            (2, Field::Bytes(bytes)) => {
                for (number, field) in fields(bytes)? {
                    if let (1, Field::Bytes(bytes)) = (number, field) {
                        port.shape = shape(bytes)?;
                        let kinds = fields(bytes)?;
                        port.discrete = kinds
                            .iter()
                            .any(|field| matches!(field, (1, Field::Integer(2..=9 | 12 | 13))));
                    }
                }
            }
            _ => {}
        }
    }
    Some(port)
}

/// The shape of a type of tensors, if it has one.
fn shape(bytes: &[u8]) -> Option<Option<Vec<Option<u64>>>> {
    for (number, field) in fields(bytes)? {
        if let (2, Field::Bytes(bytes)) = (number, field) {
            let mut dims = Vec::new();
            for (number, field) in fields(bytes)? {
                if let (1, Field::Bytes(bytes)) = (number, field) {
                    let value = fields(bytes)?.into_iter().find_map(|field| match field {
                        (1, Field::Integer(value)) => Some(value),
                        _ => None,
                    });
                    dims.push(value.filter(|value| *value > 0));
                }
            }
            return Some(Some(dims));
        }
    }
    Some(None)
}
