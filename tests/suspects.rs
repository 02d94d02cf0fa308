//! Suspects: definitions that differ by a small edit from the usual formula of what they are called.

use equiff::check::suspects::cues::Context;
use equiff::check::suspects::entry::Entry;
use equiff::check::suspects::{self, library};
use equiff::document::Kind;
use equiff::latex::Macros;

/// A left side that fits an entry, and a sentence that calls it by its name.
fn around(entry: &Entry) -> (String, String) {
    let shape = entry.left.first().copied().unwrap_or("f");
    let mut left = match shape {
        _ if shape.ends_with(['(', '[']) => format!("{shape}x"),
        _ if shape.ends_with('_') => format!("{shape}1"),
        _ => shape.trim_end_matches('=').to_owned(),
    };
    for (open, close) in [('(', ')'), ('[', ']')] {
        if left.contains(open) && !left.contains(close) {
            left.push(close);
        }
    }
    if left.contains("partial") {
        left = r"\frac{\partial^2 l}{\partial b^2}".to_owned();
    } else if entry.derivative && !left.contains('\'') {
        left = r"\frac{\partial f}{\partial x}".to_owned();
    }
    let called = entry.called.first().copied().unwrap_or_default();
    let needs = entry.needs.first().copied().unwrap_or_default();
    (left, format!("The {called} ({needs}) is "))
}

fn suspect(entry: &Entry, formula: &str) -> Option<suspects::Suspect> {
    let (left, words) = around(entry);
    let context = Context::new("", &words, "");
    let text = format!("{left} = {formula}");
    suspects::find(&text, &Macros::default(), &context)
}

/// Slips of the pen in a text.
fn slips(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut put = |from: &str, to: &str| {
        for (at, _) in text.match_indices(from) {
            all.push(format!("{}{to}{}", &text[..at], &text[at + from.len()..]));
        }
    };
    put("-", "+");
    put("+", "-");
    put("^2", "");
    put("2", "");
    put(r"\pi", "");
    put("(1-", "(");
    put(r"\log", "");
    put("e^", "");
    put(r"\sqrt", "");
    all
}

fn entries() -> impl Iterator<Item = &'static Entry> {
    library::ALL.iter().copied().flatten()
}

#[test]
fn the_usual_formulas_and_their_variants_are_silent() {
    let mut loud = Vec::new();
    for entry in entries() {
        for formula in [entry.usual].iter().chain(entry.also) {
            if let Some(found) = suspect(entry, formula) {
                loud.push(format!("{}: {formula}: {}", entry.name, found.difference));
            }
        }
    }
    assert!(loud.is_empty(), "{}", loud.join("\n"));
}

#[test]
fn slips_of_the_usual_formulas_are_suspects() {
    let (mut found, mut all) = (0, 0);
    let mut quiet = Vec::new();
    for entry in entries() {
        let slips = slips(entry.usual);
        let caught: Vec<&String> = slips
            .iter()
            .filter(|slip| suspect(entry, slip).is_some())
            .collect();
        found += caught.len();
        all += slips.len();
        if caught.is_empty() {
            quiet.push(format!(
                "{}: none of {}: {slips:?}",
                entry.name,
                slips.len()
            ));
        }
        println!("{}: {} of {}", entry.name, caught.len(), slips.len());
    }
    println!("{found} of {all}\n{}", quiet.join("\n"));
    assert!(found * 2 > all, "{found} of {all} are found");
}

/// The names of the suspects of a document, formula by formula.
fn of_document(text: &str) -> Vec<Option<String>> {
    let checked = equiff::check::reading::Reader::document(Kind::Markdown, text);
    let checked = checked.expect("a document").into_iter();
    let suspects = checked.map(|claim| claim.suspect.map(|suspect| suspect.name));
    suspects.collect()
}

#[test]
fn words_make_a_formula_a_suspect() {
    let table = [
        (
            r"The sigmoid is $\sigma(z) = \frac{1}{1-e^{-z}}$.",
            Some("sigmoid"),
        ),
        (r"The sigmoid is $\sigma(z) = \frac{1}{1+e^{-z}}$.", None),
        (r"The sigmoid is $\sigma(z) = \frac{e^{z}}{1+e^{z}}$.", None),
        (r"We define $f(z) = \frac{1}{1-e^{-z}}$.", None),
        (
            r"In logistic regression the hypothesis is $h_w(x) = \frac{1}{1+e^{b + w x}}$.",
            Some("sigmoid"),
        ),
        (
            r"In logistic regression $P(Y=0|x) = \frac{1}{1+e^{b + w x}}$.",
            None,
        ),
        (
            r"The log odds are $\log(p/1-p) = a + b x$.",
            Some("fraction with a bracket"),
        ),
        (r"The log odds are $\log(p/(1-p)) = a + b x$.", None),
        (r"The log odds are $g = \log\frac{1-p}{p}$.", Some("logit")),
        (
            r"The KL divergence is $D(P\|Q) = \sum_x P(x)\log\frac{Q(x)}{P(x)}$.",
            Some("Kullback-Leibler divergence"),
        ),
        (
            r"The KL divergence is $D(P\|Q) = -\sum_x P(x)\log\frac{Q(x)}{P(x)}$.",
            None,
        ),
        (
            r"The log loss is $L = -\frac1n\sum_{i=1}^n [y_i\log_2 p_i + (1-y_i)\log_2(1-p_i)]$.",
            None,
        ),
        (
            r"A Gaussian has $f(y) = \frac{1}{\sqrt{2\pi}s}e^{-\frac{(y-m)}{2s^2}}$.",
            Some("density of the normal distribution"),
        ),
        (
            r"A Gaussian has $f(y) = \frac{1}{\sqrt{2\pi}s}e^{-\frac{1}{2}(\frac{y-m}{s})^2}$.",
            None,
        ),
        (
            r"The Poisson mass function is $P(Y = k) = \frac{m^k e^{m}}{k!}$.",
            Some("mass function of the Poisson distribution"),
        ),
        (
            r"Newton's method: $b_{new} = b + H^{-1}\nabla l(b)$ with the Hessian.",
            Some("Newton step"),
        ),
        (r"Ordinary least squares: $b = (X^TX)^{-1}X^Ty$.", None),
        (
            r"Ordinary least squares: $b = (X^TX)X^Ty$.",
            Some("least squares estimator"),
        ),
    ];
    for (text, expected) in table {
        let found = of_document(text);
        let found = found.into_iter().flatten().next();
        assert_eq!(found.as_deref(), expected, "{text}");
    }
}

#[test]
fn what_the_text_denies_is_no_suspect() {
    let text =
        r"A common mistake with the sigmoid, which is wrong: $\sigma(z) = \frac{1}{1-e^{-z}}$.";
    assert_eq!(of_document(text), [None]);
}
