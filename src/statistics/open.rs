//! What the equation and the likelihood leave open: whether there is one answer, how far it can be
//! trusted, and what a penalty or another scale of the inputs changes.

use crate::derive::Derivation;
use crate::derive::chain::tidy;
use crate::derive::dictionary::Predictor;
use crate::expr::{Head, Relation};
use crate::render::page::Text;

use super::account::Account;
use super::subject::Subject;

/// Identifiability, separation, dispersion, penalty, scale.
pub(super) fn section(subject: &Subject<'_>, account: &mut Account<'_>, derivation: &Derivation) {
    account.heading("What stays open");
    let begin = match subject.model.hidden {
        true => "Identifiability: where the hidden features are held fixed, the means determine",
        false => "Identifiability: the means determine",
    };
    account.paragraph(
        format!(
            "{begin} the coefficients only if the columns of the design matrix, one of them of \
             ones where there is an intercept, are linearly independent."
        )
        .as_str(),
    );
    if subject.model.softmax {
        two_classes(subject, account);
    } else if composed(subject, derivation) {
        account.paragraph(
            "The weights of the layers are not determined: different ones make the same \
             coefficients.",
        );
    }
    separation(subject, account);
    match subject.family.dispersion {
        Some(_) => account.paragraph(Text::from("Dispersion: ").math(subject.names.phi).words(
            " does not change where the likelihood is greatest in the coefficients. \
                     Standard errors need an estimate of it, which training does not give.",
        )),
        None => account.paragraph(
            "Dispersion: the family ties the variance to the mean. Counts and proportions that \
             scatter more than that make standard errors come out too small.",
        ),
    }
    penalty(subject, account);
    scale(subject, account);
}

/// Whether some coefficient is made of several weights.
fn composed(subject: &Subject<'_>, derivation: &Derivation) -> bool {
    let store = subject.store;
    let equations = derivation.page.result.iter();
    equations
        .flat_map(|result| store.conjuncts(*result))
        .filter_map(|equation| store.sides(equation))
        .flat_map(|(_, predictor)| {
            Predictor::of(store, predictor, &subject.model.inputs).coefficients
        })
        .any(|weight| {
            matches!(store.head(weight), Head::Mul | Head::Add | Head::Sum)
                && !store.free_names(weight).is_empty()
        })
}

/// Why the coefficients of a softmax of two classes are of another size than its weights.
fn two_classes(subject: &Subject<'_>, account: &mut Account<'_>) {
    let store = subject.store;
    let eta = |k: i64| store.entry(subject.names.eta, &[store.int(k)]);
    let exp = |e| store.call("exp", &[e]);
    let whole = store.add([exp(eta(1)), exp(eta(2))].as_slice());
    let softmax = store.div(exp(eta(1)), whole);
    let sigmoid = store.call("sigmoid", &[store.sub(eta(1), eta(2))]);
    account.paragraph(
        "A softmax of two classes has one class too many: only the difference of the two predictors \
         counts, so that the coefficient of the sigmoid is the difference of two weights:",
    );
    let shown = account.chain(
        softmax,
        &[(sigmoid, "divide above and below by the numerator")],
        &[],
    );
    account.or_left_out(shown);
}

/// The binomial likelihood that has no greatest value.
fn separation(subject: &Subject<'_>, account: &mut Account<'_>) {
    let store = subject.store;
    let (zero, one) = (store.int(0), store.int(1));
    let mu = subject.names.mu;
    let unit = [
        store.relate(Relation::Less, zero, mu),
        store.relate(Relation::Less, mu, one),
    ];
    // Predictors of any size, and every mean between 0 and 1.
    let onto = subject.range.is_empty()
        && subject.model.link.is_some()
        && subject.domain == unit
        && subject.mean() == unit;
    if !onto {
        return;
    }
    let log = |e| store.call("log", &[e]);
    let below = |e| store.relate(Relation::Less, e, zero);
    let success = below(log(mu));
    let failure = below(log(store.sub(one, mu)));
    let given = unit;
    if !(account.holds(success, &given) && account.holds(failure, &given)) {
        return;
    }
    account.paragraph(
        Text::from("Separation: a response 1 or 0 has a negative log-likelihood, ")
            .math(success)
            .words(" and ")
            .math(failure)
            .words(
                ". If for some coefficients the predictor is positive at every response 1 and \
                 negative at every response 0, multiplying them brings the total as near to 0 as \
                 one likes, and it never gets there: the maximum likelihood estimate does not \
                 exist, and training without a penalty makes the weights ever larger.",
            ),
    );
}

/// A penalty on a weight is a Gaussian prior.
pub(super) fn penalty(subject: &Subject<'_>, account: &mut Account<'_>) {
    let (store, names) = (subject.store, &subject.names);
    let two = store.int(2);
    let tau = store.pow(names.tau, two);
    let square = store.pow(names.w, two);
    let spread = store.mul([two, tau].as_slice());
    let bell = store.call("exp", &[store.neg(store.div(square, spread))]);
    let circle = store.mul([two, store.name("pi"), tau].as_slice());
    let density = store.div(bell, store.call("sqrt", &[circle]));
    let first = store.neg(store.call("log", &[density]));
    let constant = store.div(store.call("log", &[circle]), two);
    let last = store.add([store.div(square, spread), constant].as_slice());
    let positive = store.relate(Relation::Greater, names.tau, store.int(0));
    account.paragraph(
        Text::from("Penalty: minus the logarithm of a Gaussian prior density of a coefficient ")
            .math(names.w)
            .words(", with mean 0 and variance ")
            .math(tau)
            .words(", is a quadratic penalty on it:"),
    );
    let shown = account.chain(first, &[(last, "take the logarithm")], &[positive]);
    account.or_left_out(shown);
    let share = store.div(store.int(1), spread);
    account.paragraph(
        Text::from("So minus the log-likelihood plus a penalty of ")
            .math(share)
            .words(
                " times the square has its least value at the mode of the posterior. Keras and \
                PyTorch average the loss over the observations, so that a penalty added to it \
                counts once for each observation. The intercept is not penalized by ",
            )
            .code("kernel_regularizer")
            .words(" in Keras, and is by ")
            .code("weight_decay")
            .words(" in PyTorch where it is among the parameters."),
    );
}

/// Inputs centred and scaled.
pub(super) fn scale(subject: &Subject<'_>, account: &mut Account<'_>) {
    let (store, names) = (subject.store, &subject.names);
    let product = |a, b| store.mul([a, b].as_slice());
    let first = store.add([names.a, product(names.w, names.x)].as_slice());
    let intercept = store.add([names.a, product(names.w, names.r)].as_slice());
    let centred = store.div(store.sub(names.x, names.r), names.s);
    let slope = product(names.w, names.s);
    let last = store.add([intercept, product(slope, centred)].as_slice());
    let scaled = store.relate(Relation::Greater, names.s, store.int(0));
    account.paragraph(
        Text::from("Scale: an input from which ")
            .math(names.r)
            .words(" is subtracted and which is then divided by ")
            .math(names.s)
            .words(" has another coefficient in the same model:"),
    );
    let shown = account.chain(
        first,
        &[(tidy(store, last), "the same predictor")],
        &[scaled],
    );
    account.or_left_out(shown);
    account.paragraph("With a penalty, though, the scale of the inputs changes the fit.");
}
