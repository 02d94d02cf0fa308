//! Pages of single neurons.

use equiff::expr::{Expr, Head, Number, Relation, Store};
use equiff::render::page::{Block, Level, Page, Text};

use super::layers::{indexed, sum};
use super::{Chain, dictionary};

/// b + ω_blue x_blue + ...
pub fn four_colours(s: &Store) -> Expr {
    let mut terms = vec![s.name("b")];
    for colour in ["blue", "red", "purple", "grey"] {
        let weight = s.name(&format!("omega_{colour}"));
        let input = s.name(&format!("x_{colour}"));
        terms.push(s.mul([weight, input].as_slice()));
    }
    s.add(terms)
}

pub fn logistic_chain(s: &Store, predictor: Expr) -> Chain<'_> {
    let (p, eta, one) = (s.name("p"), s.name("eta"), s.int(1));
    let exp = s.call("exp", &[s.neg(eta)]);
    let one_plus = s.add([one, exp].as_slice());
    let rest = s.sub(one, p);
    Chain::new(s, s.eq(p, s.call("sigmoid", &[predictor])))
        .step(
            "name-predictor",
            s.eq(p, s.call("sigmoid", &[eta])),
            Text::from("write ")
                .math(eta)
                .words(" for the linear predictor"),
            Level::Full,
        )
        .step(
            "sigmoid-definition",
            s.eq(p, s.div(one, one_plus)),
            "definition of the sigmoid",
            Level::Standard,
        )
        .step(
            "reciprocal",
            s.eq(one_plus, s.div(one, p)),
            "reciprocals of both sides, neither being 0",
            Level::Standard,
        )
        .step(
            "subtract",
            s.eq(exp, s.div(rest, p)),
            "subtract 1",
            Level::Standard,
        )
        .step(
            "log-exp",
            s.eq(s.neg(eta), s.call("log", &[s.div(rest, p)])),
            "take logarithms: log inverts exp",
            Level::Brief,
        )
        .given(s.and([
            s.relate(Relation::Less, s.int(0), p),
            s.relate(Relation::Less, p, one),
        ]))
        .step(
            "log-reciprocal",
            s.eq(s.call("log", &[s.div(p, rest)]), eta),
            Text::from("since ").math(s.eq(
                s.neg(s.call("log", &[s.name("u")])),
                s.call("log", &[s.div(one, s.name("u"))]),
            )),
            Level::Standard,
        )
        .step(
            "unfold-predictor",
            s.eq(s.call("log", &[s.div(p, rest)]), predictor),
            "the linear predictor written out",
            Level::Brief,
        )
}

pub fn logistic(s: &Store) -> Page {
    let p = s.name("p");
    let message = Text::from(
        "The network's equation and that of logistic regression hold for the same values, since ",
    )
    .math(s.eq(
        s.call("logit", &[p]),
        s.call("log", &[s.div(p, s.sub(s.int(1), p))]),
    ))
    .words(" is the inverse of the sigmoid.");
    logistic_chain(s, four_colours(s)).page(
        "A neuron with sigmoid activation is logistic regression",
        message,
        vec![
            Block::Heading("In the words of both fields".into()),
            Block::Paragraph(Text::from("The neuron ").code("p").words(
                " computes a probability; the weights are log-odds ratios & its bias is the intercept.",
            )),
            dictionary(),
        ],
    )
}

pub fn number(s: &Store, text: &str) -> Expr {
    s.number(Number::parse(text).unwrap())
}

pub fn fitted(s: &Store) -> Page {
    let minus = s.neg(number(s, "1.25"));
    let predictor = s.add(
        [
            number(s, "0.5"),
            s.mul([number(s, "0.80"), s.name("age")].as_slice()),
            s.mul([minus, s.name("dose")].as_slice()),
        ]
        .as_slice(),
    );
    logistic_chain(s, predictor).page("Fitted numbers", Text::from("As fitted."), vec![])
}

pub fn leaky(s: &Store) -> Page {
    let (y, z) = (s.name("y"), s.name("z"));
    let zero = s.int(0);
    let piecewise = s.make(
        Head::Piecewise,
        [
            s.relate(Relation::GreaterEqual, z, zero),
            z,
            s.mul([number(s, "0.1"), z].as_slice()),
        ]
        .as_slice(),
    );
    let inverse = s.make(
        Head::Piecewise,
        [
            s.relate(Relation::GreaterEqual, y, zero),
            y,
            s.div(y, number(s, "0.1")),
        ]
        .as_slice(),
    );
    let predictor = s.add(
        [
            s.name("b"),
            sum(
                s,
                "j",
                s.name("n"),
                s.mul([indexed(s, "w", &["j"]), indexed(s, "x", &["j"])].as_slice()),
            ),
        ]
        .as_slice(),
    );
    Chain::new(s, s.eq(y, piecewise))
        .step(
            "piecewise-inverse",
            s.eq(inverse, z),
            "each piece is inverted where it applies",
            Level::Standard,
        )
        .step(
            "unfold-predictor",
            s.eq(inverse, predictor),
            "the linear predictor written out",
            Level::Standard,
        )
        .page(
            "Leaky ReLU",
            Text::from("The activation is one-to-one, so that its inverse is the link."),
            vec![Block::Formulas(vec![
                s.eq(
                    s.name("p_hat"),
                    s.call(
                        "Phi",
                        &[s.add([s.name("beta_0"), s.name("beta_1")].as_slice())],
                    ),
                ),
                s.eq(s.call("Phi_inv", &[s.name("mu")]), s.name("eta")),
                s.eq(
                    s.sub(
                        s.int(1),
                        s.call("exp", &[s.neg(s.call("exp", &[s.name("eta")]))]),
                    ),
                    s.name("mu"),
                ),
                s.eq(
                    s.call("abs", &[s.div(y, s.int(2))]),
                    s.call(
                        "root",
                        &[s.call("sqrt", &[s.add([z, s.int(1)].as_slice())]), s.int(3)],
                    ),
                ),
                s.eq(
                    s.pow(y, s.div(s.int(1), s.int(2))),
                    s.mul([s.int(2), s.name("p"), s.sub(s.int(1), s.name("p"))].as_slice()),
                ),
                s.and([
                    s.relate(Relation::Less, zero, s.name("p")),
                    s.relate(Relation::Less, s.name("p"), s.int(1)),
                ]),
                s.eq(
                    s.call(
                        "log",
                        &[s.neg(s.call("log", &[s.sub(s.int(1), s.name("mu"))]))],
                    ),
                    s.mul(
                        [
                            s.div(s.int(1), s.int(2)),
                            s.call(
                                "log",
                                &[s.div(s.add([s.int(1), y].as_slice()), s.sub(s.int(1), y))],
                            ),
                        ]
                        .as_slice(),
                    ),
                ),
            ])],
        )
}
