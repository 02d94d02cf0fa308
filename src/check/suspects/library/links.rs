//! Link functions, their inverses, and odds.

use super::super::entry::Entry;

/// Links and odds.
pub static ENTRIES: &[Entry] = &[
    Entry {
        name: "logit",
        usual: r"\log\frac{p}{1-p}",
        also: &[
            r"\frac{p}{1-p}",
            r"\log p-\log(1-p)",
            r"\frac{1}{1+e^{-z}}",
            r"\frac{e^z}{1+e^z}",
        ],
        called: &["logit", "log odds", "log-odds", "logodds", "log odd"],
        unless: &["inverse", "baseline", "ratio"],
        link: true,
        ..Entry::NEW
    },
    Entry {
        name: "complementary log-log link",
        usual: r"\log(-\log(1-p))",
        also: &[
            r"-\log(-\log p)",
            r"\log(-\log p)",
            r"1-e^{-e^z}",
            r"e^{-e^{-z}}",
        ],
        called: &["cloglog", "complementary log-log", "complementary log log"],
        unless: &["inverse", "\\mu=", "p="],
        ..Entry::NEW
    },
    Entry {
        name: "inverse of the complementary log-log link",
        usual: r"1-e^{-e^z}",
        also: &[r"\log(-\log(1-p))"],
        called: &["cloglog", "complementary log-log", "complementary log log"],
        ..Entry::NEW
    },
    Entry {
        name: "log-log link",
        usual: r"-\log(-\log p)",
        also: &[
            r"\log(-\log p)",
            r"\log(-\log(1-p))",
            r"e^{-e^{-z}}",
            r"1-e^{-e^z}",
        ],
        called: &["loglog", "log-log"],
        unless: &["complementary", "plot", "scale"],
        ..Entry::NEW
    },
    Entry {
        name: "cauchit link",
        usual: r"\tan(\pi(p-\frac{1}{2}))",
        also: &[r"\frac{1}{2}+\frac{1}{\pi}\arctan z"],
        called: &["cauchit"],
        ..Entry::NEW
    },
    Entry {
        name: "inverse of the cauchit link",
        usual: r"\frac{1}{2}+\frac{1}{\pi}\arctan z",
        also: &[r"\tan(\pi(p-\frac{1}{2}))"],
        called: &["cauchit", "cauchy cdf"],
        ..Entry::NEW
    },
    Entry {
        name: "odds",
        usual: r"\frac{p}{1-p}",
        also: &[r"\frac{1-p}{p}", r"e^z", r"\frac{p/(1-p)}{q/(1-q)}", r"1-p"],
        called: &["odds"],
        unless: &["log", "ratio", "prior", "posterior", "bayes", "p="],
        few: "its slips are odds against, or the probability of given odds",
        ..Entry::NEW
    },
    Entry {
        name: "probability of given odds",
        usual: r"\frac{o}{1+o}",
        also: &[r"\frac{p}{1-p}", r"\frac{1}{1+o}"],
        called: &["odds"],
        left: &["p=", "P=", "^p$", "^P$"],
        few: "its slips are odds",
        unless: &["log", "ratio"],
        ..Entry::NEW
    },
    Entry {
        name: "odds ratio",
        usual: r"\frac{p/(1-p)}{q/(1-q)}",
        also: &[r"\frac{ad}{bc}", r"\frac{p(1-q)}{q(1-p)}"],
        called: &["odds ratio", "odds-ratio"],
        unless: &["log"],
        ..Entry::NEW
    },
    Entry {
        name: "canonical link of the negative binomial distribution",
        usual: r"\log\frac{\mu}{r+\mu}",
        also: &[r"\log\frac{a\mu}{1+a\mu}", r"\log\frac{\mu}{r}"],
        called: &["negative binomial"],
        left: &["g(\\mu)", "g(m)", "\\eta", "\\theta"],
        letters: true,
        ..Entry::NEW
    },
];
