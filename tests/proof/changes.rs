//! Random changes of a serialised proof and of what an output claims.

use equiff::expr::{Expr, Head, Store};
use equiff::{parse, render};
use serde_json::{Value, json};

/// One random change of a formula, printed.
pub fn changed_formula(text: &str, random: &mut fastrand::Rng) -> Option<String> {
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
pub fn proofs(value: &mut Value) -> Vec<&mut Value> {
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
pub fn tamper(proof: &mut Value, random: &mut fastrand::Rng) -> Option<&'static str> {
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
pub fn tamper_claim(output: &mut Value, random: &mut fastrand::Rng) -> Option<&'static str> {
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
