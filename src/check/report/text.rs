//! Text for a terminal: what does not hold in full, with the place underlined; what holds in a line.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anstyle::{AnsiColor, Effects, Style};
use unicode_width::UnicodeWidthChar;

use super::excerpt::{Excerpt, Place};
use super::weight;
use super::{Format, Options, Shown, Summary, proof};
use crate::check::batch::{Notice, NoticeKind};
use crate::check::{Verdict, made};
use crate::error::visible;
use crate::render;

/// Text for people.
pub static FORMAT: Format = Format {
    name: "text",
    about: "text for a terminal",
    proves: true,
    open: |_| String::new(),
    separator: "",
    claim,
    notice,
    close: |summary, options| format!("{}{}\n", findings(summary, options), summary.words()),
};

/// A reading that is longer is shown where it is asked for.
const LONGEST_READING: usize = 400;

fn claim(shown: &Shown<'_>, options: &Options) -> Option<String> {
    let checked = shown.checked;
    let verdict = checked.report.verdict;
    let explain = checked.explained.is_some();
    if let Some(reason) = shown.ignored() {
        let why = match reason {
            "" => String::new(),
            reason => format!(" ({reason})"),
        };
        return Some(in_line(
            shown,
            &format!("ignored{why}: {}", verdict.word()),
            options,
        ));
    }
    if checked.denied && super::is_finding(verdict) && !explain && !options.verbose {
        return Some(in_line(
            shown,
            &format!("denied by the text, and {}", verdict.word()),
            options,
        ));
    }
    match verdict {
        Verdict::NoClaim if checked.suspect.is_some() => Some(in_full(shown, options)),
        Verdict::NoClaim if !explain && !options.verbose => None,
        Verdict::NoClaim if !explain => {
            let what = format!("no-claim ({})", checked.report.message);
            Some(in_line(shown, &what, options))
        }
        Verdict::Equivalent if !explain && !options.verbose && !options.steps => {
            Some(in_line(shown, verdict.word(), options))
        }
        _ => Some(in_full(shown, options)),
    }
}

/// File, line and column, what is said, and the formula, as far as a line has room.
fn in_line(shown: &Shown<'_>, what: &str, options: &Options) -> String {
    let checked = shown.checked;
    let words: Vec<&str> = checked.text.split_whitespace().collect();
    let head = format!(
        "{}:{}:{}: ",
        one_line(shown.file),
        checked.line,
        checked.column
    );
    let what = one_line(what);
    let used = width(&head) + width(&what) + 2;
    let room = options.width.saturating_sub(used).max(40);
    let formula = cut(&one_line(&words.join(" ")), room);
    let painted = paint(&what, style(shown), options);
    format!("{head}{painted}: {formula}\n")
}

/// The formula with what is at fault underlined, and all there is to say of it.
fn in_full(shown: &Shown<'_>, options: &Options) -> String {
    let checked = shown.checked;
    let verdict = checked.report.verdict;
    let excerpt = Excerpt::of(shown);
    let place = Place::of(shown);
    let level = match verdict {
        Verdict::Refuted => Level::ERROR,
        Verdict::Conditional | Verdict::Unparsed => Level::WARNING,
        Verdict::Equivalent => Level::HELP,
        _ if checked.suspect.is_some() => Level::WARNING,
        Verdict::Unknown | Verdict::NoClaim => Level::NOTE,
    };
    let word = match checked.suspect {
        Some(_) => "suspect",
        None => verdict.word(),
    };
    let (title, label) = match (&checked.suspect, checked.faults.first()) {
        (Some(suspect), _) => (made::said(&suspect.difference), String::new()),
        (None, Some(fault)) => (fault.message.clone(), fault.label.clone()),
        (None, None) => (checked.report.message.clone(), String::new()),
    };
    // What holds is marked, not accused.
    let kind = match verdict {
        Verdict::Equivalent | Verdict::NoClaim if checked.suspect.is_none() => {
            AnnotationKind::Context
        }
        _ => AnnotationKind::Primary,
    };
    let mark = kind.span(excerpt.part.clone());
    let mark = mark.label(Some(one_line(&label)).filter(|label| !label.is_empty()));
    let source = Snippet::source(excerpt.text.as_str())
        .line_start(excerpt.line)
        .fold(false)
        .annotation(mark);
    let title = level
        .clone()
        .with_name(word)
        .primary_title(one_line(&title));
    let mut group = Group::with_title(title).element(source);
    for (name, text) in remarks(shown) {
        group = group.element(Level::NOTE.with_name(name).message(one_line(&text)));
    }
    let renderer = match options.color {
        true => Renderer::styled(),
        false => Renderer::plain(),
    };
    let drawn = renderer.term_width(options.width.max(40)).render(&[group]);
    // The columns that the renderer would count are those of what is shown, not of the file.
    let (title, rest) = drawn.split_once('\n').unwrap_or((&drawn, ""));
    let last = excerpt.line + excerpt.text.lines().count().saturating_sub(1);
    let mut out = format!(
        "{title}\n{:digits$}{} {}:{}:{}\n{}\n",
        "",
        paint("-->", Some(AnsiColor::BrightBlue), options),
        one_line(shown.file),
        place.start.0,
        place.start.1,
        rest.trim_end(),
        digits = last.to_string().len(),
    );
    if options.steps {
        out += &steps(shown, options);
    }
    out + "\n"
}

/// What is said below the formula: a name and a text each.
fn remarks(shown: &Shown<'_>) -> Vec<(&'static str, String)> {
    let checked = shown.checked;
    let mut remarks = Vec::new();
    let message = &checked.report.message;
    let mut add = |name: &'static str, text: String| {
        // The message may have said it.
        let said = matches!(name, "holds for" | "counterexample" | "seems to fail at")
            && message.contains(&text);
        let text = match name {
            "in LaTeX" | "help" => text,
            _ => made::said(&text),
        };
        if !said && !remarks.contains(&(name, text.clone())) {
            remarks.push((name, text));
        }
    };
    if let Some(suspect) = &checked.suspect {
        if !suspect.usual.is_empty() {
            add("usually", suspect.usual.clone());
        }
        let verdict = checked.report.verdict;
        let words = format!("{}: {}", verdict.word(), checked.report.message);
        add("verdict", words);
    }
    if !checked.conditions.is_empty() {
        add("holds for", checked.conditions.join(" and "));
    }
    if let Some(point) = checked.counterexample.as_ref().filter(|p| !p.is_empty()) {
        let values = point
            .iter()
            .map(|(name, value)| format!("{name} = {value}"));
        let values: Vec<String> = values.collect();
        let name = match checked.report.verdict {
            Verdict::Unknown => "seems to fail at",
            _ => "counterexample",
        };
        add(name, values.join(", "));
    }
    if let Some(fix) = &checked.fix {
        let text = match fix.text.len() {
            0..=160 => format!("it holds {}: {}", fix.words, fix.text),
            _ => format!("it holds {}", fix.words),
        };
        add("help", text);
    }
    for fault in &checked.faults {
        if let Some(help) = &fault.help {
            add("help", help.clone());
        }
    }
    let other_faults = checked.faults.iter().skip(1);
    other_faults.for_each(|fault| add("also", fault.message.clone()));
    for (formula, line) in &checked.given {
        match *line == checked.line {
            true => add("given", formula.clone()),
            false => add("given", format!("{formula} (line {line})")),
        }
    }
    if reading_shown(shown) {
        add("read as", checked.reading.clone());
    }
    if let Some(explained) = &checked.explained {
        if !explained.latex.is_empty() {
            add("in LaTeX", explained.latex.clone());
        }
        explained
            .notes
            .iter()
            .for_each(|note| add("note", note.clone()));
    }
    remarks
}

/// Whether the reading is shown: where that was asked for, and of what is wrong, unless it is what
/// was typed or a chain of which a link is marked.
fn reading_shown(shown: &Shown<'_>) -> bool {
    let checked = shown.checked;
    let letters = |text: &str| -> String { text.split_whitespace().collect() };
    let wrong = checked.report.verdict == Verdict::Refuted
        && checked.report.bad_link.is_none()
        && checked.reading.len() <= LONGEST_READING
        && letters(&checked.reading) != letters(&checked.text);
    !checked.reading.is_empty() && (checked.explained.is_some() || wrong)
}

/// The findings by weight, a line each, where there are so many that they are hard to see together.
fn findings(summary: &Summary, options: &Options) -> String {
    let Some(all) = weight::listed(summary) else {
        return String::new();
    };
    let mut out = String::from("\n");
    for finding in all {
        let (line, column) = finding.place;
        let head = format!(
            "{}:{line}:{column}  {}  ",
            one_line(&finding.file),
            finding.word
        );
        let room = options.width.saturating_sub(width(&head)).max(40);
        out += &format!("{head}{}\n", cut(&one_line(&finding.formula), room));
    }
    if summary.unlisted > 0 {
        out += &format!("and {} more\n", summary.unlisted);
    }
    out + "\n"
}

/// The proof, as derivations are laid out.
fn steps(shown: &Shown<'_>, options: &Options) -> String {
    let (Some(page), Some(unicode)) = (proof::page(shown), render::format("unicode")) else {
        return String::new();
    };
    let options = render::Options {
        width: Some(options.width),
        color: options.color,
        ..render::Options::default()
    };
    let text = (unicode.write)(shown.store, &page, &options);
    format!("\n{}\n", text.trim_matches('\n'))
}

fn notice(notice: &Notice, options: &Options) -> Option<String> {
    if notice.kind != NoticeKind::UnusedIgnore {
        return None;
    }
    let place = match notice.line {
        Some(line) => format!("{}:{line}", one_line(&notice.file)),
        None => one_line(&notice.file),
    };
    let word = paint("warning", Some(AnsiColor::Yellow), options);
    Some(format!("{place}: {word}: {}\n", one_line(&notice.message)))
}

fn style(shown: &Shown<'_>) -> Option<AnsiColor> {
    match shown.checked.report.verdict {
        Verdict::Equivalent => Some(AnsiColor::Green),
        _ => None,
    }
}

fn paint(text: &str, color: Option<AnsiColor>, options: &Options) -> String {
    let (true, Some(color)) = (options.color, color) else {
        return text.to_owned();
    };
    let style = Style::new()
        .fg_color(Some(color.into()))
        .effects(Effects::BOLD);
    format!("{}{text}{}", style.render(), style.render_reset())
}

/// Text in one line, without what could steer a terminal.
fn one_line(text: &str) -> String {
    visible(&text.replace(['\n', '\t'], " "))
}

fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// The text in so many columns at most.
fn cut(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > room {
            break;
        }
        out.push(c);
    }
    format!("{}…", out.trim_end())
}
