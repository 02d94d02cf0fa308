//! The terms of a model formula: sets of variables, in R's order.

use std::collections::BTreeSet;
use std::ops::Range;

use indexmap::IndexSet;

use super::read::{Operator, Tree};
use crate::error::Diagnostic;

/// More terms than this are not made.
const MOST_TERMS: usize = 1000;

/// The variables of a term, by their numbers.
pub type Term = BTreeSet<usize>;

/// The terms of a formula.
#[derive(Debug, Default)]
pub struct Terms {
    /// The variables, as first written.
    pub variables: Vec<Range<usize>>,
    /// The terms but for the intercept: main effects, then interactions of two, and so on.
    pub terms: Vec<Term>,
    /// Whether there is an intercept.
    pub intercept: bool,
    /// What is added as it is.
    pub offsets: Vec<Range<usize>>,
}

/// Expands a formula.
///
/// # Errors
/// An intercept or offset where none may be, or too many terms.
pub fn expand(source: &str, tree: &Tree) -> Result<Terms, Diagnostic> {
    let mut terms = Terms {
        intercept: true,
        ..Terms::default()
    };
    let mut all = terms.expand(source, tree, false)?;
    all.sort_by_key(BTreeSet::len);
    terms.terms = all;
    Ok(terms)
}

impl Terms {
    /// The terms of a part; `negative` where they are taken away.
    fn expand(
        &mut self,
        source: &str,
        tree: &Tree,
        negative: bool,
    ) -> Result<Vec<Term>, Diagnostic> {
        Ok(match tree {
            Tree::Variable(span) => {
                let text = |span: &Range<usize>| squeezed(&source[span.clone()]);
                let known = self
                    .variables
                    .iter()
                    .position(|own| text(own) == text(span));
                let number = known.unwrap_or_else(|| {
                    self.variables.push(span.clone());
                    self.variables.len() - 1
                });
                vec![Term::from([number])]
            }
            Tree::Offset(span) => {
                self.offsets.push(span.clone());
                Vec::new()
            }
            Tree::Intercept(with, _) => {
                self.intercept = *with != negative;
                Vec::new()
            }
            Tree::Without(inner, _) => {
                self.expand(source, inner, !negative)?;
                Vec::new()
            }
            Tree::Joined(Operator::Plus, left, right, _) => {
                let left = self.expand(source, left, negative)?;
                union(left, self.expand(source, right, negative)?)
            }
            Tree::Joined(Operator::Minus, left, right, _) => {
                let left = self.expand(source, left, negative)?;
                let right = self.expand(source, right, !negative)?;
                left.into_iter().filter(|t| !right.contains(t)).collect()
            }
            Tree::Joined(operator, left, right, span) => {
                plain(left)?;
                plain(right)?;
                let a = self.expand(source, left, negative)?;
                let b = self.expand(source, right, negative)?;
                few(a.len().saturating_mul(b.len()), span)?;
                let joined = match operator {
                    Operator::Slash => {
                        let whole: Term = a.iter().flatten().copied().collect();
                        products(&[whole], &b)
                    }
                    _ => products(&a, &b),
                };
                let all = match operator {
                    Operator::Star => union(union(a, b), joined),
                    Operator::Slash => union(a, joined),
                    _ => joined,
                };
                few(all.len(), span)?;
                all
            }
            Tree::Power(base, times, span) => {
                plain(base)?;
                let base = self.expand(source, base, negative)?;
                let mut all = base.clone();
                for _ in 1..*times {
                    few(all.len().saturating_mul(base.len()), span)?;
                    all = union(all.clone(), products(&all, &base));
                }
                all
            }
        })
    }
}

/// Refuses an intercept or offset within a product.
fn plain(tree: &Tree) -> Result<(), Diagnostic> {
    let fault = |span: &Range<usize>, what: &str| {
        Err(
            Diagnostic::new(format!("{what} is no factor of a product"), span.clone())
                .label("expected a variable"),
        )
    };
    match tree {
        Tree::Variable(_) | Tree::Power(..) => Ok(()),
        Tree::Offset(span) => fault(span, "an offset"),
        Tree::Intercept(_, span) => fault(span, "an intercept"),
        Tree::Without(_, span) => fault(span, "a term taken away"),
        Tree::Joined(_, left, right, _) => plain(left).and_then(|()| plain(right)),
    }
}

/// Refuses what would be too many terms.
fn few(count: usize, span: &Range<usize>) -> Result<(), Diagnostic> {
    match count > MOST_TERMS {
        true => Err(Diagnostic::new(
            format!("the formula has more than {MOST_TERMS} terms"),
            span.clone(),
        )),
        false => Ok(()),
    }
}

/// The terms of both, each once, in the order in which they come.
fn union(all: Vec<Term>, more: Vec<Term>) -> Vec<Term> {
    let all: IndexSet<Term> = all.into_iter().chain(more).collect();
    all.into_iter().collect()
}

fn products(a: &[Term], b: &[Term]) -> Vec<Term> {
    let all = a
        .iter()
        .flat_map(|left| b.iter().map(move |right| left | right));
    union(all.collect(), Vec::new())
}

/// Text without blanks, but for those between backquotes.
pub fn squeezed(text: &str) -> String {
    let mut quoted = false;
    let keeps = |c: &char| {
        quoted ^= *c == '`';
        quoted || !c.is_whitespace()
    };
    text.chars().filter(keeps).collect()
}
