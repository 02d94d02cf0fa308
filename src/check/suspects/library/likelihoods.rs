//! Likelihoods and losses.

use super::super::entry::{Entry, Scale};

const LIKELIHOOD: &[&str] = &[
    "log-likelihood",
    "log likelihood",
    "loglikelihood",
    "likelihood",
    "log-vraisemblance",
    "vraisemblance",
    "似然",
    "尤度",
    "verosimilitud",
];

const fn likelihood(
    name: &'static str,
    usual: &'static str,
    also: &'static [&'static str],
    needs: &'static [&'static str],
) -> Entry {
    Entry {
        name,
        usual,
        also,
        called: LIKELIHOOD,
        needs,
        scale: Scale::Any,
        ..Entry::NEW
    }
}

/// Likelihoods and losses.
pub static ENTRIES: &[Entry] = &[
    Entry {
        name: "log loss",
        usual: r"-\sum_{i=1}^n \left(y_i\log p_i+(1-y_i)\log(1-p_i)\right)",
        also: &[
            r"\sum_{i=1}^n \left(y_i\log\frac{p_i}{1-p_i}+\log(1-p_i)\right)",
            r"\sum_{i=1}^n y_i\log p_i",
            r"\sum_{i=1}^n \left(y_i\log p_i+(m_i-y_i)\log(1-p_i)\right)",
            r"\sum_{i=1}^n \left(y_i\log p_i+(m-y_i)\log(1-p_i)\right)",
            r"\sum_{i=1}^n \left(y_i\eta_i-\log(1+e^{\eta_i})\right)",
        ],
        called: &[
            "log loss",
            "log-loss",
            "logloss",
            "cross entropy",
            "cross-entropy",
            "crossentropy",
            "log-likelihood",
            "log likelihood",
            "loglikelihood",
            "likelihood",
            "logistic loss",
            "logistic regression",
            "loss function",
            "cost function",
            "交叉熵",
            "损失函数",
            "似然",
            "尤度",
            "逻辑回归",
            "entropie croisée",
            "kreuzentropie",
            "entropía cruzada",
            "vraisemblance",
        ],
        scale: Scale::Any,
        letters: true,
        ..Entry::NEW
    },
    Entry {
        name: "log loss of one example",
        usual: r"-\left(y\log p+(1-y)\log(1-p)\right)",
        also: &[
            r"y\log\frac{p}{1-p}+\log(1-p)",
            r"y\log p+(n-y)\log(1-p)",
            r"y\log p",
            r"-y\log p-(1-y)\log(1-p)",
            r"-p\log p-(1-p)\log(1-p)",
            r"p\log\frac{p}{q}+(1-p)\log\frac{1-p}{1-q}",
        ],
        called: &[
            "log loss",
            "log-loss",
            "logloss",
            "cross entropy",
            "cross-entropy",
            "crossentropy",
            "log-likelihood",
            "log likelihood",
            "loss function",
            "cost function",
            "logistic regression",
            "交叉熵",
            "损失函数",
            "似然",
            "尤度",
            "entropie croisée",
            "kreuzentropie",
            "entropía cruzada",
        ],
        scale: Scale::Any,
        letters: true,
        ..Entry::NEW
    },
    likelihood(
        "log-likelihood of the Poisson distribution",
        r"\sum_{i=1}^n\left(y_i\log\mu_i-\mu_i-\log(y_i!)\right)",
        &[
            r"\sum_{i=1}^n\left(y_i\log\mu_i-\mu_i\right)",
            r"\sum_{i=1}^n\left(y_i\eta_i-e^{\eta_i}-\log(y_i!)\right)",
            r"\sum_{i=1}^n\left(y_i\eta_i-e^{\eta_i}\right)",
            r"\sum_{i=1}^n\left(\mu_i-y_i\log\mu_i\right)",
        ],
        &["poisson", "泊松"],
    ),
    likelihood(
        "log-likelihood of the Poisson distribution",
        r"\sum_{i=1}^n\left(y_i\log\mu-\mu-\log(y_i!)\right)",
        &[
            r"\log\mu\sum_{i=1}^n y_i-n\mu",
            r"\sum_{i=1}^n\left(y_i\log\mu-\mu\right)",
        ],
        &["poisson", "泊松"],
    ),
    likelihood(
        "log-likelihood of the Poisson distribution",
        r"y\log\mu-\mu-\log(y!)",
        &[r"y\log\mu-\mu", r"y\eta-e^\eta-\log(y!)", r"y\eta-e^\eta"],
        &["poisson", "泊松"],
    ),
    likelihood(
        "log-likelihood of the normal distribution",
        r"-\frac{n}{2}\log(2\pi\sigma^2)-\frac{1}{2\sigma^2}\sum_{i=1}^n(y_i-\mu)^2",
        &[
            r"-\frac{n}{2}\log(\sigma^2)-\frac{1}{2\sigma^2}\sum_{i=1}^n(y_i-\mu)^2",
            r"-\frac{1}{2\sigma^2}\sum_{i=1}^n(y_i-\mu)^2",
            r"-\frac{n}{2}\log(2\pi v)-\frac{1}{2v}\sum_{i=1}^n(y_i-\mu)^2",
            r"-\frac{n}{2}\log v-\frac{1}{2v}\sum_{i=1}^n(y_i-\mu)^2",
        ],
        &["normal", "gaussian", "高斯", "正态"],
    ),
    likelihood(
        "log-likelihood of the normal distribution",
        r"-\frac{n}{2}\log(2\pi\sigma^2)-\frac{1}{2\sigma^2}\sum_{i=1}^n(y_i-m_i)^2",
        &[
            r"-\frac{n}{2}\log(\sigma^2)-\frac{1}{2\sigma^2}\sum_{i=1}^n(y_i-m_i)^2",
            r"\sum_{i=1}^n(y_i-m_i)^2",
            r"-\frac{n}{2}\log(2\pi v)-\frac{1}{2v}\sum_{i=1}^n(y_i-m_i)^2",
        ],
        &["normal", "gaussian", "高斯", "正态", "linear regression"],
    ),
    likelihood(
        "log density of the normal distribution",
        r"-\frac{1}{2}\log(2\pi\sigma^2)-\frac{(y-\mu)^2}{2\sigma^2}",
        &[
            r"-\frac{1}{2}\log(2\pi v)-\frac{(y-\mu)^2}{2v}",
            r"-\frac{1}{2}\log(\sigma^2)-\frac{(y-\mu)^2}{2\sigma^2}",
            r"\frac{y\mu-\mu^2/2}{v}-\frac{1}{2}\left(\frac{y^2}{v}+\log(2\pi v)\right)",
        ],
        &["normal", "gaussian", "高斯", "正态"],
    ),
    likelihood(
        "log-likelihood of the exponential distribution",
        r"n\log\lambda-\lambda\sum_{i=1}^n x_i",
        &[r"-n\log m-\frac{1}{m}\sum_{i=1}^n x_i"],
        &["exponential distribution", "exponential", "指数分布"],
    ),
    likelihood(
        "log-likelihood of the geometric distribution",
        r"n\log p+\log(1-p)\sum_{i=1}^n(x_i-1)",
        &[r"n\log p+\log(1-p)\sum_{i=1}^n x_i"],
        &["geometric"],
    ),
    likelihood(
        "log-likelihood of the inverse Gaussian distribution",
        r"\frac{1}{2}\log\frac{\lambda}{2\pi y^3}-\frac{\lambda(y-\mu)^2}{2\mu^2y}",
        &[
            r"-\frac{1}{2}\left(\log(2\pi s y^3)+\frac{(y-\mu)^2}{s\mu^2y}\right)",
            r"-\frac{(y-\mu)^2}{2s\mu^2y}-\frac{1}{2}\log(2\pi s y^3)",
        ],
        &["inverse gaussian", "inverse-gaussian"],
    ),
    likelihood(
        "log-likelihood of the Bernoulli distribution",
        r"\sum_{i=1}^n\left(y_i\log p+(1-y_i)\log(1-p)\right)",
        &[r"\log p\sum_{i=1}^n y_i+\left(n-\sum_{i=1}^n y_i\right)\log(1-p)"],
        &["bernoulli", "coin", "伯努利"],
    ),
    likelihood(
        "likelihood of Bernoulli trials",
        r"\prod_{i=1}^n p_i^{y_i}(1-p_i)^{1-y_i}",
        &[
            r"\prod_{i=1}^n p^{y_i}(1-p)^{1-y_i}",
            r"\sum_{i=1}^n\left(y_i\log p_i+(1-y_i)\log(1-p_i)\right)",
            r"\prod_{i=1}^n p_i^{y_i}(1-p_i)^{m_i-y_i}",
        ],
        &["bernoulli", "logistic", "binary", "逻辑回归", "伯努利"],
    ),
    likelihood(
        "likelihood of the exponential distribution",
        r"\prod_{i=1}^n \lambda e^{-\lambda x_i}",
        &[
            r"\lambda^n e^{-\lambda\sum_{i=1}^n x_i}",
            r"\prod_{i=1}^n \frac{1}{m}e^{-x_i/m}",
            r"n\log\lambda-\lambda\sum_{i=1}^n x_i",
        ],
        &[
            "exponential distribution",
            "exponential",
            "exponencial",
            "exponentielle",
            "指数分布",
        ],
    ),
    likelihood(
        "likelihood of the Poisson distribution",
        r"\prod_{i=1}^n \frac{\lambda^{x_i}e^{-\lambda}}{x_i!}",
        &[
            r"\prod_{i=1}^n \frac{\lambda_i^{x_i}e^{-\lambda_i}}{x_i!}",
            r"\lambda^{\sum_{i=1}^n x_i}e^{-n\lambda}",
            r"\prod_{i=1}^n \lambda^{x_i}e^{-\lambda}",
        ],
        &["poisson", "泊松"],
    ),
    likelihood(
        "likelihood of the normal distribution",
        r"\prod_{i=1}^n \frac{1}{\sqrt{2\pi\sigma^2}}e^{-\frac{(x_i-\mu)^2}{2\sigma^2}}",
        &[
            r"\prod_{i=1}^n \frac{1}{\sqrt{2\pi\sigma^2}}e^{-\frac{(x_i-m_i)^2}{2\sigma^2}}",
            r"\prod_{i=1}^n e^{-\frac{(x_i-\mu)^2}{2\sigma^2}}",
        ],
        &[
            "normal",
            "gaussian",
            "gaussiana",
            "gaußverteilung",
            "高斯",
            "正态",
        ],
    ),
    likelihood(
        "likelihood of the geometric distribution",
        r"\prod_{i=1}^n p(1-p)^{x_i-1}",
        &[r"\prod_{i=1}^n p(1-p)^{x_i}"],
        &["geometric", "geométrica", "geometrische", "géométrique"],
    ),
    likelihood(
        "log-likelihood of an exponential family",
        r"\sum_{i=1}^n\left(\frac{y_it_i-b(t_i)}{a(s)}+c(y_i,s)\right)",
        &[
            r"\sum_{i=1}^n\left(\frac{y_it_i-b(t_i)}{s}+c(y_i,s)\right)",
            r"\sum_{i=1}^n\frac{y_it_i-b(t_i)}{a(s)}",
        ],
        &[
            "exponential family",
            "glm",
            "generalized linear",
            "generalised linear",
            "exponential dispersion",
        ],
    ),
    Entry {
        name: "cross entropy of classes",
        usual: r"-\sum_{i=1}^n\sum_{k=1}^K y_{ik}\log p_{ik}",
        also: &[r"-\sum_{k=1}^K y_k\log p_k"],
        called: &[
            "cross entropy",
            "cross-entropy",
            "softmax",
            "log loss",
            "likelihood",
            "交叉熵",
        ],
        scale: Scale::Any,
        ..Entry::NEW
    },
    Entry {
        name: "mean squared error",
        usual: r"\frac{1}{n}\sum_{i=1}^n(y_i-f_i)^2",
        also: &[
            r"\sqrt{\frac{1}{n}\sum_{i=1}^n(y_i-f_i)^2}",
            r"\frac{1}{n}\sum_{i=1}^n|y_i-f_i|",
            r"\sum_{i=1}^n(y_i-f_i)^2+\lambda\sum_{j=1}^m w_j^2",
            r"\sum_{i=1}^n w_i(y_i-f_i)^2",
        ],
        called: &[
            "mean squared error",
            "mean square error",
            "mse",
            "squared error",
            "sum of squares",
            "least squares",
            "均方误差",
            "mittlere quadratische",
            "moindres carrés",
            "error cuadrático",
        ],
        scale: Scale::Positive,
        ..Entry::NEW
    },
    Entry {
        name: "root mean squared error",
        usual: r"\sqrt{\frac{1}{n}\sum_{i=1}^n(y_i-f_i)^2}",
        also: &[r"\frac{1}{n}\sum_{i=1}^n(y_i-f_i)^2"],
        called: &["rmse", "root mean squared", "root mean square"],
        scale: Scale::Positive,
        ..Entry::NEW
    },
    Entry {
        name: "hinge loss",
        usual: r"\max(0,1-yf)",
        called: &["hinge"],
        scale: Scale::Positive,
        ..Entry::NEW
    },
    Entry {
        name: "Huber loss",
        usual: r"\begin{cases}\frac{1}{2}a^2 & |a|\le d\\ d(|a|-\frac{1}{2}d) & |a|>d\end{cases}",
        also: &[
            r"\begin{cases}\frac{1}{2}(y-f)^2 & |y-f|\le d\\ d(|y-f|-\frac{1}{2}d) & |y-f|>d\end{cases}",
        ],
        called: &["huber"],
        scale: Scale::Positive,
        ..Entry::NEW
    },
    Entry {
        name: "focal loss",
        usual: r"-(1-p)^g\log p",
        also: &[r"-a(1-p)^g\log p"],
        called: &["focal"],
        scale: Scale::Positive,
        ..Entry::NEW
    },
];
