//! Searches that return evidence: what they find is believed only because the kernel checks it.

mod signs;

pub use signs::signs;
