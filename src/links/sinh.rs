//! Hyperbolic sine; its link asinh μ = log(μ + √(μ² + 1)) is a logarithm for data of both signs.

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The asinh link.
pub static LINK: Link = Link {
    name: "asinh",
    names: &["sinh", "hyperbolic_sine"],
    activation: "sinh",
    known_as: &[("Keras", "sinh"), ("PyTorch", "sinh")],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "asinh(mu)",
    inverse: "sinh(eta)",
    domain: &[],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "1/sqrt(mu^2 + 1)",
    inverse_derivative: "cosh(eta)",
    slope: None,
    regression: "regression with an asinh link",
    canonical_for: &[],
    used_with: &[],
    effect: Effect::Difference("inverse hyperbolic sine of the mean"),
    why: "The linear predictor is nearly linear in a small mean and nearly logarithmic in a large one.",
};
