//! Softmax: K classes with a baseline, numeric or symbolic K.

use rustc_hash::FxHashMap;

use super::activation::activated;
use super::assemble::{Letters, Predictors};
use super::chain::Stuck;
use super::dictionary::Predictor;
use super::finding::{Finding, Names, polish};
use super::network::{Case, Features};
use super::outcome::{self, Derivation};
use super::record::{Record, renamed};
use crate::expr::{Expr, Head, Store};
use crate::kernel::Kernel;
use crate::network::Function;
use crate::render::page::{Level, Text};

/// Up to so many categories with names of their own are written one by one.
const LISTED: i64 = 4;

/// Derives the multinomial logit that a softmax layer is: the log of each probability's ratio to
/// the last one, and the sum 1.
pub fn derive(
    store: &Store,
    case: &Case<'_>,
    letters: &mut Letters<'_>,
    names: &Names,
    features: Option<&Features>,
) -> Derivation {
    let k = letters.pick(&["k", "c", "q"]);
    let l = letters.pick(&["l", "r", "s"]);
    let Some(function) = super::activation::activated(store, case.function, k, l) else {
        return outcome::unknown(store.int(0), "the softmax layer cannot be read");
    };
    let one = store.slot(1);
    let explicit = |all: &[Expr]| store.make(Head::Vector, all);
    let (p, z, size, written_out) = match (&case.last.responses, &case.last.predictors) {
        (Predictors::Indexed(p, size), Predictors::Indexed(z, _)) => (*p, *z, *size, false),
        (Predictors::List(p), Predictors::List(z)) => {
            let entry = |all: &[Expr]| store.entry(explicit(all), &[one]);
            (entry(p), entry(z), store.int(p.len() as i64), true)
        }
        (Predictors::List(p), Predictors::Indexed(z, _)) => (
            store.entry(explicit(p), &[one]),
            *z,
            store.int(p.len() as i64),
            true,
        ),
        (Predictors::One(p), _) => {
            return outcome::unknown(
                store.eq(*p, store.int(1)),
                "a softmax of one unit is the constant 1: there is nothing to regress",
            );
        }
        _ => return outcome::unknown(store.int(0), "the softmax layer cannot be read"),
    };
    let kernel = Kernel::new(store);
    let mut finding = Finding::new(store, &function, names, features, &case.inputs);
    let at = |e: Expr, index: Expr| store.substitute(e, &[(one, index)].into_iter().collect());
    let exp = |e: Expr| store.call("exp", &[e]);
    let total = store.bind(Head::Sum, l, store.int(1), size, exp(at(z, l)));
    let each = |body: Expr, hi: Expr| store.bind(Head::Each, k, store.int(1), hi, body);
    let indexed = each(store.eq(at(p, k), store.div(exp(at(z, k)), total)), size);
    let unrolled = |formula: Expr| kernel.unrolled(formula);
    let first = if written_out {
        unrolled(indexed)
    } else {
        indexed
    };
    finding.network = first;
    if let Some(full) = &case.full {
        let whole = match full {
            Predictors::Indexed(z, _) => Some(*z),
            Predictors::List(z) => Some(store.entry(explicit(z), &[one])),
            Predictors::One(_) => None,
        };
        if let Some(z) = whole {
            let total = store.bind(Head::Sum, l, store.int(1), size, exp(at(z, l)));
            let formula = each(store.eq(at(p, k), store.div(exp(at(z, k)), total)), size);
            finding.network = if written_out {
                unrolled(formula)
            } else {
                formula
            };
        }
    }
    let below = match store.small_integer(size) {
        Some(n) => store.int(n - 1),
        None => store.sub(size, store.int(1)),
    };
    let mut record = Record::new(&kernel, first, &[]);
    let built_in = |record: &mut Record<'_, '_>, new: Expr, level: Level| {
        record
            .chain
            .built_in("unroll", &[], new, &[], "class by class".into(), level)
    };
    let two = store.small_integer(size) == Some(2);
    let mut run = || -> super::chain::Progress {
        if two && two_classes(&mut record, case).is_ok() {
            return Ok(());
        }
        if written_out {
            built_in(&mut record, indexed, Level::Full)?;
        }
        let ratio = each(
            store.eq(
                store.div(at(p, k), at(p, size)),
                store.div(exp(at(z, k)), exp(at(z, size))),
            ),
            below,
        );
        let sum = store.eq(
            store.bind(Head::Sum, k, store.int(1), size, at(p, k)),
            store.int(1),
        );
        let result = store.and([ratio, sum]);
        let values = [("p", p), ("a", exp(z)), ("K", size)];
        record
            .chain
            .take_as("softmax-ratios", &[], &values, result, Level::Standard)?;
        let difference = store.sub(at(z, k), at(z, size));
        record.chain.algebra(
            &[0, 3, 1],
            exp(difference),
            "a quotient of exponentials is the exponential of the difference",
            Level::Standard,
        )?;
        let quotient = store.div(at(p, k), at(p, size));
        let values = [("a", difference), ("b", quotient)];
        let new = store.eq(store.call("log", &[quotient]), difference);
        record
            .chain
            .take_as("exp-invert", &[0, 3], &values, new, Level::Standard)?;
        collect(&mut record, case, &[0, 3, 1], difference)?;
        if written_out {
            let new = unrolled(record.chain.current());
            built_in(&mut record, new, Level::Standard)?;
            for n in 0..store.conjuncts(new).len() - 1 {
                let _ = record.chain.collapse(&[n as u32, 1], &case.inputs);
            }
        }
        Ok(())
    };
    if run().is_err() {
        return finding.failed(first);
    }
    // Where a predictor stands as a whole, a reader is shown its name.
    let eta = letters.pick(&["eta", "z", "t"]);
    let mut short: FxHashMap<Expr, Expr> = FxHashMap::default();
    let mut predictors = Vec::new();
    match store.small_integer(size) {
        Some(n) if written_out || two => {
            for class in 1..=n {
                let class = store.int(class);
                let value = kernel_entry(store, at(z, class));
                let name = store.entry(eta, &[class]);
                short.insert(value, name);
                predictors.push((name, value));
            }
        }
        _ => predictors.push((store.entry(eta, &[k]), at(z, k))),
    }
    for index in [k, l, size] {
        let value = kernel_entry(store, at(z, index));
        short.insert(value, store.entry(eta, &[index]));
    }
    let abbreviate = |formula: Expr| {
        let formula = match written_out && store.small_integer(size).is_some_and(|n| n <= LISTED) {
            true => unrolled(formula),
            false => formula,
        };
        store.fold(formula, |expr, node, args: &[Expr]| {
            match short.get(&expr) {
                Some(name) => *name,
                None if node.args.as_slice() == args => expr,
                None => store.with_args(&node.head, args),
            }
        })
    };
    record.note(abbreviate);
    for line in &mut record.lines {
        line.reason = renamed(&line.reason, abbreviate);
    }
    polish(&mut record.lines);
    // Of the categories collected one after the other, the last line has all.
    let collected = record.lines.iter().rev();
    let collected = collected.take_while(|line| line.reason == Text::from("collect the inputs"));
    let (end, count) = (record.lines.len(), collected.count());
    for line in &mut record.lines[end - count..] {
        line.level = Level::Full;
    }
    if let Some(line) = record.lines.last_mut() {
        line.level = Level::Brief;
    }
    if let Some(line) = record.lines.last_mut() {
        line.shown = line.after;
    }
    record.shown = Some(abbreviate(first));
    finding.categories = Some(size);
    finding.softmax = true;
    if record
        .chain
        .steps
        .iter()
        .any(|taken| taken.step.rule == "sigmoid-invert")
        && let Some(odds) = record.chain.at(&[0, 0]).ok()
        && let Some(p) = store.args(store.args(odds)[0]).first().copied()
        && let Some(logit) = activated(
            store,
            &Function::Link(&crate::links::logit::LINK, Vec::new()),
            eta,
            p,
        )
    {
        // Two categories: the model is the logistic regression of the first.
        finding.categories = None;
        finding.link = logit.link;
        finding.form = Some((odds, p, eta));
        finding.function = logit;
    }
    let right: &[u32] = if finding.categories.is_none() || written_out {
        &[0, 1]
    } else {
        &[0, 3, 1]
    };
    let value = record.chain.at(right).unwrap_or(z);
    let mut model = Predictor::of(store, value, &case.inputs);
    model.differences = written_out && finding.categories.is_some();
    finding.finish(record, &predictors, &model)
}

/// An entry of an explicit vector at a literal index is that entry.
fn kernel_entry(store: &Store, term: Expr) -> Expr {
    if *store.head(term) == Head::Entry {
        let args = store.args(term);
        if *store.head(args[0]) == Head::Vector
            && let Some(n) = args.get(1).and_then(|i| store.small_integer(*i))
            && let Some(value) = usize::try_from(n - 1)
                .ok()
                .and_then(|n| store.args(args[0]).get(n))
        {
            return *value;
        }
    }
    term
}

/// Writes z_k − z_K by coefficients: (b_k − b_K) + Σ (W_kj − W_Kj) x_j.
fn collect(
    record: &mut Record<'_, '_>,
    case: &Case<'_>,
    path: &[u32],
    difference: Expr,
) -> super::chain::Progress {
    let store = record.chain.store();
    let args = store.args(difference);
    let (Some(left), Some(negative)) = (args.first(), args.get(1)) else {
        return Ok(());
    };
    let Some(right) = store.args(*negative).first() else {
        return Ok(());
    };
    let terms = |e: Expr| match store.head(e) {
        Head::Add => store.args(e).to_vec(),
        _ => vec![e],
    };
    let (a, b) = (terms(*left), terms(*right));
    if a.len() != b.len() {
        return Ok(());
    }
    let pairs: Vec<Expr> = a.iter().zip(&b).map(|(x, y)| store.sub(*x, *y)).collect();
    let single = pairs.len() == 1;
    record.chain.algebra(
        path,
        store.add(pairs.as_slice()),
        "pair the terms",
        Level::Full,
    )?;
    for (n, (x, y)) in a.iter().zip(&b).enumerate() {
        let mut at = path.to_vec();
        if !single {
            at.push(n as u32);
        }
        if let (Head::Sum, Head::Sum) = (store.head(*x), store.head(*y)) {
            let (f, g) = (store.args(*x), store.args(*y));
            let index = |e: Expr, old: Expr| {
                store.substitute(e, &[(old, store.slot(1))].into_iter().collect())
            };
            let values = [
                ("a", index(f[3], f[0])),
                ("b", index(g[3], g[0])),
                ("m", f[1]),
                ("n", f[2]),
            ];
            let body = store.sub(f[3], g[3]);
            let result = store.bind(Head::Sum, f[0], f[1], f[2], body);
            record
                .chain
                .take_as("sum-subtract", &at, &values, result, Level::Full)?;
            at.push(3);
        }
        let term = record.chain.at(&at)?;
        if let Some(new) = factored(store, term, case) {
            record
                .chain
                .algebra(&at, new, "collect the inputs", Level::Standard)?;
        }
    }
    Ok(())
}

/// `W x - V x` as `(W - V) x` for an input x.
fn factored(store: &Store, term: Expr, case: &Case<'_>) -> Option<Expr> {
    let (Head::Add, [a, negative]) = (store.head(term), store.args(term)) else {
        return None;
    };
    let (Head::Neg, [b]) = (store.head(*negative), store.args(*negative)) else {
        return None;
    };
    let (Head::Mul, [v, x]) = (store.head(*a), store.args(*a)) else {
        return None;
    };
    let (Head::Mul, [w, y]) = (store.head(*b), store.args(*b)) else {
        return None;
    };
    (x == y && super::collapse::is_input(store, &case.inputs, *x))
        .then(|| store.mul([store.sub(*v, *w), *x].as_slice()))
}

/// Of two classes, the first probability is the sigmoid of the difference of the predictors, and
/// the second is what the first leaves: log(p/(1-p)) is that difference.
fn two_classes(record: &mut Record<'_, '_>, case: &Case<'_>) -> super::chain::Progress {
    let store = record.chain.store();
    record.chain.attempt(|chain| {
        let unrolled = chain.kernel.unrolled(chain.current());
        if unrolled != chain.current() {
            let reason = Text::from("class by class");
            chain.built_in("unroll", &[], unrolled, &[], reason, Level::Standard)?;
        }
        let parts = store.conjuncts(chain.current());
        let [(p, first), (q, second)] = parts
            .iter()
            .filter_map(|part| store.sides(*part))
            .collect::<Vec<_>>()[..]
        else {
            return Err(Stuck);
        };
        let exponent = |fraction: Expr| -> super::chain::Progress<Expr> {
            let top = *store.args(fraction).first().ok_or(Stuck)?;
            store.args(top).first().copied().ok_or(Stuck)
        };
        let (a, b) = (exponent(first)?, exponent(second)?);
        let one = store.int(1);
        // q = 1 - p, in the terms of the first fraction and then by name.
        let rest = store.sub(one, first);
        chain.algebra(&[1, 1], rest, "the two fractions add up to 1", Level::Full)?;
        let left = store.and([store.eq(p, first), store.eq(q, store.sub(one, p))]);
        let values = [("x", p), ("t", first)];
        let reason = Text::from("the second probability is what the first leaves");
        chain.built_in("substitute", &[], left, &values, reason, Level::Standard)?;
        let difference = store.sub(a, b);
        let logistic = store.div(
            one,
            store.add([one, store.call("exp", &[store.neg(difference)])].as_slice()),
        );
        let reason = Text::from("divide above and below by ").math(store.call("exp", &[a]));
        chain.built_in("algebra", &[0, 1], logistic, &[], reason, Level::Standard)?;
        let sigmoid = store.call("sigmoid", &[difference]);
        let values = [("a", difference)];
        chain.take_as(
            "sigmoid-definition",
            &[0, 1],
            &values,
            sigmoid,
            Level::Standard,
        )?;
        if let Some(taken) = chain.steps.last_mut() {
            taken.reason = "this is the sigmoid of the difference of the two predictors".into();
        }
        let values = [("a", difference), ("b", p)];
        let odds = store.div(p, store.sub(one, p));
        let solved = store.eq(store.call("log", &[odds]), difference);
        chain.take_as("sigmoid-invert", &[0], &values, solved, Level::Standard)
    })?;
    let difference = record.chain.at(&[0, 1])?;
    collect(record, case, &[0, 1], difference)
}
