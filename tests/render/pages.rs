//! Pages and expressions built by hand.

use equiff::expr::{Expr, Head, Number, Relation, Store};
use equiff::render::page::{Block, GlmCard, Level, Line, Link, LinkCard, Page, Text, Verdict};

pub struct Chain<'a> {
    store: &'a Store,
    first: Expr,
    before: Expr,
    lines: Vec<Line>,
}

impl<'a> Chain<'a> {
    pub fn new(store: &'a Store, first: Expr) -> Chain<'a> {
        Chain {
            store,
            first,
            before: first,
            lines: Vec::new(),
        }
    }

    pub fn step(mut self, rule: &str, after: Expr, reason: impl Into<Text>, level: Level) -> Self {
        self.lines.push(Line {
            rule: rule.to_owned(),
            relation: Link::Iff,
            before: self.before,
            after,
            shown: after,
            conditions: Vec::new(),
            reason: reason.into(),
            level,
        });
        self.before = after;
        self
    }

    pub fn given(mut self, condition: Expr) -> Self {
        if let Some(line) = self.lines.last_mut() {
            line.conditions.push(condition);
        }
        self
    }

    pub fn page(self, title: &str, message: Text, blocks: Vec<Block>) -> Page {
        let mut all = vec![Block::Derivation {
            first: self.first,
            lines: self.lines.clone(),
        }];
        all.extend(blocks);
        let (mu, eta) = (self.store.name("mu"), self.store.name("eta"));
        let one = self.store.int(1);
        let odds = self.store.div(mu, self.store.sub(one, mu));
        let s = self.store;
        Page {
            title: title.to_owned(),
            verdict: Verdict::Equivalent,
            message,
            network: self.first,
            result: vec![self.before],
            conditions: Vec::new(),
            steps: self.lines,
            link: Some(LinkCard {
                name: "logit".into(),
                formula: s.call("log", &[odds]),
                inverse: s.div(one, s.add([one, s.call("exp", &[s.neg(eta)])].as_slice())),
                domain: s.and([
                    s.relate(Relation::Less, s.int(0), mu),
                    s.relate(Relation::Less, mu, one),
                ]),
            }),
            glm: Some(GlmCard {
                name: "logistic regression".into(),
                families: vec!["Bernoulli".into(), "binomial".into()],
                canonical_for: vec!["Bernoulli".into()],
            }),
            blocks: all,
        }
    }
}

pub fn dictionary() -> Block {
    let pair = |a: &str, b: &str| (Text::from(a), Text::from(b));
    Block::Dictionary(vec![
        pair("input neuron", "feature (explanatory variable)"),
        pair("weight", "coefficient"),
        pair("bias", "intercept"),
        pair("activation sigmoid", "inverse of the logit link"),
    ])
}

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

pub fn indexed(s: &Store, base: &str, indices: &[&str]) -> Expr {
    let indices: Vec<Expr> = indices
        .iter()
        .map(|i| match i.parse() {
            Ok(k) => s.int(k),
            Err(_) => s.name(i),
        })
        .collect();
    s.entry(s.name(base), &indices)
}

pub fn sum(s: &Store, j: &str, n: Expr, body: Expr) -> Expr {
    s.bind(Head::Sum, s.name(j), s.int(1), n, body)
}

/// W[k, j] x[j] summed over j, plus b[k].
pub fn unit(s: &Store, k: &str, n: Expr) -> Expr {
    let product = s.mul([indexed(s, "W", &[k, "j"]), indexed(s, "x", &["j"])].as_slice());
    s.add([indexed(s, "b", &[k]), sum(s, "j", n, product)].as_slice())
}

pub fn softmax(s: &Store, n: Expr, categories: Expr) -> Page {
    let one = s.int(1);
    let k = s.name("k");
    let base = match s.small_integer(categories) {
        Some(number) => number.to_string(),
        None => s.name_text(categories).unwrap_or("K").to_owned(),
    };
    let last = match s.small_integer(categories) {
        Some(number) => s.int(number - 1),
        None => s.sub(categories, one),
    };
    let each = |hi: Expr, body: Expr| s.bind(Head::Each, k, one, hi, body);
    let eta = |i: &str| indexed(s, "eta", &[i]);
    let exp = |e: Expr| s.call("exp", &[e]);
    let p = |i: &str| indexed(s, "p", &[i]);
    let first = each(
        categories,
        s.eq(
            p("k"),
            s.div(
                exp(unit(s, "k", n)),
                sum(s, "l", categories, exp(unit(s, "l", n))),
            ),
        ),
    );
    let short = each(
        categories,
        s.eq(
            p("k"),
            s.div(exp(eta("k")), sum(s, "l", categories, exp(eta("l")))),
        ),
    );
    let ratio = each(
        last,
        s.eq(s.div(p("k"), p(&base)), exp(s.sub(eta("k"), eta(&base)))),
    );
    let odds = s.call("log", &[s.div(p("k"), p(&base))]);
    let logs = each(last, s.eq(odds, s.sub(eta("k"), eta(&base))));
    let difference = s.sub(indexed(s, "W", &["k", "j"]), indexed(s, "W", &[&base, "j"]));
    let product = s.mul([difference, indexed(s, "x", &["j"])].as_slice());
    let result = each(
        last,
        s.eq(
            odds,
            s.add(
                [
                    s.sub(indexed(s, "b", &["k"]), indexed(s, "b", &[&base])),
                    sum(s, "j", n, product),
                ]
                .as_slice(),
            ),
        ),
    );
    Chain::new(s, first)
        .step(
            "name-predictor",
            short,
            Text::from("with ").math(s.eq(eta("k"), unit(s, "k", n))),
            Level::Standard,
        )
        .step(
            "ratio",
            ratio,
            "divide by the equation of the baseline category; the denominators cancel",
            Level::Standard,
        )
        .step("log-exp", logs, "take logarithms", Level::Standard)
        .step(
            "unfold-predictor",
            result,
            "the predictors written out",
            Level::Standard,
        )
        .page(
            "A softmax layer is multinomial logistic regression",
            Text::from("Each log-odds against the baseline is linear in the inputs."),
            vec![dictionary()],
        )
}

pub fn deep(s: &Store, n: Expr, m: Expr) -> Page {
    let inner = s.add(
        [
            indexed(s, "c", &["i"]),
            sum(
                s,
                "j",
                n,
                s.mul([indexed(s, "V", &["i", "j"]), indexed(s, "x", &["j"])].as_slice()),
            ),
        ]
        .as_slice(),
    );
    let nested = s.add(
        [
            s.name("b"),
            sum(
                s,
                "i",
                m,
                s.mul([indexed(s, "w", &["i"]), inner].as_slice()),
            ),
        ]
        .as_slice(),
    );
    let coefficient = sum(
        s,
        "i",
        m,
        s.mul([indexed(s, "w", &["i"]), indexed(s, "V", &["i", "j"])].as_slice()),
    );
    let constant = sum(
        s,
        "i",
        m,
        s.mul([indexed(s, "w", &["i"]), indexed(s, "c", &["i"])].as_slice()),
    );
    let collapsed = s.add(
        [
            s.name("b"),
            constant,
            sum(
                s,
                "j",
                n,
                s.mul([coefficient, indexed(s, "x", &["j"])].as_slice()),
            ),
        ]
        .as_slice(),
    );
    let p = s.name("p");
    Chain::new(s, s.eq(p, s.call("sigmoid", &[nested])))
        .step(
            "collapse-layers",
            s.eq(p, s.call("sigmoid", &[collapsed])),
            "a linear function of a linear function is linear",
            Level::Standard,
        )
        .step(
            "sigmoid-inverse",
            s.eq(s.call("log", &[s.div(p, s.sub(s.int(1), p))]), collapsed),
            "invert the sigmoid",
            Level::Standard,
        )
        .page(
            "Linear hidden layers collapse",
            Text::from("The hidden layer adds nothing."),
            vec![],
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
