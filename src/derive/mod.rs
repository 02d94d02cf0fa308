//! From a network to the generalized linear model it equals.

mod cases;
pub mod chain;
pub mod inversion;
pub mod polynomial;
pub mod solve;
