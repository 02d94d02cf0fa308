//! Rectified linear unit max(0, z). With Keras's parameters: a slope to the left of a threshold,
//! and a largest value. At the threshold itself the value is 0, as Keras computes it.

use super::Activation;
use crate::links::Parameter;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["relu", "rectified_linear", "rectifier"],
    known_as: &[("Keras", "relu"), ("PyTorch", "ReLU")],
    parameters: &[
        Parameter {
            name: "negative_slope",
            aliases: &["slope", "alpha"],
            default: Some("0"),
            given: &[],
        },
        Parameter {
            name: "threshold",
            aliases: &["theta"],
            default: Some("0"),
            given: &[],
        },
    ],
    formula: "max(0, z)",
    variants: &[
        (
            "max_value",
            "if(z <= threshold, negative_slope*(z - threshold), z < max_value, z, max_value)",
        ),
        (
            "threshold",
            "if(z <= threshold, negative_slope*(z - threshold), z)",
        ),
        ("negative_slope", "if(z <= 0, negative_slope*z, z)"),
    ],
    why: "It passes positive inputs and blocks the others.",
};
