//! `equiff derive`: from a network to the model that it equals.

use std::borrow::Cow;
use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use equiff::derive::Derivation;
use equiff::derive::form::{Form, Side};
use equiff::derive::outcome;
use equiff::expr::Store;
use equiff::render::localise;
use equiff::render::page::Verdict;
use equiff::statistics::{self, Statistics, greek};
use equiff::{derive, families, glm, proof};

use super::draw::drawn;
use super::files::{file, inputs, text};
use super::outputs::{Target, drawings, output, outputs, pages, standalone, to, write};
use super::subject::{self, Subject};
use super::watch::{self, watch};
use super::{form, look, model};

/// Its arguments.
pub fn command() -> Command {
    Command::new("derive")
        .about("Derives the GLM equation that a network equals")
        .arg(file())
        .arg(text())
        .arg(to(&pages(), "unicode"))
        .arg(standalone())
        .arg(
            Arg::new("statistics")
                .long("statistics")
                .action(ArgAction::SetTrue)
                .help("Adds distribution, likelihood, score and the reading of coefficients"),
        )
        .arg(
            Arg::new("greek")
                .long("greek")
                .action(ArgAction::SetTrue)
                .help(
                    "Adds the model with coefficients β, and what they are in weights and biases",
                ),
        )
        .args(form::arguments())
        .args(subject::arguments())
        .arg(
            Arg::new("digits")
                .long("digits")
                .value_name("N")
                .value_parser(value_parser!(u32).range(1..=100))
                .help(
                    "Rounds fitted numbers to N significant digits, and says how far that is off",
                ),
        )
        .args(look::arguments())
        .arg(output())
        .arg(watch())
}

/// Runs it.
pub fn run(arguments: &ArgMatches) -> ExitCode {
    watch::run(arguments, &inputs(arguments), || once(arguments))
}

fn once(arguments: &ArgMatches) -> ExitCode {
    let store = Store::new();
    let form = form::form(arguments);
    let mut subject = match Subject::read(&store, arguments, form) {
        Ok(subject) => subject,
        Err(status) => return status,
    };
    let targets = match outputs(arguments, &[pages(), drawings()].concat()) {
        Ok(targets) => targets,
        Err(message) => {
            eprintln!("error: {message}");
            return ExitCode::from(2);
        }
    };
    let from_model = subject.derivation.is_some();
    let plainly = || match &subject.network {
        Some(network) => derive::derive(&store, network),
        None => outcome::unknown(store.int(0), "there is no network"),
    };
    let mut derivation = subject.derivation.take().unwrap_or_else(plainly);
    let mut account = match account(&store, &derivation, &subject, arguments) {
        Ok(account) => account,
        Err(message) => {
            eprintln!("error: {message}");
            return ExitCode::from(2);
        }
    };
    let greek = match arguments.get_flag("greek") {
        true => greek::section(&store, &derivation),
        false => None,
    };
    if arguments.get_flag("greek") && greek.is_none() {
        eprintln!("note: there is no linear predictor whose coefficients could have Greek letters");
    }
    if form.side != Side::Link && from_model {
        eprintln!("note: the model's equation is shown as it is given");
    } else if form != Form::default()
        && !from_model
        && let Some(network) = &subject.network
    {
        if derivation.model.as_ref().is_some_and(|model| model.softmax) && form.side != Side::Link {
            eprintln!("note: of a softmax only the link's side is shown");
        }
        derivation = derive::derive_in(&store, network, form);
    }
    let chosen = account.as_ref().and_then(|account| account.family);
    if let Some(family) = subject.family.or(chosen) {
        statistics::name_by_family(&mut derivation, family);
    }
    let rounding = subject.rounding.as_ref();
    if let Some(block) = rounding.and_then(|rounding| rounding.block(&store, &derivation)) {
        derivation.page.blocks.insert(0, block);
    }
    let source = subject.source.as_ref();
    let agreement = source
        .zip(subject.network.as_ref())
        .and_then(|(source, network)| source.agreement(&store, network, &derivation));
    if let Some(source) = source {
        let blocks = source.blocks(agreement.as_ref());
        derivation.page.blocks.splice(0..0, blocks);
    }
    derivation.page.blocks.extend(greek.into_iter().flatten());
    if let Some(account) = &account {
        let blocks = account.blocks.iter().cloned();
        derivation.page.blocks.extend(blocks);
    }
    let terminal =
        targets.iter().any(|(path, _)| path.is_none()) && std::io::stdout().is_terminal();
    let options = look::options(arguments, terminal);
    if let Err(message) = look::refuse_strays(&options.colors, &store, derivation.page.network) {
        eprintln!("error: {message}");
        return ExitCode::from(2);
    }
    let draws = |(_, target): &(Option<&str>, Target)| match target {
        Target::Page(format) => format.draws,
        Target::Drawing(_) => true,
        Target::Description => false,
    };
    let drawing = match targets.iter().any(draws) {
        true => drawn(&store, &subject, &options),
        false => Err(String::new()),
    };
    derivation.page.drawing = drawing.as_ref().ok().cloned();
    if let Cow::Owned(page) = localise::page(&derivation.page, options.language) {
        derivation.page = page;
    }
    if let Some(account) = &mut account {
        account.blocks = localise::blocks(&account.blocks, options.language);
    }
    let written = write(&targets, |target| match (target, &drawing) {
        (Target::Drawing(format), Ok(drawing)) => Ok((format.write)(&store, drawing, &options)),
        (Target::Drawing(_), Err(message)) => Err(message.clone()),
        (Target::Description, _) => subject.description(&store),
        (Target::Page(format), _) => {
            let text = (format.write)(&store, &derivation.page, &options);
            if format.name != "json" {
                return Ok(text);
            }
            let text = proof::attach(&store, &text, &derivation);
            let text = match source {
                Some(source) => model::attach(&store, &text, source, agreement.as_ref()),
                None => text,
            };
            Ok(match &account {
                Some(account) => statistics::attach(&store, &text, account),
                None => text,
            })
        }
    });
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
    subject: &Subject,
    arguments: &ArgMatches,
) -> Result<Option<Statistics>, String> {
    if !arguments.get_flag("statistics") {
        return match (arguments.get_one::<String>("family"), subject.family) {
            (Some(_), None) => Err("--family goes with --statistics or --glm".to_owned()),
            _ => Ok(None),
        };
    }
    let family = match arguments.get_one::<String>("family") {
        _ if subject.family.is_some() => subject.family,
        None => None,
        Some(name) => Some(family(name)?),
    };
    statistics::of(store, derivation, family).map(Some)
}

/// The family of a text; a link that it names is that of the network and not taken from here.
fn family(text: &str) -> Result<&'static families::Family, String> {
    let spelt = glm::spelt(text).map_err(|fault| match fault.help {
        Some(help) => format!(
            "--family `{}`: {}; {help}",
            text.escape_debug(),
            fault.message
        ),
        None => format!("--family `{}`: {}", text.escape_debug(), fault.message),
    })?;
    Ok(spelt.family)
}
