//! Verdicts written: for people, and as JSON, one object a claim.

use serde_json::{Map, Value, json};

use super::Verdict;
use super::reading::Checked;

/// A claim as the contract's JSON object.
pub fn object(file: &str, checked: &Checked) -> Value {
    let mut object = Map::new();
    if let Some(id) = &checked.id {
        object.insert("id".into(), id.clone());
    }
    let point = checked.counterexample.as_ref().map(|point| {
        let pairs = point.iter();
        pairs
            .map(|(name, value)| (name.clone(), Value::String(value.clone())))
            .collect::<Map<String, Value>>()
    });
    let steps: Vec<Value> = checked
        .steps
        .iter()
        .map(|(rule, before, after, conditions)| {
            json!({"rule": rule, "before": before, "after": after, "conditions": conditions})
        })
        .collect();
    let given: Vec<Value> = checked
        .given
        .iter()
        .map(|(formula, line)| json!({"formula": formula, "line": line}))
        .collect();
    let rest = json!({
        "source": {"file": file, "line": checked.line, "column": checked.column},
        "claim": checked.text,
        "reading": checked.reading,
        "verdict": checked.report.verdict.word(),
        "conditions": checked.conditions,
        "counterexample": point,
        "given": given,
        "steps": steps,
        "message": checked.report.message,
    });
    if let Value::Object(rest) = rest {
        object.extend(rest);
    }
    if let Some(link) = checked.report.bad_link {
        object.insert("bad_link".into(), link.into());
    }
    if let Some(reason) = &checked.ignored {
        object.insert("ignored".into(), reason.clone().into());
    }
    Value::Object(object)
}

/// A claim for people.
pub fn text(file: &str, checked: &Checked, steps: bool) -> String {
    let mut out = format!(
        "{file}:{}:{}: {}",
        checked.line,
        checked.column,
        checked.report.verdict.word()
    );
    if let Some(reason) = &checked.ignored {
        out += &format!(" (ignored: {})", printable(reason));
    }
    out += "\n";
    for line in checked.text.trim().lines() {
        out += &format!("    {}\n", printable(line.trim_end()));
    }
    if !matches!(checked.report.verdict, Verdict::Equivalent) {
        out += &format!("  {}\n", printable(&checked.report.message));
    }
    for (formula, line) in &checked.given {
        if *line == checked.line {
            out += &format!("  given {formula}\n");
        } else {
            out += &format!("  given {formula} (line {line})\n");
        }
    }
    if steps {
        for (rule, _, after, conditions) in &checked.steps {
            out += &format!("  {rule}: {after}");
            if !conditions.is_empty() {
                out += &format!("  if {}", conditions.join(" and "));
            }
            out += "\n";
        }
    }
    out
}

/// Text of a file without what could steer a terminal.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// How often each verdict was given, in one line.
pub fn summary(counts: &[(Verdict, usize)]) -> String {
    let parts: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| format!("{count} {}", verdict.word()))
        .collect();
    match parts.is_empty() {
        true => "no formulas found\n".to_owned(),
        false => format!("{}\n", parts.join(", ")),
    }
}
