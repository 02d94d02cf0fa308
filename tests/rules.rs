//! Every declared rule, sampled with exact and interval arithmetic where its conditions hold: both
//! sides are true, or defined and equal, at the same points. A rule that no point reaches is a
//! failure.

#[path = "common/points.rs"]
mod points;

use std::collections::HashSet;

use equiff::expr::Head;
use equiff::expr::Store;
use equiff::kernel::Kernel;
use equiff::{laws, parse, rules};
use points::{Statement, examine};

#[test]
fn every_rule_is_true_where_its_conditions_hold() {
    let mut names = HashSet::new();
    for entry in rules::ALL.iter().flat_map(|list| list.iter()) {
        assert!(names.insert(entry.name), "{} is declared twice", entry.name);
        assert!(!entry.why.is_empty(), "{}", entry.name);
        let store = Store::new();
        let kernel = Kernel::new(&store);
        let rule = kernel
            .rule(entry.name)
            .unwrap_or_else(|| panic!("{} is unreadable", entry.name));
        let is_term = !store.head(rule.left()).is_formula();
        // Terms agree in definedness and value when they equal the same numbers.
        let value = store.name("value");
        let side = |e| if is_term { store.eq(value, e) } else { e };
        let statement = Statement {
            conditions: rule.given().to_vec(),
            left: side(rule.left()),
            right: side(rule.right()),
        };
        let mut random = fastrand::Rng::with_seed(3);
        let tally = examine(&store, &statement, &mut random, 1_500);
        assert!(
            tally.counterexample.is_none(),
            "{}: {:?}",
            entry.name,
            tally.counterexample
        );
        assert!(
            tally.decided >= 20 && tally.on >= 10,
            "{}: {tally:?}",
            entry.name
        );
    }
    assert!(names.len() >= 60, "{}", names.len());
}

/// A law is true just where both of its sides are defined.
#[test]
fn every_law_is_true_where_both_sides_are_defined() {
    let mut names = HashSet::new();
    for law in laws::ALL.iter().flat_map(|list| list.iter()) {
        assert!(names.insert(law.name), "{} is declared twice", law.name);
        let store = Store::new();
        let formula = parse::formula(&store, law.statement).expect(law.name);
        assert!(
            matches!(store.head(formula), Head::Relation(_)),
            "{}",
            law.name
        );
        let sides = store.args(formula).to_vec();
        let statement = Statement {
            conditions: Vec::new(),
            left: formula,
            right: store.and(sides.into_iter().map(|side| store.eq(side, side))),
        };
        let mut random = fastrand::Rng::with_seed(5);
        let tally = examine(&store, &statement, &mut random, 1_500);
        assert!(tally.counterexample.is_none(), "{}: {tally:?}", law.name);
        assert!(tally.on >= 20, "{}: {tally:?}", law.name);
    }
    assert!(names.len() >= 20, "{}", names.len());
}

/// The sampling sees a rule that is false at few points.
#[test]
fn false_rules_are_seen() {
    for (statement, given) in [
        ("log(a*b) = value <=> log(a) + log(b) = value", &[][..]),
        ("a^2 = b <=> a = sqrt(b)", &[]),
        ("a*b = c <=> b = c/a", &[]),
        ("a/a = value <=> 1 = value", &[]),
        ("a^0 = value <=> 1 = value", &[]),
        ("tan(b) = a <=> b = atan(a)", &[]),
        ("a^r = b <=> a = b^(1/r)", &["r != 0"]),
        ("-a < b <=> a > -b + 1/10", &[]),
        ("sum(j, 1, n, a[j]) = value <=> n*a[1] = value", &[]),
    ] {
        let store = Store::new();
        let read = |text: &str| equiff::parse::formula(&store, text).unwrap();
        let (left, right) = statement.split_once("<=>").unwrap();
        let statement_ = Statement {
            conditions: given.iter().map(|text| read(text)).collect(),
            left: read(left),
            right: read(right),
        };
        let mut random = fastrand::Rng::with_seed(3);
        let tally = examine(&store, &statement_, &mut random, 1_500);
        assert!(tally.counterexample.is_some(), "{statement}");
    }
}
