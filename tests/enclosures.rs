//! Enclosures hold what they should: arithmetic at random numbers, functions of whole intervals.

mod common;

use common::formula;
use equiff::eval::{Assignment, Enclosure, Value, evaluate, exact};
use equiff::expr::{Expr, FUNCTIONS, Kind, Store};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive};

/// A random rational number; often with few bits, or next to a power of two.
fn random(rng: &mut fastrand::Rng) -> BigRational {
    let bits = rng.u32(1..200);
    let mut numerator = BigInt::from(rng.u64(..)) << rng.u32(..140) >> (200 - bits);
    if rng.u8(..4) == 0 {
        numerator = (BigInt::from(1) << bits) + rng.i32(-2..3);
    }
    let denominator = if rng.bool() {
        BigInt::from(1) << rng.u32(..100)
    } else {
        BigInt::from(rng.u64(1..)) << rng.u32(..70)
    };
    let sign = if rng.bool() { 1 } else { -1 };
    BigRational::new(numerator * sign, denominator)
}

#[test]
fn arithmetic_encloses_exact_results() {
    let s = Store::new();
    let (x, y) = (s.name("x"), s.name("y"));
    let terms = [
        "x + y",
        "x - y",
        "x*y",
        "x/y",
        "x^5",
        "x^(-4)",
        "min(x, y)",
        "max(x, -y)",
        "abs(x)",
    ];
    let terms: Vec<(&str, Expr)> = terms.map(|t| (t, formula(&s, t))).to_vec();
    let mut rng = fastrand::Rng::with_seed(7);
    let rounds = std::env::var("EQUIFF_ROUNDS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(3000);
    for _ in 0..rounds {
        let (a, b) = (random(&mut rng), random(&mut rng));
        let precision = [64, 128, 192][rng.usize(..3)];
        let enclosed: Assignment = [(x, &a), (y, &b)]
            .into_iter()
            .map(|(v, q)| (v, Value::Enclosure(Enclosure::rational(q, precision))))
            .collect();
        let rational = Assignment::new().with(x, a.clone()).with(y, b.clone());
        for (text, expr) in &terms {
            let Some(value) = exact(&s, *expr, &rational) else {
                continue;
            };
            let enclosure = evaluate(&s, *expr, &enclosed, precision)
                .unwrap_or_else(|e| panic!("{text} at {a}, {b}: {e:?}"));
            assert!(
                enclosure.contains(&value),
                "{text} at {a}, {b}, {precision} bits"
            );
            let size = (a.abs() + b.abs() + value.abs()).to_f64().unwrap();
            assert!(
                enclosure.width() <= size * 1e-17,
                "{text} at {a}, {b}: {enclosure:?}"
            );
        }
    }
}

#[test]
fn wide_enclosures_hold_the_values_of_their_points() {
    let s = Store::new();
    let x = s.name("x");
    let mut rng = fastrand::Rng::with_seed(11);
    let names: Vec<&str> = FUNCTIONS
        .iter()
        .filter(|f| f.kind == Kind::Real && f.arity == (1, 1))
        .map(|f| f.name)
        .collect();
    for round in 0..400 {
        let centre = BigRational::new(rng.i32(-4000..4000).into(), rng.i32(1..2000).into());
        let radius = BigRational::new(rng.i32(1..3000).into(), 1000.into());
        let wide = s.name("u");
        let interval = evaluate(
            &s,
            formula(&s, "min(max(c - r, u), c + r)"),
            &[
                (s.name("c"), Value::Rational(centre.clone())),
                (s.name("r"), Value::Rational(radius.clone())),
                (wide, Value::Enclosure(whole_line(&s))),
            ]
            .into_iter()
            .collect(),
            64,
        )
        .unwrap();
        assert!(interval.contains(&(&centre - &radius)) && interval.contains(&(&centre + &radius)));
        let name = names[round % names.len()];
        let expr = s.call(name, &[x]);
        let values: Assignment = [(x, Value::Enclosure(interval))].into_iter().collect();
        let Ok(image) = evaluate(&s, expr, &values, 64) else {
            continue;
        };
        for k in -5..=5 {
            let at = &centre + &radius * BigRational::new(k.into(), 5.into());
            let value = evaluate(&s, expr, &Assignment::new().with(x, at.clone()), 128)
                .unwrap_or_else(|e| panic!("{name} is {e:?} at {at}, inside its domain"));
            assert!(
                value.compare(&image).is_none() || image.is_point(),
                "{name} at {at}: {value:?} outside {image:?}"
            );
        }
    }
}

/// An enclosure of all real numbers.
fn whole_line(s: &Store) -> Enclosure {
    let wide = formula(s, "sign(sin(pi))*exp(exp(exp(10)))");
    let line = evaluate(s, wide, &Assignment::new(), 64).unwrap();
    assert!(line.lower().is_inf() && line.upper().is_inf());
    line
}
