//! Trials of the checker: claims made at random whose truth is known from how they were made, or
//! told from numbers that the checker did not compute.
//!
//! `EQUIFF_TRIALS=20000 cargo test --release --test trials -- --nocapture` tries that many of each
//! sort and prints what was decided; `EQUIFF_SEED` starts elsewhere.

mod ball;
mod judge;
mod library;
mod make;
mod metamorphic;
mod numbers;
mod rewrite;
mod term;

use std::collections::BTreeMap;

use equiff::check;
use equiff::expr::Store;
use fastrand::Rng;

use make::Kind;
use numbers::Numbers;
use term::Style;

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

/// No true claim is refuted, no false one is called equivalent, conditions do what they say, and
/// counterexamples are counterexamples.
#[test]
fn verdicts_on_made_claims_are_right() {
    let count = setting("EQUIFF_TRIALS", 120);
    let mut rng = Rng::with_seed(setting("EQUIFF_SEED", 4));
    let mut numbers = Numbers::new();
    let mut table: BTreeMap<(Kind, &str), usize> = BTreeMap::new();
    let (mut faults, mut points, mut told) = (Vec::new(), 0, 0);
    for _ in 0..count {
        let made = make::claim(&mut rng);
        let text = made.text(Style::Plain);
        let store = Store::new();
        let report = check::plain(&store, &text).unwrap_or_else(|e| panic!("{text}: {e:?}"));
        let judged = judge::judge(&mut numbers, &mut rng, &store, &made, &text, &report);
        points += judged.points;
        told += usize::from(judged.failing);
        faults.extend(judged.fault.map(|fault| format!("{text}\n    {fault}")));
        *table.entry((made.kind, report.verdict.word())).or_default() += 1;
    }
    println!("{count} claims, {points} points, {told} certified to fail somewhere");
    for ((kind, verdict), number) in &table {
        println!("{kind:?} {verdict} {number}");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    // The trials say something: most claims have points that tell, many are decided.
    assert!(points as u64 > 4 * count, "{points} points");
    let decided: usize = table
        .iter()
        .filter(|((_, verdict), _)| *verdict != "unknown")
        .map(|(_, number)| number)
        .sum();
    assert!(decided as u64 * 3 > count, "{decided} of {count} decided");
    assert!(told as u64 * 8 > count, "{told} of {count} fail somewhere");
}

/// Made claims can be read; they are written to the file that EQUIFF_WRITE names, if it is set.
#[test]
fn made_claims_are_claims() {
    let mut rng = Rng::with_seed(setting("EQUIFF_SEED", 1));
    let lines: Vec<String> = (0..setting("EQUIFF_TRIALS", 1000))
        .map(|_| make::claim(&mut rng).text(Style::Plain))
        .collect();
    for line in &lines {
        let store = equiff::expr::Store::new();
        assert!(equiff::parse::claim(&store, line).is_ok(), "{line}");
    }
    if let Ok(path) = std::env::var("EQUIFF_WRITE") {
        std::fs::write(path, lines.join("\n") + "\n").expect("a writable file");
    }
}
