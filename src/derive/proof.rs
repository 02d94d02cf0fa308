//! A finished derivation as data: everything that a replay needs, and nothing that it trusts.

use crate::expr::Expr;
use crate::kernel::{Bindings, Kernel, Step, StepError, Theorem};

/// A derivation: a formula, conditions that are assumed, and moves that change the formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// The formula that it starts from.
    pub first: Expr,
    /// What is assumed of parameters.
    pub conditions: Vec<Expr>,
    /// The moves in order.
    pub moves: Vec<Move>,
}

/// One move of a derivation.
#[derive(Clone, Debug, PartialEq)]
pub enum Move {
    /// A step of the kernel.
    Step(Step),
    /// A theorem, proved by itself and applied at a position with its variables replaced: the
    /// inversion of an activation, used for the predictor at hand.
    Lemma {
        /// Its name, unique within a kernel.
        name: String,
        /// Its own proof.
        proof: Box<Proof>,
        /// Free names of it that stay as they are.
        fixed: Vec<Expr>,
        /// Where it is applied, and what its variables stand for.
        path: Vec<u32>,
        /// What its variables stand for.
        bindings: Bindings,
        /// The whole formula afterwards.
        after: Expr,
    },
}

/// The move that the kernel rejects, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The number of the move from 0; within a lemma, the numbers from the outside in.
    pub place: Vec<usize>,
    /// Why it is rejected.
    pub error: StepError,
}

impl Proof {
    /// Runs the derivation again, every step through the kernel.
    ///
    /// # Errors
    /// The number of the first move that the kernel rejects, and why.
    pub fn replay(&self, kernel: &Kernel<'_>) -> Result<Theorem, (usize, StepError)> {
        self.run(kernel)
            .map_err(|rejection| (rejection.place[0], rejection.error))
    }

    /// As [`Proof::replay`], with the place of a rejected move inside the lemmas' proofs.
    ///
    /// # Errors
    /// The first move that the kernel rejects, and why.
    pub fn run(&self, kernel: &Kernel<'_>) -> Result<Theorem, Rejection> {
        let mut theorem = kernel.reflexive_under(self.first, &self.conditions);
        for (number, one) in self.moves.iter().enumerate() {
            let step = match one {
                Move::Step(step) => step.clone(),
                Move::Lemma {
                    name,
                    proof,
                    fixed,
                    path,
                    bindings,
                    after,
                } => {
                    let lemma = proof.run(kernel).map_err(|mut rejection| {
                        rejection.place.insert(0, number);
                        rejection
                    })?;
                    kernel.lemma(name, "the inversion above", &lemma, fixed);
                    Step {
                        rule: name.clone(),
                        path: path.clone(),
                        bindings: bindings.clone(),
                        after: *after,
                    }
                }
            };
            theorem = kernel.step(&theorem, &step).map_err(|error| Rejection {
                place: vec![number],
                error,
            })?;
        }
        Ok(theorem)
    }
}
