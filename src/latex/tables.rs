//! Case distinctions and matrices.

use super::reader::Piece;
use super::terms::Terms;
use super::tree::{Id, Separator};
use super::words;
use crate::error::Diagnostic;
use crate::expr::{Args, Expr, Head};

impl Terms<'_, '_> {
    /// The rows of a case distinction: values and conditions.
    pub(super) fn cases(
        &mut self,
        rows: &[Vec<Id>],
        span: std::ops::Range<usize>,
    ) -> Result<Expr, Diagnostic> {
        let store = self.reader.store;
        let mut args = Args::new();
        let mut otherwise = None;
        for row in rows {
            let filled = row
                .iter()
                .position(|id| !self.reader.values[*id].pieces.is_empty());
            let Some((value, rest)) = filled.and_then(|at| row[at..].split_first()) else {
                continue;
            };
            if otherwise.is_some() {
                return Err(Diagnostic::new("a case follows `otherwise`", span));
            }
            // `{x} & x > 0`, or all in one cell: `x, \text{if } x > 0`.
            let pieces: Vec<_> = self.reader.values[*value].pieces.clone();
            let cut = pieces
                .iter()
                .position(|placed| !matches!(placed.piece, Piece::Term(_)));
            let (head, mut tail) = match cut {
                Some(at) => (pieces[..at].to_vec(), pieces[at..].to_vec()),
                None => (pieces, Vec::new()),
            };
            for id in rest {
                tail.extend(self.reader.values[*id].pieces.iter().cloned());
            }
            let value = match head.as_slice() {
                [placed] => match &placed.piece {
                    Piece::Term(term) => term.expr.clone()?,
                    _ => return Err(Diagnostic::new("a case has no value", span)),
                },
                _ => return Err(Diagnostic::new("a case has no value", span)),
            };
            let word = |class: words::Class| {
                tail.iter()
                    .any(|placed| matches!(placed.piece, Piece::Word(c) if c == class))
            };
            let said: Vec<_> = tail
                .iter()
                .filter(|placed| {
                    !matches!(
                        placed.piece,
                        Piece::Separator(
                            Separator::Comma | Separator::Period | Separator::Semicolon
                        ) | Piece::Break
                    )
                })
                .cloned()
                .collect();
            if word(words::Class::Otherwise) || said.is_empty() {
                otherwise = Some(value);
                continue;
            }
            let condition = self.reader.conjunction(&tail, span.clone())?;
            args.push(condition);
            args.push(value);
        }
        args.extend(otherwise);
        if args.is_empty() {
            return Err(Diagnostic::new("there are no cases", span));
        }
        if args.len() == 1 {
            return Ok(args[0]);
        }
        Ok(store.make(Head::Piecewise, args))
    }

    /// Whether a cell holds dots alone.
    fn is_dots(&self, cell: Id) -> bool {
        let pieces = &self.reader.values[cell].pieces;
        matches!(pieces.as_slice(), [placed] if matches!(placed.piece, Piece::Dots))
    }

    /// A table of numbers: a vector if it has one row or one column.
    pub(super) fn matrix(
        &mut self,
        rows: &[Vec<Id>],
        span: std::ops::Range<usize>,
    ) -> Result<Expr, Diagnostic> {
        let store = self.reader.store;
        let rows: Vec<&Vec<Id>> = rows
            .iter()
            .filter(|row| {
                row.iter()
                    .any(|id| !self.reader.values[*id].pieces.is_empty())
            })
            .collect();
        let mut all = Vec::new();
        for row in &rows {
            let mut entries = Args::new();
            for id in *row {
                entries.push(match self.is_dots(*id) {
                    true => self.reader.left_out(),
                    false => self.reader.term(*id, span.clone())?,
                });
            }
            all.push(entries);
        }
        let column = all.iter().all(|row| row.len() == 1);
        let lists = &mut self.reader.lists;
        lists.columns |= column || all.len() > 1;
        lists.rows |= !column && all.len() == 1;
        if column {
            let column: Args = all.iter().map(|row| row[0]).collect();
            return Ok(store.make(Head::Vector, column));
        }
        if all.len() == 1 {
            return Ok(store.make(Head::Vector, all.remove(0)));
        }
        let rows: Args = all
            .into_iter()
            .map(|row| store.make(Head::Vector, row))
            .collect();
        Ok(store.make(Head::Vector, rows))
    }
}
