//! Entropies and divergences.

use super::super::entry::{Entry, Scale};

/// Entropies and divergences.
pub static ENTRIES: &[Entry] = &[
    Entry {
        name: "Kullback-Leibler divergence",
        usual: r"\sum_{i=1}^N p_i\log\frac{p_i}{q_i}",
        also: &[
            r"\sum_{i=1}^N p_i(\log p_i-\log q_i)",
            r"\sum_{i=1}^N(p_i\log p_i-p_i\log q_i)",
            r"-\sum_{i=1}^N p_i\log q_i",
            r"-\sum_{i=1}^N p_i\log\frac{q_i}{p_i}",
        ],
        called: &[
            "kl divergence",
            "kl-divergence",
            "kullback",
            "relative entropy",
            "kl散度",
            "kl 散度",
            "相对熵",
            "kl距离",
            "kl",
        ],
        left: &["KL", "D(", "D_"],
        scale: Scale::Positive,
        pair: true,
        ..Entry::NEW
    },
    Entry {
        name: "entropy",
        usual: r"-\sum_{i=1}^N p_i\log p_i",
        also: &[
            r"\sum_{i=1}^N p_i\log\frac{1}{p_i}",
            r"-\sum_{i=1}^N p_i\log q_i",
            r"\sum_{i=1}^N p_i\log\frac{p_i}{q_i}",
        ],
        called: &["entropy", "信息熵", "熵", "entropie", "entropía"],
        left: &["H(", "H[", "H=", "Entropy", "entropy", "S(", "Ent("],
        scale: Scale::Positive,
        ..Entry::NEW
    },
    Entry {
        name: "cross entropy",
        usual: r"-\sum_{i=1}^N p_i\log q_i",
        also: &[
            r"-\sum_{i=1}^N p_i\log p_i",
            r"-\sum_{i=1}^N(p_i\log q_i+(1-p_i)\log(1-q_i))",
            r"\sum_{i=1}^N p_i\log\frac{p_i}{q_i}",
            r"-\sum_{i=1}^N\log q_i",
        ],
        called: &[
            "cross entropy",
            "cross-entropy",
            "crossentropy",
            "交叉熵",
            "entropie croisée",
            "kreuzentropie",
            "entropía cruzada",
        ],
        scale: Scale::Positive,
        ..Entry::NEW
    },
    Entry {
        name: "Kullback-Leibler divergence of normal distributions",
        usual: r"\log\frac{s_2}{s_1}+\frac{s_1^2+(m_1-m_2)^2}{2s_2^2}-\frac{1}{2}",
        also: &[
            r"\frac{1}{2}\left(s^2+m^2-1-\log(s^2)\right)",
            r"\frac{1}{2}\left(\log\frac{v_2}{v_1}+\frac{v_1+(m_1-m_2)^2}{v_2}-1\right)",
        ],
        called: &[
            "kl divergence",
            "kullback",
            "kl",
            "kl散度",
            "relative entropy",
        ],
        ..Entry::NEW
    },
    Entry {
        name: "Kullback-Leibler divergence from the standard normal distribution",
        usual: r"\frac{1}{2}\left(s^2+m^2-1-\log(s^2)\right)",
        also: &[
            r"\frac{1}{2}\left(v+m^2-1-\log v\right)",
            r"\frac{1}{2}\sum_{j=1}^J\left(1+\log(s_j^2)-m_j^2-s_j^2\right)",
            r"\frac{1}{2}\left(e^v+m^2-1-v\right)",
        ],
        called: &[
            "kl divergence",
            "kullback",
            "kl",
            "kl散度",
            "vae",
            "variational",
        ],
        scale: Scale::Any,
        ..Entry::NEW
    },
    Entry {
        name: "Kullback-Leibler divergence of Bernoulli distributions",
        usual: r"p\log\frac{p}{q}+(1-p)\log\frac{1-p}{1-q}",
        also: &[r"-p\log q-(1-p)\log(1-q)"],
        called: &["kl divergence", "kullback", "kl", "relative entropy"],
        scale: Scale::Positive,
        pair: true,
        ..Entry::NEW
    },
    Entry {
        name: "Gini impurity",
        usual: r"1-\sum_{k=1}^K p_k^2",
        also: &[r"\sum_{k=1}^K p_k(1-p_k)", r"2p(1-p)"],
        called: &["gini", "基尼"],
        ..Entry::NEW
    },
    Entry {
        name: "entropy of the normal distribution",
        usual: r"\frac{1}{2}\log(2\pi es^2)",
        also: &[
            r"\frac{1}{2}(1+\log(2\pi s^2))",
            r"\frac{1}{2}\log(2\pi ev)",
        ],
        called: &["entropy"],
        needs: &["gaussian", "normal"],
        ..Entry::NEW
    },
    Entry {
        name: "Hellinger distance",
        usual: r"\frac{1}{2}\sum_{i=1}^N(\sqrt{p_i}-\sqrt{q_i})^2",
        also: &[
            r"\frac{1}{\sqrt{2}}\sqrt{\sum_{i=1}^N(\sqrt{p_i}-\sqrt{q_i})^2}",
            r"1-\sum_{i=1}^N\sqrt{p_iq_i}",
        ],
        called: &["hellinger"],
        scale: Scale::Positive,
        ..Entry::NEW
    },
    Entry {
        name: "total variation distance",
        usual: r"\frac{1}{2}\sum_{i=1}^N|p_i-q_i|",
        called: &["total variation"],
        scale: Scale::Positive,
        ..Entry::NEW
    },
];
