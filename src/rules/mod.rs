//! Rules as data: what each says, when, and why. All of them are axioms of the kernel.
//!
//! A file of this folder declares a slice `RULES`. In a statement every name is a variable for
//! any term, `a[j]` one that may depend on the index `j`. `left = right` between terms claims that
//! both sides are defined at the same points and equal there; `left <=> right` that both
//! formulas are true at the same points.

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// A rule as declared.
#[derive(Debug)]
pub struct Entry {
    /// Its stable name, `subject-action`, e.g. `exp-invert`.
    pub name: &'static str,
    /// `left = right` for terms, `left <=> right` for formulas.
    pub statement: &'static str,
    /// Side conditions in the statement's variables.
    pub given: &'static [&'static str],
    /// The reason that a page gives.
    pub why: &'static str,
}
