//! Moving what is known to the other side of an equation.

use super::Entry;

/// The rules of this file.
pub static RULES: &[Entry] = &[
    Entry {
        name: "sum-move",
        statement: "a + b = c <=> b = c - a",
        given: &[],
        why: "subtract {a} from both sides",
    },
    Entry {
        name: "difference-move",
        statement: "a - b = c <=> b = a - c",
        given: &[],
        why: "subtract both sides from {a}",
    },
    Entry {
        name: "negate",
        statement: "-a = b <=> a = -b",
        given: &[],
        why: "change the sign of both sides",
    },
    Entry {
        name: "product-divide",
        statement: "a*b = c <=> b = c/a",
        given: &["a != 0 or c != 0"],
        why: "divide both sides by {a}",
    },
    Entry {
        name: "quotient-multiply",
        statement: "b/a = c <=> b = a*c",
        given: &["a != 0"],
        why: "multiply both sides by {a}",
    },
    Entry {
        name: "quotient-reciprocal",
        statement: "a/b = c <=> b = a/c",
        given: &["a != 0"],
        why: "solve for the denominator",
    },
    Entry {
        name: "reciprocals",
        statement: "a = b/c <=> 1/a = c/b",
        given: &["a != 0"],
        why: "take reciprocals",
    },
    Entry {
        name: "quadratic-positive-root",
        statement: "a*u^2 + b*u + c = 0 <=> u = (-b + sqrt(b^2 - 4*a*c))/(2*a)",
        given: &["u > 0", "a > 0", "c < 0"],
        why: "solve the quadratic equation; its roots have opposite signs, and {u} is positive",
    },
    Entry {
        name: "quadratic-upper-root",
        statement: "a*u^2 + b*u + c = 0 <=> u = (-b + sqrt(b^2 - 4*a*c))/(2*a)",
        given: &["a > 0", "2*a*u + b >= 0"],
        why: "solve the quadratic equation; {u} is not the smaller root",
    },
];
