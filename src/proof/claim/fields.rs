//! The fields of an output of `derive --to json`, each of its type.

use serde_json::{Map, Value};

use super::super::Unreadable;
use super::evidence;
use crate::derive::evidence::Shown;
use crate::expr::{Expr, Head, Store};
use crate::parse;
use crate::render::page::{Direction, LinkCard, Verdict};

/// What an output says of a network.
pub(super) struct Output {
    pub verdict: Verdict,
    /// The theorem goes from the model to the network.
    pub from_model: bool,
    pub network: Expr,
    pub inputs: Vec<Expr>,
    pub outputs: Vec<Expr>,
    pub result: Vec<Expr>,
    pub conditions: Vec<Expr>,
    pub link: Option<LinkCard>,
    /// Values of the link's parameters, and for categories of their number.
    pub parameters: Vec<(String, Expr)>,
    pub evidence: Option<Shown>,
    pub proof: Option<Value>,
}

/// Whether a value is an output, and not a proof alone.
pub(super) fn is_output(value: &Value) -> bool {
    let keys = [
        "verdict",
        "network",
        "result",
        "link",
        "conditions",
        "proof",
    ];
    let proof = value.get("formulas").is_some() && value.get("moves").is_some();
    let claims = ["verdict", "network", "result", "link", "proof"];
    match proof {
        true => claims.iter().any(|key| value.get(key).is_some()),
        false => keys.iter().any(|key| value.get(key).is_some()),
    }
}

impl Output {
    /// Reads an output.
    ///
    /// # Errors
    /// The first field that is missing or of another type.
    pub fn read(store: &Store, value: &Value) -> Result<Output, Unreadable> {
        let verdict = text(value, "verdict", "verdict")?;
        let known = [
            Verdict::Equivalent,
            Verdict::Conditional,
            Verdict::NotAGlm,
            Verdict::Unknown,
        ];
        let verdict = known.into_iter().find(|one| one.word() == verdict);
        let verdict =
            verdict.ok_or_else(|| Unreadable::new("verdict", "there is no such verdict"))?;
        let from_model = match value.get("direction") {
            None => false,
            Some(word) if *word == Direction::FromModel.word() => true,
            Some(word) if *word == Direction::FromNetwork.word() => false,
            Some(_) => return Err(Unreadable::new("direction", "there is no such direction")),
        };
        let network = object(value, "network")?;
        let result = object(value, "result")?;
        text(result, "latex", "result.latex")?;
        text(value, "message", "message")?;
        list(value, "steps", "steps")?;
        nullable(value, "glm")?;
        let link = nullable(value, "link")?;
        let proof = value.get("proof");
        let proof = proof.ok_or_else(|| Unreadable::new("proof", "there is none"))?;
        Ok(Output {
            verdict,
            from_model,
            network: formula(
                store,
                text(network, "plain", "network.plain")?,
                "network.plain",
            )?,
            inputs: names(store, network, "inputs")?,
            outputs: names(store, network, "outputs")?,
            result: formulas(
                store,
                list(result, "plain", "result.plain")?,
                "result.plain",
            )?,
            conditions: formulas(
                store,
                list(value, "conditions", "conditions")?,
                "conditions",
            )?,
            link: link.map(|link| card(store, link)).transpose()?,
            parameters: link.map_or(Ok(Vec::new()), |link| parameters(store, link))?,
            evidence: match value.get("evidence") {
                None | Some(Value::Null) => None,
                Some(found) => Some(evidence::read(store, found)?),
            },
            proof: (!proof.is_null()).then(|| proof.clone()),
        })
    }
}

fn card(store: &Store, link: &Value) -> Result<LinkCard, Unreadable> {
    let term = |key: &str| {
        let place = format!("link.{key}");
        let read = parse::formula(store, text(link, key, &place)?).ok();
        let read = read.filter(|term| !store.head(*term).is_formula());
        read.ok_or_else(|| Unreadable::new(&place, "expected a plain term"))
    };
    Ok(LinkCard {
        name: text(link, "name", "link.name")?.to_owned(),
        formula: term("formula")?,
        inverse: term("inverse")?,
        domain: formula(store, text(link, "domain", "link.domain")?, "link.domain")?,
    })
}

fn parameters(store: &Store, link: &Value) -> Result<Vec<(String, Expr)>, Unreadable> {
    let place = "link.parameters";
    let all = match link.get("parameters") {
        None => return Ok(Vec::new()),
        Some(all) => all.as_object(),
    };
    let all = all.ok_or_else(|| Unreadable::new(place, "expected an object"))?;
    let pairs = all.iter().map(|(name, value)| {
        let read = value
            .as_str()
            .and_then(|text| parse::formula(store, text).ok());
        let read = read.filter(|term| !store.head(*term).is_formula());
        let read = read.ok_or_else(|| Unreadable::new(place, "expected plain terms"))?;
        Ok((name.clone(), read))
    });
    pairs.collect()
}

/// The names of a network's inputs or outputs: names, entries, or names of vectors.
fn names(store: &Store, network: &Value, key: &str) -> Result<Vec<Expr>, Unreadable> {
    let place = format!("network.{key}");
    let mut all = Vec::new();
    for item in list(network, key, &place)? {
        let name = item
            .as_str()
            .and_then(|text| parse::formula(store, text).ok());
        let name = name.filter(|name| {
            let variable = matches!(store.head(*name), Head::Name(_) | Head::Entry);
            variable && !parse::is_constant(store, *name) && !all.contains(name)
        });
        all.push(name.ok_or_else(|| Unreadable::new(&place, "expected names, each once"))?);
    }
    Ok(all)
}

/// A formula, and no term.
pub(super) fn formula(store: &Store, text: &str, place: &str) -> Result<Expr, Unreadable> {
    match parse::formula(store, text) {
        Ok(read) if store.head(read).is_formula() => Ok(read),
        Ok(_) => Err(Unreadable::new(place, "expected a formula, not a term")),
        Err(faults) => {
            let message = faults.first().map_or("no formula", |f| f.message.as_str());
            Err(Unreadable::new(place, message))
        }
    }
}

fn formulas(store: &Store, items: &[Value], place: &str) -> Result<Vec<Expr>, Unreadable> {
    let text = |item: &Value| match item.as_str() {
        Some(text) => formula(store, text, place),
        None => Err(Unreadable::new(place, "expected plain formulas")),
    };
    items.iter().map(text).collect()
}

fn text<'v>(value: &'v Value, key: &str, place: &str) -> Result<&'v str, Unreadable> {
    let text = value.get(key).and_then(Value::as_str);
    text.ok_or_else(|| Unreadable::new(place, "expected a text"))
}

fn list<'v>(value: &'v Value, key: &str, place: &str) -> Result<&'v [Value], Unreadable> {
    let list = value.get(key).and_then(Value::as_array);
    list.map(Vec::as_slice)
        .ok_or_else(|| Unreadable::new(place, "expected a list"))
}

fn object<'v>(value: &'v Value, key: &str) -> Result<&'v Value, Unreadable> {
    let object = value.get(key).filter(|object| object.is_object());
    object.ok_or_else(|| Unreadable::new(key, "expected an object"))
}

/// An object, or nothing where that is said.
fn nullable<'v>(value: &'v Value, key: &str) -> Result<Option<&'v Value>, Unreadable> {
    match value.get(key) {
        Some(Value::Null) => Ok(None),
        Some(object @ Value::Object(_)) => Ok(Some(object)),
        _ => Err(Unreadable::new(key, "expected an object or null")),
    }
}

/// The keys of an object.
pub(super) fn keys(value: &Value) -> Vec<&String> {
    value
        .as_object()
        .map(Map::keys)
        .into_iter()
        .flatten()
        .collect()
}
