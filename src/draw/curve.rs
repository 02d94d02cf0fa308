//! The graph of an activation, as a small picture in its neuron.

use rustc_hash::FxHashMap;

use crate::eval::f64_value;
use crate::expr::{Expr, Store};

/// A graph: lines through points between −1 and 1, y upwards.
#[derive(Clone, Debug)]
pub(super) struct Curve {
    /// The lines; a function that jumps has several.
    pub lines: Vec<Vec<(f64, f64)>>,
    /// Where zero lies on each axis, if it is in the picture.
    pub zero: (Option<f64>, Option<f64>),
}

/// Points of a graph, less one.
const STEPS: usize = 64;

/// The graph of a function of one variable about 0, over the widest range in which it does not look
/// like a corner. `None` if it holds other symbols, or has too few values.
pub(super) fn curve(store: &Store, body: Expr, variable: Expr) -> Option<Curve> {
    if store.free_names(body).iter().any(|name| *name != variable) {
        return None;
    }
    let mut found = None;
    for half in [5.0, 3.0, 2.0, 1.0] {
        let Some((curve, even)) = graph(store, body, variable, half) else {
            continue;
        };
        if even || found.is_none() {
            found = Some(curve);
        }
        if even {
            break;
        }
    }
    found
}

/// The graph from `-half` to `half`, and whether its values are spread about the picture.
fn graph(store: &Store, body: Expr, variable: Expr, half: f64) -> Option<(Curve, bool)> {
    let mut points = Vec::new();
    for step in 0..=STEPS {
        let x = half * (2.0 * step as f64 / STEPS as f64 - 1.0);
        let values: FxHashMap<Expr, f64> = [(variable, x)].into_iter().collect();
        points.push((x, f64_value(store, body, &values)));
    }
    // What is far above or below would flatten the rest.
    let seen = |y: f64| y.is_finite() && y.abs() <= 2.0 * half;
    let values: Vec<f64> = points.iter().map(|p| p.1).filter(|y| seen(*y)).collect();
    if values.len() < STEPS / 4 {
        return None;
    }
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let middle = (low + high) / 2.0;
    let room = ((high - low) / 2.0).max(1e-9);
    let scaled = |y: f64| match high - low > 1e-9 {
        true => (y - middle) / room,
        false => 0.0,
    };
    let mut lines: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut last: Option<f64> = None;
    for (x, y) in points {
        if !seen(y) {
            last = None;
            continue;
        }
        let jumps = last.is_some_and(|last| (y - last).abs() > room);
        if last.is_none() || jumps {
            lines.push(Vec::new());
        }
        last = Some(y);
        if let Some(line) = lines.last_mut() {
            line.push((x / half, scaled(y)));
        }
    }
    lines.retain(|line| line.len() > 1);
    let mean = values.iter().map(|y| scaled(*y)).sum::<f64>() / values.len() as f64;
    let within = low <= 0.0 && 0.0 <= high;
    let curve = Curve {
        lines,
        zero: (Some(0.0), within.then(|| scaled(0.0))),
    };
    Some((curve, mean.abs() < 0.7))
}
