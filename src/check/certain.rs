//! What is certain of a claim at a point: by exact arithmetic, by intervals, or as an identity.

use super::link::Link;
use super::point::Point;
use super::prove;
use super::purse::{self, For};
use crate::derive::chain::tidy;
use crate::eval::{self, Assignment, truth, truth_between};
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::facts::Facts;
use crate::kernel::{Kernel, ring};

/// What the proof that two numbers are equal may cost; see [`prove::within`].
const CONSTANTS: u64 = 20_000;

/// The precision in bits at which numbers that differ are told apart as a rule.
const COARSE: usize = 128;

/// The precision at which numbers that are not close to each other are told apart.
const ROUGH: usize = 64;

/// Whether a formula is true at a point, if that is certain.
pub fn holds(store: &Store, point: &Point, formula: Expr) -> Option<bool> {
    let args = store.args(formula);
    match store.head(formula) {
        Head::Relation(Relation::Equal) => equation(store, point, formula),
        Head::And => {
            let mut all = Some(true);
            for arg in args {
                match holds(store, point, *arg) {
                    Some(false) => return Some(false),
                    Some(true) => {}
                    None => all = None,
                }
            }
            all
        }
        Head::Or => {
            let mut any = Some(false);
            for arg in args {
                match holds(store, point, *arg) {
                    Some(true) => return Some(true),
                    Some(false) => {}
                    None => any = None,
                }
            }
            any
        }
        Head::Not => holds(store, point, args[0]).map(|known| !known),
        Head::Each => holds(store, point, store.and(point.instances(store, args)?)),
        Head::Relation(_) => {
            // Equal terms are not apart, which no enclosure can tell.
            let (sized, values) = point.assigned(store, resolved(store, point, formula)?);
            let known = truth_between(store, sized, &values, 0, COARSE);
            if known.is_some() {
                return known;
            }
            let (Head::Relation(relation), [a, b]) = (store.head(formula), args) else {
                return None;
            };
            match equation(store, point, store.eq(*a, *b)) {
                Some(true) => Some(matches!(
                    relation,
                    Relation::LessEqual | Relation::GreaterEqual
                )),
                _ => truth_between(store, sized, &values, COARSE, usize::MAX),
            }
        }
        _ => enclosed(store, point, formula),
    }
}

fn enclosed(store: &Store, point: &Point, formula: Expr) -> Option<bool> {
    let (formula, values) = point.assigned(store, resolved(store, point, formula)?);
    truth(store, formula, &values)
}

fn equation(store: &Store, point: &Point, formula: Expr) -> Option<bool> {
    let formula = resolved(store, point, formula)?;
    let (sized, values) = point.assigned(store, formula);
    // Numbers that are equal for a plain reason are not worth a close look.
    let first = truth_between(store, sized, &values, 0, COARSE);
    if first.is_some() {
        return first;
    }
    let closed = tidy(store, point.insert(store, formula));
    let args = store.args(closed);
    let [a, b] = args else { return None };
    let kernel = Kernel::new(store);
    let arranger = kernel.arranger();
    let facts = Facts::new(store, arranger, &[]);
    let defined = |term: Expr| {
        facts.defined(term) || truth(store, store.eq(term, term), &Assignment::new()) == Some(true)
    };
    let same = || arranger.same(store, *a, *b) || ring::equal(store, arranger, *a, *b);
    // Of points without a pattern a proof would take long, and tells nothing that is needed.
    let simple = || {
        let mut parts = store.subterms(closed).into_iter();
        !parts.any(|part| store.literal(part).is_some_and(|v| v.denom().bits() > 16))
    };
    let proved = || {
        let work = purse::allowed(For::Points, CONSTANTS);
        if work == 0 {
            return false;
        }
        let (proof, spent) = prove::counted(store, work, closed, &[], false);
        purse::pay(For::Points, spent);
        proof.is_ok_and(|proof| proof.conditions.is_empty())
    };
    if defined(*a) && defined(*b) && (same() || simple() && proved()) {
        return Some(true);
    }
    truth_between(store, sized, &values, COARSE, usize::MAX)
}

/// Whether a term is defined at a point, if that is certain.
pub fn defined(store: &Store, point: &Point, term: Expr) -> Option<bool> {
    let (term, values) = point.assigned(store, resolved(store, point, term)?);
    truth(store, store.eq(term, term), &values)
}

/// The expression with derivatives worked out at the point: their value where what they need is
/// certain, an undefined term where the function itself is certainly undefined; else `None`.
fn resolved(store: &Store, point: &Point, expr: Expr) -> Option<Expr> {
    if !store.has_kind(expr, &Head::Derivative) {
        return Some(expr);
    }
    let kernel = Kernel::new(store);
    let mut possible = true;
    let result = store.rebuild(expr, |head, args| {
        // One that is not known leaves those around it unknown.
        if *head != Head::Derivative || !possible {
            return None;
        }
        let [name, at, _, body] = args else {
            return None;
        };
        let found = kernel.derivative(store.with_args(head, args));
        if let Some((term, conditions)) = found
            && conditions
                .iter()
                .all(|c| holds(store, point, *c) == Some(true))
        {
            return Some(term);
        }
        let binding = [(*name, *at)].into_iter().collect();
        if defined(store, point, store.substitute(*body, &binding)) == Some(false) {
            return Some(store.div(store.int(1), store.int(0)));
        }
        possible = false;
        None
    });
    possible.then_some(result)
}

/// Whether the sides of a relation are terms with one normal form, the values put in.
fn alike(store: &Store, point: &Point, relation: Expr) -> bool {
    let closed = tidy(store, point.insert(store, relation));
    let kernel = Kernel::new(store);
    match store.args(closed) {
        [a, b] => ring::equal(store, kernel.arranger(), *a, *b),
        _ => false,
    }
}

/// Whether a formula is certainly false at a point; no proof is looked for that it is true.
fn plainly_false(store: &Store, point: &Point, formula: Expr, look: Look) -> bool {
    let of = |part: &Expr| plainly_false(store, point, *part, look);
    let args = store.args(formula);
    match store.head(formula) {
        Head::And => args.iter().any(of),
        Head::Or => args.iter().all(of),
        Head::Relation(_) => resolved(store, point, formula).is_some_and(|formula| {
            let (sized, values) = point.assigned(store, formula);
            let first = match look {
                Look::Glance => truth_between(store, sized, &values, 0, ROUGH),
                Look::Close => truth_between(store, sized, &values, 0, COARSE),
            };
            first == Some(false)
                || first.is_none()
                    && look == Look::Close
                    && !alike(store, point, formula)
                    && truth_between(store, sized, &values, COARSE, usize::MAX) == Some(false)
        }),
        _ => holds(store, point, formula) == Some(false),
    }
}

/// How closely numbers are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    /// As far as numbers are told apart that are not close to each other.
    Glance,
    /// At every precision.
    Close,
}

/// What is certain of a claim at a point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bearing {
    /// It fails there, what is given holding.
    Fails,
    /// A side of it is false there, so it says nothing that is true.
    Nothing,
    /// Nothing else is known.
    Open,
}

/// What is certain of a claim at a point.
pub fn bearing(store: &Store, link: &Link, point: &Point, look: Look) -> Bearing {
    let formula = link.formula;
    let args = store.args(formula);
    let is_false = |formula: Expr| plainly_false(store, point, formula, look);
    let is_true = |formula: Expr| holds(store, point, formula) == Some(true);
    let (nothing, failing) = match store.head(formula) {
        // What is false is the cheaper to see.
        Head::Iff | Head::Implies => {
            let [a, b] = [is_false(args[0]), is_false(args[1])];
            let both = *store.head(formula) == Head::Iff;
            let failing = b && !a && is_true(args[0]) || both && a && !b && is_true(args[1]);
            (a || b, failing)
        }
        Head::Relation(relation) => {
            // Both sides undefined is no failure; of an inequality one is enough.
            let known = |side: usize| defined(store, point, args[side]) == Some(true);
            let nothing = is_false(formula);
            let failing = nothing
                && match relation {
                    Relation::Equal => known(0) || known(1),
                    _ => known(0) && known(1),
                };
            (nothing, failing)
        }
        _ => {
            let nothing = is_false(formula);
            (nothing, nothing)
        }
    };
    // With an exponent that is an integer by its form 0^0 is 1, which the evaluator does not know.
    if (failing || nothing) && empty_power(store, point, formula) {
        return Bearing::Nothing;
    }
    if failing && link.given.iter().all(|given| is_true(*given)) {
        Bearing::Fails
    } else if nothing {
        Bearing::Nothing
    } else {
        Bearing::Open
    }
}

/// Whether a power may be 0^0 at a point whose exponent is an integer by its form: a literal, or of
/// sizes and indices.
fn empty_power(store: &Store, point: &Point, formula: Expr) -> bool {
    if !store.has_kind(formula, &Head::Pow) {
        return false;
    }
    let free = store.free_names(formula);
    let parts = store.subterms(formula).into_iter();
    let mut powers = parts.filter(|part| *store.head(*part) == Head::Pow);
    powers.any(|power| {
        let (base, exponent) = (store.args(power)[0], store.args(power)[1]);
        let names = store.free_names(exponent);
        let bound = |name: &Expr| !free.contains(name);
        let whole = |name: &Expr| bound(name) || point.is_size(*name);
        let integral = names.iter().all(whole)
            && !store.any(exponent, |node| match &node.head {
                Head::Number(n) => !n.value().is_integer(),
                head => !matches!(head, Head::Name(_) | Head::Add | Head::Mul | Head::Neg),
            });
        let may_be_zero = |term: Expr| {
            store.free_names(term).iter().any(bound) || point.value(store, term).abs() < 1e-9
        };
        integral && may_be_zero(exponent) && may_be_zero(base)
    })
}

/// Whether the claim certainly fails at a point, what is given certainly holding there.
pub fn fails(store: &Store, link: &Link, point: &Point) -> bool {
    bearing(store, link, point, Look::Close) == Bearing::Fails
}

/// Whether the claim is certainly true at a point and says something: its sides are defined, its
/// formulas true; `None` where that cannot be told.
pub fn says_truth(store: &Store, link: &Link, point: &Point) -> Option<bool> {
    let args = store.args(link.formula);
    let claimed = match store.head(link.formula) {
        Head::Iff | Head::Implies => store.and(args.iter().copied()),
        _ => link.formula,
    };
    let mut all = Some(true);
    for formula in link.given.iter().chain([&claimed]) {
        match holds(store, point, *formula) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => all = None,
        }
    }
    all
}

/// A term's value at a point, as text with some significant digits; `None` where it is not certain to
/// have one.
pub fn value(store: &Store, point: &Point, term: Expr, digits: i32) -> Option<String> {
    if defined(store, point, term) != Some(true) {
        return None;
    }
    let term = resolved(store, point, term)?;
    let (sized, values) = point.assigned(store, term);
    if let Some(value) = eval::exact(store, sized, &values) {
        let text = crate::expr::rational_text(&value);
        if text.len() <= 24 {
            return Some(text);
        }
    }
    let near = point.value(store, term);
    if !near.is_finite() {
        return None;
    }
    let closed = point.insert(store, term);
    let size = near.abs().log10().floor();
    let places = digits - 1 - if size.is_finite() { size as i32 } else { 0 };
    let text = super::rounding::to_places(store, closed, places.max(digits));
    Some(text.unwrap_or_else(|| format!("{near:.6}")))
}
