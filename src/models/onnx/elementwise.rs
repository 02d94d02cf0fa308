//! Operators that act entry by entry, and softmax.

use super::super::graph::{Op, value};
use super::proto::{Node, Tensor};
use super::value::{Body, Read, Reader, Units, Value};
use crate::expr::Expr;
use crate::parse;

/// Reads an operator that acts entry by entry; nothing for others.
pub fn read(reader: &mut Reader, node: &Node) -> Option<Read> {
    if let Some(text) = activation(node) {
        return Some(applied(reader, node, &text));
    }
    if let Some(text) = formula(reader, node) {
        return Some(text.and_then(|text| written(reader, node, &text)));
    }
    Some(match node.op.as_str() {
        "Add" | "Sub" | "Mul" | "Div" => binary(reader, node),
        "Sum" | "Mean" => several(reader, node),
        "Neg" => scaled(reader, node, -1.0),
        "PRelu" => prelu(reader, node),
        "Softmax" | "LogSoftmax" => softmax(reader, node),
        _ => return None,
    })
}

/// The declared activation that an operator is.
fn activation(node: &Node) -> Option<String> {
    let alpha = |default: f64| node.float("alpha", default);
    Some(match node.op.as_str() {
        "Sigmoid" => "sigmoid".to_owned(),
        "Tanh" => "tanh".to_owned(),
        "Relu" => "relu".to_owned(),
        "Exp" => "exp".to_owned(),
        "Softplus" => "softplus".to_owned(),
        "Softsign" => "softsign".to_owned(),
        "Mish" => "mish".to_owned(),
        "HardSwish" => "hard_silu".to_owned(),
        "Atan" => "arctan".to_owned(),
        "Sinh" => "sinh".to_owned(),
        "Asinh" => "asinh".to_owned(),
        "Reciprocal" => "inverse".to_owned(),
        "Elu" => format!("elu({})", alpha(1.0)),
        "Celu" => format!("celu({})", alpha(1.0)),
        "LeakyRelu" => format!("leaky_relu({})", shortest(alpha(f64::from(0.01_f32)))),
        "ThresholdedRelu" => format!("threshold({}, 0)", shortest(alpha(1.0))),
        "Gelu" if node.text("approximate") == Some("tanh") => "gelu_tanh".to_owned(),
        "Gelu" => "gelu".to_owned(),
        "Swish" if alpha(1.0) == 1.0 => "silu".to_owned(),
        // The defaults of the operator are those of the activation.
        "Selu" if node.attributes.is_empty() => "selu".to_owned(),
        "Shrink" => return None,
        _ => return None,
    })
}

/// A number of single precision as it was meant.
fn shortest(value: f64) -> String {
    #[allow(clippy::cast_possible_truncation)]
    let single = value as f32;
    match f64::from(single) == value {
        true => single.to_string(),
        false => value.to_string(),
    }
}

/// The formula in z that an operator is.
fn formula(reader: &Reader, node: &Node) -> Option<Result<String, String>> {
    let number = |index: usize, name: &str| {
        let known = node
            .known(reader, index)
            .and_then(|tensor| tensor.values.first().copied());
        let attribute = node.attribute(name).and_then(|attribute| attribute.float);
        known
            .or(attribute)
            .filter(|value| value.abs() < 3.4e38)
            .map(shortest)
    };
    Some(Ok(match node.op.as_str() {
        "Erf" => "erf(z)".to_owned(),
        "Log" => "log(z)".to_owned(),
        "Sqrt" => "sqrt(z)".to_owned(),
        "Abs" => "abs(z)".to_owned(),
        "Sin" => "sin(z)".to_owned(),
        "Cos" => "cos(z)".to_owned(),
        "Tan" => "tan(z)".to_owned(),
        "Cosh" => "cosh(z)".to_owned(),
        "Acosh" => "acosh(z)".to_owned(),
        "Atanh" => "atanh(z)".to_owned(),
        "HardSigmoid" => {
            let alpha = shortest(node.float("alpha", f64::from(0.2_f32)));
            let beta = shortest(node.float("beta", 0.5));
            format!("max(0, min(1, ({alpha})*z + ({beta})))")
        }
        "Clip" => match (number(1, "min"), number(2, "max")) {
            (Some(low), Some(high)) => format!("min({high}, max({low}, z))"),
            (Some(low), None) => format!("max({low}, z)"),
            (None, Some(high)) => format!("min({high}, z)"),
            (None, None) => "z".to_owned(),
        },
        "Pow" => match node.known(reader, 1) {
            Some(tensor) if tensor.values.len() == 1 => {
                format!("z^({})", shortest(tensor.values[0]))
            }
            _ => return Some(Err("has no single exponent".to_owned())),
        },
        _ => return None,
    }))
}

fn applied(reader: &mut Reader, node: &Node, text: &str) -> Read {
    let units = node.units(reader, 0)?;
    let units = reader.apply(&units, text)?;
    node.give(reader, Value::Units(units))
}

fn written(reader: &mut Reader, node: &Node, text: &str) -> Read {
    let units = node.units(reader, 0)?;
    let body = parse::formula(reader.store, text);
    let body = body.map_err(|_| "has parameters that are not read".to_owned())?;
    let units = reader.applied(&units, body);
    node.give(reader, Value::Units(units))
}

fn scaled(reader: &mut Reader, node: &Node, factor: f64) -> Read {
    let units = node.units(reader, 0)?;
    let units = affine(reader, &units, factor, 0.0)?;
    node.give(reader, Value::Units(units))
}

/// factor * value + shift
fn affine(reader: &Reader, units: &Units, factor: f64, shift: f64) -> Result<Units, String> {
    if !factor.is_finite() || !shift.is_finite() {
        return Err("has a number that is not finite".to_owned());
    }
    let body = match &units.body {
        Body::Affine(a, c) => Body::Affine(a * factor, c * factor + shift),
        Body::Of(..) => {
            let outer = reader.body(&Body::Affine(factor, shift));
            return Ok(reader.applied(units, outer));
        }
    };
    Ok(Units {
        body,
        ..units.plain()
    })
}

fn binary(reader: &mut Reader, node: &Node) -> Read {
    let given = (
        node.input(reader, 0).cloned(),
        node.input(reader, 1).cloned(),
    );
    let value = match given {
        (Some(Value::Known(a)), Some(Value::Known(b))) => Value::Known(constants(node, &a, &b)?),
        (Some(Value::Units(units)), Some(Value::Known(tensor))) => {
            Value::Units(with_known(reader, node, &units, &tensor, false)?)
        }
        (Some(Value::Known(tensor)), Some(Value::Units(units))) => {
            Value::Units(with_known(reader, node, &units, &tensor, true)?)
        }
        (Some(Value::Units(a)), Some(Value::Units(b))) => Value::Units(both(reader, node, &a, &b)?),
        _ => return Err("computes with what is no number".to_owned()),
    };
    node.give(reader, value)
}

fn operation(op: &str) -> fn(f64, f64) -> f64 {
    match op {
        "Add" => |a, b| a + b,
        "Sub" => |a, b| a - b,
        "Mul" => |a, b| a * b,
        _ => |a, b| a / b,
    }
}

/// Known numbers with known numbers, of one shape or with one that is single.
fn constants(node: &Node, a: &Tensor, b: &Tensor) -> Result<Tensor, String> {
    let operation = operation(&node.op);
    let (dims, count) = match (a.values.len(), b.values.len()) {
        (_, 1) => (a.dims.clone(), a.values.len()),
        (1, count) => (b.dims.clone(), count),
        (count, _) if a.dims == b.dims => (a.dims.clone(), count),
        _ => return Err("combines constants of different shapes".to_owned()),
    };
    let at = |tensor: &Tensor, index: usize| match tensor.values.as_slice() {
        [value] => *value,
        values => values[index],
    };
    Ok(Tensor {
        dims,
        values: (0..count)
            .map(|index| operation(at(a, index), at(b, index)))
            .collect(),
        ..Tensor::default()
    })
}

/// Numbers for the units: one for all, or one each.
fn spread(units: &Units, tensor: &Tensor) -> Result<Vec<f64>, String> {
    let width: u64 = units.dims.iter().product();
    let unclear = || "combines values with constants of another shape".to_owned();
    let first = *tensor.values.first().ok_or_else(unclear)?;
    if tensor.values.iter().all(|value| *value == first)
        && tensor.dims.iter().all(|size| *size == 1)
    {
        return Ok(vec![first]);
    }
    // The last axes are the units'; axes before them are single.
    let mut own: Vec<usize> = tensor.dims.clone();
    while own.len() > units.dims.len() && own.first() == Some(&1) {
        own.remove(0);
    }
    let dims: Vec<u64> = own.iter().map(|size| *size as u64).collect();
    let same = dims == units.dims || (units.dims.is_empty() && dims.is_empty());
    match same && tensor.values.len() as u64 == width {
        true => Ok(tensor.values.clone()),
        false => Err(unclear()),
    }
}

fn with_known(
    reader: &mut Reader,
    node: &Node,
    units: &Units,
    tensor: &Tensor,
    reversed: bool,
) -> Result<Units, String> {
    let numbers = spread(units, tensor)?;
    let (factors, shift): (Vec<f64>, Vec<f64>) = match (node.op.as_str(), reversed) {
        ("Add", _) => (vec![1.0], numbers),
        ("Sub", false) => (vec![1.0], numbers.iter().map(|value| -value).collect()),
        ("Sub", true) => (vec![-1.0], numbers),
        ("Mul", _) => (numbers, vec![0.0]),
        (_, false) => (numbers.iter().map(|value| 1.0 / value).collect(), vec![0.0]),
        (_, true) => {
            let reciprocal = parse::formula(reader.store, "1/z").map_err(|_| String::new())?;
            let inverse = reader.applied(units, reciprocal);
            return scaled_by(reader, &node.name, &inverse, numbers, vec![0.0]);
        }
    };
    // c / z is written as one fraction, and so is a division by a number that is no power of two.
    scaled_by(reader, &node.name, units, factors, shift)
}

fn scaled_by(
    reader: &mut Reader,
    name: &str,
    units: &Units,
    factors: Vec<f64>,
    shift: Vec<f64>,
) -> Result<Units, String> {
    if let ([factor], [shift]) = (factors.as_slice(), shift.as_slice()) {
        return affine(reader, units, *factor, *shift);
    }
    let finite = factors.iter().chain(&shift).all(|value| value.is_finite());
    if !finite {
        return Err("has a number that is not finite".to_owned());
    }
    let from = reader.settled(units)?;
    let width = reader.width(from);
    let node = reader.push(name, Op::Scale { factors, shift }, vec![from], width);
    Ok(Units {
        node,
        ..units.plain()
    })
}

/// Two values that both depend on the inputs.
fn both(reader: &mut Reader, node: &Node, a: &Units, b: &Units) -> Result<Units, String> {
    if node.op == "Div"
        && let Some((exponent, body)) = &b.sum_of
        && (*exponent, body) == (a.node, &a.body)
        && is_exponential(reader, body)
    {
        let (Body::Affine(factor, shift) | Body::Of(factor, shift, _)) = a.body;
        let scores = Units {
            body: Body::Affine(factor, shift),
            ..a.plain()
        };
        return reader.apply(&scores, "softmax");
    }
    if a.node == b.node && a.dims == b.dims {
        let (factor, shift, left, right) = reader.common(&a.body, &b.body);
        let store = reader.store;
        let formula = |outer: Expr| Body::Of(factor, shift, outer);
        let body = match (node.op.as_str(), &a.body, &b.body) {
            ("Add", Body::Affine(p, q), Body::Affine(r, s)) => Body::Affine(p + r, q + s),
            ("Sub", Body::Affine(p, q), Body::Affine(r, s)) => Body::Affine(p - r, q - s),
            ("Add", ..) => formula(store.add(&[left, right][..])),
            ("Sub", ..) => formula(store.sub(left, right)),
            ("Mul", ..) => formula(store.mul(&[left, right][..])),
            _ => formula(store.div(left, right)),
        };
        return Ok(Units { body, ..a.plain() });
    }
    let op = match node.op.as_str() {
        "Add" => Op::Add,
        "Sub" => Op::Subtract,
        "Mul" => Op::Multiply,
        _ => return Err("divides by what depends on the inputs".to_owned()),
    };
    joined(reader, node, op, &[a.clone(), b.clone()])
}

/// Whether a function is the exponential function.
fn is_exponential(reader: &Reader, body: &Body) -> bool {
    let exponential = parse::formula(reader.store, "exp(z)").ok();
    matches!(body, Body::Of(_, _, outer) if Some(*outer) == exponential)
}

/// Values combined entry by entry.
fn joined(reader: &mut Reader, node: &Node, op: Op, all: &[Units]) -> Result<Units, String> {
    let widths = || all.iter().map(|units| units.dims.iter().product::<u64>());
    let widest = all
        .iter()
        .max_by_key(|units| units.dims.iter().product::<u64>());
    let widest = widest.ok_or_else(|| "has no input".to_owned())?.clone();
    let width: u64 = widest.dims.iter().product();
    let rank = |units: &Units| (units.batch, units.dims.len());
    if all.iter().any(|units| rank(units) != rank(&widest)) {
        return Err("combines values of different shapes".to_owned());
    }
    let same = all.iter().all(|units| units.dims == widest.dims);
    if !same && !widths().all(|own| own == 1 || own == width)
        || all.iter().any(|u| u.dims.len() > 1 && !same)
    {
        return Err("combines values of different shapes".to_owned());
    }
    let from: Result<Vec<usize>, String> = all.iter().map(|units| reader.settled(units)).collect();
    let joined = reader.push(&node.name, op, from?, width);
    Ok(Units {
        node: joined,
        ..widest.plain()
    })
}

fn several(reader: &mut Reader, node: &Node) -> Read {
    let all: Result<Vec<Units>, String> = (0..node.inputs.len())
        .map(|index| node.units(reader, index))
        .collect();
    let op = match node.op.as_str() {
        "Sum" => Op::Add,
        _ => Op::Average,
    };
    let units = joined(reader, node, op, &all?)?;
    node.give(reader, Value::Units(units))
}

fn prelu(reader: &mut Reader, node: &Node) -> Read {
    let slope = node
        .known(reader, 1)
        .ok_or_else(|| "has no known slope".to_owned())?;
    let first = slope.values.first().copied().unwrap_or(0.0);
    if slope.values.iter().any(|value| *value != first) {
        return Err("has slopes that differ from unit to unit".to_owned());
    }
    if first <= 0.0 {
        let slope = value(reader.store, first).map(|_| shortest(first));
        let slope = slope.ok_or_else(|| "has a slope that is not finite".to_owned())?;
        return written(reader, node, &format!("max(0, z) + ({slope})*min(0, z)"));
    }
    applied(reader, node, &format!("prelu({})", shortest(first)))
}

fn softmax(reader: &mut Reader, node: &Node) -> Read {
    let units = node.units(reader, 0)?;
    let default = if reader.opset < 13 { 1 } else { -1 };
    let axis = node.integer("axis").unwrap_or(default);
    // Older versions flatten the array first, from the axis on.
    let flattens = reader.opset < 13 && axis == 1 && units.batch;
    if !flattens && !units.is_all(axis) {
        return Err("normalizes along another axis than that of the units".to_owned());
    }
    if node.op == "LogSoftmax" {
        reader.note(super::super::LOGARITHMS);
    }
    let units = reader.apply(&units, "softmax")?;
    node.give(reader, Value::Units(units))
}
