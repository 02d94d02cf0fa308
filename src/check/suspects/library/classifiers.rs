//! Rates of classifiers, counted by what is found and what is not.

use super::super::entry::{Entry, Scale};

const fn rate(
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
        // TP, FP, TN and FN mean what they mean.
        letters: true,
        ..Entry::NEW
    }
}

/// Rates of classifiers.
pub static ENTRIES: &[Entry] = &[
    rate(
        "precision",
        r"\frac{TP}{TP+FP}",
        &[r"\frac{t}{p}"],
        &["precision", "positive predictive value", "ppv"],
        &["Precision", "precision", "PPV", "^P$", "^P_", "^p$"],
    ),
    rate(
        "recall",
        r"\frac{TP}{TP+FN}",
        &[r"\frac{t}{p}"],
        &[
            "recall",
            "sensitivity",
            "true positive rate",
            "tpr",
            "hit rate",
        ],
        &[
            "Recall",
            "recall",
            "Sensitivity",
            "sensitivity",
            "TPR",
            "^R$",
        ],
    ),
    rate(
        "specificity",
        r"\frac{TN}{TN+FP}",
        &[r"\frac{t}{p}", r"1-\frac{f}{n}"],
        &["specificity", "true negative rate", "tnr"],
        &["Specificity", "specificity", "TNR"],
    ),
    rate(
        "false positive rate",
        r"\frac{FP}{FP+TN}",
        &[r"\frac{t}{p}", r"1-s"],
        &["false positive rate", "fpr", "fall-out"],
        &["FPR", "False", "Fall"],
    ),
    rate(
        "accuracy",
        r"\frac{TP+TN}{TP+TN+FP+FN}",
        &[
            r"\frac{t}{p}",
            r"\frac{TP+TN}{p+n}",
            r"\frac{TP+TN}{n}",
            r"1-r",
        ],
        &["accuracy"],
        &["Accuracy", "accuracy", "^Acc", "^acc", "{Acc", "{acc"],
    ),
    rate(
        "F1 score",
        r"\frac{2TP}{2TP+FP+FN}",
        &[
            r"\frac{2pr}{p+r}",
            r"\frac{2}{1/p+1/r}",
            r"\frac{TP}{TP+\frac{1}{2}(FP+FN)}",
            r"\frac{(1+b^2)pr}{b^2p+r}",
        ],
        &["f1", "f-score", "f1-score", "f_1", "f measure", "f-measure"],
        &["F"],
    ),
    Entry {
        letters: false,
        ..rate(
            "Matthews correlation coefficient",
            r"\frac{TP\cdot TN-FP\cdot FN}{\sqrt{(TP+FP)(TP+FN)(TN+FP)(TN+FN)}}",
            &[],
            &["matthews", "mcc"],
            &[],
        )
    },
    Entry {
        letters: false,
        few: "two numbers and their sum: most slips make another usual coefficient of them",
        ..rate(
            "Cohen's kappa",
            r"\frac{a-c}{1-c}",
            &[r"1-\frac{1-a}{1-c}"],
            &["kappa"],
            &["\\kappa", "^k$", "^K$", "appa"],
        )
    },
    Entry {
        name: "Brier score",
        usual: r"\frac{1}{n}\sum_{i=1}^n(f_i-o_i)^2",
        also: &[
            r"\frac{1}{n}\sum_{i=1}^n\sum_{k=1}^K(f_{ik}-o_{ik})^2",
            r"(f-o)^2",
        ],
        called: &["brier"],
        scale: Scale::Positive,
        ..Entry::NEW
    },
];
