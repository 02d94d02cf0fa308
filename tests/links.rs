//! Every declared link and activation: names, formulas, inverses, derivatives, growth.

mod common;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

use common::{formula, number, table};
use equiff::eval::{Assignment, Enclosure, Value, compare, evaluate, truth};
use equiff::expr::{Binding, Expr, Monotone, Store};
use equiff::links::{Link, Parameter, Shape};
use equiff::{activations, links};
use num_rational::BigRational;
use num_traits::Signed;

/// Names as they are compared: case, `-` and `_` do not matter.
fn plain(name: &str) -> String {
    name.to_lowercase().replace(['-', '_'], "")
}

#[test]
fn names_are_unique_words() {
    let mut seen: HashMap<String, &str> = HashMap::new();
    let all = links::ALL.iter().map(|l| l.names);
    for names in all.chain(activations::ALL.iter().map(|a| a.names)) {
        for name in names {
            let word = name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            assert!(word, "`{name}` is not in snake_case");
            if let Some(other) = seen.insert(plain(name), name) {
                panic!("`{name}` and `{other}` are one name");
            }
        }
    }
}

#[test]
fn every_file_is_listed_under_its_name() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (folder, listed) in [
        (
            "links",
            links::ALL.iter().map(|l| l.names[0]).collect::<Vec<_>>(),
        ),
        (
            "activations",
            activations::ALL.iter().map(|a| a.names[0]).collect(),
        ),
    ] {
        let mut files: Vec<String> = fs::read_dir(root.join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| Some(name.strip_suffix(".rs")?.to_owned()))
            .filter(|name| name != "mod")
            .collect();
        files.sort();
        assert_eq!(files, listed, "src/{folder}");
    }
}

#[test]
fn formulas_use_only_what_is_declared() {
    let s = Store::new();
    let check = |owner: &str, text: &str, allowed: &[&str]| {
        for name in s.free_names(formula(&s, text)) {
            let name = s.name_text(name).unwrap();
            let known = allowed.contains(&name) || name == "pi" || name == "e";
            assert!(known, "{owner}: `{text}` has an unknown `{name}`");
        }
    };
    for link in links::ALL {
        let own: Vec<&str> = link.parameters.iter().map(|p| p.name).collect();
        let index: &[&str] = match link.shape {
            Shape::Scalar => &[],
            Shape::Categories => &["k", "K"],
        };
        let with = |name: &'static str| [&own[..], index, &[name]].concat();
        for text in [link.forward, link.derivative].iter().chain(link.domain) {
            check(link.name, text, &with("mu"));
        }
        for text in [link.inverse, link.inverse_derivative]
            .iter()
            .chain(link.range)
        {
            check(link.name, text, &with("eta"));
        }
        check_parameters(&s, link.name, link.parameters);
    }
    for activation in activations::ALL {
        let mut own: Vec<&str> = activation.parameters.iter().map(|p| p.name).collect();
        check_parameters(&s, activation.names[0], activation.parameters);
        own.push("z");
        check(activation.names[0], activation.formula, &own);
        for (parameter, text) in activation.variants {
            check(
                activation.names[0],
                text,
                &[&own[..], &[parameter]].concat(),
            );
        }
    }
}

/// Conditions are readable and the defaults meet them.
fn check_parameters(s: &Store, owner: &str, parameters: &[Parameter]) {
    let mut defaults = Assignment::new();
    for p in parameters {
        if let Some(default) = p.default {
            defaults.set(s.name(p.name), Value::Term(formula(s, default)));
        }
    }
    for p in parameters {
        for condition in p.given {
            let holds = truth(s, formula(s, condition), &defaults);
            let expected = p.default.map(|_| true);
            assert_eq!(holds, expected, "{owner}: {condition} at the defaults");
        }
    }
}

/// Some admissible values for the parameters: the defaults, and others.
fn settings(s: &Store, link: &Link) -> Vec<Assignment> {
    let mut settings = vec![Assignment::new()];
    for p in link.parameters {
        let candidates: Vec<&str> = p
            .default
            .into_iter()
            .chain(["1/2", "2", "-1", "1/3", "3/2", "-5/2"])
            .collect();
        settings = settings
            .iter()
            .flat_map(|setting| {
                candidates
                    .iter()
                    .map(|text| setting.clone().with(s.name(p.name), number(text)))
            })
            .filter(|setting| all_hold(s, p.given, setting))
            .collect();
    }
    assert!(
        !settings.is_empty(),
        "{} admits no tried parameter",
        link.name
    );
    settings
}

fn all_hold(s: &Store, conditions: &[&str], values: &Assignment) -> bool {
    conditions
        .iter()
        .all(|c| truth(s, formula(s, c), values) == Some(true))
}

const POINTS: &[&str] = &[
    "-8", "-13/4", "-7/5", "-1", "-3/4", "-1/10", "0", "1/1000", "1/7", "1/2", "3/5", "9/10",
    "99/100", "1", "6/5", "2", "7/2", "8",
];

/// The points at which the conditions hold, in ascending order.
fn samples(
    s: &Store,
    variable: &str,
    conditions: &[&str],
    setting: &Assignment,
) -> Vec<(BigRational, Assignment)> {
    POINTS
        .iter()
        .map(|text| {
            (
                number(text),
                setting.clone().with(s.name(variable), number(text)),
            )
        })
        .filter(|(_, values)| all_hold(s, conditions, values))
        .collect()
}

fn scalar_links() -> impl Iterator<Item = &'static Link> {
    links::ALL
        .iter()
        .copied()
        .filter(|l| l.shape == Shape::Scalar)
}

/// Whether a term's value is provably within 1e-60 of a number, relatively.
fn is_near(s: &Store, term: Expr, value: &BigRational, values: &Assignment) -> bool {
    let slack = (value.abs() + number("1")) * number("1e-60");
    // 1 - exp(-exp(8)) differs from 1 in the 4300th bit.
    [384, 16_384].into_iter().any(|precision| {
        let Ok(enclosure) = evaluate(s, term, values, precision) else {
            return false;
        };
        let low = Enclosure::rational(&(value - &slack), precision);
        let high = Enclosure::rational(&(value + &slack), precision);
        low.compare(&enclosure) == Some(Ordering::Less)
            && enclosure.compare(&high) == Some(Ordering::Less)
    })
}

#[test]
fn link_and_inverse_undo_each_other() {
    let s = Store::new();
    for link in scalar_links() {
        let (forward, inverse) = (formula(&s, link.forward), formula(&s, link.inverse));
        for setting in settings(&s, link) {
            for (variable, inner, outer, hole, from, into) in [
                ("mu", forward, inverse, "eta", link.domain, link.range),
                ("eta", inverse, forward, "mu", link.range, link.domain),
            ] {
                let points = samples(&s, variable, from, &setting);
                assert!(
                    points.len() >= 3,
                    "{}: too few samples of {variable}",
                    link.name
                );
                let round: Binding = [(s.name(hole), inner)].into_iter().collect();
                let round_trip = s.substitute(outer, &round);
                for (point, values) in points {
                    let place = format!("{} at {variable} = {point}, {values:?}", link.name);
                    assert!(is_near(&s, round_trip, &point, &values), "{place}");
                    // What comes out lies where the other side is declared to lie.
                    for condition in into {
                        let condition = s.substitute(formula(&s, condition), &round);
                        assert_eq!(truth(&s, condition, &values), Some(true), "{place}");
                    }
                }
            }
        }
    }
}

#[test]
fn declared_domains_are_where_links_are_one_to_one() {
    // Beyond the declared range, the inverse is undefined or repeats a value of it: at no tried
    // point does the link give back the predictor.
    let s = Store::new();
    for link in scalar_links() {
        let (forward, inverse) = (formula(&s, link.forward), formula(&s, link.inverse));
        let round: Binding = [(s.name("eta"), forward)].into_iter().collect();
        let round_trip = s.substitute(inverse, &round);
        // Declared narrower on purpose: a negative binomial mean is positive; powers are taken of
        // positive numbers.
        if ["negative_binomial", "power", "box_cox"].contains(&link.names[0]) {
            continue;
        }
        for setting in settings(&s, link) {
            for text in POINTS {
                let values = setting.clone().with(s.name("mu"), number(text));
                if all_hold(&s, link.domain, &values) {
                    continue;
                }
                let back = compare(&s, round_trip, s.rational(number(text)), &values);
                let undefined = evaluate(&s, round_trip, &values, 256).is_err();
                assert!(
                    back.is_some_and(Ordering::is_ne) || undefined,
                    "{} at {text}",
                    link.name
                );
            }
        }
    }
}

#[test]
fn derivatives_agree_with_difference_quotients() {
    let s = Store::new();
    let step = number("1e-25");
    for link in scalar_links() {
        for setting in settings(&s, link) {
            for (variable, function, derivative, conditions) in [
                ("mu", link.forward, link.derivative, link.domain),
                ("eta", link.inverse, link.inverse_derivative, link.range),
            ] {
                let (function, derivative) = (formula(&s, function), formula(&s, derivative));
                let mut tried = 0;
                for (point, values) in samples(&s, variable, conditions, &setting) {
                    let at = |x: BigRational| {
                        let values = setting.clone().with(s.name(variable), x);
                        evaluate(&s, function, &values, 512)
                    };
                    let (Ok(left), Ok(right)) = (at(&point - &step), at(&point + &step)) else {
                        continue;
                    };
                    let Ok(value) = evaluate(&s, derivative, &values, 512) else {
                        continue;
                    };
                    // (right - left)/(2 step) as a term of three enclosures.
                    let names = ["left", "right", "slope"].map(|n| s.name(n));
                    let known: Assignment = names
                        .into_iter()
                        .zip([left, right, value].map(Value::Enclosure))
                        .collect();
                    let close =
                        "abs((right - left)/(2*10^(-25)) - slope) < 10^(-20)*(1 + abs(slope))";
                    assert_eq!(
                        truth(&s, formula(&s, close), &known),
                        Some(true),
                        "{}: derivative by {variable} at {point}, {values:?}",
                        link.name
                    );
                    tried += 1;
                }
                assert!(
                    tried >= 3,
                    "{}: derivative by {variable} hardly tried",
                    link.name
                );
            }
        }
    }
}

#[test]
fn links_grow_as_declared() {
    let s = Store::new();
    for link in scalar_links() {
        let forward = formula(&s, link.forward);
        for setting in settings(&s, link) {
            let images: Vec<_> = samples(&s, "mu", link.domain, &setting)
                .into_iter()
                .map(|(_, values)| evaluate(&s, forward, &values, 256).unwrap())
                .collect();
            let orders: Vec<Ordering> = images
                .windows(2)
                .map(|pair| pair[0].compare(&pair[1]).expect("different values"))
                .collect();
            match link.monotone {
                Monotone::Increasing => assert!(orders.iter().all(|o| o.is_lt()), "{}", link.name),
                Monotone::Decreasing => assert!(orders.iter().all(|o| o.is_gt()), "{}", link.name),
                Monotone::No => {}
            }
        }
    }
}

/// The declared bound of the activation's slope holds at many points, and a hundredth less does
/// not; without one the slope exceeds every bound in reach.
#[test]
fn slopes_are_bounded_as_declared() {
    let s = Store::new();
    for link in scalar_links() {
        let derivative = s.call("abs", &[formula(&s, link.inverse_derivative)]);
        let mut steep = false;
        for setting in settings(&s, link) {
            let bound = link.slope.map(|slope| formula(&s, slope));
            let lower = match bound {
                Some(bound) => s.mul([s.rational(number("0.99")), bound].as_slice()),
                None => s.int(1_000_000),
            };
            let (mut reached, mut tried) = (false, 0);
            let fine = (-200..=200).map(|k| number(&k.to_string()) / number("8"));
            let coarse = ["-1e7", "1e7", "-1e-7", "1e-7"].map(number);
            for eta in fine.chain(coarse) {
                let values = setting.clone().with(s.name("eta"), eta.clone());
                let inside = link
                    .range
                    .iter()
                    .all(|condition| truth(&s, formula(&s, condition), &values) == Some(true));
                if !inside || evaluate(&s, derivative, &values, 256).is_err() {
                    continue;
                }
                tried += 1;
                reached |= compare(&s, derivative, lower, &values) != Some(Ordering::Less);
                if let Some(bound) = bound {
                    let order = compare(&s, derivative, bound, &values);
                    // What cannot be told apart at any precision is the bound itself.
                    assert_ne!(order, Some(Ordering::Greater), "{} at {eta}", link.name);
                }
            }
            assert!(tried > 10, "{}", link.name);
            assert!(
                reached || bound.is_none(),
                "{}: the bound is idle",
                link.name
            );
            steep |= reached;
        }
        assert!(steep, "{} has a bound", link.name);
    }
}

#[test]
fn softmax_and_its_logits_undo_each_other() {
    let s = Store::new();
    let link = links::ALL
        .iter()
        .find(|l| l.shape == Shape::Categories)
        .unwrap();
    let entry = |name: &str, k: i64| s.entry(s.name(name), &[s.int(k)]);
    let means = ["1/5", "1/2", "3/10"];
    let mut values = Assignment::new().with(s.name("K"), number("3"));
    for (k, mean) in (1..).zip(means) {
        values.set(entry("mu", k), Value::Rational(number(mean)));
        let logit = s.div(s.rational(number(mean)), s.rational(number("3/10")));
        values.set(entry("eta", k), Value::Term(s.call("log", &[logit])));
    }
    assert!(all_hold(&s, link.domain, &values));
    assert!(all_hold(&s, link.range, &values));
    for (k, mean) in (1..).zip(means) {
        let at: Binding = [(s.name("k"), s.int(k))].into_iter().collect();
        let inverse = s.substitute(formula(&s, link.inverse), &at);
        assert!(is_near(&s, inverse, &number(mean), &values), "category {k}");
        let forward = s.substitute(formula(&s, link.forward), &at);
        let back = s.sub(forward, entry("eta", k));
        assert!(is_near(&s, back, &number("0"), &values), "category {k}");
        let slope = s.substitute(formula(&s, link.inverse_derivative), &at);
        let expected = number(mean) * (number("1") - number(mean));
        assert!(is_near(&s, slope, &expected, &values), "category {k}");
    }
}

#[test]
fn canonical_links_are_those_of_the_families() {
    let mut expected: Vec<(String, String)> = table("families.tsv")
        .into_iter()
        .map(|row| {
            let link = match row[2].as_str() {
                "1/mu^2" => "inverse_squared",
                "nbinom" => "negative_binomial",
                "baseline logit" => "softmax",
                other => other,
            };
            (link.to_owned(), row[0].clone())
        })
        .collect();
    let mut declared: Vec<(String, String)> = links::ALL
        .iter()
        .flat_map(|l| {
            l.canonical_for
                .iter()
                .map(|f| (l.names[0].to_owned(), (*f).to_owned()))
        })
        .collect();
    let families: Vec<String> = expected.iter().map(|(_, family)| family.clone()).collect();
    for link in links::ALL {
        for family in link.used_with {
            assert!(
                families.iter().any(|f| f == family),
                "{}: {family}",
                link.name
            );
            assert!(
                !link.canonical_for.contains(family),
                "{}: {family} twice",
                link.name
            );
        }
    }
    expected.sort();
    declared.sort();
    assert_eq!(declared, expected);
}
