//! Work with numbers and polynomials, counted where it is done.
//!
//! A search that must end has a limit, in parts of formulas looked at ([`Arranger::limited`]). Most
//! of what it costs may be arithmetic, deep below, of which nobody above knows how much it will be:
//! products of long polynomials, roots told apart, numbers of a thousand digits. So each operation
//! is counted by terms and bits on the thread that does it, and what is counted while a search is
//! on its way is taken from what it has left. Nothing depends on time.
//!
//! [`Arranger::limited`]: super::arrange::Arranger::limited

use std::cell::Cell;

/// Operations on coefficients that cost as much as one part of a formula looked at.
const A_PART: u64 = 8;
/// Numbers of so many bits cost as much as short ones.
const SHORT: u64 = 24;

thread_local! {
    static DONE: Cell<u64> = const { Cell::new(0) };
}

/// Counts operations on so many numbers of so many bits.
pub fn on_numbers(count: usize, bits: u64) {
    let each = 1 + bits / SHORT;
    DONE.with(|done| done.set(done.get().wrapping_add((count as u64).saturating_mul(each))));
}

/// What has been counted on this thread, in parts of formulas looked at.
pub fn done() -> u64 {
    DONE.with(Cell::get) / A_PART
}
