//! Text of users is text in every format, and formulas carry none of it.

use equiff::expr::Store;
use equiff::render::drawing::{Anchor, Dash, Drawing, Edge, Label, Paint, Shape, Stroke};
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
            ("ipynb", "<script"),
            ("docx", "<script"),
        ],
    ),
    (
        "</title><b>",
        &[("html", "</title><b>"), ("markdown", "<b>")],
    ),
    ("x\" onload=\"y", &[("html", "x\" onload")]),
    (
        "]]><x>",
        &[("html", "]]><x>"), ("mathml", "]]><x>"), ("docx", "]]><x>")],
    ),
    (
        "</w:t></w:r><w:r><w:instrText>DDE</w:instrText>",
        &[("docx", "<w:instrText")],
    ),
    (
        "\", \"cell_type\": \"code\"",
        &[("ipynb", "\"cell_type\": \"code\"")],
    ),
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
        inputs: Vec::new(),
        outputs: Vec::new(),
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

/// What must not stand in a drawing's output: TikZ is LaTeX, SVG is HTML.
#[test]
fn hostile_text_is_text_in_drawings() {
    let s = Store::new();
    let stroke = Stroke {
        paint: Paint::Ink,
        width: 1.0,
        dash: Dash::Solid,
    };
    for (attack, forbidden) in ATTACKS {
        let label = |text: Text, small| {
            Shape::Label(Label {
                at: (5.0, 5.0),
                anchor: Anchor::Start,
                text,
                small,
                covers: false,
            })
        };
        let edge = Shape::Edge(Edge {
            id: "w-1".into(),
            title: format!("weight {attack}"),
            weight: s.name("w"),
            from: (0.0, 0.0),
            to: (9.0, 9.0),
            stroke,
        });
        let drawing = Drawing {
            title: format!("a {attack} b"),
            description: format!("a {attack} b"),
            width: 100.0,
            height: 100.0,
            shapes: vec![
                edge,
                label(Text::from("a ").words(*attack), false),
                label(Text::from(*attack), true),
            ],
        };
        for standalone in [false, true] {
            let options = Options {
                standalone,
                ..Options::default()
            };
            for format in equiff::render::drawing::ALL {
                let text = (format.write)(&s, &drawing, &options);
                let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
                assert!(!text.contains(steers), "{}: {text}", format.name);
                let page = match format.name {
                    "tikz" => "latex",
                    "svg" => "html",
                    name => name,
                };
                // Typst has the description as a string.
                let lines = text
                    .lines()
                    .filter(|line| !line.starts_with("#figure(alt: \""));
                let text: String = lines.collect();
                for (name, part) in *forbidden {
                    let found = *name == page && text.contains(part);
                    assert!(!found, "{}: {part:?} in {text}", format.name);
                }
            }
        }
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
                let verbatim = matches!(format.name, "markdown" | "ipynb" | "typst");
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

/// The parts of a Word document are well-formed, and hold the text of users as text.
#[test]
fn word_documents_are_well_formed() {
    let s = Store::new();
    let format = equiff::render::format("docx").expect("a format");
    for (attack, _) in ATTACKS {
        let page = page(&s, attack, true);
        let written = (format.write)(&s, &page, &Options::default());
        let file = format.file(written).unwrap_or_else(|e| panic!("{e}"));
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).expect("an archive");
        assert_eq!(archive.len(), 5);
        for k in 0..archive.len() {
            let mut part = archive.by_index(k).expect("a part");
            let name = part.name().expect("a name").into_owned();
            let mut text = String::new();
            std::io::Read::read_to_string(&mut part, &mut text).expect("text");
            let document = roxmltree::Document::parse(&text);
            let document = document.unwrap_or_else(|e| panic!("{name}: {e}"));
            if name == "word/document.xml" {
                let said: String = document
                    .descendants()
                    .filter(|node| node.has_tag_name((WORD, "t")))
                    .filter_map(|node| node.text())
                    .collect();
                let clean = attack.replace(['\u{1b}', '\u{202e}'], "");
                let kept = |c: &char| c.is_alphanumeric();
                let said: String = said.chars().filter(kept).collect();
                let wanted: String = clean.chars().filter(kept).collect();
                assert!(said.contains(&wanted), "{wanted} in {said}");
            }
        }
    }
}

/// Runs of formulas have the colours that names ask for, and others have none; a name that has the
/// sign of a colour in it changes nothing.
#[test]
fn formulas_of_word_documents_have_colors() {
    let s = Store::new();
    let format = equiff::render::format("docx").expect("a format");
    let options = Options {
        colors: equiff::render::color::Colors {
            by_name: true,
            ..Default::default()
        },
        ..Options::default()
    };
    let blue = s.add([s.name("x_blue"), s.name("\u{e000}b")].as_slice());
    let written = (format.formula)(&s, blue, &options);
    let document = format!("<m xmlns:m=\"m\" xmlns:w=\"{WORD}\">{written}</m>");
    let document = roxmltree::Document::parse(&document).expect("well-formed");
    let mut found = Vec::new();
    for run in document
        .descendants()
        .filter(|n| n.has_tag_name(("m", "r")))
    {
        let text = run.descendants().find(|n| n.has_tag_name(("m", "t")));
        let color = run.descendants().find(|n| n.has_tag_name((WORD, "color")));
        let color = color.and_then(|color| color.attribute((WORD, "val")));
        found.push((text.and_then(|t| t.text()).unwrap_or_default(), color));
    }
    let blue = Some("0b57b0");
    assert_eq!(
        found,
        [("x", blue), ("blue", blue), ("+", None), ("b", None)]
    );
}

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
