//! The last side of a formula, from which the next one may go on.

use crate::document::acts::Act;
use crate::document::{Found, Role};
use crate::expr::{Head, Store};
use crate::latex::{Lead, Nature, Reading};

/// The last side of a formula, and what the text does with it.
pub(super) fn of(store: &Store, found: &Found, reading: &Reading) -> Option<(Lead, Act, Role)> {
    let statement = reading.statements.last()?.as_ref().ok()?;
    let lead = match statement.links.last() {
        Some(link) => {
            let Head::Relation(relation) = store.head(link.formula) else {
                return None;
            };
            Lead::of(found.text.get(link.right.clone())?, Some(*relation))?
        }
        None if statement.nature == Nature::Expression && reading.statements.len() == 1 => {
            Lead::of(&found.text, None)?
        }
        None => return None,
    };
    Some((lead, found.act.act, found.role))
}
