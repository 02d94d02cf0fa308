//! Pages as files that need no other program to be looked at, typeset by Typst, which has to be
//! installed: one program without a distribution of TeX.
//!
//! Its crates would make equiff build ten times as long; what would call them is here.

use std::io::{ErrorKind, Write};
use std::process::{Command, Stdio};

use super::Options;
use super::page::Page;
use super::typst::document;
use crate::expr::Store;

/// A picture is one page as high as what is on it.
const PICTURE: &str = "#set page(width: 19cm, height: auto, margin: 1.2cm, numbering: none)\n";

/// A page for sheets of paper.
pub fn paper(store: &Store, page: &Page, options: &Options) -> String {
    document(store, page, &whole(options), "")
}

/// A page as one picture.
pub fn picture(store: &Store, page: &Page, options: &Options) -> String {
    document(store, page, &whole(options), PICTURE)
}

fn whole(options: &Options) -> Options {
    Options {
        standalone: true,
        ..options.clone()
    }
}

/// What Typst makes of a document: `pdf`, `png` or `svg`.
///
/// # Errors
/// Typst is not there, or says why it cannot.
pub fn typeset(document: &str, format: &str) -> Result<Vec<u8>, String> {
    let mut command = Command::new("typst");
    command.args(["compile", "--format", format]);
    if format == "png" {
        command.args(["--ppi", "200"]);
    }
    let started = command
        .args(["-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut typst = started.map_err(|fault| match fault.kind() {
        ErrorKind::NotFound => format!(
            "a {format} file is typeset by the program typst, which is not installed\n\
             help: get it from https://typst.app, or write --to typst, latex or html"
        ),
        _ => format!("typst cannot be started: {fault}"),
    })?;
    let input = typst.stdin.take();
    let document = document.to_owned();
    // A program that stops early has closed its input; it says why.
    let writer =
        std::thread::spawn(move || input.map(|mut input| input.write_all(document.as_bytes())));
    let done = typst
        .wait_with_output()
        .map_err(|fault| format!("typst: {fault}"))?;
    drop(writer.join());
    match done.status.success() && !done.stdout.is_empty() {
        true => Ok(done.stdout),
        false => {
            let said = String::from_utf8_lossy(&done.stderr);
            Err(format!("typst failed: {}", super::text::clean(said.trim())))
        }
    }
}
