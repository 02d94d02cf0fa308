//! Bounds of functions: their ranges, and tangents that they lie above or below.

use super::Law;

const fn law(name: &'static str, statement: &'static str, why: &'static str) -> Law {
    Law {
        name,
        statement,
        why,
    }
}

/// The laws of this file.
pub static LAWS: &[Law] = &[
    law("exp-positive", "exp(a) > 0", "exponentials are positive"),
    law(
        "exp-tangent",
        "exp(a) >= 1 + a",
        "the exponential function lies above its tangent at 0",
    ),
    law(
        "exp-hyperbola",
        "exp(a)*(1 - a) <= 1",
        "the exponential function lies above its tangent at 0",
    ),
    law(
        "log-tangent",
        "log(a) <= a - 1",
        "the logarithm lies below its tangent at 1",
    ),
    law(
        "log-hyperbola",
        "a*log(a) >= a - 1",
        "the logarithm lies below its tangent at 1",
    ),
    law(
        "sqrt-nonnegative",
        "sqrt(a) >= 0",
        "square roots are not negative",
    ),
    law(
        "sqrt-square",
        "sqrt(a)^2 = a",
        "the square of a square root",
    ),
    law(
        "abs-nonnegative",
        "abs(a) >= 0",
        "absolute values are not negative",
    ),
    law(
        "abs-above",
        "abs(a) >= a",
        "no number exceeds its absolute value",
    ),
    law(
        "abs-below",
        "abs(a) >= -a",
        "no number exceeds its absolute value",
    ),
    law(
        "abs-square",
        "abs(a)^2 = a^2",
        "the square of an absolute value",
    ),
    law(
        "max-first",
        "max(a, b) >= a",
        "a maximum is at least each value",
    ),
    law(
        "max-second",
        "max(a, b) >= b",
        "a maximum is at least each value",
    ),
    law(
        "min-first",
        "min(a, b) <= a",
        "a minimum is at most each value",
    ),
    law(
        "min-second",
        "min(a, b) <= b",
        "a minimum is at most each value",
    ),
    law(
        "sigmoid-positive",
        "sigmoid(a) > 0",
        "the sigmoid is positive",
    ),
    law(
        "sigmoid-below-one",
        "sigmoid(a) < 1",
        "the sigmoid is less than 1",
    ),
    law(
        "tanh-below-one",
        "tanh(a) < 1",
        "the hyperbolic tangent is less than 1",
    ),
    law(
        "tanh-above-minus-one",
        "tanh(a) > -1",
        "the hyperbolic tangent is greater than -1",
    ),
    law(
        "Phi-positive",
        "Phi(a) > 0",
        "the normal distribution function is positive",
    ),
    law(
        "Phi-below-one",
        "Phi(a) < 1",
        "the normal distribution function is less than 1",
    ),
    law(
        "cosh-above-one",
        "cosh(a) >= 1",
        "the hyperbolic cosine is at least 1",
    ),
    law("sin-below", "sin(a) <= 1", "a sine is at most 1"),
    law("sin-above", "sin(a) >= -1", "a sine is at least -1"),
    law("cos-below", "cos(a) <= 1", "a cosine is at most 1"),
    law("cos-above", "cos(a) >= -1", "a cosine is at least -1"),
];
