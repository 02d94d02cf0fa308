//! `GeneralRegressionModel`: parameters, what they multiply, and a link.

use roxmltree::Node;
use rustc_hash::FxHashMap;

use super::super::Fault;
use super::columns::{Columns, Factor};
use super::{Fields, Read, elements, number, target};

/// Reads a model.
pub fn read(model: Node, fields: &Fields) -> Result<Read, Fault> {
    let kind = model.attribute("modelType").unwrap_or("generalizedLinear");
    let target = target(model).unwrap_or_else(|| "y".to_owned());
    let mut columns = Columns::default();
    let meanings = meanings(model, fields)?;
    let mut rows: Vec<(String, (FxHashMap<usize, f64>, f64))> = Vec::new();
    let cells = elements(model, "ParamMatrix").flat_map(|matrix| elements(matrix, "PCell"));
    let mut place: FxHashMap<String, usize> = FxHashMap::default();
    for cell in cells {
        let category = cell.attribute("targetCategory").unwrap_or_default();
        let row = *place.entry(category.to_owned()).or_insert_with(|| {
            rows.push((category.to_owned(), (FxHashMap::default(), 0.0)));
            rows.len() - 1
        });
        let beta = number(cell, "beta")?.unwrap_or(0.0);
        let name = cell.attribute("parameterName").unwrap_or_default();
        let (_, (coefficients, intercept)) = &mut rows[row];
        match meanings.get(name) {
            None => *intercept += beta,
            Some(factors) => {
                *coefficients
                    .entry(columns.column(factors.clone()))
                    .or_insert(0.0) += beta;
            }
        }
    }
    let mut notes = Vec::new();
    for (_, (coefficients, intercept)) in &mut rows {
        *intercept += number(model, "offsetValue")?.unwrap_or(0.0);
        if let Some(offset) = model.attribute("offsetVariable") {
            let field = fields.resolve(offset)?;
            *coefficients
                .entry(columns.column(vec![Factor::Power(field, 1.0_f64.to_bits())]))
                .or_insert(0.0) += 1.0;
            notes.push(format!("{offset} is an offset: its coefficient is 1."));
        }
    }
    let classes = model.attribute("functionName") == Some("classification");
    let (activation, output) = match kind {
        "regression" | "generalLinear" if rows.len() == 1 => ("identity".to_owned(), target),
        "generalizedLinear" if rows.len() == 1 => {
            let output = match classes {
                true => {
                    notes.push(modelled(&rows[0].0, model, fields, &target));
                    "p".to_owned()
                }
                false => target,
            };
            (link(model)?, output)
        }
        "multinomialLogistic" => multinomial(model, fields, &target, &mut rows, &mut notes),
        other => {
            return Err(Fault::Bytes(format!(
                "the PMML model is of the type `{}`, which is not read",
                other.escape_debug()
            )));
        }
    };
    if let Some(distribution) = model.attribute("distribution") {
        notes.push(format!(
            "The file says that the distribution is {distribution}."
        ));
    }
    Ok(Read {
        columns,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        activation,
        output,
        notes,
    })
}

/// What each parameter multiplies; the intercept is none of them.
fn meanings(model: Node, fields: &Fields) -> Result<FxHashMap<String, Vec<Factor>>, Fault> {
    let list = |name: &'static str| {
        let lists = elements(model, name);
        let all = lists.flat_map(|list| elements(list, "Predictor"));
        all.filter_map(|one| one.attribute("name"))
            .map(str::to_owned)
            .collect::<Vec<String>>()
    };
    let factors = list("FactorList");
    let mut meanings: FxHashMap<String, Vec<Factor>> = FxHashMap::default();
    let cells = elements(model, "PPMatrix").flat_map(|matrix| elements(matrix, "PPCell"));
    for cell in cells {
        let missing = || Fault::bytes("the PMML has a PPCell that lacks a name or a value");
        let name = cell.attribute("predictorName").ok_or_else(missing)?;
        let parameter = cell.attribute("parameterName").ok_or_else(missing)?;
        let value = cell.attribute("value").ok_or_else(missing)?;
        let field = fields.resolve(name)?;
        let factor = match factors.iter().any(|own| own == name) {
            true => Factor::Is(field, value.to_owned()),
            false => {
                let power = value
                    .trim()
                    .parse::<f64>()
                    .ok()
                    .filter(|power| power.is_finite());
                Factor::Power(field, power.ok_or_else(missing)?.to_bits())
            }
        };
        meanings
            .entry(parameter.to_owned())
            .or_default()
            .push(factor);
    }
    Ok(meanings)
}

/// The inverse of the model's link.
fn link(model: Node) -> Result<String, Fault> {
    let parameter = number(model, "linkParameter")?;
    Ok(
        match (
            model.attribute("linkFunction").unwrap_or("identity"),
            parameter,
        ) {
            ("identity", _) => "identity".to_owned(),
            ("logit", _) => "sigmoid".to_owned(),
            ("log", _) => "exp".to_owned(),
            (name @ ("probit" | "cloglog" | "loglog" | "cauchit" | "logc"), _) => name.to_owned(),
            ("power", Some(0.0)) => "exp".to_owned(),
            ("power", Some(power)) => format!("power({power})"),
            ("negbin", Some(size)) => format!("negative_binomial({size})"),
            (other, _) => {
                return Err(Fault::Bytes(format!(
                    "the PMML model has the link `{}`, which is not read",
                    other.escape_debug()
                )));
            }
        },
    )
}

/// Which category a model of two classes gives the probability of.
fn modelled(category: &str, model: Node, fields: &Fields, target: &str) -> String {
    let reference = model.attribute("targetReferenceCategory");
    let values = fields
        .values
        .get(target)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let other = values
        .iter()
        .find(|value| Some(value.as_str()) != reference);
    let named = match (category, reference, other, values.len()) {
        ("", Some(_), Some(other), 2) => other,
        ("", ..) => {
            return format!(
                "p is the probability of the category of {target} that is not the reference."
            );
        }
        (category, ..) => category,
    };
    format!("p is the probability that {target} is “{named}”.")
}

/// The reference category comes last, with coefficients that are 0.
fn multinomial(
    model: Node,
    fields: &Fields,
    target: &str,
    rows: &mut Vec<(String, (FxHashMap<usize, f64>, f64))>,
    notes: &mut Vec<String>,
) -> (String, String) {
    let own = model
        .attribute("targetReferenceCategory")
        .map(str::to_owned);
    let values = fields
        .values
        .get(target)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let open = values
        .iter()
        .find(|value| rows.iter().all(|(name, _)| name != *value));
    let reference = own
        .or_else(|| open.cloned())
        .unwrap_or_else(|| "the reference".to_owned());
    rows.retain(|(name, _)| *name != reference);
    rows.push((reference, (FxHashMap::default(), 0.0)));
    let names: Vec<String> = rows
        .iter()
        .take(20)
        .map(|(name, _)| format!("“{name}”"))
        .collect();
    notes.push(format!(
        "The outputs are the probabilities that {target} is {}.",
        names.join(", ")
    ));
    ("softmax".to_owned(), "p".to_owned())
}
