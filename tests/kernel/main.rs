//! The kernel as an adversary sees it: steps that prove something false must be rejected, each with
//! its own reason.

mod attacks;
mod certificates;
mod generators;
#[path = "../common/points.rs"]
mod points;
mod signs;

use equiff::expr::{Args, Expr, Head, Store};
use equiff::kernel::{Bindings, Kernel, Step, StepError, Theorem};
use equiff::parse;

/// Reads a formula; a conjunction of formulas with `for` is written with semicolons.
fn formula(store: &Store, text: &str) -> Expr {
    let parts = text.split(';').map(|part| {
        parse::formula(store, part.trim()).unwrap_or_else(|e| panic!("`{part}`: {e:?}"))
    });
    let parts: Vec<Expr> = parts.collect();
    match parts.as_slice() {
        [one] => *one,
        _ => store.and(parts),
    }
}

/// Names `at1` stand for `@1`.
fn template(store: &Store, text: &str) -> Expr {
    let slot = [(store.name("at1"), store.slot(1))];
    store.substitute(formula(store, text), &slot.into_iter().collect())
}

fn bindings(store: &Store, pairs: &[(&str, &str)]) -> Bindings {
    let value = |text: &str| template(store, text);
    pairs
        .iter()
        .map(|(name, text)| ((*name).to_owned(), value(text)))
        .collect()
}

fn step(store: &Store, rule: &str, path: &[u32], values: &[(&str, &str)], after: Expr) -> Step {
    Step {
        rule: rule.to_owned(),
        path: path.to_vec(),
        bindings: bindings(store, values),
        after,
    }
}

/// A theorem as a statement about numbers.
fn statement(theorem: &Theorem) -> points::Statement {
    points::Statement {
        conditions: theorem.conditions().to_vec(),
        left: theorem.left(),
        right: theorem.right(),
    }
}

/// A rule, a position, values of variables, and the formula afterwards.
type Taken<'t> = (&'t str, &'t [u32], &'t [(&'t str, &'t str)], &'t str);

/// Takes steps that must be accepted.
fn proved(kernel: &Kernel<'_>, before: &str, steps: &[Taken<'_>]) -> Theorem {
    let store = kernel.store();
    let start = kernel.reflexive(formula(store, before));
    steps
        .iter()
        .fold(start, |theorem, (rule, path, values, after)| {
            let step = step(store, rule, path, values, formula(store, after));
            kernel
                .step(&theorem, &step)
                .unwrap_or_else(|e| panic!("{rule} to {after}: {e:?}"))
        })
}

fn refused(
    kernel: &Kernel<'_>,
    before: &str,
    rule: &str,
    path: &[u32],
    values: &[(&str, &str)],
    after: &str,
) {
    let store = kernel.store();
    let start = kernel.reflexive(formula(store, before));
    let step = step(store, rule, path, values, formula(store, after));
    let result = kernel.step(&start, &step);
    assert!(result.is_err(), "{before} by {rule} to {after}");
}

#[test]
fn lemmas_hold_for_what_they_are_applied_to() {
    let store = Store::new();
    let kernel = Kernel::new(&store);
    // A size is a positive integer: a lemma about n is none about 0.
    let sized = proved(
        &kernel,
        "sum(j, 1, n, exp(x[j])) > 0 and y = 1",
        &[("implied", &[], &[], "y = 1")],
    );
    kernel.lemma("sized", "", &sized, &[]);
    let values = [("x", "x[at1]"), ("y", "y")];
    for (size, hi) in [("0", "0"), ("-1", "-1"), ("1/2", "1/2"), ("z", "z")] {
        let before = format!("sum(j, 1, {hi}, exp(x[j])) > 0 and y = 1");
        let mut values = values.to_vec();
        values.push(("n", size));
        // A name is a size.
        if size != "z" {
            refused(&kernel, &before, "sized", &[], &values, "y = 1");
        }
    }
    let before = "sum(j, 1, k, exp(x[j])) > 0 and y[k] = 1 for k in 0..2";
    let values = [("x", "x[at1]"), ("y", "y[k]"), ("n", "k")];
    refused(
        &kernel,
        before,
        "sized",
        &[3],
        &values,
        "y[k] = 1 for k in 0..2",
    );
    // Each entry of a template must be defined, not one of them.
    let entries = proved(
        &kernel,
        "y = x[1] + 0*x[2]",
        &[("algebra", &[1], &[], "y = x[1]")],
    );
    kernel.lemma("entries", "", &entries, &[]);
    refused(
        &kernel,
        "y = 1/(1 - 2) + 0*(1/(2 - 2))",
        "entries",
        &[],
        &[("x", "1/(at1 - 2)"), ("y", "y")],
        "y = 1/(1 - 2)",
    );
    // A bound index of the lemma is none of its variables.
    let shadow = proved(
        &kernel,
        "k = 2 and sum(k, 1, 3, x[k]) = y and k = k",
        &[("implied", &[], &[], "k = 2 and sum(k, 1, 3, x[k]) = y")],
    );
    kernel.lemma("shadow", "", &shadow, &[]);
    refused(
        &kernel,
        "5 = 2 and sum(k, 1, 3, x[5]) = y and 5 = 5",
        "shadow",
        &[],
        &[("k", "5"), ("x", "x[at1]"), ("y", "y")],
        "5 = 2 and sum(k, 1, 3, x[k]) = y",
    );
    // A formula is no number.
    refused(
        &kernel,
        "y = x",
        "sum-move",
        &[],
        &[("a", "y = x"), ("b", "y"), ("c", "x")],
        "y = x",
    );
}

#[test]
fn definitions_are_consistent() {
    let store = Store::new();
    let kernel = Kernel::new(&store);
    let define = |name: &str, left: &str, body: &str| {
        kernel.define(name, "", formula(&store, left), formula(&store, body))
    };
    assert!(define("f", "f(z)", "a*z^3"));
    assert!(define("f", "f(z)", "a*z^3"), "the same again");
    for (name, left, body) in [
        ("f2", "f(z)", "z"),
        ("g", "g(z)", "g(z) + 1"),
        ("h", "h(z, z)", "z"),
        ("i", "i(2)", "3"),
        ("j", "j(e)", "3"),
        ("k", "exp(z)", "z"),
        ("l", "z", "2"),
    ] {
        assert!(!define(name, left, body), "{left} = {body}");
    }
    assert!(define("m", "m(z)", "q(z) + 1"));
    assert!(!define("q", "q(z)", "m(z)"), "a circle");
    // The parameter a stays a, in the definition and in lemmas.
    let values = [("z", "x"), ("a", "7")];
    refused(&kernel, "y = f(x)", "f", &[1], &values, "y = 7*x^3");
    let unfolded = proved(
        &kernel,
        "y = f(z)",
        &[("f", &[1], &[("z", "z")], "y = a*z^3")],
    );
    kernel.lemma("unfolded", "", &unfolded, &[]);
    let values = [("z", "x"), ("a", "7"), ("y", "y")];
    refused(&kernel, "y = f(x)", "unfolded", &[], &values, "y = 7*x^3");
    // No sum binds it.
    refused(
        &kernel,
        "y = sum(a, 1, 3, f(a))",
        "f",
        &[1, 3],
        &[("z", "a")],
        "y = sum(a, 1, 3, a*a^3)",
    );
    let values = [("z", "a"), ("y", "2*a")];
    refused(
        &kernel,
        "2*a = f(a) for a in 1..3",
        "unfolded",
        &[3],
        &values,
        "2*a = a*a^3 for a in 1..3",
    );
}

#[test]
fn positions_are_terms_and_formulas_only() {
    let store = Store::new();
    let kernel = Kernel::new(&store);
    let j = store.name("j");
    let strange = store.call("log", &[store.call("exp", &[j])]);
    let sum = formula(&store, "sum(j, 1, 3, x[j])");
    let args = store.args(sum).to_vec();
    let y = store.name("y");
    let bound = store.make(Head::Sum, [strange, args[1], args[2], args[3]].as_slice());
    let base = store.name("x");
    let strange_base = store.call("log", &[store.call("exp", &[base])]);
    let entry = store.make(Head::Entry, [strange_base, store.int(1)].as_slice());
    for (before, path, a, after) in [
        (sum, vec![1, 0], "j", bound),
        (formula(&store, "x[1]"), vec![1, 0], "x", entry),
    ] {
        let start = kernel.reflexive(store.eq(y, before));
        let step = step(&store, "log-exp", &path, &[("a", a)], store.eq(y, after));
        assert_eq!(kernel.step(&start, &step), Err(StepError::NoSuchPosition));
    }
    // An entry that is not looked at need not be defined.
    let vector = store.make(
        Head::Vector,
        [formula(&store, "1/x"), store.int(2)].as_slice(),
    );
    let looked = store.make(Head::Entry, Args::from_slice(&[vector, j]));
    let positive = store.relate(equiff::expr::Relation::Greater, looked, store.int(0));
    let start = kernel.reflexive(store.and([positive, formula(&store, "y = x/x")]));
    let after = store.and([positive, formula(&store, "y = 1")]);
    let step = step(&store, "algebra", &[1, 1], &[], after);
    assert!(kernel.step(&start, &step).is_err());
    // A piecewise formula is no formula.
    let cases = formula(&store, "y = if(x > 0, 1, 2)");
    let lifted = kernel.lifted(cases);
    if let Some(lifted) = lifted {
        let start = kernel.reflexive(cases);
        let step = self::step(&store, "lift", &[], &[], lifted);
        assert!(kernel.step(&start, &step).is_err());
    }
}

#[test]
fn each_reason_is_given() {
    let store = Store::new();
    let kernel = Kernel::new(&store);
    let start = kernel.reflexive(formula(&store, "y = exp(x)"));
    let good = formula(&store, "log(y) = x");
    let values: &[(&str, &str)] = &[("a", "x"), ("b", "y")];
    let try_step = |rule: &str, path: &[u32], values: &[(&str, &str)], after: Expr| {
        kernel
            .step(&start, &step(&store, rule, path, values, after))
            .err()
    };
    assert_eq!(try_step("exp-invert", &[], values, good), None);
    assert_eq!(
        try_step("exp-inverted", &[], values, good),
        Some(StepError::UnknownRule)
    );
    assert_eq!(
        try_step("exp-invert", &[7], values, good),
        Some(StepError::NoSuchPosition)
    );
    assert_eq!(
        try_step("algebra", &[1, 5], &[], good),
        Some(StepError::NoSuchPosition)
    );
    assert_eq!(
        try_step("exp-invert", &[], &values[..1], good),
        Some(StepError::Unbound)
    );
    assert_eq!(
        try_step("balance", &[], &[], good),
        Some(StepError::Unbound)
    );
    assert_eq!(
        try_step("log-invert", &[], values, good),
        Some(StepError::LeftSide)
    );
    let wrong = formula(&store, "log(y) = 2*x");
    assert_eq!(
        try_step("exp-invert", &[], values, wrong),
        Some(StepError::RightSide)
    );
    assert_eq!(
        try_step("arrange", &[], &[], wrong),
        Some(StepError::RightSide)
    );
    assert!(matches!(
        try_step("algebra", &[], &[], wrong),
        Some(StepError::NotAnInference(_))
    ));
    assert!(matches!(
        try_step("algebra", &[1], &[], formula(&store, "y = exp(x)*z/z")),
        Some(StepError::Condition(_))
    ));
    // An open condition on terms of the formula is added, one on nothing is refused.
    let values: &[(&str, &str)] = &[("a", "0"), ("b", "x"), ("c", "y")];
    let start = kernel.reflexive(formula(&store, "0*x = y"));
    let divide = step(
        &store,
        "product-divide",
        &[],
        values,
        formula(&store, "x = y/0"),
    );
    assert!(matches!(
        kernel.step(&start, &divide),
        Err(StepError::Condition(_))
    ));
}

/// Sums nested in sums: as deep as may be, neither the stack nor the time gives out.
#[test]
fn deep_sums_are_only_deep() {
    let store = Store::new();
    let kernel = Kernel::new(&store);
    let nest = |depth: usize, index: &dyn Fn(usize) -> String, inner: Expr| {
        (0..depth).fold(inner, |body, level| {
            let index = store.name(&index(level));
            let term = store.add([body, index].as_slice());
            store.bind(Head::Sum, index, store.int(1), store.name("n"), term)
        })
    };
    let (x, y) = (store.name("x"), store.name("y"));
    let same = |a, b| kernel.arranger().same(&store, a, b);
    let one = nest(50, &|_| "j".into(), x);
    let other = nest(50, &|level| format!("i{level}"), x);
    assert!(same(one, other), "equal up to the names of indices");
    assert!(!same(one, nest(50, &|_| "j".into(), y)));
    for depth in [200, 5_000] {
        let deep = nest(depth, &|level| format!("i{}", level % 7), x);
        let exp = store.call("exp", &[deep]);
        let start = kernel.reflexive(store.eq(y, exp));
        let values = [("a".to_owned(), deep), ("b".to_owned(), y)];
        let invert = Step {
            rule: "exp-invert".into(),
            path: Vec::new(),
            bindings: values.into_iter().collect(),
            after: store.eq(deep, store.call("log", &[y])),
        };
        assert!(kernel.step(&start, &invert).is_ok());
        // The clash renames every index i3.
        let binding = [(x, store.name("i3"))].into_iter().collect();
        let put = store.substitute(deep, &binding);
        assert!(store.free_names(put).contains(&store.name("i3")));
        // Too deep for the index names to be told apart from others: not proved, and no harm.
        let zero = store.sub(exp, exp);
        let start = kernel.reflexive(store.eq(y, zero));
        let cancel = step(&store, "algebra", &[1], &[], formula(&store, "y = 0"));
        assert!(matches!(
            kernel.step(&start, &cancel),
            Err(StepError::Condition(_))
        ));
    }
}
