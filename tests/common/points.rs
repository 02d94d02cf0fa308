//! Whether an equivalence is true, by exact and interval arithmetic at many points: special values,
//! random ones, and points on which a side is true by construction.
#![allow(dead_code)]

use std::collections::BTreeMap;

use equiff::eval::{Assignment, Value, evaluate, exact, truth};
use equiff::expr::{Args, Binding, Expr, Head, Relation, Store};
use fastrand::Rng;
use num_rational::BigRational;
use num_traits::ToPrimitive;

/// Decided points, and points on which a side is true, beyond which no more are tried.
const ENOUGH: (usize, usize) = (120, 30);

/// `conditions ⊢ left ⇔ right`, to be held against numbers.
pub struct Statement {
    pub conditions: Vec<Expr>,
    pub left: Expr,
    pub right: Expr,
}

/// What the points told.
#[derive(Default, Debug)]
pub struct Tally {
    /// Points at which the conditions hold and both sides were decided.
    pub decided: usize,
    /// Of them, points at which both sides were certainly true, or one by construction.
    pub on: usize,
    /// A point at which exactly one side is true.
    pub counterexample: Option<String>,
}

/// The functions by name that the formulas use, written out.
pub fn unfold(store: &Store, root: Expr, definitions: &[(Expr, Expr)]) -> Expr {
    definitions.iter().rev().fold(root, |root, (left, body)| {
        let variables = store.args(*left).to_vec();
        store.rebuild(root, |head, args| {
            (head == store.head(*left) && args.len() == variables.len()).then(|| {
                let binding: Binding = variables
                    .iter()
                    .copied()
                    .zip(args.iter().copied())
                    .collect();
                store.substitute(*body, &binding)
            })
        })
    })
}

/// Sums, products and "for each" written out, sizes put in, indices computed.
pub fn ground(store: &Store, expr: Expr, known: &BTreeMap<Expr, i64>) -> Option<Expr> {
    let node = store.node(expr);
    let integer = |e: Expr| -> Option<i64> {
        let value = exact(store, ground(store, e, known)?, &Assignment::new())?;
        value.is_integer().then(|| value.numer().to_i64())?
    };
    match &node.head {
        Head::Name(_) => Some(known.get(&expr).map_or(expr, |n| store.int(*n))),
        head if head.binds() => {
            let (lo, hi) = (integer(node.args[1])?, integer(node.args[2])?);
            if hi - lo > 50 {
                return None;
            }
            let mut parts = Args::new();
            for k in lo..=hi {
                let mut inner = known.clone();
                inner.insert(node.args[0], k);
                parts.push(ground(store, node.args[3], &inner)?);
            }
            Some(match head {
                Head::Sum => store.add(parts),
                Head::Product => store.mul(parts),
                _ => store.and(parts),
            })
        }
        Head::Entry => {
            let indices: Option<Vec<Expr>> = node.args[1..]
                .iter()
                .map(|index| Some(store.int(integer(*index)?)))
                .collect();
            let base = node.args[0];
            match store.head(base) {
                Head::Name(_) => Some(store.entry(base, &indices?)),
                _ => ground(store, store.entry(base, &indices?), known),
            }
        }
        head => {
            let args: Option<Args> = node
                .args
                .iter()
                .map(|arg| ground(store, *arg, known))
                .collect();
            Some(store.make(head.clone(), args?))
        }
    }
}

/// The names that bound a range or stand as an index, and so are whole numbers.
pub fn sizes(store: &Store, roots: &[Expr]) -> Vec<Expr> {
    let mut found = Vec::new();
    for root in roots {
        for part in store.subterms(*root) {
            let args = store.args(part);
            let whole = match store.head(part) {
                head if head.binds() => &args[1..3],
                Head::Entry => &args[1..],
                _ => &[],
            };
            for term in whole {
                found.extend(store.free_names(*term));
            }
        }
    }
    let bound: Vec<Expr> = roots
        .iter()
        .flat_map(|root| store.subterms(*root))
        .filter(|part| store.head(*part).binds())
        .map(|part| store.args(part)[0])
        .collect();
    found.retain(|name| !bound.contains(name));
    found.sort_unstable();
    found.dedup();
    found
}

/// Variables of ground formulas: names and entries.
fn variables(store: &Store, roots: &[Expr]) -> Vec<Expr> {
    let mut found = Vec::new();
    let mut stack: Vec<Expr> = roots.to_vec();
    let mut seen = std::collections::HashSet::new();
    while let Some(expr) = stack.pop() {
        if !seen.insert(expr) {
            continue;
        }
        match store.head(expr) {
            Head::Name(name) if name.is_constant() => {}
            Head::Name(_) | Head::Entry => found.push(expr),
            _ => stack.extend_from_slice(store.args(expr)),
        }
    }
    found.sort_unstable();
    found
}

/// A memorable or random value.
pub fn value(random: &mut Rng) -> BigRational {
    const SPECIAL: [(i64, i64); 17] = [
        (0, 1),
        (0, 1),
        (0, 1),
        (1, 1),
        (1, 1),
        (-1, 1),
        (1, 2),
        (-1, 2),
        (2, 1),
        (-2, 1),
        (3, 1),
        (1, 3),
        (1, 10),
        (3, 4),
        (5, 2),
        (-3, 1),
        (6, 1),
    ];
    let ratio = |(a, b): (i64, i64)| BigRational::new(a.into(), b.into());
    match random.u8(..10) {
        0..=5 => ratio(SPECIAL[random.usize(..SPECIAL.len())]),
        6..=8 => ratio((random.i64(-300..300), 100)),
        _ => ratio((random.i64(-30..30), 1)),
    }
}

/// Holds a statement against points.
pub fn examine(store: &Store, statement: &Statement, random: &mut Rng, points: usize) -> Tally {
    let mut tally = Tally::default();
    let mut all = statement.conditions.clone();
    all.extend([statement.left, statement.right]);
    let sizes = sizes(store, &all);
    for _ in 0..points {
        if tally.decided >= ENOUGH.0 && tally.on >= ENOUGH.1 {
            break;
        }
        let known: BTreeMap<Expr, i64> = sizes
            .iter()
            .map(|size| (*size, random.i64(1..=3)))
            .collect();
        let put = |e: Expr| ground(store, e, &known);
        let conditions: Option<Vec<Expr>> = statement.conditions.iter().map(|c| put(*c)).collect();
        let (Some(conditions), Some(left), Some(right)) =
            (conditions, put(statement.left), put(statement.right))
        else {
            continue;
        };
        let mut all = conditions.clone();
        all.extend([left, right]);
        let mut at: Binding = Binding::default();
        for variable in variables(store, &all) {
            at.insert(variable, store.rational(value(random)));
        }
        for side in [None, Some(left), Some(right)] {
            let mut at = at.clone();
            let solved = match side {
                None => false,
                Some(side) => match solve(store, side, &mut at) {
                    true => true,
                    false => continue,
                },
            };
            let closed: Assignment = at
                .iter()
                .map(|(variable, value)| (*variable, Value::Term(*value)))
                .collect();
            if conditions
                .iter()
                .any(|c| truth(store, *c, &closed) != Some(true))
            {
                continue;
            }
            let sides = [left, right].map(|s| match solved && Some(s) == side {
                true => Some(true),
                false => truth(store, s, &closed),
            });
            match sides {
                [Some(a), Some(b)] => {
                    tally.decided += 1;
                    tally.on += usize::from(a && b);
                    if a != b {
                        let text: Vec<String> = at
                            .iter()
                            .map(|(v, t)| {
                                let plain = equiff::render::plain;
                                format!("{} = {}", plain(store, *v), plain(store, *t))
                            })
                            .collect();
                        tally.counterexample =
                            Some(format!("left {a}, right {b} at {}", text.join(", ")));
                        return tally;
                    }
                }
                // Solved, and the other side not refuted.
                _ if solved => tally.on += 1,
                _ => {}
            }
        }
    }
    tally
}

/// Chooses values of variables so that a ground formula is true by construction: each of its
/// equations is solved for a variable that stands alone or is a term of a sum; the rest must be
/// certainly true.
fn solve(store: &Store, formula: Expr, at: &mut Binding) -> bool {
    let mut rest = Vec::new();
    let mut fixed: Vec<Expr> = Vec::new();
    let mut solved = 0;
    for part in store.conjuncts(formula) {
        let done = match (store.head(part), store.args(part)) {
            (Head::Relation(Relation::Equal), [a, b]) => {
                isolate(store, *a, *b, &fixed).or_else(|| isolate(store, *b, *a, &fixed))
            }
            _ => None,
        };
        let Some((variable, value)) = done else {
            rest.push(part);
            continue;
        };
        // Later equations must not change what this one uses.
        fixed.extend(variables(store, &[part]));
        let value = store.substitute(value, at);
        if store.any(
            value,
            |node| matches!(node.head, Head::Name(ref n) if &**n != "e" && &**n != "pi"),
        ) || evaluate(store, value, &Assignment::new(), 64).is_err()
        {
            return false;
        }
        at.insert(variable, value);
        solved += 1;
    }
    let closed: Assignment = at.iter().map(|(v, t)| (*v, Value::Term(*t))).collect();
    solved > 0
        && rest
            .iter()
            .all(|part| truth(store, *part, &closed) == Some(true))
}

/// `v = t` from `side = other`, where v is `side` or a term of it and occurs nowhere else.
fn isolate(store: &Store, side: Expr, other: Expr, fixed: &[Expr]) -> Option<(Expr, Expr)> {
    let is_variable = |e: Expr| match store.head(e) {
        Head::Name(name) => !name.is_constant(),
        Head::Entry => true,
        _ => false,
    };
    let once = |v: Expr, rest: &[Expr]| {
        is_variable(v) && !fixed.contains(&v) && !rest.iter().any(|e| store.contains(*e, v))
    };
    if once(side, &[other]) {
        return Some((side, other));
    }
    if *store.head(side) != Head::Add {
        return None;
    }
    let terms = store.args(side);
    for (k, v) in terms.iter().enumerate() {
        let rest: Vec<Expr> = terms
            .iter()
            .enumerate()
            .filter(|(n, _)| *n != k)
            .map(|(_, e)| *e)
            .collect();
        let mut others = rest.clone();
        others.push(other);
        if once(*v, &others) {
            return Some((*v, store.sub(other, store.add(rest.as_slice()))));
        }
    }
    None
}
