//! Found proofs made shorter: two chains end where they meet first, detours are left out, and steps
//! that one step of algebra replaces are replaced by it. The kernel verifies what comes of it like
//! any other proof, and where it does not, the proof stays as it was found.

use rustc_hash::FxHashMap;

use super::{Found, laws};
use crate::derive::chain::Taken;
use crate::expr::{Expr, Head, Relation};
use crate::kernel::certificate::Certificate;
use crate::kernel::{Bindings, Kernel, Step};
use crate::render::page::Level;

/// Longer chains are left as they are.
const MAX_STEPS: usize = 80;
/// So many steps of algebra are tried for one chain.
const MAX_TRIED: usize = 24;

/// A shorter proof of the same statement, if there is one.
pub(super) fn shortened(
    kernel: &Kernel<'_>,
    statement: Expr,
    given: &[Expr],
    found: &Found,
) -> Option<Found> {
    let mut notes = found.notes.clone();
    let certificate = certificate(kernel, statement, given, &found.certificate, &mut notes)?;
    Some(Found {
        conditions: found.conditions.clone(),
        certificate,
        notes,
    })
}

fn certificate(
    kernel: &Kernel<'_>,
    statement: Expr,
    given: &[Expr],
    certificate: &Certificate,
    notes: &mut Vec<Taken>,
) -> Option<Certificate> {
    match certificate {
        Certificate::Meeting { left, right } => {
            let store = kernel.store();
            let (a, b) = match (store.head(statement), store.args(statement)) {
                (Head::Relation(Relation::Equal), [a, b]) => {
                    let y = kernel.new_name(&[&[*a, *b], given].concat());
                    (store.eq(y, *a), store.eq(y, *b))
                }
                (Head::Iff | Head::Implies, [a, b]) => (*a, *b),
                _ => return None,
            };
            let mut pair = Pair {
                kernel,
                given,
                sides: [(a, left.clone()), (b, right.clone())],
            };
            pair.shorten(notes).then(|| Certificate::Meeting {
                left: std::mem::take(&mut pair.sides[0].1),
                right: std::mem::take(&mut pair.sides[1].1),
            })
        }
        Certificate::Instance {
            name,
            term,
            general,
            proof,
        } => Some(Certificate::Instance {
            name: *name,
            term: *term,
            general: *general,
            proof: Box::new(self::certificate(kernel, *general, given, proof, notes)?),
        }),
        _ => None,
    }
}

/// Two chains that meet: each its first formula and its steps.
struct Pair<'k, 'a> {
    kernel: &'k Kernel<'a>,
    given: &'k [Expr],
    sides: [(Expr, Vec<Step>); 2],
}

impl Pair<'_, '_> {
    /// Makes the chains shorter; whether they are.
    fn shorten(&mut self, notes: &mut Vec<Taken>) -> bool {
        let length = |pair: &Self| {
            pair.sides
                .iter()
                .map(|(_, steps)| steps.len())
                .sum::<usize>()
        };
        let before = length(self);
        if !(2..=MAX_STEPS).contains(&before) {
            return false;
        }
        self.meet_early();
        for side in 0..2 {
            self.skip(side, notes);
        }
        self.meet_early();
        length(self) < before
    }

    /// Formulas of a chain as they are arranged, the first one included.
    fn formulas(&self, side: usize) -> Vec<Expr> {
        let (first, steps) = &self.sides[side];
        let all = std::iter::once(*first).chain(steps.iter().map(|step| step.after));
        let arranger = self.kernel.arranger();
        all.map(|formula| arranger.arranged(self.kernel.store(), formula))
            .collect()
    }

    /// Ends both chains where a formula of one is a formula of the other, with as few steps as can
    /// be; detours that come back to a formula go.
    fn meet_early(&mut self) {
        for side in 0..2 {
            self.cut_detours(side);
        }
        let [left, right] = [self.formulas(0), self.formulas(1)];
        let mut places: FxHashMap<Expr, usize> = FxHashMap::default();
        for (k, formula) in left.iter().enumerate() {
            places.entry(*formula).or_insert(k);
        }
        let meetings = right.iter().enumerate();
        let meetings = meetings.filter_map(|(j, formula)| Some((*places.get(formula)?, j)));
        if let Some((i, j)) = meetings.min_by_key(|(i, j)| i + j) {
            self.end(0, i);
            self.end(1, j);
        }
    }

    /// Ends a chain after so many steps; conditions that were dropped later are dropped there, where
    /// they can be.
    fn end(&mut self, side: usize, length: usize) {
        let kernel = self.kernel;
        let (first, steps) = &mut self.sides[side];
        let rest = steps.split_off(length);
        let start = kernel.reflexive_under(*first, self.given);
        let theorem = steps
            .iter()
            .try_fold(start, |theorem, step| kernel.step(&theorem, step));
        let Ok(mut theorem) = theorem else { return };
        for dropped in rest.into_iter().filter(|step| step.rule == "discharge") {
            let step = Step {
                after: theorem.right(),
                ..dropped
            };
            if let Ok(next) = kernel.step(&theorem, &step) {
                theorem = next;
                steps.push(step);
            }
        }
    }

    /// What lies between two places of a chain at which it says the same is left out. The step that
    /// follows was taken from another arrangement, so it is kept only where it says where it
    /// applies in both.
    fn cut_detours(&mut self, side: usize) {
        let formulas = self.formulas(side);
        let exact = |k: usize| match k {
            0 => self.sides[side].0,
            k => self.sides[side].1[k - 1].after,
        };
        let mut from = 0;
        let mut kept = Vec::new();
        while from < formulas.len() {
            // The last place that is the same formula to the letter, or the end.
            let last = (from + 1..formulas.len()).rev().find(|k| {
                formulas[*k] == formulas[from]
                    && (exact(*k) == exact(from) || *k + 1 == formulas.len())
                    && self.sides[side].1[from..*k].iter().all(changes)
            });
            let next = last.unwrap_or(from);
            if next + 1 < formulas.len() {
                kept.push(self.sides[side].1[next].clone());
            }
            from = next + 1;
        }
        self.sides[side].1 = kept;
    }

    /// From each formula as far ahead as one step of algebra leads.
    fn skip(&mut self, side: usize, notes: &mut Vec<Taken>) {
        let store = self.kernel.store();
        let mut tried = 0;
        let mut from = 0;
        loop {
            let (first, steps) = &self.sides[side];
            if steps.len() < from + 2 {
                return;
            }
            let start = match from {
                0 => *first,
                k => steps[k - 1].after,
            };
            // Conditions that the steps before have opened are not known here: such are left.
            let mut found = None;
            for to in (from + 1..steps.len()).rev() {
                if !steps[from..=to].iter().all(changes) {
                    continue;
                }
                if tried == MAX_TRIED {
                    return;
                }
                let Some(step) = algebra(self.kernel, start, steps[to].after) else {
                    continue;
                };
                tried += 1;
                let theorem = self.kernel.reflexive_under(start, self.given);
                if self.kernel.step(&theorem, &step).is_ok() {
                    found = Some((to, step));
                    break;
                }
            }
            if let Some((to, step)) = found {
                let part = |formula| store.at(formula, &step.path);
                let terms: Vec<Expr> = [part(start), part(step.after)]
                    .into_iter()
                    .flatten()
                    .collect();
                notes.push(Taken {
                    step: step.clone(),
                    before: start,
                    opened: Vec::new(),
                    reason: laws(store, &terms).as_str().into(),
                    level: Level::Standard,
                });
                self.sides[side].1.splice(from..=to, [step]);
            }
            from += 1;
        }
    }
}

/// Whether a step changes the formula alone, and not what is assumed.
fn changes(step: &Step) -> bool {
    !matches!(step.rule.as_str(), "assume" | "discharge" | "condition")
}

/// The step of algebra that changes one formula into another at the one place where they differ.
fn algebra(kernel: &Kernel<'_>, before: Expr, after: Expr) -> Option<Step> {
    let store = kernel.store();
    let (mut a, mut b) = (before, after);
    let mut path = Vec::new();
    // Down to the first term, and on while one part alone differs.
    loop {
        let (x, y) = (store.node(a), store.node(b));
        if x.head != y.head || x.args.len() != y.args.len() {
            break;
        }
        let mut differing = (0..x.args.len()).filter(|k| x.args[*k] != y.args[*k]);
        let (Some(one), None) = (differing.next(), differing.next()) else {
            break;
        };
        path.push(u32::try_from(one).ok()?);
        (a, b) = (x.args[one], y.args[one]);
    }
    let is_term = |e: Expr| !store.head(e).is_formula();
    (a != b && is_term(a) && is_term(b)).then(|| Step {
        rule: "algebra".to_owned(),
        path,
        bindings: Bindings::default(),
        after,
    })
}
