//! What holds only under a condition: theorems of school algebra, with the conditions that its
//! cancelling laws have, and what holds on thin sets alone and is false.

use equiff::check::{self, Report, Verdict};
use equiff::expr::Store;
use equiff::render::plain;

fn report(store: &Store, claim: &str) -> Report {
    check::plain(store, claim).unwrap_or_else(|faults| panic!("{claim}: {faults:?}"))
}

fn conditions(claim: &str) -> Vec<String> {
    let store = Store::new();
    let report = report(&store, claim);
    assert_eq!(
        report.verdict,
        Verdict::Conditional,
        "{claim}: {}",
        report.message
    );
    let conditions = report.conditions.iter().map(|c| plain(&store, *c));
    conditions.collect()
}

#[test]
fn cancelling_laws_have_their_conditions() {
    for (claim, condition) in [
        ("w*x = w*y <=> x = y", "w != 0"),
        ("x*y = 0 => x = 0", "y != 0"),
        ("a*x^2 + b*x = 0 <=> a*x + b = 0", "x != 0"),
        ("x*y = x <=> y = 1", "x != 0"),
        ("x*log(y) = 0 <=> y = 1", "x != 0"),
        ("x^2 + x = 0 <=> x = 0", "x != -1"),
        ("a + x = b + x <=> a*x = b*x", "x != 0"),
    ] {
        assert_eq!(conditions(claim), [condition], "{claim}");
    }
}

#[test]
fn a_solution_that_is_one_is_no_size() {
    assert_eq!(conditions("x^2 = 1 <=> x = 1"), ["x >= 0"]);
}

#[test]
fn rounding_hides_nothing() {
    for (claim, condition) in [
        ("log(x)*sin(pi) = 0", "x > 0"),
        ("10^400*x/(10^400*x) = 1", "x != 0"),
        ("(sqrt(2)^2 - 2)/x = 0", "x != 0"),
        ("(10^20 + 1 - 10^20)*abs(x) = x", "x >= 0"),
    ] {
        assert_eq!(conditions(claim), [condition], "{claim}");
    }
    assert!(!conditions("sqrt(x^2*10^700) = 10^350*x").is_empty());
}

#[test]
fn what_holds_on_a_thin_set_or_under_itself_is_false() {
    for claim in [
        "x = 2 <=> x > 1",
        "x = 2 <=> x >= 2",
        "x + y = 3 <=> x = 1 and y = 2",
        "x^2 <= 1 <=> x^4 = 0",
        "x^2 <= 0 <=> x <= 0",
        "x > 1000 <=> x > 1001",
        "log(1 + exp(z)) = z for z > 50",
    ] {
        let store = Store::new();
        let report = report(&store, claim);
        assert_eq!(
            report.verdict,
            Verdict::Refuted,
            "{claim}: {}",
            report.message
        );
    }
}

/// A size stays one where an index has its name; what fails at small sizes has a condition.
#[test]
fn sizes_keep_their_status() {
    for claim in [
        "sum(n, 1, n, n) = n*(n+1)/2",
        "sum(j, 1, n, 1) + sum(n, 1, 3, n) = n + 6",
        "sum(j, 1, n, j^2) = n*(n+1)*(2*n+1)/6",
        "sum(j, 0, n, j) = n*(n+1)/2",
    ] {
        let store = Store::new();
        let report = report(&store, claim);
        assert_eq!(
            report.verdict,
            Verdict::Equivalent,
            "{claim}: {}",
            report.message
        );
    }
    assert_eq!(conditions("sum(j, 1, n - 2, 1) = n - 2"), ["n >= 2"]);
    assert_eq!(
        conditions("sum(j, 1, n - 3, j) = (n - 3)*(n - 2)/2"),
        ["n >= 3"]
    );
}

/// With an exponent that is an integer by its form 0^0 is 1; a name that is a number and a vector in
/// one formula was not read right.
#[test]
fn no_counterexample_comes_of_a_wrong_reading() {
    for claim in [
        "x^0 = 1",
        "sum(k, 0, n, choose[n, k]*a^(n - k)*b^k) = (a + b)^n for a = 0 and b = 0",
        "x = 0 <=> sum(j, 1, n, x[j]^2) = 0",
    ] {
        let store = Store::new();
        let report = report(&store, claim);
        assert_ne!(
            report.verdict,
            Verdict::Refuted,
            "{claim}: {}",
            report.message
        );
    }
    let store = Store::new();
    assert_eq!(report(&store, "x^x = 1").verdict, Verdict::Refuted);
}

/// Values that look alike are shown with the digits in which they differ.
#[test]
fn messages_show_the_difference() {
    let store = Store::new();
    let message = report(&store, "log(1 + exp(z)) = z for z = 20").message;
    assert!(message.contains("20.00000000206"), "{message}");
}
