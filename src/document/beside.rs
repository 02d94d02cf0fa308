//! The macros of files that a document reads: `\input{macros}`, `\usepackage{local}`.
//!
//! Only what stands in the folder of the document, or below it, is read, and only its macros: the
//! formulas of another file are checked where that file is.

use std::path::{Component, Path, PathBuf};

use super::page::Beside;
use super::scan;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 2_000_000;
/// How many files are read.
const MOST: usize = 64;

/// Commands that read a file, and the ending that its name gets.
const COMMANDS: &[(&str, &str)] = &[
    ("\\input{", "tex"),
    ("\\include{", "tex"),
    ("\\subfile{", "tex"),
    ("\\usepackage{", "sty"),
    ("\\RequirePackage{", "sty"),
    ("\\documentclass{", "cls"),
];

/// Directives that do, each on a line of its own.
const DIRECTIVES: &[&str] = &[".. include::", "{{< include ", "{!"];

/// What the files beside a document define that it reads, and those that they read.
pub(super) fn of(path: &Path, text: &str) -> Beside {
    let mut beside = Beside::default();
    let names = names(text);
    if names.is_empty() {
        return beside;
    }
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let Ok(root) = folder.canonicalize() else {
        return beside;
    };
    let mut seen: Vec<PathBuf> = path.canonicalize().into_iter().collect();
    let mut waiting: Vec<PathBuf> = names;
    waiting.reverse();
    while let Some(name) = waiting.pop() {
        let Some(file) = found(&root, &name) else {
            continue;
        };
        if seen.contains(&file) || seen.len() > MOST {
            continue;
        }
        let text = std::fs::read(&file).unwrap_or_default();
        seen.push(file);
        let text = String::from_utf8_lossy(&text);
        waiting.extend(self::names(&text).into_iter().rev());
        beside.extend(scan::definitions(&text));
    }
    beside
}

/// The file of a name, if it stands below a folder and is none too large.
fn found(root: &Path, name: &Path) -> Option<PathBuf> {
    let file = root.join(name).canonicalize().ok()?;
    let data = file.metadata().ok()?;
    let fits = file.starts_with(root) && data.is_file() && data.len() <= LARGEST;
    fits.then_some(file)
}

/// The files that a text reads, by their names.
fn names(text: &str) -> Vec<PathBuf> {
    let mut names = Vec::new();
    for line in text.lines() {
        if names.len() > MOST {
            break;
        }
        let code = line.find('%').map_or(line, |at| &line[..at]);
        if code.contains('\\') {
            commands(code, &mut names);
        }
        let trimmed = line.trim();
        for directive in DIRECTIVES {
            if let Some(rest) = trimmed.strip_prefix(directive) {
                let name = rest.trim_end_matches(['>', '}', '!', ' ']).trim();
                add(&mut names, name.trim_matches('"'), "");
            }
        }
    }
    names
}

fn commands(line: &str, names: &mut Vec<PathBuf>) {
    for (command, ending) in COMMANDS {
        let name = &command[..command.len() - 1];
        let mut rest = line;
        while let Some(at) = rest.find(name) {
            rest = &rest[at + name.len()..];
            let mut argument = rest;
            // `\usepackage[options]{name}`
            if let Some(options) = argument.strip_prefix('[')
                && let Some(end) = options.find(']')
            {
                argument = &options[end + 1..];
            }
            let Some(list) = argument.strip_prefix('{') else {
                // `\input macros`
                if *ending == "tex" && argument.starts_with(' ') {
                    add(
                        names,
                        argument.split_whitespace().next().unwrap_or(""),
                        ending,
                    );
                }
                continue;
            };
            let Some(end) = list.find('}') else { continue };
            for name in list[..end].split(',') {
                add(names, name.trim().trim_matches('"'), ending);
            }
        }
    }
}

/// A name that stays below its folder, with the ending that it lacks.
fn add(names: &mut Vec<PathBuf>, name: &str, ending: &str) {
    if name.is_empty() || name.len() > 200 {
        return;
    }
    let mut path = PathBuf::from(name);
    let below = path
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !below {
        return;
    }
    let known = ["tex", "sty", "cls", "def", "ltx"];
    let has = path
        .extension()
        .and_then(|e| e.to_str())
        .is_some_and(|e| known.contains(&e));
    if !ending.is_empty() && !has {
        path.as_mut_os_string().push(format!(".{ending}"));
    }
    names.push(path);
}
