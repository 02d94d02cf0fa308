//! When a neural network is a generalized linear model, shown step by step and with proof.

#![allow(
    clippy::result_large_err,
    clippy::type_complexity,
    clippy::wrong_self_convention
)]

pub mod activations;
pub mod catalog;
pub mod check;
pub mod decide;
pub mod derive;
pub mod description;
pub mod document;
pub mod draw;
pub mod error;
pub mod eval;
pub mod expr;
pub mod families;
pub mod glm;
pub mod kernel;
pub mod languages;
pub mod latex;
pub mod laws;
pub mod links;
pub mod models;
pub mod network;
pub mod parse;
pub mod proof;
pub mod render;
pub mod rules;
pub mod statistics;
