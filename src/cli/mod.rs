//! The command line: one file a command, each with its arguments and what it runs.

mod check;
mod derive;
mod draw;
mod files;
mod fix;
mod form;
mod links;
mod look;
mod model;
mod outputs;
mod progress;
mod replay;
mod shell;
mod subject;
mod watch;

use std::process::ExitCode;

use clap::Command;

fn command() -> Command {
    Command::new("equiff")
        .version(env!("CARGO_PKG_VERSION"))
        .propagate_version(true)
        .about("Shows, with proof, which generalized linear model a neural network is")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(derive::command())
        .subcommand(draw::command())
        .subcommand(links::command())
        .subcommand(check::command())
        .subcommand(replay::command())
        .subcommand(shell::completions())
        .subcommand(shell::man())
}

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    let matches = match command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match matches.subcommand() {
        Some(("derive", arguments)) => derive::run(arguments),
        Some(("draw", arguments)) => draw::run(arguments),
        Some(("links", arguments)) => links::run(arguments),
        Some(("check", arguments)) => check::run(arguments),
        Some(("replay", arguments)) => replay::run(arguments),
        Some(("completions", arguments)) => shell::run_completions(&command(), arguments),
        Some(("man", arguments)) => shell::run_man(&command(), arguments),
        _ => ExitCode::from(2),
    }
}
