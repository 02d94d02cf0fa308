//! How a coefficient is read: what one unit more of its input does, with numbers where the weights
//! are numbers.

use crate::derive::Derivation;
use crate::derive::dictionary::Predictor;
use crate::expr::{Expr, Head};
use crate::links::Effect;
use crate::render::page::{Block, Text};
use crate::render::text::capital;

use super::account::Account;
use super::digits::rounded;
use super::subject::Subject;

/// More coefficients than this are not listed.
const LISTED: usize = 24;

/// What a coefficient says of the mean.
pub(super) fn section(
    subject: &Subject<'_>,
    account: &mut Account<'_>,
    derivation: &Derivation,
) -> Option<()> {
    let (store, names) = (subject.store, &subject.names);
    let exp = |e: Expr| store.call("exp", &[e]);
    account.heading("How to read a coefficient");
    let mut given = subject.given_predictor();
    given.retain(|condition| !store.contains(*condition, names.y));
    given.push(store.eq(names.mu, subject.inverse));
    let input = match subject.model.hidden {
        true => "a hidden feature",
        false => "an input",
    };
    let one = Text::from(format!("One unit more of {input} with coefficient ").as_str());
    let one = one.math(names.w).words(", the others held fixed, ");
    let effect = subject.model.link.map(|link| link.effect);
    let ratio = match effect {
        Some(Effect::Ratio { of, noun, called }) => {
            let quantity = subject.put_link(of)?;
            account.paragraph(format!("The predictor is the logarithm of the {noun}:").as_str());
            let equation = store.eq(quantity, exp(names.eta));
            let shown = account.equation(equation, &given);
            account.or_left_out(shown);
            let factor = exp(names.w);
            let called = match called {
                "" if quantity == names.mu => subject.family.ratio,
                other => other,
            };
            let mut text = one.words("multiplies this by ").math(factor);
            if !called.is_empty() {
                text = text.words(format!(", the {called}"));
            }
            account.paragraph(text.words(":"));
            let more = store.add([names.eta, names.w].as_slice());
            let quotient = store.div(exp(more), exp(names.eta));
            let ratio = account.chain(quotient, &[(factor, "")], &[]);
            account.or_left_out(ratio);
            (shown && ratio).then_some(called)
        }
        other => {
            let noun = match other {
                Some(Effect::Difference(noun)) => noun,
                _ => "value of the link function",
            };
            account.paragraph(match subject.link == names.mu {
                true => one.words("adds ").math(names.w).words(format!(
                    " to the mean: it is a {}.",
                    subject.family.difference
                )),
                false => one
                    .words("adds ")
                    .math(names.w)
                    .words(format!(" to the {noun}, "))
                    .math(subject.link)
                    .words("."),
            });
            None
        }
    };
    if let Some(called) = ratio {
        numbers(subject, account, derivation, called);
    }
    Some(())
}

/// e^w of coefficients that are numbers.
pub(super) fn numbers(
    subject: &Subject<'_>,
    account: &mut Account<'_>,
    derivation: &Derivation,
    called: &str,
) {
    let store = subject.store;
    let mut rows: Vec<(Text, Text)> = Vec::new();
    let (mut all, mut composed) = (0, false);
    for result in &derivation.page.result {
        for equation in store.conjuncts(*result) {
            let Some((left, predictor)) = store.sides(equation) else {
                continue;
            };
            let several = subject.model.categories.is_some();
            if *store.head(predictor) == Head::Each {
                continue;
            }
            let found = Predictor::of(store, predictor, &subject.model.inputs);
            for (weight, input) in found.coefficients.iter().zip(&found.inputs) {
                if !store.free_names(*weight).is_empty() {
                    continue;
                }
                all += 1;
                composed |= !matches!(store.head(*input), Head::Name(_) | Head::Entry);
                if all > LISTED {
                    continue;
                }
                let factor = store.call("exp", &[*weight]);
                let mut name = Text::default().math(*input);
                if several {
                    name = name.words(" in ").math(left);
                }
                let mut value = Text::default().math(factor);
                // A number too large or too small to be written out stays as it is.
                if let Some(near) = rounded(store, factor) {
                    value = value.words(" ≈ ").math(near);
                }
                rows.push((name, value));
            }
        }
    }
    if rows.is_empty() {
        return;
    }
    let what = match called {
        "" => "The factors",
        called => called,
    };
    let what = capital(what);
    let what = match (called, rows.len()) {
        ("", _) => what,
        (_, 1) => what,
        _ => plural(&what),
    };
    let rest = match all > LISTED {
        true => format!(", the first {LISTED} of {all}"),
        false => String::new(),
    };
    if composed {
        account.paragraph(
            "Each is for one unit more of its own column while the others are fixed; columns that \
             share a variable change together.",
        );
    }
    account.paragraph(format!("{what}, rounded{rest}:").as_str());
    account.blocks.push(Block::Dictionary(rows));
}

/// "odds ratio" in the plural; of "ratio of means", the first word.
fn plural(words: &str) -> String {
    match words.split_once(" of ") {
        Some((first, rest)) => format!("{first}s of {rest}"),
        None => format!("{words}s"),
    }
}
