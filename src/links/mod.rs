//! Link functions, one file each: the declaration from which the inversion, its documentation,
//! `equiff links` and the tests all come.
//!
//! To add one, add a file with a constant [`Link`] named `LINK`; nothing else changes.

use crate::expr::Monotone;

include!(concat!(env!("OUT_DIR"), "/links.rs"));

/// A parameter of a link or an activation, such as λ of the power link.
#[derive(Debug)]
pub struct Parameter {
    /// Its name in the declared formulas.
    pub name: &'static str,
    /// Other names for `name=value` arguments, as Keras, PyTorch and others spell them.
    pub aliases: &'static [&'static str],
    /// Its value when it is left out (a plain constant formula); `None`: it must be given.
    pub default: Option<&'static str>,
    /// The conditions that a value must meet, e.g. `alpha > 0`.
    pub given: &'static [&'static str],
}

/// What a link acts on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// One mean and one linear predictor: η = g(μ).
    Scalar,
    /// K means that add up to 1 and K predictors; `k` is the category, `K` their number and the
    /// baseline.
    Categories,
}

/// What a coefficient w says of the mean: what one unit more of its input does, the others fixed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// g is the logarithm of a quantity, which is multiplied by e^w.
    Ratio {
        /// The quantity, a plain formula in `mu`.
        of: &'static str,
        /// What it is called.
        noun: &'static str,
        /// What the factor is called; empty: as the family calls a ratio of means, or nothing.
        called: &'static str,
    },
    /// w is added to what is called so.
    Difference(&'static str),
}

/// A link function g with its inverse, the activation: η = g(μ), μ = g⁻¹(η).
#[derive(Debug)]
pub struct Link {
    /// The name of g, e.g. "logit".
    pub name: &'static str,
    /// What may be written after `activation` or `equiff links` for it, in snake_case: first the
    /// file's own name, then aliases of g and of g⁻¹ (a link's name used as an activation means
    /// its inverse).
    pub names: &'static [&'static str],
    /// How the activation g⁻¹ is called in formulas, e.g. "sigmoid".
    pub activation: &'static str,
    /// Names of the activation in libraries, e.g. ("Keras", "sigmoid").
    pub known_as: &'static [(&'static str, &'static str)],
    /// Parameters, in the order of positional arguments.
    pub parameters: &'static [Parameter],
    /// Scalar or categories.
    pub shape: Shape,
    /// g(μ), a plain formula in `mu` and the parameters.
    pub forward: &'static str,
    /// g⁻¹(η), a plain formula in `eta` and the parameters.
    pub inverse: &'static str,
    /// Where μ lies: conditions on `mu`. g is one-to-one there and onto the range.
    pub domain: &'static [&'static str],
    /// Where η lies: conditions on `eta`; empty: all reals.
    pub range: &'static [&'static str],
    /// Growth of g on its domain.
    pub monotone: Monotone,
    /// g′(μ), a plain formula in `mu`.
    pub derivative: &'static str,
    /// (g⁻¹)′(η), a plain formula in `eta`.
    pub inverse_derivative: &'static str,
    /// The least upper bound of |(g⁻¹)′|, a plain formula in the parameters; `None`: there is none
    /// but for special parameters. For categories L with |Δμ_k| ≤ L max_j |Δη_j|.
    pub slope: Option<&'static str>,
    /// The name of the regression, e.g. "logistic regression".
    pub regression: &'static str,
    /// Families for which g is the canonical link.
    pub canonical_for: &'static [&'static str],
    /// Further families with which the link is in use.
    pub used_with: &'static [&'static str],
    /// What a coefficient says.
    pub effect: Effect,
    /// One sentence on what the link scale means.
    pub why: &'static str,
}
