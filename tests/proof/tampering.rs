//! Thousands of tampered texts: what they prove, if anything, is held against numbers.

use std::collections::{BTreeMap, HashSet};

use equiff::expr::{Expr, Store};
use equiff::kernel::Theorem;
use equiff::{parse, proof};
use serde_json::Value;

use super::changes::{tamper, tamper_claim};
use super::{networks, output, points, proved_by, run, theorem_text};

/// The document's theorem as a statement about numbers.
fn statement(store: &Store, accepted: &proof::Accepted) -> points::Statement {
    let definitions: Vec<(Expr, Expr)> = accepted
        .definitions
        .iter()
        .map(|d| (d.left, d.body))
        .collect();
    let put = |e: Expr| points::unfold(store, e, &definitions);
    points::Statement {
        conditions: proved_by(accepted)
            .conditions()
            .iter()
            .map(|c| put(*c))
            .collect(),
        left: put(proved_by(accepted).left()),
        right: put(proved_by(accepted).right()),
    }
}

/// The claims of an output as a statement about numbers.
fn claimed(store: &Store, output: &Value, accepted: &proof::Accepted) -> points::Statement {
    let formula = |value: &Value| parse::formula(store, value.as_str().unwrap()).unwrap();
    let list = |value: &Value| -> Vec<Expr> {
        value
            .as_array()
            .map_or_else(Vec::new, |all| all.iter().map(formula).collect())
    };
    let definitions: Vec<(Expr, Expr)> = accepted
        .definitions
        .iter()
        .map(|d| (d.left, d.body))
        .collect();
    let put = |e: Expr| points::unfold(store, e, &definitions);
    points::Statement {
        conditions: list(&output["conditions"]).into_iter().map(put).collect(),
        left: put(formula(&output["network"]["plain"])),
        right: store.and(list(&output["result"]["plain"]).into_iter().map(put)),
    }
}

/// Whether two theorems differ only in how their formulas are arranged.
fn same_but_arranged(store: &Store, a: &Theorem, b: &Theorem) -> bool {
    let arranger = equiff::kernel::arrange::Arranger::default();
    let forms = |theorem: &Theorem| {
        let mut all: Vec<Expr> = theorem
            .conditions()
            .iter()
            .map(|c| arranger.arranged(store, *c))
            .collect();
        all.sort_unstable();
        all.extend([theorem.left(), theorem.right()].map(|e| arranger.arranged(store, e)));
        all
    };
    forms(a) == forms(b)
}

/// Whether a theorem is the other one under more conditions.
fn is_weaker(store: &Store, a: &Theorem, b: &Theorem) -> bool {
    let arranger = equiff::kernel::arrange::Arranger::default();
    let form = |e: Expr| arranger.arranged(store, e);
    let conditions = |t: &Theorem| {
        t.conditions()
            .iter()
            .map(|c| form(*c))
            .collect::<HashSet<_>>()
    };
    form(a.left()) == form(b.left())
        && form(a.right()) == form(b.right())
        && conditions(a).is_superset(&conditions(b))
}

/// Thousands of tamperings: each is rejected, or what is proved is true.
#[test]
fn tampered_texts_prove_nothing_false() {
    fastrand::seed(5);
    let mut random = fastrand::Rng::with_seed(5);
    let per_network: usize = match std::env::var("EQUIFF_TAMPERINGS") {
        Ok(text) => text.parse().expect("a number"),
        Err(_) => 60,
    };
    let mut figures: BTreeMap<&str, [usize; 5]> = BTreeMap::new();
    let (mut undecided, mut tried) = (Vec::new(), 0);
    for text in networks() {
        let store = Store::new();
        let derivation = run(&store, &text);
        if derivation.proof.is_none() {
            continue;
        }
        let original = output(&store, &derivation);
        let first = proof::verify(&store, &original).expect("the original");
        let expected = theorem_text(&store, proved_by(&first));
        let hidden = !first.features.is_empty()
            || original["result"]["plain"].as_array().unwrap().len()
                > store.conjuncts(proved_by(&first).right()).len();
        let mut checked: HashSet<String> = HashSet::new();
        for _ in 0..per_network {
            let mut changed = original.clone();
            let claim = random.u8(..6) == 0;
            let kind = if claim {
                tamper_claim(&mut changed, &mut random)
            } else {
                tamper(&mut changed["proof"], &mut random)
            };
            let Some(kind) = kind.filter(|_| changed != original) else {
                continue;
            };
            tried += 1;
            let [rejected, same, weaker, other, beside] = figures.entry(kind).or_default();
            let place = || format!("{kind} of {text}\n{}", changed["proof"]);
            let store = Store::new();
            match proof::verify(&store, &changed) {
                Err(_) => *rejected += 1,
                Ok(accepted) if claim => {
                    // Another arrangement of the same claim, or what stands beside the theorem.
                    *beside += 1;
                    let claims = changed["network"].to_string() + &changed["result"].to_string();
                    if !hidden && checked.insert(claims) {
                        let tally = points::examine(
                            &store,
                            &claimed(&store, &changed, &accepted),
                            &mut random,
                            25,
                        );
                        assert!(tally.counterexample.is_none(), "{tally:?}: {}", place());
                    }
                    assert_eq!(theorem_text(&store, proved_by(&accepted)), expected);
                    continue;
                }
                Ok(accepted) => {
                    // With the old claims only the old theorem passes.
                    let new = theorem_text(&store, proved_by(&accepted));
                    if checked.insert(accepted.report(&store)) {
                        let statement = statement(&store, &accepted);
                        let tally = points::examine(&store, &statement, &mut random, 25);
                        assert!(tally.counterexample.is_none(), "{tally:?}: {}", place());
                    }
                    let again = proof::verify(&store, &original).expect("the original");
                    assert!(
                        new == expected
                            || same_but_arranged(&store, proved_by(&accepted), proved_by(&again)),
                        "{}",
                        place()
                    );
                    *same += 1;
                    continue;
                }
            }
            // Rejected with its claims; alone it may prove another theorem, which must be true.
            let store = Store::new();
            let Ok(accepted) = proof::verify(&store, &changed["proof"]) else {
                continue;
            };
            if claim {
                continue;
            }
            let again = proof::verify(&store, &original).expect("the original");
            if is_weaker(&store, proved_by(&accepted), proved_by(&again)) {
                *weaker += 1;
                continue;
            }
            *other += 1;
            if !checked.insert(accepted.report(&store)) {
                continue;
            }
            let statement = statement(&store, &accepted);
            let tally = points::examine(&store, &statement, &mut random, 25);
            assert!(
                tally.counterexample.is_none(),
                "{}: {:?}: {}",
                accepted.report(&store),
                tally.counterexample,
                place()
            );
            if tally.decided + tally.on == 0 {
                undecided.push(accepted.report(&store));
            }
        }
    }
    println!(
        "{tried} tamperings: kind, rejected, same theorem, alone: weaker and other theorem, claim"
    );
    for (kind, counts) in &figures {
        println!("{kind:20} {counts:?}");
    }
    println!(
        "{} theorems without a decided point: {undecided:#?}",
        undecided.len()
    );
    assert!(tried > 3000, "{tried}");
}
