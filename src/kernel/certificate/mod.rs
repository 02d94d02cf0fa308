//! Certificates: the proof of a whole statement, put together from steps.
//!
//! A step changes one formula into another. What joins steps to the proof of an identity, an
//! equivalence, an implication or an inequality (two chains that meet, cases, what follows from
//! assumptions) is a small tree. [`Kernel::verify`] reads it from the statement on and says what
//! it proves; the search that found it is not trusted.

mod deduction;
mod each;
mod signs;

pub use deduction::{Deduction, disjuncts, with, without};
pub use signs::{Hypothesis, Product, Signs, Source, instance};

use super::facts::Facts;
use super::{Kernel, Step, StepError, matrix};
use crate::expr::{Expr, Head, Relation};

/// How a statement is proved under what is given.
///
/// An identity `a = b` is proved as the equivalence `y = a ⇔ y = b` for a new name y: both sides
/// are defined at the same points and equal there.
#[derive(Clone, Debug)]
pub enum Certificate {
    /// Steps from each side of an equivalence that end in the same formula.
    Meeting {
        /// From the left side on.
        left: Vec<Step>,
        /// From the right side on.
        right: Vec<Step>,
    },
    /// Each side of an equivalence follows from the other.
    Mutual {
        /// The right side from the left one.
        forth: Deduction,
        /// The left side from the right one.
        back: Deduction,
    },
    /// The conclusion of an implication follows from its premise; an inequality `a R b` from
    /// `a = a and b = b`, which says that its sides are defined.
    Direct(Deduction),
    /// A relation with defined sides is true or false: the statement is proved in both cases.
    Cases {
        /// The relation.
        relation: Expr,
        /// Where it holds.
        yes: Box<Certificate>,
        /// Where its negation holds.
        no: Box<Certificate>,
    },
    /// What is given never holds.
    Vacuous,
    /// An equation between matrices whose sides have the same normal form; what is given are
    /// equations between matrices and which names are columns.
    Matrices,
    /// An equation that holds for each index in a range is proved first, and then known too.
    Each {
        /// `f = g for k in lo..hi`, with an index of which neither the statement nor what is given
        /// speaks.
        each: Expr,
        /// The proof of `f = g` for an index in the range.
        entry: Box<Certificate>,
        /// The proof of the statement.
        rest: Box<Certificate>,
    },
    /// The statement is an instance of a more general one, in which a name of any value stands for
    /// a term. The general one is proved.
    Instance {
        /// The name, of which neither the statement nor what is given speaks.
        name: Expr,
        /// The term that it stands for.
        term: Expr,
        /// The general statement.
        general: Expr,
        /// Its proof.
        proof: Box<Certificate>,
    },
}

impl Certificate {
    /// The terms that names of general statements stand for, the outermost first.
    pub fn put_in(&self) -> Vec<(Expr, Expr)> {
        let (mut certificate, mut pairs) = (self, Vec::new());
        while let Certificate::Instance {
            name, term, proof, ..
        } = certificate
        {
            pairs.push((*name, *term));
            certificate = proof;
        }
        pairs
    }
}

/// A step as it was applied.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The step.
    pub step: Step,
    /// The formula before it.
    pub before: Expr,
    /// Conditions that it left open.
    pub opened: Vec<Expr>,
}

/// What a certificate proves: the statement under what is given and these conditions.
#[derive(Clone, Debug, Default)]
pub struct Accepted {
    /// The conditions beyond what is given.
    pub conditions: Vec<Expr>,
    /// All steps, in order.
    pub steps: Vec<Applied>,
}

/// Why a certificate is rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A step is not valid.
    Step(StepError),
    /// The tree does not fit the statement.
    Misfit(&'static str),
}

impl From<StepError> for Fault {
    fn from(error: StepError) -> Fault {
        Fault::Step(error)
    }
}

/// Certificates nested more deeply than this are rejected.
pub const DEPTH: usize = 48;

impl Kernel<'_> {
    /// What a certificate proves of a statement under what is given.
    ///
    /// # Errors
    /// Why the certificate is no proof of it.
    pub fn verify(
        &self,
        statement: Expr,
        given: &[Expr],
        certificate: &Certificate,
    ) -> Result<Accepted, Fault> {
        let given: Vec<Expr> = given
            .iter()
            .flat_map(|g| self.store.conjuncts(*g))
            .collect();
        let given = given.as_slice();
        if let Certificate::Matrices = certificate {
            let none = Fault::Misfit("no equation between matrices");
            let (left, right) = self.store.sides(statement).ok_or(none)?;
            matrix::equal(self.store, left, right, given).map_err(Fault::Misfit)?;
            return Ok(Accepted::default());
        }
        if let Certificate::Instance {
            name,
            term,
            general,
            proof,
        } = certificate
        {
            self.instance(statement, given, (*name, *term), *general)?;
            let accepted = self.verify(*general, given, proof)?;
            let speaks = |formula: &Expr| self.store.contains(*formula, *name);
            return match accepted.conditions.iter().any(speaks) {
                true => Err(Fault::Misfit("a condition on what an instance puts in")),
                false => Ok(accepted),
            };
        }
        if let Certificate::Each { each, entry, rest } = certificate {
            return self.by_each(statement, given, *each, [entry, rest]);
        }
        let mut verifier = Verifier {
            kernel: self,
            given,
            names: Vec::new(),
            accepted: Accepted::default(),
        };
        let (head, args) = (self.store.head(statement), self.store.args(statement));
        let claim = match (head, args) {
            (Head::Relation(Relation::Equal), [a, b]) => {
                let name = self.new_name(&[&[*a, *b], given].concat());
                verifier.names.push(name);
                Claim::Iff(self.store.eq(name, *a), self.store.eq(name, *b))
            }
            (Head::Relation(_), [a, b]) => {
                let defined = [self.store.eq(*a, *a), self.store.eq(*b, *b)];
                Claim::Implies(self.store.and(defined), statement)
            }
            (Head::Iff, [a, b]) => Claim::Iff(*a, *b),
            (Head::Implies, [a, b]) => Claim::Implies(*a, *b),
            _ => return Err(Fault::Misfit("no statement")),
        };
        verifier.statement(&claim, given, certificate, 0)?;
        Ok(verifier.accepted)
    }

    /// Whether a statement is what a general one says of a term. The term is defined under what is
    /// given, so the name may have its value; and the name bounds no range, so it is any real
    /// number.
    fn instance(
        &self,
        statement: Expr,
        given: &[Expr],
        (name, term): (Expr, Expr),
        general: Expr,
    ) -> Result<(), Fault> {
        let store = self.store;
        let is_name = store.is_variable(name);
        let is_new = |formula: &Expr| !store.contains(*formula, name);
        if !is_name || !given.iter().chain([&statement, &term]).all(is_new) {
            return Err(Fault::Misfit("an instance of a name that is not new"));
        }
        if store.head(term).is_formula() {
            return Err(Fault::Misfit("an instance for what is no term"));
        }
        let counts = store.any(general, |node| {
            let numbers = match &node.head {
                Head::Entry => &node.args[1..],
                Head::Derivative => &node.args[2..3],
                head if head.binds() => &node.args[..3],
                _ => &[],
            };
            numbers.iter().any(|number| store.contains(*number, name))
        });
        let binding = [(name, term)].into_iter().collect();
        let put_in = store.substitute(general, &binding);
        if counts || !self.arranger.same(store, put_in, statement) {
            return Err(Fault::Misfit("the statement is no instance of this"));
        }
        match Facts::thorough(store, &self.arranger, given).defined(term) {
            true => Ok(()),
            false => Err(Fault::Misfit(
                "an instance for a term that may be undefined",
            )),
        }
    }

    /// The name that stands for the value of an identity's sides: the first of `value0`,
    /// `value1`, ... that occurs in none of the formulas.
    pub fn new_name(&self, formulas: &[Expr]) -> Expr {
        let store = self.store;
        let taken: Vec<Expr> = formulas
            .iter()
            .flat_map(|formula| store.subterms(*formula))
            .filter(|part| matches!(store.head(*part), Head::Name(_)))
            .collect();
        let mut number = 0;
        loop {
            let name = store.name(&format!("value{number}"));
            if !taken.contains(&name) {
                return name;
            }
            number += 1;
        }
    }
}

/// A statement as it is proved.
enum Claim {
    Iff(Expr, Expr),
    Implies(Expr, Expr),
}

struct Verifier<'k, 'a> {
    kernel: &'k Kernel<'a>,
    given: &'k [Expr],
    /// The new names of identities, of which no condition may speak.
    names: Vec<Expr>,
    accepted: Accepted,
}

impl Verifier<'_, '_> {
    fn statement(
        &mut self,
        claim: &Claim,
        given: &[Expr],
        certificate: &Certificate,
        depth: usize,
    ) -> Result<(), Fault> {
        if depth > DEPTH {
            return Err(Fault::Misfit("nested too deeply"));
        }
        match (certificate, claim) {
            (Certificate::Meeting { left, right }, Claim::Iff(a, b) | Claim::Implies(a, b)) => {
                let first = self.chain(*a, given, left)?;
                let second = self.chain(*b, given, right)?;
                let kernel = self.kernel;
                if !kernel.arranger.same(kernel.store, first, second) {
                    return Err(Fault::Misfit("the chains do not meet"));
                }
                Ok(())
            }
            (Certificate::Mutual { forth, back }, Claim::Iff(a, b)) => {
                self.deduce(&with(self.kernel.store, given, *a), *b, forth, depth + 1)?;
                self.deduce(&with(self.kernel.store, given, *b), *a, back, depth + 1)
            }
            (Certificate::Direct(deduction), Claim::Implies(premise, goal)) => self.deduce(
                &with(self.kernel.store, given, *premise),
                *goal,
                deduction,
                depth + 1,
            ),
            (Certificate::Cases { relation, yes, no }, _) => {
                let [this, other] = self.alternatives(given, *relation)?;
                self.statement(claim, &with(self.kernel.store, given, this), yes, depth + 1)?;
                self.statement(claim, &with(self.kernel.store, given, other), no, depth + 1)
            }
            (Certificate::Vacuous, _) => self.never(given),
            // Only a whole statement is an instance.
            _ => Err(Fault::Misfit("a certificate for another kind of statement")),
        }
    }

    /// The formula that steps lead to, equivalent to the first where the assumptions hold and
    /// the conditions that the steps leave open.
    fn chain(&mut self, first: Expr, assumptions: &[Expr], steps: &[Step]) -> Result<Expr, Fault> {
        let mut theorem = self.kernel.reflexive_under(first, assumptions);
        for step in steps {
            let next = self.kernel.step(&theorem, step)?;
            let opened = next.conditions.iter().copied();
            self.accepted.steps.push(Applied {
                step: step.clone(),
                before: theorem.right,
                opened: opened
                    .filter(|condition| !theorem.conditions.contains(condition))
                    .collect(),
            });
            theorem = next;
        }
        for condition in &theorem.conditions {
            if !assumptions.contains(condition) {
                self.open(*condition)?;
            }
        }
        Ok(theorem.right)
    }

    /// A condition that the proof needs beyond what is given.
    fn open(&mut self, condition: Expr) -> Result<(), Fault> {
        let names = self.kernel.store.free_names(condition);
        if self.names.iter().any(|name| names.contains(name)) {
            return Err(Fault::Misfit("a condition on the value of the sides"));
        }
        if !self.given.contains(&condition) && !self.accepted.conditions.contains(&condition) {
            self.accepted.conditions.push(condition);
        }
        Ok(())
    }

    /// A relation whose sides are defined, and its negation: one of them holds.
    fn alternatives(&self, assumptions: &[Expr], relation: Expr) -> Result<[Expr; 2], Fault> {
        let store = self.kernel.store;
        let (Head::Relation(r), [a, b]) = (store.head(relation), store.args(relation)) else {
            return Err(Fault::Misfit("cases of what is no relation"));
        };
        let facts = Facts::thorough(store, &self.kernel.arranger, assumptions);
        if !facts.defined(*a) || !facts.defined(*b) {
            return Err(Fault::Misfit("cases of a relation that may be undefined"));
        }
        Ok([relation, store.relate(r.negated(), *a, *b)])
    }
}
