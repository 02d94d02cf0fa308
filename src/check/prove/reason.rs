//! Why a step of a proof is right, in words for a page.

use crate::derive::chain;
use crate::expr::Store;
use crate::kernel::Step;
use crate::render::page::{Level, Text};
use crate::rules;

/// The reason of a step, and from which level of detail on it is shown.
pub(super) fn of(store: &Store, step: &Step) -> (Text, Level) {
    let mut declared = rules::ALL.iter().flat_map(|file| file.iter());
    if let Some(entry) = declared.find(|entry| entry.name == step.rule) {
        return (
            chain::reason(entry.why, &step.bindings, store),
            Level::Standard,
        );
    }
    let (words, level) = match step.rule.as_str() {
        "arrange" => ("rearrange", Level::Full),
        "algebra" => ("simplify", Level::Standard),
        "balance" => ("change both sides alike", Level::Standard),
        "substitute" => ("put in what is known", Level::Standard),
        "equal" => ("put in what is known of it", Level::Standard),
        "implied" => ("it follows from the rest", Level::Standard),
        "unroll" => ("write the sum out", Level::Standard),
        "identity" => ("by the equations that are known", Level::Standard),
        "signs" => ("by the signs of what is known", Level::Standard),
        "choose" => ("the case that the conditions decide", Level::Standard),
        "differentiate" => ("work out the derivative", Level::Standard),
        "lift" => ("take the cases to the outside", Level::Full),
        "cases" => ("case by case", Level::Standard),
        "merge" => ("join the cases", Level::Standard),
        "assume" => ("under this condition", Level::Standard),
        "discharge" => ("the condition follows", Level::Full),
        "condition" => ("under a simpler condition", Level::Full),
        other => return (Text::default().words(other), Level::Standard),
    };
    (Text::from(words), level)
}
