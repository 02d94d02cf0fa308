//! The score and the information: first and second derivatives of the log-likelihood.

use crate::check::Verdict;
use crate::derive::chain::tidy;
use crate::expr::{Expr, Head, Store};
use crate::render::page::{Block, Level, Line, Link, Text};

use super::account::Account;
use super::likelihood::by_predictor;
use super::subject::{Canonical, Subject};

/// Derivatives by the mean, the predictor, and a coefficient.
pub(super) fn section(
    subject: &Subject<'_>,
    account: &mut Account<'_>,
    canonical: Canonical,
) -> Option<()> {
    let (store, names) = (subject.store, &subject.names);
    account.heading("Score and information");
    account.paragraph("The derivative of the log-likelihood by the mean has the variance below:");
    let residual = store.sub(names.y, names.mu);
    let scaled = scaled(subject, subject.variance);
    let by_mean = over(store, residual, scaled);
    let first = subject.derivative(subject.likelihood, names.mu, 1);
    let shown = account.chain(first, &[(by_mean, "differentiate")], &subject.given_mean());
    account.or_left_out(shown);

    let form = by_predictor(subject, account, canonical)
        .unwrap_or_else(|| subject.at_predictor(subject.likelihood));
    let given = subject.given_predictor();
    let derivative = subject.derivative(form, names.eta, 1);
    // The form of the slope in which the score can be proved.
    let proved = |slope: &Expr| {
        let score = Score {
            canonical,
            slope: *slope,
        }
        .of(subject, subject.inverse);
        account.verdict(store.eq(derivative, score), &given) == Verdict::Equivalent
    };
    let slopes: Vec<Expr> = subject.inverse_slopes().collect();
    let slope = *slopes.iter().find(|s| proved(s)).or(slopes.first())?;
    let rule = Score { canonical, slope };
    let score = rule.of(subject, names.mu);
    let explicit = rule.of(subject, subject.inverse);
    account.paragraph(
        Text::from("By the predictor ")
            .math(names.eta)
            .words(", the chain rule gives the score of one observation,"),
    );
    let mut with_mean = given.clone();
    with_mean.push(store.eq(names.mu, subject.inverse));
    let proved = account.holds(store.eq(derivative, explicit), &given);
    if proved {
        let mut lines = vec![line(derivative, explicit, "differentiate".into())];
        if explicit != score && account.holds(store.eq(explicit, score), &with_mean) {
            let reason = Text::default().math(store.eq(names.mu, subject.inverse));
            lines.push(line(explicit, score, reason));
        }
        account.blocks.push(Block::Derivation {
            first: derivative,
            lines,
        });
    }
    account.or_left_out(proved);
    match canonical {
        Canonical::Constant(constant) => observed(subject, account, form, constant),
        other => expected(subject, account, rule, other),
    }
    all_observations(subject, account, form, rule);
    Some(())
}

/// φ times a term, where there is a dispersion.
fn scaled(subject: &Subject<'_>, term: Expr) -> Expr {
    let store = subject.store;
    match subject.family.dispersion {
        None => term,
        Some(_) if term == store.int(1) => subject.names.phi,
        Some(_) => tidy(store, store.mul([subject.names.phi, term].as_slice())),
    }
}

/// A quotient, or its numerator over 1.
fn over(store: &Store, above: Expr, below: Expr) -> Expr {
    tidy(store, store.div(above, below))
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

/// The score of one observation by the predictor.
#[derive(Clone, Copy)]
struct Score {
    /// k = g′(μ) V(μ), if the link is canonical.
    canonical: Canonical,
    /// (g⁻¹)′(η).
    slope: Expr,
}

impl Score {
    /// (y − μ)/(φ V(μ)) times (g⁻¹)′(η), for a term μ; under a canonical link (y − μ)/(φ k).
    fn of(self, subject: &Subject<'_>, mean: Expr) -> Expr {
        let (store, names) = (subject.store, &subject.names);
        let residual = store.sub(names.y, mean);
        if let Canonical::Constant(constant) = self.canonical {
            return over(store, residual, scaled(subject, constant));
        }
        let variance = subject.with(subject.variance, names.mu, mean);
        let quotient = over(store, residual, scaled(subject, variance));
        match self.slope == store.int(1) {
            true => quotient,
            false => store.mul([quotient, self.slope].as_slice()),
        }
    }
}

/// Under a canonical link the second derivative is free of the response.
fn observed(subject: &Subject<'_>, account: &mut Account<'_>, form: Expr, constant: Expr) {
    let (store, names) = (subject.store, &subject.names);
    let square = match store.literal(constant) {
        Some(value) => store.rational(&value * &value),
        None => store.pow(constant, store.int(2)),
    };
    let below = scaled(subject, square);
    let at = |mean: Expr| {
        let variance = subject.with(subject.variance, names.mu, mean);
        tidy(store, store.neg(over(store, variance, below)))
    };
    let (explicit, short) = (at(subject.inverse), at(names.mu));
    let derivative = subject.derivative(form, names.eta, 2);
    let given = subject.given_predictor();
    let mut with_mean = given.clone();
    with_mean.push(store.eq(names.mu, subject.inverse));
    account.paragraph("The link is canonical: the response has left the second derivative,");
    let proved = account.holds(store.eq(derivative, explicit), &given);
    if proved {
        let mut lines = vec![line(derivative, explicit, "differentiate twice".into())];
        if explicit != short && account.holds(store.eq(explicit, short), &with_mean) {
            let reason = Text::default().math(store.eq(names.mu, subject.inverse));
            lines.push(line(explicit, short, reason));
        }
        account.blocks.push(Block::Derivation {
            first: derivative,
            lines,
        });
        account.paragraph(
            "so that observed and expected information are the same, and the log-likelihood is \
             concave in the coefficients.",
        );
    }
    account.or_left_out(proved);
}

/// The expected information, −∂²ℓ/∂η² at y = μ, in which it is linear.
fn expected(subject: &Subject<'_>, account: &mut Account<'_>, rule: Score, canonical: Canonical) {
    let (store, names) = (subject.store, &subject.names);
    let at = |mean: Expr| {
        let variance = subject.with(subject.variance, names.mu, mean);
        let square = match rule.slope == store.int(1) {
            true => rule.slope,
            false => store.pow(rule.slope, store.int(2)),
        };
        over(store, square, scaled(subject, variance))
    };
    let likelihood = subject.at_predictor(subject.likelihood);
    let moved = subject.with(likelihood, names.eta, names.t);
    let moved = subject.with(moved, names.y, subject.inverse);
    let second = store.derivative(names.t, names.eta, store.int(2), moved);
    let mut given = subject.given_predictor();
    given.retain(|condition| !store.contains(*condition, names.y));
    let proved = account.holds(
        store.eq(second, tidy(store, store.neg(at(subject.inverse)))),
        &given,
    );
    let mut text = Text::default();
    if matches!(canonical, Canonical::No) {
        text = text.words(
            "The link is not canonical, and the second derivative depends on the response. ",
        );
    }
    if proved {
        text = text
            .words("The second derivative is linear in ")
            .math(names.y)
            .words("; at its mean, ")
            .math(store.eq(names.y, names.mu))
            .words(", it is minus the expected information ")
            .math(at(names.mu))
            .words(", the weight of the observation in Fisher scoring.");
    }
    if !text.0.is_empty() {
        account.paragraph(text);
    }
}

/// The derivative by a coefficient, of one observation and of all.
fn all_observations(subject: &Subject<'_>, account: &mut Account<'_>, form: Expr, rule: Score) {
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
        rule.of(subject, subject.inverse),
        rule.of(subject, names.mu),
    );
    let given = subject.given_predictor();
    let of_all: Vec<Expr> = given
        .iter()
        .map(|condition| match of_i(*condition) {
            same if same == *condition => same,
            own => store.bind(Head::Each, names.i, store.int(1), names.n, own),
        })
        .collect();
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
    let end = match whole {
        true => "All coefficients",
        false => "Independent observations add up; all coefficients",
    };
    account.paragraph(
        format!(
            "{end} together: the transposed design matrix times the vector of the scores of the \
             observations."
        )
        .as_str(),
    );
}
