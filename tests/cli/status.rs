//! Exit statuses, and what is said of bad usage and bad input.

use super::{file, folder, run, run_bytes};

const HOLDS: &str = "exp(log(2)) = 2";
const REFUTED: &str = "sigmoid(0) = 1";
const CONDITIONAL: &str = "x/x = 1";
const UNPARSED: &str = "1 + = 2";
const NO_CLAIM: &str = "y ~ Normal(mu, 1)";

#[test]
fn the_worst_verdict_tells_the_status() {
    for (claims, status) in [
        (&[][..], 0),
        (&[HOLDS], 0),
        (&[NO_CLAIM], 0),
        (&[HOLDS, REFUTED], 1),
        (&[CONDITIONAL], 1),
        (&[UNPARSED, HOLDS], 3),
        (&[UNPARSED, REFUTED], 1),
        (&[NO_CLAIM, UNPARSED], 3),
    ] {
        let input = claims.join("\n");
        for format in ["text", "json", "jsonl", "sarif", "github"] {
            let found = run(&["check", "-", "--as", "claims", "--to", format], &input);
            assert_eq!(
                found.status, status,
                "{claims:?} to {format}: {}",
                found.err
            );
        }
    }
}

#[test]
fn what_cannot_be_checked_outranks_verdicts_and_stops_nothing() {
    let folder = folder("status");
    let good = file(&folder, "good.claim", HOLDS);
    let bad = file(&folder, "bad.claim", REFUTED);
    let latin = file(&folder, "latin.md", b"caf\xe9 $1 = 2$");
    let net = file(&folder, "a.net", "inputs x");
    let odd = file(&folder, "words.xyz", "no formulas at all");
    let notebook = file(&folder, "broken.ipynb", "{");
    let missing = folder
        .join("missing.md")
        .to_str()
        .expect("a path")
        .to_owned();
    let directory = folder.to_str().expect("a path").to_owned();
    for (wrong, said) in [
        (&latin, "not UTF-8: byte 0xE9 in line 1, column 4"),
        (&net, "equiff derive"),
        (&odd, "--as"),
        (&notebook, "no JSON"),
        (&missing, "No such file"),
        (&directory, "directory"),
    ] {
        let found = run(&["check", wrong, &good, &bad], "");
        assert_eq!(found.status, 2, "{wrong}");
        assert!(found.err.contains(said), "{wrong}: {}", found.err);
        assert!(found.err.starts_with("error: "), "{}", found.err);
        assert!(
            found.out.contains("good.claim:1:1: equivalent"),
            "{}",
            found.out
        );
        assert!(found.out.contains("bad.claim:1:1\n"), "{}", found.out);
        let counts = "2 formulas claim something: 1 holds, 1 is wrong; 1 file not checked";
        assert!(found.out.contains(counts), "{}", found.out);
    }
}

#[test]
fn bad_usage_is_told() {
    let folder = folder("usage");
    let no_baseline = file(&folder, "baseline.json", "[]");
    for (arguments, said) in [
        (&["check", "--to", "xml", "-e", HOLDS][..], "jsonl"),
        (&["check", "-e", HOLDS, "a.md"], "cannot be used with"),
        (&["check", "-j", "many", "-e", HOLDS], "invalid"),
        (&["check", "--budget", "0", "-e", HOLDS], "invalid"),
        (&["check", "--as", "word", "-"], "notebook"),
        (
            &["check", "--baseline", "nowhere.json", "-e", HOLDS],
            "nowhere.json",
        ),
        (
            &["check", "--baseline", &no_baseline, "-e", HOLDS],
            "no baseline",
        ),
        (&["check", "--colour", "-e", HOLDS], "unexpected"),
        (&["check", "--fix", "-e", HOLDS], "cannot be used with"),
        (&["check", "--fix"], "standard input"),
        (&["check", "--fix", "-"], "standard input"),
    ] {
        let found = run(arguments, "");
        assert_eq!(found.status, 2, "{arguments:?}");
        assert!(found.err.contains(said), "{arguments:?}: {}", found.err);
        assert!(found.out.is_empty(), "{arguments:?}: {}", found.out);
    }
}

#[test]
fn kinds_of_input_are_told_by_name_by_word_or_by_what_they_hold() {
    let dollars = "Here $\\log(e^z) = z$ stands.\n";
    for (arguments, input, file) in [
        (&["check", "-"][..], dollars, "<stdin>"),
        (&["check", "-", "--as", "tex"], dollars, "<stdin>"),
        (&["check", "-", "--stdin-name", "a/b.md"], dollars, "a/b.md"),
        (&["check"], "log(exp(z)) = z\n", "<stdin>"),
        (&["check"], "{\"latex\": \"\\\\log(e^z) = z\"}\n", "<stdin>"),
        (
            &["check"],
            "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": [\"$\\\\log(e^z) = z$\"]}],\n\
             \"nbformat\": 4}\n",
            "<stdin>",
        ),
        (&["check", "-e", "log(exp(z)) = z"], "", "<text>"),
        (&["check", "-e", "\\log(e^z) = z"], "", "<text>"),
        (&["check", "-e", "-log(exp(z)) = -z"], "", "<text>"),
    ] {
        let mut all = arguments.to_vec();
        all.extend(["--to", "jsonl"]);
        let found = run(&all, input);
        let objects = super::objects(&found.out);
        assert_eq!(
            objects.len(),
            1,
            "{arguments:?} {input}: {}{}",
            found.out,
            found.err
        );
        assert_eq!(objects[0]["verdict"], "equivalent", "{arguments:?} {input}");
        assert_eq!(objects[0]["source"]["file"], *file, "{arguments:?} {input}");
        assert_eq!(found.status, 0);
    }
}

#[test]
fn other_commands_are_where_they_were() {
    let shown = run(&["links", "logit"], "");
    assert_eq!(shown.status, 0);
    assert!(shown.out.contains("eta = log(mu/(1 - mu))") || shown.out.contains("log(mu"));
    assert_eq!(run(&["links", "logti"], "").status, 2);
    let derived = run(&["derive", "examples/logistic.net", "--to", "json"], "");
    assert_eq!(derived.status, 0);
    let replayed = run(&["replay"], &derived.out);
    assert_eq!(replayed.status, 0, "{}", replayed.err);
    assert_eq!(run(&["replay"], "no JSON").status, 2);
    assert_eq!(run_bytes(&["derive"], b"inputs \xff").status, 2);
    assert_eq!(
        run(&["--version"], "").out,
        format!("equiff {}\n", env!("CARGO_PKG_VERSION"))
    );
    for command in ["derive", "check", "links", "replay"] {
        let help = run(&[command, "--help"], "");
        assert!(
            help.status == 0 && help.out.contains("Usage: equiff"),
            "{command}"
        );
    }
    assert_eq!(run(&[], "").status, 2);
}

/// A small budget leaves claims unknown; it makes no other of a verdict.
#[test]
fn a_budget_bounds_what_is_tried() {
    for (claim, wanted) in [
        (HOLDS, "equivalent"),
        ("sqrt(x^2) = x", "conditional"),
        ("sigmoid(2*z) = 2*sigmoid(z)", "refuted"),
    ] {
        let verdict = |budget: &str| {
            let arguments = ["check", "--budget", budget, "--to", "jsonl", "-e", claim];
            crate::verdicts(&run(&arguments, "").out).remove(0)
        };
        assert_eq!(verdict("300000"), wanted);
        let small = verdict("10");
        assert!(
            small == "unknown" || wanted == "refuted" && small == wanted,
            "{claim}: {small}"
        );
    }
}

/// An equation may name its activation, as a description does.
#[test]
fn an_equation_names_its_activation() {
    for (name, title, status) in [
        ("relu", "ReLU is no inverse link", 1),
        ("swish", "SiLU is no inverse link", 1),
        ("probit", "Probit regression", 0),
    ] {
        let text = format!("y = {name}(b + w*x)");
        let told = run(&["derive", "-e", &text], "");
        assert_eq!(told.status, status, "{text}");
        assert!(told.out.starts_with(title), "{}", told.out);
    }
}
