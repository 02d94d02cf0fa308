//! A network's equation: predictors of its layers, from the inputs up.

use num_traits::{One, Signed};
use rustc_hash::FxHashSet;

use crate::expr::{Args, Expr, Head, Store};
use crate::network::{Bias, Inputs, Layer, Outputs, Size, Weights};

/// Values that flow from one layer to the next.
#[derive(Clone, Debug)]
pub enum Signal {
    /// Each value by itself.
    List(Vec<Expr>),
    /// A template in which `@1` stands for the index, and the size.
    Indexed(Expr, Expr),
}

impl Signal {
    /// The value at a literal or symbolic index, counted from 1.
    pub fn at(&self, store: &Store, index: Expr) -> Option<Expr> {
        match self {
            Signal::List(values) => {
                let k = usize::try_from(store.small_integer(index)? - 1).ok()?;
                values.get(k).copied()
            }
            Signal::Indexed(template, _) => {
                let binding = [(store.slot(1), index)].into_iter().collect();
                Some(store.substitute(*template, &binding))
            }
        }
    }
}

impl From<Predictors> for Signal {
    fn from(predictors: Predictors) -> Signal {
        match predictors {
            Predictors::One(e) => Signal::List(vec![e]),
            Predictors::List(all) => Signal::List(all),
            Predictors::Indexed(e, size) => Signal::Indexed(e, size),
        }
    }
}

impl Signal {
    /// The values one by one; `None` where their number is a symbol.
    pub fn into_list(self) -> Option<Vec<Expr>> {
        match self {
            Signal::List(values) => Some(values),
            Signal::Indexed(..) => None,
        }
    }
}

/// The predictors of a layer.
#[derive(Clone, Debug)]
pub enum Predictors {
    /// A layer of one unit.
    One(Expr),
    /// Each unit by itself.
    List(Vec<Expr>),
    /// A template in which `@1` stands for the unit, and the number of units.
    Indexed(Expr, Expr),
}

/// Chooses index letters that the network does not use.
#[derive(Clone)]
pub struct Letters<'a> {
    store: &'a Store,
    taken: FxHashSet<String>,
}

impl<'a> Letters<'a> {
    /// Avoids these names.
    pub fn avoiding(store: &'a Store, taken: FxHashSet<String>) -> Letters<'a> {
        Letters { store, taken }
    }

    /// The first of these names that is free; it is taken from now on.
    pub fn pick(&mut self, wanted: &[&str]) -> Expr {
        let name = wanted
            .iter()
            .map(|name| (*name).to_owned())
            .chain((2..).map(|n| format!("{}{n}", wanted.first().unwrap_or(&"t"))))
            .find(|name| !self.taken.contains(name))
            .unwrap_or_default();
        self.taken.insert(name.clone());
        self.store.name(&name)
    }
}

/// The size as an expression.
pub fn size_term(store: &Store, size: &Size) -> Expr {
    match size {
        Size::Number(n) => store.rational(num_rational::BigRational::from_integer((*n).into())),
        Size::Symbol(name) => store.name(name),
    }
}

/// The inputs as a signal.
pub fn inputs(store: &Store, inputs: &Inputs) -> Signal {
    match inputs {
        Inputs::Named(names) => Signal::List(
            names
                .iter()
                .map(|name| crate::parse::variable(store, name))
                .collect(),
        ),
        Inputs::Indexed { name, size } => {
            let template = store.entry(store.name(name), &[store.slot(1)]);
            Signal::Indexed(template, size_term(store, size))
        }
    }
}

/// The bias of a unit, by its index counted from 1, or of the only unit: `None` where there is none.
///
/// One value may stand for all units.
pub fn bias(store: &Store, layer: &Layer, unit: Option<Expr>) -> Option<Expr> {
    match (&layer.bias, unit) {
        (Bias::None, _) => None,
        (Bias::Symbol(name), Some(k)) => Some(store.entry(store.name(name), &[k])),
        (Bias::Symbol(name), None) => Some(crate::parse::variable(store, name)),
        (Bias::Values(values), unit) => {
            let own = place(store, unit).and_then(|at| values.get(at));
            own.or(values.first()).copied()
        }
    }
}

/// The weight of a unit, or of the only unit, for a value before it; its index is `None` where the
/// only unit has one value before it, which is a scalar. There is no weight if the weights are listed
/// and this is none of them.
pub fn weight(
    store: &Store,
    layer: &Layer,
    unit: Option<Expr>,
    input: Option<Expr>,
) -> Option<Expr> {
    match &layer.weights {
        Weights::Symbol(name) => {
            let indices: Vec<Expr> = unit.into_iter().chain(input).collect();
            Some(match indices.as_slice() {
                [] => crate::parse::variable(store, name),
                indices => store.entry(store.name(name), indices),
            })
        }
        Weights::Values(rows) => {
            let row = rows.get(place(store, unit)?)?;
            row.get(place(store, input)?).copied()
        }
    }
}

/// The place in a list of an index, or of the only one.
fn place(store: &Store, index: Option<Expr>) -> Option<usize> {
    let number = index.map_or(Some(1), |index| store.small_integer(index))?;
    usize::try_from(number - 1).ok()
}

/// The linear predictors of a layer: bias plus weighted signal, unit by unit.
pub fn predictors(
    store: &Store,
    layer: &Layer,
    signal: &Signal,
    index: Expr,
) -> Option<Predictors> {
    let one_unit = layer.units == Size::Number(1);
    let explicit = matches!(layer.weights, Weights::Values(_))
        || matches!(&layer.bias, Bias::Values(values) if values.len() > 1);
    let unit = |k: Option<Expr>| -> Option<Expr> {
        let mut terms = Args::new();
        terms.extend(bias(store, layer, k));
        match signal {
            Signal::List(values) => {
                let scalar = values.len() == 1 && k.is_none();
                for (j, value) in values.iter().enumerate() {
                    let j = (!scalar).then(|| store.int(j as i64 + 1));
                    terms.push(weighted(store, weight(store, layer, k, j)?, *value));
                }
            }
            Signal::Indexed(template, size) => match (&layer.weights, store.small_integer(*size)) {
                (Weights::Values(_), Some(size)) => {
                    for j in 1..=size {
                        let j = store.int(j);
                        let weight = weight(store, layer, k, Some(j))?;
                        terms.push(weighted(store, weight, signal.at(store, j)?));
                    }
                }
                _ => {
                    let binding = [(store.slot(1), index)].into_iter().collect();
                    let value = store.substitute(*template, &binding);
                    let body = weighted(store, weight(store, layer, k, Some(index))?, value);
                    terms.push(store.bind(Head::Sum, index, store.int(1), *size, body));
                }
            },
        }
        Some(store.add(terms))
    };
    if one_unit {
        return Some(Predictors::One(unit(None)?));
    }
    let units = size_term(store, &layer.units);
    match (&layer.units, explicit) {
        (Size::Number(count), true) => {
            let count = i64::try_from(*count).ok()?;
            let all: Option<Vec<Expr>> = (1..=count).map(|k| unit(Some(store.int(k)))).collect();
            Some(Predictors::List(all?))
        }
        (Size::Symbol(_), true) => None,
        _ => Some(Predictors::Indexed(unit(Some(store.slot(1)))?, units)),
    }
}

/// `w * x` as an author writes it: a negative number in front makes the term negative, a plain 1
/// is left out.
pub fn weighted(store: &Store, weight: Expr, value: Expr) -> Expr {
    if let (Head::Neg, [positive]) = (store.head(weight), store.args(weight)) {
        return store.neg(weighted(store, *positive, value));
    }
    if let Some(number) = store.literal(weight)
        && number.is_one()
        && !number.is_negative()
        && weight == store.int(1)
    {
        return value;
    }
    store.mul([weight, value].as_slice())
}

/// The output variables: one, a list, or entries of a vector.
pub fn outputs(store: &Store, outputs: &Outputs, predictors: &Predictors) -> Predictors {
    match (outputs, predictors) {
        (Outputs::Named(names), _) if names.len() > 1 => Predictors::List(
            names
                .iter()
                .map(|name| crate::parse::variable(store, name))
                .collect(),
        ),
        (Outputs::Named(names), Predictors::One(_)) => Predictors::One(crate::parse::variable(
            store,
            names.first().map_or("y", String::as_str),
        )),
        (Outputs::Symbol(name), Predictors::One(_)) => {
            Predictors::One(crate::parse::variable(store, name))
        }
        (Outputs::Named(names), other) => {
            let name = names.first().map_or("y", String::as_str);
            entries(store, name, other)
        }
        (Outputs::Symbol(name), other) => entries(store, name, other),
    }
}

fn entries(store: &Store, name: &str, like: &Predictors) -> Predictors {
    let base = store.name(name);
    match like {
        Predictors::List(values) => Predictors::List(
            (1..=values.len())
                .map(|k| store.entry(base, &[store.int(k as i64)]))
                .collect(),
        ),
        Predictors::Indexed(_, size) => {
            Predictors::Indexed(store.entry(base, &[store.slot(1)]), *size)
        }
        Predictors::One(_) => Predictors::One(base),
    }
}
