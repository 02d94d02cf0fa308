//! Serialised proofs: written, read back with nothing but the text, replayed; and tampered with.
//!
//! What a tampered text proves, if anything, is held against numbers at random points: it must be
//! true, and where the text still claims the old result it must be the old theorem.

mod changes;
mod command;
mod evidence;
mod outputs;
#[path = "../common/points.rs"]
mod points;
mod tampering;

use equiff::catalog;
use equiff::derive::{Derivation, derive};
use equiff::expr::Store;
use equiff::kernel::Theorem;
use equiff::links::Shape;
use equiff::proof;
use equiff::render::{self, Options};
use equiff::{links, parse};
use serde_json::Value;

fn run(store: &Store, text: &str) -> Derivation {
    derive(store, &parse::network(store, text).expect("a network"))
}

/// The output of `derive --to json`.
fn output(store: &Store, derivation: &Derivation) -> Value {
    let format = render::format("json").expect("the format");
    let page = (format.write)(store, &derivation.page, &Options::default());
    serde_json::from_str(&proof::attach(store, &page, derivation)).expect("JSON")
}

/// Networks of every kind: all links and activations, examples, softmax, hidden layers.
fn networks() -> Vec<String> {
    let mut all: Vec<String> = std::fs::read_dir("examples")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "net"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    all.sort();
    let parameter = |name: &str| match name {
        "negative_binomial" => "(1.5)",
        "leaky_relu" | "prelu" | "elu" | "celu" => "(0.1)",
        "threshold" => "(1, 2)",
        _ => "(0.5)",
    };
    for entry in catalog::all() {
        let name = entry.names()[0];
        let plain = format!("inputs x\nactivation {name}\noutput y");
        let given = format!("inputs x\nactivation {name}{}\noutput y", parameter(name));
        let store = Store::new();
        all.extend(
            [plain, given]
                .into_iter()
                .filter(|text| parse::network(&store, text).is_ok()),
        );
    }
    for text in [
        "inputs x[n]\nlayer K softmax weights W bias b\noutput p",
        "inputs x[2]\nlayer 2 softmax\noutput p",
        "inputs x[2]\nlayer 3 softmax\noutput p, q, r",
        "inputs x[n]\nlayer m identity\nlayer K softmax\noutput p",
        "inputs x[2]\nlayer 2 tanh\noutput p, q",
        "inputs x[n]\nlayer 3 probit",
        "inputs x[n]\nlayer 4 identity\nlayer 1 softplus\noutput p",
        "inputs x[n]\nlayer 4 relu\nlayer 1 sigmoid\noutput p",
        "inputs x[n]\nlayer m sigmoid\nlayer r tanh\nlayer 1 softplus\noutput p",
        "inputs x\nactivation power(lambda)",
        "inputs x\nactivation f(z) = z^3 + 2",
        "inputs x\nactivation f(z) = if(z >= 0, z, z/4)",
        "inputs x\nactivation f(z) = (exp(z) - exp(-z))/2",
        "inputs slot1, part3\nactivation sigmoid",
        "p = sigmoid(b + w_1*x_1 + w_2*x_2)",
    ] {
        all.push(text.to_owned());
    }
    all
}

/// The theorem of an accepted output.
fn proved_by(accepted: &proof::Accepted) -> &Theorem {
    accepted.theorem.as_ref().expect("a theorem")
}

fn theorem_text(store: &Store, theorem: &Theorem) -> Vec<String> {
    let mut conditions: Vec<String> = theorem
        .conditions()
        .iter()
        .map(|c| render::plain(store, *c))
        .collect();
    conditions.sort();
    let mut text = vec![
        render::plain(store, theorem.left()),
        render::plain(store, theorem.right()),
    ];
    text.extend(conditions);
    text
}

#[test]
fn a_second_reader_proves_the_same_theorem() {
    let mut proved = 0;
    for text in networks() {
        let store = Store::new();
        let derivation = run(&store, &text);
        let Some(expected) = derivation.replay(&store) else {
            continue;
        };
        let written = output(&store, &derivation).to_string();
        let other = Store::new();
        let value = serde_json::from_str(&written).unwrap();
        let accepted = proof::verify(&other, &value).unwrap_or_else(|e| panic!("{text}: {e:?}"));
        assert!(accepted.compared);
        assert_eq!(
            theorem_text(&other, proved_by(&accepted)),
            theorem_text(&store, &expected.unwrap()),
            "{text}"
        );
        // The proof alone is enough.
        let alone = Store::new();
        let again = proof::verify(&alone, &value["proof"]).unwrap();
        assert_eq!(
            theorem_text(&alone, proved_by(&again)),
            theorem_text(&other, proved_by(&accepted))
        );
        proved += 1;
    }
    let scalar = links::ALL.iter().filter(|link| link.shape == Shape::Scalar);
    assert!(proved >= scalar.count() + 25, "{proved}");
}

/// Deep and wide networks give proofs in proportion to the network.
#[test]
fn proofs_grow_with_the_network_only() {
    let size = |text: &str| {
        let store = Store::new();
        let derivation = run(&store, text);
        let proof = derivation.proof.as_ref().expect("a proof");
        let value = proof::to_json(&store, proof, &derivation.definitions).expect("JSON");
        value.to_string().len()
    };
    let named = |n: usize| {
        let names: Vec<String> = (1..=n).map(|k| format!("x{k}")).collect();
        format!("inputs {}\nactivation sigmoid\noutput p", names.join(", "))
    };
    let units = |n: usize| {
        let names: Vec<String> = (1..=n).map(|k| format!("p{k}")).collect();
        format!("inputs x\nlayer {n} tanh\noutput {}", names.join(", "))
    };
    for (kind, small, large) in [
        ("inputs", size(&named(100)), size(&named(400))),
        ("units", size(&units(10)), size(&units(40))),
    ] {
        assert!(large < 5 * small, "{kind}: {small} and {large} bytes");
    }
}
