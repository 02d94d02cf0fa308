//! Rectified linear unit that stops at 6.

use super::Activation;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["relu6"],
    known_as: &[("Keras", "relu6"), ("PyTorch", "ReLU6")],
    parameters: &[],
    formula: "min(max(0, z), 6)",
    variants: &[],
    why: "It passes inputs between 0 and 6 and clips the others.",
};
