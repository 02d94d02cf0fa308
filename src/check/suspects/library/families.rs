//! The pieces of families as exponential families.

use super::super::entry::Entry;

const fn piece(
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

const C: &[&str] = &["c(y", "B(y", "C(y", "h(y", "c(x"];
const B: &[&str] = &["b(", "A(", "a(\\eta", "\\psi("];
const B_PRIME: &[&str] = &["b'(", "A'("];

/// The pieces c(y, φ) and b(θ), and what b' is.
pub static ENTRIES: &[Entry] = &[
    piece(
        "c(y, φ) of the normal distribution",
        r"-\frac{1}{2}\left(\frac{y^2}{s}+\log(2\pi s)\right)",
        &[
            r"-\frac{1}{2}\left(\frac{y^2}{s^2}+\log(2\pi s^2)\right)",
            r"\frac{1}{\sqrt{2\pi s}}e^{-y^2/(2s)}",
            r"-\frac{y^2}{2}",
            r"-\frac{1}{2}\log(2\pi s)",
        ],
        &["normal", "gaussian", "正态", "高斯"],
        C,
    ),
    piece(
        "c(y, φ) of the inverse Gaussian distribution",
        r"-\frac{1}{2}\left(\log(2\pi sy^3)+\frac{1}{sy}\right)",
        &[r"-\frac{1}{2}\log(2\pi sy^3)-\frac{1}{2sy}"],
        &["inverse gaussian", "inverse-gaussian"],
        C,
    ),
    piece(
        "c(y, φ) of the gamma distribution",
        r"a\log a+(a-1)\log y-\log\Gamma(a)",
        &[
            r"a\log(ay)-\log y-\log\Gamma(a)",
            r"\frac{1}{s}\log\frac{y}{s}-\log y-\log\Gamma(1/s)",
        ],
        &["gamma"],
        C,
    ),
    piece(
        "log-partition function of the inverse Gaussian distribution",
        r"-2\sqrt{t_1t_2}-\frac{1}{2}\log(-2t_2)",
        &[r"-\sqrt{-2t}", r"-2\sqrt{t_1t_2}-\frac{1}{2}\log(2t_2)"],
        &["inverse gaussian", "inverse-gaussian"],
        B,
    ),
    piece(
        "cumulant function of the Bernoulli distribution",
        r"\log(1+e^t)",
        &[r"-\log(1-p)", r"n\log(1+e^t)", r"\frac{1}{1+e^{-t}}"],
        &["bernoulli", "binomial", "logistic", "伯努利"],
        B,
    ),
    piece(
        "cumulant function of the gamma distribution",
        r"-\log(-t)",
        &[
            r"\log\mu",
            r"\log(-1/t)",
            r"-a\log(-t)",
            r"\log\Gamma(t_1+1)-(t_1+1)\log(-t_2)",
        ],
        &["gamma"],
        B,
    ),
    piece(
        "cumulant function of the negative binomial distribution",
        r"-r\log(1-e^t)",
        &[r"-\log(1-e^t)", r"-r\log p", r"r\log(r+\mu)"],
        &["negative binomial"],
        B,
    ),
    Entry {
        derivative: true,
        ..piece(
            "derivative of the cumulant function of the Bernoulli distribution",
            r"\frac{e^t}{1+e^t}",
            &[r"\frac{1}{1+e^{-t}}"],
            &["bernoulli", "binomial", "伯努利"],
            B_PRIME,
        )
    },
];
