//! The search for deductions: how a conclusion follows from assumptions.
//!
//! In order: the condition prover; cases of an assumed disjunction, of a guard, of a relation in
//! the goal; an assumed equation solved for a variable, which it then replaces; both sides of
//! an equation in normal form. The number of questions asked is bounded, and the answer is a
//! certificate that the kernel verifies.

use std::cell::{Cell, RefCell};

use super::cases::guards;
use super::entries;
use super::identity;
use super::{Found, steps};
use crate::decide;
use crate::derive::chain::{Chain, Progress, Stuck, Taken, tidy};
use crate::expr::{Expr, Head, Store};
use crate::kernel::certificate::{Certificate, Deduction, disjuncts, with, without};
use crate::kernel::facts::Facts;
use crate::kernel::{Kernel, Step};
use crate::render::page::{Level, Text};

/// Goals that are looked at in one search, with the sizes of their formulas, at most.
const WORK: u32 = 16_000;
/// One goal in so much of what a search with more room may cost.
const SHARE: u64 = 19;
/// Deductions within deductions, at most.
const DEPTH: usize = 14;

/// Proves an equivalence by deducing each side from the other.
pub(super) fn mutual(
    kernel: &Kernel<'_>,
    left: Expr,
    right: Expr,
    given: &[Expr],
) -> Progress<Found> {
    let store = kernel.store();
    let search = Search::new(kernel);
    let forth = search.goal(&with(store, given, left), right, DEPTH)?;
    search.work.set(room(kernel));
    let back = search.goal(&with(store, given, right), left, DEPTH)?;
    Ok(search.found(Certificate::Mutual { forth, back }))
}

/// Proves that a conclusion follows from a premise.
pub(super) fn direct(
    kernel: &Kernel<'_>,
    premise: Expr,
    conclusion: Expr,
    given: &[Expr],
) -> Progress<Found> {
    let known = with(kernel.store(), given, premise);
    let search = Search::new(kernel);
    let deduction = search.goal(&known, conclusion, DEPTH)?;
    Ok(search.found(Certificate::Direct(deduction)))
}

/// What a search may look at: more where the kernel has more left than usual.
fn room(kernel: &Kernel<'_>) -> u32 {
    let left = kernel.arranger().left();
    left.map_or(WORK, |left| {
        WORK.max(u32::try_from(left / SHARE).unwrap_or(u32::MAX))
    })
}

struct Search<'k, 'a> {
    kernel: &'k Kernel<'a>,
    store: &'a Store,
    work: Cell<u32>,
    notes: RefCell<Vec<Taken>>,
}

impl<'k, 'a> Search<'k, 'a> {
    fn new(kernel: &'k Kernel<'a>) -> Search<'k, 'a> {
        Search {
            kernel,
            store: kernel.store(),
            work: Cell::new(room(kernel)),
            notes: RefCell::default(),
        }
    }

    fn found(self, certificate: Certificate) -> Found {
        Found {
            conditions: Vec::new(),
            certificate,
            notes: self.notes.into_inner(),
        }
    }

    fn steps(&self, chain: &Chain<'_, '_>) -> Vec<Step> {
        steps(chain, &mut self.notes.borrow_mut())
    }

    fn facts(&self, known: &[Expr]) -> Facts<'_> {
        let plain: Vec<Expr> = known
            .iter()
            .copied()
            .filter(|formula| !self.store.has_kind(*formula, &Head::Derivative))
            .collect();
        Facts::thorough(self.store, self.kernel.arranger(), &plain)
    }

    fn goal(&self, known: &[Expr], goal: Expr, depth: usize) -> Progress<Deduction> {
        let store = self.store;
        // Large formulas count for more.
        let size = |formula: &Expr| store.subterms(*formula).len() as u32;
        let all = known.iter().map(size).sum::<u32>() + size(&goal);
        let left = self.work.get().checked_sub(20 + all).ok_or(Stuck)?;
        self.work.set(left);
        if matches!(store.head(goal), Head::And | Head::True) {
            return self.parts(known, goal, depth);
        }
        if known.contains(&goal) {
            return Ok(Deduction::Follows);
        }
        if store.has_kind(goal, &Head::Derivative) {
            return self.equal(known, goal);
        }
        let facts = self.facts(known);
        if facts.holds(goal) {
            // Better with evidence.
            if let Some(mut equations) =
                decide::identity(store, self.kernel.arranger(), known, goal)
            {
                for (_, cofactor) in &mut equations {
                    *cofactor = tidy(store, *cofactor);
                }
                return Ok(Deduction::Identity(equations));
            }
            let signs = decide::signs(store, self.kernel.arranger(), known, goal);
            return Ok(signs.map_or(Deduction::Follows, |mut signs| {
                for product in &mut signs.products {
                    product.square = tidy(store, product.square);
                }
                Deduction::Signs(signs)
            }));
        }
        if facts.contradictory() {
            return Ok(Deduction::Never);
        }
        if depth == 0 {
            return Err(Stuck);
        }
        self.split(known, goal, depth)
            .or_else(|_| self.resolve(known, goal, depth))
            .or_else(|_| self.by_entries(known, goal, depth))
            .or_else(|_| self.equal(known, goal))
            .or_else(|_| self.by_guard(known, goal, depth))
            .or_else(|_| self.by_value(known, goal, depth))
            .or_else(|_| self.alternatives(known, goal, depth))
    }

    fn parts(&self, known: &[Expr], goal: Expr, depth: usize) -> Progress<Deduction> {
        let mut known = known.to_vec();
        let mut parts = Vec::new();
        for part in self.store.conjuncts(goal) {
            parts.push(self.goal(&known, part, depth)?);
            known = with(self.store, &known, part);
        }
        Ok(Deduction::Parts(parts))
    }

    /// An assumed disjunction, case by case: the shortest one.
    fn split(&self, known: &[Expr], goal: Expr, depth: usize) -> Progress<Deduction> {
        let store = self.store;
        let candidates = known.iter().filter_map(|formula| {
            let cases = disjuncts(store, *formula);
            (!cases.is_empty()).then_some((*formula, cases))
        });
        let (assumption, cases) = candidates
            .min_by_key(|(_, cases)| cases.len())
            .ok_or(Stuck)?;
        let rest = without(known, assumption);
        let proofs: Progress<Vec<Deduction>> = cases
            .into_iter()
            .map(|case| self.goal(&with(store, &rest, case), goal, depth - 1))
            .collect();
        Ok(Deduction::Split {
            assumption,
            cases: proofs?,
        })
    }

    /// A piecewise part that the assumptions decide is replaced by the case that holds.
    fn resolve(&self, known: &[Expr], goal: Expr, depth: usize) -> Progress<Deduction> {
        if let Some(chain) = self.chosen(goal, known) {
            let then = Box::new(self.goal(known, chain.current(), depth - 1)?);
            let steps = self.steps(&chain);
            return Ok(Deduction::Goal { steps, then });
        }
        for assumption in known {
            let rest = without(known, *assumption);
            if let Some(chain) = self.chosen(*assumption, &rest) {
                let new = with(self.store, &rest, chain.current());
                let then = Box::new(self.goal(&new, goal, depth - 1)?);
                return Ok(Deduction::Assumption {
                    assumption: *assumption,
                    steps: self.steps(&chain),
                    then,
                });
            }
        }
        Err(Stuck)
    }

    /// The formula with all piecewise parts replaced that are decided, if any is.
    fn chosen(&self, formula: Expr, known: &[Expr]) -> Option<Chain<'k, 'a>> {
        let store = self.store;
        if guards(store, formula).is_empty() {
            return None;
        }
        let mut chain = super::start(self.kernel, formula, known);
        let mut done = false;
        'again: for _ in 0..16 {
            for (path, part) in places(store, chain.current()) {
                let Some(new) = self.kernel.chosen(part, known).filter(|new| *new != part) else {
                    continue;
                };
                let reason = Text::from("the case that the conditions decide");
                let taken = chain.attempt(|chain| {
                    chain.built_in("choose", &path, new, &[], reason, Level::Standard)
                });
                if taken.is_ok() {
                    done = true;
                    continue 'again;
                }
            }
            break;
        }
        done.then_some(chain)
    }

    /// A formula with products of a term with itself under sums as squares, if there are any.
    fn squared(&self, formula: Expr, known: &[Expr]) -> Option<Chain<'k, 'a>> {
        let mut chain = super::start(self.kernel, formula, known);
        entries::squares(&mut chain, &[]);
        (chain.current() != formula).then_some(chain)
    }

    /// What is known, or wanted, of each entry of a vector.
    fn by_entries(&self, known: &[Expr], goal: Expr, depth: usize) -> Progress<Deduction> {
        let store = self.store;
        let each = |formula: &Expr| store.has_kind(*formula, &Head::Each);
        let square = |formula: &Expr| entries::has_squares(store, *formula);
        let all = || known.iter().chain([&goal]);
        if !all().any(each) && !all().any(square) {
            return Err(Stuck);
        }
        let rewritten = |chain: Chain<'_, '_>| -> Progress<Deduction> {
            let then = Box::new(self.goal(known, chain.current(), depth - 1)?);
            let steps = self.steps(&chain);
            Ok(Deduction::Goal { steps, then })
        };
        let mut chain = super::start(self.kernel, goal, known);
        if entries::put_in(&mut chain, &[], known)
            && let Ok(found) = rewritten(chain)
        {
            return Ok(found);
        }
        if let Some(chain) = self.squared(goal, known) {
            return rewritten(chain);
        }
        let absolute = [&[goal], known].concat();
        let absolute = absolute.iter().any(|f| entries::has_absolutes(store, *f));
        if let Ok(chain) = entries::as_sum(self.kernel, goal, known, absolute) {
            return rewritten(chain);
        }
        for assumption in known {
            let rest = without(known, *assumption);
            let chain = self.squared(*assumption, &rest).ok_or(Stuck);
            let chain =
                chain.or_else(|_| entries::as_sum(self.kernel, *assumption, &rest, absolute));
            if let Ok(chain) = chain {
                let new = with(store, &rest, chain.current());
                let then = Box::new(self.goal(&new, goal, depth - 1)?);
                return Ok(Deduction::Assumption {
                    assumption: *assumption,
                    steps: self.steps(&chain),
                    then,
                });
            }
        }
        Err(Stuck)
    }

    /// The goal is an equation whose sides have the same normal form.
    fn equal(&self, known: &[Expr], goal: Expr) -> Progress<Deduction> {
        let (a, b) = self.store.sides(goal).ok_or(Stuck)?;
        let facts = self.facts(known);
        if !facts.defined(a) && !facts.defined(b) {
            return Err(Stuck);
        }
        let found = identity::direct(self.kernel, a, b, known, false)?;
        match found.certificate {
            Certificate::Meeting { left, right } if found.conditions.is_empty() => {
                self.notes.borrow_mut().extend(found.notes);
                Ok(Deduction::Equal { left, right })
            }
            _ => Err(Stuck),
        }
    }

    /// Cases of a guard in the goal or an assumption that is not decided.
    fn by_guard(&self, known: &[Expr], goal: Expr, depth: usize) -> Progress<Deduction> {
        let formulas = [&[goal], known].concat();
        self.first_of(
            known,
            goal,
            formulas.into_iter().flat_map(|f| guards(self.store, f)),
            depth,
        )
    }

    /// Cases of the first relation that is not decided and whose sides are defined.
    fn first_of(
        &self,
        known: &[Expr],
        goal: Expr,
        relations: impl Iterator<Item = Expr>,
        depth: usize,
    ) -> Progress<Deduction> {
        let facts = self.facts(known);
        for relation in relations {
            let [a, b] = self.store.args(relation) else {
                continue;
            };
            let defined = facts.defined(*a) && facts.defined(*b);
            if defined && !facts.holds(relation) && !facts.fails(relation) {
                return self.either(known, goal, relation, depth);
            }
        }
        Err(Stuck)
    }

    fn either(
        &self,
        known: &[Expr],
        goal: Expr,
        relation: Expr,
        depth: usize,
    ) -> Progress<Deduction> {
        let store = self.store;
        let (Head::Relation(r), [a, b]) = (store.head(relation), store.args(relation)) else {
            return Err(Stuck);
        };
        let other = store.relate(r.negated(), *a, *b);
        let yes = self.goal(&with(store, known, relation), goal, depth - 1)?;
        let no = self.goal(&with(store, known, other), goal, depth - 1)?;
        Ok(Deduction::Either {
            relation,
            yes: Box::new(yes),
            no: Box::new(no),
        })
    }

    /// An assumed equation is solved for a variable, and its value put in.
    fn by_value(&self, known: &[Expr], goal: Expr, depth: usize) -> Progress<Deduction> {
        let store = self.store;
        let kernel = self.kernel;
        let mut choices: Vec<(usize, Expr, Expr)> = Vec::new();
        for equation in known {
            let Some((a, b)) = store.sides(*equation) else {
                continue;
            };
            for (name, value) in [(a, b), (b, a)] {
                let elsewhere = || {
                    known
                        .iter()
                        .filter(|other| *other != equation)
                        .chain([&goal])
                        .any(|formula| store.contains(*formula, name))
                };
                let variable = || {
                    let formulas = known.iter().copied().chain([goal]);
                    kernel.is_variable(name) || kernel.is_fixed_entry(name, formulas)
                };
                if variable()
                    && !constant(store, name)
                    && !store.contains(value, name)
                    && elsewhere()
                {
                    choices.push((store.subterms(value).len(), name, value));
                }
            }
        }
        choices.sort();
        for (_, name, value) in choices.into_iter().take(2) {
            let Ok((new, aim)) = kernel.substituted(known, goal, name, value) else {
                continue;
            };
            if let Ok(then) = self.goal(&new, aim, depth - 1) {
                let then = Box::new(then);
                return Ok(Deduction::Substitute { name, value, then });
            }
        }
        self.solve(known, goal, depth)
    }

    /// An assumed equation that is not solved for a variable yet.
    fn solve(&self, known: &[Expr], goal: Expr, depth: usize) -> Progress<Deduction> {
        let store = self.store;
        let mut tried = 0;
        for assumption in known {
            let Some((a, b)) = store.sides(*assumption) else {
                continue;
            };
            if self.kernel.is_variable(a) || self.kernel.is_variable(b) || a == b {
                continue;
            }
            let rest = without(known, *assumption);
            for variable in super::equivalence::variables(store, *assumption) {
                let needed = store.contains(goal, variable)
                    || rest.iter().any(|other| store.contains(*other, variable));
                if constant(store, variable) || !needed || tried == 4 {
                    continue;
                }
                let mut chain = super::start(self.kernel, *assumption, &rest);
                if chain.isolate(&[], variable).is_err()
                    || chain.theorem.conditions().iter().any(|c| !rest.contains(c))
                {
                    continue;
                }
                tried += 1;
                let new = with(store, &rest, chain.current());
                if let Ok(then) = self.goal(&new, goal, depth - 1) {
                    return Ok(Deduction::Assumption {
                        assumption: *assumption,
                        steps: self.steps(&chain),
                        then: Box::new(then),
                    });
                }
            }
        }
        Err(Stuck)
    }

    /// Cases of a relation in a goal, or else in an assumption, that is put together from several.
    fn alternatives(&self, known: &[Expr], goal: Expr, depth: usize) -> Progress<Deduction> {
        let store = self.store;
        let compound = |formula: &Expr| {
            let head = store.head(*formula);
            matches!(head, Head::Or | Head::Not | Head::Iff | Head::Implies)
        };
        let formulas = [&[goal], known].concat();
        let parts = formulas
            .into_iter()
            .filter(compound)
            .flat_map(|formula| store.subterms(formula))
            .filter(|part| matches!(store.head(*part), Head::Relation(_)));
        self.first_of(known, goal, parts, depth)
    }
}

/// Whether a name is one of the numbers e and π.
pub(super) fn constant(store: &Store, name: Expr) -> bool {
    store.is_constant(name)
}

/// The parts of a formula that have cases, inner ones first, with their positions.
fn places(store: &Store, formula: Expr) -> Vec<(Vec<u32>, Expr)> {
    let mut found = Vec::new();
    let mut stack = vec![(Vec::new(), formula)];
    while let Some((path, expr)) = stack.pop() {
        let head = store.head(expr);
        let cases = match head {
            Head::Call(f) => matches!(f.name, "abs" | "max" | "min" | "sign"),
            other => *other == Head::Piecewise,
        };
        if cases {
            found.push((path.clone(), expr));
        }
        if head.binds() || path.len() > 60 || found.len() > 60 {
            continue;
        }
        for (k, arg) in store.args(expr).iter().enumerate() {
            let mut below: Vec<u32> = path.clone();
            below.push(k as u32);
            stack.push((below, *arg));
        }
    }
    found.reverse();
    found
}
