//! Sigmoid linear unit, or swish: z times sigmoid(z). It has a minimum near −1.28.

use super::Activation;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["silu", "swish"],
    known_as: &[("Keras", "silu"), ("PyTorch", "SiLU")],
    parameters: &[],
    formula: "z/(1 + exp(-z))",
    variants: &[],
    why: "It weights its input by the sigmoid.",
};
