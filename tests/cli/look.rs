//! How an output looks: what the options change and what they refuse.

use super::run;

fn derived(options: &[&str]) -> String {
    let all = [&["derive", "examples/logistic.net"], options].concat();
    let result = run(&all, "");
    assert_eq!(result.status, 0, "{options:?}: {}", result.err);
    result.out
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
