//! What kind of file a text is from, by its first bytes.

use super::Kind;

/// The kind of a text whose name does not tell it; `None` where there is no sign of any.
///
/// JSON is told by its first sign, TeX by its commands, Markdown by formulas between marks. What
/// has none of these, but whose first line that is no comment has a sign of relation, is taken for
/// plain claims.
pub fn guess(start: &[u8]) -> Option<Kind> {
    let text = String::from_utf8_lossy(start);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.contains('\0') {
        return None;
    }
    if let Some(rest) = text.strip_prefix('{') {
        let notebook = text.contains("\"cells\"") || text.contains("\"nbformat\"");
        let line = text.lines().next().unwrap_or_default().trim_end();
        // A line of `.jsonl` is an object of its own.
        let whole = line.ends_with('}') && !rest.is_empty();
        return Some(match notebook && !whole {
            true => Kind::Notebook,
            false => Kind::Lines,
        });
    }
    let small = text.get(..15).unwrap_or_default().to_ascii_lowercase();
    if small.starts_with("<!doctype html") || small.starts_with("<html") {
        return Some(Kind::Html);
    }
    if super::rst::is_rst(text) {
        return Some(Kind::Rst);
    }
    let tex = ["\\documentclass", "\\begin{", "\\section", "\\input{"];
    if tex.iter().any(|sign| text.contains(sign)) {
        // A formula of Markdown may have an environment in it.
        let markdown = text.contains("$$") || text.starts_with('#');
        return Some(if markdown { Kind::Markdown } else { Kind::Tex });
    }
    if ["$", "\\(", "\\["].iter().any(|mark| text.contains(mark)) {
        return Some(Kind::Markdown);
    }
    let mut lines = text.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    match first {
        None => Some(Kind::Claims),
        Some(line) => line
            .contains(['=', '<', '>', '~', '≤', '≥', '≠', '⇔', '⟺'])
            .then_some(Kind::Claims),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_what_stands_first() {
        for (text, kind) in [
            ("{\"latex\": \"a = b\"}\n", Some(Kind::Lines)),
            ("{\n \"cells\": [", Some(Kind::Notebook)),
            (
                "{\"id\": 1, \"cells\": \"x\", \"ascii\": \"a\"}\n",
                Some(Kind::Lines),
            ),
            ("\\documentclass{article}", Some(Kind::Tex)),
            ("# Notes\n\nWe have $a = b$.", Some(Kind::Markdown)),
            ("# a comment\nsigmoid(0) = 1/2\n", Some(Kind::Claims)),
            ("", Some(Kind::Claims)),
            ("just words\n", None),
            ("\u{0}\u{1}=", None),
        ] {
            assert_eq!(guess(text.as_bytes()), kind, "{text:?}");
        }
    }
}
