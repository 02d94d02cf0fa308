//! Whether a verdict is right, by how the claim was made and by numbers.

use equiff::check::{Report, Verdict};
use equiff::expr::{Expr, Store};
use equiff::{parse, render};
use fastrand::Rng;
use num_rational::BigRational;

use crate::ball::Value;
use crate::make::{Kind, Made, Statement};
use crate::numbers::{Numbers, Point, Seen, Truth};
use crate::term::Style;

/// How far from 0 points are.
const SPREAD: [i64; 7] = [1, 1, 3, 3, 10, 60, 2500];

/// What a claim's verdict was found to be.
pub struct Judged {
    /// What is wrong with the verdict.
    pub fault: Option<String>,
    /// Points that told something.
    pub points: usize,
    /// Whether the claim certainly fails at one of them.
    pub failing: bool,
}

/// Tries a claim at points and compares what is seen with what was reported.
pub fn judge(
    numbers: &mut Numbers,
    rng: &mut Rng,
    store: &Store,
    made: &Made,
    text: &str,
    report: &Report,
) -> Judged {
    let claim = parse::claim(store, text).expect("readable");
    let solution = match &made.statement {
        Statement::Identity(..) => None,
        Statement::Equivalence(_, unknown, term) => {
            let value = parse::formula(store, &term.text(Style::Plain)).expect("readable");
            Some((store.name(unknown), value))
        }
    };
    let mut names = store.free_names(claim.formula);
    for condition in &claim.given {
        names.extend(store.free_names(*condition));
    }
    names.retain(|name| !store.is_constant(*name));
    names.sort();
    names.dedup();
    let (mut holding, mut failing, mut empty): (usize, Vec<Point>, usize) = (0, Vec::new(), 0);
    let mut outside = None;
    for k in 0..32 {
        let mut point = random_point(numbers, rng, &names, k);
        // Half of the points are on the solutions.
        if let Some((unknown, value)) = solution
            && k % 2 == 0
        {
            match numbers.term(store, value, &point) {
                Value::Number(ball) => point.insert(unknown, ball),
                _ => continue,
            };
        }
        match numbers.seen(store, claim.formula, &claim.given, &point) {
            Seen::Holds => holding += 1,
            // Far out different values come as near as one likes.
            Seen::Near if SPREAD[k % 7] > 10 => {}
            Seen::Near => holding += 1,
            Seen::Empty => empty += 1,
            Seen::Unclear => {}
            Seen::Fails => {
                let within = report
                    .conditions
                    .iter()
                    .all(|c| numbers.truth(store, *c, &point) == Truth::True);
                if within && outside.is_none() {
                    outside = Some(point.clone());
                }
                failing.push(point);
            }
        }
    }
    let shown = |point: &Point| {
        let mut parts: Vec<String> = names
            .iter()
            .filter_map(|name| {
                let value = point.get(name)?.to_f64();
                Some(format!("{} = {value}", store.name_text(*name)?))
            })
            .collect();
        parts.sort();
        parts.join(", ")
    };
    let mut fault = None;
    if made.kind == Kind::True && !failing.is_empty() {
        fault = Some(format!(
            "the generator is wrong, it fails at {}",
            shown(&failing[0])
        ));
    }
    match report.verdict {
        Verdict::Equivalent => {
            if let Some(point) = failing.first() {
                fault = Some(format!("called equivalent, it fails at {}", shown(point)));
            }
        }
        Verdict::Conditional => {
            let said: Vec<String> = report
                .conditions
                .iter()
                .map(|c| render::plain(store, *c))
                .collect();
            let said = said.join(" and ");
            if let Some(point) = outside {
                fault = Some(format!("with {said}, it fails at {}", shown(&point)));
            } else if made.kind == Kind::True {
                fault = Some(format!("conditional ({said}), it holds everywhere"));
            } else {
                fault = fault.or_else(|| witness(numbers, store, &claim, report));
            }
        }
        Verdict::Refuted => {
            if made.kind == Kind::True {
                fault = Some(format!("refuted, it is true: {}", report.message));
            } else if holding > 1 {
                fault = Some(format!(
                    "refuted, it holds on a set with interior: {}",
                    report.message
                ));
            } else {
                fault = witness(numbers, store, &claim, report);
            }
        }
        Verdict::Unparsed => fault = Some("unparsed".to_owned()),
        Verdict::Unknown | Verdict::NoClaim => {}
    }
    Judged {
        fault,
        points: holding + failing.len() + empty,
        failing: !failing.is_empty(),
    }
}

fn random_point(numbers: &mut Numbers, rng: &mut Rng, names: &[Expr], k: usize) -> Point {
    let spread = SPREAD[k % 7];
    names
        .iter()
        .map(|name| {
            let size = rng.i64(1..100_003) * spread;
            let size = if rng.bool() { size } else { -size };
            let value = BigRational::new(size.into(), 100_003.into());
            (*name, numbers.arithmetic.rational(&value))
        })
        .collect()
}

/// What is wrong with a reported counterexample, if something certainly is.
fn witness(
    numbers: &mut Numbers,
    store: &Store,
    claim: &parse::Claim,
    report: &Report,
) -> Option<String> {
    let Some(values) = &report.counterexample else {
        return Some("no counterexample".to_owned());
    };
    let mut point = Point::new();
    let mut written = Vec::new();
    for (name, value) in values {
        let text = render::plain(store, *value);
        // What a user reads is what is tried.
        let again = match parse::formula(store, &text) {
            Ok(again) => again,
            Err(_) => return Some(format!("the counterexample has the value {text}")),
        };
        let mut free = store.free_names(again);
        free.retain(|n| !store.is_constant(*n));
        if !free.is_empty() {
            return Some(format!("the counterexample has the value {text}"));
        }
        match numbers.term(store, again, &Point::new()) {
            Value::Number(ball) => point.insert(*name, ball),
            Value::Undefined => return Some(format!("the value {text} is undefined")),
            Value::Unclear => return None,
        };
        written.push(format!("{} = {text}", render::plain(store, *name)));
    }
    let missing = store
        .free_names(claim.formula)
        .into_iter()
        .find(|name| !store.is_constant(*name) && !point.contains_key(name));
    if let Some(missing) = missing
        && !store.any(claim.formula, |n| n.head == equiff::expr::Head::Entry)
    {
        let name = render::plain(store, missing);
        return Some(format!("the counterexample has no value for {name}"));
    }
    match numbers.seen(store, claim.formula, &claim.given, &point) {
        Seen::Holds | Seen::Near | Seen::Empty => Some(format!(
            "it does not fail at the counterexample {}",
            written.join(", ")
        )),
        Seen::Fails | Seen::Unclear => None,
    }
}
