//! Labels of blocks: "**Exercise 3.**", "Claim:", `\begin{theorem}`.

use super::cues::{Compiled, How};
use super::words::{self, Token};
use super::{Act, Context, Reading, said};

/// What the label of a block makes of a formula of which no word tells.
pub(super) fn default(cues: &Compiled, context: &Context, before: &[Token], reading: &mut Reading) {
    if reading.act != Act::None && (reading.sure || reading.act != Act::Define) {
        // "Exercise. Compute ..., if x = 2" keeps what its words say.
        return;
    }
    // A label at the start of the sentence itself: "Claim: A = B".
    let colon = before.iter().rposition(|token| token.is(':'));
    let own = colon.map_or(&before[..0], |at| &before[..at]);
    let own = match words::distance(own) {
        1..=5 => own,
        _ => &before[..0],
    };
    let label = words::tokens(&context.label);
    for (tokens, alone) in [
        (
            own,
            colon.is_some_and(|at| before[at..].iter().all(|t| !t.is_word())),
        ),
        (
            label.as_slice(),
            before.iter().all(|token| !token.is_word()),
        ),
    ] {
        let Some(hit) = cues.hits(tokens, |how| how == How::Label).first().copied() else {
            continue;
        };
        reading.act = hit.group.act;
        // What has words of its own may do something else.
        reading.sure = hit.group.sure && alone;
        reading.lasting = hit.group.lasting;
        reading.cue = said(tokens, hit);
        return;
    }
}
