//! Logit link: η = log(μ/(1 − μ)), the logarithm of the odds. Its inverse is the sigmoid, the
//! distribution function of the standard logistic distribution.

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The logit link.
pub static LINK: Link = Link {
    name: "logit",
    names: &["logit", "sigmoid", "logistic", "expit", "log_odds"],
    activation: "sigmoid",
    known_as: &[
        ("Keras", "sigmoid"),
        ("PyTorch", "Sigmoid"),
        ("R", "logit"),
        ("statsmodels", "Logit"),
    ],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "log(mu/(1 - mu))",
    inverse: "1/(1 + exp(-eta))",
    domain: &["0 < mu", "mu < 1"],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "1/(mu*(1 - mu))",
    inverse_derivative: "exp(-eta)/(1 + exp(-eta))^2",
    slope: Some("1/4"),
    regression: "logistic regression",
    canonical_for: &["binomial"],
    used_with: &[],
    effect: Effect::Ratio {
        of: "mu/(1 - mu)",
        noun: "odds",
        called: "odds ratio",
    },
    why: "The linear predictor is the logarithm of the odds.",
};
