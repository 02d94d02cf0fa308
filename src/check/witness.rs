//! Values at which all that is given holds and a claim has a meaning.
//!
//! From conditions that contradict each other anything follows. So nothing is said of a claim that
//! rests on conditions unless a point is shown at which they hold together, by exact arithmetic or
//! enclosures, and where the claim is defined.

use super::Budget;
use super::certain;
use super::link::Link;
use super::point::{Point, written_out};
use super::sample::{self, Solution};
use super::variables::Variables;
use crate::derive::chain::tidy;
use crate::expr::{Binding, Expr, Head, Store};

/// Points that are looked at with certainty, at most.
const CLOSELY: usize = 48;
/// Of those that tell nothing in machine numbers, such as values that are out of their range.
const DOUBTFUL: usize = 3;
/// Points that are looked at in machine numbers, at most.
const POINTS: usize = 600;
/// Points that are moved onto the solutions of what is given.
const MOVED: usize = 80;
/// Terms without a known value that become variables, at most.
const OPAQUE: usize = 12;

/// A value for each variable, in the order of the names.
pub type Witness = Vec<(Expr, Expr)>;

/// Values at which all of `given` holds and each of `links` is defined. Terms whose value is not known
/// (`f(x)`, `E[X]`) are variables of their own.
pub fn find(store: &Store, links: &[Expr], given: &[Expr]) -> Option<Witness> {
    // Entries of short sums are variables like others.
    let out = |formula: &Expr| written_out(store, *formula);
    let whole = store.and(links.iter().map(out));
    let given: Vec<Expr> = given.iter().map(out).collect();
    let opened = Opened::of(store, whole, &given);
    let link = Link::new(store, opened.formula, &opened.given, Budget::default());
    let defined = |formula: Expr| {
        let sides = meaning(store, formula).into_iter();
        let equations = sides.map(|side| store.eq(side, side));
        let all: Vec<Expr> = link.given.iter().copied().chain(equations).collect();
        all
    };
    // Machine numbers know no derivatives.
    let (all, glance) = (defined(link.formula), defined(link.near));
    let mut formulas = link.formulas();
    formulas.extend(all.iter().copied());
    let variables = Variables::of(store, &formulas, &link.given);
    let points = sample::points(store, &variables, &sample::literals(store, &formulas), 1);
    let (mut closely, mut doubtful) = (CLOSELY, DOUBTFUL);
    let mut look = |point: &Point| -> Option<Witness> {
        let mut clear = true;
        for given in &glance {
            match point.holds(store, *given) {
                Some(true) => {}
                Some(false) => return None,
                None => clear = false,
            }
        }
        let room = if clear { &mut closely } else { &mut doubtful };
        if *room == 0 {
            return None;
        }
        *room -= 1;
        let sure = all
            .iter()
            .all(|g| certain::holds(store, point, *g) == Some(true));
        sure.then(|| opened.values(store, &link, point))
    };
    let plain = || points.easy.iter().chain(&points.generic).take(POINTS);
    if let Some(found) = plain().find_map(&mut look) {
        return Some(found);
    }
    let solved: Vec<Solution> = link
        .given
        .iter()
        .flat_map(|given| sample::solutions(store, *given))
        .collect();
    // One equation after another, so that several hold together.
    for point in plain().take(MOVED) {
        let mut on = point.clone();
        for solution in &solved {
            let mut moved = on.clone();
            let set = |(variable, value): &(Expr, Expr)| moved.solve(store, *variable, *value);
            if !solution.iter().map(set).all(|done| done.is_some()) {
                continue;
            }
            if let Some(found) = look(&moved) {
                return Some(found);
            }
            on = moved;
        }
    }
    None
}

/// Whether all that is given certainly holds at some values, and the links are defined there: what
/// [`find`] has found, read from a record.
pub fn confirms(store: &Store, links: &[Expr], given: &[Expr], values: &[(Expr, Expr)]) -> bool {
    let binding: Binding = values.iter().copied().collect();
    let whole = store.and(links.iter().copied());
    let (whole, given) = super::given::for_any_index(store, whole, given);
    let opened = Opened::of(store, whole, &given);
    let formulas: Vec<Expr> = opened
        .given
        .iter()
        .copied()
        .chain([opened.formula])
        .collect();
    let mut at = Variables::of(store, &formulas, &opened.given).point();
    for (name, value) in values {
        let name = opened.renamed(*name);
        let value = store.substitute(*value, &binding);
        if at.solve(store, name, value).is_none() {
            return false;
        }
    }
    let sides = meaning(store, opened.formula).into_iter();
    let defined = sides.map(|side| store.eq(side, side));
    let mut all = opened.given.iter().copied().chain(defined);
    all.all(|formula| certain::holds(store, &at, formula) == Some(true))
}

/// The terms that must have a value for a claim to have a meaning.
fn meaning(store: &Store, formula: Expr) -> Vec<Expr> {
    let mut sides = Vec::new();
    let mut open = vec![formula];
    while let Some(part) = open.pop() {
        let args = store.args(part);
        match store.head(part) {
            Head::And => open.extend(args),
            // One side says something there.
            Head::Iff | Head::Implies => open.extend(args.first()),
            Head::Relation(_) => sides.extend(args),
            _ => {}
        }
    }
    sides
}

/// A claim and what is given, with names in the places of terms whose value is not known.
struct Opened {
    formula: Expr,
    given: Vec<Expr>,
    /// The terms and the names in their places.
    names: Vec<(Expr, Expr)>,
}

impl Opened {
    fn of(store: &Store, formula: Expr, given: &[Expr]) -> Opened {
        let mut names: Vec<(Expr, Expr)> = Vec::new();
        let whole = given.iter().copied().chain([formula]);
        for part in whole.flat_map(|f| store.subterms(f)) {
            let known = names.iter().any(|(term, _)| *term == part);
            if matches!(store.head(part), Head::Apply(_)) && !known && names.len() < OPAQUE {
                let name = store.name(&format!("value_{}", names.len() + 1));
                names.push((part, name));
            }
        }
        // Outer terms first: f(g(x)) is one value.
        names.sort_by_key(|(term, _)| std::cmp::Reverse(store.written_size(*term)));
        let binding: Binding = names.iter().copied().collect();
        let put = |f: Expr| store.substitute(f, &binding);
        Opened {
            formula: put(formula),
            given: given.iter().map(|g| put(*g)).collect(),
            names,
        }
    }

    fn renamed(&self, term: Expr) -> Expr {
        let found = self.names.iter().find(|(known, _)| *known == term);
        found.map_or(term, |(_, name)| *name)
    }

    /// The values of a point, by the terms that are meant, with those of names that are set.
    fn values(&self, store: &Store, link: &Link, point: &Point) -> Witness {
        let back: Binding = self
            .names
            .iter()
            .map(|(term, name)| (*name, *term))
            .collect();
        let mut values: Witness = Vec::new();
        for (name, value) in &point.exact {
            let name = store.substitute(*name, &back);
            values.push((name, tidy(store, *value)));
        }
        let mut set: Witness = link
            .set
            .iter()
            .map(|(name, term)| (*name, tidy(store, point.insert(store, *term))))
            .collect();
        complete(store, &mut set, |name| {
            values.push((store.substitute(name, &back), store.int(1)))
        });
        for (name, value) in set {
            values.push((store.substitute(name, &back), value));
        }
        values
    }
}

/// Gives every variable that is left in some values the value 1; `tell` is told of each. Values that
/// are no numbers, such as matrices, are left out.
fn complete(store: &Store, set: &mut Witness, mut tell: impl FnMut(Expr)) {
    let mut binding = Binding::default();
    for (_, value) in set.iter() {
        let parts = store.subterms(*value);
        let bases: Vec<Expr> = parts
            .iter()
            .filter(|part| *store.head(**part) == Head::Entry)
            .map(|part| store.args(*part)[0])
            .collect();
        let free = store.free_names(*value);
        for part in parts {
            let indices = store.args(part).get(1..).unwrap_or_default();
            let variable = match store.head(part) {
                Head::Entry => indices
                    .iter()
                    .all(|index| store.small_integer(*index).is_some()),
                Head::Name(_) => {
                    free.contains(&part)
                        && !bases.contains(&part)
                        && !super::variables::constant(store, part)
                }
                _ => false,
            };
            if variable && binding.insert(part, store.int(1)).is_none() {
                tell(part);
            }
        }
    }
    if binding.is_empty() {
        return;
    }
    for (_, value) in set.iter_mut() {
        *value = tidy(store, store.substitute(*value, &binding));
    }
    set.retain(|(_, value)| {
        let names = store.free_names(*value);
        names
            .iter()
            .all(|name| super::variables::constant(store, *name))
    });
}
