//! The Gaussian (normal) family: constant variance φ = σ².

use super::{Family, Loss};
use crate::links::Shape;

/// The Gaussian family.
pub static FAMILY: Family = Family {
    name: "gaussian",
    aliases: &["normal"],
    title: "Gaussian",
    known_as: &[("R", "gaussian"), ("statsmodels", "Gaussian")],
    shape: Shape::Scalar,
    response: "any real number",
    support: &[],
    mean: &[],
    parameter: None,
    fixed_by: None,
    dispersion: Some("the variance of the errors"),
    variance: "1",
    log_likelihood: "-(y - mu)^2/(2*phi) - log(2*pi*phi)/2",
    canonical: "y*eta/phi - eta^2/(2*phi) - y^2/(2*phi) - log(2*pi*phi)/2",
    rest: None,
    deviance: "(y - mu)^2",
    saturated: &[],
    loss: Loss {
        name: "squared error",
        formula: "(y - mu)^2",
        scale: "2*phi",
        shift: "-phi*log(2*pi*phi)",
        known_as: &[("Keras", "MeanSquaredError"), ("PyTorch", "MSELoss")],
        note: "",
    },
    ratio: "ratio of means",
    difference: "difference of means",
};
