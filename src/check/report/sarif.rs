//! SARIF 2.1.0, for code-scanning pages.
//!
//! Findings are results; what comments ignore, unused comments and unreadable files are
//! notifications of the run, so that nothing is left out in silence.

use serde_json::{Map, Value, json};

use super::change::Change;
use super::excerpt::{Place, part};
use super::{Format, Options, Shown, Summary, fingerprint};
use crate::check::batch::{Notice, NoticeKind};
use crate::check::{Verdict, made};
use crate::document::Kind;

/// SARIF 2.1.0.
pub static FORMAT: Format = Format {
    name: "sarif",
    about: "SARIF 2.1.0, for code-scanning pages",
    proves: false,
    open,
    separator: ",\n",
    claim: |shown, _| claim(shown),
    notice: |_, _| None,
    close,
};

/// A rule a verdict: its name, what it says in short, how bad it is, and help.
const RULES: [(Verdict, &str, &str, &str); 4] = [
    (
        Verdict::Refuted,
        "The claim is false.",
        "error",
        "At the counterexample exactly one side is true, or the sides differ. Correct the formula, \
         or state the condition under which it is meant.",
    ),
    (
        Verdict::Conditional,
        "The claim holds only under a condition that it does not state.",
        "warning",
        "It is proved under the condition reported and fails at the counterexample. State the \
         condition, for example `for $z > 0$`.",
    ),
    (
        Verdict::Unknown,
        "The claim was neither proved nor refuted.",
        "note",
        "No proof and no certain counterexample was found within the budget. A larger `--budget`, a \
         step between, or a stated condition may settle it.",
    ),
    (
        Verdict::Unparsed,
        "The formula could not be read.",
        "note",
        "Something at the place reported is not understood. `equiff check --explain` shows how \
         formulas are read; a comment `equiff: ignore REASON` leaves one out.",
    ),
];

/// The rule of suspects, which stands behind those of verdicts.
const SUSPECT: (&str, &str, &str, &str) = (
    "suspect",
    "The formula differs from the usual one by a small edit.",
    "warning",
    "It is called, or looks like, a well-known formula, and a sign, a bracket, a factor, an index or a \
     letter differs. Correct it, or call it by another name.",
);

fn open(_: &Options) -> String {
    let verdicts = RULES.iter().map(|(verdict, short, level, help)| {
        (verdict.word(), name(*verdict), *short, *level, *help)
    });
    let (id, short, level, help) = SUSPECT;
    let suspects = std::iter::once((id, "FormulaSuspect", short, level, help));
    let rules: Vec<Value> = verdicts
        .chain(suspects)
        .map(|(id, name, short, level, help)| {
            json!({
                "id": id,
                "name": name,
                "shortDescription": {"text": short},
                "fullDescription": {"text": format!("{short} {help}")},
                "help": {"text": help, "markdown": help},
                "defaultConfiguration": {"level": level},
                "properties": {"tags": ["mathematics"]},
            })
        })
        .collect();
    let driver = json!({
        "name": "equiff",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    format!(
        "{{\n\"$schema\": \"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json\",\n\
         \"version\": \"2.1.0\",\n\"runs\": [{{\n\"tool\": {{\"driver\": {driver}}},\n\
         \"columnKind\": \"unicodeCodePoints\",\n\"results\": [\n"
    )
}

fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Refuted => "ClaimRefuted",
        Verdict::Conditional => "ClaimConditional",
        Verdict::Unknown => "ClaimUndecided",
        _ => "FormulaUnread",
    }
}

fn claim(shown: &Shown<'_>) -> Option<String> {
    let checked = shown.checked;
    let verdict = checked.report.verdict;
    if shown.ignored().is_some() || !shown.is_finding() {
        return None;
    }
    let (rule, index, level, mut message) = match shown.suspect() {
        Some(suspect) => (
            SUSPECT.0,
            RULES.len(),
            SUSPECT.2,
            suspect.difference.clone(),
        ),
        None => {
            let index = RULES.iter().position(|(v, ..)| *v == verdict)?;
            let message = checked.report.message.clone();
            (verdict.word(), index, RULES[index].2, message)
        }
    };
    for (formula, line) in &checked.given {
        message += &format!("\nGiven: {} (line {line})", made::said(formula));
    }
    if let Some(fix) = &checked.fix {
        message += &format!("\nIt holds {}.", fix.words);
    }
    let mut result = json!({
        "ruleId": rule,
        "ruleIndex": index,
        "level": level,
        "message": {"text": plain(&made::said(&message))},
        "locations": [{
            "physicalLocation": {
                "artifactLocation": artifact(shown.file),
                "region": region(shown),
            },
        }],
        "partialFingerprints": {"equiffFinding/v1": shown.fingerprint},
        "properties": {
            "reading": checked.reading,
            "usual": checked.suspect.as_ref().map(|suspect| suspect.usual.clone()),
            "conditions": checked.conditions,
            "counterexample": checked.counterexample.as_ref().map(|point| {
                point
                    .iter()
                    .map(|(name, value)| (name.clone(), Value::String(value.clone())))
                    .collect::<Map<String, Value>>()
            }),
        },
    });
    if let Some(fixes) = fixes(shown) {
        result["fixes"] = fixes;
    }
    Some(result.to_string())
}

/// The change that makes a wrong formula true, where it can be made in the file.
fn fixes(shown: &Shown<'_>) -> Option<Value> {
    let change = Change::of(shown)?;
    if change.hindered(shown.kind).is_some() {
        return None;
    }
    let words = &shown.checked.fix.as_ref()?.words;
    let (start, end) = (change.place.start, change.place.end);
    Some(json!([{
        "description": {"text": plain(&format!("It holds {words}."))},
        "artifactChanges": [{
            "artifactLocation": artifact(shown.file),
            "replacements": [{
                "deletedRegion": {
                    "startLine": start.0,
                    "startColumn": start.1,
                    "endLine": end.0,
                    "endColumn": end.1,
                },
                "insertedContent": {"text": change.new},
            }],
        }],
    }]))
}

/// Text as a message, in which `[a](1)` would be a link and `{0}` an argument.
fn plain(text: &str) -> String {
    text.replace("](", "] (").replace('{', "{ ")
}

fn region(shown: &Shown<'_>) -> Value {
    let place = Place::of(shown);
    let mut region = json!({"startLine": place.start.0});
    if !matches!(shown.kind, Kind::Lines | Kind::Notebook) {
        region["startColumn"] = place.start.1.into();
        region["endLine"] = place.end.0.into();
        region["endColumn"] = place.end.1.into();
        region["snippet"] = json!({"text": &shown.checked.text[part(shown)]});
    }
    region
}

/// Where a file is: relative to the root of the repository where it is given so.
fn artifact(file: &str) -> Value {
    let file = fingerprint::name(file);
    let path: String = file
        .bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                char::from(b).to_string()
            }
            b => format!("%{b:02X}"),
        })
        .collect();
    match file.starts_with('/') {
        true => json!({"uri": format!("file://{path}")}),
        false => json!({"uri": path, "uriBaseId": "%SRCROOT%"}),
    }
}

fn close(summary: &Summary, _: &Options) -> String {
    let told: Vec<Value> = summary.told.iter().map(notification).collect();
    let invocation = json!([{
        "executionSuccessful": summary.unreadable == 0,
        "toolExecutionNotifications": told,
    }]);
    let properties = json!({"summary": summary.words()});
    format!("\n],\n\"invocations\": {invocation},\n\"properties\": {properties}\n}}]\n}}\n")
}

fn notification(notice: &Notice) -> Value {
    let level = match notice.kind {
        NoticeKind::Ignored => "note",
        NoticeKind::UnusedIgnore => "warning",
        NoticeKind::Unreadable => "error",
    };
    let mut location = json!({"artifactLocation": artifact(&notice.file)});
    if let Some(line) = notice.line {
        location["region"] = json!({"startLine": line});
    }
    json!({
        "level": level,
        "message": {"text": plain(&notice.message)},
        "locations": [{"physicalLocation": location}],
    })
}
