//! Continuously differentiable exponential linear unit: linear to the right of 0, α(e^{η/α} − 1) to
//! its left.

use super::{Effect, Link, Parameter, Shape};
use crate::expr::Monotone;

/// The inverse CELU link.
pub static LINK: Link = Link {
    name: "inverse CELU",
    names: &["celu", "inverse_celu"],
    activation: "CELU",
    known_as: &[("Keras", "celu"), ("PyTorch", "CELU")],
    parameters: &[Parameter {
        name: "alpha",
        aliases: &[],
        default: Some("1"),
        given: &["alpha > 0"],
    }],
    shape: Shape::Scalar,
    forward: "if(mu >= 0, mu, alpha*log(1 + mu/alpha))",
    inverse: "if(eta >= 0, eta, alpha*(exp(eta/alpha) - 1))",
    domain: &["mu > -alpha"],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "if(mu >= 0, 1, alpha/(alpha + mu))",
    inverse_derivative: "if(eta >= 0, 1, exp(eta/alpha))",
    slope: Some("1"),
    regression: "regression with an inverse CELU link",
    canonical_for: &[],
    used_with: &[],
    effect: Effect::Difference("transformed mean"),
    why: "The linear predictor is the mean where that is positive and a logarithm of its distance from its lowest value below.",
};
