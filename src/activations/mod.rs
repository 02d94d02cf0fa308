//! Activations that are no inverse of a link: not one-to-one, or without an inverse in closed
//! form. One file each.
//!
//! To add one, add a file with a constant [`Activation`] named `ACTIVATION`; nothing else
//! changes.

use crate::links::Parameter;

include!(concat!(env!("OUT_DIR"), "/activations.rs"));

/// An activation given by its formula alone. That it is not one-to-one is never declared but
/// proved, by two inputs with one output.
#[derive(Debug)]
pub struct Activation {
    /// What may be written after `activation`, in snake_case; first the file's own name.
    pub names: &'static [&'static str],
    /// Names in libraries, e.g. ("PyTorch", "ReLU6").
    pub known_as: &'static [(&'static str, &'static str)],
    /// Parameters, in the order of positional arguments.
    pub parameters: &'static [Parameter],
    /// Its value, a plain formula in `z` and the parameters.
    pub formula: &'static str,
    /// The same with further parameters that have no finite default: the first entry whose
    /// parameter is given replaces `formula`.
    pub variants: &'static [(&'static str, &'static str)],
    /// One sentence on what it does.
    pub why: &'static str,
}
