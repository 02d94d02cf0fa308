//! Text of users is text in every output: it steers no terminal, opens no command, breaks no format.

use super::{file, folder, objects, run};

/// What somebody might put into a formula, a file name, a comment.
const ATTACKS: [&str; 11] = [
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]0;title\u{7}",
    "::error file=x::boo",
    "%0A::warning::boo",
    "\"}], \"x\": [{\"",
    "<script>alert(1)</script>",
    "\u{202e}rtl\u{2028}",
    "a\rb",
    "[x](1) {0}",
    "\\input{/etc/passwd}",
    "#import \"x\"",
];

#[test]
fn formulas_are_text_in_every_output() {
    let folder = folder("injection");
    for attack in ATTACKS {
        for formula in [
            format!("sigmoid(0) = 1 # {attack}"),
            format!("sigmoid(0) = {attack}"),
            format!("{attack} = 1"),
        ] {
            let path = file(&folder, "a.claim", format!("{formula}\n"));
            check_all(&path);
        }
        let reason = attack.replace("-->", "");
        let text =
            format!("<!-- equiff: ignore {reason} -->\n$$\\sigma(0) = 1$$\n${attack} = 2$\n");
        check_all(&file(&folder, "a.md", text));
    }
}

#[cfg(unix)]
#[test]
fn file_names_are_text_in_every_output() {
    let folder = folder("names");
    for (number, attack) in ATTACKS.into_iter().enumerate() {
        let name = format!("{number}{}\n.claim", attack.replace('/', "-"));
        check_all(&file(&folder, &name, "sigmoid(0) = 1\n"));
    }
}

/// Checks a file in every format; what is written must be one line a part and harmless.
fn check_all(path: &str) {
    let control = |text: &str, allowed: &str| {
        let bad = |c: char| {
            (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c) || c == '\u{2028}')
                && !allowed.contains(c)
        };
        assert!(!text.contains(bad), "{path:?}: {text:?}");
    };
    let text = run(&["check", path, "--explain", "--steps"], "");
    control(&text.out, "\n");
    control(&text.err, "\n");
    for line in run(&["check", path, "--to", "github"], "").out.lines() {
        control(line, "");
        let level = ["::error ", "::warning ", "::notice "]
            .iter()
            .any(|s| line.starts_with(s));
        assert!(level, "{line:?}");
        // The first `::` behind the properties ends them; no property holds one.
        let (properties, _) = line[2..].split_once("::").expect("a command");
        let properties = properties.split_once(' ').expect("properties").1;
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').expect("a property");
            assert!(
                ["file", "line", "endLine", "col", "endColumn", "title"].contains(&name),
                "{line:?}"
            );
            assert!(!value.contains(':'), "{line:?}");
        }
    }
    // The formats of pages escape words (`tests/render`); the report hands them nothing else.
    for (format, forbidden) in [
        ("html", "<script"),
        ("mathml", "<script"),
        ("latex", "\\input"),
        ("markdown", "\n\\input"),
        ("typst", "\n#import"),
    ] {
        let out = run(&["check", path, "--to", format, "--explain", "--steps"], "").out;
        control(&out, "\n");
        assert!(!out.contains(forbidden), "{format}: {out}");
        assert!(out.contains("Summary"), "{format}: {out}");
    }
    let lines = run(&["check", path, "--to", "jsonl"], "");
    for object in objects(&lines.out) {
        assert_eq!(object["source"]["file"], *path);
    }
    for format in ["json", "sarif"] {
        let out = run(&["check", path, "--to", format], "").out;
        let value: serde_json::Value = serde_json::from_str(&out).expect(&out);
        let results = match format {
            "json" => &value,
            _ => &value["runs"][0]["results"],
        };
        assert!(results.is_array(), "{out}");
        if format == "sarif" {
            for result in results.as_array().expect("results") {
                let place = &result["locations"][0]["physicalLocation"];
                let uri = place["artifactLocation"]["uri"].as_str().expect("a uri");
                let allowed = |c: char| c.is_ascii_alphanumeric() || "/:%-._~".contains(c);
                assert!(uri.chars().all(allowed), "{uri}");
                let message = result["message"]["text"].as_str().expect("a text");
                assert!(
                    !message.contains("](") && !message.contains("{0"),
                    "{message}"
                );
            }
        }
    }
}
