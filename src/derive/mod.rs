//! From a network to the generalized linear model it equals.

pub mod chain;
pub mod polynomial;
pub mod solve;
