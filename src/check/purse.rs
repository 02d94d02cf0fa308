//! What proofs may cost together where many are looked for.
//!
//! There are many points, and a proof that fails at one fails at most others: while a link is
//! judged, or a formula of a document, proofs at points are paid from one purse. And a formula of a document is judged with what
//! is given and without, as it was read and otherwise: its searches are paid from one purse too.
//! What is asked for when a purse is empty is not proved. Where none is open, as in a replay, nothing
//! is paid.

use std::cell::Cell;

/// The part of the work for one search that proofs at points may take together.
pub const AT_POINTS: u64 = 5;

/// What a purse is for.
#[derive(Clone, Copy)]
pub enum For {
    /// Proofs at single points.
    Points = 0,
    /// Searches for proofs.
    Searches = 1,
}

thread_local! {
    static LEFT: [Cell<Option<u64>>; 2] = const { [Cell::new(None), Cell::new(None)] };
}

/// A purse, open as long as this lives; nothing where another one pays.
pub struct Purse(Option<For>);

impl Purse {
    /// Opens a purse with so much work in it. Where one is open for the same, that one pays.
    pub fn open(purpose: For, work: u64) -> Purse {
        LEFT.with(|left| {
            let left = &left[purpose as usize];
            let new = left.get().is_none();
            if new {
                left.set(Some(work));
            }
            Purse(new.then_some(purpose))
        })
    }
}

impl Drop for Purse {
    fn drop(&mut self) {
        if let Some(purpose) = self.0 {
            LEFT.with(|left| left[purpose as usize].set(None));
        }
    }
}

/// How much of this work the purse pays.
pub fn allowed(purpose: For, work: u64) -> u64 {
    let left = LEFT.with(|left| left[purpose as usize].get());
    left.map_or(work, |left| left.min(work))
}

/// Pays for work that was done.
pub fn pay(purpose: For, work: u64) {
    LEFT.with(|left| {
        let left = &left[purpose as usize];
        left.set(left.get().map(|left| left.saturating_sub(work)));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spent_is_gone_until_the_purse_is_closed() {
        let allowed = |work| allowed(For::Points, work);
        assert_eq!(allowed(10), 10);
        {
            let _purse = Purse::open(For::Points, 15);
            pay(For::Points, 8);
            pay(For::Searches, 8);
            assert_eq!(allowed(10), 7);
            drop(Purse::open(For::Points, 100));
            assert_eq!(allowed(10), 7);
            pay(For::Points, 8);
            assert_eq!(allowed(10), 0);
        }
        assert_eq!(allowed(10), 10);
    }
}
