//! Many inputs at once: files and lines in parallel, answers in order, memory bounded.
//!
//! Files with one claim a line are streamed, a chunk of lines a job; other files are a job each.
//! At most a fixed number of jobs is on its way, counted until their answers are taken: so memory
//! does not grow with the input. The answers of the job that is next in order come out as they are
//! found, of a document too.
//! What is answered does not depend on the number of threads.

mod jobs;
mod lines;
mod work;

use std::collections::{BTreeMap, VecDeque};
use std::io::Read;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

use super::Options;
use super::report::Shown;
use crate::document::Kind;
use jobs::{Job, Jobs};

/// Something to be checked.
pub struct Input {
    /// Its name in reports.
    pub name: String,
    /// What kind of file it is; `None`: as its name or its first bytes say.
    pub kind: Option<Kind>,
    /// Where it is.
    pub source: Source,
}

/// Where an input is.
pub enum Source {
    /// A file.
    File(PathBuf),
    /// Something that is read once, such as standard input.
    Stream(Box<dyn Read + Send>),
    /// A text.
    Text(String),
}

/// What comes of the inputs, in their order.
pub enum Event<T> {
    /// A claim, as the caller wants it.
    Claim(T),
    /// Something else to tell.
    Notice(Notice),
    /// So many more bytes of input have been answered.
    Progress(u64),
}

/// Something to tell that is no verdict.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// The input that it is about.
    pub file: String,
    /// Its line, from 1.
    pub line: Option<usize>,
    /// What it is.
    pub kind: NoticeKind,
    /// In words.
    pub message: String,
    /// A way out.
    pub help: Option<String>,
}

/// What a notice tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoticeKind {
    /// The input was not checked.
    Unreadable,
    /// A comment `equiff: ignore` has nothing to ignore.
    UnusedIgnore,
    /// A comment `equiff: ignore` ignores a finding.
    Ignored,
}

/// Checks inputs, gives each claim to `answer` (on any thread), and what that returns to `take` (on
/// this one, in order) until it breaks. `threads` 0 means as many as there are processors.
pub fn run<T, A, F>(inputs: Vec<Input>, options: Options, threads: usize, answer: A, mut take: F)
where
    T: Send + 'static,
    A: Fn(&Shown<'_>) -> T + Send + Sync + 'static,
    F: FnMut(Event<T>) -> ControlFlow<()>,
{
    let threads = match threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        some => some,
    };
    let mut jobs = Jobs::new(inputs);
    let first = jobs.next();
    // Starting threads is worth it where there may be more than one job.
    let pool = (threads > 1 && !jobs.is_done()).then(|| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .stack_size(STACK)
            .build()
    });
    let jobs = first.into_iter().chain(jobs);
    if let Some(Ok(pool)) = pool {
        return in_parallel(pool, jobs, options, answer, take);
    }
    for job in jobs {
        if work::run(job, options, &answer, &mut take).is_break() {
            return;
        }
    }
}

/// The stack of a thread: that of the main one on most systems.
const STACK: usize = 8 << 20;

/// Jobs on their way for each thread.
const WINDOW: usize = 32;

fn in_parallel<T, A, F>(
    pool: rayon::ThreadPool,
    jobs: impl Iterator<Item = Job> + Send + 'static,
    options: Options,
    answer: A,
    mut take: F,
) where
    T: Send + 'static,
    A: Fn(&Shown<'_>) -> T + Send + Sync + 'static,
    F: FnMut(Event<T>) -> ControlFlow<()>,
{
    let (window, taken) = mpsc::sync_channel::<()>(WINDOW * pool.current_num_threads());
    let (give, results) = mpsc::channel();
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = stop.clone();
    // The thread that reads is left alone when the taker stops: it may wait for input.
    std::thread::spawn(move || {
        let answer = Arc::new(answer);
        for (number, job) in jobs.enumerate() {
            if window.send(()).is_err() || stopped.load(Ordering::Relaxed) {
                return;
            }
            let (answer, give, stopped) = (answer.clone(), give.clone(), stopped.clone());
            pool.spawn_fifo(move || {
                // Nobody listens any more where the taker has stopped.
                let mut pass = |event| match stopped.load(Ordering::Relaxed) {
                    true => ControlFlow::Break(()),
                    false => match give.send((number, Some(event))) {
                        Ok(()) => ControlFlow::Continue(()),
                        Err(_) => ControlFlow::Break(()),
                    },
                };
                let _ = work::run(job, options, &*answer, &mut pass);
                let _ = give.send((number, None));
            });
        }
    });
    // What came before its turn; `None` ends a job.
    let mut waiting: BTreeMap<usize, VecDeque<Option<Event<T>>>> = BTreeMap::new();
    let mut next = 0;
    for (number, event) in results {
        waiting.entry(number).or_default().push_back(event);
        while let Some(event) = waiting.get_mut(&next).and_then(VecDeque::pop_front) {
            let Some(event) = event else {
                waiting.remove(&next);
                next += 1;
                let _ = taken.recv();
                continue;
            };
            if take(event).is_break() {
                stop.store(true, Ordering::Relaxed);
                return;
            }
        }
    }
}
