//! The negative binomial family of counts with variance μ + μ²/θ, for a known θ.

use super::{Family, Loss};
use crate::links::{Parameter, Shape};

/// The negative binomial family.
pub static FAMILY: Family = Family {
    name: "negative binomial",
    aliases: &["nbinom"],
    title: "negative binomial",
    known_as: &[
        ("R", "MASS::negative.binomial"),
        ("statsmodels", "NegativeBinomial"),
    ],
    shape: Shape::Scalar,
    response: "a count 0, 1, 2, …",
    support: &["y >= 0"],
    mean: &["mu > 0"],
    parameter: Some(Parameter {
        name: "theta",
        aliases: &["size"],
        default: None,
        given: &["theta > 0"],
    }),
    fixed_by: Some(("negative binomial", "1/alpha")),
    dispersion: None,
    variance: "mu + mu^2/theta",
    log_likelihood: "y*log(mu) - (y + theta)*log(mu + theta) + c",
    canonical: "y*eta + theta*log(1 - exp(eta)) - theta*log(theta) + c",
    rest: Some("log(Gamma(y + theta)) - log(Gamma(theta)) - log(Gamma(y + 1)) + theta*log(theta)"),
    deviance: "2*(y*log(y/mu) - (y + theta)*log((y + theta)/(mu + theta)))",
    saturated: &["y > 0"],
    loss: Loss {
        name: "negative binomial loss",
        formula: "(y + theta)*log(mu + theta) - y*log(mu)",
        scale: "1",
        shift: "c",
        known_as: &[],
        note: "",
    },
    ratio: "rate ratio",
    difference: "difference of means",
};
