//! Environments: their cells, rows and ends, and the end of the formula.

use super::build::{Builder, Closer, Frame};
use super::tidy;
use super::tree::{Delimiter, Gap, Grid, Id, Item, Node, Tree};
use crate::error::Diagnostic;

impl Builder<'_> {
    pub(super) fn in_cell(&self) -> bool {
        let list = self.stack.iter().rev().find_map(|frame| match frame {
            Frame::List { closer, .. } => Some(*closer),
            _ => None,
        });
        list == Some(Closer::Cell)
    }

    /// `&`
    pub(super) fn cell(&mut self, start: usize, end: usize) {
        if !self.in_cell() {
            self.gap = Gap::Set;
            return;
        }
        self.abandon();
        self.gap = Gap::None;
        let (id, ..) = self.closed();
        if let Some(Frame::Environment { rows, .. }) = self.stack.last_mut()
            && let Some(row) = rows.last_mut()
        {
            row.push(id);
        }
        let _ = start;
        self.open(Closer::Cell, end, Gap::None);
    }

    /// `\\`
    pub(super) fn row(&mut self, start: usize, end: usize) {
        self.cell(start, end);
        if self.in_cell() {
            let depth = self.stack.len();
            if depth >= 2
                && let Frame::Environment { rows, .. } = &mut self.stack[depth - 2]
            {
                rows.push(Vec::new());
            }
        }
    }

    pub(super) fn end_environment(
        &mut self,
        name: &str,
        start: usize,
        end: usize,
    ) -> Result<(), Diagnostic> {
        self.gap = Gap::None;
        let cell = self.unwind(|closer| closer == Closer::Cell);
        let opened = match self.stack.iter().rev().nth(1) {
            Some(Frame::Environment { name, .. }) if cell => Some(name.clone()),
            _ => None,
        };
        if opened.as_deref() != Some(name) {
            return Err(Diagnostic::new(
                format!("`\\end{{{name}}}` without its beginning"),
                start..end,
            ));
        }
        let (id, ..) = self.closed();
        let Some(Frame::Environment {
            name,
            mut rows,
            start,
            gap,
        }) = self.stack.pop()
        else {
            return Ok(());
        };
        if let Some(row) = rows.last_mut() {
            row.push(id);
        }
        let aligns = matches!(&*name, "array" | "tabular") && self.aligns(&rows);
        let node = match &*name {
            "array" | "tabular" if aligns => Node::Rows(tidy::join_rows(&mut self.tree, rows)),
            "cases" | "dcases" | "rcases" | "numcases" => Node::Grid {
                kind: Grid::Cases,
                rows,
            },
            "matrix" | "pmatrix" | "bmatrix" | "Bmatrix" | "vmatrix" | "Vmatrix"
            | "smallmatrix" | "array" | "tabular" | "subarray" => Node::Grid {
                kind: Grid::Matrix,
                rows,
            },
            _ => Node::Rows(tidy::join_rows(&mut self.tree, rows)),
        };
        let node = match (&*name, node) {
            ("vmatrix" | "Vmatrix", node) => {
                let list = self.tree.add(vec![Item {
                    node,
                    start,
                    end,
                    gap: Gap::None,
                }]);
                Node::Fence {
                    open: Delimiter::Bar,
                    close: Delimiter::Bar,
                    list,
                }
            }
            (_, node) => node,
        };
        self.item(Item {
            node,
            start,
            end,
            gap,
        });
        Ok(())
    }

    /// Whether the rows of an array are aligned formulas: a sign has a cell of its own, or begins
    /// or ends one, outside of brackets.
    fn aligns(&self, rows: &[Vec<Id>]) -> bool {
        let fenced = matches!(
            self.stack.last(),
            Some(Frame::List {
                closer: Closer::Fence { .. },
                ..
            })
        );
        let sign = |item: Option<&Item>| item.is_some_and(|i| matches!(i.node, Node::Sign(_)));
        let mut cells = rows.iter().flatten().map(|id| &self.tree.lists[*id]);
        !fenced && cells.any(|cell| sign(cell.first()) || sign(cell.last()))
    }

    pub(super) fn finish(mut self, end: usize) -> Result<Tree, Diagnostic> {
        loop {
            self.abandon();
            match self.stack.last() {
                Some(Frame::List {
                    closer: Closer::Brace,
                    start,
                    ..
                }) => {
                    return Err(
                        Diagnostic::new("a brace is never closed", *start..*start + 1)
                            .label("opened here"),
                    );
                }
                Some(Frame::List {
                    closer: Closer::Cell,
                    ..
                }) => {
                    let (id, ..) = self.closed();
                    let Some(Frame::Environment {
                        name,
                        mut rows,
                        start,
                        ..
                    }) = self.stack.pop()
                    else {
                        break;
                    };
                    if !self.stack.is_empty() {
                        return Err(Diagnostic::new(
                            format!("`\\begin{{{name}}}` without its end"),
                            start..(start + 6).min(end),
                        )
                        .label("opened here"));
                    }
                    if let Some(row) = rows.last_mut() {
                        row.push(id);
                    }
                    self.tree.rows = tidy::join_rows(&mut self.tree, rows);
                    break;
                }
                Some(Frame::List { .. }) => self.dissolve(),
                _ => break,
            }
        }
        Ok(self.tree)
    }
}
