//! Softmax and its link, the baseline-category logits: η_k = log(μ_k/μ_K) for K categories with the
//! last as the baseline. Softmax forgets a constant added to every predictor, so that the
//! predictors of a network are known only up to that constant; the link gives those with η_K = 0.
//! The derivatives are those of η_k by μ_k (k < K, the baseline held fixed) and of μ_k by η_k.

use super::{Effect, Link, Shape};
use crate::expr::Monotone;

/// The baseline-category logit link.
pub static LINK: Link = Link {
    name: "baseline-category logit",
    names: &[
        "softmax",
        "multinomial_logit",
        "multinomial",
        "generalized_logit",
        "baseline_logit",
        "mnlogit",
    ],
    activation: "softmax",
    known_as: &[
        ("Keras", "softmax"),
        ("PyTorch", "Softmax"),
        ("R", "nnet::multinom"),
        ("statsmodels", "MNLogit"),
    ],
    parameters: &[],
    shape: Shape::Categories,
    forward: "log(mu[k]/mu[K])",
    inverse: "exp(eta[k])/sum(l, 1, K, exp(eta[l]))",
    domain: &["mu[k] > 0 for k in 1..K", "sum(l, 1, K, mu[l]) = 1"],
    range: &["eta[K] = 0"],
    monotone: Monotone::No,
    derivative: "1/mu[k]",
    inverse_derivative: "exp(eta[k])/sum(l, 1, K, exp(eta[l]))*(1 - exp(eta[k])/sum(l, 1, K, exp(eta[l])))",
    slope: Some("1/2"),
    regression: "multinomial logistic regression",
    canonical_for: &["multinomial"],
    used_with: &[],
    effect: Effect::Ratio {
        of: "mu[k]/mu[K]",
        noun: "odds of a category against the baseline category",
        called: "odds ratio",
    },
    why: "Each linear predictor is the logarithm of the odds of a category against the baseline category.",
};
