//! Logarithm of the sigmoid, −log(1 + e^{−η}): a softplus turned by half a turn. Its link is
//! −log(e^{−μ} − 1) for a negative mean.

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The inverse log-sigmoid link.
pub static LINK: Link = Link {
    name: "inverse log-sigmoid",
    names: &["log_sigmoid", "inverse_log_sigmoid"],
    activation: "log-sigmoid",
    known_as: &[("Keras", "log_sigmoid"), ("PyTorch", "LogSigmoid")],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "-log(exp(-mu) - 1)",
    inverse: "-log(1 + exp(-eta))",
    domain: &["mu < 0"],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "1/(1 - exp(mu))",
    inverse_derivative: "1/(1 + exp(eta))",
    slope: Some("1"),
    regression: "regression with an inverse log-sigmoid link",
    canonical_for: &[],
    used_with: &[],
    effect: Effect::Difference("log odds of the probability whose logarithm is the mean"),
    why: "The mean is the logarithm of a probability whose log odds are the linear predictor.",
};
