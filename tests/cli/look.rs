//! How an output looks: what the options change and what they refuse.

use super::run;

fn derived(options: &[&str]) -> String {
    let all = [&["derive", "examples/logistic.net"], options].concat();
    let result = run(&all, "");
    assert_eq!(result.status, 0, "{options:?}: {}", result.err);
    result.out
}

#[test]
fn words_are_in_the_language() {
    let german = derived(&["--lang", "de", "--to", "html"]);
    assert!(german.contains("<html lang=\"de\">"), "{german}");
    assert!(german.contains("Logistische Regression"), "{german}");
    assert!(!german.contains("regression"), "{german}");
    let french = run(&["draw", "examples/fitted.net", "--lang", "fr"], "").out;
    assert!(french.contains("Réseau de neurones"), "{french}");
    assert!(french.contains("poids 0.8"), "{french}");
    assert!(french.contains(">0,8<"), "{french}");
    let own = run(&["derive", "examples/fitted.net", "--decimal", "comma"], "").out;
    assert!(
        own.contains("0,8 age") && own.contains("take logarithms"),
        "{own}"
    );
    let unknown = run(&["derive", "examples/fitted.net", "--lang", "tlh"], "");
    assert_eq!(unknown.status, 2);
    assert!(unknown.err.contains("de"), "{}", unknown.err);
}

#[test]
fn names_are_given_colours() {
    let html = derived(&["--to", "html", "--color", "b=teal", "--color", "x_red=none"]);
    assert!(html.contains("--teal: #006969") && html.contains("--red: #c21f1f"));
    let html = derived(&["--to", "html", "--color", "none"]);
    assert!(!html.contains("--red"));
    // A fragment needs a package then; Markdown's readers know no colours of ours.
    let tex = derived(&["--to", "latex"]);
    assert!(!tex.contains("xcolor") && !tex.contains("\\textcolor"));
    let tex = derived(&["--to", "latex", "--color", "b=teal"]);
    assert!(
        tex.contains("% Needs \\usepackage{xcolor}.") && tex.contains("\\textcolor{equiffteal}{b}")
    );
    let markdown = derived(&["--to", "markdown", "--color", "b=teal"]);
    assert!(!markdown.contains("equiffteal"));
}

#[test]
fn colours_that_are_none_are_refused() {
    for (choice, said) in [
        ("b=blu", "`blu` is no colour; colours are blue, red"),
        ("c=blue", "the network has no name `c`; it has p, b"),
        ("blue", "such as w_1=blue"),
    ] {
        let result = run(&["derive", "examples/logistic.net", "--color", choice], "");
        assert_eq!((result.status, result.out.as_str()), (2, ""), "{choice}");
        assert!(result.err.contains(said), "{}", result.err);
    }
}

/// Conditions are no reasons: they stand in every arrangement.
#[test]
fn reasons_stand_where_they_are_wanted() {
    for format in [
        "unicode", "latex", "markdown", "mathml", "html", "typst", "beamer",
    ] {
        // A space in MathML keeps lines together.
        let with = |place: &str| {
            let text = derived(&["--to", format, "--reasons", place]);
            text.replace('\u{a0}', " ")
        };
        assert!(with("inline").contains("take logarithms"), "{format}");
        let between = with("between");
        assert!(between.contains("Take logarithms:"), "{format}");
        assert!(
            between.find("Take logarithms:") < between.rfind("Change the sign"),
            "{format}"
        );
        let numbered = with("numbered");
        let listed = numbered.find("; (5) take logarithms; ");
        let listed = listed.or(numbered.find("; (5) take\nlogarithms; "));
        let beside = numbered.find("(5)").expect("a number");
        assert!(listed.is_some_and(|at| beside < at), "{format}: {numbered}");
        let none = with("none");
        let steps = none.contains("Take logarithms") || none.contains("(5)");
        assert!(!steps && !none.contains("subtract"), "{format}");
    }
    let root = "inputs x\nactivation sqrt\noutput y";
    for place in ["inline", "between", "numbered", "none"] {
        let page = run(&["derive", "-", "--reasons", place], root);
        // Once in the message, and once in the derivation.
        assert_eq!(page.out.matches("≥ 0").count(), 2, "{place}: {}", page.out);
    }
}

/// Each formula has one number and one label, in every environment.
#[test]
fn formulas_are_numbered_and_labelled() {
    let count = |text: &str, part: &str| text.matches(part).count();
    for environment in ["align", "gather"] {
        let tex = derived(&[
            "--to",
            "latex",
            "--environment",
            environment,
            "--label",
            "glm",
        ]);
        assert_eq!(count(&tex, "\\label{glm:"), 8, "{tex}");
        let rows = count(&tex, " \\\\\n") + 1;
        assert_eq!(rows - count(&tex, "\\notag"), 8, "{tex}");
        let plain = derived(&["--to", "latex", "--environment", environment, "--number"]);
        assert_eq!(count(&plain, "\\notag"), count(&tex, "\\notag"));
        assert!(
            !plain.contains("\\label") && !plain.contains("align*") && !plain.contains("gather*")
        );
    }
    for environment in ["aligned", "split"] {
        let tex = derived(&[
            "--to",
            "latex",
            "--environment",
            environment,
            "--label",
            "glm",
        ]);
        assert_eq!(count(&tex, "\\label{glm:1}"), 1);
        assert_eq!([count(&tex, "\\label"), count(&tex, "\\notag")], [1, 0]);
    }
}

#[test]
fn lines_are_as_wide_as_wanted() {
    for width in ["40", "200pt", "7.03cm", "2.77in"] {
        let text = derived(&["--width", width, "--steps", "full"]);
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(40), "{width}: {widest:?}\n{text}");
    }
    let lines = |width: &str| {
        derived(&["--to", "latex", "--width", width])
            .lines()
            .count()
    };
    assert!(lines("30") > lines("60") && lines("60") > lines("120"));
    for wrong in ["8", "wide", "-3cm", "1e9", "12 miles", "nan", "inf", ""] {
        let result = run(&["derive", "examples/logistic.net", "--width", wrong], "");
        assert_eq!((result.status, result.out.as_str()), (2, ""), "{wrong}");
    }
    for wrong in ["", "a}b", "a b", "\\x"] {
        let result = run(&["derive", "examples/logistic.net", "--label", wrong], "");
        assert_eq!((result.status, result.out.as_str()), (2, ""), "{wrong}");
    }
}

/// Each weight of the drawing is lighted by its name in the formulas.
#[test]
fn weights_light_their_edges() {
    let page = run(&["derive", "examples/logistic.net", "--to", "html"], "").out;
    let rules: Vec<(&str, &str)> = page
        .lines()
        .filter_map(|line| line.strip_prefix("main:has(.")?.split_once(":hover) #"))
        .collect();
    assert_eq!(rules.len(), 5, "{page}");
    let names = ["blue", "red", "purple", "grey"];
    for ((class, rest), name) in rules.iter().zip(names) {
        let id = rest.split(' ').next().expect("an id");
        assert_eq!(id, format!("w-{name}"));
        assert!(
            page.contains(&format!("<g id=\"{id}\" class=\"edge\">")),
            "{id}"
        );
        let named = format!("<mrow class=\"{class}\"");
        let places: Vec<&str> = page.split(&named).skip(1).collect();
        assert!(places.len() > 2, "{class}");
        // Every place that is marked has the weight's name.
        for place in places {
            let formula = place.split("</mrow></mrow>").next().expect("a formula");
            assert!(formula.contains(name), "{formula}");
        }
    }
}
