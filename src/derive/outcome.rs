//! What a derivation is: a page, and the proof behind it.

use rustc_hash::FxHashSet;

use super::evidence::Shown;
use super::proof::Proof;
use super::refute::Evidence;
use crate::expr::{Expr, Store};
use crate::kernel::{Kernel, StepError, Theorem};
use crate::links::Link;
use crate::render::page::{Page, Text};

/// The generalized linear model that a page arrives at.
#[derive(Clone, Debug)]
pub struct Model {
    /// The link, if it is a declared one.
    pub link: Option<&'static Link>,
    /// The link's parameters and their values.
    pub parameters: Vec<(&'static str, Expr)>,
    /// The number of categories, for softmax.
    pub categories: Option<Expr>,
    /// The names of the inputs, or of the hidden features.
    pub inputs: FxHashSet<Expr>,
    /// Whether the network ends in a softmax.
    pub softmax: bool,
    /// Whether the model is one in hidden features.
    pub hidden: bool,
}

/// A page, and the proof behind it.
pub struct Derivation {
    /// What is shown.
    pub page: Page,
    /// The proof of `first ⇔ result`, if something was proved.
    pub proof: Option<Proof>,
    /// The definitions that the proof uses.
    pub definitions: Vec<Definition>,
    /// Exact evidence that the network is no GLM in its inputs.
    pub evidence: Option<Evidence>,
    /// The same as points that everybody can check.
    pub shown: Option<Shown>,
    /// The model, if the network is one.
    pub model: Option<Model>,
}

/// The definition of a function that a network uses.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The rule's name.
    pub name: String,
    /// Why it holds.
    pub why: String,
    /// The function applied to a variable.
    pub left: Expr,
    /// What it equals.
    pub body: Expr,
}

impl Derivation {
    /// Runs the whole proof again in a new kernel.
    ///
    /// # Errors
    /// The first move that is rejected; `None` if there is no proof.
    pub fn replay(&self, store: &Store) -> Option<Result<Theorem, (usize, StepError)>> {
        let kernel = Kernel::new(store);
        for d in &self.definitions {
            kernel.define(&d.name, &d.why, d.left, d.body);
        }
        self.proof.as_ref().map(|proof| proof.replay(&kernel))
    }
}

/// A page that says only why nothing was derived.
pub fn unknown(network: Expr, why: impl Into<Text>) -> Derivation {
    let page = Page {
        title: "No derivation found".into(),
        message: why.into(),
        ..Page::of_blocks(network, Vec::new())
    };
    Derivation {
        page,
        proof: None,
        definitions: Vec::new(),
        evidence: None,
        shown: None,
        model: None,
    }
}
