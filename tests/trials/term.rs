//! Formulas of the generator, written in three notations.

/// A term, or a piecewise term with one case and "otherwise".
#[derive(Clone, PartialEq, Debug)]
pub enum Term {
    /// A fraction in lowest terms.
    Number(i64, i64),
    /// A variable.
    Name(&'static str),
    Add(Vec<Term>),
    Mul(Vec<Term>),
    Neg(Box<Term>),
    Div(Box<Term>, Box<Term>),
    Pow(Box<Term>, Box<Term>),
    Call(&'static str, Vec<Term>),
    /// The relation, its sides, the value where it holds, the value elsewhere.
    If(&'static str, Box<[Term; 4]>),
    /// The derivative of a term in a variable.
    Derivative(&'static str, Box<Term>),
}

/// How a formula is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    Plain,
    Latex,
    /// LaTeX source with letters and signs of Unicode instead of commands.
    Unicode,
}

use Term::{Add, Call, Derivative, Div, If, Mul, Name, Neg, Number, Pow};

pub fn int(n: i64) -> Term {
    Number(n, 1)
}

pub fn half() -> Term {
    Number(1, 2)
}

pub fn add(a: Term, b: Term) -> Term {
    Add(vec![a, b])
}

pub fn sub(a: Term, b: Term) -> Term {
    Add(vec![a, neg(b)])
}

pub fn mul(a: Term, b: Term) -> Term {
    Mul(vec![a, b])
}

pub fn neg(a: Term) -> Term {
    Neg(Box::new(a))
}

pub fn div(a: Term, b: Term) -> Term {
    Div(Box::new(a), Box::new(b))
}

pub fn pow(a: Term, b: Term) -> Term {
    Pow(Box::new(a), Box::new(b))
}

pub fn square(a: Term) -> Term {
    pow(a, int(2))
}

pub fn call(name: &'static str, a: Term) -> Term {
    Call(name, vec![a])
}

pub fn cases(relation: &'static str, a: Term, b: Term, yes: Term, no: Term) -> Term {
    If(relation, Box::new([a, b, yes, no]))
}

impl Term {
    pub fn children(&self) -> Vec<&Term> {
        match self {
            Number(..) | Name(_) => Vec::new(),
            Add(all) | Mul(all) | Call(_, all) => all.iter().collect(),
            Neg(a) => vec![a],
            Div(a, b) | Pow(a, b) => vec![a, b],
            If(_, parts) => parts.iter().collect(),
            // What is done inside a derivative is done to a function, not to a value.
            Derivative(..) => Vec::new(),
        }
    }

    fn child_mut(&mut self, k: usize) -> &mut Term {
        match self {
            Add(all) | Mul(all) | Call(_, all) => &mut all[k],
            Neg(a) => a,
            Div(a, b) | Pow(a, b) => {
                if k == 0 {
                    a
                } else {
                    b
                }
            }
            If(_, parts) => &mut parts[k],
            Number(..) | Name(_) | Derivative(..) => unreachable!("it has no children"),
        }
    }

    /// The positions of all parts, the whole first.
    pub fn paths(&self) -> Vec<Vec<usize>> {
        let mut all = vec![Vec::new()];
        for (k, child) in self.children().into_iter().enumerate() {
            all.extend(child.paths().into_iter().map(|mut path| {
                path.insert(0, k);
                path
            }));
        }
        all
    }

    pub fn at(&self, path: &[usize]) -> &Term {
        path.iter().fold(self, |term, k| term.children()[*k])
    }

    pub fn replaced(&self, path: &[usize], new: Term) -> Term {
        let mut whole = self.clone();
        let mut place = &mut whole;
        for k in path {
            place = place.child_mut(*k);
        }
        *place = new;
        whole
    }

    pub fn size(&self) -> usize {
        1 + self.children().iter().map(|c| c.size()).sum::<usize>()
    }

    /// With a variable called otherwise everywhere.
    pub fn renamed(&self, from: &str, to: &'static str) -> Term {
        match self {
            Name(n) if *n == from => Name(to),
            Derivative(v, body) => Derivative(
                if *v == from { to } else { v },
                Box::new(body.renamed(from, to)),
            ),
            _ => {
                let mut new = self.clone();
                for (k, child) in self.children().into_iter().enumerate() {
                    *new.child_mut(k) = child.renamed(from, to);
                }
                new
            }
        }
    }

    pub fn text(&self, style: Style) -> String {
        match style {
            Style::Plain => self.plain(0),
            _ => self.latex(style, 0),
        }
    }

    /// `level`: 0 anything may stand here, 1 a factor, 2 a power's exponent, 3 a power's base.
    fn plain(&self, level: u8) -> String {
        let (own, text) = match self {
            Number(n, 1) => (if *n < 0 { 0 } else { 3 }, n.to_string()),
            Number(n, d) => (if *n < 0 { 0 } else { 1 }, format!("{n}/{d}")),
            Name(name) => (3, (*name).to_owned()),
            Add(all) => {
                let mut text = all[0].plain(0);
                if starts_as_sum(&all[0]) {
                    text = format!("({text})");
                }
                for next in &all[1..] {
                    match next {
                        Neg(inner) => text += &format!(" - {}", inner.plain(1)),
                        _ => text += &format!(" + {}", next.plain(1)),
                    }
                }
                (0, text)
            }
            Mul(all) => {
                let parts: Vec<String> = all.iter().map(|f| f.plain(2)).collect();
                (1, parts.join("*"))
            }
            Neg(a) => (0, format!("-{}", a.plain(1))),
            Div(a, b) => (1, format!("{}/{}", a.plain(2), b.plain(2))),
            Pow(a, b) => (2, format!("{}^{}", a.plain(3), b.plain(3))),
            Call(name, args) => {
                let parts: Vec<String> = args.iter().map(|a| a.plain(0)).collect();
                (3, format!("{name}({})", parts.join(", ")))
            }
            If(relation, p) => (
                3,
                format!(
                    "if({} {relation} {}, {}, {})",
                    p[0].plain(0),
                    p[1].plain(0),
                    p[2].plain(0),
                    p[3].plain(0)
                ),
            ),
            Derivative(v, body) => (3, format!("diff({}, {v})", body.plain(0))),
        };
        if own < level {
            format!("({text})")
        } else {
            text
        }
    }

    fn latex(&self, style: Style, level: u8) -> String {
        let unicode = style == Style::Unicode;
        let inner = |t: &Term| t.latex(style, 0);
        let (own, text) = match self {
            Number(n, 1) => (if *n < 0 { 0 } else { 3 }, n.to_string()),
            Number(n, d) if *n < 0 => (0, format!("-\\frac{{{}}}{{{d}}}", -n)),
            Number(n, d) => (2, format!("\\frac{{{n}}}{{{d}}}")),
            Name(name) => (3, name_in_latex(name, unicode)),
            Add(all) => {
                let mut text = all[0].latex(style, 0);
                if starts_as_sum(&all[0]) {
                    text = bracketed(&text);
                }
                for next in &all[1..] {
                    match next {
                        Neg(term) => text += &format!(" - {}", term.latex(style, 1)),
                        _ => text += &format!(" + {}", next.latex(style, 1)),
                    }
                }
                (0, text)
            }
            Mul(all) => {
                let parts: Vec<String> = all.iter().map(|f| f.latex(style, 2)).collect();
                (1, parts.join(if unicode { " · " } else { " \\cdot " }))
            }
            Neg(a) => (0, format!("-{}", a.latex(style, 1))),
            Div(a, b) => (2, format!("\\frac{{{}}}{{{}}}", inner(a), inner(b))),
            Pow(a, b) if unicode && **b == int(2) => (2, format!("{}²", a.latex(style, 3))),
            Pow(a, b) => (2, format!("{}^{{{}}}", a.latex(style, 3), inner(b))),
            Call("sqrt", args) => (3, format!("\\sqrt{{{}}}", inner(&args[0]))),
            Call("abs", args) => (3, format!("\\left|{}\\right|", inner(&args[0]))),
            Call("exp", args) if args[0].size() < 4 => (2, format!("e^{{{}}}", inner(&args[0]))),
            Call(name, args) => {
                let parts: Vec<String> = args.iter().map(inner).collect();
                let name = function_in_latex(name, unicode);
                (3, format!("{name}{}", bracketed(&parts.join(", "))))
            }
            If(relation, p) => {
                let (one, other) = sign_in_latex(relation);
                (
                    3,
                    format!(
                        "\\begin{{cases}} {} & \\text{{if }} {} {one} {} \\\\ {} & \\text{{if }} \
                         {} {other} {} \\end{{cases}}",
                        inner(&p[2]),
                        inner(&p[0]),
                        inner(&p[1]),
                        inner(&p[3]),
                        inner(&p[0]),
                        inner(&p[1]),
                    ),
                )
            }
            Derivative(v, body) => (
                1,
                format!(
                    "\\frac{{d}}{{d{}}} {}",
                    name_in_latex(v, unicode),
                    bracketed(&inner(body))
                ),
            ),
        };
        if own < level { bracketed(&text) } else { text }
    }
}

fn bracketed(text: &str) -> String {
    format!("\\left({text}\\right)")
}

/// A sum that begins a sum gets brackets, so that what is written is what is read.
fn starts_as_sum(term: &Term) -> bool {
    matches!(term, Add(_))
}

fn name_in_latex(name: &str, unicode: bool) -> String {
    match (name, unicode) {
        ("eta", true) => "η".to_owned(),
        ("eta", false) => "\\eta".to_owned(),
        ("mu", true) => "μ".to_owned(),
        ("mu", false) => "\\mu".to_owned(),
        ("x_1", true) => "x₁".to_owned(),
        ("omega_blue", true) => "ω_{\\text{blue}}".to_owned(),
        ("omega_blue", false) => "\\omega_{\\text{blue}}".to_owned(),
        _ => name.to_owned(),
    }
}

fn function_in_latex(name: &str, unicode: bool) -> String {
    match (name, unicode) {
        ("sigmoid", true) => "σ".to_owned(),
        ("sigmoid", false) => "\\sigma".to_owned(),
        ("Phi", true) => "Φ".to_owned(),
        ("Phi", false) => "\\Phi".to_owned(),
        ("Phi_inv", _) => "\\Phi^{-1}".to_owned(),
        ("asin", _) => "\\arcsin".to_owned(),
        ("atan", _) => "\\arctan".to_owned(),
        ("log10", _) => "\\log_{10}".to_owned(),
        ("asinh" | "acosh" | "atanh" | "erf" | "logit" | "sign", _) => {
            format!("\\operatorname{{{name}}}")
        }
        _ => format!("\\{name}"),
    }
}

/// A relation and its negation.
fn sign_in_latex(relation: &str) -> (&'static str, &'static str) {
    match relation {
        ">=" => ("\\ge", "<"),
        ">" => (">", "\\le"),
        "<=" => ("\\le", ">"),
        _ => ("<", "\\ge"),
    }
}
