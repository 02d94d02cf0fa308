//! Suspects: definitions that differ by a small edit from the usual formula of what they are called.

use equiff::check::suspects::cues::Context;
use equiff::check::suspects::entry::Entry;
use equiff::check::suspects::{self, library};
use equiff::document::Kind;
use equiff::latex::Macros;

/// A left side that fits an entry, and a sentence that calls it by its name.
fn around(entry: &Entry) -> (String, String) {
    let shape = entry.left.first().copied().unwrap_or("f");
    let shape = shape.trim_start_matches('^').trim_end_matches('$');
    let mut left = match shape {
        _ if shape.ends_with(['(', '[']) => format!("{shape}x"),
        _ if shape.ends_with('_') => format!("{shape}1"),
        _ => shape.trim_end_matches('=').to_owned(),
    };
    for (open, close) in [('(', ')'), ('[', ']'), ('{', '}')] {
        if left.ends_with('{') {
            left.push('1');
        }
        if left.matches(open).count() > left.matches(close).count() {
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

/// The group in braces that begins at a place, and what is behind it.
fn group(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('{')?;
    let mut depth = 0_usize;
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return Some((&inner[..at], &inner[at + 1..])),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Slips of the pen in a text: signs, exponents, factors, functions, parts in each other's place.
fn slips(text: &str) -> Vec<String> {
    let mut all = vec![format!("-{text}")];
    let mut put = |from: &str, to: &str| {
        for (at, _) in text.match_indices(from) {
            all.push(format!("{}{to}{}", &text[..at], &text[at + from.len()..]));
        }
    };
    for (from, to) in [
        ("-", "+"),
        ("+", "-"),
        ("^2", ""),
        ("^2", "^3"),
        ("^3", "^2"),
        ("2", ""),
        (r"\pi", ""),
        ("(1-", "("),
        ("e^{", "e^{-"),
        ("e^{-", "e^{"),
        (r"\log", ""),
        (r"\log", r"\exp"),
        (r"\exp", ""),
        (r"\exp\left(-", r"\exp\left("),
        (r"\max", r"\min"),
        (r"\min", r"\max"),
        ("(0,", "(0,-"),
        ("(1,", "(1,-"),
        (r"\sqrt", ""),
        ("_i", "_j"),
        ("_k", "_j"),
        ("_{ij}", "_{ji}"),
        ("_{ik}", "_{ki}"),
        ("^T", ""),
        ("^{-1}", ""),
        (r"\prod", r"\sum"),
        (r"\sum", r"\prod"),
        (r"\Gamma", ""),
        ("!", ""),
    ] {
        put(from, to);
    }
    for (at, _) in text.match_indices(r"\frac{") {
        let parts = group(&text[at + 5..]).and_then(|(a, rest)| Some((a, group(rest)?)));
        if let Some((a, (b, rest))) = parts {
            let before = &text[..at];
            all.push(format!(r"{before}\frac{{{b}}}{{{a}}}{rest}"));
            all.push(format!(r"{before}\left({a}\right)\left({b}\right){rest}"));
        }
    }
    // Brackets are left out, or squared; letters are squared.
    for (at, _) in text.match_indices('(') {
        let mut depth = 0_usize;
        let close = text[at..].char_indices().find(|(_, c)| {
            depth += usize::from(*c == '(');
            depth -= usize::from(*c == ')');
            depth == 0
        });
        if let Some((length, _)) = close {
            let (before, inner, rest) = (
                &text[..at],
                &text[at + 1..at + length],
                &text[at + length + 1..],
            );
            if !before.ends_with("left") {
                all.push(format!("{before}{inner}{rest}"));
            }
            if !rest.starts_with('^') {
                all.push(format!("{before}({inner})^2{rest}"));
            }
        }
    }
    let mut at = 0;
    for (token, free) in tokens(text) {
        at += token.len();
        let ends = free && !text[at..].starts_with('_') || token.starts_with('_');
        if ends && !text[at..].starts_with('^') {
            all.push(format!("{}^2{}", &text[..at], &text[at..]));
        }
    }
    if let Some((a, b)) = text.split_once('&').filter(|_| text.contains(r"\\")) {
        // The branches of cases in each other's place.
        let first = a.trim_start_matches(r"\begin{cases}");
        if let Some((condition, rest)) = b.split_once(r"\\")
            && let Some((second, other)) = rest.split_once('&')
        {
            all.push(format!(
                r"\begin{{cases}}{second}&{condition}\\{first}&{other}"
            ));
        }
    }
    all.sort();
    all.dedup();
    all.retain(|slip| slip != text);
    all
}

/// Letters that others are renamed to.
const LETTERS: &[&str] = &[
    "a", "c", "g", "k", "m", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z", r"\alpha",
    r"\beta", r"\gamma", r"\theta", r"\lambda", r"\mu", r"\nu", r"\xi", r"\tau", r"\omega",
];

/// The letters of a text, each with whether it is one that can be renamed; commands that are no
/// letters, indices and functions are none.
fn tokens(text: &str) -> Vec<(&str, bool)> {
    let mut all = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let behind = &rest[c.len_utf8()..];
        let letters = behind.find(|c: char| !c.is_ascii_alphabetic());
        let length = match c {
            '\\' if rest.starts_with(r"\begin{") || rest.starts_with(r"\end{") => {
                rest.find('}').map_or(rest.len(), |end| end + 1)
            }
            '\\' => 1 + letters.unwrap_or(behind.len()).max(1),
            '_' => group(behind).map_or(2, |(inner, _)| inner.len() + 3),
            _ => c.len_utf8(),
        };
        let (token, behind) = rest.split_at(length.min(rest.len()));
        // `b(t)` is a value of a function, `s(1-s)` a product.
        let argument = behind
            .strip_prefix('(')
            .and_then(|inner| inner.split_once(')'));
        let applied = argument.is_some_and(|(inner, _)| {
            inner.split(',').all(|one| one.len() == 1) || inner.contains(['_', ','])
        });
        let known =
            LETTERS.contains(&token) || matches!(token, "b" | "d" | "f" | "h" | "l" | "n" | "o");
        let other = matches!(token, r"\sigma" | r"\eta" | r"\phi");
        let prime = behind.starts_with('\'');
        all.push((token, (known || other) && !applied && !prime));
        rest = behind;
    }
    all
}

/// The text with other letters, the same for the same; `fixed` stay what they are.
fn renamed(texts: &[String], seed: u64, entry: &Entry) -> Vec<String> {
    let mut state = seed;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    // What is bound, what stands as a function somewhere, and what the entry asks for.
    let bound = |letter: &str| {
        texts
            .iter()
            .any(|text| text.contains(&format!("_{{{letter}=1}}")))
    };
    let all: Vec<Vec<(&str, bool)>> = texts.iter().map(|text| tokens(text)).collect();
    let is_free = |letter: &str| {
        let same = all.iter().flatten().filter(|(token, _)| *token == letter);
        same.clone().all(|(_, free)| *free)
            && !bound(letter)
            && !entry.within.iter().any(|part| part.contains(letter))
    };
    let mut free: Vec<&str> = Vec::new();
    let mut kept: Vec<&str> = Vec::new();
    for (token, _) in all.iter().flatten() {
        let list = if is_free(token) { &mut free } else { &mut kept };
        if !list.contains(token) {
            list.push(token);
        }
    }
    let mut pool: Vec<&str> = LETTERS.to_vec();
    pool.retain(|letter| !kept.contains(letter) && !bound(letter));
    if entry.letters {
        pool.retain(|letter| !entry.usual.contains(letter));
    }
    let mut names = Vec::new();
    for letter in &free {
        let latin = pool.iter().filter(|name| *letter != "n" || name.len() == 1);
        let names_left: Vec<&str> = latin.copied().collect();
        let name = names_left[next(names_left.len())];
        pool.retain(|other| *other != name);
        names.push((*letter, name));
    }
    let spelled = |tokens: &Vec<(&str, bool)>| -> String {
        let mut out = String::new();
        for (token, _) in tokens {
            let found = names.iter().find(|(letter, _)| letter == token);
            let name = found.map_or(*token, |(_, name)| name);
            let command = out
                .rfind('\\')
                .is_some_and(|at| out[at + 1..].chars().all(|c| c.is_ascii_alphabetic()));
            if command && name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                out.push(' ');
            }
            out.push_str(name);
        }
        out
    };
    all.iter().map(spelled).collect()
}

fn entries() -> impl Iterator<Item = &'static Entry> {
    library::ALL.iter().copied().flatten()
}

/// So many slips of a formula are found, if they are not few for a reason.
const FOUND: usize = 3;

/// What is amiss with an entry: a formula of its own that is a suspect, and slips that are none.
fn complaints(entry: &Entry) -> Vec<String> {
    let mut all = Vec::new();
    let own: Vec<String> = [entry.usual]
        .iter()
        .chain(entry.also)
        .map(|text| (*text).to_owned())
        .collect();
    let slips = slips(entry.usual);
    for seed in 0..3 {
        let again = |texts: &[String]| match seed {
            0 => texts.to_vec(),
            // All of an entry under one renaming.
            _ => texts
                .iter()
                .map(|text| renamed(std::slice::from_ref(text), seed, entry).remove(0))
                .collect(),
        };
        for formula in again(&own) {
            if let Some(found) = suspect(entry, &formula) {
                all.push(format!(
                    "{}: LOUD {formula}: {}",
                    entry.name, found.difference
                ));
            }
        }
        let tried = again(&slips);
        let caught = tried
            .iter()
            .filter(|slip| suspect(entry, slip).is_some())
            .count();
        let wanted = if entry.few.is_empty() { FOUND } else { 1 };
        if caught < wanted {
            let quiet: Vec<&String> = tried
                .iter()
                .filter(|slip| suspect(entry, slip).is_none())
                .collect();
            all.push(format!(
                "{} (renamed {seed}): {caught} of {}: {quiet:?}",
                entry.name,
                tried.len()
            ));
        }
    }
    all
}

/// Every formula of the library: it and its variants are silent, slips of it are suspects, whatever
/// its letters are. New entries are tested without a word here.
#[test]
fn every_formula_is_silent_and_its_slips_are_not() {
    let complaints: Vec<String> = std::thread::scope(|scope| {
        let themes = library::ALL.iter().map(|theme| {
            scope.spawn(|| theme.iter().flat_map(complaints).collect::<Vec<String>>())
        });
        let themes: Vec<_> = themes.collect();
        let done = themes
            .into_iter()
            .map(|theme| theme.join().expect("no panic"));
        done.flatten().collect()
    });
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
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
fn a_usual_formula_at_the_wrong_place_is_a_suspect() {
    let table = [
        (
            r"The KL divergence is $D(Q\|P) = \sum_x P(x)\log\frac{P(x)}{Q(x)}$.",
            Some("Kullback-Leibler divergence"),
        ),
        (
            r"The KL divergence is $D(q\|p) = \sum_x q(x)\log\frac{q(x)}{p(x)}$.",
            None,
        ),
        (
            r"Ordinary least squares: $b = (X^TX)^{-1}Xy$.",
            Some("least squares estimator"),
        ),
        (
            r"Ordinary least squares: $b = (X^TX)^{-1}yX^T$.",
            Some("least squares estimator"),
        ),
        (r"Ordinary least squares: $b = (XX^T)^{-1}Xy$.", None),
        (r"Ordinary least squares: $b^T = y^TX(X^TX)^{-1}$.", None),
        (
            r"Ridge regression: $b = (\lambda I + X^TX)^{-1}X^Ty$.",
            None,
        ),
        (
            r"The logit link has $\mu = \text{logit}(\eta)$.",
            Some("inverse of the logit"),
        ),
        (r"The logit link has $\eta = \text{logit}(\mu)$.", None),
        (
            r"By Bayes' rule $P(A|B) = \frac{P(B|A)P(B)}{P(A)}$.",
            Some("Bayes' rule"),
        ),
        (r"By Bayes' rule $P(A|B) = \frac{P(B|A)P(A)}{P(B)}$.", None),
        (r"By Bayes' rule $P(B|A) = \frac{P(B)P(A|B)}{P(A)}$.", None),
        (
            r"For convex $f$ we have $f(E[X]) \ge E[f(X)]$.",
            Some("Jensen's inequality"),
        ),
        (r"For concave $f$ we have $f(E[X]) \ge E[f(X)]$.", None),
        (r"Then $\log E[X] \ge E[\log X]$.", None),
        (
            r"Then $\log E[X] \le E[\log X]$.",
            Some("Jensen's inequality"),
        ),
        (
            r"The recall is $\text{Recall} = \frac{TP}{TP+FP}$.",
            Some("recall"),
        ),
        (r"The recall is $\text{Recall} = \frac{TP}{TP+FN}$.", None),
        (
            r"The precision is $\text{Precision} = \frac{TP}{TP+FN}$, and the recall is another.",
            Some("precision"),
        ),
    ];
    for (text, expected) in table {
        let found = of_document(text);
        let found = found.into_iter().flatten().next();
        assert_eq!(found.as_deref(), expected, "{text}");
    }
}

/// The usual formula is one that a reader of plain formulas knows.
#[test]
fn what_is_usual_is_a_plain_formula() {
    let mut unread = Vec::new();
    for entry in entries() {
        for slip in slips(entry.usual) {
            if let Some(found) = suspect(entry, &slip) {
                let store = equiff::expr::Store::new();
                if equiff::parse::claim(&store, &found.usual).is_err() {
                    unread.push(format!("{}: {}", entry.name, found.usual));
                }
            }
        }
    }
    unread.dedup();
    assert!(unread.is_empty(), "{}", unread.join("\n"));
}

#[test]
fn what_the_text_denies_is_no_suspect() {
    let text =
        r"A common mistake with the sigmoid, which is wrong: $\sigma(z) = \frac{1}{1-e^{-z}}$.";
    assert_eq!(of_document(text), [None]);
}
