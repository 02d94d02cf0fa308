//! Softplus log(1 + e^η), a smooth ramp; its link is log(e^μ − 1) for a positive mean.

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The inverse softplus link.
pub static LINK: Link = Link {
    name: "inverse softplus",
    names: &["softplus", "smooth_relu", "inverse_softplus"],
    activation: "softplus",
    known_as: &[("Keras", "softplus"), ("PyTorch", "Softplus")],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "log(exp(mu) - 1)",
    inverse: "log(1 + exp(eta))",
    domain: &["mu > 0"],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "exp(mu)/(exp(mu) - 1)",
    inverse_derivative: "1/(1 + exp(-eta))",
    slope: Some("1"),
    regression: "regression with an inverse-softplus link",
    canonical_for: &[],
    used_with: &[],
    effect: Effect::Difference("transformed mean"),
    why: "The mean is nearly the linear predictor where that is large, and nearly its exponential where it is very negative.",
};
