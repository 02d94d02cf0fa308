//! Machine numbers as numbers of formulas.

use crate::expr::{Expr, Number, Store};

/// The shortest decimal that reads back as the same number: in single precision where the number is
/// one of single precision, as a file has it, else in double precision.
pub fn value(store: &Store, number: f64) -> Option<Expr> {
    if !number.is_finite() {
        return None;
    }
    let size = number.abs();
    #[allow(clippy::cast_possible_truncation)]
    let single = size as f32;
    let text = match f64::from(single).to_bits() == size.to_bits() {
        true => single.to_string(),
        false => size.to_string(),
    };
    let value = store.number(Number::parse(&text).ok()?);
    Some(match number < 0.0 {
        true => store.neg(value),
        false => value,
    })
}
