//! What is said of a point and of a condition, in words.

use super::certain;
use super::link::Link;
use super::point::Point;
use crate::expr::{Expr, Head, Store};
use crate::render::plain;

/// Digits that values are shown with, more where they would look the same.
const DIGITS: [i32; 4] = [6, 12, 24, 60];

/// `p > 0 and p < 1`
pub fn conjunction(store: &Store, conditions: &[Expr]) -> String {
    let parts: Vec<String> = conditions.iter().map(|c| plain(store, *c)).collect();
    parts.join(" and ")
}

/// `p = 1/2, z = 0`
pub fn place(store: &Store, values: &[(Expr, Expr)]) -> String {
    let parts: Vec<String> = values
        .iter()
        .map(|(name, value)| format!("{} = {}", plain(store, *name), plain(store, *value)))
        .collect();
    parts.join(", ")
}

/// How the claim fails at a point.
pub fn failure(store: &Store, link: &Link, point: &Point) -> String {
    let args = store.args(link.formula);
    match (store.head(link.formula), args) {
        (Head::Iff | Head::Implies, [a, _]) => {
            let first = certain::holds(store, point, *a) == Some(true);
            let (yes, no) = if first {
                ("left", "right")
            } else {
                ("right", "left")
            };
            format!("the {yes} side is true and the {no} one false")
        }
        (Head::Relation(_), [a, b]) => {
            let show = |e: Expr, digits: i32| match certain::defined(store, point, e) {
                Some(true) => {
                    certain::value(store, point, e, digits).unwrap_or_else(|| "defined".to_owned())
                }
                _ => "undefined".to_owned(),
            };
            // As many digits as show the difference.
            let mut shown = DIGITS.iter().map(|n| (show(*a, *n), show(*b, *n)));
            let differ = |(a, b): &(String, String)| without_zeros(a) != without_zeros(b);
            let found = shown.find(differ);
            let (a, b) = found.unwrap_or_else(|| (show(*a, DIGITS[0]), show(*b, DIGITS[0])));
            format!("the left side is {a} and the right side {b}")
        }
        _ => "it is false".to_owned(),
    }
}

/// A decimal without zeros at its end: 100 of 100.000.
fn without_zeros(text: &str) -> &str {
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => text,
    }
}
