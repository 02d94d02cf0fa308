//! Log link: η = log μ for a positive mean; the activation is the exponential function.

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The log link.
pub static LINK: Link = Link {
    name: "log",
    names: &["log", "exp", "exponential"],
    activation: "exp",
    known_as: &[
        ("Keras", "exponential"),
        ("R", "log"),
        ("statsmodels", "Log"),
    ],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "log(mu)",
    inverse: "exp(eta)",
    domain: &["mu > 0"],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "1/mu",
    inverse_derivative: "exp(eta)",
    slope: None,
    regression: "Poisson regression",
    canonical_for: &["poisson"],
    used_with: &[
        "gaussian",
        "binomial",
        "gamma",
        "inverse gaussian",
        "negative binomial",
    ],
    effect: Effect::Ratio {
        of: "mu",
        noun: "mean",
        called: "",
    },
    why: "The linear predictor is the logarithm of the mean: effects multiply.",
};
