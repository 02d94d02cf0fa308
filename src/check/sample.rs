//! Points to try: memorable ones, points on the solutions of equations, and some without a
//! pattern. The same on every machine.

use num_rational::BigRational;
use num_traits::Zero;

use super::point::Point;
use super::variables::{Variables, constant};
use crate::derive::chain::Chain;
use crate::expr::{Binding, Expr, Head, Store};
use crate::kernel::Kernel;

/// Sizes of the memorable points.
const FIRST: [i64; 3] = [2, 1, 3];
/// Sizes without a pattern, where there are no other variables.
const LATER: [i64; 4] = [7, 4, 11, 6];
/// Points of the memorable kind, at most.
const MEMORABLE: usize = 600;
/// Points without a pattern.
const GENERIC: usize = 90;
/// More solutions than this are not used.
const SOLUTIONS: usize = 16;
/// Parts of formulas that are looked at to solve one equation, at most.
const SOLVING: u64 = 20_000;
/// Solutions of one equation, at most.
const PER_EQUATION: usize = 5;

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
            Head::Name(_) => !constant(store, part),
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
    let kernel = Kernel::limited(store, SOLVING);
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
    let starts = variables.starts(store, &FIRST);
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
    if variables.only_sizes() {
        let later = variables.starts(store, &LATER).into_iter();
        points.generic.extend(later.map(|(_, point)| point));
    }
    points
}
