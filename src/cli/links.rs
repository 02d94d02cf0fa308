//! `equiff links`: the table of activations and link functions.

use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};
use equiff::catalog;

use super::files::print;

/// Its arguments.
pub fn command() -> Command {
    Command::new("links")
        .about("Lists activations and link functions, or shows one")
        .arg(
            Arg::new("name")
                .value_name("NAME")
                .help("A name of a link or activation, as any library spells it"),
        )
}

/// Runs it.
pub fn run(arguments: &ArgMatches) -> ExitCode {
    let mut text = String::new();
    let Some(name) = arguments.get_one::<String>("name") else {
        for entry in catalog::all() {
            text += &match entry {
                catalog::Entry::Link(link) => format!(
                    "{:<18} {:<44} mu = {}\n",
                    link.names[0],
                    format!("eta = {}", link.forward),
                    link.inverse
                ),
                catalog::Entry::Activation(a) => {
                    format!(
                        "{:<18} {:<44} y = {}\n",
                        a.names[0], "no link: see `equiff derive`", a.formula
                    )
                }
            };
        }
        return print(&text);
    };
    match catalog::find(name) {
        Some(catalog::Entry::Link(link)) => {
            let list = |items: &[&str], none: &str| {
                if items.is_empty() {
                    none.to_owned()
                } else {
                    items.join(", ")
                }
            };
            let rows = [
                ("link", link.name.to_owned()),
                ("formula", format!("eta = {}", link.forward)),
                ("inverse", format!("mu = {}", link.inverse)),
                ("derivative", format!("d eta / d mu = {}", link.derivative)),
                ("domain", list(link.domain, "all reals")),
                ("range", list(link.range, "all reals")),
                ("regression", link.regression.to_owned()),
                ("canonical for", list(link.canonical_for, "none")),
                ("also used with", list(link.used_with, "none")),
                ("names", link.names.join(", ")),
            ];
            for (key, value) in rows {
                text += &format!("{key:<15} {value}\n");
            }
            for parameter in link.parameters {
                text += &format!(
                    "{:<15} {} ({})\n",
                    "parameter",
                    parameter.name,
                    parameter.given.join(", ")
                );
            }
            for (library, called) in link.known_as {
                text += &format!("{library:<15} {called}\n");
            }
            text += &format!("\n{}\n", link.why);
        }
        Some(catalog::Entry::Activation(a)) => {
            text += &format!(
                "activation      {}\nformula         y = {}\n\n{}\n",
                a.names[0], a.formula, a.why
            );
        }
        None => {
            eprintln!("error: unknown link or activation `{name}`");
            if let Some(near) = catalog::suggest(name) {
                eprintln!("help: did you mean `{near}`?");
            }
            return ExitCode::from(2);
        }
    }
    print(&text)
}
