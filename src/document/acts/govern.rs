//! Which cue of a sentence governs a formula.
//!
//! The words before a formula are read from the start of the sentence, formula by formula: what
//! governs one formula governs the next, where only "and" stands between them.

use super::cues::{Compiled, Group, Hit, How};
use super::words::{self, Token};
use super::{Act, Reading, said};

/// How far a verb or a preposition reaches, in words.
const VERB: usize = 4;
const PREPOSITION: usize = 3;
const CLAUSE: usize = 10;

/// What governs the formulas at a place of a sentence.
#[derive(Clone)]
struct Cue {
    group: &'static Group,
    act: Act,
    sure: bool,
    /// No word stands between it and the formula.
    direct: bool,
    said: String,
}

/// The state between two formulas of a sentence.
#[derive(Default)]
struct State {
    cue: Option<Cue>,
    /// An expression was set to zero, and nothing was solved yet.
    zero: bool,
    /// A formula was passed.
    passed: bool,
}

/// What the words before a formula say.
#[derive(Default)]
pub(super) struct Governed {
    pub reading: Reading,
    /// They say that something is set to zero.
    pub zero: bool,
    /// The cue stands directly before the formula.
    pub direct: bool,
}

/// What the words of a sentence before a formula make it.
pub(super) fn govern(
    cues: &Compiled,
    before: &[Token],
    after: &[Token],
    display: bool,
) -> Governed {
    let mut state = State::default();
    let mut segments = before.split(|token| token.is(words::STATEMENT)).peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        let ends = last
            && after
                .iter()
                .all(|token| !token.is_word() && !token.is(words::STATEMENT));
        let place = Place {
            ends: ends || last && display,
            display: last && display,
        };
        step(cues, segment, place, &mut state);
        state.passed = true;
    }
    let zero = state.zero;
    let Some(cue) = state.cue else {
        return Governed {
            zero,
            ..Governed::default()
        };
    };
    let bound = before.iter().any(|token| token.is(words::STATEMENT));
    let act = match cue.act {
        // "A if B"
        Act::Assume if bound && !cue.group.lasting && cue.group.how == How::Opens => Act::Condition,
        act => act,
    };
    let reading = Reading {
        act,
        sure: cue.sure,
        denied: false,
        lasting: cue.group.lasting,
        cue: cue.said,
    };
    Governed {
        reading,
        zero,
        direct: cue.direct,
    }
}

/// Where the formula behind a segment stands.
#[derive(Clone, Copy)]
struct Place {
    /// Nothing follows it in the sentence, or it stands apart.
    ends: bool,
    /// It stands apart.
    display: bool,
}

/// Passes the words between two formulas.
fn step(cues: &Compiled, segment: &[Token], place: Place, state: &mut State) {
    // What stands before a semicolon is over.
    let (segment, cut) = match segment.iter().rposition(|token| token.is(';')) {
        Some(at) => (&segment[at + 1..], true),
        None => (segment, false),
    };
    if cut {
        *state = State::default();
    }
    let hits = cues.hits(segment, governs);
    let coordinates = segment.iter().enumerate().all(|(at, token)| {
        !token.is_word()
            || hits
                .iter()
                .any(|hit| hit.group.how == How::Joins && (hit.start..hit.end).contains(&at))
    });
    if coordinates && state.passed && !cut {
        main_clause(segment, place.ends, state);
        if segment.is_empty() && place.display {
            // A display of its own: what governed the one before is a guess.
            state.cue = state.cue.take().filter(|cue| cue.act == Act::Assert);
            state.cue.iter_mut().for_each(|cue| cue.sure = false);
        }
        return;
    }
    let previous = state.cue.take();
    state.zero = !cues.hits(segment, |how| how == How::Zero).is_empty();
    state.cue = noun(cues, segment, place)
        .or_else(|| clause(cues, segment, &hits, previous.as_ref(), place, state))
        .filter(|cue| !place.display || cue.group.how != How::Near || cue.direct && direct(segment))
        .or_else(|| announced(cues, segment));
}

/// Whether no colon stands before a display: "for" and the display are one phrase.
fn direct(segment: &[Token]) -> bool {
    !segment.last().is_some_and(|token| token.is(':'))
}

/// "The update rule:" with no verb: the subject tells.
fn announced(cues: &Compiled, segment: &[Token]) -> Option<Cue> {
    let (colon, subject) = segment.split_last()?;
    if !colon.is(':') {
        return None;
    }
    let hits = cues.hits(subject, |how| how == How::Head);
    let hit = *hits.last()?;
    let away = distance(subject, hit);
    let mut found = cue(subject, hit);
    found.sure &= away == 0;
    (away <= PREPOSITION).then_some(found)
}

/// Which cues govern by themselves.
fn governs(how: How) -> bool {
    matches!(
        how,
        How::Opens
            | How::Near
            | How::Connects
            | How::Tells
            | How::Solves
            | How::Restates
            | How::Copula
            | How::Joins
            | How::Plain
            | How::Passes
    )
}

/// "If A, B": behind a comma the main clause may begin, where nothing follows it.
fn main_clause(segment: &[Token], ends: bool, state: &mut State) {
    let comma = !segment.iter().any(Token::is_word) && segment.iter().any(|token| token.is(','));
    if let Some(cue) = &mut state.cue
        && comma
        && ends
        && !cue.group.lasting
        && matches!(cue.act, Act::Assume | Act::Condition)
        && matches!(cue.group.how, How::Opens | How::Near)
    {
        cue.act = Act::Assert;
        cue.sure = false;
    }
}

/// The noun directly before a formula: "the event A = 1".
fn noun(cues: &Compiled, segment: &[Token], place: Place) -> Option<Cue> {
    let hits = cues.hits(segment, |how| how == How::Noun);
    let hit = hits.last().filter(|hit| hit.group.sure || !place.display)?;
    let close = segment[hit.end..]
        .iter()
        .all(|token| token.is('(') || token.is(':'));
    close.then(|| cue(segment, *hit))
}

fn cue(segment: &[Token], hit: Hit) -> Cue {
    Cue {
        group: hit.group,
        act: hit.group.act,
        sure: hit.group.sure,
        direct: true,
        said: said(segment, hit),
    }
}

/// What the last clause of a text makes of the formula behind it.
fn clause(
    cues: &Compiled,
    segment: &[Token],
    hits: &[Hit],
    previous: Option<&Cue>,
    place: Place,
    state: &mut State,
) -> Option<Cue> {
    let mut current: Option<(Cue, Hit)> = None;
    for hit in hits {
        let next = match hit.group.how {
            How::Joins | How::Plain => continue,
            // "written as", "defined by": the verb reaches over it.
            How::Passes => {
                if let Some((_, at)) = &mut current {
                    at.end = hit.end;
                }
                continue;
            }
            How::Copula => copula(cues, segment, *hit, current.as_ref()),
            How::Restates => restated(segment, *hit, previous, state.passed),
            _ => Some(cue(segment, *hit)),
        };
        let Some(mut next) = next else { continue };
        if let Some((open, at)) = &current {
            // "if we get", "suppose we have": the verb belongs to the clause that is open.
            let inside = matches!(
                open.act,
                Act::Assume | Act::Condition | Act::Constrain | Act::Define
            ) && open.group.how == How::Opens
                && hit.group.how == How::Tells
                && next.act == Act::Assert
                && words::distance(&segment[at.end.min(hit.start)..hit.start]) == 0
                && !segment[at.end.min(hit.start)..hit.start]
                    .iter()
                    .any(|token| token.is(','));
            // "let x in", "for which": a preposition takes nothing from a verb before it.
            let small = hit.group.how == How::Near
                && matches!(open.group.how, How::Opens | How::Tells | How::Solves)
                && distance(segment, *hit) > 0;
            if inside || small {
                continue;
            }
            // "then the case": a sentence that goes on from what was said asserts.
            if hit.group.how == How::Copula && next.act == Act::Assert {
                next.sure |= open.group.how == How::Connects && open.sure;
            }
        }
        if hit.group.how == How::Solves {
            // What is solved is no longer the equation.
            state.zero = false;
        }
        current = Some((next, *hit));
    }
    let (mut cue, hit) = current?;
    let distance = distance(segment, hit);
    cue.direct = distance == 0;
    let behind = &segment[hit.end..];
    match hit.group.how {
        How::Near if distance > PREPOSITION || behind.iter().any(|token| token.is(',')) => {
            return None;
        }
        // "as we saw", "in what follows": only a formula can be the object of these.
        How::Near if !hit.group.lasting && hit.end - hit.start == 1 && distance > 2 => return None,
        How::Opens if over(behind) => return None,
        // "It stays the same when c is added:" and a display, which is the whole claim.
        How::Opens if place.display && distance > PREPOSITION && cue.act != Act::Define => {
            if !direct(segment) {
                return None;
            }
            cue.sure &= distance <= VERB + 1;
        }
        How::Opens => cue.sure &= distance <= CLAUSE,
        How::Connects => cue.sure &= distance <= 1,
        How::Copula if cue.act == Act::Define && !cue.sure && distance > 2 => return None,
        How::Copula => cue.sure &= distance <= 3,
        _ => cue.sure &= distance <= VERB,
    }
    Some(cue)
}

fn distance(segment: &[Token], hit: Hit) -> usize {
    words::distance(&segment[hit.end..])
}

/// Whether a clause is over: a comma, and words of another behind it.
fn over(behind: &[Token]) -> bool {
    let Some(comma) = behind.iter().position(|token| token.is(',')) else {
        return false;
    };
    let (clause, next) = behind.split_at(comma);
    words::distance(next) > 3 || words::distance(next) > 1 && words::distance(clause) > 0
}

/// "The derivative is": the subject tells.
fn copula(
    cues: &Compiled,
    segment: &[Token],
    hit: Hit,
    current: Option<&(Cue, Hit)>,
) -> Option<Cue> {
    let from = segment[..hit.start]
        .iter()
        .rposition(|token| token.is(',') || token.is(':'))
        .map_or(0, |at| at + 1);
    let subject = &segment[from..hit.start];
    let head = cues
        .hits(subject, |how| how == How::Head)
        .into_iter()
        .next();
    // "The model becomes" says the model; "the loss becomes" says what is true of it.
    let takes = |head: &Hit| {
        hit.group.act == Act::None
            || matches!(head.group.act, Act::Model | Act::Constrain | Act::Update)
    };
    if let Some(head) = head.filter(takes) {
        return Some(Cue {
            group: hit.group,
            act: head.group.act,
            sure: head.group.sure,
            direct: true,
            said: format!("{} {}", said(subject, head), said(segment, hit)),
        });
    }
    if hit.group.act != Act::None {
        return Some(cue(segment, hit));
    }
    let open = current.map(|(cue, at)| (cue, at, at.start >= from));
    let (act, sure) = match open {
        // "Hence the loss is"
        Some((cue, ..)) if cue.group.how == How::Connects => (Act::Assert, cue.sure),
        Some((cue, at, true))
            if cue.group.how == How::Opens
                && words::distance(&segment[at.end.min(hit.start)..hit.start]) <= PREPOSITION =>
        {
            return None;
        }
        Some((cue, at, true))
            if matches!(cue.group.how, How::Tells | How::Solves)
                && words::distance(&segment[at.end.min(hit.start)..hit.start]) <= CLAUSE
                && matches!(cue.act, Act::Assert) =>
        {
            (Act::Assert, cue.sure)
        }
        _ => (Act::Define, false),
    };
    Some(Cue {
        group: hit.group,
        act,
        sure,
        direct: true,
        said: said(segment, hit),
    })
}

/// "That is" says again what the formula before said: a constraint stays one.
fn restated(segment: &[Token], hit: Hit, previous: Option<&Cue>, passed: bool) -> Option<Cue> {
    let mut next = cue(segment, hit);
    match previous {
        Some(before) if matches!(before.act, Act::Assume | Act::Condition) => return None,
        Some(before) if before.act != Act::Assert && before.sure => {
            next.act = before.act;
            next.group = before.group;
        }
        _ => next.sure &= passed,
    }
    Some(next)
}
