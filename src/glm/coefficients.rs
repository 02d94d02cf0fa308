//! Coefficients that are given: numbers in the order of the columns, or by the columns' names.

use super::table::plain;
use super::{Asked, Read, fault};
use crate::catalog::closest;
use crate::error::Diagnostic;
use crate::expr::{Expr, Number, Store};

/// The numbers, one row for each predictor; none if there are none.
pub(super) fn read(
    store: &Store,
    asked: &Asked<'_>,
    columns: &[String],
    rows: usize,
) -> Read<Option<Vec<Vec<Expr>>>> {
    let Some(text) = asked.coefficients else {
        return Ok(None);
    };
    let wrong = |diagnostic| fault("--coefficients", text, diagnostic);
    let mut all: Vec<Vec<Expr>> = Vec::new();
    let mut start = 0;
    for row in text.split(';') {
        let place = start;
        start += row.len() + 1;
        let parts: Vec<(&str, usize)> = parts(row, place);
        let named = parts.iter().any(|(part, _)| part.contains('='));
        let mut values: Vec<Option<Expr>> = vec![None; columns.len()];
        if !named && parts.len() != columns.len() {
            let diagnostic = Diagnostic::new(
                format!("{} columns and {} coefficients", columns.len(), parts.len()),
                place..place + row.len(),
            )
            .label("expected one number for each column")
            .help(format!("the columns are {}", columns.join(", ")));
            return wrong(diagnostic);
        }
        for (k, (part, at)) in parts.iter().enumerate() {
            let (name, number) = match part.rsplit_once('=') {
                Some((name, number)) => (Some(name.trim()), number.trim()),
                None => (None, *part),
            };
            let span = *at..at + part.len();
            let column = match name {
                None if named => {
                    let diagnostic = Diagnostic::new("this coefficient has no name", span)
                        .label("expected `NAME=NUMBER`, like the others");
                    return wrong(diagnostic);
                }
                None => k,
                Some(name) => match position(columns, name) {
                    Some(column) => column,
                    None => {
                        let known = columns.iter().map(String::as_str);
                        let help = match closest(name, known) {
                            Some(near) => format!("did you mean `{near}`?"),
                            None => format!("the columns are {}", columns.join(", ")),
                        };
                        let diagnostic =
                            Diagnostic::new(format!("there is no column `{name}`"), span)
                                .label("not a column of this model")
                                .help(help);
                        return wrong(diagnostic);
                    }
                },
            };
            let Some(value) = value(store, number) else {
                let diagnostic = Diagnostic::new("this is no number", span)
                    .label("expected a number such as -8.08");
                return wrong(diagnostic);
            };
            if values[column].replace(value).is_some() {
                let diagnostic = Diagnostic::new("this coefficient is given twice", span)
                    .label("given again here");
                return wrong(diagnostic);
            }
        }
        let missing = values.iter().position(Option::is_none);
        if let Some(missing) = missing {
            let diagnostic = Diagnostic::new(
                format!("the column `{}` has no coefficient", columns[missing]),
                place..place + row.len(),
            )
            .label("one is missing here");
            return wrong(diagnostic);
        }
        all.push(values.into_iter().flatten().collect());
    }
    if all.len() != rows {
        let diagnostic = Diagnostic::new(
            format!("{rows} predictors and {} rows of coefficients", all.len()),
            0..text.len(),
        )
        .label("expected a row for each category but the first, separated by `;`");
        return wrong(diagnostic);
    }
    Ok(Some(all))
}

/// The column of a name, as this program or another one spells it.
fn position(columns: &[String], name: &str) -> Option<usize> {
    let exact = columns.iter().position(|column| column == name);
    exact.or_else(|| {
        let wanted = plain(name);
        columns.iter().position(|column| plain(column) == wanted)
    })
}

/// The parts between commas or blanks, and where they begin; commas in brackets separate nothing.
fn parts(row: &str, place: usize) -> Vec<(&str, usize)> {
    let commas = row.contains(',');
    let mut depth = 0_usize;
    let separates = |c: char| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match commas {
            true => c == ',' && depth == 0,
            false => c.is_whitespace(),
        }
    };
    let mut at = place;
    let mut all = Vec::new();
    for part in row.split(separates) {
        let trimmed = part.trim();
        if !trimmed.is_empty() || commas {
            let skipped = part.len() - part.trim_start().len();
            all.push((trimmed, at + skipped));
        }
        at += part.len() + 1;
    }
    all
}

/// A number with a sign, as it is written.
fn value(store: &Store, text: &str) -> Option<Expr> {
    let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let number = store.number(Number::parse(digits.trim()).ok()?);
    Some(if negative { store.neg(number) } else { number })
}
