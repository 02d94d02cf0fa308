//! Sets and maps of expressions, for walks.
//!
//! A walk below one root meets only expressions with smaller numbers than the root's. A small one
//! is kept by hashing; one that meets a good part of those numbers, by position in a plain list,
//! which is several times as fast for a sum of a million terms. Either way memory is in
//! proportion to what was met.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Expr;

/// One expression in so many below the root makes a list of bits worth its memory.
const SET_SHARE: usize = 64;
/// The same for a list of numbers.
const MAP_SHARE: usize = 8;

/// A set of expressions.
#[derive(Debug, Default)]
pub struct ExprSet {
    few: FxHashSet<Expr>,
    /// The greatest number so far.
    top: u32,
    bits: Vec<u64>,
}

impl ExprSet {
    /// Adds an expression; whether it is new.
    pub fn insert(&mut self, expr: Expr) -> bool {
        let (word, bit) = place(expr);
        if self.bits.is_empty() {
            let new = self.few.insert(expr);
            self.top = self.top.max(expr.0);
            if new && self.few.len() >= 16 + self.top as usize / SET_SHARE {
                let all = std::mem::take(&mut self.few);
                all.into_iter().for_each(|known| self.mark(known));
            }
            return new;
        }
        let new = self.bits.get(word).is_none_or(|bits| bits & bit == 0);
        self.mark(expr);
        new
    }

    /// Whether an expression is in the set.
    pub fn contains(&self, expr: Expr) -> bool {
        if self.bits.is_empty() {
            return self.few.contains(&expr);
        }
        let (word, bit) = place(expr);
        self.bits.get(word).is_some_and(|bits| bits & bit != 0)
    }

    fn mark(&mut self, expr: Expr) {
        let (word, bit) = place(expr);
        if word >= self.bits.len() {
            // Room for what comes next: the numbers of a walk mostly grow.
            self.bits.resize((word + 1).next_power_of_two(), 0);
        }
        self.bits[word] |= bit;
    }
}

fn place(expr: Expr) -> (usize, u64) {
    (expr.0 as usize / 64, 1 << (expr.0 % 64))
}

/// Values by expression.
#[derive(Debug)]
pub struct ExprMap<T> {
    few: FxHashMap<Expr, u32>,
    /// The greatest number so far.
    top: u32,
    /// One more than the place among the values, 0 for none.
    places: Vec<u32>,
    values: Vec<T>,
}

impl<T> Default for ExprMap<T> {
    fn default() -> ExprMap<T> {
        ExprMap {
            few: FxHashMap::default(),
            top: 0,
            places: Vec::new(),
            values: Vec::new(),
        }
    }
}

impl<T> ExprMap<T> {
    /// The value of an expression.
    pub fn get(&self, expr: Expr) -> Option<&T> {
        let place = self.place(expr)?;
        self.values.get(place as usize - 1)
    }

    /// Whether an expression has a value.
    pub fn contains(&self, expr: Expr) -> bool {
        self.place(expr).is_some()
    }

    /// Gives an expression its value, once: a second one is ignored.
    pub fn insert(&mut self, expr: Expr, value: T) {
        if self.contains(expr) {
            return;
        }
        self.values.push(value);
        let place = u32::try_from(self.values.len()).expect("fewer than 2^32 expressions");
        if !self.places.is_empty() {
            return self.put(expr, place);
        }
        self.few.insert(expr, place);
        self.top = self.top.max(expr.0);
        if self.few.len() >= 16 + self.top as usize / MAP_SHARE {
            let all = std::mem::take(&mut self.few);
            all.into_iter()
                .for_each(|(known, place)| self.put(known, place));
        }
    }

    /// Takes the value of an expression out of the map, with which it is done.
    pub fn into_value(mut self, expr: Expr) -> Option<T> {
        let place = self.place(expr)?;
        Some(self.values.swap_remove(place as usize - 1))
    }

    fn place(&self, expr: Expr) -> Option<u32> {
        if self.places.is_empty() {
            return self.few.get(&expr).copied();
        }
        let place = self.places.get(expr.0 as usize).copied();
        place.filter(|place| *place != 0)
    }

    fn put(&mut self, expr: Expr, place: u32) {
        let at = expr.0 as usize;
        if at >= self.places.len() {
            self.places.resize((at + 1).next_power_of_two(), 0);
        }
        self.places[at] = place;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_and_maps_agree_with_the_standard_ones() {
        for step in [1, 7, 1000] {
            let (mut set, mut map) = (ExprSet::default(), ExprMap::default());
            let mut known = std::collections::BTreeMap::new();
            let mut number = 1_u32;
            for _ in 0..5_000 {
                number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let expr = Expr(number % 10_000 * step);
                assert_eq!(set.contains(expr), known.contains_key(&expr));
                assert_eq!(set.insert(expr), !known.contains_key(&expr));
                map.insert(expr, number);
                known.entry(expr).or_insert(number);
                assert_eq!(map.get(expr), known.get(&expr));
                assert!(!map.contains(Expr(u32::MAX)) && !set.contains(Expr(u32::MAX)));
            }
            let (expr, value) = known.pop_first().unwrap();
            assert_eq!(map.into_value(expr), Some(value));
        }
    }
}
