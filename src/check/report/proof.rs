//! The proof of a claim as a page, for every format that writes pages.
//!
//! The certificate says what the steps are for: two sides that meet, cases, what follows from what
//! is assumed. The page tells it in the same order.

use super::{Shown, readable, signs};
use crate::check::Line as Step;
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel;
use crate::kernel::certificate::{Certificate, Deduction, disjuncts};
use crate::proof::certificate::Proved;
use crate::render::page::{Block, Line, Link, Page, Piece, Text, Verdict};
use crate::render::plain_within;

/// The proof of a claim, if there is one.
pub fn page(shown: &Shown<'_>) -> Option<Page> {
    let checked = shown.checked;
    let first = checked.report.proofs.first()?.statement;
    let mut writer = Writer {
        store: shown.store,
        reading: &checked.reading,
        steps: &checked.report.steps,
        blocks: Vec::new(),
        decided: false,
    };
    if !checked.steps_fit(shown.store) {
        writer.say("The proof is too long to be shown.");
        return Some(Page::of_blocks(first, writer.blocks));
    }
    let several = checked.report.proofs.len() > 1;
    for proof in &checked.report.proofs {
        let statement = plain_within(shown.store, proof.statement, checked.reading.len());
        if several || statement.as_ref() != Ok(&checked.reading) {
            writer.say(Text::from("To show: ").math(proof.statement));
        }
        writer.proof(proof);
    }
    if writer.decided {
        writer.say(
            "What follows here without a reason was decided by the condition prover and is not \
             shown step by step.",
        );
    }
    readable::blocks(shown.store, &mut writer.blocks);
    Some(Page {
        verdict: match checked.report.verdict {
            crate::check::Verdict::Equivalent => Verdict::Equivalent,
            crate::check::Verdict::Conditional => Verdict::Conditional,
            _ => Verdict::Unknown,
        },
        conditions: checked.report.conditions.clone(),
        ..Page::of_blocks(first, writer.blocks)
    })
}

struct Writer<'a> {
    store: &'a Store,
    reading: &'a str,
    /// The steps that have not been told.
    steps: &'a [Step],
    blocks: Vec<Block>,
    /// Whether something was decided by a procedure that leaves no evidence.
    decided: bool,
}

impl<'a> Writer<'a> {
    fn say(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    fn proof(&mut self, proof: &Proved) {
        let args = self.store.args(proof.statement).to_vec();
        let [left, right] = args.as_slice() else {
            return;
        };
        self.certificate(&proof.certificate, *left, *right);
    }

    fn certificate(&mut self, certificate: &Certificate, left: Expr, right: Expr) {
        match certificate {
            Certificate::Meeting { left, right } => self.meeting(left, right),
            Certificate::Mutual { forth, back } => {
                self.say(Text::from("Let ").math(left).words("."));
                self.deduction(forth, right);
                self.say(Text::from("Conversely, let ").math(right).words("."));
                self.deduction(back, left);
            }
            Certificate::Direct(deduction) if self.store.head(left).is_formula() => {
                self.say(Text::from("Let ").math(left).words("."));
                self.deduction(deduction, right);
            }
            // An inequality is claimed where its sides are defined.
            Certificate::Direct(deduction) => match deduction {
                Deduction::Follows => {
                    self.decided = true;
                    self.say("It follows where both sides are defined.");
                }
                Deduction::Signs(signs) => {
                    self.say("Where both sides are defined:");
                    self.blocks.extend(signs::blocks(self.store, signs));
                }
                other => {
                    self.say("Where both sides are defined:");
                    self.deduction(other, left);
                }
            },
            Certificate::Cases { relation, yes, no } => {
                let negation = match (self.store.head(*relation), self.store.args(*relation)) {
                    (Head::Relation(r), [a, b]) => self.store.relate(r.negated(), *a, *b),
                    _ => *relation,
                };
                for (case, proof) in [(*relation, yes), (negation, no)] {
                    self.say(Text::from("Case ").math(case).words(":"));
                    self.certificate(proof, left, right);
                }
            }
            Certificate::Vacuous => {
                self.decided = true;
                self.say("This case does not occur.");
            }
            Certificate::Matrices => self.say("Both sides have the same normal form."),
            Certificate::Each { each, entry, rest } => {
                if let [_, _, _, body] = *self.store.args(*each)
                    && let Some((f, g)) = self.store.sides(body)
                {
                    self.say(Text::from("First, ").math(*each).words(":"));
                    self.certificate(entry, f, g);
                    self.say("With that:");
                }
                self.certificate(rest, left, right);
            }
            Certificate::Instance {
                name,
                term,
                general,
                proof,
            } => {
                let equation = self.store.eq(*name, *term);
                self.say(Text::from("Let ").math(equation).words("."));
                if let [left, right] = *self.store.args(*general) {
                    self.certificate(proof, left, right);
                }
            }
        }
    }

    /// Two chains that meet.
    fn meeting(&mut self, left: &[kernel::Step], right: &[kernel::Step]) {
        match (left.is_empty(), right.is_empty()) {
            (true, true) => self.say("Both sides are the same, but for the order of their parts."),
            (false, true) => self.chain(left),
            (true, false) => self.chain(right),
            (false, false) => {
                self.say("From the left side:");
                self.chain(left);
                self.say("From the right side:");
                self.chain(right);
            }
        }
    }

    fn deduction(&mut self, deduction: &Deduction, goal: Expr) {
        match deduction {
            Deduction::Follows => {
                self.decided = true;
                self.say(Text::from("Then ").math(goal).words("."));
            }
            Deduction::Identity(equations) => {
                let told = signs::identity(self.store, goal, equations);
                let start = if told.is_some() { "So " } else { "Then " };
                self.blocks.extend(told);
                self.say(Text::from(start).math(goal).words("."));
            }
            Deduction::Signs(signs) => {
                self.blocks.extend(signs::blocks(self.store, signs));
                self.say(Text::from("So ").math(goal).words("."));
            }
            Deduction::Never => {
                self.decided = true;
                self.say("This does not occur: what is assumed contradicts itself.")
            }
            Deduction::Condition => {
                self.say(Text::from("It is a condition that ").math(goal).words("."));
            }
            Deduction::Parts(parts) => {
                for (part, goal) in parts.iter().zip(self.store.conjuncts(goal)) {
                    self.deduction(part, goal);
                }
            }
            Deduction::Split { assumption, cases } => {
                for (proof, case) in cases.iter().zip(disjuncts(self.store, *assumption)) {
                    self.say(Text::from("Case ").math(case).words(":"));
                    self.deduction(proof, goal);
                }
            }
            Deduction::Either { relation, yes, no } => {
                self.say(Text::from("Case ").math(*relation).words(":"));
                self.deduction(yes, goal);
                self.say("Else:");
                self.deduction(no, goal);
            }
            Deduction::Goal { steps, then } => {
                self.say("To show:");
                self.chain(steps);
                self.deduction(then, steps.last().map_or(goal, |step| step.after));
            }
            Deduction::Assumption { steps, then, .. } => {
                self.say("We know:");
                self.chain(steps);
                self.deduction(then, goal);
            }
            Deduction::Substitute { name, value, then } => {
                let equation = self.store.eq(*name, *value);
                self.say(Text::from("Put in ").math(equation).words("."));
                let binding = [(*name, *value)].into_iter().collect();
                self.deduction(then, self.store.substitute(goal, &binding));
            }
            Deduction::Lemma {
                formula,
                proof,
                then,
            } => {
                self.deduction(proof, *formula);
                self.deduction(then, goal);
            }
            Deduction::Equal { left, right } => {
                self.say(Text::from("For ").math(goal).words(":"));
                self.meeting(left, right);
            }
        }
    }

    /// A chain of steps; those before it that no chain tells are passed over.
    fn chain(&mut self, steps: &[kernel::Step]) {
        let Some(first) = steps.first() else { return };
        let start = self.steps.iter().position(|line| line.step == *first);
        let Some(rest) = start.and_then(|start| self.steps.get(start..)) else {
            return;
        };
        let (chain, rest) = rest.split_at(steps.len().min(rest.len()));
        self.steps = rest;
        self.blocks.extend(block(self.store, self.reading, chain));
    }
}

fn block(store: &Store, reading: &str, chain: &[Step]) -> Option<Block> {
    let first = chain.first()?.before;
    let formulas = [first]
        .into_iter()
        .chain(chain.iter().map(|step| step.step.after));
    // Of an identity the terms are shown, not the name that stands for their value.
    let terms: Option<Vec<Expr>> = formulas.map(|f| value(store, reading, f)).collect();
    let shown = |formula: Expr| {
        store.with_written_indices(match &terms {
            Some(_) => value(store, reading, formula).unwrap_or(formula),
            None => formula,
        })
    };
    let lines = chain.iter().map(|step| Line {
        rule: step.step.rule.clone(),
        relation: if terms.is_some() {
            Link::Equal
        } else {
            Link::Iff
        },
        before: step.before,
        after: step.step.after,
        shown: shown(step.step.after),
        conditions: step.conditions.clone(),
        reason: written(store, &step.reason),
        level: step.level,
    });
    let lines = lines.collect();
    Some(Block::Derivation {
        first: shown(first),
        lines,
    })
}

/// A reason with indices that can be written.
fn written(store: &Store, reason: &Text) -> Text {
    let pieces = reason.0.iter().map(|piece| match piece {
        Piece::Math(formula) => Piece::Math(store.with_written_indices(*formula)),
        other => other.clone(),
    });
    Text(pieces.collect())
}

/// The term t of `value = t`, where `value` is a name that the claim does not know.
fn value(store: &Store, reading: &str, formula: Expr) -> Option<Expr> {
    let (Head::Relation(Relation::Equal), [name, term]) =
        (store.head(formula), store.args(formula))
    else {
        return None;
    };
    let text = store.name_text(*name)?;
    let fresh = text.strip_prefix("value")?;
    let number = fresh.bytes().all(|b| b.is_ascii_digit());
    (number && !reading.contains(text)).then_some(*term)
}
