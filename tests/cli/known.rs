//! Known exceptions: comments that ignore, baselines.

use super::{file, folder, objects, run};

const MISTAKE: &str = "\\sigma(a + b) = \\sigma(a)\\,\\sigma(b)";

#[test]
fn comments_ignore_in_every_kind_of_file() {
    let folder = folder("ignore");
    for (name, text) in [
        (
            "a.tex",
            format!("% equiff: ignore why not\n\\[ {MISTAKE} \\]\n"),
        ),
        (
            "b.tex",
            format!("\\[ {MISTAKE} \\] % equiff: ignore why not\n"),
        ),
        (
            "c.tex",
            format!("\\[\n% equiff: ignore why not\n{MISTAKE} \\]\n"),
        ),
        (
            "a.md",
            format!("<!-- equiff: ignore why not -->\n$${MISTAKE}$$\n"),
        ),
        (
            "b.md",
            format!("Look: $${MISTAKE}$$ <!-- equiff: ignore why not -->\n"),
        ),
        (
            "a.txt",
            format!("# equiff: ignore why not\n$${MISTAKE}$$\n"),
        ),
        (
            "a.claim",
            "# equiff: ignore why not\nsigmoid(0) = 1\n".to_owned(),
        ),
        (
            "b.claim",
            "sigmoid(0) = 1 # equiff: ignore why not\n".to_owned(),
        ),
    ] {
        let path = file(&folder, name, &text);
        let found = run(&["check", &path], "");
        assert_eq!(found.status, 0, "{name}: {}", found.out);
        assert!(
            found.out.contains("ignored (why not): refuted"),
            "{name}: {}",
            found.out
        );
        assert!(
            found.out.contains("1 formula ignored by comment"),
            "{name}: {}",
            found.out
        );
        assert!(!found.out.contains("warning"), "{name}: {}", found.out);
        let listed = objects(&run(&["check", &path, "--to", "jsonl"], "").out);
        assert_eq!(listed[0]["ignored"], "why not", "{name}");
        let bare = text.replace("equiff: ignore why not", "a remark");
        let path = file(&folder, name, bare);
        assert_eq!(run(&["check", &path], "").status, 1, "{name}");
    }
}

#[test]
fn comments_that_ignore_nothing_are_told() {
    let folder = folder("unused");
    for (name, text, line) in [
        ("a.tex", "% equiff: ignore old\n\\[ \\log(e^z) = z \\]\n", 2),
        (
            "b.tex",
            "\\[ \\log(e^z) = z \\]\n\n% equiff: ignore old\nwords\n",
            3,
        ),
        (
            "a.md",
            "$\\log(e^z) = z$\n\n<!-- equiff: ignore old -->\n",
            3,
        ),
        ("a.claim", "# equiff: ignore old\n\nexp(log(2)) = 2\n", 1),
        ("b.claim", "exp(log(2)) = 2\n# equiff: ignore old", 2),
        ("c.claim", "exp(log(2)) = 2 # equiff: ignore old\n", 1),
    ] {
        let path = file(&folder, name, text);
        let found = run(&["check", &path], "");
        let warning = format!("{name}:{line}: warning: `equiff: ignore` (old) ignores nothing");
        assert!(found.out.contains(&warning), "{name}: {}", found.out);
        assert_eq!(found.status, 0, "{name}");
        let github = run(&["check", &path, "--to", "github"], "").out;
        assert!(
            github.contains(&format!("line={line},title=equiff::`equiff: ignore`")),
            "{github}"
        );
        let sarif = run(&["check", &path, "--to", "sarif"], "").out;
        assert!(sarif.contains("ignores nothing"), "{sarif}");
    }
}

#[test]
fn a_baseline_leaves_what_is_new() {
    let folder = folder("baseline");
    let baseline = folder
        .join("known.json")
        .to_str()
        .expect("a path")
        .to_owned();
    let path = file(
        &folder,
        "notes.md",
        format!("$${MISTAKE}$$\n\n$\\sqrt{{u^2}} = u$\n"),
    );
    let before = run(&["check", &path, "--write-baseline", &baseline], "");
    assert_eq!(before.status, 0, "{}", before.out);
    let again = run(&["check", &path, "--baseline", &baseline], "");
    assert_eq!(again.status, 0, "{}", again.out);
    assert_eq!(again.out, "2 formulas known from the baseline\n");
    // Lines move, blanks change; a second copy and another mistake are new.
    let moved = format!("A title\n\n\n$\\sqrt{{u^2}}  =  u$\n\n$$ {MISTAKE} $$\n");
    file(&folder, "notes.md", &moved);
    let known = run(&["check", &path, "--baseline", &baseline], "");
    assert_eq!(known.out, "2 formulas known from the baseline\n");
    file(
        &folder,
        "notes.md",
        format!("{moved}\n$$ {MISTAKE} $$\n\n$\\sqrt{{x^2}} = x$\n"),
    );
    let new = run(
        &["check", &path, "--baseline", &baseline, "--to", "jsonl"],
        "",
    );
    let lines: Vec<u64> = objects(&new.out)
        .iter()
        .map(|o| o["source"]["line"].as_u64().expect("a line"))
        .collect();
    assert_eq!((lines, new.status), (vec![8, 10], 1));
    // What is mended is told.
    file(&folder, "notes.md", "$\\sqrt{u^2} = u$\n");
    let gone = run(&["check", &path, "--baseline", &baseline], "");
    let said = "1 formula known from the baseline; 1 finding of the baseline no longer there\n";
    assert_eq!((gone.out.as_str(), gone.status), (said, 0));
}

#[test]
fn baselines_are_written_once_and_for_all_formats() {
    let folder = folder("formats");
    let path = file(
        &folder,
        "a.claim",
        "x/x = 1\nsqrt(x^2) = x\n# equiff: ignore\nsigmoid(0) = 1\n",
    );
    let mut texts = Vec::new();
    for format in ["text", "json", "jsonl", "sarif", "github"] {
        let known = folder.join(format).to_str().expect("a path").to_owned();
        let found = run(
            &["check", &path, "--to", format, "--write-baseline", &known],
            "",
        );
        assert_eq!(found.status, 0, "{format}: {}", found.err);
        texts.push(std::fs::read_to_string(&known).expect("a baseline"));
    }
    assert!(texts.iter().all(|text| *text == texts[0]));
    let value: serde_json::Value = serde_json::from_str(&texts[0]).expect("JSON");
    assert_eq!(
        value["known"].as_array().map(Vec::len),
        Some(2),
        "{value:#}"
    );
    let unwritable = folder
        .join("no/such/folder")
        .to_str()
        .expect("a path")
        .to_owned();
    assert_eq!(
        run(&["check", &path, "--write-baseline", &unwritable], "").status,
        2
    );
}
