//! Evidence that a network is no generalized linear model, as JSON.

use serde_json::{Value, json};

use super::super::Unreadable;
use crate::derive::evidence::{KINDS, Kind, Shown};
use crate::expr::{Expr, Store};
use crate::parse;
use crate::render::plain;

/// Writes evidence.
pub(crate) fn to_json(store: &Store, shown: &Shown) -> Value {
    let values = shown.values.iter();
    let values: serde_json::Map<String, Value> = values
        .map(|(name, value)| (plain(store, *name), plain(store, *value).into()))
        .collect();
    let points: Vec<String> = shown.points.iter().map(|p| plain(store, *p)).collect();
    json!({
        "kind": word(shown.kind),
        "equation": shown.number + 1,
        "values": values,
        "along": shown.along.map(|along| plain(store, along)),
        "points": points,
    })
}

/// Reads what [`to_json`] writes.
///
/// # Errors
/// The field that is missing or of another type.
pub(super) fn read(store: &Store, value: &Value) -> Result<Shown, Unreadable> {
    let fault =
        |key: &str| Unreadable::new(format!("evidence.{key}"), "it is missing or no such value");
    let term = |value: &Value| -> Option<Expr> {
        let read = parse::formula(store, value.as_str()?).ok()?;
        (!store.head(read).is_formula()).then_some(read)
    };
    let kind = value.get("kind").and_then(Value::as_str);
    let kind = KINDS.iter().find(|(_, word)| Some(*word) == kind);
    let number = value.get("equation").and_then(Value::as_u64);
    let number = number.and_then(|n| usize::try_from(n.checked_sub(1)?).ok());
    let values = value.get("values").and_then(Value::as_object);
    let values = values.ok_or_else(|| fault("values"))?;
    let pairs: Option<Vec<(Expr, Expr)>> = values
        .iter()
        .map(|(name, value)| Some((parse::formula(store, name).ok()?, term(value)?)))
        .collect();
    let points = value.get("points").and_then(Value::as_array);
    let points = points.ok_or_else(|| fault("points"))?;
    let points: Option<Vec<Expr>> = points.iter().map(term).collect();
    let along = match value.get("along") {
        Some(Value::Null) => None,
        Some(name) => Some(term(name).ok_or_else(|| fault("along"))?),
        None => return Err(fault("along")),
    };
    Ok(Shown {
        kind: kind.ok_or_else(|| fault("kind"))?.0,
        number: number.ok_or_else(|| fault("equation"))?,
        values: pairs.ok_or_else(|| fault("values"))?,
        along,
        points: points.ok_or_else(|| fault("points"))?,
    })
}

fn word(kind: Kind) -> &'static str {
    let found = KINDS.iter().find(|(known, _)| *known == kind);
    found.map_or("", |(_, word)| word)
}

/// What evidence shows.
pub(super) fn words(store: &Store, shown: &Shown) -> String {
    let points: Vec<String> = shown.points.iter().map(|p| plain(store, *p)).collect();
    let points = points.join(", ");
    let along = shown
        .along
        .map_or_else(String::new, |along| plain(store, along));
    match shown.kind {
        Kind::Constant => "no generalized linear model: the output is one number".to_owned(),
        Kind::Same => format!(
            "no generalized linear model in its inputs: of the values {points} of {along} the first two \
             give one output, the third gives another"
        ),
        Kind::Turns => format!(
            "no generalized linear model in its inputs: the output is continuous, and turns back \
             between the values {points} of {along}"
        ),
        Kind::Bends => format!(
            "no generalized linear model with this link in its inputs: the predictor is not affine at \
             the values {points} of {along}"
        ),
    }
}
