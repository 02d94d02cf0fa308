//! Undoing a one-to-one function. Where the inverse formula is defined on more than the
//! function's range, the range is part of the statement.

use super::Entry;

/// The rules of this file; `NAME-invert` undoes the registry's function NAME.
pub static RULES: &[Entry] = &[
    Entry {
        name: "exp-invert",
        statement: "exp(a) = b <=> a = log(b)",
        given: &[],
        why: "take logarithms",
    },
    Entry {
        name: "log-invert",
        statement: "log(a) = b <=> a = exp(b)",
        given: &[],
        why: "exponentiate both sides",
    },
    Entry {
        name: "log10-invert",
        statement: "log10(a) = b <=> a = 10^b",
        given: &[],
        why: "raise 10 to both sides",
    },
    Entry {
        name: "log2-invert",
        statement: "log2(a) = b <=> a = 2^b",
        given: &[],
        why: "raise 2 to both sides",
    },
    Entry {
        name: "Phi-invert",
        statement: "Phi(a) = b <=> a = Phi_inv(b)",
        given: &[],
        why: "apply the quantile function of the normal distribution",
    },
    Entry {
        name: "Phi_inv-invert",
        statement: "Phi_inv(a) = b <=> a = Phi(b)",
        given: &[],
        why: "apply the distribution function of the normal distribution",
    },
    Entry {
        name: "erf-invert",
        statement: "erf(a) = b <=> a = Phi_inv((1 + b)/2)/sqrt(2)",
        given: &[],
        why: "erf is 2Φ(√2 x) − 1; apply the quantile function",
    },
    Entry {
        name: "sigmoid-invert",
        statement: "sigmoid(a) = b <=> a = log(b/(1 - b))",
        given: &[],
        why: "invert the sigmoid",
    },
    Entry {
        name: "logit-invert",
        statement: "logit(a) = b <=> a = sigmoid(b)",
        given: &[],
        why: "invert the logit",
    },
    Entry {
        name: "tanh-invert",
        statement: "tanh(a) = b <=> a = atanh(b)",
        given: &[],
        why: "apply the inverse hyperbolic tangent",
    },
    Entry {
        name: "atanh-invert",
        statement: "atanh(a) = b <=> a = tanh(b)",
        given: &[],
        why: "apply the hyperbolic tangent",
    },
    Entry {
        name: "sinh-invert",
        statement: "sinh(a) = b <=> a = asinh(b)",
        given: &[],
        why: "apply the inverse hyperbolic sine",
    },
    Entry {
        name: "asinh-invert",
        statement: "asinh(a) = b <=> a = sinh(b)",
        given: &[],
        why: "apply the hyperbolic sine",
    },
    Entry {
        name: "acosh-invert",
        statement: "acosh(a) = b <=> a = cosh(b) and b >= 0",
        given: &[],
        why: "apply the hyperbolic cosine, which inverts arcosh on non-negative numbers",
    },
    Entry {
        name: "atan-invert",
        statement: "atan(a) = b <=> a = tan(b) and -pi/2 < b and b < pi/2",
        given: &[],
        why: "apply the tangent, which inverts the arctangent between −π/2 and π/2",
    },
    Entry {
        name: "asin-invert",
        statement: "asin(a) = b <=> a = sin(b) and -pi/2 <= b and b <= pi/2",
        given: &[],
        why: "apply the sine, which inverts the arcsine from −π/2 to π/2",
    },
    Entry {
        name: "acos-invert",
        statement: "acos(a) = b <=> a = cos(b) and 0 <= b and b <= pi",
        given: &[],
        why: "apply the cosine, which inverts the arccosine from 0 to π",
    },
    Entry {
        name: "sqrt-invert",
        statement: "sqrt(a) = b <=> a = b^2 and b >= 0",
        given: &[],
        why: "square both sides; a square root is not negative",
    },
    Entry {
        name: "root-invert",
        statement: "root(a, n) = b <=> a = b^n",
        given: &["odd(n)", "n > 0"],
        why: "raise both sides to the power {n}",
    },
    Entry {
        name: "base-invert",
        statement: "a^b = c <=> b = log(c)/log(a)",
        given: &["a > 0", "a != 1"],
        why: "take logarithms",
    },
];
