//! `equiff replay`: proofs, run through the kernel again.

use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};
use equiff::check::replay::{self, Confirmed};
use equiff::error::visible;
use equiff::expr::Store;
use equiff::proof::{self, Fault};
use serde_json::Value;

use super::files::{print, read};

/// Its arguments.
pub fn command() -> Command {
    Command::new("replay")
        .about("Checks proofs in the output of other commands, step by step")
        .after_help(
            "It reads the output of `derive --to json`, or of `check --steps --to json|jsonl`.\n\
             Exit status: 0 all is confirmed, 1 something is rejected, 2 something cannot be read.",
        )
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .help("The output, or its proof alone; - is standard input"),
        )
}

/// Runs it.
pub fn run(arguments: &ArgMatches) -> ExitCode {
    let (name, bytes) = match read(arguments) {
        Ok(found) => found,
        Err(message) => {
            eprintln!("error: {message}");
            return ExitCode::from(2);
        }
    };
    let mut worst = 0;
    let mut empty = true;
    for value in serde_json::Deserializer::from_slice(&bytes).into_iter::<Value>() {
        empty = false;
        match value {
            Ok(Value::Array(records)) => {
                if records.is_empty() {
                    print("nothing to confirm\n");
                }
                for record in &records {
                    worst = worst.max(one(record));
                }
            }
            Ok(value) => worst = worst.max(one(&value)),
            Err(fault) => {
                eprintln!("error: {name} is no JSON: {fault}");
                return ExitCode::from(2);
            }
        }
    }
    if empty {
        eprintln!("error: {name} is no JSON: it is empty");
        return ExitCode::from(2);
    }
    ExitCode::from(worst)
}

/// Confirms one output and tells it; the exit status that it asks for.
fn one(value: &Value) -> u8 {
    // A store of its own for each: they have nothing in common.
    let store = Store::new();
    let told = match replay::is_record(value) {
        true => replay::verify(&store, value).map(|confirmed| record(value, &confirmed)),
        false => proof::verify(&store, value).map(|accepted| accepted.report(&store)),
    };
    let place = match replay::is_record(value) {
        true => format!("{}: ", place(value)),
        false => String::new(),
    };
    match told {
        Ok(text) => u8::from(print(&text) != ExitCode::SUCCESS) * 2,
        Err(Fault::Rejected(fault)) => {
            eprintln!("{place}rejected: {}", visible(&fault.to_string()));
            1
        }
        Err(Fault::Unreadable(fault)) => {
            eprintln!("{place}error: {}", visible(&fault.to_string()));
            2
        }
    }
}

/// Where the claim of a record stands.
fn place(record: &Value) -> String {
    let source = &record["source"];
    let file = source["file"].as_str().unwrap_or("<record>");
    visible(&format!("{file}:{}:{}", source["line"], source["column"])).replace('\n', " ")
}

/// What is told of a record.
fn record(value: &Value, confirmed: &Confirmed) -> String {
    let place = place(value);
    let verdict = visible(value["verdict"].as_str().unwrap_or_default());
    let mut text = format!("{place}: {verdict}");
    let nothing = confirmed.proved.is_empty() && !confirmed.counterexample && !confirmed.rounded;
    if nothing {
        text += ": nothing to confirm";
    }
    if !confirmed.proved.is_empty() {
        let proofs = confirmed.proved.join("; ");
        text += &format!(", proved in {} steps: {proofs}", confirmed.steps);
    }
    if confirmed.rounded {
        text += ", the numbers are right as they are printed";
    }
    if confirmed.counterexample {
        text += ", the counterexample is one";
    }
    for link in &confirmed.unclaimed {
        text += &format!("; not proved, since it claims nothing: {link}");
    }
    if let Some(name) = value["suspect"]["name"].as_str() {
        let name = visible(name);
        text += &format!("; not confirmed: that it differs from the usual {name}");
    }
    if !confirmed.rest.is_empty() {
        text += &format!("; not confirmed: {}", confirmed.rest.join(", "));
    }
    text.replace('\n', " ") + "\n"
}
