//! Words that tell what a sentence does with a formula, one file a language.
//!
//! To add a language: a file here with a constant `CUES`.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Act;
use super::words::{self, Token};

include!(concat!(env!("OUT_DIR"), "/document_acts_cues.rs"));

/// The words of a language.
#[derive(Debug)]
pub struct Cues {
    /// Its two-letter code.
    pub code: &'static str,
    /// Words by which it is known, between bars.
    pub common: &'static str,
    /// Its cues.
    pub groups: &'static [Group],
}

/// Cues that do the same.
#[derive(Debug)]
pub struct Group {
    /// How they work.
    pub how: How,
    /// What they make of a formula.
    pub act: Act,
    /// Whether they leave no doubt.
    pub sure: bool,
    /// Whether what they bring in holds beyond the sentence.
    pub lasting: bool,
    /// The cues between bars; longer ones come before shorter ones wherever both stand.
    pub words: &'static str,
}

/// How a cue works on the formulas of its sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// Opens a clause that lasts to a comma or the next cue: "if", "where", "let".
    Opens,
    /// A preposition, for the formula close behind it: "for", "with", "at".
    Near,
    /// Joins a sentence to what was said: "then", "hence".
    Connects,
    /// A verb with the formula as its object: "we get", "define".
    Tells,
    /// Says the formula before once more: "that is", "equivalently".
    Restates,
    /// A noun that the formula directly behind it names: "the event".
    Noun,
    /// The subject of a copula: "the derivative ... is".
    Head,
    /// "is", "is given by".
    Copula,
    /// Takes the formula to the verb before it: "as", "by".
    Passes,
    /// Says that an expression is set to a value.
    Zero,
    /// Says that an equation is solved, so that what follows is no longer the equation.
    Solves,
    /// Says of the whole sentence what it is: "for example".
    Marks,
    /// Denies the formula close behind it.
    Denies,
    /// Stands behind a formula and denies it.
    DeniesBefore,
    /// Stands behind a formula and says what it is: "is called".
    After,
    /// Stands between two formulas of which the second corrects the first.
    Corrects,
    /// Points back to what was said: "this".
    Pointer,
    /// Asks.
    Asks,
    /// The label of a block: "Exercise".
    Label,
    /// Joins formulas of one kind: "and".
    Joins,
    /// Words that hold a cue and are none.
    Plain,
}

/// The places of cues in a text: the tokens from `start` to `end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub start: usize,
    pub end: usize,
    pub group: &'static Group,
}

/// A phrase, and what it does.
type Phrase = (Vec<String>, &'static Group);

/// The cues of a language by their first words, and the words by which it is known.
pub(super) struct Compiled {
    cues: &'static Cues,
    by_first: FxHashMap<String, Vec<Phrase>>,
    common: FxHashSet<&'static str>,
}

static COMPILED: LazyLock<Vec<Compiled>> =
    LazyLock::new(|| ALL.iter().map(|cues| Compiled::new(cues)).collect());

impl Compiled {
    fn new(cues: &'static Cues) -> Compiled {
        let mut by_first: FxHashMap<String, Vec<Phrase>> = FxHashMap::default();
        for group in cues.groups {
            for phrase in group.words.split('|') {
                let phrase: Vec<String> = words::tokens(phrase)
                    .into_iter()
                    .map(|token| token.text)
                    .collect();
                if let Some(first) = phrase.first() {
                    by_first
                        .entry(first.clone())
                        .or_default()
                        .push((phrase, group));
                }
            }
        }
        for phrases in by_first.values_mut() {
            phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        }
        Compiled {
            cues,
            by_first,
            common: cues.common.split('|').collect(),
        }
    }

    /// The cues of a text that work in the ways wanted, in order; where several start at one
    /// place, the longest.
    pub(super) fn hits(&self, tokens: &[Token], wanted: impl Fn(How) -> bool) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut start = 0;
        while start < tokens.len() {
            let mut longest = 0;
            for (phrase, group) in self.by_first.get(&tokens[start].text).into_iter().flatten() {
                let fits = wanted(group.how)
                    && phrase.len() > longest
                    && tokens.len() >= start + phrase.len()
                    && phrase
                        .iter()
                        .zip(&tokens[start..])
                        .all(|(word, token)| *word == token.text);
                if fits {
                    longest = phrase.len();
                    hits.push(Hit {
                        start,
                        end: start + longest,
                        group,
                    });
                }
            }
            start += longest.max(1);
        }
        hits
    }
}

/// The cues of a language; of English where the language is not known.
pub(super) fn of(code: &str) -> Option<&'static Compiled> {
    let of = |code: &str| COMPILED.iter().find(|known| known.cues.code == code);
    of(code).or_else(|| of("en"))
}

/// The language of a text, by its small words.
pub(super) fn language(text: &str) -> &'static str {
    let mut counts = vec![0_usize; COMPILED.len()];
    let mut seen = 0;
    for token in text.split(|c: char| !c.is_alphabetic()) {
        if token.is_empty() {
            continue;
        }
        let lower = token.to_lowercase();
        for (count, compiled) in counts.iter_mut().zip(COMPILED.iter()) {
            *count += usize::from(compiled.common.contains(lower.as_str()));
        }
        seen += 1;
        if seen > 4000 {
            break;
        }
    }
    // Chinese has no words between spaces.
    let chinese = text
        .chars()
        .take(20_000)
        .filter(|c| words::is_ideograph(*c))
        .count();
    let best = counts
        .iter()
        .enumerate()
        .max_by_key(|(index, count)| (**count, std::cmp::Reverse(*index)))
        .filter(|(_, count)| **count > 0);
    match best {
        Some((_, count)) if chinese > 20 && chinese > *count => "zh",
        None if chinese > 0 => "zh",
        Some((index, _)) => COMPILED[index].cues.code,
        None => "en",
    }
}
