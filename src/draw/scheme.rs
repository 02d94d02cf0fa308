//! What a drawing shows of a network: the units of each column, and what joins them.

use crate::derive::activation::activated;
use crate::draw::curve::{Curve, curve};
use crate::expr::{Expr, Store};
use crate::links::Shape;
use crate::network::{Function, Size};
use crate::render::page::Text;

/// A network as it is drawn.
pub(super) struct Scheme {
    /// The inputs.
    pub inputs: Column<Expr>,
    /// The layers, from input to output.
    pub layers: Vec<Stage>,
    /// What the shown units of the last layer give.
    pub outputs: Vec<Expr>,
}

/// Units above one another, some of which may be left out.
pub(super) struct Column<T> {
    /// Those that are shown.
    pub shown: Vec<T>,
    /// After how many of them others are left out, if any are.
    pub gap: Option<usize>,
    /// How many there are.
    pub size: Size,
}

/// A layer.
pub(super) struct Stage {
    /// Its units, by their indices.
    pub units: Column<Expr>,
    /// What its activation is called.
    pub activation: String,
    /// Whether the activation is softmax, which acts on all units together.
    pub softmax: bool,
    /// The activation's graph.
    pub curve: Option<Curve>,
    /// The weight of each shown unit and each shown value before it.
    pub weights: Vec<Vec<Expr>>,
    /// The bias of each shown unit, if there is one.
    pub biases: Vec<Option<Expr>>,
    /// All weights and biases together, where they have a name.
    pub names: Text,
}

/// The most units that a column shows without leaving some out.
const MOST: u64 = 8;

/// Of how many units in a long column the first ones are shown.
const FIRST: u64 = 3;

/// The indices that are shown of a size, counted from 1, and after how many of them others are left
/// out.
pub(super) fn indices(store: &Store, size: &Size) -> (Vec<Expr>, Option<usize>) {
    let first = |count: u64| (1..=count).map(|k| index(store, k));
    match size {
        Size::Number(count) if *count <= MOST => (first(*count).collect(), None),
        Size::Number(count) => {
            let shown = first(FIRST).chain([index(store, *count)]);
            (shown.collect(), Some(FIRST as usize))
        }
        Size::Symbol(name) => {
            let shown = first(2).chain([store.name(name)]);
            (shown.collect(), Some(2))
        }
    }
}

fn index(store: &Store, k: u64) -> Expr {
    store.rational(num_rational::BigRational::from_integer(k.into()))
}

/// What a stage needs to know of an activation: its name, whether it is softmax, its graph.
pub(super) fn activation(store: &Store, function: &Function) -> (String, bool, Option<Curve>) {
    if let Function::Link(link, _) = function
        && link.shape == Shape::Categories
    {
        return (link.activation.to_owned(), true, None);
    }
    let z = store.slot(9);
    match activated(store, function, z, z) {
        Some(known) => {
            let symbol = crate::expr::function(&known.label).map(|f| f.symbol.to_owned());
            let called = known.title.or(symbol).unwrap_or(known.label);
            (called, false, curve(store, known.body, z))
        }
        None => (String::new(), false, None),
    }
}
