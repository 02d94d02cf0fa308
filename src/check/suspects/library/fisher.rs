//! Information, Hessians and what fitting by them takes.

use super::super::entry::Entry;

/// Information and Hessians.
pub static ENTRIES: &[Entry] = &[
    Entry {
        name: "information of the Bernoulli distribution",
        usual: r"\sum_{i=1}^n\left(\frac{x_i}{p^2}+\frac{1-x_i}{(1-p)^2}\right)",
        also: &[
            r"\frac{n}{p(1-p)}",
            r"\frac{1}{p(1-p)}",
            r"\frac{x}{p^2}+\frac{1-x}{(1-p)^2}",
            r"\frac{1}{p}+\frac{1}{1-p}",
        ],
        called: &[
            "fisher information",
            "information of",
            "费希尔信息",
            "fisher-information",
            "información de fisher",
            "information de fisher",
        ],
        left: &["I(", "I_", "J(", "\\mathcal{I}"],
        ..Entry::NEW
    },
    Entry {
        name: "expected Hessian of a generalized linear model",
        usual: r"-\sum_{i=1}^n\frac{g_i^2}{v_i}x_iz_i",
        also: &[r"-\sum_{i=1}^nw_ix_iz_i"],
        called: &["hessian"],
        left: &[
            "\\mathbb{E}[H",
            "{E}[H",
            "E[H",
            "\\mathrm{E}[H",
            "E(H",
            "\\operatorname{E}[H",
        ],
        needs: &["likelihood", "glm", "generalized linear"],
        unless: &["loss", "cost", "negative", "minimi"],
        ..Entry::NEW
    },
    Entry {
        name: "log-likelihood of independent component analysis",
        usual: r"\sum_{i=1}^m\left(\sum_{j=1}^n\log g_{ij}+\log d\right)",
        also: &[r"\sum_{i=1}^m\sum_{j=1}^n\log g_{ij}+m\log d"],
        called: &["ica", "independent component"],
        left: &["\\ell(", "l(", "L("],
        ..Entry::NEW
    },
    Entry {
        name: "derivative of the softmax",
        usual: r"s_i(\delta_{ij}-s_j)",
        also: &[r"s_i(1-s_i)", r"-s_is_j", r"s_j(d-s_i)", r"s_i(1-s_j)"],
        called: &["softmax"],
        left: &["\\frac{\\partial", "\\partial"],
        within: &["\\delta", "1\\{", "\\mathbb{1}", "\\mathbf{1}"],
        derivative: true,
        ..Entry::NEW
    },
    Entry {
        name: "working response",
        usual: r"e+(y-m)d",
        also: &[
            r"e+\frac{y-m}{d}",
            r"e+\frac{y-m}{m(1-m)}",
            r"e+\frac{y-m}{m}",
        ],
        called: &[
            "working response",
            "working dependent variable",
            "adjusted dependent variable",
            "working responses",
        ],
        left: &["z"],
        letters: true,
        ..Entry::NEW
    },
];
