//! Log-complement link: η = log(1 − μ), the log link of the complementary event. It is one-to-one
//! for every μ < 1; the means of the binomial family are those with η < 0.

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The log-complement link.
pub static LINK: Link = Link {
    name: "log-complement",
    names: &["logc", "log_complement", "complementary_log"],
    activation: "log complement inverse",
    known_as: &[("statsmodels", "LogC")],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "log(1 - mu)",
    inverse: "1 - exp(eta)",
    domain: &["mu < 1"],
    range: &[],
    monotone: Monotone::Decreasing,
    derivative: "-1/(1 - mu)",
    inverse_derivative: "-exp(eta)",
    slope: None,
    regression: "log-complement (log-binomial complement) regression",
    canonical_for: &[],
    used_with: &["binomial"],
    effect: Effect::Ratio {
        of: "1 - mu",
        noun: "probability of the complementary event",
        called: "",
    },
    why: "The linear predictor is the logarithm of the probability of the complementary event.",
};
