//! Points to try: memorable ones, points on the solutions of equations, and some without a
//! pattern. The same on every machine.

use num_rational::BigRational;
use num_traits::{Signed, Zero};
use rustc_hash::{FxHashMap, FxHashSet};

use super::point::Point;
use crate::derive::chain::Chain;
use crate::expr::{Binding, Expr, Head, Relation, Store};
use crate::kernel::Kernel;

/// Points of the memorable kind, at most.
const MEMORABLE: usize = 600;
/// Points without a pattern.
const GENERIC: usize = 90;
/// More solutions than this are not used.
const SOLUTIONS: usize = 16;
/// Solutions of one equation, at most.
const PER_EQUATION: usize = 5;

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
        let mut sizes: Vec<Expr> = Vec::new();
        let mut indices: Vec<Expr> = Vec::new();
        let mut bases: Vec<(Expr, usize)> = Vec::new();
        let mut scalars: Vec<Expr> = Vec::new();
        let mut bound: FxHashSet<Expr> = FxHashSet::default();
        let mut entries: Vec<Expr> = Vec::new();
        for part in formulas.iter().flat_map(|f| store.subterms(*f)) {
            let args = store.args(part);
            match store.head(part) {
                Head::Derivative => {
                    bound.insert(args[0]);
                }
                head if head.binds() => {
                    bound.insert(args[0]);
                    for end in &args[1..3] {
                        sizes.extend(store.free_names(*end));
                    }
                }
                Head::Entry => {
                    let base = (args[0], args.len() - 1);
                    if !bases.contains(&base) {
                        bases.push(base);
                    }
                    for index in &args[1..] {
                        indices.extend(store.free_names(*index));
                    }
                    if args[1..].iter().all(|i| store.small_integer(*i).is_some()) {
                        entries.push(part);
                    }
                }
                _ => {}
            }
        }
        for names in [&mut sizes, &mut indices] {
            names.retain(|n| !bound.contains(n) && store.name_text(*n).is_some());
            names.sort();
            names.dedup();
        }
        indices.retain(|n| !sizes.contains(n));
        let plain = names_themselves(store, formulas);
        for formula in formulas {
            for name in store.free_names(*formula) {
                let constant = matches!(store.name_text(name), Some("e" | "pi"));
                // A scalar and a vector of one name are two variables.
                let base = !plain.contains(&name);
                let whole = sizes.contains(&name) || indices.contains(&name);
                if !constant && !base && !whole && !scalars.contains(&name) {
                    scalars.push(name);
                }
            }
        }
        // Where no index runs, only the entries that occur are variables.
        if sizes.is_empty() && indices.is_empty() && bound.is_empty() {
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
    fn singles(&self, store: &Store, most: i64) -> Vec<Expr> {
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

    /// Values for sizes and indices: two, one and three, each index first and last.
    fn starts(&self, store: &Store) -> Vec<(i64, Point)> {
        let mut starts = Vec::new();
        for size in [2_i64, 1, 3] {
            for shift in 0..size {
                let mut point = Point::default();
                for name in &self.sizes {
                    point.set(store, *name, &BigRational::from_integer(size.into()));
                }
                for (k, name) in self.indices.iter().enumerate() {
                    // Two indices are alike in some points and differ in others.
                    let value = 1 + (shift * (1 + k as i64 % 2) + k as i64 / 2) % size;
                    point.set(store, *name, &BigRational::from_integer(value.into()));
                }
                starts.push((size, point));
                if self.indices.is_empty() {
                    break;
                }
            }
            if self.sizes.is_empty() && self.indices.is_empty() {
                break;
            }
        }
        starts
    }

    /// A value in the range that is known of a variable, made of any value.
    fn fitted(&self, variable: Expr, value: BigRational) -> BigRational {
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

/// A solved equation: the variable and its value.
pub type Solution = Vec<(Expr, Expr)>;

/// Ways to satisfy the equations of a formula by the choice of one variable each.
pub fn solutions(store: &Store, formula: Expr) -> Vec<Solution> {
    let mut found: Vec<Solution> = Vec::new();
    let cases = match store.head(formula) {
        Head::Or => store.args(formula).to_vec(),
        _ => vec![formula],
    };
    for case in cases {
        let parts = store.conjuncts(case);
        for part in &parts {
            if store.sides(*part).is_none() {
                continue;
            }
            let mut count = 0;
            for variable in variables_in(store, *part) {
                if count == PER_EQUATION {
                    break;
                }
                for value in solved(store, *part, variable) {
                    found.push(completed(store, &parts, *part, variable, value));
                    count += 1;
                }
            }
        }
    }
    found.truncate(SOLUTIONS);
    found
}

/// The solution of one equation of a system, with the others solved by a variable of their own.
fn completed(store: &Store, parts: &[Expr], part: Expr, variable: Expr, value: Expr) -> Solution {
    let mut solution = vec![(variable, value)];
    for other in parts.iter().filter(|p| **p != part) {
        let binding: Binding = solution.iter().copied().collect();
        let other = store.substitute(*other, &binding);
        let next = variables_in(store, other)
            .into_iter()
            .filter(|v| solution.iter().all(|(known, _)| known != v))
            .find_map(|v| Some((v, solved(store, other, v).into_iter().next()?)));
        solution.extend(next);
    }
    // Later variables may occur in earlier values: those are set first.
    solution.reverse();
    solution
}

fn variables_in(store: &Store, formula: Expr) -> Vec<Expr> {
    let mut found: Vec<Expr> = Vec::new();
    for part in store.subterms(formula) {
        let variable = match store.head(part) {
            Head::Name(name) => !matches!(&**name, "e" | "pi"),
            Head::Entry => true,
            _ => false,
        };
        if variable && !found.contains(&part) {
            found.push(part);
        }
    }
    found.truncate(8);
    found
}

/// Values of a variable that may make an equation true; they are only candidates.
pub fn solved(store: &Store, equation: Expr, variable: Expr) -> Vec<Expr> {
    let Some((a, b)) = store.sides(equation) else {
        return Vec::new();
    };
    if a == variable && !store.contains(b, variable) {
        return vec![b];
    }
    if b == variable && !store.contains(a, variable) {
        return vec![a];
    }
    // An entry is solved for as a name of its own.
    let (unknown, equation) = if *store.head(variable) == Head::Entry {
        let name = store.name("entry_sought");
        let put = |e: Expr| {
            store.rebuild(e, |head, args| {
                (store.with_args(head, args) == variable).then_some(name)
            })
        };
        (name, store.eq(put(a), put(b)))
    } else {
        (variable, equation)
    };
    let kernel = Kernel::new(store);
    let mut chain = Chain::new(&kernel, equation);
    let isolated = chain.isolate(&[], unknown);
    let Ok((_, _, value)) = isolated.and_then(|()| chain.equation(&[], unknown)) else {
        return Vec::new();
    };
    if store.contains(value, unknown) {
        return Vec::new();
    }
    let mut values = vec![value];
    // The roots that were not taken.
    let other = store.rebuild(value, |head, args| match head {
        Head::Call(f) if matches!(f.name, "sqrt" | "abs") => {
            Some(store.neg(store.with_args(head, args)))
        }
        _ => None,
    });
    if other != value {
        values.push(other);
    } else if store.any(value, |node| node.head == Head::Pow) {
        values.push(store.neg(value));
    }
    values
}

/// Values that are easy to remember, the simplest first.
fn memorable() -> Vec<BigRational> {
    [
        (0, 1),
        (1, 1),
        (-1, 1),
        (1, 2),
        (2, 1),
        (-2, 1),
        (-1, 2),
        (3, 1),
        (1, 4),
        (-3, 1),
        (4, 1),
        (3, 2),
        (5, 1),
        (10, 1),
        (-5, 1),
        (100, 1),
    ]
    .into_iter()
    .map(|(n, d): (i64, i64)| BigRational::new(n.into(), d.into()))
    .collect()
}

/// Numbers that formulas compare with or hold, and some beside them.
pub fn literals(store: &Store, formulas: &[Expr]) -> Vec<BigRational> {
    let mut values: Vec<BigRational> = Vec::new();
    let unit = BigRational::from_integer(1.into());
    let half = BigRational::new(1.into(), 2.into());
    for part in formulas.iter().flat_map(|f| store.subterms(*f)) {
        if let Some(value) = store.literal(part) {
            let beside = [
                &value + &unit,
                &value - &unit,
                &value + &half,
                &value - &half,
            ];
            for near in beside.into_iter().chain([value.clone(), -value]) {
                if !values.contains(&near) && !near.is_zero() {
                    values.push(near);
                }
            }
        }
        if values.len() > 24 {
            break;
        }
    }
    values
}

/// A sequence of numbers without a pattern (xorshift, fixed start).
struct Sequence(u64);

impl Sequence {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

/// Points to look at.
pub struct Points {
    /// Those with values that are easy to remember, the simplest first.
    pub easy: Vec<Point>,
    /// Those without a pattern.
    pub generic: Vec<Point>,
}

/// The points to try. `values` are further memorable values; `share` of 1 gives them all, of n the
/// n-th part.
pub fn points(
    store: &Store,
    variables: &Variables,
    values: &[BigRational],
    share: usize,
) -> Points {
    let mut random = Sequence(0x9E37_79B9_7F4A_7C15);
    let starts = variables.starts(store);
    let mut plain = memorable();
    for value in values.iter().rev() {
        if !plain.contains(value) {
            plain.insert(3, value.clone());
        }
    }
    let mut points = Points {
        easy: Vec::new(),
        generic: Vec::new(),
    };
    for (size, start) in &starts {
        let singles = variables.singles(store, (*size).max(2));
        let count = singles.len().max(1);
        let base = plain.len() as u64;
        // Without variables there is one point.
        let total = base.saturating_pow(singles.len().min(8) as u32);
        let limit = (MEMORABLE / starts.len() / share).max(8) as u64;
        for n in 0..total.min(limit) {
            let mut point = start.clone();
            // All combinations, those of small values first, where there are few.
            let mut rest = n;
            for variable in &singles {
                let pick = if total <= limit {
                    let digit = rest % base;
                    rest /= base;
                    digit
                } else if n < (limit / 2).min(base / 2) {
                    // The same value for all.
                    n
                } else {
                    random.next() % base.min(3 + n / 20)
                };
                let value = variables.fitted(*variable, plain[pick as usize].clone());
                point.set(store, *variable, &value);
            }
            points.easy.push(point);
        }
        let generic = match singles.is_empty() {
            true => 0,
            false => (GENERIC / starts.len() / share).max(6),
        };
        for n in 0..generic {
            let mut point = start.clone();
            let all_positive = n % 3 == 0;
            for variable in &singles {
                let mut numerator = 7 + (random.next() % 99_991) as i64;
                let mut denominator = 99_991;
                match n % 6 {
                    // Positive numbers whose sum is below 1.
                    0 => denominator *= count as i64,
                    2 | 3 => numerator *= 3,
                    5 => numerator *= 8,
                    _ => {}
                }
                if !all_positive && random.next().is_multiple_of(2) {
                    numerator = -numerator;
                }
                let value = BigRational::new(numerator.into(), denominator.into());
                point.set(store, *variable, &variables.fitted(*variable, value));
            }
            points.generic.push(point);
        }
    }
    points
}
