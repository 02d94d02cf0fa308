//! What must not change a verdict: other names, other order, another notation, a link that adds
//! nothing.

use equiff::check::reading::Reader;
use equiff::check::{self, Verdict};
use equiff::document::{self, Kind};
use equiff::expr::{Binding, Expr, Head, Store};
use equiff::render::{self, Options};
use equiff::{latex, parse};
use fastrand::Rng;

use crate::make::{self, Made, Statement};
use crate::setting;
use crate::term::{Style, Term};

fn of_plain(text: &str) -> Verdict {
    let report = check::plain(&Store::new(), text);
    report.unwrap_or_else(|e| panic!("{text}: {e:?}")).verdict
}

fn of_latex(text: &str) -> Verdict {
    let line = serde_json::json!({ "latex": text }).to_string();
    let found = document::line(Kind::Lines, &line, 1);
    let found = found.expect("a claim").expect("readable");
    Reader::default().formula(&found, &[]).report.verdict
}

/// Whether one of them must be wrong.
fn contradict(a: Verdict, b: Verdict) -> bool {
    let silent = |v: Verdict| matches!(v, Verdict::Unknown | Verdict::NoClaim);
    a != b && !silent(a) && !silent(b)
}

/// Sums and products from the last part to the first.
fn turned(term: &Term) -> Term {
    let mut whole = term.clone();
    let mut paths = whole.paths();
    paths.reverse();
    for path in paths {
        let new = match whole.at(&path) {
            Term::Add(all) => Term::Add(all.iter().rev().cloned().collect()),
            Term::Mul(all) => Term::Mul(all.iter().rev().cloned().collect()),
            _ => continue,
        };
        whole = whole.replaced(&path, new);
    }
    whole
}

fn swapped(made: &Made) -> Made {
    let statement = match &made.statement {
        Statement::Identity(a, b) => Statement::Identity(b.clone(), a.clone()),
        Statement::Equivalence([a, b, c, d], v, t) => {
            Statement::Equivalence([d, c, a, b].map(Clone::clone), v, t.clone())
        }
    };
    Made {
        statement,
        ..made.clone()
    }
}

fn renamed(made: &Made) -> Made {
    const NEW: [(&str, &str); 4] = [("x", "omega_blue"), ("y", "x_1"), ("z", "eta"), ("p", "mu")];
    let name = |old: &'static str| {
        let found = NEW.iter().find(|(from, _)| *from == old);
        found.map_or(old, |(_, to)| *to)
    };
    let mut made = made.map(|term| {
        NEW.iter()
            .fold(term.clone(), |term, (from, to)| term.renamed(from, to))
    });
    made.given = made
        .given
        .iter()
        .map(|(v, relation, value)| (name(v), *relation, *value))
        .collect();
    made
}

/// The same claim in other words gets the same verdict.
#[test]
fn made_claims_in_other_words() {
    let count = setting("EQUIFF_TRIALS", 24);
    let mut rng = Rng::with_seed(setting("EQUIFF_SEED", 7));
    let (mut faults, mut changed, mut tried) = (Vec::new(), Vec::new(), 0);
    for _ in 0..count {
        let made = make::claim(&mut rng);
        let text = made.text(Style::Plain);
        let first = of_plain(&text);
        let longer = match &made.statement {
            Statement::Identity(a, _) => format!("{} = {text}", a.text(Style::Plain)),
            Statement::Equivalence([a, b, ..], ..) => format!(
                "{} = {} <=> {text}",
                a.text(Style::Plain),
                b.text(Style::Plain)
            ),
        };
        let other = [
            ("renamed", renamed(&made).text(Style::Plain)),
            ("swapped", swapped(&made).text(Style::Plain)),
            ("turned", made.map(turned).text(Style::Plain)),
            ("longer", longer),
        ];
        let mut all: Vec<(&str, String, Verdict)> = other
            .into_iter()
            .map(|(what, text)| {
                let verdict = of_plain(&text);
                (what, text, verdict)
            })
            .collect();
        for (what, style) in [("LaTeX", Style::Latex), ("Unicode", Style::Unicode)] {
            let text = made.text(style);
            let verdict = of_latex(&text);
            all.push((what, text, verdict));
        }
        for (what, other, verdict) in all {
            tried += 1;
            if contradict(first, verdict) {
                faults.push(format!(
                    "{text}: {}\n    {what}: {other}: {}",
                    first.word(),
                    verdict.word()
                ));
            } else if first != verdict {
                changed.push(format!(
                    "{what} {} -> {}: {text}",
                    first.word(),
                    verdict.word()
                ));
            }
        }
    }
    println!("{tried} variants, {} decided otherwise", changed.len());
    for line in &changed {
        println!("{line}");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    // Order may decide whether a proof is found; seldom.
    assert!(changed.len() * 12 <= tried, "{}", changed.join("\n"));
}

/// The claims of the project's table, in other words: none contradicts what is true of it.
#[test]
fn known_claims_in_other_words() {
    let text = std::fs::read_to_string("tests/data/claims-open.jsonl").expect("the claims");
    let every = setting("EQUIFF_EVERY", 5) as usize;
    let (mut faults, mut tried) = (Vec::new(), 0);
    for line in text.lines().step_by(every) {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let Some(plain) = row["ascii"].as_str() else {
            continue;
        };
        let truth = row["truth"].as_str().expect("truth");
        let store = Store::new();
        let claim = parse::claim(&store, plain).expect("readable");
        let mut all: Vec<Expr> = claim.given.clone();
        all.push(claim.formula);
        for (what, change) in CHANGES {
            let changed: Vec<Expr> = all.iter().map(|e| change(&store, *e)).collect();
            let (formula, given) = changed.split_last().expect("a formula");
            let mut text = render::plain(&store, *formula);
            if !given.is_empty() {
                let given: Vec<String> = given.iter().map(|g| render::plain(&store, *g)).collect();
                text += &format!(" for {}", given.join(" and "));
            }
            let verdict = of_plain(&text);
            tried += 1;
            if verdict.word() != truth && verdict != Verdict::Unknown {
                faults.push(format!("{what}: {text}: {}, not {truth}", verdict.word()));
            }
        }
        if claim.given.is_empty() {
            let format = render::format("latex").expect("it is there");
            let text = render::formula(format, &store, claim.formula, &Options::default());
            // A formula whose names need not be told apart from products.
            let read = latex::read(&store, &text, &latex::Scope::new());
            let same = read.is_ok_and(|reading| {
                matches!(reading.statements.as_slice(), [Ok(s)] if s.formula == claim.formula)
            });
            if same {
                let verdict = of_latex(&text);
                tried += 1;
                if verdict.word() != truth && verdict != Verdict::Unknown {
                    faults.push(format!("LaTeX: {text}: {}, not {truth}", verdict.word()));
                }
            }
        }
    }
    println!("{tried} variants");
    assert!(tried > 40, "{tried} variants");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

type Change = fn(&Store, Expr) -> Expr;

const CHANGES: [(&str, Change); 3] = [
    ("renamed", |store, formula| {
        // Entries of one vector keep their common name.
        let names = store.free_names(formula).into_iter();
        let new: Binding = names
            .filter(|name| !store.is_constant(*name))
            .filter_map(|name| {
                let text = store.name_text(name)?;
                Some((name, store.name(&format!("q{}", text.replace('_', "u")))))
            })
            .collect();
        store.substitute(formula, &new)
    }),
    ("swapped", |store, formula| {
        store.rebuild(formula, |head, args| match (head, args) {
            (Head::Iff, [a, b]) => Some(store.make(Head::Iff, [*b, *a].as_slice())),
            (Head::Relation(relation), [a, b]) => Some(store.relate(relation.flipped(), *b, *a)),
            _ => None,
        })
    }),
    ("turned", |store, formula| {
        store.rebuild(formula, |head, args| match head {
            Head::Add | Head::Mul => {
                let turned: Vec<Expr> = args.iter().rev().copied().collect();
                Some(store.make(head.clone(), turned.as_slice()))
            }
            _ => None,
        })
    }),
];
