//! Serialised proofs: written, read back with nothing but the text, replayed; and tampered with.
//!
//! What a tampered text proves, if anything, is held against numbers at random points: it must be
//! true, and where the text still claims the old result it must be the old theorem.

use std::collections::{BTreeMap, HashSet};

use equiff::catalog;
use equiff::derive::{Derivation, derive};
use equiff::expr::{Expr, Head, Store};
use equiff::kernel::Theorem;
use equiff::links::Shape;
use equiff::proof;
use equiff::render::{self, Options};
use equiff::{links, parse};
use serde_json::{Value, json};

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
            theorem_text(&other, &accepted.theorem),
            theorem_text(&store, &expected.unwrap()),
            "{text}"
        );
        // The proof alone is enough.
        let alone = Store::new();
        let again = proof::verify(&alone, &value["proof"]).unwrap();
        assert_eq!(
            theorem_text(&alone, &again.theorem),
            theorem_text(&other, &accepted.theorem)
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

#[path = "common/points.rs"]
mod points;

/// The document's theorem as a statement about numbers.
fn statement(store: &Store, accepted: &proof::Accepted) -> points::Statement {
    let definitions: Vec<(Expr, Expr)> = accepted
        .definitions
        .iter()
        .map(|d| (d.left, d.body))
        .collect();
    let put = |e: Expr| points::unfold(store, e, &definitions);
    points::Statement {
        conditions: accepted
            .theorem
            .conditions()
            .iter()
            .map(|c| put(*c))
            .collect(),
        left: put(accepted.theorem.left()),
        right: put(accepted.theorem.right()),
    }
}

/// One random change of a formula, printed.
fn changed_formula(text: &str, random: &mut fastrand::Rng) -> Option<String> {
    let store = Store::new();
    let root = parse::formula(&store, text).ok()?;
    let parts = store.subterms(root);
    let victim = parts[random.usize(..parts.len())];
    let names: Vec<Expr> = parts
        .iter()
        .copied()
        .filter(|e| matches!(store.head(*e), Head::Name(_)))
        .collect();
    let args = store.args(victim).to_vec();
    let pick = |random: &mut fastrand::Rng, all: &[&str]| all[random.usize(..all.len())].to_owned();
    let new = match store.head(victim) {
        Head::Number(_) => match random.u8(..4) {
            0 => store.neg(victim),
            1 => store.int(0),
            2 => store.div(store.int(1), store.add([victim, store.int(1)].as_slice())),
            _ => store.add([victim, store.int(1)].as_slice()),
        },
        Head::Name(_) => match random.u8(..3) {
            0 => names[random.usize(..names.len())],
            1 => store.name("strange"),
            _ => store.neg(victim),
        },
        Head::Add => match random.u8(..3) {
            0 => store.add(&args[1..]),
            1 => store.sub(args[0], store.add(&args[1..])),
            _ => store.mul(args.as_slice()),
        },
        Head::Mul => match random.u8(..3) {
            0 => store.mul(&args[1..]),
            1 => store.div(args[0], store.mul(&args[1..])),
            _ => store.add(args.as_slice()),
        },
        Head::Neg => args[0],
        Head::Div | Head::Pow => match random.u8(..3) {
            0 => store.make(store.head(victim).clone(), [args[1], args[0]].as_slice()),
            1 => store.mul(args.as_slice()),
            _ => args[random.usize(..2)],
        },
        Head::Call(f) if f.arity == (1, 1) => {
            let other = pick(
                random,
                &["exp", "log", "sqrt", "tanh", "sigmoid", "abs", "Phi"],
            );
            match random.bool() {
                true => args[0],
                false => store.call(&other, &args),
            }
        }
        Head::Relation(relation) => {
            use equiff::expr::Relation::*;
            let all = [Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual];
            let other = all[random.usize(..all.len())];
            match random.u8(..3) {
                0 => store.relate(*relation, args[1], args[0]),
                1 => store.relate(relation.negated(), args[0], args[1]),
                _ => store.relate(other, args[0], args[1]),
            }
        }
        Head::And => match random.bool() {
            true => store.and(args[1..].to_vec()),
            false => store.make(Head::Or, args.as_slice()),
        },
        Head::Sum | Head::Each | Head::Product => {
            let mut args = args;
            let at = random.usize(1..3);
            args[at] = store.add([args[at], store.int(random.i64(-1..2))].as_slice());
            store.make(store.head(victim).clone(), args.as_slice())
        }
        Head::Piecewise => {
            let mut args = args;
            args.swap(1, random.usize(1..3));
            store.make(Head::Piecewise, args.as_slice())
        }
        _ => return None,
    };
    if store.head(new).is_formula() != store.head(victim).is_formula() {
        return None;
    }
    let root = store.fold(root, |expr, node, args: &[Expr]| match expr == victim {
        true => new,
        false => store.with_args(&node.head, args),
    });
    let changed = render::plain(&store, root);
    (changed != text).then_some(changed)
}

/// The proofs inside a proof, the outer one among them.
fn proofs(value: &mut Value) -> Vec<&mut Value> {
    // Depth is two: lemmas have no lemmas here.
    let has = |v: &Value| {
        v["moves"]
            .as_array()
            .is_some_and(|m| m.iter().any(|m| m.get("proof").is_some()))
    };
    if has(value) && fastrand::bool() {
        let moves = value["moves"].as_array_mut().unwrap();
        return moves
            .iter_mut()
            .filter_map(|m| m.get_mut("proof"))
            .collect();
    }
    vec![value]
}

/// Changes a proof somewhere; `None` if the chosen change does not apply.
fn tamper(proof: &mut Value, random: &mut fastrand::Rng) -> Option<&'static str> {
    let count = proof["formulas"].as_array()?.len();
    if random.u8(..10) < 4 {
        let at = random.usize(..count);
        let text = proof["formulas"][at].as_str()?.to_owned();
        proof["formulas"][at] = json!(changed_formula(&text, random)?);
        return Some("formula");
    }
    if random.u8(..12) == 0 {
        let definitions = proof["definitions"].as_array_mut()?;
        let one = definitions.get_mut(0)?;
        let key = if random.bool() { "left" } else { "body" };
        one[key] = json!(random.usize(..count));
        return Some("definition");
    }
    let mut all = proofs(proof);
    let at = random.usize(..all.len());
    let inner = &mut *all[at];
    match random.u8(..14) {
        0 => {
            inner["first"] = json!(random.usize(..count));
            return Some("first");
        }
        1 => {
            let conditions = inner["conditions"].as_array_mut()?;
            if conditions.is_empty() || random.bool() {
                conditions.push(json!(random.usize(..count)));
            } else {
                conditions.remove(random.usize(..conditions.len()));
            }
            return Some("conditions");
        }
        _ => {}
    }
    let moves = inner["moves"].as_array_mut()?;
    if moves.is_empty() {
        return None;
    }
    let at = random.usize(..moves.len());
    let kind = random.u8(..10);
    match kind {
        0 => {
            moves.remove(at);
            return Some("step dropped");
        }
        1 => {
            let copy = moves[at].clone();
            moves.insert(random.usize(..=moves.len()), copy);
            return Some("step repeated");
        }
        2 => {
            let other = random.usize(..moves.len());
            if at == other {
                return None;
            }
            moves.swap(at, other);
            return Some("steps exchanged");
        }
        _ => {}
    }
    let one = &mut moves[at];
    match kind {
        3 => {
            let rules: Vec<&str> = equiff::rules::ALL
                .iter()
                .flat_map(|list| list.iter().map(|entry| entry.name))
                .chain(equiff::kernel::BUILT_IN.iter().map(|(name, _)| *name))
                .collect();
            let key = if one.get("rule").is_some() {
                "rule"
            } else {
                "lemma"
            };
            let new = rules[random.usize(..rules.len())];
            if one[key] == json!(new) {
                return None;
            }
            one[key] = json!(new);
            Some("rule")
        }
        4 => {
            let path = one["path"].as_array_mut()?;
            match random.u8(..3) {
                0 => path.push(json!(random.u32(..3))),
                1 if !path.is_empty() => {
                    path.pop();
                }
                _ if !path.is_empty() => {
                    let k = random.usize(..path.len());
                    path[k] = json!((path[k].as_u64()? + random.u64(1..3)) % 4);
                }
                _ => return None,
            }
            Some("path")
        }
        5 | 6 => {
            let bindings = one["bindings"].as_object_mut()?;
            let keys: Vec<String> = bindings.keys().cloned().collect();
            let key = keys.get(random.usize(..keys.len().max(1)))?.clone();
            match random.u8(..4) {
                0 => {
                    let value = bindings.remove(&key)?;
                    bindings.insert(format!("{key}_"), value);
                }
                1 => {
                    let other = keys[random.usize(..keys.len())].clone();
                    let values = (bindings[&key].clone(), bindings[&other].clone());
                    if values.0 == values.1 {
                        return None;
                    }
                    bindings.insert(key, values.1);
                    bindings.insert(other, values.0);
                }
                _ => {
                    bindings.insert(key, json!(random.usize(..count)));
                }
            }
            Some("binding")
        }
        7 => {
            let fixed = one.get_mut("fixed")?.as_array_mut()?;
            if fixed.is_empty() || random.bool() {
                fixed.push(json!(random.usize(..count)));
            } else {
                fixed.remove(random.usize(..fixed.len()));
            }
            Some("fixed names")
        }
        _ => {
            let key = if one.get("part").is_some() {
                "part"
            } else {
                "after"
            };
            one[key] = json!(random.usize(..count));
            Some("result of a step")
        }
    }
}

/// Changes what an output claims.
fn tamper_claim(output: &mut Value, random: &mut fastrand::Rng) -> Option<&'static str> {
    match random.u8(..6) {
        0 => {
            let words = ["equivalent", "conditional"];
            let new = words[random.usize(..2)];
            if output["verdict"] == json!(new) {
                return None;
            }
            output["verdict"] = json!(new);
            Some("claimed verdict")
        }
        1 => {
            let conditions = output["conditions"].as_array_mut()?;
            if conditions.is_empty() {
                conditions.push(json!("x > 0"));
            } else {
                conditions.pop();
            }
            Some("claimed conditions")
        }
        2 | 3 => {
            let text = output["network"]["plain"].as_str()?.to_owned();
            output["network"]["plain"] = json!(changed_formula(&text, random)?);
            Some("claimed network")
        }
        _ => {
            let result = output["result"]["plain"].as_array_mut()?;
            let at = random.usize(..result.len().max(1));
            let text = result.get(at)?.as_str()?.to_owned();
            result[at] = json!(changed_formula(&text, random)?);
            Some("claimed result")
        }
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
        Err(_) => 55,
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
        let expected = theorem_text(&store, &first.theorem);
        let hidden = !first.beside.is_empty()
            || original["result"]["plain"].as_array().unwrap().len()
                > store.conjuncts(first.theorem.right()).len();
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
                    assert_eq!(theorem_text(&store, &accepted.theorem), expected);
                    continue;
                }
                Ok(accepted) => {
                    // With the old claims only the old theorem passes.
                    let new = theorem_text(&store, &accepted.theorem);
                    if checked.insert(accepted.report(&store)) {
                        let statement = statement(&store, &accepted);
                        let tally = points::examine(&store, &statement, &mut random, 25);
                        assert!(tally.counterexample.is_none(), "{tally:?}: {}", place());
                    }
                    let again = proof::verify(&store, &original).expect("the original");
                    assert!(
                        new == expected
                            || same_but_arranged(&store, &accepted.theorem, &again.theorem),
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
            if is_weaker(&store, &accepted.theorem, &again.theorem) {
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
