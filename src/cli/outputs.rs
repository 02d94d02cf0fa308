//! What a run writes: one text to standard output, or files whose endings say their formats.

use clap::ArgMatches;
use clap::parser::ValueSource;
use equiff::render::{self, drawing};

use super::files::ending;

/// A format of derivations or of drawings.
#[derive(Clone, Copy)]
pub enum Target {
    /// Of derivations.
    Page(&'static render::Format),
    /// Of drawings.
    Drawing(&'static drawing::Format),
}

impl Target {
    fn name(self) -> &'static str {
        match self {
            Target::Page(format) => format.name,
            Target::Drawing(format) => format.name,
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Target::Page(format) => format.extension,
            Target::Drawing(format) => format.extension,
        }
    }
}

/// The formats that a command writes, in order of preference for an ending.
pub fn pages_and_drawings() -> Vec<Target> {
    let pages = render::ALL.iter().copied().map(Target::Page);
    pages.chain(drawings()).collect()
}

/// The formats of drawings.
pub fn drawings() -> Vec<Target> {
    drawing::ALL.iter().copied().map(Target::Drawing).collect()
}

/// Endings of files that other programs make of ours.
const FOREIGN: &[&str] = &[
    "pdf", "png", "jpg", "jpeg", "eps", "ps", "docx", "odt", "pptx",
];

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

fn endings(known: &[Target]) -> String {
    let mut all: Vec<&str> = Vec::new();
    for target in known {
        if !all.contains(&target.extension()) {
            all.push(target.extension());
        }
    }
    all.join(", ")
}
