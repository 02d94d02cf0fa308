//! Where the labels of edges stand: on their edges, clear of each other and of other edges.

use crate::render::drawing::Point;

/// Half the height of a label.
const HALF: f64 = 7.0;

/// Shares of an edge, from its beginning, where a label may stand; the best first.
const SHARES: [f64; 9] = [0.4, 0.45, 0.35, 0.5, 0.55, 0.3, 0.6, 0.66, 0.25];

/// More edges than this are not labelled.
const MOST: usize = 16;

/// A spot for each label, which has a width; `None` if there is none for some. Near the end of an
/// edge, within a radius, there is no room.
pub(super) fn spots(edges: &[(Point, Point)], widths: &[f64], radius: f64) -> Option<Vec<Point>> {
    if edges.len() > MOST {
        return None;
    }
    let common = SHARES.iter().find_map(|share| {
        let spots: Vec<Point> = edges.iter().map(|edge| on(*edge, *share)).collect();
        let clear = (0..edges.len()).all(|i| fits(i, spots[i], edges, widths, &spots[..i], radius));
        clear.then_some(spots)
    });
    if common.is_some() {
        return common;
    }
    let mut spots = Vec::new();
    for i in 0..edges.len() {
        let mut tried = SHARES.iter().map(|share| on(edges[i], *share));
        spots.push(tried.find(|at| fits(i, *at, edges, widths, &spots, radius))?);
    }
    Some(spots)
}

fn on((from, to): (Point, Point), share: f64) -> Point {
    (
        from.0 + share * (to.0 - from.0),
        from.1 + share * (to.1 - from.1),
    )
}

/// Whether a label at a spot is clear of other edges, of labels in place and of neurons.
fn fits(
    i: usize,
    at: Point,
    edges: &[(Point, Point)],
    widths: &[f64],
    placed: &[Point],
    radius: f64,
) -> bool {
    let half = widths[i] / 2.0 + 3.0;
    let (from, to) = edges[i];
    if at.0 - half < from.0 + 17.0 || at.0 + half > to.0 - radius - 2.0 {
        return false;
    }
    let others = edges.iter().enumerate().filter(|(j, _)| *j != i);
    let crossed = others
        .map(|(_, edge)| *edge)
        .any(|edge| crosses(edge, at, half));
    let covered = placed.iter().zip(widths).any(|(other, width)| {
        (other.0 - at.0).abs() < half + width / 2.0 + 3.0 && (other.1 - at.1).abs() < 2.0 * HALF
    });
    !crossed && !covered
}

/// Whether an edge runs through a box about a point. Edges run from left to right.
fn crosses((from, to): (Point, Point), (x, y): Point, half: f64) -> bool {
    let (left, right) = ((x - half).max(from.0), (x + half).min(to.0));
    if left >= right {
        return false;
    }
    let slope = (to.1 - from.1) / (to.0 - from.0).max(1e-9);
    let height = |x: f64| from.1 + slope * (x - from.0);
    let (one, other) = (height(left), height(right));
    one.min(other) < y + HALF && one.max(other) > y - HALF
}
