//! Deductions: how a formula follows from others.

use super::{DEPTH, Fault, Verifier};
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::facts::Facts;
use crate::kernel::{Bindings, Kernel, Step};

/// How a goal follows from assumptions: at every assignment at which all of them are true, it is.
#[derive(Clone, Debug)]
pub enum Deduction {
    /// It is what the condition prover shows at once.
    Follows,
    /// The goal follows by signs.
    Signs(super::Signs),
    /// The goal, an equation, follows from equations with these cofactors.
    Identity(Vec<(super::Hypothesis, Expr)>),
    /// The assumptions contradict each other.
    Never,
    /// The parts of a conjunction, each proved with those before it.
    Parts(Vec<Deduction>),
    /// An assumed disjunction, or the negation of a conjunction: case by case.
    Split {
        /// The assumption.
        assumption: Expr,
        /// The goal in each case.
        cases: Vec<Deduction>,
    },
    /// A relation with defined sides is true or false.
    Either {
        /// The relation.
        relation: Expr,
        /// The goal where it holds.
        yes: Box<Deduction>,
        /// The goal where its negation holds.
        no: Box<Deduction>,
    },
    /// The goal is rewritten by steps.
    Goal {
        /// The steps, from the goal on.
        steps: Vec<Step>,
        /// The new goal's proof.
        then: Box<Deduction>,
    },
    /// An assumption is rewritten by steps.
    Assumption {
        /// The assumption.
        assumption: Expr,
        /// The steps, from it on.
        steps: Vec<Step>,
        /// The goal's proof with the new assumption.
        then: Box<Deduction>,
    },
    /// An assumed equation `name = value` replaces the name everywhere.
    Substitute {
        /// A name, or an entry at literal indices.
        name: Expr,
        /// Its value.
        value: Expr,
        /// The rest of the proof.
        then: Box<Deduction>,
    },
    /// Something else is proved first, and then assumed too.
    Lemma {
        /// What is proved first.
        formula: Expr,
        /// Its proof.
        proof: Box<Deduction>,
        /// The goal's proof.
        then: Box<Deduction>,
    },
    /// The goal is an equation; steps lead from `y = a` and from `y = b` to the same formula for
    /// a new name y, and one of the sides is defined.
    Equal {
        /// The steps from `y = a` on.
        left: Vec<Step>,
        /// The steps from `y = b` on.
        right: Vec<Step>,
    },
    /// The goal becomes a condition of the whole.
    Condition,
}

impl Verifier<'_, '_> {
    pub(super) fn deduce(
        &mut self,
        assumptions: &[Expr],
        goal: Expr,
        deduction: &Deduction,
        depth: usize,
    ) -> Result<(), Fault> {
        if depth > DEPTH {
            return Err(Fault::Misfit("nested too deeply"));
        }
        let depth = depth + 1;
        let store = self.kernel.store;
        match deduction {
            Deduction::Follows => self.follows(assumptions, goal),
            Deduction::Signs(signs) => self.signs(assumptions, goal, signs),
            Deduction::Identity(equations) => self.identity(assumptions, goal, equations),
            Deduction::Never => self.never(assumptions),
            Deduction::Parts(parts) => {
                let goals = store.conjuncts(goal);
                if goals.len() != parts.len() {
                    return Err(Fault::Misfit("another number of parts"));
                }
                let mut known = assumptions.to_vec();
                for (goal, part) in goals.into_iter().zip(parts) {
                    self.deduce(&known, goal, part, depth)?;
                    known = with(store, &known, goal);
                }
                Ok(())
            }
            Deduction::Split { assumption, cases } => {
                let alternatives = disjuncts(store, *assumption);
                if !assumptions.contains(assumption)
                    || alternatives.is_empty()
                    || alternatives.len() != cases.len()
                {
                    return Err(Fault::Misfit("a split of what is not assumed"));
                }
                for (case, proof) in alternatives.into_iter().zip(cases) {
                    let rest = without(assumptions, *assumption);
                    self.deduce(&with(store, &rest, case), goal, proof, depth)?;
                }
                Ok(())
            }
            Deduction::Either { relation, yes, no } => {
                let [this, other] = self.alternatives(assumptions, *relation)?;
                self.deduce(&with(store, assumptions, this), goal, yes, depth)?;
                self.deduce(&with(store, assumptions, other), goal, no, depth)
            }
            Deduction::Goal { steps, then } => {
                let new = self.chain(goal, assumptions, steps)?;
                self.deduce(assumptions, new, then, depth)
            }
            Deduction::Assumption {
                assumption,
                steps,
                then,
            } => {
                if !assumptions.contains(assumption) {
                    return Err(Fault::Misfit("steps from what is not assumed"));
                }
                let rest = without(assumptions, *assumption);
                let new = self.chain(*assumption, &rest, steps)?;
                self.deduce(&with(store, &rest, new), goal, then, depth)
            }
            Deduction::Substitute { name, value, then } => {
                let (known, goal) = self.kernel.substituted(assumptions, goal, *name, *value)?;
                self.deduce(&known, goal, then, depth)
            }
            Deduction::Lemma {
                formula,
                proof,
                then,
            } => {
                self.deduce(assumptions, *formula, proof, depth)?;
                self.deduce(&with(store, assumptions, *formula), goal, then, depth)
            }
            Deduction::Equal { left, right } => self.equal(assumptions, goal, left, right),
            Deduction::Condition => match store.head(goal) {
                Head::Relation(relation) if *relation != Relation::Equal => self.open(goal),
                _ => Err(Fault::Misfit("no condition")),
            },
        }
    }

    fn follows(&mut self, assumptions: &[Expr], goal: Expr) -> Result<(), Fault> {
        let store = self.kernel.store;
        if assumptions.contains(&goal) {
            return Ok(());
        }
        // What is known at a point says nothing of a derivative: such assumptions are left out.
        let plain = |formula: &Expr| !store.has_kind(*formula, &Head::Derivative);
        let known = || assumptions.iter().copied().filter(plain);
        let all = store.and(known());
        let more = store.and(known().chain([goal]));
        let step = Step {
            rule: "implied".to_owned(),
            path: Vec::new(),
            bindings: Bindings::default(),
            after: more,
        };
        self.chain(all, &[], &[step]).map(|_| ())
    }

    /// The assumptions imply `1 < 0`.
    pub(super) fn never(&mut self, assumptions: &[Expr]) -> Result<(), Fault> {
        let store = self.kernel.store;
        let never = store.relate(Relation::Less, store.int(1), store.int(0));
        self.follows(assumptions, never)
    }

    fn equal(
        &mut self,
        assumptions: &[Expr],
        goal: Expr,
        left: &[Step],
        right: &[Step],
    ) -> Result<(), Fault> {
        let kernel = self.kernel;
        let store = kernel.store;
        let (a, b) = store.sides(goal).ok_or(Fault::Misfit("no equation"))?;
        let name = kernel.new_name(&[assumptions, &[goal]].concat());
        self.names.push(name);
        let first = self.chain(store.eq(name, a), assumptions, left);
        let second = self.chain(store.eq(name, b), assumptions, right);
        self.names.pop();
        if !kernel.arranger.same(store, first?, second?) {
            return Err(Fault::Misfit("the chains do not meet"));
        }
        let facts = Facts::thorough(store, &kernel.arranger, assumptions);
        if !facts.defined(a) && !facts.defined(b) {
            return Err(Fault::Misfit("neither side is known to be defined"));
        }
        Ok(())
    }
}

impl Kernel<'_> {
    /// Assumptions and goal with a variable replaced that an assumption sets equal to a term.
    ///
    /// # Errors
    /// No such equation is assumed, or the variable may not be replaced.
    pub fn substituted(
        &self,
        assumptions: &[Expr],
        goal: Expr,
        name: Expr,
        value: Expr,
    ) -> Result<(Vec<Expr>, Expr), Fault> {
        let store = self.store;
        let same = |a: Expr, b: Expr| self.arranger.same(store, a, b);
        let equation = store.eq(name, value);
        let at = assumptions.iter().position(|known| same(*known, equation));
        let at = at.ok_or(Fault::Misfit("an equation that is not assumed"))?;
        let formulas = || assumptions.iter().copied().chain([goal]);
        if !self.is_variable(name) && !self.is_fixed_entry(name, formulas()) {
            return Err(Fault::Misfit("only a variable is replaced"));
        }
        // What is known at a point says nothing of a neighbourhood, and a bound of a range is
        // known to be a positive integer only while it is a name.
        let hidden = formulas().any(|formula| {
            store.has_kind(formula, &Head::Derivative)
                || store.subterms(formula).into_iter().any(|part| {
                    store.head(part).binds()
                        && store.args(part)[1..3]
                            .iter()
                            .any(|bound| store.contains(*bound, name))
                        || *store.head(part) == Head::Entry && store.args(part)[0] == name
                })
        });
        if hidden {
            return Err(Fault::Misfit("the variable may not be replaced here"));
        }
        let binding = [(name, value)].into_iter().collect();
        let put = |formula: Expr| store.substitute(formula, &binding);
        let mut known: Vec<Expr> = assumptions.iter().map(|formula| put(*formula)).collect();
        // The value is still known to be defined.
        known[at] = store.eq(value, value);
        Ok((known, put(goal)))
    }
}

/// Assumptions and one more, a conjunction by its parts.
pub fn with(store: &Store, assumptions: &[Expr], formula: Expr) -> Vec<Expr> {
    [assumptions, &store.conjuncts(formula)].concat()
}

/// The assumptions but for one.
pub fn without(assumptions: &[Expr], one: Expr) -> Vec<Expr> {
    let others = assumptions.iter().copied();
    others.filter(|other| *other != one).collect()
}

/// The cases of a disjunction, or of the negation of a conjunction.
pub fn disjuncts(store: &Store, formula: Expr) -> Vec<Expr> {
    let args = store.args(formula);
    match store.head(formula) {
        Head::Or => args.to_vec(),
        Head::Not if *store.head(args[0]) == Head::And => store
            .args(args[0])
            .iter()
            .map(|part| store.make(Head::Not, [*part].as_slice()))
            .collect(),
        _ => Vec::new(),
    }
}
