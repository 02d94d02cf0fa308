//! Mish: z times tanh of softplus(z). It has a minimum near −1.19.

use super::Activation;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["mish"],
    known_as: &[("Keras", "mish"), ("PyTorch", "Mish")],
    parameters: &[],
    formula: "z*tanh(log(1 + exp(z)))",
    variants: &[],
    why: "It weights its input by the tanh of its softplus.",
};
