//! Columns of the design matrix: how variables and factors of a term are coded, as in R.

use super::terms::{Term, Terms};

/// A factor and its levels.
#[derive(Clone, Debug)]
pub struct Factor {
    /// The variable, as the formula writes it.
    pub name: String,
    /// Its levels; the first is the baseline.
    pub levels: Vec<String>,
    /// Its levels are in an order, and coded by orthogonal polynomials.
    pub ordered: bool,
}

/// What a column has of one variable.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Part {
    /// The variable itself.
    Value(usize),
    /// 1 at a level of a factor, else 0.
    Level(usize, usize),
    /// The orthogonal polynomial of a degree in the number of the level.
    Polynomial(usize, usize),
}

/// The columns of a formula but for the intercept: for each the parts whose product it is.
/// `factors` says for each variable which factor it is.
///
/// A factor is coded by contrasts with its first level where the term without it is in the model,
/// or is the intercept; else by a column for each level. Without an intercept, the first factor has
/// a column for each level. The first factor's levels vary fastest.
pub fn columns(terms: &Terms, factors: &[Option<Factor>]) -> Vec<Vec<Part>> {
    let mut all = Vec::new();
    let is_factor = |v: &usize| factors.get(*v).is_some_and(Option::is_some);
    let first = terms
        .terms
        .iter()
        .find(|term| term.iter().any(is_factor))
        .filter(|_| !terms.intercept);
    for term in &terms.terms {
        let mut columns: Vec<Vec<Part>> = vec![Vec::new()];
        let whole = first
            .filter(|first| *first == term)
            .and_then(|term| term.iter().copied().find(|v| is_factor(v)));
        for variable in term {
            let parts = match factors.get(*variable) {
                Some(Some(factor)) => {
                    let full = whole == Some(*variable) || !has_margin(terms, term, *variable);
                    coded(*variable, factor, full)
                }
                _ => vec![Part::Value(*variable)],
            };
            let longer = parts.iter().flat_map(|part| {
                columns.iter().map(move |column| {
                    let mut column = column.clone();
                    column.push(part.clone());
                    column
                })
            });
            columns = longer.collect();
        }
        all.extend(columns);
    }
    all
}

/// Whether the term without a variable is in the model, or is empty.
fn has_margin(terms: &Terms, term: &Term, variable: usize) -> bool {
    let mut margin = term.clone();
    margin.remove(&variable);
    margin.is_empty() || terms.terms.contains(&margin)
}

fn coded(variable: usize, factor: &Factor, full: bool) -> Vec<Part> {
    let count = factor.levels.len();
    match (full, factor.ordered) {
        (true, _) => (0..count).map(|k| Part::Level(variable, k)).collect(),
        (false, false) => (1..count).map(|k| Part::Level(variable, k)).collect(),
        (false, true) => (1..count).map(|k| Part::Polynomial(variable, k)).collect(),
    }
}

/// What R appends to a factor's name for the polynomial of a degree.
pub fn degree(k: usize) -> String {
    match k {
        1 => ".L".to_owned(),
        2 => ".Q".to_owned(),
        3 => ".C".to_owned(),
        _ => format!("^{k}"),
    }
}
