//! A statement while it is put together, and what it becomes.

use std::ops::Range;
use std::sync::Arc;

use super::tree::Sign;
use super::{Nature, either};
use crate::error::Diagnostic;
use crate::expr::{Expr, Head, Relation, Store};

/// What the words before a segment say it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mode {
    Statement,
    Condition,
    Remark,
}

/// What stands between the sides of a statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Connective {
    Iff,
    Implies,
    ImpliedBy,
}

/// `a = b < c`
#[derive(Clone, Debug, Default)]
pub(super) struct Chain {
    pub terms: Vec<(Expr, Range<usize>)>,
    pub signs: Vec<(Relation, Range<usize>)>,
    /// Joined to the chain before it by `or`.
    pub or: bool,
}

/// A statement while it is put together.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub span: Range<usize>,
    pub sides: Vec<Vec<Chain>>,
    pub connectives: Vec<(Connective, Range<usize>)>,
    pub given: Vec<(Expr, Range<usize>)>,
    pub ranges: Vec<(Expr, Expr, Expr)>,
    pub vectors: Vec<(String, Option<Expr>)>,
    pub nature: Option<Nature>,
    pub fault: Option<Diagnostic>,
    /// A colon stands after it.
    pub labelled: bool,
    /// Signs such as `\pm` say that one of the two holds where they could say both.
    pub loose: bool,
    /// Signs without a meaning among numbers, by their places, and what they are called.
    pub strange: Vec<(Range<usize>, &'static str)>,
    /// Why nothing of it is verified, if that is so.
    pub beyond: Option<Arc<str>>,
    /// It holds under a condition of which nobody knows where that is true.
    pub partial: bool,
    /// The whole as one term, where it cannot be cut into its sides.
    pub whole: Option<Expr>,
    /// A membership waits for its set.
    member: bool,
}

/// What is said of a formula whose first or last side stands elsewhere.
const PART: &str = "a part of a formula: one of its sides stands elsewhere";

/// What is said of a relation such as `\subset`.
const STRANGE: &str = "its relation is none of numbers";

impl Draft {
    pub fn new(span: Range<usize>) -> Draft {
        Draft {
            span,
            sides: vec![vec![Chain::default()]],
            connectives: Vec::new(),
            given: Vec::new(),
            ranges: Vec::new(),
            vectors: Vec::new(),
            nature: None,
            fault: None,
            labelled: false,
            loose: false,
            strange: Vec::new(),
            beyond: None,
            partial: false,
            whole: None,
            member: false,
        }
    }

    fn chain(&mut self) -> Option<&mut Chain> {
        self.sides.last_mut().and_then(|side| side.last_mut())
    }

    pub fn last_chain(&self) -> Option<&Chain> {
        self.sides.last().and_then(|side| side.last())
    }

    /// Whether a sign stands at the end.
    pub fn is_dangling(&self) -> bool {
        self.member
            || self
                .last_chain()
                .is_some_and(|chain| chain.terms.len() == chain.signs.len())
                && (self.relates() || self.connected())
    }

    /// Whether there is a relation or another sign.
    pub fn relates(&self) -> bool {
        self.connected()
            || self.nature.is_some()
            || self
                .sides
                .iter()
                .flatten()
                .any(|chain| !chain.signs.is_empty())
    }

    /// Whether an equation or an equivalence is claimed or defined.
    pub fn claims(&self) -> bool {
        self.connected()
            || self.nature.is_some()
            || self
                .sides
                .iter()
                .flatten()
                .flat_map(|chain| &chain.signs)
                .any(|(relation, _)| *relation == Relation::Equal)
    }

    pub fn connected(&self) -> bool {
        !self.connectives.is_empty()
    }

    /// Whether there is one term only.
    pub fn is_single(&self) -> bool {
        self.sides.len() == 1 && self.sides[0].len() == 1 && self.sides[0][0].signs.is_empty()
    }

    pub fn last_term(&self) -> Option<Expr> {
        self.last_chain()?.terms.last().map(|(expr, _)| *expr)
    }

    /// Whether signs such as `\pm` can be taken in two ways.
    pub fn has_open_signs(&self, store: &Store) -> bool {
        let marked = |side: &Vec<Chain>| {
            side.iter()
                .flat_map(|chain| &chain.terms)
                .any(|(term, _)| either::marked(store, *term))
        };
        let linked = self.sides.windows(2).any(|pair| pair.iter().all(marked));
        linked
            || self.sides.iter().flatten().any(|chain| {
                let pairs = chain.signs.iter().zip(chain.terms.windows(2));
                pairs.into_iter().any(|((relation, _), pair)| {
                    either::open(store, *relation, pair[0].0, pair[1].0)
                })
            })
    }

    pub fn connect(&mut self, connective: Connective, span: Range<usize>) {
        self.connectives.push((connective, span));
        self.sides.push(vec![Chain::default()]);
    }

    pub fn join(&mut self, or: bool) {
        if let Some(side) = self.sides.last_mut() {
            side.push(Chain {
                or,
                ..Chain::default()
            });
        }
    }

    pub fn term(&mut self, expr: Expr, span: Range<usize>) {
        let fault = Diagnostic::new("there is no sign before this", span.clone());
        let Some(chain) = self.chain() else { return };
        if chain.terms.len() > chain.signs.len() {
            self.fault.get_or_insert(fault);
        } else {
            chain.terms.push((expr, span));
        }
    }

    pub fn fail_term(&mut self, fault: Diagnostic, span: Range<usize>) {
        self.fault.get_or_insert(fault);
        if let Some(chain) = self.chain()
            && let Some((last, _)) = chain.terms.last().cloned()
        {
            // Something must stand there for the signs to fit.
            chain.terms.push((last, span));
        }
    }

    pub fn sign(&mut self, sign: Sign, span: Range<usize>) {
        let nature = match sign {
            Sign::Iff => return self.connect(Connective::Iff, span),
            Sign::Implies => return self.connect(Connective::Implies, span),
            Sign::ImpliedBy => return self.connect(Connective::ImpliedBy, span),
            Sign::In => {
                self.member = true;
                return;
            }
            Sign::Relation(_) | Sign::Equivalent => None,
            Sign::Define => Some(Nature::Definition),
            Sign::Distributed => Some(Nature::Distribution),
            Sign::Approximate => Some(Nature::Approximation),
            Sign::Proportional => Some(Nature::Proportionality),
            Sign::To(name) => {
                self.strange.push((span.clone(), name));
                self.beyond.get_or_insert_with(|| STRANGE.into());
                self.labelled.then_some(Nature::Declaration)
            }
            Sign::Correspond => Some(Nature::Correspondence),
            Sign::Ask => Some(Nature::Question),
            Sign::Require => Some(Nature::Constraint),
            Sign::Assign => Some(Nature::Update),
            Sign::Other(name) => {
                self.strange.push((span.clone(), name));
                self.beyond.get_or_insert_with(|| STRANGE.into());
                None
            }
        };
        if let Some(nature) = nature {
            self.nature.get_or_insert(nature);
        }
        let relation = match sign {
            Sign::Relation(relation) => relation,
            _ => Relation::Equal,
        };
        let fault = Diagnostic::new("there is nothing before this sign", span.clone());
        let first = self.is_single() && !self.connected();
        let Some(chain) = self.chain() else { return };
        if first && chain.terms.is_empty() {
            // `= b`: what is before stands in another formula.
            self.beyond.get_or_insert_with(|| PART.into());
            self.strange.retain(|(place, _)| *place != span);
            return;
        }
        if chain.terms.len() == chain.signs.len() {
            // `a \ \text{so} \ = b`
            self.fault.get_or_insert(fault);
            return;
        }
        chain.signs.push((relation, span));
    }

    /// Puts what a membership says in the place of the term before it, as a side of an equivalence:
    /// `x \in (0, 1) \implies ..`. False if it is no conjunction of relations.
    pub fn put_member(&mut self, store: &Store, formula: Expr, span: &Range<usize>) -> bool {
        let mut chains = Vec::new();
        for part in store.conjuncts(formula) {
            let (Head::Relation(relation), [a, b]) = (store.head(part), store.args(part)) else {
                return false;
            };
            chains.push(Chain {
                terms: vec![(*a, span.clone()), (*b, span.clone())],
                signs: vec![(*relation, span.clone())],
                or: false,
            });
        }
        let Some(side) = self.sides.last_mut() else {
            return false;
        };
        if !side
            .last()
            .is_some_and(|chain| chain.signs.is_empty() && !chain.or)
        {
            return false;
        }
        side.pop();
        side.extend(chains);
        self.member = false;
        true
    }

    /// Leaves out a sign at the very end and a connective at either end: what they point to stands
    /// in another formula.
    pub fn trimmed(&mut self) {
        let empty = |side: &Vec<Chain>| side.iter().all(|chain| chain.terms.is_empty());
        let several = self.sides.len() > 1;
        if several && self.sides.first().is_some_and(empty) && !self.sides.iter().all(empty) {
            self.sides.remove(0);
            self.connectives.remove(0);
            self.beyond.get_or_insert_with(|| PART.into());
        }
        if self.sides.len() > 1 && self.sides.last().is_some_and(empty) {
            self.sides.pop();
            self.connectives.pop();
            self.beyond.get_or_insert_with(|| PART.into());
        }
        if let Some(chain) = self.sides.last_mut().and_then(|side| side.last_mut())
            && !chain.terms.is_empty()
            && chain.terms.len() == chain.signs.len()
        {
            chain.signs.pop();
            self.beyond.get_or_insert_with(|| PART.into());
        }
    }

    /// Whether it is a sign or an arrow alone.
    pub fn is_sign(&self) -> bool {
        self.fault.is_none()
            && (self.connected() || self.beyond.is_some())
            && self
                .sides
                .iter()
                .flatten()
                .all(|chain| chain.terms.is_empty())
    }

    /// Whether a side of it stands in another formula.
    pub fn is_part(&self) -> bool {
        self.beyond.as_deref() == Some(PART)
    }

    /// Replaces every expression of the draft.
    pub fn map(&mut self, f: impl Fn(Expr) -> Expr) {
        let terms = self.sides.iter_mut().flatten();
        for (term, _) in terms.flat_map(|chain| &mut chain.terms) {
            *term = f(*term);
        }
        for (formula, _) in &mut self.given {
            *formula = f(*formula);
        }
    }

    /// All expressions of the draft.
    pub fn expressions(&self) -> Vec<Expr> {
        let terms = self.sides.iter().flatten().flat_map(|chain| &chain.terms);
        let mut all: Vec<Expr> = terms.map(|(expr, _)| *expr).collect();
        all.extend(self.given.iter().map(|(expr, _)| *expr));
        all
    }
}
