//! Indices amiss: a sum whose terms do not depend on its index, and an index that is bound in every
//! side of a chain but one.

use super::Suspect;
use crate::expr::{Binding, Expr, Head, Store};
use crate::latex::Statement;
use crate::render::plain;

/// What is wrong with the indices of a statement, in words; the text is looked at for dots, which say
/// more than the formula.
pub fn amiss(store: &Store, statement: &Statement, text: &str) -> Option<Suspect> {
    if text.contains("dots") || text.contains("...") || text.contains('…') {
        return None;
    }
    let mut sides: Vec<Expr> = Vec::new();
    for link in &statement.links {
        let (a, b) = store.sides(link.formula)?;
        for side in [a, b] {
            if !sides.contains(&side) {
                sides.push(side);
            }
        }
    }
    let (usual, difference) = idle(store, &sides).or_else(|| loose(store, &sides))?;
    Some(Suspect {
        usual: plain(store, usual),
        name: "sum".to_owned(),
        difference,
        span: statement.span.clone(),
    })
}

/// A sum or product sign with a range and nothing behind it.
pub fn empty_sum(text: &str) -> Option<Suspect> {
    for (sign, what) in [(r"\sum", "sum"), (r"\prod", "product")] {
        for (at, _) in text.match_indices(sign) {
            let mut rest = text[at + sign.len()..].trim_start();
            rest = rest.strip_prefix(r"\limits").unwrap_or(rest).trim_start();
            let mut scripts = 0;
            while let Some(script) = rest.strip_prefix(['_', '^']) {
                rest = behind_group(script.trim_start())?.trim_start();
                scripts += 1;
            }
            let ends = [")", "]", "}", "=", r"\right"];
            // \mathlarger{\sum_{q=1}^{L}} a_q has its terms outside.
            let enlarged = text[..at].trim_end().ends_with('{') && rest.starts_with('}');
            if scripts == 2 && !enlarged && ends.iter().any(|end| rest.starts_with(end)) {
                return Some(Suspect {
                    usual: format!("{sign}_k a_k"),
                    name: what.to_owned(),
                    difference: format!("there is nothing under the {what}"),
                    span: at..at + sign.len(),
                });
            }
        }
    }
    None
}

/// What follows a group in braces, a command or a character.
fn behind_group(text: &str) -> Option<&str> {
    if text.starts_with('{') {
        let mut depth = 0_usize;
        for (at, c) in text.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.checked_sub(1)?,
                _ => {}
            }
            if depth == 0 {
                return Some(&text[at + 1..]);
            }
        }
        return None;
    }
    let mut chars = text.chars();
    match chars.next()? {
        '\\' => Some(
            chars
                .as_str()
                .trim_start_matches(|c: char| c.is_ascii_alphabetic()),
        ),
        _ => Some(chars.as_str()),
    }
}

/// The bound indices of a term with what they range over.
fn sums(store: &Store, term: Expr) -> Vec<(Expr, Expr)> {
    let parts = store.subterms(term).into_iter();
    let bound = parts.filter_map(|part| match (store.head(part), store.args(part)) {
        (Head::Sum | Head::Product, [index, _, _, body]) => Some((*index, *body)),
        _ => None,
    });
    bound.collect()
}

/// A sum over j of terms that have entries, but none at j, and whose other index nothing binds or
/// speaks of.
fn idle(store: &Store, sides: &[Expr]) -> Option<(Expr, String)> {
    for (k, side) in sides.iter().enumerate() {
        for (index, body) in sums(store, *side) {
            if store.free_names(body).contains(&index) || is_hidden(store, body, index) {
                continue;
            }
            let others = free_indices(store, body);
            // Σ_j x_i is n x_i where i is spoken of elsewhere.
            let bound = sums(store, *side)
                .iter()
                .any(|(other, _)| others.contains(other));
            let spoken = sides.iter().enumerate().any(|(other, side)| {
                other != k
                    && store
                        .free_names(*side)
                        .iter()
                        .any(|name| others.contains(name))
            });
            if let [other, ..] = others.as_slice()
                && !bound
                && !spoken
            {
                let binding: Binding = [(*other, index)].into_iter().collect();
                let words = format!(
                    "the sum is over {0}, and what is summed has the index {1} and not {0}",
                    plain(store, index),
                    plain(store, *other)
                );
                return Some((store.substitute(body, &binding), words));
            }
        }
    }
    None
}

/// Whether a name that stands for a term, `p_z_i_eq_k`, may be made of an index.
fn is_hidden(store: &Store, body: Expr, index: Expr) -> bool {
    let Some(index) = store.name_text(index) else {
        return true;
    };
    let within = |text: &str| format!("_{text}_").contains(&format!("_{index}_"));
    store.any(body, |node| match &node.head {
        Head::Name(name) => within(name),
        Head::Apply(name) => within(name),
        _ => false,
    })
}

/// The names that are indices of entries in a term and free in it.
fn free_indices(store: &Store, term: Expr) -> Vec<Expr> {
    let free = store.free_names(term);
    let mut all: Vec<Expr> = Vec::new();
    for part in store.subterms(term) {
        if let (Head::Entry, [_, indices @ ..]) = (store.head(part), store.args(part)) {
            let names = indices.iter().copied().filter(|index| {
                matches!(store.head(*index), Head::Name(_)) && free.contains(index)
            });
            all.extend(names);
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// An index that is free in one side of a chain, while the other sides bind it or do without it.
fn loose(store: &Store, sides: &[Expr]) -> Option<(Expr, String)> {
    if sides.len() < 3 {
        return None;
    }
    for side in sides {
        for index in free_indices(store, *side) {
            let others: Vec<Expr> = sides
                .iter()
                .copied()
                .filter(|other| other != side)
                .collect();
            let free = |other: &Expr| store.free_names(*other).contains(&index);
            let binds = |other: &Expr| {
                let all = sums(store, *other);
                all.iter()
                    .any(|(bound, body)| *bound == index && store.free_names(*body).contains(bound))
            };
            let bound = others.iter().filter(|other| binds(other)).count();
            if !others.iter().any(free) && bound >= 2 {
                let words = format!(
                    "the index {0} stands free in {1}, while the other sides are sums over {0}",
                    plain(store, index),
                    short(plain(store, *side)),
                );
                let range = others.iter().flat_map(|other| store.subterms(*other));
                let range =
                    range
                        .into_iter()
                        .find_map(|part| match (store.head(part), store.args(part)) {
                            (Head::Sum, [bound, lo, hi, _]) if *bound == index => Some((*lo, *hi)),
                            _ => None,
                        });
                let (lo, hi) = range?;
                return Some((store.bind(Head::Sum, index, lo, hi, *side), words));
            }
        }
    }
    None
}

fn short(text: String) -> String {
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
