//! Complementary log-log link: η = log(−log(1 − μ)). It is the link of grouped survival times with
//! proportional hazards: exp η is a cumulative hazard.

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The complementary log-log link.
pub static LINK: Link = Link {
    name: "complementary log-log",
    names: &[
        "cloglog",
        "complementary_log_log",
        "gompit",
        "inverse_cloglog",
    ],
    activation: "inverse cloglog",
    known_as: &[("R", "cloglog"), ("statsmodels", "CLogLog")],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "log(-log(1 - mu))",
    inverse: "1 - exp(-exp(eta))",
    domain: &["0 < mu", "mu < 1"],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "-1/((1 - mu)*log(1 - mu))",
    inverse_derivative: "exp(eta - exp(eta))",
    slope: Some("exp(-1)"),
    regression: "complementary log-log regression",
    canonical_for: &[],
    used_with: &["binomial"],
    effect: Effect::Ratio {
        of: "-log(1 - mu)",
        noun: "cumulative hazard",
        called: "hazard ratio",
    },
    why: "The linear predictor is the logarithm of a cumulative hazard.",
};
