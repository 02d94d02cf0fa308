//! Formulas in documents: what is mathematics and what is not, where it stands, and that long and
//! hostile files take no longer than their length.

use std::path::{Path, PathBuf};
use std::time::Instant;

use equiff::document::{self, Domain, Found, Kind, Notation, Role};
use equiff::expr::Store;
use equiff::{latex, render};

fn found(kind: Kind, text: &str) -> Vec<Found> {
    document::read(kind, text).expect("a document").formulas
}

fn texts(kind: Kind, text: &str) -> Vec<String> {
    found(kind, text).into_iter().map(|f| f.text).collect()
}

#[test]
fn tex_files() {
    let text = r"\documentclass{article}
\newcommand{\sig}{\sigma$} % no formula: $x = 1$
\def\R#1{\mathbb{R}^{#1}}
\begin{document}
Let $n$ be a positive integer. Costs \$5. \verb|$y$| and \(a = b\).
\begin{verbatim}
$z = 1$
\end{verbatim}
\begin{align*}
  p &= q \\ % equiff: ignore a known slip
  &= r
\end{align*}
\[ x \\[2pt] y \]
% equiff: ignore by hand
$$c = d$$
$e = f$ for $x > 0$, where $z = 1$.
\begin{equation}\begin{aligned} g &= h \end{aligned}\end{equation}
\end{document}
$after = 1$";
    let all = found(Kind::Tex, text);
    let texts: Vec<&str> = all.iter().map(|f| f.text.as_str()).collect();
    assert_eq!(texts[0], "n");
    assert_eq!(texts[1], "a = b");
    assert!(texts[2].starts_with(r"\begin{align*}"));
    assert_eq!(texts[3], r"x \\[2pt] y");
    assert_eq!(&texts[4..8], ["c = d", "e = f", "x > 0", "z = 1"]);
    assert!(texts[8].starts_with(r"\begin{equation}"));
    assert_eq!(texts.len(), 9);
    assert_eq!((all[0].line, all[0].column), (5, 6));
    assert_eq!(all[0].domain, Some(Domain::PositiveInteger));
    assert_eq!(all[0].role, Role::Given);
    assert_eq!(all[2].ignore.as_deref(), Some("a known slip"));
    assert_eq!(all[4].ignore.as_deref(), Some("by hand"));
    assert!(all[3].ignore.is_none() && all[5].ignore.is_none());
    assert_eq!(
        (all[6].role, all[7].role),
        (Role::Condition, Role::Condition)
    );
    assert!(all[3].display && !all[1].display);
    for formula in &all {
        assert_eq!(
            &text[formula.offset..formula.offset + formula.text.len()],
            formula.text
        );
    }
}

#[test]
fn macros_of_a_file_are_known_in_its_formulas() {
    let text = "\\newcommand{\\sig}[1]{\\sigma\\left(#1\\right)}\n\\DeclareMathOperator*{\\lgt}{logit}\n$\\lgt(\\sig{z}) = z$";
    let document = document::read(Kind::Tex, text).unwrap();
    let mut scope = latex::Scope::new();
    scope.macros = document.macros;
    let store = Store::new();
    let reading = latex::read(&store, &document.formulas[0].text, &scope).unwrap();
    let formula = reading.statements[0].as_ref().unwrap().formula;
    assert_eq!(render::plain(&store, formula), "logit(sigmoid(z)) = z");
}

#[test]
fn markdown_files() {
    let text = "---\ntitle: $no = 1$\n---\n# A $t = 1$\n\nIt costs $5 and $10 a day. `$code = 1$` but $x_1 * y_1 * z = 2$.\n\n```r\n$block = 1$\n```\n\n    $indented = 1$\n\n\
Text \\(a_1 = b_1\\) and\n\\[\nc_1 = d_1\n\\]\n\n<!-- equiff: ignore checked elsewhere -->\n$$\ne = f\n$$\n\n- item $ g = h $\n\n\\begin{align}\ni &= j\n\\end{align}\n\n| $k = 1$ | `$l$` |\n|---|---|\n| $m = 2$ | x |\n\n<!-- $hidden = 1$ -->\n";
    let all = found(Kind::Markdown, text);
    let texts: Vec<&str> = all.iter().map(|f| f.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "t = 1",
            "x_1 * y_1 * z = 2",
            "a_1 = b_1",
            "c_1 = d_1",
            "e = f",
            "g = h",
            "\\begin{align}\ni &= j\n\\end{align}",
            "k = 1",
            "m = 2"
        ]
    );
    assert_eq!(all[4].ignore.as_deref(), Some("checked elsewhere"));
    assert_eq!((all[0].line, all[0].column), (4, 6));
}

#[test]
fn notebooks() {
    let text = "{\n \"cells\": [\n  {\n   \"cell_type\": \"code\",\n   \"source\": [\"$a$\"]\n  },\n  {\n   \"cell_type\": \"markdown\",\n   \"source\": [\n    \"Text\\n\",\n    \"$\\\\sigma(z) = 1$ and `$x$`\\n\",\n    \"$$y\\n\",\n    \" = 2$$\"\n   ]\n  }\n ]\n}\n";
    let all = found(Kind::Notebook, text);
    assert_eq!(all.len(), 2);
    assert_eq!((all[0].text.as_str(), all[0].line), ("\\sigma(z) = 1", 11));
    assert_eq!((all[1].text.as_str(), all[1].line), ("y\n = 2", 12));
    assert!(document::read(Kind::Notebook, "{").is_err());
    assert!(document::read(Kind::Notebook, "{}").is_err());
}

#[test]
fn files_of_lines() {
    let claims = "# a comment\np = q # equiff: ignore later\n\n  x > 0\n";
    let all = found(Kind::Claims, claims);
    assert_eq!(all.len(), 2);
    assert_eq!(
        (all[0].text.as_str(), all[0].line, all[0].column),
        ("p = q", 2, 1)
    );
    assert_eq!(all[0].ignore.as_deref(), Some("later"));
    assert_eq!((all[1].line, all[1].column, all[1].offset), (4, 3, 44));
    let lines = "{\"id\": 7, \"latex\": \"a = b\"}\n{\"id\": \"x\", \"ascii\": \"c = d\"}\n";
    let all = found(Kind::Lines, lines);
    assert_eq!(
        (all[0].notation, all[1].notation),
        (Notation::Latex, Notation::Plain)
    );
    assert_eq!(all[0].id, Some(serde_json::json!(7)));
    for bad in ["{", "[]", "{\"id\": 1}", "{\"latex\": 3}"] {
        let fault = document::line(Kind::Lines, bad, 5).unwrap().unwrap_err();
        assert_eq!(fault.line, 5);
    }
}

#[test]
fn the_kind_is_told_from_the_name() {
    for (name, kind) in [
        ("a.tex", Some(Kind::Tex)),
        ("b.Rmd", Some(Kind::Markdown)),
        ("c.qmd", Some(Kind::Markdown)),
        ("d.ipynb", Some(Kind::Notebook)),
        ("e.claim", Some(Kind::Claims)),
        ("f.jsonl", Some(Kind::Lines)),
        ("g.txt", Some(Kind::Text)),
        ("h.net", None),
    ] {
        assert_eq!(Kind::of(Path::new(name)), kind, "{name}");
    }
}

#[test]
fn the_page_that_the_project_grew_from() {
    let root = std::env::var_os("EQUIFF_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")),
        PathBuf::from,
    );
    let Ok(text) = std::fs::read_to_string(root.join("documents/question-and-answer.txt")) else {
        assert_ne!(
            std::env::var("CI").as_deref(),
            Ok("true"),
            "set EQUIFF_SHARED"
        );
        return;
    };
    let all = found(Kind::Text, &text);
    assert_eq!(all.len(), 1, "{all:?}");
    let store = Store::new();
    let reading = latex::read(&store, &all[0].text, &latex::Scope::new()).unwrap();
    assert_eq!(
        render::plain(&store, reading.statements[0].as_ref().unwrap().formula),
        "p = sigmoid(b + omega_blue*x_blue + omega_red*x_red + omega_purple*x_purple + omega_grey*x_grey) \
         <=> log(p/(1 - p)) = b + omega_blue*x_blue + omega_red*x_red + omega_purple*x_purple + omega_grey*x_grey"
    );
    assert_eq!(
        all[0].line,
        text.lines().position(|l| l.starts_with("$$ p")).unwrap() + 1
    );
}

#[test]
fn hostile_files_take_no_longer_than_their_length() {
    let n = 300_000;
    for (kind, unit) in [
        (Kind::Tex, "$"),
        (Kind::Tex, "$ x "),
        (Kind::Tex, "${"),
        (Kind::Tex, "\\("),
        (Kind::Tex, "\\["),
        (Kind::Tex, "\\begin{equation}"),
        (Kind::Tex, "\\begin{verbatim}"),
        (Kind::Tex, "\\def"),
        (Kind::Tex, "\\newcommand{\\a}{"),
        (Kind::Tex, "%\n"),
        (Kind::Tex, "\\verb|"),
        (Kind::Tex, "$x$\n"),
        (Kind::Tex, "$$x$$"),
        (Kind::Text, "$ "),
        (Kind::Text, "$5 and "),
        (Kind::Text, "$$"),
        (Kind::Text, "\\\\]"),
        (Kind::Markdown, "$"),
        (Kind::Markdown, "$x$ "),
        (Kind::Markdown, "`$"),
        (Kind::Markdown, "<!-- "),
        (Kind::Markdown, "    $$\n\n"),
        (Kind::Markdown, "* $x$\n"),
    ] {
        let text = unit.repeat(n);
        let start = Instant::now();
        found(kind, &text);
        let seconds = start.elapsed().as_secs_f64();
        eprintln!("{unit:?} {kind:?}: {seconds}");
        assert!(seconds < 20.0, "{unit:?} took {seconds} s");
    }
}

#[test]
fn any_text_can_be_scanned() {
    let mut random = fastrand::Rng::with_seed(11);
    let pieces = [
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "\\begin{align}",
        "\\end{align}",
        "\\begin{verbatim}",
        "\\end{verbatim}",
        "%",
        "\n",
        "\n\n",
        "`",
        "```",
        "x = 1",
        " for ",
        "<!--",
        "-->",
        "é",
        "\\",
        "{",
        "}",
        "\\verb",
        "|",
        "\\newcommand",
        "\\def\\a",
        "equiff: ignore",
        "    ",
        "- ",
        "> ",
    ];
    for _ in 0..5000 {
        let text: String = (0..random.usize(1..30))
            .map(|_| pieces[random.usize(..pieces.len())])
            .collect();
        for kind in [Kind::Tex, Kind::Markdown, Kind::Text] {
            for formula in found(kind, &text) {
                let written = text.get(formula.offset..formula.offset + formula.text.len());
                // Of a quotation the marks are left out.
                let whole = formula.places == document::Places::default();
                assert!(!whole || written == Some(formula.text.as_str()), "{text}");
            }
        }
        let _ = texts(Kind::Claims, &text);
    }
}
