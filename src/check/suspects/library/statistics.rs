//! Statistics of tests, standard errors, covariance, criteria.

use super::super::entry::{Entry, Scale};

const fn statistic(
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
        ..Entry::NEW
    }
}

const ERROR: &[&str] = &[
    "^SE",
    "^se",
    "{SE}",
    "{se}",
    "^\\sigma_{\\hat",
    "^\\sigma_{\\bar",
    "^s_{\\bar",
];

/// Statistics.
pub static ENTRIES: &[Entry] = &[
    statistic(
        "t statistic",
        r"\frac{m-\mu}{s/\sqrt{n}}",
        &[
            r"\frac{m}{s/\sqrt{n}}",
            r"\frac{b}{s}",
            r"\frac{b-c}{s}",
            r"\frac{m_1-m_2}{\sqrt{s_1^2/n_1+s_2^2/n_2}}",
            r"\frac{m_1-m_2}{s\sqrt{1/n_1+1/n_2}}",
            r"\frac{m_1-m_2}{s\sqrt{2/n}}",
            r"\frac{m-\mu}{\sqrt{v/n}}",
            r"\frac{b-c}{s\sqrt{v}}",
            r"\frac{r\sqrt{n-2}}{\sqrt{1-r^2}}",
        ],
        &[
            "t statistic",
            "t-statistic",
            "t test",
            "t-test",
            "t value",
            "t-value",
            "$t$-statistic",
        ],
        &["^t$", "^T$", "^t_", "^T_"],
    ),
    statistic(
        "z statistic",
        r"\frac{m-\mu}{\sigma/\sqrt{n}}",
        &[
            r"\frac{x-\mu}{\sigma}",
            r"\frac{b}{s}",
            r"\frac{b-c}{s}",
            r"\frac{b-c}{s\sqrt{n}}",
            r"\frac{p-q}{\sqrt{q(1-q)/n}}",
            r"\frac{p_1-p_2}{\sqrt{q(1-q)(1/n_1+1/n_2)}}",
            r"\frac{m_1-m_2}{\sqrt{s_1^2/n_1+s_2^2/n_2}}",
        ],
        &[
            "z statistic",
            "z-statistic",
            "z test",
            "z-test",
            "wald statistic",
        ],
        &["^z$", "^Z$", "^z_", "^Z_"],
    ),
    statistic(
        "z statistic of a proportion",
        r"\frac{p-q}{\sqrt{q(1-q)/n}}",
        &[
            r"\frac{p-q}{\sqrt{p(1-p)/n}}",
            r"\frac{m-\mu}{\sigma/\sqrt{n}}",
            r"\frac{p_1-p_2}{\sqrt{q(1-q)(1/n_1+1/n_2)}}",
            r"\frac{p_1-p_2}{\sqrt{p_1(1-p_1)/n_1+p_2(1-p_2)/n_2}}",
        ],
        &["proportion"],
        &["^z$", "^Z$", "^z_", "^Z_"],
    ),
    Entry {
        needs: &["proportion"],
        ..statistic(
            "standard error of a proportion",
            r"\sqrt{\frac{p(1-p)}{n}}",
            &[
                r"\sqrt{\frac{pq}{n}}",
                r"\frac{s}{\sqrt{n}}",
                r"\sqrt{\frac{v}{n}}",
                r"\sqrt{\frac{p_1(1-p_1)}{n_1}+\frac{p_2(1-p_2)}{n_2}}",
                r"\sqrt{p(1-p)\left(\frac{1}{n_1}+\frac{1}{n_2}\right)}",
            ],
            &["standard error", "standard deviation"],
            ERROR,
        )
    },
    Entry {
        needs: &["mean", "average"],
        ..statistic(
            "standard error of the mean",
            r"\frac{s}{\sqrt{n}}",
            &[
                r"\sqrt{\frac{v}{n}}",
                r"\frac{1}{\sqrt{n}}",
                r"\sqrt{v}",
                r"\sqrt{\frac{p(1-p)}{n}}",
                r"\sqrt{\frac{s_1^2}{n_1}+\frac{s_2^2}{n_2}}",
                r"s\sqrt{\frac{1}{n_1}+\frac{1}{n_2}}",
                r"s\sqrt{\frac{1}{n}+c}",
            ],
            &["standard error"],
            ERROR,
        )
    },
    Entry {
        scale: Scale::Positive,
        ..statistic(
            "sample covariance",
            r"\frac{1}{n-1}\sum_{i=1}^n(x_i-m)(y_i-k)",
            &[
                r"\frac{1}{n}\sum_{i=1}^n(x_i-m)(y_i-k)",
                r"\sum_{i=1}^nx_iy_i-nmk",
                r"\frac{1}{n}\sum_{i=1}^nx_iy_i-mk",
            ],
            &["covariance", "kovarianz", "协方差"],
            &["ov(", "ov}(", "^s_{", "^\\sigma_{", "^q_"],
        )
    },
    Entry {
        few: "three values of a word: their products are opaque",
        ..statistic(
            "covariance",
            r"E[XY]-E[X]E[Y]",
            &[r"E[(X-m)(Y-k)]", r"E[XY]-mk", r"E[(X-E[X])(Y-E[Y])]"],
            &["covariance", "kovarianz", "协方差"],
            &["^Cov(", "^cov(", "^{Cov}(", "^{cov}("],
        )
    },
    statistic(
        "correlation",
        r"\frac{c}{\sigma_1\sigma_2}",
        &[
            r"\frac{c}{\sqrt{v_1v_2}}",
            r"\frac{c}{n\sigma_1\sigma_2}",
            r"\frac{c}{\sqrt{v_1}\sqrt{v_2}}",
            r"\frac{bs_1}{s_2}",
            r"\frac{c}{d}",
        ],
        &["correlation", "pearson's r", "korrelation"],
        &["^\\rho", "^r$", "^r_", "orr(", "orr}(", "^cor("],
    ),
    statistic(
        "correlation of a sample",
        r"\frac{\sum_{i=1}^n(x_i-m)(y_i-k)}{\sqrt{\sum_{i=1}^n(x_i-m)^2\sum_{i=1}^n(y_i-k)^2}}",
        &[
            r"\frac{\sum_{i=1}^n(x_i-m)(y_i-k)}{(n-1)s_1s_2}",
            r"\frac{\sum_{i=1}^n(x_i-m)(y_i-k)}{ns_1s_2}",
            r"\frac{1}{n-1}\sum_{i=1}^n\frac{x_i-m}{s_1}\cdot\frac{y_i-k}{s_2}",
        ],
        &["correlation", "pearson's r", "korrelation"],
        &["^\\rho", "^r$", "^r_", "orr(", "orr}(", "^cor("],
    ),
    statistic(
        "slope of simple linear regression",
        r"\frac{\sum_{i=1}^n(x_i-m)(y_i-k)}{\sum_{i=1}^n(x_i-m)^2}",
        &[
            r"\frac{\sum_{i=1}^nx_iy_i-nmk}{\sum_{i=1}^nx_i^2-nm^2}",
            r"\frac{\sum_{i=1}^n(x_i-m)y_i}{\sum_{i=1}^n(x_i-m)^2}",
            r"\frac{\sum_{i=1}^nx_iy_i}{\sum_{i=1}^nx_i^2}",
        ],
        &["simple linear regression", "slope", "least squares"],
        &[
            "^\\hat{\\beta}",
            "^\\hat\\beta",
            "^\\beta_1",
            "^b_1",
            "^b$",
            "^m$",
            "^\\hat{b}",
        ],
    ),
    statistic(
        "adjusted coefficient of determination",
        r"1-\frac{(1-r)(n-1)}{n-k-1}",
        &[
            r"1-\frac{(1-r^2)(n-1)}{n-k-1}",
            r"1-\frac{(1-r)(n-1)}{n-k}",
            r"1-\frac{(1-r^2)(n-1)}{n-k}",
            r"1-\frac{a/(n-k-1)}{b/(n-1)}",
            r"1-\frac{a/(n-k)}{b/(n-1)}",
        ],
        &[
            "adjusted r",
            "adjusted $r",
            "adjusted coefficient",
            "korrigiertes",
        ],
        &["adj", "R", "\\bar"],
    ),
    statistic(
        "AICc",
        r"a+\frac{2k(k+1)}{n-k-1}",
        &[
            r"2k-2l+\frac{2k(k+1)}{n-k-1}",
            r"2k-2\log L+\frac{2k(k+1)}{n-k-1}",
        ],
        &["aicc", "corrected aic", "aic_c"],
        &["AIC"],
    ),
    statistic(
        "variance inflation factor",
        r"\frac{1}{1-r^2}",
        &[r"\frac{1}{1-r}"],
        &["variance inflation", "vif"],
        &["VIF"],
    ),
    Entry {
        scale: Scale::Exact,
        unless: &["likelihood ratio", "deviance"],
        ..statistic(
            "Pearson's chi-squared statistic",
            r"\sum_{i=1}^n\frac{(y_i-m_i)^2}{m_i}",
            &[
                r"\sum_{i=1}^n\frac{(y_i-m_i)^2}{v_i}",
                r"\sum_{i=1}^nr_i^2",
                r"\sum_{i=1}^n\frac{y_i^2}{m_i}-n",
                r"\sum_{i=1}^n\left(\frac{y_i-m_i}{s_i}\right)^2",
                r"\sum_{i=1}^nZ_i^2",
            ],
            &["pearson", "chi-squared", "chi-square", "chi squared"],
            &["^\\chi^2", "^\\chi^{2}", "^X^2", "^X^{2}", "^Q$"],
        )
    },
    statistic(
        "first moment of Adam",
        r"bm+(1-b)g",
        &[],
        &["adam"],
        &["^m_", "^m$", "^m^"],
    ),
    statistic(
        "second moment of Adam",
        r"bv+(1-b)g^2",
        &[r"bv+(1-b)g"],
        &["adam", "rmsprop"],
        &["^v_", "^v$", "^v^"],
    ),
    Entry {
        few: "an inverse temperature is a factor where a temperature is a divisor",
        ..statistic(
            "softmax with a temperature",
            r"\frac{e^{z_k/T}}{\sum_{j=1}^K e^{z_j/T}}",
            &[
                r"\frac{e^{Tz_k}}{\sum_{j=1}^K e^{Tz_j}}",
                r"\frac{e^{z_k}}{\sum_{j=1}^K e^{z_j}}",
                r"\frac{e^{-z_k/T}}{\sum_{j=1}^K e^{-z_j/T}}",
            ],
            &["temperature"],
            &[],
        )
    },
];
