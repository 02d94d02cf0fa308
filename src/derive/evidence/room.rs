//! Whether conditions leave room: a point of the network around which they hold.

use rustc_hash::FxHashMap;

use super::search::Variables;
use super::values::sized;
use crate::derive::hidden_features::put_in;
use crate::eval::{Assignment, Value, f64_value, truth};
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
    // The output is what the network makes it.
    let put = |condition: Expr| {
        let equations = store.conjuncts(network).into_iter();
        equations.fold(condition, |whole, equation| {
            put_in(store, whole, equation).unwrap_or(whole)
        })
    };
    let inside = store.and(conditions.iter().map(|c| inside(store, put(*c))));
    let Some(variables) = Variables::of_formula(store, inside) else {
        return false;
    };
    let sizes: Binding = variables.sizes.iter().copied().collect();
    let Some(formula) = sized(store, inside, &sizes).and_then(|f| instances(store, f)) else {
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
        let exact = values.iter().filter_map(|(name, value)| {
            Some((*name, Value::Rational(store.literal(*value)?)))
        });
        truth(store, formula, &exact.collect::<Assignment>()) == Some(true)
    })
}

/// The n-th of some points: all variables alike at first, then each another.
fn point(store: &Store, names: &[Expr], number: u64) -> Vec<(Expr, Expr)> {
    const VALUES: [(i64, i64); 10] = [(1, 1), (1, 2), (2, 1), (-1, 1), (1, 4), (-1, 2), (3, 1), (0, 1), (-2, 1), (3, 4)];
    let mut random = fastrand_like(number);
    let count = VALUES.len() as u64;
    names
        .iter()
        .map(|name| {
            let at = if number < count { number } else { random() % count };
            let (n, d) = VALUES[at as usize];
            let value = num_rational::BigRational::new(n.into(), d.into());
            (*name, crate::derive::polynomial::number(store, &value))
        })
        .collect()
}

/// Numbers without a pattern, the same every time.
fn fastrand_like(seed: u64) -> impl FnMut() -> u64 {
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
