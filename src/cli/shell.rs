//! `equiff man` and `equiff completions`: what a system installs beside the program.

use std::process::ExitCode;

use clap::builder::EnumValueParser;
use clap::{Arg, ArgMatches, Command};
use clap_complete::{Shell, generate};

use super::files::print;

/// The command for manual pages.
pub fn man() -> Command {
    Command::new("man")
        .about("Writes the manual page, in roff")
        .after_help("equiff man > equiff.1, equiff man derive > equiff-derive.1")
        .arg(
            Arg::new("command")
                .value_name("COMMAND")
                .help("The command that the page is of; else the page of all"),
        )
}

/// The command for completions.
pub fn completions() -> Command {
    Command::new("completions")
        .about("Writes completions for a shell")
        .after_help(
            "bash: equiff completions bash > ~/.local/share/bash-completion/completions/equiff\n\
             zsh: equiff completions zsh > _equiff, in a folder of $fpath\n\
             fish: equiff completions fish > ~/.config/fish/completions/equiff.fish",
        )
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .value_parser(EnumValueParser::<Shell>::new())
                .help("The shell"),
        )
}

/// Writes a manual page of a program or one of its commands.
pub fn run_man(program: &Command, arguments: &ArgMatches) -> ExitCode {
    let mut program = program.clone().disable_help_subcommand(true);
    program.build();
    let page = match arguments.get_one::<String>("command") {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => {
                let title = format!("{}-{name}", program.get_name());
                let version = program.get_version().unwrap_or_default().to_owned();
                command.clone().name(title).version(version)
            }
            None => {
                eprintln!("error: there is no command `{}`", name.escape_debug());
                let names = program.get_subcommands().map(Command::get_name);
                let names: Vec<&str> = names.collect();
                eprintln!("help: commands are {}", names.join(", "));
                return ExitCode::from(2);
            }
        },
    };
    let mut bytes = Vec::new();
    if let Err(error) = clap_mangen::Man::new(page).render(&mut bytes) {
        eprintln!("error: {error}");
        return ExitCode::from(2);
    }
    print(&String::from_utf8_lossy(&bytes))
}

/// Writes completions.
pub fn run_completions(program: &Command, arguments: &ArgMatches) -> ExitCode {
    let Some(shell) = arguments.get_one::<Shell>("shell") else {
        return ExitCode::from(2);
    };
    let mut bytes = Vec::new();
    let name = program.get_name().to_owned();
    generate(*shell, &mut program.clone(), name, &mut bytes);
    print(&String::from_utf8_lossy(&bytes))
}
