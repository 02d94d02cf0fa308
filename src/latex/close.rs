//! What closes: braces and brackets, and what is left open where it should be closed.

use super::build::{Builder, Closer, Frame, Left};
use super::symbols::Taker;
use super::tree::{Delimiter, Gap, Grid, Id, Item, Node, Separator};
use super::{digits, tidy};
use crate::error::Diagnostic;

impl Builder<'_> {
    /// Commands that still wait for arguments where their list ends.
    pub(super) fn abandon(&mut self) {
        while let Some(Frame::Pending { start, .. }) = self.stack.last() {
            let start = *start;
            self.stack.pop();
            if let Some(Frame::List { .. }) = self.stack.last() {
                let node = Node::Unreadable("a command lacks its argument");
                self.item(Item {
                    node,
                    start,
                    end: start + 1,
                    gap: Gap::None,
                });
                return;
            }
        }
    }

    /// Puts the contents of brackets that are never closed into the list around them.
    pub(super) fn dissolve(&mut self) {
        let Some(Frame::List {
            closer,
            items,
            start,
            end,
            gap,
            font,
        }) = self.stack.pop()
        else {
            return;
        };
        let open = match closer {
            Closer::Fence { open, .. } => Some(open),
            _ => None,
        };
        // `\{` before the rows of a case distinction needs no other brace.
        if open == Some(Delimiter::Brace)
            && let [
                Item {
                    node: Node::Grid { rows, .. },
                    ..
                },
                rest @ ..,
            ] = items.as_slice()
        {
            let node = Node::Grid {
                kind: Grid::Cases,
                rows: rows.clone(),
            };
            let rest = rest.to_vec();
            self.item(Item {
                node,
                start,
                end,
                gap,
            });
            rest.into_iter().for_each(|item| self.item(item));
            return;
        }
        // What is opened and never closed ends with its list.
        if let Some(open @ (Delimiter::Round | Delimiter::Square)) = open
            && matches!(closer, Closer::Fence { mode: Left::No, .. })
            && !items.is_empty()
        {
            self.tree.repairs.push(start..start + 1);
            let list = tidy::add(&mut self.tree, items, font);
            let close = open;
            self.item(Item {
                node: Node::Fence { open, close, list },
                start,
                end,
                gap,
            });
            return;
        }
        self.item(Item {
            node: Node::Unreadable("a bracket is never closed"),
            start,
            end: start + 1,
            gap,
        });
        // What is in it cannot be read anyway; of very much not all is kept.
        if items.len() < 1000 {
            items.into_iter().for_each(|item| self.item(item));
        }
    }

    /// Ends the innermost list and everything in it that is not closed, if it is closed by
    /// what the test accepts.
    pub(super) fn unwind(&mut self, wanted: impl Fn(Closer) -> bool) -> bool {
        let reachable = self
            .stack
            .iter()
            .rev()
            .find_map(|frame| match frame {
                Frame::List { closer, .. } if wanted(*closer) => Some(true),
                Frame::List {
                    closer: Closer::Fence { .. } | Closer::Degree,
                    ..
                } => None,
                Frame::List { .. } | Frame::Environment { .. } => Some(false),
                Frame::Pending { .. } => None,
            })
            .unwrap_or(false);
        if !reachable {
            return false;
        }
        loop {
            self.abandon();
            match self.stack.last() {
                Some(Frame::List { closer, .. }) if wanted(*closer) => return true,
                Some(Frame::List { .. }) => self.dissolve(),
                _ => return false,
            }
        }
    }

    /// Takes the innermost list off the stack and into the tree.
    pub(super) fn closed(&mut self) -> (Id, Closer, usize, Gap) {
        match self.stack.pop() {
            Some(Frame::List {
                closer,
                items,
                start,
                gap,
                font,
                ..
            }) => {
                let items = match self.counts(&items) {
                    true => items,
                    false => digits::lowered(&mut self.tree, items),
                };
                let id = tidy::add(&mut self.tree, items, font);
                (id, closer, start, gap)
            }
            _ => (self.tree.add(Vec::new()), Closer::Cell, 0, Gap::None),
        }
    }

    /// Whether the list that ends here is a script, in which letters and numbers count side by side.
    fn counts(&self, items: &[Item]) -> bool {
        let sum = |item: &Item| matches!(item.node, Node::Op(_));
        // What stands deeper in a script is set apart by braces of its own.
        self.stack.iter().rev().take(6).any(|frame| match frame {
            Frame::Pending {
                taker: Taker::Script(up),
                ..
            } => !up || !items.iter().any(sum),
            _ => false,
        })
    }

    pub(super) fn close_brace(&mut self, start: usize, end: usize) -> Result<(), Diagnostic> {
        if !self.unwind(|closer| closer == Closer::Brace) {
            return Err(
                Diagnostic::new("`}` closes no brace", start..end).label("no brace is open")
            );
        }
        let (id, _, start, gap) = self.closed();
        self.gap = Gap::None;
        let item = Item {
            node: Node::Group(id),
            start,
            end,
            gap,
        };
        if matches!(self.stack.last(), Some(Frame::Pending { .. })) {
            self.item(item);
        } else {
            for item in self.spliced(item) {
                self.item(item);
            }
        }
        Ok(())
    }

    pub(super) fn close_fence(&mut self, close: Delimiter, start: usize, end: usize) {
        self.gap = Gap::None;
        let matches = |open: Delimiter| match close {
            // `(0, 1]` is a half-open interval.
            Delimiter::Round | Delimiter::Square => {
                matches!(open, Delimiter::Round | Delimiter::Square)
            }
            _ => open == close,
        };
        let wanted = |closer: Closer| match closer {
            Closer::Fence { open, mode } => mode != Left::Open && matches(open),
            Closer::Degree => close == Delimiter::Square,
            _ => false,
        };
        self.abandon_in_fence();
        if close == Delimiter::Square && self.lacks_round() {
            self.dissolve();
        }
        if !matches!(self.stack.last(), Some(Frame::List { closer, .. }) if wanted(*closer)) {
            match close {
                // `\text{(for } x > 0)`
                Delimiter::Round if self.opened_in_words() => {}
                // It is left out.
                Delimiter::Round | Delimiter::Square => self.tree.repairs.push(start..end),
                _ => self.push(Node::Unreadable("this closes no bracket"), start, end),
            }
            return;
        }
        let (id, closer, start, gap) = self.closed();
        match closer {
            Closer::Fence { open, .. } => self.item(Item {
                node: Node::Fence {
                    open,
                    close,
                    list: id,
                },
                start,
                end,
                gap,
            }),
            _ => {
                if let Some(Frame::Pending { degree, .. }) = self.stack.last_mut() {
                    *degree = Some(id);
                }
            }
        }
    }

    /// Whether words of the list open a bracket that they do not close.
    fn opened_in_words(&self) -> bool {
        let Some(Frame::List { items, .. }) = self.stack.last() else {
            return false;
        };
        items.iter().any(|item| match &item.node {
            Node::Text(words) => words.matches('(').count() > words.matches(')').count(),
            _ => false,
        })
    }

    /// Whether `]` stands where `)` is missing: `[a \log(1 + b]` and no `[0, 1)`.
    fn lacks_round(&self) -> bool {
        let round = |closer: &Closer, delimiter| matches!(closer, Closer::Fence { open, mode: Left::No } if *open == delimiter);
        let [
            ..,
            Frame::List { closer: outer, .. },
            Frame::List { closer, items, .. },
        ] = self.stack.as_slice()
        else {
            return false;
        };
        let comma = |item: &Item| matches!(item.node, Node::Separator(Separator::Comma));
        round(closer, Delimiter::Round)
            && round(outer, Delimiter::Square)
            && !items.iter().any(comma)
    }

    pub(super) fn abandon_in_fence(&mut self) {
        let degree = matches!(
            self.stack.last(),
            Some(Frame::List {
                closer: Closer::Degree,
                ..
            })
        );
        if !degree {
            self.abandon();
        }
    }

    /// `\left[ .. \right.`: the bracket is closed in a later row.
    pub(super) fn loosened(&mut self, close: Delimiter) -> bool {
        if close != Delimiter::Null {
            return false;
        }
        for frame in self.stack.iter_mut().rev() {
            match frame {
                Frame::Pending { .. } => return false,
                Frame::List {
                    closer: Closer::Fence { open, mode },
                    ..
                } => match mode {
                    Left::Open if matches!(open, Delimiter::Round | Delimiter::Square) => {
                        *mode = Left::Loose;
                        return true;
                    }
                    Left::Loose => {}
                    _ => return false,
                },
                _ => return false,
            }
        }
        false
    }

    /// Whether `\right]` closes a bracket of an earlier row; `\left.` before it goes.
    pub(super) fn closes_loose(&mut self, close: Delimiter) -> bool {
        if !matches!(close, Delimiter::Round | Delimiter::Square) {
            return false;
        }
        self.abandon_in_fence();
        let mut nulls = 0;
        for frame in self.stack.iter().rev() {
            match frame {
                Frame::List {
                    closer:
                        Closer::Fence {
                            open: Delimiter::Null,
                            ..
                        },
                    ..
                } => nulls += 1,
                Frame::List {
                    closer:
                        Closer::Fence {
                            mode: Left::Loose, ..
                        },
                    ..
                } => break,
                _ => return false,
            }
        }
        for _ in 0..nulls {
            if let Some(Frame::List { items, .. }) = self.stack.pop() {
                items.into_iter().for_each(|item| self.item(item));
            }
        }
        true
    }

    pub(super) fn close_strict(
        &mut self,
        close: Delimiter,
        start: usize,
        end: usize,
    ) -> Result<(), Diagnostic> {
        self.gap = Gap::None;
        if self.loosened(close) {
            return Ok(());
        }
        if self.closes_loose(close) {
            self.close_fence(close, start, end);
            return Ok(());
        }
        let strict = |closer: Closer| {
            matches!(
                closer,
                Closer::Fence {
                    mode: Left::Open,
                    ..
                }
            )
        };
        if !self.unwind(strict) {
            // `\left[ .. \right. \\ \left. .. \right]` leaves the first bracket open.
            return Err(Diagnostic::new("`\\right` without `\\left`", start..end));
        }
        let open = match self.stack.last() {
            Some(Frame::List {
                closer: Closer::Fence { open, .. },
                ..
            }) => *open,
            _ => Delimiter::Null,
        };
        if open == Delimiter::Null && close != Delimiter::Bar {
            if let Some(Frame::List { items, .. }) = self.stack.pop() {
                items.into_iter().for_each(|item| self.item(item));
            }
            if close != Delimiter::Null {
                self.close_fence(close, start, end);
            }
            return Ok(());
        }
        let (list, _, start, gap) = self.closed();
        if open == Delimiter::Brace
            && close == Delimiter::Null
            && let [
                Item {
                    node: Node::Grid { rows, .. },
                    ..
                },
            ] = self.tree.lists[list].as_slice()
        {
            let node = Node::Grid {
                kind: Grid::Cases,
                rows: rows.clone(),
            };
            self.item(Item {
                node,
                start,
                end,
                gap,
            });
            return Ok(());
        }
        self.item(Item {
            node: Node::Fence { open, close, list },
            start,
            end,
            gap,
        });
        Ok(())
    }
}
