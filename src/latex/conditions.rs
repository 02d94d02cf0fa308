//! Conditions: relations, intervals and sets to formulas.

use std::ops::Range;

use super::reader::{Piece, Placed, Reader, Term};
use super::tree::{Delimiter, Id, Node, Separator, Sign};
use super::words::Class;
use crate::error::Diagnostic;
use crate::expr::{Args, Expr, Head, Relation};

/// What `x \in S` says.
pub(super) enum Member {
    Formula(Expr),
    /// Nothing that is not said anyway: x ∈ ℝ.
    Trivial,
    /// A vector with this many entries.
    Vector(Option<Expr>),
    /// Nobody knows the set.
    Unknown,
}

impl Reader<'_> {
    /// The formula that a list is, if it has a relation.
    pub fn condition(&mut self, list: Id) -> Result<Option<Expr>, Diagnostic> {
        let pieces = &self.values[list].pieces;
        let relates = pieces
            .iter()
            .any(|placed| matches!(placed.piece, Piece::Sign(_)));
        if !relates {
            return Ok(None);
        }
        let pieces = pieces.clone();
        let span = pieces[0].span.start..pieces[pieces.len() - 1].span.end;
        self.conjunction(&pieces, span).map(Some)
    }

    /// 1 where a condition holds, else 0.
    pub fn indicator(&self, condition: Expr) -> Expr {
        let store = self.store;
        let parts: Args = [condition, store.int(1), store.int(0)]
            .into_iter()
            .collect();
        store.make(Head::Piecewise, parts)
    }

    /// Relations with `and`, commas or `or` between them.
    pub fn conjunction(
        &mut self,
        pieces: &[Placed],
        span: Range<usize>,
    ) -> Result<Expr, Diagnostic> {
        let store = self.store;
        let mut any: Vec<Vec<Expr>> = vec![Vec::new()];
        let mut start = 0;
        for at in 0..=pieces.len() {
            let end = match pieces.get(at).map(|placed| &placed.piece) {
                Some(Piece::Term(_) | Piece::Sign(_)) => continue,
                other => other,
            };
            let run = &pieces[start..at];
            start = at + 1;
            if !run.is_empty() {
                let formula = self.relations(run)?;
                if let Some(all) = any.last_mut() {
                    all.extend(formula);
                }
            }
            match end {
                Some(Piece::Separator(Separator::Or) | Piece::Word(Class::Or)) => {
                    any.push(Vec::new());
                }
                Some(Piece::Dots) => {
                    return Err(Diagnostic::new("dots do not say what they stand for", span));
                }
                Some(Piece::Exists | Piece::Word(Class::Unread | Class::Versus)) => {
                    let fault = "these words are not understood in a condition";
                    return Err(Diagnostic::new(fault, pieces[at].span.clone()));
                }
                Some(Piece::Separator(Separator::Mid)) => {
                    return Err(Diagnostic::new("a bar in a condition", span));
                }
                _ => {}
            }
        }
        let all: Args = any
            .into_iter()
            .filter(|parts| !parts.is_empty())
            .map(|parts| store.and(parts))
            .collect();
        match all.len() {
            0 => Err(Diagnostic::new("there is no condition", span)),
            1 => Ok(all[0]),
            _ => Ok(store.make(Head::Or, all)),
        }
    }

    /// A chain of relations and memberships as formulas; what is trivial is left out.
    pub fn relations(&mut self, run: &[Placed]) -> Result<Vec<Expr>, Diagnostic> {
        let store = self.store;
        let mut all = Vec::new();
        let span = run[0].span.start..run[run.len() - 1].span.end;
        if !matches!(run[0].piece, Piece::Term(_)) || run.len() < 3 || run.len().is_multiple_of(2) {
            return Err(Diagnostic::new("this is no condition", span)
                .label("expected a relation such as `x > 0`"));
        }
        for at in (1..run.len()).step_by(2) {
            let (Piece::Term(left), Piece::Sign(sign), Piece::Term(right)) =
                (&run[at - 1].piece, &run[at].piece, &run[at + 1].piece)
            else {
                return Err(Diagnostic::new("this is no condition", span));
            };
            let sign_span = run[at].span.clone();
            match sign {
                Sign::Relation(relation) => {
                    // -∞ < x < ∞ says nothing.
                    let order = !matches!(relation, Relation::Equal | Relation::NotEqual);
                    if order && (is_infinite(left) || is_infinite(right)) {
                        continue;
                    }
                    all.push(store.relate(*relation, left.expr.clone()?, right.expr.clone()?));
                }
                Sign::Equivalent => all.push(store.eq(left.expr.clone()?, right.expr.clone()?)),
                Sign::In => {
                    let set = right.clone();
                    match self.member(left.expr.clone()?, &set)? {
                        Member::Formula(formula) => all.push(formula),
                        Member::Trivial | Member::Vector(_) => {}
                        Member::Unknown => {
                            all.push(self.unknown_member(left.expr.clone()?, &set, sign_span)?);
                        }
                    }
                }
                _ => {
                    return Err(Diagnostic::new(
                        "this sign has no place in a condition",
                        sign_span,
                    ));
                }
            }
        }
        Ok(all)
    }

    /// That a term is in a set that nobody has described: an unknown function of both is 1.
    pub fn unknown_member(
        &mut self,
        x: Expr,
        set: &Term,
        span: Range<usize>,
    ) -> Result<Expr, Diagnostic> {
        let store = self.store;
        let fault = || Diagnostic::new("nobody has said what this set is", span);
        let set = set.expr.clone().map_err(|_| fault())?;
        let member = store.apply("member", &[x, set]);
        self.hide(
            member,
            "it speaks of a set that nobody has described".into(),
        );
        Ok(store.eq(member, store.int(1)))
    }

    /// What a membership says.
    pub fn member(&mut self, x: Expr, set: &Term) -> Result<Member, Diagnostic> {
        let store = self.store;
        if let Some(Node::Fence { open, close, list }) = &set.single {
            if *open == Delimiter::Brace {
                return self.finite(x, *list);
            }
            let ends: Vec<Term> = self.values[*list]
                .pieces
                .iter()
                .filter_map(|placed| match &placed.piece {
                    Piece::Term(term) => Some(term.clone()),
                    _ => None,
                })
                .collect();
            let [lo, hi] = ends.as_slice() else {
                return Ok(Member::Unknown);
            };
            let mut parts = Vec::new();
            if !is_infinite(lo) {
                let relation = if *open == Delimiter::Square {
                    Relation::LessEqual
                } else {
                    Relation::Less
                };
                parts.push(store.relate(relation, lo.expr.clone()?, x));
            }
            if !is_infinite(hi) {
                let relation = if *close == Delimiter::Square {
                    Relation::LessEqual
                } else {
                    Relation::Less
                };
                parts.push(store.relate(relation, x, hi.expr.clone()?));
            }
            return Ok(match parts.is_empty() {
                true => Member::Trivial,
                false => Member::Formula(store.and(parts)),
            });
        }
        let integer = || store.call("integer", &[x]);
        let zero = store.int(0);
        Ok(match set.text.as_str() {
            "R" => Member::Trivial,
            "R_plus" | "R_gt_0" | "R_plus_plus" => {
                Member::Formula(store.relate(Relation::Greater, x, zero))
            }
            "R_ge_0" => Member::Formula(store.relate(Relation::GreaterEqual, x, zero)),
            "N" | "N_gt_0" | "Z_plus" | "Z_gt_0" | "N_plus" => Member::Formula(store.and([
                integer(),
                store.relate(Relation::GreaterEqual, x, store.int(1)),
            ])),
            "N_0" | "Z_ge_0" => Member::Formula(
                store.and([integer(), store.relate(Relation::GreaterEqual, x, zero)]),
            ),
            "Z" => Member::Formula(integer()),
            text => match text.strip_prefix("R_") {
                Some(size) if !size.contains("times") => {
                    let size = crate::parse::formula(store, size).ok();
                    Member::Vector(size)
                }
                Some(_) => Member::Vector(None),
                None => Member::Unknown,
            },
        })
    }

    /// `x \in \{0, 1\}`, `k \in \{1, \dots, K\}`
    fn finite(&mut self, x: Expr, list: Id) -> Result<Member, Diagnostic> {
        let store = self.store;
        if let Some((lo, hi)) = self.listed_range(list)
            && self.values[list]
                .pieces
                .iter()
                .any(|placed| matches!(placed.piece, Piece::Dots))
        {
            return Ok(Member::Formula(store.and([
                store.call("integer", &[x]),
                store.relate(Relation::LessEqual, lo, x),
                store.relate(Relation::LessEqual, x, hi),
            ])));
        }
        let all: Args = self
            .arguments(list)?
            .into_iter()
            .map(|value| store.eq(x, value))
            .collect();
        Ok(match all.len() {
            0 => Member::Unknown,
            1 => Member::Formula(all[0]),
            _ => Member::Formula(store.make(Head::Or, all)),
        })
    }
}

/// Whether a term is ∞ or −∞.
pub(super) fn is_infinite(term: &Term) -> bool {
    matches!(
        term.text.as_str(),
        "infinity" | "minus_infinity" | "plus_infinity"
    )
}
