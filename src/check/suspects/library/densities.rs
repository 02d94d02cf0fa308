//! Densities and mass functions.

use super::super::entry::Entry;

const fn density(
    name: &'static str,
    usual: &'static str,
    also: &'static [&'static str],
    called: &'static [&'static str],
) -> Entry {
    Entry {
        name,
        usual,
        also,
        called,
        unless: &[
            "\\log",
            "\\ln",
            "log",
            "F(",
            "survival",
            "hazard",
            "cumulative",
            "S(",
        ],
        unmistakable: true,
        ..Entry::NEW
    }
}

const fn small(entry: Entry) -> Entry {
    Entry {
        unmistakable: false,
        ..entry
    }
}

/// Densities and mass functions of the families.
pub static ENTRIES: &[Entry] = &[
    density(
        "density of the normal distribution",
        r"\frac{1}{\sqrt{2\pi\sigma^2}}\exp\left(-\frac{(x-\mu)^2}{2\sigma^2}\right)",
        &[
            r"\frac{1}{\sqrt{2\pi v}}\exp\left(-\frac{(x-\mu)^2}{2v}\right)",
            r"\frac{1}{\sqrt{2\pi\sigma^2}}\exp\left(-\frac{x^2}{2\sigma^2}\right)",
            r"\frac{1}{\sqrt{2\pi v}}\exp\left(-\frac{x^2}{2v}\right)",
            r"\frac{1}{\sqrt{2\pi}}\exp\left(-\frac{x^2}{2}\right)",
            r"\frac{1}{\sqrt{2\pi}}\exp\left(-\frac{(x-\mu)^2}{2}\right)",
            r"\sqrt{\frac{t}{2\pi}}\exp\left(-\frac{t(x-\mu)^2}{2}\right)",
            r"\exp\left(-\frac{(x-\mu)^2}{2\sigma^2}\right)",
            r"\exp\left(-\frac{(x-\mu)^2}{\sigma^2}\right)",
            r"\exp\left(-\frac{(x-\mu)^2}{2v}\right)",
            r"\frac{1}{\sqrt{2\pi v}}\exp\left(\frac{xm - m^2/2}{v}-\frac{x^2}{2v}\right)",
        ],
        &[
            "normal distribution",
            "gaussian distribution",
            "normal density",
            "gaussian density",
            "gaussian",
            "normally distributed",
            "normal",
            "正态分布",
            "正規分布",
            "ガウス分布",
            "高斯分布",
            "正态",
            "高斯",
            "normalverteilung",
            "normalverteilt",
            "gauß",
            "loi normale",
            "gaussienne",
            "gaussiana",
        ],
    ),
    density(
        "mass function of the Poisson distribution",
        r"\frac{\lambda^y e^{-\lambda}}{y!}",
        &[r"\frac{(\lambda t)^y e^{-\lambda t}}{y!}"],
        &["poisson", "泊松", "ポアソン"],
    ),
    small(density(
        "mass function of the Bernoulli distribution",
        r"p^y(1-p)^{1-y}",
        &[
            r"yp+(1-y)(1-p)",
            r"\exp\left(y\log\frac{p}{1-p}+\log(1-p)\right)",
            r"p^y(1-p)^{n-y}",
        ],
        &[
            "bernoulli",
            "binary",
            "伯努利",
            "ベルヌーイ",
            "logistic regression",
            "逻辑回归",
        ],
    )),
    density(
        "mass function of the binomial distribution",
        r"\binom{n}{k}p^k(1-p)^{n-k}",
        &[
            r"\frac{n!}{k!(n-k)!}p^k(1-p)^{n-k}",
            r"\binom{n}{k}p^kq^{n-k}",
        ],
        &[
            "binomial",
            "二项",
            "binomiale",
            "binomialverteilung",
            "二項分布",
        ],
    ),
    small(density(
        "density of the exponential distribution",
        r"\lambda e^{-\lambda x}",
        &[
            r"\frac{1}{b}e^{-x/b}",
            r"e^{-\lambda x}",
            r"1-e^{-\lambda x}",
            r"e^{-x/b}",
        ],
        &[
            "exponential distribution",
            "exponential density",
            "exponentially distributed",
            "exponentialverteilung",
            "指数分布",
            "loi exponentielle",
            "exponential",
        ],
    )),
    density(
        "density of the gamma distribution",
        r"\frac{b^a}{\Gamma(a)}x^{a-1}e^{-bx}",
        &[
            r"\frac{1}{\Gamma(a)s^a}x^{a-1}e^{-x/s}",
            r"\frac{1}{\Gamma(a)}\left(\frac{a}{m}\right)^a x^{a-1}e^{-ax/m}",
            r"\frac{1}{y\Gamma(a)}\left(\frac{ay}{m}\right)^a e^{-ay/m}",
            r"\frac{1}{\Gamma(a)}x^{a-1}e^{-x}",
            r"\frac{b^a}{\Gamma(a)}x^{-a-1}e^{-b/x}",
            r"x^{a-1}e^{-bx}",
            r"x^{a-1}e^{-x/b}",
        ],
        &["gamma distribution", "gamma density", "gamma", "伽马"],
    ),
    density(
        "density of the inverse gamma distribution",
        r"\frac{b^a}{\Gamma(a)}x^{-a-1}e^{-b/x}",
        &[r"\frac{1}{\Gamma(a)b^a}x^{-a-1}e^{-1/(bx)}"],
        &["inverse gamma", "inverse-gamma"],
    ),
    density(
        "density of the beta distribution",
        r"\frac{\Gamma(a+b)}{\Gamma(a)\Gamma(b)}x^{a-1}(1-x)^{b-1}",
        &[r"\frac{x^{a-1}(1-x)^{b-1}}{B(a,b)}", r"x^{a-1}(1-x)^{b-1}"],
        &["beta distribution", "beta density", "beta prior", "beta"],
    ),
    density(
        "density of the inverse Gaussian distribution",
        r"\sqrt{\frac{\lambda}{2\pi y^3}}\exp\left(-\frac{\lambda(y-\mu)^2}{2\mu^2y}\right)",
        &[
            r"\frac{1}{\sqrt{2\pi s y^3}}\exp\left(-\frac{(y-\mu)^2}{2s\mu^2y}\right)",
            r"\frac{1}{\sqrt{2\pi\sigma^2 y^3}}\exp\left(-\frac{(y-\mu)^2}{2\sigma^2\mu^2y}\right)",
        ],
        &[
            "inverse gaussian",
            "inverse-gaussian",
            "inverse normal",
            "wald",
        ],
    ),
    small(density(
        "mass function of the geometric distribution",
        r"p(1-p)^{k-1}",
        &[r"p(1-p)^{k}"],
        &["geometric distribution", "geometric", "几何分布"],
    )),
    density(
        "mass function of the negative binomial distribution",
        r"\binom{y+r-1}{y}p^r(1-p)^y",
        &[
            r"\binom{y+r-1}{r-1}p^r(1-p)^y",
            r"\binom{y-1}{r-1}p^r(1-p)^{y-r}",
            r"\binom{y+r-1}{y}p^y(1-p)^r",
            r"\binom{y+r-1}{r-1}p^y(1-p)^r",
            r"\frac{\Gamma(y+r)}{\Gamma(y+1)\Gamma(r)}p^r(1-p)^y",
            r"\frac{\Gamma(y+r)}{y!\Gamma(r)}p^r(1-p)^y",
            r"\frac{\Gamma(y+r)}{y!\Gamma(r)}p^y(1-p)^r",
            r"\frac{\Gamma(y+r)}{y!\Gamma(r)}\left(\frac{r}{r+m}\right)^r\left(\frac{m}{r+m}\right)^y",
            r"\frac{\Gamma(y+1/a)}{y!\Gamma(1/a)}\left(\frac{1}{1+am}\right)^{1/a}\left(\frac{am}{1+am}\right)^y",
        ],
        &["negative binomial", "负二项"],
    ),
    small(density(
        "density of the Weibull distribution",
        r"\frac{k}{\lambda}\left(\frac{x}{\lambda}\right)^{k-1}e^{-(x/\lambda)^k}",
        &[
            r"\lambda kx^{k-1}e^{-\lambda x^k}",
            r"\lambda k(\lambda x)^{k-1}e^{-(\lambda x)^k}",
        ],
        &["weibull"],
    )),
    small(density(
        "density of the Laplace distribution",
        r"\frac{1}{2b}\exp\left(-\frac{|x-\mu|}{b}\right)",
        &[
            r"\frac{1}{2b}\exp\left(-\frac{|x|}{b}\right)",
            r"\frac{\lambda}{2}\exp(-\lambda|x|)",
            r"\frac{\lambda}{2}\exp(-\lambda|x-\mu|)",
        ],
        &[
            "laplace distribution",
            "laplace",
            "double exponential",
            "拉普拉斯",
        ],
    )),
    small(density(
        "density of the logistic distribution",
        r"\frac{e^{-(x-\mu)/s}}{s(1+e^{-(x-\mu)/s})^2}",
        &[
            r"\frac{e^{-x}}{(1+e^{-x})^2}",
            r"\frac{e^{x}}{(1+e^{x})^2}",
            r"\frac{e^{(x-\mu)/s}}{s(1+e^{(x-\mu)/s})^2}",
        ],
        &["logistic distribution", "logistic density"],
    )),
    density(
        "density of the lognormal distribution",
        r"\frac{1}{x\sigma\sqrt{2\pi}}\exp\left(-\frac{(\log x-\mu)^2}{2\sigma^2}\right)",
        &[],
        &["lognormal", "log-normal"],
    ),
    density(
        "density of Student's t distribution",
        r"\frac{\Gamma((v+1)/2)}{\sqrt{v\pi}\Gamma(v/2)}\left(1+\frac{t^2}{v}\right)^{-(v+1)/2}",
        &[],
        &["student", "t distribution", "t-distribution"],
    ),
    small(density(
        "density of the Cauchy distribution",
        r"\frac{1}{\pi g\left(1+\left(\frac{x-m}{g}\right)^2\right)}",
        &[r"\frac{1}{\pi(1+x^2)}", r"\frac{g}{\pi(g^2+(x-m)^2)}"],
        &["cauchy"],
    )),
    small(density(
        "density of the Pareto distribution",
        r"\frac{am^a}{x^{a+1}}",
        &[],
        &["pareto"],
    )),
    small(density(
        "density of the uniform distribution",
        r"\frac{1}{b-a}",
        &[],
        &[
            "uniform distribution",
            "uniformly distributed",
            "gleichverteilung",
        ],
    )),
    small(density(
        "mass function of the categorical distribution",
        r"\prod_{k=1}^K p_k^{x_k}",
        &[
            r"\frac{n!}{\prod_{k=1}^K x_k!}\prod_{k=1}^K p_k^{x_k}",
            r"\exp\left(\sum_{k=1}^K x_k\log p_k\right)",
        ],
        &["categorical", "multinoulli", "multinomial"],
    )),
    density(
        "density of the Dirichlet distribution",
        r"\frac{\Gamma(\sum_{k=1}^K a_k)}{\prod_{k=1}^K\Gamma(a_k)}\prod_{k=1}^K x_k^{a_k-1}",
        &[
            r"\prod_{k=1}^K x_k^{a_k-1}",
            r"\frac{1}{B}\prod_{k=1}^K x_k^{a_k-1}",
        ],
        &["dirichlet"],
    ),
    density(
        "density of the exponential family",
        r"\exp\left(\frac{yt-b(t)}{a(s)}+c(y,s)\right)",
        &[
            r"\exp\left(\frac{yt-b(t)}{s}+c(y,s)\right)",
            r"h(y)\exp\left(tT(y)-A(t)\right)",
            r"\exp\left(yt-b(t)+c(y)\right)",
            r"\exp\left(\frac{yt-b(t)}{s}\right)h(y,s)",
            r"h(y)\exp\left(yt-A(t)\right)",
            r"\exp\left(\frac{w(yt-b(t))}{s}+c(y,s)\right)",
        ],
        &[
            "exponential family",
            "exponential dispersion",
            "exponentialfamilie",
            "指数族",
            "指数分布族",
            "famille exponentielle",
        ],
    ),
];
