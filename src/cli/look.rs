//! How an output looks: the options that writers of formats have, as arguments.

use clap::{Arg, ArgAction, ArgMatches};
use equiff::expr::{Expr, Head, Store};
use equiff::languages::{self, Language};
use equiff::render::color::{self, Choice, Colors};
use equiff::render::page::Level;
use equiff::render::reasons::Reasons;
use equiff::render::tex::display::{Displays, Environment, Numbers};
use equiff::render::{Notation, Options, plain};

use super::files::{colored, width};

const LEVELS: [(&str, Level); 4] = [
    ("full", Level::Full),
    ("standard", Level::Standard),
    ("brief", Level::Brief),
    ("result", Level::Result),
];

const NOTATIONS: [(&str, Notation); 5] = [
    ("auto", Notation::Auto),
    ("expanded", Notation::Expanded),
    ("dots", Notation::Dots),
    ("sum", Notation::Sum),
    ("vector", Notation::Vector),
];

/// The arguments for derivations.
pub fn arguments() -> [Arg; 11] {
    [
        choice("steps", "LEVEL", "standard", &LEVELS).help("How much detail"),
        choice("notation", "NOTATION", "auto", &NOTATIONS).help("How sums are written"),
        choice("reasons", "PLACE", "inline", &Reasons::ALL)
            .help("Where reasons stand: beside, above or after the formulas, or nowhere"),
        Arg::new("width")
            .long("width")
            .value_name("WIDTH")
            .value_parser(columns)
            .help("The width of a line: columns, or a length such as 12cm"),
        choice("environment", "NAME", "align", &Environment::ALL)
            .help("LaTeX: the environment of several lines"),
        Arg::new("number")
            .long("number")
            .action(ArgAction::SetTrue)
            .help("LaTeX: numbers the formulas"),
        Arg::new("label")
            .long("label")
            .value_name("PREFIX")
            .value_parser(label)
            .help("LaTeX: numbers the formulas, with labels PREFIX:1, PREFIX:2, ..."),
        color(),
        lang(),
        decimal(),
        Arg::new("theme")
            .long("theme")
            .value_name("NAME")
            .value_parser(theme)
            .help("The theme of a standalone beamer document"),
    ]
}

/// The argument for the language.
pub fn lang() -> Arg {
    let known = || languages::ALL.iter();
    let names: Vec<String> = known()
        .map(|language| format!("{} ({})", language.code, language.name))
        .collect();
    Arg::new("lang")
        .long("lang")
        .value_name("CODE")
        .default_value("en")
        .value_parser(known().map(|language| language.code).collect::<Vec<_>>())
        .help("The language of words and reasons")
        .long_help(format!(
            "The language of words and reasons: {}.",
            names.join(", ")
        ))
}

/// The argument for the sign in decimals.
pub fn decimal() -> Arg {
    Arg::new("decimal")
        .long("decimal")
        .value_name("SIGN")
        .value_parser(["point", "comma"])
        .help("The sign in decimals; without it, that of the language")
}

/// The language that the arguments ask for, and whether decimals have a comma.
pub fn language(arguments: &ArgMatches) -> (&'static Language, bool) {
    let code = arguments
        .get_one::<String>("lang")
        .map_or("", String::as_str);
    let language = languages::find(code).unwrap_or_default();
    let sign = arguments.get_one::<String>("decimal");
    let comma = sign.map_or(language.comma, |sign| sign == "comma");
    (language, comma)
}

/// The argument for the colours of names.
pub fn color() -> Arg {
    Arg::new("color")
        .long("color")
        .value_name("NAME=COLOR")
        .action(ArgAction::Append)
        .value_parser(Choice::read)
        .help("Gives a name a colour: w_1=blue, x=none; `none` alone: no colours")
        .long_help(format!(
            "Gives a name the colour of a word: `w_1=blue`; `none` leaves the name as it is, and \
             `none` alone all names. May be given several times. Without it, names with a colour in \
             them have that colour. Colours are {}.",
            color::names()
        ))
}

/// The colours that the arguments ask for.
pub fn colors(arguments: &ArgMatches) -> Colors {
    let mut colors = Colors {
        by_name: true,
        ..Colors::default()
    };
    for choice in arguments.get_many::<Choice>("color").into_iter().flatten() {
        colors.choose(choice.clone());
    }
    colors
}

/// Refuses a colour for a name that is none of a network's.
///
/// # Errors
/// Which name.
pub fn refuse_strays(colors: &Colors, store: &Store, network: Expr) -> Result<(), String> {
    if colors.chosen.is_empty() {
        return Ok(());
    }
    let parts = store.subterms(network).into_iter();
    let known: Vec<String> = parts
        .filter(|part| matches!(store.head(*part), Head::Name(_) | Head::Entry))
        .map(|part| plain(store, part))
        .collect();
    let Some(stray) = colors.stray(&known) else {
        return Ok(());
    };
    let mut some: Vec<&str> = known.iter().map(String::as_str).take(9).collect();
    if known.len() > some.len() {
        some.push("...");
    }
    let stray = stray.escape_debug();
    Err(format!(
        "--color: the network has no name `{stray}`; it has {}",
        some.join(", ")
    ))
}

/// What the arguments ask for; `terminal`: whether it goes to a terminal.
pub fn options(arguments: &ArgMatches, terminal: bool) -> Options {
    let (language, comma) = language(arguments);
    let chosen_width = arguments.get_one::<usize>("width").copied();
    Options {
        steps: chosen(arguments, "steps", &LEVELS),
        notation: chosen(arguments, "notation", &NOTATIONS),
        width: Some(chosen_width.unwrap_or_else(|| width(terminal))),
        line: chosen_width.map(|columns| u32::try_from(columns * 10).unwrap_or(u32::MAX)),
        reasons: chosen(arguments, "reasons", &Reasons::ALL),
        displays: Displays {
            environment: chosen(arguments, "environment", &Environment::ALL),
            numbers: match arguments.get_one::<String>("label") {
                Some(prefix) => Numbers::Labelled(prefix.clone()),
                None if arguments.get_flag("number") => Numbers::Plain,
                None => Numbers::None,
            },
        },
        color: terminal && colored(&std::io::stdout()),
        standalone: arguments.get_flag("standalone"),
        theme: arguments.get_one::<String>("theme").cloned(),
        colors: colors(arguments),
        language,
        comma,
    }
}

/// An argument with one of several words.
pub fn choice<T>(
    name: &'static str,
    value: &'static str,
    usual: &'static str,
    all: &[(&'static str, T)],
) -> Arg {
    let words: Vec<&'static str> = all.iter().map(|(word, _)| *word).collect();
    Arg::new(name)
        .long(name)
        .value_name(value)
        .default_value(usual)
        .value_parser(words)
}

/// What the word of an argument means.
pub fn chosen<T: Copy + Default>(arguments: &ArgMatches, name: &str, all: &[(&str, T)]) -> T {
    let word = arguments.get_one::<String>(name).map_or("", String::as_str);
    let found = all.iter().find(|(known, _)| *known == word);
    found.map_or_else(T::default, |(_, meaning)| *meaning)
}

/// Reads a width in columns. A column is as wide as a digit, which is half as wide as the type is
/// high: 5 pt at the usual size.
fn columns(text: &str) -> Result<usize, String> {
    const POINTS: [(&str, f64); 5] = [
        ("cm", 72.27 / 2.54),
        ("mm", 7.227 / 2.54),
        ("in", 72.27),
        ("pt", 1.0),
        ("", 5.0),
    ];
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let points = POINTS.iter().find(|(name, _)| *name == unit.trim());
    let number = text[..text.len() - unit.len()].parse::<f64>();
    let (Ok(number), Some((_, points))) = (number, points) else {
        return Err("a number of columns or a length is wanted, such as 72 or 12cm".into());
    };
    let columns = number * points / 5.0;
    match (24.0..=1e6).contains(&columns) {
        true => Ok(columns as usize),
        false => Err("lines have from 24 columns (120 pt) to a million".into()),
    }
}

/// The prefix of labels.
fn label(prefix: &str) -> Result<String, String> {
    let known = |c: char| c.is_ascii_alphanumeric() || "-:./+".contains(c);
    match prefix.chars().all(known) && !prefix.is_empty() {
        true => Ok(prefix.to_owned()),
        false => Err("a label has letters, digits and the signs - : . / + only".into()),
    }
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
