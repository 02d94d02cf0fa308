//! Networks with a nonlinear hidden layer: certain evidence that the inverted output is not
//! affine in the inputs.
//!
//! Along one input, the others being 0, an affine function has equal differences. A predictor
//! z with z(a) + z(c) ≠ 2 z(b) for b midway between a and c is therefore not affine. Where weights
//! are symbols, one choice of values is enough to show that the network is none in general.

use std::cmp::Ordering;
use std::collections::HashMap;

use num_rational::BigRational;
use num_traits::Zero;

use super::activation::activated;
use super::assemble::{self, Letters, Predictors};
use super::chain::tidy;
use super::network::{apply, shape};
use super::polynomial;
use super::refute::Evidence;
use crate::eval::{Assignment, compare, exact, f64_value};
use crate::expr::{Binding, Expr, Head, Relation, Store};
use crate::links::Shape;
use crate::network::{Bias, Inputs, Layer, Size, Weights};
use crate::render::page::Text;

/// Inputs, or units of a layer, that are looked at.
const LOOKED_AT: usize = 8;
/// Formulas of more nodes than this are not shown; their values are.
const SHOWN: usize = 40;

/// Evidence that the predictor of the last layer is not affine in the inputs; and whether it is for
/// chosen values of symbols.
pub fn evidence(
    store: &Store,
    inputs: &Inputs,
    layers: &[Layer],
    letters: &mut Letters<'_>,
) -> Option<(Evidence, bool)> {
    let t = letters.pick(&["t", "u", "s"]);
    let eta = store.slot(9);
    let count = match inputs {
        Inputs::Named(names) => names.len(),
        Inputs::Indexed { size, .. } => match size {
            Size::Number(n) => usize::try_from(*n).ok()?,
            Size::Symbol(_) => 1,
        },
    };
    for input in 0..count.min(LOOKED_AT) {
        let mut signal = vec![store.int(0); count];
        signal[input] = t;
        let mut general = false;
        for (number, layer) in layers.iter().enumerate() {
            let predictors = along(store, layer, &signal, &mut general)?;
            if number + 1 == layers.len() {
                let softmax = shape(&layer.function) == Shape::Categories;
                for predictor in outputs(store, &predictors, softmax) {
                    if let Some(found) = bend(store, predictor, t) {
                        let name = assemble::inputs(store, inputs)
                            .at(store, store.int(input as i64 + 1))?;
                        let alone = count == 1;
                        return Some((
                            describe(store, predictor, t, name, alone, general, &found),
                            general,
                        ));
                    }
                }
                break;
            }
            let function = activated(store, &layer.function, eta, eta)?;
            signal = apply(
                store,
                layer,
                &function,
                eta,
                Predictors::List(predictors),
                letters,
            )
            .into_list()?;
        }
    }
    None
}

/// The predictors of a layer along one input. Symbols get values: a layer of symbolic weights
/// passes its first input to its first unit with weight 1 and everything else with weight 0;
/// other symbols are 1 as weights and 0 as biases.
fn along(store: &Store, layer: &Layer, signal: &[Expr], general: &mut bool) -> Option<Vec<Expr>> {
    let units = match &layer.units {
        Size::Number(n) => usize::try_from(*n).ok()?,
        Size::Symbol(_) => 2,
    };
    let zero = store.int(0);
    let Weights::Values(rows) = &layer.weights else {
        *general = true;
        // The first signal that changes is passed on.
        let first = signal
            .iter()
            .position(|s| !store.free_names(*s).is_empty())
            .unwrap_or(0);
        let mut all = vec![zero; units.max(1)];
        all[0] = *signal.get(first)?;
        if let Bias::Values(values) = &layer.bias {
            for (unit, bias) in all.iter_mut().zip(values.iter().cycle()) {
                let bias = valued(store, *bias, 0, general);
                *unit = tidy(store, store.add([bias, *unit].as_slice()));
            }
        }
        return Some(all);
    };
    let all = rows.iter().enumerate().map(|(k, row)| {
        let mut terms = Vec::new();
        match &layer.bias {
            Bias::None => {}
            Bias::Symbol(_) => *general = true,
            Bias::Values(values) => {
                let bias = *values.get(k).or(values.first())?;
                terms.push(valued(store, bias, 0, general));
            }
        }
        for (weight, value) in row.iter().zip(signal) {
            let weight = valued(store, *weight, 1, general);
            if *value != zero && store.literal(weight).is_none_or(|w| !w.is_zero()) {
                terms.push(store.mul([weight, *value].as_slice()));
            }
        }
        Some(tidy(store, store.add(terms.as_slice())))
    });
    all.collect()
}

/// A weight or bias with its symbols replaced by a number.
fn valued(store: &Store, term: Expr, number: i64, general: &mut bool) -> Expr {
    let mut binding = Binding::default();
    for part in store.subterms(term) {
        let variable = match store.head(part) {
            Head::Entry => true,
            Head::Name(name) => !name.is_constant(),
            _ => false,
        };
        if variable {
            binding.insert(part, store.int(number));
        }
    }
    if binding.is_empty() {
        return term;
    }
    *general = true;
    store.substitute(term, &binding)
}

/// What an inverted output is: a predictor, or for softmax its difference to the last.
fn outputs(store: &Store, predictors: &[Expr], softmax: bool) -> Vec<Expr> {
    match (softmax, predictors.split_last()) {
        (true, Some((last, others))) => others
            .iter()
            .take(LOOKED_AT)
            .map(|z| tidy(store, store.sub(*z, *last)))
            .collect(),
        _ => predictors.iter().take(LOOKED_AT).copied().collect(),
    }
}

/// Three points, evenly spaced, at which a function of t has unequal differences.
struct Bend {
    points: [Expr; 3],
    values: Option<[BigRational; 3]>,
    formula: Expr,
}

fn bend(store: &Store, term: Expr, t: Expr) -> Option<Bend> {
    let number = |n: i64, d: i64| BigRational::new(n.into(), d.into());
    let steps = [(1, 1), (2, 1), (5, 1), (10, 1), (100, 1), (1, 2), (1, 10)];
    for (n, d) in steps {
        for centre in [0, 1, -1, 2, -2] {
            let step = number(n, d);
            let points = [centre - 1, centre, centre + 1]
                .map(|k| polynomial::number(store, &(number(k, 1) * &step)));
            let at = |point: Expr| {
                store.substitute(term, &[(t, point)].into_iter().collect::<Binding>())
            };
            let near =
                points.map(|p| f64_value::<std::hash::RandomState>(store, at(p), &HashMap::new()));
            let scale = near.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
            let second = near[0] + near[2] - 2.0 * near[1];
            if !second.is_finite() || second.abs() <= 1e-9 * scale {
                continue;
            }
            let none = Assignment::new();
            let sum = store.add([at(points[0]), at(points[2])].as_slice());
            let double = store.mul([store.int(2), at(points[1])].as_slice());
            let apart = matches!(
                compare(store, sum, double, &none),
                Some(Ordering::Less | Ordering::Greater)
            );
            if apart {
                let values: Option<Vec<BigRational>> =
                    points.iter().map(|p| exact(store, at(*p), &none)).collect();
                return Some(Bend {
                    points,
                    values: values.and_then(|v| v.try_into().ok()),
                    formula: store.relate(Relation::NotEqual, sum, double),
                });
            }
        }
    }
    None
}

fn describe(
    store: &Store,
    predictor: Expr,
    t: Expr,
    input: Expr,
    alone: bool,
    general: bool,
    found: &Bend,
) -> Evidence {
    let short = |e: Expr| store.subterms(e).len() <= SHOWN;
    let mut text = Text::from(if general {
        "The predictor is not affine in the inputs for all weights. With weights 1 along one \
         path, the others and the biases 0, it takes at "
    } else {
        "The predictor is not affine in the inputs: it takes at "
    });
    text = text.math(store.eq(input, t));
    if !alone {
        text = text.words(", the other inputs being 0,");
    }
    if short(predictor) {
        text = text.words(" the value ").math(predictor).words(". ");
    } else {
        text = text.words(" a value whose differences are not equal. ");
    }
    let [a, b, c] = found.points;
    text = text
        .words("An affine function has equal differences; at ")
        .math(a)
        .words(", ")
        .math(b)
        .words(" and ")
        .math(c);
    let mut formulas = Vec::new();
    match &found.values {
        Some(values) => {
            let [x, y, z] = [0, 1, 2].map(|k: usize| polynomial::number(store, &values[k]));
            text = text
                .words(" this one is ")
                .math(x)
                .words(", ")
                .math(y)
                .words(" and ")
                .math(z)
                .words(":");
            let sum = store.add([x, z].as_slice());
            let double = store.mul([store.int(2), y].as_slice());
            formulas.push(store.relate(Relation::NotEqual, sum, double));
        }
        None if short(found.formula) => {
            text = text.words(" this one has not:");
            formulas.push(found.formula);
        }
        None => text = text.words(" this one has not, as interval arithmetic shows."),
    }
    Evidence { text, formulas }
}
