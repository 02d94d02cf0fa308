//! The gamma family: a constant coefficient of variation √φ.

use super::{Family, Loss};
use crate::links::Shape;

/// The gamma family.
pub static FAMILY: Family = Family {
    name: "gamma",
    aliases: &[],
    title: "gamma",
    known_as: &[("R", "Gamma"), ("statsmodels", "Gamma")],
    shape: Shape::Scalar,
    response: "a positive number",
    support: &["y > 0"],
    mean: &["mu > 0"],
    parameter: None,
    fixed_by: None,
    dispersion: Some("the reciprocal of the shape"),
    variance: "mu^2",
    log_likelihood: "-(y/mu + log(mu))/phi + c",
    canonical: "(log(eta) - y*eta)/phi + c",
    rest: Some("(1/phi - 1)*log(y) - log(phi)/phi - log(Gamma(1/phi))"),
    deviance: "2*((y - mu)/mu - log(y/mu))",
    saturated: &[],
    loss: Loss {
        name: "gamma loss",
        formula: "y/mu + log(mu)",
        scale: "phi",
        shift: "phi*c",
        known_as: &[],
        note: "",
    },
    ratio: "ratio of means",
    difference: "difference of means",
};
