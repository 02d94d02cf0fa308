//! Survival: hazards, their ratios, and what is estimated of them.

use super::super::entry::Entry;

const COX: &[&str] = &[
    "cox",
    "proportional hazard",
    "proportional-hazard",
    "hazard ratio",
];

/// Formulas of survival.
pub static ENTRIES: &[Entry] = &[
    Entry {
        name: "hazard of Cox's model",
        usual: r"h_0e^{z}",
        also: &[r"e^{z}", r"e^{a+z}", r"h_0r"],
        called: COX,
        left: &["h(", "\\lambda(", "h_i(", "\\lambda_i(", "\\alpha("],
        unless: &["weibull", "accelerated", "aft"],
        within: &["_0", "_{0"],
        ..Entry::NEW
    },
    Entry {
        name: "survival function of Cox's model",
        usual: r"S_0^{e^{z}}",
        also: &[r"e^{-Ae^{z}}"],
        called: COX,
        left: &["S(", "S_i("],
        within: &["_0", "_{0"],
        ..Entry::NEW
    },
    Entry {
        name: "partial likelihood of Cox's model",
        usual: r"\prod_{i=1}^n\frac{e^{z_i}}{\sum_{j=1}^m e^{z_j}}",
        also: &[
            r"\prod_{i=1}^n\left(\frac{e^{z_i}}{\sum_{j=1}^m e^{z_j}}\right)^{d_i}",
            r"\frac{e^{z_i}}{\sum_{j=1}^m e^{z_j}}",
            r"\sum_{i=1}^n\left(z_i-\log\sum_{j=1}^m e^{z_j}\right)",
        ],
        called: &["partial likelihood", "partial-likelihood"],
        ..Entry::NEW
    },
    Entry {
        name: "Kaplan-Meier estimator",
        usual: r"\prod_{i=1}^m\left(1-\frac{d_i}{r_i}\right)",
        also: &[
            r"\prod_{i=1}^m\left(\frac{r_i-d_i}{r_i}\right)",
            r"\prod_{i=1}^m\left(1-q_i\right)",
            r"\prod_{i=1}^m p_i",
        ],
        called: &["kaplan", "product-limit", "product limit"],
        left: &["S"],
        ..Entry::NEW
    },
    Entry {
        name: "Nelson-Aalen estimator",
        usual: r"\sum_{i=1}^m\frac{d_i}{r_i}",
        called: &["nelson"],
        left: &["H", "\\Lambda", "A"],
        few: "a sum of quotients: their reciprocals, and not much more",
        ..Entry::NEW
    },
    Entry {
        name: "hazard",
        usual: r"\frac{f(t)}{S(t)}",
        also: &[r"\frac{f(t)}{1-F(t)}"],
        called: &["hazard"],
        left: &["^h(", "^\\lambda(", "^\\alpha(", "^r("],
        unless: &["cumulative", "discrete"],
        within: &["f("],
        without: &["f(\\beta", "exp"],
        ..Entry::NEW
    },
    Entry {
        name: "survival function of the log-logistic distribution",
        usual: r"\frac{1}{1+(t/a)^b}",
        also: &[r"\frac{1}{1+(at)^b}", r"\frac{1}{1+at^b}"],
        called: &["log-logistic", "loglogistic"],
        left: &["S("],
        ..Entry::NEW
    },
    Entry {
        name: "odds ratio of a coefficient",
        usual: r"e^{b}",
        also: &[
            r"e^{-b}",
            r"e^{kb}",
            r"e^{b_1-b_2}",
            r"\frac{p}{q}",
            r"\frac{p/(1-p)}{q/(1-q)}",
            r"\frac{ad}{bc}",
        ],
        called: &["odds ratio", "odds-ratio", "hazard ratio", "rate ratio"],
        left: &["^OR$", "^OR_", "^{OR}$", "^HR$", "^{HR}$", "^{OR}_"],
        within: &["exp", "e^", "log", "ln"],
        unless: &["log odds ratio", "log-odds ratio"],
        few: "a function of one number: the sign may be meant",
        ..Entry::NEW
    },
];
