//! The model in Greek letters: what each letter stands for makes it the result again, at random
//! points.

mod common;

use std::collections::HashMap;

use common::random;
use equiff::derive::derive;
use equiff::eval::f64_value;
use equiff::expr::{Binding, Expr, Head, Store};
use equiff::parse;
use equiff::render::page::{Block, Piece};
use equiff::statistics::greek;

/// Formulas for every value of their indices, with 4 for sizes that are symbols.
fn unrolled(store: &Store, formulas: &[Expr]) -> Vec<Expr> {
    let four: Binding = ["n", "K"]
        .into_iter()
        .map(|size| (store.name(size), store.int(4)))
        .collect();
    let mut open: Vec<Expr> = formulas
        .iter()
        .map(|f| store.substitute(*f, &four))
        .collect();
    let mut closed = Vec::new();
    while let Some(formula) = open.pop() {
        let (Head::Each, [index, from, to, body]) = (store.head(formula), store.args(formula))
        else {
            closed.push(formula);
            continue;
        };
        let end = |e: Expr| f64_value::<std::hash::RandomState>(store, e, &HashMap::new()) as i64;
        for value in end(*from)..=end(*to) {
            let at: Binding = [(*index, store.int(value))].into_iter().collect();
            open.push(store.substitute(*body, &at));
        }
    }
    closed
}

#[test]
fn letters_stand_for_what_the_result_has() {
    for (text, letters) in [
        (
            "inputs x_blue, x_red\nweights omega_blue, omega_red\nbias b\nactivation sigmoid",
            3,
        ),
        (
            "inputs age, dose\nweights 0.8, -1.25\nbias 0.5\nactivation sigmoid",
            3,
        ),
        (
            "inputs age, dose\nweights 0.8, -1.25\nbias none\nactivation exp",
            2,
        ),
        ("inputs x[3]\nactivation identity", 4),
        ("inputs x[n]\nactivation probit", 5),
        (
            "inputs x[3]\nlayer 4 linear weights V bias c\nlayer 1 sigmoid weights w bias b",
            4,
        ),
        ("inputs x[5]\nlayer 3 softmax", 12),
        ("inputs x[n]\nlayer K softmax", 15),
        (
            "inputs x, z\nlayer 2 softmax weights 1.5, -2; 0.25, 1 bias 1, 2",
            3,
        ),
        ("p = sigmoid(c + w_1*x_1 + w_2*x_2)", 3),
    ] {
        let store = Store::new();
        let network = parse::description(&store, text).expect("a description");
        let equiff::network::Description::Network(network) = network else {
            panic!("{text} is no network");
        };
        let found = derive(&store, &network);
        let blocks = greek::section(&store, &found).expect(text);
        let mut formulas: Vec<Expr> = Vec::new();
        for block in &blocks {
            match block {
                Block::Formulas(more) => formulas.extend(more),
                Block::Paragraph(words) => {
                    formulas.extend(words.0.iter().filter_map(|p| match p {
                        Piece::Math(formula) => Some(*formula),
                        _ => None,
                    }))
                }
                _ => {}
            }
        }
        let is_letter = |e: Expr| {
            *store.head(e) == Head::Entry && store.name_text(store.args(e)[0]) == Some("beta")
        };
        let (meanings, models): (Vec<Expr>, Vec<Expr>) = unrolled(&store, &formulas)
            .into_iter()
            .partition(|f| store.sides(*f).is_some_and(|(left, _)| is_letter(left)));
        assert_eq!(meanings.len(), letters, "{text}");
        let mut results: HashMap<Expr, Expr> = HashMap::new();
        for result in unrolled(&store, &found.page.result) {
            results.extend(
                unrolled(&store, &store.conjuncts(result))
                    .iter()
                    .filter_map(|f| store.sides(*f)),
            );
        }
        let mut values: HashMap<Expr, f64> = HashMap::new();
        let mut state = 0x1234_5678_9abc_def1;
        for (_, right) in results.values().map(|right| ((), *right)).chain(
            meanings
                .iter()
                .filter_map(|m| store.sides(*m))
                .map(|(_, right)| ((), right)),
        ) {
            for term in store.subterms(right) {
                let entry = *store.head(term) == Head::Entry
                    && store.args(term)[1..]
                        .iter()
                        .all(|at| store.small_integer(*at).is_some());
                if entry || matches!(store.head(term), Head::Name(_)) {
                    values
                        .entry(term)
                        .or_insert_with(|| 1.0 + random(&mut state));
                }
            }
        }
        // Entries under a sum, whose indices are numbers only when it is evaluated.
        for base in ["x", "w", "W", "b", "c", "V"] {
            for j in 1..=16 {
                let entry = store.entry(store.name(base), &[store.int(j)]);
                values
                    .entry(entry)
                    .or_insert_with(|| 1.0 + random(&mut state));
                for k in 1..=16 {
                    let entry = store.entry(store.name(base), &[store.int(j), store.int(k)]);
                    values
                        .entry(entry)
                        .or_insert_with(|| 1.0 + random(&mut state));
                }
            }
        }
        for meaning in &meanings {
            let (letter, value) = store.sides(*meaning).expect("an equation");
            let value = f64_value(&store, value, &values);
            values.insert(letter, value);
        }
        assert!(!models.is_empty(), "{text}");
        for model in models {
            let (left, right) = store.sides(model).expect("an equation");
            let result = results.get(&left).expect("the same left side");
            let (new, old) = (
                f64_value(&store, right, &values),
                f64_value(&store, *result, &values),
            );
            assert!(
                (new - old).abs() < 1e-9 * old.abs(),
                "{text}: {new} is not {old}"
            );
        }
    }
}

#[test]
fn other_letters_where_they_are_taken() {
    let store = Store::new();
    let text = "inputs beta, x\nactivation sigmoid";
    let network = parse::network(&store, text).expect("a network");
    let blocks = greek::section(&store, &derive(&store, &network)).expect("a section");
    let Some(Block::Formulas(formulas)) = blocks.get(2) else {
        panic!("no formula");
    };
    assert_eq!(
        equiff::render::plain(&store, formulas[0]),
        "log(y/(1 - y)) = gamma_0 + gamma_1*beta + gamma_2*x"
    );
    // No predictor, no letters.
    let network = parse::network(&store, "inputs x\nactivation relu").expect("a network");
    assert!(greek::section(&store, &derive(&store, &network)).is_none());
}
