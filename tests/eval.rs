//! The evaluators: every function against values of 50 digits, arithmetic against exact rational
//! numbers, definedness, and what must stay undecided.

mod common;

use std::cmp::Ordering;
use std::collections::HashMap;

use astro_float::BigFloat;
use common::{formula, number, table};
use equiff::eval::{
    Assignment, Enclosure, Failure, Value, compare, evaluate, exact, f64_value, truth,
};
use equiff::expr::{Expr, FUNCTIONS, Kind, Store};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

/// A table row as a term in `x` and `y`, with their values.
fn term(store: &Store, name: &str) -> Expr {
    match name {
        "pow" => formula(store, "x^y"),
        "root" => formula(store, "root(x, y)"),
        _ => store.call(name, &[store.name("x")]),
    }
}

fn point(store: &Store, arguments: &str) -> Assignment {
    ["x", "y"]
        .into_iter()
        .zip(arguments.split(';'))
        .map(|(name, text)| (store.name(name), Value::Rational(number(text))))
        .collect()
}

/// The numbers that a table value of 50 digits may stand for.
fn table_range(text: &str) -> (BigRational, BigRational) {
    let value = number(text);
    let slack = value.abs() * number("1e-49");
    (&value - &slack, value + slack)
}

fn order(a: &BigFloat, b: &BigFloat) -> Ordering {
    a.cmp(b).expect("no NaN").cmp(&0)
}

#[test]
fn functions_enclose_their_tabled_values() {
    let store = Store::new();
    let mut seen = std::collections::HashSet::new();
    for row in table("functions.tsv") {
        let [name, argument, value] = row.as_slice() else {
            panic!("{row:?}")
        };
        seen.insert(name.clone());
        let (low, high) = table_range(value);
        let expr = term(&store, name);
        for precision in [64, 128, 320] {
            let enclosure = match evaluate(&store, expr, &point(&store, argument), precision) {
                // The rounded argument may lie on either side of a pole.
                Err(Failure::Undecided) if name == "tan" && precision < 320 => continue,
                other => {
                    other.unwrap_or_else(|e| panic!("{name}({argument}) at {precision}: {e:?}"))
                }
            };
            // The true value and the table's differ by less than the slack: both ends are needed.
            let ends = Enclosure::rational(&low, 320);
            let other = Enclosure::rational(&high, 320);
            assert!(
                enclosure.compare(&ends) != Some(Ordering::Less)
                    && enclosure.compare(&other) != Some(Ordering::Greater),
                "{name}({argument}) at {precision}: {enclosure:?} is not {value}"
            );
            // Tight where the argument's rounding does no harm.
            let margin = number(value).abs() * number("1e-46") + number("1e-1100");
            let near = |q: BigRational| Enclosure::rational(&q, 320);
            let (outer_low, outer_high) = (near(&low - &margin), near(&high + &margin));
            if precision > 128 {
                let text = format!("{name}({argument}) at {precision}: {enclosure:?} is wide");
                assert!(
                    order(enclosure.lower(), outer_low.lower()).is_ge(),
                    "{text}"
                );
                assert!(
                    order(enclosure.upper(), outer_high.upper()).is_le(),
                    "{text}"
                );
            }
        }
    }
    for function in FUNCTIONS
        .iter()
        .filter(|f| f.kind == Kind::Real && f.arity == (1, 1))
    {
        let exact = ["abs", "sign"].contains(&function.name);
        assert!(
            exact || seen.contains(function.name),
            "{} is not tabled",
            function.name
        );
    }
}

#[test]
fn monotone_functions_keep_the_order_of_table_arguments() {
    // Strict: neighbours are told apart, however far out they are.
    let store = Store::new();
    let x = store.name("x");
    let at = |text: &str| Assignment::new().with(x, number(text));
    for (name, points) in [
        ("sigmoid", ["-1e6", "-800", "0", "40"]),
        ("Phi", ["-1e5", "-300", "0", "9"]),
        ("tanh", ["-20", "-1", "1e-40", "30"]),
        ("exp", ["-1e8", "-1e5", "2", "1e7"]),
        ("asinh", ["-1e1000", "-1", "1", "1e1001"]),
        ("erf", ["-4", "-3", "1e-300", "5"]),
        (
            "Phi_inv",
            ["1e-4000", "1e-5", "0.5", "0.9999999999999999999999999"],
        ),
    ] {
        let expr = store.call(name, &[x]);
        for pair in points.windows(2) {
            let low = evaluate(&store, expr, &at(pair[0]), 256).unwrap();
            let high = evaluate(&store, expr, &at(pair[1]), 256).unwrap();
            assert_eq!(low.compare(&high), Some(Ordering::Less), "{name}: {pair:?}");
        }
    }
}

#[test]
fn extreme_arguments_are_answered_quickly_and_rightly() {
    let s = Store::new();
    for (text, expected) in [
        ("exp(-1e3000) > 0", true),
        ("exp(1e3000) > 1e3000", true),
        ("exp(exp(exp(exp(5)))) > 1e3000", true),
        ("exp(-exp(exp(exp(5)))) > 0", true),
        ("sigmoid(1e3000) < 1", true),
        ("sigmoid(-1e3000) > 0", true),
        ("sigmoid(800) = 1", false),
        ("1/(1 + exp(-800)) = 1", false),
        ("tanh(1e3000) < 1", true),
        ("tanh(-1e300) > -1", true),
        ("Phi(1e3000) < 1", true),
        ("Phi(-1e3000) > 0", true),
        ("Phi(-100000) > 0", true),
        ("erf(1e3000) < 1", true),
        ("erf(-50) = -1", false),
        ("atan(1e3000) < 1.6", true),
        ("sinh(1e3000) > 1e3000", true),
        ("cosh(-1e3000) > 1e3000", true),
        ("asinh(1e3000) > 6900", true),
        ("asinh(-1e-3000) < 0", true),
        ("acosh(1e3000) < 7000", true),
        ("log(1e-3000) < -6900", true),
        ("1 - exp(-exp(8)) < 1", true),
        ("log(1 + exp(-1e3000)) > 0", true),
        ("sin(1e3000) <= 1", true),
        ("2^(10^30) > 1e3000", true),
        ("2^(-(10^30)) > 0", true),
        ("(-2)^(10^30 + 1) < 0", true),
        ("(1 + 1/10^10)^(10^10) < e", true),
        ("abs(sin(1e200)) <= 1", true),
    ] {
        let expr = formula(&s, text);
        let start = std::time::Instant::now();
        assert_eq!(
            truth(&s, expr, &Assignment::new()),
            Some(expected),
            "{text}"
        );
        assert!(
            start.elapsed().as_secs() < 20,
            "{text}: {:?}",
            start.elapsed()
        );
    }
}

#[test]
fn truth_follows_definedness() {
    let s = Store::new();
    for (text, expected) in [
        ("log(0) = 0", Some(false)),
        ("log(-1) < 5", Some(false)),
        ("not log(-1) < 5", Some(true)),
        ("1/0 = 1/0", Some(false)),
        ("0^0 = 1", Some(false)),
        ("0^(-2) = 0", Some(false)),
        ("0^(1/2) = 0", Some(true)),
        ("(-8)^(1/3) = -2", Some(false)),
        ("root(-8, 3) = -2", Some(true)),
        ("root(-8, 2) = 2", Some(false)),
        ("(-2)^3 = -8", Some(true)),
        ("sqrt(4) = 2", Some(true)),
        ("4^(3/2) = 8", Some(true)),
        ("0.1 + 0.2 = 0.3", Some(true)),
        ("sqrt(-1) = 0", Some(false)),
        ("atanh(1) > 0", Some(false)),
        ("Phi_inv(1) > 0", Some(false)),
        ("logit(0) < 0", Some(false)),
        ("asin(1) = pi/2", None),
        ("acosh(1/2) = 0", Some(false)),
        ("sin(pi) = 0", None),
        ("sin(pi) < 1/1000", Some(true)),
        ("tan(pi/2) = 0", None),
        ("sqrt(2)^2 = 2", None),
        ("sqrt(2)^2 = 3", Some(false)),
        ("exp(0) = 1 and cos(0) = 1 and log(1) = 0", Some(true)),
        ("log2(1/8) = -3 and log10(1000) = 3", Some(true)),
        ("sigmoid(0) = 1/2 <=> Phi(0) = 1/2", Some(true)),
        ("1 = 2 => sqrt(2)^2 = 2", Some(true)),
        ("if(0 >= 0, 1, 1/0) = 1", Some(true)),
        ("if(log(-1) > 0, 1, 2) = 2", Some(true)),
        ("if(1 < 0, 1) = 1", Some(false)),
        ("sum(j, 1, 4, j^2) = 30", Some(true)),
        ("prod(j, 1, 5, j) = 120", Some(true)),
        ("sum(j, 1, 0, 1/0) = 0", Some(true)),
        ("sum(j, 0, 3, 1/j) = 0", Some(false)),
        ("sum(j, 1, 3, sum(k, 1, j, k)) = 10", Some(true)),
        ("k > 0 for k in 1..5", Some(true)),
        ("k > 1 for k in 1..5", Some(false)),
        ("sum(j, 1, 10^9, j) = 0", None),
        ("q = q", None),
        ("sqrt(2) = sqrt(2) and pi <= pi", Some(true)),
        ("sqrt(2) < sqrt(2) or pi != pi", Some(false)),
        ("log(-1) = log(-1)", Some(false)),
        ("max(1, 3, 2) - min(1, 3, 2) = abs(-2)", Some(true)),
        ("sign(-pi) = -1", Some(true)),
        ("integer(4/2) and even(2) and odd(-3)", Some(true)),
        ("integer(pi)", Some(false)),
        ("3^(10^7) > 1", Some(true)),
        ("pi^2/6 > sum(j, 1, 100, 1/j^2)", Some(true)),
    ] {
        let expr = formula(&s, text);
        assert_eq!(truth(&s, expr, &Assignment::new()), expected, "{text}");
    }
}

#[test]
fn entries_terms_and_enclosures_can_be_assigned() {
    let s = Store::new();
    let dot = formula(&s, "sum(j, 1, n, w[j]*x[j])");
    let mut values = Assignment::new().with(s.name("n"), number("3"));
    for k in 1..=3 {
        let index = [s.int(k)];
        values.set(s.entry(s.name("w"), &index), Value::Rational(number("1/3")));
        values.set(
            s.entry(s.name("x"), &index),
            Value::Rational(BigRational::from(BigInt::from(k))),
        );
    }
    assert_eq!(exact(&s, dot, &values), Some(number("2")));
    assert_eq!(
        truth(&s, formula(&s, "sum(j, 1, n, w[j]*x[j]) = 2"), &values),
        Some(true)
    );

    let mut values = Assignment::new();
    values.set(s.name("p"), Value::Term(formula(&s, "sigmoid(2)")));
    assert_eq!(truth(&s, formula(&s, "p/(1 - p) > 7"), &values), Some(true));
    assert_eq!(
        truth(&s, formula(&s, "abs(log(p/(1 - p)) - 2) < 1e-200"), &values),
        Some(true)
    );
    assert_eq!(
        truth(&s, formula(&s, "log(p/(1 - p)) = 3"), &values),
        Some(false)
    );
    assert_eq!(exact(&s, s.name("p"), &values), None);

    // Given e and pi are what they are given.
    let values = Assignment::new().with(s.name("e"), number("1"));
    assert_eq!(truth(&s, formula(&s, "e = 1"), &values), Some(true));

    let quarter = Enclosure::rational(&number("1/3"), 64);
    let values: Assignment = [(s.name("z"), Value::Enclosure(quarter))]
        .into_iter()
        .collect();
    assert_eq!(truth(&s, formula(&s, "z < 1/2"), &values), Some(true));
    assert_eq!(truth(&s, formula(&s, "3*z = 1"), &values), None);
}

#[test]
fn failures_are_told_apart() {
    let s = Store::new();
    let none = Assignment::new();
    for (text, failure) in [
        ("log(-2)", Failure::Undefined),
        ("log(sin(pi))", Failure::Undecided),
        ("q + 1", Failure::Unsupported),
        ("f(2)", Failure::Unsupported),
        ("q/0*log(-1)", Failure::Undefined),
        ("1/(sqrt(2)^2 - 2)", Failure::Undecided),
    ] {
        let expr = formula(&s, text);
        assert_eq!(evaluate(&s, expr, &none, 64).err(), Some(failure), "{text}");
    }
    assert_eq!(
        compare(&s, formula(&s, "pi"), formula(&s, "22/7"), &none),
        Some(Ordering::Less)
    );
    assert_eq!(
        compare(&s, formula(&s, "1/2"), formula(&s, "0.5"), &none),
        Some(Ordering::Equal)
    );
    assert_eq!(compare(&s, formula(&s, "sqrt(2)^2"), s.int(2), &none), None);
    assert_eq!(compare(&s, formula(&s, "log(-1)"), s.int(2), &none), None);
}

#[test]
fn machine_numbers_agree_with_the_table() {
    let s = Store::new();
    for row in table("functions.tsv") {
        let [name, argument, value] = row.as_slice() else {
            panic!("{row:?}")
        };
        let arguments: Vec<f64> = argument
            .split(';')
            .map(|a| number(a).to_f64().unwrap())
            .collect();
        let precise = argument.split(';').zip(&arguments).all(|(text, near)| {
            BigRational::from_float(*near).is_some_and(|near| near == number(text))
        });
        let expected: f64 = value.parse().unwrap();
        if !precise || !expected.is_normal() {
            continue;
        }
        let values: HashMap<Expr, f64> = ["x", "y"]
            .into_iter()
            .map(|n| s.name(n))
            .zip(arguments)
            .collect();
        let computed = f64_value(&s, term(&s, name), &values);
        let error = (computed - expected).abs() / expected.abs();
        assert!(
            error < 1e-12,
            "{name}({argument}): {computed} for {expected}"
        );
    }
    let nothing: HashMap<Expr, f64> = HashMap::new();
    for text in [
        "log(0)",
        "1/0",
        "0^0",
        "sqrt(-1)",
        "q",
        "(-8)^(1/3)",
        "Phi_inv(1)",
    ] {
        assert!(
            f64_value(&s, formula(&s, text), &nothing).is_nan(),
            "{text}"
        );
    }
    assert!(f64_value(&s, s.int(0), &nothing).is_zero());
}

#[test]
fn deep_expressions_need_no_deep_stack() {
    let s = Store::new();
    let mut tower = s.name("x");
    for _ in 0..10_000 {
        tower = s.call("tanh", &[tower]);
    }
    let values = Assignment::new().with(s.name("x"), number("1"));
    let value = evaluate(&s, tower, &values, 64).unwrap();
    assert_eq!(value.sign(), Some(Ordering::Greater));
}
