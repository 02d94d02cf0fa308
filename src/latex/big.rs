//! Operators before their operand: sums, products, integrals, limits, partial derivatives.

use super::functions;
use super::terms::{Prefix, Terms};
use super::tree::{Big, Id, Item, Node};
use crate::error::Diagnostic;
use crate::expr::{Expr, Head};

impl<'a> Terms<'_, 'a> {
    /// `\sum`, `\prod`, `\int`, `\lim`
    pub(super) fn big(&mut self, big: Big, item: &'a Item) -> Result<bool, Diagnostic> {
        let start = item.start;
        self.at += 1;
        let (below, above) = self.limits();
        let span = start..self.items[self.at - 1].end;
        match big {
            Big::Sum | Big::Product => {
                let head = if big == Big::Sum {
                    Head::Sum
                } else {
                    Head::Product
                };
                let prefix = self.reader.bounds(head, below, above, span)?;
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

    /// The integrand up to its differential, and how many nodes were taken.
    pub(super) fn integral(
        &mut self,
        below: Option<Id>,
        above: Option<Id>,
        start: usize,
    ) -> Result<(Expr, usize), Diagnostic> {
        let rest = &self.items[self.at..];
        let is_d = |item: &Item| matches!(&item.node, Node::Name { text, .. } if &**text == "d");
        let named = |item: &Item| matches!(item.node, Node::Name { .. } | Node::Fence { .. });
        let position =
            (0..rest.len().saturating_sub(1)).find(|at| is_d(&rest[*at]) && named(&rest[at + 1]));
        let Some(at) = position else {
            let end = rest.last().map_or(start, |item| item.end);
            return Err(Diagnostic::new(
                "the integral does not say over what",
                start..end.max(start),
            ));
        };
        let store = self.reader.store;
        // Over a term, as in d(2t), no variable is bound that the limits would have.
        let variable = match &rest[at + 1].node {
            Node::Name { text, .. } => store.name(text),
            _ => store.name("integration_variable"),
        };
        let body = if rest[..at].iter().all(|item| item.node == Node::Align) {
            store.int(1)
        } else {
            self.reader.slice(&rest[..at])?
        };
        let tree = self.reader.tree;
        let bound = |id: Option<Id>| {
            let text = id.and_then(|id| super::labels::text(tree, &tree.lists[id]));
            store.name(&text.unwrap_or_default())
        };
        let mut key = vec![bound(below), bound(above), variable, body];
        let mut depends: Vec<Expr> = Vec::new();
        for id in [below, above].into_iter().flatten() {
            if let Ok(limit) = self.reader.term(id, 0..0) {
                depends.extend(store.free_names(limit));
            }
        }
        depends.extend(
            store
                .free_names(body)
                .into_iter()
                .filter(|n| *n != variable),
        );
        // The name of the variable does not matter.
        let dummy = store.name("integration_variable");
        key[3] = store.substitute(body, &[(variable, dummy)].into_iter().collect());
        key[2] = dummy;
        let expr = self.reader.opaque("integral", &key, depends);
        Ok((expr, at + 2))
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
