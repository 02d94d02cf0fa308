//! Threshold: inputs above the threshold pass, the others become one fixed value.

use super::Activation;
use crate::links::Parameter;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["threshold"],
    known_as: &[("Keras", "threshold"), ("PyTorch", "Threshold")],
    parameters: &[
        Parameter {
            name: "threshold",
            aliases: &[],
            default: None,
            given: &[],
        },
        Parameter {
            name: "default_value",
            aliases: &["value"],
            default: None,
            given: &[],
        },
    ],
    formula: "if(z > threshold, z, default_value)",
    variants: &[],
    why: "It replaces inputs up to a threshold by one value.",
};
