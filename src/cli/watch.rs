//! `--watch`: a run again whenever its inputs change.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches};
use notify::{RecursiveMode, Watcher};

/// How long changes may follow one another before a run; an editor writes a file in several steps.
const QUIET: Duration = Duration::from_millis(50);

/// The argument.
pub fn watch() -> Arg {
    Arg::new("watch")
        .long("watch")
        .action(ArgAction::SetTrue)
        .help("Runs again whenever an input file changes, until it is interrupted")
}

/// Runs once, or again and again where that was asked for.
pub fn run(
    arguments: &ArgMatches,
    inputs: &[&str],
    mut once: impl FnMut() -> ExitCode,
) -> ExitCode {
    if !arguments.get_flag("watch") {
        return once();
    }
    let files: Vec<PathBuf> = inputs.iter().map(PathBuf::from).collect();
    if files.is_empty() || inputs.contains(&"-") {
        eprintln!("error: --watch needs files as inputs");
        return ExitCode::from(2);
    }
    let watched = watched(&files);
    let (_watcher, changes) = match watched {
        Ok(watched) => watched,
        Err(error) => {
            eprintln!("error: cannot watch: {error}");
            return ExitCode::from(2);
        }
    };
    let mut known = contents(&files);
    once();
    while changes.recv().is_ok() {
        while changes.recv_timeout(QUIET).is_ok() {}
        let now = contents(&files);
        // While an editor replaces a file there is none; outputs beside it change nothing.
        if now != known && now.iter().all(Option::is_some) {
            once();
            known = now;
        }
    }
    ExitCode::SUCCESS
}

/// What the files hold.
fn contents(files: &[PathBuf]) -> Vec<Option<Vec<u8>>> {
    files.iter().map(|file| fs::read(file).ok()).collect()
}

type Watched = (notify::RecommendedWatcher, mpsc::Receiver<()>);

/// Watches the folders of files: an editor may put a new file in the place of the old one.
fn watched(files: &[PathBuf]) -> notify::Result<Watched> {
    let (sender, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |_| {
        // Nobody listens any more: the run is over.
        let _ = sender.send(());
    })?;
    let mut folders: Vec<PathBuf> = files
        .iter()
        .map(|file| match file.parent() {
            Some(folder) if folder != Path::new("") => folder.to_owned(),
            _ => PathBuf::from("."),
        })
        .collect();
    folders.sort();
    folders.dedup();
    for folder in &folders {
        watcher.watch(folder, RecursiveMode::NonRecursive)?;
    }
    Ok((watcher, changes))
}
