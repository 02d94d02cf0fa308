//! Exponential linear unit: linear to the right of 0, α(e^η − 1) to its left. Its derivative has a
//! jump at 0 unless α = 1.

use super::{Effect, Link, Parameter, Shape};
use crate::expr::Monotone;

/// The inverse ELU link.
pub static LINK: Link = Link {
    name: "inverse ELU",
    names: &["elu", "exponential_linear_unit", "inverse_elu"],
    activation: "ELU",
    known_as: &[("Keras", "elu"), ("PyTorch", "ELU")],
    parameters: &[Parameter {
        name: "alpha",
        aliases: &[],
        default: Some("1"),
        given: &["alpha > 0"],
    }],
    shape: Shape::Scalar,
    forward: "if(mu >= 0, mu, log(1 + mu/alpha))",
    inverse: "if(eta >= 0, eta, alpha*(exp(eta) - 1))",
    domain: &["mu > -alpha"],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "if(mu > 0, 1, mu < 0 or alpha = 1, 1/(alpha + mu))",
    inverse_derivative: "if(eta > 0, 1, eta < 0 or alpha = 1, alpha*exp(eta))",
    slope: Some("max(1, alpha)"),
    regression: "regression with an inverse ELU link",
    canonical_for: &[],
    used_with: &[],
    effect: Effect::Difference("transformed mean"),
    why: "The linear predictor is the mean where that is positive and a logarithm of its distance from its lowest value below.",
};
