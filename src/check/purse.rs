//! What proofs at single points may cost: there are many points, and a proof that fails at one
//! fails at most others.
//!
//! While a link is judged, such proofs are paid from one purse; what is asked for when it is empty
//! is not proved. Where no link is judged, as in a replay, nothing is paid.

use std::cell::Cell;

thread_local! {
    static LEFT: Cell<Option<u64>> = const { Cell::new(None) };
}

/// The purse of a link, open as long as this lives.
pub struct Purse(Option<u64>);

impl Purse {
    /// Opens a purse with so much work in it; one that was open is put aside.
    pub fn open(work: u64) -> Purse {
        Purse(LEFT.with(|left| left.replace(Some(work))))
    }
}

impl Drop for Purse {
    fn drop(&mut self) {
        LEFT.with(|left| left.set(self.0));
    }
}

/// How much of this work the purse pays.
pub fn allowed(work: u64) -> u64 {
    LEFT.with(|left| left.get().map_or(work, |left| left.min(work)))
}

/// Pays for work that was done.
pub fn pay(work: u64) {
    LEFT.with(|left| left.set(left.get().map(|left| left.saturating_sub(work))));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spent_is_gone_until_the_purse_is_closed() {
        assert_eq!(allowed(10), 10);
        {
            let _purse = Purse::open(15);
            pay(8);
            assert_eq!(allowed(10), 7);
            pay(8);
            assert_eq!(allowed(10), 0);
        }
        assert_eq!(allowed(10), 10);
    }
}
