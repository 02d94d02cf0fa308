//! Inputs to jobs: a file, or a chunk of its lines.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::lines::{self, Lines, RawLine};
use super::{Input, Notice, NoticeKind, Source};
use crate::document::{self, Kind};

/// A part of the work.
pub struct Job {
    /// The name of the input.
    pub file: Arc<str>,
    /// How many bytes of it this job takes.
    pub size: u64,
    /// What is to be done.
    pub task: Task,
}

/// What is to be done.
pub enum Task {
    /// A document to be read and checked, and where it is, if it is a file.
    Document(Kind, Vec<u8>, Option<PathBuf>),
    /// Lines that stand for themselves.
    Lines(Kind, Vec<RawLine>),
    /// There is only something to tell.
    Tell(Notice),
}

/// The jobs that inputs make, one after another.
pub struct Jobs {
    inputs: std::vec::IntoIter<Input>,
    open: Option<(Arc<str>, Kind, Lines)>,
}

impl Jobs {
    pub fn new(inputs: Vec<Input>) -> Jobs {
        Jobs {
            inputs: inputs.into_iter(),
            open: None,
        }
    }

    /// Whether there surely is no further job.
    pub fn is_done(&self) -> bool {
        self.open.is_none() && self.inputs.as_slice().is_empty()
    }

    /// Opens an input.
    fn start(&mut self, input: Input) -> Option<Job> {
        let file: Arc<str> = input.name.as_str().into();
        let known = input.kind.or_else(|| Kind::of(Path::new(&input.name)));
        let mut place = None;
        let stream: Box<dyn Read + Send> = match input.source {
            Source::Text(text) => {
                let kind = known.unwrap_or(Kind::Claims);
                let size = text.len() as u64;
                let task = match kind {
                    Kind::Claims | Kind::Lines => Task::Lines(kind, lines::split(&text)),
                    _ => Task::Document(kind, text.into_bytes(), None),
                };
                return Some(Job { file, size, task });
            }
            Source::Stream(stream) => stream,
            Source::File(path) => match open(&path) {
                Ok(file) => {
                    place = Some(path);
                    Box::new(file)
                }
                Err((message, help)) => return Some(unreadable(file, message, help)),
            },
        };
        let mut stream = BufReader::with_capacity(1 << 16, stream);
        let kind = match known {
            Some(kind) => kind,
            None => {
                let guess = stream.fill_buf().map(document::guess);
                match guess {
                    Ok(Some(kind)) => kind,
                    Ok(None) => {
                        return Some(unreadable(
                            file,
                            "neither its name nor its text tells what kind of file it is"
                                .to_owned(),
                            Some(
                                "say it: --as tex|markdown|notebook|text|rst|html|claims|jsonl"
                                    .to_owned(),
                            ),
                        ));
                    }
                    Err(fault) => return Some(unreadable(file, fault.to_string(), None)),
                }
            }
        };
        if matches!(kind, Kind::Claims | Kind::Lines) {
            self.open = Some((file, kind, Lines::new(stream)));
            return None;
        }
        let mut bytes = Vec::new();
        if let Err(fault) = stream.read_to_end(&mut bytes) {
            return Some(unreadable(file, fault.to_string(), None));
        }
        Some(Job {
            file,
            size: bytes.len() as u64,
            task: Task::Document(kind, bytes, place),
        })
    }
}

impl Iterator for Jobs {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        loop {
            if let Some((file, kind, lines)) = &mut self.open {
                let (file, kind) = (file.clone(), *kind);
                match lines.chunk() {
                    Ok((chunk, size)) if !chunk.is_empty() => {
                        let task = Task::Lines(kind, chunk);
                        return Some(Job { file, size, task });
                    }
                    Ok(_) => self.open = None,
                    Err(fault) => {
                        self.open = None;
                        return Some(unreadable(file, fault.to_string(), None));
                    }
                }
            }
            let input = self.inputs.next()?;
            if let Some(job) = self.start(input) {
                return Some(job);
            }
        }
    }
}

fn unreadable(file: Arc<str>, message: String, help: Option<String>) -> Job {
    let notice = Notice {
        file: file.as_ref().to_owned(),
        line: None,
        kind: NoticeKind::Unreadable,
        message,
        help,
    };
    Job {
        file,
        size: 0,
        task: Task::Tell(notice),
    }
}

/// Opens a file; what is wrong, and a way out.
fn open(path: &Path) -> Result<File, (String, Option<String>)> {
    if path.is_dir() {
        let shown = path.join("*.md");
        let help = format!("name its files: {}", shown.display());
        return Err(("it is a directory".to_owned(), Some(help)));
    }
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("");
    if ending.eq_ignore_ascii_case("net") {
        return Err((
            "a network description claims nothing".to_owned(),
            Some(format!("try `equiff derive {}`", path.display())),
        ));
    }
    File::open(path).map_err(|fault| (fault.to_string(), None))
}
