//! Whether conditions leave room: a point of the network around which they hold.

use rustc_hash::FxHashMap;

use super::put_outputs;
use super::search::Variables;
use super::values::{names_of_sizes, sized};
use crate::eval::{Assignment, Value, exact, f64_value, truth};
use crate::expr::{Binding, Expr, Head, Relation, Store};

/// Points that are tried.
const POINTS: u64 = 400;
/// Larger ranges are not written out.
const INSTANCES: i64 = 16;

/// Whether there certainly is a point of a network around which conditions hold. Equations hold
/// around no point.
pub fn have_room(store: &Store, network: Expr, conditions: &[Expr]) -> bool {
    if conditions.is_empty() {
        return true;
    }
    let put = |condition: &Expr| inside(store, put_outputs(store, network, *condition));
    let inside = store.and(conditions.iter().map(put));
    let sizes = names_of_sizes(store, inside).into_iter();
    let sizes: Binding = sizes.map(|name| (name, store.int(2))).collect();
    let whole = store.substitute(inside, &sizes);
    let formula = instances(store, whole).and_then(|formula| sized(store, formula, &sizes));
    let Some(formula) = formula else { return false };
    let Some(variables) = Variables::of_formula(store, formula) else {
        return false;
    };
    let names: Vec<Expr> = variables.parameters.iter().map(|(name, _)| *name).collect();
    (0..POINTS).any(|number| {
        let values = point(store, &names, number);
        let near: FxHashMap<Expr, f64> = values
            .iter()
            .map(|(name, value)| (*name, f64_value(store, *value, &FxHashMap::default())))
            .collect();
        if !glance(store, formula, &near) {
            return false;
        }
        let known = values.iter().filter_map(|(name, value)| {
            let value = exact(store, *value, &Assignment::new())?;
            Some((*name, Value::Rational(value)))
        });
        truth(store, formula, &known.collect::<Assignment>()) == Some(true)
    })
}

/// The n-th of some points: all variables alike at first, then each another.
fn point(store: &Store, names: &[Expr], number: u64) -> Vec<(Expr, Expr)> {
    const ZERO: u64 = 7;
    const VALUES: [(i64, i64); 10] = [
        (1, 1),
        (1, 2),
        (2, 1),
        (-1, 1),
        (1, 4),
        (-1, 2),
        (3, 1),
        (0, 1),
        (-2, 1),
        (3, 4),
    ];
    let mut random = without_pattern(number);
    let count = VALUES.len() as u64;
    // By turns all variables have some value, and only a few, so that long sums stay small.
    let few = number % 2 == 1;
    let mut chosen: Vec<u64> = Vec::new();
    if few && !names.is_empty() {
        chosen.extend((0..3).map(|_| random() % names.len() as u64));
    }
    let value = |place: u64, random: &mut dyn FnMut() -> u64| match number {
        _ if number < count => number,
        _ if few && !chosen.contains(&place) => ZERO,
        _ => random() % count,
    };
    (0..)
        .zip(names)
        .map(|(place, name)| {
            let (n, d) = VALUES[value(place, &mut random) as usize];
            let value = num_rational::BigRational::new(n.into(), d.into());
            (*name, crate::derive::polynomial::number(store, &value))
        })
        .collect()
}

/// Numbers without a pattern, the same every time.
fn without_pattern(seed: u64) -> impl FnMut() -> u64 {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state >> 11
    }
}

/// Whether a conjunction may hold, in machine numbers.
fn glance(store: &Store, formula: Expr, values: &FxHashMap<Expr, f64>) -> bool {
    store.conjuncts(formula).into_iter().all(|part| {
        let (Head::Relation(relation), [a, b]) = (store.head(part), store.args(part)) else {
            return true;
        };
        let (a, b) = (f64_value(store, *a, values), f64_value(store, *b, values));
        match relation {
            Relation::Less | Relation::LessEqual => a < b,
            Relation::Greater | Relation::GreaterEqual => a > b,
            Relation::NotEqual => a != b,
            Relation::Equal => false,
        }
    })
}

/// The condition without its borders: where it holds, the condition holds around as well.
fn inside(store: &Store, condition: Expr) -> Expr {
    store.rebuild(condition, |head, args| {
        let relation = match head {
            Head::Relation(Relation::LessEqual) => Relation::Less,
            Head::Relation(Relation::GreaterEqual) => Relation::Greater,
            Head::Relation(Relation::Equal) => return Some(store.make(Head::False, [].as_slice())),
            _ => return None,
        };
        Some(store.relate(relation, args[0], args[1]))
    })
}

/// Statements for each index of a range, written out.
fn instances(store: &Store, formula: Expr) -> Option<Expr> {
    let mut all = Vec::new();
    for part in store.conjuncts(formula) {
        let (Head::Each, [index, lo, hi, body]) = (store.head(part), store.args(part)) else {
            all.push(part);
            continue;
        };
        let (lo, hi) = (store.small_integer(*lo)?, store.small_integer(*hi)?);
        if !(0..INSTANCES).contains(&hi.checked_sub(lo)?) {
            return None;
        }
        all.extend((lo..=hi).map(|k| {
            let binding: Binding = [(*index, store.int(k))].into_iter().collect();
            store.substitute(*body, &binding)
        }));
    }
    Some(store.and(all))
}
