//! Operators that are linear maps of the units.

use super::super::graph::{BiasOf, Matrix, Op};
use super::proto::{Node, Tensor};
use super::value::{Read, Reader, Units, Value};
use crate::network::Size;

/// The most weights of one map that is made here.
const MOST_ENTRIES: u64 = 1 << 24;

/// Reads an operator that is linear; nothing for others.
pub fn read(reader: &mut Reader, node: &Node) -> Option<Read> {
    Some(match node.op.as_str() {
        "MatMul" => matmul(reader, node),
        "Gemm" => gemm(reader, node),
        "ReduceSum" | "ReduceMean" => reduced(reader, node),
        "Concat" => concat(reader, node),
        "Gather" => gather(reader, node),
        "Slice" => slice(reader, node),
        "BatchNormalization" => batch_normalization(reader, node),
        _ => return None,
    })
}

/// A dense layer; the matrix has a row a unit.
pub fn dense(
    reader: &mut Reader,
    name: &str,
    units: &Units,
    weights: Matrix,
    bias: BiasOf,
) -> Result<Units, String> {
    let from = reader.settled(units)?;
    let rows = weights.rows as u64;
    if rows == 0 || weights.columns as u64 != reader.width(from) {
        return Err("has weights of another size than its input".to_owned());
    }
    let op = Op::Dense {
        units: Size::Number(rows),
        weights: Some(weights),
        bias,
    };
    let node = reader.push(name, op, vec![from], rows);
    let mut dims = units.dims.clone();
    dims.pop();
    dims.push(rows);
    Ok(Units::of(node, dims, units.batch))
}

/// Whether an operator acts on vectors.
fn flat(units: &Units) -> Result<(), String> {
    let (_, before) = units
        .dims
        .split_last()
        .ok_or_else(|| "acts on single values".to_owned())?;
    match before.iter().all(|size| *size == 1) {
        true => Ok(()),
        false => Err("acts on arrays, not on vectors".to_owned()),
    }
}

fn matmul(reader: &mut Reader, node: &Node) -> Read {
    let units = node.units(reader, 0)?;
    flat(&units)?;
    let weights = node
        .known(reader, 1)
        .ok_or_else(|| "has no known weights as its second factor".to_owned())?;
    let (rows, columns) = match *weights.dims.as_slice() {
        [rows, columns] => (rows, columns),
        [rows] => (rows, 1),
        _ => return Err("has weights that are no matrix".to_owned()),
    };
    let single = weights.dims.len() == 1;
    let matrix = Matrix::new(rows, columns, weights.values);
    let matrix = matrix
        .ok_or_else(|| "has weights that are no numbers".to_owned())?
        .transposed();
    let mut result = dense(reader, &node.name, &units, matrix, BiasOf::None)?;
    if single {
        result.dims.pop();
    }
    node.give(reader, Value::Units(result))
}

fn gemm(reader: &mut Reader, node: &Node) -> Read {
    let units = node.units(reader, 0)?;
    flat(&units)?;
    if node.integer("transA").unwrap_or(0) != 0 || !units.batch || units.dims.len() != 1 {
        return Err("turns its input".to_owned());
    }
    let weights = node
        .known(reader, 1)
        .ok_or_else(|| "has no known weights as its second factor".to_owned())?;
    let [rows, columns] = *weights.dims.as_slice() else {
        return Err("has weights that are no matrix".to_owned());
    };
    let matrix = Matrix::new(rows, columns, weights.values);
    let mut matrix = matrix.ok_or_else(|| "has weights that are no numbers".to_owned())?;
    if node.integer("transB").unwrap_or(0) == 0 {
        matrix = matrix.transposed();
    }
    let (alpha, beta) = (node.float("alpha", 1.0), node.float("beta", 1.0));
    matrix.values.iter_mut().for_each(|value| *value *= alpha);
    let count = matrix.rows;
    let bias = match node.input(reader, 2) {
        None => BiasOf::None,
        Some(Value::Known(tensor)) => {
            let before = tensor.dims.iter().rev().skip(1).all(|size| *size == 1);
            let fits = tensor.values.len() == count || tensor.values.len() == 1;
            if !before || !fits {
                return Err("has a bias of another size than its units".to_owned());
            }
            BiasOf::Values(tensor.values.iter().map(|value| value * beta).collect())
        }
        Some(_) => return Err("has a bias that is not known".to_owned()),
    };
    let result = dense(reader, &node.name, &units, matrix, bias)?;
    node.give(reader, Value::Units(result))
}

fn reduced(reader: &mut Reader, node: &Node) -> Read {
    let units = node.units(reader, 0)?;
    let axes = node.integers("axes").or_else(|| {
        let tensor = node.known(reader, 1)?;
        Some(tensor.values.iter().map(|value| *value as i64).collect())
    });
    let axis = match axes.as_deref() {
        Some([axis]) if units.is_all(*axis) => units.axis(*axis),
        _ => None,
    };
    let axis = axis.ok_or_else(|| "adds along another axis than that of the units".to_owned())?;
    let size = units.dims[axis];
    if size > MOST_ENTRIES {
        return Err("adds too many values".to_owned());
    }
    let value = match node.op.as_str() {
        "ReduceSum" => 1.0,
        _ => 1.0 / size as f64,
    };
    let count = size as usize;
    let ones =
        Matrix::new(1, count, vec![value; count]).ok_or_else(|| "adds nothing".to_owned())?;
    let sum_of = (node.op == "ReduceSum").then(|| (units.node, units.body.clone()));
    let mut result = dense(reader, &node.name, &units, ones, BiasOf::None)?;
    result.dims = units.dims.clone();
    match node.integer("keepdims").unwrap_or(1) {
        0 => drop(result.dims.remove(axis)),
        _ => result.dims[axis] = 1,
    }
    result.sum_of = sum_of;
    node.give(reader, Value::Units(result))
}

fn concat(reader: &mut Reader, node: &Node) -> Read {
    let axis = node.integer("axis").unwrap_or(1);
    let all: Vec<Option<Value>> = (0..node.inputs.len())
        .map(|i| node.input(reader, i).cloned())
        .collect();
    let known = |value: &Option<Value>| match value {
        Some(Value::Known(tensor)) if tensor.dims.len() <= 1 => Some(tensor.values.clone()),
        _ => None,
    };
    let constants: Option<Vec<Vec<f64>>> = all.iter().map(known).collect();
    if let Some(constants) = constants {
        let values = constants.concat();
        let tensor = Tensor {
            dims: vec![values.len()],
            values,
            ..Tensor::default()
        };
        return node.give(reader, Value::Known(tensor));
    }
    let mut from = Vec::new();
    let mut width = 0;
    for index in 0..all.len() {
        let units = node.units(reader, index)?;
        if !units.batch || units.dims.len() != 1 || units.axis(axis).is_none() {
            return Err("joins arrays along another axis than that of the units".to_owned());
        }
        width += units.dims[0];
        from.push(reader.settled(&units)?);
    }
    if let Some(second) = complement(reader, node) {
        reader.labelled = true;
        reader.note("The equation is that of the probability of the second of two classes; that of the first is what is left to 1.");
        return node.give(reader, Value::Units(second));
    }
    let joined = reader.push(&node.name, Op::Concat, from, width);
    node.give(reader, Value::Units(Units::of(joined, vec![width], true)))
}

/// Of 1 − p and p, the second.
fn complement(reader: &Reader, node: &Node) -> Option<Units> {
    let (first, second) = (node.units(reader, 0).ok()?, node.units(reader, 1).ok()?);
    let single = node.inputs.len() == 2 && first.dims == [1] && second.dims == [1];
    (single && first.node == second.node && reader.add_up(&first.body, &second.body))
        .then_some(second)
}

/// Some of the units, as a linear map.
fn selected(reader: &mut Reader, node: &Node, units: &Units, chosen: &[u64], keep: bool) -> Read {
    let width = units.dims[0];
    if chosen.is_empty()
        || chosen.len() as u64 * width > MOST_ENTRIES
        || chosen.iter().any(|one| *one >= width)
    {
        return Err("chooses units that are not there, or too many".to_owned());
    }
    let columns = width as usize;
    let mut values = vec![0.0; chosen.len() * columns];
    for (row, column) in chosen.iter().enumerate() {
        values[row * columns + *column as usize] = 1.0;
    }
    let matrix =
        Matrix::new(chosen.len(), columns, values).ok_or_else(|| "chooses nothing".to_owned())?;
    let mut result = dense(reader, &node.name, units, matrix, BiasOf::None)?;
    if !keep {
        result.dims.clear();
    }
    node.give(reader, Value::Units(result))
}

fn gather(reader: &mut Reader, node: &Node) -> Read {
    let chosen = node
        .known(reader, 1)
        .ok_or_else(|| "chooses what is not known".to_owned())?;
    let axis = node.integer("axis").unwrap_or(0);
    match node.input(reader, 0).cloned() {
        Some(Value::Known(tensor)) if tensor.dims.len() == 1 => {
            let count = tensor.values.len() as f64;
            let pick = |index: &f64| {
                let index = if *index < 0.0 { index + count } else { *index };
                (index >= 0.0)
                    .then(|| tensor.values.get(index as usize).copied())
                    .flatten()
            };
            let values: Option<Vec<f64>> = chosen.values.iter().map(pick).collect();
            let values = values.ok_or_else(|| "chooses entries that are not there".to_owned())?;
            let tensor = Tensor {
                dims: chosen.dims.clone(),
                values,
                ..Tensor::default()
            };
            node.give(reader, Value::Known(tensor))
        }
        Some(Value::Units(units)) if units.dims.len() == 1 && units.axis(axis).is_some() => {
            let width = units.dims[0] as f64;
            let places = chosen
                .values
                .iter()
                .map(|index| if *index < 0.0 { index + width } else { *index });
            let places: Vec<u64> = places.map(|index| index as u64).collect();
            selected(reader, node, &units, &places, !chosen.dims.is_empty())
        }
        _ => Err("chooses along another axis than that of the units".to_owned()),
    }
}

fn slice(reader: &mut Reader, node: &Node) -> Read {
    let list = |reader: &Reader, index: usize, name: &str| {
        node.integers(name).or_else(|| {
            let tensor = node.known(reader, index)?;
            Some(tensor.values.iter().map(|value| *value as i64).collect())
        })
    };
    let units = node.units(reader, 0)?;
    let unclear = || "chooses along another axis than that of the units".to_owned();
    let starts = list(reader, 1, "starts").ok_or_else(unclear)?;
    let ends = list(reader, 2, "ends").ok_or_else(unclear)?;
    let axes = list(reader, 3, "axes").unwrap_or_else(|| vec![0]);
    let steps = list(reader, 4, "steps").unwrap_or_else(|| vec![1]);
    let ([start], [end], [axis], [1]) = (
        starts.as_slice(),
        ends.as_slice(),
        axes.as_slice(),
        steps.as_slice(),
    ) else {
        return Err(unclear());
    };
    if units.dims.len() != 1 || units.axis(*axis).is_none() {
        return Err(unclear());
    }
    let width = units.dims[0] as i64;
    let place = |index: i64| {
        if index < 0 {
            index.saturating_add(width)
        } else {
            index
        }
        .clamp(0, width)
    };
    let chosen: Vec<u64> = (place(*start)..place(*end))
        .map(|index| index as u64)
        .collect();
    selected(reader, node, &units, &chosen, true)
}

fn batch_normalization(reader: &mut Reader, node: &Node) -> Read {
    let units = node.units(reader, 0)?;
    if !units.batch || units.dims.len() != 1 {
        return Err("acts on arrays, not on vectors".to_owned());
    }
    let width = units.dims[0] as usize;
    let list = |index: usize| {
        let tensor = node.known(reader, index)?;
        (tensor.values.len() == width).then_some(tensor.values)
    };
    let (Some(scale), Some(bias), Some(mean), Some(variance)) =
        (list(1), list(2), list(3), list(4))
    else {
        return Err("has no known numbers, one a unit".to_owned());
    };
    let epsilon = node.float("epsilon", 1e-5);
    let factors: Vec<f64> = (0..width)
        .map(|i| scale[i] / (variance[i] + epsilon).sqrt())
        .collect();
    let shift = (0..width).map(|i| bias[i] - mean[i] * factors[i]).collect();
    reader.note(
        "Batch normalization is affine when the model is used; it is folded into the weights.",
    );
    scaled(reader, node, &units, (factors, shift))
}

/// Units times factors, and shifted.
pub(super) fn scaled(
    reader: &mut Reader,
    node: &Node,
    units: &Units,
    (factors, shift): (Vec<f64>, Vec<f64>),
) -> Read {
    let width = factors.len() as u64;
    let from = reader.settled(units)?;
    let scaled = reader.push(&node.name, Op::Scale { factors, shift }, vec![from], width);
    node.give(
        reader,
        Value::Units(Units {
            node: scaled,
            ..units.plain()
        }),
    )
}
