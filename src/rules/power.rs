//! Powers and roots. A power with a non-integer exponent is defined for positive bases, and at 0
//! when the exponent is positive.

use super::Entry;

/// The rules of this file.
pub static RULES: &[Entry] = &[
    Entry {
        name: "square-invert",
        statement: "a^2 = b <=> a = sqrt(b)",
        given: &["a >= 0"],
        why: "take the square root",
    },
    Entry {
        name: "power-invert-even",
        statement: "a^n = b <=> a = b^(1/n)",
        given: &["even(n)", "n > 0", "a >= 0"],
        why: "take the root",
    },
    Entry {
        name: "power-invert-odd",
        statement: "a^n = b <=> a = root(b, n)",
        given: &["odd(n)", "n > 0"],
        why: "take the real root, {n} being odd",
    },
    Entry {
        name: "power-invert-integer",
        statement: "a^n = b <=> a = b^(1/n)",
        given: &["integer(n)", "not integer(1/n)", "n != 0", "a > 0"],
        why: "take the root",
    },
    Entry {
        name: "power-invert-fraction",
        statement: "a^r = b <=> a = b^(1/r)",
        given: &["not integer(r)", "not integer(1/r)", "r != 0"],
        why: "raise both sides to the reciprocal power; both powers need a base that is not negative",
    },
    Entry {
        name: "power-invert-root",
        statement: "a^r = b <=> a = b^(1/r) and b >= 0",
        given: &["not integer(r)", "integer(1/r)", "r > 0"],
        why: "raise both sides to the reciprocal power; the root is not negative",
    },
    Entry {
        name: "power-invert-reciprocal-root",
        statement: "a^r = b <=> a = b^(1/r) and b > 0",
        given: &["not integer(r)", "integer(1/r)", "r < 0"],
        why: "raise both sides to the reciprocal power; the root is positive",
    },
    Entry {
        name: "power-invert-positive",
        statement: "a^r = b <=> a = b^(1/r) and b > 0",
        given: &["a > 0", "r != 0"],
        why: "raise both sides to the reciprocal power, the base being positive",
    },
    Entry {
        name: "reciprocal-power",
        statement: "1/a^n = a^(-n)",
        given: &["integer(n)", "n > 0"],
        why: "a negative exponent is a reciprocal",
    },
    Entry {
        name: "power-exponential",
        statement: "a^b = exp(b*log(a))",
        given: &["a > 0"],
        why: "a power of a positive base by the exponential function",
    },
];
