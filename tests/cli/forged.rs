//! Records of `check --to json`: whatever is written is accepted, and what is forged is not.

use serde_json::{Value, json};

use super::{objects, run};

/// Claims of every kind of record.
const CLAIMS: &str = "\
x + 0 = x*1
sin(x) = 2
sum(j, 1, n, 1) = n + 1
x/x = 1
p = sigmoid(z) <=> log(p/(1-p)) = z
sqrt(x^2) = x
p = z^2 <=> sqrt(p) = z for z >= 0
log(p/(1-p)) = z where p = sigmoid(z)
max(a, b) = (a + b + abs(a - b))/2
x > 2 => sqrt(x^2) = x
w*x = w*y <=> x = y
x + 0 = x*1 and y = 2
a + b = c = b + a
y ~ Normal(mu, 1)
z := w*x + b
softplus(x) - softplus(-x) = x
sum(j, 1, n, a[j]) = sum(i, 1, n, a[i])
f(x) = f(x)
exp(x) = 1 + x
";

/// The records of claims in a file of their own.
fn checked(name: &str, claims: &str) -> Vec<Value> {
    let path = std::env::temp_dir().join(format!("equiff-{}-{name}.claim", std::process::id()));
    std::fs::write(&path, claims).expect("a file");
    let text = path.to_str().expect("a path");
    let found = run(&["check", text, "--steps", "--to", "jsonl"], "");
    std::fs::remove_file(&path).expect("the file");
    objects(&found.out)
}

fn records(name: &str) -> Vec<Value> {
    let all = checked(name, CLAIMS);
    assert_eq!(all.len(), CLAIMS.lines().count());
    all
}

/// Whether replay confirms each of some records, with what it tells of it.
fn replayed(records: &[Value]) -> Vec<Option<String>> {
    let mut numbered = records.to_vec();
    for (number, record) in numbered.iter_mut().enumerate() {
        // A record whose place is changed has no number.
        if record["source"]["line"].is_u64() {
            record["source"]["line"] = json!(number + 1);
        }
    }
    let input: String = numbered
        .iter()
        .map(|record| format!("{record}\n"))
        .collect();
    let found = run(&["replay", "-"], &input);
    assert!(!found.err.contains("panicked"), "{}", found.err);
    let mut all = vec![None; records.len()];
    for line in found.out.lines() {
        let number = line.split(':').nth(1).and_then(|n| n.parse::<usize>().ok());
        let number = number.expect("a place");
        all[number - 1] = Some(line.to_owned());
    }
    all
}

fn rejected(kind: &str, records: &[Value]) {
    for (record, told) in records.iter().zip(replayed(records)) {
        assert!(told.is_none(), "{kind}: {told:?}: {record}");
    }
}

fn with(record: &Value, changes: &[(&str, Value)]) -> Value {
    let mut changed = record.clone();
    for (key, value) in changes {
        changed[*key] = value.clone();
    }
    changed
}

#[test]
fn whatever_is_written_is_accepted() {
    let all = records("written");
    for (record, told) in all.iter().zip(replayed(&all)) {
        assert!(told.is_some(), "{record}");
    }
}

#[test]
fn names_are_not_defined_by_equations_without_proof() {
    let record = &records("defined")[0];
    let both = |extra: &str, unclaimed: bool| {
        let text = json!(format!("x + 0 = x*1 and {extra}"));
        let mut changes = vec![("claim", text.clone()), ("reading", text)];
        if unclaimed {
            let parts: Vec<&str> = extra.split(" and ").collect();
            changes.push(("unclaimed", json!(parts)));
        }
        with(record, &changes)
    };
    let mut forged = Vec::new();
    for extra in [
        "x = x + 1",
        "pi = 3",
        "e = 2",
        "y = 1 and y = 2",
        "f(x) = f(x) + 1",
        "f(x^2) = x",
        "f(x, x) = x",
        "a[2] = a[2] + 1",
        "1 = 2",
        "1/0 = y and y = 2",
        "y^2 = -1",
        "y = z + 1 and z = y + 1",
        "y + z = u and y + z + 1 = u",
        "x < y",
    ] {
        forged.extend([both(extra, false), both(extra, true)]);
    }
    // A definition that is said to be none.
    forged.push(both("y = 2", false));
    rejected("a name defined by an equation", &forged);
    let told = replayed(&[both("y = 2", true), both("f(t, 1) = t^2 + c", true)]);
    for line in told {
        let line = line.expect("a definition");
        assert!(
            line.contains("not proved, since it claims nothing"),
            "{line}"
        );
    }
}

#[test]
fn a_record_says_what_its_text_says() {
    let all = records("said");
    let given = json!([{"formula": "x = 1", "line": 1}]);
    let some = &all[3];
    let mut forged = vec![
        with(&all[0], &[("claim", json!("1 = 2"))]),
        with(&all[0], &[("claim", json!("x + 0 = x + 1"))]),
        with(&all[0], &[("reading", json!("x + 0 = x + 1"))]),
        with(&all[0], &[("claim", json!("no formula at all"))]),
        with(
            &all[0],
            &[
                ("claim", json!("x = 1")),
                ("reading", json!("x = 1")),
                ("given", given),
                ("holds_at", json!({"x": "1"})),
            ],
        ),
        with(
            &all[0],
            &[("given", json!([{"formula": "1 < 0", "line": 1}]))],
        ),
        with(some, &[("conditions", json!(["x > 1", "x < 0"]))]),
        with(some, &[("conditions", json!(["x = 2"]))]),
        with(some, &[("conditions", json!(["x >= 2", "x <= 2"]))]),
        with(some, &[("conditions", json!(["x/x = 1"]))]),
        with(some, &[("conditions", json!([]))]),
        with(some, &[("counterexample", json!({"x": "1"}))]),
        with(some, &[("counterexample", json!({"x": "0", "e": "2"}))]),
        with(some, &[("counterexample", json!({"x": "0", "u": "2"}))]),
        with(some, &[("counterexample", json!({"x": "y"}))]),
        with(some, &[("counterexample", json!({"x": "1/0"}))]),
        with(&all[0], &[("counterexample", json!({"x": "0"}))]),
        with(&all[0], &[("rounded", json!(true))]),
        with(&all[0], &[("verdict", json!("no-claim"))]),
        with(&all[0], &[("verdict", json!("unknown"))]),
        with(&all[0], &[("verdict", json!("certainly"))]),
        with(&all[0], &[("proof", Value::Null)]),
    ];
    for (size, claim) in [
        ("-1", "sum(j, 1, n, 1) = n"),
        ("0", "prod(j, 1, n, 2) > 1"),
        ("1/2", "sum(j, 1, n, 1) = n"),
    ] {
        let text = json!(claim);
        forged.push(with(
            &all[2],
            &[
                ("claim", text.clone()),
                ("reading", text),
                ("counterexample", json!({"n": size})),
            ],
        ));
    }
    for (name, claim) in [("pi", "sin(pi) = 0"), ("e", "log(e) = 1")] {
        let text = json!(claim);
        forged.push(with(
            &all[1],
            &[
                ("claim", text.clone()),
                ("reading", text),
                ("counterexample", json!({name: "3"})),
            ],
        ));
    }
    rejected("another record", &forged);
}

#[test]
fn no_field_may_be_missing() {
    let keys = [
        "source",
        "part",
        "claim",
        "reading",
        "verdict",
        "conditions",
        "counterexample",
        "given",
        "holds_at",
        "rounded",
        "denied",
        "suspect",
        "fix",
        "steps",
        "message",
    ];
    let mut forged = Vec::new();
    for record in records("missing") {
        for key in keys {
            let mut changed = record.clone();
            changed.as_object_mut().expect("an object").remove(key);
            forged.push(changed);
        }
        if matches!(
            record["verdict"].as_str(),
            Some("equivalent" | "conditional")
        ) {
            let mut changed = record.clone();
            changed.as_object_mut().expect("an object").remove("proof");
            forged.push(changed);
        }
    }
    let input: String = forged.iter().map(|record| format!("{record}\n")).collect();
    let found = run(&["replay", "-"], &input);
    assert_eq!(found.out, "");
    assert_eq!(found.err.lines().count(), forged.len());
}

/// The paths to the leaves of a value.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(object) if !object.is_empty() => {
            let keys = object.iter();
            keys.for_each(|(key, inner)| {
                leaves(inner, &format!("{path}/{}", key.replace('/', "~1")), found)
            });
        }
        Value::Array(items) if !items.is_empty() => {
            let items = items.iter().enumerate();
            items.for_each(|(k, inner)| leaves(inner, &format!("{path}/{k}"), found));
        }
        _ => found.push(path.to_owned()),
    }
}

/// One change of a leaf.
fn changed_leaf(leaf: &Value, other: Option<&Value>, random: &mut fastrand::Rng) -> Value {
    match (leaf, random.u8(..6)) {
        (_, 0) => other.cloned().unwrap_or(Value::Null),
        (Value::String(text), 1) => json!(text.replacen('1', "2", 1).replacen('0', "1", 1)),
        (Value::String(text), 2) => json!(text.replacen('+', "-", 1).replacen('=', "!=", 1)),
        (Value::String(text), 3) => json!(text.replacen('x', "y", 1).replacen('z', "x", 1)),
        (Value::String(text), 4) => json!(format!("{text} + 1")),
        (Value::String(text), _) => json!(text.chars().skip(1).collect::<String>()),
        (Value::Number(number), k) => json!(number.as_u64().unwrap_or(0) + u64::from(k)),
        (Value::Bool(flag), _) => json!(!flag),
        (_, 1) => json!({"x": "1"}),
        (_, 2) => json!(["x > 0"]),
        _ => json!("x"),
    }
}

/// Thousands of changes: each is rejected, or told as not confirmed, or still true.
#[test]
fn changed_leaves_are_found_out_or_told() {
    let mut random = fastrand::Rng::with_seed(7);
    let all = records("leaves");
    let mut changes: Vec<(String, Value)> = Vec::new();
    for (number, record) in all.iter().enumerate() {
        let mut paths = Vec::new();
        leaves(record, "", &mut paths);
        for path in paths {
            // The places say which record is told of.
            if path.starts_with("/source") {
                continue;
            }
            for way in 0..6 {
                let other = all[(number + 1 + way) % all.len()].pointer(&path);
                let mut changed = record.clone();
                let leaf = changed.pointer_mut(&path).expect("a leaf");
                *leaf = changed_leaf(&leaf.clone(), other, &mut random);
                if changed != *record {
                    changes.push((path.clone(), changed));
                }
            }
        }
    }
    let records: Vec<Value> = changes.iter().map(|(_, changed)| changed.clone()).collect();
    let (mut rejected, mut told, mut kept) = (0, 0, 0);
    let mut true_ones = Vec::new();
    for ((path, changed), line) in changes.iter().zip(replayed(&records)) {
        let Some(line) = line else {
            rejected += 1;
            continue;
        };
        let key = path.split('/').nth(1).expect("a key");
        let listed = line.rsplit("not confirmed: ").next().unwrap_or_default();
        let listed = line.contains("not confirmed: ") && listed.split(", ").any(|part| part == key);
        let silent = line.contains("nothing to confirm");
        if listed || silent || changed[key].is_null() || path.ends_with("/line") {
            told += 1;
            continue;
        }
        kept += 1;
        // Other points and other proofs can be right; other claims must hold by themselves.
        if !matches!(key, "proof" | "counterexample" | "holds_at" | "id") {
            true_ones.push((path, changed));
        }
    }
    let claims: String = true_ones
        .iter()
        .map(|(_, changed)| format!("{}\n", changed["claim"].as_str().expect("a claim")))
        .collect();
    for ((path, changed), again) in true_ones.iter().zip(checked("again", &claims)) {
        assert_eq!(changed["verdict"], again["verdict"], "{path}: {changed}");
    }
    println!("{rejected} rejected, {told} told as not confirmed, {kept} still true");
    assert!(rejected > 1000 && told > 500, "{rejected} {told} {kept}");
}
