//! Parametric rectified linear unit: a leaky one whose slope α is learned. It is one-to-one if α >
//! 0.

use super::{Effect, Link, Parameter, Shape};
use crate::expr::Monotone;

/// The inverse PReLU link.
pub static LINK: Link = Link {
    name: "inverse PReLU",
    names: &["prelu", "parametric_relu", "inverse_prelu"],
    activation: "PReLU",
    known_as: &[("Keras", "PReLU"), ("PyTorch", "PReLU")],
    parameters: &[Parameter {
        name: "alpha",
        aliases: &["weight", "negative_slope", "slope"],
        default: None,
        given: &["alpha > 0"],
    }],
    shape: Shape::Scalar,
    forward: "if(mu >= 0, mu, mu/alpha)",
    inverse: "if(eta >= 0, eta, alpha*eta)",
    domain: &[],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "if(mu > 0, 1, mu < 0, 1/alpha)",
    inverse_derivative: "if(eta > 0, 1, eta < 0, alpha)",
    slope: Some("max(1, alpha)"),
    regression: "regression with an inverse PReLU link",
    canonical_for: &[],
    used_with: &[],
    effect: Effect::Difference("transformed mean"),
    why: "The linear predictor is the mean on one side of 0 and proportional to it on the other.",
};
