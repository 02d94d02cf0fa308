//! Speed and memory of `equiff derive`, as ratios within one run: `cargo bench`.
//!
//! Each derivation runs in a process of its own, this program again, which says how long it took
//! and the most memory it had (Linux only). A ratio beyond its goal ends the run with status 1.

use std::fmt::Write as _;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use equiff::expr::Store;
use equiff::render::{self, Notation, Options};
use equiff::{derive, parse};

/// What is derived: how its description grows with a size, and how its page is written.
struct Series {
    name: &'static str,
    description: fn(usize) -> String,
    format: &'static str,
    notation: Notation,
    sizes: &'static [usize],
    /// Whether a model is found, not only an honest answer.
    derived: bool,
}

const INPUTS: &[usize] = &[10, 1_000, 100_000, 1_000_000];
const CALLS: &[usize] = &[100, 1_000, 10_000, 100_000];

const SERIES: &[Series] = &[
    Series {
        name: "named inputs",
        description: named,
        format: "latex",
        notation: Notation::Auto,
        sizes: INPUTS,
        derived: true,
    },
    Series {
        name: "fitted numbers",
        description: fitted,
        format: "latex",
        notation: Notation::Auto,
        sizes: INPUTS,
        derived: true,
    },
    Series {
        name: "x[n], a sum",
        description: indexed,
        format: "latex",
        notation: Notation::Auto,
        sizes: INPUTS,
        derived: true,
    },
    Series {
        name: "x[n], expanded",
        description: indexed,
        format: "latex",
        notation: Notation::Expanded,
        sizes: INPUTS,
        derived: true,
    },
    Series {
        name: "x[n], expanded, unicode",
        description: indexed,
        format: "unicode",
        notation: Notation::Expanded,
        sizes: INPUTS,
        derived: true,
    },
    Series {
        name: "nested calls",
        description: nested,
        format: "latex",
        notation: Notation::Auto,
        sizes: CALLS,
        derived: false,
    },
];

/// Goals: the time of a start against that of `/bin/true`, the growth of time and memory by unit
/// of input from the third size to the fourth, and the seconds of the largest.
const START: f64 = 3.0;
const GROWTH: f64 = 2.0;
const LARGEST: f64 = 10.0;

fn named(size: usize) -> String {
    let list = |letter: &str| {
        let names: Vec<String> = (1..=size).map(|k| format!("{letter}_{k}")).collect();
        names.join(", ")
    };
    format!(
        "inputs {}\nweights {}\nactivation sigmoid\noutput p\n",
        list("x"),
        list("w")
    )
}

fn fitted(size: usize) -> String {
    let mut inputs = String::from("inputs ");
    let mut weights = String::from("weights ");
    for k in 1..=size {
        let comma = if k > 1 { ", " } else { "" };
        let _ = write!(inputs, "{comma}x_{k}");
        let _ = write!(weights, "{comma}{}.{:04}", k % 7, k * 37 % 10_000);
    }
    format!("{inputs}\n{weights}\nbias -0.5\nactivation probit\noutput p\n")
}

fn indexed(size: usize) -> String {
    format!("inputs x[{size}]\nactivation sigmoid\noutput p\n")
}

fn nested(size: usize) -> String {
    format!("p = {}b + w*x{}\n", "exp(".repeat(size), ")".repeat(size))
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, series, size] = arguments.as_slice()
        && let (Ok(series), Ok(size)) = (series.parse::<usize>(), size.parse())
        && let Some(series) = SERIES.get(series)
    {
        return one(series, size);
    }
    let mut good = start();
    for (at, series) in SERIES.iter().enumerate() {
        good &= grow(at, series);
    }
    ExitCode::from(u8::from(!good))
}

/// One derivation; its seconds, the size of its page and of this process on a line.
fn one(series: &Series, size: usize) -> ExitCode {
    let description = (series.description)(size);
    let began = Instant::now();
    let store = Store::new();
    let Ok(network) = parse::network(&store, &description) else {
        eprintln!("{}: unreadable", series.name);
        return ExitCode::FAILURE;
    };
    let found = derive::derive(&store, &network);
    let options = Options {
        notation: series.notation,
        ..Options::default()
    };
    let Some(format) = render::ALL.iter().find(|f| f.name == series.format) else {
        return ExitCode::FAILURE;
    };
    let page = (format.write)(&store, &found.page, &options);
    let seconds = began.elapsed().as_secs_f64();
    if series.derived && found.page.result.is_empty() {
        eprintln!("{} {size}: nothing derived", series.name);
        return ExitCode::FAILURE;
    }
    println!("{seconds} {} {}", page.len(), peak().unwrap_or(0));
    ExitCode::SUCCESS
}

/// The most memory that this process had, in kilobytes.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// A series from its smallest size to its largest.
fn grow(at: usize, series: &Series) -> bool {
    println!("{}, {}", series.name, series.format);
    let mut good = true;
    let mut before: Option<(f64, f64)> = None;
    for size in series.sizes {
        let program = std::env::current_exe().expect("this program has a path");
        let run = Command::new(program)
            .args([at.to_string(), size.to_string()])
            .output()
            .expect("this program runs again");
        let text = String::from_utf8_lossy(&run.stdout);
        let figures: Vec<f64> = text.split_whitespace().flat_map(str::parse).collect();
        let [seconds, bytes, memory] = figures[..] else {
            println!("  {size:>8}: failed");
            return false;
        };
        let each = (seconds / *size as f64, memory / *size as f64);
        let mut line = format!(
            "  {size:>8}: {seconds:9.5} s, {:9.1} kB written, {:8.1} MB",
            bytes / 1e3,
            memory / 1e3
        );
        if let Some(before) = before {
            let growth = (each.0 / before.0, each.1 / before.1);
            let _ = write!(
                line,
                "; a unit took {:.2} times the time, {:.2} the memory",
                growth.0, growth.1
            );
            let last = Some(size) == series.sizes.last();
            let slow = growth.0 > GROWTH || growth.1 > GROWTH || seconds > LARGEST;
            if last && slow {
                line += "  MISSED";
                good = false;
            }
        }
        println!("{line}");
        before = Some(each);
    }
    good
}

/// The time of a start against that of an empty program.
fn start() -> bool {
    let time = |program: &str, argument: &str| -> Duration {
        let began = Instant::now();
        let status = Command::new(program)
            .arg(argument)
            .stdout(Stdio::null())
            .status();
        assert!(status.is_ok_and(|status| status.success()), "{program}");
        began.elapsed()
    };
    let mut ours = Vec::new();
    let mut empty = Vec::new();
    for _ in 0..300 {
        ours.push(time(env!("CARGO_BIN_EXE_equiff"), "--version"));
        empty.push(time("/bin/true", ""));
    }
    ours.sort_unstable();
    empty.sort_unstable();
    let (ours, empty) = (ours[150].as_secs_f64(), empty[150].as_secs_f64());
    let good = ours / empty <= START;
    println!(
        "start: {:.2} ms, {:.2} times /bin/true{}",
        ours * 1e3,
        ours / empty,
        if good { "" } else { "  MISSED" }
    );
    good
}
