//! Single steps each of which would prove something false.

use equiff::expr::{Expr, Store};
use equiff::kernel::Kernel;

use super::{formula, points, statement, step};

struct Attack {
    given: &'static [&'static str],
    before: &'static str,
    rule: &'static str,
    path: &'static [u32],
    values: &'static [(&'static str, &'static str)],
    after: &'static str,
}

const fn attack(
    before: &'static str,
    rule: &'static str,
    path: &'static [u32],
    values: &'static [(&'static str, &'static str)],
    after: &'static str,
) -> Attack {
    Attack {
        given: &[],
        before,
        rule,
        path,
        values,
        after,
    }
}

/// Single steps each of which would prove something false.
const ATTACKS: &[Attack] = &[
    // What is known of a free k says nothing of a bound one.
    attack(
        "k != 0 and y = 0*sum(k, 0, 3, 1/k)",
        "algebra",
        &[1, 1],
        &[],
        "k != 0 and y = 0",
    ),
    attack(
        "k >= 0 and y = sum(k, -1, 1, abs(k))",
        "choose",
        &[1, 1],
        &[],
        "k >= 0 and y = sum(k, -1, 1, k)",
    ),
    attack(
        "y = if(j > 0, 1, 2) + sum(j, 1, 3, if(j > 0, 1, 2))",
        "lift",
        &[1],
        &[],
        "y = if(j > 0, 1 + sum(j, 1, 3, 1), 2 + sum(j, 1, 3, 2))",
    ),
    attack(
        "sum(j, 1, 2, x[j]) = -5; x[k] != 0 for k in 1..2",
        "implied",
        &[],
        &[],
        "sum(j, 1, 2, x[j]) = -5",
    ),
    attack(
        "k > 0 and y = sum(k, -1, 1, k/k)",
        "algebra",
        &[1, 1, 3],
        &[],
        "k > 0 and y = sum(k, -1, 1, 1)",
    ),
    // An index may be below 1, and then the sum is empty.
    attack(
        "sum(j, 1, k, exp(x[j])) > 0 and y[k] = 1 for k in 0..2",
        "implied",
        &[3],
        &[],
        "y[k] = 1 for k in 0..2",
    ),
    attack(
        "y = sum(j, 1, 0, exp(x[j]))/sum(j, 1, 0, exp(x[j]))",
        "algebra",
        &[1],
        &[],
        "y = 1",
    ),
    // A condition must not be proved from itself.
    attack(
        "(z > 0 and y = 1) or (z <= 0 and y = x/x)",
        "merge",
        &[],
        &[],
        "y = 1",
    ),
    attack(
        "(z > 0 and y = 1) or (z < 0 and y = 1)",
        "merge",
        &[],
        &[],
        "y = 1",
    ),
    attack(
        "(z > 0 and y = 1) or (z <= 0 and y = 2)",
        "merge",
        &[],
        &[],
        "y = 1",
    ),
    attack(
        "(z > 0 and y = z) or (z <= 0 and y = -z)",
        "merge",
        &[],
        &[],
        "z >= 0 and y = abs(z)",
    ),
    // A guard that is undefined is false, and so is its negation.
    attack(
        "y = if(log(x) > 0, 1, 2)",
        "cases",
        &[],
        &[],
        "(log(x) > 0 and y = 1) or (log(x) <= 0 and y = 2)",
    ),
    attack(
        "y = if(log(x) > 0, 1, x/x)",
        "algebra",
        &[1, 2],
        &[],
        "y = if(log(x) > 0, 1, 1)",
    ),
    attack(
        "if(log(x) > 0, 1, 2) > 0 and y = x/x",
        "algebra",
        &[1, 1],
        &[],
        "if(log(x) > 0, 1, 2) > 0 and y = 1",
    ),
    attack(
        "not log(x) > 0 and y = x/x",
        "algebra",
        &[1, 1],
        &[],
        "not log(x) > 0 and y = 1",
    ),
    attack(
        "(log(x) > 0 or z = 1) and y = x/x",
        "algebra",
        &[1, 1],
        &[],
        "(log(x) > 0 or z = 1) and y = 1",
    ),
    // A scalar and a vector of the same name are two variables.
    attack(
        "x = y and x[1] = 2",
        "substitute",
        &[],
        &[("x", "x"), ("t", "y")],
        "x = y and y[1] = 2",
    ),
    attack(
        "x = 3 and sum(j, 1, n, x[j]) = 2",
        "substitute",
        &[],
        &[("x", "x"), ("t", "y")],
        "x = 3 and sum(j, 1, n, y[j]) = 2",
    ),
    attack(
        "x[1] = 3 and x[2] = 2",
        "substitute",
        &[],
        &[("x", "x[1]"), ("t", "3")],
        "x[1] = 3 and 3 = 2",
    ),
    attack(
        "j = 2 and sum(j, 1, 3, x[j]) = y",
        "substitute",
        &[],
        &[("x", "j"), ("t", "2")],
        "j = 2 and sum(j, 1, 3, x[2]) = y",
    ),
    attack(
        "x = j and sum(j, 1, 3, x*j) = y",
        "substitute",
        &[],
        &[("x", "x"), ("t", "j")],
        "x = j and sum(j, 1, 3, j*j) = y",
    ),
    attack(
        "x = 1 and y = x",
        "substitute",
        &[],
        &[("x", "x"), ("t", "1")],
        "y = 1 and y = 1",
    ),
    // Terms that are undefined somewhere.
    attack("y = x/x", "algebra", &[1], &[], "y = 1"),
    attack("y = 0*log(x)", "algebra", &[1], &[], "y = 0"),
    attack("y = x^2/x", "algebra", &[1], &[], "y = x"),
    attack("y = log(x) - log(x)", "algebra", &[1], &[], "y = 0"),
    attack("y = (1/x)^(-1)", "algebra", &[1], &[], "y = x"),
    attack("y = x^1 - x + x^0", "algebra", &[1], &[], "y = 1"),
    attack(
        "y = sqrt(x)^2",
        "sqrt-square",
        &[1],
        &[("a", "sqrt(x)")],
        "y = sqrt(x)",
    ),
    attack(
        "y = log(x^2)",
        "log-product",
        &[1],
        &[("a", "x"), ("b", "x")],
        "y = log(x) + log(x)",
    ),
    attack(
        "y = x/x",
        "log-exp",
        &[1],
        &[("a", "x/x - 1")],
        "y = x/x - 1",
    ),
    attack("y = 1 and x/x = 1", "implied", &[], &[], "y = 1"),
    attack("y = x", "balance", &[], &[("k", "1")], "y + 1/x = x + 1/x"),
    attack("y = x", "balance", &[], &[("k", "x")], "x*y = x*x"),
    attack("y = x", "balance", &[], &[("k", "0")], "1 = 1"),
    attack("y < x", "balance", &[], &[("k", "-1")], "-y < -x"),
    attack("y < x", "balance", &[], &[("k", "z^2")], "z^2*y < z^2*x"),
    attack(
        "y = max(log(x), 2)",
        "max-cases",
        &[1],
        &[("a", "log(x)"), ("b", "2")],
        "y = if(log(x) >= 2, log(x), 2)",
    ),
    attack("y = if(abs(1/x) >= 0, 1, 2)", "choose", &[1], &[], "y = 1"),
    attack(
        "y = x^(0.5)",
        "power-invert-even",
        &[],
        &[("a", "y"), ("n", "2"), ("b", "x")],
        "y^2 = x",
    ),
    attack(
        "y^(1/3) = x",
        "power-invert-odd",
        &[],
        &[("a", "x"), ("n", "3"), ("b", "y")],
        "x^3 = y",
    ),
    attack(
        "y^2 = x",
        "power-invert-even",
        &[],
        &[("a", "y"), ("n", "2"), ("b", "x")],
        "y = x^(1/2)",
    ),
    attack(
        "y^0 = 1",
        "power-invert-positive",
        &[],
        &[("a", "y"), ("r", "0"), ("b", "1")],
        "y = 1^(1/0) and 1 > 0",
    ),
    // Sizes are at least 1.
    attack(
        "p[k] = exp(k)/sum(l, 1, 0, exp(l)) for k in 1..0",
        "softmax-ratios",
        &[],
        &[("p", "p[at1]"), ("a", "exp(at1)"), ("K", "0")],
        "p[k]/p[0] = exp(k)/exp(0) for k in 1..-1; sum(k, 1, 0, p[k]) = 1",
    ),
    // Neither a bound index nor the base of an entry is a number.
    attack("y = sum(j, 1, 3, 2)", "unroll", &[], &[], "y = 2 + 2"),
    attack("x[k] > 0 for k in 1..2", "unroll", &[], &[], "x[1] > 0"),
    attack("x[k] > 0 for k in 2..1", "unroll", &[], &[], "x[1] > 0"),
    // Equations and inequalities that do not follow.
    attack("x^2 = 4 and x = 2", "implied", &[], &[], "x^2 = 4"),
    attack("x*y = 0 and x = 0", "implied", &[], &[], "x*y = 0"),
    attack("x^2 = y^2 and x = y", "implied", &[], &[], "x^2 = y^2"),
    attack("x^4 = y^4 and abs(x) = y", "implied", &[], &[], "x^4 = y^4"),
    attack("x^2 > 4 and x > 2", "implied", &[], &[], "x^2 > 4"),
    attack(
        "x^2 >= 2*x*y - y^2 and x != y",
        "implied",
        &[],
        &[],
        "x^2 >= 2*x*y - y^2",
    ),
    attack(
        "x^2 + y^2 <= 2 and x + y < 2",
        "implied",
        &[],
        &[],
        "x^2 + y^2 <= 2",
    ),
    // A square root is not negative, and what is under it neither.
    attack("x = y^2 and sqrt(x) = y", "implied", &[], &[], "x = y^2"),
    attack("x^2 = y and x = sqrt(y) ", "implied", &[], &[], "x^2 = y"),
    attack("x <= 1 and sqrt(x) <= 1", "implied", &[], &[], "x <= 1"),
    attack("x^(1/3) = y and x = -1", "implied", &[], &[], "x^(1/3) = y"),
    // The sign of a denominator is not known.
    attack("1/x < 1 and x > 1", "implied", &[], &[], "1/x < 1"),
    attack("x/y > 0 and x > 0", "implied", &[], &[], "x/y > 0"),
    attack(
        "(x - 1)^2*y >= 0 and y >= 0",
        "implied",
        &[],
        &[],
        "(x - 1)^2*y >= 0",
    ),
    attack(
        "y*(x - 1)/(x - 1)^2 = 0 and x*y = y",
        "implied",
        &[],
        &[],
        "x*y = y",
    ),
    // Beside a relation, its sides must be defined.
    attack("x != 0 and 1/y != 1/y + x", "implied", &[], &[], "x != 0"),
    attack("x > 0 and abs(log(y)) >= 0", "implied", &[], &[], "x > 0"),
    attack(
        "x = 1/2 and x^2 = root(1/2, 2)^5",
        "implied",
        &[],
        &[],
        "x = 1/2",
    ),
    attack(
        "max(x, y) >= 1 and x >= 1",
        "implied",
        &[],
        &[],
        "max(x, y) >= 1",
    ),
    attack(
        "sin(x)^2 = 1 and sin(x) = 1",
        "implied",
        &[],
        &[],
        "sin(x)^2 = 1",
    ),
    // Conditions.
    attack("y = x and x > 0", "assume", &[], &[], "y = x and x > 1"),
    attack("y = x", "discharge", &[], &[("c", "x > 0")], "y = x"),
    Attack {
        given: &["x > 0"],
        before: "y = x",
        rule: "discharge",
        path: &[],
        values: &[("c", "x > 0")],
        after: "y = x",
    },
    Attack {
        given: &["x > 1"],
        before: "y = x",
        rule: "condition",
        path: &[],
        values: &[("c", "x > 1"), ("d", "x > 0")],
        after: "y = x",
    },
    Attack {
        given: &["x > 0"],
        before: "y = 1",
        rule: "condition",
        path: &[],
        values: &[("c", "x > 0"), ("d", "1")],
        after: "y = 1",
    },
    Attack {
        given: &["k > 0"],
        before: "y = sum(k, -1, 1, exp(log(k)))",
        rule: "exp-log",
        path: &[1, 3],
        values: &[("a", "k")],
        after: "y = sum(k, -1, 1, k)",
    },
    // What is known of each entry in one range says nothing of another, nor of another vector.
    Attack {
        given: &["x[j] = 0 for j in 2..n"],
        before: "y = sum(j, 1, n, x[j])",
        rule: "equal",
        path: &[1, 3],
        values: &[],
        after: "y = sum(j, 1, n, 0)",
    },
    Attack {
        given: &["x[j] = z[j] for j in 1..n"],
        before: "y = sum(j, 1, n, w[j]*x[j])",
        rule: "equal",
        path: &[1, 3, 0],
        values: &[],
        after: "y = sum(j, 1, n, z[j]*x[j])",
    },
    // The index of the sum is not the one of which something is known.
    Attack {
        given: &["x[k] = 0"],
        before: "y = sum(k, 1, 3, x[k])",
        rule: "equal",
        path: &[1, 3],
        values: &[],
        after: "y = sum(k, 1, 3, 0)",
    },
    Attack {
        given: &["x[j] = k for j in 1..3"],
        before: "y = sum(k, 1, 3, x[k])",
        rule: "equal",
        path: &[1, 3],
        values: &[],
        after: "y = sum(k, 1, 3, k)",
    },
    // Ends of ranges and indices count, and stay.
    Attack {
        given: &["n = m + 1"],
        before: "y = sum(j, 1, n, 1)",
        rule: "equal",
        path: &[1, 2],
        values: &[],
        after: "y = sum(j, 1, m + 1, 1)",
    },
    Attack {
        given: &["k = m/2"],
        before: "y = x[k]",
        rule: "equal",
        path: &[1, 1],
        values: &[],
        after: "y = x[m/2]",
    },
    attack(
        "sum(j, 1, n, x[j]^2) = 0",
        "squares-vanish",
        &[],
        &[("a", "x[at1]"), ("m", "1"), ("n", "n")],
        "x[j] = 0 for j in 2..n",
    ),
    attack(
        "sum(j, 1, n, x[j]) = 0",
        "squares-vanish",
        &[],
        &[("a", "x[at1]"), ("m", "1"), ("n", "n")],
        "x[j] = 0 for j in 1..n",
    ),
    attack(
        "sum(j, 1, 3, log(x[j])^2) = 0",
        "squares-vanish",
        &[],
        &[("a", "log(x[1])"), ("m", "1"), ("n", "3")],
        "log(x[1]) = 0 for j in 1..3",
    ),
];

#[test]
fn false_steps_are_rejected() {
    let mut accepted = Vec::new();
    for one in ATTACKS {
        let store = Store::new();
        let kernel = Kernel::new(&store);
        let given: Vec<Expr> = one.given.iter().map(|text| formula(&store, text)).collect();
        let start = kernel.reflexive_under(formula(&store, one.before), &given);
        let after = formula(&store, one.after);
        let step = step(&store, one.rule, one.path, one.values, after);
        if let Ok(theorem) = kernel.step(&start, &step) {
            let conditions = theorem
                .conditions()
                .iter()
                .map(|c| equiff::render::plain(&store, *c));
            let conditions: Vec<String> = conditions.collect();
            // An open condition may save it.
            let statement = statement(&theorem);
            let tally = points::examine(&store, &statement, &mut fastrand::Rng::with_seed(1), 200);
            let what = format!(
                "{} by {} to {}: {conditions:?}",
                one.before, one.rule, one.after
            );
            if conditions.len() == given.len() || tally.counterexample.is_some() {
                accepted.push(format!("{what}: {:?}", tally.counterexample));
            }
        }
    }
    assert!(accepted.is_empty(), "{accepted:#?}");
}

/// A lemma about a sum is one about positive sizes, wherever the sum starts.
#[test]
fn lemmas_about_sums_are_none_about_empty_ranges() {
    for (low, sum, term) in [
        ("0", "sum(j, 0, n, c)", "(n + 1)*c"),
        ("1", "sum(j, 1, n, c)", "n*c"),
        ("2", "sum(j, 2, n, c)", "(n - 1)*c"),
    ] {
        let store = Store::new();
        let kernel = Kernel::new(&store);
        let (before, after) = (format!("p = {sum}"), format!("p = {term}"));
        let length = super::proved(&kernel, &before, &[("algebra", &[1], &[], &after)]);
        kernel.lemma("length", "", &length, &[]);
        for size in ["-5", "0", "1/2", "pi"] {
            let values = [("n", size), ("p", "y"), ("c", "c")];
            let before = format!("y = sum(j, {low}, {size}, c)");
            let after = format!("y = {}", term.replace('n', &format!("({size})")));
            super::refused(&kernel, &before, "length", &[], &values, &after);
        }
        // At a positive one, and at another name that is a size already, it holds.
        for size in ["4", "m"] {
            let values = [("n", size), ("p", "y"), ("c", "c")];
            let before = formula(&store, &format!("y = sum(j, {low}, {size}, c)"));
            let after = formula(&store, &format!("y = {}", term.replace('n', size)));
            let step = step(&store, "length", &[], &values, after);
            assert!(
                kernel.step(&kernel.reflexive(before), &step).is_ok(),
                "{low} {size}"
            );
        }
    }
    let store = Store::new();
    let kernel = Kernel::new(&store);
    super::refused(
        &kernel,
        "y = sum(j, 3, n, c)",
        "algebra",
        &[1],
        &[],
        "y = (n - 2)*c",
    );
}

/// A variable becomes no size on the way: `y = m` holds at m = -1 too, where `y = m and y > 0`
/// does not.
#[test]
fn steps_make_no_name_a_size() {
    let store = Store::new();
    let kernel = Kernel::new(&store);
    let length = super::proved(
        &kernel,
        "p = sum(j, 1, n, 1)",
        &[("algebra", &[1], &[], "p = n")],
    );
    kernel.lemma("length", "", &length, &[]);
    let values = [("n", "m"), ("p", "y")];
    super::refused(
        &kernel,
        "y = m",
        "length",
        &[],
        &values,
        "y = sum(j, 1, m, 1)",
    );
    super::refused(
        &kernel,
        "y = 0",
        "algebra",
        &[1],
        &[],
        "y = 0*sum(j, 1, m, 1)",
    );
}

/// A name is what it is, not what it is spelled like: indices of normal forms are called #1, and
/// at j = 2 the sum is undefined, whatever is known of a variable that is called so.
#[test]
fn spelling_captures_nothing() {
    for spelling in ["#1", "#2", "@1", "@@1", "#size1"] {
        let store = Store::new();
        let kernel = Kernel::new(&store);
        let (name, y) = (store.name(spelling), store.name("y"));
        let known = store.relate(equiff::expr::Relation::Greater, name, store.int(5));
        let sum = formula(&store, "y = 0*sum(j, 1, 3, 1/(j - 2))");
        let before = store.and([known, sum]);
        let after = store.and([known, store.eq(y, store.int(0))]);
        let step = step(&store, "algebra", &[1, 1], &[], after);
        assert!(
            kernel.step(&kernel.reflexive(before), &step).is_err(),
            "{spelling}"
        );
    }
}
