//! What a run writes: one text to standard output, or files whose endings say their formats.

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches};
use equiff::render::{self, drawing};

use super::files::{Written, ending, print_bytes, replace};

/// The argument for the format of an output.
pub fn to(known: &[Target], usual: &'static str) -> Arg {
    let names: Vec<&'static str> = known.iter().map(|target| target.name()).collect();
    Arg::new("to")
        .long("to")
        .value_name("FORMAT")
        .default_value(usual)
        .value_parser(names)
        .help("What to write")
}

/// The argument for whole documents.
pub fn standalone() -> Arg {
    Arg::new("standalone")
        .long("standalone")
        .action(ArgAction::SetTrue)
        .help("Writes a whole document, not a fragment")
}

/// The argument for files to write.
pub fn output() -> Arg {
    Arg::new("output")
        .short('o')
        .value_name("FILE")
        .action(ArgAction::Append)
        .help("Where to write, instead of standard output; several times for several files")
        .long_help(
            "Where to write, instead of standard output. The ending says the format, unless --to \
             does. May be given several times; the files are written all or none.",
        )
}

/// A format of derivations or of drawings.
#[derive(Clone, Copy)]
pub enum Target {
    /// Of derivations.
    Page(&'static render::Format),
    /// Of drawings.
    Drawing(&'static drawing::Format),
    /// The description of the network.
    Description,
}

impl Target {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Target::Page(format) => format.name,
            Target::Drawing(format) => format.name,
            Target::Description => "net",
        }
    }

    fn is_binary(self) -> bool {
        matches!(self, Target::Page(format) if format.pack.is_some())
    }

    fn extension(self) -> &'static str {
        match self {
            Target::Page(format) => format.extension,
            Target::Drawing(format) => format.extension,
            Target::Description => "net",
        }
    }
}

/// The formats of derivations, and the description of the network.
pub fn pages() -> Vec<Target> {
    let pages = render::ALL.iter().copied().map(Target::Page);
    pages.chain([Target::Description]).collect()
}

/// The formats of drawings.
pub fn drawings() -> Vec<Target> {
    drawing::ALL.iter().copied().map(Target::Drawing).collect()
}

/// Endings of files that other programs make of ours.
const FOREIGN: &[&str] = &["jpg", "jpeg", "eps", "ps", "odt", "pptx"];

/// Each output of a run with its format; `None` is standard output.
///
/// A format that `--to` names is that of the only file, of files with its ending and of standard
/// output; other files have the format of their ending. An ending that is not known is left to the
/// only file.
///
/// # Errors
/// If an ending says no format.
pub fn outputs<'a>(
    arguments: &'a ArgMatches,
    known: &[Target],
) -> Result<Vec<(Option<&'a str>, Target)>, String> {
    let to = arguments.get_one::<String>("to").map_or("", String::as_str);
    let named = known.iter().copied().find(|target| target.name() == to);
    let named = named.ok_or_else(|| format!("there is no format {to}"))?;
    let chosen = arguments.value_source("to") == Some(ValueSource::CommandLine);
    let files: Vec<&str> = arguments
        .get_many::<String>("output")
        .map_or_else(Vec::new, |all| all.map(String::as_str).collect());
    if files.is_empty() {
        return Ok(vec![(None, named)]);
    }
    let only = files.len() == 1;
    let of = |path: &'a str| {
        let ending = ending(path).unwrap_or_default();
        let (_, last) = named
            .extension()
            .rsplit_once('.')
            .unwrap_or(("", named.extension()));
        if chosen && (only || ending == last) {
            return Ok((Some(path), named));
        }
        // `talk.beamer.tex` are slides, `talk.tex` is a page.
        let ends = |target: &&Target| {
            path.to_lowercase()
                .ends_with(&format!(".{}", target.extension()))
        };
        let longest = known
            .iter()
            .filter(ends)
            .map(|target| target.extension().len())
            .max();
        let found = known
            .iter()
            .filter(ends)
            .find(|target| Some(target.extension().len()) == longest);
        match found {
            Some(target) => Ok((Some(path), *target)),
            None if only && !FOREIGN.contains(&ending.as_str()) => Ok((Some(path), named)),
            None => Err(format!(
                "the ending of {path} says no format that is written here; known endings are {}",
                endings(known)
            )),
        }
    };
    files.into_iter().map(of).collect()
}

/// Makes the text of each output and writes all of them, or none if one of them cannot be made.
pub fn write(
    outputs: &[(Option<&str>, Target)],
    mut make: impl FnMut(Target) -> Result<String, String>,
) -> ExitCode {
    let mut all = || -> Result<ExitCode, String> {
        let (mut files, mut printed) = (Vec::new(), None);
        for (path, target) in outputs {
            let text = make(*target)?;
            let bytes = match target {
                Target::Page(format) => format.file(text)?,
                Target::Drawing(_) | Target::Description => text.into_bytes(),
            };
            let name = target.name();
            match path {
                Some(path) => files.push(Written {
                    path: (*path).to_owned(),
                    bytes,
                }),
                None if target.is_binary() && std::io::stdout().is_terminal() => {
                    return Err(format!(
                        "a {name} file is nothing for a terminal: give it a name, -o page.{name}"
                    ));
                }
                None => printed = Some(bytes),
            }
        }
        replace(&files)?;
        Ok(printed.map_or(ExitCode::SUCCESS, |bytes| print_bytes(&bytes)))
    };
    all().unwrap_or_else(|message| {
        eprintln!("error: {message}");
        ExitCode::from(2)
    })
}

fn endings(known: &[Target]) -> String {
    let mut all: Vec<&str> = Vec::new();
    for target in known {
        if !all.contains(&target.extension()) {
            all.push(target.extension());
        }
    }
    all.join(", ")
}
