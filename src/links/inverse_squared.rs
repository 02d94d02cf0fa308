//! Inverse squared link: η = 1/μ² for a positive mean; R calls it `1/mu^2`.

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The inverse squared link.
pub static LINK: Link = Link {
    name: "inverse squared",
    names: &[
        "inverse_squared",
        "inverse_square",
        "reciprocal_square_root",
    ],
    activation: "reciprocal square root",
    known_as: &[("R", "1/mu^2"), ("statsmodels", "InverseSquared")],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "1/mu^2",
    inverse: "1/sqrt(eta)",
    domain: &["mu > 0"],
    range: &["eta > 0"],
    monotone: Monotone::Decreasing,
    derivative: "-2/mu^3",
    inverse_derivative: "-1/(2*eta*sqrt(eta))",
    slope: None,
    regression: "inverse Gaussian regression",
    canonical_for: &["inverse gaussian"],
    used_with: &[],
    effect: Effect::Difference("reciprocal of the squared mean"),
    why: "The linear predictor is the reciprocal of the squared mean.",
};
