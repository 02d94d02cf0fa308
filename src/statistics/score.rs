//! The score and the information: first and second derivatives of the log-likelihood.

use crate::check::Verdict;
use crate::derive::chain::tidy;
use crate::expr::{Expr, Head};
use crate::render::page::{Block, Level, Line, Link, Text};

use super::account::Account;
use super::likelihood::by_predictor;
use super::subject::{Canonical, Subject};
use super::weight::{Score, over, scaled};

/// Derivatives by the mean, the predictor, and a coefficient.
pub(super) fn section(
    subject: &Subject<'_>,
    account: &mut Account<'_>,
    canonical: Canonical,
) -> Option<()> {
    let (store, names) = (subject.store, &subject.names);
    account.heading("Score and information");
    account.paragraph(
        "By the mean, the log-likelihood has the residual over the variance for its derivative:",
    );
    let residual = store.sub(names.y, names.mu);
    let by_mean = over(store, residual, scaled(subject, subject.variance));
    let first = subject.derivative(subject.likelihood, names.mu, 1);
    let shown = account.chain(first, &[(by_mean, "differentiate")], &subject.given_mean());
    account.or_left_out(shown);

    let form =
        by_predictor(subject, account).unwrap_or_else(|| subject.at_predictor(subject.likelihood));
    let given = subject.given_predictor();
    let derivative = subject.derivative(form, names.eta, 1);
    let score = Score::new(subject, account, canonical, |score, account| {
        let statement = store.eq(derivative, score.at(subject, subject.inverse));
        account.verdict(statement, &given) == Verdict::Equivalent
    })?;
    account.paragraph(
        Text::from("By the predictor ")
            .math(names.eta)
            .words(", the chain rule gives the score of one observation,"),
    );
    let steps = (
        score.at(subject, subject.inverse),
        score.at(subject, names.mu),
    );
    derived(subject, account, derivative, steps, "differentiate");
    match canonical {
        Canonical::Constant(_) => observed(subject, account, form, &score),
        other => expected(subject, account, &score, other),
    }
    all_observations(subject, account, form, &score);
    Some(())
}

/// A derivative by the predictor: first with g⁻¹(η), then with μ for it.
fn derived(
    subject: &Subject<'_>,
    account: &mut Account<'_>,
    derivative: Expr,
    (explicit, short): (Expr, Expr),
    reason: &str,
) -> bool {
    let store = subject.store;
    let mu = subject.names.mu;
    let statement = store.eq(derivative, explicit);
    let proved = account.holds(statement, &subject.given_predictor());
    if proved {
        let mut lines = vec![line(derivative, explicit, reason.into())];
        if explicit != short && account.short_for(explicit, short, mu, subject.inverse) {
            let reason = Text::default().math(store.eq(mu, subject.inverse));
            lines.push(line(explicit, short, reason));
        }
        account.blocks.push(Block::Derivation {
            first: derivative,
            lines,
        });
    }
    account.or_left_out(proved);
    proved
}

fn line(before: Expr, after: Expr, reason: Text) -> Line {
    Line {
        rule: "checked".into(),
        relation: Link::Equal,
        before,
        after,
        shown: after,
        conditions: Vec::new(),
        reason,
        level: Level::Brief,
    }
}

/// Under a canonical link the second derivative is free of the response.
fn observed(subject: &Subject<'_>, account: &mut Account<'_>, form: Expr, score: &Score) {
    let (store, names) = (subject.store, &subject.names);
    let at = |mean: Expr| tidy(store, store.neg(score.information(subject, mean)));
    let derivative = subject.derivative(form, names.eta, 2);
    account.paragraph("The link is canonical: the response has left the second derivative.");
    let steps = (at(subject.inverse), at(names.mu));
    if derived(subject, account, derivative, steps, "differentiate twice") {
        account.paragraph(
            "Observed and expected information are therefore the same, and the log-likelihood is \
             concave in the coefficients.",
        );
    }
}

/// The expected information, −∂²ℓ/∂η² at y = μ, in which it is affine.
fn expected(subject: &Subject<'_>, account: &mut Account<'_>, score: &Score, canonical: Canonical) {
    let (store, names) = (subject.store, &subject.names);
    let likelihood = subject.at_predictor(subject.likelihood);
    let moved = subject.with(likelihood, names.eta, names.t);
    let moved = subject.with(moved, names.y, subject.inverse);
    let second = store.derivative(names.t, names.eta, store.int(2), moved);
    let mut given = subject.given_predictor();
    given.retain(|condition| !store.contains(*condition, names.y));
    let information = score.information(subject, subject.inverse);
    let proved = account.holds(
        store.eq(second, tidy(store, store.neg(information))),
        &given,
    );
    let mut text = Text::default();
    if matches!(canonical, Canonical::No) {
        text = text.words(
            "The link is not canonical, and the second derivative depends on the response. ",
        );
    }
    if proved {
        let subject_of = match canonical {
            Canonical::No => "It",
            _ => "The second derivative",
        };
        text = text
            .words(format!("{subject_of} is affine in "))
            .math(names.y)
            .words("; at its mean, ")
            .math(store.eq(names.y, names.mu))
            .words(", it is minus the expected information ")
            .math(score.information(subject, names.mu))
            .words(", the weight of the observation in Fisher scoring.");
    }
    if !text.0.is_empty() {
        account.paragraph(text);
    }
}

/// The derivative by a coefficient, of one observation and of all.
fn all_observations(subject: &Subject<'_>, account: &mut Account<'_>, form: Expr, score: &Score) {
    let (store, names) = (subject.store, &subject.names);
    let entry = |base: Expr| store.entry(base, &[names.i]);
    let predictor = |a: Expr, x: Expr| {
        let product = store.mul([names.w, x].as_slice());
        store.add([a, product].as_slice())
    };
    // Of one observation, and of the observation i.
    let one = |term: Expr| subject.with(term, names.eta, predictor(names.a, names.x));
    let of_i = |term: Expr| {
        let binding = [
            (names.eta, predictor(entry(names.a), entry(names.x))),
            (names.y, entry(names.y)),
            (names.c, entry(names.c)),
            (names.mu, entry(names.mu)),
        ];
        store.substitute(term, &binding.into_iter().collect())
    };
    let total = |body: Expr| store.bind(Head::Sum, names.i, store.int(1), names.n, body);
    let times = |factor: Expr, x: Expr| tidy(store, store.mul([factor, x].as_slice()));
    let (explicit, short) = (
        score.at(subject, subject.inverse),
        score.at(subject, names.mu),
    );
    let given = subject.given_predictor();
    // One condition for all observations, behind those that are the same for each.
    let (own, mut of_all): (Vec<Expr>, Vec<Expr>) = given
        .iter()
        .map(|condition| of_i(*condition))
        .partition(|condition| store.contains(*condition, names.i));
    if !own.is_empty() {
        let each = store.bind(Head::Each, names.i, store.int(1), names.n, store.and(own));
        of_all.push(each);
    }
    let sum = (
        subject.derivative(total(of_i(form)), names.w, 1),
        total(times(of_i(explicit), entry(names.x))),
        total(times(of_i(short), entry(names.x))),
    );
    let single = (
        subject.derivative(one(form), names.w, 1),
        times(one(explicit), names.x),
        times(one(short), names.x),
    );
    let whole = account.verdict(store.eq(sum.0, sum.1), &of_all) == Verdict::Equivalent;
    let ((left, right, shown), given) = match whole {
        true => (sum, of_all),
        false => (single, given.iter().map(|c| one(*c)).collect()),
    };
    let begin = match whole {
        true => "Independent observations add up. If ",
        false => "If ",
    };
    account.paragraph(
        Text::from(begin)
            .math(names.x)
            .words(" is an input, ")
            .math(names.w)
            .words(" its coefficient and ")
            .math(names.a)
            .words(" the rest of the predictor, the derivative by the coefficient is"),
    );
    let proved = account.holds(store.eq(left, right), &given);
    if proved {
        account.blocks.push(Block::Derivation {
            first: left,
            lines: vec![Line {
                shown,
                ..line(left, right, "differentiate".into())
            }],
        });
    }
    account.or_left_out(proved);
    let begin = match whole {
        true => "",
        false => "Independent observations add up. ",
    };
    let vector = match score {
        Score::Constant(constant) if *constant == store.int(1) => match subject.family.dispersion {
            None => "the residuals",
            Some(_) => "the residuals over the dispersion",
        },
        _ => "these scores",
    };
    account.paragraph(
        format!(
            "{begin}For all coefficients together it is the transposed design matrix times the \
             vector of {vector}."
        )
        .as_str(),
    );
}
