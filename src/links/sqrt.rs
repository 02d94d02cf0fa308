//! Square-root link: η = √μ. On this scale the variance of a Poisson count is nearly constant. The
//! activation η² is one-to-one where η ≥ 0.

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The square root link.
pub static LINK: Link = Link {
    name: "sqrt",
    names: &["sqrt", "square_root", "square"],
    activation: "square",
    known_as: &[
        ("Keras", "square"),
        ("PyTorch", "square"),
        ("R", "sqrt"),
        ("statsmodels", "Sqrt"),
    ],
    parameters: &[],
    shape: Shape::Scalar,
    forward: "sqrt(mu)",
    inverse: "eta^2",
    domain: &["mu >= 0"],
    range: &["eta >= 0"],
    monotone: Monotone::Increasing,
    derivative: "1/(2*sqrt(mu))",
    inverse_derivative: "2*eta",
    slope: None,
    regression: "square-root regression",
    canonical_for: &[],
    used_with: &["poisson", "negative binomial"],
    effect: Effect::Difference("square root of the mean"),
    why: "The linear predictor is the square root of the mean, the scale on which Poisson counts have nearly constant variance.",
};
