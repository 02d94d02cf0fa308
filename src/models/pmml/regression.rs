//! `RegressionModel`: tables of coefficients, and a normalization.

use roxmltree::Node;
use rustc_hash::FxHashMap;

use super::super::Fault;
use super::columns::{Columns, Factor};
use super::{Fields, Read, elements, number, target};

/// Reads a model.
pub fn read(model: Node, fields: &Fields) -> Result<Read, Fault> {
    let mut columns = Columns::default();
    let mut rows = Vec::new();
    let mut categories = Vec::new();
    for table in elements(model, "RegressionTable") {
        rows.push(row(table, fields, &mut columns)?);
        categories.push(
            table
                .attribute("targetCategory")
                .unwrap_or_default()
                .to_owned(),
        );
    }
    let method = model.attribute("normalizationMethod").unwrap_or("none");
    let classes = model.attribute("functionName") == Some("classification");
    let target = target(model).unwrap_or_else(|| "y".to_owned());
    let mut notes = Vec::new();
    let (activation, output) = match classes {
        false => {
            if rows.len() != 1 {
                return Err(Fault::bytes("the PMML regression has several tables"));
            }
            (scalar(method)?, target)
        }
        true => (
            class(method, &mut rows, &categories, &target, &mut notes)?,
            "p".to_owned(),
        ),
    };
    Ok(Read {
        columns,
        rows,
        activation: activation.to_owned(),
        output,
        notes,
    })
}

type Row = (FxHashMap<usize, f64>, f64);

fn row(table: Node, fields: &Fields, columns: &mut Columns) -> Result<Row, Fault> {
    let missing = || Fault::bytes("the PMML has a predictor without a name or a coefficient");
    let mut coefficients: FxHashMap<usize, f64> = FxHashMap::default();
    let mut add = |columns: &mut Columns, factors: Vec<Factor>, value: f64| {
        *coefficients.entry(columns.column(factors)).or_insert(0.0) += value;
    };
    let one = 1.0_f64.to_bits();
    let mut intercept = number(table, "intercept")?.unwrap_or(0.0);
    for node in elements(table, "NumericPredictor") {
        let name = node.attribute("name").ok_or_else(missing)?;
        let power = number(node, "exponent")?.unwrap_or(1.0);
        let value = number(node, "coefficient")?.ok_or_else(missing)?;
        let (field, factor, shift) = match power == 1.0 {
            true => fields.affine(name)?,
            false => (fields.resolve(name)?, 1.0, 0.0),
        };
        intercept += value * shift;
        let factors = vec![Factor::Power(field, power.to_bits())];
        add(columns, factors, value * factor);
    }
    for node in elements(table, "CategoricalPredictor") {
        let field = fields.resolve(node.attribute("name").ok_or_else(missing)?)?;
        let category = node.attribute("value").ok_or_else(missing)?;
        let value = number(node, "coefficient")?.ok_or_else(missing)?;
        add(columns, vec![Factor::Is(field, category.to_owned())], value);
    }
    for node in elements(table, "PredictorTerm") {
        let value = number(node, "coefficient")?.ok_or_else(missing)?;
        let mut factors = Vec::new();
        for reference in elements(node, "FieldRef") {
            let field = fields.resolve(reference.attribute("field").ok_or_else(missing)?)?;
            factors.push(Factor::Power(field, one));
        }
        if factors.is_empty() {
            return Err(missing());
        }
        add(columns, factors, value);
    }
    Ok((coefficients, intercept))
}

/// The inverse link of a regression.
fn scalar(method: &str) -> Result<&'static str, Fault> {
    Ok(match method {
        "none" => "identity",
        "logit" | "softmax" => "sigmoid",
        "exp" => "exp",
        "probit" => "probit",
        "cloglog" => "cloglog",
        "loglog" => "loglog",
        "cauchit" => "cauchit",
        other => return Err(unread(other)),
    })
}

fn unread(method: &str) -> Fault {
    Fault::Bytes(format!(
        "the PMML model normalizes by `{}`, which is not read",
        method.escape_debug()
    ))
}

/// The inverse link of a classification; of two classes the equation is that of one.
fn class(
    method: &str,
    rows: &mut Vec<Row>,
    categories: &[String],
    target: &str,
    notes: &mut Vec<String>,
) -> Result<&'static str, Fault> {
    let empty = |row: &Row| row.1 == 0.0 && row.0.values().all(|value| *value == 0.0);
    let one = |notes: &mut Vec<String>, index: usize| {
        let category = categories.get(index).map_or("", String::as_str);
        notes.push(format!(
            "p is the probability that {target} is “{category}”."
        ));
    };
    match (method, rows.len()) {
        ("softmax", 2) if rows.iter().any(empty) => {
            let index = usize::from(empty(&rows[0]));
            one(notes, index);
            *rows = vec![rows.swap_remove(index)];
            Ok("sigmoid")
        }
        ("softmax", count) if count > 1 => {
            let all: Vec<String> = categories
                .iter()
                .take(20)
                .map(|one| format!("“{one}”"))
                .collect();
            notes.push(format!(
                "The outputs are the probabilities that {target} is {}.",
                all.join(", ")
            ));
            Ok("softmax")
        }
        // The second class has what is left to 1.
        ("logit" | "probit" | "cloglog" | "loglog" | "cauchit", 1 | 2)
            if rows.len() == 1 || empty(&rows[1]) =>
        {
            one(notes, 0);
            rows.truncate(1);
            scalar(method)
        }
        (other, _) => Err(unread(other)),
    }
}
