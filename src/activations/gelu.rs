//! Gaussian error linear unit z·Φ(z), exactly. It has a minimum near −0.75.

use super::Activation;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["gelu"],
    known_as: &[("Keras", "gelu"), ("PyTorch", "GELU")],
    parameters: &[],
    formula: "z*Phi(z)",
    variants: &[],
    why: "It weights its input by the normal distribution function.",
};
