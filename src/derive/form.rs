//! The form of the result: on the link's side or the mean's, the logit as a fraction or by name.

use super::chain::{Progress, Stuck};
use super::record::Record;
use crate::expr::{Binding, Expr, Head};
use crate::kernel::Step;
use crate::render::page::Level;

/// What stands alone in the equations of a result.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Side {
    /// The linear predictor: g(μ) = η.
    #[default]
    Link,
    /// The mean: μ = g⁻¹(η).
    Mean,
    /// Both equations.
    Both,
}

/// How the log-odds are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Logit {
    /// log(p/(1 − p)).
    #[default]
    Fraction,
    /// logit(p).
    Function,
}

/// The form of a result.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Form {
    /// What stands alone.
    pub side: Side,
    /// How the log-odds are written.
    pub logit: Logit,
}

/// What is known of the equations `g(μ) = η` that a chain has come to.
pub struct Inverted<'i> {
    /// The name of the lemma `μ = g⁻¹(η) ⇔ g(μ) = η`.
    pub lemma: &'i str,
    /// Its left side.
    pub mean: Expr,
    /// The mean and the predictor in it.
    pub names: [Expr; 2],
    /// Where the equations stand, and the mean in each.
    pub equations: Vec<(Vec<u32>, Expr)>,
}

impl Form {
    /// Brings a chain's equations into this form.
    pub fn bring(self, record: &mut Record<'_, '_>, inverted: &Inverted<'_>) -> Progress {
        let mut links: Vec<Vec<u32>> = inverted.equations.iter().map(|e| e.0.clone()).collect();
        match self.side {
            Side::Link => {}
            Side::Mean => {
                links.clear();
                for (path, mean) in &inverted.equations {
                    exchange(record, inverted, path, *mean)?;
                }
            }
            Side::Both => {
                let count = double(record)?;
                for (path, mean) in &inverted.equations {
                    exchange(record, inverted, &second(path, count), *mean)?;
                }
                links = links.iter().map(|path| first(path, count)).collect();
            }
        }
        merge(record, "solve for the mean");
        if self.logit == Logit::Function {
            for path in links {
                name_logit(record, path);
            }
            merge(record, "definition of the logit");
        }
        Ok(())
    }
}

/// Writes `μ = g⁻¹(η)` for the equation `g(μ) = η` at a position.
fn exchange(
    record: &mut Record<'_, '_>,
    inverted: &Inverted<'_>,
    path: &[u32],
    mean: Expr,
) -> Progress {
    let store = record.chain.store();
    let current = record.chain.current();
    let equation = record.chain.at(path)?;
    let (_, predictor) = store.sides(equation).ok_or(Stuck)?;
    let values = [mean, predictor];
    let names = inverted.names.iter().copied();
    let binding: Binding = names.clone().zip(values).collect();
    let put = store.substitute(inverted.mean, &binding);
    let step = Step {
        rule: inverted.lemma.to_owned(),
        path: path.to_vec(),
        bindings: names
            .map(|name| store.name_text(name).unwrap_or_default().to_owned())
            .zip(values)
            .collect(),
        after: store.replace_at(current, path, put).ok_or(Stuck)?,
    };
    record
        .chain
        .take(step, "solve for the mean".into(), Level::Brief)
}

/// Says all equations twice; gives their number.
fn double(record: &mut Record<'_, '_>) -> Progress<usize> {
    let store = record.chain.store();
    let once = store.conjuncts(record.chain.current());
    let twice = [once.as_slice(), once.as_slice()].concat();
    let after = store.make(Head::And, twice.as_slice());
    record.chain.built_in(
        "implied",
        &[],
        after,
        &[],
        "say it twice".into(),
        Level::Full,
    )?;
    Ok(once.len())
}

/// Where an equation stands after all of them are said twice: the first time, ...
fn first(path: &[u32], count: usize) -> Vec<u32> {
    match count {
        1 => [&[0], path].concat(),
        _ => path.to_vec(),
    }
}

/// ... and the second.
fn second(path: &[u32], count: usize) -> Vec<u32> {
    let mut path = first(path, count);
    path[0] += count as u32;
    path
}

/// Writes the left side of an equation by the name `logit`, if it is one.
fn name_logit(record: &mut Record<'_, '_>, mut path: Vec<u32>) {
    let store = record.chain.store();
    path.push(0);
    let Ok(left) = record.chain.at(&path) else {
        return;
    };
    let odds = match (store.head(left), store.args(left)) {
        (Head::Call(_), [odds]) => *odds,
        _ => return,
    };
    if let (Head::Div, [mean, _]) = (store.head(odds), store.args(odds)) {
        // Another logarithm is left as it is: the rule does not fit.
        let _ =
            record
                .chain
                .apply_at_level("logit-definition", &path, &[("a", *mean)], Level::Brief);
    }
}

/// Notes what was done since the last note, as one step.
fn merge(record: &mut Record<'_, '_>, why: &str) {
    let start = record.lines.len();
    record.note(|formula| formula);
    if let Some((last, others)) = record.lines[start..].split_last_mut() {
        for line in others {
            line.level = Level::Full;
        }
        last.level = Level::Brief;
        last.reason = why.into();
    }
}
