//! Reports as documents, in the formats of pages that can be written part by part: a heading with
//! place and verdict for each claim, the claim as it was read, what is said of it, and its proof
//! where that is wanted.

use super::{Format, Options, Shown, proof, weight};
use crate::check::batch::{Notice, NoticeKind};
use crate::check::{Verdict, made};
use crate::document::Kind;
use crate::expr::{Expr, Head, Store};
use crate::parse;
use crate::render::localise::{self, Translator};
use crate::render::page::{Block, Level, Line, Link, Page, Text};
use crate::render::text::capital;
use crate::render::{self, plain};

/// A document; [`Options::page`] says in which format.
pub static FORMAT: Format = Format {
    name: "page",
    about: "a document",
    proves: true,
    open: |options| around(options).map_or_else(String::new, |[open, _]| open),
    separator: "",
    claim,
    notice,
    close,
};

/// The formats of pages that reports are written in.
pub fn formats() -> impl Iterator<Item = &'static render::Format> {
    let all = render::ALL.iter().copied();
    all.filter(|format| format.parts.is_some())
}

fn parts(options: &Options) -> Option<&'static render::Parts> {
    render::format(options.page?)?.parts.as_ref()
}

fn around(options: &Options) -> Option<[String; 2]> {
    let title = Translator::new(options.language).words("Checked claims");
    Some((parts(options)?.around)(&title, &written(options)))
}

fn written(options: &Options) -> render::Options {
    render::Options {
        standalone: options.standalone,
        language: options.language,
        comma: options.comma,
        ..render::Options::default()
    }
}

/// Blocks as a part of the document.
fn part(store: &Store, blocks: Vec<Block>, options: &Options) -> Option<String> {
    let blocks = localise::blocks(&blocks, options.language);
    let page = Page::of_blocks(store.int(0), blocks);
    let part = (parts(options)?.write)(store, &page, &written(options));
    Some(part.trim_end().to_owned() + "\n\n")
}

fn close(summary: &super::Summary, options: &Options) -> String {
    let store = Store::new();
    let words = sentence(&summary.words_in(options.language));
    let blocks = vec![
        Block::Heading("Summary".into()),
        Block::Paragraph(words.as_str().into()),
    ];
    let findings = findings(&store, summary, options);
    let summary = part(&store, blocks, options).unwrap_or_default() + &findings;
    let close = around(options).map_or_else(String::new, |[_, close]| close);
    summary + &close
}

/// The findings by weight, where there are many: a line for each.
fn findings(store: &Store, summary: &super::Summary, options: &Options) -> String {
    let Some(all) = weight::listed(summary) else {
        return String::new();
    };
    let mut blocks = vec![Block::Heading("Findings by weight".into())];
    let rows = all.into_iter().map(|finding| {
        let (line, _) = finding.place;
        let head = format!("{}, line {line}: {}", finding.file, finding.word);
        (
            Text::from(head.as_str()),
            Text::default().code(finding.formula.clone()),
        )
    });
    blocks.push(Block::Dictionary(rows.collect()));
    if summary.unlisted > 0 {
        let more = format!("And {} more.", summary.unlisted);
        blocks.push(Block::Paragraph(more.as_str().into()));
    }
    part(store, blocks, options).unwrap_or_default()
}

fn claim(shown: &Shown<'_>, options: &Options) -> Option<String> {
    let checked = shown.checked;
    let explains = checked.explained.is_some();
    let quiet = checked.report.verdict == Verdict::NoClaim && checked.suspect.is_none();
    if quiet && !explains && !options.verbose {
        return None;
    }
    let mut blocks = vec![Block::Heading(heading(shown))];
    blocks.extend(reading(shown));
    blocks.extend(given(shown));
    if let Some(reason) = shown.ignored() {
        let why = match reason {
            "" => "Ignored by a comment.".to_owned(),
            reason => format!("Ignored by a comment: {reason}."),
        };
        blocks.push(Block::Paragraph(Text::from(why.as_str())));
    }
    blocks.extend(suspect(shown));
    blocks.extend(verdict(shown));
    blocks.extend(fixed(shown));
    let notes = checked.explained.iter().flat_map(|e| &e.notes);
    blocks.extend(notes.map(|note| Block::Paragraph(typeset(&sentence(note), &[]))));
    if options.steps
        && let Some(proof) = proof::page(shown)
    {
        blocks.extend(proof.blocks);
    }
    part(shown.store, blocks, options)
}

/// The nearest true formula of one that is wrong, as it would be written.
fn fixed(shown: &Shown<'_>) -> Option<Block> {
    let fix = shown.checked.fix.as_ref()?;
    let typed: Vec<&str> = fix.text.split_whitespace().collect();
    let typed = typed.join(" ");
    let typed = typed.trim_end_matches(['.', ',', ';', ' ']);
    let text = Text::from("It would hold written so: ").code(typed);
    Some(Block::Paragraph(text.words(".")))
}

/// The usual formula that the claim differs from.
fn suspect(shown: &Shown<'_>) -> Option<Block> {
    let suspect = shown.suspect()?;
    let difference = suspect.difference.as_str();
    let what = difference
        .split_once(':')
        .map_or(difference, |(what, _)| what);
    let text = Text::from("Suspect: ").words(what.to_owned());
    if suspect.usual.is_empty() {
        return Some(Block::Paragraph(text.words(".")));
    }
    let text = text.words(". Usually: ");
    let text = match statement(shown.store, &suspect.usual) {
        Some(formula) => text.math(formula),
        None => text.code(suspect.usual.clone()),
    };
    Some(Block::Paragraph(text.words(".")))
}

/// What is given for the claim, line by line, that of the claim first.
fn given(shown: &Shown<'_>) -> Option<Block> {
    let checked = shown.checked;
    let mut lines: Vec<usize> = checked.given.iter().map(|(_, line)| *line).collect();
    lines.sort_by_key(|line| (*line != checked.line, *line));
    lines.dedup();
    let mut all = Text::default();
    for line in lines {
        if !all.0.is_empty() {
            all = all.words(" ");
        }
        all = match line == checked.line {
            true => all.words("Given: "),
            false => all.words(format!("Given in line {line}: ")),
        };
        let of_line = checked.given.iter().filter(|(_, own)| *own == line);
        for (k, (formula, _)) in of_line.enumerate() {
            if k > 0 {
                all = all.words(", ");
            }
            all = match statement(shown.store, formula) {
                Some(formula) => all.math(formula),
                None => all.code(made::said(formula)),
            };
        }
        all = all.words(".");
    }
    (!all.0.is_empty()).then_some(Block::Paragraph(all))
}

fn heading(shown: &Shown<'_>) -> String {
    let checked = shown.checked;
    let word = match shown.suspect() {
        Some(_) => "suspect",
        None => checked.report.verdict.word(),
    };
    let alone = matches!(shown.kind, Kind::Claims | Kind::Lines) && shown.file.starts_with('<');
    match alone {
        true => capital(word),
        false => format!("{}, line {}: {word}", shown.file, checked.line),
    }
}

/// The claim as it was read; as it was typed where it was not.
fn reading(shown: &Shown<'_>) -> Option<Block> {
    let checked = shown.checked;
    Some(match statement(shown.store, &checked.reading) {
        Some(formula) => {
            chain(shown.store, formula).unwrap_or_else(|| Block::Formulas(vec![formula]))
        }
        None => {
            let typed: Vec<&str> = checked.text.split_whitespace().collect();
            let typed = typed.join(" ");
            if typed.is_empty() {
                return None;
            }
            Block::Paragraph(Text::from("As typed: ").code(typed))
        }
    })
}

/// Equivalences and implications of which each begins where the one before ends, one below another.
fn chain(store: &Store, formula: Expr) -> Option<Block> {
    let links = store.conjuncts(formula);
    let mut lines: Vec<Line> = Vec::new();
    for link in &links {
        let relation = match store.head(*link) {
            Head::Iff => Link::Iff,
            Head::Implies => Link::Implies,
            _ => return None,
        };
        let [before, after] = *store.args(*link) else {
            return None;
        };
        if lines.last().is_some_and(|line| line.after != before) {
            return None;
        }
        lines.push(Line {
            rule: "claimed".into(),
            relation,
            before,
            after,
            shown: after,
            conditions: Vec::new(),
            reason: Text::default(),
            level: Level::Brief,
        });
    }
    let first = lines.first()?.before;
    Some(Block::Derivation { first, lines })
}

/// What is said of the claim, its formulas typeset, and what can be done where it was not read.
fn verdict(shown: &Shown<'_>) -> Vec<Block> {
    let (checked, store) = (shown.checked, shown.store);
    let report = &checked.report;
    let mut known: Vec<(String, Expr)> = Vec::new();
    known.extend(
        checked
            .conditions
            .iter()
            .cloned()
            .zip(report.conditions.iter().copied()),
    );
    let point = report.counterexample.iter().flatten();
    for (name, value) in point {
        let equation = store.eq(*name, *value);
        known.push((plain(store, equation), equation));
    }
    known.retain(|(text, _)| !text.is_empty());
    let mut blocks = Vec::new();
    if checked.faults.is_empty() {
        let mut message = report.message.as_str();
        // Of several claims in one formula it says which is meant.
        let mut opening = Text::default();
        if let Some((link, rest)) = message.split_once(": ")
            && link.starts_with("link ")
        {
            opening = opening.words(format!("{} decides. ", capital(link)));
            message = rest;
        }
        known.extend(numbers(store, message));
        let Text(said) = typeset(&sentence(message), &known);
        blocks.push(Block::Paragraph(Text([opening.0, said].concat())));
    }
    for fault in &checked.faults {
        let help = fault.help.iter().map(|help| sentence(help));
        let mut words = vec![sentence(&fault.message)];
        words.extend(help);
        blocks.push(Block::Paragraph(typeset(&words.join(" "), &[])));
    }
    blocks
}

/// The numbers in a message.
fn numbers(store: &Store, message: &str) -> Vec<(String, Expr)> {
    let words = message.split([' ', ',', ';', ':']);
    let number = |word: &str| {
        let digits = word.strip_prefix('-').unwrap_or(word);
        let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '/');
        let begins = digits.starts_with(|c: char| c.is_ascii_digit());
        (begins && digits.chars().all(plain)).then(|| parse::formula(store, word).ok())?
    };
    words
        .filter_map(|word| Some((word.to_owned(), number(word)?)))
        .collect()
}

/// Words in which some texts are formulas, and what stands between backquotes is as typed.
fn typeset(words: &str, known: &[(String, Expr)]) -> Text {
    let parts = words.split('`').enumerate();
    parts.fold(Text::default(), |text, (k, part)| match k % 2 {
        0 => with_formulas(text, part, known),
        _ => text.code(part),
    })
}

/// Negative numbers with the sign that they have in formulas.
fn minus(words: &str) -> String {
    let mut out = String::new();
    let mut letters = words.chars().peekable();
    while let Some(c) = letters.next() {
        let number = letters.peek().is_some_and(char::is_ascii_digit);
        let begins = out.is_empty() || out.ends_with(' ');
        out.push(if c == '-' && number && begins {
            '−'
        } else {
            c
        });
    }
    out
}

fn with_formulas(mut text: Text, words: &str, known: &[(String, Expr)]) -> Text {
    let mut rest = words;
    let first = |rest: &str| {
        let found = known.iter();
        let found =
            found.filter_map(|(text, formula)| Some((whole(rest, text)?, text.len(), *formula)));
        found.min_by_key(|(at, length, _)| (*at, std::cmp::Reverse(*length)))
    };
    while let Some((at, length, formula)) = first(rest) {
        text = text.words(minus(&rest[..at])).math(formula);
        rest = &rest[at + length..];
    }
    text.words(minus(rest))
}

/// Where a text stands within words, not as a part of a longer formula.
fn whole(words: &str, text: &str) -> Option<usize> {
    let mut found = words.match_indices(text).map(|(at, _)| at);
    found.find(|at| {
        let before = words[..*at].chars().next_back();
        let after = words[at + text.len()..].chars().next();
        let part = |c: char| c.is_alphanumeric() || "_[]()^*/".contains(c);
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

/// A plain formula, if it can be read as one.
fn statement(store: &Store, text: &str) -> Option<Expr> {
    match text {
        "" => None,
        // A name that is made for a term says nothing to a reader.
        text if made::has(text) => None,
        text => parse::claim(store, text).ok().map(|claim| claim.formula),
    }
}

fn sentence(words: &str) -> String {
    let words = capital(words.trim());
    match words.ends_with(['.', '!', '?', ':']) || words.is_empty() {
        true => words,
        false => words + ".",
    }
}

fn notice(notice: &Notice, options: &Options) -> Option<String> {
    if notice.kind != NoticeKind::UnusedIgnore {
        return None;
    }
    let place = match notice.line {
        Some(line) => format!("{}, line {line}", notice.file),
        None => notice.file.clone(),
    };
    let blocks = vec![
        Block::Heading(format!("{place}: warning")),
        Block::Paragraph(typeset(&sentence(&notice.message), &[])),
    ];
    part(&Store::new(), blocks, options)
}
