//! Tanh shrinkage z − tanh(z). It is one-to-one, but its inverse has no closed form.

use super::Activation;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["tanh_shrink"],
    known_as: &[("Keras", "tanh_shrink"), ("PyTorch", "Tanhshrink")],
    parameters: &[],
    formula: "z - tanh(z)",
    variants: &[],
    why: "It subtracts from its input the tanh of it.",
};
