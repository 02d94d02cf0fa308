//! Hard sigmoid: a piecewise linear stand-in for the sigmoid, z/6 + 1/2 clipped to [0, 1].

use super::Activation;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["hard_sigmoid"],
    known_as: &[("Keras", "hard_sigmoid"), ("PyTorch", "Hardsigmoid")],
    parameters: &[],
    formula: "max(0, min(1, z/6 + 1/2))",
    variants: &[],
    why: "It is linear between −3 and 3 and constant outside.",
};
