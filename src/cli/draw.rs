//! `equiff draw`: the diagram of a network.

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use equiff::draw;
use equiff::expr::Store;
use equiff::render::Options;
use equiff::render::color::Colors;
use equiff::render::drawing;

use super::files::{Written, file, network, output, put, text};
use super::outputs::{Target, drawings, outputs};

/// Its arguments.
pub fn command() -> Command {
    let formats: Vec<&'static str> = drawing::ALL.iter().map(|format| format.name).collect();
    Command::new("draw")
        .about("Draws a network")
        .arg(file())
        .arg(text())
        .arg(
            Arg::new("to")
                .long("to")
                .value_name("FORMAT")
                .default_value("svg")
                .value_parser(formats)
                .help("What to write"),
        )
        .arg(
            Arg::new("standalone")
                .long("standalone")
                .action(ArgAction::SetTrue)
                .help("Writes a whole document, not a fragment"),
        )
        .arg(output())
}

/// Runs it.
pub fn run(arguments: &ArgMatches) -> ExitCode {
    let store = Store::new();
    let network = match network(&store, arguments) {
        Ok(network) => network,
        Err(status) => return status,
    };
    let options = Options {
        standalone: arguments.get_flag("standalone"),
        colors: Colors {
            by_name: true,
            ..Colors::default()
        },
        ..Options::default()
    };
    let drawing = match draw::draw(&store, &network, &options) {
        Ok(drawing) => drawing,
        Err(why) => {
            eprintln!("error: there is nothing to draw: {why}");
            eprintln!("help: describe the network by inputs and layers");
            return ExitCode::from(2);
        }
    };
    let targets = match outputs(arguments, &drawings()) {
        Ok(targets) => targets,
        Err(message) => {
            eprintln!("error: {message}");
            return ExitCode::from(2);
        }
    };
    let (mut files, mut printed) = (Vec::new(), None);
    for (path, target) in targets {
        let Target::Drawing(format) = target else {
            continue;
        };
        let text = (format.write)(&store, &drawing, &options);
        match path {
            Some(path) => files.push(Written {
                path: path.to_owned(),
                text,
            }),
            None => printed = Some(text),
        }
    }
    put(&files, printed.as_deref())
}
