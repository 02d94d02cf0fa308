//! Soft shrinkage: every input is moved towards 0 by the threshold, and stops there.

use super::Activation;
use crate::links::Parameter;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["soft_shrink", "soft_threshold"],
    known_as: &[("Keras", "soft_shrink"), ("PyTorch", "Softshrink")],
    parameters: &[Parameter {
        name: "threshold",
        aliases: &["lambd", "lambda"],
        default: Some("0.5"),
        given: &["threshold >= 0"],
    }],
    formula: "if(z > threshold, z - threshold, z < -threshold, z + threshold, 0)",
    variants: &[],
    why: "It moves inputs towards 0, as the lasso does.",
};
