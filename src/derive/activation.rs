//! An activation made ready for derivation: its formula with parameters put in, the usual form of
//! its link, and how it is called.

use super::chain::tidy;
use super::polynomial;
use crate::expr::{Binding, Expr, Head, Store};
use crate::kernel::arrange::Arranger;
use crate::kernel::ring;
use crate::links::{Link, Parameter};
use crate::network::Function;
use crate::parse;

/// An activation with its parameters put in.
#[derive(Clone, Debug)]
pub struct Activated {
    /// How people call it, e.g. "sigmoid".
    pub label: String,
    /// How libraries spell it, where that is more than another case of the first letter.
    pub title: Option<String>,
    /// f(η) by name, if it has a name that formulas can use.
    pub named: Option<Expr>,
    /// f(η) written out.
    pub body: Expr,
    /// The link that it is declared to invert.
    pub link: Option<&'static Link>,
    /// That link's formula in the response.
    pub usual: Option<Expr>,
    /// Where the response lies: a formula in it.
    pub domain: Option<Expr>,
    /// The link's parameters and their values.
    pub parameters: Vec<(&'static str, Expr)>,
    /// Conditions on parameters that are symbols.
    pub given: Vec<Expr>,
    /// One sentence about it.
    pub why: String,
}

impl Activated {
    /// How a sentence calls it: ReLU where libraries write it so.
    pub fn subject(&self) -> String {
        let plain = || format!("the activation {}", self.label);
        self.title.clone().unwrap_or_else(plain)
    }
}

/// Reads a declared formula; a declaration that does not parse is a fault of the program.
pub fn declared(store: &Store, text: &str) -> Option<Expr> {
    parse::formula(store, text).ok()
}

/// Prepares an activation, as a function of `predictor`, for a response.
pub fn activated(
    store: &Store,
    function: &Function,
    predictor: Expr,
    response: Expr,
) -> Option<Activated> {
    match function {
        Function::Link(link, values) => {
            let mut binding: Binding = Binding::default();
            binding.insert(store.name("eta"), predictor);
            binding.insert(store.name("mu"), response);
            for (parameter, value) in link.parameters.iter().zip(values) {
                binding.insert(store.name(parameter.name), *value);
            }
            let put = |text: &str| -> Option<Expr> {
                Some(settled(
                    store,
                    store.substitute(declared(store, text)?, &binding),
                ))
            };
            let body = put(link.inverse)?;
            let domain: Option<Vec<Expr>> = link.domain.iter().map(|text| put(text)).collect();
            Some(Activated {
                label: link.activation.to_owned(),
                title: None,
                named: named(store, link.activation, predictor, values, body),
                body,
                link: Some(link),
                usual: Some(put(link.forward)?),
                domain: Some(store.and(domain?)),
                parameters: link
                    .parameters
                    .iter()
                    .zip(values)
                    .map(|(parameter, value)| (parameter.name, *value))
                    .collect(),
                given: conditions(store, link.parameters, &binding)?,
                why: link.why.to_owned(),
            })
        }
        Function::Activation(activation, values) => {
            let mut binding: Binding = Binding::default();
            binding.insert(store.name("z"), predictor);
            for (name, value) in values {
                binding.insert(store.name(name), *value);
            }
            let text = activation
                .variants
                .iter()
                .find(|(parameter, _)| values.iter().any(|(name, _)| name == parameter))
                .map_or(activation.formula, |(_, formula)| formula);
            let body = settled(store, store.substitute(declared(store, text)?, &binding));
            let arguments: Vec<Expr> = values.iter().map(|(_, value)| *value).collect();
            let label = activation.names.first().copied().unwrap_or("f");
            Some(Activated {
                label: label.replace('_', " "),
                title: title(activation.known_as),
                named: named(store, label, predictor, &arguments, body),
                body,
                link: None,
                usual: None,
                domain: None,
                parameters: Vec::new(),
                given: conditions(store, activation.parameters, &binding)?,
                why: activation.why.to_owned(),
            })
        }
        Function::Formula {
            name,
            variable,
            body,
        } => {
            let binding = [(*variable, predictor)].into_iter().collect();
            let named = store.apply(name, &[predictor]);
            Some(Activated {
                label: name.clone(),
                title: None,
                named: Some(named),
                body: store.substitute(*body, &binding),
                link: None,
                usual: None,
                domain: None,
                parameters: Vec::new(),
                given: Vec::new(),
                why: String::new(),
            })
        }
    }
}

/// The spelling of a library that uses capitals within, such as ReLU or SiLU.
fn title(known_as: &[(&str, &str)]) -> Option<String> {
    let (_, name) = known_as.iter().find(|(_, name)| {
        name.chars()
            .skip(1)
            .filter(char::is_ascii_uppercase)
            .count()
            > 1
            && name.chars().all(|c| c.is_ascii_alphanumeric())
    })?;
    Some((*name).to_owned())
}

/// The application by name, unless the name is no single word or the formula says it as shortly.
fn named(store: &Store, label: &str, predictor: Expr, values: &[Expr], body: Expr) -> Option<Expr> {
    let word = label.chars().all(|c| c.is_ascii_alphanumeric());
    let short = store
        .args(body)
        .iter()
        .all(|arg| store.args(*arg).is_empty());
    if !word || short || !values.is_empty() {
        return None;
    }
    if let Some(function) = crate::expr::function(label) {
        return Some(store.call(function.name, &[predictor]));
    }
    Some(store.apply(label, &[predictor]))
}

/// The conditions on parameters whose values are symbols.
fn conditions(store: &Store, parameters: &[Parameter], binding: &Binding) -> Option<Vec<Expr>> {
    let mut found = Vec::new();
    for parameter in parameters {
        for text in parameter.given {
            let condition = store.substitute(declared(store, text)?, binding);
            if !store.free_names(condition).is_empty() {
                found.push(condition);
            }
        }
    }
    Some(found)
}

/// Exponents that are constants are worked out: η^(1/0.5) is η².
pub fn settled(store: &Store, term: Expr) -> Expr {
    let arranger = Arranger::default();
    let term = store.rebuild(term, |head, args| match head {
        Head::Pow if store.literal(args[1]).is_none() => {
            let value = ring::constant(store, &arranger, args[1])?;
            Some(store.pow(args[0], polynomial::number(store, &value)))
        }
        _ => None,
    });
    tidy(store, term)
}
