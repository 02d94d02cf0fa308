//! Operators that change shapes, and known numbers.

use super::proto::{Node, Tensor};
use super::value::{Body, Read, Reader, Units, Value};

/// Reads an operator of shapes; nothing for others.
pub fn read(reader: &mut Reader, node: &Node) -> Option<Read> {
    // What is made of labels is a label, and so is the place of the largest value.
    if labels(reader, node) {
        let all = node.outputs.iter();
        all.for_each(|output| reader.set(output, Value::Label));
        return Some(Ok(()));
    }
    Some(match node.op.as_str() {
        "Constant" => constant(reader, node),
        "Identity" | "Dropout" | "ZipMap" | "Cast" | "CastLike" => same(reader, node),
        "Shape" => shape(reader, node),
        "Reshape" | "Flatten" | "Squeeze" | "Unsqueeze" => reshaped(reader, node),
        "Transpose" => transposed(reader, node),
        _ => return None,
    })
}

/// Whether an operator makes labels.
fn labels(reader: &Reader, node: &Node) -> bool {
    let places = matches!(node.op.as_str(), "ArgMax" | "ArgMin") && node.units(reader, 0).is_ok();
    let mut inputs = (0..node.inputs.len()).filter_map(|index| node.input(reader, index));
    places || inputs.any(|value| matches!(value, Value::Label))
}

fn constant(reader: &mut Reader, node: &Node) -> Read {
    let scalar = |value: f64| Tensor {
        values: vec![value],
        ..Tensor::default()
    };
    let list = |values: Vec<f64>| Tensor {
        dims: vec![values.len()],
        values,
        ..Tensor::default()
    };
    let attribute = node
        .attributes
        .iter()
        .find(|one| one.name.starts_with("value"));
    let attribute = attribute.ok_or_else(|| "has no value".to_owned())?;
    let tensor = match attribute.name.as_str() {
        "value_float" => attribute.float.map(scalar),
        "value_int" => attribute.integer.map(|value| scalar(value as f64)),
        "value_floats" => Some(list(attribute.floats.clone())),
        "value_ints" => Some(list(attribute.integers.iter().map(|v| *v as f64).collect())),
        _ => attribute.tensor.clone(),
    };
    let tensor = tensor.ok_or_else(|| "has no value that is a number".to_owned())?;
    node.give(reader, Value::Known(tensor))
}

fn same(reader: &mut Reader, node: &Node) -> Read {
    // Casts to whole numbers or truth values are no linear maps.
    let kind = node.integer("to").unwrap_or(1);
    let value = node
        .input(reader, 0)
        .cloned()
        .ok_or_else(|| "has no input".to_owned())?;
    if node.op == "Cast" && !matches!(kind, 1 | 10 | 11 | 16) && matches!(value, Value::Units(_)) {
        return Err("makes whole numbers of values".to_owned());
    }
    node.give(reader, value)
}

/// The shape of units has no known batch, which −1 stands for.
fn shape(reader: &mut Reader, node: &Node) -> Read {
    let values: Vec<f64> = match node.input(reader, 0) {
        Some(Value::Known(tensor)) => tensor.dims.iter().map(|size| *size as f64).collect(),
        Some(Value::Units(units)) => {
            let batch = units.batch.then_some(-1.0);
            batch
                .into_iter()
                .chain(units.dims.iter().map(|size| *size as f64))
                .collect()
        }
        _ => return Err("has no input".to_owned()),
    };
    let tensor = Tensor {
        dims: vec![values.len()],
        values,
        ..Tensor::default()
    };
    node.give(reader, Value::Known(tensor))
}

/// The axes of Squeeze and Unsqueeze: an attribute, later an input.
fn axes(reader: &Reader, node: &Node) -> Option<Vec<i64>> {
    node.integers("axes").or_else(|| {
        let tensor = node.known(reader, 1)?;
        Some(tensor.values.iter().map(|value| *value as i64).collect())
    })
}

fn reshaped(reader: &mut Reader, node: &Node) -> Read {
    match node.input(reader, 0).cloned() {
        Some(Value::Known(mut tensor)) => {
            tensor.dims = known_dims(reader, node, &tensor)?;
            node.give(reader, Value::Known(tensor))
        }
        Some(Value::Units(units)) => {
            let (dims, batch) = unit_dims(reader, node, &units)?;
            let width: u64 = dims.iter().product();
            let before: u64 = units.dims.iter().product();
            if width != before {
                return Err("mixes the rows of the batch with the features".to_owned());
            }
            node.give(
                reader,
                Value::Units(Units {
                    dims,
                    batch,
                    ..units
                }),
            )
        }
        _ => Err("has no input".to_owned()),
    }
}

fn known_dims(reader: &Reader, node: &Node, tensor: &Tensor) -> Result<Vec<usize>, String> {
    let total = tensor.values.len();
    let rank = tensor.dims.len() as i64;
    let place = |axis: i64, rank: i64| usize::try_from(if axis < 0 { axis + rank } else { axis });
    let unclear = || "has a shape that is not clear".to_owned();
    let dims = match node.op.as_str() {
        "Flatten" => {
            let axis = place(node.integer("axis").unwrap_or(1), rank).map_err(|_| unclear())?;
            let rows: usize = tensor.dims.iter().take(axis).product();
            vec![rows, total.checked_div(rows.max(1)).unwrap_or(0)]
        }
        "Squeeze" => {
            let axes = axes(reader, node);
            let axes: Option<Vec<usize>> = axes.map(|all| {
                all.iter()
                    .filter_map(|axis| place(*axis, rank).ok())
                    .collect()
            });
            let stays = |index: usize, size: usize| match &axes {
                Some(axes) => !axes.contains(&index),
                None => size != 1,
            };
            let all = tensor.dims.iter().enumerate();
            all.filter(|(index, size)| stays(*index, **size))
                .map(|(_, size)| *size)
                .collect()
        }
        "Unsqueeze" => {
            let axes = axes(reader, node).ok_or_else(unclear)?;
            let rank = rank + axes.len() as i64;
            let mut axes: Vec<usize> = axes
                .iter()
                .filter_map(|axis| place(*axis, rank).ok())
                .collect();
            axes.sort_unstable();
            let mut dims = tensor.dims.clone();
            for axis in axes {
                if axis > dims.len() || dims.len() > 16 {
                    return Err(unclear());
                }
                dims.insert(axis, 1);
            }
            dims
        }
        _ => {
            let target = target(reader, node).ok_or_else(unclear)?;
            let known: usize = target
                .iter()
                .enumerate()
                .filter_map(|(index, size)| match size {
                    0 => tensor.dims.get(index).copied(),
                    size => usize::try_from(*size).ok(),
                })
                .try_fold(1_usize, usize::checked_mul)
                .ok_or_else(unclear)?;
            let dims = target.iter().enumerate().map(|(index, size)| match size {
                0 => tensor.dims.get(index).copied(),
                -1 => total.checked_div(known),
                size => usize::try_from(*size).ok(),
            });
            dims.collect::<Option<Vec<usize>>>().ok_or_else(unclear)?
        }
    };
    let product = dims
        .iter()
        .try_fold(1_usize, |all, one| all.checked_mul(*one));
    (product == Some(total)).then_some(dims).ok_or_else(unclear)
}

/// The target of Reshape: an input, an attribute of older versions.
fn target(reader: &Reader, node: &Node) -> Option<Vec<i64>> {
    node.integers("shape").or_else(|| {
        let tensor = node.known(reader, 1)?;
        Some(tensor.values.iter().map(|value| *value as i64).collect())
    })
}

fn unit_dims(reader: &Reader, node: &Node, units: &Units) -> Result<(Vec<u64>, bool), String> {
    let unclear = || "has a shape that is not clear".to_owned();
    let total: u64 = units.dims.iter().product();
    match node.op.as_str() {
        "Flatten" if units.batch && matches!(node.integer("axis"), None | Some(1)) => {
            Ok((vec![total], true))
        }
        "Flatten" => Err("flattens along another axis than the first".to_owned()),
        "Squeeze" => {
            let mut dims = units.dims.clone();
            match axes(reader, node) {
                None => dims.retain(|size| *size != 1),
                Some(axes) => {
                    let axes: Option<Vec<usize>> =
                        axes.iter().map(|axis| units.axis(*axis)).collect();
                    let axes = axes.ok_or_else(unclear)?;
                    let all = dims.iter().enumerate();
                    dims = all
                        .filter(|(i, _)| !axes.contains(i))
                        .map(|(_, size)| *size)
                        .collect();
                }
            }
            Ok((dims, units.batch))
        }
        "Unsqueeze" => {
            let axes = axes(reader, node).ok_or_else(unclear)?;
            let batch = i64::from(units.batch);
            let rank = units.dims.len() as i64 + batch + axes.len() as i64;
            let mut axes: Vec<i64> = axes
                .iter()
                .map(|axis| if *axis < 0 { axis + rank } else { *axis } - batch)
                .collect();
            axes.sort_unstable();
            let mut dims = units.dims.clone();
            for axis in axes {
                let axis = usize::try_from(axis).map_err(|_| unclear())?;
                if axis > dims.len() || dims.len() > 16 {
                    return Err(unclear());
                }
                dims.insert(axis, 1);
            }
            Ok((dims, units.batch))
        }
        _ => {
            let target = target(reader, node).ok_or_else(unclear)?;
            let (first, rest) = target.split_first().ok_or_else(unclear)?;
            // One row whose length is left to be found is the batch of one value each.
            let (first, rest) = match (units.batch, rest) {
                (true, rest) => (*first, rest),
                (false, _) => (1, target.as_slice()),
            };
            let filled = |index: usize, size: i64| match size {
                0 => units.dims.get(index).copied(),
                -1 => None,
                size => u64::try_from(size).ok(),
            };
            let sizes: Vec<Option<u64>> = rest
                .iter()
                .enumerate()
                .map(|(index, size)| filled(index, *size))
                .collect();
            let known = sizes
                .iter()
                .flatten()
                .try_fold(1_u64, |all, one| all.checked_mul(*one));
            let known = known.filter(|known| *known > 0).ok_or_else(unclear)?;
            let open = sizes.iter().filter(|size| size.is_none()).count();
            if open > 1 || !matches!(first, 0 | 1 | -1) {
                return Err(unclear());
            }
            let dims: Vec<u64> = sizes
                .into_iter()
                .map(|size| size.unwrap_or(total / known))
                .collect();
            Ok((dims, units.batch))
        }
    }
}

fn transposed(reader: &mut Reader, node: &Node) -> Read {
    let order = node.integers("perm");
    match node.input(reader, 0).cloned() {
        Some(Value::Known(tensor)) => {
            let rank = tensor.dims.len();
            let backwards: Vec<i64> = (0..rank as i64).rev().collect();
            let order = order.unwrap_or(backwards);
            let turned = match (tensor.dims.as_slice(), order.as_slice()) {
                (_, order) if order.iter().enumerate().all(|(i, axis)| *axis == i as i64) => tensor,
                ([rows, columns], [1, 0]) => {
                    let (rows, columns) = (*rows, *columns);
                    let entry =
                        |index: usize| tensor.values[(index % rows) * columns + index / rows];
                    Tensor {
                        dims: vec![columns, rows],
                        values: (0..rows * columns).map(entry).collect(),
                        name: tensor.name.clone(),
                    }
                }
                _ => return Err("turns an array of more than two axes".to_owned()),
            };
            node.give(reader, Value::Known(turned))
        }
        Some(Value::Units(units)) => {
            let stays = order
                .is_some_and(|order| order.iter().enumerate().all(|(i, axis)| *axis == i as i64));
            let single = !units.batch && units.dims.len() < 2;
            if !stays && !single {
                return Err("exchanges the batch with the features".to_owned());
            }
            node.give(reader, Value::Units(units))
        }
        _ => Err("has no input".to_owned()),
    }
}

/// Whether nothing has been applied to units.
pub fn is_plain(units: &Units) -> bool {
    units.body == Body::Affine(1.0, 0.0)
}
