//! `equiff draw`: the diagram of a network.

use std::process::ExitCode;

use clap::{ArgMatches, Command};
use equiff::draw;
use equiff::expr::Store;
use equiff::render::Options;

use super::files::{file, network, text};
use super::look;
use super::outputs::{Target, drawings, output, outputs, standalone, to, write};

/// Its arguments.
pub fn command() -> Command {
    Command::new("draw")
        .about("Draws a network")
        .arg(file())
        .arg(text())
        .arg(to(&drawings(), "svg"))
        .arg(look::color())
        .arg(standalone())
        .arg(output())
}

/// Runs it.
pub fn run(arguments: &ArgMatches) -> ExitCode {
    let store = Store::new();
    let network = match network(&store, arguments) {
        Ok(network) => network,
        Err(status) => return status,
    };
    let targets = match outputs(arguments, &drawings()) {
        Ok(targets) => targets,
        Err(message) => {
            eprintln!("error: {message}");
            return ExitCode::from(2);
        }
    };
    let options = Options {
        standalone: arguments.get_flag("standalone"),
        colors: look::colors(arguments),
        ..Options::default()
    };
    let drawing = draw::draw(&store, &network, &options).map_err(nothing);
    write(&targets, |target| match (target, &drawing) {
        (Target::Drawing(format), Ok(drawing)) => Ok((format.write)(&store, drawing, &options)),
        (_, Err(message)) => Err(message.clone()),
        (Target::Page(format), _) => Err(format!("{} is no format of drawings", format.name)),
    })
}

/// That there is nothing to draw, and a way out.
pub fn nothing(why: &str) -> String {
    format!("there is nothing to draw: {why}\nhelp: describe the network by inputs and layers")
}
