//! Models and networks by an equation in LaTeX: `\\log\\frac{p}{1-p} = b + \\mathbf{w}^\\top\\mathbf{x}`.

use crate::error::Diagnostic;
use crate::expr::{Expr, Head, Store};
use crate::latex::{self, Scope, Statement};
use crate::network::Description;
use crate::parse;

/// Reads an equation in LaTeX, also between dollar signs. An index that the mean of one observation
/// has, as in `p_i`, is left out everywhere, and a sentence says so.
///
/// # Errors
/// What cannot be read, or why it is no model.
pub fn read_latex(store: &Store, text: &str) -> Result<(Description, Option<String>), Diagnostic> {
    let all = 0..text.len();
    let text = &undelimited(text);
    let reading = latex::read(store, text, &Scope::default())?;
    let one = match reading.statements.as_slice() {
        [one] => one.clone()?,
        _ => {
            return Err(
                Diagnostic::new("one equation is expected", all).label("several stand here")
            );
        }
    };
    let no_model = |label: &str| {
        Diagnostic::new("neither side is a function of the mean alone", all.clone()).label(label)
    };
    // Before an index is left out, since p_k/p_K has two.
    let sides = [one.formula, each(store, one.formula)];
    for (left, right) in sides.into_iter().filter_map(|formula| store.sides(formula)) {
        if let Some(network) = parse::of_categories(store, left, right) {
            return network
                .map(|network| (Description::Network(network), None))
                .map_err(no_model);
        }
    }
    let (left, right, indices) = equation(store, &one)
        .ok_or_else(|| Diagnostic::new("this is no equation", all.clone()).label("expected `=`"))?;
    let description = parse::described(store, left, right).map_err(no_model)?;
    let names: Vec<&str> = indices.iter().filter_map(|i| store.name_text(*i)).collect();
    let note = match names.as_slice() {
        [] => None,
        names => Some(format!(
            "the equation is that of one observation: the index {} is left out",
            names.join(", ")
        )),
    };
    Ok((description, note))
}

/// What is said for each index of a range; other formulas as they are.
fn each(store: &Store, formula: Expr) -> Expr {
    match (store.head(formula), store.args(formula)) {
        (Head::Each, [_, _, _, body]) => *body,
        _ => formula,
    }
}

/// The text with blanks in place of what sets it off as mathematics; places stay.
fn undelimited(text: &str) -> String {
    let (start, end) = (text.trim_start(), text.trim_end());
    for (open, close) in [("\\[", "\\]"), ("\\(", "\\)"), ("$$", "$$"), ("$", "$")] {
        let both = open.len() + close.len();
        if start.starts_with(open) && end.ends_with(close) && text.trim().len() >= both {
            let first = text.len() - start.len();
            let last = end.len() - close.len();
            let blank = |length: usize| " ".repeat(length);
            return [
                &blank(first + open.len()),
                &text[first + open.len()..last],
                &blank(text.len() - last),
            ]
            .concat();
        }
    }
    text.to_owned()
}

/// The sides of a statement that is an equation, without the indices of observations, and those.
fn equation(store: &Store, statement: &Statement) -> Option<(Expr, Expr, Vec<Expr>)> {
    let (left, right) = store.sides(statement.formula)?;
    let indices = |side: Expr| -> Vec<Expr> {
        let parts = store.subterms(side).into_iter();
        let entries = parts.filter(|part| *store.head(*part) == Head::Entry);
        let names = entries.flat_map(|entry| store.args(entry)[1..].to_vec());
        let free = store.free_names(side);
        names.filter(|name| free.contains(name)).collect()
    };
    let mut common = indices(left);
    common.retain(|index| store.name_text(*index).is_some());
    common.sort_unstable();
    common.dedup();
    let without = |side: Expr| {
        store.rebuild(side, |head, args| {
            if *head != Head::Entry {
                return None;
            }
            let kept: Vec<Expr> = args[1..]
                .iter()
                .copied()
                .filter(|index| !common.contains(index))
                .collect();
            match kept.as_slice() {
                [] => Some(args[0]),
                kept if kept.len() + 1 < args.len() => Some(store.entry(args[0], kept)),
                _ => None,
            }
        })
    };
    Some((without(left), without(right), common))
}
