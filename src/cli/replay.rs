//! `equiff replay`: a proof, run through the kernel again.

use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};
use equiff::expr::Store;
use equiff::proof;

use super::files::{print, read};

/// Its arguments.
pub fn command() -> Command {
    Command::new("replay")
        .about("Checks the proof in the output of `derive --to json`, step by step")
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .help("The output, or its proof alone; - is standard input"),
        )
}

/// Runs it.
pub fn run(arguments: &ArgMatches) -> ExitCode {
    let store = Store::new();
    let value = read(arguments).and_then(|(name, bytes)| {
        serde_json::from_slice(&bytes).map_err(|fault| format!("{name} is no JSON: {fault}"))
    });
    let verdict = match &value {
        Ok(value) => proof::verify(&store, value),
        Err(message) => {
            eprintln!("error: {message}");
            return ExitCode::from(2);
        }
    };
    match verdict {
        Ok(accepted) => print(&accepted.report(&store)),
        Err(proof::Fault::Rejected(fault)) => {
            eprintln!("rejected: {fault}");
            ExitCode::from(1)
        }
        Err(proof::Fault::Unreadable(fault)) => {
            eprintln!("error: {fault}");
            ExitCode::from(2)
        }
    }
}
