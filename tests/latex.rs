//! Readings of LaTeX: against tables, other projects' tests and real documents; and that no input
//! whatever makes the reader panic, hang or overflow the stack.

mod common;

use std::collections::HashMap;
use std::path::PathBuf;

use equiff::error::Diagnostic;
use equiff::expr::{Expr, Head, Store};
use equiff::latex::{self, Nature, Scope, Statement};
use equiff::{eval, parse, render};

fn statements(store: &Store, text: &str) -> Vec<Result<Statement, Diagnostic>> {
    match latex::read(store, text, &Scope::new()) {
        Ok(reading) => reading.statements,
        Err(fault) => vec![Err(fault)],
    }
}

/// A reading as plain text: statements separated by `;`, conditions after `|`; after `!` what is not
/// read, after `~` why nothing is claimed of a statement.
fn reading(text: &str) -> String {
    let store = Store::new();
    shown(&store, statements(&store, text))
}

fn shown(store: &Store, statements: Vec<Result<Statement, Diagnostic>>) -> String {
    let parts: Vec<String> = statements
        .iter()
        .map(|statement| match statement {
            Err(fault) => format!("!{}", fault.message),
            // What is beyond real numbers is read, and nothing is claimed of it.
            Ok(Statement {
                beyond: Some(why), ..
            }) => format!("~{why}"),
            Ok(statement) => {
                let mut text = render::plain(store, statement.formula);
                for given in &statement.given {
                    text += " | ";
                    text += &render::plain(store, given.formula);
                }
                text
            }
        })
        .collect();
    parts.join("; ")
}

fn natures(text: &str) -> Vec<Nature> {
    let store = Store::new();
    let all = statements(&store, text).into_iter();
    all.map(|s| s.expect(text).nature).collect()
}

#[test]
fn formulas_are_read_as_people_mean_them() {
    for (text, expected) in [
        // Arguments without brackets.
        (r"\log x^2", "log(x^2)"),
        (r"\log(x)^2", "log(x)^2"),
        (r"\sin^2 x", "sin(x)^2"),
        (r"\tan^{-1} x", "atan(x)"),
        (r"\Phi^{-1}(p)", "Phi_inv(p)"),
        (r"\operatorname{logit}^{-1}(x)", "sigmoid(x)"),
        (r"\sin 2x + 1", "sin(2*x) + 1"),
        (r"\tanh\frac z2", "tanh(z/2)"),
        (r"\log\frac{p}{1-p}", "log(p/(1 - p))"),
        (r"\cos t \sin 2t", "cos(t)*sin(2*t)"),
        (
            r"y \log p + (1-y) \log(1-p)",
            "y*log(p) + (1 - y)*log(1 - p)",
        ),
        (
            r"\log_2 8 + \log_{10} x + \ln y",
            "log2(8) + log10(x) + log(y)",
        ),
        (r"\exp -x", "exp(-x)"),
        // Calls and products.
        (r"\sigma(z)", "sigmoid(z)"),
        (r"b(x+y)", "b*(x + y)"),
        (r"2p(1-p)", "2*p*(1 - p)"),
        (
            r"\frac{1}{\sqrt{2\pi}\sigma}(x-\mu)",
            "1/(sqrt(2*pi)*sigma)*(x - mu)",
        ),
        (r"f(x, y) + g(1)", "f(x, y) + g(1)"),
        (
            r"\omega_{blue}x_{blue} + \omega_{red}x_{red}",
            "omega_blue*x_blue + omega_red*x_red",
        ),
        (r"{p\over 1-p}", "p/(1 - p)"),
        (r"\sqrt[3]{1-p}\sqrt2", "root(1 - p, 3)*sqrt(2)"),
        (
            r"x_{i,j}^{(k)} + W_{ij} + x_{n-1}",
            "x[k, i, j] + W[i, j] + x[n - 1]",
        ),
        (
            r"\hat{y} + \bar{x}_1 + \tilde\beta",
            "y_hat + x_bar_1 + beta_tilde",
        ),
        (r"e^{-x} + \mathrm{e}^{2}", "exp(-x) + exp(2)"),
        (r"x^47", "x^4*7"),
        (r"1{,}000.5", "1000.5"),
        (
            r"|x| + \left|y\right| + \lvert z\rvert",
            "abs(x) + abs(y) + abs(z)",
        ),
        (r"|a|b|c|", "abs(a)*b*abs(c)"),
        (r"\max\left\{0, z\right\}", "max(0, z)"),
        (r"y!", "factorial(y)"),
        // Unicode.
        ("σ(x) ≠ ω² ⇔ √x ≤ ∂", "~it speaks of a differential alone"),
        (
            "p = σ(z) ⇔ z = ln(p/(1−p))",
            "p = sigmoid(z) <=> z = log(p/(1 - p))",
        ),
        ("x₁² + ŷ", "x_1^2 + y_hat"),
        ("wᵀx", "sum(j, 1, n, w[j]*x[j])"),
        ("Σ_x", "Sigma_x"),
        // Sums.
        (r"\sum_{j=1}^{n} w_j x_j + b", "sum(j, 1, n, w[j]*x[j]) + b"),
        (r"\sum_{1\le i\le m} x_i", "sum(i, 1, m, x[i])"),
        (
            r"\frac{e^{z_k}}{\sum_j e^{z_j}}",
            "exp(z[k])/sum(j, 1, n, exp(z[j]))",
        ),
        (
            r"\operatorname{softmax}(\mathbf z)_k",
            "exp(z[k])/sum(j, 1, n, exp(z[j]))",
        ),
        (r"\prod_{i=1}^n p_i^{y_i}", "prod(i, 1, n, p[i]^y[i])"),
        (r"w_1x_1 + \cdots + w_nx_n", "sum(j, 1, n, w[j]*x[j])"),
        (
            r"\beta_0 + \beta_1 x_1 + \beta_2 x_2 + \dots + \beta_k x_k",
            "beta_0 + sum(j, 1, k, beta[j]*x[j])",
        ),
        (
            r"\sum_{i=1}^n y_i \log p_i + (1-y_i)\log(1-p_i)",
            "sum(i, 1, n, y[i]*log(p[i]) + (1 - y[i])*log(1 - p[i]))",
        ),
        // Vectors.
        (
            r"\mathbf{w}^\top\mathbf{x} + b",
            "sum(j, 1, n, w[j]*x[j]) + b",
        ),
        (r"\mathbf{w}\cdot\mathbf{x}", "sum(j, 1, n, w[j]*x[j])"),
        (r"\langle w, x\rangle", "sum(j, 1, n, w[j]*x[j])"),
        (
            r"w^T x = \sum_{j=1}^{d} w_j x_j",
            "sum(j, 1, d, w[j]*x[j]) = sum(j, 1, d, w[j]*x[j])",
        ),
        (
            r"\|\mathbf w\|_2 + \|x\|",
            "sqrt(sum(j, 1, n, w[j]^2)) + abs(x)",
        ),
        // Derivatives.
        (r"\sigma'(z)", "diff(sigmoid(z), z)"),
        (r"f''(2)", "diff(f(t), t, 2, 2)"),
        (r"\frac{d}{dz}\log(1+e^z)", "diff(log(1 + exp(z)), z)"),
        (r"\frac{d^2}{dx^2} x^3", "diff(x^3, x, 2)"),
        (r"\frac{\partial}{\partial w}(wx)^2", "diff((w*x)^2, w)"),
        (
            r"\frac{\partial}{\partial w_j}\sum_{k=1}^n w_k x_k",
            "diff(sum(k, 1, n, if(k = j, t, w[k])*x[k]), t, 1, w[j])",
        ),
        (r"\frac{\partial L}{\partial w_j}", "dL_dw[j]"),
        (
            r"\left.\frac{d\sigma(z)}{dz}\right|_{z=0}",
            "diff(sigmoid(j), j, 1, 0)",
        ),
        // Probabilities.
        (r"P(Y=1 \mid X=x)", "P_Y_given_X_eq_x_1"),
        (r"\mathbb{E}[Y|X]", "E_Y_given_X"),
        // Cases.
        (
            r"\begin{cases} x & \text{if } x \ge 0 \\ -x & \text{otherwise} \end{cases}",
            "if(x >= 0, x, -x)",
        ),
        (
            r"f(t) = \left\{\begin{array}{rl} 1, & t > 0\\ 0, & t \le 0.\end{array}\right.",
            "f(t) = if(t > 0, 1, t <= 0, 0)",
        ),
        // Conditions and chains.
        (
            r"\sqrt{z^2} = z \quad \text{for } z > 0",
            "sqrt(z^2) = z | z > 0",
        ),
        (r"p = q,\ 0 < p < 1", "p = q | 0 < p | p < 1"),
        (
            r"p = q \text{ where } p \in (0,1]",
            "p = q | 0 < p and p <= 1",
        ),
        (r"\forall x \in \mathbb{R}: e^x > 0", "exp(x) > 0"),
        (
            r"x^n = 1,\quad n \in \mathbb{N}",
            "x^n = 1 | integer(n) and n >= 1",
        ),
        (r"p_k = 1/K, k = 1,2,\dots,K", "p[k] = 1/K for k in 1..K"),
        (r"a = b = c", "a = b and b = c"),
        (
            r"\begin{align} a &= b \\ &= c + {} \\ &\quad d \tag{1}\end{align}",
            "a = b and b = c + d",
        ),
        (
            r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
            "a = b; c = d",
        ),
        (r"a = b, \quad c = d", "a = b; c = d"),
        (r"a = 1 \\ \iff \\ b = 2", "a = 1 <=> b = 2"),
        (r"a = 1 \Leftarrow b = 2", "b = 2 => a = 1"),
        (
            r"a = b \text{ and } c = d \iff e = f",
            "a = b and c = d <=> e = f",
        ),
        (
            r"x^2 = 1 \iff x = 1 \text{ or } x = -1",
            "x^2 = 1 <=> x = 1 or x = -1",
        ),
        (
            r"a \overset{\text{(1)}}{\iff} b",
            "!a term stands where a formula is needed",
        ),
        (r"a \stackrel{\text{def}}{=} b", "a = b"),
        (r"x \not= y", "x != y"),
        // Ambiguous fractions.
        (r"1/2x", "1/2*x"),
        (r"y^2/2\sigma", "y^2/(2*sigma)"),
        (r"\log x/y", "log(x/y)"),
        (r"2\ln p/(1-p) + 1", "2*log(p/(1 - p)) + 1"),
        (r"\log ab/c \cdot d", "log(a*b/c)*d"),
        (r"\log(x)/y", "log(x)/y"),
        (r"\log x/x", "log(x)/x"),
        (r"\log x/2", "log(x)/2"),
        (r"\log x/\log y", "log(x)/log(y)"),
        (r"\sin x/x", "sin(x)/x"),
    ] {
        let expected = match expected {
            "P_Y_given_X_eq_x_1" => "P_Y_given_X_eq_x[1]",
            "x_bar_1" => "x_bar[1]",
            other => other,
        };
        let read = reading(text);
        assert_eq!(read.replace("x_bar[1]", "x_bar_1"), expected, "{text}");
    }
}

#[test]
fn what_makes_no_claim_is_known_by_its_sign() {
    for (text, nature) in [
        (r"h(x) := x^2", Nature::Definition),
        (r"y \sim N(0, \sigma^2)", Nature::Distribution),
        (r"\pi \approx 3.14", Nature::Approximation),
        (r"p(\theta) \propto e^{-\theta}", Nature::Proportionality),
        (r"w \in \mathbb{R}^n", Nature::Declaration),
        (r"f : \mathbb{R} \to (0, 1)", Nature::Declaration),
        (r"0 < p < 1", Nature::Restriction),
        (r"b + w x", Nature::Expression),
        (r"p = \sigma(z)", Nature::Claim),
        (r"x^2 \ge 2x - 1", Nature::Claim),
    ] {
        assert_eq!(natures(text), [nature], "{text}");
    }
}

#[test]
fn definitions_are_found() {
    let store = Store::new();
    for (text, name, parameters) in [
        (r"z = w x + b", Some("z"), 0),
        (r"h(x) = x^2 + 1", Some("h"), 1),
        (r"\sigma(x) = \max(0, x)", Some("sigma"), 1),
        (r"x = x^2", None, 0),
        (r"\sigma(-x) = 1 - \sigma(x)", None, 0),
        (r"\log p = z", None, 0),
    ] {
        let read = statements(&store, text).remove(0).unwrap();
        let definition = read.definition.as_ref();
        assert_eq!(definition.map(|d| &*d.name), name, "{text}");
        assert_eq!(
            definition.map_or(0, |d| d.parameters.len()),
            parameters,
            "{text}"
        );
    }
}

#[test]
fn the_document_gives_letters_their_meaning() {
    let store = Store::new();
    let mut scope = Scope::new();
    scope
        .macros
        .read(r"\newcommand{\sig}[1]{\sigma\left(#1\right)} \def\lp{\log p}");
    scope
        .macros
        .read(r"\DeclareMathOperator{\lgt}{logit} \newcommand\R{\mathbb{R}}");
    let read = |scope: &Scope, text: &str| {
        shown(&store, latex::read(&store, text, scope).unwrap().statements)
    };
    assert_eq!(read(&scope, r"\sig{z} = \lp"), "sigmoid(z) = log(p)");
    assert_eq!(read(&scope, r"\lgt(p) = z"), "logit(p) = z");
    assert_eq!(read(&scope, r"b(x)"), "b*x");
    for text in [r"b(x) = x^3", r"\sigma(x) = \max(0, x)", r"z = w x + c"] {
        let statement = latex::read(&store, text, &scope)
            .unwrap()
            .statements
            .remove(0);
        scope.learn(&store, &statement.unwrap());
    }
    assert_eq!(read(&scope, r"b(x)"), "b(x)");
    assert_eq!(read(&scope, r"\sigma(2) + z(1+x)"), "sigma(2) + z*(1 + x)");
    let statement = latex::read(&store, r"\ell(w) = \sum_{i=1}^n w_i", &scope).unwrap();
    scope.learn(&store, statement.statements[0].as_ref().unwrap());
    assert_eq!(
        read(&scope, r"\frac{\partial \ell(w)}{\partial w_j}"),
        "diff(sum(i, 1, n, if(i = j, t, w[i])), t, 1, w[j])"
    );
    // Of an unknown function of a vector nothing is known.
    let unknown = read(&Scope::new(), r"\frac{\partial \ell(w)}{\partial w_j}");
    assert!(unknown.starts_with("derivative_"), "{unknown}");
    // A derivative sees through definitions.
    assert_eq!(
        read(&scope, r"\frac{\partial z^2}{\partial w}"),
        "diff((w*x + c)^2, w)"
    );
}

#[test]
fn the_other_readings_are_offered() {
    let store = Store::new();
    let reading = latex::read(&store, r"y = 1/2x", &Scope::new()).unwrap();
    let other = reading.alternatives[0].statements[0].as_ref().unwrap();
    assert_eq!(render::plain(&store, other.formula), "y = 1/(2*x)");
    assert_eq!(&r"y = 1/2x"[reading.choices[0].span.clone()], "1/2x");
}

#[test]
fn places_are_those_of_the_source() {
    let store = Store::new();
    let text = r"\begin{aligned} a &= \frac{b}{c} \\ &= d \end{aligned}";
    let read = statements(&store, text).remove(0).unwrap();
    let parts: Vec<(&str, &str)> = read
        .links
        .iter()
        .map(|link| (&text[link.left.clone()], &text[link.right.clone()]))
        .collect();
    assert_eq!(parts, [("a", r"\frac{b}{c}"), (r"\frac{b}{c}", "d")]);
    for (text, place) in [
        (r"a = b + \frac{1}{2", "{"),
        (r"x_{a}_{b}", r"x_{a}_{b}"),
        (r"\{a + b", r"\{"),
        (r"a = b \text{ for some } b", "some"),
        (r"\def\a{\a\a}\a", r"\a"),
    ] {
        let fault = statements(&store, text).remove(0).unwrap_err();
        assert!(
            text[fault.span.clone()].contains(place) || place.contains(&text[fault.span.clone()]),
            "{text}: {} [{}]",
            fault.message,
            &text[fault.span]
        );
    }
}

/// A folder of shared data that is no part of the repository.
fn shared(path: &str) -> Option<String> {
    let root = std::env::var_os("EQUIFF_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")),
        PathBuf::from,
    );
    let text = std::fs::read_to_string(root.join(path)).ok();
    assert!(
        text.is_some() || std::env::var("CI").as_deref() != Ok("true"),
        "{path} is missing; set EQUIFF_SHARED"
    );
    text
}

fn rows(text: &str) -> impl Iterator<Item = serde_json::Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
}

/// The values of the sides of a formula at a point, or of a term.
fn values(store: &Store, expr: Expr, seed: f64) -> Vec<f64> {
    let mut point: HashMap<Expr, f64> = HashMap::new();
    for part in store.subterms(expr) {
        let text = render::plain(store, part);
        if matches!(store.head(part), Head::Name(_) | Head::Entry) {
            let hash = text
                .bytes()
                .fold(seed, |h, b| (h * 31.7 + f64::from(b)).sin() * 1.3);
            point.insert(part, 1.0 + hash.abs());
        }
    }
    point.remove(&store.name("e"));
    point.remove(&store.name("pi"));
    let mut values = Vec::new();
    for part in store.conjuncts(expr) {
        let sides = match store.head(part) {
            Head::Relation(_) => store.args(part).to_vec(),
            _ => vec![part],
        };
        values.extend(
            sides
                .iter()
                .map(|side| eval::f64_value(store, *side, &point)),
        );
    }
    values
}

fn heads(store: &Store, expr: Expr) -> Vec<Head> {
    let relation = |part: &Expr| store.head(*part).clone();
    let all = store.conjuncts(expr);
    all.iter()
        .map(relation)
        .filter(|h| matches!(h, Head::Relation(_)))
        .collect()
}

/// Whether two readings mean the same, as far as values at some points tell.
fn same(store: &Store, a: Expr, b: Expr) -> bool {
    heads(store, a) == heads(store, b)
        && [0.3, 1.1, 2.7, 4.2].iter().all(|seed| {
            let (a, b) = (values(store, a, *seed), values(store, b, *seed));
            a.len() == b.len()
                && a.iter().zip(&b).all(|(x, y)| {
                    (x.is_nan() && y.is_nan()) || (x - y).abs() <= 1e-9 * (1.0 + x.abs())
                })
        })
}

#[test]
fn readings_of_other_projects_agree() {
    for (file, floor) in [
        ("outside/latexparse-open.jsonl", 131),
        ("outside/doenet-open.jsonl", 16),
    ] {
        let Some(text) = shared(file) else { continue };
        let mut read = 0;
        for row in rows(&text) {
            let (Some(latex), Some(plain)) = (row["latex"].as_str(), row["plain"].as_str()) else {
                continue;
            };
            let store = Store::new();
            let wanted = parse::formula(&store, plain).expect(plain);
            let all = statements(&store, latex);
            assert_eq!(all.len(), 1, "{latex}");
            let statement = all[0]
                .as_ref()
                .unwrap_or_else(|f| panic!("{latex}: {}", f.message));
            assert!(
                same(&store, statement.formula, wanted),
                "{latex} is read as {}, should be {plain}",
                render::plain(&store, statement.formula)
            );
            read += 1;
        }
        assert_eq!(read, floor, "{file}");
    }
}

#[test]
fn every_claim_of_the_corpus_is_read() {
    let text = include_str!("data/claims-open.jsonl");
    let mut read = 0;
    for row in rows(text) {
        let Some(latex) = row["latex"].as_str() else {
            continue;
        };
        let store = Store::new();
        let all = statements(&store, latex);
        assert_eq!(all.len(), 1, "{latex}");
        let statement = all[0]
            .as_ref()
            .unwrap_or_else(|f| panic!("{latex}: {}", f.message));
        assert!(statement.nature == Nature::Claim, "{latex}");
        let given = row["given"].as_array().map_or(0, Vec::len);
        let stated = statement.given.iter();
        let stated: usize = stated.map(|g| store.conjuncts(g.formula).len()).sum();
        assert_eq!(stated, given, "{latex}");
        if let Some(link) = row["bad_link"].as_u64() {
            assert!(statement.links.len() as u64 >= link, "{latex}");
        }
        // What was read is a plain formula, which reads back as the same.
        let plain = render::plain(&store, statement.formula);
        let again = parse::formula(&store, &plain).unwrap_or_else(|f| panic!("{plain}: {f:?}"));
        assert_eq!(render::plain(&store, again), plain);
        read += 1;
    }
    assert_eq!(read, 139);
}

#[test]
fn real_formulas_are_read() {
    let Some(text) = shared("documents/real-formulas.jsonl") else {
        return;
    };
    let (mut all, mut read) = (0, 0);
    for row in rows(&text) {
        let store = Store::new();
        let latex = row["latex"].as_str().expect("a formula");
        all += 1;
        read += usize::from(statements(&store, latex).iter().all(Result::is_ok));
    }
    assert!(read * 100 >= all * 95, "{read} of {all} are read");
}

#[test]
fn models_of_regressions_are_read() {
    let Some(text) = shared("outside/equatiomatic-open.jsonl") else {
        return;
    };
    let mut read = 0;
    for row in rows(&text) {
        let store = Store::new();
        let latex = row["latex"].as_str().expect("a formula");
        read += usize::from(statements(&store, latex).iter().all(Result::is_ok));
    }
    assert!(read >= 37, "{read} are read");
}

#[test]
fn snippets_are_read_or_refused_with_a_place() {
    for line in include_str!("data/latex-snippets.txt").lines() {
        let store = Store::new();
        for statement in statements(&store, line) {
            if let Err(fault) = statement {
                assert!(line.get(fault.span.clone()).is_some(), "{line}");
            }
        }
    }
}

/// Formulas to cut, twist and repeat.
const SAMPLES: &[&str] = &[
    r"p = \text{sigmoid}\left( b + \omega_{blue}x_{blue} \right)\\ \iff\\ \log\left( \dfrac{ p }{ 1 - p } \right) = b",
    r"\begin{aligned} f(x) &= \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise}\end{cases} \\ &= \max(0, x) \end{aligned}",
    r"\frac{\partial}{\partial w_j} \sum_{k=1}^{n} w_k x_k = \left[ x_j \right. \left. + 0 \right], \quad j = 1, \dots, n",
    r"\newcommand{\a}[2]{#1 + \text{#2 $x$}}\a{b}{c} \over \sqrt[3]{x}' |x|y| \mid \int_0^1 x\,dx \lim_{x \to 0}",
    r"P(Y=1|X=x) = \mathbb{E}[Y|X] \sim \hat{\mathbf{y}}^\top{x \choose y}_{a} 1{,}000 \not= \stackrel{def}{=}",
];

#[test]
fn no_text_makes_the_reader_panic() {
    let try_it = |text: &str| {
        let store = Store::new();
        if let Ok(reading) = latex::read(&store, text, &Scope::new()) {
            for statement in &reading.statements {
                match statement {
                    Ok(s) => {
                        render::plain(&store, s.formula);
                        for link in &s.links {
                            assert!(text.get(link.span.clone()).is_some(), "{text}");
                        }
                    }
                    Err(fault) => assert!(text.get(fault.span.clone()).is_some(), "{text}"),
                }
            }
        }
    };
    for sample in SAMPLES {
        for end in (0..=sample.len()).filter(|end| sample.is_char_boundary(*end)) {
            try_it(&sample[..end]);
            try_it(&sample[end..]);
        }
    }
    let mut random = fastrand::Rng::with_seed(7);
    let pieces = [
        "\\",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "^",
        "_",
        "&",
        "\\\\",
        "\\left",
        "\\right",
        ".",
        "|",
        "\\frac",
        "\\sum",
        "\\begin{aligned}",
        "\\end{aligned}",
        "\\begin{cases}",
        "\\end{cases}",
        "x",
        "y",
        "d",
        "1",
        "2.5",
        "=",
        "\\iff",
        ",",
        "\\text{for }",
        "\\in",
        "+",
        "-",
        "\\over",
        "\\log",
        "\\sigma",
        "'",
        "!",
        "\\dots",
        "\\mathbf",
        "\\hat",
        "σ",
        "²",
        "ŷ",
        "∑",
        "\\int",
        "\\partial",
        "\\def",
        "#1",
        "\\newcommand",
        "~",
        "$",
        "%",
        "\n",
        "\\mid",
        "\\lim",
        "P",
        "\\infty",
        "\\sqrt",
        "\\quad",
        ":",
        ";",
        "/",
        "\\cdot",
        "T",
        "\u{302}",
        "ⱼ",
        "\\middle",
    ];
    for _ in 0..6000 {
        let length = random.usize(1..25);
        let text: String = (0..length)
            .map(|_| pieces[random.usize(..pieces.len())])
            .collect();
        try_it(&text);
    }
    for _ in 0..2000 {
        let bytes: Vec<u8> = (0..random.usize(1..60)).map(|_| random.u8(..)).collect();
        try_it(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn nesting_and_macros_have_no_bottom() {
    let n = 20_000;
    for (open, middle, close) in [
        ("{", "x", "}"),
        ("(", "x", ")"),
        (r"\left(", "x", r"\right)"),
        (r"\frac{1}{", "x", "}"),
        (r"\sqrt{", "x", "}"),
        (r"\sqrt ", "x", ""),
        (r"\hat ", "x", ""),
        (r"x^{", "x", "}"),
        (r"x_{", "x", "}"),
        (r"\log ", "x", ""),
        (r"\sum_{j=1}^n ", "x_j", ""),
        ("-", "x", ""),
        ("(", "", ""),
        ("", "x", ")"),
        (r"\left[", "x", ""),
        (r"\begin{aligned}", "x", r"\end{aligned}"),
        (r"\frac{d}{dx}", "x", ""),
        (r"\frac{d}{dx}(", "x", ")"),
        (r"f(", "x", ")"),
        (r"\text{", "x", "}"),
        (r"\mathbf{", "x", "}"),
        ("|", "x", "|"),
        (r"\left.", "x", r"\right."),
        (r"\int ", "x", " dx"),
        (r"x = ", "y", ""),
        (r"x \iff ", "y", ""),
        ("x + ", "y", ""),
        ("x, ", "y", ""),
        (r"x \\ ", "y", ""),
        (r"a & ", "b", ""),
        (r"x' ", "y", ""),
        (r"w_1 + \dots + ", "w_n", ""),
    ] {
        let text = format!("{}{middle}{}", open.repeat(n), close.repeat(n));
        let store = Store::new();
        let _ = latex::read(&store, &text, &Scope::new());
    }
    for text in [
        r"\def\a{\b\b}\def\b{\a\a}\a",
        r"\newcommand{\a}{\a}\a",
        r"\newcommand{\a}[1]{\a{\a{#1}}}\a{x}",
        r"\def\a{xx}\def\b{\a\a}\def\c{\b\b}\def\d{\c\c}\def\e{\d\d}\def\f{\e\e}\def\g{\f\f}\def\h{\g\g}\def\i{\h\h}\def\j{\i\i}\def\k{\j\j}\def\l{\k\k}\def\m{\l\l}\def\n{\m\m}\def\o{\n\n}\def\p{\o\o}\def\q{\p\p}\q",
    ] {
        let store = Store::new();
        let fault = latex::read(&store, text, &Scope::new()).unwrap_err();
        assert!(
            fault.message.contains("does not come to an end"),
            "{}",
            fault.message
        );
    }
}

#[test]
fn signs_that_stand_for_two_say_one_or_both() {
    for (text, expected) in [
        (r"x^2 = 1 \implies x = \pm 1", "x^2 = 1 => x = 1 or x = -1"),
        (
            r"x > 1 \implies x \pm 1 > 1",
            "x > 1 => x + 1 > 1 and x - 1 > 1",
        ),
        (r"\pm x > 0", "x > 0 and -x > 0"),
        (
            r"\cos(a \pm b) = \cos a \cos b \mp \sin a \sin b",
            "cos(a + b) = cos(a)*cos(b) - sin(a)*sin(b) and cos(a - b) = cos(a)*cos(b) + \
             sin(a)*sin(b)",
        ),
        (
            r"x = 1 \pm h \iff x - 1 = \pm h",
            "(x = 1 + h <=> x - 1 = h) and (x = 1 - h <=> x - 1 = -h)",
        ),
    ] {
        assert_eq!(reading(text), expected, "{text}");
    }
}

#[test]
fn what_turns_a_formula_is_not_left_out() {
    for text in [
        r"\exists x: x^2 = 2",
        r"\forall x \exists y: y > x",
        r"x^2 = 2 \text{ for some } x",
        r"x^2 + 1 = 0 \text{ is impossible}",
        r"\sqrt{x^2} = x \text{ unless } x < 0",
        r"\sqrt{x^2} = x \mbox{ does not hold for } x < 0",
        r"x = 1 \text{ does not imply } x = 2",
        r"x > 0 \nRightarrow x > 1",
        r"x = 1 \text{ versus } x = 2",
        r"f(x) = \begin{cases} 1 & \text{if not } x > 0 \\ 0 & \text{else} \end{cases}",
        r"Y = 1 | x",
        r"T | X = x^2",
        r"\sumin x_i = n",
        r"A = 1 \imp B = 2",
        r"\overset{*}{x} = x",
        r"1,5 = 3/2",
    ] {
        let all = reading(text);
        let mut parts = all.split("; ");
        assert!(
            parts.all(|part| part.starts_with(['!', '~'])),
            "{text}: {all}"
        );
    }
    // Words that only name or explain.
    assert_eq!(reading(r"\text{error} = y"), "error = y");
    assert_eq!(reading(r"a = b - \alpha \text{ } c"), "a = b - alpha*c");
    assert_eq!(
        reading(r"\log x^2 = 2 \log x \text{ since } x > 0"),
        "log(x^2) = 2*log(x) | x > 0"
    );
}

#[test]
fn digits_in_groups_are_one_number() {
    for (text, expected) in [
        (r"10\,000", "10000"),
        (r"10{,}000", "10000"),
        ("1 000", "1000"),
        ("10,000", "10000"),
        (r"1\,234\,567.5", "1234567.5"),
        ("0{,}5", "0.5"),
        ("0{.}5", "0.5"),
        ("3{,}14 + 1{,}234", "3.14 + 1.234"),
        ("0,5", "0.5"),
        ("x_{0,1}", "x[0, 1]"),
        ("f(0,5)", "f(0, 5)"),
        (r"\frac 1 2", "1/2"),
    ] {
        assert_eq!(reading(text), expected, "{text}");
    }
}

#[test]
fn what_stands_over_and_under_is_no_factor() {
    for (text, expected) in [
        (r"\underbrace{a + b}_{\text{log-odds}} = c", "a + b = c"),
        (r"\overbrace{a}^\text{first} b", "a*b"),
        (
            r"\overset{n}{\underset{i=1}{\sum}} x_i",
            "sum(i, 1, n, x[i])",
        ),
        (r"\stackrel{n}{\sum_{i=1}} x_i", "sum(i, 1, n, x[i])"),
        (r"a \overset{(1)}{=} b", "a = b"),
        (r"\E{X} + \E{Y}", "E_X + E_Y"),
        (r"\foo{x}{y}", "foo(x, y)"),
        (r"p = q \Updownarrow q = p", "p = q <=> q = p"),
        (r"a^{-1} . \exp b", "a^(-1)*exp(b)"),
    ] {
        assert_eq!(reading(text), expected, "{text}");
    }
    assert!(reading(r"\Pr{X > t} = \alpha").starts_with("P_X_gt_t"));
}

#[test]
fn restrictions_are_of_all_that_they_list() {
    for (text, given) in [
        (r"0 < p, q < 1", "0 < p | p < 1 | 0 < q | q < 1"),
        (r"\sigma_1, \sigma_2 > 0", "sigma_1 > 0 | sigma_2 > 0"),
        (r"x_1, \dots, x_n > 0", "x[j] > 0 for j in 1..n | x[n] > 0"),
    ] {
        let all = reading(text);
        assert!(all.ends_with(given), "{text}: {all}");
        assert_eq!(natures(text), [Nature::Declaration], "{text}");
    }
    for (text, expected) in [
        (r"x > 0: \log x^2 = 2 \log x", "log(x^2) = 2*log(x) | x > 0"),
        (r"a_j = b_i, \quad i = j", "a[j] = b[i] | i = j"),
        (r"e^x \le y \quad t > 0", "exp(x) <= y | t > 0"),
    ] {
        assert_eq!(reading(text), expected, "{text}");
    }
}

#[test]
fn what_is_asked_tested_or_set_is_no_claim() {
    for (text, nature) in [
        (r"w = w - \alpha g", Nature::Update),
        (r"v = \beta v + (1 - \beta) g", Nature::Update),
        (r"w := w - 1", Nature::Update),
        (r"w \gets 0", Nature::Update),
        (r"w -= g", Nature::Update),
        (r"x = x^2 + x(1 - x)", Nature::Claim),
        (r"p = 1 - (1 - p)", Nature::Claim),
        (r"a + a \overset{?}{=} 3a", Nature::Question),
        (r"a + a \overset{!}{=} 3a", Nature::Constraint),
        (r"a \stackrel{d}{=} b", Nature::Distribution),
        (r"|w| ~= 6.9", Nature::Approximation),
        (r"p~=~1", Nature::Claim),
        (r"H_0: \beta_1 = 0", Nature::Hypothesis),
    ] {
        assert_eq!(natures(text), [nature], "{text}");
    }
    assert_eq!(
        natures(r"H_0: a = b \text{ versus } H_1: a \ne b"),
        [Nature::Hypothesis; 2]
    );
    assert_eq!(natures("X_1 = 1: X_1 = 0"), [Nature::Hypothesis; 2]);
}

#[test]
fn the_end_of_an_argument_can_be_read_in_two_ways() {
    for (text, expected, other) in [
        (r"\log\frac{p}{q} x", "log(p/q)*x", "log(p/q*x)"),
        (r"\log x\, y", "log(x)*y", "log(x*y)"),
        (r"\log p (1 - p)", "log(p)*(1 - p)", "log(p*(1 - p))"),
        (r"\log x \cdot y", "log(x)*y", "log(x*y)"),
        (r"\log x y", "log(x*y)", "log(x)*y"),
    ] {
        let store = Store::new();
        let read = latex::read(&store, text, &Scope::new()).expect(text);
        assert_eq!(shown(&store, read.statements), expected, "{text}");
        let offered = read.alternatives.into_iter();
        let offered: Vec<String> = offered.map(|a| shown(&store, a.statements)).collect();
        assert!(offered.contains(&other.to_owned()), "{text}: {offered:?}");
    }
    assert_eq!(reading(r"\sin 2 \pi t"), "sin(2*pi*t)");
}
