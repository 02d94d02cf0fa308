//! The Poisson family of counts: the variance is the mean.

use super::{Family, Loss};
use crate::links::Shape;

/// The Poisson family.
pub static FAMILY: Family = Family {
    name: "poisson",
    aliases: &[],
    title: "Poisson",
    known_as: &[("R", "poisson"), ("statsmodels", "Poisson")],
    shape: Shape::Scalar,
    response: "a count 0, 1, 2, …",
    support: &["y >= 0"],
    mean: &["mu > 0"],
    parameter: None,
    fixed_by: None,
    dispersion: None,
    variance: "mu",
    log_likelihood: "y*log(mu) - mu + c",
    canonical: "y*eta - exp(eta) + c",
    rest: Some("-log(Gamma(y + 1))"),
    deviance: "2*(y*log(y/mu) - (y - mu))",
    saturated: &["y > 0"],
    loss: Loss {
        name: "Poisson loss",
        formula: "mu - y*log(mu)",
        scale: "1",
        shift: "c",
        known_as: &[("Keras", "Poisson"), ("PyTorch", "PoissonNLLLoss")],
        note: "`PoissonNLLLoss` takes the logarithm of the mean in place of the mean, but with \
               `log_input=False`.",
    },
    ratio: "rate ratio",
    difference: "difference of means",
};
