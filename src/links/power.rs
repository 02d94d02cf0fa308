//! Power link: η = μ^λ for a positive mean and λ ≠ 0. λ = 1 is the identity, 1/2 the square root,
//! −1 the inverse; the limit λ → 0 of (μ^λ − 1)/λ is the log link. R takes every λ ≤ 0 as log.

use super::{Effect, Link, Parameter, Shape};
use crate::expr::Monotone;

/// The power link.
pub static LINK: Link = Link {
    name: "power",
    names: &["power"],
    activation: "power 1/lambda",
    known_as: &[("R", "power"), ("statsmodels", "Power")],
    parameters: &[Parameter {
        name: "lambda",
        aliases: &["power", "exponent"],
        default: None,
        given: &["lambda != 0"],
    }],
    shape: Shape::Scalar,
    forward: "mu^lambda",
    inverse: "eta^(1/lambda)",
    domain: &["mu > 0"],
    range: &["eta > 0"],
    monotone: Monotone::No,
    derivative: "lambda*mu^(lambda - 1)",
    inverse_derivative: "eta^(1/lambda - 1)/lambda",
    slope: None,
    regression: "power regression",
    canonical_for: &[],
    used_with: &["gaussian", "poisson", "gamma", "inverse gaussian"],
    effect: Effect::Difference("power of the mean"),
    why: "The linear predictor is a power of the mean.",
};
