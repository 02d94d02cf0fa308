//! The sigmoid and what it is the inverse of.

use super::super::entry::Entry;

/// Sigmoids and softmax.
pub static ENTRIES: &[Entry] = &[
    Entry {
        name: "sigmoid",
        usual: r"\frac{1}{1+e^{-z}}",
        also: &[
            r"\frac{e^z}{1+e^z}",
            r"\frac{1+\tanh(z/2)}{2}",
            r"1-\frac{1}{1+e^{z}}",
            r"\frac{1}{1+e^{-kz}}",
            r"\frac{L}{1+e^{-k(x-a)}}",
            r"\frac{1}{1+e^{-k(x-a)}}",
            r"\frac{1}{2}+\frac{1}{\pi}\arctan(z)",
        ],
        called: &[
            "sigmoid",
            "logistic function",
            "logistic regression",
            "logistic model",
            "expit",
            "inverse logit",
            "sigmoïde",
            "sigmoide",
            "シグモイド",
            "s型",
            "逻辑回归",
            "逻辑函数",
            "ロジスティック",
            "sigmoidfunktion",
            "fonction logistique",
            "régression logistique",
            "logistische regression",
            "logistische funktion",
            "regresión logística",
            "función logística",
        ],
        unless: &[
            "=0",
            "_0",
            "_{0}",
            "=-1",
            "1-",
            "complement",
            "fermi",
            "tanh",
            "survival",
            "log-logistic",
            "loglogistic",
            "accelerated",
            "hazard",
        ],
        ..Entry::NEW
    },
    Entry {
        name: "sigmoid",
        usual: r"\frac{1}{1+e^{-z}}",
        also: &[r"\frac{e^z}{1+e^z}", r"\max(0,z)", r"\tanh(z)"],
        left: &[
            "\\sigma(z)",
            "\\sigma(x)",
            "\\sigma(t)",
            "\\sigma(a)",
            "\\sigma(u)",
            "\\sigma(\\eta)",
            "sigmoid(",
        ],
        ..Entry::NEW
    },
    Entry {
        name: "derivative of the sigmoid",
        usual: r"s(1-s)",
        also: &[
            r"\frac{e^{-z}}{(1+e^{-z})^2}",
            r"\frac{e^{z}}{(1+e^{z})^2}",
            r"\frac{1}{(1+e^{-z})(1+e^{z})}",
        ],
        called: &["sigmoid", "logistic"],
        derivative: true,
        ..Entry::NEW
    },
    Entry {
        name: "softmax",
        usual: r"\frac{e^{z_k}}{\sum_{j=1}^K e^{z_j}}",
        also: &[
            r"\frac{e^{z_k/T}}{\sum_{j=1}^K e^{z_j/T}}",
            r"\frac{e^{z_k-m}}{\sum_{j=1}^K e^{z_j-m}}",
            r"\frac{e^{z_k}}{1+\sum_{j=1}^{K-1} e^{z_j}}",
            r"\frac{1}{1+\sum_{j=1}^{K-1} e^{z_j}}",
        ],
        called: &[
            "softmax",
            "softmax function",
            "ソフトマックス",
            "multinomial logistic",
            "multinomial logit",
        ],
        ..Entry::NEW
    },
];
