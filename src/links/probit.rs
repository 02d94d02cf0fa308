//! Probit link: η = Φ⁻¹(μ), where Φ is the distribution function of the standard normal
//! distribution. A success is a normal variable that stays below η.

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The probit link.
pub static LINK: Link = Link {
    name: "probit",
    names: &["probit", "phi", "normal_cdf", "gaussian_cdf", "norm_cdf"],
    activation: "Phi",
    known_as: &[("R", "probit"), ("statsmodels", "Probit")],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "Phi_inv(mu)",
    inverse: "Phi(eta)",
    domain: &["0 < mu", "mu < 1"],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "sqrt(2*pi)*exp(Phi_inv(mu)^2/2)",
    inverse_derivative: "exp(-eta^2/2)/sqrt(2*pi)",
    slope: Some("1/sqrt(2*pi)"),
    regression: "probit regression",
    canonical_for: &[],
    used_with: &["binomial"],
    effect: Effect::Difference("quantile of the standard normal distribution at the mean"),
    why: "The linear predictor is a quantile of the standard normal distribution.",
};
