//! Scaled exponential linear unit: an ELU times a constant, both chosen so that means 0 and
//! variances 1 are kept from layer to layer (Klambauer and others, 2017).

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The inverse SELU link.
pub static LINK: Link = Link {
    name: "inverse SELU",
    names: &["selu", "inverse_selu"],
    activation: "SELU",
    known_as: &[("Keras", "selu"), ("PyTorch", "SELU")],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "if(mu >= 0, mu/1.0507009873554804934193349852946, log(1 + mu/(1.0507009873554804934193349852946*1.6732632423543772848170429916717)))",
    inverse: "if(eta >= 0, 1.0507009873554804934193349852946*eta, 1.0507009873554804934193349852946*1.6732632423543772848170429916717*(exp(eta) - 1))",
    domain: &["mu > -1.0507009873554804934193349852946*1.6732632423543772848170429916717"],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "if(mu > 0, 1/1.0507009873554804934193349852946, mu < 0, 1/(1.0507009873554804934193349852946*1.6732632423543772848170429916717 + mu))",
    inverse_derivative: "if(eta > 0, 1.0507009873554804934193349852946, eta < 0, 1.0507009873554804934193349852946*1.6732632423543772848170429916717*exp(eta))",
    slope: Some("1.0507009873554804934193349852946*1.6732632423543772848170429916717"),
    regression: "regression with an inverse SELU link",
    canonical_for: &[],
    used_with: &[],
    effect: Effect::Difference("transformed mean"),
    why: "The linear predictor is proportional to a positive mean and a logarithm of the distance from the lowest value below.",
};
