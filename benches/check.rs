//! Batches of `equiff check`, as ratios within one run: `cargo bench --bench check`.
//!
//! Each batch runs in a process of its own, this program again, which says how long it took and the
//! most memory it had (Linux only). A ratio beyond its goal ends the run with status 1; where there
//! is one processor, what more threads gain is not looked at.

use std::ops::ControlFlow;
use std::process::{Command, ExitCode};
use std::time::Instant;

use equiff::check::Options;
use equiff::check::batch::{self, Event, Input, Source};
use equiff::check::report::{self, Shown};
use equiff::document::Kind;

/// Two threads must be so many times as fast as one.
const GAIN: f64 = 1.8;
/// Ten times the lines may take so many times the memory.
const MEMORY: f64 = 1.3;
/// Seconds that a document of 100 formulas may take.
const WHOLE: f64 = 1.0;
/// It may take so many times as long as 100 claims that stand alone.
const BESIDE: f64 = 20.0;
/// Runs of which the fastest counts.
const RUNS: usize = 3;

/// The claims that a batch repeats: proved, refuted, conditional, without a claim.
const CLAIMS: [&str; 6] = [
    "p = sigmoid(z) <=> log(p/(1-p)) = z",
    "(1 + tanh(z/2))/2 = sigmoid(z)",
    "sigmoid(2*z) = 2*sigmoid(z)",
    "log(a*b) = log(a) + log(b)",
    "z = w*x + b",
    "diff(log(1 + exp(z)), z) = sigmoid(z)",
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, batch, size, threads] = arguments.as_slice()
        && let (Ok(size), Ok(threads)) = (size.parse(), threads.parse())
    {
        return one(batch, size, threads);
    }
    let mut good = true;
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    for (batch, size) in [("lines", 3000), ("files", 24)] {
        let best = |threads| {
            let runs = (0..RUNS).map(|_| measured(batch, size, threads).0);
            runs.fold(f64::INFINITY, f64::min)
        };
        let (alone, paired) = (best(1), best(2));
        let gain = alone / paired;
        println!(
            "{size} {batch}: {alone:.2} s with one thread, {paired:.2} s with two: {gain:.2} times as fast (goal {GAIN})"
        );
        good &= processors < 2 || gain >= GAIN;
    }
    // A document in which formulas rest on others, beside as many that stand alone.
    let best = |batch| {
        let runs = (0..RUNS).map(|_| measured(batch, 100, 1).0);
        runs.fold(f64::INFINITY, f64::min)
    };
    let (whole, single) = (best("document"), best("lines"));
    let ratio = whole / single;
    println!(
        "a document of 100 formulas: {whole:.3} s, 100 lines: {single:.3} s: {ratio:.1} times (goals {WHOLE} s, {BESIDE})"
    );
    good &= whole <= WHOLE && ratio <= BESIDE;
    let (_, short) = measured("lines", 1_000, 2);
    let (_, long) = measured("lines", 10_000, 2);
    if let (Some(short), Some(long)) = (short, long) {
        let ratio = long / short;
        println!(
            "memory: {short:.0} kB for 1000 lines, {long:.0} kB for 10000: {ratio:.2} times (goal {MEMORY})"
        );
        good &= ratio <= MEMORY;
    }
    ExitCode::from(u8::from(!good))
}

/// Seconds and kilobytes that a batch takes.
fn measured(batch: &str, size: usize, threads: usize) -> (f64, Option<f64>) {
    let program = std::env::current_exe().expect("this program");
    let done = Command::new(program)
        .args([batch, &size.to_string(), &threads.to_string()])
        .output()
        .expect("a run");
    assert!(done.status.success(), "{batch} {size}: {done:?}");
    let text = String::from_utf8(done.stdout).expect("UTF-8");
    let mut numbers = text.split_whitespace().map(|word| word.parse::<f64>());
    let seconds = numbers.next().and_then(Result::ok).expect("seconds");
    (seconds, numbers.next().and_then(Result::ok))
}

/// One batch in this process.
fn one(batch: &str, size: usize, threads: usize) -> ExitCode {
    let inputs = match batch {
        "lines" => vec![Input {
            name: "lines.claim".to_owned(),
            kind: Some(Kind::Claims),
            source: Source::Stream(Box::new(Lines {
                left: size,
                rest: Vec::new(),
            })),
        }],
        "document" => vec![connected(size)],
        _ => (0..size).map(document).collect(),
    };
    let format = report::format("jsonl").expect("a format");
    let written = report::Options::default();
    let begun = Instant::now();
    let answer = move |shown: &Shown<'_>| (format.claim)(shown, &written);
    let mut bytes = 0;
    batch::run(inputs, Options::default(), threads, answer, |event| {
        if let Event::Claim(Some(text)) = event {
            bytes += text.len();
        }
        ControlFlow::Continue(())
    });
    assert!(bytes > 100 * size);
    println!("{} {}", begun.elapsed().as_secs_f64(), memory());
    ExitCode::SUCCESS
}

/// A stream of claims, made as they are read.
struct Lines {
    left: usize,
    rest: Vec<u8>,
}

impl std::io::Read for Lines {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.rest.len() < buffer.len() && self.left > 0 {
            self.left -= 1;
            self.rest
                .extend_from_slice(CLAIMS[self.left % CLAIMS.len()].as_bytes());
            self.rest.push(b'\n');
        }
        let length = self.rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&self.rest[..length]);
        self.rest.drain(..length);
        Ok(length)
    }
}

/// A document whose formulas speak of what it has defined before.
fn connected(size: usize) -> Input {
    let lines = (0..size).map(|k| match k % 5 {
        0 => format!("Let $z_{{{k}}} = w_{{{k}}} x + b$ and "),
        1 => format!("$p = \\sigma(z_{{{}}})$ be the model.\n\n", k - 1),
        2 => format!("Then $\\log(p/(1-p)) = z_{{{}}}$, hence ", k - 2),
        3 => {
            "$$\\sum_{i=1}^n (y_i - \\bar y)^2 = \\sum_{i=1}^n y_i^2 - n\\bar y^2$$\n\n".to_owned()
        }
        _ => format!("and $\\frac{{d}}{{dz}} \\log(1 + e^{{{k} z}}) = {k} \\sigma({k} z)$.\n\n"),
    });
    Input {
        name: "connected.md".to_owned(),
        kind: Some(Kind::Markdown),
        source: Source::Text(lines.collect()),
    }
}

/// A document with a few dozen formulas.
fn document(number: usize) -> Input {
    let lines = (0..40).map(|k| match (number + k) % 3 {
        0 => format!("Here $\\log(e^{{{k} z}}) = {k} z$ holds.\n\n"),
        1 => format!("$$\\sigma(z) = \\frac{{1 + \\tanh(z/2)}}{{2}} + {k} - {k}$$\n\n"),
        _ => format!("and $\\sigma({k} + z) = \\sigma(z)$ does not.\n\n"),
    });
    Input {
        name: format!("{number}.md"),
        kind: Some(Kind::Markdown),
        source: Source::Text(lines.collect()),
    }
}

/// The most memory that this process had, in kilobytes; empty where that is not told.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next())
        .unwrap_or_default()
        .to_owned()
}
