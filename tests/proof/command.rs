//! The command `equiff replay`, and texts that are no proof.

use equiff::expr::Store;
use serde_json::{Value, json};

use super::{output, run};

/// Runs `equiff replay` on a text: exit status, standard output, standard error.
fn replay(text: &str) -> (i32, String, String) {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_equiff"))
        .args(["replay", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(text.as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn the_command_says_what_is_proved_and_what_is_not() {
    let store = Store::new();
    let derivation = run(&store, "inputs x\nactivation softplus\noutput y");
    let good = output(&store, &derivation);
    let (status, out, _) = replay(&good.to_string());
    assert_eq!(status, 0);
    assert!(
        out.contains("proved: y = softplus(b + w*x) <=> log(exp(y) - 1) = b + w*x"),
        "{out}"
    );
    assert!(out.contains("where: softplus("), "{out}");
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut value = good.clone();
        change(&mut value);
        replay(&value.to_string())
    };
    let lemma = &|value: &mut Value| {
        let moves = value["proof"]["moves"].as_array_mut().unwrap();
        let lemma = moves.iter_mut().find(|m| m.get("proof").is_some()).unwrap();
        lemma["proof"]["moves"][1]["rule"] = json!("exp-invert");
    };
    let (status, out, err) = changed(lemma);
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(
        err.contains("step 2 of the lemma of step 2 (exp-invert)"),
        "{err}"
    );
    let (status, _, err) =
        changed(&|value| value["result"]["plain"][0] = json!("log(exp(y) + 1) = b + w*x"));
    assert_eq!(status, 1);
    assert!(err.contains("the claimed result"), "{err}");
    let (status, _, err) = changed(&|value| value["network"]["plain"] = json!("y = exp(b + w*x)"));
    assert_eq!(status, 1);
    assert!(err.contains("the claimed network"), "{err}");
}

#[test]
fn what_is_no_proof_is_unreadable() {
    let deep = format!("{}x{}", "(".repeat(50_000), ")".repeat(50_000));
    let nested = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let node = |head: &str, args: &str| {
        json!({ "formulas": ["x", "1", "x = 1", {"head": head, "args": serde_json::from_str::<Value>(args).unwrap()}],
            "first": 2, "conditions": [], "moves": [] })
        .to_string()
    };
    let mut texts = vec![
        String::new(),
        "{".to_owned(),
        "{}".to_owned(),
        "\u{feff}{}".to_owned(),
        nested,
        json!({ "proof": null }).to_string(),
        json!({ "formulas": 3 }).to_string(),
        json!({ "formulas": ["x ="] }).to_string(),
        json!({ "formulas": ["part0"] }).to_string(),
        json!({ "formulas": ["x", "part1 + 1"] }).to_string(),
        json!({ "formulas": ["x"], "first": 0, "conditions": [], "moves": [] }).to_string(),
        json!({ "formulas": ["x = 1"], "first": 1, "conditions": [], "moves": [] }).to_string(),
        json!({ "formulas": ["slot1 = 1"], "first": 0, "conditions": [], "moves": [] }).to_string(),
        json!({ "formulas": ["x = 1"], "first": 0, "conditions": [], "moves": [{}] }).to_string(),
        json!({ "formulas": ["x = 1e999999999"], "first": 0, "conditions": [], "moves": [] })
            .to_string(),
        json!({ "formulas": ["x = 1"], "first": 0, "conditions": [],
            "moves": [{"rule": "arrange", "path": [-1], "bindings": {}, "after": 0}] })
        .to_string(),
        json!({ "formulas": ["x = 1"], "first": 0, "conditions": [],
            "moves": [{"lemma": "a", "path": [], "bindings": {}, "after": 0, "fixed": []}] })
        .to_string(),
    ];
    for (head, args) in [
        ("neg", "[]"),
        ("neg", "[0, 0]"),
        ("neg", "[2]"),
        ("and", "[0, 2]"),
        ("sum", "[1, 1, 1, 0]"),
        ("each", "[0, 1, 1, 0]"),
        ("entry", "[1, 1]"),
        ("if", "[0, 1]"),
        ("if", "[2]"),
        ("exp()", "[0, 0]"),
        ("odd()", "[]"),
        ("e()", "[0]"),
        ("f(x)()", "[0]"),
        ("add", "[3, 0]"),
        ("nothing", "[0]"),
        ("pow", "[0, 99999999999999999999]"),
    ] {
        texts.push(node(head, args));
    }
    for text in &texts {
        let (status, out, err) = replay(text);
        assert_eq!(
            (status, out.as_str()),
            (2, ""),
            "{}",
            text.chars().take(300).collect::<String>()
        );
        assert!(err.starts_with("error: ") && err.len() < 400, "{err}");
    }
    // Deep formulas are read.
    let text =
        json!({ "formulas": [format!("{deep} = 1")], "first": 0, "conditions": [], "moves": [] });
    assert_eq!(replay(&text.to_string()).0, 0);
    // A name that steers the terminal is shown harmless.
    let text = json!({ "formulas": ["x = 1"], "first": 0, "conditions": [],
        "moves": [{"rule": "\u{1b}[31m", "path": [], "bindings": {}, "after": 0}] });
    let (status, _, err) = replay(&text.to_string());
    assert!(status == 1 && !err.contains('\u{1b}'), "{err}");
}
