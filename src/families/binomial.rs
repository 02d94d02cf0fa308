//! The binomial family; with one trial an observation, the Bernoulli distribution.

use super::{Family, Loss};
use crate::links::Shape;

/// The binomial family.
pub static FAMILY: Family = Family {
    name: "binomial",
    aliases: &["bernoulli"],
    title: "binomial",
    known_as: &[("R", "binomial"), ("statsmodels", "Binomial")],
    shape: Shape::Scalar,
    response: "0 or 1 (Bernoulli); a share of successes has the number of trials for its weight",
    support: &["y >= 0", "y <= 1"],
    mean: &["0 < mu", "mu < 1"],
    parameter: None,
    fixed_by: None,
    dispersion: None,
    variance: "mu*(1 - mu)",
    log_likelihood: "y*log(mu) + (1 - y)*log(1 - mu)",
    canonical: "y*eta - log(1 + exp(eta))",
    rest: None,
    deviance: "2*(y*log(y/mu) + (1 - y)*log((1 - y)/(1 - mu)))",
    saturated: &["0 < y", "y < 1"],
    loss: Loss {
        name: "binary cross-entropy",
        formula: "-(y*log(mu) + (1 - y)*log(1 - mu))",
        scale: "1",
        shift: "0",
        known_as: &[("Keras", "BinaryCrossentropy"), ("PyTorch", "BCELoss")],
        note: "With `from_logits=True`, or as `BCEWithLogitsLoss`, it takes the log odds of the mean in place \
               of the mean.",
    },
    ratio: "risk ratio",
    difference: "risk difference",
};
