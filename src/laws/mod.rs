//! Laws as data: inequalities and equations between values of functions, true wherever both sides
//! are defined. Proofs about signs cite them by name.
//!
//! A file of this folder declares a slice `LAWS`. In a statement every name is a variable for any
//! real value.

include!(concat!(env!("OUT_DIR"), "/laws.rs"));

/// A law as declared.
#[derive(Debug)]
pub struct Law {
    /// Its stable name, such as `exp-tangent`.
    pub name: &'static str,
    /// A relation, true wherever both sides are defined.
    pub statement: &'static str,
    /// The reason that a page gives.
    pub why: &'static str,
}

/// The law with a name.
pub fn find(name: &str) -> Option<&'static Law> {
    let mut laws = ALL.iter().flat_map(|file| file.iter());
    laws.find(|law| law.name == name)
}
