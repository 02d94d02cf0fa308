//! Hard tanh: z clipped to [min_val, max_val], by default [−1, 1].

use super::Activation;
use crate::links::Parameter;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["hard_tanh"],
    known_as: &[("Keras", "hard_tanh"), ("PyTorch", "Hardtanh")],
    parameters: &[
        Parameter {
            name: "min_val",
            aliases: &["min_value"],
            default: Some("-1"),
            given: &["min_val < max_val"],
        },
        Parameter {
            name: "max_val",
            aliases: &["max_value"],
            default: Some("1"),
            given: &[],
        },
    ],
    formula: "max(min_val, min(max_val, z))",
    variants: &[],
    why: "It passes inputs in a band and clips the others.",
};
