//! When a term is defined: the conditions that its parts put on its variables.

use crate::expr::{Bound, Expr, Head, Interval, Kind, NameKind, Relation, Store};

/// Conditions under more binders than this are not stated.
const MAX_BINDERS: usize = 16;

/// Which conditions are asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// Conditions that together suffice for the term to be defined.
    Enough,
    /// Conditions that certainly hold wherever the term is defined.
    Follows,
}

/// Conditions for a term, or for every term of a formula's atomic parts, to be defined.
///
/// A condition on a summand is stated for every index in its range. The term must be arranged for
/// [`Side::Enough`], so that its indices are no names that something is known of. That an unknown
/// function f is defined at t is stated as f(t) = f(t).
pub fn conditions(store: &Store, root: Expr, side: Side) -> Vec<Expr> {
    let mut found = Vec::new();
    // The innermost binder around a part, and the one around that.
    let mut binders: Vec<(Expr, Option<usize>)> = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    let mut stack = vec![(root, None)];
    while let Some((expr, around)) = stack.pop() {
        if !seen.insert((expr, around)) {
            continue;
        }
        let mut own = Vec::new();
        let node = store.node(expr);
        let parts = part_conditions(store, expr, side, &mut own);
        for condition in own {
            match closed(store, condition, &binders, around) {
                Some(condition) => found.push(condition),
                None if side == Side::Enough => {
                    found.push(store.make(Head::False, crate::expr::Args::new()));
                }
                None => {}
            }
        }
        if node.head.binds() && parts.len() == node.args.len() {
            stack.extend(parts[1..3].iter().map(|part| (*part, around)));
            binders.push((expr, around));
            stack.push((parts[3], Some(binders.len() - 1)));
        } else {
            stack.extend(parts.iter().map(|part| (*part, around)));
        }
    }
    found
}

/// A condition for all indices in the ranges of the binders around it; `None` if they are many.
fn closed(
    store: &Store,
    condition: Expr,
    binders: &[(Expr, Option<usize>)],
    around: Option<usize>,
) -> Option<Expr> {
    let mut closed = condition;
    let mut next = around;
    for _ in 0..MAX_BINDERS {
        let Some(at) = next else { return Some(closed) };
        let (binder, outer) = binders[at];
        let args = store.args(binder);
        closed = store.bind(Head::Each, args[0], args[1], args[2], closed);
        next = outer;
    }
    None
}

/// The conditions that a node itself puts on its parts, and the parts to look at next.
fn part_conditions<'a>(
    store: &'a Store,
    expr: Expr,
    side: Side,
    found: &mut Vec<Expr>,
) -> &'a [Expr] {
    let node = store.node(expr);
    let args = &node.args;
    match &node.head {
        Head::Div => push_nonzero(store, args[1], found),
        Head::Pow => power(store, args[0], args[1], side, found),
        Head::Call(f) if f.kind == Kind::Real => match f.name {
            "tan" => {
                let zero = store.int(0);
                found.push(store.relate(Relation::NotEqual, store.call("cos", &[args[0]]), zero));
            }
            "root" => {
                let odd = store
                    .small_integer(args[1])
                    .is_some_and(|n| n > 0 && n % 2 == 1);
                let even = store
                    .small_integer(args[1])
                    .is_some_and(|n| n > 0 && n % 2 == 0);
                if even || (!odd && side == Side::Enough) {
                    found.push(store.relate(Relation::GreaterEqual, args[0], store.int(0)));
                }
                if !odd && !even && side == Side::Enough {
                    // Nothing is known of a root of unknown order.
                    found.push(store.make(Head::False, crate::expr::Args::new()));
                }
            }
            _ => args
                .iter()
                .for_each(|arg| within(store, *arg, &f.domain, found)),
        },
        // An unknown function may be undefined anywhere.
        Head::Apply(_) => {
            found.push(store.eq(expr, expr));
            if side == Side::Enough {
                return &[];
            }
        }
        // Whether it is differentiable is not for this function to tell.
        Head::Derivative => {
            if side == Side::Enough {
                found.push(store.make(Head::False, crate::expr::Args::new()));
            } else if !store.has_kind(args[3], &Head::Derivative) {
                let point = [(args[0], args[1])].into_iter().collect();
                let body = conditions(store, args[3], Side::Follows).into_iter();
                found.extend(body.map(|condition| store.substitute(condition, &point)));
            }
            return &[];
        }
        // No part need be defined: a guard that is undefined is false, and its value not
        // looked at.
        Head::Piecewise if side == Side::Follows => return &[],
        // Of a vector only one entry is looked at.
        Head::Entry if side == Side::Follows => {
            return &args[1..];
        }
        // Without a last value, some guard must be true.
        Head::Piecewise if args.len().is_multiple_of(2) => {
            let conditions: crate::expr::Args = args.iter().step_by(2).copied().collect();
            found.push(match conditions.as_slice() {
                [one] => *one,
                _ => store.make(Head::Or, conditions),
            });
        }
        // What is false somewhere says nothing of its parts there.
        Head::Or | Head::Not | Head::Iff | Head::Implies if side == Side::Follows => {
            return &[];
        }
        // The index must be renamed apart from all that is known of free names.
        head if head.binds() && side == Side::Enough && !is_apart(store, args[0]) => {
            found.push(store.make(Head::False, crate::expr::Args::new()));
        }
        _ => {}
    }
    args
}

/// Whether an index has a name that the arranger gave it.
pub(super) fn is_apart(store: &Store, index: Expr) -> bool {
    store.name_kind(index) == Some(NameKind::Bound)
}

fn push_nonzero(store: &Store, term: Expr, found: &mut Vec<Expr>) {
    use num_traits::Zero;
    if store.literal(term).is_none_or(|value| value.is_zero()) {
        found.push(store.relate(Relation::NotEqual, term, store.int(0)));
    }
}

fn power(store: &Store, base: Expr, exponent: Expr, side: Side, found: &mut Vec<Expr>) {
    use num_traits::Signed;
    let zero = store.int(0);
    let exponent_value = constant(exponent, store);
    match exponent_value {
        // A positive integer power is defined everywhere.
        Some(value) if value.is_integer() && value.is_positive() => {}
        Some(value) if value.is_integer() => {
            found.push(store.relate(Relation::NotEqual, base, zero));
        }
        Some(value) if value.is_positive() => {
            found.push(store.relate(Relation::GreaterEqual, base, zero));
        }
        Some(_) => found.push(store.relate(Relation::Greater, base, zero)),
        None if side == Side::Enough => found.push(store.relate(Relation::Greater, base, zero)),
        None => {}
    }
}

/// The value of a literal number, of a quotient of such, or of their negatives.
fn constant(term: Expr, store: &Store) -> Option<num_rational::BigRational> {
    use num_traits::Zero;
    let (negative, term) = match (store.head(term), store.args(term)) {
        (Head::Neg, [inner]) => (true, *inner),
        _ => (false, term),
    };
    let value = match (store.head(term), store.args(term)) {
        (Head::Div, [a, b]) => {
            let (top, bottom) = (store.literal(*a)?, store.literal(*b)?);
            (!bottom.is_zero()).then(|| top / bottom)?
        }
        _ => store.literal(term)?,
    };
    Some(if negative { -value } else { value })
}

/// The conditions for a term to lie in an interval.
pub fn within(store: &Store, term: Expr, interval: &Interval, found: &mut Vec<Expr>) {
    let mut push = |bound: Bound, open: Relation, closed: Relation| {
        let (relation, text) = match bound {
            Bound::None => return,
            Bound::Open(text) => (open, text),
            Bound::Closed(text) => (closed, text),
        };
        found.push(store.relate(relation, term, end_term(store, text)));
    };
    push(interval.lower, Relation::Greater, Relation::GreaterEqual);
    push(interval.upper, Relation::Less, Relation::LessEqual);
}

/// A constant bound of the registry as an expression.
fn end_term(store: &Store, text: &str) -> Expr {
    let half_pi = || store.div(store.name("pi"), store.int(2));
    match text {
        "pi" => store.name("pi"),
        "pi/2" => half_pi(),
        "-pi/2" => store.neg(half_pi()),
        "-1" => store.int(-1),
        "1" => store.int(1),
        _ => store.int(0),
    }
}
