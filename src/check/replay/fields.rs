//! The fields of a record, each of its type, and what each verdict may come with.

use serde_json::Value;

use super::{Confirmed, rejected};
use crate::check::Verdict;
use crate::proof::{Fault, Unreadable, shortened};

/// A value for each of some names, as text.
pub(super) type Values<'a> = Vec<(&'a str, &'a str)>;

/// A record as text.
pub(super) struct Record<'a> {
    pub verdict: Verdict,
    /// The name of the file that the claim is from.
    pub file: &'a str,
    pub claim: &'a str,
    pub reading: &'a str,
    pub given: Vec<&'a str>,
    pub conditions: Vec<&'a str>,
    pub counterexample: Option<Values<'a>>,
    pub holds_at: Option<Values<'a>>,
    pub rounded: bool,
    /// Links that claim nothing.
    pub unclaimed: Vec<&'a str>,
    pub proof: Option<&'a Value>,
}

/// The words of verdicts.
const VERDICTS: [Verdict; 6] = [
    Verdict::NoClaim,
    Verdict::Equivalent,
    Verdict::Conditional,
    Verdict::Unknown,
    Verdict::Refuted,
    Verdict::Unparsed,
];

/// What a confirmed record has confirmed, whatever the verdict.
const CONFIRMED: [&str; 9] = [
    "verdict",
    "reading",
    "given",
    "conditions",
    "counterexample",
    "holds_at",
    "rounded",
    "unclaimed",
    "proof",
];

impl<'a> Record<'a> {
    /// Reads a record.
    ///
    /// # Errors
    /// The first field that is missing or of another type.
    pub fn read(value: &'a Value) -> Result<Record<'a>, Unreadable> {
        let word = text(value, "verdict")?;
        let verdict = VERDICTS.into_iter().find(|verdict| verdict.word() == word);
        let source = object(value, "source")?;
        for key in ["line", "column", "end_line", "end_column"] {
            if source.get(key).and_then(Value::as_u64).is_none() {
                return Err(Unreadable::new(
                    format!("source.{key}"),
                    "expected a number",
                ));
            }
        }
        for key in ["part", "suspect"] {
            nullable(value, key)?;
        }
        if !value
            .get("fix")
            .is_some_and(|fix| fix.is_null() || fix.is_string())
        {
            return Err(Unreadable::new("fix", "expected a text or null"));
        }
        text(value, "message")?;
        list(value, "steps")?;
        flag(value, "denied")?;
        let mut given = Vec::new();
        for item in list(value, "given")? {
            if item.get("line").and_then(Value::as_u64).is_none() {
                return Err(Unreadable::new("given", "expected a line"));
            }
            given.push(text(item, "formula")?);
        }
        Ok(Record {
            verdict: verdict
                .ok_or_else(|| Unreadable::new("verdict", "there is no such verdict"))?,
            file: text(source, "file")?,
            claim: text(value, "claim")?,
            reading: text(value, "reading")?,
            given,
            conditions: texts(value, "conditions")?,
            counterexample: values(value, "counterexample")?,
            holds_at: values(value, "holds_at")?,
            rounded: flag(value, "rounded")?,
            unclaimed: match value.get("unclaimed") {
                None => Vec::new(),
                Some(_) => texts(value, "unclaimed")?,
            },
            proof: value.get("proof"),
        })
    }

    /// Whether it has what its verdict needs, and nothing that only another one has.
    ///
    /// # Errors
    /// What there is too much or too little of.
    pub fn is_consistent(&self) -> Result<(), Fault> {
        use Verdict::{Conditional, Equivalent, Refuted};
        let just = |what: &str, there: bool, wanted: bool, where_: &str| match there == wanted {
            true => Ok(()),
            false => Err(rejected(
                what,
                format!("there must be some just where the claim {where_}"),
            )),
        };
        let fails = matches!(self.verdict, Conditional | Refuted);
        let holds = matches!(self.verdict, Conditional | Equivalent);
        just(
            "the counterexample",
            self.counterexample.is_some(),
            fails,
            "fails somewhere",
        )?;
        let conditional = self.verdict == Conditional;
        just(
            "the conditions",
            !self.conditions.is_empty(),
            conditional,
            "needs them",
        )?;
        let proof = self.proof.is_some_and(|proof| !proof.is_null());
        if proof && !holds {
            return Err(rejected(
                "the verdict",
                "it comes with a proof of another one",
            ));
        }
        if self.rounded && self.verdict != Equivalent {
            return Err(rejected(
                "the verdict",
                "it is not that of a rounded number",
            ));
        }
        if !self.unclaimed.is_empty() && !holds {
            return Err(rejected(
                "the links that claim nothing",
                "nothing is said to hold",
            ));
        }
        Ok(())
    }

    /// The fields that nothing confirms.
    pub fn rest(&self, value: &Value, confirmed: &Confirmed) -> Vec<String> {
        let silent = !matches!(
            self.verdict,
            Verdict::Equivalent | Verdict::Conditional | Verdict::Refuted
        );
        let known = |key: &str| match key {
            "reading" => confirmed.reading,
            "claim" => confirmed.reading,
            _ if silent => key == "verdict",
            _ => CONFIRMED.contains(&key),
        };
        let empty = |value: &Value| match value {
            Value::Null | Value::Bool(false) => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        let keys = value.as_object().into_iter().flatten();
        let keys = keys.filter(|(key, value)| !known(key) && !empty(value));
        let mut all: Vec<String> = keys.map(|(key, _)| shortened(key)).collect();
        // Where a formula that is given stands is no matter of mathematics.
        if !silent && !self.given.is_empty() {
            all.push("lines of what is given".to_owned());
        }
        all
    }
}

fn text<'v>(value: &'v Value, key: &str) -> Result<&'v str, Unreadable> {
    let text = value.get(key).and_then(Value::as_str);
    text.ok_or_else(|| Unreadable::new(key, "expected a text"))
}

fn flag(value: &Value, key: &str) -> Result<bool, Unreadable> {
    let flag = value.get(key).and_then(Value::as_bool);
    flag.ok_or_else(|| Unreadable::new(key, "expected true or false"))
}

fn object<'v>(value: &'v Value, key: &str) -> Result<&'v Value, Unreadable> {
    let object = value.get(key).filter(|object| object.is_object());
    object.ok_or_else(|| Unreadable::new(key, "expected an object"))
}

fn nullable<'v>(value: &'v Value, key: &str) -> Result<Option<&'v Value>, Unreadable> {
    match value.get(key) {
        Some(Value::Null) => Ok(None),
        Some(object @ Value::Object(_)) => Ok(Some(object)),
        _ => Err(Unreadable::new(key, "expected an object or null")),
    }
}

fn list<'v>(value: &'v Value, key: &str) -> Result<&'v [Value], Unreadable> {
    let list = value.get(key).and_then(Value::as_array);
    list.map(Vec::as_slice)
        .ok_or_else(|| Unreadable::new(key, "expected a list"))
}

fn texts<'v>(value: &'v Value, key: &str) -> Result<Vec<&'v str>, Unreadable> {
    let texts = list(value, key)?.iter().map(Value::as_str);
    let texts: Option<Vec<&str>> = texts.collect();
    texts.ok_or_else(|| Unreadable::new(key, "expected texts"))
}

fn values<'v>(value: &'v Value, key: &str) -> Result<Option<Values<'v>>, Unreadable> {
    let Some(Value::Object(object)) = nullable(value, key)? else {
        return Ok(None);
    };
    let pairs = object
        .iter()
        .map(|(name, value)| Some((name.as_str(), value.as_str()?)));
    let pairs: Option<Values<'v>> = pairs.collect();
    let pairs = pairs.ok_or_else(|| Unreadable::new(key, "expected texts"))?;
    Ok(Some(pairs))
}
