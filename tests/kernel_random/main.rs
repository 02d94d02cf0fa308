//! Random candidate steps for every inference, many of them slightly wrong: whatever the kernel
//! accepts is held against numbers.

mod maker;
#[path = "../common/points.rs"]
mod points;
mod systems;

use std::collections::BTreeMap;

use equiff::expr::{Args, Expr, Head, Relation, Store};
use equiff::kernel::{BUILT_IN, Bindings, Kernel, Step, Theorem};
use equiff::render::plain;
use equiff::rules;
use fastrand::Rng;
use maker::Maker;

/// A theorem's start and a candidate for the next step.
type Candidate = (Expr, Vec<Expr>, Step);

fn candidate(maker: &mut Maker<'_>, kernel: &Kernel<'_>, rule: &str) -> Option<Candidate> {
    let s = maker.store;
    let step = |path: Vec<u32>, bindings: Bindings, after: Expr| Step {
        rule: rule.to_owned(),
        path,
        bindings,
        after,
    };
    let none = Bindings::default;
    let one =
        |name: &str, value: Expr| -> Bindings { [(name.to_owned(), value)].into_iter().collect() };
    let mut given = Vec::new();
    for _ in 0..maker.random.u8(..3) {
        given.push(maker.relation(1));
    }
    let placed = |maker: &mut Maker<'_>, old: Expr, new: Expr, bindings: Bindings| {
        let (whole, path) = maker.around(old);
        let after = s.replace_at(whole, &path, new)?;
        Some((whole, step(path, bindings, after)))
    };
    let (whole, step) = match rule {
        "arrange" => {
            let old = maker.formula(2);
            let parts = s.subterms(old);
            let victim = maker.pick(&parts);
            let mut args: Args = s.args(victim).into();
            args.reverse();
            let new = match s.head(victim) {
                Head::Relation(r) => {
                    let r = if maker.random.bool() { r.flipped() } else { *r };
                    s.make(Head::Relation(r), args)
                }
                head if head.binds() || args.is_empty() => return None,
                Head::Piecewise => return None,
                head => s.make(head.clone(), args),
            };
            let after = s.fold(old, |e, node, args: &[Expr]| match e == victim {
                true => new,
                false => s.with_args(&node.head, args),
            });
            (old, step(Vec::new(), none(), after))
        }
        "algebra" => {
            let old = maker.term(2);
            let new = maker.rewritten(old);
            match maker.random.bool() {
                true => placed(maker, old, new, none())?,
                false => placed(maker, new, old, none())?,
            }
        }
        "balance" => {
            let old = maker.relation(2);
            let (k, shift) = (maker.term(1), maker.term(1));
            let args = s.args(old);
            let change = |e: Expr| s.add([s.mul([k, e].as_slice()), shift].as_slice());
            let new = s.make(
                s.head(old).clone(),
                [change(args[0]), change(args[1])].as_slice(),
            );
            placed(maker, old, new, one("k", k))?
        }
        "substitute" => {
            let name = maker.pick(&["x", "y", "k"]);
            let name = match maker.random.u8(..4) {
                0 => s.entry(s.name("x"), &[s.int(1)]),
                _ => s.name(name),
            };
            let value = maker.term(1);
            let equation = s.eq(name, value);
            let part = maker.formula(2);
            if *s.head(part) == Head::And {
                return None;
            }
            let new = s.substitute(part, &[(name, value)].into_iter().collect());
            let mut bindings = one("x", name);
            bindings.insert("t".into(), value);
            placed(
                maker,
                s.and([equation, part]),
                s.and([equation, new]),
                bindings,
            )?
        }
        "equal" => {
            let (old, new) = (maker.term(1), maker.term(1));
            let (lo, hi) = maker.range();
            let k = s.name("k");
            let fact = match maker.random.bool() {
                true => s.eq(old, new),
                false => s.bind(Head::Each, k, lo, hi, s.eq(new, old)),
            };
            let (whole, step) = match maker.random.u8(..3) {
                0 => placed(maker, old, new, none())?,
                // Under a sum over the same range, or another one.
                kind => {
                    let ends = if kind == 1 { (lo, hi) } else { maker.range() };
                    let sum = |body| s.bind(Head::Sum, k, ends.0, ends.1, body);
                    let (whole, mut step) = placed(maker, sum(old), sum(new), none())?;
                    step.path.push(3);
                    (whole, step)
                }
            };
            given.push(fact);
            (whole, step)
        }
        "implied" => {
            let kept = maker.formula(1);
            let args = s.subterms(kept);
            let terms: Vec<Expr> = args
                .into_iter()
                .filter(|e| !s.head(*e).is_formula())
                .collect();
            let extra = match maker.random.u8(..3) {
                0 => maker.formula(1),
                1 => {
                    let t = maker.pick(&terms);
                    let r =
                        maker.pick(&[Relation::NotEqual, Relation::GreaterEqual, Relation::Less]);
                    s.relate(r, t, s.int(0))
                }
                _ => {
                    let t = maker.pick(&terms);
                    let (lo, hi) = maker.range();
                    let r = maker.pick(&[Relation::NotEqual, Relation::GreaterEqual]);
                    s.bind(Head::Each, s.name("k"), lo, hi, s.relate(r, t, s.int(0)))
                }
            };
            placed(maker, s.and([kept, extra]), kept, none())?
        }
        "choose" => {
            let old = maker.term(3);
            let new = match maker.random.bool() {
                true => kernel.chosen(old, &given)?,
                false => s.rebuild(old, |head, args| match head {
                    Head::Piecewise => Some(args[1]),
                    Head::Call(f) if matches!(f.name, "abs" | "max" | "min") => Some(args[0]),
                    _ => None,
                }),
            };
            (old != new).then_some(())?;
            let (whole, step) = placed(maker, old, new, none())?;
            if maker.random.bool() {
                let mut facts = given.clone();
                facts.push(maker.relation(1));
                let fact = maker.pick(&facts);
                let mut path = vec![1];
                path.extend(&step.path);
                let whole_ = s.make(Head::And, [fact, whole].as_slice());
                let after = s.make(Head::And, [fact, step.after].as_slice());
                (
                    whole_,
                    Step {
                        path,
                        after,
                        ..step
                    },
                )
            } else {
                (whole, step)
            }
        }
        "lift" => {
            let old = maker.term(3);
            let new = kernel.lifted(old)?;
            let new = if maker.random.u8(..3) == 0 {
                maker.rewritten(new)
            } else {
                new
            };
            placed(maker, old, new, none())?
        }
        "cases" => {
            let guard = maker.relation(1);
            let pieces = [guard, maker.term(1), maker.term(1)];
            let old = s.eq(maker.leaf(), s.make(Head::Piecewise, pieces.as_slice()));
            let new = kernel.split(old)?;
            placed(maker, old, new, none())?
        }
        "merge" => {
            let guard = maker.relation(1);
            let Head::Relation(r) = s.head(guard) else {
                return None;
            };
            let sides = s.args(guard);
            let not = match maker.random.u8(..5) {
                0 => maker.relation(1),
                _ => s.relate(r.negated(), sides[0], sides[1]),
            };
            let (x, a, b) = (s.name("y"), maker.term(1), maker.term(1));
            let b = if maker.random.u8(..3) == 0 {
                maker.rewritten(a)
            } else {
                b
            };
            let cases = [s.and([guard, s.eq(x, a)]), s.and([not, s.eq(x, b)])];
            let value = match maker.random.u8(..3) {
                0 => a,
                _ => s.make(Head::Piecewise, [guard, a, b].as_slice()),
            };
            let new = s.eq(x, value);
            let new = if maker.random.u8(..4) == 0 {
                s.and([maker.relation(1), new])
            } else {
                new
            };
            placed(maker, s.make(Head::Or, cases.as_slice()), new, none())?
        }
        "unroll" => {
            let old = maker.formula(3);
            let new = kernel.unrolled(old);
            (old != new).then_some(())?;
            placed(maker, old, new, none())?
        }
        "assume" => {
            let whole = s.and([maker.formula(1), maker.relation(1)]);
            let parts = s.conjuncts(whole);
            let gone = maker.pick(&parts);
            let after = s.and(parts.into_iter().filter(|part| *part != gone));
            (whole, step(Vec::new(), none(), after))
        }
        "discharge" => {
            let whole = maker.formula(2);
            let terms = s.subterms(whole);
            let terms: Vec<Expr> = terms
                .into_iter()
                .filter(|e| !s.head(*e).is_formula())
                .collect();
            let r = maker.pick(&[
                Relation::Greater,
                Relation::NotEqual,
                Relation::GreaterEqual,
            ]);
            let condition = s.relate(r, maker.pick(&terms), s.int(0));
            given.push(condition);
            (whole, step(Vec::new(), one("c", condition), whole))
        }
        "condition" => {
            let (old, new) = (maker.relation(1), maker.relation(1));
            let args = s.args(old);
            let new = match maker.random.bool() {
                true => s.relate(
                    maker.pick(&[Relation::Greater, Relation::Equal]),
                    args[0],
                    args[1],
                ),
                false => new,
            };
            given.push(old);
            let whole = s.and([old, maker.relation(1)]);
            let mut bindings = one("c", old);
            bindings.insert("d".into(), new);
            (whole, step(Vec::new(), bindings, whole))
        }
        _ => {
            let declared = kernel.rule(rule)?;
            let mut names: Vec<Expr> = Vec::new();
            for side in [declared.left(), declared.right()]
                .iter()
                .chain(declared.given())
            {
                names.extend(s.free_names(*side));
            }
            let mut bindings = Bindings::default();
            let slot = s.slot(1);
            for name in names {
                let indexed = [declared.left(), declared.right()].iter().any(|side| {
                    let is = |e: Expr| *s.head(e) == Head::Entry && s.args(e)[0] == name;
                    s.subterms(*side).into_iter().any(is)
                });
                let value = match indexed {
                    true => {
                        let body = maker.term(1);
                        s.substitute(body, &[(s.name("k"), slot)].into_iter().collect())
                    }
                    false if maker.random.bool() => maker.leaf(),
                    false => maker.term(1),
                };
                bindings.insert(s.name_text(name)?.to_owned(), value);
            }
            let instance = declared.instance(s, &bindings)?;
            match maker.random.bool() {
                true => placed(maker, instance.left, instance.right, bindings)?,
                false => placed(maker, instance.right, instance.left, bindings)?,
            }
        }
    };
    Some((whole, given, step))
}

fn statement(theorem: &Theorem) -> points::Statement {
    points::Statement {
        conditions: theorem.conditions().to_vec(),
        left: theorem.left(),
        right: theorem.right(),
    }
}

#[test]
fn accepted_steps_are_true() {
    let tries: usize = match std::env::var("EQUIFF_STEPS") {
        Ok(text) => text.parse().expect("a number"),
        Err(_) => 400,
    };
    let seed = std::env::var("EQUIFF_SEED").map_or(9, |text| text.parse().expect("a number"));
    let mut random = Rng::with_seed(seed);
    let mut figures: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut wrong = Vec::new();
    let declared = rules::ALL
        .iter()
        .flat_map(|list| list.iter().map(|entry| (entry.name, 8)));
    let names = BUILT_IN.iter().map(|(name, _)| (*name, 1)).chain(declared);
    for (name, fraction) in names {
        for _ in 0..tries / fraction {
            let store = Store::new();
            let kernel = Kernel::new(&store);
            let mut maker = Maker {
                store: &store,
                random: random.fork(),
            };
            let Some((whole, given, step)) = candidate(&mut maker, &kernel, name) else {
                continue;
            };
            let kind = if fraction == 1 {
                name
            } else {
                "declared rules"
            };
            let [tried, accepted, decided] = figures.entry(kind).or_default();
            *tried += 1;
            let start = kernel.reflexive_under(whole, &given);
            let Ok(theorem) = kernel.step(&start, &step) else {
                continue;
            };
            *accepted += 1;
            let tally = points::examine(&store, &statement(&theorem), &mut random, 25);
            *decided += usize::from(tally.decided > 0);
            if let Some(counterexample) = tally.counterexample {
                let conditions = store.and(theorem.conditions().iter().copied());
                wrong.push(format!(
                    "{name} at {:?}: {} to {} under {}: {counterexample}",
                    step.path,
                    plain(&store, whole),
                    plain(&store, step.after),
                    plain(&store, conditions)
                ));
            }
        }
    }
    println!("inference: tried, accepted, decided at a point");
    for (name, counts) in &figures {
        println!("{name:15} {counts:?}");
    }
    assert!(wrong.is_empty(), "{} wrong: {wrong:#?}", wrong.len());
    for (name, counts) in &figures {
        assert!(counts[1] >= 3, "{name}: {counts:?}");
    }
}
