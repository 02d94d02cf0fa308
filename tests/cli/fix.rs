//! Corrections: copies that `--fix` writes, the fixes of SARIF, and how findings are summed up.

use super::{file, folder, objects, run, verdicts};

/// Three formulas that a small change makes true, in three surroundings.
const NOTES: &str = "Then we get $\\sigma(-z) = \\sigma(z)$ for all z.\n\n\
    Hence $$\\log(ab) = \\log a - \\log b$$ for $a > 0$ and $b > 0$.\n\nThus\n\
    > $(a+b)^2 = a^2 -\n> 2ab + b^2$.\n\nThen $x + x = 2x$.\n";

#[test]
fn a_copy_with_the_changes_holds() {
    let folder = folder("fix");
    let path = file(&folder, "notes.md", NOTES);
    let before = run(&["check", &path, "--to", "jsonl"], "");
    let wrong = verdicts(&before.out)
        .iter()
        .filter(|v| *v == "refuted")
        .count();
    assert_eq!(wrong, 3, "{}", before.out);
    let found = run(&["check", &path, "--fix"], "");
    assert_eq!(found.status, 1, "{}", found.err);
    let copy = path.replace("notes.md", "notes.fixed.md");
    assert_eq!(found.err, format!("wrote {copy} with 3 changes\n"));
    // The document stays as it is, and the copy has other formulas in the same places.
    assert_eq!(std::fs::read_to_string(&path).expect("a text"), NOTES);
    let text = std::fs::read_to_string(&copy).expect("a copy");
    assert_eq!(text.lines().count(), NOTES.lines().count());
    assert!(text.contains("= \\log a + \\log b"), "{text}");
    let after = run(&["check", &copy], "");
    assert_eq!(after.status, 0, "{}", after.out);
    let said = "4 formulas claim something: all hold; 2 claim nothing\n";
    assert!(after.out.ends_with(said), "{}", after.out);
    // What is there is not overwritten.
    let again = run(&["check", &path, "--fix"], "");
    assert_eq!(again.status, 2);
    assert!(again.err.contains("not overwritten"), "{}", again.err);
    let same = std::fs::read_to_string(&copy).expect("a copy");
    assert_eq!(text, same);
}

#[test]
fn what_cannot_be_changed_is_told() {
    let folder = folder("fix-not");
    let lines = "{\"latex\": \"(a+b)^2 = a^2 - 2ab + b^2\"}\n";
    let lines = file(&folder, "all.jsonl", lines);
    let book = "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": \
        [\"Thus $(a+b)^2 = a^2 - 2ab + b^2$.\"]}], \"nbformat\": 4}\n";
    let book = file(&folder, "book.ipynb", book);
    for path in [lines, book] {
        let found = run(&["check", &path, "--fix"], "");
        assert_eq!(found.status, 2, "{path}: {}", found.out);
        assert!(found.err.contains("cannot write 1 change"), "{}", found.err);
    }
    let fine = file(&folder, "fine.md", "Then $x + x = 2x$.\n");
    let found = run(&["check", &fine, "--fix"], "");
    assert_eq!(found.status, 0);
    assert!(found.err.contains("nothing to fix"), "{}", found.err);
    assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 3);
}

#[test]
fn sarif_has_the_changes() {
    let folder = folder("fix-sarif");
    let path = file(&folder, "notes.md", NOTES);
    let sarif = run(&["check", &path, "--to", "sarif"], "").out;
    let sarif: serde_json::Value = serde_json::from_str(&sarif).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results.len(), 3);
    let lines: Vec<&str> = NOTES.lines().collect();
    let change = &results[1]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    let region = &change["deletedRegion"];
    let number = |key: &str| region[key].as_u64().expect("a number") as usize;
    let line = lines[number("startLine") - 1];
    assert_eq!(number("startLine"), number("endLine"));
    let old = &line[number("startColumn") - 1..number("endColumn") - 1];
    assert_eq!(
        (old, &change["insertedContent"]["text"]),
        ("-", &"+".into())
    );
}

/// Findings of every weight are listed when there are many, the worst first.
#[test]
fn many_findings_are_listed_by_weight() {
    let folder = folder("weight");
    let part = "Then $\\sqrt{u^2} = u$.\n\nThus $x + x = 3x$ for all x.\n\n";
    let few = file(&folder, "few.md", part.repeat(3));
    let many = file(&folder, "many.md", part.repeat(4));
    let (few, many) = (
        run(&["check", &few], "").out,
        run(&["check", &many], "").out,
    );
    assert!(!few.contains("  wrong  "), "{few}");
    let places: Vec<usize> = ["  wrong  ", "  conditional  "]
        .iter()
        .flat_map(|word| many.match_indices(word).map(|(at, _)| at))
        .collect();
    assert_eq!(places.len(), 8, "{many}");
    assert!(places.is_sorted(), "{many}");
    let said = "8 formulas claim something: 4 are wrong, 4 hold only under a condition\n";
    assert!(many.ends_with(said), "{many}");
}

/// A name that is made for a term is for programs: people read words.
#[test]
fn made_names_are_not_shown_to_people() {
    let text = "Then $\\nabla_w L(w) = \\nabla_w L(w) + 1$.\n\nHence \
        $\\frac{\\partial f}{\\partial x}(y) = 2 + \\int_A g(x) dx$ and $\\nabla L = 2 \\nabla L$.\n";
    let made = |text: &str| {
        let names = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        let number = |n: &str| n.len() == 16 && n.chars().all(|c| c.is_ascii_hexdigit());
        let mut ends = names.filter_map(|name| name.rsplit('_').next());
        ends.any(number)
    };
    for format in ["text", "html", "markdown", "latex", "typst", "github"] {
        let arguments = ["check", "-", "--as", "markdown", "-v", "--to", format];
        let found = run(&arguments, text);
        assert!(!made(&found.out), "{format}: {}", found.out);
    }
    let found = run(&["check", "-", "--as", "markdown", "--to", "jsonl"], text);
    for object in objects(&found.out) {
        assert!(!made(object["message"].as_str().expect("a message")));
    }
}
