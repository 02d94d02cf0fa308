//! Hard shrinkage: inputs of at most the threshold in size become 0.

use super::Activation;
use crate::links::Parameter;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["hard_shrink"],
    known_as: &[("Keras", "hard_shrink"), ("PyTorch", "Hardshrink")],
    parameters: &[Parameter {
        name: "threshold",
        aliases: &["lambd", "lambda"],
        default: Some("0.5"),
        given: &["threshold >= 0"],
    }],
    formula: "if(abs(z) > threshold, z, 0)",
    variants: &[],
    why: "It sets small inputs to 0.",
};
