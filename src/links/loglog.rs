//! Log-log link: η = −log(−log μ), the mirror image of the complementary log-log link. Its inverse
//! is the distribution function of the standard Gumbel distribution.

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The log-log link.
pub static LINK: Link = Link {
    name: "log-log",
    names: &[
        "loglog",
        "negative_log_log",
        "nloglog",
        "gumbel_cdf",
        "inverse_loglog",
    ],
    activation: "inverse loglog",
    known_as: &[("statsmodels", "LogLog")],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "-log(-log(mu))",
    inverse: "exp(-exp(-eta))",
    domain: &["0 < mu", "mu < 1"],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "-1/(mu*log(mu))",
    inverse_derivative: "exp(-eta - exp(-eta))",
    slope: Some("exp(-1)"),
    regression: "log-log regression",
    canonical_for: &[],
    used_with: &["binomial"],
    effect: Effect::Difference("quantile of the standard Gumbel distribution at the mean"),
    why: "The linear predictor is a quantile of the standard Gumbel distribution.",
};
