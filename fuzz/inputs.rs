//! What the fuzz targets do with their input: the readers must neither panic nor hang, and what the
//! decision procedure says must agree with the evaluator at points that it did not choose.

use std::ops::ControlFlow;

use equiff::check::batch::{self, Input, Source};
use equiff::check::report::{self, Shown};
use equiff::check::{self, Report, Verdict};
use equiff::document::Kind;
use equiff::eval::{Assignment, Value, truth};
use equiff::expr::{Binding, Expr, Head, Relation, Store};
use equiff::{document, latex, parse, render};
use num_rational::BigRational;

/// Longer inputs find nothing that shorter ones do not.
const LONGEST: usize = 400;

fn text(data: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(data).ok()?;
    (text.len() <= LONGEST).then_some(text)
}

/// A plain claim: its verdict agrees with numbers.
pub fn claim(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let store = Store::new();
    let Ok(claim) = parse::claim(&store, text) else {
        return;
    };
    let Ok(report) = check::plain(&store, text) else {
        return;
    };
    agrees(&store, text, claim.formula, &claim.given, &report);
}

/// LaTeX: read, and each statement printed plain.
pub fn latex(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let store = Store::new();
    let Ok(reading) = latex::read(&store, text, &latex::Scope::new()) else {
        return;
    };
    for statement in reading.statements.iter().flatten() {
        let _ = render::plain(&store, statement.formula);
    }
}

/// A document of a kind that the first byte chooses, checked as a whole.
pub fn document(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    let Some(text) = text(rest) else { return };
    let kind = match first % 6 {
        0 => Kind::Tex,
        1 => Kind::Markdown,
        2 => Kind::Notebook,
        3 => Kind::Text,
        4 => Kind::Claims,
        _ => Kind::Lines,
    };
    if let Ok(found) = document::read(kind, text) {
        for formula in &found.formulas {
            assert!(formula.line >= 1 && formula.column >= 1);
        }
    }
    let input = Input {
        name: "file".to_owned(),
        kind: Some(kind),
        source: Source::Text(text.to_owned()),
    };
    let answer = |shown: &Shown<'_>| {
        let options = report::Options {
            width: 40,
            steps: true,
            verbose: true,
            ..report::Options::default()
        };
        for format in report::ALL {
            let _ = (format.claim)(shown, &options);
        }
    };
    let options = check::Options {
        explain: true,
        ..check::Options::default()
    };
    batch::run(vec![input], options, 1, answer, |_| {
        ControlFlow::Continue(())
    });
}

/// The description of a network: read.
pub fn network(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let _ = parse::network(&Store::new(), text);
}

/// Panics where a verdict is certainly wrong.
fn agrees(store: &Store, text: &str, formula: Expr, given: &[Expr], report: &Report) {
    match report.verdict {
        Verdict::Equivalent => {
            for point in points(store, formula, given) {
                assert!(
                    !fails(store, formula, given, &point),
                    "`{text}` is called equivalent and fails at {}",
                    shown(&point)
                );
            }
        }
        Verdict::Conditional => {
            let mut all = given.to_vec();
            all.extend(&report.conditions);
            for point in points(store, formula, &all) {
                assert!(
                    !fails(store, formula, &all, &point),
                    "`{text}` is called conditional and fails at {}",
                    shown(&point)
                );
            }
        }
        Verdict::Refuted => {
            let point = report.counterexample.as_ref();
            let Some(point) = point else {
                panic!("`{text}` is refuted without a counterexample");
            };
            // A name given by an equation has a value that is a term: the rest is a point.
            let values: Binding = point.iter().copied().collect();
            let put = |e: Expr| store.substitute(e, &values);
            let none = Assignment::new();
            for condition in given {
                assert_ne!(
                    truth(store, put(*condition), &none),
                    Some(false),
                    "`{text}` is refuted where what is given fails"
                );
            }
            let closed = put(formula);
            assert_ne!(
                truth(store, closed, &none),
                Some(true),
                "`{text}` is refuted where it holds"
            );
        }
        _ => {}
    }
}

/// Whether the formula certainly fails where what is given certainly holds.
fn fails(store: &Store, formula: Expr, given: &[Expr], point: &Assignment) -> bool {
    if !given.iter().all(|g| truth(store, *g, point) == Some(true)) {
        return false;
    }
    match (store.head(formula), store.args(formula)) {
        (Head::And, parts) => parts.iter().any(|p| fails(store, *p, &[], point)),
        (Head::Relation(relation), [a, b]) => {
            let defined = |e: Expr| truth(store, store.eq(e, e), point) == Some(true);
            let sides = (defined(*a), defined(*b));
            let says = match relation {
                Relation::Equal => sides.0 || sides.1,
                _ => sides.0 && sides.1,
            };
            says && truth(store, formula, point) == Some(false)
        }
        _ => truth(store, formula, point) == Some(false),
    }
}

/// Points without a pattern for the names of a formula; none where it has indexed terms.
fn points(store: &Store, formula: Expr, given: &[Expr]) -> Vec<Assignment> {
    let mut names: Vec<Expr> = Vec::new();
    for part in given.iter().chain([&formula]) {
        if store.has_binder(*part) || store.any(*part, |node| node.head == Head::Entry) {
            return Vec::new();
        }
        for name in store.free_names(*part) {
            if !names.contains(&name) && !matches!(store.name_text(name), Some("e" | "pi")) {
                names.push(name);
            }
        }
    }
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    (0..24)
        .map(|k| {
            let spread = [1, 1, 4, 30][k % 4];
            let value = |n: u64| {
                let size = (n % 2003) as i64 - 1001;
                Value::Rational(BigRational::new((size * spread).into(), 1000.into()))
            };
            names.iter().map(|name| (*name, value(next()))).collect()
        })
        .collect()
}

fn shown(point: &Assignment) -> String {
    format!("{point:?}")
}
