//! The columns of a linear predictor: what each coefficient is a factor of, and the layer that has
//! them for its inputs.

use rustc_hash::FxHashSet;

use super::collapse::{has_input, is_input};
use crate::expr::{Expr, Head, Store};
use crate::network::{Bias, Function, Inputs, Layer, Network, Outputs, Size, Weights};
use crate::parse;
use crate::render::page::Text;
use crate::render::plain;

/// Refuses a predictor that is not linear in its coefficients.
///
/// # Errors
/// A sentence that names the term.
pub fn check(store: &Store, predictor: Expr, inputs: &FxHashSet<Expr>) -> Result<(), Text> {
    let mut terms = vec![predictor];
    let mut indices = Vec::new();
    while let Some(term) = terms.pop() {
        if !has_input(store, inputs, term) {
            continue;
        }
        match (store.head(term), store.args(term)) {
            (Head::Add | Head::Neg, args) => terms.extend_from_slice(args),
            (Head::Sum, [index, _, _, body]) => {
                indices.push(*index);
                terms.push(*body);
            }
            // x (v + w z): one factor has coefficients beside inputs, and each of its terms is one.
            (Head::Mul, factors) if mixed(store, factors, inputs, &indices).is_some() => {
                terms.extend(mixed(store, factors, inputs, &indices).flatten());
            }
            _ if split(store, term, inputs, &indices).is_some() => {}
            _ => {
                return Err(Text::from("this is not read as a linear predictor: `")
                    .math(term)
                    .words(
                        "` is no product of a coefficient and a function of inputs alone\n\
                         help: multiply it out, if it is a sum of such products",
                    ));
            }
        }
    }
    Ok(())
}

/// The one factor that is a sum with coefficients and inputs, none if there is no such factor; nothing
/// if there are several, or another one with both.
fn mixed(
    store: &Store,
    factors: &[Expr],
    inputs: &FxHashSet<Expr>,
    indices: &[Expr],
) -> Option<Option<Expr>> {
    let both = |factor: &&Expr| {
        has_input(store, inputs, **factor) && !is_alone(store, **factor, inputs, indices)
    };
    let all: Vec<Expr> = factors.iter().filter(both).copied().collect();
    match all.as_slice() {
        [] => Some(None),
        [one] if *store.head(*one) == Head::Add => Some(Some(*one)),
        _ => None,
    }
}

/// Whether a term is a function of inputs, in which indices may occur.
fn is_alone(store: &Store, term: Expr, inputs: &FxHashSet<Expr>, indices: &[Expr]) -> bool {
    let known = |name: &Expr| {
        inputs.contains(name) || indices.contains(name) || parse::is_constant(store, *name)
    };
    is_input(store, inputs, term) || store.free_names(term).iter().all(known)
}

/// A term as a coefficient and a function of inputs, in which indices may occur; `None` if it is no
/// such product.
pub fn split(
    store: &Store,
    term: Expr,
    inputs: &FxHashSet<Expr>,
    indices: &[Expr],
) -> Option<(Expr, Expr)> {
    let alone = |value: Expr| is_alone(store, value, inputs, indices);
    match (store.head(term), store.args(term)) {
        (Head::Neg, [inner]) => {
            let (coefficient, value) = split(store, *inner, inputs, indices)?;
            Some((store.neg(coefficient), value))
        }
        (Head::Div, [top, bottom]) if !has_input(store, inputs, *bottom) => {
            let (coefficient, value) = split(store, *top, inputs, indices)?;
            Some((store.div(coefficient, *bottom), value))
        }
        (Head::Mul, factors) => {
            let (own, others): (Vec<Expr>, Vec<Expr>) = factors
                .iter()
                .partition(|factor| has_input(store, inputs, **factor));
            if own.is_empty() {
                return None;
            }
            let value = store.mul(own.as_slice());
            let coefficient = match others.as_slice() {
                [] => store.int(1),
                _ => store.mul(others.as_slice()),
            };
            alone(value).then_some((coefficient, value))
        }
        _ => alone(term).then_some((store.int(1), term)),
    }
}

/// A layer of one unit, by its columns.
pub struct Columns {
    inputs: Inputs,
    weights: Weights,
    bias: Bias,
    made: Vec<(String, Expr)>,
}

/// The layer of a predictor, where its weights and bias are names or numbers.
pub fn layer(store: &Store, predictor: Expr, inputs: &FxHashSet<Expr>) -> Option<Columns> {
    let terms = match store.head(predictor) {
        Head::Add => store.args(predictor).to_vec(),
        _ => vec![predictor],
    };
    let (columns, constant): (Vec<Expr>, Vec<Expr>) = terms
        .into_iter()
        .partition(|term| has_input(store, inputs, *term));
    let bias = match constant.as_slice() {
        [] => Bias::None,
        [one] => match store.name_text(*one) {
            Some(name) => Bias::Symbol(name.to_owned()),
            None if is_value(store, *one) => Bias::Values(vec![*one]),
            None => return None,
        },
        _ => return None,
    };
    if let [sum] = columns.as_slice()
        && *store.head(*sum) == Head::Sum
    {
        let (inputs, weights) = indexed(store, *sum, inputs)?;
        return Some(Columns {
            inputs,
            weights,
            bias,
            made: Vec::new(),
        });
    }
    let mut names: Vec<String> = Vec::new();
    let mut weights: Vec<Expr> = Vec::new();
    let mut made: Vec<(String, Expr)> = Vec::new();
    let free = store.free_names(predictor).into_iter();
    let mut taken: FxHashSet<String> = free
        .filter_map(|name| store.name_text(name).map(str::to_owned))
        .collect();
    for column in columns {
        let (weight, value) = split(store, column, inputs, &[])?;
        let number = store.literal(weight).is_some();
        if !is_value(store, weight) || !number && weights.contains(&weight) {
            return None;
        }
        let name = match is_variable(store, value) {
            true => plain(store, value),
            false => {
                let name = made_name(&plain(store, value), &taken);
                made.push((name.clone(), value));
                name
            }
        };
        if names.contains(&name) {
            return None;
        }
        taken.insert(name.clone());
        names.push(name);
        weights.push(weight);
    }
    (!names.is_empty()).then(|| Columns {
        inputs: Inputs::Named(names),
        weights: Weights::Values(vec![weights]),
        bias,
        made,
    })
}

impl Columns {
    /// The network with this layer, and the inputs that had to be given names: products and
    /// functions of variables.
    pub fn network(
        self,
        store: &Store,
        output: Expr,
        function: &Function,
    ) -> (Network, Vec<(String, Expr)>) {
        let layer = Layer {
            units: Size::Number(1),
            function: function.clone(),
            weights: self.weights,
            bias: self.bias,
        };
        let network = Network::Layers {
            inputs: self.inputs,
            layers: vec![layer],
            outputs: Outputs::Named(vec![plain(store, output)]),
        };
        (network, self.made)
    }
}

/// `sum(j, 1, n, w[j]*x[j])` as inputs and weights.
fn indexed(store: &Store, sum: Expr, inputs: &FxHashSet<Expr>) -> Option<(Inputs, Weights)> {
    let [index, from, to, body] = *store.args(sum) else {
        return None;
    };
    let (weight, value) = split(store, body, inputs, &[index])?;
    let base = |entry: Expr| match (store.head(entry), store.args(entry)) {
        (Head::Entry, [base, at]) if *at == index => store.name_text(*base),
        _ => None,
    };
    let (weight, name) = (base(weight)?, base(value)?);
    let size = match (store.small_integer(to), store.name_text(to)) {
        (Some(n), _) => Size::Number(u64::try_from(n).ok()?),
        (None, Some(n)) => Size::Symbol(n.to_owned()),
        _ => return None,
    };
    (from == store.int(1)).then(|| {
        let name = name.to_owned();
        (
            Inputs::Indexed { name, size },
            Weights::Symbol(weight.to_owned()),
        )
    })
}

/// A name, or an entry with a number.
fn is_variable(store: &Store, value: Expr) -> bool {
    match (store.head(value), store.args(value)) {
        (Head::Name(_), _) => true,
        (Head::Entry, [_, at]) => store.literal(*at).is_some(),
        _ => false,
    }
}

/// What a description takes as a weight: a name, an entry or a number, also with a sign.
fn is_value(store: &Store, value: Expr) -> bool {
    let number = |value: Expr| store.literal(value).is_some();
    match (store.head(value), store.args(value)) {
        (Head::Neg, [inner]) => number(*inner) || is_variable(store, *inner),
        (Head::Div, [top, bottom]) => number(*top) && number(*bottom),
        _ => number(value) || is_variable(store, value),
    }
}

/// A name for a column: its formula without signs, `x_sq` for a square. No entry of a vector.
fn made_name(formula: &str, taken: &FxHashSet<String>) -> String {
    let spelt = formula.replace('_', "");
    let spelt = spelt.replace("^2", " sq").replace('^', " pow ");
    let words = spelt.split(|c: char| !c.is_ascii_alphanumeric());
    let mut name = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        let number = word.starts_with(|c: char| c.is_ascii_digit());
        match (name.is_empty(), number) {
            (true, true) => name.push('x'),
            // `x_1` would be an entry of x.
            (false, false) => name.push('_'),
            _ => {}
        }
        name += word;
    }
    if name.is_empty() {
        name.push('x');
    }
    while taken.contains(&name) {
        name.push('c');
    }
    name
}
