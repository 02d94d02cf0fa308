//! `equiff derive --statistics` and `--family`.

use super::run;

const NETWORK: &str = "inputs age, dose\nweights 0.8, -1.25\nactivation sigmoid\noutput p\n";

#[test]
fn every_format_has_the_sections() {
    for format in [
        "unicode", "latex", "mathml", "typst", "html", "markdown", "beamer", "json",
    ] {
        let arguments = ["derive", "-", "--statistics", "--to", format];
        let found = run(&arguments, NETWORK);
        assert_eq!(found.status, 0, "{format}: {}", found.err);
        for part in [
            "Log-likelihood and loss",
            "Score and information",
            "BinaryCrossentropy",
            "2.226",
        ] {
            assert!(found.out.contains(part), "{part} in {format}");
        }
        let without = run(&["derive", "-", "--to", format], NETWORK);
        assert!(!without.out.contains("Score and information"), "{format}");
    }
}

#[test]
fn json_has_the_formulas_as_plain_text() {
    let found = run(&["derive", "-", "--statistics", "--to", "json"], NETWORK);
    let value: serde_json::Value = serde_json::from_str(&found.out).expect("JSON");
    let statistics = &value["statistics"];
    assert_eq!(statistics["family"], "binomial");
    let proved = statistics["proved"].as_array().expect("a list");
    let is =
        |claim: &serde_json::Value| claim["formula"] == "-(y*log(mu) + (1 - y)*log(1 - mu)) = -ell";
    assert!(proved.iter().any(is), "{proved:?}");
    let sections = statistics["sections"].as_array().expect("a list");
    let headings: Vec<&str> = sections
        .iter()
        .filter_map(|s| s["heading"].as_str())
        .collect();
    assert_eq!(
        headings,
        [
            "Distribution of the response",
            "Log-likelihood and loss",
            "Score and information",
            "What stays open",
            "How to read a coefficient",
        ]
    );
    // The proof is there as without the sections.
    assert!(value["proof"].is_object());
    let without = run(&["derive", "-", "--to", "json"], NETWORK);
    assert!(!without.out.contains("\"statistics\""));
}

#[test]
fn a_family_is_chosen_by_any_of_its_names() {
    let network = "inputs x\nactivation exp\noutput m";
    for name in ["gamma", "Gamma", "GAMMA"] {
        let found = run(&["derive", "-", "--statistics", "--family", name], network);
        assert_eq!(found.status, 0);
        assert!(found.out.contains("the gamma family"), "{}", found.out);
    }
}

#[test]
fn a_wrong_family_is_bad_usage() {
    for (family, says) in [
        ("posson", "did you mean `poisson`?"),
        ("nonsense", "families are binomial, gamma"),
        (
            "multinomial",
            "is for categories, and the network gives one output a mean",
        ),
    ] {
        let found = run(
            &["derive", "-", "--statistics", "--family", family],
            NETWORK,
        );
        assert_eq!(found.status, 2, "{family}");
        assert!(found.out.is_empty());
        assert!(found.err.contains(says), "{}", found.err);
    }
    let alone = run(&["derive", "-", "--family", "gamma"], NETWORK);
    assert_eq!(alone.status, 2);
    assert!(alone.err.contains("--statistics"), "{}", alone.err);
}
