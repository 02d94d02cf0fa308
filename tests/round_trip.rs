//! Formulas that are written are read back as the same formulas: LaTeX by the reader of documents,
//! a line of Unicode by the reader of plain formulas.

mod common;

use equiff::activations;
use equiff::derive::derive;
use equiff::expr::{Expr, Head, Store};
use equiff::kernel::arrange::Arranger;
use equiff::latex::{self, Scope};
use equiff::links;
use equiff::parse;
use equiff::render::{Notation, Options, format, plain};

/// Formulas of the declarations, and results of networks.
fn formulas(store: &Store) -> Vec<Expr> {
    let links = links::ALL.iter();
    let mut texts: Vec<String> = links
        .flat_map(|link| {
            [
                link.forward,
                link.inverse,
                link.derivative,
                link.inverse_derivative,
            ]
            .map(|term| format!("y = {term}"))
        })
        .collect();
    texts.extend(
        activations::ALL
            .iter()
            .map(|a| format!("y = {}", a.formula)),
    );
    let mut all: Vec<Expr> = texts
        .iter()
        .map(|text| common::formula(store, text))
        .collect();
    for description in [
        "inputs x[n]\nweights w\nactivation probit\noutput p",
        "inputs x_blue, x_red\nweights omega_blue, omega_red\nactivation sigmoid\noutput p",
        "inputs age, dose\nweights 0.8, -1.25\nbias 0.5\nactivation cloglog\noutput p",
        "inputs x[3]\nlayer 1 softplus weights w bias b\noutput q_hat",
    ] {
        let network = parse::network(store, description).expect("a network");
        let page = derive(store, &network).page;
        all.push(page.network);
        all.extend(page.result);
    }
    all
}

/// The one formula that a text in LaTeX says.
fn read(store: &Store, text: &str) -> Option<Expr> {
    let reading = latex::read(store, text, &Scope::default()).ok()?;
    match reading.statements.as_slice() {
        [Ok(one)] => Some(one.formula),
        _ => None,
    }
}

/// Each formula that is not left out is written, read and compared.
fn read_back(
    name: &str,
    least: usize,
    options: &Options,
    left_out: fn(&Head) -> bool,
    read: fn(&Store, &str) -> Option<Expr>,
) {
    let (store, arranger) = (Store::new(), Arranger::default());
    let format = format(name).expect("a format");
    let (mut count, mut faults) = (0, Vec::new());
    for formula in formulas(&store) {
        if store.any(formula, |node| left_out(&node.head)) {
            continue;
        }
        let text = (format.formula)(&store, formula, options);
        count += 1;
        let back = read(&store, &text);
        if !back.is_some_and(|back| arranger.same(&store, back, formula)) {
            let back = back.map_or("nothing".to_owned(), |back| plain(&store, back));
            let formula = plain(&store, formula);
            faults.push(format!("{text}\n  of {formula}\n  is read as {back}"));
        }
    }
    assert!(count > least, "{count}");
    assert!(faults.is_empty(), "of {count}:\n{}", faults.join("\n"));
}

#[test]
fn latex_is_read_back() {
    let options = Options {
        notation: Notation::Sum,
        ..Options::default()
    };
    // A document may give μ_K another meaning than that of an entry; it calls nothing max_val;
    // cases with numbers of 32 digits stand in one line, which no author writes.
    let other = |head: &Head| match head {
        Head::Apply(_) => true,
        Head::Name(name) => matches!(&**name, "K" | "min_val" | "max_val"),
        Head::Number(number) => number.written().is_some_and(|text| text.len() > 12),
        _ => false,
    };
    read_back("latex", 100, &options, other, read);
}

#[test]
fn unicode_is_read_back() {
    // Sums are drawn with their limits, cases in several lines.
    let drawn = |head: &Head| matches!(head, Head::Sum | Head::Piecewise | Head::Apply(_));
    let read = |store: &Store, text: &str| parse::formula(store, text).ok();
    read_back("unicode", 80, &Options::default(), drawn, read);
}
