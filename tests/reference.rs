//! Declared formulas against what R, statsmodels, Keras and PyTorch compute.

mod common;

use std::cmp::Ordering;

use common::{formula, number, table};
use equiff::activations::{self, Activation};
use equiff::eval::{Assignment, Enclosure, Value, evaluate, truth};
use equiff::expr::{Expr, Store};
use equiff::links::{self, Link, Parameter};
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

fn find_link(name: &str) -> Option<&'static Link> {
    let word = match name {
        "1/mu^2" => "inverse_squared",
        other => other,
    };
    links::ALL.iter().copied().find(|l| l.names.contains(&word))
}

fn find_activation(name: &str) -> Option<&'static Activation> {
    activations::ALL
        .iter()
        .copied()
        .find(|a| a.names.contains(&name))
}

/// The double that a decimal of 17 digits stands for, exactly.
fn double(text: &str) -> BigRational {
    BigRational::from_float(text.parse::<f64>().expect("a double")).expect("finite")
}

/// `name=value;...`
fn settings(s: &Store, text: &str) -> Assignment {
    text.split(';')
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| (s.name(name), Value::Rational(double(value))))
        .collect()
}

/// Adds the defaults of parameters that are not set.
fn with_defaults(s: &Store, mut values: Assignment, parameters: &[Parameter]) -> Assignment {
    for p in parameters {
        if values.get(s.name(p.name)).is_none()
            && let Some(default) = p.default
        {
            values.set(s.name(p.name), Value::Term(formula(s, default)));
        }
    }
    values
}

/// Whether a term has a printed value, to 1e-15 of it.
fn assert_value(s: &Store, term: Expr, values: &Assignment, expected: &str, row: &[String]) {
    let expected = number(expected);
    // Below the smallest double, programs print 0.
    // The table takes the constant 0.044715 of the approximate GELU as a double, which shows where
    // its tail multiplies that error.
    let digits = if row[1] == "approximate=True" {
        "1e-14"
    } else {
        "1e-15"
    };
    let slack = expected.abs() * number(digits) + number("1e-320");
    let mut computed = f64::NAN;
    // 1 + tanh(-2300) takes 7000 bits.
    let near = [256, 8192].into_iter().any(|precision| {
        let enclosure = evaluate(s, term, values, precision)
            .unwrap_or_else(|failure| panic!("{failure:?}: {row:?}"));
        computed = enclosure.to_f64();
        let low = Enclosure::rational(&(&expected - &slack), precision);
        let high = Enclosure::rational(&(&expected + &slack), precision);
        low.compare(&enclosure) == Some(Ordering::Less)
            && enclosure.compare(&high) == Some(Ordering::Less)
    });
    assert!(near, "{computed}: {row:?}");
}

#[test]
fn links_compute_what_r_and_statsmodels_compute() {
    let s = Store::new();
    let mut rows = 0;
    for row in table("links.tsv") {
        let [name, parameter, _, kind, argument, _, exact, _] = row.as_slice() else {
            panic!("{row:?}");
        };
        // R's power(0) is the log link.
        let (name, parameter) = match (name.as_str(), parameter.as_str()) {
            ("power", "lambda=0") => ("log", ""),
            other => other,
        };
        let link = find_link(name).unwrap_or_else(|| panic!("{row:?}"));
        let (text, variable) = match kind.as_str() {
            "link" => (link.forward, "mu"),
            "derivative" => (link.derivative, "mu"),
            "inverse" => (link.inverse, "eta"),
            "inverse_derivative" => (link.inverse_derivative, "eta"),
            _ => panic!("{row:?}"),
        };
        let values = settings(&s, parameter).with(s.name(variable), double(argument));
        let values = with_defaults(&s, values, link.parameters);
        assert_value(&s, formula(&s, text), &values, exact, &row);
        rows += 1;
    }
    assert_eq!(rows, 1460);
}

/// The formula of an activation or of a link's inverse, and its variable.
fn activation_formula(s: &Store, name: &str, parameters: &str) -> (Expr, &'static str, Assignment) {
    let name = match (name, parameters) {
        ("gelu", "approximate=True") => "gelu_tanh",
        _ => name,
    };
    let parameters = if parameters.starts_with("approximate=") {
        ""
    } else {
        parameters
    };
    let given = settings(s, parameters);
    if let Some(activation) = find_activation(name) {
        let text = activation
            .variants
            .iter()
            .find(|(parameter, _)| given.get(s.name(parameter)).is_some())
            .map_or(activation.formula, |(_, text)| *text);
        (
            formula(s, text),
            "z",
            with_defaults(s, given, activation.parameters),
        )
    } else {
        let link = find_link(name).unwrap_or_else(|| panic!("no `{name}`"));
        (
            formula(s, link.inverse),
            "eta",
            with_defaults(s, given, link.parameters),
        )
    }
}

#[test]
fn activations_compute_what_keras_and_pytorch_compute() {
    let s = Store::new();
    let mut rows = 0;
    for row in table("activations.tsv") {
        let [name, parameters, _, argument, value, exact, agreement] = row.as_slice() else {
            panic!("{row:?}");
        };
        // Functions of vectors that are no activation here.
        if ["log_softmax", "sparsemax", "glu"].contains(&name.as_str()) {
            continue;
        }
        rows += 1;
        if name == "softmax" {
            softmax_row(&s, &row);
            continue;
        }
        let (term, variable, values) = activation_formula(&s, name, parameters);
        let values = values.with(s.name(variable), double(argument));
        let expected = if agreement == "differs" { value } else { exact };
        assert!(agreement != "differs" || name == "relu", "{row:?}");
        assert_value(&s, term, &values, expected, &row);
    }
    assert_eq!(rows, 1390);
}

fn softmax_row(s: &Store, row: &[String]) {
    let inputs: Vec<&str> = row[3].split(',').collect();
    let mut values = Assignment::new().with(s.name("K"), inputs.len().to_string().parse().unwrap());
    for (k, input) in (1..).zip(&inputs) {
        let entry = s.entry(s.name("eta"), &[s.int(k)]);
        values.set(entry, Value::Rational(double(input)));
    }
    let term = formula(s, find_link("softmax").unwrap().inverse);
    for (k, output) in (1..).zip(row[5].split(',')) {
        let values = values
            .clone()
            .with(s.name("k"), BigRational::from_integer(k.into()));
        assert_value(s, term, &values, output, row);
    }
}

/// One piece of a range such as `(-inf,-0.5)U{0}U(0.5,inf)`.
struct Piece {
    low: f64,
    high: f64,
    closed: (bool, bool),
}

fn pieces(text: &str) -> Vec<Piece> {
    text.split('U')
        .map(|piece| {
            let inner = &piece[1..piece.len() - 1];
            let (low, high) = inner.split_once(',').unwrap_or((inner, inner));
            Piece {
                low: low.parse().unwrap(),
                high: high.parse().unwrap(),
                closed: (!piece.starts_with('('), !piece.ends_with(')')),
            }
        })
        .collect()
}

impl Piece {
    /// Up to the rounding of the printed ends.
    fn holds(&self, y: f64) -> bool {
        let slack = 1e-12;
        let low = y > self.low + slack || self.closed.0 && y >= self.low - slack;
        let high = y < self.high - slack || self.closed.1 && y <= self.high + slack;
        low && high
    }
}

const GRID: i64 = 96;

#[test]
fn facts_about_activations_hold() {
    let s = Store::new();
    for row in table("activations_facts.tsv") {
        let [
            name,
            parameters,
            strict,
            weak,
            injective,
            range,
            _,
            a,
            b,
            output,
            ..,
        ] = row.as_slice()
        else {
            panic!("{row:?}");
        };
        if ["softmax", "log_softmax", "sparsemax", "glu"].contains(&name.as_str()) {
            continue;
        }
        let parameters = parameters.split(" (").next().unwrap();
        let (term, variable, setting) = activation_formula(&s, name, parameters);
        let at = |x: BigRational| {
            let values = setting.clone().with(s.name(variable), x);
            evaluate(&s, term, &values, 128).unwrap_or_else(|e| panic!("{name}: {e:?}"))
        };
        // One-to-one functions are links, but for the one whose inverse has no closed form.
        let is_link = find_link(name).is_some();
        assert_eq!(
            injective == "yes",
            is_link || name == "tanh_shrink",
            "{name}"
        );
        assert_eq!(strict, injective, "{name}");

        let points: Vec<BigRational> = (-GRID..=GRID)
            .map(|k| BigRational::new(k.into(), 8.into()))
            .collect();
        let images: Vec<Enclosure> = points.iter().map(|x| at(x.clone())).collect();
        let orders: Vec<Option<Ordering>> = images
            .windows(2)
            .map(|pair| pair[0].compare(&pair[1]))
            .collect();
        if strict == "yes" {
            assert!(
                orders.iter().all(|o| *o == Some(Ordering::Less)),
                "{name} grows"
            );
        } else if weak == "increasing" {
            assert!(
                !orders.contains(&Some(Ordering::Greater)),
                "{name} never falls"
            );
        } else {
            assert!(
                orders.contains(&Some(Ordering::Greater)),
                "{name} falls somewhere"
            );
            assert!(
                orders.contains(&Some(Ordering::Less)),
                "{name} grows somewhere"
            );
        }

        let range = pieces(range);
        for image in &images {
            let y = image.to_f64();
            let edge = range
                .iter()
                .any(|p| (y - p.low).abs() < 1e-9 || (y - p.high).abs() < 1e-9);
            assert!(edge || range.iter().any(|p| p.holds(y)), "{name} takes {y}");
        }
        if !a.is_empty() {
            for x in [a, b] {
                let value = at(double(x)).to_f64();
                let expected = double(output).to_f64().unwrap();
                assert!((value - expected).abs() < 1e-15, "{name}({x}) = {value}");
            }
        }
        if let Some(link) = find_link(name) {
            domain_is(&s, link, &setting, &range);
        }
    }
}

/// The declared domain is a printed range: true just inside its ends, false just outside.
fn domain_is(s: &Store, link: &Link, setting: &Assignment, range: &[Piece]) {
    let [piece] = range else {
        panic!("{} has a range in pieces", link.name)
    };
    let inside = |y: BigRational| {
        let values = setting.clone().with(s.name("mu"), y);
        link.domain
            .iter()
            .all(|c| truth(s, formula(s, c), &values) == Some(true))
    };
    let step = number("1e-10");
    for (end, inward) in [(piece.low, step.clone()), (piece.high, -step)] {
        match BigRational::from_float(end) {
            Some(end) => {
                assert!(inside(&end + &inward), "{} just inside {end}", link.name);
                assert!(!inside(&end - &inward), "{} just outside {end}", link.name);
                if end.is_zero() {
                    assert!(!inside(end), "{} at its end", link.name);
                }
            }
            None => assert!(inside(-inward * number("1e20")), "{} far out", link.name),
        }
    }
}
