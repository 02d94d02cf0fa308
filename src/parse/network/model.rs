//! The equation of a generalized linear model: `log(p/(1-p)) = b + w_1*x_1`.

use std::ops::Range;

use super::super::lexer::{Kind, Token};
use super::super::names;
use super::{Reader, categories};
use crate::catalog::{self, Entry};
use crate::error::Diagnostic;
use crate::expr::{Binding, Expr, Head, Store};
use crate::links::Shape;
use crate::network::{Description, Model, Network, likely_inputs};

/// Names that means usually have.
const MEANS: &[&str] = &["mu", "p", "y", "m"];

/// A side of an equation, and its place.
pub(super) type Side = (Expr, Range<usize>);

/// What an equation describes: a network, where one side is a name, else a model, one side of which
/// is a function of the mean.
///
/// # Errors
/// Why no mean was found.
pub fn description(store: &Store, left: Expr, right: Expr) -> Result<Description, &'static str> {
    for (left, right) in [(left, right), (right, left)] {
        if let Some(network) = categories::network(store, left, right) {
            return network.map(Description::Network);
        }
    }
    let names = |side: Expr| variables(store, side).len();
    // b + w x = log(p/(1 - p)) is as good.
    let (left, right) = match names(right) == 1 && names(left) > 1 {
        true => (right, left),
        false => (left, right),
    };
    let own: Vec<Expr> = variables(store, left)
        .into_iter()
        .filter(|name| !store.contains(right, *name))
        .collect();
    let usual = || {
        let known = MEANS.iter().map(|name| store.name(name));
        known.into_iter().find(|name| own.contains(name))
    };
    let mean = match own.as_slice() {
        [one] => *one,
        [] => return Err("expected the link of a mean that the other side has not"),
        _ => usual().ok_or("several names stand here, and none of them is `mu` or `p`")?,
    };
    if left == mean {
        return Ok(Description::Network(Network::Equation {
            output: mean,
            value: right,
        }));
    }
    Ok(Description::Model(Model {
        left,
        mean,
        predictor: right,
        inputs: likely_inputs(store, right),
        link: None,
    }))
}

/// The tokens with a sign between two factors that stand beside one another, as in `w_1 x_1`.
pub(super) fn with_products(tokens: &[Token]) -> Vec<Token> {
    let mut all: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let ends =
            |last: &Token| matches!(last.kind, Kind::Name | Kind::CloseRound | Kind::CloseSquare);
        if token.kind == Kind::Name && all.last().is_some_and(ends) {
            all.push(Token {
                kind: Kind::Star,
                start: token.start,
                end: token.start,
            });
        }
        all.push(*token);
    }
    all
}

impl Reader<'_> {
    /// The model that an equation says: one side is a function of the mean, the other the linear
    /// predictor.
    pub fn model(&mut self, left: Side, right: Side, tokens: &[Token]) -> Option<Description> {
        let store = self.store;
        let (left, right) = (
            (self.with_links(left.0, tokens)?, left.1),
            (self.with_links(right.0, tokens)?, right.1),
        );
        match description(store, left.0, right.0) {
            Ok(description) => Some(description),
            Err(label) => {
                self.fault(
                    Diagnostic::new("neither side is a function of the mean alone", left.1)
                        .label(label)
                        .help("write for example `log(p/(1-p)) = b + w_1*x_1`"),
                );
                None
            }
        }
    }

    /// A side with links by name written out: `probit(p)`.
    fn with_links(&mut self, side: Expr, tokens: &[Token]) -> Option<Expr> {
        let store = self.store;
        let mut unknown: Vec<String> = Vec::new();
        let out = store.rebuild(side, |head, args| {
            let (Head::Apply(name), [argument]) = (head, args) else {
                if let Head::Apply(name) = head {
                    unknown.push(name.to_string());
                }
                return None;
            };
            let declared = match catalog::find(name) {
                Some(Entry::Link(link))
                    if link.shape == Shape::Scalar
                        && link.parameters.is_empty()
                        && catalog::normal(link.names[0]) == catalog::normal(name) =>
                {
                    super::super::formula(store, link.forward).ok()
                }
                _ => None,
            };
            let Some(forward) = declared else {
                unknown.push(name.to_string());
                return None;
            };
            let binding: Binding = [(store.name("mu"), *argument)].into_iter().collect();
            Some(store.substitute(forward, &binding))
        });
        let Some(name) = unknown.first() else {
            return Some(out);
        };
        let token = tokens
            .iter()
            .find(|token| token.text(self.source) == name.as_str());
        let span = token.map_or(0..0, |token| token.span());
        let shown: String = name.chars().take(60).collect();
        let links = crate::links::ALL.iter().map(|link| link.names[0]);
        let help = match catalog::closest(name, links) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "`equiff links` lists all links; what has no name is written as a formula".into()
            }
        };
        self.fault(
            Diagnostic::new(format!("no link is called `{shown}`"), span)
                .label("expected a link or a known function")
                .help(help),
        );
        None
    }
}

/// The variables of a term: names, and entries of which no other entry occurs.
fn variables(store: &Store, term: Expr) -> Vec<Expr> {
    let mut entries: Vec<Expr> = Vec::new();
    for part in store.subterms(term) {
        if *store.head(part) == Head::Entry {
            entries.push(part);
        }
    }
    let names = store.free_names(term).into_iter();
    let names = names.filter(|name| {
        let text = store.name_text(*name);
        text.is_none_or(|text| names::reserved(text).is_none())
    });
    names
        .map(|name| {
            let own: Vec<&Expr> = entries
                .iter()
                .filter(|entry| store.args(**entry)[0] == name)
                .collect();
            match own.as_slice() {
                [one] => **one,
                _ => name,
            }
        })
        .collect()
}
