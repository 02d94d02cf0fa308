//! Indices and memberships: `k = 1, \dots, K`, `k = 0, 1`, `x \in S`.

use std::ops::Range;

use super::Nature;
use super::conditions::Member;
use super::draft::{Draft, Mode};
use super::reader::{Piece, Placed};
use super::statement::{Assembly, Before};
use super::tree::{Separator, Sign};
use crate::expr::{Expr, Relation};

/// What an index runs over.
pub(super) enum Indexed {
    Range(Expr, Expr, Expr),
    /// All integers from the value on.
    From(Expr, Expr),
    Values(Expr, Vec<Expr>),
    Nothing,
}

impl Assembly<'_, '_> {
    /// `k = 1, 2, \dots, K` or `k = 0, 1` after a comma or a word: the index, its range or its
    /// values, and the piece after it.
    pub(super) fn index_range(&mut self, pieces: &[Placed], at: usize) -> Option<(Indexed, usize)> {
        let condition = self.mode == Mode::Condition
            || self.before == Before::Comma
            || self.before == Before::Break
            || self.before == Before::And;
        let related = self.open.as_ref().is_some_and(Draft::relates);
        // `k = 1, \dots, K` alone
        let lone = self.open.is_none() && at == 0;
        if !lone && (!condition || !(related || self.mode == Mode::Condition)) {
            return None;
        }
        let term = |at: usize| match &pieces.get(at)?.piece {
            Piece::Term(term) => term.expr.clone().ok(),
            _ => None,
        };
        let index = term(at)?;
        self.reader.store.name_text(index)?;
        if !matches!(
            pieces.get(at + 1)?.piece,
            Piece::Sign(Sign::Relation(Relation::Equal) | Sign::In)
        ) {
            return None;
        }
        if matches!(pieces[at + 1].piece, Piece::Sign(Sign::In)) {
            let Piece::Term(set) = &pieces.get(at + 2)?.piece else {
                return None;
            };
            let Some(super::tree::Node::Fence {
                open: super::tree::Delimiter::Brace,
                list,
                ..
            }) = set.single
            else {
                return None;
            };
            let dots = self.reader.values[list]
                .pieces
                .iter()
                .any(|placed| matches!(placed.piece, Piece::Dots));
            let (lo, hi) = self.reader.listed_range(list).filter(|_| dots)?;
            return Some((Indexed::Range(index, lo, hi), at + 3));
        }
        let mut values = vec![term(at + 2)?];
        let mut end = at + 3;
        let mut dots = false;
        loop {
            let comma = matches!(
                pieces.get(end).map(|placed| &placed.piece),
                Some(Piece::Separator(Separator::Comma))
            );
            let next = if comma { end + 1 } else { end };
            match pieces.get(next).map(|placed| &placed.piece) {
                Some(Piece::Dots) if !dots => {
                    dots = true;
                    end = next + 1;
                }
                // Another value, unless a relation follows it.
                Some(Piece::Term(term))
                    if (comma || dots)
                        && !matches!(
                            pieces.get(next + 1).map(|placed| &placed.piece),
                            Some(Piece::Sign(_))
                        ) =>
                {
                    values.push(term.expr.clone().ok()?);
                    end = next + 1;
                    if dots {
                        break;
                    }
                }
                _ => break,
            }
        }
        // `z = z_1, \dots, z_K` says what the entries of z are called.
        let counts = |value: Expr| {
            let store = self.reader.store;
            store.small_integer(value).is_some() || store.name_text(value).is_some()
        };
        if dots && !counts(values[0]) {
            return Some((Indexed::Nothing, end));
        }
        if dots {
            // `k = 0, 1, 2, \dots` has no end.
            let last = values.len() > 1
                && self
                    .reader
                    .store
                    .literal(values[values.len() - 1])
                    .is_none();
            return Some(if last {
                (
                    Indexed::Range(index, values[0], values[values.len() - 1]),
                    end,
                )
            } else {
                (Indexed::From(index, values[0]), end)
            });
        }
        (values.len() > 1 && !lone).then_some((Indexed::Values(index, values), end))
    }

    pub(super) fn take_range(&mut self, range: Indexed, span: Range<usize>) {
        let store = self.reader.store;
        match range {
            Indexed::Nothing => {}
            Indexed::Range(index, lo, hi) => match &mut self.open {
                Some(draft) => draft.ranges.push((index, lo, hi)),
                None => {
                    self.pending
                        .push((store.relate(Relation::LessEqual, lo, index), span.clone()));
                    self.pending
                        .push((store.relate(Relation::LessEqual, index, hi), span));
                }
            },
            Indexed::From(index, lo) => {
                let formula = store.and([
                    store.call("integer", &[index]),
                    store.relate(Relation::LessEqual, lo, index),
                ]);
                match &mut self.open {
                    Some(draft) => draft.given.push((formula, span)),
                    None => self.pending.push((formula, span)),
                }
            }
            Indexed::Values(index, values) => {
                let any: crate::expr::Args = values
                    .into_iter()
                    .map(|value| store.eq(index, value))
                    .collect();
                let formula = store.make(crate::expr::Head::Or, any);
                match &mut self.open {
                    Some(draft) => draft.given.push((formula, span)),
                    None => self.pending.push((formula, span)),
                }
            }
        }
    }

    /// `x \in S` as a statement of its own.
    pub(super) fn membership(
        &mut self,
        set: &super::reader::Term,
        span: Range<usize>,
        connects: bool,
    ) {
        let Some(draft) = &mut self.open else { return };
        let Some(x) = draft.last_term() else { return };
        let single = draft.is_single() && !connects;
        match self.reader.member(x, set) {
            Ok(Member::Formula(formula)) => {
                let store = self.reader.store;
                if let Some(draft) = &mut self.open {
                    if connects && draft.put_member(store, formula, &span) {
                        return;
                    }
                    if single {
                        draft.nature = Some(Nature::Declaration);
                    }
                    draft.given.push((formula, span));
                }
            }
            Ok(Member::Vector(size)) => {
                let store = self.reader.store;
                if let Some(draft) = &mut self.open {
                    if single {
                        draft.nature = Some(Nature::Declaration);
                    }
                    if let Some(name) = store.name_text(x) {
                        draft.vectors.push((name.to_owned(), size));
                    }
                }
            }
            Ok(Member::Trivial) if connects => {
                // That it is a number says that it is defined.
                let store = self.reader.store;
                let defined = store.eq(x, x);
                if let Some(draft) = &mut self.open {
                    draft.put_member(store, defined, &span);
                }
            }
            Ok(Member::Trivial) => {
                if let Some(draft) = &mut self.open
                    && single
                {
                    draft.nature = Some(Nature::Declaration);
                }
            }
            Ok(Member::Unknown) => {
                let member = self.reader.unknown_member(x, set, span.clone());
                let store = self.reader.store;
                let Some(draft) = &mut self.open else { return };
                match member {
                    _ if single => draft.nature = Some(Nature::Declaration),
                    Ok(formula) if connects && draft.put_member(store, formula, &span) => {}
                    Ok(formula) => draft.given.push((formula, span)),
                    Err(fault) => {
                        draft.fault.get_or_insert(fault);
                    }
                }
            }
            Err(fault) => {
                if let Some(draft) = &mut self.open {
                    draft.fault.get_or_insert(fault);
                }
            }
        }
    }
}
