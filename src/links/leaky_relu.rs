//! Leaky rectified linear unit: slope 1 to the right of 0 and a small slope to its left. With a
//! positive slope it is one-to-one. The default slope 0.2 is that of Keras; PyTorch has 0.01.

use super::{Effect, Link, Parameter, Shape};
use crate::expr::Monotone;

/// The inverse leaky ReLU link.
pub static LINK: Link = Link {
    name: "inverse leaky ReLU",
    names: &["leaky_relu", "inverse_leaky_relu"],
    activation: "leaky ReLU",
    known_as: &[("Keras", "leaky_relu"), ("PyTorch", "LeakyReLU")],
    parameters: &[Parameter {
        name: "negative_slope",
        aliases: &["slope", "alpha"],
        default: Some("0.2"),
        given: &["negative_slope > 0"],
    }],
    shape: Shape::Scalar,
    forward: "if(mu >= 0, mu, mu/negative_slope)",
    inverse: "if(eta >= 0, eta, negative_slope*eta)",
    domain: &[],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "if(mu > 0, 1, mu < 0, 1/negative_slope)",
    inverse_derivative: "if(eta > 0, 1, eta < 0, negative_slope)",
    slope: Some("max(1, negative_slope)"),
    regression: "regression with an inverse leaky-ReLU link",
    canonical_for: &[],
    used_with: &[],
    effect: Effect::Difference("transformed mean"),
    why: "The linear predictor is the mean on one side of 0 and proportional to it on the other.",
};
