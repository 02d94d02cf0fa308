//! Gaussian bump exp(−z²), as in networks of radial basis functions.

use super::Activation;

/// The activation.
pub static ACTIVATION: Activation = Activation {
    names: &["gaussian", "radial_basis", "rbf"],
    known_as: &[],
    parameters: &[],
    formula: "exp(-z^2)",
    variants: &[],
    why: "It responds to inputs near 0.",
};
