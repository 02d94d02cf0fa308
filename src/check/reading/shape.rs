//! What the form of a statement says it is, where no word tells.

use crate::expr::{Expr, Head, Relation, Store};

/// The form of a statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// Both sides are fixed by known functions and have the same variables; or an equivalence: it
    /// claims to be true.
    Identity,
    /// There is no variable in it.
    Closed,
    /// A name, an entry or a value of a function equals a number or another one: `p = 1`, `x = x_0`.
    Value,
    /// A term equals a number: `w x + b = 0`.
    Level,
    /// An inequality of names and numbers.
    Restriction,
    /// None of these.
    Other,
}

/// Functions that are the same in every document, though the language gives them no value.
const FIXED: &[&str] = &[
    "binomial",
    "factorial",
    "Gamma",
    "matmul",
    "transpose",
    "inverse",
    "trace",
    "det",
    "eye",
    "softmax",
];

/// The form of a link.
pub(super) fn of(store: &Store, link: Expr) -> Shape {
    let mut link = link;
    while let (Head::Each, [.., body]) = (store.head(link), store.args(link)) {
        link = *body;
    }
    let (head, args) = (store.head(link), store.args(link));
    if matches!(head, Head::Iff | Head::Implies) {
        return Shape::Identity;
    }
    let (Head::Relation(relation), [a, b]) = (head, args) else {
        return Shape::Other;
    };
    let (left, right) = (variables(store, *a), variables(store, *b));
    if left.is_empty() && right.is_empty() {
        return Shape::Closed;
    }
    let number = left.is_empty() || right.is_empty();
    let (first, second) = (simple(store, *a), simple(store, *b));
    if *relation == Relation::Equal && (says_of(store, *a, *b) || says_of(store, *b, *a)) {
        return Shape::Value;
    }
    if *relation != Relation::Equal {
        let plain = (first || left.is_empty()) && (second || right.is_empty());
        let terms = [*a, *b].into_iter().all(|side| is_linear(store, side));
        return match (plain, number || terms) {
            (true, _) => Shape::Restriction,
            (false, true) => Shape::Other,
            (false, false) if left == right => Shape::Identity,
            _ => Shape::Other,
        };
    }
    match (first, second) {
        (true, true) => Shape::Value,
        (true, false) | (false, true) if number => Shape::Value,
        _ if number => Shape::Level,
        _ if left == right && fixed(store, *a, *b) => Shape::Identity,
        _ => Shape::Other,
    }
}

/// Whether an equation with a derivative speaks of nothing but what definitions relate: nobody sets
/// d/dθ A(θ) to μ where θ is defined by μ.
pub(super) fn is_derived(store: &Store, link: Expr, given: &[Expr]) -> bool {
    let Some((a, b)) = store.sides(link) else {
        return false;
    };
    let (derived, other) = match store.has_kind(a, &Head::Derivative) {
        true => (a, b),
        false => (b, a),
    };
    let reached = |side: Expr| {
        let mut names = variables(store, side);
        let mut next = 0;
        while next < names.len() {
            let value = given.iter().filter_map(|formula| store.sides(*formula));
            let value = value.filter(|(left, _)| *left == names[next]);
            for more in value
                .flat_map(|(_, value)| variables(store, value))
                .collect::<Vec<_>>()
            {
                if !names.contains(&more) {
                    names.push(more);
                }
            }
            next += 1;
        }
        names
    };
    let (inside, outside) = (reached(derived), variables(store, other));
    store.has_kind(derived, &Head::Derivative)
        && !outside.is_empty()
        && outside.iter().all(|name| inside.contains(name))
}

/// The free names of a term, and its unknown functions.
pub(super) fn variables(store: &Store, term: Expr) -> Vec<Expr> {
    let mut all: Vec<Expr> = store
        .free_names(term)
        .into_iter()
        .filter(|name| !store.is_constant(*name))
        .collect();
    for part in store.subterms(term) {
        if let Head::Apply(name) = store.head(part)
            && !FIXED.contains(&&**name)
        {
            all.push(store.name(&format!("{name}()")));
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether an equation says something of a matrix: that it is symmetric, orthogonal, idempotent.
fn says_of(store: &Store, side: Expr, other: Expr) -> bool {
    let name = |e: Expr| matches!(store.head(e), Head::Name(_));
    let matrix = |e: Expr| {
        matches!(store.head(e), Head::Apply(f) if FIXED.contains(&&**f))
            && store.args(e).iter().all(|arg| name(*arg))
    };
    matrix(side) && (name(other) || matrix(other)) && store.free_names(side).len() == 1
}

/// A name, an entry, or an unknown function of such.
fn simple(store: &Store, term: Expr) -> bool {
    match store.head(term) {
        Head::Name(_) | Head::Entry => true,
        Head::Apply(_) => store.args(term).iter().all(|arg| {
            matches!(
                store.head(*arg),
                Head::Name(_) | Head::Entry | Head::Number(_)
            )
        }),
        Head::Neg => simple(store, store.args(term)[0]),
        _ => false,
    }
}

/// Whether a term is a sum of products of names, without functions and powers.
fn is_linear(store: &Store, term: Expr) -> bool {
    !store.any(term, |node| {
        !matches!(
            node.head,
            Head::Name(_)
                | Head::Number(_)
                | Head::Add
                | Head::Mul
                | Head::Neg
                | Head::Entry
                | Head::Sum
        )
    })
}

/// Whether the sides are written with functions, sums or derivatives, or are one term multiplied out:
/// then an equation is no condition on its variables.
fn fixed(store: &Store, a: Expr, b: Expr) -> bool {
    let known = |side: Expr| {
        store.any(side, |node| {
            // log 3 is a number like others: (2 x) log 3 = (x + 3) log 2 is an equation for x.
            let of_names = node.args.iter().any(|arg| store.has_name(*arg));
            matches!(node.head, Head::Call(_)) && of_names
                || matches!(
                    node.head,
                    Head::Derivative | Head::Sum | Head::Product | Head::Piecewise
                )
                || matches!(&node.head, Head::Apply(name) if FIXED.contains(&&**name))
        })
    };
    let exponential = |side: Expr| {
        store.any(side, |node| {
            node.head == Head::Pow && store.literal(node.args[1]).is_none()
        })
    };
    let product = |side: Expr| {
        matches!(store.head(side), Head::Mul | Head::Pow | Head::Div)
            && store.has_kind(side, &Head::Add)
    };
    let sum = |side: Expr| *store.head(side) == Head::Add;
    known(a)
        || known(b)
        || exponential(a)
        || exponential(b)
        || product(a) && (sum(b) || product(b))
        || product(b) && sum(a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    #[test]
    fn forms_of_statements() {
        for (text, shape) in [
            ("sigmoid(x) = (1 + tanh(x))/2", Shape::Identity),
            ("(a + b)^2 = a^2 + b^2", Shape::Identity),
            ("exp(a + b) = exp(a)*exp(b)", Shape::Identity),
            ("p = sigmoid(z) <=> logit(p) = z", Shape::Identity),
            ("w*x + b = 0", Shape::Level),
            ("sum(j, 1, n, w[j]) = 1", Shape::Level),
            ("p = 1/2", Shape::Value),
            ("x = x_0", Shape::Value),
            ("f(x) = 0", Shape::Value),
            ("0.1 + 0.2 = 0.4", Shape::Closed),
            ("sigmoid(0) = 1/2", Shape::Closed),
            ("x > 0", Shape::Restriction),
            ("w*x + b >= 0", Shape::Other),
            ("log(p) = b + w*x", Shape::Other),
            ("x^2 + 1 = 2*x", Shape::Other),
            ("p = 1 - p", Shape::Other),
            ("2*x*log(3) = (x + 3)*log(2)", Shape::Other),
        ] {
            let store = Store::new();
            let formula = parse::claim(&store, text).expect("readable").formula;
            assert_eq!(of(&store, formula), shape, "{text}");
        }
    }
}
