//! What descriptions say, before any mathematics is done: networks by inputs, layers and outputs, and
//! generalized linear models by their equations.

use rustc_hash::FxHashSet;

use crate::activations::Activation;
use crate::expr::{Expr, Head, Store};
use crate::links::Link;

/// How many: a number, or a symbol that stands for a positive integer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Size {
    /// A known number, at least 1.
    Number(u64),
    /// A symbol such as `n`.
    Symbol(String),
}

impl Size {
    /// The symbol, if it is one.
    pub fn symbol(&self) -> Option<&str> {
        match self {
            Size::Number(_) => None,
            Size::Symbol(name) => Some(name),
        }
    }
}

/// The inputs of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inputs {
    /// `inputs x_blue, x_red` (one or more names, each a scalar). Read as formulas read names:
    /// `x_1` is the entry x\[1\], see [`crate::parse::variable`].
    Named(Vec<String>),
    /// `inputs x[n]`: x_1, …, x_n.
    Indexed {
        /// The vector's name.
        name: String,
        /// Its length.
        size: Size,
    },
}

/// The weights of a layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weights {
    /// One name for the whole vector or matrix: its entries are `w[j]` for a layer of one unit
    /// and `W[k, j]` (row k: the unit) for several. In a layer of one unit with one scalar
    /// input (`inputs x`, or a layer of one unit before it) the name itself is the weight.
    Symbol(String),
    /// One row a unit, one value (a name or a number) an input.
    Values(Vec<Vec<Expr>>),
}

/// The bias of a layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bias {
    /// No bias.
    None,
    /// One name: the bias of a layer of one unit, or a vector with entries `b[k]`.
    Symbol(String),
    /// One value a unit.
    Values(Vec<Expr>),
}

/// The function that a layer applies to its linear predictors.
#[derive(Clone, Debug)]
pub enum Function {
    /// The inverse of a declared link, with its parameters in declared order.
    Link(&'static Link, Vec<Expr>),
    /// A declared activation, with those of its parameters that the formula in use needs, in
    /// declared order, then those that only variants have. The formula in use is that of the first
    /// variant whose parameter is among them, else the activation's own.
    Activation(&'static Activation, Vec<(&'static str, Expr)>),
    /// `activation f(z) = body`.
    Formula {
        /// Its name, `f`.
        name: String,
        /// Its variable, `z`.
        variable: Expr,
        /// The formula.
        body: Expr,
    },
}

/// A dense layer.
#[derive(Clone, Debug)]
pub struct Layer {
    /// How many units.
    pub units: Size,
    /// The activation.
    pub function: Function,
    /// Its weights.
    pub weights: Weights,
    /// Its bias.
    pub bias: Bias,
}

/// What the outputs are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outputs {
    /// One name: a scalar, or a vector with entries `p[k]` when the last layer has several units.
    /// A scalar may be an entry such as `p_1`, see [`crate::parse::variable`].
    Symbol(String),
    /// One name a unit, each a scalar.
    Named(Vec<String>),
}

/// A network, from input to output.
#[derive(Clone, Debug)]
pub enum Network {
    /// Dense layers in order.
    Layers {
        /// Its inputs.
        inputs: Inputs,
        /// Its layers, at least one.
        layers: Vec<Layer>,
        /// Its outputs.
        outputs: Outputs,
    },
    /// A one-line network: `p = sigmoid(b + w_1*x_1)`. Names of links and activations of our
    /// tables stand in it as [`crate::expr::Head::Apply`].
    Equation {
        /// The name of the output, or an entry.
        output: Expr,
        /// What it equals.
        value: Expr,
    },
}

/// A generalized linear model by its equation, g(mean) = predictor.
#[derive(Clone, Debug)]
pub struct Model {
    /// g(mean), a term in the mean and in parameters of the link.
    pub left: Expr,
    /// The mean of the response: a name, or an entry.
    pub mean: Expr,
    /// The linear predictor.
    pub predictor: Expr,
    /// The names of the variables that it is linear in, or is in products and functions of.
    pub inputs: FxHashSet<Expr>,
    /// The declared link that the left side is, with its parameters, if that was said.
    pub link: Option<(&'static Link, Vec<Expr>)>,
}

/// What a description describes.
#[derive(Clone, Debug)]
pub enum Description {
    /// A network.
    Network(Network),
    /// A generalized linear model, to be written as a network.
    Model(Model),
}

/// The inputs of an equation that does not say which they are: variables whose names start with x;
/// else the last variable of each product.
pub fn likely_inputs(store: &Store, value: Expr) -> FxHashSet<Expr> {
    let is_x = |e: &Expr| {
        store
            .name_text(*e)
            .is_some_and(|name| name.starts_with('x'))
    };
    let found: FxHashSet<Expr> = store.free_names(value).into_iter().filter(is_x).collect();
    if !found.is_empty() {
        return found;
    }
    store
        .subterms(value)
        .into_iter()
        .filter(|e| *store.head(*e) == Head::Mul)
        .filter_map(|e| {
            let last = *store.args(e).last()?;
            match store.head(last) {
                Head::Name(_) => Some(last),
                Head::Entry => Some(store.args(last)[0]),
                _ => None,
            }
        })
        .collect()
}
