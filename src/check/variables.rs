//! The variables of a claim: which of its names are numbers, which are sizes, indices and vectors,
//! and what is given of each alone.

use num_rational::BigRational;
use num_traits::Signed;
use rustc_hash::{FxHashMap, FxHashSet};

use super::point::Point;
use crate::expr::{Expr, Head, Relation, Store};

/// Entries of sizes beyond this are not asked for.
const MOST: i64 = 12;

/// Whether a name is one of the numbers e and π.
pub fn constant(store: &Store, name: Expr) -> bool {
    store.is_constant(name)
}

/// What is given of one variable alone.
#[derive(Clone, Default)]
struct Range {
    lower: Option<BigRational>,
    upper: Option<BigRational>,
    whole: bool,
    /// The only values, where they are listed.
    values: Vec<BigRational>,
}

/// The variables of formulas: names and entries, with sizes and indices apart.
pub struct Variables {
    /// Names that bound ranges: positive integers.
    sizes: Vec<Expr>,
    /// Other names in the place of an index.
    indices: Vec<Expr>,
    /// Names, and bases of entries with their number of indices.
    scalars: Vec<Expr>,
    bases: Vec<(Expr, usize)>,
    ranges: FxHashMap<Expr, Range>,
}

impl Variables {
    /// The variables of formulas, and what is given of each alone.
    pub fn of(store: &Store, formulas: &[Expr], given: &[Expr]) -> Variables {
        let mut bases: Vec<(Expr, usize)> = Vec::new();
        let mut scalars: Vec<Expr> = Vec::new();
        let mut entries: Vec<Expr> = Vec::new();
        let mut binders = false;
        for part in formulas.iter().flat_map(|f| store.subterms(*f)) {
            let args = store.args(part);
            binders |= store.head(part).binds();
            if *store.head(part) == Head::Entry {
                let base = (args[0], args.len() - 1);
                if !bases.contains(&base) {
                    bases.push(base);
                }
                if args[1..].iter().all(|i| store.small_integer(*i).is_some()) {
                    entries.push(part);
                }
            }
        }
        let (sizes, indices) = whole(store, formulas);
        let plain = names_themselves(store, formulas);
        for formula in formulas {
            for name in store.free_names(*formula) {
                // A scalar and a vector of one name are two variables.
                let base = !plain.contains(&name);
                let whole = sizes.contains(&name) || indices.contains(&name);
                if !constant(store, name) && !base && !whole && !scalars.contains(&name) {
                    scalars.push(name);
                }
            }
        }
        // Where no index runs, only the entries that occur are variables.
        if sizes.is_empty() && indices.is_empty() && !binders {
            entries.sort();
            entries.dedup();
            scalars.extend(entries);
            bases.clear();
        }
        Variables {
            sizes,
            indices,
            scalars,
            bases,
            ranges: ranges(store, given),
        }
    }

    /// All single variables when sizes and indices are at most this.
    pub fn singles(&self, store: &Store, most: i64) -> Vec<Expr> {
        let mut all = self.scalars.clone();
        for (base, count) in &self.bases {
            let mut indices: Vec<Vec<Expr>> = vec![Vec::new()];
            for _ in 0..*count {
                indices = indices
                    .into_iter()
                    .flat_map(|known| {
                        (1..=most).map(move |k| {
                            let mut next = known.clone();
                            next.push(store.int(k));
                            next
                        })
                    })
                    .collect();
            }
            all.extend(indices.iter().map(|i| store.entry(*base, i)));
        }
        all
    }

    /// Whether there is nothing but sizes and indices.
    pub fn only_sizes(&self) -> bool {
        self.scalars.is_empty() && self.bases.is_empty() && !self.sizes.is_empty()
    }

    /// Values for sizes and indices: each of some sizes for all of them, then different ones for
    /// several; each index first and last.
    pub fn starts(&self, store: &Store, sizes: &[i64]) -> Vec<(i64, Point)> {
        let mut starts = Vec::new();
        if self.sizes.is_empty() && self.indices.is_empty() {
            return vec![(sizes.first().copied().unwrap_or(1), Point::default())];
        }
        let different = if self.sizes.len() > 1 { sizes.len() } else { 0 };
        for (n, size) in sizes.iter().chain(&sizes[..different]).enumerate() {
            let (mut point, mut most) = (self.point(), *size);
            let mut least = *size;
            for (k, name) in self.sizes.iter().enumerate() {
                let value = match n < sizes.len() {
                    true => *size,
                    false => sizes[(n + k) % sizes.len()],
                };
                let value = self.fitted(*name, BigRational::from_integer(value.into()));
                if let Ok(value) = i64::try_from(value.to_integer()) {
                    most = most.max(value);
                    least = least.min(value);
                }
                point.set(store, *name, &value);
            }
            let shifts = if self.indices.is_empty() {
                1
            } else {
                least.max(1)
            };
            for shift in 0..shifts {
                let mut point = point.clone();
                for (k, name) in self.indices.iter().enumerate() {
                    // Two indices are alike in some points and differ in others.
                    let value = 1 + (shift * (1 + k as i64 % 2) + k as i64 / 2) % shifts;
                    point.set(store, *name, &BigRational::from_integer(value.into()));
                }
                starts.push((most.min(MOST), point));
            }
        }
        starts
    }

    /// A point without values, which knows what is a size or an index.
    pub fn point(&self) -> Point {
        Point::of(self.sizes.iter().chain(&self.indices).copied().collect())
    }

    /// A value in the range that is known of a variable, made of any value.
    pub fn fitted(&self, variable: Expr, value: BigRational) -> BigRational {
        let Some(range) = self.ranges.get(&variable) else {
            return value;
        };
        if !range.values.is_empty() {
            let number = value.numer().abs() % num_bigint::BigInt::from(range.values.len());
            let at = usize::try_from(number).unwrap_or(0);
            return range.values[at].clone();
        }
        let one = BigRational::from_integer(1.into());
        let fitted = match (&range.lower, &range.upper) {
            (Some(lower), Some(upper)) => {
                // |v|/(1 + |v|) lies in [0, 1).
                let size = value.abs();
                lower + (upper - lower) * (&size / (&size + one))
            }
            (Some(lower), None) if value < *lower => lower + (lower - &value),
            (None, Some(upper)) if value > *upper => upper - (&value - upper),
            _ => value,
        };
        if range.whole { fitted.floor() } else { fitted }
    }
}

/// Names that are sizes, since a range ends there.
pub fn sizes(store: &Store, formulas: &[Expr]) -> Vec<Expr> {
    whole(store, formulas).0
}

/// A name that stands for a number and, in the same formulas, for a vector whose entries occur.
pub fn of_two_kinds(store: &Store, formulas: &[Expr]) -> Option<Expr> {
    let plain = names_themselves(store, formulas);
    let parts = formulas.iter().flat_map(|f| store.subterms(*f));
    let mut bases = parts
        .filter(|part| *store.head(*part) == Head::Entry)
        .filter(|part| {
            // x_1 beside x is a name with a number, where no index runs.
            let mut indices = store.args(*part)[1..].iter();
            indices.any(|index| store.small_integer(*index).is_none())
        })
        .map(|part| store.args(part)[0]);
    bases.find(|base| store.name_text(*base).is_some() && plain.contains(base))
}

/// Names that are sizes, since a range ends there, and other names in the place of an index; none
/// that is bound where it stands so.
fn whole(store: &Store, formulas: &[Expr]) -> (Vec<Expr>, Vec<Expr>) {
    let (mut sizes, mut indices): (Vec<Expr>, Vec<Expr>) = (Vec::new(), Vec::new());
    for formula in formulas {
        let (ends, places) = store.fold(*formula, |_, node, within: &[(Names, Names)]| {
            let mut found = (Names::default(), Names::default());
            for (k, (ends, places)) in within.iter().enumerate() {
                let bound = (node.head.binds() && k == 3).then(|| node.args[0]);
                let kept = |name: &Expr| Some(*name) != bound;
                found.0.extend(ends.iter().copied().filter(kept));
                found.1.extend(places.iter().copied().filter(kept));
            }
            match &node.head {
                Head::Derivative => {}
                head if head.binds() => {
                    for end in &node.args[1..3] {
                        found.0.extend(store.free_names(*end));
                    }
                }
                Head::Entry => {
                    for index in &node.args[1..] {
                        found.1.extend(store.free_names(*index));
                    }
                }
                _ => {}
            }
            found
        });
        sizes.extend(ends);
        indices.extend(places);
    }
    for names in [&mut sizes, &mut indices] {
        names.retain(|n| store.name_text(*n).is_some() && !constant(store, *n));
        names.sort();
        names.dedup();
    }
    indices.retain(|n| !sizes.contains(n));
    (sizes, indices)
}

type Names = std::collections::BTreeSet<Expr>;

/// Names that stand for a number somewhere, and not only before indices.
fn names_themselves(store: &Store, formulas: &[Expr]) -> FxHashSet<Expr> {
    let mut found: FxHashSet<Expr> = formulas.iter().copied().collect();
    for part in formulas.iter().flat_map(|f| store.subterms(*f)) {
        let from = usize::from(*store.head(part) == Head::Entry);
        found.extend(store.args(part)[from..].iter().copied());
    }
    found
}

/// What is given of single variables: `x > 0`, `integer(n)`, `y = 0 or y = 1`.
fn ranges(store: &Store, given: &[Expr]) -> FxHashMap<Expr, Range> {
    let mut found: FxHashMap<Expr, Range> = FxHashMap::default();
    for fact in given.iter().flat_map(|g| store.conjuncts(*g)) {
        let args = store.args(fact);
        match store.head(fact) {
            Head::Relation(relation) => {
                for (name, bound, relation) in [
                    (args[0], args[1], *relation),
                    (args[1], args[0], relation.flipped()),
                ] {
                    let Some(value) = store.literal(bound) else {
                        continue;
                    };
                    let range = found.entry(name).or_default();
                    match relation {
                        Relation::Greater | Relation::GreaterEqual => range.lower = Some(value),
                        Relation::Less | Relation::LessEqual => range.upper = Some(value),
                        Relation::Equal => range.values = vec![value],
                        Relation::NotEqual => {}
                    }
                }
            }
            Head::Call(f) if matches!(f.name, "integer" | "even" | "odd") => {
                found.entry(args[0]).or_default().whole = true;
            }
            Head::Or => {
                let listed: Option<Vec<(Expr, BigRational)>> = args
                    .iter()
                    .map(|part| {
                        let (name, value) = store.sides(*part)?;
                        Some((name, store.literal(value)?))
                    })
                    .collect();
                if let Some(listed) = listed
                    && listed.iter().all(|(name, _)| *name == listed[0].0)
                {
                    let values = listed.iter().map(|(_, value)| value.clone()).collect();
                    found.entry(listed[0].0).or_default().values = values;
                }
            }
            _ => {}
        }
    }
    found
}
