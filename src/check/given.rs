//! What is given, put into a formula: equations that set a name replace it.

use crate::expr::{Binding, Expr, Head, Relation, Store};
use crate::kernel::Kernel;
use crate::kernel::facts::Facts;

/// Equations that are put in, at most.
const SUBSTITUTIONS: usize = 64;
/// Formulas are not made longer than this by putting in what is given.
const LENGTH: u64 = 5_000;

/// A formula with what is given put in.
pub struct Inserted {
    /// The formula.
    pub formula: Expr,
    /// What else is given.
    pub given: Vec<Expr>,
    /// Names that what is given sets equal to a term.
    pub set: Vec<(Expr, Expr)>,
}

/// The formula with names replaced that what is given sets equal to terms.
pub fn inserted(store: &Store, formula: Expr, given: &[Expr]) -> Inserted {
    let mut formula = formula;
    let mut given: Vec<Expr> = given.iter().flat_map(|g| store.conjuncts(*g)).collect();
    let mut set: Vec<(Expr, Expr)> = Vec::new();
    let longest = store.written_size(formula).max(LENGTH);
    for _ in 0..SUBSTITUTIONS {
        // A vector of the name is another variable: no number is put in its place.
        let is_base = |term: Expr, name: Expr| {
            store.name_text(term).is_none()
                && given.iter().chain([&formula]).any(|whole| {
                    store.any(*whole, |node| {
                        node.head == Head::Entry && node.args[0] == name
                    })
                })
        };
        let found = given.iter().enumerate().find_map(|(k, g)| {
            let (a, b) = store.sides(*g)?;
            for (name, term) in [(a, b), (b, a)] {
                let variable = store.is_variable(name);
                if variable && !store.contains(term, name) && !is_base(term, name) {
                    return Some((k, name, term));
                }
            }
            None
        });
        let Some((k, name, term)) = found else { break };
        let binding: Binding = [(name, term)].into_iter().collect();
        let put = |e: Expr| store.substitute(e, &binding);
        let all = given.iter().chain([&formula]).map(|e| put(*e));
        if all
            .map(|e| store.written_size(e))
            .any(|size| size > longest)
        {
            break;
        }
        given.remove(k);
        given = given.into_iter().map(put).collect();
        // The name has a value only where the term has.
        given.push(store.eq(term, term));
        set = set.into_iter().map(|(n, t)| (n, put(t))).collect();
        set.push((name, term));
        formula = put(formula);
    }
    let kernel = Kernel::new(store);
    let facts = Facts::new(store, kernel.arranger(), &[]);
    given.retain(|g| match store.sides(*g) {
        Some((a, b)) if a == b => !facts.defined(a),
        _ => true,
    });
    Inserted {
        formula,
        given,
        set,
    }
}

/// A formula "for k in 1..K" as the formula, given the range of k; and what is given of p[i], for
/// an index that the formula does not have, as given for every i.
pub fn for_any_index(store: &Store, formula: Expr, given: &[Expr]) -> (Expr, Vec<Expr>) {
    let mut formula = formula;
    let mut all = given.to_vec();
    while let (Head::Each, [index, lo, hi, body]) = (store.head(formula), store.args(formula)) {
        all.extend(range(store, *index, *lo, *hi));
        formula = *body;
    }
    let free = store.free_names(formula);
    for fact in &mut all {
        let whole = store.and([formula, *fact]);
        for (index, lo, hi) in ranges(store, whole) {
            if !free.contains(&index) && *store.head(*fact) != Head::Each {
                *fact = store.bind(Head::Each, index, lo, hi, *fact);
            }
        }
    }
    (formula, all)
}

/// What indices that are no bound ones run over: the k of z[k] from 1 to K, where z[j] stands in a
/// sum over j from 1 to K.
pub fn index_ranges(store: &Store, formula: Expr) -> Vec<Expr> {
    let ranges = ranges(store, formula).into_iter();
    ranges
        .flat_map(|(index, lo, hi)| range(store, index, lo, hi))
        .collect()
}

fn range(store: &Store, index: Expr, lo: Expr, hi: Expr) -> [Expr; 3] {
    [
        store.call("integer", &[index]),
        store.relate(Relation::LessEqual, lo, index),
        store.relate(Relation::LessEqual, index, hi),
    ]
}

/// Free indices with the ends of their ranges.
fn ranges(store: &Store, formula: Expr) -> Vec<(Expr, Expr, Expr)> {
    let one = store.int(1);
    let free = store.free_names(formula);
    let parts = store.subterms(formula);
    let mut sizes: Vec<Expr> = Vec::new();
    // Base, place, and upper bound of the range of an index there.
    let mut bound: Vec<(Expr, usize, Expr)> = Vec::new();
    for binder in parts.iter().filter(|e| store.head(**e).binds()) {
        let [index, lo, hi, body] = *store.args(*binder) else {
            continue;
        };
        if *store.head(*binder) == Head::Derivative {
            continue;
        }
        sizes.extend(store.free_names(hi));
        for entry in store.subterms(body) {
            if lo == one && *store.head(entry) == Head::Entry {
                let args = store.args(entry).iter().enumerate().skip(1);
                let at = args.filter(|(_, k)| **k == index);
                bound.extend(at.map(|(place, _)| (store.args(entry)[0], place, hi)));
            }
        }
    }
    let mut found: Vec<(Expr, Expr, Expr)> = Vec::new();
    for entry in parts.iter().filter(|e| *store.head(**e) == Head::Entry) {
        let args = store.args(*entry);
        for (place, index) in args.iter().enumerate().skip(1) {
            let name = matches!(store.head(*index), Head::Name(_));
            if !name || !free.contains(index) || sizes.contains(index) {
                continue;
            }
            let ends = bound
                .iter()
                .filter(|(b, p, _)| *b == args[0] && *p == place);
            let mut ends: Vec<Expr> = ends.map(|(_, _, hi)| *hi).collect();
            ends.dedup();
            let [end] = ends.as_slice() else { continue };
            if !found.contains(&(*index, one, *end)) {
                found.push((*index, one, *end));
            }
        }
    }
    found
}
