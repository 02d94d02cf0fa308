//! Points beyond the borders at which the parts of a formula change what they do, wherever these
//! are: |x - 1000| = x - 1000 fails near 0, and holds from 1000 on.

use num_rational::BigRational;

use super::link::Link;
use super::point::Point;
use super::sample;
use crate::expr::{Expr, Head, Relation, Store};

/// Borders that are looked for, at most.
const BORDERS: usize = 12;
/// Longer equations of borders are not solved.
const LONGEST: u64 = 60;
/// Points that are moved beyond each border.
const MOVED: usize = 4;
/// How far beyond.
const STEPS: [i64; 3] = [1, 30, 1000];

/// The points moved to both sides of each border that can be solved for a variable.
pub fn beyond(store: &Store, link: &Link, points: &[Point]) -> Vec<Point> {
    let mut all = Vec::new();
    for border in borders(store, link) {
        let Some((variable, value)) = solved(store, border) else {
            continue;
        };
        for (k, point) in points.iter().take(MOVED).enumerate() {
            for step in STEPS {
                for sign in [1, -1] {
                    // No round numbers: what holds there may hold nowhere else.
                    let size = step * 997 + 31 * (k as i64 + 1);
                    let shift = BigRational::new((sign * size).into(), 991.into());
                    let term = store.add([value, store.rational(shift)].as_slice());
                    let mut moved = point.clone();
                    if moved.solve(store, variable, term).is_some() {
                        all.push(moved);
                    }
                }
            }
        }
    }
    all
}

/// Equations on whose two sides the formula may do different things. Where a name alone is
/// compared with 0 other points lie on both sides.
fn borders(store: &Store, link: &Link) -> Vec<Expr> {
    let zero = store.int(0);
    let mut found: Vec<Expr> = Vec::new();
    let mut put = |a: Expr, b: Expr| {
        let plain = |e: Expr| matches!(store.head(e), Head::Name(_));
        let simple = plain(a) && b == zero || !store.has_name(a) && !store.has_name(b);
        let border = store.eq(a, b);
        // Where it lies can be said shortly, or helps nobody.
        let simple = simple || store.written_size(border) > LONGEST;
        if !simple && found.len() < BORDERS && !found.contains(&border) {
            found.push(border);
        }
    };
    for part in link.formulas().iter().flat_map(|f| store.subterms(*f)) {
        let args = store.args(part);
        match store.head(part) {
            Head::Call(f) if matches!(f.name, "max" | "min") => {
                for pair in args.windows(2) {
                    put(pair[0], pair[1]);
                }
            }
            Head::Call(f)
                if matches!(
                    f.name,
                    "abs" | "sign" | "sqrt" | "log" | "log2" | "log10" | "root"
                ) =>
            {
                put(args[0], zero);
            }
            Head::Pow => put(args[0], zero),
            Head::Relation(relation) if *relation != Relation::Equal => put(args[0], args[1]),
            _ => {}
        }
    }
    found
}

fn solved(store: &Store, border: Expr) -> Option<(Expr, Expr)> {
    store.free_names(border).into_iter().find_map(|name| {
        let constant = store.is_constant(name);
        if constant {
            return None;
        }
        let value = sample::solved(store, border, name).into_iter().next()?;
        Some((name, value))
    })
}
