//! What a sentence does with a formula: it asserts it, assumes it, defines with it, denies it.
//!
//! [`read`] looks at the words of the formula's own sentence, with the cues of its language
//! (`cues`), and says whether a cue told or only weak evidence. Where nothing tells, the act is
//! [`Act::None`], and the shape of the formula has to decide.

pub mod cues;
mod facts;
mod govern;
mod labels;
mod sentence;
mod shape;
mod words;

#[cfg(test)]
mod tests;

use cues::{Compiled, Hit, How};
use words::Token;

pub use facts::Fact;
pub(super) use facts::of as facts;
pub(super) use sentence::Sentences;

/// What the words around a formula do with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Act {
    /// They say what a name means.
    Define,
    /// They suppose it.
    Assume,
    /// They give an example value.
    Exemplify,
    /// They ask for it, or pick what it holds for: a constraint, an event, a hyperplane.
    Constrain,
    /// It is a model, a link.
    Model,
    /// It is an assignment or a step of an algorithm.
    Update,
    /// They ask whether it is so.
    Question,
    /// They tell a result of measuring or computing.
    Report,
    /// They agree on it.
    Convention,
    /// They say that it is true.
    Assert,
    /// It is a condition of another formula of its sentence.
    Condition,
    /// Nothing tells.
    None,
}

/// What has been read from the words around a formula.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// What they do with it.
    pub act: Act,
    /// Whether a cue leaves no doubt; otherwise the evidence is weak.
    pub sure: bool,
    /// Whether they deny it.
    pub denied: bool,
    /// Whether it holds beyond its sentence.
    pub lasting: bool,
    /// The words that told, in small letters; empty if none did.
    pub cue: String,
}

impl Default for Reading {
    fn default() -> Reading {
        Reading {
            act: Act::None,
            sure: false,
            denied: false,
            lasting: true,
            cue: String::new(),
        }
    }
}

/// A formula in its sentence.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The two-letter code of the language.
    pub language: &'static str,
    /// The formula.
    pub formula: String,
    /// The words of its sentence before it. U+FFFD stands for another formula with a relation,
    /// U+FFFC for one without.
    pub before: String,
    /// The words of its sentence behind it, in the same way.
    pub after: String,
    /// The sentence that follows.
    pub following: String,
    /// Whether no formula with a relation stands before it in the sentence.
    pub first_in_sentence: bool,
    /// The label of its block: "Exercise", the name of an environment; empty if none.
    pub label: String,
    /// Whether it stands in a heading or a caption.
    pub heading: bool,
    /// Whether it stands apart from the text.
    pub display: bool,
}

/// What the words around a formula do with it.
pub fn read(context: &Context) -> Reading {
    let Some(cues) = cues::of(context.language) else {
        return Reading::default();
    };
    let before = words::tokens(&context.before);
    let after = words::tokens(&context.after);
    let governed = govern::govern(cues, &before, &after, context.display);
    let (zero, direct) = (governed.zero, governed.direct);
    let mut reading = governed.reading;
    behind(cues, &after, &mut reading);
    labels::default(cues, context, &before, &mut reading);
    shape::settle(context, zero, direct, &mut reading);
    marked(cues, &before, context, &mut reading);
    asked(cues, &before, context, &mut reading);
    reading.denied = denied(cues, &before, &after, context);
    if context.heading && reading.act == Act::Assert {
        reading.sure = false;
    }
    reading
}

/// The words behind a formula, where those before it do not tell.
fn behind(cues: &Compiled, after: &[Token], reading: &mut Reading) {
    let end = after
        .iter()
        .position(|token| token.is(words::STATEMENT) || token.is(';'))
        .unwrap_or(after.len());
    let hit = cues
        .hits(&after[..end], |how| how == How::After)
        .into_iter()
        .find(|hit| after[..hit.start].iter().all(|token| !token.is_word()));
    let Some(hit) = hit else {
        return;
    };
    // "A implies B" claims no A, whatever joins it to what was said.
    let implies = hit.group.act == Act::Assume
        && hit.start == 0
        && matches!(reading.act, Act::None | Act::Assert | Act::Define);
    // "so A = B follows from C": the conclusion stays one; "if A = B holds" stays an assumption.
    let weak = reading.act == Act::None
        || !reading.sure && matches!(reading.act, Act::Define | Act::Assert | Act::Exemplify);
    if !implies && (!weak || hit.group.act == Act::Assume) {
        return;
    }
    *reading = Reading {
        act: hit.group.act,
        sure: hit.group.sure,
        lasting: hit.group.lasting,
        denied: false,
        cue: said(after, hit),
    };
}

/// "For example" makes an example of what is only supposed or defined.
fn marked(cues: &Compiled, before: &[Token], context: &Context, reading: &mut Reading) {
    let hits = cues.hits(before, |how| how == How::Marks);
    let Some(hit) = hits.last() else {
        return;
    };
    let value = shape::of(&context.formula) == shape::Shape::Value;
    let example = match reading.act {
        // "For example, if": no more than a condition of its sentence.
        Act::Define | Act::Assume | Act::Condition | Act::Constrain => reading.lasting,
        Act::None => value,
        _ => false,
    };
    reading.sure &= reading.act != Act::Assert;
    if example {
        reading.act = hit.group.act;
        reading.lasting = hit.group.lasting;
        reading.sure = true;
        reading.cue = said(before, *hit);
    }
}

/// A question asserts nothing.
fn asked(cues: &Compiled, before: &[Token], context: &Context, reading: &mut Reading) {
    let asks = cues
        .hits(before, |how| how == How::Asks)
        .into_iter()
        .next_back();
    let ends = context
        .after
        .trim_end_matches(|c: char| c.is_whitespace() || "*_\")}".contains(c))
        .ends_with(['?', '\u{FF1F}']);
    let open = matches!(reading.act, Act::Assert | Act::None)
        || reading.act == Act::Define && !reading.sure;
    if open && (ends || asks.is_some()) {
        reading.act = Act::Question;
        reading.sure = ends || asks.is_some();
        reading.lasting = false;
        reading.cue = asks.map_or_else(|| "?".to_owned(), |hit| said(before, hit));
    }
}

/// Whether the text says that the formula does not hold.
fn denied(cues: &Compiled, before: &[Token], after: &[Token], context: &Context) -> bool {
    denied_before(cues, before) || denied_behind(cues, after) || denied_next(cues, context)
}

/// "It is not true that", "the wrong formula", close before the formula.
fn denied_before(cues: &Compiled, before: &[Token]) -> bool {
    let start = before
        .iter()
        .rposition(|token| token.is(words::STATEMENT) || token.is(';'))
        .map_or(0, |at| at + 1);
    let segment = &before[start..];
    let Some(hit) = cues
        .hits(segment, |how| how == How::Denies)
        .into_iter()
        .next_back()
    else {
        return false;
    };
    // "It is wrong, and hence ...": what follows is another matter.
    let turned = cues
        .hits(&segment[hit.end..], |how| {
            matches!(
                how,
                How::Opens | How::Connects | How::Tells | How::Solves | How::Near
            )
        })
        .into_iter()
        .any(|later| !matches!(later.group.act, Act::Define | Act::None));
    // "not", "wrong" deny what is directly behind them.
    let reach = if hit.end - hit.start == 1 { 0 } else { 3 };
    !turned && words::distance(&segment[hit.end..]) <= reach
}

/// "does not hold", or "should be" and another formula, directly behind.
fn denied_behind(cues: &Compiled, after: &[Token]) -> bool {
    let end = after
        .iter()
        .position(|token| token.is(words::STATEMENT) || token.is(';'))
        .unwrap_or(after.len());
    let near = |hit: &Hit| words::distance(&after[..hit.start]) <= 3;
    let says = cues
        .hits(&after[..end], |how| how == How::DeniesBefore)
        .iter()
        .any(near);
    let corrects = end < after.len()
        && cues
            .hits(&after[..end], |how| how == How::Corrects)
            .iter()
            .any(|hit| {
                words::distance(&after[..hit.start]) == 0
                    && words::distance(&after[hit.end..end]) == 0
            });
    says || corrects
}

/// A display of which the next sentence says that it is wrong.
fn denied_next(cues: &Compiled, context: &Context) -> bool {
    if !context.display || context.following.is_empty() {
        return false;
    }
    let next = words::tokens(&context.following);
    cues.hits(&next, |how| how == How::DeniesBefore)
        .iter()
        .any(|hit| {
            let subject = &next[..hit.start];
            let plain = subject.iter().all(|token| {
                !token.is(words::STATEMENT) && !token.is(words::NAME) && !token.is(';')
            });
            plain && points_back(cues, subject) && words::distance(subject) <= 8
        })
}

/// Whether the subject of a sentence is what was said just before it: "this", "in the last line".
fn points_back(cues: &Compiled, subject: &[Token]) -> bool {
    !cues.hits(subject, |how| how == How::Pointer).is_empty()
        && cues
            .hits(subject, |how| how == How::Opens)
            .iter()
            .all(|hit| hit.group.act != Act::Assume)
}

/// The words of a cue.
fn said(tokens: &[Token], hit: Hit) -> String {
    let words: Vec<&str> = tokens[hit.start..hit.end]
        .iter()
        .map(|token| token.text.as_str())
        .collect();
    match words.first().and_then(|word| word.chars().next()) {
        Some(c) if words::is_ideograph(c) => words.concat(),
        _ => words.join(" "),
    }
}
