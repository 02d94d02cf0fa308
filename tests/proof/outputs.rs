//! Outputs of `derive --to json`: whatever is written is accepted, and what is forged is not.

use equiff::expr::Store;
use equiff::links::Shape;
use equiff::{catalog, links, parse, proof};
use serde_json::{Value, json};

use super::changes::changed_formula;
use super::{networks, output, points, run};

/// Networks with every activation in every place.
fn layered() -> Vec<String> {
    let mut all = Vec::new();
    for entry in catalog::all() {
        let name = entry.names()[0];
        let store = Store::new();
        let given = ["", "(0.5)", "(1, 2)"].map(|parameters| format!("{name}{parameters}"));
        let known = |name: &&String| parse::activation(&store, name).is_ok();
        let Some(name) = given.iter().find(known) else {
            continue;
        };
        for text in [
            format!("inputs x_1, x_2, x_3\nactivation {name}\noutput y"),
            format!("inputs x[3]\nactivation {name}"),
            format!("inputs x[n]\nactivation {name}\noutput p"),
            format!("inputs x, z\nlayer 2 {name}\noutput p, q"),
            format!("inputs x[n]\nlayer K {name}\noutput p"),
            format!("inputs x_1, x_2\nlayer 2 {name}\nlayer 1 sigmoid\noutput p"),
            format!("inputs x_1, x_2\nlayer 2 sigmoid\nlayer 1 {name}\noutput p"),
            format!("inputs x\nlayer 1 relu\nlayer 1 {name}\noutput p"),
            format!("inputs x[2]\nlayer 2 {name}\nlayer 3 softmax\noutput p"),
            format!("inputs x[3]\nlayer 2 linear\nlayer 2 linear\nlayer 1 {name}"),
            format!("inputs x, z\nweights 0.5, -1.5\nbias 0.25\nactivation {name}"),
        ] {
            if parse::network(&store, &text).is_ok() {
                all.push(text);
            }
        }
    }
    all
}

#[test]
fn whatever_is_written_is_accepted() {
    let (mut proved, mut shown) = (0, 0);
    for text in networks().into_iter().chain(layered()) {
        let store = Store::new();
        let written = output(&store, &run(&store, &text));
        let other = Store::new();
        let accepted = proof::verify(&other, &written)
            .unwrap_or_else(|fault| panic!("{text}: {fault:?}\n{written}"));
        proved += usize::from(accepted.theorem.is_some());
        shown += usize::from(accepted.shown.is_some());
        assert_eq!(
            accepted.shown.is_some(),
            written["verdict"] == "not-a-glm",
            "{text}"
        );
    }
    let scalar = links::ALL.iter().filter(|link| link.shape == Shape::Scalar);
    assert!(
        proved > 7 * scalar.count() && shown > 100,
        "{proved} {shown}"
    );
}

/// Outputs of several kinds.
fn examples() -> Vec<Value> {
    [
        "inputs x[n]\nactivation sigmoid\noutput p",
        "inputs x\nactivation power(0.5)\noutput y",
        "inputs x[3]\nlayer 2 linear\nlayer 1 sigmoid\noutput p",
        "inputs x_1, x_2\nlayer 2 relu\nlayer 1 sigmoid\noutput p",
        "inputs x\nactivation relu\noutput y",
        "inputs x\nactivation sin\noutput y",
        "inputs x, z\nlayer 3 softmax\noutput p, q, r",
        "inputs x\nactivation f(z) = z^3 + 2\noutput y",
    ]
    .into_iter()
    .map(|text| {
        let store = Store::new();
        output(&store, &run(&store, text))
    })
    .collect()
}

fn accepted(value: &Value) -> bool {
    proof::verify(&Store::new(), value).is_ok()
}

#[test]
fn another_verdict_is_rejected() {
    for output in examples() {
        assert!(accepted(&output));
        for word in [
            "equivalent",
            "conditional",
            "not-a-glm",
            "unknown",
            "certainly",
        ] {
            let mut changed = output.clone();
            changed["verdict"] = json!(word);
            assert_eq!(accepted(&changed), changed == output, "{changed}");
        }
    }
}

#[test]
fn no_field_may_be_missing() {
    let keys = [
        "verdict",
        "network",
        "result",
        "conditions",
        "link",
        "glm",
        "steps",
        "message",
        "proof",
    ];
    for output in examples() {
        for key in keys {
            let mut changed = output.clone();
            changed.as_object_mut().expect("an object").remove(key);
            assert!(!accepted(&changed), "without {key}: {changed}");
        }
        for (outer, inner) in [
            ("network", "plain"),
            ("network", "inputs"),
            ("network", "outputs"),
            ("result", "plain"),
            ("result", "latex"),
        ] {
            let mut changed = output.clone();
            changed[outer]
                .as_object_mut()
                .expect("an object")
                .remove(inner);
            assert!(!accepted(&changed), "without {outer}.{inner}: {changed}");
        }
    }
}

#[test]
fn a_result_has_no_equation_more() {
    let extra = [
        "b = 7",
        "pi = 3",
        "q = 1/0",
        "x = 3",
        "h = x",
        "x = x",
        "b = b + 1",
        "y = y",
    ];
    for output in examples() {
        for extra in extra {
            let mut changed = output.clone();
            let list = changed["result"]["plain"].as_array_mut().expect("a list");
            list.push(json!(extra));
            assert!(!accepted(&changed), "{extra}: {changed}");
        }
        let mut changed = output.clone();
        let list = changed["conditions"].as_array_mut().expect("a list");
        list.push(json!("b > 0"));
        assert!(!accepted(&changed), "a condition more: {changed}");
    }
}

#[test]
fn another_link_is_rejected() {
    let probit = json!({"name": "probit", "formula": "Phi_inv(mu)", "inverse": "Phi(eta)",
        "domain": "0 < mu and mu < 1", "parameters": {}});
    for output in examples() {
        for (key, value) in [
            ("name", json!("cloglog")),
            ("formula", json!("mu")),
            ("formula", json!("log(mu)")),
            ("inverse", json!("exp(eta)^2")),
            ("parameters", json!({"lambda": "3"})),
        ] {
            let mut changed = output.clone();
            if changed["link"].is_null() || changed["link"][key] == value {
                continue;
            }
            // Links of their own have no parameters to confirm.
            if key == "parameters" && changed["link"][key].is_null() {
                continue;
            }
            changed["link"][key] = value;
            assert!(!accepted(&changed), "{key}: {changed}");
        }
        let mut changed = output.clone();
        changed["link"] = probit.clone();
        assert!(!accepted(&changed), "{changed}");
    }
}

/// The paths to the leaves of a value.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            let keys = object.iter();
            keys.for_each(|(key, inner)| leaves(inner, &format!("{path}/{key}"), found));
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(k, inner)| leaves(inner, &format!("{path}/{k}"), found));
        }
        _ => found.push(path.to_owned()),
    }
}

/// Each leaf of an output, changed: it is rejected, or told as not confirmed, or still true.
#[test]
fn changed_leaves_are_found_out_or_told() {
    let mut random = fastrand::Rng::with_seed(11);
    let all = examples();
    let (mut rejected, mut told, mut kept) = (0, 0, 0);
    for (number, output) in all.iter().enumerate() {
        let mut paths = Vec::new();
        leaves(output, "", &mut paths);
        paths.retain(|path| !path.starts_with("/proof"));
        for path in paths {
            for way in 0..6 {
                let mut changed = output.clone();
                let other = all[(number + 1 + way) % all.len()].pointer(&path).cloned();
                let leaf = changed.pointer_mut(&path).expect("a leaf");
                let new = match (&*leaf, way) {
                    (_, 0) => other.unwrap_or(Value::Null),
                    (Value::String(text), 1..4) => match changed_formula(text, &mut random) {
                        Some(text) => json!(text),
                        None => json!(format!("{text}x")),
                    },
                    (Value::String(text), _) => json!(text.chars().skip(1).collect::<String>()),
                    (Value::Number(number), _) => json!(number.as_i64().unwrap_or(0) + way as i64),
                    (Value::Bool(flag), _) => json!(!flag),
                    _ => json!("x"),
                };
                if *leaf == new {
                    continue;
                }
                *leaf = new;
                let store = Store::new();
                let Ok(accepted) = proof::verify(&store, &changed) else {
                    rejected += 1;
                    continue;
                };
                let keys: Vec<&str> = path.split('/').skip(1).collect();
                let listed = accepted.rest.iter().any(|part| {
                    *part == keys[0]
                        || keys.len() > 1 && *part == format!("{}.{}", keys[0], keys[1])
                });
                if listed {
                    told += 1;
                    continue;
                }
                kept += 1;
                assert_ne!(keys[0], "verdict", "{changed}");
                // Other points can be evidence as well, and another name of an input can be one.
                if keys[0] == "evidence" || keys[1] == "inputs" {
                    continue;
                }
                let formula =
                    |value: &Value| parse::formula(&store, value.as_str().unwrap()).unwrap();
                let list = |value: &Value| {
                    value
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(formula)
                        .collect::<Vec<_>>()
                };
                if changed["verdict"] != "not-a-glm" {
                    let statement = points::Statement {
                        conditions: list(&changed["conditions"]),
                        left: formula(&changed["network"]["plain"]),
                        right: store.and(list(&changed["result"]["plain"])),
                    };
                    let tally = points::examine(&store, &statement, &mut random, 25);
                    assert!(
                        tally.counterexample.is_none(),
                        "{path} {tally:?}: {changed}"
                    );
                }
            }
        }
    }
    println!("{rejected} rejected, {told} told as not confirmed, {kept} still true");
    assert!(rejected > 250 && told > 200, "{rejected} {told} {kept}");
}
