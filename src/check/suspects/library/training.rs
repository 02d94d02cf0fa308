//! Steps of training.

use super::super::entry::Entry;

/// Steps of training.
pub static ENTRIES: &[Entry] = &[
    Entry {
        name: "gradient descent step",
        usual: r"w-a\nabla J",
        also: &[r"w-\frac{a}{n}\nabla J", r"w-\nabla J"],
        called: &[
            "gradient descent",
            "sgd",
            "梯度下降",
            "gradientenabstieg",
            "gradientenverfahren",
            "descente de gradient",
            "descente du gradient",
            "descenso de gradiente",
            "descenso por gradiente",
            "勾配降下",
        ],
        left: &["w", "\\theta", "\\beta", "b", "W", "x_{", "\\omega"],
        unless: &[
            "ascent",
            "maximi",
            "maximum",
            "likelihood",
            "似然",
            "上升",
            "\\Delta",
            "v",
        ],
        within: &["\\nabla", "\\partial"],
        without: &["\\ell", "\\log", "\\mathcal{L}", "-"],
        few: "only the sign tells: steps are weighted in many ways",
        ..Entry::NEW
    },
    Entry {
        name: "dropout scaling",
        usual: r"\frac{h}{1-p}",
        also: &[r"\frac{h}{p}", r"ph", r"(1-p)h"],
        called: &["inverted dropout"],
        ..Entry::NEW
    },
    Entry {
        name: "Adam step",
        usual: r"w-\frac{am}{\sqrt{v}+e_0}",
        also: &[r"w-\frac{am}{\sqrt{v+e_0}}", r"w-\frac{ag}{\sqrt{v}+e_0}"],
        called: &["adam", "rmsprop", "adagrad"],
        left: &["w", "\\theta", "W"],
        ..Entry::NEW
    },
    Entry {
        name: "bias correction of Adam",
        usual: r"\frac{m}{1-b^t}",
        called: &["adam"],
        left: &["\\hat{m}", "\\hat{v}", "\\hatm", "\\hatv", "v^{corrected}"],
        ..Entry::NEW
    },
    Entry {
        name: "Metropolis ratio",
        usual: r"\min\left(1,\frac{p_2q_1}{p_1q_2}\right)",
        also: &[r"\min\left(1,\frac{p_2}{p_1}\right)", r"\min(1,r)"],
        called: &["metropolis"],
        ..Entry::NEW
    },
    Entry {
        name: "step of Newton's method",
        usual: r"x-\frac{f}{f'}",
        also: &[],
        called: &[
            "newton's method",
            "newton-raphson",
            "newtonverfahren",
            "newton-verfahren",
            "méthode de newton",
            "牛顿法",
        ],
        left: &["x_{", "x^{", "\\theta^{", "\\beta^{", "\\theta_{"],
        within: &["f'", "l'", "U'", "\\prime", "S'"],
        ..Entry::NEW
    },
];
