//! Aranda-Ordaz asymmetric link: η = log(((1 − μ)^{−λ} − 1)/λ) for λ > 0. λ = 1 is the logit link,
//! λ → 0 the complementary log-log link.

use super::{Effect, Link, Parameter, Shape};
use crate::expr::Monotone;

/// The Aranda-Ordaz link.
pub static LINK: Link = Link {
    name: "Aranda-Ordaz",
    names: &["aranda_ordaz", "inverse_aranda_ordaz"],
    activation: "inverse Aranda-Ordaz",
    known_as: &[],
    parameters: &[Parameter {
        name: "lambda",
        aliases: &[],
        default: None,
        given: &["lambda > 0"],
    }],
    shape: Shape::Scalar,
    forward: "log(((1 - mu)^(-lambda) - 1)/lambda)",
    inverse: "1 - (1 + lambda*exp(eta))^(-1/lambda)",
    domain: &["0 < mu", "mu < 1"],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "lambda/((1 - mu)*(1 - (1 - mu)^lambda))",
    inverse_derivative: "exp(eta)*(1 + lambda*exp(eta))^(-1/lambda - 1)",
    slope: Some("(1 + lambda)^(-1 - 1/lambda)"),
    regression: "Aranda-Ordaz regression",
    canonical_for: &[],
    used_with: &["binomial"],
    effect: Effect::Ratio {
        of: "((1 - mu)^(-lambda) - 1)/lambda",
        noun: "transformed odds",
        called: "",
    },
    why: "The linear predictor lies on a scale between the log odds and the logarithm of a cumulative hazard.",
};
