//! A side of a formula read by itself, with nothing of its document but its macros.
//!
//! The usual formulas of the library are read in the same way, so that what is doubtful in a
//! notation is read alike in both.

use crate::expr::{Expr, Store};
use crate::latex::{self, Scope};

/// Sides with more parts are not looked at.
const LARGEST: u64 = 300;

/// The term that a text stands for; `None` where it is none, or its brackets do not match.
pub fn term(store: &Store, text: &str, scope: &Scope) -> Option<Expr> {
    let text = prepared(text);
    let reading = latex::read(store, &text, scope).ok()?;
    let [Ok(statement)] = reading.statements.as_slice() else {
        return None;
    };
    let formula = statement.formula;
    let fits = reading.repairs.is_empty()
        && !store.head(formula).is_formula()
        && store.written_size(formula) <= LARGEST;
    fits.then_some(formula)
}

/// Functions that many write without a backslash.
const WORDS: &[&str] = &["exp", "log", "ln", "max", "min", "tanh", "sqrt"];

/// The text in the notation that the reader of formulas knows best: sums and integrals over all
/// values have a range, and function values in them are entries.
fn prepared(text: &str) -> String {
    let mut text = text.to_owned();
    if !text.contains("\\begin{") {
        text = text.replace('&', " ");
    }
    for command in ["\\nonumber", "\\notag", "\\limits", "\\displaystyle"] {
        text = text.replace(command, " ");
    }
    for (letter, sign) in [("\\Sigma", "\\sum"), ("\\Pi", "\\prod")] {
        for script in ["_", " _", "\\limits"] {
            text = text.replace(&format!("{letter}{script}"), &format!("{sign}{script}"));
        }
    }
    text = with_functions(&text);
    if text.contains("1-\\pi") || text.contains("1 - \\pi") {
        text = super::columns::with_probability(&text);
    }
    if let Some(sum) = of_integral(&text) {
        text = sum;
    }
    bracketed(&with_ranges(&text))
}

/// A sum without a bracket reaches as far as what stands behind it: Σ a_i + b_i is read as
/// Σ (a_i + b_i), which is what is meant in most losses, here and in the library.
fn bracketed(text: &str) -> String {
    let mut text = text.to_owned();
    let mut from = 0;
    while let Some(at) = text[from..].find("\\sum").map(|at| from + at) {
        from = at + 4;
        let Some(behind) = without_limits(&text[from..]) else {
            break;
        };
        let start = text.len() - behind.len();
        let opens = ["(", "[", "\\{", "\\left", "\\big", "\\Big", "{", "\\sum"];
        if opens.iter().any(|open| behind.starts_with(open)) {
            continue;
        }
        let end = start + group_end(behind);
        if !text[start..end].contains(['+', '-']) {
            continue;
        }
        text.insert_str(end, "\\right)");
        text.insert_str(start, "\\left(");
    }
    text
}

/// The byte at which the group ends that a text begins in.
fn group_end(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' if depth == 0 => {
                let before = &text[..at];
                let before = before
                    .strip_suffix('\\')
                    .filter(|_| escaped)
                    .unwrap_or(before);
                let end = before.strip_suffix("\\right").unwrap_or(before);
                return end.len();
            }
            '}' | ')' | ']' => depth -= 1,
            _ => {}
        }
        escaped = c == '\\';
    }
    text.len()
}

/// `log p` for `\log p`.
fn with_functions(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = ' ';
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let word = WORDS.iter().find(|word| rest.starts_with(**word));
        if let Some(word) = word
            && !last.is_ascii_alphabetic()
            && last != '\\'
            && is_word(word, &rest[word.len()..])
        {
            out.push('\\');
            out.push_str(word);
            out.push(' ');
            last = ' ';
            at += word.len();
            continue;
        }
        out.push(c);
        last = c;
        at += c.len_utf8();
    }
    out
}

/// Whether a word ends where other text begins; `logQ(x)` is a logarithm too.
fn is_word(word: &str, behind: &str) -> bool {
    let letters = behind.find(|c: char| !c.is_ascii_alphabetic());
    let letters = letters.unwrap_or(behind.len());
    letters == 0 || letters == 1 && matches!(word, "log" | "ln")
}

/// An integral over one variable as a sum over its values: what the two share is their integrand.
fn of_integral(text: &str) -> Option<String> {
    let at = text.find("\\int")?;
    let after = &text[at + 4..];
    if after.starts_with(|c: char| c.is_ascii_alphabetic()) || after.contains("\\int") {
        return None;
    }
    let body = without_limits(after)?;
    let body = body.trim_end().trim_end_matches([',', '.', ' ']);
    // The last of it is d x.
    let mut cut = None;
    for mark in ["\\mathrm{d}", "{\\rm d}", "\\text{d}", "\\,d", " d", "d"] {
        if let Some(found) = body.rfind(mark) {
            let variable = body[found + mark.len()..].trim();
            let letter = variable.chars().count() == 1
                && variable.starts_with(|c: char| c.is_ascii_alphabetic())
                || variable.starts_with('\\')
                    && variable[1..].chars().all(|c| c.is_ascii_alphabetic());
            if letter && variable != "d" {
                cut = Some((found, variable.to_owned()));
                break;
            }
        }
    }
    let (end, variable) = cut?;
    Some(format!(
        "{}\\sum_{{{variable}=1}}^{{N}} {}",
        &text[..at],
        &body[..end]
    ))
}

/// What stands behind the limits of an integral.
fn without_limits(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    rest = rest.strip_prefix("\\limits").unwrap_or(rest).trim_start();
    while let Some(limit) = rest.strip_prefix(['_', '^']) {
        let limit = limit.trim_start();
        rest = match limit.strip_prefix('{') {
            Some(group) => &group[closing(group)? + 1..],
            None if limit.starts_with('\\') => {
                let name = limit[1..].find(|c: char| !c.is_ascii_alphabetic())?;
                &limit[1 + name..]
            }
            None => {
                let first = limit.chars().next()?;
                &limit[first.len_utf8()..]
            }
        }
        .trim_start();
    }
    Some(rest)
}

/// The byte at which a group ends whose opening brace stands before the text.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// `\sum_x P(x)` as `\sum_{x=1}^{N} P_{x}`.
fn with_ranges(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut summed: Vec<String> = Vec::new();
    while let Some(at) = rest.find("\\sum") {
        let (before, sum) = rest.split_at(at + 4);
        out.push_str(before);
        rest = sum;
        let bare = sum.trim_start();
        let Some(script) = bare.strip_prefix('_') else {
            continue;
        };
        let script = script.trim_start();
        let (inner, behind) = match script.strip_prefix('{') {
            Some(group) => match closing(group) {
                Some(end) => (&group[..end], &group[end + 1..]),
                None => continue,
            },
            None => {
                let Some(first) = script.chars().next().filter(|c| c.is_ascii_alphabetic()) else {
                    continue;
                };
                script.split_at(first.len_utf8())
            }
        };
        let variable = inner.split("\\in").next().unwrap_or("").trim();
        let over_set = inner.contains("\\in ") || inner.contains("\\in\\");
        let single = variable.len() == 1 && variable.starts_with(|c: char| c.is_ascii_alphabetic());
        let bounded = behind.trim_start().starts_with('^');
        if !single || bounded {
            continue;
        }
        if over_set || matches!(variable, "x" | "y" | "z" | "t" | "s") {
            out.push_str(&format!("_{{{variable}=1}}^{{N}} "));
            rest = behind;
        }
        summed.push(variable.to_owned());
    }
    out.push_str(rest);
    for variable in ["x", "y", "z", "t", "s", "i", "j", "k"] {
        let bound = out.contains(&format!("\\sum_{{{variable}=1}}"));
        if bound || summed.iter().any(|name| name == variable) {
            out = entries(&out, variable);
        }
    }
    out
}

/// `P(x)` as `P_{x}`, for one letter x.
fn entries(text: &str, variable: &str) -> String {
    let call = format!("({variable})");
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(&call) {
        let before = rest[..at].trim_end();
        let letters = before.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let word = &before[letters.len()..];
        let named = match letters.ends_with('\\') {
            true => !matches!(word, "log" | "ln" | "exp" | "sqrt" | "max" | "min" | "tanh"),
            false => word.len() == 1,
        };
        out.push_str(&rest[..at]);
        match named {
            true => out.push_str(&format!("_{{{variable}}}")),
            false => out.push_str(&call),
        }
        rest = &rest[at + call.len()..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_integrals_over_values_are_alike() {
        let sum = prepared("\\sum_{x \\in X} p(x) \\log q(x)");
        let integral = prepared("\\int p(x) \\log q(x)\\,dx");
        assert_eq!(sum.replace(' ', ""), "\\sum_{x=1}^{N}p_{x}\\logq_{x}");
        assert_eq!(
            integral.replace([' ', '\\'], ""),
            "sum_{x=1}^{N}p_{x}logq_{x}"
        );
    }
}
