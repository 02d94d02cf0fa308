//! A formula of Markdown as it is meant: without the marks of a quotation, with the backslashes
//! that Markdown takes away taken away, and decoded where it is written in the letters of HTML.

use std::ops::Range;

use super::made::Made;
use super::page::Span;

/// The entities that stand in formulas.
const ENTITIES: &[(&str, &str)] = &[("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];

/// The beginnings of code whose value is put into the text.
const COMPUTED: &[&str] = &["`r ", "`{r}", "`{python}", "`{julia}", "`python "];

/// Whether a piece of code stands for its value.
pub(super) fn is_computed(text: &str, code: &Range<usize>) -> bool {
    let code = &text[code.clone()];
    COMPUTED.iter().any(|mark| code.starts_with(mark))
}

/// What is read of a formula of Markdown, if it is not what stands there.
pub(super) fn markdown(text: &str, span: &Span) -> Option<Box<Made>> {
    let inner = &text[span.inner.clone()];
    let lines = inner.contains('\n') || text[..span.inner.start].ends_with('\n');
    let quoted = lines && is_quoted(text, span);
    let doubled = text[span.outer.clone()].starts_with("\\\\");
    let entities = ENTITIES.iter().any(|(entity, _)| inner.contains(entity));
    let computed = COMPUTED.iter().any(|mark| inner.contains(mark));
    if !quoted && !doubled && !entities && !computed {
        return None;
    }
    let mut made = Made::default();
    let mut at = span.inner.start;
    if quoted && text[..at].ends_with('\n') {
        // The text of a fence begins with its line.
        at += inner.len() - inner.trim_start_matches([' ', '\t', '>']).len();
    }
    let mut copied = at;
    while at < span.inner.end {
        let rest = &text[at..span.inner.end];
        let piece = match rest.as_bytes()[0] {
            b'\n' if quoted => quote(rest).map(|length| ("\n".to_owned(), length)),
            b'\\' if doubled => unescaped(rest),
            b'&' if entities => ENTITIES
                .iter()
                .find(|(entity, _)| rest.starts_with(entity))
                .map(|(entity, meant)| ((*meant).to_owned(), entity.len())),
            b'`' if computed => value(rest),
            _ => None,
        };
        match piece {
            Some((meant, length)) => {
                made.copy(text, copied..at);
                made.put(&meant, at..at + length);
                at += length;
                copied = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    made.copy(text, copied..span.inner.end);
    Some(Box::new(made))
}

/// Whether a formula stands in a quotation, each of whose lines begins with a mark.
fn is_quoted(text: &str, span: &Span) -> bool {
    let line = text[..span.outer.start].rfind('\n').map_or(0, |n| n + 1);
    let marked = |line: &str| line.trim_start().starts_with('>');
    marked(&text[line..]) && text[span.inner.clone()].lines().skip(1).all(marked)
}

/// The length of the end of a line and the mark of a quotation behind it.
fn quote(rest: &str) -> Option<usize> {
    let line = &rest[1..];
    let marks = line.trim_start_matches([' ', '\t', '>']);
    let length = line.len() - marks.len();
    line[..length].contains('>').then_some(1 + length)
}

/// What Markdown makes of a backslash: of two before a sign or a letter it leaves one.
fn unescaped(rest: &str) -> Option<(String, usize)> {
    if let Some(behind) = rest.strip_prefix("\\\\\\\\") {
        // A fifth one would stand before the end of the line.
        let more = usize::from(behind.starts_with("\\\n"));
        return Some(("\\\\".to_owned(), 4 + more));
    }
    if let Some(sign) = rest.strip_prefix("\\\\") {
        let kept = sign.starts_with(|c: char| c.is_ascii_alphabetic() || "{}|,;:!_%&#".contains(c));
        return kept.then(|| ("\\".to_owned(), 2));
    }
    let mark = rest[1..]
        .chars()
        .next()
        .filter(|c| matches!(c, '_' | '*'))?;
    Some((mark.to_string(), 2))
}

/// A name for a value that code computes: what it is, the text does not say.
fn value(rest: &str) -> Option<(String, usize)> {
    let length = rest[1..].find('`')? + 2;
    let letters = rest[..length].chars().filter(char::is_ascii_alphanumeric);
    let name: String = letters.take(40).collect();
    Some((format!("\\mathrm{{{name}}}"), length))
}
