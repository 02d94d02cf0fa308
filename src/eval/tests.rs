//! Ends of enclosures: arithmetic of small intervals with every kind of end, tried exhaustively.

use num_rational::BigRational;

use super::Failure;
use super::arithmetic::{add, div, integer_power, magnitude, max, min, mul, real_power};
use super::enclosure::{Enclosure, End};
use super::exact;

/// Every interval between -2 and 2 with integer ends.
fn intervals() -> Vec<Enclosure> {
    let mut all = Vec::new();
    for low in -2..=2 {
        for high in low..=2 {
            for (lower_open, upper_open) in
                [(false, false), (false, true), (true, false), (true, true)]
            {
                if low == high && (lower_open || upper_open) {
                    continue;
                }
                all.push(Enclosure {
                    lower: End::small(low, lower_open),
                    upper: End::small(high, upper_open),
                });
            }
        }
    }
    all
}

/// Multiples of 1/2 in an interval, and numbers very near its ends.
fn members(interval: &Enclosure) -> Vec<BigRational> {
    let near = [-1i64, 0, 1].map(|k| BigRational::new(k.into(), 1_000_000.into()));
    (-4..=4)
        .map(|k: i64| BigRational::new(k.into(), 2.into()))
        .flat_map(|x| near.clone().map(|d| &x + d))
        .filter(|x| interval.contains(x))
        .collect()
}

#[test]
fn binary_operations_hold_all_values_and_keep_open_ends() {
    type Operation = fn(&Enclosure, &Enclosure) -> Result<Enclosure, Failure>;
    type Exact = fn(&BigRational, &BigRational) -> BigRational;
    let operations: [(&str, Operation, Exact); 5] = [
        ("+", |a, b| Ok(add(a, b, 64)), |x, y| x + y),
        ("*", |a, b| Ok(mul(a, b, 64)), |x, y| x * y),
        ("/", |a, b| div(a, b, 64), |x, y| x / y),
        ("min", |a, b| Ok(min(a, b)), |x, y| x.min(y).clone()),
        ("max", |a, b| Ok(max(a, b)), |x, y| x.max(y).clone()),
    ];
    let all = intervals();
    let points: Vec<Vec<BigRational>> = all.iter().map(members).collect();
    for (a, xs) in all.iter().zip(&points) {
        for (b, ys) in all.iter().zip(&points) {
            for (name, operation, value) in &operations {
                let Ok(result) = operation(a, b) else {
                    assert!(*name == "/" && b.sign().is_none_or(|s| s.is_eq()));
                    continue;
                };
                for (x, y) in xs.iter().flat_map(|x| ys.iter().map(move |y| (x, y))) {
                    let value = value(x, y);
                    assert!(result.contains(&value), "{x} {name} {y} in {result:?}");
                }
                if a.lower.open && *name == "+" {
                    assert!(result.lower.open, "{a:?} + {b:?}");
                }
            }
        }
    }
}

#[test]
fn powers_and_magnitudes_hold_all_values() {
    for a in intervals() {
        let size = magnitude(&a);
        for x in members(&a) {
            assert!(size.contains(&num_traits::Signed::abs(&x)), "|{x}|");
        }
        for n in -3..=4 {
            let Ok(power) = integer_power(&a, &n.into(), 64) else {
                continue;
            };
            for x in members(&a) {
                let value = exact::power(&x, &BigRational::from_integer(n.into())).unwrap();
                assert!(power.contains(&value), "{x}^{n} in {power:?}");
            }
        }
        // x^(1/2) and x^(-1/2) of squares.
        for (numerator, sign) in [(1, 1), (-1, -1)] {
            let exponent = BigRational::new(numerator.into(), 2.into());
            let Ok(power) = real_power(&a, &Enclosure::rational(&exponent, 64), 64) else {
                continue;
            };
            for x in members(&a) {
                let root = if sign == 1 { x.clone() } else { x.recip() };
                if a.contains(&(&x * &x)) && x >= BigRational::from_integer(0.into()) {
                    assert!(power.contains(&root), "root {x} in {power:?}");
                }
            }
        }
    }
}

#[test]
fn products_with_open_zero_are_not_zero() {
    let positive = Enclosure {
        lower: End::small(0, true),
        upper: End::small(2, false),
    };
    let unit = Enclosure {
        lower: End::small(0, false),
        upper: End::small(1, false),
    };
    assert!(mul(&positive, &positive, 64).is_positive());
    assert!(!mul(&positive, &unit, 64).is_positive());
    assert!(div(&positive, &positive, 64).unwrap().is_positive());
    assert!(!div(&unit, &positive, 64).unwrap().is_positive());
    assert!(
        div(&Enclosure::small(1), &positive, 64)
            .unwrap()
            .upper()
            .is_inf()
    );
    assert_eq!(div(&positive, &unit, 64).err(), Some(Failure::Undecided));
}
