//! Whole derivations: verdicts, replay, tampering, numbers, and snapshots of the pages.
use std::collections::HashMap;

use equiff::derive::form::{Form, Logit, Side};
use equiff::derive::proof::Move;
use equiff::derive::{Derivation, derive, derive_in};
use equiff::eval::f64_value;
use equiff::expr::{Expr, Head, Store};
use equiff::render::page::Verdict;
use equiff::render::{self, Options};
use equiff::{links, parse};

fn run(store: &Store, text: &str) -> Derivation {
    derive(store, &parse::network(store, text).expect("a network"))
}

fn examples() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = std::fs::read_dir("examples")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "net"))
        .map(|path| {
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            (stem, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    all.sort();
    assert!(all.len() >= 6);
    all
}

#[test]
fn verdicts() {
    for (text, verdict) in [
        (
            "inputs x[n]\nactivation probit\noutput p",
            Verdict::Equivalent,
        ),
        (
            "inputs x[3]\nlayer 16 softmax weights W bias b\noutput p",
            Verdict::Equivalent,
        ),
        (
            "inputs x[n]\nlayer K softmax weights W bias b\noutput p",
            Verdict::Equivalent,
        ),
        ("inputs x\nactivation softplus", Verdict::Equivalent),
        (
            "inputs x\nactivation negative_binomial(1.5)",
            Verdict::Equivalent,
        ),
        ("inputs x\nactivation leaky_relu(0.1)", Verdict::Equivalent),
        ("inputs x\nactivation cauchit", Verdict::Conditional),
        ("inputs x\nactivation power(0.5)", Verdict::Conditional),
        ("inputs x\nactivation inverse_squared", Verdict::Conditional),
        (
            "inputs x\nactivation f(z) = exp(z)/(1 + exp(z))",
            Verdict::Equivalent,
        ),
        (
            "inputs x\nactivation f(z) = (exp(z) - exp(-z))/2",
            Verdict::Equivalent,
        ),
        ("inputs x\nactivation f(z) = z^3", Verdict::Equivalent),
        ("inputs x\nactivation f(z) = z^3 - z", Verdict::NotAGlm),
        ("inputs x\nactivation f(z) = 7", Verdict::NotAGlm),
        // One-to-one only where predictors are restricted, which the link of this name does.
        ("inputs x\nactivation f(z) = z^2", Verdict::NotAGlm),
        ("inputs x\nactivation gaussian", Verdict::NotAGlm),
        ("inputs x\nactivation sqrt", Verdict::Conditional),
        // One-to-one, but without an inverse in closed form.
        ("inputs x\nactivation f(z) = z^3 + z", Verdict::Unknown),
        ("inputs x\nactivation f(z) = z + exp(z)", Verdict::Unknown),
        ("inputs x\nactivation tanh_shrink", Verdict::Unknown),
        (
            "inputs x, y\nlayer 2 relu weights 1, 2; 3, 4 bias 0.5, 1\nlayer 1 sigmoid weights 1, -1\noutput p",
            Verdict::NotAGlm,
        ),
        (
            "inputs x[5]\nlayer 3 tanh\nlayer 4 softmax\noutput p",
            Verdict::NotAGlm,
        ),
        // A hidden layer that only ever passes on: nothing is claimed of the inputs.
        (
            "inputs x\nlayer 1 relu weights 0\nlayer 1 sigmoid weights 1",
            Verdict::Unknown,
        ),
        ("inputs x\nactivation relu", Verdict::NotAGlm),
        ("inputs x\nactivation gelu", Verdict::NotAGlm),
        ("inputs x\nactivation sin", Verdict::NotAGlm),
        (
            "inputs x[n]\nlayer 4 relu\nlayer 1 sigmoid\noutput p",
            Verdict::NotAGlm,
        ),
        ("p = sigmoid(b + w_1*x_1 + w_2*x_2)", Verdict::Equivalent),
    ] {
        let store = Store::new();
        let derivation = run(&store, text);
        assert_eq!(derivation.page.verdict, verdict, "{text}");
        if let Some(replayed) = derivation.replay(&store) {
            replayed.unwrap_or_else(|error| panic!("{text}: {error:?}"));
        }
    }
}

#[test]
fn functions_of_an_equation_are_what_formulas_call_them() {
    // As an activation, `log` is the inverse of the link of this name; in a formula it is not.
    for text in [
        "y = log(x)",
        "y = sqrt(1 + x)",
        "p = logit(x)",
        "p = sigmoid(2*x)",
        "y = exp(x)",
        "y = asinh(x)",
        "y = Phi(x)",
        "y = Phi_inv(x)",
    ] {
        let store = Store::new();
        let page = run(&store, text).page;
        assert_eq!(render::plain(&store, page.network), text);
        assert_eq!(page.result.len(), 1, "{text}");
    }
    for (text, written) in [
        ("activation log", "y = exp(b + w*x)"),
        ("activation sqrt", "y = (b + w*x)^2"),
        ("activation probit", "y = Phi(b + w*x)"),
    ] {
        let store = Store::new();
        let page = run(&store, &format!("inputs x\n{text}")).page;
        assert_eq!(render::plain(&store, page.network), written);
    }
}

#[test]
fn nested_calls_are_answered() {
    let mut text = String::from("x");
    for _ in 0..10_000 {
        text = format!("tanh({text})");
    }
    let store = Store::new();
    let page = run(&store, &format!("y = {text}")).page;
    assert_eq!(page.verdict, Verdict::Unknown);
    let store = Store::new();
    let page = run(&store, "y = sigmoid(sigmoid(sigmoid(sigmoid(x))))").page;
    assert_eq!(page.verdict, Verdict::Equivalent);
    assert_eq!(
        render::plain(&store, page.result[0]),
        "logit(logit(logit(log(y/(1 - y))))) = x"
    );
}

#[test]
fn the_seed_is_logistic_regression() {
    let store = Store::new();
    let text = std::fs::read_to_string("examples/logistic.net").unwrap();
    let derivation = run(&store, &text);
    let result = render::plain(&store, derivation.page.result[0]);
    assert_eq!(
        result,
        "log(p/(1 - p)) = b + omega_blue*x_blue + omega_red*x_red + omega_purple*x_purple \
         + omega_grey*x_grey"
    );
}

/// The result at a point on the network's equation, and at one beside it.
#[test]
fn results_agree_with_numbers() {
    let mut random = fastrand::Rng::with_seed(7);
    for name in [
        "sigmoid",
        "exp",
        "probit",
        "cloglog",
        "loglog",
        "softplus",
        "tanh",
        "softsign",
        "sinh",
        "asinh",
        "arctan",
        "elu",
        "celu",
        "selu",
        "leaky_relu",
        "log_sigmoid",
        "squareplus",
        "logc",
        "identity",
        "inverse",
        "cauchit",
        "aranda_ordaz(0.5)",
        "negative_binomial(1.5)",
    ] {
        let store = Store::new();
        let derivation = run(&store, &format!("inputs x\nactivation {name}\noutput y"));
        let side = |formula: Expr| store.sides(formula).unwrap();
        let (_, network) = side(derivation.page.network);
        let (left, right) = side(derivation.page.result[0]);
        for _ in 0..40 {
            let mut at: HashMap<Expr, f64> = HashMap::new();
            for variable in ["x", "w", "b"] {
                at.insert(store.name(variable), random.f64() * 2.0 - 1.5);
            }
            let y = f64_value(&store, network, &at);
            at.insert(store.name("y"), y);
            let (l, r) = (f64_value(&store, left, &at), f64_value(&store, right, &at));
            assert!(
                (l - r).abs() <= 1e-6 * (1.0 + r.abs()),
                "{name}: {l} against {r}"
            );
            at.insert(store.name("y"), y * 0.9 + 0.01);
            let off = f64_value(&store, left, &at);
            assert!(
                off.is_nan() || (off - r).abs() > 1e-9,
                "{name}: true off the network"
            );
        }
    }
}

/// A changed formula, rule or binding is rejected.
#[test]
fn tampered_derivations_are_rejected() {
    let mut random = fastrand::Rng::with_seed(11);
    let mut tried = 0;
    for (name, text) in examples() {
        let store = Store::new();
        let derivation = run(&store, &text);
        let Some(original) = derivation.proof.clone() else {
            continue;
        };
        let expected = derivation.replay(&store).unwrap().unwrap();
        let strange = store.name("tampered");
        for _ in 0..200 {
            let mut proof = original.clone();
            let at = random.usize(..proof.moves.len());
            let step = match &mut proof.moves[at] {
                Move::Step(step) => step,
                Move::Lemma { proof, .. } => {
                    let at = random.usize(..proof.moves.len());
                    match &mut proof.moves[at] {
                        Move::Step(step) => step,
                        Move::Lemma { .. } => continue,
                    }
                }
            };
            match random.u8(..2) {
                0 => {
                    let terms = store.subterms(step.after);
                    let victim = terms[random.usize(..terms.len())];
                    if store.head(victim).is_formula() {
                        continue;
                    }
                    let new = store.add([victim, strange].as_slice());
                    let Some(path) = path_to(&store, step.after, victim) else {
                        continue;
                    };
                    let Some(changed) = store.replace_at(step.after, &path, new) else {
                        continue;
                    };
                    step.after = changed;
                }
                _ => step.rule = format!("{}-tampered", step.rule),
            }
            tried += 1;
            let changed = Derivation {
                proof: Some(proof),
                ..run(&store, &text)
            };
            let accepted = changed.replay(&store).unwrap();
            assert!(
                accepted.is_err() || accepted.as_ref() == Ok(&expected),
                "{name}: accepted"
            );
        }
    }
    assert!(tried > 500, "{tried}");
}

fn path_to(store: &Store, root: Expr, part: Expr) -> Option<Vec<u32>> {
    equiff::derive::inversion::position(store, root, |e| e == part)
}

#[test]
fn pages() {
    for (name, text) in examples() {
        for format in render::ALL {
            let store = Store::new();
            let derivation = run(&store, &text);
            let options = Options {
                width: Some(80),
                ..Options::default()
            };
            let output = (format.write)(&store, &derivation.page, &options);
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(format!("../snapshots/{}", format.name));
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.bind(|| insta::assert_snapshot!(name.clone(), output));
        }
    }
}

/// Each form of a result is proved, and says the same of numbers.
#[test]
fn results_have_the_form_that_is_wanted() {
    let sides = [Side::Link, Side::Mean, Side::Both];
    let logits = [Logit::Fraction, Logit::Function];
    let mut texts: Vec<String> = links::ALL
        .iter()
        .filter(|link| link.parameters.is_empty())
        .map(|link| {
            format!(
                "inputs x[2]\nactivation {}\noutput y",
                link.name.replace(' ', "_")
            )
        })
        .collect();
    texts.extend(examples().into_iter().map(|(_, text)| text));
    texts.push("inputs x[n]\nlayer 3 sigmoid\noutput y".into());
    texts.push("inputs x\nlayer 2 logit weights 1; -2 bias 0.5, 3\noutput y, z".into());
    let mut means = 0;
    for (text, side) in texts.iter().flat_map(|text| sides.map(|side| (text, side))) {
        for logit in logits {
            let store = Store::new();
            let Ok(network) = parse::network(&store, text) else {
                continue;
            };
            let form = Form { side, logit };
            let found = derive_in(&store, &network, form);
            let Some(theorem) = found.replay(&store) else {
                continue;
            };
            let theorem = theorem.expect("every step is accepted");
            let result = store.conjuncts(theorem.right());
            assert_eq!(result, found.page.result, "{text}");
            let usual = derive(&store, &network);
            assert_eq!(found.page.conditions, usual.page.conditions, "{text}");
            let softmax = found.model.as_ref().is_some_and(|model| model.softmax);
            if found.page.verdict == Verdict::NotAGlm || softmax {
                continue;
            }
            let count = usual.page.result.len();
            let last = |derivation: &Derivation| *derivation.page.result.last().expect("one");
            let alone = |formula: Expr| {
                let equation = match store.args(formula) {
                    [.., body] if *store.head(formula) == Head::Each => *body,
                    _ => formula,
                };
                let (left, _) = store.sides(equation).expect("an equation");
                matches!(store.head(left), Head::Name(_) | Head::Entry)
            };
            match side {
                Side::Link => assert_eq!(found.page.result.len(), count),
                Side::Mean => assert_eq!(found.page.result.len(), count),
                Side::Both => assert_eq!(found.page.result.len(), 2 * count),
            }
            if side != Side::Link {
                means += 1;
                assert!(alone(last(&found)), "{text}");
            }
            let named = render::plain(&store, theorem.right()).contains("logit(");
            let is_logit = found.model.as_ref().and_then(|model| model.link);
            let is_logit = is_logit.is_some_and(|link| link.name == "logit");
            let wanted = is_logit && logit == Logit::Function && side != Side::Mean;
            assert_eq!(named, wanted, "{text}");
        }
    }
    assert!(means > 80, "{means}");
}
