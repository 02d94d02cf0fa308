//! Verdicts on claims whose truth was decided by mathematics (tests/data/claims-open.jsonl, from the
//! project's claims): none may be wrong; "unknown" is honest, and counted.
use std::collections::HashMap;

use equiff::check::reading::{Checked, Reader};
use equiff::check::{self, Verdict};
use equiff::document::{self, Kind};
use equiff::eval::{Assignment, truth};
use equiff::expr::{Binding, Expr, Head, Store};
use equiff::parse;

fn verdicts(text: &str) -> Vec<(serde_json::Value, Checked)> {
    text.lines()
        .enumerate()
        .map(|(number, line)| {
            let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let found = document::line(Kind::Lines, line, number + 1)
                .expect("a claim")
                .expect("readable");
            (row, Reader::default().formula(&found, &[]))
        })
        .collect()
}

/// No claim of the table gets a wrong verdict, and most get one.
#[test]
fn verdicts_are_true() {
    let text = std::fs::read_to_string("tests/data/claims-open.jsonl").expect("the claims");
    let mut counts: HashMap<(String, &str), usize> = HashMap::new();
    let (mut decided, mut all) = (0, 0);
    for (row, checked) in verdicts(&text) {
        let expected = row["truth"].as_str().expect("truth").to_owned();
        let verdict = checked.report.verdict.word();
        *counts.entry((expected.clone(), verdict)).or_default() += 1;
        all += 1;
        if verdict == "unknown" {
            continue;
        }
        assert_eq!(
            verdict, expected,
            "{}: {}",
            row["id"], checked.report.message
        );
        decided += 1;
        if verdict == "refuted" {
            assert!(checked.counterexample.is_some(), "{}", row["id"]);
        }
        if verdict == "equivalent" {
            assert!(!checked.report.steps.is_empty(), "{}: no proof", row["id"]);
        }
    }
    assert!(
        all >= 189 && decided >= 150,
        "{decided} of {all}: {counts:?}"
    );
}

/// The values of a counterexample, put into the claim, make it false for the evaluator alone.
#[test]
fn counterexamples_are_certain() {
    let mut looked_at = 0;
    for claim in [
        "p = sigmoid(z) <=> p/(1-p) = z",
        "sigmoid(800) = 1",
        "log(1 + exp(z)) = z for z > 50",
        "sigmoid(2*z) = 2*sigmoid(z)*sigmoid(-z)",
        "p = 1 - exp(eta) <=> log(p) = eta",
        "sqrt(x^2) = x",
        "exp(log(x)) = x",
    ] {
        let store = Store::new();
        let report = check::plain(&store, claim).expect("readable");
        assert!(
            matches!(report.verdict, Verdict::Refuted | Verdict::Conditional),
            "{claim}: {report:?}"
        );
        let point: Binding = report
            .counterexample
            .expect("a point")
            .into_iter()
            .collect();
        let formula = parse::claim(&store, claim).expect("readable").formula;
        let put = |e: Expr| store.substitute(e, &point);
        let none = Assignment::new();
        let sides = store.args(formula);
        if matches!(store.head(formula), Head::Iff) {
            // Put in, one side is an identity of closed terms and the other is certainly false.
            let values = [
                truth(&store, put(sides[0]), &none),
                truth(&store, put(sides[1]), &none),
            ];
            assert!(values.contains(&Some(false)), "{claim}: {values:?}");
            assert_ne!(values[0], values[1], "{claim}");
        } else {
            assert_eq!(truth(&store, put(formula), &none), Some(false), "{claim}");
        }
        looked_at += 1;
    }
    assert_eq!(looked_at, 7);
}

/// Each function after its inverse, and before it, is known where it is the identity.
#[test]
fn functions_and_their_inverses() {
    for (claim, verdict, conditions) in [
        ("tan(atan(x)) = x", "equivalent", &[][..]),
        ("sinh(asinh(x)) = x", "equivalent", &[]),
        ("asinh(sinh(x)) = x", "equivalent", &[]),
        ("atanh(tanh(x)) = x", "equivalent", &[]),
        ("acosh(cosh(x)) = abs(x)", "equivalent", &[]),
        ("Phi_inv(Phi(x)) = x", "equivalent", &[]),
        ("logit(sigmoid(x)) = x", "equivalent", &[]),
        ("min(x, tan(atan(y))) = min(x, y)", "equivalent", &[]),
        ("cosh(acosh(x)) = x", "conditional", &["x >= 1"]),
        ("tanh(atanh(x)) = x", "conditional", &["-1 < x", "x < 1"]),
        ("sin(asin(x)) = x", "conditional", &["-1 <= x", "x <= 1"]),
        ("cos(acos(x)) = x", "conditional", &["-1 <= x", "x <= 1"]),
        ("Phi(Phi_inv(x)) = x", "conditional", &["x > 0", "x < 1"]),
    ] {
        let store = Store::new();
        let report = check::plain(&store, claim).expect("a claim");
        let found: Vec<String> = report
            .conditions
            .iter()
            .map(|condition| equiff::render::plain(&store, *condition))
            .collect();
        assert_eq!(
            (report.verdict.word(), found),
            (
                verdict,
                conditions.iter().map(|c| (*c).to_owned()).collect()
            ),
            "{claim}"
        );
    }
}

#[test]
fn what_claims_nothing_is_told() {
    for claim in [
        "z = w*x + b",
        "log(p/(1-p)) = b + w*x",
        "h(x) = x^2 + 1",
        "x > 0",
        "p + q",
        "y ~ Normal(mu, 1)",
    ] {
        let store = Store::new();
        let report = check::plain(&store, claim).expect("readable");
        assert_eq!(
            report.verdict,
            Verdict::NoClaim,
            "{claim}: {}",
            report.message
        );
    }
}

/// Definitions hold from where they stand; conditions behind a formula are given.
#[test]
fn documents_are_read_in_order() {
    let text = "Let $p = \\sigma(z)$. Then $\\log\\frac{p}{1-p} = z$.\n\n\
                We have $\\sqrt{x^2} = x$ for $x > 0$.\n\nBut $\\tanh(z) = 2\\sigma(z) - 1$ is wrong.\n\n\
                ```\n$1 = 2$\n```\n";
    let all = Reader::document(Kind::Markdown, text).expect("readable");
    let verdicts: Vec<&str> = all.iter().map(|c| c.report.verdict.word()).collect();
    assert_eq!(
        verdicts,
        [
            "no-claim",
            "equivalent",
            "equivalent",
            "no-claim",
            "refuted"
        ],
        "{all:#?}"
    );
}

/// Verdicts on other projects' claims, where their files are present.
#[test]
fn outside_claims_are_never_wrong() {
    let shared = std::env::var("EQUIFF_SHARED").unwrap_or_else(|_| "../shared".to_owned());
    for name in ["doenet", "stack", "fungrim", "equatiomatic"] {
        let path = format!("{shared}/outside/{name}-open.jsonl");
        let Ok(text) = std::fs::read_to_string(&path) else {
            assert!(std::env::var_os("CI").is_none(), "{path} is missing");
            eprintln!("skipped: {path} is not there");
            continue;
        };
        for (row, checked) in verdicts(&text) {
            let verdict = checked.report.verdict.word();
            let truth = row["truth"].as_str().unwrap_or("no-claim");
            let accepted = row["accept"]
                .as_array()
                .is_some_and(|all| all.iter().any(|v| v == verdict));
            assert!(
                verdict == truth || accepted || verdict == "unknown",
                "{}: {verdict}, but it is {truth}: {}",
                row["id"],
                checked.report.message
            );
        }
    }
}
