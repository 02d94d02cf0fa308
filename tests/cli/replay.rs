//! Records of `check --steps` are confirmed from their text; changed ones are not.

use serde_json::{Value, json};

use super::{objects, run};

/// Claims of each kind of proof, and what confirms them.
const CLAIMS: [(&str, &str, &str); 9] = [
    (
        "p = sigmoid(z) <=> log(p/(1-p)) = z",
        "equivalent",
        "proved in",
    ),
    ("(1 + tanh(z/2))/2 = sigmoid(z)", "equivalent", "proved in"),
    (
        "max(a, b) = (a + b + abs(a - b))/2",
        "equivalent",
        "proved in",
    ),
    ("x > 0 => x > -1", "equivalent", "proved in"),
    ("x > 2 => sqrt(x^2) = x", "equivalent", "proved in"),
    ("log(exp(z)) = z", "equivalent", "proved in"),
    ("sqrt(x^2) = x", "conditional", "the counterexample is one"),
    (
        "sigmoid(2*z) = 2*sigmoid(z)",
        "refuted",
        "the counterexample is one",
    ),
    ("y ~ Normal(mu, 1)", "no-claim", "nothing to confirm"),
];

/// A change of a record.
type Change<'a> = &'a dyn Fn(&mut Value);

fn record(claim: &str) -> Value {
    let found = run(&["check", "-e", claim, "--steps", "--to", "jsonl"], "");
    objects(&found.out).remove(0)
}

#[test]
fn records_are_confirmed() {
    let mut all = Vec::new();
    for (claim, verdict, said) in CLAIMS {
        let record = record(claim);
        assert_eq!(record["verdict"], verdict, "{record}");
        let replayed = run(&["replay"], &record.to_string());
        assert_eq!(replayed.status, 0, "{claim}: {}", replayed.err);
        assert!(replayed.out.contains(said), "{claim}: {}", replayed.out);
        all.push(record);
    }
    let lines: String = all.iter().map(|record| format!("{record}\n")).collect();
    for input in [lines, Value::Array(all).to_string()] {
        let replayed = run(&["replay", "-"], &input);
        assert_eq!(
            replayed.out.lines().count(),
            CLAIMS.len(),
            "{}",
            replayed.err
        );
        assert_eq!(replayed.status, 0);
    }
}

#[test]
fn changed_records_are_not_confirmed() {
    let changes: [(&str, Change<'_>); 12] = [
        ("sqrt(x^2) = x", &|r| r["verdict"] = json!("equivalent")),
        ("sqrt(x^2) = x", &|r| r["conditions"] = json!([])),
        ("sqrt(x^2) = x", &|r| r["conditions"] = json!(["x > -1"])),
        ("sqrt(x^2) = x", &|r| {
            r["counterexample"] = json!({"x": "1"})
        }),
        ("sqrt(x^2) = x", &|r| r["reading"] = json!("sqrt(x^2) = -x")),
        ("sigmoid(z) = 1/2", &|r| r["verdict"] = json!("equivalent")),
        ("sigmoid(z) = 1/2", &|r| {
            r["counterexample"] = json!({"z": "0"})
        }),
        ("sigmoid(z) = 1/2", &|r| {
            r["counterexample"] = json!({"z": "1/0"})
        }),
        ("log(exp(z)) = z", &|r| r["proof"] = Value::Null),
        ("log(exp(z)) = z", &|r| r["proof"]["statements"] = json!([])),
        ("log(exp(z)) = z", &|r| {
            r["reading"] = json!("log(exp(z)) = z and 1 = 2")
        }),
        ("log(exp(z)) = z", &|r| r["verdict"] = json!("refuted")),
    ];
    for (number, (claim, change)) in changes.iter().enumerate() {
        let mut changed = record(claim);
        assert_eq!(
            run(&["replay"], &changed.to_string()).status,
            0,
            "{changed}"
        );
        change(&mut changed);
        let replayed = run(&["replay"], &changed.to_string());
        assert_ne!(
            replayed.status, 0,
            "change {number} of {claim}: {}",
            replayed.out
        );
        assert!(replayed.out.is_empty(), "{}", replayed.out);
    }
}

/// Each formula and each rule of a proof, put in the place of another, is found out, unless what is
/// proved is still the claim.
#[test]
fn proofs_with_parts_exchanged_are_not_confirmed() {
    let good = record("p = sigmoid(z) <=> log(p/(1-p)) = z");
    let count = good["proof"]["formulas"].as_array().map_or(0, Vec::len);
    assert!(count > 6, "{good}");
    let mut records = Vec::new();
    for at in 0..count {
        for other in (0..count).filter(|other| *other != at) {
            let mut changed = good.clone();
            changed["proof"]["formulas"][at] = good["proof"]["formulas"][other].clone();
            records.push(changed);
        }
    }
    let side = &good["proof"]["statements"][0]["certificate"]["left"];
    for step in 0..side.as_array().map_or(0, Vec::len) {
        for (key, value) in [
            ("rule", json!("log-product")),
            ("rule", json!("no-such-rule")),
            ("path", json!([7, 7])),
            ("bindings", json!({})),
            ("after", json!(0)),
        ] {
            let mut changed = good.clone();
            let steps = &mut changed["proof"]["statements"][0]["certificate"]["left"];
            if steps[step][key] != value {
                steps[step][key] = value;
                records.push(changed);
            }
        }
    }
    let input: String = records.iter().map(|record| format!("{record}\n")).collect();
    let replayed = run(&["replay"], &input);
    let claim = good["reading"].as_str().expect("a reading");
    assert_eq!(
        replayed.out.lines().count() + replayed.err.lines().count(),
        records.len()
    );
    for line in replayed.out.lines() {
        assert!(line.contains(claim), "{line}");
    }
    assert!(
        replayed.err.lines().count() * 10 > records.len() * 9,
        "{}",
        replayed.out
    );
    assert_ne!(replayed.status, 0);
}
