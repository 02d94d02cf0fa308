//! `equiff draw`: the diagram of a network.

use std::process::ExitCode;

use clap::{ArgMatches, Command};
use equiff::derive::form::Form;
use equiff::draw;
use equiff::expr::Store;
use equiff::render::Options;
use equiff::render::drawing::Drawing;

use super::files::{file, inputs, text};
use super::look;
use super::outputs::{Target, drawings, output, outputs, standalone, to, write};
use super::subject::{self, Subject};
use super::watch::{self, watch};

/// Its arguments.
pub fn command() -> Command {
    Command::new("draw")
        .about("Draws a network")
        .arg(file())
        .arg(text())
        .args(subject::arguments())
        .arg(to(&drawings(), "svg"))
        .arg(look::color())
        .arg(look::lang())
        .arg(look::decimal())
        .arg(standalone())
        .arg(output())
        .arg(watch())
}

/// Runs it.
pub fn run(arguments: &ArgMatches) -> ExitCode {
    watch::run(arguments, &inputs(arguments), || once(arguments))
}

fn once(arguments: &ArgMatches) -> ExitCode {
    let store = Store::new();
    let subject = match Subject::read(&store, arguments, Form::default()) {
        Ok(subject) => subject,
        Err(status) => return status,
    };
    let targets = match outputs(arguments, &drawings()) {
        Ok(targets) => targets,
        Err(message) => {
            eprintln!("error: {message}");
            return ExitCode::from(2);
        }
    };
    let (language, comma) = look::language(arguments);
    let options = Options {
        standalone: arguments.get_flag("standalone"),
        colors: look::colors(arguments),
        language,
        comma,
        ..Options::default()
    };
    let drawing = drawn(&store, &subject, &options);
    write(&targets, |target| match (target, &drawing) {
        (Target::Drawing(format), Ok(drawing)) => Ok((format.write)(&store, drawing, &options)),
        (_, Err(message)) => Err(message.clone()),
        (target, _) => Err(format!("{} is no format of drawings", target.name())),
    })
}

/// The drawing of the network.
///
/// # Errors
/// That there is nothing to draw, and a way out.
pub fn drawn(store: &Store, subject: &Subject, options: &Options) -> Result<Drawing, String> {
    let drawing = match &subject.network {
        Some(network) => draw::draw(store, network, options),
        None => Err("no network was found that the model is"),
    };
    drawing.map_err(|why| {
        format!("there is nothing to draw: {why}\nhelp: describe the network by inputs and layers")
    })
}
