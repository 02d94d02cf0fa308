//! Fitted numbers with fewer digits: the derivation is that of the rounded network, and how far its
//! predictor and its output may be from those of the numbers as given is said.
//!
//! |Δη| ≤ Σ_j |Δw_j| |x_j| + |Δb|, and by the mean value theorem |Δμ| ≤ sup |(g⁻¹)′| |Δη|. Where a
//! quantity q(μ) has the logarithm η, it changes by a factor of at most e^|Δη|.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::activation::declared;
use super::collapse::has_input;
use super::columns::split;
use super::outcome::Derivation;
use crate::eval::{self, Assignment};
use crate::expr::{Binding, Expr, Head, Number, Store};
use crate::links::{Effect, Shape};
use crate::network::{Bias, Function, Inputs, Layer, Model, Network, Size, Weights};
use crate::parse;
use crate::render::page::{Block, Text};

/// Fractions of larger denominators are written as decimals.
const LEGIBLE: u32 = 100;

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
        self.change(input, (&rounded - &value).abs());
        decimal(store, &rounded).unwrap_or(number)
    }

    /// Notes a change.
    fn change(&mut self, input: Option<Expr>, change: BigRational) {
        if change.is_zero() {
            return;
        }
        match self.changes.iter_mut().find(|(known, _)| *known == input) {
            Some((_, largest)) if change > *largest => *largest = change,
            Some(_) => {}
            None => self.changes.push((input, change)),
        }
    }

    /// A bound of `times` |Δη|: Σ_j |Δw_j| |x_j| + |Δb|, its numbers with two digits and not less
    /// than they are.
    fn bound(&self, store: &Store, times: &BigRational) -> Option<Expr> {
        let term = |(input, change): &(Option<Expr>, BigRational)| {
            let bound = decimal(store, &above(&(change * times), 2))?;
            Some(match input {
                Some(input) => store.mul([bound, store.call("abs", &[*input])].as_slice()),
                None => bound,
            })
        };
        let terms: Vec<Expr> = self.changes.iter().map(term).collect::<Option<_>>()?;
        Some(match terms.as_slice() {
            [one] => *one,
            _ => store.add(terms.as_slice()),
        })
    }

    /// What a page says of it, with the derivation of the rounded network; nothing if no number has
    /// changed.
    pub fn block(&self, store: &Store, derivation: &Derivation) -> Option<Block> {
        if self.changes.is_empty() {
            return None;
        }
        let bound = self.bound(store, &BigRational::one())?;
        let digits = match self.digits {
            1 => "one significant digit".to_owned(),
            n => format!("{n} significant digits"),
        };
        let text = Text::default()
            .words(format!(
                "Numbers are rounded to {digits}. A linear predictor of the numbers as given \
                 differs from the one shown by at most "
            ))
            .math(bound)
            .words(".");
        Some(Block::Paragraph(
            match self.output(store, derivation, bound) {
                Some(Text(pieces)) => Text([text.words(" ").0, pieces].concat()),
                None => text,
            },
        ))
    }

    /// How far the output is off; nothing if the network is no generalized linear model with a
    /// declared link.
    fn output(&self, store: &Store, derivation: &Derivation, bound: Expr) -> Option<Text> {
        let model = derivation.model.as_ref()?;
        let link = model.link?;
        let mut binding: Binding = Binding::default();
        for (name, value) in &model.parameters {
            binding.insert(store.name(name), *value);
        }
        if let Some(slope) = link.slope {
            let slope = store.substitute(declared(store, slope)?, &binding);
            let off = match not_below(store, slope) {
                Some(number) => self.bound(store, &number)?,
                None => store.mul([slope, bound].as_slice()),
            };
            let slope = match eval::exact(store, slope, &Assignment::new()) {
                Some(value) if value.denom() <= &LEGIBLE.into() => store.rational(value),
                Some(value) => decimal(store, &above(&value, 4))?,
                None => slope,
            };
            return Some(match link.shape {
                Shape::Categories => Text::from("No output differs by more than ")
                    .math(off)
                    .words(", half of the largest error of a predictor."),
                Shape::Scalar => Text::from("The output differs by at most ")
                    .math(off)
                    .words(", since the slope of the activation is nowhere more than ")
                    .math(slope)
                    .words("."),
            });
        }
        let Effect::Ratio { of, .. } = link.effect else {
            return Some(
                "For the output no such bound is known that holds for all values of the predictor."
                    .into(),
            );
        };
        let (output, _) = store.sides(derivation.page.network)?;
        binding.insert(store.name("mu"), output);
        let quantity = store.substitute(declared(store, of)?, &binding);
        let subject = match quantity == output {
            true => "The output".into(),
            false => Text::from("The quantity ").math(quantity),
        };
        Some(
            subject
                .words(" differs by a factor of at most ")
                .math(store.call("exp", &[bound]))
                .words(", up or down."),
        )
    }
}

/// A rational number that is not below a constant term, and hardly above it; `None` for other terms.
fn not_below(store: &Store, term: Expr) -> Option<BigRational> {
    let at = Assignment::new();
    if let Some(value) = eval::exact(store, term, &at) {
        return Some(value);
    }
    let near = eval::evaluate(store, term, &at, 128).ok()?.to_f64();
    let near = BigRational::from_float(near * (1.0 + 1e-9))?;
    let order = eval::compare(store, term, store.rational(near.clone()), &at)?;
    order.is_le().then_some(near)
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

/// A network with its numbers rounded: of one layer, or of linear layers with numbers before the
/// last.
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
    let mut rounding = Rounding::new(digits);
    let names: Vec<Expr> = match inputs {
        Inputs::Named(names) => {
            let names = names.iter();
            names.map(|name| parse::variable(store, name)).collect()
        }
        Inputs::Indexed { .. } => Vec::new(),
    };
    let input = |k: usize| match inputs {
        Inputs::Named(_) => names.get(k).copied().unwrap_or(store.slot(1)),
        Inputs::Indexed { name, .. } => store.entry(store.name(name), &[store.int(k as i64 + 1)]),
    };
    let shorter: Vec<Layer> = layers
        .iter()
        .map(|layer| rounding.layer(store, layer, &input))
        .collect();
    if layers.len() > 1 {
        // What the numbers of one layer change is weighted by the layers after it.
        rounding.changes.clear();
        let width = match inputs {
            Inputs::Named(names) => names.len(),
            Inputs::Indexed { size, .. } => {
                number_of(size).ok_or("the number of inputs is a symbol")?
            }
        };
        let refused = "the error is known for one layer, or for linear layers before the last that \
                       have numbers for weights and biases";
        let given = affine(store, layers, width).ok_or(refused)?;
        let shown = affine(store, &shorter, width).ok_or(refused)?;
        for (given, shown) in given.iter().zip(&shown) {
            for k in 0..=width {
                let change = (&given[k] - &shown[k]).abs();
                rounding.change((k < width).then(|| input(k)), change);
            }
        }
    }
    let network = Network::Layers {
        inputs: inputs.clone(),
        layers: shorter,
        outputs: outputs.clone(),
    };
    Ok((network, rounding))
}

impl Rounding {
    /// A layer with its numbers rounded; `input` names the terms that its weights belong to.
    fn layer(&mut self, store: &Store, layer: &Layer, input: &dyn Fn(usize) -> Expr) -> Layer {
        let weights = match &layer.weights {
            Weights::Symbol(name) => Weights::Symbol(name.clone()),
            Weights::Values(rows) => {
                let mut round = |row: &Vec<Expr>| -> Vec<Expr> {
                    let values = row.iter().enumerate();
                    values
                        .map(|(k, value)| self.number(store, *value, Some(input(k))))
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
                        .map(|value| self.number(store, *value, None))
                        .collect(),
                )
            }
            other => other.clone(),
        };
        Layer {
            weights,
            bias,
            ..layer.clone()
        }
    }
}

/// A size that is a number.
fn number_of(size: &Size) -> Option<usize> {
    match size {
        Size::Number(number) => usize::try_from(*number).ok(),
        Size::Symbol(_) => None,
    }
}

/// The predictors of the last layer as functions of `width` inputs, one a unit: coefficients, and
/// then the intercept. `None` unless the layers before it are linear and all is numbers.
fn affine(store: &Store, layers: &[Layer], width: usize) -> Option<Vec<Vec<BigRational>>> {
    let (_, hidden) = layers.split_last()?;
    let linear = |layer: &Layer| matches!(layer.function, Function::Link(link, _) if link.name == "identity");
    if !hidden.iter().all(linear) {
        return None;
    }
    let number = |value: &Expr| eval::exact(store, *value, &Assignment::new());
    // The inputs themselves.
    let unit = |k: usize| {
        let mut unit = vec![BigRational::zero(); width + 1];
        unit[k] = BigRational::one();
        unit
    };
    let mut features: Vec<Vec<BigRational>> = (0..width).map(unit).collect();
    for layer in layers {
        let Weights::Values(rows) = &layer.weights else {
            return None;
        };
        let mut next = Vec::with_capacity(rows.len());
        for (unit, row) in rows.iter().enumerate() {
            let mut sum = vec![BigRational::zero(); width + 1];
            match &layer.bias {
                Bias::None => {}
                Bias::Values(values) => sum[width] = number(values.get(unit)?)?,
                Bias::Symbol(_) => return None,
            }
            for (weight, feature) in row.iter().zip(&features) {
                let weight = number(weight)?;
                for (entry, value) in sum.iter_mut().zip(feature) {
                    *entry += &weight * value;
                }
            }
            next.push(sum);
        }
        features = next;
    }
    Some(features)
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
