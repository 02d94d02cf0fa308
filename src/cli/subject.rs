//! What a run is about: a network, or a model that is to be written as one.

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches};
use equiff::derive::digits::{self, Rounding};
use equiff::derive::form::{Form, Logit};
use equiff::derive::{self, Derivation, model};
use equiff::description::describe;
use equiff::expr::Store;
use equiff::families::Family;
use equiff::models::Fault;
use equiff::network::{Description, Network};
use equiff::render::page::{Block, Piece, Text};
use equiff::render::plain;
use equiff::{error, glm, parse};

use super::files::{colored, read};
use super::model::{self as file, Held, Source};

/// The arguments of a model formula.
pub fn arguments() -> [Arg; 5] {
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    let part = |name, value, help| option(name, value, help).requires("glm");
    [
        option(
            "glm",
            "FORMULA",
            "A model formula of R: 'am ~ wt + hp + wt:hp'",
        )
        .conflicts_with_all(["file", "text"]),
        option("family", "NAME", "The family of response distributions"),
        part(
            "link",
            "NAME",
            "The link of the model formula; else the canonical one",
        ),
        option(
            "levels",
            "NAME=A,B,...",
            "Levels of a factor, the first is the baseline; A<B for ordered ones",
        )
        .action(ArgAction::Append),
        option(
            "coefficients",
            "NUMBERS",
            "Fitted coefficients: in order, NAME=NUMBER,..., or a table (FILE.csv, FILE.json)",
        )
        .allow_hyphen_values(true),
    ]
}

/// A network, and the derivation that led to it if it came of a model.
pub struct Subject {
    /// The network; a model may have none that was found.
    pub network: Option<Network>,
    /// The derivation from a model.
    pub derivation: Option<Derivation>,
    /// The family that the model is of.
    pub family: Option<&'static Family>,
    /// What rounding of its numbers has changed.
    pub rounding: Option<Rounding>,
    /// The file of another program that it was read from.
    pub source: Option<Source>,
    /// What stands above the description of the network.
    comments: Vec<String>,
}

impl Subject {
    /// What the arguments name.
    ///
    /// # Errors
    /// The status to leave with; the fault has been printed.
    pub fn read(store: &Store, arguments: &ArgMatches, form: Form) -> Result<Subject, ExitCode> {
        match arguments.get_one::<String>("glm") {
            None => Subject::of_file(store, arguments, form),
            Some(formula) => {
                let table = coefficients(arguments)?;
                let mut asked = asked(formula, arguments, form);
                asked.coefficients = table.as_deref();
                Subject::of_formula(store, &asked, arguments)
            }
        }
    }

    /// A description, or a model of another program.
    fn of_file(store: &Store, arguments: &ArgMatches, form: Form) -> Result<Subject, ExitCode> {
        match description(store, arguments)? {
            Held::Network(description, source) => {
                let given = |name: &str| {
                    matches!(arguments.try_contains_id(name), Ok(true))
                        && arguments.value_source(name).is_some()
                };
                if let Some(option) = ["levels", "coefficients"]
                    .into_iter()
                    .find(|name| given(name))
                {
                    eprintln!(
                        "error: --{option} goes with a model formula, such as `--glm 'y ~ x'`"
                    );
                    return Err(ExitCode::from(2));
                }
                let mut subject = Subject::of(store, description, arguments)?;
                if let Some(source) = source {
                    subject.comments.splice(0..0, source.comments());
                    subject.source = Some(source);
                }
                Ok(subject)
            }
            Held::Formula(formula, kind, notes) => {
                let own = coefficients(arguments)?;
                let own_levels: Vec<String> = match arguments.try_get_many::<String>("levels") {
                    Ok(Some(all)) => all.cloned().collect(),
                    _ => Vec::new(),
                };
                let asked = glm::Asked {
                    formula: &formula.formula,
                    family: formula.family.as_deref(),
                    link: formula.link.as_deref(),
                    levels: levels(&formula.levels, &own_levels),
                    coefficients: own.as_deref().or(formula.coefficients.as_deref()),
                    named_link: form.logit == Logit::Function,
                };
                let mut subject = Subject::of_formula(store, &asked, arguments)?;
                let first = format!("Read from {kind}.");
                let notes: Vec<String> = std::iter::once(first).chain(notes).collect();
                if let Some(derivation) = &mut subject.derivation {
                    let blocks = notes
                        .iter()
                        .map(|note| Block::Paragraph(Text::from(note.as_str())));
                    derivation.page.blocks.splice(0..0, blocks);
                }
                subject.comments.splice(0..0, notes);
                Ok(subject)
            }
        }
    }

    fn of(
        store: &Store,
        description: Description,
        arguments: &ArgMatches,
    ) -> Result<Subject, ExitCode> {
        let (description, rounding) = rounded(store, description, arguments)?;
        let model = match description {
            Description::Network(network) => {
                return Ok(Subject {
                    network: Some(network),
                    derivation: None,
                    family: None,
                    rounding,
                    source: None,
                    comments: Vec::new(),
                });
            }
            Description::Model(model) => model,
        };
        let converted = model::convert(store, &model).map_err(|why| {
            eprintln!("error: {}", spelt(store, &why));
            ExitCode::from(2)
        })?;
        let columns = converted.columns.into_iter();
        Ok(Subject {
            network: converted.network,
            derivation: Some(converted.derivation),
            family: None,
            rounding,
            source: None,
            comments: columns
                .map(|(name, value)| format!("{name} = {}", plain(store, value)))
                .collect(),
        })
    }

    fn of_formula(
        store: &Store,
        asked: &glm::Asked,
        arguments: &ArgMatches,
    ) -> Result<Subject, ExitCode> {
        let read = glm::read(store, asked).map_err(|fault| {
            let color = colored(&std::io::stderr());
            let faults = [fault.diagnostic];
            eprint!(
                "{}",
                error::render(&faults, fault.option, &fault.text, color)
            );
            ExitCode::from(2)
        })?;
        let blocks = read.blocks();
        let mut comments = vec![spelt(store, &read.about)];
        let legend = read.legend.iter();
        comments.extend(legend.map(|(name, words)| format!("{}: {words}", plain(store, *name))));
        let mut subject = Subject::of(store, read.description, arguments)?;
        comments.append(&mut subject.comments);
        subject.comments = comments;
        subject.family = Some(read.family);
        let derivation = match (subject.derivation.take(), &subject.network) {
            (Some(derivation), _) => Some(derivation),
            (None, Some(network)) => Some(derive::derive(store, network)),
            (None, None) => None,
        };
        subject.derivation = derivation.map(|mut derivation| {
            derivation.page.blocks.splice(0..0, blocks);
            derivation
        });
        Ok(subject)
    }

    /// The description of the network, with what its inputs are.
    pub fn description(&self, store: &Store) -> Result<String, String> {
        let network = self.network.as_ref();
        let network = network.ok_or("no network was found that the model is")?;
        let mut text = String::new();
        let rounding = match (&self.rounding, &self.derivation) {
            (Some(rounding), Some(derivation)) => rounding.block(store, derivation),
            (Some(rounding), None) => rounding.block(store, &derive::derive(store, network)),
            (None, _) => None,
        };
        let rounding = rounding.and_then(|block| match block {
            Block::Paragraph(words) => Some(spelt(store, &words)),
            _ => None,
        });
        for comment in self.comments.iter().cloned().chain(rounding) {
            // One comment, one line.
            let line: String = comment.split_whitespace().collect::<Vec<&str>>().join(" ");
            text += &format!("# {line}\n");
        }
        Ok(text + &describe(store, network))
    }
}

/// The model formula that the arguments say.
fn asked<'a>(formula: &'a str, arguments: &'a ArgMatches, form: Form) -> glm::Asked<'a> {
    let text = |name: &str| arguments.get_one::<String>(name).map(String::as_str);
    let levels = arguments.get_many::<String>("levels");
    glm::Asked {
        formula,
        family: text("family"),
        link: text("link"),
        levels: levels.map_or_else(Vec::new, |all| all.map(String::as_str).collect()),
        coefficients: text("coefficients"),
        named_link: form.logit == Logit::Function,
    }
}

/// The levels that a file says, those of the arguments in place of its own.
fn levels<'a>(said: &'a [String], given: &'a [String]) -> Vec<&'a str> {
    let name = |text: &str| text.split('=').next().unwrap_or_default().trim().to_owned();
    let kept = said
        .iter()
        .filter(|own| !given.iter().any(|other| name(other) == name(own)));
    kept.chain(given).map(String::as_str).collect()
}

/// The coefficients of the arguments; a file's are read as a table.
fn coefficients(arguments: &ArgMatches) -> Result<Option<String>, ExitCode> {
    let Ok(Some(text)) = arguments.try_get_one::<String>("coefficients") else {
        return Ok(None);
    };
    let ending = super::files::ending(text);
    if !matches!(ending.as_deref(), Some("csv" | "tsv" | "txt" | "json")) {
        return Ok(Some(text.clone()));
    }
    let failed = |message: String| {
        eprintln!("error: {message}");
        ExitCode::from(2)
    };
    let table =
        std::fs::read_to_string(text).map_err(|e| failed(format!("cannot read {text}: {e}")))?;
    let read = glm::table(&table).map_err(|message| failed(format!("{text}: {message}")))?;
    Ok(Some(read))
}

/// The description with the digits that the arguments ask for.
fn rounded(
    store: &Store,
    description: Description,
    arguments: &ArgMatches,
) -> Result<(Description, Option<Rounding>), ExitCode> {
    let digits = match arguments.try_get_one::<u32>("digits") {
        Ok(Some(digits)) => *digits,
        _ => return Ok((description, None)),
    };
    match description {
        Description::Model(model) => {
            let (model, rounding) = digits::of_model(store, &model, digits);
            Ok((Description::Model(model), Some(rounding)))
        }
        Description::Network(network) => match digits::of_network(store, &network, digits) {
            Ok((network, rounding)) => Ok((Description::Network(network), Some(rounding))),
            Err(why) => {
                eprintln!("error: --digits cannot be used here: {why}");
                Err(ExitCode::from(2))
            }
        },
    }
}

/// What the arguments name: a model of another program, or a description.
fn description(store: &Store, arguments: &ArgMatches) -> Result<Held, ExitCode> {
    let refused = ExitCode::from(2);
    let (name, bytes) = read(arguments).map_err(|message| {
        eprintln!("error: {message}");
        refused
    })?;
    let color = colored(&std::io::stderr());
    match file::read(store, &name, &bytes) {
        Ok(None) => {}
        Ok(Some(held)) => return Ok(held),
        Err(Fault::Bytes(message)) => {
            eprintln!("error: {name}: {message}");
            return Err(refused);
        }
        Err(Fault::Diagnostics(faults)) => {
            let text = String::from_utf8_lossy(&bytes);
            eprint!("{}", error::render(&faults, &name, &text, color));
            return Err(refused);
        }
    }
    let text = parse::decode(&bytes).map_err(|fault| {
        let lossy = String::from_utf8_lossy(&bytes);
        eprint!("{}", error::render(&[fault], &name, &lossy, color));
        refused
    })?;
    // Descriptions have no backslash; LaTeX has.
    let read = match text.contains('\\') {
        true => glm::read_latex(store, text)
            .map(|(description, note)| {
                if let Some(note) = note {
                    eprintln!("note: {note}");
                }
                description
            })
            .map_err(|fault| vec![fault]),
        false => parse::description(store, text),
    };
    let description = read.map_err(|faults| {
        eprint!("{}", error::render(&faults, &name, text, color));
        refused
    })?;
    Ok(Held::Network(description, None))
}

/// A text for a terminal.
fn spelt(store: &Store, text: &Text) -> String {
    let pieces = text.0.iter().map(|piece| match piece {
        Piece::Words(words) | Piece::Code(words) => words.clone(),
        Piece::Math(formula) => plain(store, *formula),
    });
    pieces.collect()
}
