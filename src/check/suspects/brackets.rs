//! Round brackets that are not as many as close: a slip whatever the formula says.

use super::Suspect;

/// Commands whose argument is no formula.
const WORDS: &[&str] = &[
    "\\text",
    "\\mbox",
    "\\textrm",
    "\\label",
    "\\tag",
    "\\intertext",
    "\\ref",
    "\\eqref",
];

/// A formula with more opening than closing round brackets, or the other way round. Half-open
/// intervals and brackets that are left out on purpose are none; in a line of text a bracket at the
/// edge may be the sentence's.
pub fn unbalanced(text: &str, display: bool) -> Option<Suspect> {
    let text = text.trim();
    let edge = text.starts_with('(') || text.trim_end_matches(['.', ',']).ends_with(')');
    // What has no relation may be a part of a formula.
    if !text.contains('=') || edge && !display {
        return None;
    }
    // Brackets may be shared by words and signs: \text{k(Year},θ).
    counted(text, true)?;
    counted(text, false)
}

/// The bracket without a partner, counted with or without those in words.
fn counted(text: &str, words: bool) -> Option<Suspect> {
    if text.contains("\\right.") || text.contains("\\left.") || text.contains("\\middle") {
        return None;
    }
    let (mut round, mut square) = (0_i32, 0_i32);
    let mut first: Option<usize> = None;
    let mut open: Vec<usize> = Vec::new();
    let mut rest = 0;
    while let Some(c) = text[rest..].chars().next() {
        let at = rest;
        rest += c.len_utf8();
        match c {
            '\\' => {
                let starts = |word: &&&str| text[at..].starts_with(&format!("{word}{{"));
                let word = WORDS.iter().find(starts).filter(|_| !words);
                rest = match word {
                    Some(word) => behind(text, at + word.len())?,
                    // `\(` is no bracket, `\\[5pt]` a distance.
                    None if text[at..].starts_with("\\\\[") => at + text[at..].find(']')? + 1,
                    None => at + 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
                };
            }
            '%' => rest = text[at..].find('\n').map_or(text.len(), |end| at + end),
            '(' => {
                round += 1;
                open.push(at);
            }
            ')' => {
                round -= 1;
                if open.pop().is_none() {
                    first.get_or_insert(at);
                }
            }
            '[' => square += 1,
            ']' => square -= 1,
            _ => {}
        }
    }
    if round == 0 || square != 0 {
        return None;
    }
    let at = first.or_else(|| open.first().copied())?;
    let difference = match round > 0 {
        true => "a bracket is never closed",
        false => "a bracket closes nothing",
    };
    Some(Suspect {
        usual: String::new(),
        name: "brackets".to_owned(),
        difference: difference.to_owned(),
        span: at..at + 1,
    })
}

/// Where the group in braces that starts at a place ends.
fn behind(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text[start..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return Some(start + at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::unbalanced;

    #[test]
    fn brackets_without_a_partner() {
        assert_eq!(unbalanced("A = B)", false), None);
        assert!(unbalanced("A = B)", true).is_some());
        for text in [
            r"f(x = g(x) + 1",
            r"L = -\sum_i y_i\log(p_i) + (1-y_i)\log(1-p_i))",
            r"x = \bigg(a + \big(b\bigg)",
        ] {
            assert!(unbalanced(text, true).is_some(), "{text}");
        }
        for text in [
            r"f(x) = g(x)",
            r"x \in [0, 1)",
            r"\left. f(x) \right|_{x = (0}",
            r"\text{a) } x = 1",
            r"f = \text{k(Year},\theta)",
            r"a \\[5pt] b",
            r"\left( a \right.",
        ] {
            assert_eq!(unbalanced(text, true), None, "{text}");
        }
    }
}
