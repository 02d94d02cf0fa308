//! Certificates: right ones are accepted with the conditions that they need, and trees that prove
//! something false, or prove it wrongly, are rejected.

use equiff::expr::{Expr, Store};
use equiff::kernel::Kernel;
use equiff::kernel::certificate::{Certificate, Deduction};

use super::formula;

/// Whether the kernel accepts a certificate, and under which conditions.
fn verdict(
    statement: &str,
    given: &[&str],
    certificate: impl FnOnce(&Store) -> Certificate,
) -> Option<Vec<String>> {
    let store = Store::new();
    let kernel = Kernel::new(&store);
    let given: Vec<Expr> = given.iter().map(|text| formula(&store, text)).collect();
    let certificate = certificate(&store);
    let accepted = kernel.verify(formula(&store, statement), &given, &certificate);
    let conditions = accepted.ok()?.conditions;
    let plain = |c: &Expr| equiff::render::plain(&store, *c);
    Some(conditions.iter().map(plain).collect())
}

fn accepted(statement: &str, given: &[&str], certificate: impl FnOnce(&Store) -> Certificate) {
    assert_eq!(
        verdict(statement, given, certificate),
        Some(Vec::new()),
        "{statement}"
    );
}

fn rejected(statement: &str, given: &[&str], certificate: impl FnOnce(&Store) -> Certificate) {
    assert_eq!(verdict(statement, given, certificate), None, "{statement}");
}

fn meeting(_: &Store) -> Certificate {
    Certificate::Meeting {
        left: Vec::new(),
        right: Vec::new(),
    }
}

fn mutual(_: &Store) -> Certificate {
    Certificate::Mutual {
        forth: Deduction::Follows,
        back: Deduction::Follows,
    }
}

fn direct(_: &Store) -> Certificate {
    Certificate::Direct(Deduction::Follows)
}

fn cases(relation: &'static str) -> impl FnOnce(&Store) -> Certificate {
    move |s| Certificate::Cases {
        relation: formula(s, relation),
        yes: Box::new(mutual(s)),
        no: Box::new(mutual(s)),
    }
}

fn by(deduction: impl FnOnce(&Store) -> Deduction) -> impl FnOnce(&Store) -> Certificate {
    move |s| Certificate::Direct(deduction(s))
}

fn follows() -> Box<Deduction> {
    Box::new(Deduction::Follows)
}

#[test]
fn right_certificates_are_accepted() {
    accepted("x + y = 1 <=> 1 = y + x", &[], meeting);
    accepted("x + y = y + x", &[], meeting);
    accepted("x = y + 1 <=> y = x - 1", &[], mutual);
    accepted("x > 2 => x > 1", &[], direct);
    accepted("x^2 + 1 > x", &[], direct);
    accepted("x = 1 => x^2 = 1", &[], |s| {
        let (name, value) = (s.name("x"), s.int(1));
        let then = follows();
        Certificate::Direct(Deduction::Substitute { name, value, then })
    });
    accepted("abs(x) = 1 or x = 1 => x^2 = 1", &[], |s| {
        Certificate::Direct(Deduction::Split {
            assumption: formula(s, "abs(x) = 1 or x = 1"),
            cases: vec![Deduction::Follows, Deduction::Follows],
        })
    });
    let conditions = verdict("x = 1 => y > 0", &[], by(|_| Deduction::Condition));
    assert_eq!(conditions, Some(vec!["y > 0".to_owned()]));
}

#[test]
fn wrong_certificates_are_rejected() {
    rejected("x = 1 <=> x = 2", &[], meeting);
    rejected("x/x = 1", &[], meeting);
    rejected("x > 1 => x > 2", &[], direct);
    rejected("x > 1 <=> x >= 1", &[], mutual);
    // One direction is not both.
    rejected("x > 2 <=> x > 1", &[], direct);
    rejected("x = 1 => x = 2", &[], |_| Certificate::Vacuous);
    // Where a relation is undefined, neither it nor its negation holds.
    rejected(
        "log(x)^2 >= 0 <=> x > 0 or x <= 0",
        &[],
        cases("log(x) > 0"),
    );
    rejected("x = x => log(x) > 0 or log(x) <= 0", &[], |s| {
        Certificate::Direct(Deduction::Either {
            relation: formula(s, "log(x) > 0"),
            yes: follows(),
            no: follows(),
        })
    });
    // A case is missing, or the disjunction not assumed.
    let split = |assumption: &'static str, number: usize| {
        by(move |s| Deduction::Split {
            assumption: formula(s, assumption),
            cases: vec![Deduction::Follows; number],
        })
    };
    rejected("x = 1 or x = 2 => x = 1", &[], split("x = 1 or x = 2", 1));
    rejected("x = 1 or x = 2 => x = 1", &[], split("x = 1 or x = 2", 2));
    rejected("x >= 1 => x = 1", &[], split("x = 1 or x = 1", 2));
    rejected("x >= 1 => x = 1", &[], split("x >= 1", 0));
    // The equation that is put in is not assumed, or not put in everywhere alike.
    let put = |name: &'static str, value: &'static str| {
        by(move |s| Deduction::Substitute {
            name: term(s, name),
            value: term(s, value),
            then: follows(),
        })
    };
    rejected("x >= 1 => x = 1", &[], put("x", "1"));
    rejected("x^2 = 4 => x = 2", &[], put("x", "2"));
    rejected("x + y = 2 => x = 2", &[], put("x + y", "2"));
    // What holds at a point says nothing of a derivative there.
    rejected("x = 1 => diff(x^2, x) = diff(1, x)", &[], put("x", "1"));
    rejected("x = y => diff(x, x) = diff(y, x)", &[], put("x", "y"));
    // Bounds of ranges stay names.
    rejected(
        "n = x => sum(j, 1, n, 1) = sum(j, 1, x, 1) + 1",
        &[],
        put("n", "x"),
    );
    // Both sides of an equation may be undefined.
    let equal = |_: &Store| Deduction::Equal {
        left: Vec::new(),
        right: Vec::new(),
    };
    rejected("x = 0 => 1/x = 1/x", &[], by(equal));
    rejected("x = 0 => x = 1", &[], by(equal));
    // An equation is no condition, nor may one speak of the value of the sides.
    rejected("x = x => y = 1", &[], by(|_| Deduction::Condition));
    rejected("x = y", &[], |_| Certificate::Mutual {
        forth: Deduction::Condition,
        back: Deduction::Condition,
    });
    rejected(
        "x = y => x > 0 and y > x",
        &[],
        by(|_| Deduction::Parts(vec![Deduction::Condition])),
    );
    // A lemma needs a proof.
    rejected(
        "x = x => x = 1",
        &[],
        by(|s| Deduction::Lemma {
            formula: formula(s, "x = 1"),
            proof: follows(),
            then: follows(),
        }),
    );
    // Too deep.
    rejected(
        "x > 1 => x > 0",
        &[],
        by(|s| {
            let mut deduction = Deduction::Follows;
            for _ in 0..500 {
                deduction = Deduction::Lemma {
                    formula: formula(s, "x > 1"),
                    proof: follows(),
                    then: Box::new(deduction),
                };
            }
            deduction
        }),
    );
}

/// The certificate that a statement is what a general one says of a term.
fn instance(
    name: &'static str,
    value: &'static str,
    general: &'static str,
    proof: impl FnOnce(&Store) -> Certificate,
) -> impl FnOnce(&Store) -> Certificate {
    move |s| Certificate::Instance {
        name: term(s, name),
        term: term(s, value),
        general: formula(s, general),
        proof: Box::new(proof(s)),
    }
}

#[test]
fn instances_of_general_statements() {
    let general = "u = v <=> v = u";
    accepted(
        "u = b + w*x <=> w*x + b = u",
        &[],
        instance("v", "b + w*x", general, meeting),
    );
    accepted(
        "u = log(x) <=> log(x) = u",
        &["x > 0"],
        instance("v", "log(x)", general, meeting),
    );
    accepted("x = x", &[], instance("v", "x", "v = v", meeting));
    // The general statement is another, or is not true.
    rejected("u = x <=> u = y", &[], instance("v", "x", general, meeting));
    rejected("x = x + 1", &[], instance("v", "x", "v = v + 1", meeting));
    // The term may have no value.
    rejected(
        "1 = 1 <=> log(x) = log(x)",
        &[],
        instance("v", "log(x)", "1 = 1 <=> v = v", meeting),
    );
    // The name has a value already, or a value of a kind.
    rejected(
        "x > 0 <=> 1 = 1",
        &["v > 0"],
        instance("v", "x", "v > 0 <=> 1 = 1", mutual),
    );
    rejected("v = x", &[], instance("v", "x", "v = v", meeting));
    rejected(
        "sum(j, 1, x/2, 1) = x/2",
        &[],
        instance("n", "x/2", "sum(j, 1, n, 1) = n", meeting),
    );
    rejected("e > 2", &[], instance("e", "e", "e > 2", direct));
    // An index is no variable of the statement.
    rejected(
        "sum(j, 1, n, j) = n*j",
        &[],
        instance("v", "j", "sum(j, 1, n, v) = n*v", meeting),
    );
    // A condition on the name is none on the term.
    let condition = || by(|_| Deduction::Condition);
    rejected(
        "y = y => x > 0",
        &[],
        instance("v", "x", "y = y => v > 0", condition()),
    );
    // Only whole statements are instances.
    rejected("x = x", &[], |s| Certificate::Cases {
        relation: formula(s, "x > 0"),
        yes: Box::new(instance("v", "x", "v = v", meeting)(s)),
        no: Box::new(meeting(s)),
    });
}

/// A term, read as the left side of an equation.
fn term(store: &Store, text: &str) -> Expr {
    store.args(formula(store, &format!("{text} = 0")))[0]
}

/// The certificate that goes by an equation for each index; the proofs are single steps by `equal` on
/// the left side, where there are any.
fn each(
    equation: &'static str,
    entry: Option<&'static str>,
    rest: Option<(&'static [u32], &'static str)>,
) -> impl FnOnce(&Store) -> Certificate {
    let by = |s: &Store, step: Option<(&[u32], &str)>| {
        let taken = step.map(|(path, after)| {
            super::step(
                s,
                "equal",
                path,
                &[],
                formula(s, &format!("value0 = {after}")),
            )
        });
        Certificate::Meeting {
            left: taken.into_iter().collect(),
            right: Vec::new(),
        }
    };
    move |s| Certificate::Each {
        each: formula(s, equation),
        entry: Box::new(by(s, entry.map(|after| (&[1][..], after)))),
        rest: Box::new(by(s, rest)),
    }
}

#[test]
fn what_holds_for_each_index_is_known_of_all() {
    let labels = &["y[j]^2 = y[j] for j in 1..n"];
    let squares = "sum(j, 1, n, y[j]^2) = sum(j, 1, n, y[j])";
    let (equation, all) = ("y[i]^2 = y[i] for i in 1..n", "sum(j, 1, n, y[j])");
    let known = || each(equation, Some("y[i]"), Some((&[1, 3], all)));
    accepted(squares, labels, known());
    // It is not given, or of another range.
    rejected(squares, &[], known());
    rejected(squares, &["y[j]^2 = y[j] for j in 2..n"], known());
    let fewer = "y[i]^2 = y[i] for i in 2..n";
    rejected(
        squares,
        labels,
        each(fewer, Some("y[i]"), Some((&[1, 3], all))),
    );
    // The index is one of which the statement speaks, or it bounds a range.
    rejected(
        "x[i] = sum(j, 1, n, x[i]/n)",
        &[],
        each("y[i] = y[i] for i in 1..n", None, None),
    );
    rejected(
        "x = x",
        &["i > 0", "w[j] > 0 for j in 1..n"],
        each("y[i] = y[i] for i in 1..n", None, None),
    );
    let counts = "sum(j, 1, i, 1) = sum(j, 1, i, 1) for i in 0..3";
    rejected("x = x", &[], each(counts, None, None));
    // The equation does not hold, or its sides may be undefined, or a name would become a size.
    let sized = &["w[j] > 0 for j in 1..n"];
    let same = "y[i] = y[i] for i in 1..n";
    rejected(
        "x = x",
        sized,
        each("y[i] = z[i] for i in 1..n", None, None),
    );
    rejected(
        "x = x",
        sized,
        each("log(y[i]) = log(y[i]) for i in 1..n", None, None),
    );
    rejected("x = x", &[], each(same, None, None));
    accepted("x = x", sized, each(same, None, None));
}
