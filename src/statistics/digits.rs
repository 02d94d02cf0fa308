//! Decimals of a number, rounded correctly: it is proved to lie within half a unit of the last
//! digit.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;

use crate::eval::{Assignment, compare, evaluate};
use crate::expr::{Expr, Number, Store};

/// How many digits are given.
const DIGITS: i32 = 4;
/// Numbers of more digits before the point, or as many zeros after it, are not written out.
const LARGEST: i32 = 9;

/// A number without variables, with four significant digits, as a literal; `None` where it has no
/// value that could be told, or is too large or too small for a decimal.
pub(super) fn rounded(store: &Store, term: Expr) -> Option<Expr> {
    let near = evaluate(store, term, &Assignment::new(), 128)
        .ok()?
        .to_f64();
    if near == 0.0 || !near.is_finite() {
        return None;
    }
    let magnitude = near.abs().log10().floor();
    if magnitude.abs() > f64::from(LARGEST) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation)]
    let after = (DIGITS - 1 - magnitude as i32).max(0);
    let text = format!("{:.*}", usize::try_from(after).ok()?, near.abs());
    let scale = BigRational::from(BigInt::from(10).pow(after.unsigned_abs()));
    let digits: BigInt = text.replace('.', "").parse().ok()?;
    let magnitude = BigRational::from(digits) / &scale;
    let value = if near < 0.0 { -magnitude } else { magnitude };
    let half = BigRational::new(1.into(), 2.into()) / scale;
    let order = |end: BigRational| compare(store, term, store.rational(end), &Assignment::new());
    let inside = order(&value - &half) == Some(Ordering::Greater)
        && order(&value + &half) == Some(Ordering::Less);
    let literal = Number::parse(&text).ok()?;
    let literal = store.number(literal);
    inside.then(|| {
        if near < 0.0 {
            store.neg(literal)
        } else {
            literal
        }
    })
}
