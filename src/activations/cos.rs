//! Cosine, the periodic activation of random Fourier features.

use super::Activation;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["cos", "cosine"],
    known_as: &[("Keras", "cos"), ("PyTorch", "cos")],
    parameters: &[],
    formula: "cos(z)",
    variants: &[],
    why: "It is periodic.",
};
