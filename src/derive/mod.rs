//! From a network to the generalized linear model it equals.
//!
//! Strategies propose steps ([`solve`], [`inversion`], [`collapse`]); the kernel accepts them; the
//! outcome is a page and the proof behind it. Nothing here is trusted.

pub mod activation;
pub mod assemble;
mod cases;
pub mod chain;
pub mod collapse;
pub mod columns;
pub mod constants;
pub mod dictionary;
pub mod digits;
pub mod equation;
pub mod evidence;
mod factors;
pub mod finding;
pub mod finish;
pub mod form;
mod hidden;
pub mod hidden_features;
pub mod inversion;
mod join;
mod logarithms;
pub mod model;
mod negative;
mod network;
pub mod outcome;
pub mod polynomial;
pub mod proof;
pub mod record;
pub mod refute;
pub mod scale;
mod shares;
mod softmax;
pub mod solve;

pub use network::{derive, derive_in};
pub use outcome::Derivation;
