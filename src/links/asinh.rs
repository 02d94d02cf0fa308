//! Inverse hyperbolic sine log(η + √(η² + 1)); its link is sinh μ.

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The sinh link.
pub static LINK: Link = Link {
    name: "sinh",
    names: &["asinh", "arcsinh", "arsinh"],
    activation: "asinh",
    known_as: &[("Keras", "arcsinh"), ("PyTorch", "asinh")],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "sinh(mu)",
    inverse: "asinh(eta)",
    domain: &[],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "cosh(mu)",
    inverse_derivative: "1/sqrt(eta^2 + 1)",
    slope: Some("1"),
    regression: "regression with a sinh link",
    canonical_for: &[],
    used_with: &[],
    effect: Effect::Difference("hyperbolic sine of the mean"),
    why: "The mean grows like the logarithm of a large linear predictor.",
};
