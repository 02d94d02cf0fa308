//! Canonical link of the negative binomial family with variance μ + αμ²: η = log(αμ/(1 + αμ)), that
//! is log(μ/(μ + θ)) with θ = 1/α. It is negative for every mean.

use super::{Effect, Link, Parameter, Shape};
use crate::expr::Monotone;

/// The negative binomial link.
pub static LINK: Link = Link {
    name: "negative binomial",
    names: &["negative_binomial", "nbinom"],
    activation: "inverse nbinom",
    known_as: &[("statsmodels", "NegativeBinomial")],
    parameters: &[Parameter {
        name: "alpha",
        aliases: &[],
        default: Some("1"),
        given: &["alpha > 0"],
    }],
    shape: Shape::Scalar,
    forward: "log(alpha*mu/(1 + alpha*mu))",
    inverse: "exp(eta)/(alpha*(1 - exp(eta)))",
    domain: &["mu > 0"],
    range: &["eta < 0"],
    monotone: Monotone::Increasing,
    derivative: "1/(mu*(1 + alpha*mu))",
    inverse_derivative: "exp(eta)/(alpha*(1 - exp(eta))^2)",
    slope: None,
    regression: "negative binomial regression",
    canonical_for: &["negative binomial"],
    used_with: &[],
    effect: Effect::Ratio {
        of: "alpha*mu/(1 + alpha*mu)",
        noun: "success probability of the count",
        called: "",
    },
    why: "The linear predictor is the logarithm of the success probability of a negative binomial count.",
};
