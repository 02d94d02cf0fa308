//! Reading inputs, writing outputs.

use std::io::{IsTerminal, Read, Write};
use std::process::ExitCode;

use clap::ArgMatches;

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
    match std::io::stdout().write_all(text.as_bytes()) {
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
