//! What a node of a graph computes: an affine map of what groups of units give.

use super::super::Fault;
use super::{BiasOf, Matrix};
use crate::network::{Function, Size};

/// The most entries of a matrix that are computed.
pub const MOST_ENTRIES: usize = 1 << 24;

/// A group of units with an activation; group 0 is the inputs.
#[derive(Clone, Debug)]
pub struct Group {
    /// How many units.
    pub units: Size,
    /// What it applies, and to what; nothing for the inputs.
    pub made: Option<(Function, Flow)>,
    /// The node that made it.
    pub node: usize,
}

/// An affine map of groups.
#[derive(Clone, Debug)]
pub enum Flow {
    /// Units of a group that follow each other, each with a factor and a shift of its own.
    Part {
        group: usize,
        start: usize,
        len: Size,
        scale: Option<(Vec<f64>, Vec<f64>)>,
    },
    /// Symbols for weights.
    Symbols {
        group: usize,
        units: Size,
        bias: bool,
    },
    /// Sums of matrices times groups, and a shift.
    Sum(Sum),
}

/// Σ A_g h_g + c
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// Groups in ascending order, and their matrices.
    pub terms: Vec<(usize, Matrix)>,
    /// One value a unit.
    pub shift: Vec<f64>,
}

impl Flow {
    /// A whole group.
    pub fn whole(group: usize, units: &Size) -> Flow {
        Flow::Part {
            group,
            start: 0,
            len: units.clone(),
            scale: None,
        }
    }

    /// How many values it has.
    pub fn width(&self) -> Size {
        match self {
            Flow::Part { len, .. } => len.clone(),
            Flow::Symbols { units, .. } => units.clone(),
            Flow::Sum(sum) => Size::Number(sum.shift.len() as u64),
        }
    }

    /// How many entries it has as a sum.
    pub fn cost(&self, groups: &[Group]) -> usize {
        match self {
            Flow::Symbols { .. } => 0,
            Flow::Sum(sum) => sum
                .terms
                .iter()
                .map(|(_, matrix)| matrix.values.len())
                .sum(),
            Flow::Part { group, len, .. } => {
                let columns = groups.get(*group).and_then(|group| number(&group.units));
                let entries = number(len).zip(columns).map(|(a, b)| a.saturating_mul(b));
                entries.unwrap_or(usize::MAX)
            }
        }
    }

    /// As a sum, where everything is a number.
    pub fn sum(&self, groups: &[Group]) -> Option<Sum> {
        match self {
            Flow::Sum(sum) => Some(sum.clone()),
            Flow::Symbols { .. } => None,
            Flow::Part {
                group,
                start,
                len,
                scale,
            } => {
                let rows = number(len)?;
                let columns = number(&groups.get(*group)?.units)?;
                let entries = rows
                    .checked_mul(columns)
                    .filter(|all| *all <= MOST_ENTRIES)?;
                let mut values = vec![0.0; entries];
                for row in 0..rows {
                    let factor = scale.as_ref().map_or(1.0, |(factors, _)| factors[row]);
                    values[row * columns + start + row] = factor;
                }
                let shift = match scale {
                    Some((_, shift)) => shift.clone(),
                    None => vec![0.0; rows],
                };
                Some(Sum {
                    terms: vec![(*group, Matrix::new(rows, columns, values)?)],
                    shift,
                })
            }
        }
    }

    /// factor * x + shift
    pub fn scaled(self, factors: &[f64], shift: &[f64]) -> Option<Flow> {
        let width = number(&self.width())?;
        let one = |all: &[f64], index: usize| match all {
            [value] => Some(*value),
            all => all.get(index).copied(),
        };
        let factors: Option<Vec<f64>> = (0..width).map(|index| one(factors, index)).collect();
        let added: Option<Vec<f64>> = (0..width).map(|index| one(shift, index)).collect();
        let (factors, added) = (factors?, added?);
        Some(match self {
            Flow::Part {
                group,
                start,
                len,
                scale,
            } => {
                let (before, shift) = scale.unwrap_or_else(|| (vec![1.0; width], vec![0.0; width]));
                let by = |values: Vec<f64>| values.into_iter().zip(&factors).map(|(a, b)| a * b);
                let shift = by(shift).zip(&added).map(|(a, b)| a + b).collect();
                let factors = by(before).collect();
                Flow::Part {
                    group,
                    start,
                    len,
                    scale: Some((factors, shift)),
                }
            }
            Flow::Symbols { .. } => return None,
            Flow::Sum(mut sum) => {
                for (_, matrix) in &mut sum.terms {
                    let rows = matrix
                        .values
                        .chunks_mut(matrix.columns.max(1))
                        .zip(&factors);
                    rows.for_each(|(row, factor)| row.iter_mut().for_each(|v| *v *= factor));
                }
                let parts = sum.shift.iter_mut().zip(factors.iter().zip(&added));
                parts.for_each(|(value, (factor, shift))| *value = *value * factor + shift);
                Flow::Sum(sum)
            }
        })
    }
}

impl Sum {
    /// Adds another one, times a factor.
    pub fn add(&mut self, other: &Sum, factor: f64) {
        for (group, matrix) in &other.terms {
            match self.terms.iter_mut().find(|(own, _)| own == group) {
                Some((_, own)) => {
                    let pairs = own.values.iter_mut().zip(&matrix.values);
                    pairs.for_each(|(a, b)| *a += factor * b);
                }
                None => {
                    let mut matrix = matrix.clone();
                    matrix.values.iter_mut().for_each(|v| *v *= factor);
                    self.terms.push((*group, matrix));
                }
            }
        }
        self.terms.sort_by_key(|(group, _)| *group);
        let pairs = self.shift.iter_mut().zip(&other.shift);
        pairs.for_each(|(a, b)| *a += factor * b);
    }

    /// W times this, plus b.
    pub fn dense(&self, weights: &Matrix, bias: &[f64]) -> Option<Sum> {
        let terms: Option<Vec<(usize, Matrix)>> = self
            .terms
            .iter()
            .map(|(group, matrix)| Some((*group, product(weights, matrix)?)))
            .collect();
        let shift = (0..weights.rows).map(|row| {
            let products = weights.row(row).iter().zip(&self.shift).map(|(a, b)| a * b);
            products.sum::<f64>() + bias.get(row).copied().unwrap_or_default()
        });
        Some(Sum {
            shift: shift.collect(),
            terms: terms?,
        })
    }

    /// Several, one below the other.
    pub fn stacked(parts: &[Sum], groups: &[Group]) -> Option<Sum> {
        let mut used: Vec<usize> = parts
            .iter()
            .flat_map(|sum| &sum.terms)
            .map(|t| t.0)
            .collect();
        used.sort_unstable();
        used.dedup();
        let rows: usize = parts.iter().map(|sum| sum.shift.len()).sum();
        let mut terms = Vec::new();
        for group in used {
            let columns = number(&groups.get(group)?.units)?;
            rows.checked_mul(columns)
                .filter(|all| *all <= MOST_ENTRIES)?;
            let mut values = Vec::with_capacity(rows * columns);
            for sum in parts {
                match sum.terms.iter().find(|(own, _)| *own == group) {
                    Some((_, matrix)) => values.extend_from_slice(&matrix.values),
                    None => values.resize(values.len() + sum.shift.len() * columns, 0.0),
                }
            }
            terms.push((group, Matrix::new(rows, columns, values)?));
        }
        let shift = parts.iter().flat_map(|sum| sum.shift.iter().copied());
        Some(Sum {
            terms,
            shift: shift.collect(),
        })
    }
}

/// The product of two matrices.
fn product(a: &Matrix, b: &Matrix) -> Option<Matrix> {
    let entries = a.rows.checked_mul(b.columns)?;
    if a.columns != b.rows || entries > MOST_ENTRIES {
        return None;
    }
    let mut values = vec![0.0; entries];
    for (row, target) in values.chunks_mut(b.columns.max(1)).enumerate() {
        for (inner, factor) in a.row(row).iter().enumerate() {
            if *factor != 0.0 {
                let pairs = target.iter_mut().zip(b.row(inner));
                pairs.for_each(|(sum, value)| *sum += factor * value);
            }
        }
    }
    Matrix::new(a.rows, b.columns, values)
}

/// A size that is a number that a machine can count to.
pub fn number(size: &Size) -> Option<usize> {
    match size {
        Size::Number(number) => usize::try_from(*number).ok(),
        Size::Symbol(_) => None,
    }
}

/// The bias of a layer in numbers.
pub fn bias_values(bias: &BiasOf, units: usize) -> Option<Vec<f64>> {
    match bias {
        BiasOf::None => Some(Vec::new()),
        BiasOf::Symbols => None,
        BiasOf::Values(values) => match values.as_slice() {
            [value] => Some(vec![*value; units]),
            values if values.len() == units => Some(values.to_vec()),
            _ => None,
        },
    }
}

/// A size in words.
pub fn words(size: &Size) -> String {
    match size {
        Size::Number(number) => number.to_string(),
        Size::Symbol(name) => name.clone(),
    }
}

/// A fault that has no place.
pub fn plain_fault(message: &str) -> Fault {
    Fault::Bytes(message.to_owned())
}
