//! `equiff check`: verdicts on claims.

use std::io::{IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use equiff::check::batch::{self, Event, Input, Notice, NoticeKind, Source};
use equiff::check::report::baseline::{self, Baseline, Entry};
use equiff::check::report::weight::Finding;
use equiff::check::report::{self, Format, Shown, Summary};
use equiff::check::{self, Budget, Verdict};
use equiff::document::Kind;

use super::files::{colored, width};
use super::fix::{Fixes, Found};
use super::look;
use super::outputs::standalone;
use super::progress::Progress;
use super::watch;

/// The name of a claim that is given as an argument.
const ARGUMENT: &str = "<text>";

/// The words for kinds of files.
const KINDS: [(&str, Kind); 16] = [
    ("tex", Kind::Tex),
    ("markdown", Kind::Markdown),
    ("notebook", Kind::Notebook),
    ("text", Kind::Text),
    ("rst", Kind::Rst),
    ("html", Kind::Html),
    ("asciidoc", Kind::Asciidoc),
    ("org", Kind::Org),
    ("wiki", Kind::Wiki),
    ("rd", Kind::Rd),
    ("python", Kind::Python),
    ("julia", Kind::Julia),
    ("rust", Kind::Rust),
    ("r", Kind::R),
    ("claims", Kind::Claims),
    ("jsonl", Kind::Lines),
];

/// Its arguments.
pub fn command() -> Command {
    let reports = report::ALL.iter().map(|format| format.name);
    let pages = report::pages::formats().map(|format| format.name);
    let formats: Vec<&'static str> = reports.chain(pages).collect();
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help(help)
    };
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    Command::new("check")
        .about("Checks claimed equivalences in documents, or one claim")
        .after_help(
            "Exit status: 0 every claim holds, 1 some claim is refuted or holds only under a \
             condition,\n2 bad usage or input, 3 some claim is undecided or could not be read.",
        )
        .arg(Arg::new("files").value_name("FILE").num_args(0..).help(
            "Documents (.tex .md .Rmd .qmd .ipynb .txt), claims (.claim, .jsonl); - is standard \
             input",
        ))
        .arg(
            Arg::new("text")
                .short('e')
                .value_name("CLAIM")
                .help("A claim: a plain formula, or LaTeX")
                .allow_hyphen_values(true)
                .conflicts_with_all(["files", "as", "stdin-name"]),
        )
        .arg(
            option("to", "FORMAT", "What to write")
                .default_value("text")
                .value_parser(formats),
        )
        .arg(standalone())
        .arg(watch::watch())
        .arg(flag("steps", "Show the proofs"))
        .arg(flag("explain", "Show how each formula was read"))
        .arg(
            flag(
                "fix",
                "Write NAME.fixed.EXT beside each document: a copy with the changes that make wrong formulas true",
            )
            .conflicts_with_all(["text", "watch"]),
        )
        .arg(
            flag(
                "verbose",
                "Show what claims nothing, and what holds in full",
            )
            .short('v'),
        )
        .arg(
            option("as", "KIND", "What kind of file the inputs are")
                .value_parser(KINDS.map(|(word, _)| word)),
        )
        .arg(option(
            "stdin-name",
            "NAME",
            "The name of standard input in reports; its ending tells the kind",
        ))
        .arg(option(
            "baseline",
            "FILE",
            "Report only findings that this file does not know",
        ))
        .arg(option(
            "write-baseline",
            "FILE",
            "Write the findings to a file for --baseline",
        ))
        .arg(
            option("deny", "WHAT", "What gives exit status 1 too").value_parser(["suspects"]),
        )
        .arg(
            option("jobs", "N", "How many threads; 0: one a processor")
                .short('j')
                .default_value("0")
                .value_parser(value_parser!(u16)),
        )
        .arg(
            option(
                "budget",
                "N",
                "How many steps a search for a proof may take before a claim is left unknown [default: 300000]",
            )
            .value_parser(value_parser!(u64).range(1..)),
        )
        .arg(look::lang().help("The language of documents (html, latex, markdown, mathml, typst)"))
        .arg(look::decimal())
}

/// Runs it.
pub fn run(arguments: &ArgMatches) -> ExitCode {
    let files = arguments.get_many::<String>("files");
    let files = files.map_or_else(Vec::new, |all| all.map(String::as_str).collect());
    watch::run(arguments, &files, || once(arguments))
}

fn once(arguments: &ArgMatches) -> ExitCode {
    let Some(format) = arguments
        .get_one::<String>("to")
        .and_then(|to| report::format(to))
    else {
        return ExitCode::from(2);
    };
    if arguments.get_flag("fix") && is_stream(arguments) {
        eprintln!("error: --fix writes copies of files: standard input has no place for one");
        return ExitCode::from(2);
    }
    let mut checker = match Checker::new(arguments, format) {
        Ok(checker) => checker,
        Err(message) => {
            eprintln!("error: {message}");
            return ExitCode::from(2);
        }
    };
    let inputs = inputs(arguments);
    let options = check::Options {
        budget: arguments
            .get_one("budget")
            .map_or_else(Budget::default, |steps| Budget::new(*steps)),
        explain: arguments.get_flag("explain"),
    };
    let threads = arguments.get_one::<u16>("jobs").copied().unwrap_or(0);
    let keep = Keep {
        entries: checker.entries.is_some(),
        fixes: checker.fixes.is_some(),
    };
    let written = checker.options;
    checker.progress = Progress::new(&inputs);
    checker.write(&(format.open)(&written));
    let proved = AtomicBool::new(false);
    let answer = move |shown: &Shown<'_>| {
        let mut answer = Answer::new(shown, format, &written, keep);
        // Of a text with one claim the proof is wanted; which claim is the only one is known later.
        let whole = shown.file == ARGUMENT || !matches!(shown.kind, Kind::Claims | Kind::Lines);
        let holds = answer.verdict == Verdict::Equivalent && format.proves;
        if holds && whole && !proved.swap(true, Ordering::Relaxed) {
            let written = report::Options {
                steps: true,
                ..written
            };
            answer.proof = (format.claim)(shown, &written);
        }
        answer
    };
    if checker.stopped.is_none() {
        batch::run(inputs, options, threads.into(), answer, |event| {
            checker.take(event)
        });
    }
    checker.finish()
}

/// Whether standard input is read.
fn is_stream(arguments: &ArgMatches) -> bool {
    let mut files = arguments.get_many::<String>("files");
    files
        .as_mut()
        .is_none_or(|files| files.any(|file| file == "-"))
}

/// What is to be checked.
fn inputs(arguments: &ArgMatches) -> Vec<Input> {
    if let Some(text) = arguments.get_one::<String>("text") {
        // No plain formula has a backslash.
        let latex = text
            .contains('\\')
            .then(|| serde_json::json!({"latex": text}).to_string());
        let kind = if latex.is_some() {
            Kind::Lines
        } else {
            Kind::Claims
        };
        return vec![Input {
            name: ARGUMENT.into(),
            kind: Some(kind),
            source: Source::Text(latex.unwrap_or_else(|| text.clone())),
        }];
    }
    let word = arguments.get_one::<String>("as");
    let kind = word.and_then(|word| KINDS.iter().find(|(name, _)| name == word));
    let kind = kind.map(|(_, kind)| *kind);
    let called = arguments.get_one::<String>("stdin-name");
    let files = arguments.get_many::<String>("files");
    if files.is_none() && std::io::stdin().is_terminal() {
        eprintln!("reading claims from standard input, one a line; see `equiff check --help`");
    }
    let files: Vec<&str> = match files {
        None => vec!["-"],
        Some(files) => files.map(String::as_str).collect(),
    };
    files
        .into_iter()
        .map(|file| match file {
            "-" => Input {
                name: called.map_or("<stdin>", String::as_str).to_owned(),
                kind,
                source: Source::Stream(Box::new(std::io::stdin())),
            },
            file => Input {
                name: file.to_owned(),
                kind,
                source: Source::File(file.into()),
            },
        })
        .collect()
}

/// What is kept of claims beside what is written.
#[derive(Clone, Copy)]
struct Keep {
    entries: bool,
    fixes: bool,
}

/// A claim as the thread that writes needs it.
struct Answer {
    verdict: Verdict,
    /// Whether the text denies it, so that it is no finding.
    denied: bool,
    /// Whether it is something to look at.
    finding: bool,
    /// Whether it differs from a usual formula.
    suspect: bool,
    fingerprint: String,
    ignored: Option<Notice>,
    /// For a baseline, if one is written.
    entry: Option<Entry>,
    /// What mends it, if that is asked for.
    fix: Option<Found>,
    /// For the list of findings.
    listed: Option<Finding>,
    text: Option<String>,
    /// The text with the proof, where this may be the only claim.
    proof: Option<String>,
}

impl Answer {
    fn new(shown: &Shown<'_>, format: &Format, options: &report::Options, keep: Keep) -> Answer {
        let ignored = shown.ignored_notice();
        Answer {
            verdict: shown.checked.report.verdict,
            denied: shown.checked.denied && report::is_finding(shown.checked.report.verdict),
            finding: shown.is_finding(),
            suspect: shown.suspect().is_some(),
            fingerprint: shown.fingerprint.clone(),
            entry: (keep.entries && shown.is_finding() && ignored.is_none())
                .then(|| Entry::of(shown)),
            ignored,
            fix: keep.fixes.then(|| Found::of(shown)).flatten(),
            listed: Finding::of(shown),
            text: (format.claim)(shown, options),
            proof: None,
        }
    }
}

/// Takes the answers in order and writes them.
struct Checker {
    format: &'static Format,
    options: report::Options,
    baseline: Option<Baseline>,
    write_baseline: Option<String>,
    entries: Option<Vec<Entry>>,
    /// What is to be mended, if that is asked for.
    fixes: Option<Fixes>,
    summary: Summary,
    progress: Progress,
    /// Whether suspects are as bad as refuted claims.
    deny: bool,
    /// Whether a part has been written.
    begun: bool,
    /// A claim that is written with its proof if it is the only one.
    held: Option<(Option<String>, String)>,
    /// The exit status, if nothing more is to be written.
    stopped: Option<u8>,
}

impl Checker {
    fn new(arguments: &ArgMatches, format: &'static Format) -> Result<Checker, String> {
        let baseline = match arguments.get_one::<String>("baseline") {
            None => None,
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|fault| format!("cannot read the baseline {path}: {fault}"))?;
                let baseline = Baseline::read(&text)
                    .map_err(|fault| format!("cannot use the baseline {path}: {fault}"))?;
                Some(baseline)
            }
        };
        let write_baseline = arguments.get_one::<String>("write-baseline").cloned();
        let stdout = std::io::stdout();
        let to = arguments.get_one::<String>("to");
        let to = report::pages::formats()
            .map(|format| format.name)
            .find(|name| to.is_some_and(|to| to == name));
        let (language, comma) = look::language(arguments);
        let asked = match language.code {
            "en" => arguments.get_one::<String>("decimal").map(|_| "--decimal"),
            _ => Some("--lang"),
        };
        if let (None, Some(option)) = (to, asked) {
            return Err(format!(
                "{option} is for reports that are documents: --to {}",
                report::pages::formats()
                    .map(|format| format.name)
                    .collect::<Vec<_>>()
                    .join("|")
            ));
        }
        Ok(Checker {
            format,
            options: report::Options {
                color: colored(&stdout),
                width: width(stdout.is_terminal()),
                steps: arguments.get_flag("steps"),
                verbose: arguments.get_flag("verbose"),
                page: to,
                standalone: arguments.get_flag("standalone"),
                language,
                comma,
            },
            baseline,
            entries: write_baseline.as_ref().map(|_| Vec::new()),
            write_baseline,
            fixes: arguments.get_flag("fix").then(Fixes::default),
            summary: Summary::default(),
            progress: Progress::default(),
            deny: arguments.contains_id("deny"),
            begun: false,
            held: None,
            stopped: None,
        })
    }

    fn take(&mut self, event: Event<Answer>) -> ControlFlow<()> {
        match event {
            Event::Claim(answer) => self.claim(answer),
            Event::Notice(notice) => self.notice(notice),
            Event::Progress(bytes) => self.progress.advance(bytes),
        }
        match self.stopped {
            Some(_) => ControlFlow::Break(()),
            None => ControlFlow::Continue(()),
        }
    }

    fn claim(&mut self, answer: Answer) {
        let only = self.summary.claims() == 0;
        if answer.verdict != Verdict::NoClaim
            && let Some((Some(text), _)) = self.held.take()
        {
            self.part(&text);
        }
        if let Some(notice) = answer.ignored {
            self.summary.note(notice);
        } else if answer.denied {
            self.summary.denied += 1;
        } else if answer.finding
            && let Some(baseline) = &mut self.baseline
            && baseline.knows(&answer.fingerprint)
        {
            self.summary.known += 1;
            self.keep(answer.entry);
            return;
        } else {
            self.summary.add(answer.verdict);
            self.summary.suspects += usize::from(answer.suspect);
            self.summary.list(answer.listed);
            if let (Some(fixes), Some(fix)) = (&mut self.fixes, answer.fix) {
                fixes.add(fix);
            }
            self.keep(answer.entry);
        }
        match (answer.text, answer.proof) {
            (text, Some(proof)) if only => self.held = Some((text, proof)),
            (Some(text), _) => self.part(&text),
            (None, _) => {}
        }
    }

    fn keep(&mut self, entry: Option<Entry>) {
        if let (Some(entries), Some(entry)) = (&mut self.entries, entry) {
            entries.push(entry);
        }
    }

    fn notice(&mut self, notice: Notice) {
        match (self.format.notice)(&notice, &self.options) {
            Some(text) => self.part(&text),
            None => self.progress.aside(|| tell(&notice)),
        }
        self.summary.note(notice);
    }

    /// Writes a part of the report.
    fn part(&mut self, text: &str) {
        if self.begun {
            self.write(self.format.separator);
        }
        self.begun = true;
        self.write(text);
    }

    fn write(&mut self, text: &str) {
        if self.stopped.is_some() || text.is_empty() {
            return;
        }
        let written = self.progress.beside(|| {
            let mut out = std::io::stdout().lock();
            out.write_all(text.as_bytes()).and_then(|()| out.flush())
        });
        if let Err(fault) = written {
            // A reader that has gone is no error: what was found so far tells the status.
            self.stopped = Some(match fault.kind() {
                std::io::ErrorKind::BrokenPipe => self.status(),
                _ => {
                    eprintln!("error: cannot write: {fault}");
                    2
                }
            });
        }
    }

    /// The exit status of what was found, and of suspects where they are denied.
    fn status(&self) -> u8 {
        match self.summary.status() {
            0 | 3 if self.deny && self.summary.suspects > 0 => 1,
            status => status,
        }
    }

    fn finish(mut self) -> ExitCode {
        if let Some((_, proof)) = self.held.take() {
            self.part(&proof);
        }
        self.summary.gone = self.baseline.as_ref().map_or(0, Baseline::gone);
        self.progress.finish();
        let close = (self.format.close)(&self.summary, &self.options);
        self.write(&close);
        if let Some(status) = self.stopped {
            return ExitCode::from(status);
        }
        let mut status = self.status();
        if self.fixes.as_ref().is_some_and(|fixes| !fixes.write()) {
            status = 2;
        }
        if let (Some(path), Some(entries)) = (&self.write_baseline, &self.entries) {
            match std::fs::write(path, baseline::write(entries)) {
                // What has been written down is known from now on.
                Ok(()) if status != 2 => status = 0,
                Ok(()) => {}
                Err(fault) => {
                    eprintln!("error: cannot write {}: {fault}", Path::new(path).display());
                    status = 2;
                }
            }
        }
        ExitCode::from(status)
    }
}

/// Tells a notice on standard error.
fn tell(notice: &Notice) {
    let word = match notice.kind {
        NoticeKind::Unreadable => "error",
        NoticeKind::UnusedIgnore => "warning",
        NoticeKind::Ignored => "note",
    };
    let line = notice
        .line
        .map_or_else(String::new, |line| format!(":{line}"));
    let clean = |text: &str| -> String {
        let control = |c: char| if c.is_control() { '\u{fffd}' } else { c };
        text.chars().map(control).collect()
    };
    eprintln!(
        "{word}: {}{line}: {}",
        clean(&notice.file),
        clean(&notice.message)
    );
    if let Some(help) = &notice.help {
        eprintln!("help: {}", clean(help));
    }
}
