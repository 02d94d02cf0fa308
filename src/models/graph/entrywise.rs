//! Values each of which is a function of one value of an activation alone: they are outputs of one
//! layer, not of another one after it.

use super::Matrix;
use super::flow::{Flow, Sum, number};
use super::fold::Folder;
use super::layers::{is_identity, is_scalar, same};
use super::names;
use crate::network::Function;

/// What a flow is, entry by entry.
pub enum Entrywise {
    /// Not that.
    No,
    /// One function of a flow, and the node that made it.
    One(Function, Flow, usize),
    /// A function scaled by different numbers, or a softmax that is scaled or ordered anew.
    Mixed,
}

/// An entry: factor times unit of a group, and a shift.
struct Entry {
    group: usize,
    unit: usize,
    factor: f64,
    shift: f64,
}

impl Folder<'_> {
    /// Whether each value depends on one value of one nonlinear activation alone.
    pub fn entrywise(&self, flow: &Flow) -> Entrywise {
        if let Flow::Part {
            group,
            start: 0,
            len,
            scale: None,
        } = flow
            && *len == self.groups[*group].units
        {
            return match &self.groups[*group].made {
                Some((function, from)) if !is_identity(function) => {
                    Entrywise::One(function.clone(), from.clone(), self.groups[*group].node)
                }
                _ => Entrywise::No,
            };
        }
        self.entries(flow)
            .and_then(|entries| self.one(&entries))
            .unwrap_or(Entrywise::No)
    }

    /// The entries, if each has one unit.
    fn entries(&self, flow: &Flow) -> Option<Vec<Entry>> {
        match flow {
            Flow::Symbols { .. } => None,
            Flow::Part {
                group,
                start,
                len,
                scale,
            } => {
                let entry = |row: usize| Entry {
                    group: *group,
                    unit: start + row,
                    factor: scale.as_ref().map_or(1.0, |(factors, _)| factors[row]),
                    shift: scale.as_ref().map_or(0.0, |(_, shift)| shift[row]),
                };
                Some((0..number(len)?).map(entry).collect())
            }
            Flow::Sum(sum) => (0..sum.shift.len()).map(|row| single(sum, row)).collect(),
        }
    }

    /// What entries of groups of one activation are.
    fn one(&self, entries: &[Entry]) -> Option<Entrywise> {
        let first = entries.first()?;
        let (function, _) = self.groups[first.group].made.as_ref()?;
        if is_identity(function) {
            return None;
        }
        if !is_scalar(function) {
            return Some(Entrywise::Mixed);
        }
        let mut below: Vec<(usize, Sum)> = Vec::new();
        let mut rows = Vec::new();
        let mut mixed = false;
        for entry in entries {
            let (other, from) = self.groups[entry.group].made.as_ref()?;
            if !same(other, function) {
                return None;
            }
            mixed |= (entry.factor, entry.shift) != (first.factor, first.shift);
            if !below.iter().any(|(group, _)| *group == entry.group) {
                below.push((entry.group, from.sum(&self.groups)?));
            }
            let (_, sum) = below.iter().find(|(group, _)| *group == entry.group)?;
            rows.push(row(sum, entry.unit)?);
        }
        if mixed {
            return Some(Entrywise::Mixed);
        }
        let function = match (first.factor, first.shift) {
            (1.0, 0.0) => function.clone(),
            (factor, shift) => names::scaled(self.store, function, factor, shift)?,
        };
        let from = Flow::Sum(Sum::stacked(&rows, &self.groups)?);
        Some(Entrywise::One(
            function,
            from,
            self.groups[first.group].node,
        ))
    }
}

/// The one unit that a row of a sum has.
fn single(sum: &Sum, row: usize) -> Option<Entry> {
    let mut found = None;
    for (group, matrix) in &sum.terms {
        for (unit, factor) in matrix.row(row).iter().enumerate() {
            if *factor == 0.0 {
                continue;
            }
            let entry = Entry {
                group: *group,
                unit,
                factor: *factor,
                shift: sum.shift[row],
            };
            if found.replace(entry).is_some() {
                return None;
            }
        }
    }
    found
}

/// A row of a sum.
fn row(sum: &Sum, row: usize) -> Option<Sum> {
    let terms = sum.terms.iter().map(|(group, matrix)| {
        let values = (row < matrix.rows).then(|| matrix.row(row).to_vec())?;
        Some((*group, Matrix::new(1, matrix.columns, values)?))
    });
    Some(Sum {
        terms: terms.collect::<Option<Vec<_>>>()?,
        shift: vec![*sum.shift.get(row)?],
    })
}
