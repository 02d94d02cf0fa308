//! Activation functions and their derivatives.

use super::super::entry::Entry;

/// Activations.
pub static ENTRIES: &[Entry] = &[
    Entry {
        name: "hyperbolic tangent",
        usual: r"\frac{e^z-e^{-z}}{e^z+e^{-z}}",
        also: &[
            r"\frac{e^{2z}-1}{e^{2z}+1}",
            r"\frac{1-e^{-2z}}{1+e^{-2z}}",
            r"\frac{2}{1+e^{-2z}}-1",
            r"\frac{1}{1+e^{-z}}",
            r"\frac{1-e^{-z}}{1+e^{-z}}",
        ],
        called: &[
            "tanh",
            "hyperbolic tangent",
            "tangente hyperbolique",
            "双曲正切",
        ],
        unless: &["sigmoid(", "\\sigma("],
        ..Entry::NEW
    },
    Entry {
        name: "derivative of the hyperbolic tangent",
        usual: r"1-t^2",
        also: &[r"1-\tanh^2(z)", r"\frac{4}{(e^z+e^{-z})^2}"],
        called: &["tanh", "hyperbolic tangent", "双曲正切"],
        derivative: true,
        ..Entry::NEW
    },
    Entry {
        name: "ReLU",
        usual: r"\max(0,z)",
        also: &[r"\begin{cases}z & z>0\\0 & z\le 0\end{cases}"],
        called: &["relu", "rectified linear"],
        unless: &["leaky", "parametric", "elu", "prelu"],
        ..Entry::NEW
    },
    Entry {
        name: "leaky ReLU",
        usual: r"\begin{cases}z & z>0\\az & z\le 0\end{cases}",
        also: &[
            r"\max(az,z)",
            r"\begin{cases}z & z>0\\0 & z\le 0\end{cases}",
        ],
        called: &["leaky", "leakyrelu", "prelu"],
        ..Entry::NEW
    },
    Entry {
        name: "ELU",
        usual: r"\begin{cases}z & z>0\\a(e^z-1) & z\le 0\end{cases}",
        also: &[
            r"\begin{cases}z & z>0\\e^z-1 & z\le 0\end{cases}",
            r"\begin{cases}bz & z>0\\ba(e^z-1) & z\le 0\end{cases}",
        ],
        called: &["elu", "exponential linear"],
        unless: &["selu", "gelu"],
        ..Entry::NEW
    },
    Entry {
        name: "SELU",
        usual: r"\begin{cases}bz & z>0\\ba(e^z-1) & z\le 0\end{cases}",
        called: &["selu"],
        ..Entry::NEW
    },
    Entry {
        name: "SiLU",
        usual: r"\frac{z}{1+e^{-z}}",
        also: &[r"\frac{z}{1+e^{-bz}}", r"\frac{ze^z}{1+e^z}"],
        called: &["silu", "swish"],
        ..Entry::NEW
    },
    Entry {
        name: "softplus",
        usual: r"\log(1+e^z)",
        also: &[r"\log(1+e^{-z})", r"\frac{1}{b}\log(1+e^{bz})"],
        called: &["softplus"],
        ..Entry::NEW
    },
    Entry {
        name: "softsign",
        usual: r"\frac{z}{1+|z|}",
        called: &["softsign"],
        ..Entry::NEW
    },
    Entry {
        name: "mish",
        usual: r"z\tanh(\log(1+e^z))",
        called: &["mish"],
        ..Entry::NEW
    },
    Entry {
        name: "GELU",
        usual: r"\frac{z}{2}\left(1+\tanh\left(\sqrt{\frac{2}{\pi}}(z+0.044715z^3)\right)\right)",
        also: &[r"z\Phi(z)", r"\frac{z}{1+e^{-1.702z}}"],
        called: &["gelu"],
        ..Entry::NEW
    },
    Entry {
        name: "batch normalization",
        usual: r"\frac{x-m}{\sqrt{v+e_0}}",
        also: &[
            r"\frac{x-m}{\sqrt{s^2+e_0}}",
            r"\frac{x-m}{s}",
            r"g\frac{x-m}{\sqrt{v+e_0}}+b",
            r"g\frac{x-m}{\sqrt{s^2+e_0}}+b",
            r"\frac{x-m}{s+e_0}",
        ],
        called: &[
            "batch norm",
            "batch normalization",
            "batchnorm",
            "layer norm",
            "layer normalization",
        ],
        ..Entry::NEW
    },
    Entry {
        name: "standard score",
        usual: r"\frac{x-\mu}{\sigma}",
        also: &[r"\frac{x-\mu}{\sigma/\sqrt{n}}", r"\frac{x-\mu}{\sqrt{v}}"],
        called: &[
            "standard score",
            "z-score",
            "z score",
            "standardize",
            "standardise",
            "standardization",
        ],
        ..Entry::NEW
    },
    Entry {
        name: "min-max scaling",
        usual: r"\frac{x-a}{b-a}",
        called: &["min-max", "minmax", "min max"],
        ..Entry::NEW
    },
];
