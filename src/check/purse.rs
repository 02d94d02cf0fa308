//! What proofs may cost together where many are looked for.
//!
//! There are many points, and a proof that fails at one fails at most others: while a link is
//! judged, proofs at points are paid from one purse. And a formula of a document is judged with what
//! is given and without, as it was read and otherwise: its searches are paid from one purse too.
//! What is asked for when a purse is empty is not proved. Where none is open, as in a replay, nothing
//! is paid.

use std::cell::Cell;

/// What a purse is for.
#[derive(Clone, Copy)]
pub enum For {
    /// Proofs at single points, for one link.
    Points = 0,
    /// Searches for proofs, for one formula.
    Searches = 1,
}

thread_local! {
    static LEFT: [Cell<Option<u64>>; 2] = const { [Cell::new(None), Cell::new(None)] };
}

/// A purse, open as long as this lives.
pub struct Purse(For, Option<u64>);

impl Purse {
    /// Opens a purse with so much work in it; one that was open is put aside.
    pub fn open(purpose: For, work: u64) -> Purse {
        let before = LEFT.with(|left| left[purpose as usize].replace(Some(work)));
        Purse(purpose, before)
    }
}

impl Drop for Purse {
    fn drop(&mut self) {
        LEFT.with(|left| left[self.0 as usize].set(self.1));
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
            pay(For::Points, 8);
            assert_eq!(allowed(10), 0);
        }
        assert_eq!(allowed(10), 10);
    }
}
