//! The inverse Gaussian family (Wald distribution): the variance is φμ³.

use super::{Family, Loss};
use crate::links::Shape;

/// The inverse Gaussian family.
pub static FAMILY: Family = Family {
    name: "inverse gaussian",
    aliases: &["wald"],
    title: "inverse Gaussian",
    known_as: &[
        ("R", "inverse.gaussian"),
        ("statsmodels", "InverseGaussian"),
    ],
    shape: Shape::Scalar,
    response: "a positive number",
    support: &["y > 0"],
    mean: &["mu > 0"],
    parameter: None,
    fixed_by: None,
    dispersion: Some("the reciprocal of the shape"),
    variance: "mu^3",
    log_likelihood: "-(y - mu)^2/(2*phi*y*mu^2) - log(2*pi*phi*y^3)/2",
    canonical: "sqrt(eta)/phi - y*eta/(2*phi) - 1/(2*phi*y) - log(2*pi*phi*y^3)/2",
    rest: None,
    deviance: "(y - mu)^2/(y*mu^2)",
    saturated: &[],
    loss: Loss {
        name: "inverse Gaussian deviance",
        formula: "(y - mu)^2/(y*mu^2)",
        scale: "2*phi",
        shift: "-phi*log(2*pi*phi*y^3)",
        known_as: &[],
        note: "",
    },
    ratio: "ratio of means",
    difference: "difference of means",
};
