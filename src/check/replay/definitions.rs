//! Links of a chain that claim nothing: definitions of names that occur nowhere else, and models. All
//! others need a proof.

use crate::expr::{Expr, Head, Store};

/// A link that claims nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Open {
    /// It says what a name is.
    Definition,
    /// It relates variables of its sides, about which nothing else is said.
    Model,
}

/// What each of some links is that claims nothing; `None` if one of them is none of that.
pub fn saying_nothing(
    store: &Store,
    links: &[Expr],
    open: &[Expr],
    given: &[Expr],
) -> Option<Vec<(Expr, Open)>> {
    let mut known = Vec::new();
    for (number, link) in links.iter().enumerate() {
        if !open.contains(link) {
            continue;
        }
        let before = &links[..number];
        let others: Vec<Expr> = open.iter().copied().filter(|other| other != link).collect();
        // What is given is no claim.
        let is_given = given.contains(link);
        let what = if is_given || defines(store, *link, before, given, &others) {
            Open::Definition
        } else if is_product(store, *link, before, given, &others)
            || is_model(store, *link, given, &others)
        {
            Open::Model
        } else {
            return None;
        };
        known.push((*link, what));
    }
    // A link that stands there twice is looked at once.
    (known.len() >= open.len()).then_some(known)
}

/// What a symbol is: a name, or a function.
#[derive(Clone, PartialEq, Eq)]
enum Symbol {
    Name(Expr),
    Function(Head),
}

/// Whether a formula speaks of a symbol.
fn speaks_of(store: &Store, formula: Expr, symbol: &Symbol) -> bool {
    match symbol {
        Symbol::Name(name) => store.contains(formula, *name),
        Symbol::Function(head) => store.any(formula, |node| node.head == *head),
    }
}

/// Whether a link says what a name, entries or an unknown function is, of which nothing else speaks
/// that stands before it, is given or is defined.
fn defines(store: &Store, link: Expr, before: &[Expr], given: &[Expr], others: &[Expr]) -> bool {
    let mut link = link;
    let mut bound = Vec::new();
    while let (Head::Each, [index, _, _, body]) = (store.head(link), store.args(link)) {
        bound.push(*index);
        link = *body;
    }
    let Some((a, b)) = store.sides(link) else {
        return false;
    };
    [(a, b), (b, a)].into_iter().any(|(left, value)| {
        // The logarithm of what is defined takes every value.
        let left = match (store.head(left), store.args(left)) {
            (Head::Call(f), [inner]) if f.name == "log" => *inner,
            _ => left,
        };
        let Some((symbol, places)) = symbol(store, left) else {
            return false;
        };
        // An entry of a list of lists, Y_1[i], is another thing than an entry of Y.
        let apart = |formula: Expr| match (&symbol, store.head(left)) {
            (Symbol::Name(name), Head::Entry) => {
                without_others(store, without_lists(store, formula, *name), left)
            }
            (Symbol::Function(_), _) => without_others(store, formula, left),
            _ => formula,
        };
        let silent = |formula: &Expr| !speaks_of(store, apart(*formula), &symbol);
        let elsewhere = before.iter().chain(given).all(silent);
        let twice = others.iter().any(|other| {
            let sides = store.sides(*other).into_iter().flat_map(|(a, b)| [a, b]);
            sides
                .into_iter()
                .any(|side| !silent(&side) && is_symbol(store, side, &symbol))
        });
        elsewhere && !twice && silent(&value) && is_function_of(store, &places, &bound, value)
    })
}

/// The formula with numbers in the places of entries of a name's own entries.
fn without_lists(store: &Store, formula: Expr, name: Expr) -> Expr {
    store.rebuild(formula, |head, args| {
        let base = *args.first().filter(|_| *head == Head::Entry)?;
        let list = *store.head(base) == Head::Entry && store.args(base)[0] == name;
        list.then(|| store.int(0))
    })
}

/// The formula with numbers in the places of other values of a function or entries of a list: f(0)
/// beside f(1).
fn without_others(store: &Store, formula: Expr, left: Expr) -> Expr {
    let own = store.args(left);
    store.rebuild(formula, |head, args| {
        let alike = head == store.head(left) && args.len() == own.len();
        let other = args.iter().zip(own).any(|(a, b)| {
            let (a, b) = (store.literal(*a), store.literal(*b));
            a.is_some() && b.is_some() && a != b
        });
        // Of entries the list has to be the same.
        let list = *head != Head::Entry || args.first() == own.first();
        (alike && other && list).then(|| store.int(0))
    })
}

/// Whether a side is what is defined by a symbol.
fn is_symbol(store: &Store, side: Expr, symbol_: &Symbol) -> bool {
    symbol(store, side).is_some_and(|(own, _)| own == *symbol_)
}

/// The symbol that a side is, with its arguments or indices.
fn symbol(store: &Store, side: Expr) -> Option<(Symbol, Vec<Expr>)> {
    let name = |e: Expr| {
        let name = matches!(store.head(e), Head::Name(_));
        (name && !store.is_constant(e)).then_some(Symbol::Name(e))
    };
    match (store.head(side), store.args(side)) {
        (Head::Name(_), _) => Some((name(side)?, Vec::new())),
        (Head::Entry, [base, indices @ ..]) => Some((name(*base)?, indices.to_vec())),
        (Head::Apply(_), _) if crate::expr::is_of_matrices(store, side) => None,
        (head @ Head::Apply(_), arguments) => {
            Some((Symbol::Function(head.clone()), arguments.to_vec()))
        }
        _ => None,
    }
}

/// Whether a value is fixed by what stands in the places of a function or of entries: `f(x)`, `a[k, 1]`,
/// `a[k + 1]`, `L(y, f(x))`, but not `f(x^2)`, nor `f(x, x)`, where another value could be meant at one
/// place.
fn is_function_of(store: &Store, places: &[Expr], bound: &[Expr], value: Expr) -> bool {
    let mut fixed: Vec<Expr> = Vec::new();
    let mut loose: Vec<Expr> = bound.to_vec();
    for place in places {
        let lone = match (store.head(*place), store.args(*place)) {
            (Head::Name(_), _) => Some(*place),
            // A whole number more or less.
            (Head::Add, [a, b]) if store.literal(*b).is_some() => Some(*a),
            (Head::Add, [a, b]) if store.literal(*a).is_some() => Some(*b),
            _ => None,
        };
        match lone.filter(|name| matches!(store.head(*name), Head::Name(_))) {
            Some(name) if !fixed.contains(&name) => fixed.push(name),
            Some(_) => return false,
            // A value that nothing is known of may be another for each of its arguments.
            None if matches!(store.head(*place), Head::Apply(_) | Head::Entry) => {
                fixed.extend(store.free_names(*place));
            }
            None => loose.extend(store.free_names(*place)),
        }
    }
    let free = store.free_names(value);
    let mut loose = loose.into_iter();
    loose.all(|name| fixed.contains(&name) || !free.contains(&name))
}

/// Whether a link says what a product of unknowns is, of which nothing else speaks: `P(A) P(B) = 0.1`.
fn is_product(store: &Store, link: Expr, before: &[Expr], given: &[Expr], others: &[Expr]) -> bool {
    let Some((left, value)) = store.sides(link) else {
        return false;
    };
    if *store.head(left) != Head::Mul {
        return false;
    }
    let factors = store.args(left).iter();
    let symbols: Option<Vec<Symbol>> = factors
        .map(|factor| Some(symbol(store, *factor)?.0))
        .collect();
    let Some(symbols) = symbols else { return false };
    let all = before.iter().chain(given).chain(others).chain([&value]);
    let all: Vec<Expr> = all.copied().collect();
    symbols.iter().enumerate().all(|(k, symbol)| {
        let once = !symbols[..k].contains(symbol);
        once && !all.iter().any(|formula| speaks_of(store, *formula, symbol))
    })
}

/// Whether each side has a variable of its own, of which no other link without a proof and nothing
/// given speaks.
fn is_model(store: &Store, link: Expr, given: &[Expr], others: &[Expr]) -> bool {
    let mut link = link;
    while let (Head::Each, [.., body]) = (store.head(link), store.args(link)) {
        link = *body;
    }
    let Some((a, b)) = store.sides(link) else {
        return false;
    };
    let own = |mine: Expr, theirs: Expr| {
        let others_names = store.free_names(theirs);
        let mut names = store.free_names(mine).into_iter();
        names.any(|name| {
            let constant = store.is_constant(name);
            let elsewhere = others
                .iter()
                .chain(given)
                .any(|other| store.contains(*other, name));
            !constant && !elsewhere && !others_names.contains(&name)
        })
    };
    own(a, b) && own(b, a)
}
