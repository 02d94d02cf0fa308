//! The command `equiff`: arguments, files and exit codes only.

use std::io::{IsTerminal, Read, Write};
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};
use equiff::check::reading::{Checked, Reader};
use equiff::document::{self, Kind};
use equiff::expr::Store;
use equiff::render::page::{Level, Verdict};
use equiff::render::{self, Notation, Options};
use equiff::{catalog, check, derive, error, parse, proof};

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
    let check = Command::new("check")
        .about("Checks claimed equivalences in documents, or one claim")
        .arg(Arg::new("files").value_name("FILE").num_args(0..).help(
            ".tex, .md, .ipynb, .txt, .claim or .jsonl; - is standard input (.jsonl or .claim)",
        ))
        .arg(
            Arg::new("text")
                .short('e')
                .value_name("CLAIM")
                .help("A claim as a plain formula")
                .conflicts_with("files"),
        )
        .arg(
            Arg::new("to")
                .long("to")
                .default_value("text")
                .value_parser(["text", "json", "jsonl"]),
        )
        .arg(
            Arg::new("steps")
                .long("steps")
                .num_args(0)
                .help("Show the proofs"),
        );
    Command::new("equiff")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Shows, with proof, which generalized linear model a neural network is")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(derive)
        .subcommand(links)
        .subcommand(check)
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
        Some(("check", arguments)) => run_check(arguments),
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

fn run_check(arguments: &ArgMatches) -> ExitCode {
    let to = arguments
        .get_one::<String>("to")
        .map_or("text", String::as_str);
    let steps = arguments.get_flag("steps");
    let mut sources: Vec<(String, Kind, Vec<u8>)> = Vec::new();
    if let Some(text) = arguments.get_one::<String>("text") {
        sources.push(("<text>".into(), Kind::Claims, text.clone().into_bytes()));
    } else {
        let files: Vec<String> = arguments
            .get_many::<String>("files")
            .map_or_else(|| vec!["-".to_owned()], |all| all.cloned().collect());
        for file in files {
            let bytes = if file == "-" {
                let mut bytes = Vec::new();
                std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
            } else {
                std::fs::read(&file)
            };
            let bytes = match bytes {
                Ok(bytes) => bytes,
                Err(fault) => {
                    eprintln!("error: cannot read {file}: {fault}");
                    return ExitCode::from(2);
                }
            };
            let kind = match Kind::of(std::path::Path::new(&file)) {
                Some(kind) => kind,
                None if file == "-" && bytes.trim_ascii_start().starts_with(b"{") => Kind::Lines,
                None if file == "-" => Kind::Claims,
                None => {
                    eprintln!(
                        "error: {file}: unknown kind of file\n\
                         help: known are .tex, .md, .Rmd, .qmd, .ipynb, .txt, .claim and .jsonl"
                    );
                    return ExitCode::from(2);
                }
            };
            sources.push((file, kind, bytes));
        }
    }
    let mut counts: Vec<(check::Verdict, usize)> = [
        check::Verdict::Equivalent,
        check::Verdict::Conditional,
        check::Verdict::Refuted,
        check::Verdict::Unknown,
        check::Verdict::NoClaim,
        check::Verdict::Unparsed,
    ]
    .map(|verdict| (verdict, 0))
    .to_vec();
    let mut list = Vec::new();
    let mut bad_lines = 0;
    for (file, kind, bytes) in &sources {
        let text = match parse::decode(bytes) {
            Ok(text) => text,
            Err(fault) => {
                let lossy = String::from_utf8_lossy(bytes);
                eprint!("{}", error::render(&[fault], file, &lossy, false));
                return ExitCode::from(2);
            }
        };
        let mut give = |checked: &Checked| -> Option<ExitCode> {
            if checked.ignored.is_none() {
                for (verdict, count) in &mut counts {
                    *count += usize::from(*verdict == checked.report.verdict);
                }
            }
            let out = match to {
                "json" => {
                    list.push(check::report::object(file, checked));
                    return None;
                }
                "jsonl" => format!("{}\n", check::report::object(file, checked)),
                _ => check::report::text(file, checked, steps),
            };
            write_out(&out)
        };
        if matches!(kind, Kind::Claims | Kind::Lines) {
            // Line by line: each stands for itself, and memory does not grow.
            for (number, line) in text.lines().enumerate() {
                let found = match document::line(*kind, line, number + 1) {
                    None => continue,
                    Some(Ok(found)) => found,
                    Some(Err(bad)) => {
                        eprintln!("error: {file}:{}: {}", bad.line, bad.message);
                        bad_lines += 1;
                        continue;
                    }
                };
                if let Some(code) = give(&Reader::default().formula(&found, &[])) {
                    return code;
                }
            }
            continue;
        }
        match Reader::document(*kind, text) {
            Ok(all) => {
                for checked in &all {
                    if let Some(code) = give(checked) {
                        return code;
                    }
                }
            }
            Err(bad) => {
                eprintln!("error: {file}:{}: {}", bad.line, bad.message);
                return ExitCode::from(2);
            }
        }
    }
    if let Some((_, count)) = counts.last_mut() {
        *count += bad_lines;
    }
    match to {
        "json" => {
            let all = serde_json::Value::Array(list);
            if let Some(code) = write_out(&format!("{all:#}\n")) {
                return code;
            }
        }
        "text" => {
            if let Some(code) = write_out(&check::report::summary(&counts)) {
                return code;
            }
        }
        _ => {}
    }
    let of = |wanted: check::Verdict| {
        counts
            .iter()
            .any(|(verdict, count)| *verdict == wanted && *count > 0)
    };
    ExitCode::from(
        if of(check::Verdict::Refuted) || of(check::Verdict::Conditional) {
            1
        } else if of(check::Verdict::Unknown) || of(check::Verdict::Unparsed) {
            3
        } else {
            0
        },
    )
}

/// Writes a piece of the output; a code if the program should stop.
fn write_out(text: &str) -> Option<ExitCode> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => None,
        Err(fault) if fault.kind() == std::io::ErrorKind::BrokenPipe => Some(ExitCode::SUCCESS),
        Err(fault) => {
            eprintln!("error: cannot write: {fault}");
            Some(ExitCode::from(2))
        }
    }
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
