//! What comes of a job.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rustc_hash::FxHashMap;

use super::jobs::{Job, Task};
use super::lines::RawLine;
use super::{Event, Notice, NoticeKind};
use crate::check::reading::{Checked, FAULT, Reader};
use crate::check::report::{Shown, fingerprint};
use crate::check::{Options, Verdict};
use crate::document::{self, Kind};
use crate::expr::Store;
use crate::parse;

/// How much of a line that cannot be read is shown.
const SHOWN: usize = 400;

/// Does a job, and gives what comes of it as it comes, until `give` breaks.
pub fn run<T>(
    job: Job,
    options: Options,
    answer: &impl Fn(&Shown<'_>) -> T,
    give: &mut dyn FnMut(Event<T>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut work = Work {
        file: &job.file,
        kind: match job.task {
            Task::Document(kind, ..) | Task::Lines(kind, _) => kind,
            Task::Tell(_) => Kind::Text,
        },
        options,
        answer,
        give,
    };
    match job.task {
        Task::Tell(notice) => (work.give)(Event::Notice(notice))?,
        Task::Document(_, bytes, place) => work.document(&bytes, place.as_deref())?,
        Task::Lines(_, lines) => lines.iter().try_for_each(|line| work.line(line))?,
    }
    give(Event::Progress(job.size))
}

struct Work<'a, T, A> {
    file: &'a str,
    kind: Kind,
    options: Options,
    answer: &'a A,
    give: &'a mut dyn FnMut(Event<T>) -> ControlFlow<()>,
}

impl<T, A: Fn(&Shown<'_>) -> T> Work<'_, T, A> {
    fn document(&mut self, bytes: &[u8], place: Option<&Path>) -> ControlFlow<()> {
        let text = match parse::decode(bytes) {
            Ok(text) => text,
            Err(fault) => {
                return self.notice(None, NoticeKind::Unreadable, fault.message, fault.help);
            }
        };
        let found = match place {
            Some(path) => document::read_file(self.kind, text, path),
            None => document::read(self.kind, text),
        };
        let found = match found {
            Ok(found) => found,
            Err(bad) => {
                return self.notice(Some(bad.line), NoticeKind::Unreadable, bad.message, None);
            }
        };
        let mut reader = Reader::within(self.options);
        // The same words may stand twice in a document: the fingerprints must differ.
        let mut seen: FxHashMap<String, usize> = FxHashMap::default();
        reader.each(&found, |checked, store| {
            let mut print = fingerprint::of(self.file, &checked);
            let count = seen.entry(print.clone()).or_default();
            *count += 1;
            if *count > 1 {
                print += &format!(":{count}");
            }
            self.give(text, &checked, store, print)
        })?;
        let mut unused = found.unused_ignores.iter();
        unused.try_for_each(|(line, reason)| {
            self.unused(*line, reason, "no formula is on its line or below it")
        })
    }

    fn line(&mut self, line: &RawLine) -> ControlFlow<()> {
        let text = match (std::str::from_utf8(&line.bytes), line.too_long) {
            (Ok(text), false) => text,
            (_, true) => return self.unreadable(line, "the line is longer than 1 MiB".to_owned()),
            (Err(_), _) => {
                let message = match parse::decode(&line.bytes) {
                    Err(fault) => fault.message.replace("line 1, ", ""),
                    Ok(_) => String::new(),
                };
                return self.unreadable(line, message);
            }
        };
        let mut found = match document::line(self.kind, text, line.number) {
            None => {
                // The comment above has nothing to ignore.
                return match &line.ignore {
                    Some(reason) => self.unused(line.number - 1, reason, "no claim is below it"),
                    None => ControlFlow::Continue(()),
                };
            }
            Some(Ok(found)) => found,
            Some(Err(bad)) => {
                let mut checked =
                    Checked::unreadable(bad.line, beginning(&line.bytes), bad.message);
                checked.id = bad.id;
                return self.alone(&checked);
            }
        };
        if found.ignore.is_none() {
            found.ignore = line.ignore.clone();
        }
        let mut reader = Reader::alone(self.options);
        let checked = catch_unwind(AssertUnwindSafe(|| reader.formula(&found, &[])));
        let Ok(checked) = checked else {
            // A fault of ours must not spoil the other lines.
            return self.unreadable(line, FAULT.to_owned());
        };
        let print = fingerprint::of(self.file, &checked);
        self.give(&checked.text, &checked, reader.store(), print)
    }

    fn unreadable(&mut self, line: &RawLine, message: String) -> ControlFlow<()> {
        let text = beginning(&line.bytes);
        self.alone(&Checked::unreadable(line.number, text, message))
    }

    /// Gives a claim that was not read.
    fn alone(&mut self, checked: &Checked) -> ControlFlow<()> {
        let print = fingerprint::of(self.file, checked);
        self.give(&checked.text, checked, &Store::new(), print)
    }

    fn give(
        &mut self,
        source: &str,
        checked: &Checked,
        store: &Store,
        fingerprint: String,
    ) -> ControlFlow<()> {
        let nothing = matches!(
            checked.report.verdict,
            Verdict::Equivalent | Verdict::NoClaim
        );
        if nothing && let Some(reason) = &checked.ignored {
            let why = format!("the formula is {}", checked.report.verdict.word());
            self.unused(checked.line, reason, &why)?;
        }
        let shown = Shown {
            file: self.file,
            kind: self.kind,
            source,
            checked,
            store,
            fingerprint,
        };
        (self.give)(Event::Claim((self.answer)(&shown)))
    }

    fn unused(&mut self, line: usize, reason: &str, why: &str) -> ControlFlow<()> {
        let reason = match reason {
            "" => String::new(),
            reason => format!(" ({reason})"),
        };
        let message = format!("`equiff: ignore`{reason} ignores nothing: {why}");
        self.notice(Some(line), NoticeKind::UnusedIgnore, message, None)
    }

    fn notice(
        &mut self,
        line: Option<usize>,
        kind: NoticeKind,
        message: String,
        help: Option<String>,
    ) -> ControlFlow<()> {
        (self.give)(Event::Notice(Notice {
            file: self.file.to_owned(),
            line,
            kind,
            message,
            help,
        }))
    }
}

/// The beginning of a line that cannot be read.
fn beginning(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4 * SHOWN)]);
    match text.char_indices().nth(SHOWN) {
        None => text.trim().to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
