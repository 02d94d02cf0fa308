//! Squareplus (η + √(η² + b))/2, a smooth ramp without exponentials; its link is μ − b/(4μ) for a
//! positive mean.

use super::{Effect, Link, Parameter, Shape};
use crate::expr::Monotone;

/// The inverse squareplus link.
pub static LINK: Link = Link {
    name: "inverse squareplus",
    names: &["squareplus", "inverse_squareplus"],
    activation: "squareplus",
    known_as: &[("Keras", "squareplus")],
    parameters: &[Parameter {
        name: "b",
        aliases: &[],
        default: Some("4"),
        given: &["b > 0"],
    }],
    shape: Shape::Scalar,
    forward: "mu - b/(4*mu)",
    inverse: "(eta + sqrt(eta^2 + b))/2",
    domain: &["mu > 0"],
    range: &[],
    monotone: Monotone::Increasing,
    derivative: "1 + b/(4*mu^2)",
    inverse_derivative: "(1 + eta/sqrt(eta^2 + b))/2",
    slope: Some("1"),
    regression: "regression with an inverse-squareplus link",
    canonical_for: &[],
    used_with: &[],
    effect: Effect::Difference("transformed mean"),
    why: "The mean is nearly the linear predictor where that is large, and nearly proportional to its negative reciprocal where it is very negative.",
};
