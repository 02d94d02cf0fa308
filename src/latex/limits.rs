//! The limits of sums and products.

use super::reader::{Piece, Reader};
use super::terms::Prefix;
use super::tree::{Delimiter, Id, Node, Separator, Sign};
use crate::expr::{Expr, Head, Relation, Store};

/// Indices with their bounds, the outermost first.
pub(super) struct Ranges(Vec<(Expr, Expr, Expr)>);

impl Ranges {
    /// The name of the innermost index.
    pub fn index_text(&self, store: &Store) -> Option<String> {
        let (index, ..) = self.0.last()?;
        store.name_text(*index).map(str::to_owned)
    }
}

impl Reader<'_> {
    /// A size that is to be found: [`super::vectors`] puts sizes in their place.
    pub fn unknown_size(&mut self) -> Expr {
        self.unsized_sums += 1;
        self.store.open_end(self.unsized_sums)
    }

    /// A sum or a product before its operand. One that does not say over what is an unknown function
    /// of the names in it.
    pub fn bounds(&mut self, head: Head, below: Option<Id>, above: Option<Id>) -> Prefix {
        let kind = if head == Head::Sum { "sum" } else { "product" };
        let ranges = below.and_then(|below| self.ranges(below, above));
        match ranges {
            Some(ranges) => Prefix::Big {
                head,
                ranges: Ranges(ranges),
            },
            None => {
                let mut prefix = super::functions::operator_over(self, kind, below);
                if let (Prefix::Opaque { label, .. }, Some(above)) = (&mut prefix, above) {
                    let text = super::labels::text(self.tree, &self.tree.lists[above]);
                    let below = self.store.name_text(*label).unwrap_or_default();
                    *label = self
                        .store
                        .name(&format!("{below}^{}", text.unwrap_or_default()));
                }
                prefix
            }
        }
    }

    fn ranges(&mut self, below: Id, above: Option<Id>) -> Option<Vec<(Expr, Expr, Expr)>> {
        let store = self.store;
        let has_infinity = |id: Id| {
            self.tree.lists[id]
                .iter()
                .any(|item| matches!(item.node, Node::Infinity))
        };
        if has_infinity(below) || above.is_some_and(has_infinity) {
            return None;
        }
        let pieces = self.values[below].pieces.clone();
        let name = |piece: &Piece| match piece {
            Piece::Term(term) => {
                let expr = term.expr.clone().ok()?;
                store
                    .name_text(expr)
                    .filter(|n| !matches!(*n, "e" | "pi"))?;
                Some(expr)
            }
            _ => None,
        };
        let term = |piece: &Piece| match piece {
            Piece::Term(term) => term.expr.clone().ok(),
            _ => None,
        };
        let pieces: Vec<&Piece> = pieces.iter().map(|placed| &placed.piece).collect();
        let relation = |sign: &Sign| match sign {
            Sign::Relation(relation) => Some(*relation),
            _ => None,
        };
        match pieces.as_slice() {
            // `j = 1`
            [index, Piece::Sign(Sign::Relation(Relation::Equal)), lo] => {
                let (index, lo) = (name(index)?, term(lo)?);
                let hi = match above {
                    Some(id) => self.term(id, 0..0).ok()?,
                    None => return None,
                };
                Some(vec![(index, lo, hi)])
            }
            // `1 \le j \le m`
            [a, Piece::Sign(first), index, Piece::Sign(second), b] => {
                let (index, lo, hi) = (name(index)?, term(a)?, term(b)?);
                let one = store.int(1);
                let lo = match relation(first)? {
                    Relation::LessEqual => lo,
                    Relation::Less => store.add([lo, one].as_slice()),
                    _ => return None,
                };
                let hi = match relation(second)? {
                    Relation::LessEqual => hi,
                    Relation::Less => store.sub(hi, one),
                    _ => return None,
                };
                Some(vec![(index, lo, hi)])
            }
            // `i \in \{1, \dots, n\}`
            [index, Piece::Sign(Sign::In), Piece::Term(set)] => {
                let index = name(index)?;
                let Some(Node::Fence {
                    open: Delimiter::Brace,
                    list,
                    ..
                }) = set.single
                else {
                    return None;
                };
                let (lo, hi) = self.listed_range(list)?;
                Some(vec![(index, lo, hi)])
            }
            // `i` or `i, j`: letters that are subscripts.
            all => {
                let mut ranges = Vec::new();
                for piece in all {
                    match piece {
                        Piece::Separator(Separator::Comma) => {}
                        piece => {
                            let index = name(piece)?;
                            let text = store.name_text(index)?;
                            let small = text.starts_with(|c: char| c.is_ascii_lowercase());
                            if !small || !self.survey.subscripted.contains(text) {
                                return None;
                            }
                            let hi = match above {
                                Some(id) => self.term(id, 0..0).ok()?,
                                None => self.unknown_size(),
                            };
                            ranges.push((index, store.int(1), hi));
                        }
                    }
                }
                (!ranges.is_empty()).then_some(ranges)
            }
        }
    }

    /// `1, 2, \dots, n`: the first and the last.
    pub fn listed_range(&self, list: Id) -> Option<(Expr, Expr)> {
        let mut first = None;
        let mut last = None;
        let mut dots = false;
        for placed in &self.values[list].pieces {
            match &placed.piece {
                Piece::Dots => dots = true,
                Piece::Separator(Separator::Comma) => {}
                Piece::Term(term) => {
                    let expr = term.expr.clone().ok()?;
                    first = first.or(Some(expr));
                    last = dots.then_some(expr);
                }
                _ => return None,
            }
        }
        Some((first?, last?))
    }

    /// The sum or product of a body.
    pub fn bind(&self, head: Head, ranges: &Ranges, body: Expr) -> Expr {
        ranges.0.iter().rev().fold(body, |body, (index, lo, hi)| {
            self.store.bind(head.clone(), *index, *lo, *hi, body)
        })
    }
}
