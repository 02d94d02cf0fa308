//! Positivstellensatz certificates: a relation follows because what is known and its negation
//! cannot hold together. A sum of products of what is known, and of squares, with factors that are
//! not negative, is 0 although one part of it is positive.
//!
//! Stengle, "A Nullstellensatz and a Positivstellensatz in semialgebraic geometry", 1974. Without
//! products and squares it is a Farkas certificate.

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::{Applied, Fault, Verifier};
use crate::expr::{Binding, Expr, Head, Relation, Store};
use crate::kernel::facts::Facts;
use crate::kernel::{Bindings, Step, ring};
use crate::laws;
use crate::parse;

/// The evidence that a relation follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Signs {
    /// Relations that hold where the goal fails.
    pub hypotheses: Vec<Hypothesis>,
    /// Products of them, the sum of which is 0.
    pub products: Vec<Product>,
}

/// A relation, and why it may be used.
#[derive(Clone, Debug, PartialEq)]
pub struct Hypothesis {
    /// `u R v`: the sign of u - v.
    pub formula: Expr,
    /// Why it may be used.
    pub source: Source,
}

/// Why a relation may be used.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// It is assumed.
    Assumed,
    /// It is the negation of the goal.
    Denied,
    /// It is an instance of a law, whose names stand for these terms.
    Law(String, Vec<(String, Expr)>),
}

/// A factor times a product of hypotheses times a square.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// A rational number: positive, or any where one of the hypotheses is an equation.
    pub factor: Expr,
    /// The numbers of the hypotheses.
    pub of: Vec<usize>,
    /// What is squared.
    pub square: Expr,
}

/// More products or hypotheses are not read.
const MAX: usize = 200;

impl Verifier<'_, '_> {
    /// Whether a relation follows from assumptions by a certificate.
    pub(super) fn signs(
        &mut self,
        assumptions: &[Expr],
        goal: Expr,
        signs: &Signs,
    ) -> Result<(), Fault> {
        let (kernel, store) = (self.kernel, self.kernel.store);
        let misfit = |why| Err(Fault::Misfit(why));
        let (Head::Relation(relation), [a, b]) = (store.head(goal), store.args(goal)) else {
            return misfit("signs are of a relation");
        };
        let all = signs.hypotheses.iter().map(|one| one.formula).chain([goal]);
        if all
            .clone()
            .any(|one| store.has_kind(one, &Head::Derivative))
        {
            return misfit("a derivative is worked out first");
        }
        if signs.hypotheses.len() > MAX || signs.products.len() > MAX {
            return misfit("a certificate too long");
        }
        let plain: Vec<Expr> = assumptions
            .iter()
            .copied()
            .filter(|known| !store.has_kind(*known, &Head::Derivative))
            .collect();
        let facts = Facts::thorough(store, &kernel.arranger, &plain);
        // A relation with defined sides is true or false.
        let mut defined = vec![*a, *b];
        let mut values: Vec<(Expr, Relation)> = Vec::new();
        for hypothesis in &signs.hypotheses {
            let denial = store.relate(relation.negated(), *a, *b);
            let (r, [u, v]) = self.known(assumptions, Some(denial), hypothesis)?;
            defined.extend([u, v]);
            values.push(match r {
                Relation::Less | Relation::LessEqual => (store.sub(v, u), r.flipped()),
                _ => (store.sub(u, v), r),
            });
        }
        let mut sum = Vec::new();
        let mut positive = false;
        for product in &signs.products {
            let factor = ring::constant(store, &kernel.arranger, product.factor);
            let factor = factor.ok_or(Fault::Misfit("a factor that is no number"))?;
            let known = product.of.iter().map(|number| values.get(*number));
            let known: Option<Vec<&(Expr, Relation)>> = known.collect();
            let known = known.ok_or(Fault::Misfit("there is no such hypothesis"))?;
            let Some(strict) = sign(&known, &factor) else {
                return misfit("a product that may be negative");
            };
            let square = ring::constant(store, &kernel.arranger, product.square);
            positive |= strict && square.is_some_and(|value| !value.is_zero());
            defined.push(product.square);
            let mut parts = vec![product.factor];
            parts.extend(known.iter().map(|(value, _)| *value));
            parts.push(store.pow(product.square, store.int(2)));
            sum.push(store.mul(parts.as_slice()));
        }
        if let Some(open) = defined.into_iter().find(|term| !facts.defined(*term)) {
            return Err(crate::kernel::StepError::Condition(open).into());
        }
        let zero = ring::equal(
            store,
            &kernel.arranger,
            store.add(sum.as_slice()),
            store.int(0),
        );
        if !positive || !zero {
            return misfit("the signs do not contradict each other");
        }
        self.followed("signs", &plain, goal);
        Ok(())
    }

    /// Whether an equation follows from assumed ones and laws: the difference of its sides is a sum
    /// of theirs, each times a cofactor.
    pub(super) fn identity(
        &mut self,
        assumptions: &[Expr],
        goal: Expr,
        equations: &[(Hypothesis, Expr)],
    ) -> Result<(), Fault> {
        let (kernel, store) = (self.kernel, self.kernel.store);
        let (a, b) = store
            .sides(goal)
            .ok_or(Fault::Misfit("cofactors are of an equation"))?;
        let plain: Vec<Expr> = assumptions
            .iter()
            .copied()
            .filter(|known| !store.has_kind(*known, &Head::Derivative))
            .collect();
        let (mut sum, mut defined) = (Vec::new(), vec![a, b]);
        if equations.len() > MAX || store.has_kind(goal, &Head::Derivative) {
            return Err(Fault::Misfit("a certificate too long, or of a derivative"));
        }
        for (hypothesis, cofactor) in equations {
            let (relation, [u, v]) = self.known(&plain, None, hypothesis)?;
            if relation != Relation::Equal || store.head(*cofactor).is_formula() {
                return Err(Fault::Misfit("a cofactor of what is no equation"));
            }
            defined.extend([u, v, *cofactor]);
            sum.push(store.mul([*cofactor, store.sub(u, v)].as_slice()));
        }
        let facts = Facts::thorough(store, &kernel.arranger, &plain);
        if let Some(open) = defined.into_iter().find(|term| !facts.defined(*term)) {
            return Err(crate::kernel::StepError::Condition(open).into());
        }
        let difference = store.sub(a, b);
        match ring::equal(
            store,
            &kernel.arranger,
            difference,
            store.add(sum.as_slice()),
        ) {
            true => {
                self.followed("identity", &plain, goal);
                Ok(())
            }
            false => Err(Fault::Misfit("the cofactors do not give the equation")),
        }
    }

    /// The relation and the sides of a hypothesis that is known.
    fn known(
        &self,
        assumptions: &[Expr],
        denial: Option<Expr>,
        hypothesis: &Hypothesis,
    ) -> Result<(Relation, [Expr; 2]), Fault> {
        let store = self.kernel.store;
        let formula = hypothesis.formula;
        let (Head::Relation(relation), [u, v]) = (store.head(formula), store.args(formula)) else {
            return Err(Fault::Misfit("a hypothesis that is no relation"));
        };
        let fits = match &hypothesis.source {
            Source::Assumed => assumptions.contains(&formula),
            Source::Denied => denial == Some(formula),
            Source::Law(name, values) => instance(store, name, values) == Some(formula),
        };
        if !fits || store.has_kind(formula, &Head::Derivative) {
            return Err(Fault::Misfit("a hypothesis that is not known"));
        }
        Ok((*relation, [*u, *v]))
    }

    /// Records that a goal follows from what is known, as a step.
    fn followed(&mut self, rule: &str, known: &[Expr], goal: Expr) {
        let store = self.kernel.store;
        let before = store.and(known.iter().copied());
        self.accepted.steps.push(Applied {
            step: Step {
                rule: rule.to_owned(),
                path: Vec::new(),
                bindings: Bindings::default(),
                after: store.and([before, goal]),
            },
            before,
            opened: Vec::new(),
        });
    }
}

/// Whether a product of values with signs is positive (true) or at least 0; `None` if it may be
/// negative.
fn sign(known: &[&(Expr, Relation)], factor: &BigRational) -> Option<bool> {
    if known.iter().any(|(_, r)| *r == Relation::Equal) {
        return Some(false);
    }
    if !factor.is_positive() {
        return None;
    }
    // What is not 0 has a sign in pairs.
    let times = |value: Expr| known.iter().filter(|(other, _)| *other == value).count();
    let even = |(value, r): &&&(Expr, Relation)| {
        *r != Relation::NotEqual || times(*value).is_multiple_of(2)
    };
    if !known.iter().all(|one| even(&one)) {
        return None;
    }
    Some(known.iter().all(|(_, r)| *r != Relation::GreaterEqual))
}

/// What a law says of terms; `None` if there is no such law, or a name has no value.
pub fn instance(store: &Store, name: &str, values: &[(String, Expr)]) -> Option<Expr> {
    let law = laws::find(name)?;
    let statement = parse::formula(store, law.statement).ok()?;
    let mut binding = Binding::default();
    for free in store.free_names(statement) {
        let text = store.name_text(free)?;
        let (_, value) = values.iter().find(|(name, _)| name == text)?;
        if store.head(*value).is_formula() {
            return None;
        }
        binding.insert(free, *value);
    }
    Some(store.substitute(statement, &binding))
}
