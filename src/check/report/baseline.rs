//! Findings that are known, so that only what is new need be looked at.
//!
//! A baseline is a JSON file with the fingerprint of each known finding, and for its readers the
//! file, the verdict and the claim. A finding that occurs twice stands there twice.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::Shown;

/// A finding as a baseline keeps it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// What identifies it.
    pub fingerprint: String,
    /// The file, for people.
    pub file: String,
    /// The verdict, for people.
    pub verdict: String,
    /// The claim, for people.
    pub claim: String,
}

impl Entry {
    /// The entry of a finding.
    pub fn of(shown: &Shown<'_>) -> Entry {
        Entry {
            fingerprint: shown.fingerprint.clone(),
            file: super::fingerprint::name(shown.file),
            verdict: shown.checked.report.verdict.word().to_owned(),
            claim: shown.checked.text.trim().to_owned(),
        }
    }
}

/// The findings that are known; each is found at most as often as it was there.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    left: HashMap<String, usize>,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// Why the text is none.
    pub fn read(text: &str) -> Result<Baseline, String> {
        let value: Value =
            serde_json::from_str(text).map_err(|fault| format!("it is no JSON: {fault}"))?;
        if value.get("equiff-baseline") != Some(&json!(1)) {
            return Err("it is no baseline of equiff (`\"equiff-baseline\": 1` is missing)".into());
        }
        let known = value.get("known").and_then(Value::as_array);
        let known = known.ok_or("it has no list `known`")?;
        let mut left: HashMap<String, usize> = HashMap::new();
        for (number, entry) in known.iter().enumerate() {
            let print = entry.get("fingerprint").and_then(Value::as_str);
            let print = print.ok_or_else(|| format!("known[{number}] has no `fingerprint`"))?;
            *left.entry(print.to_owned()).or_default() += 1;
        }
        Ok(Baseline { left })
    }

    /// Whether a finding is known; it is then used up.
    pub fn knows(&mut self, fingerprint: &str) -> bool {
        match self.left.get_mut(fingerprint) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }

    /// How many findings have not been found.
    pub fn gone(&self) -> usize {
        self.left.values().sum()
    }
}

/// Writes a baseline.
pub fn write(entries: &[Entry]) -> String {
    let known: Vec<Value> = entries
        .iter()
        .map(|entry| {
            json!({
                "fingerprint": entry.fingerprint,
                "file": entry.file,
                "verdict": entry.verdict,
                "claim": entry.claim,
            })
        })
        .collect();
    format!("{:#}\n", json!({"equiff-baseline": 1, "known": known}))
}
