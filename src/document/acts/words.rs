//! Words of a sentence: small letters, marks of punctuation, formulas as single tokens.

/// Stands in a sentence for a formula that says something: it has a relation.
pub(in crate::document) const STATEMENT: char = '\u{FFFD}';
/// Stands in a sentence for a formula that only names something.
pub(in crate::document) const NAME: char = '\u{FFFC}';

/// A word, a mark or a formula.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Token {
    pub text: String,
}

impl Token {
    /// Whether it is the character.
    pub(super) fn is(&self, c: char) -> bool {
        self.text.chars().eq([c])
    }

    /// Whether it is no mark of punctuation.
    pub(super) fn is_word(&self) -> bool {
        self.text
            .chars()
            .next()
            .is_some_and(|c| c.is_alphanumeric() || c == NAME)
    }

    /// How far it takes a cue away from its formula: two ideographs are about a word.
    fn weight(&self) -> usize {
        match self.text.chars().next() {
            Some(c) if is_ideograph(c) => 1,
            Some(c) if c.is_alphanumeric() || c == NAME => 2,
            _ => 0,
        }
    }
}

/// How many words stand in a range of tokens.
pub(super) fn distance(tokens: &[Token]) -> usize {
    tokens.iter().map(Token::weight).sum::<usize>().div_ceil(2)
}

/// Whether a character is a Chinese one.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FA1F}')
}

/// Commands whose argument is no text.
const SILENT: &[&str] = &[
    "label",
    "ref",
    "eqref",
    "autoref",
    "cref",
    "cite",
    "citep",
    "citet",
    "begin",
    "end",
    "vspace",
    "hspace",
    "index",
    "footnotemark",
    "url",
    "input",
    "color",
    "textcolor",
];

/// The tokens of a text. Commands, code and the targets of links are no words.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        if c == STATEMENT || c == NAME || is_ideograph(c) {
            tokens.push(c.to_string());
        } else if c == '\\' {
            length += command(&rest[1..]);
        } else if c == '`' {
            // Code names something.
            if let Some(end) = rest[1..].find('`').filter(|end| *end > 0) {
                length = end + 2;
                tokens.push(NAME.to_string());
            }
        } else if rest.starts_with("](") {
            length = rest.find(')').map_or(2, |end| end + 1);
        } else if c == '<' {
            length = rest
                .find('>')
                .filter(|end| *end < 80)
                .map_or(1, |end| end + 1);
        } else if c.is_alphanumeric() {
            length = rest
                .find(|c: char| !c.is_alphanumeric() || is_ideograph(c))
                .unwrap_or(rest.len());
            tokens.push(rest[..length].to_lowercase());
        } else if let Some(mark) = mark(c) {
            tokens.push(mark.to_string());
        }
        rest = &rest[length..];
    }
    tokens.into_iter().map(|text| Token { text }).collect()
}

/// The mark that a character of punctuation is read as.
fn mark(c: char) -> Option<char> {
    Some(match c {
        ',' | '\u{FF0C}' | '\u{3001}' => ',',
        ':' | '\u{FF1A}' => ':',
        ';' | '\u{FF1B}' => ';',
        '(' | '\u{FF08}' => '(',
        ')' | '\u{FF09}' => ')',
        '?' | '\u{FF1F}' => '?',
        '\u{2014}' | '\u{2013}' | '\u{2192}' => ',',
        _ => return None,
    })
}

/// The length of a command after its backslash, with an argument that is no text.
fn command(rest: &str) -> usize {
    let length = rest
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(rest.len());
    if !SILENT.contains(&&rest[..length]) {
        return length;
    }
    let after = rest[length..].trim_start_matches('*');
    let skipped = rest.len() - after.len();
    match after.strip_prefix('{').and_then(|inner| inner.find('}')) {
        Some(end) => skipped + end + 2,
        None => length,
    }
}
