//! The drawing of a network: which units are shown (`scheme`), where they stand (`place`,
//! `edges`) and what an activation looks like (`curve`).

mod curve;
mod describe;
mod edges;
mod equation;
mod label;
mod layered;
mod place;
mod scheme;

use crate::expr::Store;
use crate::network::Network;
use crate::render::Options;
use crate::render::drawing::Drawing;

/// The drawing of a network.
///
/// # Errors
/// A sentence that says why there is none: the network is an equation whose right side is no
/// function of one linear predictor.
pub fn draw(store: &Store, network: &Network, options: &Options) -> Result<Drawing, &'static str> {
    let scheme = match network {
        Network::Layers {
            inputs,
            layers,
            outputs,
        } => layered::scheme(store, inputs, layers, outputs),
        Network::Equation { output, value } => equation::scheme(store, *output, *value)
            .ok_or("the right side is no function of one linear predictor")?,
    };
    Ok(place::place(store, &scheme, options))
}
