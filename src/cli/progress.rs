//! A progress bar on standard error, where that is a terminal and the work takes long.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use equiff::check::batch::{Input, Source};
use indicatif::{ProgressBar, ProgressStyle};

/// Work that takes less than this shows no bar.
const LONG: Duration = Duration::from_millis(700);

/// How far the work is.
#[derive(Default)]
pub struct Progress {
    /// When it began, if a bar may be shown.
    begun: Option<Instant>,
    /// How many bytes there are, where that is known.
    total: Option<u64>,
    done: u64,
    bar: Option<ProgressBar>,
    /// Whether the report goes to the same place as the bar.
    shared: bool,
}

impl Progress {
    /// Of these inputs nothing is done yet.
    pub fn new(inputs: &[Input]) -> Progress {
        if !std::io::stderr().is_terminal() {
            return Progress::default();
        }
        let sizes = inputs.iter().map(|input| match &input.source {
            Source::File(path) => std::fs::metadata(path).ok().map(|data| data.len()),
            Source::Text(text) => Some(text.len() as u64),
            Source::Stream(_) => None,
        });
        Progress {
            begun: Some(Instant::now()),
            total: sizes.sum(),
            done: 0,
            bar: None,
            shared: std::io::stdout().is_terminal(),
        }
    }

    /// So many more bytes are done.
    pub fn advance(&mut self, bytes: u64) {
        self.done += bytes;
        if let Some(bar) = &self.bar {
            bar.set_position(self.done);
        } else if self.begun.is_some_and(|begun| begun.elapsed() > LONG) {
            let bar = match self.total {
                Some(total) => ProgressBar::new(total),
                None => ProgressBar::new_spinner(),
            };
            let template = match self.total {
                Some(_) => "{wide_bar} {bytes}/{total_bytes}, {eta} left",
                None => "{spinner} {bytes} checked",
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar.set_position(self.done);
            self.bar = Some(bar);
        }
    }

    /// Writes a part of the report; the bar is out of the way where it has to be.
    pub fn beside<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) if self.shared => bar.suspend(write),
            _ => write(),
        }
    }

    /// Writes to standard error while the bar is out of the way.
    pub fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// Takes the bar away.
    pub fn finish(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
