//! Formulas in the formats of documents: which marks make them, what is code, and where they stand
//! in the file, also where their text is not as it stands there.

use std::time::Instant;

use equiff::document::{self, Document, Kind};

fn document(kind: Kind, text: &str) -> Document {
    document::read(kind, text).expect("a document")
}

fn texts(kind: Kind, text: &str) -> Vec<String> {
    let all = document(kind, text).formulas.into_iter();
    all.map(|found| found.text).collect()
}

/// What stands in a text between two lines and columns.
fn between(text: &str, start: (usize, usize), end: (usize, usize)) -> String {
    let byte = |(line, column): (usize, usize)| {
        let before: usize = text
            .split_inclusive('\n')
            .take(line - 1)
            .map(str::len)
            .sum();
        let rest = text[before..].char_indices().nth(column - 1);
        before + rest.map_or(text.len() - before, |(at, _)| at)
    };
    text[byte(start)..byte(end)].to_owned()
}

/// Each formula, and what stands at its place in the file.
fn places(kind: Kind, text: &str) -> Vec<(String, String)> {
    let all = document(kind, text).formulas.into_iter();
    all.map(|found| {
        let start = (found.line, found.column);
        let end = found.places.of(&found.text, start, found.text.len());
        let written = between(text, start, end);
        (found.text, written)
    })
    .collect()
}

/// Checks that the formulas are these, and that they stand in the file as they are read.
fn stand(kind: Kind, text: &str, wanted: &[&str]) {
    let found = places(kind, text);
    let read: Vec<&str> = found.iter().map(|(text, _)| text.as_str()).collect();
    assert_eq!(read, wanted);
    for (read, written) in &found {
        assert_eq!(read, written);
    }
}

#[test]
fn code_that_marks_formulas() {
    let text = "Inline $`a = b`$ and {math}`c = d`, {eq}`no`, `$no = 1$`, \\$`no`$.\n\n\
        ``` math\ne = f\n```\n\n- item\n  ```math\n  g = h\n  ```\n\n\
        ```{math}\n:label: one\n\ni = j\n```\n\n:::{math}\nk = l\n:::\n\n\
        ```latex\n$no = 2$\n```\n\n~~~math\nm = n\n~~~\n\n\
        | $`o = p`$ | $q = \\frac{1}{2} |\n|---|---|\n| $r = s$ | x |\n";
    stand(
        Kind::Markdown,
        text,
        &[
            "a = b", "c = d", "e = f", "g = h", "i = j", "k = l", "m = n", "o = p", "r = s",
        ],
    );
}

#[test]
fn displays_of_markdown_that_are_indented_or_quoted() {
    let text = "- item\n\n    $$\n    a = b\n    $$\n\n!!! note\n\n    Text $c = d$.\n\n\
        Code:\n\n    $no = 1$\n\n> $$\n> e =\n> f\n> $$\n\n> ```math\n> g = h\n> ```\n";
    let found = places(Kind::Markdown, text);
    let wanted = [
        ("a = b", "a = b"),
        ("c = d", "c = d"),
        ("e =\nf", "e =\n> f"),
        ("g = h", "g = h"),
    ];
    let wanted = wanted.map(|(read, written)| (read.to_owned(), written.to_owned()));
    assert_eq!(found, wanted);
}

#[test]
fn backslashes_that_markdown_takes_away() {
    let text = "Let \\\\(a_1 = b\\\\) and\n\n\\\\[ \\begin{aligned} c &= d \\\\\\\\ &= \\\\{e\\\\} \\end{aligned} \\\\]\n";
    let found = places(Kind::Markdown, text);
    assert_eq!(found[0], ("a_1 = b".to_owned(), "a_1 = b".to_owned()));
    assert_eq!(
        found[1].0,
        "\\begin{aligned} c &= d \\\\ &= \\{e\\} \\end{aligned}"
    );
    assert_eq!(found[1].1.len(), found[1].0.len() + 4);
    assert_eq!(found.len(), 2);
}

#[test]
fn what_looks_like_a_formula_of_markdown() {
    let text = "It costs $5 and $6. Set $HOME/bin:$PATH and $HOME.\n\n<script>\n$('#x').y($z)\n</script>\n\n\
        {% highlight sh %}\n$no = 1$\n{% endhighlight %}\n\n<pre>\n$no = 2$\n</pre>\n\n---\n\ntext $a = b$\n\n---\n";
    stand(Kind::Markdown, text, &["a = b"]);
    let text = "{% math %}\na = b\n{% endmath %}\n\n{{< katex display=true >}}c = d{{< /katex >}}\n\n\
        <script type=\"math/tex; mode=display\">e = f</script>\n\n    [; g = h ;]\n    [; i = j ;]\n";
    stand(
        Kind::Markdown,
        text,
        &["a = b", "c = d", "e = f", "g = h", "i = j"],
    );
    // What code computes is a value that the text does not say.
    let text = "The estimate is $b = `r round(b, 2)`$ and $c &lt; d$.\n";
    let wanted = ["b = \\mathrm{rroundb2}", "c < d"];
    assert_eq!(texts(Kind::Markdown, text), wanted);
}

#[test]
fn directives_and_roles() {
    let text = "Title\n=====\n\nLet :math:`a = b`, `c = d`:math: and ``:math:`no = 1```.\n\n\
        .. math::\n   :label: one\n\n   e = f\n\n   g &= h \\\\\n   &= i\n\n\
        .. math:: j = k\n\n* item\n\n  .. math::\n\n     l = m\n\n\
        .. code-block:: python\n\n   x = \":math:`no = 2`\"\n\n.. comment :math:`no = 3`\n\n\
        Literal::\n\n   :math:`no = 4`\n\n>>> $no = 5$\n\n\
        .. math::\n\n   \\begin{align}\n   n &= o\n\n   p &= q\n   \\end{align}\n\nEnd :math:`open\n";
    stand(
        Kind::Rst,
        text,
        &[
            "a = b",
            "c = d",
            "e = f",
            "g &= h \\\\\n   &= i",
            "j = k",
            "l = m",
            "\\begin{align}\n   n &= o\n\n   p &= q\n   \\end{align}",
        ],
    );
    // A text file that has them is read in the same way.
    assert_eq!(texts(Kind::Text, "By :math:`a = b`.\n"), ["a = b"]);
}

#[test]
fn titles_of_restructured_text_are_sections_in_the_order_of_their_signs() {
    let text = "A\n~~~\n\n:math:`a`\n\nB\n===\n\n:math:`b`\n\nC\n~~~\n\n:math:`c`\n";
    let read = document(Kind::Rst, text);
    let section = |index: usize| {
        let kind = |kind| matches!(kind, document::BlockKind::Section(_));
        read.blocks.nearest(read.formulas[index].block, kind)
    };
    assert!(read.blocks.within(section(1), section(0)));
    assert!(!read.blocks.within(section(2), section(0)));
}

#[test]
fn pages_of_html() {
    let text = "<!DOCTYPE html><html><head><script>MathJax = {tex: {inlineMath: [['$','$']], \
        macros: {half: \"\\\\frac{1}{2}\"}}};</script></head><body>\n<h2>T</h2>\n\
        <p>Let \\(x &lt; 0\\) and $y &gt; 0$, é.</p>\n<pre>$no = 1$</pre><code>\\(no = 2\\)</code>\n\
        <!-- $no = 3$ --><p>$$a &amp;= b$$</p>\n\
        <script type=\"math/tex; mode=display\">c = d</script>\n\
        <p>$a<em>1 = b</em>2$</p>\n\
        <math><semantics><mi>e</mi><annotation encoding=\"application/x-tex\">{\\displaystyle e = f}</annotation></semantics></math>\n\
        <span class=\"katex-html\"><span>\\(no = 4\\)</span></span>\n\
        <math alttext=\"g &lt; h\" display=\"block\"><mi>g</mi></math>\n\
        <img alt=\"$i = \\half$\">\n</body></html>";
    let found = places(Kind::Html, text);
    let wanted = [
        ("x < 0", "x &lt; 0"),
        ("y > 0", "y &gt; 0"),
        ("a &= b", "a &amp;= b"),
        ("c = d", "c = d"),
        ("e = f", "e = f"),
        ("g < h", "g &lt; h"),
        ("i = \\half", "i = \\half"),
    ];
    let wanted = wanted.map(|(read, written)| (read.to_owned(), written.to_owned()));
    assert_eq!(found, wanted);
    assert!(document(Kind::Html, text).macros.defines("half"));
    // Without a script that says so a dollar sign is money.
    let plain = "<html><body><p>$a = b$ and \\(c = d\\)</p></body></html>";
    assert_eq!(texts(Kind::Html, plain), ["c = d"]);
}

#[test]
fn other_formats() {
    let text = "= T\n:stem: latexmath\n\nLet stem:[a = b] and latexmath:[c = [d\\]].\n\n\
        [stem]\n.Title\n++++\ne = f\n++++\n\n----\nstem:[no = 1]\n----\n\n// stem:[no = 2]\n";
    assert_eq!(texts(Kind::Asciidoc, text), ["a = b", "c = [d]", "e = f"]);
    // AsciiMath is not read.
    assert!(texts(Kind::Asciidoc, "stem:[xy = 2]\n").is_empty());
    let text = "* A $a = b$\n# $no = 1$\n#+begin_src sh\n$no = 2$\n#+end_src\n\\(c = d\\)\n- \\[e = f\\]\n";
    stand(Kind::Org, text, &["a = b", "c = d", "e = f"]);
    let text = "== T ==\n<math>a = b</math> <nowiki><math>no = 1</math></nowiki>\n:<math display=\"block\">c = d</math>\n# <math>\ne = f\n</math>\n<!-- <math>no = 2</math> -->\n";
    stand(Kind::Wiki, text, &["a = b", "c = d", "e = f"]);
    let text = "\\usage{f(\\eqn{no = 1})}\n% \\eqn{no = 2}\n\\details{Let \\eqn{a_{1} = b}{a1 = b} and \\deqn{c = d}.}\n";
    stand(Kind::Rd, text, &["a_{1} = b", "c = d"]);
    assert_eq!(
        texts(
            Kind::R,
            "#' Let \\deqn{a =\n#'   b}{x}\nf <- 1 # \\eqn{no = 1}\n"
        ),
        ["a =\n  b"]
    );
}

#[test]
fn documentation_in_source_code() {
    let text = "\"\"\"Module :math:`a = b`.\"\"\"\ns = \"\"\":math:`no = 1`\"\"\"\ndef f():\n    r\"\"\"Loss.\n\n    .. math::\n\n        c = d \\\\\n        + e\n    \"\"\"\n    x = '\"\"\"'  # :math:`no = 2`\n\
        def g():\n    \"\"\"By :math:`\\\\frac{1}{2} = f`.\"\"\"\n# %%\n# Page :math:`g = h`\nx = 1\n# :math:`no = 3`\n";
    assert_eq!(
        texts(Kind::Python, text),
        ["a = b", "c = d \\\\\n    + e", "\\frac{1}{2} = f", "g = h"]
    );
    let found = places(Kind::Python, text);
    assert_eq!(found[1].1, "c = d \\\\\n        + e");
    assert_eq!(found[2].1, "\\\\frac{1}{2} = f");
    let text =
        "//! Let $a = b$.\nfn f() {} // $no = 1$\n/// ```math\n/// c = d\n/// ```\n//// $no = 2$\n";
    stand(Kind::Rust, text, &["a = b", "c = d"]);
    let text = "@doc raw\"\"\"\nLet ``a = b`` and `no = 1`.\n```math\nc = d\n```\n\"\"\" f\nx = \"``no = 2``\"\n";
    stand(Kind::Julia, text, &["a = b", "c = d"]);
}

#[test]
fn macros_that_begin_displays() {
    let text = "\\newcommand{\\be}{\\begin{equation}}\n\\newcommand{\\ee}{\\end{equation}}\n\
        \\def\\ba{\\begin{align}}\\def\\ea{\\end{align}}\n\
        \\newenvironment{eqn}{\\begin{equation}}{\\end{equation}}\n\
        \\be a = b \\ee \\be c = d \\end{equation}\n\\ba e &= f \\ea\n\\begin{eqn} g = h \\end{eqn}\n\
        \\begin{IEEEeqnarray}{rCl} i &=& j \\end{IEEEeqnarray}\n\\bea k &=& l \\eea\n\\iffalse $no = 1$ \\fi\n";
    stand(
        Kind::Tex,
        text,
        &["a = b", "c = d", "e &= f", "g = h", "i &=& j", "k &=& l"],
    );
    let chunks = "$a = b$\n<<echo=FALSE>>=\nx$y + x$z\n@\n$c = d$\n";
    stand(Kind::Tex, chunks, &["a = b", "c = d"]);
}

#[test]
fn macros_of_files_beside() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        "doc/sub/macros.tex",
        "\\newcommand{\\one}{1}\\input{sub/macros}\\input{sub/more}",
    );
    write(
        "doc/sub/more.tex",
        "\\newcommand{\\two}{2}\\def\\bq{\\begin{equation}}\\def\\eq{\\end{equation}}",
    );
    write("doc/local.sty", "\\newcommand{\\three}{3}");
    write("outside.tex", "\\newcommand{\\four}{4}");
    let text = "\\usepackage[x]{amsmath, local}\n\\input{sub/macros}\n\\input{../outside}\n% \\input{sub/other}\n\\bq a = b \\eq";
    let path = folder.path().join("doc/main.tex");
    let read = document::read_file(Kind::Tex, text, &path).unwrap();
    let defined = ["one", "two", "three", "four"].map(|name| read.macros.defines(name));
    assert_eq!(defined, [true, true, true, false]);
    assert_eq!(read.formulas[0].text, "a = b");
}

const KINDS: [Kind; 14] = [
    Kind::Tex,
    Kind::Markdown,
    Kind::Text,
    Kind::Rst,
    Kind::Html,
    Kind::Asciidoc,
    Kind::Org,
    Kind::Wiki,
    Kind::Rd,
    Kind::Python,
    Kind::Julia,
    Kind::Rust,
    Kind::R,
    Kind::Notebook,
];

#[test]
fn hostile_files_take_no_longer_than_their_length() {
    let units = [
        (Kind::Markdown, "\\\\("),
        (Kind::Markdown, "$`"),
        (Kind::Markdown, "{math}`"),
        (Kind::Markdown, ":::{math}\n"),
        (Kind::Markdown, "{% math %}"),
        (Kind::Markdown, "<script type=\"math/tex\">"),
        (Kind::Markdown, "[; "),
        (Kind::Markdown, "::: x\n"),
        (Kind::Markdown, "> $$\n"),
        (Kind::Rst, ":math:`"),
        (Kind::Rst, ":math:`a` "),
        (Kind::Rst, ".. math::\n\n   {\n\n"),
        (Kind::Rst, ".. math::\n"),
        (Kind::Rst, "a::\n\n"),
        (Kind::Rst, ".. x\n"),
        (Kind::Rst, "ab\n===\n"),
        (Kind::Html, "<p>"),
        (Kind::Html, "<math>"),
        (Kind::Html, "&lt;"),
        (Kind::Html, "&a"),
        (Kind::Html, "<code>"),
        (Kind::Html, "<script type=\"math/tex\">"),
        (Kind::Html, "<img alt=\"$a$\">"),
        (Kind::Html, "$a<em>"),
        (Kind::Asciidoc, "stem:["),
        (Kind::Asciidoc, "stem:[\\a] "),
        (Kind::Asciidoc, "[stem]\n++++\n"),
        (Kind::Org, "* a\n"),
        (Kind::Org, "#+begin_src\n"),
        (Kind::Wiki, "<math>"),
        (Kind::Wiki, "<math>a</math> "),
        (Kind::Rd, "\\eqn{"),
        (Kind::Rd, "\\eqn{a}"),
        (Kind::Python, "\"\"\""),
        (Kind::Python, "'"),
        (Kind::Python, "r\"\"\":math:`a`\"\"\" "),
        (Kind::Python, "# %%\n# $a$\n"),
        (Kind::Julia, "\"\"\"\n``a``\n\"\"\"\n"),
        (Kind::Rust, "/// $a$\n\n"),
        (Kind::R, "#' \\eqn{\n"),
        (Kind::Tex, "\\be "),
        (Kind::Tex, "\\be \\eex "),
        (Kind::Tex, "\\iffalse "),
        (Kind::Tex, "\\newenvironment{a}{\\begin{align}}{"),
        (Kind::Tex, "<<>>=\n"),
    ];
    for (kind, unit) in units {
        let text = unit.repeat(100_000);
        let start = Instant::now();
        document(kind, &text);
        let seconds = start.elapsed().as_secs_f64();
        eprintln!("{unit:?} {kind:?}: {seconds}");
        assert!(seconds < 20.0, "{unit:?} took {seconds} s");
    }
}

#[test]
fn any_text_can_be_read() {
    let mut random = fastrand::Rng::with_seed(7);
    let pieces = [
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\\\(",
        "\\\\)",
        "`",
        "```math\n",
        "```",
        "{math}",
        ":math:",
        ".. math::",
        ".. x::",
        "::",
        "\n",
        "\n\n",
        "    ",
        "> ",
        "- ",
        "# ",
        "<math>",
        "</math>",
        "<script type=\"math/tex\">",
        "</script>",
        "<p",
        ">",
        "<em>",
        "&lt;",
        "&#955;",
        "&",
        "alt=\"$a$\"",
        "<img ",
        "<annotation encoding=\"tex\">",
        "</annotation>",
        "stem:[",
        "]",
        "[stem]",
        "++++",
        "----",
        "\\eqn",
        "\\deqn",
        "{",
        "}",
        "\"\"\"",
        "'''",
        "r",
        "///",
        "#'",
        "é",
        "\u{1d6fc}",
        "\\",
        "x = 1",
        "\\be",
        "\\ee",
        "\\newcommand",
        "\\begin{align}",
        "\\end{align}",
        "{% math %}",
        "{% endmath %}",
        "`r a`",
        "* ",
        "== ",
        "%",
        "|",
        "---\n",
        "equiff: ignore",
        "<!--",
        "-->",
        "#+begin_src",
        "\r\n",
        "====",
        "\u{0}",
    ];
    for _ in 0..4000 {
        let text: String = (0..random.usize(1..30))
            .map(|_| pieces[random.usize(..pieces.len())])
            .collect();
        for kind in KINDS {
            let Ok(read) = document::read(kind, &text) else {
                continue;
            };
            let mut last = 0;
            for found in read.formulas {
                let start = (found.line, found.column);
                let end = found.places.of(&found.text, start, found.text.len());
                assert!(start < end, "{kind:?} {text:?}");
                assert!(found.offset >= last && found.offset <= text.len());
                last = found.offset;
                if found.places == document::Places::default() {
                    assert_eq!(between(&text, start, end), found.text, "{kind:?} {text:?}");
                }
            }
        }
    }
}
