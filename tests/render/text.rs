//! Text of users is text in every format, and formulas carry none of it.

use equiff::expr::Store;
use equiff::render::page::{Block, Page, Text, Verdict};
use equiff::render::{ALL, Options};

/// What somebody might call a thing, and what must then not stand in the outputs of the formats.
const ATTACKS: &[(&str, &[(&str, &str)])] = &[
    (
        "\\input{/etc/passwd}",
        &[
            ("latex", "\\input{"),
            ("beamer", "\\input{"),
            ("markdown", "\\input{"),
        ],
    ),
    (
        "\\immediate\\write18{ls}",
        &[
            ("latex", "\\write18"),
            ("beamer", "\\write18"),
            ("markdown", "\n\\write18"),
        ],
    ),
    ("50% off", &[("latex", " 50% "), ("beamer", " 50% ")]),
    (
        "<script>alert(1)</script>",
        &[
            ("html", "<script"),
            ("mathml", "<script"),
            ("markdown", "<script"),
        ],
    ),
    (
        "</title><b>",
        &[("html", "</title><b>"), ("markdown", "<b>")],
    ),
    ("x\" onload=\"y", &[("html", "x\" onload")]),
    ("]]><x>", &[("html", "]]><x>"), ("mathml", "]]><x>")]),
    ("#import \"x\"", &[("typst", " #import")]),
    (
        "#eval(\"1\") $x$ @ref <label>",
        &[("typst", " #eval"), ("typst", " $x$ @ref")],
    ),
    (
        "[x](javascript:alert(1))",
        &[("markdown", " [x](javascript")],
    ),
    (
        "![x](y) `z` | w",
        &[("markdown", " ![x]"), ("markdown", " `z`")],
    ),
    ("\u{1b}[31mred\u{202e}", &[]),
];

fn page(s: &Store, text: &str, code: bool) -> Page {
    let words = || Text::from(format!("a {text} b").as_str());
    let typed = match code {
        true => words().code(text),
        false => words(),
    };
    let equation = s.eq(s.name("y"), s.name("x"));
    Page {
        title: format!("a {text} b"),
        verdict: Verdict::Equivalent,
        message: words(),
        network: equation,
        result: vec![equation],
        direction: Default::default(),
        conditions: Vec::new(),
        steps: Vec::new(),
        link: None,
        glm: None,
        drawing: None,
        blocks: vec![
            Block::Heading(format!("a {text} b")),
            Block::Paragraph(words()),
            Block::Dictionary(vec![(words(), typed)]),
        ],
    }
}

#[test]
fn hostile_text_is_text() {
    let s = Store::new();
    for standalone in [false, true] {
        let options = Options {
            standalone,
            ..Options::default()
        };
        for (attack, forbidden) in ATTACKS {
            for format in ALL {
                // Code stands there as it is typed, between backquotes or in a string.
                let verbatim = matches!(format.name, "markdown" | "typst");
                let page = page(&s, attack, !verbatim);
                let text = (format.write)(&s, &page, &options);
                let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
                assert!(!text.contains(steers), "{}: {text}", format.name);
                for (name, part) in *forbidden {
                    let found = *name == format.name && text.contains(part);
                    assert!(!found, "{}: {part:?} in {text}", format.name);
                }
            }
        }
    }
}
