//! The last side of a formula, from which the next one may go on.

use super::{Checked, Reader};
use crate::document::acts::{self, Act};
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

impl Reader {
    /// A formula that may go on from the one before it.
    pub(super) fn continued(&mut self, found: &Found, behind: &[&Found]) -> Checked {
        let last = self.last.take().filter(|_| found.continues && !self.alone);
        let Some((lead, act, role)) = last else {
            return self.latex(found, behind);
        };
        self.known.scope.lead = Some(lead);
        let checked = match found.act.act == Act::None {
            // No word says what is done with it: the same as with the one before.
            true => {
                let found = Found {
                    act: acts::Reading {
                        act,
                        ..found.act.clone()
                    },
                    role,
                    ..found.clone()
                };
                self.latex(&found, behind)
            }
            false => self.latex(found, behind),
        };
        self.known.scope.lead = None;
        checked
    }
}
