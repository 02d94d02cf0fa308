//! From a network to the generalized linear model it equals.

pub mod activation;
pub mod assemble;
mod cases;
pub mod chain;
pub mod collapse;
pub mod inversion;
pub mod polynomial;
pub mod proof;
pub mod record;
pub mod solve;
