//! Proof that a network is no GLM in its inputs: exact values, or certain inequalities and the
//! intermediate value theorem.

use std::cmp::Ordering;

use num_rational::BigRational;
use rustc_hash::FxHashMap;

use super::activation::Activated;
use super::finding::polish;
use super::inversion;
use super::polynomial;
use super::proof::Proof;
use super::record::Record;
use crate::eval::{Assignment, compare, exact};
use crate::expr::{Binding, Expr, Head, Monotone, Relation, Store};
use crate::kernel::arrange::Arranger;
use crate::kernel::{Kernel, Step, ring};
use crate::render::page::{Level, Line, Text};

/// Evidence, each formula of which is a true statement about numbers.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// In words.
    pub text: Text,
    /// True closed formulas: equalities and inequalities between values.
    pub formulas: Vec<Expr>,
}

/// So many operations are worked out in search of evidence.
const MAX_WORK: usize = 200_000;

fn rational(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

/// Arguments to try, memorable ones first.
fn candidates(store: &Store) -> Vec<Expr> {
    let mut all: Vec<Expr> = Vec::new();
    // Where waves repeat.
    let pi = store.name("pi");
    all.extend([store.int(0), pi]);
    for (n, d) in [
        (-1, 1),
        (-2, 1),
        (-3, 1),
        (1, 1),
        (2, 1),
        (3, 1),
        (4, 1),
        (1, 4),
    ] {
        all.push(polynomial::number(store, &rational(n, d)));
    }
    for n in [-10, -8, -7, -6, -5, -4, 5, 6, 7, 8, 10, 20, 100, -100] {
        all.push(store.int(n));
    }
    for (n, d) in [
        (1, 2),
        (-1, 2),
        (-1, 4),
        (3, 2),
        (-3, 2),
        (1, 8),
        (-1, 8),
        (1, 100),
    ] {
        all.push(polynomial::number(store, &rational(n, d)));
    }
    all.push(store.neg(pi));
    all.push(store.mul([store.int(2), pi].as_slice()));
    all
}

/// Two inputs of a function with the same output.
pub fn not_one_to_one(store: &Store, body: Expr, variable: Expr) -> Option<Evidence> {
    if is_one_to_one(store, body, variable) {
        return None;
    }
    if !store.contains(body, variable) {
        let text = Text::from("It is constant: every predictor gives the output ")
            .math(body)
            .words(".");
        return Some(Evidence {
            text,
            formulas: Vec::new(),
        });
    }
    if let Some(part) = numeric_part(store, body, variable) {
        // Where a part takes one value twice, so does what is made of it alone.
        let mut evidence = not_one_to_one(store, part, variable)?;
        let mut text = Text::from("The output depends on the predictor through ")
            .math(part)
            .words(" alone. For that: ");
        text.0.append(&mut evidence.text.0);
        evidence.text = text;
        return Some(evidence);
    }
    let nothing = Assignment::new();
    let at =
        |point: Expr| store.substitute(body, &[(variable, point)].into_iter().collect::<Binding>());
    let points = candidates(store);
    let size = store.subterms(body).len();
    let mut values: Vec<(Expr, BigRational)> = Vec::new();
    for point in points.iter().take((MAX_WORK / size).max(2)) {
        if let Some(value) = exact(store, at(*point), &nothing) {
            // Different spellings of one point would prove nothing.
            let apart = |other: Expr| {
                matches!(
                    compare(store, other, *point, &nothing),
                    Some(Ordering::Less | Ordering::Greater)
                )
            };
            if let Some((other, _)) = values.iter().find(|(p, v)| *v == value && apart(*p)) {
                let result = polynomial::number(store, &value);
                let text = Text::from("The predictors ")
                    .math(*other)
                    .words(" and ")
                    .math(*point)
                    .words(" both give the output ")
                    .math(result)
                    .words(":");
                let formulas = vec![store.eq(at(*other), result), store.eq(at(*point), result)];
                return Some(Evidence { text, formulas });
            }
            values.push((*point, value));
        }
    }
    // An even function takes each value twice.
    let (one, minus) = (store.int(1), store.int(-1));
    let kernel = Kernel::new(store);
    if crate::kernel::ring::equal(store, kernel.arranger(), at(one), at(minus))
        && store
            .free_names(body)
            .iter()
            .all(|n| *n == variable || is_constant(store, *n))
        && crate::kernel::facts::Facts::new(store, kernel.arranger(), &[]).defined(at(one))
    {
        let text = Text::from("The predictors 1 and −1 give the same output:");
        return Some(Evidence {
            text,
            formulas: vec![store.eq(at(one), at(minus))],
        });
    }
    // Pairs of points, at several precisions.
    match size <= MAX_WORK / 1000 {
        true => turning(store, body, variable),
        false => None,
    }
}

/// The part of a term that alone holds the variable and no other name, where the rest has other
/// names and is defined for all their values: sums and products.
fn numeric_part(store: &Store, body: Expr, variable: Expr) -> Option<Expr> {
    let other = |e: Expr| {
        let names = store.free_names(e);
        names
            .iter()
            .any(|name| *name != variable && !store.is_constant(*name))
    };
    if !other(body) {
        return None;
    }
    let plain = |e: Expr| {
        !store.any(e, |node| {
            !matches!(
                node.head,
                Head::Name(_) | Head::Number(_) | Head::Add | Head::Mul | Head::Neg | Head::Entry
            )
        })
    };
    let mut part = body;
    while other(part) {
        if !matches!(store.head(part), Head::Add | Head::Mul | Head::Neg) {
            return None;
        }
        let (holders, rest): (Vec<Expr>, Vec<Expr>) = store
            .args(part)
            .iter()
            .partition(|arg| store.contains(**arg, variable));
        if holders.len() != 1 || !rest.iter().all(|arg| plain(*arg)) {
            return None;
        }
        part = holders[0];
    }
    (part != variable && store.contains(part, variable)).then_some(part)
}

/// Whether a function is one-to-one at a glance: strictly monotone functions of one another, with
/// numbers added. No pair of inputs need be looked for then.
fn is_one_to_one(store: &Store, body: Expr, variable: Expr) -> bool {
    let mut part = body;
    while part != variable {
        let args = store.args(part);
        let next = match store.head(part) {
            Head::Call(f) if f.monotone != Monotone::No => args.first(),
            Head::Neg => args.first(),
            Head::Add => {
                let mut named = args.iter().filter(|arg| store.has_name(**arg));
                named.next().filter(|_| named.next().is_none())
            }
            _ => None,
        };
        match next {
            Some(next) => part = *next,
            None => return false,
        }
    }
    true
}

fn is_constant(store: &Store, name: Expr) -> bool {
    store.is_constant(name)
}

/// A continuous function that rises and falls takes some value twice.
fn turning(store: &Store, body: Expr, variable: Expr) -> Option<Evidence> {
    let kernel = Kernel::new(store);
    let continuous = !store.any(body, |node| {
        matches!(node.head, Head::Piecewise | Head::Apply(_))
            || matches!(&node.head, Head::Call(f) if matches!(f.name, "sign" | "tan"))
    }) && crate::kernel::facts::Facts::new(store, kernel.arranger(), &[])
        .defined(body);
    if !continuous
        || store
            .free_names(body)
            .iter()
            .any(|n| *n != variable && !is_constant(store, *n))
    {
        return None;
    }
    let nothing = Assignment::new();
    let at =
        |point: Expr| store.substitute(body, &[(variable, point)].into_iter().collect::<Binding>());
    let points: Vec<Expr> = [-10, -5, -3, -2, -1, 0, 1, 2, 3, 5, 10]
        .map(|n| store.int(n))
        .to_vec();
    let values: Vec<Expr> = points.iter().map(|point| at(*point)).collect();
    let mut known: FxHashMap<(usize, usize), Option<Ordering>> = FxHashMap::default();
    let mut order = |i: usize, j: usize| -> Option<Ordering> {
        *known
            .entry((i, j))
            .or_insert_with(|| compare(store, values[i], values[j], &nothing))
    };
    for (i, a) in points.iter().enumerate() {
        for (j, b) in points.iter().enumerate().skip(i + 1) {
            let Some(first) = order(i, j) else {
                continue;
            };
            if first == Ordering::Equal {
                continue;
            }
            for (k, c) in points.iter().enumerate().skip(j + 1) {
                let Some(second) = order(j, k) else {
                    continue;
                };
                if second == first.reverse() && second != Ordering::Equal {
                    let relation = |order| match order {
                        Ordering::Less => Relation::Less,
                        _ => Relation::Greater,
                    };
                    let text =
                        Text::from("The activation is continuous, and between the predictors ")
                            .math(*a)
                            .words(", ")
                            .math(*b)
                            .words(" and ")
                            .math(*c)
                            .words(
                                " its value turns back: by the intermediate value theorem it takes \
                             some value on either side of the middle one.",
                            );
                    let formulas = vec![
                        store.relate(relation(first), at(*a), at(*b)),
                        store.relate(relation(second), at(*b), at(*c)),
                    ];
                    return Some(Evidence { text, formulas });
                }
            }
        }
    }
    None
}

/// A region of predictors on which an activation has an inverse.
pub struct Region {
    /// The conditions on the predictor.
    pub guard: Vec<Expr>,
    /// The equation there.
    pub result: Expr,
    /// The steps to it.
    pub lines: Vec<Line>,
    /// Their proof.
    pub proof: Proof,
}

/// A region of predictors on which the activation has an inverse: the guard of a case, or the
/// positive or negative predictors.
pub fn region(store: &Store, function: &Activated, eta: Expr, response: Expr) -> Option<Region> {
    for guard in stretches(store, function.body, eta) {
        if guard.is_empty() {
            continue;
        }
        let mut given = function.given.clone();
        given.extend(guard.iter().copied());
        let kernel = Kernel::new(store);
        let first = store.eq(response, function.body);
        let mut record = Record::new(&kernel, first, &given);
        if restrict(&mut record, &given, eta, response).is_some() {
            let result = record.chain.current();
            let proof = record.proof();
            return Some(Region {
                guard,
                result,
                lines: record.lines,
                proof,
            });
        }
    }
    None
}

/// The stretches of predictors between the numbers at which the formula's cases meet: those without
/// an upper end first, then those between two numbers.
fn stretches(store: &Store, body: Expr, eta: Expr) -> Vec<Vec<Expr>> {
    let mut ends: Vec<BigRational> = Vec::new();
    let arranger = Arranger::default();
    let mut meet = |a: Expr, b: Expr| {
        for (x, y) in leaves(store, a)
            .into_iter()
            .flat_map(|x| leaves(store, b).into_iter().map(move |y| (x, y)))
        {
            let Some(q) = ring::quotient(store, &arranger, store.sub(x, y)) else {
                continue;
            };
            if q.bottom.as_constant().is_none() {
                continue;
            }
            if let [constant, slope] = polynomial::coefficients(&q.top, eta).as_slice()
                && let (Some(constant), Some(slope)) = (constant.as_constant(), slope.as_constant())
            {
                let end = -constant / slope;
                if !ends.contains(&end) {
                    ends.push(end);
                }
            }
        }
    };
    for part in store.subterms(body) {
        match (store.head(part), store.args(part)) {
            (Head::Relation(_), [a, b]) => meet(*a, *b),
            (Head::Call(f), [a, b]) if matches!(f.name, "max" | "min") => meet(*a, *b),
            (Head::Call(f), [a]) if matches!(f.name, "abs" | "sign") => meet(*a, store.int(0)),
            _ => {}
        }
    }
    ends.sort();
    let above =
        |end: &BigRational| store.relate(Relation::Greater, eta, polynomial::number(store, end));
    let below =
        |end: &BigRational| store.relate(Relation::Less, eta, polynomial::number(store, end));
    let mut all = Vec::new();
    all.extend(ends.last().map(|end| vec![above(end)]));
    all.extend(
        ends.windows(2)
            .map(|pair| vec![above(&pair[0]), below(&pair[1])]),
    );
    all.extend(ends.first().map(|end| vec![below(end)]));
    if ends.is_empty() {
        // Without cases, the sign may make it one-to-one.
        let zero = BigRational::from_integer(0.into());
        all.extend([vec![above(&zero)], vec![below(&zero)]]);
    }
    all
}

/// The terms that maxima, minima and absolute values choose from.
fn leaves(store: &Store, term: Expr) -> Vec<Expr> {
    let mut found = Vec::new();
    let mut stack = vec![term];
    while let Some(term) = stack.pop() {
        match store.head(term) {
            Head::Call(f) if matches!(f.name, "max" | "min") => {
                stack.extend_from_slice(store.args(term));
            }
            Head::Call(f) if f.name == "abs" => {
                let inner = store.args(term)[0];
                stack.extend([inner, store.neg(inner)]);
            }
            _ => found.push(term),
        }
    }
    found.truncate(16);
    found
}

/// Resolves the cases that the guard decides and inverts what is left.
fn restrict(record: &mut Record<'_, '_>, given: &[Expr], eta: Expr, response: Expr) -> Option<()> {
    let store = record.chain.store();
    let body = store.at(record.chain.current(), &[1])?;
    let chosen = record.chain.kernel.chosen(body, given)?;
    if !store.contains(chosen, eta) {
        return None;
    }
    let after = store.eq(response, chosen);
    let step = Step {
        rule: "choose".into(),
        path: vec![1],
        bindings: Default::default(),
        after,
    };
    record
        .chain
        .take(step, "in this region".into(), Level::Standard)
        .ok()?;
    record.note(|formula| formula);
    if chosen == eta {
        return Some(());
    }
    let inverted =
        inversion::invert(record.chain.kernel, response, eta, chosen, given, None).ok()?;
    // The same steps again, from where this chain stands.
    for taken in &inverted.chain.steps {
        record
            .chain
            .take(taken.step.clone(), taken.reason.clone(), taken.level)
            .ok()?;
    }
    if record.chain.theorem.conditions().len() > given.len() {
        return None;
    }
    record.note(|formula| formula);
    polish(&mut record.lines);
    Some(())
}
