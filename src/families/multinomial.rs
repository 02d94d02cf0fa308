//! The multinomial family; with one trial an observation, the categorical distribution. `y[k]` is 1
//! for the observed category and 0 for the others, `mu[k]` the probability of category k of `K`.

use super::{Family, Loss};
use crate::links::Shape;

/// The multinomial family.
pub static FAMILY: Family = Family {
    name: "multinomial",
    aliases: &["categorical"],
    title: "multinomial",
    known_as: &[("R", "nnet::multinom"), ("statsmodels", "MNLogit")],
    shape: Shape::Categories,
    response: "one of the categories (categorical); of several trials, their counts",
    support: &["y[k] >= 0 for k in 1..K"],
    mean: &["mu[k] > 0 for k in 1..K", "sum(k, 1, K, mu[k]) = 1"],
    parameter: None,
    fixed_by: None,
    dispersion: None,
    variance: "mu[k]*(1 - mu[k])",
    log_likelihood: "sum(k, 1, K, y[k]*log(mu[k]))",
    canonical: "sum(k, 1, K, y[k]*eta[k]) - log(sum(l, 1, K, exp(eta[l])))",
    rest: None,
    deviance: "2*sum(k, 1, K, y[k]*log(y[k]/mu[k]))",
    saturated: &["y[k] > 0 for k in 1..K"],
    loss: Loss {
        name: "categorical cross-entropy",
        formula: "-sum(k, 1, K, y[k]*log(mu[k]))",
        scale: "1",
        shift: "0",
        known_as: &[("Keras", "CategoricalCrossentropy"), ("PyTorch", "NLLLoss")],
        note: "`NLLLoss` takes the logarithms of the probabilities, `CrossEntropyLoss` the linear \
               predictors.",
    },
    ratio: "ratio of probabilities",
    difference: "difference of probabilities",
};
