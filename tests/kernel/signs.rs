//! Certificates of signs: those that the search finds are accepted, for true relations only, and a
//! certificate with anything in it changed proves nothing false.

use equiff::decide;
use equiff::expr::{Expr, Store};
use equiff::kernel::Kernel;
use equiff::kernel::arrange::Arranger;
use equiff::kernel::certificate::{Certificate, Deduction, Signs, Source};

use super::formula;

/// Relations, with what is known.
const TRUE: &[(&str, &[&str])] = &[
    ("x^2 + y^2 >= 2*x*y", &[]),
    ("x^2 + x*y + y^2 >= 0", &[]),
    ("p*(1 - p) <= 1/4", &[]),
    ("x + 1/x >= 2", &["x > 0"]),
    ("x/(1 + x) < 1", &["x > 0"]),
    ("x*y > 0", &["x > 0", "y > 0"]),
    ("x*y > 0", &["x < 0", "y < 0"]),
    ("x > 1", &["x > y", "y > 2"]),
    ("x >= z", &["x = y + 1", "y >= z - 1"]),
    ("x^2 > 0", &["x != 0"]),
    ("exp(x) > x", &[]),
    ("exp(x) + exp(-x) >= 2", &[]),
    ("log(x) < x", &[]),
    ("abs(x) + 1 > x", &[]),
    ("sigmoid(x)*(1 - sigmoid(x)) > 0", &[]),
    ("tanh(x)^2 < 1", &[]),
    ("x != y", &["x > 1", "y < 0"]),
    ("max(x, y) >= (x + y)/2", &[]),
];

fn found(store: &Store, goal: &str, known: &[&str]) -> (Expr, Vec<Expr>, Option<Signs>) {
    let goal = formula(store, goal);
    let known: Vec<Expr> = known.iter().map(|text| formula(store, text)).collect();
    let signs = decide::signs(store, &Arranger::default(), &known, goal);
    (goal, known, signs)
}

/// Whether the kernel accepts a certificate of a relation, its sides being defined.
fn accepts(store: &Store, goal: Expr, known: &[Expr], signs: &Signs) -> bool {
    let certificate = Certificate::Direct(Deduction::Signs(signs.clone()));
    let accepted = Kernel::new(store).verify(goal, known, &certificate);
    accepted.is_ok_and(|accepted| accepted.conditions.is_empty())
}

#[test]
fn what_is_found_is_accepted() {
    for (goal, known) in TRUE {
        let store = Store::new();
        let (goal_read, known_read, signs) = found(&store, goal, known);
        let signs = signs.unwrap_or_else(|| panic!("no certificate of {goal}"));
        assert!(accepts(&store, goal_read, &known_read, &signs), "{goal}");
    }
}

#[test]
fn nothing_is_found_for_what_is_false() {
    for (goal, known) in [
        ("x^2 + y^2 > 2*x*y", &[][..]),
        ("x^2 > 0", &[]),
        ("x + 1/x >= 2", &[]),
        ("x/(1 + x) < 1", &[]),
        ("p*(1 - p) < 1/4", &[]),
        ("exp(x) > 1 + x", &[]),
        ("x*y > 0", &["x > 0"]),
        ("abs(x) > x", &[]),
    ] {
        let store = Store::new();
        let (goal_read, known_read, signs) = found(&store, goal, known);
        let proved = signs.is_some_and(|signs| accepts(&store, goal_read, &known_read, &signs));
        assert!(!proved, "{goal}");
    }
}

/// A certificate of one relation with one thing in it changed is offered as the proof of the same
/// relation and of a false one.
#[test]
fn changed_certificates_prove_nothing_false() {
    let mut tried = 0;
    for (goal, known) in TRUE {
        let store = Store::new();
        let (goal_read, known_read, signs) = found(&store, goal, known);
        let Some(signs) = signs else { continue };
        let negation = match (store.head(goal_read), store.args(goal_read)) {
            (equiff::expr::Head::Relation(r), [a, b]) => store.relate(r.negated(), *a, *b),
            _ => unreachable!("a relation"),
        };
        for changed in changes(&store, &signs) {
            tried += 1;
            assert!(
                !accepts(&store, negation, &known_read, &changed),
                "{goal}: {changed:?}"
            );
            // A smaller part may be a proof still, but not of more than is true.
            let less: Vec<Expr> = known_read.iter().skip(1).copied().collect();
            if !less.is_empty() || known_read.len() == 1 {
                assert!(
                    !accepts(&store, goal_read, &less, &changed),
                    "{goal}: {changed:?}"
                );
            }
        }
        assert!(!accepts(&store, negation, &known_read, &signs), "{goal}");
    }
    assert!(tried > 300, "{tried}");
}

fn changes(store: &Store, signs: &Signs) -> Vec<Signs> {
    let mut all = Vec::new();
    for k in 0..signs.products.len() {
        let mut put = |change: &dyn Fn(&mut equiff::kernel::certificate::Product)| {
            let mut changed = signs.clone();
            change(&mut changed.products[k]);
            all.push(changed);
        };
        put(&|p| p.factor = store.neg(p.factor));
        put(&|p| p.factor = store.int(0));
        put(&|p| p.factor = store.add([p.factor, store.int(1)].as_slice()));
        put(&|p| p.square = store.add([p.square, store.int(1)].as_slice()));
        put(&|p| p.square = store.int(0));
        put(&|p| p.of.push(0));
        put(&|p| p.of.clear());
        put(&|p| p.of.push(99));
        let mut without = signs.clone();
        without.products.remove(k);
        all.push(without);
    }
    for k in 0..signs.hypotheses.len() {
        for source in [
            Source::Assumed,
            Source::Denied,
            Source::Law("exp-positive".into(), Vec::new()),
            Source::Law("no-such-law".into(), Vec::new()),
        ] {
            let mut changed = signs.clone();
            if changed.hypotheses[k].source != source {
                changed.hypotheses[k].source = source;
                all.push(changed);
            }
        }
        let mut changed = signs.clone();
        let (x, zero) = (store.name("x"), store.int(0));
        changed.hypotheses[k].formula = store.relate(equiff::expr::Relation::Greater, x, zero);
        if changed != *signs {
            all.push(changed);
        }
        let mut without = signs.clone();
        without.hypotheses.remove(k);
        all.push(without);
    }
    all
}

/// Equations from equations, with cofactors; changed ones prove nothing false.
#[test]
fn cofactors_are_checked() {
    for (goal, known) in [
        ("a^3 = b^3", &["a = b"][..]),
        ("x*y = z^2", &["x = y", "y = z"]),
        ("x^2 = 4", &["x = -2"]),
        ("sqrt(x)^2 + 1 = x + 1", &["x > 0"]),
    ] {
        let store = Store::new();
        let goal_read = formula(&store, goal);
        let known_read: Vec<Expr> = known.iter().map(|text| formula(&store, text)).collect();
        let found = decide::identity(&store, &Arranger::default(), &known_read, goal_read);
        let found = found.unwrap_or_else(|| panic!("no cofactors for {goal}"));
        let accepts = |goal: Expr, known: &[Expr], equations: &[_]| {
            let premise = store.and(known.iter().copied());
            let deduction = Deduction::Identity(equations.to_vec());
            let statement = store.make(equiff::expr::Head::Implies, [premise, goal].as_slice());
            let kernel = Kernel::new(&store);
            kernel
                .verify(statement, &[], &Certificate::Direct(deduction))
                .is_ok()
        };
        assert!(accepts(goal_read, &known_read, &found), "{goal}");
        let other = formula(&store, "a^3 = b^3 + 1");
        assert!(!accepts(other, &known_read, &found), "{goal}");
        if !found.is_empty() && known.iter().any(|text| text.contains(" = ")) {
            assert!(
                !accepts(goal_read, &[formula(&store, "q = 1")], &found),
                "{goal}"
            );
            let mut changed = found.clone();
            changed[0].1 = store.add([changed[0].1, store.int(1)].as_slice());
            assert!(!accepts(goal_read, &known_read, &changed), "{goal}");
        }
    }
    // The equation must be assumed, not an order.
    let store = Store::new();
    let goal = formula(&store, "x = 2");
    let known = [formula(&store, "x >= 2")];
    assert!(decide::identity(&store, &Arranger::default(), &known, goal).is_none());
}
