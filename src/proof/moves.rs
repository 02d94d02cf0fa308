//! Moves of a proof as JSON, and back.

use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};

use super::Unreadable;
use super::formulas::Table;
use super::reader::Formulas;
use crate::derive::proof::{Move, Proof};
use crate::expr::{Expr, Store};
use crate::kernel::{Bindings, Step};

/// Proofs of lemmas by name: the proof of one that is used again is not written again.
pub(super) type Lemmas = FxHashMap<String, Proof>;

/// Writes a proof; formulas go into the table.
///
/// # Errors
/// What cannot be written.
pub(super) fn write(
    store: &Store,
    table: &mut Table<'_>,
    proof: &Proof,
    lemmas: &mut Lemmas,
) -> Result<Value, String> {
    let mut moves = Vec::with_capacity(proof.moves.len());
    let mut current = proof.first;
    for one in &proof.moves {
        let mut object = Map::new();
        let (path, bindings, after) = match one {
            Move::Step(step) => {
                object.insert("rule".into(), json!(step.rule));
                (&step.path, &step.bindings, step.after)
            }
            Move::Lemma {
                name,
                proof,
                fixed,
                path,
                bindings,
                after,
            } => {
                object.insert("lemma".into(), json!(name));
                if lemmas.get(name) != Some(&**proof) {
                    object.insert("proof".into(), write(store, table, proof, lemmas)?);
                    lemmas.insert(name.clone(), (**proof).clone());
                }
                object.insert("fixed".into(), numbers(table, fixed)?);
                (path, bindings, *after)
            }
        };
        object.insert("path".into(), json!(path));
        let mut names: Vec<&String> = bindings.keys().collect();
        names.sort_unstable();
        let mut values = Map::new();
        for name in names {
            values.insert(name.clone(), json!(table.number(bindings[name])?));
        }
        object.insert("bindings".into(), Value::Object(values));
        // The part that changed says all, unless the rest was arranged anew.
        let part = store.at(after, path).filter(|part| {
            !path.is_empty() && store.replace_at(current, path, *part) == Some(after)
        });
        match part {
            Some(part) => object.insert("part".into(), json!(table.number(part)?)),
            None => object.insert("after".into(), json!(table.number(after)?)),
        };
        current = after;
        moves.push(Value::Object(object));
    }
    let first = table.number(proof.first)?;
    let conditions = numbers(table, &proof.conditions)?;
    Ok(json!({ "first": first, "conditions": conditions, "moves": moves }))
}

fn numbers(table: &mut Table<'_>, formulas: &[Expr]) -> Result<Value, String> {
    let numbers: Result<Vec<usize>, String> =
        formulas.iter().map(|expr| table.number(*expr)).collect();
    Ok(json!(numbers?))
}

/// Reads a proof.
///
/// # Errors
/// What of it is not as it should be, and where.
pub(super) fn read(
    formulas: &mut Formulas<'_>,
    value: &Value,
    place: &str,
    lemmas: &mut Lemmas,
) -> Result<Proof, Unreadable> {
    let store = formulas.store();
    let first = formulas.get(value.get("first"), &format!("{place}first"))?;
    let conditions = formulas.list(value.get("conditions"), &format!("{place}conditions"))?;
    for formula in conditions.iter().chain([&first]) {
        if !store.head(*formula).is_formula() {
            return Err(Unreadable::new(
                place,
                "a proof is about formulas, not terms",
            ));
        }
    }
    let list = value.get("moves").and_then(Value::as_array);
    let list = list.ok_or_else(|| Unreadable::new(format!("{place}moves"), "expected a list"))?;
    let mut moves = Vec::with_capacity(list.len());
    let mut current = first;
    for (number, item) in list.iter().enumerate() {
        let place = format!("{place}moves[{number}]");
        let path = path(item, &place)?;
        let bindings = bindings(formulas, item, &place)?;
        let after = after(formulas, item, current, &path, &place)?;
        let text = |key: &str| item.get(key).and_then(Value::as_str).map(str::to_owned);
        let one = match (text("rule"), text("lemma")) {
            (Some(rule), None) => Move::Step(Step {
                rule,
                path,
                bindings,
                after,
            }),
            (None, Some(name)) => {
                let proof = match (item.get("proof"), lemmas.get(&name)) {
                    (Some(value), _) => read(formulas, value, &format!("{place}.proof."), lemmas)?,
                    (None, Some(known)) => known.clone(),
                    (None, None) => {
                        let why = format!("the lemma `{name}` has no proof here or before");
                        return Err(Unreadable::new(place, why));
                    }
                };
                lemmas.insert(name.clone(), proof.clone());
                Move::Lemma {
                    name,
                    proof: Box::new(proof),
                    fixed: formulas.list(item.get("fixed"), &format!("{place}.fixed"))?,
                    path,
                    bindings,
                    after,
                }
            }
            _ => return Err(Unreadable::new(place, "expected a \"rule\" or a \"lemma\"")),
        };
        moves.push(one);
        current = after;
    }
    Ok(Proof {
        first,
        conditions,
        moves,
    })
}

pub(super) fn path(item: &Value, place: &str) -> Result<Vec<u32>, Unreadable> {
    let fault = || Unreadable::new(format!("{place}.path"), "expected a list of child numbers");
    let list = item.get("path").and_then(Value::as_array);
    list.ok_or_else(fault)?
        .iter()
        .map(|n| {
            n.as_u64()
                .and_then(|n| u32::try_from(n).ok())
                .ok_or_else(fault)
        })
        .collect()
}

pub(super) fn bindings(
    formulas: &Formulas<'_>,
    item: &Value,
    place: &str,
) -> Result<Bindings, Unreadable> {
    let place = format!("{place}.bindings");
    let object = item.get("bindings").and_then(Value::as_object);
    object
        .ok_or_else(|| Unreadable::new(&place, "expected an object"))?
        .iter()
        .map(|(name, value)| Ok((name.clone(), formulas.template(Some(value), &place)?)))
        .collect()
}

/// The whole formula after a move.
fn after(
    formulas: &mut Formulas<'_>,
    item: &Value,
    current: Expr,
    path: &[u32],
    place: &str,
) -> Result<Expr, Unreadable> {
    let store = formulas.store();
    let after = match (item.get("after"), item.get("part")) {
        (Some(after), None) => formulas.get(Some(after), place)?,
        (None, Some(part)) => {
            let part = formulas.get(Some(part), place)?;
            // Where there is no such position, the kernel rejects the step.
            store.replace_at(current, path, part).unwrap_or(current)
        }
        _ => {
            return Err(Unreadable::new(
                place,
                "expected an \"after\" or a \"part\"",
            ));
        }
    };
    formulas
        .check(after)
        .map_err(|why| Unreadable::new(place, why))?;
    if store.head(after).is_formula() {
        Ok(after)
    } else {
        Err(Unreadable::new(
            place,
            "a proof is about formulas, not terms",
        ))
    }
}
