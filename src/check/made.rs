//! Names that are made for terms which the language cannot say, such as a derivative of an unknown
//! function: a kind and a number. In what people read they are words.

/// Digits of the number in a made name.
const DIGITS: usize = 16;

/// Whether a text has a made name.
#[must_use]
pub fn has(text: &str) -> bool {
    next(text).is_some()
}

/// A text with words for its made names and what they depend on: "the gradient". Where terms of one
/// kind differ, they are counted: "the first derivative" would be another thing.
#[must_use]
pub fn said(text: &str) -> String {
    let mut out = String::new();
    let mut known: Vec<(&str, &str)> = Vec::new();
    let mut all: Vec<(usize, usize)> = Vec::new();
    let mut rest = text;
    while let Some((start, end)) = next(rest) {
        let at = text.len() - rest.len();
        all.push((at + start, at + end));
        let name = rest[start..end].rsplit_once('_').unwrap_or_default();
        if !known.contains(&name) {
            known.push(name);
        }
        rest = &rest[end..];
    }
    let mut from = 0;
    for (start, end) in all {
        if start < from {
            // It stands within what another one depends on.
            continue;
        }
        let (kind, number) = text[start..end].rsplit_once('_').unwrap_or_default();
        let mut alike = known.iter().filter(|(other, _)| *other == kind);
        let count = alike.clone().count();
        let place = alike.position(|(_, other)| *other == number).unwrap_or(0);
        out += &text[from..start];
        out += "the ";
        out += &kind.replace('_', " ");
        if count > 1 {
            out += &format!(" no. {}", place + 1);
        }
        from = end + arguments(&text[end..]);
    }
    out + &text[from..]
}

/// A word with a number for each of some made names: `gradient_1`. Such as stand for something else are
/// passed over.
#[must_use]
pub fn words(names: &[String], taken: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for name in names {
        let (kind, _) = name.rsplit_once('_').unwrap_or((name, ""));
        // What a plain formula takes for a function is no name: `the_max_1`, not `max_1`.
        let kind = match crate::parse::is_name(&format!("{kind}_1")) {
            true => kind.to_owned(),
            false => format!("the_{kind}"),
        };
        let mut numbers = 1_usize..;
        let word = numbers.find_map(|number| {
            let word = format!("{kind}_{number}");
            let free = !taken(&word) && all.iter().all(|(_, other)| *other != word);
            free.then_some(word)
        });
        all.extend(word.map(|word| (name.clone(), word)));
    }
    all
}

/// A text of plain formulas with identifiers that can be read for its made names.
#[must_use]
pub fn readable(text: &str) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some((start, end)) = next(rest) {
        let name = &rest[start..end];
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
        rest = &rest[end..];
    }
    if names.is_empty() {
        return text.to_owned();
    }
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let identifiers: std::collections::HashSet<&str> = text.split(|c: char| !is_part(c)).collect();
    let mut out = text.to_owned();
    for (name, word) in words(&names, |word| identifiers.contains(word)) {
        out = out.replace(&name, &word);
    }
    out
}

/// The bytes of the next made name.
fn next(text: &str) -> Option<(usize, usize)> {
    let hex = |b: u8| b.is_ascii_digit() || matches!(b, b'a'..=b'f');
    let mut at = 0;
    for name in text.split(|c: char| !c.is_alphanumeric() && c != '_') {
        if let Some((kind, number)) = name.rsplit_once('_')
            && kind.starts_with(|c: char| c.is_ascii_lowercase())
            && number.len() == DIGITS
            && number.bytes().all(hex)
        {
            return Some((at, at + name.len()));
        }
        // Behind a name stands one character.
        let behind = text[at + name.len()..].chars().next();
        at += name.len() + behind.map_or(0, char::len_utf8);
    }
    None
}

/// How many bytes the arguments in brackets at the start of a text take.
fn arguments(text: &str) -> usize {
    if !text.starts_with('(') {
        return 0;
    }
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_names_are_identifiers_that_can_be_read() {
        for (text, expected) in [
            ("max_0123456789abcdef + max_1", "the_max_1 + max_1"),
            (
                "sum_0123456789abcdef(x) + sum_1123456789abcdef = sum_0123456789abcdef(x)",
                "the_sum_1(x) + the_sum_2 = the_sum_1(x)",
            ),
            ("x + y", "x + y"),
        ] {
            assert_eq!(readable(text), expected);
        }
    }

    #[test]
    fn made_names_are_words() {
        for (text, words) in [
            (
                "gradient_f25d2f032da66e48(w, b) = 2*w",
                "the gradient = 2*w",
            ),
            ("x + y_1 = f(x)", "x + y_1 = f(x)"),
            ("x_0123", "x_0123"),
            ("sum_0b5d3f0000000000 > 0", "the sum > 0"),
            (
                "derivative_7919aaaaaaaaaaaa(x) = derivative_7919bbbbbbbbbbbb(f(x), x) + 1",
                "the derivative no. 1 = the derivative no. 2 + 1",
            ),
            ("value_0123456789abcdef((x", "the value"),
            (
                "second_derivative_0123456789abcdef(x)/2",
                "the second derivative/2",
            ),
        ] {
            assert_eq!(said(text), words);
            assert_eq!(has(text), text != words);
        }
    }
}
