//! Certificates of signs as JSON, and back.

use serde_json::{Map, Value, json};

use super::Unreadable;
use super::certificate::number;
use super::formulas::Table;
use super::reader::Formulas;
use crate::expr::Expr;
use crate::kernel::certificate::{Hypothesis, Product, Signs, Source};

/// Writes a certificate.
pub(super) fn write(table: &mut Table<'_>, signs: &Signs) -> Result<Value, String> {
    let mut hypotheses = Vec::new();
    for one in &signs.hypotheses {
        hypotheses.push(hypothesis(table, one)?);
    }
    let mut products = Vec::new();
    for product in &signs.products {
        products.push(json!({
            "factor": number(table, product.factor)?,
            "of": product.of,
            "square": number(table, product.square)?,
        }));
    }
    Ok(json!({"kind": "signs", "hypotheses": hypotheses, "products": products}))
}

/// Writes equations with their cofactors.
pub(super) fn write_identity(
    table: &mut Table<'_>,
    equations: &[(Hypothesis, Expr)],
) -> Result<Value, String> {
    let mut written = Vec::new();
    for (one, cofactor) in equations {
        let mut entry = hypothesis(table, one)?;
        entry["cofactor"] = json!(number(table, *cofactor)?);
        written.push(entry);
    }
    Ok(json!({"kind": "identity", "equations": written}))
}

fn hypothesis(table: &mut Table<'_>, hypothesis: &Hypothesis) -> Result<Value, String> {
    let formula = number(table, hypothesis.formula)?;
    Ok(match &hypothesis.source {
        Source::Assumed => json!({"formula": formula, "source": "assumed"}),
        Source::Denied => json!({"formula": formula, "source": "denied"}),
        Source::Law(name, values) => {
            let mut written = Map::new();
            for (name, value) in values {
                written.insert(name.clone(), json!(number(table, *value)?));
            }
            json!({"formula": formula, "source": "law", "law": name, "values": written})
        }
    })
}

/// Reads what [`write`] writes.
pub(super) fn read(
    formulas: &Formulas<'_>,
    value: &Value,
    place: &str,
) -> Result<Signs, Unreadable> {
    let expected = |what: &str| Unreadable::new(place, format!("expected {what}"));
    let list = |key: &str| -> Result<&Vec<Value>, Unreadable> {
        let list = value.get(key).and_then(Value::as_array);
        list.ok_or_else(|| expected(&format!("a list \"{key}\"")))
    };
    let hypotheses = list("hypotheses")?.iter();
    let hypotheses: Result<Vec<Hypothesis>, Unreadable> = hypotheses
        .map(|item| read_hypothesis(formulas, item, place))
        .collect();
    let mut products = Vec::new();
    for item in list("products")? {
        let of = item.get("of").and_then(Value::as_array);
        let of = of.ok_or_else(|| expected("a list \"of\""))?;
        let of: Option<Vec<usize>> = of
            .iter()
            .map(|number| usize::try_from(number.as_u64()?).ok())
            .collect();
        products.push(Product {
            factor: formulas.get(item.get("factor"), place)?,
            of: of.ok_or_else(|| expected("numbers of hypotheses"))?,
            square: formulas.get(item.get("square"), place)?,
        });
    }
    Ok(Signs {
        hypotheses: hypotheses?,
        products,
    })
}

/// Reads what [`write_identity`] writes.
pub(super) fn read_identity(
    formulas: &Formulas<'_>,
    value: &Value,
    place: &str,
) -> Result<Vec<(Hypothesis, Expr)>, Unreadable> {
    let list = value.get("equations").and_then(Value::as_array);
    let list = list.ok_or_else(|| Unreadable::new(place, "expected a list \"equations\""))?;
    let equations = list.iter().map(|item| {
        let cofactor = formulas.get(item.get("cofactor"), place)?;
        Ok((read_hypothesis(formulas, item, place)?, cofactor))
    });
    equations.collect()
}

fn read_hypothesis(
    formulas: &Formulas<'_>,
    item: &Value,
    place: &str,
) -> Result<Hypothesis, Unreadable> {
    let expected = |what: &str| Unreadable::new(place, format!("expected {what}"));
    let source = match item.get("source").and_then(Value::as_str) {
        Some("assumed") => Source::Assumed,
        Some("denied") => Source::Denied,
        Some("law") => {
            let name = item.get("law").and_then(Value::as_str);
            let name = name.ok_or_else(|| expected("the name of a law"))?;
            let values = item.get("values").and_then(Value::as_object);
            let values = values.ok_or_else(|| expected("values"))?;
            let values: Result<Vec<_>, Unreadable> = values
                .iter()
                .map(|(name, value)| Ok((name.clone(), formulas.get(Some(value), place)?)))
                .collect();
            Source::Law(name.to_owned(), values?)
        }
        _ => return Err(expected("\"assumed\", \"denied\" or \"law\"")),
    };
    Ok(Hypothesis {
        formula: formulas.get(item.get("formula"), place)?,
        source,
    })
}
