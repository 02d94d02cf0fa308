//! Softmax: K classes with a baseline, numeric or symbolic K.

use super::assemble::{Letters, Predictors};
use super::network::{Case, Features};
use super::outcome::{self, Derivation, Finding, Names, polish};
use super::record::Record;
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::{Kernel, Step, placeholder};
use crate::render::page::{Level, Text};

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
        return outcome::unknown(store, store.int(0), "the softmax layer cannot be read");
    };
    let one = placeholder(store, 1);
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
                store,
                store.eq(*p, store.int(1)),
                "a softmax of one unit is the constant 1: there is nothing to regress",
            );
        }
        _ => return outcome::unknown(store, store.int(0), "the softmax layer cannot be read"),
    };
    let kernel = Kernel::new(store);
    let mut finding = Finding::new(store, &function, names, features);
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
    let mut run = || -> super::chain::Progress {
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
        collect(&mut record, case, &difference)?;
        if written_out {
            let new = unrolled(record.chain.current());
            built_in(&mut record, new, Level::Standard)?;
            for n in 0..store.conjuncts(new).len() - 1 {
                let _ = record.chain.collapse(&[n as u32, 1], &case.inputs);
            }
        }
        if store.small_integer(size) == Some(2) {
            two_classes(&mut record);
        }
        Ok(())
    };
    if run().is_err() {
        return finding.failed(first);
    }
    record.note(|formula| formula);
    polish(&mut record.lines);
    let predictors = Vec::new();
    finding.finish(record, &predictors, Some((k, size)))
}

/// Writes z_k − z_K by coefficients: (b_k − b_K) + Σ (W_kj − W_Kj) x_j.
fn collect(
    record: &mut Record<'_, '_>,
    case: &Case<'_>,
    difference: &Expr,
) -> super::chain::Progress {
    let store = record.chain.store();
    let path = [0, 3, 1];
    let args = store.args(*difference);
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
        &path,
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
                store.substitute(e, &[(old, placeholder(store, 1))].into_iter().collect())
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

/// Of two classes, the second probability is what the first leaves: log(p/(1-p)).
fn two_classes(record: &mut Record<'_, '_>) {
    let store = record.chain.store();
    let _ = record.chain.attempt(|chain| {
        let formula = kernel_unrolled(chain.kernel, chain.current());
        if formula != chain.current() {
            chain.built_in(
                "unroll",
                &[],
                formula,
                &[],
                "there are two".into(),
                Level::Full,
            )?;
        }
        let parts = store.conjuncts(chain.current());
        let [ratio, sum] = parts.as_slice() else {
            return Err(super::chain::Stuck);
        };
        let (total, one) = store.sides(*sum).ok_or(super::chain::Stuck)?;
        let [p, q] = store.args(total) else {
            return Err(super::chain::Stuck);
        };
        let rest = store.sub(one, *p);
        let solved = store.eq(*q, rest);
        let step = Step {
            rule: "balance".into(),
            path: vec![1],
            bindings: [("k".to_owned(), store.int(1))].into_iter().collect(),
            after: store.and([*ratio, solved]),
        };
        chain.take(
            step,
            "the second probability is what the first leaves".into(),
            Level::Standard,
        )?;
        let binding = [(*q, rest)].into_iter().collect();
        let new = store.and([store.substitute(*ratio, &binding), solved]);
        let reason = Text::from("insert ").math(solved);
        chain.built_in(
            "substitute",
            &[],
            new,
            &[("x", *q), ("t", rest)],
            reason,
            Level::Standard,
        )
    });
    let _ = Relation::Equal;
}

fn kernel_unrolled(kernel: &Kernel<'_>, formula: Expr) -> Expr {
    kernel.unrolled(formula)
}
