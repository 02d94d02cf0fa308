//! The search for evidence: a few choices of weights, and points along one input; machine numbers say
//! where to look, [`verify`] decides.

use std::collections::HashMap;

use rustc_hash::FxHashSet;

use super::values::{Setting, names_of_sizes, sized};
use super::{Instance, Kind, Question, Shown, verify};
use crate::derive::collapse::{has_input, is_input};
use crate::derive::polynomial;
use crate::eval::f64_value;
use crate::expr::{Binding, Expr, Head, Store};

/// Inputs, equations and choices of weights that are looked at.
const LOOKED_AT: usize = 4;
/// So many nodes are evaluated in machine numbers.
const WORK: u64 = 4_000_000;
/// Candidates that are looked at with certainty, for each line.
const CLOSELY: usize = 4;

/// Points that show that a network is no generalized linear model in its inputs.
pub fn find(store: &Store, question: &Question) -> Option<Shown> {
    for (number, output) in question.outputs.iter().enumerate().take(LOOKED_AT) {
        let shown = Shown {
            kind: Kind::Constant,
            number,
            values: Vec::new(),
            along: None,
            points: Vec::new(),
        };
        if store.free_names(output.term).is_empty() {
            return Some(shown);
        }
    }
    let mut search = Search {
        store,
        question,
        work: WORK,
    };
    let kinds: &[(bool, &[Instance])] = &[(true, &question.predictors), (false, &question.outputs)];
    kinds
        .iter()
        .find_map(|(bends, instances)| search.among(*bends, instances))
}

struct Search<'a> {
    store: &'a Store,
    question: &'a Question,
    work: u64,
}

impl Search<'_> {
    fn among(&mut self, bends: bool, instances: &[Instance]) -> Option<Shown> {
        let instances = instances.iter().enumerate().take(LOOKED_AT);
        for (number, instance) in instances {
            let variables = Variables::of(self.store, instance, self.question)?;
            for choice in CHOICES {
                for along in variables.inputs.iter().take(LOOKED_AT) {
                    let values = variables.values(self.store, choice, *along);
                    if let Some(found) = self.line(bends, number, instance, *along, &values) {
                        return Some(found);
                    }
                    if self.work == 0 {
                        return None;
                    }
                }
                if variables.parameters.is_empty() {
                    break;
                }
            }
        }
        None
    }

    /// Looks along one input.
    fn line(
        &mut self,
        bends: bool,
        number: usize,
        instance: &Instance,
        along: Expr,
        values: &[(Expr, Expr)],
    ) -> Option<Shown> {
        let store = self.store;
        let setting = Setting::new(store, values, along)?;
        let term = setting.at(instance.term, along)?;
        let cost = 1 + store.subterms(term).len() as u64;
        let points = points(store);
        let near: Vec<(Expr, f64, f64)> = points
            .into_iter()
            .map(|point| {
                self.work = self.work.saturating_sub(cost);
                let at = f64_value::<std::hash::RandomState>(store, point, &HashMap::new());
                let value: HashMap<Expr, f64> = [(along, at)].into_iter().collect();
                (point, at, f64_value(store, term, &value))
            })
            .filter(|(_, _, value)| value.is_finite())
            .collect();
        let triples = match bends {
            true => bent(&near),
            false => [alike(&near), turning(&near)].concat(),
        };
        let shown = |(kind, points): (Kind, [Expr; 3])| Shown {
            kind,
            number,
            values: values.to_vec(),
            along: Some(along),
            points: points.to_vec(),
        };
        let mut all = triples.into_iter().map(shown);
        all.find(|shown| verify(store, self.question, shown).is_ok())
    }
}

/// A point, where it lies and the value there.
type Near = (Expr, f64, f64);

/// Three evenly spaced points with unequal differences.
fn bent(points: &[Near]) -> Vec<(Kind, [Expr; 3])> {
    let mut found = Vec::new();
    for (k, (b, at, value)) in points.iter().enumerate() {
        for (a, left, low) in points {
            let step = at - left;
            let other = points
                .iter()
                .find(|(_, right, _)| step > 0.0 && (right - at - step).abs() < 1e-12);
            let Some((c, _, high)) = other else { continue };
            let scale = low.abs().max(high.abs()).max(value.abs());
            if (low + high - 2.0 * value).abs() > 1e-9 * scale {
                found.push((Kind::Bends, [*a, *b, *c]));
            }
        }
        if found.len() >= CLOSELY || k > 12 {
            break;
        }
    }
    found.truncate(CLOSELY);
    found
}

/// Two points with one value, and a third one with another.
fn alike(points: &[Near]) -> Vec<(Kind, [Expr; 3])> {
    let mut found = Vec::new();
    for (k, (a, _, first)) in points.iter().enumerate() {
        let close = |value: f64| (value - first).abs() <= 1e-12 * (1.0 + first.abs());
        let far = |value: f64| (value - first).abs() > 1e-6 * (1.0 + first.abs());
        let other = points[k + 1..].iter().filter(|(_, _, value)| close(*value));
        let third = points.iter().find(|(_, _, value)| far(*value));
        if let Some((c, ..)) = third {
            found.extend(other.take(2).map(|(b, ..)| (Kind::Same, [*a, *b, *c])));
        }
        if found.len() >= CLOSELY {
            break;
        }
    }
    found.truncate(CLOSELY);
    found
}

/// A point between two others whose values are both below or both above its own.
fn turning(points: &[Near]) -> Vec<(Kind, [Expr; 3])> {
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut found: Vec<(f64, [Expr; 3])> = Vec::new();
    for sign in [1.0, -1.0] {
        let value = |near: &Near| sign * near.2;
        let least = |points: &[Near]| {
            points
                .iter()
                .min_by(|a, b| value(a).total_cmp(&value(b)))
                .copied()
        };
        for (k, middle) in sorted.iter().enumerate() {
            let (Some(a), Some(c)) = (
                least(&sorted[..k]),
                least(sorted.get(k + 1..).unwrap_or_default()),
            ) else {
                continue;
            };
            let gap = (value(middle) - value(&a)).min(value(middle) - value(&c));
            if gap > 1e-9 * (1.0 + middle.2.abs()) {
                found.push((gap, [a.0, middle.0, c.0]));
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.truncate(CLOSELY);
    found
        .into_iter()
        .map(|(_, points)| (Kind::Turns, points))
        .collect()
}

/// Points to try, memorable ones first.
fn points(store: &Store) -> Vec<Expr> {
    let pi = store.name("pi");
    let mut all = vec![store.int(0)];
    all.extend([1, -1, 2, -2].map(|n| store.int(n)));
    all.extend([pi, store.neg(pi), store.mul([store.int(2), pi].as_slice())]);
    let whole = [3, 4, 5, 6, 7, 8, 10, 20, 50, 100, 1000];
    all.extend(
        whole
            .into_iter()
            .flat_map(|n| [store.int(n), store.int(-n)]),
    );
    let parts = [2, 4, 8, 10, 20, 100].into_iter();
    for number in parts.flat_map(|d| [(1, d), (-1, d), (3, d), (-3, d)]) {
        let (n, d) = number;
        let value = num_rational::BigRational::new(n.into(), i64::into(d));
        all.push(polynomial::number(store, &value));
    }
    let mut seen = FxHashSet::default();
    all.retain(|point| seen.insert(*point));
    all
}

/// How weights and what is added to them are chosen.
#[derive(Clone, Copy)]
enum Weights {
    /// All are 1.
    Ones,
    /// 1 from the first unit to the first, else 0.
    Path,
    /// 1, 2, 3, …
    Counted,
    /// 1 and −1 by turns.
    Alternating,
}

/// Choices of weights, and of what is added, in halves.
const CHOICES: [(Weights, i64); 12] = [
    (Weights::Ones, 0),
    (Weights::Path, 0),
    (Weights::Counted, 0),
    (Weights::Alternating, 0),
    (Weights::Ones, -1),
    (Weights::Path, -1),
    (Weights::Path, -2),
    (Weights::Path, -3),
    (Weights::Path, 3),
    (Weights::Ones, 1),
    (Weights::Ones, 2),
    (Weights::Ones, -6),
];

/// The variables of a term once its sizes have values.
pub(super) struct Variables {
    pub sizes: Vec<(Expr, Expr)>,
    inputs: Vec<Expr>,
    /// Each with whether it is a factor of something.
    pub parameters: Vec<(Expr, bool)>,
}

impl Variables {
    fn of(store: &Store, instance: &Instance, question: &Question) -> Option<Variables> {
        let ends = instance.range.iter().flat_map(|(lo, hi)| [*lo, *hi]);
        let ends = ends.flat_map(|end| store.free_names(end)).collect();
        let whole = store.and(
            question
                .conditions
                .iter()
                .copied()
                .chain([store.eq(instance.term, instance.term)]),
        );
        Variables::within(store, whole, ends, &question.inputs)
    }

    /// The variables of a formula, none of which is an input.
    pub fn of_formula(store: &Store, formula: Expr) -> Option<Variables> {
        Variables::within(store, formula, Vec::new(), &FxHashSet::default())
    }

    fn within(
        store: &Store,
        formula: Expr,
        ends: Vec<Expr>,
        known: &FxHashSet<Expr>,
    ) -> Option<Variables> {
        let mut names = ends;
        names.extend(names_of_sizes(store, formula));
        names.sort_unstable();
        names.dedup();
        let sizes: Vec<(Expr, Expr)> = names.iter().map(|name| (*name, store.int(2))).collect();
        let binding: Binding = sizes.iter().copied().collect();
        let parts = store.subterms(sized(store, formula, &binding)?);
        let bases: FxHashSet<Expr> = parts
            .iter()
            .filter(|part| *store.head(**part) == Head::Entry)
            .map(|part| store.args(*part)[0])
            .collect();
        // w[1] − w[3] is a factor of an input as w[1] alone would be.
        let has = |term: Expr| has_input(store, known, term);
        let products = parts.iter().filter(|part| *store.head(**part) == Head::Mul);
        let factors: FxHashSet<Expr> = products
            .flat_map(|part| store.args(*part).iter().copied())
            .flat_map(|factor| match has(factor) {
                true => vec![factor],
                false => store.subterms(factor),
            })
            .collect();
        let variable = |part: &&Expr| match store.head(**part) {
            Head::Entry => true,
            Head::Name(name) => {
                !name.is_constant() && !bases.contains(part) && !binding.contains_key(part)
            }
            _ => false,
        };
        let (mut inputs, mut parameters) = (Vec::new(), Vec::new());
        for part in parts.iter().filter(variable) {
            match is_input(store, known, *part) {
                true => inputs.push(*part),
                false => parameters.push((*part, factors.contains(part))),
            }
        }
        Some(Variables {
            sizes,
            inputs,
            parameters,
        })
    }

    /// Values of all but one input.
    fn values(&self, store: &Store, choice: (Weights, i64), along: Expr) -> Vec<(Expr, Expr)> {
        let (weights, halves) = choice;
        let half = num_rational::BigRational::new(halves.into(), 2.into());
        let mut values = self.sizes.clone();
        let others = self.inputs.iter().filter(|input| **input != along);
        values.extend(others.map(|input| (*input, store.int(0))));
        let mut number = 0;
        for (name, factor) in &self.parameters {
            number += i64::from(*factor);
            let indices = store.args(*name).get(1..).unwrap_or_default();
            let first = indices
                .iter()
                .all(|index| store.small_integer(*index) == Some(1));
            let value = match (factor, weights) {
                (false, _) => polynomial::number(store, &half),
                (true, Weights::Ones) => store.int(1),
                (true, Weights::Path) => store.int(i64::from(first)),
                (true, Weights::Counted) => store.int(number),
                (true, Weights::Alternating) => store.int(if number % 2 == 1 { 1 } else { -1 }),
            };
            values.push((*name, value));
        }
        values
    }
}
