//! Searches that return evidence: what they find is believed only because the kernel checks it.

mod identity;
mod known;
mod signs;

pub use identity::identity;
pub use signs::signs;
