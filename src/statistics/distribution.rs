//! The distribution of the response: what the equation says nothing of.

use crate::derive::Derivation;
use crate::derive::finding::listed;
use crate::expr::Expr;
use crate::render::page::{Block, Text};

use super::account::Account;
use super::subject::{Canonical, Subject};

/// Family, mean, variance and dispersion.
pub(super) fn section(
    subject: &Subject<'_>,
    account: &mut Account<'_>,
    derivation: &Derivation,
    canonical: Canonical,
) {
    let (family, names) = (subject.family, &subject.names);
    account.heading("Distribution of the response");
    account.paragraph(
        format!(
            "The equation says what the mean of the response is, and nothing else. A fitted model \
             adds how responses scatter about it, here by the {} family, independently of each \
             other.",
            family.title
        )
        .as_str(),
    );
    let mut rows: Vec<(Text, Text)> = Vec::new();
    rows.push((
        Text::from("response ").math(names.y),
        family.response.into(),
    ));
    let output = match response(subject, derivation) {
        Some(output) if output == names.mu => Text::from("the output of the network"),
        Some(output) => Text::from("the output ")
            .math(output)
            .words(" of the network"),
        None => "each output of the network with its own response".into(),
    };
    rows.push((Text::from("mean ").math(names.mu), output));
    rows.push(("variance".into(), variance(subject)));
    match family.dispersion {
        Some(what) => rows.push((Text::from("dispersion ").math(names.phi), what.into())),
        None => rows.push(("dispersion".into(), "1".into())),
    }
    if let Some(parameter) = &family.parameter {
        let value = subject.put(parameter.name);
        let fixed = value.filter(|value| subject.store.name_text(*value).is_none());
        rows.push(match (value, fixed) {
            (_, Some(value)) => ("parameter".into(), Text::default().math(value)),
            (Some(name), None) => (
                Text::from("parameter ").math(name),
                "known, or estimated apart".into(),
            ),
            (None, None) => ("parameter".into(), "known".into()),
        });
    }
    match canonical {
        Canonical::Constant(_) => rows.push(("link".into(), "canonical".into())),
        Canonical::No => rows.push(("link".into(), "not canonical".into())),
        Canonical::Unknown => {}
    }
    if !subject.predictor.is_empty() {
        let text = Text::from("predictors ").math(names.eta).words(" with ");
        rows.push(("the mean needs".into(), listed(text, &subject.predictor)));
    }
    rows.push(("in libraries".into(), libraries(family.known_as)));
    account.blocks.push(Block::Dictionary(rows));
}

/// φ V(μ).
fn variance(subject: &Subject<'_>) -> Text {
    let store = subject.store;
    let one = store.int(1);
    let value = match (subject.family.dispersion, subject.variance) {
        (None, variance) => variance,
        (Some(_), variance) if variance == one => subject.names.phi,
        (Some(_), variance) => store.mul([subject.names.phi, variance].as_slice()),
    };
    Text::default().math(value)
}

/// The network's output, if it has one; of the two of a softmax, that for which the equation is.
fn response(subject: &Subject<'_>, derivation: &Derivation) -> Option<Expr> {
    let store = subject.store;
    let network = match subject.model.softmax {
        true => *store.conjuncts(derivation.page.network).first()?,
        false => derivation.page.network,
    };
    store.sides(network).map(|(output, _)| output)
}

/// Names in libraries as typed.
pub(super) fn libraries(known_as: &[(&str, &str)]) -> Text {
    let mut text = Text::default();
    for (k, (library, name)) in known_as.iter().enumerate() {
        text = text.words(if k == 0 { "" } else { ", " });
        text = text.words(format!("{library}: ")).code(*name);
    }
    text
}
