//! Cauchit link: η = tan(π(μ − 1/2)), the quantile function of the standard Cauchy distribution.
//! Its heavy tails forgive single surprising observations.

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The cauchit link.
pub static LINK: Link = Link {
    name: "cauchit",
    names: &["cauchit", "cauchy", "cauchy_cdf"],
    activation: "Cauchy CDF",
    known_as: &[("R", "cauchit"), ("statsmodels", "Cauchy")],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "tan(pi*(mu - 1/2))",
    inverse: "1/2 + atan(eta)/pi",
    domain: &["0 < mu", "mu < 1"],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "pi/cos(pi*(mu - 1/2))^2",
    inverse_derivative: "1/(pi*(1 + eta^2))",
    slope: Some("1/pi"),
    regression: "cauchit regression",
    canonical_for: &[],
    used_with: &["binomial"],
    effect: Effect::Difference("quantile of the standard Cauchy distribution at the mean"),
    why: "The linear predictor is a quantile of the standard Cauchy distribution.",
};
