//! Steps as lines of a page, and the proof that they make.

use super::chain::{Chain, Taken};
use super::proof::{Move, Proof};
use crate::expr::{Binding, Expr};
use crate::kernel::Kernel;
use crate::render::page::{Level, Line, Link, Piece, Text};

/// A chain whose steps become lines and moves as they are taken.
pub struct Record<'k, 'a> {
    /// The chain of whole formulas.
    pub chain: Chain<'k, 'a>,
    /// What is assumed from the start.
    pub conditions: Vec<Expr>,
    /// The lines so far.
    pub lines: Vec<Line>,
    /// The first formula as a reader is shown it, if that is not the first formula.
    pub shown: Option<Expr>,
    moves: Vec<Move>,
    done: usize,
}

impl<'k, 'a> Record<'k, 'a> {
    /// Starts from a formula under conditions.
    pub fn new(kernel: &'k Kernel<'a>, first: Expr, conditions: &[Expr]) -> Record<'k, 'a> {
        let mut chain = Chain::new(kernel, first);
        chain.theorem = kernel.reflexive_under(first, conditions);
        Record {
            chain,
            conditions: conditions.to_vec(),
            lines: Vec::new(),
            shown: None,
            moves: Vec::new(),
            done: 0,
        }
    }

    /// Turns the steps taken since the last call into lines; `shown` abbreviates a formula.
    pub fn note(&mut self, shown: impl Fn(Expr) -> Expr) {
        for taken in &self.chain.steps[self.done..] {
            self.lines.push(Line {
                rule: taken.step.rule.clone(),
                relation: Link::Iff,
                before: taken.before,
                after: taken.step.after,
                shown: shown(taken.step.after),
                conditions: taken.opened.clone(),
                reason: taken.reason.clone(),
                level: taken.level,
            });
            self.moves.push(Move::Step(taken.step.clone()));
        }
        self.done = self.chain.steps.len();
    }

    /// Records that the last kernel step was a lemma: its own steps become the lines, with its
    /// variables replaced by `binding`, put into the whole formula by `whole`.
    pub fn note_lemma(
        &mut self,
        lemma: &Chain<'_, '_>,
        proof: Proof,
        fixed: Vec<Expr>,
        binding: &Binding,
        whole: impl Fn(Expr) -> Expr,
        shown: impl Fn(Expr) -> Expr,
    ) {
        let store = self.chain.store();
        let put = |formula: Expr| store.substitute(formula, binding);
        for Taken {
            step,
            before,
            opened,
            reason,
            level,
        } in &lemma.steps
        {
            self.lines.push(Line {
                rule: step.rule.clone(),
                relation: Link::Iff,
                before: whole(put(*before)),
                after: whole(put(step.after)),
                shown: shown(step.after),
                conditions: opened.iter().map(|c| put(*c)).collect(),
                reason: reason.clone(),
                level: *level,
            });
        }
        if let Some(taken) = self.chain.steps.last() {
            self.moves.push(Move::Lemma {
                name: taken.step.rule.clone(),
                proof: Box::new(proof),
                fixed,
                path: taken.step.path.clone(),
                bindings: taken.step.bindings.clone(),
                after: taken.step.after,
            });
        }
        self.done = self.chain.steps.len();
    }

    /// The proof of all that was noted.
    pub fn proof(&self) -> Proof {
        Proof {
            first: self.chain.first,
            conditions: self.conditions.clone(),
            moves: self.moves.clone(),
        }
    }
}

/// The proof that a chain's steps make.
pub fn proof_of(chain: &Chain<'_, '_>, conditions: &[Expr]) -> Proof {
    Proof {
        first: chain.first,
        conditions: conditions.to_vec(),
        moves: chain
            .steps
            .iter()
            .map(|taken| Move::Step(taken.step.clone()))
            .collect(),
    }
}

/// Renames what a reason mentions, as [`Binding`] says.
pub fn renamed(text: &Text, put: impl Fn(Expr) -> Expr) -> Text {
    Text(
        text.0
            .iter()
            .map(|piece| match piece {
                Piece::Math(formula) => Piece::Math(put(*formula)),
                other => other.clone(),
            })
            .collect(),
    )
}

/// Marks the last shown line of each kind as one that even a brief derivation keeps.
pub fn keep_last(lines: &mut [Line]) {
    if let Some(line) = lines
        .iter_mut()
        .rev()
        .find(|line| line.level <= Level::Standard)
    {
        line.level = Level::Brief;
    }
}
