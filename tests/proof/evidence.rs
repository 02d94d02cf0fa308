//! How much of proofs rests on procedures that the kernel trusts, and not on evidence that it
//! checks: numbers that may only fall.

use std::collections::BTreeMap;

use equiff::check::reading::Reader;
use equiff::document::{self, Kind};
use serde_json::Value;

/// Procedures, and in how many of the proofs of what holds in `claims-open.jsonl` they are
/// asked.
const AT_MOST: &[(&str, usize)] = &[
    ("algebra", 54),
    ("arrange", 7),
    ("balance", 15),
    ("choose", 3),
    ("differentiate", 8),
    ("discharge", 3),
    ("follows", 5),
    ("implied", 5),
    ("never", 0),
    ("vacuous", 0),
];

#[test]
fn no_more_is_decided_without_evidence() {
    let claims = std::fs::read_to_string("tests/data/claims-open.jsonl").expect("the claims");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut proofs = 0;
    for line in claims.lines() {
        let row: Value = serde_json::from_str(line).expect("JSON");
        if row["truth"] != "equivalent" {
            continue;
        }
        let found = document::line(Kind::Lines, line, 1)
            .expect("a claim")
            .expect("readable");
        let mut reader = Reader::default();
        let report = reader.formula(&found, &[]).report;
        if report.proofs.is_empty() {
            continue;
        }
        proofs += 1;
        let proof = equiff::proof::certificate::to_json(reader.store(), &report.proofs);
        let mut used = std::collections::BTreeSet::new();
        collect(&proof.unwrap_or_default(), &mut used);
        for name in used {
            *counts.entry(name).or_default() += 1;
        }
    }
    assert!(proofs > 80, "{proofs}");
    for (name, most) in AT_MOST {
        let count = counts.get(*name).copied().unwrap_or_default();
        assert!(
            count <= *most,
            "{name}: {count} proofs, at most {most} before: {counts:?}"
        );
    }
    assert!(counts.get("signs").is_some_and(|count| *count > 0));
}

/// The kinds and rules in a proof.
fn collect(value: &Value, used: &mut std::collections::BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for key in ["kind", "rule"] {
                used.extend(object.get(key).and_then(Value::as_str).map(str::to_owned));
            }
            object.values().for_each(|inner| collect(inner, used));
        }
        Value::Array(list) => list.iter().for_each(|inner| collect(inner, used)),
        _ => {}
    }
}
