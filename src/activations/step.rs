//! Heaviside step: 1 for z ≥ 0, else 0; the activation of the perceptron.

use super::Activation;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["step", "heaviside", "binary_step", "unit_step"],
    known_as: &[("Keras", "heaviside"), ("PyTorch", "heaviside")],
    parameters: &[],
    formula: "if(z >= 0, 1, 0)",
    variants: &[],
    why: "It tells the sign of its input and nothing else.",
};
