//! The sections for softmax: a mean for each category.

use crate::derive::Derivation;
use crate::expr::{Expr, Head, Relation};
use crate::render::page::{Block, Level, Line, Link, Text};

use super::account::Account;
use super::distribution::libraries;
use super::likelihood::coded;
use super::subject::Subject;
use super::{open, reading};

/// Distribution, likelihood, score, what stays open, coefficients.
pub(super) fn sections(
    subject: &Subject<'_>,
    account: &mut Account<'_>,
    derivation: &Derivation,
) -> Option<()> {
    distribution(subject, account)?;
    likelihood(subject, account)?;
    score(subject, account)?;
    left_open(subject, account)?;
    coefficients(subject, account, derivation)
}

fn distribution(subject: &Subject<'_>, account: &mut Account<'_>) -> Option<()> {
    let (store, family, names) = (subject.store, subject.family, &subject.names);
    let k = store.name("k");
    let of = |base: Expr| store.entry(base, &[k]);
    account.heading("Distribution of the response");
    account.paragraph(
        "The equation says what the probabilities of the categories are. A fitted model takes each \
         observation for a draw of one category with these probabilities, independently of the \
         others: the multinomial family with one trial.",
    );
    let rows = vec![
        (
            Text::from("response ").math(of(names.y)),
            "1 for the category observed, 0 for the others".into(),
        ),
        (
            Text::from("mean ").math(of(names.mu)),
            Text::from("the probability of category ").math(k),
        ),
        (
            Text::from("variance of ").math(of(names.y)),
            Text::default().math(subject.variance),
        ),
        ("dispersion".into(), "1".into()),
        ("link".into(), "canonical".into()),
        ("in libraries".into(), libraries(family.known_as)),
    ];
    account.blocks.push(Block::Dictionary(rows));
    Some(())
}

/// A sum over all categories.
fn total(subject: &Subject<'_>, index: &str, body: Expr) -> Expr {
    let store = subject.store;
    let size = subject.model.categories.unwrap_or(store.name("K"));
    store.bind(Head::Sum, store.name(index), store.int(1), size, body)
}

fn likelihood(subject: &Subject<'_>, account: &mut Account<'_>) -> Option<()> {
    let (store, family, names) = (subject.store, subject.family, &subject.names);
    account.heading("Log-likelihood and loss");
    account.paragraph("The log-likelihood of one observation is");
    let likelihood = store.eq(names.ell, subject.likelihood);
    account.blocks.push(Block::Formulas(vec![likelihood]));
    let exp = |e| store.call("exp", &[e]);
    let eta = |index: Expr| store.entry(names.eta, &[index]);
    let sum = total(subject, "l", exp(eta(store.name("l"))));
    let of_one = store.call("log", &[store.div(exp(eta(names.c)), sum)]);
    let last = store.sub(eta(names.c), store.call("log", &[sum]));
    account.paragraph(
        Text::from("of which the term of the observed category ")
            .math(names.c)
            .words(" is left. By the predictors it is"),
    );
    let shown = account.chain(of_one, &[(last, "the logarithm of a quotient")], &[]);
    account.or_left_out(shown);
    let loss = &family.loss;
    let formula = subject.put(loss.formula)?;
    let given = [store.eq(names.ell, subject.likelihood)];
    let mut text = Text::from(format!("The {} (", loss.name).as_str());
    for (k, (library, name)) in loss.known_as.iter().enumerate() {
        text = text.words(if k == 0 { "" } else { ", " });
        text = text.words(format!("{library}: ")).code(*name);
    }
    account.paragraph(text.words(") is minus the log-likelihood:"));
    let same = store.eq(formula, store.neg(names.ell));
    let proved = account.equation(same, &given);
    account.or_left_out(proved);
    let text = Text::from(
        "So the weights of least total loss, with no penalty, are those of greatest likelihood. ",
    );
    account.paragraph(coded(text, loss.note));
    Some(())
}

/// The score of one category, with what the others contribute kept fixed.
fn score(subject: &Subject<'_>, account: &mut Account<'_>) -> Option<()> {
    let (store, names) = (subject.store, &subject.names);
    let (y, t, s, r) = (names.y, names.t, names.s, names.r);
    let k = store.name("k");
    account.heading("Score and information");
    account.paragraph(
        Text::from("Of one category ")
            .math(k)
            .words(", let ")
            .math(t)
            .words(" be the predictor, ")
            .math(y)
            .words(" the response (0 or 1) and ")
            .math(names.mu)
            .words(" the mean; of the others, let ")
            .math(s)
            .words(" be the sum of the exponentials of their predictors, and ")
            .math(r)
            .words(" what they add to the log-likelihood:"),
    );
    let exp = store.call("exp", &[t]);
    let whole = store.add([exp, s].as_slice());
    let product = store.mul([y, t].as_slice());
    let log = store.neg(store.call("log", &[whole]));
    let likelihood = store.add([product, r, log].as_slice());
    let mean = store.div(exp, whole);
    let positive = store.relate(Relation::Greater, s, store.int(0));
    let short = [positive, store.eq(names.mu, mean)];
    let one = store.int(1);
    let spread = |mean: Expr| store.neg(store.mul([mean, store.sub(one, mean)].as_slice()));
    for (order, explicit, by_mean, reason) in [
        (
            1,
            store.sub(y, mean),
            store.sub(y, names.mu),
            "differentiate",
        ),
        (2, spread(mean), spread(names.mu), "differentiate twice"),
    ] {
        if order == 2 {
            account.paragraph("The response does not occur in the second derivative:");
        }
        let first = subject.derivative(likelihood, t, order);
        let proved = account.holds(store.eq(first, explicit), &[positive])
            && account.holds(store.eq(explicit, by_mean), &short);
        if proved {
            let line = |before: Expr, after: Expr, reason: Text| Line {
                rule: "checked".into(),
                relation: Link::Equal,
                before,
                after,
                shown: after,
                conditions: Vec::new(),
                reason,
                level: Level::Brief,
            };
            let reasons = Text::default().math(store.eq(names.mu, mean));
            account.blocks.push(Block::Derivation {
                first,
                lines: vec![
                    line(first, explicit, reason.into()),
                    line(explicit, by_mean, reasons),
                ],
            });
        }
        account.or_left_out(proved);
    }
    account.paragraph(
        "Independent observations add up; for the weights of a category the derivative of the \
         total is the transposed design matrix times the vector of its residuals. Observed and \
         expected information are the same.",
    );
    Some(())
}

fn left_open(subject: &Subject<'_>, account: &mut Account<'_>) -> Option<()> {
    let (store, names) = (subject.store, &subject.names);
    let exp = |e| store.call("exp", &[e]);
    let (k, l) = (store.name("k"), store.name("l"));
    let share = |shift: &dyn Fn(Expr) -> Expr| {
        let at = |index: Expr| exp(shift(store.entry(names.eta, &[index])));
        store.div(at(k), total(subject, "l", at(l)))
    };
    let plain = share(&|eta| eta);
    let moved = share(&|eta| store.add([eta, names.a].as_slice()));
    account.heading("What stays open");
    account.paragraph(
        Text::from("Identifiability: there is one category too many. A number ")
            .math(names.a)
            .words(" added to all predictors leaves the probabilities as they are:"),
    );
    let shown = account.chain(moved, &[(plain, "cancel the common factor")], &[]);
    account.or_left_out(shown);
    account.paragraph(
        "So weights and biases are determined only up to a vector common to all categories. \
         The coefficients of the model, the differences to a baseline category, are determined, if \
         the columns of the design matrix, with the column of ones, are linearly independent. \
         Another baseline gives other coefficients of the same model.",
    );
    account.paragraph(
        "Separation: the log-likelihood is negative. If for some weights and biases the predictor \
         of the observed category is the greatest, for every observation, multiplying them brings \
         the total as near to 0 as one likes, and it never gets there: the maximum likelihood \
         estimate does not exist, and training without a penalty makes the weights ever larger.",
    );
    open::penalty(subject, account);
    account.paragraph(
        "With a penalty on all weights their common vector is determined too; the penalty treats \
         categories alike, a penalty on coefficients against a baseline does not.",
    );
    open::scale(subject, account);
    Some(())
}

fn coefficients(
    subject: &Subject<'_>,
    account: &mut Account<'_>,
    derivation: &Derivation,
) -> Option<()> {
    let (store, names) = (subject.store, &subject.names);
    let exp = |e| store.call("exp", &[e]);
    let size = subject.model.categories?;
    let eta = |index: Expr| store.entry(names.eta, &[index]);
    let k = store.name("k");
    account.heading("How to read a coefficient");
    let difference = store.sub(eta(k), eta(size));
    let above = store.add([difference, names.w].as_slice());
    let factor = exp(names.w);
    account.paragraph(
        Text::from("One unit more of an input whose coefficient for category ")
            .math(k)
            .words(" is ")
            .math(names.w)
            .words(", the weight of the category minus that of the baseline, multiplies the odds of the category against the baseline by ")
            .math(factor)
            .words(":"),
    );
    let shown = account.chain(store.div(exp(above), exp(difference)), &[(factor, "")], &[]);
    account.or_left_out(shown);
    if shown {
        reading::numbers(subject, account, derivation, "odds ratio");
    }
    Some(())
}
