//! Formulas of matrices, written so that they are compared as products of numbers: a transpose is
//! a name of its own. What is lost is the order of factors, which is looked at by itself.

/// Marks of a transpose.
const TRANSPOSES: &[&str] = &[
    "^{\\mathsf{T}}",
    "^{\\mathrm{T}}",
    "^\\mathsf{T}",
    "^\\mathrm{T}",
    "^{\\rm T}",
    "^{\\intercal}",
    "^{\\top}",
    "^{T}",
    "^\\intercal",
    "^\\top",
    "^T",
    "^{'}",
    "^{\\prime}",
    "^\\prime",
    "'",
];

/// Commands that say only how a letter looks.
const LOOKS: &[&str] = &[
    "\\mathbf",
    "\\boldsymbol",
    "\\bm",
    "\\vec",
    "\\mathrm",
    "\\bf",
    "\\tilde",
    "\\mathcal",
    "\\bs",
    "\\mat",
    "\\vect",
];

/// Whether a text has a transpose or an inverse.
pub fn may_be(text: &str) -> bool {
    text.contains("^{-1}") || TRANSPOSES.iter().any(|mark| text.contains(mark))
}

/// The text with a name for each transpose, and without marks of iterations.
pub fn as_numbers(text: &str) -> String {
    let text = with_probability(&plain_letters(text));
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        if let Some(mark) = TRANSPOSES.iter().find(|mark| rest.starts_with(**mark)) {
            let lone = out
                .trim_end()
                .ends_with(|c: char| c.is_alphanumeric() || c == '}');
            out.push_str(if lone { "_{tr}" } else { "" });
            rest = &rest[mark.len()..];
            continue;
        }
        if let Some(length) = iteration(rest) {
            rest = &rest[length..];
            continue;
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// Whether a transpose stands behind a bracket, where it is lost.
pub fn loses_transpose(text: &str) -> bool {
    let text = squashed(text);
    TRANSPOSES.iter().any(|mark| {
        text.match_indices(&squashed(mark)).any(|(at, _)| {
            let before = text[..at].trim_end();
            !before.ends_with(|c: char| c.is_alphanumeric())
                && !before
                    .trim_end_matches('}')
                    .ends_with(char::is_alphanumeric)
        })
    })
}

fn squashed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A plain text with `transpose(X)` for the name of a transpose.
pub fn with_transposes(text: &str) -> String {
    super::form::written(text, &|word| {
        let name = word.strip_suffix("_tr")?;
        Some(format!("transpose({name})"))
    })
}

/// π as the probability that it is here.
pub fn with_probability(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\pi") {
        let behind = &rest[at + 3..];
        out.push_str(&rest[..at]);
        out.push_str(
            match behind.starts_with(|c: char| c.is_ascii_alphabetic()) {
                true => "\\pi",
                false => "p ",
            },
        );
        rest = behind;
    }
    out + rest
}

/// `\mathbf{X}` as X.
fn plain_letters(text: &str) -> String {
    let mut out = text.to_owned();
    for look in LOOKS {
        let mut from = 0;
        while let Some(at) = out[from..].find(look).map(|at| from + at) {
            let behind = &out[at + look.len()..];
            if behind.starts_with(|c: char| c.is_ascii_alphabetic()) {
                from = at + look.len();
                continue;
            }
            let group = behind.trim_start();
            let blanks = behind.len() - group.len();
            let start = at + look.len() + blanks;
            match (group.starts_with('{'), group.find('}')) {
                (true, Some(end)) if !group[1..end].contains('{') => {
                    let letter = format!(" {} ", &group[1..end]);
                    out.replace_range(at..start + end + 1, &letter);
                }
                _ => out.replace_range(at..start, " "),
            }
            from = at;
        }
    }
    out.replace(" ^", "^").replace(" _", "_")
}

/// The length of a superscript that counts iterations.
fn iteration(rest: &str) -> Option<usize> {
    let script = rest.strip_prefix('^')?;
    if let Some(group) = script.strip_prefix('{') {
        let end = group.find('}')?;
        let inner = group[..end].trim();
        let inner = inner.trim_matches(['(', ')', ' ']);
        let steps = inner.strip_suffix("+1").unwrap_or(inner);
        let counts = !steps.is_empty() && steps.chars().all(|c| c.is_ascii_alphabetic())
            || inner.starts_with("\\text")
            || inner.starts_with("\\rm");
        return (counts && inner != "T").then_some(end + 3);
    }
    let letter = script.chars().next()?;
    matches!(letter, 'k' | 't' | 'I' | 'i' | 'm' | 's').then_some(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transposes_are_names() {
        let text = "\\vec{\\beta}^{I} - (\\mathbf{X}^{T} W X)^{-1} X^\\top y";
        let said = as_numbers(text).replace(' ', "");
        assert_eq!(said, "\\beta-(X_{tr}WX)^{-1}X_{tr}y");
    }
}
