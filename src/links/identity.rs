//! Identity link: the linear predictor is the mean itself, η = μ.

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The identity link.
pub static LINK: Link = Link {
    name: "identity",
    names: &["identity", "linear"],
    activation: "identity",
    known_as: &[
        ("Keras", "linear"),
        ("PyTorch", "Identity"),
        ("R", "identity"),
        ("statsmodels", "Identity"),
    ],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "mu",
    inverse: "eta",
    domain: &[],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "1",
    inverse_derivative: "1",
    slope: Some("1"),
    regression: "linear regression (ordinary least squares)",
    canonical_for: &["gaussian"],
    used_with: &[
        "poisson",
        "gamma",
        "inverse gaussian",
        "binomial",
        "negative binomial",
    ],
    effect: Effect::Difference("mean"),
    why: "The linear predictor is the mean.",
};
