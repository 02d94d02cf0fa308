//! Evidence that a network is no generalized linear model in its inputs, as points that everybody can
//! check: its equation, values for the weights, and values of one input.
//!
//! Along one input, all else being fixed, a generalized linear model is one-to-one or constant, and
//! the output on the link's scale is affine. So it is none if it takes one value twice and another one
//! as well, if it is continuous and turns back, or if its link's side has unequal differences. Where
//! weights are symbols, one choice of values is enough: it is none in general.

mod room;
mod search;
mod values;

use std::cmp::Ordering;

use rustc_hash::FxHashSet;

use super::collapse::is_input;
use super::hidden_features::put_in;
use super::scale::Scale;
use crate::eval::{Assignment, compare, exact, truth};
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::facts::Facts;
use crate::kernel::{Kernel, ring};

pub use room::have_room;
pub use search::find;
use values::Setting;

/// What the points show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The output is one number.
    Constant,
    /// The first two points have one output, the third has another.
    Same,
    /// The output is continuous, and that of the middle point is above, or below, both others.
    Turns,
    /// The points are evenly spaced, and the predictor's differences are not equal.
    Bends,
}

/// All kinds with their words.
pub const KINDS: [(Kind, &str); 4] = [
    (Kind::Constant, "constant"),
    (Kind::Same, "same output"),
    (Kind::Turns, "turns back"),
    (Kind::Bends, "not affine"),
];

/// Points that show that a network is no generalized linear model.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// What they show.
    pub kind: Kind,
    /// Of which output, or of which equation of the result, from 0.
    pub number: usize,
    /// Values of all variables but one input.
    pub values: Vec<(Expr, Expr)>,
    /// That input.
    pub along: Option<Expr>,
    /// Its values.
    pub points: Vec<Expr>,
}

/// A term, one of several for a range of indices.
#[derive(Clone, Debug)]
struct Instance {
    term: Expr,
    /// The ends of the range, which must not be empty.
    range: Option<(Expr, Expr)>,
}

/// What evidence is about: a network's outputs and predictors as terms in its inputs.
#[derive(Clone, Debug)]
pub struct Question {
    outputs: Vec<Instance>,
    predictors: Vec<Instance>,
    /// Where the predictors are those of the outputs.
    conditions: Vec<Expr>,
    inputs: FxHashSet<Expr>,
}

impl Question {
    /// For the equation of a network. `result` are the equations of its model and the definitions of
    /// hidden features among them, which hold under `conditions`.
    pub fn new(
        store: &Store,
        network: Expr,
        result: &[Expr],
        features: &[Expr],
        conditions: &[Expr],
        scale: Option<&Scale<'_>>,
        inputs: &[Expr],
    ) -> Question {
        let whole = |formula: Expr| {
            let put = |whole: Expr, feature: &Expr| put_in(store, whole, *feature).unwrap_or(whole);
            features.iter().rev().fold(formula, put)
        };
        let outputs = store.conjuncts(network).into_iter();
        let equations = result
            .iter()
            .filter(|equation| !features.contains(equation));
        let predictor = |equation: &Expr| {
            let predictor = scale?.of(*equation)?.predictor;
            instance(store, *equation, |_| Some(whole(predictor)))
        };
        Question {
            outputs: outputs
                .filter_map(|output| instance(store, output, |own| mean(store, own)))
                .collect(),
            predictors: equations.filter_map(predictor).collect(),
            conditions: conditions
                .iter()
                .map(|c| put_outputs(store, network, whole(*c)))
                .collect(),
            inputs: inputs.iter().copied().collect(),
        }
    }

    fn instance(&self, kind: Kind, number: usize) -> Option<&Instance> {
        match kind {
            Kind::Bends => self.predictors.get(number),
            _ => self.outputs.get(number),
        }
    }
}

/// A formula with the outputs replaced by what the network makes them.
fn put_outputs(store: &Store, network: Expr, formula: Expr) -> Expr {
    let equations = store.conjuncts(network).into_iter();
    equations.fold(formula, |whole, equation| {
        put_in(store, whole, equation).unwrap_or(whole)
    })
}

/// The first instance of an equation, its term as given by `of`.
fn instance(store: &Store, equation: Expr, of: impl Fn(Expr) -> Option<Expr>) -> Option<Instance> {
    match (store.head(equation), store.args(equation)) {
        (Head::Each, [index, lo, hi, body]) => {
            let first = [(*index, *lo)].into_iter().collect();
            Some(Instance {
                term: store.substitute(of(*body)?, &first),
                range: Some((*lo, *hi)),
            })
        }
        _ => Some(Instance {
            term: of(equation)?,
            range: None,
        }),
    }
}

/// The side of a network's equation that is no output.
fn mean(store: &Store, equation: Expr) -> Option<Expr> {
    let (left, right) = store.sides(equation)?;
    let name = |side: Expr| matches!(store.head(side), Head::Name(_) | Head::Entry);
    match (name(left), name(right)) {
        (true, _) => Some(right),
        (false, true) => Some(left),
        _ => None,
    }
}

/// Confirms evidence, by exact arithmetic and enclosures.
///
/// # Errors
/// What is not confirmed.
pub fn verify(store: &Store, question: &Question, shown: &Shown) -> Result<(), &'static str> {
    let instance = question.instance(shown.kind, shown.number);
    let instance = instance.ok_or("there is no such equation")?;
    if shown.kind == Kind::Constant {
        let number = store.free_names(instance.term).is_empty();
        return number.then_some(()).ok_or("the output is no number alone");
    }
    let along = shown
        .along
        .filter(|along| is_input(store, &question.inputs, *along));
    let along = along.ok_or("its points are not those of an input")?;
    let setting = Setting::new(store, &shown.values, along).ok_or("its values are none")?;
    let [a, b, c] = *shown.points.as_slice() else {
        return Err("there must be three points");
    };
    if !setting.has_instance(instance) {
        return Err("the sizes leave no instance of the equation");
    }
    let at = |point: Expr| setting.at(instance.term, point).ok_or("it is too long");
    let values = [at(a)?, at(b)?, at(c)?];
    let shows = match shown.kind {
        Kind::Same => {
            apart(store, a, b).is_some()
                && same(store, values[0], values[1])
                && apart(store, values[1], values[2]).is_some()
        }
        Kind::Turns => {
            let order = |x: Expr, y: Expr| apart(store, x, y);
            let first = order(values[0], values[1]);
            order(a, b) == Some(Ordering::Less)
                && order(b, c) == Some(Ordering::Less)
                && first.is_some()
                && order(values[1], values[2]) == first.map(Ordering::reverse)
                && setting
                    .at(instance.term, along)
                    .is_some_and(|term| is_continuous(store, term, along))
        }
        _ => {
            let double = |x: Expr| store.mul([store.int(2), x].as_slice());
            let sum = |x: Expr, y: Expr| store.add([x, y].as_slice());
            let holds = |condition: &Expr| {
                let mut all = [a, b, c].into_iter();
                all.all(|point| {
                    setting.at(*condition, point).is_some_and(|closed| {
                        truth(store, closed, &Assignment::new()) == Some(true)
                    })
                })
            };
            apart(store, a, b).is_some()
                && exact(store, store.sub(sum(a, c), double(b)), &Assignment::new())
                    .is_some_and(|gap| gap == num_rational::BigRational::from_integer(0.into()))
                && apart(store, sum(values[0], values[2]), double(values[1])).is_some()
                && question.conditions.iter().all(holds)
        }
    };
    match shows {
        true => Ok(()),
        false => Err("its points do not certainly show it"),
    }
}

/// How two numbers differ, if they certainly do.
fn apart(store: &Store, a: Expr, b: Expr) -> Option<Ordering> {
    let order = compare(store, a, b, &Assignment::new())?;
    (order != Ordering::Equal).then_some(order)
}

/// Whether two numbers are certainly defined and the same.
fn same(store: &Store, a: Expr, b: Expr) -> bool {
    let none = Assignment::new();
    if let (Some(a), Some(b)) = (exact(store, a, &none), exact(store, b, &none)) {
        return a == b;
    }
    let kernel = Kernel::new(store);
    let facts = Facts::new(store, kernel.arranger(), &[]);
    let defined =
        |term: Expr| facts.defined(term) || truth(store, store.eq(term, term), &none) == Some(true);
    compare(store, a, b, &none) == Some(Ordering::Equal)
        || ring::equal(store, kernel.arranger(), a, b) && defined(a) && defined(b)
}

/// Whether a term is certainly a continuous function of a variable, everywhere defined, and has no
/// other one.
fn is_continuous(store: &Store, term: Expr, variable: Expr) -> bool {
    let breaks = store.any(term, |node| {
        matches!(
            node.head,
            Head::Piecewise | Head::Apply(_) | Head::Derivative
        ) || matches!(&node.head, Head::Call(f) if !CONTINUOUS.contains(&f.name))
            || matches!(&node.head, Head::Relation(r) if *r != Relation::Equal)
    });
    let base = match store.head(variable) {
        Head::Entry => store.args(variable)[0],
        _ => variable,
    };
    let names = store.free_names(term);
    let alone = names
        .iter()
        .all(|name| *name == base || store.is_constant(*name));
    let kernel = Kernel::new(store);
    !breaks && alone && Facts::new(store, kernel.arranger(), &[]).defined(term)
}

/// Functions that are continuous wherever they are defined.
const CONTINUOUS: &[&str] = &[
    "exp", "log", "log10", "log2", "sqrt", "abs", "sin", "cos", "atan", "sinh", "cosh", "tanh",
    "asinh", "erf", "sigmoid", "Phi", "max", "min", "root",
];
