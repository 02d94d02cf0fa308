//! `check --fix`: copies of documents in which what is wrong is mended.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use equiff::check::report::Shown;
use equiff::check::report::change::{Change, changed};
use equiff::document::Kind;

/// The changes of one document.
struct Mended {
    file: String,
    changes: Vec<Change>,
    /// Changes that cannot be made in such a file, and why the first of them.
    hindered: Option<(usize, &'static str)>,
}

/// A change, with the file and its kind.
pub struct Found {
    file: String,
    kind: Kind,
    change: Change,
}

impl Found {
    /// What mends a claim.
    pub fn of(shown: &Shown<'_>) -> Option<Found> {
        Some(Found {
            file: shown.file.to_owned(),
            kind: shown.kind,
            change: Change::of(shown)?,
        })
    }
}

/// Gathers changes in the order of files.
#[derive(Default)]
pub struct Fixes(Vec<Mended>);

impl Fixes {
    /// Takes a change.
    pub fn add(&mut self, found: Found) {
        if self.0.last().is_none_or(|last| last.file != found.file) {
            self.0.push(Mended {
                file: found.file,
                changes: Vec::new(),
                hindered: None,
            });
        }
        let Some(last) = self.0.last_mut() else {
            return;
        };
        match found.change.hindered(found.kind) {
            None => last.changes.push(found.change),
            Some(why) => last.hindered.get_or_insert((0, why)).0 += 1,
        }
    }

    /// Writes the copies and tells of them on standard error; whether all of it could be done.
    pub fn write(&self) -> bool {
        if self.0.is_empty() {
            eprintln!("nothing to fix: no change is known that makes a wrong formula true");
        }
        let mut done = true;
        for mended in &self.0 {
            if let Some((count, why)) = mended.hindered {
                let changes = counted(count);
                eprintln!("error: {}: cannot write {changes}: {why}", mended.file);
                done = false;
            }
            if !mended.changes.is_empty() {
                done &= match mended.copy() {
                    Ok(()) => true,
                    Err(message) => {
                        eprintln!("error: {message}");
                        false
                    }
                };
            }
        }
        done
    }
}

impl Mended {
    fn copy(&self) -> Result<(), String> {
        let file = &self.file;
        let text =
            fs::read_to_string(file).map_err(|fault| format!("cannot read {file}: {fault}"))?;
        let (text, made) = changed(&text, &self.changes);
        let left = self.changes.len() - made;
        let missed = format!(
            "{file}: {} could not be made: the text there is not that of the formula",
            counted(left)
        );
        if made == 0 {
            return Err(missed);
        }
        let copy = name(Path::new(file));
        let shown = copy.display();
        let new = OpenOptions::new().write(true).create_new(true).open(&copy);
        let mut new = new.map_err(|fault| match fault.kind() {
            std::io::ErrorKind::AlreadyExists => {
                format!("{shown} is there already and is not overwritten")
            }
            _ => format!("cannot write {shown}: {fault}"),
        })?;
        new.write_all(text.as_bytes())
            .map_err(|fault| format!("cannot write {shown}: {fault}"))?;
        eprintln!("wrote {shown} with {}", counted(made));
        match left {
            0 => Ok(()),
            _ => Err(missed),
        }
    }
}

fn counted(count: usize) -> String {
    match count {
        1 => "1 change".to_owned(),
        many => format!("{many} changes"),
    }
}

/// `notes.fixed.md` for `notes.md`.
fn name(file: &Path) -> PathBuf {
    match file.extension() {
        Some(ending) => {
            let mut fixed = std::ffi::OsString::from("fixed.");
            fixed.push(ending);
            file.with_extension(fixed)
        }
        None => file.with_extension("fixed"),
    }
}
