//! Arctangent; its link is tan μ for −π/2 < μ < π/2.

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The tan link.
pub static LINK: Link = Link {
    name: "tan",
    names: &["arctan", "atan"],
    activation: "arctan",
    known_as: &[("Keras", "arctan"), ("PyTorch", "atan")],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "tan(mu)",
    inverse: "atan(eta)",
    domain: &["-pi/2 < mu", "mu < pi/2"],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "1/cos(mu)^2",
    inverse_derivative: "1/(1 + eta^2)",
    slope: Some("1"),
    regression: "regression with a tangent link",
    canonical_for: &[],
    used_with: &[],
    effect: Effect::Difference("tangent of the mean"),
    why: "The linear predictor is the tangent of the mean, an angle.",
};
