//! Whether the words around a formula, or its left side, call it by a name.

use super::entry::Entry;

/// The words around a formula.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Its sentence and paragraph, in small letters.
    near: String,
    /// That, and the title of its section.
    far: String,
}

/// So short a paragraph is read with the one before it.
const SHORT: usize = 60;

impl Context {
    /// The context of a formula: the title of its section, the text before it, and after it.
    pub fn new(title: &str, before: &str, after: &str) -> Context {
        let before = own_item(before);
        let mut paragraphs = before.rsplit("\n\n").filter(|text| !text.trim().is_empty());
        let last = paragraphs.next().unwrap_or("");
        let end = after.find(['.', '\n', '。']).unwrap_or(after.len());
        let near = without_commands(&format!("{last} {}", &after[..end]));
        let more = match last.trim().len() < SHORT {
            true => without_commands(paragraphs.next().unwrap_or("")),
            false => String::new(),
        };
        let far = format!("{} {more} {near}", title.to_lowercase());
        Context { near, far }
    }

    /// Whether one of some words stands around the formula.
    pub fn says_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| says(&self.far, word))
    }

    /// Whether an entry is spoken of at all; one without words by its left side.
    pub fn mentions(&self, entry: &Entry, left: &str) -> bool {
        let needed = entry.needs.is_empty() || self.says_any(entry.needs);
        needed
            && match entry.called {
                [] => fits_left(entry, left),
                words => self.says_any(words),
            }
    }

    /// Whether an entry is meant; `left` is the left side without blanks.
    pub fn calls(&self, entry: &Entry, left: &str) -> bool {
        let by_left = fits_left(entry, left);
        let lower = left.to_lowercase();
        let by_words = || {
            let said = |word: &&str| says(&self.far, word) || says(&lower, word);
            entry.called.iter().any(said)
        };
        let left_fits = entry.left.is_empty() || by_left;
        let named = if entry.called.is_empty() {
            by_left
        } else {
            left_fits && by_words()
        };
        named
            && (entry.needs.is_empty() || entry.needs.iter().any(|word| says(&self.far, word)))
            && !entry.unless.iter().any(|word| says(&self.near, word))
            && !is_other(entry, left)
    }
}

/// The words of a text in small letters, without the commands of its formulas.
fn without_commands(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut command = false;
    for c in text.chars() {
        command = c == '\\' || command && c.is_ascii_alphabetic();
        if !command {
            out.push(c);
        }
    }
    out.to_lowercase()
}

/// Whether a left side has one of the shapes of an entry.
pub fn fits_left(entry: &Entry, left: &str) -> bool {
    entry.left.iter().any(|shape| {
        let start = shape.strip_prefix('^');
        let bare = start.unwrap_or(shape);
        let end = bare.strip_suffix('$');
        let bare = end.unwrap_or(bare);
        match (start.is_some(), end.is_some()) {
            (true, true) => left == bare,
            (true, false) => left.starts_with(bare),
            (false, true) => left.ends_with(bare),
            (false, false) => left.contains(bare),
        }
    })
}

/// Whether a left side makes it another thing than an entry.
pub fn is_other(entry: &Entry, left: &str) -> bool {
    let lower = left.to_lowercase();
    let mut words = entry.unless.iter();
    words.any(|word| left.contains(word) || says(&lower, word))
}

/// The text from where the row of a table, or the item of a list begins in which it ends.
fn own_item(text: &str) -> &str {
    let line = text.rfind('\n').map_or(0, |at| at + 1);
    if text[line..].trim_start().starts_with('|') {
        return &text[line..];
    }
    let items = ["\n- ", "\n* ", "\n+ ", "\\item"];
    let begin = items.iter().filter_map(|mark| text.rfind(mark)).max();
    begin.map_or(text, |at| &text[at..])
}

/// Whether a text has a word, which may stand in the plural; other scripts do not part words.
fn says(text: &str, word: &str) -> bool {
    let letter = |c: char| c.is_alphanumeric();
    let ascii = word.is_ascii();
    let mut from = 0;
    while let Some(found) = text[from..].find(word) {
        let (start, end) = (from + found, from + found + word.len());
        let free = !text[..start].ends_with(letter);
        let rest = &text[end..];
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        if !ascii || free && !rest.starts_with(letter) {
            return true;
        }
        from = end;
    }
    false
}
