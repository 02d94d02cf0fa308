//! Definitions and identities of known functions. Each keeps definedness: log(b/a) and -log(a/b)
//! both need a/b > 0.

use super::Entry;

/// The rules of this file.
pub static RULES: &[Entry] = &[
    Entry {
        name: "sigmoid-definition",
        statement: "sigmoid(a) = 1/(1 + exp(-a))",
        given: &[],
        why: "definition of the sigmoid",
    },
    Entry {
        name: "logit-definition",
        statement: "logit(a) = log(a/(1 - a))",
        given: &[],
        why: "definition of the logit",
    },
    Entry {
        name: "tanh-exponential",
        statement: "tanh(a) = (exp(2*a) - 1)/(exp(2*a) + 1)",
        given: &[],
        why: "the hyperbolic tangent by exponentials",
    },
    Entry {
        name: "sinh-exponential",
        statement: "sinh(a) = (exp(a) - exp(-a))/2",
        given: &[],
        why: "the hyperbolic sine by exponentials",
    },
    Entry {
        name: "cosh-exponential",
        statement: "cosh(a) = (exp(a) + exp(-a))/2",
        given: &[],
        why: "the hyperbolic cosine by exponentials",
    },
    Entry {
        name: "atanh-logarithm",
        statement: "atanh(a) = 1/2*log((1 + a)/(1 - a))",
        given: &[],
        why: "the inverse hyperbolic tangent as a logarithm",
    },
    Entry {
        name: "asinh-logarithm",
        statement: "asinh(a) = log(a + sqrt(a^2 + 1))",
        given: &[],
        why: "the inverse hyperbolic sine as a logarithm",
    },
    Entry {
        name: "log-reciprocal-quotient",
        statement: "-log(a/b) = log(b/a)",
        given: &[],
        why: "the logarithm of a reciprocal changes sign",
    },
    Entry {
        name: "log-reciprocal",
        statement: "-log(a) = log(1/a)",
        given: &[],
        why: "the logarithm of a reciprocal changes sign",
    },
    Entry {
        name: "log-exp",
        statement: "log(exp(a)) = a",
        given: &[],
        why: "the logarithm inverts the exponential function",
    },
    Entry {
        name: "exp-log",
        statement: "exp(log(a)) = a",
        given: &["a > 0"],
        why: "the exponential function inverts the logarithm",
    },
    Entry {
        name: "log-product",
        statement: "log(a) + log(b) = log(a*b)",
        given: &["a > 0"],
        why: "the logarithm of a product is the sum of the logarithms",
    },
    Entry {
        name: "log-quotient",
        statement: "log(a) - log(b) = log(a/b)",
        given: &["b > 0"],
        why: "the logarithm of a quotient is the difference of the logarithms",
    },
    Entry {
        name: "log-one",
        statement: "log(1) = 0",
        given: &[],
        why: "the logarithm of 1 is 0",
    },
    Entry {
        name: "log-power",
        statement: "log(a^n) = n*log(a)",
        given: &["a > 0"],
        why: "the logarithm of a power is the multiple of the logarithm",
    },
    Entry {
        name: "log-square",
        statement: "log(a^2) = 2*log(abs(a))",
        given: &[],
        why: "the logarithm of a square takes the absolute value",
    },
    Entry {
        name: "sqrt-of-square",
        statement: "sqrt(a^2) = abs(a)",
        given: &[],
        why: "the square root of a square is the absolute value",
    },
    Entry {
        name: "log-sqrt",
        statement: "log(sqrt(a)) = log(a)/2",
        given: &[],
        why: "the logarithm of a square root is half the logarithm",
    },
    Entry {
        name: "Phi-reflection",
        statement: "Phi(-a) = 1 - Phi(a)",
        given: &[],
        why: "the normal distribution is symmetric",
    },
    Entry {
        name: "abs-cases",
        statement: "abs(a) = if(a >= 0, a, -a)",
        given: &[],
        why: "definition of the absolute value",
    },
    Entry {
        name: "max-cases",
        statement: "max(a, b) = if(a >= b, a, b)",
        given: &[],
        why: "definition of the maximum",
    },
    Entry {
        name: "min-cases",
        statement: "min(a, b) = if(a <= b, a, b)",
        given: &[],
        why: "definition of the minimum",
    },
    Entry {
        name: "sign-cases",
        statement: "sign(a) = if(a > 0, 1, a < 0, -1, 0)",
        given: &[],
        why: "definition of the sign",
    },
    Entry {
        name: "sqrt-square",
        statement: "sqrt(a)^2 = a",
        given: &["a >= 0"],
        why: "the square of a square root",
    },
    Entry {
        name: "sqrt-power",
        statement: "a^(1/2) = sqrt(a)",
        given: &[],
        why: "the power 1/2 is the square root",
    },
    Entry {
        name: "log10-definition",
        statement: "log10(a) = log(a)/log(10)",
        given: &[],
        why: "the decimal logarithm by the natural one",
    },
    Entry {
        name: "log2-definition",
        statement: "log2(a) = log(a)/log(2)",
        given: &[],
        why: "the binary logarithm by the natural one",
    },
    Entry {
        name: "acosh-logarithm",
        statement: "acosh(a) = log(a + sqrt(a^2 - 1))",
        given: &[],
        why: "the inverse hyperbolic cosine as a logarithm",
    },
    Entry {
        name: "erf-Phi",
        statement: "erf(a) = 2*Phi(sqrt(2)*a) - 1",
        given: &[],
        why: "the error function by the normal distribution",
    },
    Entry {
        name: "sqrt-product",
        statement: "sqrt(a*b) = sqrt(a)*sqrt(b)",
        given: &["a > 0"],
        why: "the square root of a product",
    },
    Entry {
        name: "sqrt-product-nonnegative",
        statement: "sqrt(a*b) = sqrt(a)*sqrt(b)",
        given: &["a >= 0", "b >= 0"],
        why: "the square root of a product",
    },
    Entry {
        name: "sqrt-quotient",
        statement: "sqrt(a/b) = sqrt(a)/sqrt(b)",
        given: &["b > 0"],
        why: "the square root of a quotient",
    },
];
