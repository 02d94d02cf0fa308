//! What holds from a place of a document on: its definitions and restrictions, with their lines.

use super::super::Claim;
use super::super::decide::with_given;
use super::super::usual;
use crate::document::Domain;
use crate::expr::{Binding, Expr, Head, Relation, Store};
use crate::latex::{Definition, Scope};
use std::sync::Arc;

/// How far definitions are followed from name to name.
const NAMES: usize = 64;

/// What a document has said so far.
#[derive(Clone, Default)]
pub(super) struct Known {
    /// What the LaTeX reader knows of it: functions, numbers, vectors.
    pub scope: Scope,
    /// The left sides that are defined, with the lines where they last were.
    lines: Vec<(Expr, usize)>,
    facts: Vec<Fact>,
    /// Functions with a meaning of their own that the document has stated to have it.
    confirmed: Vec<Expr>,
}

/// A condition that the document states.
#[derive(Clone)]
struct Fact {
    formula: Expr,
    line: usize,
    /// The sentence in which alone it holds.
    sentence: Option<usize>,
}

/// A claim with what the document knows of it.
pub(super) struct Told {
    /// The claim, with functions and entries replaced by what they are defined to be.
    pub claim: Claim,
    /// What of the document's was used, with its lines; 0 for what is known without it.
    pub used: Vec<(Expr, usize)>,
}

impl Known {
    /// Takes up a definition.
    pub fn define(&mut self, store: &Store, definition: &Definition, line: usize) {
        let left = self.scope.define(store, definition);
        self.lines.retain(|(known, _)| *known != left);
        self.lines.push((left, line));
    }

    /// Takes up a condition, for one sentence or for the rest of the document.
    pub fn restrict(&mut self, formula: Expr, line: usize, sentence: Option<usize>) {
        self.facts.push(Fact {
            formula,
            line,
            sentence,
        });
    }

    /// Takes up "let n be a positive integer".
    pub fn declare(&mut self, store: &Store, name: Expr, domain: Domain, line: usize) {
        let zero = store.int(0);
        let relate = |relation, bound| store.relate(relation, name, bound);
        let facts = match domain {
            Domain::PositiveInteger => vec![
                store.call("integer", &[name]),
                relate(Relation::Greater, zero),
            ],
            Domain::Integer => vec![store.call("integer", &[name])],
            Domain::Positive => vec![relate(Relation::Greater, zero)],
            Domain::Nonnegative => vec![relate(Relation::GreaterEqual, zero)],
            Domain::Negative => vec![relate(Relation::Less, zero)],
            Domain::Nonzero => vec![relate(Relation::NotEqual, zero)],
            Domain::Probability => vec![
                relate(Relation::Greater, zero),
                relate(Relation::Less, store.int(1)),
            ],
            Domain::Real => Vec::new(),
        };
        for formula in facts {
            self.restrict(formula, line, None);
        }
    }

    /// Ends the conditions of other sentences than this one.
    pub fn enter(&mut self, sentence: usize) {
        self.facts
            .retain(|fact| fact.sentence.is_none_or(|s| s == sentence));
    }

    /// Notes that the document has stated what a known function is.
    pub fn confirm(&mut self, left: Expr) {
        self.confirmed.push(left);
    }

    /// Whether the document has stated what this known function is.
    pub fn confirmed(&self, store: &Store, left: Expr) -> bool {
        let head = store.head(left);
        self.confirmed.iter().any(|e| store.head(*e) == head)
    }

    /// The claim with what the document says of what it speaks of, but for a definition of
    /// `except`.
    pub fn tell(&self, store: &Store, claim: &Claim, except: Option<Expr>) -> Told {
        let mut claim = claim.clone();
        let mut used: Vec<(Expr, usize)> = Vec::new();
        let functions = except.is_none_or(|left| {
            !self.scope.knows(store, left) && !matches!(store.head(left), Head::Apply(_))
        });
        let apply = |formula: &mut Expr, used: &mut Vec<(Expr, usize)>| {
            if functions {
                self.apply(store, formula, used);
            }
        };
        for formula in claim.links.iter_mut().chain(&mut claim.given) {
            apply(formula, &mut used);
        }
        let mut names = Vec::new();
        let meet = |formula: Expr, names: &mut Vec<Expr>| {
            for name in variables(store, formula) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        };
        for formula in claim.links.iter().chain(&claim.given) {
            meet(*formula, &mut names);
        }
        let mut next = 0;
        while next < names.len() && next < NAMES {
            let name = names[next];
            next += 1;
            if except == Some(name) {
                continue;
            }
            let Some(mut value) = self.scope.value(name) else {
                continue;
            };
            apply(&mut value, &mut used);
            if store.contains(value, name) {
                continue;
            }
            let equation = store.eq(name, value);
            if let Head::Entry = store.head(name) {
                let binding: Binding = [(name, value)].into_iter().collect();
                for formula in claim.links.iter_mut().chain(&mut claim.given) {
                    *formula = store.substitute(*formula, &binding);
                }
                used.push((equation, self.line_of(name)));
            } else if !claim.given.contains(&equation) {
                claim.given.push(equation);
                used.push((equation, self.line_of(name)));
            }
            meet(value, &mut names);
        }
        for fact in &self.facts {
            let about = store.free_names(fact.formula);
            let known = |name: &Expr| names.contains(name);
            if !about.is_empty() && about.iter().all(known) && !claim.given.contains(&fact.formula)
            {
                claim.given.push(fact.formula);
                used.push((fact.formula, fact.line));
            }
        }
        let links: Vec<Expr> = claim
            .links
            .iter()
            .map(|link| with_given(store, *link, &claim.given))
            .collect();
        claim
            .quantities
            .retain(|quantity| links.iter().any(|link| store.contains(*link, *quantity)));
        Told { claim, used }
    }

    /// Replaces functions and entries by what they are defined to be.
    fn apply(&self, store: &Store, formula: &mut Expr, used: &mut Vec<(Expr, usize)>) {
        let (applied, lefts) = self.scope.applied(store, *formula);
        let (out, said) = usual::written_out(store, applied, |name| self.scope.is_function(name));
        *formula = out;
        for equation in said.into_iter().map(|equation| (equation, 0)) {
            if !used.contains(&equation) {
                used.push(equation);
            }
        }
        for left in lefts {
            let Some(value) = self.scope.right_side(store, left) else {
                continue;
            };
            let said = (store.eq(left, value), self.line_of(left));
            if !used.contains(&said) {
                used.push(said);
            }
        }
    }

    fn line_of(&self, left: Expr) -> usize {
        let found = self.lines.iter().rev().find(|(known, _)| *known == left);
        found.map_or(0, |(_, line)| *line)
    }
}

/// The definition that an equation is when it is given: `p = σ(z)`, `h(x) = x^2`, `p_i = ...`.
pub(super) fn definition_of(store: &Store, equation: Expr) -> Option<Definition> {
    let (left, value) = store.sides(equation)?;
    let name_of = |e: Expr| store.name_text(e).map(Arc::from);
    let (name, parameters) = match (store.head(left), store.args(left)) {
        (Head::Name(name), _) if !matches!(&**name, "e" | "pi") => (name.clone(), Vec::new()),
        (Head::Apply(_), _) if crate::expr::is_of_matrices(store, left) => return None,
        (Head::Apply(name), args) if args.iter().all(|a| store.name_text(*a).is_some()) => {
            (name.clone(), args.to_vec())
        }
        (Head::Entry, [base, index]) => match store.small_integer(*index) {
            Some(k) => (
                format!("{}_{k}", store.name_text(*base)?).into(),
                Vec::new(),
            ),
            None => (name_of(*base)?, Vec::new()),
        },
        _ => return None,
    };
    let again = store.any(value, |node| {
        matches!(&node.head, Head::Apply(_)) && node.head == *store.head(left)
    });
    let base = match (store.head(left), store.args(left)) {
        (Head::Entry, [base, ..]) => *base,
        _ => left,
    };
    (!again && !store.contains(value, base)).then_some(Definition {
        name,
        left,
        parameters,
        value,
        everywhere: true,
        span: 0..0,
    })
}

/// The free names of a formula, and its entries with numbers for indices.
fn variables(store: &Store, formula: Expr) -> Vec<Expr> {
    let mut all = store.free_names(formula);
    all.extend(store.subterms(formula).into_iter().filter(|part| {
        matches!(store.head(*part), Head::Entry)
            && store.args(*part)[1..]
                .iter()
                .all(|index| store.literal(*index).is_some())
    }));
    all
}
