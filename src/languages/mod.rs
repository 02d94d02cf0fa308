//! Languages of pages, one file each: what a page says in English, and the same in the language.
//!
//! A message is a sentence or a phrase as the page has it in English. In it `{}` stands for a
//! formula, a list of formulas or text as typed, and `[]` for words that are looked up as a message
//! of their own; `[=]` for words that stay as they are. The translation has the same places; where
//! their order changes, they are numbered from 1: `{2}`, `[1]`. A list of formulas is joined by the
//! language's `and`.

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// A language.
#[derive(Debug)]
pub struct Language {
    /// Its code in ISO 639-1.
    pub code: &'static str,
    /// What it calls itself.
    pub name: &'static str,
    /// Its code with that of a country, as documents of word processors say it.
    pub locale: &'static str,
    /// Its name in LaTeX's babel.
    pub babel: &'static str,
    /// Whether its decimals have a comma.
    pub comma: bool,
    /// The article that begins the name of a model and is left out in headings.
    pub articles: &'static [&'static str],
    /// Messages in English and in this language; English has none.
    pub messages: &'static [(&'static str, &'static str)],
}

impl Language {
    /// A message that is found as it stands; in English, itself.
    pub fn say<'a>(&self, message: &'a str) -> &'a str
    where
        'static: 'a,
    {
        let known = self.messages.iter().find(|(key, _)| *key == message);
        known.map_or(message, |(_, said)| said)
    }
}

impl Default for &'static Language {
    fn default() -> Self {
        &en::LANGUAGE
    }
}

/// The language of a code.
pub fn find(code: &str) -> Option<&'static Language> {
    ALL.iter().copied().find(|language| language.code == code)
}
