//! Fitted numbers with fewer digits: the derivation is that of the rounded network, and how far its
//! predictor may be from the one of the numbers as given is said.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::collapse::has_input;
use super::columns::split;
use crate::expr::{Expr, Head, Number, Store};
use crate::kernel::placeholder;
use crate::network::{Bias, Inputs, Layer, Model, Network, Weights};
use crate::parse;
use crate::render::page::{Block, Text};

/// What rounding has done.
pub struct Rounding {
    digits: u32,
    /// For each input, and the bias (none), the largest change of its numbers.
    changes: Vec<(Option<Expr>, BigRational)>,
}

impl Rounding {
    fn new(digits: u32) -> Rounding {
        Rounding {
            digits,
            changes: Vec::new(),
        }
    }

    /// A number with fewer digits; anything else as it is.
    fn number(&mut self, store: &Store, number: Expr, input: Option<Expr>) -> Expr {
        if let (Head::Neg, [inner]) = (store.head(number), store.args(number)) {
            return store.neg(self.number(store, *inner, input));
        }
        let Some(value) = store.literal(number) else {
            return number;
        };
        let rounded = rounded(&value, self.digits);
        if rounded == value {
            return number;
        }
        let change = (&rounded - &value).abs();
        match self.changes.iter_mut().find(|(known, _)| *known == input) {
            Some((_, largest)) => {
                if change > *largest {
                    *largest = change;
                }
            }
            None => self.changes.push((input, change)),
        }
        decimal(store, &rounded).unwrap_or(number)
    }

    /// What a page says of it; nothing if no number has changed.
    pub fn block(&self, store: &Store) -> Option<Block> {
        if self.changes.is_empty() {
            return None;
        }
        let mut terms: Vec<Expr> = Vec::new();
        for (input, change) in &self.changes {
            // Not less than it is.
            let bound = decimal(store, &above(change, 2))?;
            terms.push(match input {
                Some(input) => store.mul([bound, store.call("abs", &[*input])].as_slice()),
                None => bound,
            });
        }
        let bound = match terms.as_slice() {
            [one] => *one,
            _ => store.add(terms.as_slice()),
        };
        let digits = match self.digits {
            1 => "one significant digit".to_owned(),
            n => format!("{n} significant digits"),
        };
        Some(Block::Paragraph(
            Text::default()
                .words(format!(
                    "Numbers are rounded to {digits}. A linear predictor of the numbers as given \
                     differs from the one shown by at most "
                ))
                .math(bound)
                .words("."),
        ))
    }
}

/// A model with its numbers rounded.
pub fn of_model(store: &Store, model: &Model, digits: u32) -> (Model, Rounding) {
    let mut rounding = Rounding::new(digits);
    let mut term = |term: Expr| match split(store, term, &model.inputs, &[]) {
        _ if !has_input(store, &model.inputs, term) => rounding.number(store, term, None),
        Some((coefficient, value)) if coefficient != store.int(1) => {
            let new = rounding.number(store, coefficient, Some(value));
            match new == coefficient {
                true => term,
                false => super::assemble::weighted(store, new, value),
            }
        }
        _ => term,
    };
    let predictor = match store.head(model.predictor) {
        Head::Add => {
            let terms: Vec<Expr> = store
                .args(model.predictor)
                .iter()
                .map(|e| term(*e))
                .collect();
            store.add(terms.as_slice())
        }
        _ => term(model.predictor),
    };
    let model = Model {
        predictor,
        ..model.clone()
    };
    (model, rounding)
}

/// A network of one layer with its numbers rounded.
///
/// # Errors
/// A sentence that says why it is not rounded.
pub fn of_network(
    store: &Store,
    network: &Network,
    digits: u32,
) -> Result<(Network, Rounding), &'static str> {
    let Network::Layers {
        inputs,
        layers,
        outputs,
    } = network
    else {
        return Err("describe the network by inputs and weights");
    };
    let [layer] = layers.as_slice() else {
        return Err("the error of rounded numbers is known for one layer only");
    };
    let mut rounding = Rounding::new(digits);
    let names: Vec<Expr> = match inputs {
        Inputs::Named(names) => {
            let names = names.iter();
            names.map(|name| parse::variable(store, name)).collect()
        }
        Inputs::Indexed { .. } => Vec::new(),
    };
    let input = |k: usize| match inputs {
        Inputs::Named(_) => names.get(k).copied().unwrap_or(placeholder(store, 1)),
        Inputs::Indexed { name, .. } => store.entry(store.name(name), &[store.int(k as i64 + 1)]),
    };
    let weights = match &layer.weights {
        Weights::Symbol(name) => Weights::Symbol(name.clone()),
        Weights::Values(rows) => {
            let mut round = |row: &Vec<Expr>| -> Vec<Expr> {
                let values = row.iter().enumerate();
                values
                    .map(|(k, value)| rounding.number(store, *value, Some(input(k))))
                    .collect()
            };
            Weights::Values(rows.iter().map(&mut round).collect())
        }
    };
    let bias = match &layer.bias {
        Bias::Values(values) => {
            let values = values.iter();
            Bias::Values(
                values
                    .map(|value| rounding.number(store, *value, None))
                    .collect(),
            )
        }
        other => other.clone(),
    };
    let network = Network::Layers {
        inputs: inputs.clone(),
        layers: vec![Layer {
            weights,
            bias,
            ..layer.clone()
        }],
        outputs: outputs.clone(),
    };
    Ok((network, rounding))
}

/// 10^n.
fn power(n: i64) -> BigRational {
    let size = u32::try_from(n.unsigned_abs())
        .unwrap_or(u32::MAX)
        .min(100_000);
    let power = BigRational::from_integer(BigInt::from(10).pow(size));
    if n < 0 { power.recip() } else { power }
}

/// The exponent of the first digit of a positive number.
fn exponent(value: &BigRational) -> i64 {
    let digits = |n: &BigInt| n.to_string().len() as i64;
    let mut guess = digits(value.numer()) - digits(value.denom());
    while *value < power(guess) {
        guess -= 1;
    }
    while *value >= power(guess + 1) {
        guess += 1;
    }
    guess
}

/// To so many significant digits, halves away from zero.
fn rounded(value: &BigRational, digits: u32) -> BigRational {
    if value.is_zero() {
        return value.clone();
    }
    let unit = power(exponent(&value.abs()) + 1 - i64::from(digits));
    (value / &unit).round() * unit
}

/// Not below a positive number, with so many digits.
fn above(value: &BigRational, digits: u32) -> BigRational {
    let unit = power(exponent(value) + 1 - i64::from(digits));
    (value / &unit).ceil() * unit
}

/// A number as a decimal.
fn decimal(store: &Store, value: &BigRational) -> Option<Expr> {
    let mut places = 0_usize;
    let mut scaled = value.abs();
    while !scaled.is_integer() && places < 400 {
        scaled *= power(1);
        places += 1;
    }
    let digits = format!(
        "{:0>width$}",
        scaled.to_integer().to_string(),
        width = places + 1
    );
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let text = match fraction {
        "" => whole.to_owned(),
        fraction => format!("{whole}.{fraction}"),
    };
    let number = store.number(Number::parse(&text).ok()?);
    Some(match value.is_negative() {
        true => store.neg(number),
        false => number,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded() {
        let store = Store::new();
        for (text, digits, expected, bound) in [
            ("18.8662987172041", 3, "18.9", "0.034"),
            ("8.08347518244463", 3, "8.08", "0.0035"),
            ("0.0362555960822165", 2, "0.036", "0.00026"),
            ("1234.5", 2, "1200", "35"),
            ("0.9996", 3, "1", "0.0004"),
            ("0.5", 1, "0.5", ""),
            ("0.25", 1, "0.3", "0.05"),
        ] {
            let mut rounding = Rounding::new(digits);
            let number = store.number(Number::parse(text).expect("a number"));
            let new = rounding.number(&store, number, None);
            let plain = |e: Expr| crate::render::plain(&store, e);
            assert_eq!(plain(new), expected, "{text}");
            let change = rounding.changes.first().map(|(_, change)| above(change, 2));
            let change = change.and_then(|change| decimal(&store, &change));
            assert_eq!(change.map_or(String::new(), plain), bound, "{text}");
        }
    }
}
