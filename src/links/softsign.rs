//! Softsign η/(1 + |η|); its link is μ/(1 − |μ|) for −1 < μ < 1.

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The inverse softsign link.
pub static LINK: Link = Link {
    name: "inverse softsign",
    names: &["softsign", "inverse_softsign"],
    activation: "softsign",
    known_as: &[("Keras", "softsign"), ("PyTorch", "Softsign")],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "mu/(1 - abs(mu))",
    inverse: "eta/(1 + abs(eta))",
    domain: &["-1 < mu", "mu < 1"],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "1/(1 - abs(mu))^2",
    inverse_derivative: "1/(1 + abs(eta))^2",
    slope: Some("1"),
    regression: "regression with an inverse-softsign link",
    canonical_for: &[],
    used_with: &[],
    effect: Effect::Difference("transformed mean"),
    why: "The mean approaches −1 and 1 as slowly as the reciprocal of the linear predictor.",
};
