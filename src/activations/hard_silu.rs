//! Hard SiLU, or hard swish: z times the hard sigmoid of z.

use super::Activation;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["hard_silu", "hard_swish"],
    known_as: &[("Keras", "hard_silu"), ("PyTorch", "Hardswish")],
    parameters: &[],
    formula: "z*max(0, min(1, z/6 + 1/2))",
    variants: &[],
    why: "It weights its input by the hard sigmoid.",
};
