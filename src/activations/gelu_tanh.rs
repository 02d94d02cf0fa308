//! Approximation of the Gaussian error linear unit by tanh: `approximate=True` in Keras,
//! `approximate="tanh"` in PyTorch.

use super::Activation;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["gelu_tanh", "gelu_new", "gelu_approximate"],
    known_as: &[
        ("Keras", "gelu(approximate=True)"),
        ("PyTorch", "GELU(approximate='tanh')"),
    ],
    parameters: &[],
    formula: "z/2*(1 + tanh(sqrt(2/pi)*(z + 0.044715*z^3)))",
    variants: &[],
    why: "It approximates the Gaussian error linear unit.",
};
