//! Built-in inferences: those that no pattern states.

mod algebra;
mod cases;
mod choice;
mod condition;
mod derivative;
mod indexed;
mod slopes;
mod substitute;

use super::definedness::{self, Side};
use super::facts::Facts;
use super::{Context, Kernel, Step, StepError, Theorem};
use crate::expr::Expr;

/// The names of the built-in inferences, and what each does.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("arrange", "the formula is written in another order"),
    (
        "algebra",
        "a term is replaced by one that is the same rational function",
    ),
    (
        "balance",
        "both sides of a relation are changed alike: L' - R' = k (L - R), k ≠ 0",
    ),
    ("substitute", "in `a = t and P(a)`, a is replaced by t"),
    (
        "equal",
        "a term is replaced by one that a known equation at its place sets it equal to",
    ),
    (
        "implied",
        "a part of a conjunction that follows from the others is dropped or added",
    ),
    (
        "unroll",
        "sums and statements over a range of known size are written out, or the reverse",
    ),
    (
        "choose",
        "absolute values, maxima and cases are replaced by the case that the facts decide",
    ),
    ("differentiate", "a derivative is worked out"),
    ("lift", "a piecewise part of a term is taken to its outside"),
    (
        "cases",
        "an equation with a piecewise side is split into its cases",
    ),
    (
        "merge",
        "cases that exclude each other are joined into one equation",
    ),
    (
        "assume",
        "a part of the conjunction becomes a condition of the theorem",
    ),
    ("discharge", "a condition that each side implies is dropped"),
    (
        "condition",
        "a condition is replaced by one that implies it",
    ),
];

type Outcome = Result<Theorem, StepError>;

impl Kernel<'_> {
    /// Applies a built-in inference; `None` if the step's rule is none.
    pub(super) fn infer(&self, theorem: &Theorem, step: &Step) -> Option<Outcome> {
        Some(match step.rule.as_str() {
            "arrange" => self.rearranged(theorem, step),
            "algebra" => self.algebra(theorem, step),
            "balance" => self.balance(theorem, step),
            "substitute" => self.substitute(theorem, step),
            "equal" => self.equal(theorem, step),
            "implied" => self.implied(theorem, step),
            "unroll" => self.unroll(theorem, step),
            "differentiate" => self.differentiate(theorem, step),
            "choose" => self.choose(theorem, step),
            "lift" => self.lift(theorem, step),
            "cases" => self.cases(theorem, step),
            "merge" => self.merge(theorem, step),
            "assume" => self.assume(theorem, step),
            "discharge" => self.discharge(theorem, step),
            "condition" => self.condition(theorem, step),
            _ => return None,
        })
    }

    pub(super) fn parts(
        &self,
        theorem: &Theorem,
        step: &Step,
    ) -> Result<(Expr, Expr, Context), StepError> {
        let before = self.at(theorem.right, &step.path)?;
        let after = self
            .store
            .at(step.after, &step.path)
            .ok_or(StepError::NoSuchPosition)?;
        // Nothing but the part at the position may change.
        let rest = self.store.replace_at(theorem.right, &step.path, after);
        if rest != Some(step.after) {
            return Err(StepError::RightSide);
        }
        Ok((before, after, self.context(theorem, &step.path)))
    }

    pub(super) fn rearranged(&self, theorem: &Theorem, step: &Step) -> Outcome {
        if !self.arranger.same(self.store, theorem.right, step.after) {
            return Err(StepError::RightSide);
        }
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }

    /// Conditions that suffice for a term, or the terms of a formula, to be defined.
    pub(super) fn enough(&self, expr: Expr) -> Vec<Expr> {
        let arranged = self.arranger.arranged(self.store, expr);
        definedness::conditions(self.store, arranged, Side::Enough)
    }

    /// Whether, assuming the facts, all conditions hold.
    pub(super) fn all_hold(&self, facts: &[Expr], conditions: Vec<Expr>) -> Result<(), StepError> {
        all_of(&Facts::new(self.store, &self.arranger, facts), conditions)
    }

    /// As [`Kernel::all_hold`], with all that the condition prover can do.
    pub(super) fn all_follow(
        &self,
        facts: &[Expr],
        conditions: Vec<Expr>,
    ) -> Result<(), StepError> {
        let facts = Facts::thorough(self.store, &self.arranger, facts);
        all_of(&facts, conditions).or_else(|open| match facts.contradictory() {
            true => Ok(()),
            false => Err(open),
        })
    }

    /// Whether facts cannot hold together.
    pub(super) fn contradictory(&self, facts: &[Expr]) -> bool {
        Facts::new(self.store, &self.arranger, facts).contradictory()
    }
}

fn all_of(facts: &Facts<'_>, conditions: Vec<Expr>) -> Result<(), StepError> {
    let open = conditions
        .into_iter()
        .find(|condition| !facts.holds(*condition));
    match open {
        Some(open) => Err(StepError::Condition(open)),
        None => Ok(()),
    }
}
