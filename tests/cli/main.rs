//! The command as users run it: what it says, with which status.

mod batch;
mod fix;
mod forged;
mod injection;
mod known;
mod look;
mod models;
mod outputs;
mod replay;
mod shared;
mod statistics;
mod status;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// What a run has said.
struct Run {
    status: i32,
    out: String,
    err: String,
}

fn equiff() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_equiff"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command.env_remove("NO_COLOR");
    command
}

/// Runs the command with these arguments and this standard input.
fn run_bytes(arguments: &[&str], input: &[u8]) -> Run {
    let mut child = equiff()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // A command that does not read its input has closed it.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().expect("the command ends");
    writer.join().expect("the input is written");
    Run {
        status: status.code().expect("a status"),
        out: String::from_utf8(stdout).expect("UTF-8"),
        err: String::from_utf8(stderr).expect("UTF-8"),
    }
}

fn run(arguments: &[&str], input: &str) -> Run {
    run_bytes(arguments, input.as_bytes())
}

/// A folder for a test's files, empty at the start.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Writes a file into a folder; its path as an argument.
fn file(folder: &std::path::Path, name: &str, text: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("a file");
    path.to_str().expect("a path").to_owned()
}

/// The objects of an output of `--to jsonl`.
fn objects(text: &str) -> Vec<serde_json::Value> {
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

fn verdicts(text: &str) -> Vec<String> {
    let objects = objects(text);
    let verdicts = objects.iter().map(|o| o["verdict"].as_str());
    verdicts.map(|v| v.expect("a verdict").to_owned()).collect()
}
