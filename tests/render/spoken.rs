//! Formulas in words, as a reader would say them.

use crate::common;
use equiff::expr::Store;
use equiff::languages;
use equiff::render::{self, Notation, Options};

fn spoken(text: &str, options: &Options) -> String {
    let store = Store::new();
    let formula = common::formula(&store, text);
    let format = render::format("mathml").expect("a format");
    let written = (format.formula)(&store, formula, options);
    let (_, rest) = written.split_once("alttext=\"").expect("words");
    let (words, _) = rest.split_once('"').expect("an end");
    words.to_owned()
}

#[test]
fn formulas_are_said_as_they_are_read() {
    for (formula, words) in [
        (
            "log(p/(1-p)) = b + w*x",
            "log of p over 1 minus p, end fraction, equals b plus w x",
        ),
        ("y = (a + b)/c", "y equals the fraction a plus b over c"),
        ("y = x^2", "y equals x squared"),
        ("y = x^3 + 1", "y equals x cubed plus 1"),
        (
            "y = x^(n + 1)",
            "y equals x to the power n plus 1, end power",
        ),
        (
            "y = sqrt(x + 1) - 2",
            "y equals the square root of x plus 1, end root, minus 2",
        ),
        (
            "y = abs(x)",
            "y equals the absolute value of x, end absolute value",
        ),
        ("p_hat = Phi(eta)", "p hat equals capital phi of eta"),
        ("y = Phi_inv(p)", "y equals capital phi to the minus 1 of p"),
        (
            "y = sum(j, 1, n, w[j]*x[j])",
            "y equals the sum from j equals 1 up to n of w sub j x sub j",
        ),
        (
            "x >= 0 and x != 1",
            "x is at least 0 and x is not equal to 1",
        ),
        ("x = 1 <=> y = 2", "x equals 1 is equivalent to y equals 2"),
        ("y = -3*x", "y equals minus 3 x"),
        ("y = exp(-x)", "y equals e to the power minus x, end power"),
        (
            "y = f(a, b)",
            "y equals f of open bracket a, b close bracket",
        ),
        (
            "y = 2*(x - 1)",
            "y equals 2 open bracket x minus 1 close bracket",
        ),
        (
            "y = if(x > 0, x, 0)",
            "y equals cases: x if x is greater than 0; 0 otherwise",
        ),
    ] {
        assert_eq!(spoken(formula, &Options::default()), words, "{formula}");
    }
    let vectors = Options {
        notation: Notation::Vector,
        ..Options::default()
    };
    let words = spoken("y = b + sum(j, 1, n, w[j]*x[j])", &vectors);
    assert_eq!(words, "y equals b plus w transposed x");
}

/// Who only hears a formula can tell it from every other one.
#[test]
fn no_two_formulas_have_the_same_words() {
    let mut known = std::collections::HashMap::new();
    let mut add = |formula: &str| {
        let words = spoken(formula, &Options::default());
        let before = known.insert(words.clone(), formula.to_owned());
        assert!(
            before.as_deref().is_none_or(|before| before == formula),
            "{formula}, {before:?}: {words}"
        );
    };
    for formula in [
        "y = log(a/b)",
        "y = log(a)/b",
        "y = x*y/z",
        "y = x*(y/z)",
        "y = a/(b*c)",
        "y = a/b*c",
        "y = (a/b)/c",
        "y = a/(b/c)",
        "y = exp(2*x)",
        "y = exp(2)*x",
        "y = log(a*b)",
        "y = log(a)*b",
        "y = log(a + b)",
        "y = log(a) + b",
        "y = x^(n/2)",
        "y = x^n/2",
        "y = sqrt(a*b)",
        "y = sqrt(a)*b",
        "y = sqrt(a/b)",
        "y = sqrt(a)/b",
        "y = w[k,j]*x",
        "y = w[k]*x[j]",
        "y = 1/(1 + exp(-a))",
        "y = 1/(1 + exp(-a)) + b",
        "y = 1/(1 + exp(-a) + b)",
        "y = exp(a[k] + b)",
        "y = exp(a[k]) + b",
        "y = abs(a) + b",
        "y = abs(a + b)",
        "y = -(a + b)",
        "y = -a + b",
        "y = (-a)^2",
        "y = -a^2",
    ] {
        add(formula);
    }
    for link in equiff::links::ALL {
        let mut own = vec![link.forward, link.inverse, link.derivative];
        own.push(link.inverse_derivative);
        own.iter().for_each(|term| add(&format!("y = {term}")));
    }
}

#[test]
fn words_are_those_of_the_language() {
    let say = |code: &str| {
        let language = languages::find(code).expect("a language");
        let options = Options {
            language,
            comma: language.comma,
            ..Options::default()
        };
        spoken("log(p/(1-p)) = 1.5", &options)
    };
    assert_eq!(
        say("de"),
        "log von p durch 1 minus p, Ende des Bruchs, gleich 1,5"
    );
    assert_eq!(
        say("fr"),
        "log de p sur 1 moins p, fin de fraction, égale 1,5"
    );
}

/// What assistive programs are told where a sign has several meanings.
#[test]
fn meanings_are_given_where_signs_have_several() {
    let store = Store::new();
    let format = render::format("mathml").expect("a format");
    let write = |text: &str, notation| {
        let options = Options {
            notation,
            ..Options::default()
        };
        (format.formula)(&store, common::formula(&store, text), &options)
    };
    let written = write("y = abs(x + 1)", Notation::Auto);
    assert!(
        written.contains("intent=\"absolute-value($x)\""),
        "{written}"
    );
    let written = write("y = sum(j, 1, n, w[j]*x[j])", Notation::Vector);
    assert!(written.contains("intent=\"transpose($x)\""), "{written}");
    // Every argument that an intent speaks of is there.
    assert_eq!(
        written.matches("$x").count(),
        written.matches("arg=\"x\"").count()
    );
}
