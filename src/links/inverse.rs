//! Inverse link: η = 1/μ. It is one-to-one on all numbers but 0; the means of the gamma family are
//! the positive ones. The sign of the canonical parameter, −1/μ, is left out by convention.

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The inverse link.
pub static LINK: Link = Link {
    name: "inverse",
    names: &["inverse", "reciprocal", "inverse_power"],
    activation: "reciprocal",
    known_as: &[("R", "inverse"), ("statsmodels", "InversePower")],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "1/mu",
    inverse: "1/eta",
    domain: &["mu != 0"],
    range: &["eta != 0"],
    monotone: Monotone::No,
    derivative: "-1/mu^2",
    inverse_derivative: "-1/eta^2",
    slope: None,
    regression: "gamma regression",
    canonical_for: &["gamma"],
    used_with: &["gaussian", "inverse gaussian"],
    effect: Effect::Difference("reciprocal of the mean"),
    why: "The linear predictor is the reciprocal of the mean, a rate.",
};
