//! The kernel: the only maker of theorems, and so all that need be trusted.
//!
//! A [`Theorem`] `C ⊢ F ⇔ G` starts as `F ⇔ F` and grows by [`Kernel::step`]: one rule, applied
//! at one position of G, its side conditions proved by [`facts`] from what holds at that position
//! or added to C. Strategies propose steps; the kernel accepts or rejects each. [`replay`] runs a
//! recorded derivation again from its first formula.
//!
//! Trusted: this folder, the declared rules (axioms), and the reader of formulas they are
//! declared in. Semantics: variables are real; a relation is false where a side is undefined;
//! a rewriting of terms must keep value *and* definedness.
//!
//! [`replay`]: Kernel::replay

pub mod arrange;
pub mod certificate;
pub mod definedness;
mod effort;
pub mod facts;
mod infer;
mod library;
pub mod matrix;
pub(crate) mod polynomial;
pub mod range;
pub mod ring;
mod rule;
mod sizes;
mod theorem;

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

pub use infer::BUILT_IN;
pub use rule::{Bindings, Instance, Rule};
pub use theorem::Theorem;

use crate::expr::{Expr, Head, Relation, Store};
use crate::rules;
use arrange::Arranger;
use definedness::Side;
use facts::Facts;
use library::Defined;

/// What a step costs at least, in parts of formulas looked at.
const STEP: usize = 50;
/// Of longer sums and products the other parts are not looked at.
const MAX_SIBLINGS: usize = 12;

/// A step of a derivation: a rule, applied at a position.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The rule's name: a declared rule, a definition, a lemma, or one of [`BUILT_IN`].
    pub rule: String,
    /// Child numbers from the root of the formula to the part that changes.
    pub path: Vec<u32>,
    /// What the rule's variables stand for.
    pub bindings: Bindings,
    /// The whole formula afterwards, arranged as it shall be shown.
    pub after: Expr,
}

/// Why a step is rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepError {
    /// No rule has this name.
    UnknownRule,
    /// The formula has no such position.
    NoSuchPosition,
    /// A variable of the rule has no value.
    Unbound,
    /// What stands at the position is not the rule's left side.
    LeftSide,
    /// The formula afterwards is not what the rule gives.
    RightSide,
    /// A condition is neither proved nor may it stay open here.
    Condition(Expr),
    /// The built-in inference does not apply.
    NotAnInference(&'static str),
}

/// The rules in force and the machinery to apply them.
pub struct Kernel<'a> {
    store: &'a Store,
    arranger: Arranger,
    declared: RefCell<FxHashMap<&'static str, Rc<Rule>>>,
    local: RefCell<FxHashMap<String, Rc<Rule>>>,
    index: OnceCell<FxHashMap<&'static str, &'static rules::Entry>>,
    defined: RefCell<Vec<Defined>>,
    parameters: RefCell<FxHashSet<Expr>>,
}

impl<'a> Kernel<'a> {
    /// A kernel for the expressions of a store, with all declared rules.
    pub fn new(store: &'a Store) -> Kernel<'a> {
        Kernel::limited(store, u64::MAX)
    }

    /// A kernel that does so much work and then accepts no more steps that need a decision; see
    /// [`Arranger::limited`].
    pub fn limited(store: &'a Store, work: u64) -> Kernel<'a> {
        Kernel {
            store,
            arranger: Arranger::limited(work),
            declared: RefCell::default(),
            local: RefCell::default(),
            index: OnceCell::new(),
            defined: RefCell::default(),
            parameters: RefCell::default(),
        }
    }

    /// The store of its expressions.
    pub fn store(&self) -> &'a Store {
        self.store
    }

    /// Canonical arrangements.
    pub fn arranger(&self) -> &Arranger {
        &self.arranger
    }

    /// `⊢ formula ⇔ formula`.
    pub fn reflexive(&self, formula: Expr) -> Theorem {
        Theorem {
            conditions: Vec::new(),
            left: formula,
            right: formula,
        }
    }

    /// `conditions ⊢ formula ⇔ formula`.
    pub fn reflexive_under(&self, formula: Expr, conditions: &[Expr]) -> Theorem {
        Theorem {
            conditions: conditions.to_vec(),
            left: formula,
            right: formula,
        }
    }

    /// The theorem with its right side changed by one step.
    ///
    /// # Errors
    /// Why the step is not valid.
    pub fn step(&self, theorem: &Theorem, step: &Step) -> Result<Theorem, StepError> {
        if !self.arranger.spend(STEP) {
            return Err(StepError::NotAnInference("the budget is spent"));
        }
        // What is known at a point says nothing of a neighbourhood: derivatives are worked out
        // before anything else is done with what holds them.
        if !matches!(step.rule.as_str(), "arrange" | "differentiate") {
            let part = self.at(theorem.right, &step.path)?;
            let holds = |e: Expr| self.store.has_kind(e, &Head::Derivative);
            if holds(part) || step.bindings.values().any(|value| holds(*value)) {
                return Err(StepError::NotAnInference(
                    "a derivative is worked out first",
                ));
            }
        }
        let result = match self.infer(theorem, step) {
            Some(result) => result?,
            None => self.by_rule(theorem, step)?,
        };
        self.keeps_sizes(result, step)
    }

    /// The theorem with a rule applied at a position of its right side.
    fn by_rule(&self, theorem: &Theorem, step: &Step) -> Result<Theorem, StepError> {
        let rule = self.rule(&step.rule).ok_or(StepError::UnknownRule)?;
        let store = self.store;
        let part = self.at(theorem.right, &step.path)?;
        let instance = rule
            .instance(store, &step.bindings)
            .ok_or(StepError::Unbound)?;
        // A rule may be read in either direction.
        let result = if self.arranger.same(store, part, instance.left) {
            instance.right
        } else if self.arranger.same(store, part, instance.right) {
            instance.left
        } else {
            return Err(StepError::LeftSide);
        };
        let result = store
            .replace_at(theorem.right, &step.path, result)
            .ok_or(StepError::NoSuchPosition)?;
        if !self.arranger.same(store, result, step.after) {
            return Err(StepError::RightSide);
        }
        let context = self.context(theorem, &step.path);
        let hidden = |(index, _, _): &(Expr, Expr, Expr)| self.parameters.borrow().contains(index);
        if self.local.borrow().contains_key(&step.rule) && context.indices.iter().any(hidden) {
            return Err(StepError::NotAnInference(
                "an index hides a parameter of a definition",
            ));
        }
        let facts = Facts::new(store, &self.arranger, &context.facts);
        for (size, positive) in instance.sizes {
            let one = store.relate(Relation::GreaterEqual, size, store.int(1));
            let index = context.indices.iter().any(|(index, _, _)| *index == size);
            let name = store.name_text(size).is_some() && !index;
            if !is_integral(store, size) || positive && !name && !facts.holds(one) {
                return Err(StepError::Condition(one));
            }
        }
        if let Some(term) = instance.defined.iter().find(|term| !facts.defined(**term)) {
            return Err(StepError::Condition(*term));
        }
        // A condition that follows from either side, each being defined or true, holds wherever
        // the two could differ.
        let (left, right) = (instance.left, instance.right);
        let given_side = |side: Expr| {
            let mut assumed = context.facts.clone();
            assumed.push(if store.head(side).is_formula() {
                side
            } else {
                store.eq(side, side)
            });
            assumed
        };
        let open = instance
            .given
            .into_iter()
            .filter(|condition| {
                let follows = |side: Expr| {
                    Facts::new(store, &self.arranger, &given_side(side)).holds(*condition)
                };
                let known = facts.holds(*condition) || follows(left) && follows(right);
                !known
            })
            .collect();
        self.conclude(theorem, &context, open, step.after)
    }

    /// The theorem that a recorded derivation from a formula, under conditions, proves.
    ///
    /// # Errors
    /// The number of the first invalid step, and why it is.
    pub fn replay(
        &self,
        first: Expr,
        conditions: &[Expr],
        steps: &[Step],
    ) -> Result<Theorem, (usize, StepError)> {
        let start = self.reflexive_under(first, conditions);
        steps
            .iter()
            .enumerate()
            .try_fold(start, |theorem, (number, step)| {
                self.step(&theorem, step).map_err(|error| (number, error))
            })
    }

    /// The theorem with a new right side, and the open conditions added: those that can be
    /// decided to fail are refused, those with a bound index are closed over its range.
    fn conclude(
        &self,
        theorem: &Theorem,
        context: &Context,
        open: Vec<Expr>,
        right: Expr,
    ) -> Result<Theorem, StepError> {
        let store = self.store;
        let mut conditions = theorem.conditions.clone();
        for condition in open {
            let constant = store.free_names(condition).is_empty();
            if constant || !matches!(store.head(condition), Head::Relation(_)) {
                return Err(StepError::Condition(condition));
            }
            let mut closed = condition;
            for (index, lo, hi) in context.indices.iter().rev() {
                if store.free_names(closed).contains(index) {
                    closed = store.bind(Head::Each, *index, *lo, *hi, closed);
                }
            }
            if !conditions.contains(&closed) {
                conditions.push(closed);
            }
        }
        Ok(Theorem {
            conditions,
            left: theorem.left,
            right,
        })
    }

    /// What holds at a position of the theorem's right side, and the indices bound above it.
    fn context(&self, theorem: &Theorem, path: &[u32]) -> Context {
        let store = self.store;
        let mut context = Context {
            facts: theorem.conditions.clone(),
            indices: Vec::new(),
        };
        let mut expr = theorem.right;
        for child in path {
            let node = store.node(expr);
            let at = *child as usize;
            match &node.head {
                Head::And => {
                    let others = node.args.iter().enumerate().filter(|(k, _)| *k != at);
                    context.facts.extend(others.map(|(_, other)| *other));
                }
                Head::Piecewise => {
                    let guards = node.args.iter().step_by(2).take(node.args.len() / 2);
                    for (k, guard) in guards.enumerate() {
                        if 2 * k + 1 == at {
                            context.facts.push(*guard);
                        } else if 2 * k < at
                            && let Some(negation) = self.negation(*guard)
                            // A guard is false where it is undefined, and its negation too.
                            && self.all_hold(&context.facts, self.enough(*guard)).is_ok()
                        {
                            context.facts.push(negation);
                        }
                    }
                }
                head if head.binds() && at == 3 => {
                    let [index, lo, hi] = [node.args[0], node.args[1], node.args[2]];
                    // What holds for every index in the range holds for this one.
                    let instances: Vec<Expr> = context
                        .facts
                        .iter()
                        .filter_map(|fact| {
                            let [own, from, to, claim] = *store.args(*fact) else {
                                return None;
                            };
                            let same = |a, b| self.arranger.same(store, a, b);
                            let each = *store.head(*fact) == Head::Each
                                && !store.free_names(*fact).contains(&index);
                            (each && same(from, lo) && same(to, hi)).then(|| {
                                store.substitute(claim, &[(own, index)].into_iter().collect())
                            })
                        })
                        .collect();
                    // A fact about an outer variable of the same name says nothing of the index.
                    context
                        .facts
                        .retain(|fact| !store.free_names(*fact).contains(&index));
                    context.facts.extend(instances);
                    context
                        .facts
                        .push(store.relate(Relation::LessEqual, lo, index));
                    context
                        .facts
                        .push(store.relate(Relation::LessEqual, index, hi));
                    context.facts.push(store.call("integer", &[index]));
                    context.indices.push((index, lo, hi));
                }
                // Where a part beside the position is undefined, so is the whole, before and after.
                Head::Add | Head::Mul | Head::Div | Head::Pow | Head::Relation(_)
                    if node.args.len() <= MAX_SIBLINGS =>
                {
                    for (k, other) in node.args.iter().enumerate() {
                        if k != at {
                            let conditions = definedness::conditions(store, *other, Side::Follows);
                            context.facts.extend(conditions);
                        }
                    }
                    if node.head == Head::Div && at == 0 {
                        let zero = store.int(0);
                        context
                            .facts
                            .push(store.relate(Relation::NotEqual, node.args[1], zero));
                    }
                }
                _ => {}
            }
            match node.args.get(at) {
                Some(next) => expr = *next,
                None => break,
            }
        }
        context
    }

    /// What stands at a position. A bound index and the name before an entry's indices are no
    /// terms: no step reaches them.
    fn at(&self, root: Expr, path: &[u32]) -> Result<Expr, StepError> {
        let mut expr = root;
        for child in path {
            let node = self.store.node(expr);
            let name = node.head.binds()
                || node.head == Head::Entry && self.store.name_text(node.args[0]).is_some();
            if *child == 0 && name || node.head == Head::Derivative {
                return Err(StepError::NoSuchPosition);
            }
            let next = node.args.get(*child as usize);
            expr = *next.ok_or(StepError::NoSuchPosition)?;
        }
        Ok(expr)
    }

    /// The negation of a relation, both of whose sides are defined.
    fn negation(&self, formula: Expr) -> Option<Expr> {
        match (self.store.head(formula), self.store.args(formula)) {
            (Head::Relation(relation), [a, b]) => {
                Some(self.store.relate(relation.negated(), *a, *b))
            }
            (Head::Not, [inner]) => Some(*inner),
            _ => None,
        }
    }
}

/// Whether a term is an integer for all values of its names, which are sizes and indices.
fn is_integral(store: &Store, term: Expr) -> bool {
    !store.any(term, |node| match &node.head {
        Head::Number(n) => !n.value().is_integer(),
        Head::Name(name) => name.is_constant(),
        head => !matches!(head, Head::Add | Head::Mul | Head::Neg),
    })
}

/// What holds at a position.
struct Context {
    facts: Vec<Expr>,
    indices: Vec<(Expr, Expr, Expr)>,
}
