//! Reading inputs, writing outputs.

use std::fs;
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Arg, ArgMatches};
use tempfile::NamedTempFile;

/// The argument for a network description.
pub fn file() -> Arg {
    Arg::new("file")
        .value_name("FILE")
        .help("A network description or a model's equation; - is standard input")
}

/// The argument for a network on the command line.
pub fn text() -> Arg {
    Arg::new("text")
        .short('e')
        .value_name("TEXT")
        .allow_hyphen_values(true)
        .help("The network or the model's equation itself")
        .conflicts_with("file")
}

/// Whether what goes to a stream may have colours.
pub fn colored(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The columns of the terminal that standard output is, if it is one; else 80.
pub fn width(terminal: bool) -> usize {
    terminal_size::terminal_size()
        .filter(|_| terminal)
        .map_or(80, |(width, _)| width.0.into())
}

/// Writes to standard output; a reader that has gone is no error.
pub fn print(text: &str) -> ExitCode {
    print_bytes(text.as_bytes())
}

/// The same for what is no text.
pub fn print_bytes(bytes: &[u8]) -> ExitCode {
    match std::io::stdout().write_all(bytes) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            eprintln!("error: cannot write: {error}");
            ExitCode::from(2)
        }
        _ => ExitCode::SUCCESS,
    }
}

/// The input that the arguments name: its name and its bytes.
///
/// # Errors
/// If it cannot be read.
pub fn read(arguments: &ArgMatches) -> Result<(String, Vec<u8>), String> {
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

/// The files that are read.
pub fn inputs(arguments: &ArgMatches) -> Vec<&str> {
    let file = arguments.get_one::<String>("file");
    file.into_iter().map(String::as_str).collect()
}

/// A file and what it shall hold.
pub struct Written {
    /// Its path.
    pub path: String,
    /// What it shall hold.
    pub bytes: Vec<u8>,
}

/// Writes files, all or none: each is complete under another name before any takes its place.
///
/// # Errors
/// What went wrong; no file has been changed, unless that happened at the last moment.
pub fn replace(files: &[Written]) -> Result<(), String> {
    let mut ready = Vec::new();
    for file in files {
        let failed = |error: std::io::Error| format!("cannot write {}: {error}", file.path);
        // What a link points to is replaced, not the link.
        let path = fs::canonicalize(&file.path).unwrap_or_else(|_| PathBuf::from(&file.path));
        let known = fs::metadata(&path).ok();
        if known.as_ref().is_some_and(|known| !known.is_file()) {
            // A device or a pipe cannot be replaced.
            ready.push((None, path, file));
            continue;
        }
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let mut draft = draft(folder).map_err(failed)?;
        draft.write_all(&file.bytes).map_err(failed)?;
        if let Some(known) = known {
            draft
                .as_file()
                .set_permissions(known.permissions())
                .map_err(failed)?;
        }
        ready.push((Some(draft), path, file));
    }
    for (draft, path, file) in ready {
        let failed = |error: std::io::Error| format!("cannot write {}: {error}", file.path);
        match draft {
            Some(draft) => draft
                .persist(&path)
                .map(drop)
                .map_err(|e| failed(e.error))?,
            None => fs::write(&path, &file.bytes).map_err(failed)?,
        }
    }
    Ok(())
}

/// A new file in a folder, with the rights that new files have.
fn draft(folder: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".equiff-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// The ending of a path, in small letters.
pub fn ending(path: &str) -> Option<String> {
    let ending = Path::new(path).extension()?.to_str()?;
    Some(ending.to_ascii_lowercase())
}
