//! Rules and bounds of probability, rates of classifiers, survival.

use super::super::entry::{Entry, Scale};

/// Rules of probability.
pub static ENTRIES: &[Entry] = &[
    Entry {
        name: "Bayes' rule",
        usual: r"\frac{l_1p_1}{l_1p_1+l_2p_2}",
        also: &[r"\frac{lp}{q}", r"\frac{l_1p}{l_1p+l_2(1-p)}"],
        called: &["bayes", "贝叶斯"],
        ..Entry::NEW
    },
    Entry {
        name: "Chernoff bound",
        usual: r"\left(\frac{e^d}{(1+d)^{1+d}}\right)^m",
        also: &[
            r"e^{-md^2/3}",
            r"e^{-md^2/2}",
            r"\left(\frac{e^{-d}}{(1-d)^{1-d}}\right)^m",
        ],
        called: &["chernoff"],
        ..Entry::NEW
    },
    Entry {
        name: "Chernoff bound",
        usual: r"\left(\frac{e^{-d}}{(1-d)^{1-d}}\right)^m",
        also: &[
            r"e^{-md^2/3}",
            r"e^{-md^2/2}",
            r"\left(\frac{e^d}{(1+d)^{1+d}}\right)^m",
        ],
        called: &["chernoff"],
        ..Entry::NEW
    },
    Entry {
        name: "Hoeffding bound",
        usual: r"2e^{-2nt^2}",
        also: &[
            r"e^{-2nt^2}",
            r"2e^{-2nt^2/(b-a)^2}",
            r"e^{-2nt^2/(b-a)^2}",
            r"2e^{-2t^2/n}",
            r"e^{-2t^2/n}",
        ],
        called: &["hoeffding"],
        ..Entry::NEW
    },
    Entry {
        name: "Chebyshev bound",
        usual: r"\frac{\sigma^2}{k^2}",
        also: &[r"\frac{1}{k^2}", r"\frac{v}{k^2}", r"\frac{\sigma^2}{nk^2}"],
        called: &["chebyshev", "tschebyscheff"],
        ..Entry::NEW
    },
    Entry {
        name: "F1 score",
        usual: r"\frac{2pr}{p+r}",
        also: &[
            r"\frac{2}{1/p+1/r}",
            r"\frac{2a}{2a+b+c}",
            r"\frac{(1+b^2)pr}{b^2p+r}",
        ],
        called: &["f1", "f-score", "f1-score", "f_1", "f measure", "f-measure"],
        left: &["F"],
        ..Entry::NEW
    },
    Entry {
        name: "survival function of the Weibull distribution",
        usual: r"e^{-(t/\lambda)^k}",
        also: &[
            r"e^{-\lambda t^k}",
            r"e^{-(\lambda t)^k}",
            r"1-e^{-(t/\lambda)^k}",
        ],
        called: &["weibull"],
        left: &["S(", "R("],
        ..Entry::NEW
    },
    Entry {
        name: "distribution function of the Weibull distribution",
        usual: r"1-e^{-(t/\lambda)^k}",
        also: &[
            r"1-e^{-\lambda t^k}",
            r"1-e^{-(\lambda t)^k}",
            r"e^{-(t/\lambda)^k}",
        ],
        called: &["weibull"],
        left: &["F("],
        ..Entry::NEW
    },
    Entry {
        name: "distribution function of the exponential distribution",
        usual: r"1-e^{-\lambda x}",
        also: &[r"1-e^{-x/b}", r"e^{-\lambda x}"],
        called: &["exponential distribution", "exponential"],
        left: &["F("],
        ..Entry::NEW
    },
    Entry {
        name: "distribution function of the logistic distribution",
        usual: r"\frac{1}{1+e^{-(x-m)/s}}",
        also: &[r"\frac{1}{1+e^{-x}}", r"\frac{e^x}{1+e^x}"],
        called: &["logistic distribution"],
        left: &["F("],
        ..Entry::NEW
    },
    Entry {
        name: "Weibull hazard",
        usual: r"\frac{k}{\lambda}\left(\frac{t}{\lambda}\right)^{k-1}",
        also: &[r"\lambda kt^{k-1}", r"\lambda k(\lambda t)^{k-1}"],
        called: &["weibull"],
        left: &["h(", "\\lambda(", "\\alpha("],
        ..Entry::NEW
    },
    Entry {
        name: "weight of a weak learner in AdaBoost",
        usual: r"\frac{1}{2}\log\frac{1-r}{r}",
        also: &[r"\log\frac{1-r}{r}"],
        called: &["adaboost", "boosting"],
        left: &["\\alpha", "\\beta", "a"],
        scale: Scale::Positive,
        ..Entry::NEW
    },
    Entry {
        name: "coefficient of determination",
        usual: r"1-\frac{\sum_{i=1}^n(y_i-f_i)^2}{\sum_{i=1}^n(y_i-m)^2}",
        also: &[r"\frac{\sum_{i=1}^n(f_i-m)^2}{\sum_{i=1}^n(y_i-m)^2}"],
        called: &[
            "r^2",
            "r-squared",
            "r squared",
            "coefficient of determination",
            "bestimmtheitsmaß",
            "决定系数",
        ],
        ..Entry::NEW
    },
    Entry {
        name: "AIC",
        usual: r"2k-2l",
        also: &[r"-2l+2k", r"2k-2\log L", r"n\log s+2k", r"D+2k"],
        called: &["aic", "akaike"],
        left: &["AIC"],
        ..Entry::NEW
    },
    Entry {
        name: "BIC",
        usual: r"k\log n-2l",
        also: &[
            r"k\log n-2\log L",
            r"n\log s+k\log n",
            r"l-\frac{k}{2}\log n",
        ],
        called: &["bic", "bayesian information", "schwarz"],
        left: &["BIC"],
        ..Entry::NEW
    },
    Entry {
        name: "Pearson residual",
        usual: r"\frac{y-\mu}{\sqrt{v}}",
        also: &[
            r"\frac{y-\mu}{\sqrt{\mu}}",
            r"\frac{y-np}{\sqrt{np(1-p)}}",
            r"\frac{y-p}{\sqrt{p(1-p)}}",
        ],
        called: &["pearson residual"],
        ..Entry::NEW
    },
    Entry {
        name: "deviance of the Poisson distribution",
        usual: r"2\sum_{i=1}^n\left(y_i\log\frac{y_i}{\mu_i}-(y_i-\mu_i)\right)",
        also: &[r"2\sum_{i=1}^n y_i\log\frac{y_i}{\mu_i}"],
        called: &["deviance"],
        needs: &["poisson"],
        scale: Scale::Positive,
        ..Entry::NEW
    },
    Entry {
        name: "deviance of the binomial distribution",
        usual: r"2\sum_{i=1}^n\left(y_i\log\frac{y_i}{\mu_i}+(m_i-y_i)\log\frac{m_i-y_i}{m_i-\mu_i}\right)",
        also: &[
            r"\sum_{i=1}^n\left(y_i\log\frac{y_i}{\mu_i}+(1-y_i)\log\frac{1-y_i}{1-\mu_i}\right)",
            r"\sum_{i=1}^n\left(y_i\log p_i+(1-y_i)\log(1-p_i)\right)",
        ],
        called: &["deviance"],
        needs: &["binomial", "logistic"],
        scale: Scale::Any,
        ..Entry::NEW
    },
    Entry {
        name: "deviance of the gamma distribution",
        usual: r"2\sum_{i=1}^n\left(-\log\frac{y_i}{\mu_i}+\frac{y_i-\mu_i}{\mu_i}\right)",
        called: &["deviance"],
        needs: &["gamma"],
        scale: Scale::Positive,
        ..Entry::NEW
    },
    Entry {
        name: "Box-Cox transformation",
        usual: r"\frac{y^\lambda-1}{\lambda}",
        also: &[
            r"\begin{cases}\frac{y^\lambda-1}{\lambda} & \lambda\ne 0\\ \log y & \lambda=0\end{cases}",
        ],
        called: &["box-cox", "box cox", "boxcox"],
        ..Entry::NEW
    },
];
