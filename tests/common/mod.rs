//! What several tests need: tables, exact decimals, formulas.
#![allow(dead_code)]

use std::fs;
use std::path::Path;

use equiff::expr::{Expr, Store};
use equiff::parse;
use num_bigint::BigInt;
use num_rational::BigRational;

/// The rows of a table of `tests/data`, without its head.
pub fn table(name: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.lines()
        .skip(1)
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect()
}

/// The exact value of `-1.5e-300` or `1/3`.
pub fn number(text: &str) -> BigRational {
    if let Some((a, b)) = text.split_once('/') {
        return number(a) / number(b);
    }
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: BigInt = [whole, fraction].concat().parse().expect("a decimal");
    let exponent: i64 = exponent.parse::<i64>().expect("an exponent") - fraction.len() as i64;
    let power = BigInt::from(10).pow(exponent.unsigned_abs() as u32);
    if exponent >= 0 {
        BigRational::from(digits * power)
    } else {
        BigRational::new(digits, power)
    }
}

/// A formula that must be readable.
pub fn formula(store: &Store, text: &str) -> Expr {
    parse::formula(store, text).unwrap_or_else(|e| panic!("`{text}`: {e:?}"))
}

/// A number from 0 up to 1, without a pattern; the state is not 0.
pub fn random(state: &mut u64) -> f64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state >> 11) as f64 / (1_u64 << 53) as f64
}
