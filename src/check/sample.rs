//! Points to try: memorable ones, points on the solutions of equations, and some without a
//! pattern. The same on every machine.

use num_rational::BigRational;
use rustc_hash::FxHashSet;

use super::point::Point;
use crate::derive::chain::Chain;
use crate::expr::{Binding, Expr, Head, Store};
use crate::kernel::Kernel;

/// Points of the memorable kind, at most.
const MEMORABLE: usize = 600;
/// Points without a pattern.
const GENERIC: usize = 80;

/// The variables of formulas: names and entries, with sizes and indices apart.
pub struct Variables {
    /// Names of sizes and free indices: positive integers.
    pub whole: Vec<Expr>,
    /// Names, and bases of entries with their number of indices.
    scalars: Vec<Expr>,
    bases: Vec<(Expr, usize)>,
}

impl Variables {
    /// The variables of formulas.
    pub fn of(store: &Store, formulas: &[Expr]) -> Variables {
        let mut whole: Vec<Expr> = Vec::new();
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
                        whole.extend(store.free_names(*end));
                    }
                }
                Head::Entry => {
                    let base = (args[0], args.len() - 1);
                    if !bases.contains(&base) {
                        bases.push(base);
                    }
                    for index in &args[1..] {
                        whole.extend(store.free_names(*index));
                    }
                    if args[1..].iter().all(|i| store.small_integer(*i).is_some()) {
                        entries.push(part);
                    }
                }
                _ => {}
            }
        }
        whole.retain(|n| !bound.contains(n) && store.name_text(*n).is_some());
        whole.sort();
        whole.dedup();
        for formula in formulas {
            for name in store.free_names(*formula) {
                let constant = matches!(store.name_text(name), Some("e" | "pi"));
                let base = bases.iter().any(|(b, _)| *b == name);
                if !constant && !base && !whole.contains(&name) && !scalars.contains(&name) {
                    scalars.push(name);
                }
            }
        }
        // Where no index runs, only the entries that occur are variables.
        if whole.is_empty() && bound.is_empty() {
            entries.sort();
            entries.dedup();
            scalars.extend(entries);
            bases.clear();
        }
        Variables {
            whole,
            scalars,
            bases,
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
}

/// A solved equation: the variable and its value.
pub type Solution = Vec<(Expr, Expr)>;

/// Ways to satisfy the equations of a formula by the choice of one variable each.
pub fn solutions(store: &Store, formula: Expr) -> Vec<Solution> {
    let mut found: Vec<Solution> = Vec::new();
    let parts = store.conjuncts(formula);
    for part in &parts {
        if store.sides(*part).is_none() {
            continue;
        }
        for variable in variables_in(store, *part) {
            let Some(value) = solved(store, *part, variable) else {
                continue;
            };
            let mut solution = vec![(variable, value)];
            // The other equations of a system, each by a variable of its own.
            for other in parts.iter().filter(|p| *p != part) {
                let binding: Binding = solution.iter().copied().collect();
                let other = store.substitute(*other, &binding);
                let free = variables_in(store, other).into_iter();
                let next = free
                    .filter(|v| solution.iter().all(|(known, _)| known != v))
                    .find_map(|v| Some((v, solved(store, other, v)?)));
                solution.extend(next);
            }
            solution.reverse();
            found.push(solution);
        }
    }
    found.truncate(12);
    found
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

/// The value of a variable that makes an equation true, where one is found.
pub fn solved(store: &Store, equation: Expr, variable: Expr) -> Option<Expr> {
    let (a, b) = store.sides(equation)?;
    if a == variable && !store.contains(b, variable) {
        return Some(b);
    }
    if b == variable && !store.contains(a, variable) {
        return Some(a);
    }
    if *store.head(variable) == Head::Entry {
        return None;
    }
    let kernel = Kernel::new(store);
    let mut chain = Chain::new(&kernel, equation);
    chain.isolate(&[], variable).ok()?;
    let (_, _, value) = chain.equation(&[], variable).ok()?;
    Some(value)
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

/// The points to try: memorable ones, then generic ones. `values` are further memorable values.
pub fn points(
    store: &Store,
    variables: &Variables,
    values: &[BigRational],
) -> (Vec<Point>, Vec<Point>) {
    let mut random = Sequence(0x9E37_79B9_7F4A_7C15);
    let mut sizes: Vec<Point> = Vec::new();
    for size in [2_i64, 1, 3] {
        let mut point = Point::default();
        for (k, name) in variables.whole.iter().enumerate() {
            let value = if k % 2 == 1 && size > 1 {
                size - 1
            } else {
                size
            };
            point.set(store, *name, &BigRational::from_integer(value.into()));
        }
        sizes.push(point);
        if variables.whole.is_empty() {
            break;
        }
    }
    let mut plain = memorable();
    for value in values.iter().rev() {
        if !plain.contains(value) {
            plain.insert(3, value.clone());
        }
    }
    let (mut easy, mut generic) = (Vec::new(), Vec::new());
    for start in &sizes {
        let singles = variables.singles(store, 3);
        let count = singles.len().max(1);
        let base = plain.len() as u64;
        let total = base.saturating_pow(count.min(8) as u32);
        let limit = (MEMORABLE / sizes.len()) as u64;
        for n in 0..total.min(limit) {
            let mut point = start.clone();
            // All combinations, those of small values first, where there are few.
            let mut rest = n;
            for variable in &singles {
                let pick = if total <= limit {
                    let digit = rest % base;
                    rest /= base;
                    digit
                } else {
                    random.next() % base.min(3 + n / 20)
                };
                point.set(store, *variable, &plain[pick as usize]);
            }
            easy.push(point);
        }
        for n in 0..GENERIC / sizes.len() {
            let mut point = start.clone();
            let spread = [1, 1, 3, 3, 8][n % 5];
            for variable in &singles {
                let size = (random.next() % 99_991) as i64 * spread;
                let positive = n % 3 == 0 || random.next().is_multiple_of(2);
                let numerator = if positive { size } else { -size };
                point.set(
                    store,
                    *variable,
                    &BigRational::new((numerator + 7).into(), 99_991.into()),
                );
            }
            generic.push(point);
        }
    }
    (easy, generic)
}
