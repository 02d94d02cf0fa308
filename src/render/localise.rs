//! A page in another language: each sentence and phrase is looked up among the language's messages.
//!
//! What has no message stays in English and is noted.

use std::borrow::Cow;
use std::cell::RefCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::page::{Block, Line, Page, Piece, Text};
use super::text::capital;
use crate::languages::Language;

/// The page in a language; English pages are as they were.
pub fn page<'a>(page: &'a Page, language: &'static Language) -> Cow<'a, Page> {
    if language.messages.is_empty() {
        return Cow::Borrowed(page);
    }
    let translator = Translator::new(language);
    Cow::Owned(translator.page(page))
}

/// Blocks of a page in a language.
pub fn blocks(blocks: &[Block], language: &'static Language) -> Vec<Block> {
    let translator = Translator::new(language);
    let mut blocks = blocks.to_vec();
    if !language.messages.is_empty() {
        translator.blocks(&mut blocks);
    }
    blocks
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    /// Letters as they stand.
    Letters(&'static str),
    /// The formulas of a place, by number.
    Formulas(usize),
    /// Words of a place, by number; whether they are messages themselves.
    Words(usize, bool),
}

/// Takes a message apart.
fn parts(message: &'static str) -> Vec<Part> {
    let (mut parts, mut rest) = (Vec::new(), message);
    let (mut formulas, mut words) = (0, 0);
    while let Some(at) = rest.find(['{', '[']) {
        let close = if rest[at..].starts_with('{') {
            '}'
        } else {
            ']'
        };
        let Some(length) = rest[at..].find(close) else {
            break;
        };
        if at > 0 {
            parts.push(Part::Letters(&rest[..at]));
        }
        let inner = &rest[at + 1..at + length];
        let count = if close == '}' {
            &mut formulas
        } else {
            &mut words
        };
        *count += 1;
        let digits = inner.trim_start_matches('=');
        let number: usize = digits.parse().unwrap_or(*count);
        parts.push(match close {
            '}' => Part::Formulas(number.saturating_sub(1)),
            _ => Part::Words(number.saturating_sub(1), !inner.starts_with('=')),
        });
        rest = &rest[at + length + 1..];
    }
    if !rest.is_empty() {
        parts.push(Part::Letters(rest));
    }
    parts
}

/// Stands for the formulas of a place within a sentence; pages have no private characters.
fn place(index: usize) -> char {
    u32::try_from(index)
        .ok()
        .and_then(|index| char::from_u32(0xF_0000 + index))
        .unwrap_or('\u{F0000}')
}

fn index(c: char) -> Option<usize> {
    let number = u32::from(c).checked_sub(0xF_0000)?;
    (number < 0xFFFE).then_some(number as usize)
}

/// Looks up the messages of one language.
pub struct Translator {
    language: &'static Language,
    exact: FxHashMap<&'static str, &'static str>,
    /// Messages with words in them.
    open: Vec<(Vec<Part>, &'static str)>,
    missing: RefCell<FxHashSet<String>>,
}

impl Translator {
    /// For a language.
    pub fn new(language: &'static Language) -> Translator {
        let mut translator = Translator {
            language,
            exact: FxHashMap::default(),
            open: Vec::new(),
            missing: RefCell::default(),
        };
        for (message, said) in language.messages {
            if message.contains('[') {
                translator.open.push((parts(message), said));
            } else {
                translator.exact.insert(message, said);
            }
        }
        translator
    }

    /// What has been looked up and was not found, in the form of messages.
    pub fn missing(&self) -> Vec<String> {
        let mut missing: Vec<String> = self.missing.borrow().iter().cloned().collect();
        missing.sort();
        missing
    }

    /// A page.
    pub fn page(&self, page: &Page) -> Page {
        let mut page = page.clone();
        page.title = self.words(&page.title);
        page.message = self.text(&page.message);
        let line = |line: &mut Line| line.reason = self.text(&line.reason);
        page.steps.iter_mut().for_each(line);
        self.blocks(&mut page.blocks);
        page
    }

    fn blocks(&self, blocks: &mut [Block]) {
        let line = |line: &mut Line| line.reason = self.text(&line.reason);
        for block in blocks {
            match block {
                Block::Heading(heading) => *heading = self.words(heading),
                Block::Paragraph(text) => *text = self.text(text),
                Block::Formulas(_) => {}
                Block::Derivation { lines, .. } => lines.iter_mut().for_each(line),
                Block::Dictionary(rows) => {
                    for (left, right) in rows {
                        *left = self.text(left);
                        *right = self.text(right);
                    }
                }
            }
        }
    }

    /// Words without formulas.
    pub fn words(&self, words: &str) -> String {
        self.sentences(words).into_iter().collect()
    }

    /// A text.
    pub fn text(&self, text: &Text) -> Text {
        let (sentence, places) = self.spelt(text);
        let mut all = Text::default();
        for c in self.sentences(&sentence) {
            match index(c).and_then(|index| places.get(index)) {
                Some(pieces) => all.0.extend(pieces.iter().cloned()),
                None => match all.0.last_mut() {
                    Some(Piece::Words(words)) => words.push(c),
                    _ => all.0.push(Piece::Words(c.to_string())),
                },
            }
        }
        all
    }

    /// A text as one string, its formulas and what is typed behind characters for places; formulas
    /// in a list have one place.
    fn spelt(&self, text: &Text) -> (String, Vec<Vec<Piece>>) {
        let (mut sentence, mut places) = (String::new(), Vec::<Vec<Piece>>::new());
        let mut pieces = text.0.iter().peekable();
        let mut joint: Option<&str> = None;
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Words(words) => {
                    let is_joint = matches!(words.as_str(), ", " | " and " | ", …, ");
                    let after_formula = sentence.chars().last().is_some_and(|c| index(c).is_some());
                    let before_formula = matches!(pieces.peek(), Some(Piece::Math(_)));
                    match is_joint && after_formula && before_formula {
                        true => joint = Some(words),
                        false => sentence.extend(words.chars().filter(|c| index(*c).is_none())),
                    }
                }
                other => match (joint.take(), places.last_mut()) {
                    (Some(joint), Some(list)) => {
                        list.push(Piece::Words(self.language.say(joint).to_owned()));
                        list.push(other.clone());
                    }
                    _ => {
                        sentence.push(place(places.len()));
                        places.push(vec![other.clone()]);
                    }
                },
            }
        }
        (sentence, places)
    }

    /// The characters of a text, sentence by sentence.
    fn sentences(&self, text: &str) -> Vec<char> {
        let mut said = Vec::new();
        let mut start = 0;
        let letters: Vec<(usize, char)> = text.char_indices().collect();
        let starts = |c: char| c.is_uppercase() || index(c).is_some() || c == '(';
        for window in letters.windows(3) {
            if let [(_, '.'), (at, ' '), (next, c)] = window
                && starts(*c)
            {
                said.extend(self.sentence(&text[start..*at]));
                said.push(' ');
                start = *next;
            }
        }
        said.extend(self.sentence(&text[start..]));
        said
    }

    /// A sentence or a phrase; spaces around it stay.
    fn sentence(&self, sentence: &str) -> Vec<char> {
        let bare = sentence.trim();
        if !bare.chars().any(char::is_alphabetic) {
            return sentence.chars().collect();
        }
        let around = sentence.split(bare).collect::<Vec<_>>();
        let (before, after) = match around.as_slice() {
            [before, after] => (*before, *after),
            _ => ("", ""),
        };
        let said = self.look_up(bare).unwrap_or_else(|| {
            self.missing.borrow_mut().insert(spell(bare));
            bare.chars().collect()
        });
        before.chars().chain(said).chain(after.chars()).collect()
    }

    fn look_up(&self, sentence: &str) -> Option<Vec<char>> {
        if let Some(said) = self.direct(sentence) {
            return Some(said);
        }
        // A heading begins with a capital and has no article.
        let mut letters = sentence.chars();
        let first = letters.next()?;
        if !first.is_uppercase() {
            return None;
        }
        let small: String = first.to_lowercase().chain(letters).collect();
        let article = ["", "a ", "an "];
        let said = article
            .iter()
            .find_map(|article| self.direct(&format!("{article}{small}")))?;
        let mut words: String = said.into_iter().collect();
        for article in self.language.articles {
            if let Some(rest) = words.strip_prefix(article) {
                words = rest.to_owned();
            }
        }
        Some(capital(&words).chars().collect())
    }

    fn direct(&self, sentence: &str) -> Option<Vec<char>> {
        let formulas: Vec<char> = sentence.chars().filter(|c| index(*c).is_some()).collect();
        if let Some(said) = self.exact.get(spell(sentence).as_str()) {
            return Some(self.filled(said, &formulas, &[]));
        }
        self.open.iter().find_map(|(pattern, said)| {
            let mut found = Found::default();
            found
                .fits(pattern, sentence)
                .then(|| self.filled(said, &found.formulas, &found.words))
        })
    }

    /// A translation with its places filled.
    fn filled(&self, said: &'static str, formulas: &[char], words: &[(&str, bool)]) -> Vec<char> {
        let mut out = Vec::new();
        for part in parts(said) {
            match part {
                Part::Letters(letters) => out.extend(letters.chars()),
                Part::Formulas(number) => out.extend(formulas.get(number)),
                Part::Words(number, _) => match words.get(number) {
                    Some((words, true)) => out.extend(self.sentence(words)),
                    Some((words, false)) => out.extend(words.chars()),
                    None => {}
                },
            }
        }
        out
    }
}

/// A sentence in the form of messages.
fn spell(sentence: &str) -> String {
    sentence.chars().fold(String::new(), |mut spelt, c| {
        match index(c) {
            Some(_) => spelt.push_str("{}"),
            None => spelt.push(c),
        }
        spelt
    })
}

/// What stands in the places of a message.
#[derive(Default)]
struct Found<'a> {
    formulas: Vec<char>,
    words: Vec<(&'a str, bool)>,
}

impl<'a> Found<'a> {
    /// Whether a sentence has the form of a message; words in places are as short as can be.
    fn fits(&mut self, pattern: &[Part], sentence: &'a str) -> bool {
        let Some((first, rest)) = pattern.split_first() else {
            return sentence.is_empty();
        };
        match first {
            Part::Letters(letters) => match sentence.strip_prefix(letters) {
                Some(after) => self.fits(rest, after),
                None => false,
            },
            Part::Formulas(_) => match sentence.chars().next() {
                Some(c) if index(c).is_some() => {
                    self.formulas.push(c);
                    let fits = self.fits(rest, &sentence[c.len_utf8()..]);
                    if !fits {
                        self.formulas.pop();
                    }
                    fits
                }
                _ => false,
            },
            Part::Words(_, message) => {
                let ends = sentence.char_indices().map(|(at, _)| at).skip(1);
                for end in ends.chain([sentence.len()]) {
                    if end == 0 {
                        continue;
                    }
                    self.words.push((&sentence[..end], *message));
                    if self.fits(rest, &sentence[end..]) {
                        return true;
                    }
                    self.words.pop();
                }
                false
            }
        }
    }
}
