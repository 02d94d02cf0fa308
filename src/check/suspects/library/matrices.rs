//! Estimators and steps with matrices.

use super::super::entry::{Entry, Scale};

const fn matrices(
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
        matrices: true,
        ..Entry::NEW
    }
}

/// Estimators and steps.
pub static ENTRIES: &[Entry] = &[
    matrices(
        "least squares estimator",
        r"(X^TX)^{-1}X^Ty",
        &[
            r"(X^TX+\lambda I)^{-1}X^Ty",
            r"(X^TWX)^{-1}X^TWy",
            r"(X^TX+n\lambda I)^{-1}X^Ty",
            r"(X^TVX)^{-1}X^TVy",
            r"X^Ty",
            r"(XX^T)^{-1}Xy",
        ],
        &[
            "least squares",
            "ols",
            "normal equation",
            "closed form",
            "linear regression",
            "最小二乘",
            "正规方程",
            "moindres carrés",
            "kleinste quadrate",
            "mínimos cuadrados",
        ],
    ),
    matrices(
        "ridge estimator",
        r"(X^TX+\lambda I)^{-1}X^Ty",
        &[
            r"(X^TX+n\lambda I)^{-1}X^Ty",
            r"(X^TX)^{-1}X^Ty",
            r"(X^TX+\lambda D)^{-1}X^Ty",
        ],
        &["ridge", "tikhonov", "岭回归"],
    ),
    matrices(
        "weighted least squares estimator",
        r"(X^TWX)^{-1}X^TWz",
        &[r"b+(X^TWX)^{-1}X^T(y-p)", r"(X^TX)^{-1}X^Ty"],
        &[
            "weighted least squares",
            "irls",
            "iteratively reweighted",
            "wls",
        ],
    ),
    matrices(
        "hat matrix",
        r"X(X^TX)^{-1}X^T",
        &[r"W^{1/2}X(X^TWX)^{-1}X^TW^{1/2}", r"X(X^TWX)^{-1}X^TW"],
        &["hat matrix", "projection matrix"],
    ),
    Entry {
        unmistakable: true,
        // With y and p exchanged the sign would tell nothing.
        letters: true,
        ..matrices(
            "Newton step of logistic regression",
            r"b+(X^TWX)^{-1}X^T(y-p)",
            &[
                r"b+H^{-1}X^T(y-p)",
                r"(X^TWX)^{-1}X^TWz",
                r"b+a(X^TWX)^{-1}X^T(y-p)",
            ],
            &[
                "newton",
                "irls",
                "fisher scoring",
                "iteratively reweighted",
                "logistic",
            ],
        )
    },
    Entry {
        within: &["H", "nabla^2"],
        few: "without its inverse it is not read as a formula of matrices",
        ..matrices(
            "Newton step",
            r"b-H^{-1}g",
            &[r"b-aH^{-1}g", r"-H^{-1}g", r"H^{-1}g"],
            &["newton", "fisher scoring", "hessian", "牛顿"],
        )
    },
    Entry {
        left: &[
            "\\partial^2",
            "\\partial^{2}",
            "\\nabla^2",
            "\\nabla^{2}",
            "H",
        ],
        unless: &[
            "loss", "cost", "J(", "negative", "nll", "minimi", "error", "risk", "E(",
        ],
        needs: &["likelihood"],
        few: "three letters of which one is twice there",
        ..matrices(
            "Hessian of the log-likelihood of logistic regression",
            r"-X^TWX",
            &[],
            &["logistic", "hessian", "second derivative", "newton"],
        )
    },
    Entry {
        derivative: true,
        few: "three letters of which one is twice there",
        left: &[
            "\\partial^2l(",
            "\\partial^2l}",
            "\\partial^2\\ell",
            "\\partial^{2}l(",
            "\\partial^{2}l}",
            "\\partial^{2}\\ell",
            "\\partial^2\\log",
            "\\nabla^2l(",
            "\\nabla^2\\ell",
            "\\nabla^2\\log",
        ],
        unless: &[
            "loss", "cost", "J(", "negative", "nll", "minimi", "error", "risk", "E(",
        ],
        ..matrices(
            "Hessian of the log-likelihood of logistic regression",
            r"-X^TWX",
            &[],
            &[],
        )
    },
    matrices(
        "density of the multivariate normal distribution",
        r"\frac{1}{(2\pi)^{d/2}|S|^{1/2}}\exp\left(-\frac{1}{2}(x-m)_{tr}S^{-1}(x-m)\right)",
        &[],
        &["multivariate normal", "multivariate gaussian"],
    ),
    Entry {
        scale: Scale::Positive,
        ..matrices(
            "ridge objective",
            r"(y-Xb)^T(y-Xb)+\lambda b^Tb",
            &[r"(y-Xb)^T(y-Xb)", r"(y-Xb)^T(y-Xb)+\lambda b^TDb"],
            &["ridge"],
        )
    },
];
