//! Means, variances, Fisher information.

use super::super::entry::{Entry, Scale};

const VARIANCE: &[&str] = &["variance", "var", "varianz", "方差", "varianza"];

const fn variance(
    name: &'static str,
    usual: &'static str,
    also: &'static [&'static str],
    needs: &'static [&'static str],
) -> Entry {
    Entry {
        name,
        usual,
        also,
        called: VARIANCE,
        left: &["Var", "V(", "V[", "var(", "\\sigma^2", "\\V", "D(X)"],
        needs,
        unless: &[
            "estimator",
            "\\hat",
            "\\bar",
            "asymptotic",
            "sample",
            "covariance",
        ],
        ..Entry::NEW
    }
}

const fn information(
    name: &'static str,
    usual: &'static str,
    also: &'static [&'static str],
    needs: &'static [&'static str],
) -> Entry {
    Entry {
        name,
        usual,
        also,
        called: &["fisher", "information"],
        left: &["I(", "I_", "\\mathcal{I}", "i(", "J("],
        needs,
        ..Entry::NEW
    }
}

/// Moments and information.
pub static ENTRIES: &[Entry] = &[
    variance(
        "variance of the binomial distribution",
        r"np(1-p)",
        &[r"npq", r"p(1-p)", r"\frac{p(1-p)}{n}"],
        &["binomial", "二项"],
    ),
    variance(
        "variance of the Bernoulli distribution",
        r"p(1-p)",
        &[r"pq", r"np(1-p)", r"\frac{p(1-p)}{n}"],
        &["bernoulli", "伯努利"],
    ),
    variance(
        "variance of the geometric distribution",
        r"\frac{1-p}{p^2}",
        &[r"\frac{p}{(1-p)^2}"],
        &["geometric"],
    ),
    variance(
        "variance of the negative binomial distribution",
        r"\mu+\frac{\mu^2}{r}",
        &[
            r"\mu+a\mu^2",
            r"\frac{r(1-p)}{p^2}",
            r"\frac{rp}{(1-p)^2}",
            r"\mu(1+\mu/r)",
            r"\mu+r\mu",
        ],
        &["negative binomial"],
    ),
    variance(
        "variance of the negative binomial distribution",
        r"\frac{r(1-p)}{p^2}",
        &[r"\mu+a\mu^2", r"\frac{rp}{(1-p)^2}", r"\mu(1+\mu/r)"],
        &["negative binomial"],
    ),
    Entry {
        few: "a quotient, a product and a square are all variances, in other parameters",
        ..variance(
            "variance of the gamma distribution",
            r"\frac{a}{b^2}",
            &[
                r"as^2",
                r"\frac{\mu^2}{a}",
                r"\frac{\mu}{b}",
                r"\mu s",
                r"a\mu^2",
            ],
            &["gamma"],
        )
    },
    variance(
        "variance of the beta distribution",
        r"\frac{ab}{(a+b)^2(a+b+1)}",
        &[r"\frac{m(1-m)}{1+s}", r"sm(1-m)"],
        &["beta"],
    ),
    variance(
        "variance of the uniform distribution",
        r"\frac{(b-a)^2}{12}",
        &[r"\frac{b^2}{12}"],
        &["uniform"],
    ),
    variance(
        "variance of the exponential distribution",
        r"\frac{1}{\lambda^2}",
        &[r"b^2"],
        &["exponential distribution"],
    ),
    variance(
        "variance of the inverse Gaussian distribution",
        r"\frac{\mu^3}{\lambda}",
        &[r"s\mu^3"],
        &["inverse gaussian"],
    ),
    Entry {
        name: "mean of the negative binomial distribution",
        usual: r"\frac{r(1-p)}{p}",
        also: &[r"\frac{rp}{1-p}", r"\frac{r}{p}"],
        called: &["negative binomial"],
        left: &["\\mu", "E(", "E[", "\\E", "\\mathbb{E}"],
        ..Entry::NEW
    },
    Entry {
        name: "mean of the beta distribution",
        usual: r"\frac{a}{a+b}",
        also: &[r"\frac{b}{a+b}"],
        called: &["beta distribution", "beta prior", "beta density", "beta"],
        left: &["\\mu", "E(", "E[", "\\E", "\\mathbb{E}"],
        ..Entry::NEW
    },
    information(
        "Fisher information of the Bernoulli distribution",
        r"\frac{1}{p(1-p)}",
        &[r"\frac{n}{p(1-p)}"],
        &["bernoulli", "coin"],
    ),
    information(
        "Fisher information of the binomial distribution",
        r"\frac{n}{p(1-p)}",
        &[r"\frac{1}{p(1-p)}"],
        &["binomial"],
    ),
    information(
        "Fisher information of the geometric distribution",
        r"\frac{1}{p^2(1-p)}",
        &[r"\frac{n}{p^2(1-p)}"],
        &["geometric"],
    ),
    Entry {
        name: "variance",
        usual: r"E[X^2]-(E[X])^2",
        also: &[r"E[(X-E[X])^2]", r"E[X^2]-m^2"],
        called: VARIANCE,
        left: &["Var(", "V(", "V[", "var(", "\\sigma^2", "D(X)"],
        ..Entry::NEW
    },
    Entry {
        name: "sample variance",
        usual: r"\frac{1}{n-1}\sum_{i=1}^n(x_i-m)^2",
        also: &[
            r"\frac{1}{n}\sum_{i=1}^n(x_i-m)^2",
            r"\sqrt{\frac{1}{n-1}\sum_{i=1}^n(x_i-m)^2}",
            r"\sqrt{\frac{1}{n}\sum_{i=1}^n(x_i-m)^2}",
        ],
        called: &[
            "variance",
            "varianz",
            "standard deviation",
            "standardabweichung",
            "方差",
            "标准差",
        ],
        scale: Scale::Positive,
        ..Entry::NEW
    },
];
