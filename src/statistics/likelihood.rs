//! The log-likelihood, the loss that it is, and the deviance.

use crate::check::Verdict;
use crate::derive::chain::tidy;
use crate::expr::{Expr, Head};
use crate::families::Loss;
use crate::render::page::{Block, Text};

use super::account::Account;
use super::subject::{Canonical, Subject};

/// ℓ by the mean and, under a canonical link, by the predictor; the loss; the deviance.
pub(super) fn section(
    subject: &Subject<'_>,
    account: &mut Account<'_>,
    canonical: Canonical,
) -> Option<()> {
    let (store, family, names) = (subject.store, subject.family, &subject.names);
    account.heading("Log-likelihood and loss");
    account.paragraph("The log-likelihood of one observation is");
    let mut formulas = vec![store.eq(names.ell, subject.likelihood)];
    if let Some(rest) = family.rest {
        formulas.push(store.eq(names.c, subject.put(rest)?));
    }
    account.blocks.push(Block::Formulas(formulas));
    if family.rest.is_some() {
        account.paragraph(
            Text::from("in which ")
                .math(names.c)
                .words(" does not depend on the mean (Γ is the gamma function)."),
        );
    }
    if let Some(form) = by_predictor(subject, account) {
        account.paragraph(match canonical {
            Canonical::Constant(_) => {
                "Under the canonical link the response meets the predictor in a product only:"
            }
            _ => "By the predictor it is",
        });
        let put_in = subject.at_predictor(subject.likelihood);
        let steps = [(form, "simplify")];
        let shown = account.chain(put_in, &steps, &subject.given_predictor());
        account.or_left_out(shown);
    }
    loss(subject, account, &family.loss)?;
    deviance(subject, account)
}

/// ℓ by the predictor in another form than that in which it is put in: as the family declares it
/// for its canonical link, if that is this link, or without logarithms of exponentials.
pub(super) fn by_predictor(subject: &Subject<'_>, account: &mut Account<'_>) -> Option<Expr> {
    let store = subject.store;
    let put_in = subject.at_predictor(subject.likelihood);
    let is = |head: &Head, name: &str| matches!(head, Head::Call(known) if known.name == name);
    let plainer = store.rebuild(put_in, |head, args| match args {
        [power] if is(head, "log") && is(store.head(*power), "exp") => Some(store.args(*power)[0]),
        _ => None,
    });
    let forms = [subject.put(subject.family.canonical), Some(plainer)];
    forms.into_iter().flatten().find(|form| {
        let statement = store.eq(put_in, *form);
        *form != put_in
            && account.verdict(statement, &subject.given_predictor()) == Verdict::Equivalent
    })
}

/// The loss is −ℓ up to a scale and a shift that are free of the mean.
fn loss(subject: &Subject<'_>, account: &mut Account<'_>, loss: &Loss) -> Option<()> {
    let (store, names) = (subject.store, &subject.names);
    let mut text = match loss.known_as {
        [] => Text::from(
            format!("The {}, which Keras and PyTorch do not have, is", loss.name).as_str(),
        ),
        known => {
            let mut text = Text::from(format!("The {} (", loss.name).as_str());
            for (k, (library, name)) in known.iter().enumerate() {
                text = text.words(if k == 0 { "" } else { ", " });
                text = text.words(format!("{library}: ")).code(*name);
            }
            text.words(") is")
        }
    };
    let free = loss.scale == "1" && loss.shift == "0";
    if free {
        text = text.words(" minus the log-likelihood:");
    } else {
        text = text.words(" minus the log-likelihood up to constants:");
    }
    account.paragraph(text);
    let (scale, shift) = (subject.put(loss.scale)?, subject.put(loss.shift)?);
    let same = |likelihood: Expr| {
        let product = store.mul([scale, store.neg(likelihood)].as_slice());
        tidy(store, store.add([product, shift].as_slice()))
    };
    let formula = subject.put(loss.formula)?;
    let mut given = subject.given_mean();
    given.push(store.eq(names.ell, subject.likelihood));
    let proved = account.equation(store.eq(formula, same(names.ell)), &given);
    account.or_left_out(proved);
    let mut text = Text::from(
        "So the weights of least total loss, with no penalty, are those of greatest likelihood",
    );
    if subject.family.dispersion.is_some() {
        text = text.words(", whatever ").math(names.phi).words(" is");
    }
    text = text.words(".");
    if !loss.note.is_empty() {
        text = coded(text.words(" "), loss.note);
    }
    account.paragraph(text);
    Some(())
}

/// Appends a note with what is typed between backquotes.
pub(super) fn coded(text: Text, note: &str) -> Text {
    note.split('`')
        .enumerate()
        .fold(text, |text, (k, piece)| match k % 2 {
            0 => text.words(piece),
            _ => text.code(piece),
        })
}

/// 2φ(ℓ at μ = y, minus ℓ).
fn deviance(subject: &Subject<'_>, account: &mut Account<'_>) -> Option<()> {
    let (store, family, names) = (subject.store, subject.family, &subject.names);
    let best = subject.with(subject.likelihood, names.mu, names.y);
    let two = match family.dispersion {
        Some(_) => store.mul([store.int(2), names.phi].as_slice()),
        None => store.int(2),
    };
    let gain = store.mul([two, store.sub(best, subject.likelihood)].as_slice());
    let deviance = subject.put(family.deviance)?;
    let mut given = subject.given_mean();
    given.extend(subject.all(family.saturated));
    if !account.holds(store.eq(gain, deviance), &given) {
        return Some(());
    }
    let text = match family.dispersion {
        Some(_) => Text::default().math(two).words(" times"),
        None => "twice".into(),
    };
    let mut paragraph = Text::from("The unit deviance, ");
    paragraph.0.extend(text.0);
    let zero = match family.saturated {
        [] => "",
        _ => " (where 0 log 0 counts as 0)",
    };
    account.paragraph(
        paragraph
            .words(" what the log-likelihood lacks of its value at mean ")
            .math(names.y)
            .words(format!(", is{zero}")),
    );
    account
        .blocks
        .push(Block::Formulas(vec![store.eq(names.d, deviance)]));
    Some(())
}
