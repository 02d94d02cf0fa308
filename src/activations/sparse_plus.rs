//! Sparse plus: 0 up to −1, then a parabola, and z from 1 on.

use super::Activation;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["sparse_plus"],
    known_as: &[("Keras", "sparse_plus")],
    parameters: &[],
    formula: "if(z <= -1, 0, z < 1, (z + 1)^2/4, z)",
    variants: &[],
    why: "It is a smooth ramp that is exactly 0 up to −1.",
};
