//! Which columns a program makes factors, and their levels.

use std::ops::Range;

use super::tokens::{Call, Kind, Program};
use crate::error::Diagnostic;

/// The levels of the factors of a formula, as `--levels` takes them.
///
/// # Errors
/// A column of the formula is made a factor, and its levels are not said.
pub fn levels(
    program: &Program<'_>,
    formula: &str,
    place: &Range<usize>,
) -> Result<Vec<String>, Diagnostic> {
    let names = names(formula);
    let response = formula.split('~').next().unwrap_or_default().trim();
    let mut all: Vec<(String, Option<String>, Range<usize>)> = Vec::new();
    for at in 0..program.tokens.len() {
        let Some(call) = program.call(at) else {
            continue;
        };
        let ordered = call.name == "ordered";
        if !ordered && !matches!(call.name.as_str(), "factor" | "as.factor" | "relevel") {
            continue;
        }
        if call.span.start >= place.start && call.span.end <= place.end {
            continue;
        }
        let Some(name) = target(program, at).filter(|name| names.contains(name)) else {
            continue;
        };
        let given = given(program, &call, ordered);
        all.retain(|(own, ..)| *own != name);
        all.push((name, given, call.span.clone()));
    }
    let mut levels = Vec::new();
    for (name, given, span) in all {
        match given {
            Some(given) => levels.push(format!("{name}={given}")),
            None if name == response => {}
            None => {
                return Err(Diagnostic::new(
                    format!("the levels of the factor `{name}` are not known"),
                    span,
                )
                .label("made a factor here")
                .help(format!(
                    "add `--levels {name}=A,B,C`, or `levels = c(\"A\", \"B\")` in the code"
                )));
            }
        }
    }
    Ok(levels)
}

/// The names in a formula.
fn names(formula: &str) -> Vec<String> {
    let separates = |c: char| !(c.is_alphanumeric() || c == '.' || c == '_');
    formula
        .split(separates)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The column that a call's value is given to: `d$f <- factor(…)`, `mutate(f = factor(…))`.
fn target(program: &Program<'_>, call: usize) -> Option<String> {
    let sign = call.checked_sub(1)?;
    if !matches!(program.text(sign), "<-" | "=" | "<<-") {
        return None;
    }
    let name = sign.checked_sub(1)?;
    // `d[["f"]] <- …`
    if program.text(name) == "]" {
        let text = (0..name)
            .rev()
            .take(3)
            .find(|at| program.tokens[*at].kind == Kind::Text)?;
        return Some(program.source[program.tokens[text].span.clone()].to_owned());
    }
    (program.tokens[name].kind == Kind::Name)
        .then(|| program.text(name).trim_matches('`').to_owned())
}

/// The levels that a call of `factor` gives.
fn given(program: &Program<'_>, call: &Call, ordered: bool) -> Option<String> {
    let argument = |wanted: &str| {
        call.arguments
            .iter()
            .find(|(name, _)| name.as_deref() == Some(wanted))
            .map(|(_, tokens)| tokens)
    };
    let tokens = argument("labels").or_else(|| argument("levels"))?;
    let list = program.call(tokens.start).filter(|list| list.name == "c")?;
    let mut all = Vec::new();
    for (_, item) in &list.arguments {
        let token = program.tokens.get(item.start).filter(|_| item.len() == 1)?;
        let text = &program.source[token.span.clone()];
        let plain = matches!(token.kind, Kind::Text | Kind::Number)
            && !text.is_empty()
            && !text.contains([',', '<', '=', '\n']);
        all.push(plain.then_some(text)?);
    }
    let says =
        argument("ordered").is_some_and(|value| matches!(program.text(value.start), "TRUE" | "T"));
    let sign = if ordered || says { "<" } else { "," };
    (all.len() > 1).then(|| all.join(sign))
}
