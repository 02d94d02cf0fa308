//! Pages of layers: softmax, linear hidden layers.

use equiff::expr::{Expr, Head, Store};
use equiff::render::page::{Level, Page, Text};

use super::{Chain, dictionary};

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
