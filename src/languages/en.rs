//! English, in which pages are composed.

use super::Language;

/// English.
pub static LANGUAGE: Language = Language {
    code: "en",
    name: "English",
    locale: "en-GB",
    babel: "english",
    comma: false,
    articles: &["a ", "an "],
    messages: &[],
};
