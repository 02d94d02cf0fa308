//! The command `equiff`: arguments, files and exit codes only.

use std::io::{IsTerminal, Read, Write};
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};
use equiff::expr::Store;
use equiff::render::page::{Level, Verdict};
use equiff::render::{self, Notation, Options};
use equiff::{catalog, derive, error, parse, proof};

fn command() -> Command {
    let formats: Vec<&'static str> = render::ALL.iter().map(|format| format.name).collect();
    let derive = Command::new("derive")
        .about("Derives the GLM equation that a network equals")
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .help("A network description; - is standard input"),
        )
        .arg(
            Arg::new("text")
                .short('e')
                .value_name("TEXT")
                .help("The network itself")
                .conflicts_with("file"),
        )
        .arg(
            Arg::new("to")
                .long("to")
                .value_name("FORMAT")
                .default_value("unicode")
                .value_parser(formats),
        )
        .arg(
            Arg::new("steps")
                .long("steps")
                .default_value("standard")
                .value_parser(["full", "standard", "brief", "result"])
                .help("How much detail"),
        )
        .arg(
            Arg::new("notation")
                .long("notation")
                .default_value("auto")
                .value_parser(["auto", "expanded", "dots", "sum", "vector"])
                .help("How sums are written"),
        )
        .arg(
            Arg::new("output")
                .short('o')
                .value_name("FILE")
                .help("Where to write, instead of standard output"),
        );
    let links = Command::new("links")
        .about("Lists activations and link functions, or shows one")
        .arg(Arg::new("name").value_name("NAME"));
    let replay = Command::new("replay")
        .about("Checks the proof in the output of `derive --to json`, step by step")
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .help("The output, or its proof alone; - is standard input"),
        );
    Command::new("equiff")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Shows, with proof, which generalized linear model a neural network is")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(derive)
        .subcommand(links)
        .subcommand(replay)
}

fn main() -> ExitCode {
    let matches = match command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match matches.subcommand() {
        Some(("derive", arguments)) => run_derive(arguments),
        Some(("links", arguments)) => run_links(arguments),
        Some(("replay", arguments)) => run_replay(arguments),
        _ => ExitCode::from(2),
    }
}

/// Writes to standard output; a reader that has gone is no error.
fn print(text: &str) -> ExitCode {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            eprintln!("error: cannot write: {error}");
            ExitCode::from(2)
        }
        _ => ExitCode::SUCCESS,
    }
}

fn read(arguments: &ArgMatches) -> Result<(String, Vec<u8>), String> {
    if let Ok(Some(text)) = arguments.try_get_one::<String>("text") {
        return Ok(("<text>".into(), text.clone().into_bytes()));
    }
    match arguments.get_one::<String>("file").map(String::as_str) {
        None | Some("-") => {
            let mut bytes = Vec::new();
            std::io::stdin()
                .read_to_end(&mut bytes)
                .map_err(|e| format!("cannot read standard input: {e}"))?;
            Ok(("<stdin>".into(), bytes))
        }
        Some(path) => {
            let bytes = std::fs::read(path).map_err(|e| format!("cannot read {path}: {e}"))?;
            Ok((path.to_owned(), bytes))
        }
    }
}

fn run_derive(arguments: &ArgMatches) -> ExitCode {
    let (name, bytes) = match read(arguments) {
        Ok(found) => found,
        Err(message) => {
            eprintln!("error: {message}");
            return ExitCode::from(2);
        }
    };
    let colored =
        |terminal: bool| terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let color = colored(std::io::stderr().is_terminal());
    let text = match parse::decode(&bytes) {
        Ok(text) => text,
        Err(fault) => {
            let lossy = String::from_utf8_lossy(&bytes);
            eprint!("{}", error::render(&[fault], &name, &lossy, color));
            return ExitCode::from(2);
        }
    };
    let store = Store::new();
    let network = match parse::network(&store, text) {
        Ok(network) => network,
        Err(faults) => {
            eprint!("{}", error::render(&faults, &name, text, color));
            return ExitCode::from(2);
        }
    };
    let derivation = derive::derive(&store, &network);
    let word = |name: &str| arguments.get_one::<String>(name).map_or("", String::as_str);
    let steps = match word("steps") {
        "full" => Level::Full,
        "brief" => Level::Brief,
        "result" => Level::Result,
        _ => Level::Standard,
    };
    let notation = match word("notation") {
        "expanded" => Notation::Expanded,
        "dots" => Notation::Dots,
        "sum" => Notation::Sum,
        "vector" => Notation::Vector,
        _ => Notation::Auto,
    };
    let to_file = arguments.get_one::<String>("output");
    let terminal = to_file.is_none() && std::io::stdout().is_terminal();
    let width = terminal_size::terminal_size()
        .filter(|_| terminal)
        .map_or(80, |(w, _)| w.0.into());
    let options = Options {
        steps,
        notation,
        width: Some(width),
        color: colored(terminal),
    };
    let Some(format) = render::ALL.iter().find(|format| format.name == word("to")) else {
        return ExitCode::from(2);
    };
    let mut output = (format.write)(&store, &derivation.page, &options);
    if format.name == "json" {
        output = proof::attach(&store, &output, &derivation);
    }
    let written = match to_file {
        Some(path) => match std::fs::write(path, output) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("error: cannot write {path}: {error}");
                return ExitCode::from(2);
            }
        },
        None => print(&output),
    };
    if written != ExitCode::SUCCESS {
        return written;
    }
    ExitCode::from(match derivation.page.verdict {
        Verdict::Equivalent | Verdict::Conditional => 0,
        Verdict::NotAGlm => 1,
        Verdict::Unknown => 3,
    })
}

fn run_replay(arguments: &ArgMatches) -> ExitCode {
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

fn run_links(arguments: &ArgMatches) -> ExitCode {
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
