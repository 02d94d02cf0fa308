//! Sine, the periodic activation of sinusoidal networks.

use super::Activation;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["sin", "sine"],
    known_as: &[("Keras", "sin"), ("PyTorch", "sin")],
    parameters: &[],
    formula: "sin(z)",
    variants: &[],
    why: "It is periodic.",
};
