//! Box–Cox link: η = (μ^λ − 1)/λ for a positive mean and λ ≠ 0, a power link scaled so that λ → 0
//! gives the log link.

use super::{Effect, Link, Parameter, Shape};
use crate::expr::Monotone;

/// The Box-Cox link.
pub static LINK: Link = Link {
    name: "Box-Cox",
    names: &["box_cox", "inverse_box_cox"],
    activation: "inverse Box-Cox",
    known_as: &[],
    parameters: &[Parameter {
        name: "lambda",
        aliases: &["power"],
        default: None,
        given: &["lambda != 0"],
    }],
    shape: Shape::Scalar,
    forward: "(mu^lambda - 1)/lambda",
    inverse: "(1 + lambda*eta)^(1/lambda)",
    domain: &["mu > 0"],
    range: &["1 + lambda*eta > 0"],
    monotone: Monotone::Increasing,
    derivative: "mu^(lambda - 1)",
    inverse_derivative: "(1 + lambda*eta)^(1/lambda - 1)",
    slope: None,
    regression: "regression with a Box-Cox link",
    canonical_for: &[],
    used_with: &[],
    effect: Effect::Difference("transformed mean"),
    why: "The linear predictor is a power of the mean, shifted and scaled to be 0 with slope 1 at mean 1.",
};
