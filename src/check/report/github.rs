//! Annotations for GitHub Actions: workflow commands, one a finding.

use super::excerpt::Place;
use super::{Format, Shown};
use crate::check::batch::{Notice, NoticeKind};
use crate::check::{Verdict, made};
use crate::error::visible;

/// Workflow commands.
pub static FORMAT: Format = Format {
    name: "github",
    about: "annotations for GitHub Actions",
    proves: false,
    open: |_| String::new(),
    separator: "",
    claim: |shown, _| claim(shown),
    notice: |notice, _| Some(self::notice(notice)),
    close: |summary, _| format!("::notice title=equiff::{}\n", data(&summary.words())),
};

fn claim(shown: &Shown<'_>) -> Option<String> {
    let checked = shown.checked;
    if !shown.is_finding() {
        return None;
    }
    let (level, message) = match (shown.ignored(), checked.report.verdict) {
        (Some(reason), _) => (
            "notice",
            format!("ignored ({reason}): {}", checked.report.message),
        ),
        (_, Verdict::Refuted) => ("error", checked.report.message.clone()),
        (None, _) if checked.suspect.is_some() => {
            let suspect = checked.suspect.as_ref();
            (
                "warning",
                suspect.map_or_else(String::new, |s| s.difference.clone()),
            )
        }
        (_, Verdict::Conditional) => ("warning", checked.report.message.clone()),
        _ => ("notice", checked.report.message.clone()),
    };
    let place = Place::of(shown);
    let title = match shown.suspect() {
        Some(_) => "suspect",
        None => checked.report.verdict.word(),
    };
    Some(format!(
        "::{level} file={},line={},endLine={},col={},endColumn={},title={}::{}\n",
        property(shown.file),
        place.start.0,
        place.end.0,
        place.start.1,
        place.end.1,
        property(title),
        data(&format!(
            "{}\n{}{}",
            made::said(&message),
            checked.text.trim(),
            fixed(shown)
        ))
    ))
}

/// What is given for a claim, and what mends it, each on a line.
fn fixed(shown: &Shown<'_>) -> String {
    let checked = shown.checked;
    let mut out = String::new();
    if shown.ignored().is_some() {
        return out;
    }
    for (formula, line) in &checked.given {
        out += &format!("\ngiven: {} (line {line})", made::said(formula));
    }
    if checked.report.verdict == Verdict::Refuted && checked.report.bad_link.is_none() {
        out += &format!("\nread as: {}", made::said(&checked.reading));
    }
    if let Some(fix) = &checked.fix {
        out += &format!("\nit holds {}: {}", fix.words, fix.text.trim());
    }
    out
}

fn notice(notice: &Notice) -> String {
    let level = match notice.kind {
        NoticeKind::Unreadable => "error",
        NoticeKind::UnusedIgnore => "warning",
        NoticeKind::Ignored => "notice",
    };
    let help = notice.help.as_deref();
    let help = help.map_or_else(String::new, |help| format!("\n{help}"));
    format!(
        "::{level} file={},line={},title=equiff::{}\n",
        property(&notice.file),
        notice.line.unwrap_or(1),
        data(&format!("{}{help}", notice.message))
    )
}

/// Text as the message of a command.
fn data(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(visible).collect();
    lines.join("\n").replace('%', "%25").replace('\n', "%0A")
}

/// Text as a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
