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
        name: "tan-atan",
        statement: "tan(atan(a)) = a",
        given: &[],
        why: "the tangent inverts the arctangent",
    },
    Entry {
        name: "sinh-asinh",
        statement: "sinh(asinh(a)) = a",
        given: &[],
        why: "the hyperbolic sine inverts its inverse",
    },
    Entry {
        name: "asinh-sinh",
        statement: "asinh(sinh(a)) = a",
        given: &[],
        why: "the inverse hyperbolic sine inverts the hyperbolic sine",
    },
    Entry {
        name: "tanh-atanh",
        statement: "tanh(atanh(a)) = a",
        given: &["-1 < a", "a < 1"],
        why: "the hyperbolic tangent inverts its inverse between −1 and 1",
    },
    Entry {
        name: "atanh-tanh",
        statement: "atanh(tanh(a)) = a",
        given: &[],
        why: "the inverse hyperbolic tangent inverts the hyperbolic tangent",
    },
    Entry {
        name: "cosh-acosh",
        statement: "cosh(acosh(a)) = a",
        given: &["a >= 1"],
        why: "the hyperbolic cosine inverts its inverse from 1 on",
    },
    Entry {
        name: "acosh-cosh",
        statement: "acosh(cosh(a)) = abs(a)",
        given: &[],
        why: "the hyperbolic cosine is even, and its inverse is never negative",
    },
    Entry {
        name: "sin-asin",
        statement: "sin(asin(a)) = a",
        given: &["-1 <= a", "a <= 1"],
        why: "the sine inverts the arcsine from −1 to 1",
    },
    Entry {
        name: "cos-acos",
        statement: "cos(acos(a)) = a",
        given: &["-1 <= a", "a <= 1"],
        why: "the cosine inverts the arccosine from −1 to 1",
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
