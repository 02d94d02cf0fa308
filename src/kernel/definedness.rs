//! When a term is defined: the conditions that its parts put on its variables.

use crate::expr::{Bound, Expr, Head, Interval, Kind, Relation, Store};

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
/// Bound indices appear free in conditions that come from a summand ([`Side::Enough`] only): to
/// prove them for any value of the index is enough. The term must be arranged for it, so that
/// its indices are no names that something is known of.
pub fn conditions(store: &Store, root: Expr, side: Side) -> Vec<Expr> {
    let mut found = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    let mut stack = vec![root];
    while let Some(expr) = stack.pop() {
        if !seen.insert(expr) {
            continue;
        }
        let node = store.node(expr);
        let args = &node.args;
        match &node.head {
            Head::Div => push_nonzero(store, args[1], &mut found),
            Head::Pow => power(store, args[0], args[1], side, &mut found),
            Head::Call(f) if f.kind == Kind::Real => match f.name {
                "tan" => {
                    let zero = store.int(0);
                    found.push(store.relate(
                        Relation::NotEqual,
                        store.call("cos", &[args[0]]),
                        zero,
                    ));
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
                    .for_each(|arg| within(store, *arg, &f.domain, &mut found)),
            },
            Head::Apply(_) if side == Side::Enough => {
                // An unknown function may be undefined anywhere.
                found.push(store.make(Head::False, crate::expr::Args::new()));
            }
            // Whether it is differentiable is not for this function to tell.
            Head::Derivative => {
                if side == Side::Enough {
                    found.push(store.make(Head::False, crate::expr::Args::new()));
                }
                continue;
            }
            // No part need be defined: a guard that is undefined is false, and its value not
            // looked at.
            Head::Piecewise if side == Side::Follows => continue,
            // Of a vector only one entry is looked at.
            Head::Entry if side == Side::Follows => {
                stack.extend_from_slice(&args[1..]);
                continue;
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
            Head::Or | Head::Not | Head::Iff | Head::Implies if side == Side::Follows => continue,
            head if head.binds() && side == Side::Follows => continue,
            // The index must be renamed apart from all that is known of free names.
            head if head.binds() && !is_apart(store, args[0]) => {
                found.push(store.make(Head::False, crate::expr::Args::new()));
            }
            _ => {}
        }
        stack.extend_from_slice(args);
    }
    found
}

/// Whether an index has a name that the arranger gave it.
pub(super) fn is_apart(store: &Store, index: Expr) -> bool {
    store
        .name_text(index)
        .is_some_and(|name| name.starts_with('#'))
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
