//! Values side by side, and combined entry by entry.

use super::super::Fault;
use super::Matrix;
use super::flow::{Flow, Sum, number};
use super::fold::Folder;
use super::layers::{is_scalar, same};
use crate::network::{Function, Size};

impl Folder<'_> {
    pub fn concat(&mut self, index: usize, mut from: Vec<Flow>) -> Result<Flow, Fault> {
        if from.len() == 1 {
            return from.pop().ok_or_else(|| self.fault(index, "has no input"));
        }
        if let Some(whole) = adjacent(&from) {
            return Ok(whole);
        }
        if let Some(symbols) = symbols_beside(&from) {
            return Ok(symbols);
        }
        if let Some((function, below)) = self.heads(&from) {
            return Ok(self.group(index, function, below));
        }
        let costs = from.iter().map(|flow| flow.cost(&self.groups));
        self.afford(
            index,
            costs.fold(0, usize::saturating_add).saturating_mul(2),
        )?;
        let sums: Option<Vec<Sum>> = from.iter().map(|flow| flow.sum(&self.groups)).collect();
        let stacked = sums.and_then(|sums| Sum::stacked(&sums, &self.groups));
        stacked.map(Flow::Sum).ok_or_else(|| {
            self.fault(
                index,
                "puts values side by side that are no numbers, or too many",
            )
        })
    }

    /// Whole groups of one activation whose weights are symbols for one group below are one group.
    fn heads(&self, from: &[Flow]) -> Option<(Function, Flow)> {
        let mut shared: Option<&Function> = None;
        let mut below = Vec::new();
        for flow in from {
            let Flow::Part {
                group,
                start: 0,
                len,
                scale: None,
            } = flow
            else {
                return None;
            };
            let group = &self.groups[*group];
            let (function, inner) = group.made.as_ref()?;
            let first = shared.get_or_insert(function);
            if *len != group.units || !is_scalar(function) || !same(first, function) {
                return None;
            }
            below.push(inner.clone());
        }
        Some((shared?.clone(), symbols_beside(&below)?))
    }

    /// first + sign * others, times a factor.
    pub fn combined(
        &mut self,
        index: usize,
        from: Vec<Flow>,
        sign: f64,
        factor: f64,
    ) -> Result<Flow, Fault> {
        let width =
            widest(&from).ok_or_else(|| self.fault(index, "adds values of different sizes"))?;
        if let Some(symbols) = symbols_summed(&from) {
            return Ok(symbols);
        }
        let costs = from.iter().map(|flow| flow.cost(&self.groups));
        self.afford(
            index,
            costs.fold(0, usize::saturating_add).saturating_mul(2),
        )?;
        let sums: Option<Vec<Sum>> = from
            .iter()
            .map(|flow| flow.sum(&self.groups)?.repeated(number(&width)?))
            .collect();
        let sums = sums.ok_or_else(|| {
            self.fault(
                index,
                "adds layers across others, and their weights are no numbers",
            )
        })?;
        let mut all = sums.into_iter();
        let mut total = all
            .next()
            .ok_or_else(|| self.fault(index, "has no input"))?;
        all.for_each(|sum| total.add(&sum, sign));
        Flow::Sum(total)
            .scaled(&[factor], &[0.0])
            .ok_or_else(|| self.fault(index, "adds values of different sizes"))
    }

    /// A product of values where all but one are constant.
    pub fn multiply(&mut self, index: usize, from: Vec<Flow>) -> Result<Flow, Fault> {
        let constant = |flow: &Flow| match flow {
            Flow::Sum(sum)
                if sum
                    .terms
                    .iter()
                    .all(|(_, m)| m.values.iter().all(|v| *v == 0.0)) =>
            {
                Some(sum.shift.clone())
            }
            _ => None,
        };
        let mut rest = None;
        let mut factors: Vec<Vec<f64>> = Vec::new();
        for flow in from {
            match constant(&flow) {
                Some(values) => factors.push(values),
                None if rest.is_none() => rest = Some(flow),
                None => {
                    let message =
                        "multiplies values with each other that both depend on the inputs";
                    return Err(self.fault(index, message));
                }
            }
        }
        let rest = rest.ok_or_else(|| self.fault(index, "multiplies constants alone"))?;
        let scaled = factors
            .iter()
            .try_fold(rest, |flow, factors| flow.scaled(factors, &[0.0]));
        scaled.ok_or_else(|| self.fault(index, "multiplies values of different sizes"))
    }
}

impl Sum {
    /// One value as many, as arrays are broadcast.
    fn repeated(self, width: usize) -> Option<Sum> {
        if self.shift.len() == width {
            return Some(self);
        }
        let [shift] = *self.shift.as_slice() else {
            return None;
        };
        let ones = Matrix::new(width, 1, vec![1.0; width])?;
        let mut sum = self.dense(&ones, &[])?;
        sum.shift = vec![shift; width];
        Some(sum)
    }
}

/// The largest width; the others are the same, or 1.
fn widest(from: &[Flow]) -> Option<Size> {
    let one = Size::Number(1);
    let widths: Vec<Size> = from.iter().map(Flow::width).collect();
    let width = widths.iter().find(|width| **width != one).unwrap_or(&one);
    let fits = widths.iter().all(|other| other == width || *other == one);
    fits.then(|| width.clone())
}

/// Parts of a group that follow each other are one part.
fn adjacent(from: &[Flow]) -> Option<Flow> {
    let mut place: Option<(usize, usize, usize)> = None;
    for flow in from {
        let Flow::Part {
            group,
            start,
            len,
            scale: None,
        } = flow
        else {
            return None;
        };
        let len = number(len)?;
        place = match place {
            None => Some((*group, *start, start + len)),
            Some((own, first, end)) if own == *group && end == *start => {
                Some((own, first, end + len))
            }
            Some(_) => return None,
        };
    }
    let (group, start, end) = place?;
    Some(Flow::Part {
        group,
        start,
        len: Size::Number((end - start) as u64),
        scale: None,
    })
}

/// Symbols of one group beside each other are symbols for all.
fn symbols_beside(from: &[Flow]) -> Option<Flow> {
    let mut all = 0_u64;
    let mut shared = None;
    let mut any_bias = None;
    for flow in from {
        let Flow::Symbols { group, units, bias } = flow else {
            return None;
        };
        if *shared.get_or_insert(*group) != *group || *any_bias.get_or_insert(*bias) != *bias {
            return None;
        }
        all = all.checked_add(number(units)? as u64)?;
    }
    Some(Flow::Symbols {
        group: shared?,
        units: Size::Number(all),
        bias: any_bias?,
    })
}

/// A sum of affine maps of one group, some with symbols for all weights, is one with symbols.
fn symbols_summed(from: &[Flow]) -> Option<Flow> {
    let mut found: Option<(usize, Size, bool)> = None;
    let mut groups = Vec::new();
    for flow in from {
        match flow {
            Flow::Symbols { group, units, bias } => {
                let before = found.as_ref().is_some_and(|(_, _, bias)| *bias);
                found = Some((*group, units.clone(), *bias || before));
                groups.push(*group);
            }
            Flow::Part { group, scale, .. } => {
                if scale
                    .as_ref()
                    .is_some_and(|(_, s)| s.iter().any(|v| *v != 0.0))
                {
                    return None;
                }
                groups.push(*group);
            }
            Flow::Sum(_) => return None,
        }
    }
    let (group, units, bias) = found?;
    let same = from.iter().all(|flow| flow.width() == units);
    (same && groups.iter().all(|own| *own == group)).then_some(Flow::Symbols { group, units, bias })
}
