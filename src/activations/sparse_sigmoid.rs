//! Sparse sigmoid: (z + 1)/2 clipped to [0, 1].

use super::Activation;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["sparse_sigmoid"],
    known_as: &[("Keras", "sparse_sigmoid")],
    parameters: &[],
    formula: "if(z <= -1, 0, z < 1, (z + 1)/2, 1)",
    variants: &[],
    why: "It is linear between −1 and 1 and constant outside.",
};
