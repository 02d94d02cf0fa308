//! `equiff derive`: from a network to the model that it equals.

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use equiff::derive::Derivation;
use equiff::expr::Store;
use equiff::render::color::Colors;
use equiff::render::page::{Level, Verdict};
use equiff::render::{self, Notation, Options};
use equiff::statistics::{self, Statistics};
use equiff::{derive, error, families, parse, proof};

use super::files::{colored, print, read, width};

/// Its arguments.
pub fn command() -> Command {
    let formats: Vec<&'static str> = render::ALL.iter().map(|format| format.name).collect();
    Command::new("derive")
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
                .value_parser(formats)
                .help("What to write"),
        )
        .arg(
            Arg::new("steps")
                .long("steps")
                .value_name("LEVEL")
                .default_value("standard")
                .value_parser(["full", "standard", "brief", "result"])
                .help("How much detail"),
        )
        .arg(
            Arg::new("notation")
                .long("notation")
                .value_name("NOTATION")
                .default_value("auto")
                .value_parser(["auto", "expanded", "dots", "sum", "vector"])
                .help("How sums are written"),
        )
        .arg(
            Arg::new("standalone")
                .long("standalone")
                .action(ArgAction::SetTrue)
                .help("Writes a whole document, not a fragment"),
        )
        .arg(
            Arg::new("statistics")
                .long("statistics")
                .action(ArgAction::SetTrue)
                .help("Adds distribution, likelihood, score and the reading of coefficients"),
        )
        .arg(
            Arg::new("family")
                .long("family")
                .value_name("NAME")
                .requires("statistics")
                .help("The family of response distributions"),
        )
        .arg(
            Arg::new("theme")
                .long("theme")
                .value_name("NAME")
                .value_parser(theme)
                .help("The theme of a standalone beamer document"),
        )
        .arg(
            Arg::new("output")
                .short('o')
                .value_name("FILE")
                .help("Where to write, instead of standard output"),
        )
}

/// The name of a theme: letters, digits and dashes.
fn theme(name: &str) -> Result<String, String> {
    match name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !name.is_empty() {
        true => Ok(name.to_owned()),
        false => {
            Err("a theme's name has letters, digits and dashes only, such as metropolis".into())
        }
    }
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
    let color = colored(&std::io::stderr());
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
    let mut derivation = derive::derive(&store, &network);
    let account = match account(&store, &derivation, arguments) {
        Ok(account) => account,
        Err(message) => {
            eprintln!("error: {message}");
            return ExitCode::from(2);
        }
    };
    if let Some(account) = &account {
        derivation
            .page
            .blocks
            .extend(account.blocks.iter().cloned());
    }
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
    let options = Options {
        steps,
        notation,
        width: Some(width(terminal)),
        color: terminal && colored(&std::io::stdout()),
        standalone: arguments.get_flag("standalone"),
        theme: arguments.get_one::<String>("theme").cloned(),
        colors: Colors {
            by_name: true,
            ..Colors::default()
        },
    };
    let Some(format) = render::ALL.iter().find(|format| format.name == word("to")) else {
        return ExitCode::from(2);
    };
    let mut output = (format.write)(&store, &derivation.page, &options);
    if format.name == "json" {
        output = proof::attach(&store, &output, &derivation);
        if let Some(account) = &account {
            output = statistics::attach(&store, &output, account);
        }
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

/// The sections of `--statistics`, with the family of `--family`.
fn account(
    store: &Store,
    derivation: &Derivation,
    arguments: &ArgMatches,
) -> Result<Option<Statistics>, String> {
    if !arguments.get_flag("statistics") {
        return Ok(None);
    }
    let family = match arguments.get_one::<String>("family") {
        None => None,
        Some(name) => Some(families::find(name).ok_or_else(|| unknown_family(name))?),
    };
    statistics::of(store, derivation, family).map(Some)
}

fn unknown_family(name: &str) -> String {
    let meant = match families::suggest(name) {
        Some(meant) => format!("; did you mean `{meant}`?"),
        None => {
            let all: Vec<&str> = families::ALL.iter().map(|family| family.name).collect();
            format!("; families are {}", all.join(", "))
        }
    };
    format!("no family is called `{}`{meant}", name.escape_debug())
}
