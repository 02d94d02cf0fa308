//! The form of results, as arguments.

use clap::{Arg, ArgMatches};
use equiff::derive::form::{Form, Logit, Side};

use super::look::{choice, chosen};

const SIDES: [(&str, Side); 3] = [
    ("link", Side::Link),
    ("mean", Side::Mean),
    ("both", Side::Both),
];

const LOGITS: [(&str, Logit); 2] = [("fraction", Logit::Fraction), ("function", Logit::Function)];

/// The arguments.
pub fn arguments() -> [Arg; 2] {
    [
        choice("side", "SIDE", "link", &SIDES)
            .help("The result: g(mean) = predictor, mean = inverse link of predictor, or both"),
        choice("logit", "FORM", "fraction", &LOGITS)
            .help("How log-odds are written: log(p/(1-p)) or logit(p)"),
    ]
}

/// The form that the arguments ask for.
pub fn form(arguments: &ArgMatches) -> Form {
    Form {
        side: chosen(arguments, "side", &SIDES),
        logit: chosen(arguments, "logit", &LOGITS),
    }
}
