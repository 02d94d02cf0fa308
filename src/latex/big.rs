//! Operators before their operand: sums, products, integrals, limits, partial derivatives.

use super::functions;
use super::terms::{Prefix, Terms};
use super::tree::{Big, Id, Item, Node};
use crate::error::Diagnostic;
use crate::expr::Head;

impl<'a> Terms<'_, 'a> {
    /// `\sum`, `\prod`, `\int`, `\lim`
    pub(super) fn big(&mut self, big: Big, item: &'a Item) -> Result<bool, Diagnostic> {
        let start = item.start;
        self.at += 1;
        let (below, above) = self.limits();
        match big {
            Big::Sum | Big::Product => {
                let head = if big == Big::Sum {
                    Head::Sum
                } else {
                    Head::Product
                };
                let prefix = self.reader.bounds(head, below, above);
                self.prefix(prefix, start);
                Ok(false)
            }
            Big::Integral => {
                let (expr, taken) = self.integral(below, above, start)?;
                self.at += taken;
                let end = self.items[self.at - 1].end;
                self.push(expr, start, end);
                Ok(true)
            }
            Big::Limit | Big::Other => {
                let kind = if big == Big::Limit {
                    "limit"
                } else {
                    "operator"
                };
                let prefix = functions::operator_over(self.reader, kind, below);
                self.prefix(prefix, start);
                Ok(false)
            }
        }
    }

    /// The scripts after an operator with limits.
    pub fn limits(&mut self) -> (Option<Id>, Option<Id>) {
        let (mut below, mut above) = (None, None);
        while let Some(item) = self.items.get(self.at) {
            match item.node {
                Node::Script { up: false, list } if below.is_none() => below = Some(list),
                Node::Script { up: true, list } if above.is_none() => above = Some(list),
                _ => break,
            }
            self.at += 1;
        }
        (below, above)
    }

    /// `\partial_{z} f`
    pub(super) fn partial(&mut self, item: &'a Item) -> Result<bool, Diagnostic> {
        let start = item.start;
        let Some(Node::Script { up: false, list }) =
            self.items.get(self.at + 1).map(|item| &item.node)
        else {
            return Err(Diagnostic::new(
                "a differential alone is not read",
                item.start..item.end,
            ));
        };
        let variable = self.reader.term(*list, item.start..item.end)?;
        let one = self.reader.store.int(1);
        self.at += 2;
        self.prefix(Prefix::Derivative(vec![(variable, one)]), start);
        Ok(false)
    }

    /// Takes the subscript after the current node as text; `skip` nodes are taken in any case.
    pub fn subscript_text(&mut self, skip: usize) -> Option<String> {
        self.at += skip;
        match self.items.get(self.at).map(|item| &item.node) {
            Some(Node::Script { up: false, list }) => {
                self.at += 1;
                super::labels::text(self.reader.tree, &self.reader.tree.lists[*list])
            }
            _ => None,
        }
    }
}
