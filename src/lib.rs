//! When a neural network is a generalized linear model, shown step by step and with proof.

pub mod activations;
pub mod catalog;
pub mod error;
pub mod expr;
pub mod links;
pub mod network;
pub mod parse;
pub mod render;
pub mod rules;
