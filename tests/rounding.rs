//! Numbers with fewer digits: what a page says of the errors is true at random points.

mod common;

use std::collections::HashMap;

use common::random;
use equiff::derive::digits::of_network;
use equiff::derive::{Derivation, derive};
use equiff::eval::f64_value;
use equiff::expr::{Expr, Store};
use equiff::links::{self, Shape};
use equiff::network::Network;
use equiff::parse;
use equiff::render::page::{Block, Piece};

/// The network's equations, one an output.
fn outputs(store: &Store, found: &Derivation) -> Vec<(Expr, Expr)> {
    let equations = store.conjuncts(found.page.network);
    equations.iter().filter_map(|e| store.sides(*e)).collect()
}

/// What is said, and what was found at some points.
struct Seen {
    /// The sentence on the output.
    said: String,
    /// The largest error as a part of what is allowed; `None` if nothing is.
    part: Option<f64>,
}

/// Rounds the numbers of a network, and looks at its outputs at points within `reach` of 0.
fn look(text: &str, digits: u32, reach: f64) -> Seen {
    let store = Store::new();
    let network: Network = parse::network(&store, text).expect("a network");
    let (rounded, rounding) = of_network(&store, &network, digits).expect("rounded");
    let (given, shown) = (derive(&store, &network), derive(&store, &rounded));
    let Some(Block::Paragraph(sentence)) = rounding.block(&store, &shown) else {
        panic!("nothing is said of {text}");
    };
    let math: Vec<Expr> = sentence
        .0
        .iter()
        .filter_map(|piece| match piece {
            Piece::Math(formula) => Some(*formula),
            _ => None,
        })
        .collect();
    let words = sentence.0.iter().filter_map(|piece| match piece {
        Piece::Words(words) => Some(words.as_str()),
        _ => None,
    });
    let said = words.collect::<String>();
    let factor = math.last().copied().filter(|_| said.contains("factor"));
    let mut state = 0x9e37_79b9_7f4a_7c15;
    let mut part: Option<f64> = None;
    for _ in 0..400 {
        let mut values: HashMap<Expr, f64> = HashMap::new();
        for name in ["x_1", "x_2"] {
            values.insert(
                parse::variable(&store, name),
                reach * (2.0 * random(&mut state) - 1.0),
            );
        }
        let pairs = outputs(&store, &given)
            .into_iter()
            .zip(outputs(&store, &shown));
        for ((output, before), (_, after)) in pairs {
            let value = |term: Expr| f64_value(&store, term, &values);
            let (before, after) = (value(before), value(after));
            let (error, allowed) = match factor {
                Some(factor) => {
                    // The quantity in the mean, or the mean itself.
                    let quantity = |mean: f64| match math.as_slice() {
                        [_, quantity, _] => {
                            let mut values = values.clone();
                            values.insert(output, mean);
                            f64_value(&store, *quantity, &values)
                        }
                        _ => mean,
                    };
                    let ratio = (quantity(before) / quantity(after)).ln();
                    (ratio.abs(), value(store.args(factor)[0]))
                }
                None => match math.as_slice() {
                    [_, off, ..] => ((before - after).abs(), value(*off)),
                    _ => continue,
                },
            };
            if error.is_finite() {
                assert!(error <= allowed + 1e-12, "{text}: {error} > {allowed}");
                part = Some(part.unwrap_or(0.0).max(error / allowed));
            }
        }
    }
    Seen { said, part }
}

#[test]
fn outputs_differ_by_no_more_than_is_said() {
    for link in links::ALL.iter().filter(|l| l.shape == Shape::Scalar) {
        let value = |p: &links::Parameter| (p.default.unwrap_or("2").to_owned(), p.name);
        let parameters = link.parameters.iter().map(value);
        let list: Vec<String> = parameters.map(|(v, name)| format!("{name}={v}")).collect();
        let call = match list.as_slice() {
            [] => link.names[0].to_owned(),
            list => format!("{}({})", link.names[0], list.join(", ")),
        };
        let text =
            format!("inputs x_1, x_2\nweights 0.8347, -1.2496\nbias 0.3549\nactivation {call}");
        for digits in [1, 2, 3] {
            let seen = look(&text, digits, 3.0);
            let bounded = seen.said.contains("output differs by at most");
            assert_eq!(
                bounded,
                link.slope.is_some(),
                "{}: {}",
                link.name,
                seen.said
            );
            if let Some(part) = seen.part {
                assert!(part > 0.01, "{}: {part} of the bound is reached", link.name);
            } else {
                assert!(
                    seen.said.contains("no such bound is known"),
                    "{}",
                    seen.said
                );
            }
        }
    }
}

#[test]
fn layers_and_classes_too() {
    let deep = "inputs x_1, x_2\n\
                layer 2 linear weights 0.1234, -0.4567; 0.7891, 1.2345 bias 0.5678, -0.2512\n\
                layer 1 identity weights 0.7771, -0.3219 bias 0.1005";
    let seen = look(deep, 2, 50.0);
    assert!(seen.part.expect("a bound") > 0.9, "{:?}", seen.part);
    let classes = "inputs x_1, x_2\n\
                   layer 3 softmax weights 0.1234, -0.4567; 0.7891, 1.2345; -0.3219, 0.2512 \
                   bias 0.5678, -0.2512, 0";
    let seen = look(classes, 1, 5.0);
    assert!(
        seen.said
            .contains("half of the largest error of a predictor")
    );
    assert!(seen.part.expect("a bound") > 0.1, "{:?}", seen.part);
    for (refused, why) in [
        (
            "layer 2 tanh weights 0.1, 0.2; 0.3, 0.4\nlayer 1 sigmoid weights 0.12, 0.34",
            "linear layers",
        ),
        (
            "layer 2 linear weights V\nlayer 1 sigmoid weights 0.12, 0.34",
            "numbers",
        ),
    ] {
        let store = Store::new();
        let text = format!("inputs x_1, x_2\n{refused}");
        let network = parse::network(&store, &text).expect("a network");
        match of_network(&store, &network, 1) {
            Err(said) => assert!(said.contains(why), "{said}"),
            Ok(_) => panic!("{refused} is rounded"),
        }
    }
}
