//! What is made of formulas in their place: definitions, conditions, several statements in one
//! display, and readings that parse back.

use equiff::check::reading::{Checked, Reader};
use equiff::document::{self, Kind};
use equiff::expr::Store;
use equiff::{parse, render};

/// The record of one line of a `.jsonl` file.
fn line(key: &str, text: &str) -> Checked {
    let object = serde_json::json!({ key: text }).to_string();
    let found = document::line(Kind::Lines, &object, 1)
        .expect("a claim")
        .expect("readable");
    Reader::default().formula(&found, &[])
}

/// Verdict, reading and what is given.
fn told(checked: &Checked) -> String {
    let mut text = format!("{}: {}", checked.report.verdict.word(), checked.reading);
    for (given, _) in &checked.given {
        text += " | ";
        text += given;
    }
    text
}

#[test]
fn formulas_alone() {
    for (text, expected) in [
        // Two formulas in one sign.
        (
            r"z = \frac{-b \pm \sqrt{d}}{2a}",
            "no-claim: z = (-b + sqrt(d))/(2*a) or z = (-b - sqrt(d))/(2*a)",
        ),
        // Derivatives.
        (
            r"\sigma^{(2)}(x) = \sigma(x)(1-\sigma(x))(1-2\sigma(x))",
            "equivalent: diff(sigmoid(x), x, 2) = sigmoid(x)*(1 - sigmoid(x))*(1 - 2*sigmoid(x))",
        ),
        (
            r"\frac{d\sigma}{dz} = \sigma(1-\sigma)",
            "equivalent: diff(sigmoid(z), z) = sigmoid(z)*(1 - sigmoid(z))",
        ),
        (
            r"\frac{d}{dz}\sigma(z)\Big|_{z=0} = \frac14",
            "equivalent: diff(sigmoid(j), j, 1, 0) = 1/4",
        ),
        (
            r"\dot\sigma(x) = \sigma(x)(1-\sigma(x))",
            "no-claim: sigma_dot(x) = sigmoid(x)*(1 - sigmoid(x))",
        ),
        // Conditions wherever they stand.
        (
            r"\text{For } 0<p<1,\; \operatorname{logit}(p) = -\operatorname{logit}(1-p)",
            "equivalent: logit(p) = -logit(1 - p) | 0 < p | p < 1",
        ),
        (
            r"\log x^2 = 2\log x \quad (x>0)",
            "equivalent: log(x^2) = 2*log(x) | x > 0",
        ),
        (
            r"\log x^2 = 2\log x \qquad \text{(for } x>0)",
            "equivalent: log(x^2) = 2*log(x) | x > 0",
        ),
        (
            r"\log(xy) = \log x + \log y \ \ (x, y > 0)",
            "equivalent: log(x*y) = log(x) + log(y) | x > 0 | y > 0",
        ),
        (
            r"|x| = x \text{ if } x \ge 0, \quad |x| = -x \text{ if } x < 0",
            "equivalent: abs(x) = x and abs(x) = -x | x >= 0 | x < 0",
        ),
        // Indicators and Kronecker's delta.
        (
            r"\mathbf{1}_{y=1} + \mathbf{1}_{y\neq 1} = 1",
            "equivalent: if(y = 1, 1, 0) + if(y != 1, 1, 0) = 1",
        ),
        (
            r"\frac{\partial p_i}{\partial z_j} = p_i(\delta_{ij} - p_j)",
            "no-claim: dp_dz[i, j] = p[i]*(if(i = j, 1, 0) - p[j])",
        ),
        // Names.
        (
            r"\Delta y_t = y_t - y_{t-1}",
            "no-claim: Delta_y[t] = y[t] - y[t - 1]",
        ),
        (
            r"S(x) = n_F(x) = \frac{1}{1+e^x}",
            "no-claim: S(x) = n_F(x) and n_F(x) = 1/(1 + exp(x))",
        ),
        (
            r"\|w\|_2^2 = w^\top u",
            "refuted: sum(j, 1, n, w[j]^2) = sum(j, 1, n, w[j]*u[j])",
        ),
        // With a bracket without a partner nothing is known of what is meant.
        (
            r"\sigma(z) = 1/(1+e^{-z}",
            "unparsed: sigmoid(z) = 1/(1 + exp(-z))",
        ),
        (
            r"\sigma(z) = 1/(1+e^{z}",
            "unparsed: sigmoid(z) = 1/(1 + exp(z))",
        ),
        (
            r"e^{i\pi} = -1",
            "no-claim: complex_a3f2532910f3bd63(i) = -1",
        ),
        // Words that are known.
        (
            r"\operatorname{softplus}'(z) = \sigma(z)",
            "equivalent: diff(softplus(z), z) = sigmoid(z) | softplus(eta) = log(1 + exp(eta))",
        ),
        (
            r"\operatorname{softplus}(z) = \log(1+e^z)",
            "no-claim: softplus(z) = log(1 + exp(z))",
        ),
        // A line is one record, and the worst of it counts.
        (
            r"\log \sigma(z) = -\log(1 + e^{-z}), \quad \log(1 - \sigma(z)) = -\log(1 + e^{z})",
            "equivalent: log(sigmoid(z)) = -log(1 + exp(-z)) and log(1 - sigmoid(z)) = -log(1 + exp(z))",
        ),
        (
            r"o = \frac{p}{1-p} \\ p = \frac{o}{1+o}",
            "equivalent: o = p/(1 - p) and p = o/(1 + o) | o = p/(1 - p)",
        ),
        (
            r"\sigma(x) = x\operatorname{sigmoid}(\beta x)",
            "no-claim: sigmoid(x) = x*sigmoid(beta*x)",
        ),
        (
            r"\sigma(z) = \frac{1}{1 + e^{z}}",
            "refuted: sigmoid(z) = 1/(1 + exp(z))",
        ),
        (
            r"p(y) = N(y; \mu) = \sqrt{2\pi\mu}",
            "no-claim: p(y) = N(y, mu) and N(y, mu) = sqrt(2*pi*mu)",
        ),
        (
            r"C_t = f_t C_{t-1} + i_t",
            "no-claim: C[t] = f[t]*C[t - 1] + i[t]",
        ),
    ] {
        let told = told(&line("latex", text));
        assert_eq!(told, expected, "{text}");
    }
}

#[test]
fn the_worst_link_has_its_number() {
    let checked = line(
        "latex",
        r"1 - \sigma(z) = \sigma(-z), \quad \tanh(z) = \sigma(z) = 2\sigma(z) - 1",
    );
    assert_eq!(checked.report.verdict.word(), "refuted");
    assert_eq!(checked.report.bad_link, Some(2));
    assert_eq!(checked.links.len(), 3);
    let place = checked.links[1].clone();
    assert_eq!(&checked.text[place], r"\tanh(z) = \sigma(z)");
}

#[test]
fn plain_claims() {
    for (text, expected) in [
        (
            "sigma(z) = (1 + tanh(z/2))/2",
            "equivalent: sigma(z) = (1 + tanh(z/2))/2",
        ),
        (
            "sigma(z) = 1/(1 + exp(z))",
            "refuted: sigma(z) = 1/(1 + exp(z))",
        ),
        ("sigma(x) = max(0, x)", "no-claim: sigma(x) = max(0, x)"),
        (
            "log(p/(1-p)) = z where p = sigma(z)",
            "equivalent: log(p/(1 - p)) = z | p = sigma(z)",
        ),
        (
            "softplus(z) - softplus(-z) = z",
            "equivalent: softplus(z) - softplus(-z) = z | softplus(eta) = log(1 + exp(eta))",
        ),
        (
            "h(x) = x^2 + 1 for x > 0",
            "no-claim: h(x) = x^2 + 1 | x > 0",
        ),
    ] {
        assert_eq!(told(&line("ascii", text)), expected, "{text}");
    }
}

fn verdicts(text: &str) -> Vec<String> {
    let all = Reader::document(Kind::Markdown, text).expect("readable");
    all.iter()
        .map(|checked| {
            let mut word = checked.report.verdict.word().to_owned();
            for (_, line) in &checked.given {
                word += &format!(" {line}");
            }
            word
        })
        .collect()
}

/// What a document defines holds from there on, in functions, entries and quantities too.
#[test]
fn definitions_lead_on() {
    let text = r"Let $h(x) = \frac{1}{1+e^{-x}}$. Then $h'(x) = h(x)(1-h(x))$.

But $1 - h(x) = h(x)$ is wrong.

The loss is $L = -y\log q - (1-y)\log(1-q)$ with $q = \sigma(t)$, and

$$\frac{\partial L}{\partial t} = q - y.$$

The model is $P(y=1|x) = \frac{1}{1+e^{-u}}$. It gives $P(y=0|x) = 1 - P(y=1|x) = \frac{1}{1+e^{u}}$.

$s_k = \frac{e^{a_k}}{\sum_{j=1}^K e^{a_j}}$. Then $\log\frac{s_i}{s_j} = a_i - a_j$.
";
    assert_eq!(
        verdicts(text),
        [
            "no-claim",
            "equivalent 1",
            "refuted 1",
            "no-claim 5",
            "no-claim",
            "equivalent 5",
            "no-claim",
            "equivalent 9",
            "no-claim",
            "equivalent 11",
        ]
    );
}

/// "If" and "for" hold in their sentence, "let" and "where" to the end.
#[test]
fn conditions_hold_where_they_are_said() {
    for (text, expected) in [
        (
            "For $x > 0$ we have $\\sqrt{x^2} = x$. In general $\\sqrt{x^2} = x$ fails.",
            vec!["no-claim", "equivalent 1", "conditional"],
        ),
        (
            "If $x > 0$, then\n\n$$\\sqrt{x^2} = x.$$\n\nAlso $\\sqrt{x^2} = x$.",
            vec!["no-claim", "equivalent 1", "conditional"],
        ),
        (
            "Let $x > 0$. Then $\\sqrt{x^2} = x$. And so $\\log x^2 = 2\\log x$.",
            vec!["no-claim", "equivalent 1", "equivalent 1"],
        ),
        (
            "$\\sqrt{x^2} = x$ for $x \\ge 0$. And $\\sqrt{x^2} = -x$ for $x \\le 0$.",
            vec!["equivalent 1", "no-claim", "equivalent 1", "no-claim"],
        ),
        (
            "For $x, y > 0$, $\\sqrt{x^2y^2} = xy$. In general $\\sqrt{x^2y^2} = xy$ fails.",
            vec!["no-claim 1 1", "equivalent 1 1", "conditional"],
        ),
        (
            "Let $x, y > 0$. Then $\\sqrt{x^2y^2} = xy$. And $\\sqrt{x^2} = x$ for all $y, z < 1$.",
            vec![
                "no-claim 1 1",
                "equivalent 1 1",
                "equivalent 1 1 1",
                "no-claim 1 1",
            ],
        ),
        (
            "When $z = 0$ this is $1/2$. In general $\\sigma(z) + \\sigma(-z) = 1$ and $2\\sigma(z) = 1$.",
            vec!["no-claim", "no-claim", "equivalent", "no-claim"],
        ),
    ] {
        assert_eq!(verdicts(text), expected, "{text}");
    }
}

/// A name that is said a second time is a claim if it holds, or if the words conclude so.
#[test]
fn what_is_said_twice() {
    for (text, expected) in [
        (
            "Let $p = \\sigma(z)$. So $p = \\frac{e^z}{1+e^z}$.",
            vec!["no-claim", "equivalent 1"],
        ),
        (
            "Let $p = \\sigma(z)$. Hence $p = \\frac{e^z}{1-e^z}$.",
            vec!["no-claim", "refuted 1"],
        ),
        (
            "Let $p = \\sigma(z)$.\n\nNow let $p = e^z$. Then $z = \\log p$.",
            vec!["no-claim", "no-claim", "equivalent 3"],
        ),
        (
            "The odds are $o = \\frac{p}{1-p}$. Therefore $p = \\frac{o}{1-o}$.",
            vec!["no-claim", "refuted 1"],
        ),
        (
            "We define $\\sigma(x) = \\max(0, x)$. Then $\\sigma(x)\\sigma(-x) = 0$.",
            vec!["no-claim", "equivalent 1"],
        ),
    ] {
        assert_eq!(verdicts(text), expected, "{text}");
    }
}

/// The reading of every formula, parsed as a plain formula, prints as the same text.
#[test]
fn readings_parse_back() {
    let shared = std::env::var("EQUIFF_SHARED").unwrap_or_else(|_| "../shared".to_owned());
    let mut texts: Vec<(String, String)> = Vec::new();
    for path in [
        "tests/data/claims-open.jsonl".to_owned(),
        format!("{shared}/documents/real-formulas.jsonl"),
        format!("{shared}/outside/equatiomatic-open.jsonl"),
        format!("{shared}/outside/latexparse-open.jsonl"),
    ] {
        let Ok(text) = std::fs::read_to_string(&path) else {
            assert!(std::env::var_os("CI").is_none(), "{path} is missing");
            eprintln!("skipped: {path} is not there");
            continue;
        };
        for row in text.lines() {
            let row: serde_json::Value = serde_json::from_str(row).expect("JSON");
            let claim = row["latex"].as_str().or(row["ascii"].as_str());
            let notation = if row["latex"].is_string() {
                "latex"
            } else {
                "ascii"
            };
            texts.push((notation.to_owned(), claim.expect("a claim").to_owned()));
        }
    }
    let mut looked_at = 0;
    for (notation, text) in texts {
        let store = Store::new();
        let formulas = match notation.as_str() {
            "ascii" => vec![parse::claim(&store, &text).expect("readable").formula],
            _ => match equiff::latex::read(&store, &text, &equiff::latex::Scope::new()) {
                Ok(reading) => reading
                    .statements
                    .into_iter()
                    .flatten()
                    .map(|statement| statement.formula)
                    .collect(),
                Err(_) => Vec::new(),
            },
        };
        for formula in formulas {
            let reading = render::plain(&store, formula);
            match parse::formula(&store, &reading) {
                Ok(back) => assert_eq!(render::plain(&store, back), reading, "{text}"),
                Err(faults) => panic!("{text}\n{reading}\n{faults:?}"),
            }
            looked_at += 1;
        }
    }
    assert!(looked_at > 180, "{looked_at}");
}
