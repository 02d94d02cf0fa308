//! The command `equiff`: arguments, files and exit codes only.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
