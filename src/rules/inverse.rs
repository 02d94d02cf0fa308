//! Functions after their inverses, where the inner one's value lies in the outer one's range.

use super::Entry;

/// The rules of this file.
pub static RULES: &[Entry] = &[
    Entry {
        name: "atan-tan",
        statement: "atan(tan(a)) = a",
        given: &["-pi/2 < a", "a < pi/2"],
        why: "the arctangent inverts the tangent between −π/2 and π/2",
    },
    Entry {
        name: "asin-sin",
        statement: "asin(sin(a)) = a",
        given: &["-pi/2 <= a", "a <= pi/2"],
        why: "the arcsine inverts the sine from −π/2 to π/2",
    },
    Entry {
        name: "acos-cos",
        statement: "acos(cos(a)) = a",
        given: &["0 <= a", "a <= pi"],
        why: "the arccosine inverts the cosine from 0 to π",
    },
    Entry {
        name: "atan-reciprocal",
        statement: "atan(1/a) = pi/2 - atan(a)",
        given: &["a > 0"],
        why: "the angles of a positive slope and its reciprocal add up to π/2",
    },
    Entry {
        name: "atan-reciprocal-negative",
        statement: "atan(1/a) = -pi/2 - atan(a)",
        given: &["a < 0"],
        why: "the angles of a negative slope and its reciprocal add up to −π/2",
    },
    Entry {
        name: "atan-sum",
        statement: "atan(a) + atan(b) = atan((a + b)/(1 - a*b))",
        given: &["a*b < 1"],
        why: "the sum of two arctangents, less than π/2 in size",
    },
];
