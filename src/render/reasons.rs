//! Where the reasons of a derivation stand.

use std::borrow::Cow;

use super::Options;
use super::page::{Block, Line, Page, Piece, Text};
use super::steps::shown;
use super::tex::display::Numbers;
use super::text::capital;
use crate::expr::Store;
use crate::languages::Language;

/// Where the reasons of steps stand. Conditions that enter at a step are shown everywhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Reasons {
    /// Beside the formulas where there is room, else below.
    #[default]
    Inline,
    /// Above the formulas, on lines of their own.
    Between,
    /// In a paragraph after the derivation; beside the formulas stand their numbers.
    Numbered,
    /// Nowhere.
    None,
}

impl Reasons {
    /// Words and ways, in the order of the help.
    pub const ALL: [(&'static str, Reasons); 4] = [
        ("inline", Reasons::Inline),
        ("between", Reasons::Between),
        ("numbered", Reasons::Numbered),
        ("none", Reasons::None),
    ];
}

/// The page with the reasons of its derivations where the options want them; those between
/// formulas are left to the formats.
pub fn arranged<'a>(store: &Store, page: &'a Page, options: &Options) -> Cow<'a, Page> {
    if matches!(options.reasons, Reasons::Inline | Reasons::Between) {
        return Cow::Borrowed(page);
    }
    let mut page = page.clone();
    let mut number = 0;
    // Numbers in brackets may be those of equations.
    let letters = options.displays.numbers != Numbers::None;
    let mut blocks = Vec::with_capacity(page.blocks.len());
    for mut block in page.blocks {
        let mut notes = Vec::new();
        if let Block::Derivation { first, lines } = &mut block {
            let seen = shown(store, *first, lines, options.steps);
            let ends: Vec<usize> = seen
                .iter()
                .filter(|step| step.reason.is_some_and(|reason| !reason.0.is_empty()))
                .map(|step| step.lines.end - 1)
                .collect();
            if options.reasons == Reasons::None {
                lines
                    .iter_mut()
                    .for_each(|line| line.reason = Text::default());
            } else {
                notes = numbered(lines, &ends, letters, &mut number);
            }
        }
        blocks.push(block);
        if !notes.is_empty() {
            blocks.push(Block::Paragraph(together(options.language, notes)));
        }
    }
    page.blocks = blocks;
    Cow::Owned(page)
}

/// Puts numbers in the places of reasons; gives each number with its reason. Equal reasons share a
/// number.
fn numbered(
    lines: &mut [Line],
    at: &[usize],
    letters: bool,
    number: &mut usize,
) -> Vec<(String, Text)> {
    let mut notes: Vec<(String, Text)> = Vec::new();
    for at in at {
        let Some(line) = lines.get_mut(*at) else {
            continue;
        };
        let reason = std::mem::take(&mut line.reason);
        let mark = match notes.iter().find(|(_, known)| *known == reason) {
            Some((mark, _)) => mark.clone(),
            None => {
                *number += 1;
                let mark = match letters {
                    true => format!("({})", letter(*number)),
                    false => format!("({number})"),
                };
                notes.push((mark.clone(), reason));
                mark
            }
        };
        line.reason = Text::default().words(mark);
    }
    notes
}

/// a, b, ..., z, aa, ab, ...
fn letter(number: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = number;
    while let Some(less) = rest.checked_sub(1) {
        letters.push(char::from(b'a' + (less % 26) as u8));
        rest = less / 26;
    }
    letters.iter().rev().collect()
}

fn together(language: &Language, notes: Vec<(String, Text)>) -> Text {
    let mut all = Text::default();
    let last = notes.len();
    for (k, (mark, reason)) in notes.into_iter().enumerate() {
        all = all.words(format!("{mark} "));
        all.0.extend(reason.0);
        all = all.words(if k + 1 == last {
            "."
        } else {
            language.say("; ")
        });
    }
    all
}

/// A reason as it introduces the formula below it.
pub fn introduction(language: &Language, reason: Text) -> Text {
    let mut reason = reason;
    if reason.0.is_empty() {
        return reason;
    }
    if let Some(Piece::Words(words)) = reason.0.first_mut() {
        *words = capital(words);
    }
    reason.words(language.say(":"))
}
