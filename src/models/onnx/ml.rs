//! The operators of classical models, `ai.onnx.ml`.

use super::super::graph::{BiasOf, Matrix, Op};
use super::linear::{dense, scaled};
use super::proto::Node;
use super::value::{Read, Reader, Units, Value};

/// Reads an operator of classical models; nothing for others.
pub fn read(reader: &mut Reader, node: &Node) -> Option<Read> {
    Some(match node.op.as_str() {
        "LinearRegressor" => regressor(reader, node),
        "LinearClassifier" => classifier(reader, node),
        "Scaler" => scaler(reader, node),
        "Normalizer" => normalizer(reader, node),
        "FeatureVectorizer" => vectorizer(reader, node),
        _ => return None,
    })
}

/// Weights and bias of a linear model with so many outputs.
fn linear(node: &Node, rows: usize, width: u64) -> Result<(Matrix, BiasOf), String> {
    let floats = |name: &str| {
        node.attribute(name)
            .map_or_else(Vec::new, |one| one.floats.clone())
    };
    let matrix = Matrix::new(rows, width as usize, floats("coefficients"));
    let matrix = matrix.ok_or_else(|| "has not as many coefficients as features".to_owned())?;
    let bias = match floats("intercepts") {
        none if none.is_empty() => BiasOf::None,
        values if values.len() == rows => BiasOf::Values(values),
        _ => return Err("has not as many intercepts as outputs".to_owned()),
    };
    Ok((matrix, bias))
}

/// What is applied to scores, as a declared activation.
fn after(node: &Node) -> Result<Option<&'static str>, String> {
    match node.text("post_transform").unwrap_or("NONE") {
        "NONE" => Ok(None),
        "LOGISTIC" => Ok(Some("sigmoid")),
        "SOFTMAX" => Ok(Some("softmax")),
        "PROBIT" => Err("applies the inverse of the normal distribution function".to_owned()),
        other => Err(format!("has the transformation {}", other.escape_debug())),
    }
}

fn vector(units: &Units) -> Result<u64, String> {
    match (units.batch, units.dims.as_slice()) {
        (true, [width]) => Ok(*width),
        (true, []) => Ok(1),
        _ => Err("acts on arrays, not on vectors".to_owned()),
    }
}

fn regressor(reader: &mut Reader, node: &Node) -> Read {
    let units = node.units(reader, 0)?;
    let width = vector(&units)?;
    let targets = usize::try_from(node.integer("targets").unwrap_or(1)).unwrap_or(0);
    let (matrix, bias) = linear(node, targets, width)?;
    let mut result = dense(reader, &node.name, &units, matrix, bias)?;
    if let Some(text) = after(node)? {
        result = reader.apply(&result, text)?;
    }
    node.give(reader, Value::Units(result))
}

fn classifier(reader: &mut Reader, node: &Node) -> Read {
    let units = node.units(reader, 0)?;
    let width = vector(&units)?;
    let classes = classes(node);
    let rows = node
        .attribute("intercepts")
        .map_or(0, |one| one.floats.len());
    let rows = match (rows, width) {
        (0, width) if width > 0 => {
            let all = node
                .attribute("coefficients")
                .map_or(0, |one| one.floats.len());
            all / width as usize
        }
        (rows, _) => rows,
    };
    let (matrix, bias) = linear(node, rows, width)?;
    let text = after(node)?;
    let (matrix, bias) = match rows {
        // Scores of two classes that are each other's negatives are one logistic regression.
        2 if text == Some("sigmoid") && opposite(&matrix, &bias) => second(&matrix, &bias)?,
        _ => (matrix, bias),
    };
    let single = matrix.rows == 1;
    let mut result = dense(reader, &node.name, &units, matrix, bias)?;
    if let Some(text) = text {
        result = reader.apply(&result, text)?;
    }
    if single && classes.len() == 2 {
        reader.note(format!(
            "The equation is that of the probability of class {}, the second of two; that of the first is what is left to 1.",
            classes[1]
        ));
    } else if classes.len() == result.dims.last().copied().unwrap_or(0) as usize {
        let classes: Vec<String> = classes.into_iter().take(20).collect();
        reader.note(format!(
            "The outputs are the classes {}.",
            classes.join(", ")
        ));
    }
    if text.is_none() {
        reader.note("The classifier gives scores, not probabilities.");
    }
    reader.labelled = true;
    if let Some(output) = node.outputs.first() {
        reader.set(output, Value::Label);
    }
    if let Some(output) = node.outputs.get(1) {
        reader.set(output, Value::Units(result));
    }
    Ok(())
}

fn classes(node: &Node) -> Vec<String> {
    let whole = node.integers("classlabels_ints").unwrap_or_default();
    match node.attribute("classlabels_strings") {
        Some(attribute) if !attribute.texts.is_empty() => attribute
            .texts
            .iter()
            .map(|text| format!("“{}”", text.escape_debug()))
            .collect(),
        _ => whole.iter().map(i64::to_string).collect(),
    }
}

fn opposite(matrix: &Matrix, bias: &BiasOf) -> bool {
    let pairs = matrix.row(0).iter().zip(matrix.row(1));
    let biases = match bias {
        BiasOf::Values(values) => values[0] == -values[1],
        _ => true,
    };
    biases && pairs.into_iter().all(|(a, b)| *a == -b)
}

/// The second row alone.
fn second(matrix: &Matrix, bias: &BiasOf) -> Result<(Matrix, BiasOf), String> {
    let row = matrix.row(1).to_vec();
    let bias = match bias {
        BiasOf::Values(values) => BiasOf::Values(vec![values[1]]),
        other => other.clone(),
    };
    let row =
        Matrix::new(1, matrix.columns, row).ok_or_else(|| "has no coefficients".to_owned())?;
    Ok((row, bias))
}

fn scaler(reader: &mut Reader, node: &Node) -> Read {
    let units = node.units(reader, 0)?;
    let width = vector(&units)? as usize;
    let list = |name: &str, default: f64| {
        let values = node
            .attribute(name)
            .map_or_else(Vec::new, |one| one.floats.clone());
        match values.len() {
            0 => Some(vec![default]),
            1 => Some(values),
            count if count == width => Some(values),
            _ => None,
        }
    };
    let (Some(offset), Some(factors)) = (list("offset", 0.0), list("scale", 1.0)) else {
        return Err("has not as many numbers as features".to_owned());
    };
    let at = |all: &[f64], index: usize| if all.len() == 1 { all[0] } else { all[index] };
    let shift = (0..width)
        .map(|i| -at(&offset, i) * at(&factors, i))
        .collect();
    let factors = (0..width).map(|i| at(&factors, i)).collect();
    scaled(reader, node, &units, (factors, shift))
}

/// What adds up to 1 already is left as it is.
fn normalizer(reader: &mut Reader, node: &Node) -> Read {
    let units = node.units(reader, 0)?;
    let softmax = match &reader.graph.nodes[units.node].op {
        Op::Apply(function) => !super::super::graph::is_scalar(function),
        _ => false,
    };
    let sums = node.text("norm") == Some("L1") && super::shapes::is_plain(&units) && softmax;
    // Of two classes the second is kept, and both add up to 1.
    let single =
        node.text("norm") == Some("L1") && reader.labelled && reader.width(units.node) == 1;
    match sums || single {
        true => node.give(reader, Value::Units(units)),
        false => Err("divides by a norm of its values, as one-against-rest classifiers do; each class alone is a logistic regression, together they are none".to_owned()),
    }
}

fn vectorizer(reader: &mut Reader, node: &Node) -> Read {
    let mut from = Vec::new();
    let mut width = 0;
    for index in 0..node.inputs.len() {
        let units = node.units(reader, index)?;
        width += vector(&units)?;
        from.push(reader.settled(&units)?);
    }
    let joined = reader.push(&node.name, Op::Concat, from, width);
    node.give(reader, Value::Units(Units::of(joined, vec![width], true)))
}
