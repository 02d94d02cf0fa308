//! Means and variances of families that have names of their own.

use super::super::entry::Entry;

const MEAN: &[&str] = &[
    "^\\mu$",
    "^E(",
    "^E[",
    "^\\E",
    "^\\mathbb{E}",
    "^\\mathrm{E}",
    "^{E}",
];
const VARIANCE: &[&str] = &["Var", "^V(", "^V[", "var(", "^\\sigma^2$", "^\\V"];

const fn moment(
    name: &'static str,
    usual: &'static str,
    also: &'static [&'static str],
    called: &'static [&'static str],
    left: &'static [&'static str],
) -> Entry {
    Entry {
        name,
        usual,
        also,
        called,
        left,
        unless: &[
            "estimator",
            "\\hat",
            "\\bar",
            "sample",
            "covariance",
            "\\mid",
            "|",
        ],
        ..Entry::NEW
    }
}

/// Means and variances.
pub static ENTRIES: &[Entry] = &[
    moment(
        "mean of the Weibull distribution",
        r"\lambda\Gamma(1+1/k)",
        &[
            r"\lambda^{-1/k}\Gamma(1+1/k)",
            r"\frac{1}{\lambda}\Gamma(1+1/k)",
        ],
        &["weibull"],
        MEAN,
    ),
    moment(
        "mean of the lognormal distribution",
        r"e^{\mu+\sigma^2/2}",
        &[r"e^{\mu}", r"e^{\mu+v/2}"],
        &["lognormal", "log-normal"],
        MEAN,
    ),
    moment(
        "variance of the lognormal distribution",
        r"(e^{\sigma^2}-1)e^{2\mu+\sigma^2}",
        &[r"(e^{v}-1)e^{2\mu+v}", r"(e^{v}-1)m^2"],
        &["lognormal", "log-normal"],
        VARIANCE,
    ),
    Entry {
        few: "half a sum of two letters",
        ..moment(
            "mean of the uniform distribution",
            r"\frac{a+b}{2}",
            &[r"\frac{a}{2}", r"\frac{1}{2}"],
            &["uniform distribution", "uniformly distributed"],
            MEAN,
        )
    },
    moment(
        "variance of the logistic distribution",
        r"\frac{s^2\pi^2}{3}",
        &[r"\frac{\pi^2}{3}"],
        &["logistic distribution"],
        VARIANCE,
    ),
    moment(
        "mean of the Pareto distribution",
        r"\frac{am}{a-1}",
        &[],
        &["pareto"],
        MEAN,
    ),
    Entry {
        few: "a number and the number less 2",
        ..moment(
            "variance of Student's t distribution",
            r"\frac{v}{v-2}",
            &[r"\frac{s^2v}{v-2}"],
            &["student", "t distribution", "t-distribution"],
            VARIANCE,
        )
    },
    Entry {
        few: "a quotient of one letter",
        ..moment(
            "mean of the geometric distribution",
            r"\frac{1}{p}",
            &[r"\frac{1-p}{p}", r"\frac{p}{1-p}", r"\frac{1}{1-p}"],
            &["geometric distribution", "geometric"],
            MEAN,
        )
    },
    Entry {
        few: "one letter: its reciprocal is the information of the mean",
        name: "Fisher information of the Poisson distribution",
        usual: r"\frac{1}{\lambda}",
        also: &[
            r"\frac{n}{\lambda}",
            r"e^t",
            r"ne^t",
            r"\lambda",
            r"n\lambda",
        ],
        called: &["fisher", "information"],
        left: &["^I(", "^I_", "^\\mathcal{I}", "^J("],
        needs: &["poisson"],
        unless: &["exponential", "normal", "gaussian", "binomial", "gamma"],
        ..Entry::NEW
    },
];
