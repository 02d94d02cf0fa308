//! Hyperbolic tangent; its link is atanh μ = log((1 + μ)/(1 − μ))/2, Fisher's z of a correlation.
//! Since (1 + tanh η)/2 = sigmoid(2η), it is a logit link on a mean scaled to (−1, 1).

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The atanh link.
pub static LINK: Link = Link {
    name: "atanh",
    names: &["tanh", "hyperbolic_tangent", "fisher_z"],
    activation: "tanh",
    known_as: &[("Keras", "tanh"), ("PyTorch", "Tanh")],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "atanh(mu)",
    inverse: "tanh(eta)",
    domain: &["-1 < mu", "mu < 1"],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "1/(1 - mu^2)",
    inverse_derivative: "1 - tanh(eta)^2",
    slope: Some("1"),
    regression: "regression with an atanh (Fisher z) link",
    canonical_for: &[],
    used_with: &[],
    effect: Effect::Difference("inverse hyperbolic tangent of the mean"),
    why: "Twice the linear predictor is the logarithm of (1 + μ)/(1 − μ).",
};
