//! The reports that users read, as snapshots; and what every format says of the same file.

use super::{folder, run, verdicts};

/// Snapshots of the terminal report, in snapshots/check.
#[test]
fn reports_are_as_they_were_read() {
    for (name, arguments, input) in [
        ("lecture-tex", &["check", "examples/lecture.tex"][..], ""),
        ("lecture-md", &["check", "examples/lecture.md"], ""),
        ("notes", &["check", "examples/notes.md"], ""),
        ("notes-verbose", &["check", "examples/notes.md", "-v"], ""),
        (
            "lecture-github",
            &["check", "examples/lecture.tex", "--to", "github"],
            "",
        ),
        (
            "lecture-sarif",
            &["check", "examples/lecture.tex", "--to", "sarif"],
            "",
        ),
        (
            "explain",
            &["check", "-e", "\\sigma(x) = 1/2x", "--explain"],
            "",
        ),
        (
            "proof",
            &["check", "-e", "p = sigmoid(z) <=> log(p/(1-p)) = z"],
            "",
        ),
        (
            "proof-identity",
            &["check", "-e", "(1 + tanh(z/2))/2 = sigmoid(z)"],
            "",
        ),
        (
            "proof-chain",
            &[
                "check",
                "-e",
                "p = sigmoid(z) <=> log(p/(1-p)) = z <=> p/(1-p) = z",
            ],
            "",
        ),
        (
            "proof-cases",
            &["check", "-e", "max(a, b) = (a + b + abs(a - b))/2"],
            "",
        ),
        (
            "proof-both-ways",
            &["check", "-e", "x = 2 or x = -2 <=> x^2 = 4"],
            "",
        ),
        (
            "conditional-steps",
            &["check", "-e", "sqrt(x^2) = x", "--steps"],
            "",
        ),
        (
            "lecture-markdown",
            &["check", "examples/lecture.tex", "--to", "markdown"],
            "",
        ),
        (
            "lecture-latex",
            &["check", "examples/lecture.tex", "--to", "latex", "--steps"],
            "",
        ),
        (
            "hard-html",
            &["check", "tests/data/hard/claims.md", "--to", "mathml"],
            "",
        ),
        ("faults", &["check", "-", "--as", "claims"], FAULTS),
        (
            "nothing",
            &["check", "-", "--as", "markdown"],
            "no formulas\n",
        ),
    ] {
        let found = run(arguments, input);
        assert_eq!(found.err, "", "{name}");
        let text = format!("{}\nstatus {}\n", found.out, found.status);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../../snapshots/check");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, text));
    }
}

/// What cannot be read, each in its way.
const FAULTS: &str = "1 + = 2
(a + b = c
sigmoid( = 1
x + yy zz = $
frobnicate(x) = x
";

#[test]
fn every_format_tells_of_the_same_findings() {
    let all = run(&["check", "examples/lecture.md", "--to", "jsonl"], "");
    let count = |wanted: &str| verdicts(&all.out).iter().filter(|v| *v == wanted).count();
    let text = run(&["check", "examples/lecture.md"], "").out;
    let ignored = 1;
    for (verdict, one, many) in [
        ("equivalent", "holds", "hold"),
        ("conditional", "holds only", "hold only"),
        ("no-claim", "claims nothing", "claim nothing"),
    ] {
        let words = match count(verdict) {
            0 => continue,
            1 => one,
            _ => many,
        };
        let said = format!("{} {words}", count(verdict));
        assert!(text.contains(&said), "{said}: {text}");
    }
    let refuted = count("refuted") - ignored;
    let words = if refuted == 1 { "is" } else { "are" };
    let said = format!("{refuted} {words} wrong");
    assert!(text.contains(&said), "{said}: {text}");
    let findings = refuted + count("conditional") + count("unknown") + count("unparsed");
    let json = run(&["check", "examples/lecture.md", "--to", "json"], "").out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(
        json.as_array().map(Vec::len),
        Some(verdicts(&all.out).len())
    );
    for format in ["html", "latex", "markdown", "typst", "mathml"] {
        let page = run(&["check", "examples/lecture.md", "--to", format], "").out;
        let said = page.matches(": refuted").count();
        // The ignored one is there, and the summary counts.
        assert_eq!(said, refuted + ignored, "{format}: {page}");
        assert!(page.contains("ignored by comment"), "{format}");
    }
    let sarif = run(&["check", "examples/lecture.md", "--to", "sarif"], "").out;
    let sarif: serde_json::Value = serde_json::from_str(&sarif).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results.len(), findings);
    let github = run(&["check", "examples/lecture.md", "--to", "github"], "").out;
    // The ignored one and the summary are notices.
    assert_eq!(github.lines().count(), findings + ignored + 1);
}

/// What the README shows is what the command says.
#[test]
fn the_readme_shows_the_report() {
    let readme = std::fs::read_to_string("README.md").expect("the README");
    let report = run(&["check", "examples/lecture.tex"], "").out;
    let block = readme
        .split("```text\n")
        .find(|block| block.starts_with("refuted:"));
    let block = block
        .and_then(|block| block.split("```").next())
        .expect("a report");
    // Some lines are left out there; those that are shown come in order.
    let mut lines = report.lines();
    assert!(block.lines().count() > 10, "{block}");
    for shown in block.lines() {
        assert!(
            lines.any(|line| line == shown),
            "not in the report: {shown}\n{report}"
        );
    }
}

/// The regions that SARIF gives hold the text that they say.
#[test]
fn regions_are_where_the_text_is() {
    let path = "examples/lecture.tex";
    let source = std::fs::read_to_string(path).expect("the example");
    let lines: Vec<&str> = source.lines().collect();
    let sarif = run(&["check", path, "--to", "sarif"], "").out;
    let sarif: serde_json::Value = serde_json::from_str(&sarif).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    assert!(results.len() >= 3, "{sarif:#}");
    for result in results {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let number = |key: &str| region[key].as_u64().expect("a number") as usize;
        let (first, last) = (number("startLine"), number("endLine"));
        let part = |line: usize| {
            let from = if line == first {
                number("startColumn") - 1
            } else {
                0
            };
            let to = if line == last {
                number("endColumn") - 1
            } else {
                usize::MAX
            };
            let chars = lines[line - 1].chars().enumerate();
            chars
                .filter(|(at, _)| (from..to).contains(at))
                .map(|(_, c)| c)
                .collect::<String>()
        };
        let text: Vec<String> = (first..=last).map(part).collect();
        assert_eq!(
            text.join("\n"),
            region["snippet"]["text"].as_str().expect("a text")
        );
    }
}

#[test]
fn one_run_writes_several_files_by_their_endings() {
    let folder = folder("several");
    let path = |name: &str| folder.join(name).to_str().expect("a path").to_owned();
    let names = [
        "a.tex",
        "a.beamer.tex",
        "a.svg",
        "a.tikz",
        "a.html",
        "a.json",
        "a.md",
        "a.typ",
    ];
    let paths = names.map(path);
    let mut arguments = vec!["derive", "examples/logistic.net"];
    for path in &paths {
        arguments.extend(["-o", path]);
    }
    let result = run(&arguments, "");
    assert_eq!(
        (result.status, result.out.as_str()),
        (0, ""),
        "{}",
        result.err
    );
    let signs = [
        "\\subsection*",
        "\\begin{frame}",
        "<svg",
        "\\begin{tikzpicture}",
        "<!DOCTYPE html>",
        "{",
        "#",
        "==",
    ];
    for (path, sign) in paths.iter().zip(signs) {
        let text = std::fs::read_to_string(path).expect("a file");
        assert!(text.contains(sign), "{path}: {sign}");
    }
    let count = std::fs::read_dir(&folder).expect("a folder").count();
    assert_eq!(count, names.len(), "drafts are left");
    // What --to names is meant by the only file, whatever it is called.
    let odd = path("b.tex");
    run(
        &[
            "derive",
            "examples/logistic.net",
            "--to",
            "json",
            "-o",
            &odd,
        ],
        "",
    );
    assert!(
        std::fs::read_to_string(&odd)
            .expect("a file")
            .starts_with('{')
    );
}

/// PDF and pictures are made by the program typst; here one of the name stands for it.
#[cfg(unix)]
#[test]
fn files_that_typst_makes_need_it() {
    use std::os::unix::fs::PermissionsExt;

    let folder = folder("typst");
    let page = folder.join("page.pdf");
    let derive = |path: &std::path::Path| {
        let mut command = super::equiff();
        command.args(["derive", "examples/logistic.net", "-o"]);
        command.arg(&page).arg("-o").arg(folder.join("page.typ"));
        command.env("PATH", path).output().expect("it runs")
    };
    let without = derive(&folder.join("empty"));
    let said = String::from_utf8_lossy(&without.stderr).into_owned();
    assert_eq!(without.status.code(), Some(2));
    assert!(said.contains("typst") && said.contains("help:"), "{said}");
    assert!(!page.exists() && !folder.join("page.typ").exists());
    let program = |text: &str| {
        let bin = folder.join("bin");
        std::fs::create_dir_all(&bin).expect("a folder");
        let typst = bin.join("typst");
        std::fs::write(&typst, text).expect("a script");
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&typst, mode).expect("it may be run");
        bin
    };
    let failed = derive(&program(
        "#!/bin/sh\nprintf 'no \\033[31mfont' >&2\nexit 1\n",
    ));
    let said = String::from_utf8_lossy(&failed.stderr).into_owned();
    assert_eq!(failed.status.code(), Some(2));
    assert!(
        said.contains("typst failed: no") && !said.contains('\u{1b}'),
        "{said}"
    );
    assert!(!page.exists());
    let made = derive(&program(
        "#!/bin/sh\nprintf '%s ' \"$@\"\nwhile read -r line; do echo \"$line\"; done\n",
    ));
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    let written = std::fs::read_to_string(&page).expect("a file");
    assert!(
        written.starts_with("compile --format pdf - - "),
        "{written}"
    );
    assert!(
        written.contains("Logistic regression") && written.contains("#set page"),
        "{written}"
    );
}

#[test]
fn all_files_are_written_or_none() {
    let folder = folder("none");
    let path = |name: &str| folder.join(name).to_str().expect("a path").to_owned();
    let good = path("good.tex");
    for bad in [path("missing/page.html"), path("page.jpg")] {
        let result = run(
            &["derive", "examples/logistic.net", "-o", &good, "-o", &bad],
            "",
        );
        assert_eq!(result.status, 2, "{bad}");
        assert!(result.err.contains(&bad), "{}", result.err);
        assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 0);
    }
}

#[test]
fn drawings_are_written_and_refused() {
    let svg = run(
        &["draw", "-", "--to", "svg"],
        "inputs x[3]\nactivation probit\noutput p",
    );
    assert_eq!(svg.status, 0);
    assert!(svg.out.starts_with("<?xml") && svg.out.contains("id=\"w-3\""));
    let nothing = run(&["draw", "-e", "y = sin(x_1) + x_2"], "");
    assert_eq!((nothing.status, nothing.out.as_str()), (2, ""));
    assert!(nothing.err.contains("help: "), "{}", nothing.err);
}

/// Pages hold the drawing where the format can show it with what its document loads anyway.
#[test]
fn pages_hold_the_drawing() {
    for (arguments, mark, held) in [
        (&["--to", "html"][..], "<figure>", true),
        (&["--to", "typst"], "#figure(", true),
        (&["--to", "beamer"], "\\begin{tikzpicture}", true),
        (&["--to", "latex"], "tikz", false),
        (
            &["--to", "latex", "--standalone"],
            "\\begin{tikzpicture}",
            true,
        ),
        (
            &["--to", "latex", "--standalone"],
            "\\usepackage{tikz}",
            true,
        ),
        (
            &["--to", "beamer", "--standalone"],
            "\\usepackage{tikz}",
            true,
        ),
    ] {
        let all = [&["derive", "examples/logistic.net"], arguments].concat();
        let page = run(&all, "");
        assert_eq!(page.status, 0);
        assert_eq!(page.out.contains(mark), held, "{arguments:?}: {mark}");
    }
}

/// Reports and proofs speak one language, whatever is proved or refuted.
#[test]
fn reports_have_a_language() {
    let claims = ["check", "tests/data/claims-open.jsonl", "--steps"];
    for (language, format, holds) in [("de", "markdown", "Gilt."), ("fr", "latex", "Vrai.")] {
        let more = ["--to", format, "--lang", language];
        let report = run(&[&claims[..], &more].concat(), "").out;
        assert!(report.matches(holds).count() > 20, "{report}");
        for words in [" the ", " both ", " follows", "Holds", " of "] {
            let line = report.lines().find(|line| line.contains(words));
            assert_eq!(line, None, "{language}: {words}");
        }
    }
    let half = ["check", "-e", "x^2 = 1/2", "--to", "markdown"];
    let comma = run(&[&half[..], &["--lang", "de"]].concat(), "").out;
    assert!(comma.contains("die linke Seite ist"), "{comma}");
    // Programs read the others.
    let json = run(
        &["check", "-e", "x = x", "--to", "json", "--lang", "de"],
        "",
    );
    assert_eq!((json.status, json.out.as_str()), (2, ""));
    assert!(json.err.contains("--to html|"), "{}", json.err);
}
