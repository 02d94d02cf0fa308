//! The equation of a multinomial model, `log(p[k]/p[3]) = b[k] + w[k]*x`: the network with a softmax
//! whose last category, the baseline, has no weights.

use crate::catalog;
use crate::expr::{Binding, Expr, Head, Store};
use crate::network::{Bias, Function, Inputs, Layer, Network, Outputs, Size, Weights};

/// What is said where the baseline is no number.
const BASELINE: &str = "several entries of one vector: of a multinomial model the number of \
                        categories has to be known, as in `log(p[k]/p[3])`; a network may have \
                        any, `layer K softmax`";
/// What is said of other predictors.
const PREDICTOR: &str = "expected entries of this category times inputs, such as `b[k] + w[k]*x`";
/// More categories, or more inputs of a sum, are not written out.
const MOST: i64 = 1000;

/// The left side: the vector, the index of a category, and the baseline.
fn left_side(store: &Store, left: Expr) -> Option<(Expr, Expr, Expr)> {
    let log = |e: Expr| match (store.head(e), store.args(e)) {
        (Head::Call(f), [inner]) if f.name == "log" => Some(*inner),
        _ => None,
    };
    let (of, against) = match (store.head(left), store.args(left)) {
        (Head::Add, [a, b]) => match (store.head(*b), store.args(*b)) {
            (Head::Neg, [b]) => (log(*a)?, log(*b)?),
            _ => return None,
        },
        _ => match store.args(log(left)?) {
            [a, b] if *store.head(log(left)?) == Head::Div => (*a, *b),
            _ => return None,
        },
    };
    let entry = |e: Expr| match (store.head(e), store.args(e)) {
        (Head::Entry, [base, at]) => Some((*base, *at)),
        _ => None,
    };
    let (vector, index) = entry(of)?;
    store.name_text(index)?;
    let baseline = match entry(against) {
        Some((same, at)) if same == vector => at,
        Some(_) => return None,
        // In LaTeX p_K is a name.
        None => {
            let (base, _) = store.name_text(against)?.split_once('_')?;
            (store.name(base) == vector).then_some(against)?
        }
    };
    Some((vector, index, baseline))
}

/// The network of a multinomial model; `None` if the left side is not that of one.
///
/// # Errors
/// What is missing.
pub fn network(store: &Store, left: Expr, right: Expr) -> Option<Result<Network, &'static str>> {
    let (vector, index, baseline) = left_side(store, left)?;
    Some(described(store, vector, index, baseline, right))
}

fn described(
    store: &Store,
    vector: Expr,
    index: Expr,
    baseline: Expr,
    right: Expr,
) -> Result<Network, &'static str> {
    let last = store.small_integer(baseline).ok_or(BASELINE)?;
    let output = store.name_text(vector).ok_or(PREDICTOR)?;
    if super::super::is_constant(store, vector) {
        return Err("this letter is a number; call the probabilities for example p");
    }
    if !(2..=MOST).contains(&last) {
        return Err(BASELINE);
    }
    let Some(catalog::Entry::Link(softmax)) = catalog::find("softmax") else {
        return Err(PREDICTOR);
    };
    if store.contains(right, vector) {
        return Err(PREDICTOR);
    }
    let mut intercept: Option<Expr> = None;
    let mut columns: Vec<(String, Expr)> = Vec::new();
    for term in terms(store, right)? {
        match column(store, term, index).ok_or(PREDICTOR)? {
            (coefficient, None) if intercept.is_none() => intercept = Some(coefficient),
            (coefficient, Some(input)) => {
                let name = input_name(store, input).ok_or(PREDICTOR)?;
                if columns.iter().any(|(known, _)| *known == name) {
                    return Err("one input stands in several terms");
                }
                columns.push((name, coefficient));
            }
            _ => return Err("several terms have no input"),
        }
    }
    if columns.is_empty() {
        return Err(PREDICTOR);
    }
    let of = |coefficient: Expr, category: i64| match category == last {
        true => store.int(0),
        false => {
            let at: Binding = [(index, store.int(category))].into_iter().collect();
            store.substitute(coefficient, &at)
        }
    };
    let row = |category: i64| columns.iter().map(move |(_, c)| of(*c, category)).collect();
    let layer = Layer {
        units: Size::Number(last.unsigned_abs()),
        function: Function::Link(softmax, Vec::new()),
        weights: Weights::Values((1..=last).map(row).collect()),
        bias: match intercept {
            None => Bias::None,
            Some(intercept) => Bias::Values((1..=last).map(|k| of(intercept, k)).collect()),
        },
    };
    Ok(Network::Layers {
        inputs: Inputs::Named(columns.iter().map(|(name, _)| name.clone()).collect()),
        layers: vec![layer],
        outputs: Outputs::Symbol(output.to_owned()),
    })
}

/// The terms of a predictor, sums with numbers for ends written out.
fn terms(store: &Store, predictor: Expr) -> Result<Vec<Expr>, &'static str> {
    let all = match store.head(predictor) {
        Head::Add => store.args(predictor),
        _ => &[predictor][..],
    };
    let mut terms = Vec::new();
    for term in all {
        let (negative, sum) = match (store.head(*term), store.args(*term)) {
            (Head::Neg, [inner]) => (true, *inner),
            _ => (false, *term),
        };
        let (Head::Sum, [index, from, to, body]) = (store.head(sum), store.args(sum)) else {
            terms.push(*term);
            continue;
        };
        let ends = store.small_integer(*from).zip(store.small_integer(*to));
        let (from, to) = ends
            .filter(|(from, to)| to.checked_sub(*from).is_some_and(|more| more < MOST))
            .ok_or("the number of inputs has to be known here, as in `x[3]`")?;
        terms.extend((from..=to).map(|at| {
            let at: Binding = [(*index, store.int(at))].into_iter().collect();
            match (negative, store.substitute(*body, &at)) {
                (true, term) => store.neg(term),
                (false, term) => term,
            }
        }));
    }
    Ok(terms)
}

/// A term as a coefficient, which is an entry of the category, and an input.
fn column(store: &Store, term: Expr, index: Expr) -> Option<(Expr, Option<Expr>)> {
    let of_category = |e: Expr| match (store.head(e), store.args(e)) {
        (Head::Entry, [_, at @ ..]) => {
            let known = |at: &Expr| *at == index || store.literal(*at).is_some();
            at.contains(&index) && at.iter().all(known)
        }
        _ => false,
    };
    match (store.head(term), store.args(term)) {
        (Head::Neg, [inner]) => {
            let (coefficient, input) = column(store, *inner, index)?;
            Some((store.neg(coefficient), input))
        }
        (Head::Mul, [a, b]) => {
            let (coefficient, input) = if of_category(*a) { (*a, *b) } else { (*b, *a) };
            let is_input = input != index && input_name(store, input).is_some();
            (of_category(coefficient) && is_input).then_some((coefficient, Some(input)))
        }
        _ => of_category(term).then_some((term, None)),
    }
}

/// What an input is called: a name, or `x_1` for an entry.
fn input_name(store: &Store, term: Expr) -> Option<String> {
    match (store.head(term), store.args(term)) {
        (Head::Entry, [base, at]) => {
            let (base, at) = (store.name_text(*base)?, store.small_integer(*at)?);
            (at > 0).then(|| format!("{base}_{at}"))
        }
        _ => store.name_text(term).map(str::to_owned),
    }
}
